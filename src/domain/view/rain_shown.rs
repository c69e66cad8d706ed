//! Rain ready to be shown: the list of townships and of villages that are called, and what stands on a card.

use jiff::{SignedDuration, Timestamp};

use crate::domain::{
    catalogue::Tone,
    hazard::rain::{Call, Grade, Rain, StationRain, TownshipRain, VillageRain, WINDOWS_HOURS},
    model::ObjectRef,
    view::{Words, format, rain},
};

/// Hours of bars on the card of a station.
const BARS: i64 = 48;

/// The rain of a district in the user's words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RainView {
    /// Of which moment, and when it was worked out.
    pub time: String,
    /// The district in one line.
    pub summary: String,
    /// From when on the rain of an event is counted; none: that is not asked.
    pub since: Option<String>,
    /// Villages that are called, or will be by the forecast, the most urgent first.
    pub villages: Vec<RainRow>,
    /// Danger zones, likewise.
    pub zones: Vec<RainRow>,
    /// Townships, where most fell first.
    pub townships: Vec<RainRow>,
    /// Stations where most fell.
    pub stations: Vec<RainRow>,
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct RainRow {
    /// What it leads to.
    pub object: ObjectRef,
    /// Its name.
    pub name: String,
    /// The township it lies in.
    pub place: Option<String>,
    /// The call or the grade in words; none: nothing to say.
    pub badge: Option<(String, Tone)>,
    /// What is known, line by line.
    pub says: Vec<String>,
}

/// So many stations are listed; each has its card.
const STATIONS: usize = 10;

/// The weight of a grade, as the map colours stations.
pub const fn grade_tone(grade: Grade) -> Tone {
    match grade {
        Grade::Extreme => Tone::Alarm,
        Grade::HeavyRainstorm => Tone::Warning,
        Grade::Rainstorm => Tone::Caution,
        Grade::Heavy => Tone::Low,
        Grade::None | Grade::Trace | Grade::Light | Grade::Moderate => Tone::Quiet,
    }
}

/// The weight of a call, as the map colours villages.
pub const fn call_tone(call: Call) -> Tone {
    match call {
        Call::Move => Tone::Alarm,
        Call::Prepare => Tone::Warning,
        Call::Nothing | Call::Unknown => Tone::Quiet,
    }
}

fn badge(grade: Option<Grade>, words: &Words) -> Option<(String, Tone)> {
    grade.map(|grade| (rain::grade_told(grade, words), grade_tone(grade)))
}

impl RainView {
    /// Of the rain at a moment, `since` the event began that is asked about.
    pub fn of(found: &Rain, at: Timestamp, since: Option<Timestamp>, words: &Words) -> Self {
        let village = |row: &VillageRain| RainRow {
            object: row.object.clone(),
            name: row.name.clone(),
            badge: Some((rain::call_told(row.gravest(), words), call_tone(row.gravest()))),
            place: row.township.as_deref().map(str::to_owned),
            says: vec![rain::why_told(row, found, words)],
        };
        let township = |row: &TownshipRain| RainRow {
            object: row.object.clone(),
            name: row.name.clone(),
            badge: badge(row.grade(), words),
            place: None,
            says: township_lines(row, found, since.is_some(), words),
        };
        let station = |row: &StationRain| RainRow {
            object: row.object.clone(),
            name: row.name.clone(),
            badge: badge(row.grade(), words),
            place: row.township.as_deref().map(str::to_owned),
            says: vec![rain::station_told(row, at, words)],
        };
        let called = |rows: &[VillageRain]| -> Vec<RainRow> {
            rows.iter().filter(|row| row.gravest() >= Call::Prepare).map(village).collect()
        };
        let speaking = found.stations.iter().filter(|row| row.sums.is_some());
        Self {
            time: words.with("rain-title", &[("time", format::date_time(at))]),
            summary: rain::summary(found, words),
            since: since.map(|since| words.with("rain-since-from", &[("time", format::date_time(since))])),
            villages: called(&found.villages),
            zones: called(&found.zones),
            townships: found.townships.iter().map(township).collect(),
            stations: speaking.take(STATIONS).map(station).collect(),
        }
    }
}

/// A township: what fell, and where most; what is forecast.
fn township_lines(row: &TownshipRain, found: &Rain, since: bool, words: &Words) -> Vec<String> {
    let fell: Vec<String> = [1, 3, 6, 24].map(|hours| mean_named(row, hours, words)).into();
    let silent = (row.silent > 0)
        .then(|| words.with("rain-stations", &[("n", row.stations.to_string()), ("silent", row.silent.to_string())]));
    let forecast = row.forecast.as_ref().map(|forecast| rain::forecast_told(forecast, words));
    let most = rain::most_told(row, found, words);
    let since = since.then(|| rain::since_told(row.since, words));
    std::iter::once(fell.join(" · ")).chain(since).chain(most).chain(silent).chain(forecast).collect()
}

fn mean_named(row: &TownshipRain, hours: u32, words: &Words) -> String {
    format!("{} {}", rain::window_told(hours, words), rain::mean_told(row.mean(hours)))
}

/// The rain on the card of a station, a township or a village.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RainCard {
    /// What it is.
    pub title: String,
    /// The grade or the call in words.
    pub badge: Option<(String, Tone)>,
    /// Windows and what fell in them, or what is asked.
    pub rows: Vec<(String, String)>,
    /// What else must be known.
    pub notes: Vec<String>,
    /// The rain of each hour; none: no station.
    pub bars: Option<Bars>,
}

/// Hours as bars, the last on the right.
#[derive(Clone, Debug, PartialEq)]
pub struct Bars {
    /// Each as a share of the highest; `None`: not measured.
    pub hours: Vec<Option<f32>>,
    /// What the highest is, with its unit.
    pub most: String,
    /// When they begin and end.
    pub times: [String; 2],
    /// How many hours were not measured, in words; none: all were.
    pub missing: Option<String>,
}

/// What stands on the card of an object; `None`: it is none of rain's.
pub fn card(found: &Rain, object: &ObjectRef, at: Timestamp, words: &Words) -> Option<RainCard> {
    if let Some(row) = found.stations.iter().find(|row| row.object == *object) {
        return Some(of_station(row, at, words));
    }
    if let Some(row) = found.townships.iter().find(|row| row.object == *object) {
        return Some(of_township(row, found, words));
    }
    found.judged().find(|row| row.object == *object).map(|row| of_village(row, found, words))
}

fn of_station(row: &StationRain, at: Timestamp, words: &Words) -> RainCard {
    let rows = row.sums.into_iter().flat_map(|sums| {
        WINDOWS_HOURS.into_iter().map(move |hours| {
            let sum = sums.of(hours);
            let grade = match hours {
                12 => sum.filter(|sum| sum.is_whole()).map(|sum| Grade::of_12h(sum.mm)),
                24 => row.grade(),
                _ => None,
            };
            let told = rain::sum_told(sum, words);
            let grade = grade.map(|grade| rain::grade_told(grade, words));
            let said = std::iter::once(told).chain(grade).collect::<Vec<_>>().join(" · ");
            (rain::window_told(hours, words), said)
        })
    });
    RainCard {
        title: words.with("rain-card-station", &[("hours", BARS.to_string())]),
        badge: badge(row.grade(), words),
        rows: rows.collect(),
        notes: if row.sums.is_some() { Vec::new() } else { vec![rain::station_told(row, at, words)] },
        bars: bars(row, words),
    }
}

fn bars(row: &StationRain, words: &Words) -> Option<Bars> {
    let end = row.series.last()?;
    let before = |hours: i64| end.checked_sub(SignedDuration::from_hours(hours)).unwrap_or(end);
    let hour = |back: i64| {
        let sum = row.series.sum(before(back + 1), before(back));
        sum.is_whole().then_some(sum.mm)
    };
    let hours: Vec<Option<f64>> = (0..BARS).rev().map(hour).collect();
    let most = hours.iter().flatten().fold(0.0, |most: f64, mm| most.max(*mm));
    let missing = hours.iter().filter(|mm| mm.is_none()).count();
    // Without rain there are no bars, and nothing is divided by it.
    let share = |mm: f64| if most > 0.0 { (mm / most) as f32 } else { 0.0 };
    Some(Bars {
        most: words.with("rain-bars-most", &[("mm", rain::amount(Some(most), true))]),
        times: [before(BARS), end].map(format::day_time),
        missing: (missing > 0).then(|| words.with("rain-bars-missing", &[("n", missing.to_string())])),
        hours: hours.into_iter().map(|mm| mm.map(share)).collect(),
    })
}

fn of_township(row: &TownshipRain, found: &Rain, words: &Words) -> RainCard {
    let forecast = |hours: u32| {
        let amount = row.forecast.as_ref()?.amounts().find(|(of, _)| *of == hours);
        amount.map(|(_, mm)| rain::amount(Some(mm), true))
    };
    let window = |hours: u32| {
        let mean = rain::mean_told(row.mean(hours));
        let said = match forecast(hours) {
            None => mean,
            Some(forecast) => words.with("rain-beside", &[("mm", mean), ("forecast", forecast)]),
        };
        (rain::window_told(hours, words), said)
    };
    let issued =
        row.forecast.as_ref().map(|forecast| words.with("rain-issued", &[("time", format::day_time(forecast.issued))]));
    let silent = (row.silent > 0)
        .then(|| words.with("rain-stations", &[("n", row.stations.to_string()), ("silent", row.silent.to_string())]));
    RainCard {
        title: words.get("rain-card-township"),
        badge: badge(row.grade(), words),
        rows: WINDOWS_HOURS.map(window).into(),
        notes: rain::most_told(row, found, words).into_iter().chain(silent).chain(issued).collect(),
        bars: None,
    }
}

fn of_village(row: &VillageRain, found: &Rain, words: &Words) -> RainCard {
    RainCard {
        title: words.get("rain-card-village"),
        badge: Some((rain::call_told(row.observed.call, words), call_tone(row.observed.call))),
        rows: Vec::new(),
        notes: vec![rain::village_told(row, found, words)],
        bars: None,
    }
}

#[cfg(test)]
mod tests;
