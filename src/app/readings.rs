//! Measured levels and flows taken in: the series grow, the values now of a place follow, and what was crossed is written
//! into the duty log, all in one commit. Readings are measured facts: a step back takes back the values now and the log
//! entries, and leaves the series.
//!
//! What the log says of crossings follows the whole series: readings that come later between those of another file move
//! the entry to where the line was passed, and add none. So files of the same hours may come in any order.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, ToSpan as _};

mod crossed;

use crate::{
    app::{Draft, readings::crossed::Log},
    domain::{
        edit::{Edit, Label},
        hazard::reservoir::{Crossing, season::is_ahead, standing::READINGS_HOURS},
        model::{ObjectRef, Uid, Value},
        query::name_of,
        view::{Words, age::time_field},
        world::World,
    },
    io::{
        import::readings::{LEVEL, LevelFile},
        store::{Reading, StoreError},
    },
};

pub(super) use crossed::log_entry;

/// So many places are told in the action's name.
const TOLD: usize = 3;

/// What taking levels in would do.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The action.
    pub draft: Draft,
    /// What is new.
    pub readings: Vec<Reading>,
    /// How many were there already.
    pub known: usize,
    /// The places whose level or flow now changes.
    pub stations: usize,
    /// What was crossed that was not known before.
    pub crossed: Vec<(ObjectRef, Crossing)>,
}

impl Default for Plan {
    fn default() -> Self {
        let draft = Draft { label: Label::default(), area: "readings", edits: Vec::new() };
        Self { draft, readings: Vec::new(), known: 0, stations: 0, crossed: Vec::new() }
    }
}

/// What the file holds of a field's series from a moment to another.
pub type Stored<'a> = dyn Fn(&ObjectRef, &str, [Timestamp; 2]) -> Result<Vec<(Timestamp, f64)>, StoreError> + 'a;

/// Plans taking levels and flows in; those that are there already, to the value, count as known. They still say what the level
/// now is and what was crossed: a step back took that back and left them.
///
/// # Errors
/// When the stored series cannot be read.
pub fn plan(
    world: &World,
    stored: &Stored<'_>,
    readings: &[Reading],
    now: Timestamp,
    words: &Words,
    fresh: &mut dyn FnMut() -> Uid,
) -> Result<Plan, StoreError> {
    let mut by_series: BTreeMap<(&ObjectRef, &str), Series> = BTreeMap::new();
    for reading in readings {
        let series = by_series.entry((&reading.object, reading.field.as_str())).or_default();
        series.insert(reading.time, reading.value);
    }
    let first = readings.iter().map(|reading| reading.time).min().unwrap_or(now);
    let since = first.checked_sub(READINGS_HOURS.hours()).unwrap_or(first);
    let mut plan = Plan::default();
    let mut log = Log::new(world, words, since, fresh);
    let (mut touched, mut changed): (BTreeSet<&ObjectRef>, BTreeSet<&ObjectRef>) = Default::default();
    for ((object, field), series) in by_series {
        let Some((first, last)) = series.keys().next().zip(series.keys().next_back()) else { continue };
        let from = first.checked_sub(READINGS_HOURS.hours()).unwrap_or(*first);
        let to = last.checked_add(READINGS_HOURS.hours()).unwrap_or(*last);
        let old: Series = stored(object, field, [from, to])?.into_iter().collect();
        let new = series.iter().filter(|(time, value)| old.get(*time) != Some(*value));
        let reading = |(time, value): (&Timestamp, &f64)| Reading {
            object: object.clone(),
            field: field.into(),
            time: *time,
            value: *value,
        };
        let new: Vec<Reading> = new.map(reading).collect();
        plan.known += series.len() - new.len();
        let mut edits = value_now(world, object, field, &series, now);
        if !edits.is_empty() {
            changed.insert(object);
        }
        if field == LEVEL {
            edits.extend(log.crossed(object, &old, &series));
        }
        if !new.is_empty() || !edits.is_empty() {
            touched.insert(object);
        }
        plan.readings.extend(new);
        plan.draft.edits.extend(edits);
    }
    plan.crossed = log.new;
    plan.stations = changed.len();
    let names = touched.into_iter().map(|object| name(world, object)).collect();
    plan.draft.label = label(&plan).with("n", plan.readings.len()).with("names", few(names));
    Ok(plan)
}

fn label(plan: &Plan) -> Label {
    if plan.readings.is_empty() {
        Label::new("readings-again")
    } else if plan.readings.iter().any(|reading| reading.field.as_str() != LEVEL) {
        Label::new("readings-flow")
    } else {
        Label::new("readings")
    }
}

/// Values by their moments.
type Series = BTreeMap<Timestamp, f64>;

pub(super) fn name(world: &World, object: &ObjectRef) -> String {
    let found = world.layer(object.kind.as_str()).zip(world.object(object));
    found.map_or_else(|| object.uid.to_string(), |(layer, found)| name_of(layer.kind(), found))
}

/// The edits that make the newest value the value now; none where the register has a newer one. A time in the register
/// that has not come yet is a slip of the pen and holds nothing back.
fn value_now(world: &World, object: &ObjectRef, field: &str, series: &Series, now: Timestamp) -> Vec<Edit> {
    let Some((time, value)) = series.last_key_value().map(|(time, value)| (*time, *value)) else { return Vec::new() };
    let kind = world.layer(object.kind.as_str()).map(|layer| layer.kind());
    let Some(time_field) = kind.and_then(|kind| Some(&kind.fields.get(time_field(kind, field)?)?.id)) else {
        return Vec::new();
    };
    let known = world.value(object, time_field.as_str()).as_time().filter(|known| !is_ahead(*known, now));
    if known.is_some_and(|known| known > time) {
        return Vec::new();
    }
    let set = [(field, Value::from(value)), (time_field.as_str(), Value::from(time))];
    set.into_iter().filter_map(|(field, after)| edit(world, object, field, after)).collect()
}

/// The edit that gives a field a value; none where it has it.
pub(super) fn edit(world: &World, object: &ObjectRef, field: &str, after: Value) -> Option<Edit> {
    let before = world.value(object, field);
    (before != after).then(|| Edit::Set { object: object.clone(), field: field.into(), before, after })
}

/// The first of some names.
pub(super) fn few(mut names: Vec<String>) -> String {
    let more = if names.len() > TOLD { "…" } else { "" };
    names.truncate(TOLD);
    names.join("、") + more
}

/// What a table brought, for the message that says it: rows, what was new, known and left, places, crossings.
pub fn counts(file: &LevelFile, plan: &Plan) -> [(&'static str, String); 6] {
    [
        ("rows", file.rows.to_string()),
        ("added", plan.readings.len().to_string()),
        ("known", (file.again + plan.known).to_string()),
        ("left", file.left.to_string()),
        ("stations", plan.stations.to_string()),
        ("crossings", plan.crossed.len().to_string()),
    ]
}

/// The message that says what a table brought, or would.
pub fn message(file: &LevelFile, is_dry: bool) -> &'static str {
    match (file.has_flow(), is_dry) {
        (false, false) => "readings-done",
        (false, true) => "readings-dry",
        (true, false) => "readings-flow-done",
        (true, true) => "readings-flow-dry",
    }
}

#[cfg(test)]
mod tests;
