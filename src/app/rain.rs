//! Measured rain taken in: the series grow, the sums of a station follow, and what the rain asks of the villages is said
//! with them, all in one commit. Readings are measured facts: a step back takes back what followed, and leaves the series.
//! And forecasts by township, which are said in the register.

mod calling;

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, ToSpan as _};

use crate::{
    app::{
        Draft,
        rain::calling::Calling,
        readings::{edit, few, name},
    },
    domain::{
        edit::{Edit, Label},
        hazard::{
            rain::{
                Amount, Call, Forecast, RainSeries,
                forecast::{FIELDS, ISSUED},
                series::minutes_of,
            },
            reservoir::season::is_ahead,
        },
        model::{ObjectRef, Uid, Value},
        view::{Words, rain as view},
        world::World,
    },
    io::{
        import::rain::{RainFile, forecast::ForecastFile},
        store::{RainMeasured, Reading},
    },
};

pub use calling::judged;

/// What taking rain in would do.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The action.
    pub draft: Draft,
    /// What is new.
    pub readings: Vec<Reading>,
    /// How many were there already.
    pub known: usize,
    /// The stations whose sums change.
    pub stations: usize,
    /// The villages of which something else is asked than before.
    pub called: Vec<(ObjectRef, Call)>,
}

/// The stored rain that a plan wants to know of: from when to when (not in it).
pub fn wanted(readings: &[Reading], now: Timestamp) -> (Timestamp, Timestamp) {
    let times = || readings.iter().map(|reading| reading.time);
    let from = times().min().map_or(now, |first| first.min(now));
    let to = times().max().map_or(now, |last| last.max(now));
    (view::readings_from(from, None), to.checked_add(1.second()).unwrap_or(to))
}

/// Plans taking rain in; amounts that are there already count as known. They still say what the sums are and what is
/// asked of villages: a step back took that back and left them.
///
/// `stored`: what the file holds of the span that [`wanted`] says.
pub fn plan(
    world: &World,
    mut stored: RainMeasured,
    readings: &[Reading],
    now: Timestamp,
    words: &Words,
    fresh: &mut dyn FnMut() -> Uid,
) -> Plan {
    let mut plan = Plan {
        draft: Draft { label: Label::default(), area: "readings", edits: Vec::new() },
        readings: Vec::new(),
        known: 0,
        stations: 0,
        called: Vec::new(),
    };
    let known: BTreeSet<(&ObjectRef, u32, Timestamp, u64)> = stored
        .iter()
        .flat_map(|(of, amounts)| amounts.iter().map(move |it| (of, it.minutes, it.end, it.mm.to_bits())))
        .collect();
    let is_new = |reading: &&Reading| {
        let minutes = minutes_of(reading.field.as_str()).unwrap_or_default();
        !known.contains(&(&reading.object, minutes, reading.time, reading.value.to_bits()))
    };
    plan.readings = readings.iter().filter(is_new).cloned().collect();
    plan.known = readings.len() - plan.readings.len();
    let mut touched: BTreeSet<&ObjectRef> = plan.readings.iter().map(|reading| &reading.object).collect();
    for reading in readings {
        let Some(minutes) = minutes_of(reading.field.as_str()) else { continue };
        let amount = Amount { end: reading.time, minutes, mm: reading.value };
        // Given later, it counts instead of the stored one.
        stored.entry(reading.object.clone()).or_default().push(amount);
    }
    let stations: BTreeSet<&ObjectRef> = readings.iter().map(|reading| &reading.object).collect();
    for station in stations {
        let series = RainSeries::new(stored.get(station).into_iter().flatten().copied());
        let edits = sums_now(world, station, &series, now);
        if !edits.is_empty() {
            touched.insert(station);
            plan.stations += 1;
        }
        plan.draft.edits.extend(edits);
    }
    let names: Vec<String> = touched.into_iter().map(|object| name(world, object)).collect();
    let (edits, called) = Calling { world, measured: &stored, now, words, fresh }.calls(&|_| true);
    plan.draft.edits.extend(edits);
    plan.called = called;
    plan.draft.label = label(world, &plan, names);
    plan
}

fn label(world: &World, plan: &Plan, names: Vec<String>) -> Label {
    let moved = plan.called.iter().filter(|(_, call)| *call == Call::Move).map(|(object, _)| name(world, object));
    let moved: Vec<String> = moved.collect();
    let id = match (moved.is_empty(), plan.readings.is_empty()) {
        (false, _) => "rain-move",
        (true, false) => "rain",
        (true, true) => "rain-again",
    };
    Label::new(id).with("n", plan.readings.len()).with("names", few(names)).with("villages", few(moved))
}

/// The edits that make a station's sums those of its newest amount; none where the register has a newer one. A sum that
/// is not whole is not said. A time in the register that has not come yet is a slip of the pen and holds nothing back.
fn sums_now(world: &World, station: &ObjectRef, series: &RainSeries, now: Timestamp) -> Vec<Edit> {
    let Some(end) = series.last() else { return Vec::new() };
    let known = world.value(station, "rain_time").as_time().filter(|known| !is_ahead(*known, now));
    if known.is_some_and(|known| known > end) {
        return Vec::new();
    }
    let sum = |hours: u32| {
        let sum = series.hours_to(end, hours);
        // Without the crumbs of adding tenths up.
        if sum.is_whole() { Value::from((sum.mm * 100.0).round() / 100.0) } else { Value::Null }
    };
    let set =
        [("rain_1h_mm", sum(1)), ("rain_3h_mm", sum(3)), ("rain_24h_mm", sum(24)), ("rain_time", Value::from(end))];
    set.into_iter().filter_map(|(field, after)| edit(world, station, field, after)).collect()
}

/// Whom the rain calls out that was not called before, in words; `None`: nobody.
pub fn called_told(world: &World, called: &[(ObjectRef, Call)], words: &Words) -> Option<String> {
    let of = |call: Call| {
        let names: Vec<String> =
            called.iter().filter(|(_, of)| *of == call).map(|(object, _)| name(world, object)).collect();
        let args = [("call", view::call_told(call, words)), ("names", few(names.clone()))];
        (!names.is_empty()).then(|| words.with("rain-called", &args))
    };
    let told: Vec<String> = [Call::Move, Call::Prepare].into_iter().filter_map(of).collect();
    (!told.is_empty()).then(|| told.join(&words.get("feed-joined")))
}

/// Plans taking forecasts in, and of how many townships; one that is older than the register's is left.
pub fn forecasts(world: &World, forecasts: &BTreeMap<ObjectRef, Forecast>, now: Timestamp) -> (Draft, usize) {
    let (mut edits, mut names) = (Vec::new(), Vec::new());
    for (township, forecast) in forecasts {
        let known = world.value(township, ISSUED).as_time().filter(|known| !is_ahead(*known, now));
        if known.is_some_and(|known| known > forecast.issued) {
            continue;
        }
        let mm = FIELDS.into_iter().zip(forecast.mm).map(|(field, mm)| (field, mm.map_or(Value::Null, Value::from)));
        let set = mm.chain([(ISSUED, Value::from(forecast.issued))]);
        let of: Vec<Edit> = set.filter_map(|(field, after)| edit(world, township, field, after)).collect();
        if !of.is_empty() {
            names.push(name(world, township));
            edits.extend(of);
        }
    }
    let count = names.len();
    let label = Label::new("forecast").with("n", count).with("names", few(names));
    (Draft { label, area: "readings", edits }, count)
}

/// What a table of rain brought, for the message that says it.
pub fn counts(file: &RainFile, plan: &Plan) -> [(&'static str, String); 6] {
    [
        ("rows", file.rows.to_string()),
        ("added", plan.readings.len().to_string()),
        ("known", (file.again + plan.known).to_string()),
        ("left", file.left.to_string()),
        ("stations", plan.stations.to_string()),
        ("villages", plan.called.len().to_string()),
    ]
}

/// What a table of forecasts brought, `changed` townships by it, for the message that says it.
pub fn forecast_counts(file: &ForecastFile, changed: usize) -> [(&'static str, String); 4] {
    [
        ("rows", file.rows.to_string()),
        ("townships", file.forecasts.len().to_string()),
        ("changed", changed.to_string()),
        ("left", file.left.to_string()),
    ]
}

#[cfg(test)]
mod tests;
