//! Measured levels taken in: the series grow, the level now of a place follows, and what was crossed is written into the
//! duty log, all in one commit. Readings are measured facts: a step back takes back the level now and the log entries,
//! and leaves the series.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use jiff::{Timestamp, ToSpan as _};

use crate::{
    app::Draft,
    domain::{
        edit::{Edit, Label},
        hazard::reservoir::{
            Crossing, Dam, Direction,
            crossing::{FALL_M, crossings, lines},
            season::is_ahead,
            standing::READINGS_HOURS,
        },
        model::{Object, ObjectRef, Uid, Value},
        query::name_of,
        view::{Words, alarms, flood},
        world::World,
    },
    io::{
        import::readings::{LEVEL, LevelFile},
        store::{Reading, StoreError},
    },
};

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
    /// The places whose level now changes.
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

/// What the file holds of a series from a moment to another.
pub type Stored<'a> = dyn Fn(&ObjectRef, Timestamp, Timestamp) -> Result<Vec<(Timestamp, f64)>, StoreError> + 'a;

/// Plans taking levels in; those that are there already, to the value, count as known. They still say what the level
/// now is and what was crossed: a step back took that back and left them.
///
/// # Errors
/// When the stored series cannot be read.
pub fn plan(
    world: &World,
    stored: &Stored<'_>,
    levels: &[Reading],
    now: Timestamp,
    words: &Words,
    fresh: &mut dyn FnMut() -> Uid,
) -> Result<Plan, StoreError> {
    let mut by_object: BTreeMap<&ObjectRef, Series> = BTreeMap::new();
    for level in levels {
        by_object.entry(&level.object).or_default().insert(level.time, level.value);
    }
    let first = levels.iter().map(|level| level.time).min().unwrap_or(now);
    let since = first.checked_sub(READINGS_HOURS.hours()).unwrap_or(first);
    let logged = alarms::crossed(world, since).into_iter().map(|entry| (entry.about, entry.what, entry.time));
    let mut planner = Planner { world, words, now, logged: logged.collect(), fresh, plan: Plan::default() };
    let mut names = Vec::new();
    for (object, series) in by_object {
        let Some((first, last)) = series.keys().next().zip(series.keys().next_back()) else { continue };
        let from = first.checked_sub(READINGS_HOURS.hours()).unwrap_or(*first);
        let to = last.checked_add(READINGS_HOURS.hours()).unwrap_or(*last);
        let old: Series = stored(object, from, to)?.into_iter().collect();
        if planner.place(object, &old, &series) {
            names.push(name(world, object));
        }
    }
    let mut plan = planner.plan;
    let label = if plan.readings.is_empty() { Label::new("readings-again") } else { Label::new("readings") };
    plan.draft.label = label.with("n", plan.readings.len()).with("names", few(names));
    Ok(plan)
}

/// Levels by their moments.
type Series = BTreeMap<Timestamp, f64>;

/// A plan in the making.
struct Planner<'a> {
    world: &'a World,
    words: &'a Words,
    now: Timestamp,
    /// What the log says was crossed: by what, which line and way, when.
    logged: BTreeSet<(String, String, Timestamp)>,
    fresh: &'a mut dyn FnMut() -> Uid,
    plan: Plan,
}

impl Planner<'_> {
    /// What levels of one place bring: readings, its level now, and the log where they crossed a line. Whether it is
    /// anything at all.
    fn place(&mut self, object: &ObjectRef, old: &Series, series: &Series) -> bool {
        let is_new = |(time, value): &(&Timestamp, &f64)| old.get(*time) != Some(*value);
        let new: Vec<Reading> = series
            .iter()
            .filter(is_new)
            .map(|(time, value)| Reading { object: object.clone(), field: LEVEL.into(), time: *time, value: *value })
            .collect();
        let mut edits = level_now(self.world, object, series, self.now);
        self.plan.known += series.len() - new.len();
        self.plan.stations += usize::from(!edits.is_empty());
        edits.extend(self.crossed(object, old, series));
        let is_any = !new.is_empty() || !edits.is_empty();
        self.plan.readings.extend(new);
        self.plan.draft.edits.extend(edits);
        is_any
    }

    /// The log entries of what a file's levels crossed: what would not have been without them, and is in no entry.
    fn crossed(&mut self, object: &ObjectRef, old: &Series, series: &Series) -> Vec<Edit> {
        let layer = self.world.layer(object.kind.as_str());
        let Some((kind, found)) = layer.map(|layer| layer.kind()).zip(self.world.object(object)) else {
            return Vec::new();
        };
        let Some(dam) = Dam::of(kind, found) else { return Vec::new() };
        let lines = lines(&dam.levels, dam.class);
        let others = old.iter().filter(|(time, _)| !series.contains_key(time));
        let others: Vec<(Timestamp, f64)> = others.map(|(time, level)| (*time, *level)).collect();
        let all: Vec<(Timestamp, f64)> = others.iter().copied().chain(series.iter().map(|(t, v)| (*t, *v))).collect();
        let without = crossings(&others, &lines, FALL_M);
        let mut edits = Vec::new();
        for crossing in crossings(&all, &lines, FALL_M) {
            let entry = (alarms::about(object), about_state(&crossing), crossing.at);
            if without.contains(&crossing) || self.logged.contains(&entry) {
                continue;
            }
            let name = name_of(kind, found);
            let said = crossing_said(self.world, object, &name, &crossing, self.words);
            let entry = log_entry(self.world, said, self.fresh);
            edits.extend(entry.map(|entry| Edit::Add(Arc::new(entry))));
            self.plan.crossed.push((object.clone(), crossing));
        }
        edits
    }
}

pub(super) fn name(world: &World, object: &ObjectRef) -> String {
    let found = world.layer(object.kind.as_str()).zip(world.object(object));
    found.map_or_else(|| object.uid.to_string(), |(layer, found)| name_of(layer.kind(), found))
}

/// The edits that make the newest level the level now; none where the register has a newer one. A time in the register
/// that has not come yet is a slip of the pen and holds nothing back.
fn level_now(world: &World, object: &ObjectRef, series: &Series, now: Timestamp) -> Vec<Edit> {
    let Some((time, level)) = series.last_key_value().map(|(time, level)| (*time, *level)) else { return Vec::new() };
    let known = world.value(object, "level_time").as_time().filter(|known| !is_ahead(*known, now));
    if known.is_some_and(|known| known > time) {
        return Vec::new();
    }
    let set = [("level_m", Value::from(level)), ("level_time", Value::from(time))];
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

/// How an entry of the duty log names a line and a way: `limit:up`.
fn about_state(crossing: &Crossing) -> String {
    let direction = if crossing.direction == Direction::Up { "up" } else { "down" };
    format!("{}:{direction}", crossing.line.id())
}

/// What the entry of the duty log says of what was crossed.
fn crossing_said(
    world: &World,
    object: &ObjectRef,
    name: &str,
    crossing: &Crossing,
    words: &Words,
) -> [(&'static str, Value); 11] {
    [
        ("name", format!("{name} {}", flood::line_told(crossing.line, words)).into()),
        ("entry_kind", alarms::CROSSING.into()),
        ("entry_source", "monitor".into()),
        ("time", crossing.at.into()),
        ("as_of", crossing.at.into()),
        ("text", flood::crossing_told(crossing, words).into()),
        ("done", false.into()),
        ("township", world.value(object, "township")),
        ("about", alarms::about(object).into()),
        ("about_state", about_state(crossing).into()),
        ("about_value", crossing.line_m.into()),
    ]
}

/// An entry of the duty log; `None` when the catalogue has no log to write it in.
pub(super) fn log_entry(
    world: &World,
    said: [(&'static str, Value); 11],
    fresh: &mut dyn FnMut() -> Uid,
) -> Option<Object> {
    let kind = world.catalogue().kind(alarms::LOG)?;
    let mut values = vec![Value::Null; kind.fields.len()];
    for (field, value) in said {
        *values.get_mut(kind.index(field)?)? = value;
    }
    Some(Object { uid: fresh(), kind: kind.id.clone(), geometry: None, values })
}

#[cfg(test)]
mod tests;
