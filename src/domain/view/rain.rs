//! Rain in the user's words: amounts that say when they are not whole, grades, stations, townships, villages.

use jiff::Timestamp;

use crate::domain::{
    hazard::rain::{
        Call, Forecast, Grade, Mean, Rain, StationRain, Sum, TownshipRain, Verdict, VillageRain, WINDOWS_HOURS,
        standing::AMOUNTS_HOURS, warning::By,
    },
    view::{Words, format},
};

/// An amount: `12.3 mm`, of which a part is missing `≥12.3 mm`, not known `—`.
pub fn amount(mm: Option<f64>, is_whole: bool) -> String {
    let number = |mm: f64| format::decimal(mm, 1);
    match mm {
        None => format::UNKNOWN.to_owned(),
        Some(mm) if is_whole => format!("{} mm", number(mm)),
        Some(mm) => format!("≥{} mm", number(mm)),
    }
}

/// A sum: as [`amount`], with how much of its window was measured where that is not all.
pub fn sum_told(sum: Option<Sum>, words: &Words) -> String {
    let Some(sum) = sum.filter(|sum| sum.known().is_some()) else { return amount(None, true) };
    let told = amount(sum.known(), sum.is_whole());
    if sum.is_whole() {
        return told;
    }
    let args = [
        ("mm", told),
        ("covered", format::decimal(sum.covered_s as f64 / 3_600.0, 1)),
        ("window", format::decimal(sum.window_s as f64 / 3_600.0, 1)),
    ];
    words.with("rain-part", &args)
}

/// A mean: as [`amount`].
pub fn mean_told(mean: Option<Mean>) -> String {
    amount(mean.map(|mean| mean.mm), mean.is_some_and(|mean| mean.is_whole()))
}

/// A grade in words: `暴雨`.
pub fn grade_told(grade: Grade, words: &Words) -> String {
    words.get(&format!("rain-grade-{}", grade.id().replace('_', "-")))
}

/// A call in words: `立即转移`.
pub fn call_told(call: Call, words: &Words) -> String {
    words.get(&format!("rain-call-{}", call.id()))
}

/// A window by name: `3小时`.
pub fn window_told(hours: u32, words: &Words) -> String {
    words.with("rain-hours", &[("hours", hours.to_string())])
}

/// A station in one line: its sums, its grade, how old it is.
pub fn station_told(station: &StationRain, at: Timestamp, words: &Words) -> String {
    let Some(sums) = station.sums else {
        return match station.series.last() {
            None => words.get("rain-never"),
            Some(last) => words.with("rain-silent", &[("age", format::age(last, at, words))]),
        };
    };
    let window = |hours: u32| format!("{} {}", window_told(hours, words), sum_told(sums.of(hours), words));
    let since = sums.since.map(|since| format!("{} {}", words.get("rain-since"), sum_told(Some(since), words)));
    let parts = WINDOWS_HOURS.into_iter().map(window).chain(since);
    let grade = station.grade().map(|grade| grade_told(grade, words));
    let age = format::age(sums.end, at, words);
    parts.chain(grade).chain([age]).collect::<Vec<_>>().join(" · ")
}

/// A township in one line: mean rain, its grade, where most fell, what is forecast.
pub fn township_told(row: &TownshipRain, rain: &Rain, words: &Words) -> String {
    let window = |hours: u32| format!("{} {}", window_told(hours, words), mean_told(row.mean(hours)));
    let since = row.since.map(|since| since_told(Some(since), words));
    let grade = row.grade().map(|grade| grade_told(grade, words));
    let most = most_told(row, rain, words);
    let silent = (row.silent > 0)
        .then(|| words.with("rain-stations", &[("n", row.stations.to_string()), ("silent", row.silent.to_string())]));
    let forecast = row.forecast.as_ref().map(|forecast| forecast_told(forecast, words));
    let parts = [1, 3, 6, 24].map(window).into_iter().chain(since).chain(grade);
    parts.chain(most).chain(silent).chain(forecast).collect::<Vec<_>>().join(" · ")
}

/// Where most fell in 24 hours: `最大 双溪雨量站 85 mm`.
pub fn most_told(row: &TownshipRain, rain: &Rain, words: &Words) -> Option<String> {
    let (place, sum) = row.most?;
    let station = rain.stations.get(place)?;
    let mm = amount(sum.known(), sum.is_whole());
    Some(words.with("rain-most", &[("name", &station.name), ("mm", &mm)]))
}

/// What is forecast: `预报 1小时 12 mm，3小时 30 mm（08:20 发布）`.
pub fn forecast_told(forecast: &Forecast, words: &Words) -> String {
    let part = |(hours, mm): (u32, f64)| format!("{} {}", window_told(hours, words), amount(Some(mm), true));
    let parts: Vec<String> = forecast.amounts().map(part).collect();
    let args = [("parts", parts.join(&words.get("list-separator"))), ("time", format::day_time(forecast.issued))];
    words.with("rain-forecast", &args)
}

/// A village in one line: what is asked by the rain that fell, and by that to come, and whose rain that is.
pub fn village_told(row: &VillageRain, rain: &Rain, words: &Words) -> String {
    let mut parts = vec![verdict_told(row.observed, words)];
    let expected = row.expected.filter(|expected| expected.call > row.observed.call && expected.call >= Call::Prepare);
    parts.extend(expected.map(|expected| words.with("rain-expected", &[("call", verdict_told(expected, words))])));
    parts.push(station_of(row, rain, words));
    parts.join(" · ")
}

/// Why a village is called, without the call that stands beside it.
pub fn why_told(row: &VillageRain, rain: &Rain, words: &Words) -> String {
    let fell = row.observed.by.filter(|_| row.observed.call == row.gravest()).map(|by| by_told(by, words));
    let expected = row.expected.filter(|expected| expected.call > row.observed.call);
    let expected = expected.map(|expected| words.with("rain-expected", &[("call", verdict_told(expected, words))]));
    fell.into_iter().chain(expected).chain([station_of(row, rain, words)]).collect::<Vec<_>>().join(" · ")
}

fn verdict_told(verdict: Verdict, words: &Words) -> String {
    let call = call_told(verdict.call, words);
    verdict.by.map_or(call.clone(), |by| words.with("rain-by", &[("call", call), ("by", by_told(by, words))]))
}

/// Why: `3小时雨量 85 mm，指标 80 mm`.
fn by_told(by: By, words: &Words) -> String {
    let number = |mm: f64| format::decimal(mm, 1);
    let args = [("hours", by.hours.to_string()), ("mm", number(by.mm)), ("threshold", number(by.threshold_mm))];
    words.with("rain-reached", &args)
}

/// Whose rain a village is judged by: `双溪雨量站，1.2 km`.
fn station_of(row: &VillageRain, rain: &Rain, words: &Words) -> String {
    let station = row.station.and_then(|(place, far)| Some((rain.stations.get(place)?, far)));
    station.map_or_else(
        || words.get("rain-of-township"),
        |(station, far)| {
            words.with("rain-of-station", &[("name", station.name.clone()), ("far", format::distance(far))])
        },
    )
}

/// What called a village, as the register keeps it; `None`: nothing did.
pub fn basis_told(row: &VillageRain, rain: &Rain, words: &Words) -> Option<String> {
    let by = by_told(row.observed.by?, words);
    Some(words.with("rain-by", &[("call", by), ("by", station_of(row, rain, words))]))
}

/// The whole district in one line: what there is of each, and never that there is none of it.
pub fn summary(rain: &Rain, words: &Words) -> String {
    let counted = |id: &str, n: usize| (n > 0).then(|| words.with(id, &[("n", n.to_string())]));
    let silent = rain.stations.iter().filter(|station| station.sums.is_none()).count();
    let stations = [counted("rain-sum-stations", rain.stations.len()), counted("rain-sum-silent", silent)];
    let expected = |row: &VillageRain| row.gravest() > row.observed.call && row.gravest() >= Call::Prepare;
    let count = |is: &dyn Fn(&VillageRain) -> bool| {
        let of = |rows: &[VillageRain]| rows.iter().filter(|row| is(row)).count();
        let each = [counted("rain-sum-villages", of(&rain.villages)), counted("rain-sum-zones", of(&rain.zones))];
        let each: Vec<String> = each.into_iter().flatten().collect();
        (!each.is_empty()).then(|| each.join(&words.get("list-separator")))
    };
    let asked = |id: &str, call: Call| Some(words.with(id, &[("count", count(&|row| row.observed.call == call)?)]));
    let mut parts: Vec<String> = stations.into_iter().flatten().collect();
    let called = [
        asked("rain-sum-move", Call::Move),
        asked("rain-sum-prepare", Call::Prepare),
        count(&expected).map(|count| words.with("rain-sum-expected", &[("count", count)])),
        asked("rain-sum-unknown", Call::Unknown),
    ];
    let called: Vec<String> = called.into_iter().flatten().collect();
    if called.is_empty() && rain.judged().next().is_some() {
        parts.push(words.get("rain-sum-none"));
    }
    parts.extend(called);
    if parts.is_empty() { words.get("rain-none") } else { parts.join(&words.get("feed-joined")) }
}

/// What fell over a township since an event began, with how much of that was measured where it is not all.
pub fn since_told(mean: Option<Mean>, words: &Words) -> String {
    let told = mean_told(mean);
    let told = match mean.filter(|mean| !mean.is_whole()) {
        Some(mean) => {
            let share = format::decimal((mean.share * 100.0).floor(), 0);
            words.with("rain-since-part", &[("mm", told), ("share", share)])
        }
        None => told,
    };
    format!("{} {told}", words.get("rain-since"))
}

/// From when on readings are wanted to tell the rain of a moment and since an event.
pub fn readings_from(at: Timestamp, since: Option<Timestamp>) -> Timestamp {
    let hours = jiff::SignedDuration::from_hours(AMOUNTS_HOURS);
    let from = at.checked_sub(hours).unwrap_or(at);
    since.map_or(from, |since| since.min(from))
}
