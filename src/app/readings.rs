//! Measured levels taken in: the series grow, the level now of a place follows, and what was crossed is written into the
//! duty log, all in one commit. Readings are measured facts: a step back takes back the level now and the log entries,
//! and leaves the series.

use std::{collections::BTreeMap, sync::Arc};

use jiff::{Timestamp, ToSpan as _};

use crate::{
    app::Draft,
    domain::{
        edit::{Edit, Label},
        hazard::reservoir::{
            Crossing, Dam, Direction,
            crossing::{FALL_M, crossings, lines},
            standing::READINGS_HOURS,
        },
        model::{FieldId, Object, ObjectRef, Uid, Value},
        query::name_of,
        view::{Words, alarms, flood},
        world::World,
    },
    io::store::{Reading, StoreError},
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

/// What the file holds of a series from a moment to another.
pub type Stored<'a> = dyn Fn(&ObjectRef, Timestamp, Timestamp) -> Result<Vec<(Timestamp, f64)>, StoreError> + 'a;

/// Plans taking levels in; those that are there already, to the value, count as known.
///
/// # Errors
/// When the stored series cannot be read.
pub fn plan(
    world: &World,
    stored: &Stored<'_>,
    levels: &[Reading],
    words: &Words,
    fresh: &mut dyn FnMut() -> Uid,
) -> Result<Plan, StoreError> {
    let mut by_object: BTreeMap<&ObjectRef, Vec<(Timestamp, f64)>> = BTreeMap::new();
    for level in levels {
        by_object.entry(&level.object).or_default().push((level.time, level.value));
    }
    let mut plan = Plan {
        draft: Draft { label: Label::default(), area: "readings", edits: Vec::new() },
        readings: Vec::new(),
        known: 0,
        stations: 0,
        crossed: Vec::new(),
    };
    let mut names = Vec::new();
    for (object, series) in by_object {
        let Some((first, last)) = series.first().zip(series.last()).map(|(first, last)| (first.0, last.0)) else {
            continue;
        };
        let from = first.checked_sub(READINGS_HOURS.hours()).unwrap_or(first);
        let to = last.checked_add(READINGS_HOURS.hours()).unwrap_or(last);
        let old = stored(object, from, to)?;
        let new: Vec<(Timestamp, f64)> = series.iter().filter(|reading| !old.contains(reading)).copied().collect();
        plan.known += series.len() - new.len();
        if new.is_empty() {
            continue;
        }
        names.push(name(world, object));
        plan.place(world, object, &old, &new, words, fresh);
        plan.readings.extend(new.into_iter().map(|(time, value)| Reading {
            object: object.clone(),
            field: FieldId::from("level_m"),
            time,
            value,
        }));
    }
    let more = if names.len() > TOLD { "…" } else { "" };
    names.truncate(TOLD);
    plan.draft.label = Label::new("readings").with("n", plan.readings.len()).with("names", names.join("、") + more);
    Ok(plan)
}

impl Plan {
    /// What new levels of one place change: its level now, and the log where they crossed a line.
    fn place(
        &mut self,
        world: &World,
        object: &ObjectRef,
        old: &[(Timestamp, f64)],
        new: &[(Timestamp, f64)],
        words: &Words,
        fresh: &mut dyn FnMut() -> Uid,
    ) {
        let edits = level_now(world, object, new);
        self.stations += usize::from(!edits.is_empty());
        self.draft.edits.extend(edits);
        let Some((kind, found)) = world.layer(object.kind.as_str()).map(|layer| layer.kind()).zip(world.object(object))
        else {
            return;
        };
        let Some(dam) = Dam::of(kind, found) else { return };
        let lines = lines(&dam.levels, dam.class);
        let before = crossings(old, &lines, FALL_M);
        // The new ones last: of two at one moment the last given counts.
        let after = crossings(&[old, new].concat(), &lines, FALL_M);
        for crossing in after.into_iter().filter(|crossing| !before.contains(crossing)) {
            let entry = log_entry(world, object, &name_of(kind, found), &crossing, words, fresh);
            self.draft.edits.extend(entry.map(|entry| Edit::Add(Arc::new(entry))));
            self.crossed.push((object.clone(), crossing));
        }
    }
}

fn name(world: &World, object: &ObjectRef) -> String {
    let found = world.layer(object.kind.as_str()).zip(world.object(object));
    found.map_or_else(|| object.uid.to_string(), |(layer, found)| name_of(layer.kind(), found))
}

/// The edits that make the newest level the level now; none where the register has a newer one.
fn level_now(world: &World, object: &ObjectRef, new: &[(Timestamp, f64)]) -> Vec<Edit> {
    let Some((time, level)) = new.iter().max_by_key(|(time, _)| *time).copied() else { return Vec::new() };
    let known = world.value(object, "level_time").as_time();
    if known.is_some_and(|known| known > time) {
        return Vec::new();
    }
    let set = [("level_m", Value::from(level)), ("level_time", Value::from(time))];
    let edit = |(field, after): (&str, Value)| {
        let before = world.value(object, field);
        (before != after).then(|| Edit::Set { object: object.clone(), field: field.into(), before, after })
    };
    set.into_iter().filter_map(edit).collect()
}

/// The entry of the duty log that says what was crossed; `None` when the catalogue has no log to write it in.
fn log_entry(
    world: &World,
    object: &ObjectRef,
    name: &str,
    crossing: &Crossing,
    words: &Words,
    fresh: &mut dyn FnMut() -> Uid,
) -> Option<Object> {
    let kind = world.catalogue().kind(alarms::LOG)?;
    let mut values = vec![Value::Null; kind.fields.len()];
    let direction = if crossing.direction == Direction::Up { "up" } else { "down" };
    let said: [(&str, Value); 11] = [
        ("name", format!("{name} {}", flood::line_told(crossing.line, words)).into()),
        ("entry_kind", alarms::CROSSING.into()),
        ("entry_source", "monitor".into()),
        ("time", crossing.at.into()),
        ("as_of", crossing.at.into()),
        ("text", flood::crossing_told(crossing, words).into()),
        ("done", false.into()),
        ("township", world.value(object, "township")),
        ("about", alarms::about(object).into()),
        ("about_state", format!("{}:{direction}", crossing.line.id()).into()),
        ("about_value", crossing.line_m.into()),
    ];
    for (field, value) in said {
        *values.get_mut(kind.index(field)?)? = value;
    }
    Some(Object { uid: fresh(), kind: kind.id.clone(), geometry: None, values })
}
