//! What can be done before people go home: register a safety check, send home those who may go. Here is also the one
//! place that keeps `returned` from being set for anybody else, by whatever command.

use std::{collections::BTreeMap, sync::Arc};

use jiff::Timestamp;

use crate::{
    app::command::{Desk, Draft, Refusal},
    domain::{
        catalogue::{Lang, Role},
        edit::{Edit, Label},
        model::{
            Entry, HouseholdFields, MoveState, Object, ObjectRef, SAFETY_CHECK, SafetyCheck, TRANSFER, Uid, Value,
        },
        query::{Held, ReturnRow, Safety, name_of, returning},
        view::{Words, returning as view},
        world::World,
    },
    io::assets,
};

/// A command on the way home.
#[derive(Clone, Debug, PartialEq)]
pub enum ReturningCommand {
    /// Registers a check of a danger, in force or not, or of the village of people in no known danger.
    Check {
        /// What was checked.
        place: ObjectRef,
        /// Whether it was found safe.
        safe: bool,
        /// What was seen.
        note: Option<String>,
        /// Who checked; a post is enough.
        checker: Option<String>,
    },
    /// Sends home those who were moved from there and may go, and takes them out of their shelters' counts.
    Return {
        /// Where to.
        place: ObjectRef,
    },
}

impl ReturningCommand {
    /// The action it would be.
    ///
    /// # Errors
    /// [`Refusal`] in the user's words: no such place, nobody waits, or what holds everybody back.
    pub fn prepare(&self, desk: &mut Desk<'_>) -> Result<Draft, Refusal> {
        match self {
            Self::Check { place, safe, note, checker } => {
                check(desk, place, *safe, [note, checker].map(|text| text.as_deref()))
            }
            Self::Return { place } => go(desk, place),
        }
    }
}

fn check(desk: &mut Desk<'_>, place: &ObjectRef, safe: bool, texts: [Option<&str>; 2]) -> Result<Draft, Refusal> {
    desk.object(place)?;
    let Some(kind) = desk.world.catalogue().kind(SAFETY_CHECK).cloned() else {
        return Err(Refusal::new("no-kind").with("kind", SAFETY_CHECK));
    };
    let place_name = named(desk, place)?;
    let [note, checker] = texts.map(|text| text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned));
    let (label, name) = if safe { ("safety-check-safe", "安全") } else { ("safety-check-unsafe", "不安全") };
    let label = Label::new(label).with("name", &place_name);
    let name = format!("{place_name} {name}");
    let check =
        SafetyCheck { place: place.clone(), place_name, safe, checked_at: desk.now, checker, note, lifted_at: None };
    let values = check.values(&kind, &name, desk.now);
    let object = Object { uid: (desk.fresh)(), kind: kind.id.clone(), geometry: None, values };
    Ok(Draft { label, area: AREA, edits: vec![Edit::Add(Arc::new(object))] })
}

/// The area of these commands.
const AREA: &str = "evacuation";

/// The name of a place to return to.
fn named(desk: &Desk<'_>, place: &ObjectRef) -> Result<String, Refusal> {
    let safety = Safety::of(desk.world, desk.now);
    let name = safety.place_of(place).and_then(|found| found.name.clone());
    name.ok_or_else(|| Refusal::new("returning-no-place").with("name", desk.name(place)))
}

fn go(desk: &mut Desk<'_>, place: &ObjectRef) -> Result<Draft, Refusal> {
    desk.object(place)?;
    let name = named(desk, place)?;
    let waiting = returning(desk.world, desk.now);
    let Some(row) = waiting.rows.into_iter().find(|row| row.place.object.as_ref() == Some(place)) else {
        return Err(Refusal::new("returning-nobody").with("name", name));
    };
    let going: Vec<ObjectRef> =
        row.households.iter().filter(|household| household.ready).map(|household| household.object.clone()).collect();
    if going.is_empty() {
        let refusal = Refusal::new("returning-held").with("name", name);
        return Err(in_both(refusal, &held(desk.world, desk.now, &row)));
    }
    let mut edits = Vec::new();
    for household in &going {
        for (field, after) in [("state", Value::from("returned")), ("state_time", Value::from(desk.now))] {
            let before = desk.world.value(household, field);
            if before != after {
                edits.push(Edit::Set { object: household.clone(), field: field.into(), before, after });
            }
        }
    }
    let left = leave(desk.world, &going, desk.now, &name, desk.fresh);
    edits.extend(left.edits);
    let note = |words: &Words| {
        let held = row.waiting.households - row.ready.households;
        let counts = [("return-note-held", held as i64), ("return-note-short", left.short)];
        let unknown = ("return-note-unknown", row.ready.unknown as i64);
        let said = counts.into_iter().chain([unknown]).filter(|(_, n)| *n > 0);
        said.map(|(id, n)| words.with(id, &[("n", n.to_string())])).collect::<String>()
    };
    let label = Label::new("return").with("name", name).with("households", going.len());
    let label = label.with("people", row.ready.people).with("note", note(&assets::words(Lang::Zh)));
    Ok(Draft { label: label.with("note_en", note(&assets::words(Lang::En))), area: AREA, edits })
}

/// All that holds households of a row back, each once.
fn held(world: &World, now: Timestamp, row: &ReturnRow) -> Vec<Held> {
    let safety = Safety::of(world, now);
    let mut all: Vec<Held> = Vec::new();
    for household in row.households.iter().filter_map(|household| world.object(&household.object)) {
        for held in safety.holds(household) {
            // The moments at which single households moved would fill a page.
            if !all.iter().any(|known| known.place == held.place) {
                all.push(held);
            }
        }
    }
    all
}

fn in_both(refusal: Refusal, held: &[Held]) -> Refusal {
    let why = |lang| view::why(held, &assets::words(lang));
    refusal.with("why", why(Lang::Zh)).with("why_en", why(Lang::En))
}

/// People taken out of the counts of their shelters.
#[derive(Debug, Default)]
pub(super) struct Left {
    /// The entries.
    pub edits: Vec<Edit>,
    /// How many more went than were registered.
    pub short: i64,
}

/// Takes the people of households that go home out of the counts of the shelters they were sent to, never below zero.
/// Who went to relatives, and of whom it is not said, is in no count.
pub(super) fn leave(
    world: &World,
    households: &[ObjectRef],
    now: Timestamp,
    note: &str,
    fresh: &mut dyn FnMut() -> Uid,
) -> Left {
    let mut left = Left::default();
    let Some(layer) = world.layer(TRANSFER) else { return left };
    let fields = HouseholdFields::of(layer.kind());
    let link = layer.kind().field("shelter").and_then(|field| field.link.clone());
    let (Some(link), Some(shelter)) = (link, layer.kind().index("shelter")) else { return left };
    let mut people: BTreeMap<Uid, i64> = BTreeMap::new();
    for object in households.iter().filter_map(|household| layer.get(household.uid)) {
        let household = fields.read(object);
        let uid = object.value(shelter).as_text().and_then(|text| text.parse().ok());
        let at_shelter = household.state == MoveState::Moved && household.with_relatives == Some(false);
        if let (Some(uid), Some(number), true) = (uid, household.people, at_shelter) {
            let sum = people.entry(uid).or_default();
            *sum = sum.saturating_add(number.max(0));
        }
    }
    for (uid, number) in people {
        let object = ObjectRef { kind: link.as_str().into(), uid };
        let there = world.value(&object, "occupancy").as_integer().unwrap_or(0).max(0);
        let amount = number.min(there);
        left.short = left.short.saturating_add(number - amount);
        if amount > 0 {
            let (field, note) = ("occupancy".into(), Some(Arc::from(note)));
            let entry = Entry { uid: fresh(), object, field, time: now, amount: -amount, note };
            left.edits.push(Edit::Enter(entry));
        }
    }
    left
}

/// A draft as it may be carried out: nobody becomes `returned` who is held back, and a check that holds when its
/// danger is lifted is kept with it. Lifting with people away is named so that nobody forgets the check.
///
/// # Errors
/// [`Refusal`] that names the first household that may not go home, and why.
pub(super) fn complete(world: &World, now: Timestamp, draft: Draft) -> Result<Draft, Refusal> {
    guard(world, now, &draft.edits)?;
    let mut draft = draft;
    let lifted: Vec<(ObjectRef, Timestamp)> = lifted(world, now, &draft.edits);
    if lifted.is_empty() {
        return Ok(draft);
    }
    let safety = Safety::of(world, now);
    let mut unchecked = Vec::new();
    for (danger, time) in &lifted {
        let since = world.value(danger, "status_time").as_time();
        let newest = safety.newest(danger).filter(|newest| since.is_none_or(|since| newest.check.checked_at >= since));
        if let Some(newest) = newest {
            let (object, field) = (newest.object.clone(), "lifted_at".into());
            let before = Value::from(newest.check.lifted_at);
            draft.edits.push(Edit::Set { object, field, before, after: Value::from(*time) });
        }
        if newest.is_none_or(|newest| !newest.check.safe) {
            unchecked.push(danger.clone());
        }
    }
    // Only labels of a single object have room for it; a list says it in its own words.
    let told = ["change", "set"].into_iter().find(|id| draft.label.id == *id);
    let Some((told, danger)) = told.zip(unchecked.first()) else { return Ok(draft) };
    let waiting = returning(world, now).rows.into_iter().find(|row| row.place.object.as_ref() == Some(danger));
    if let Some(row) = waiting {
        draft.label.id = format!("{told}-lifted");
        let label = draft.label.with("households", row.waiting.households);
        draft.label = label.with("people", row.waiting.people);
    }
    Ok(draft)
}

/// Keeps `returned` from households that are held back.
///
/// # Errors
/// [`Refusal`] that names the first of them, and why.
pub(super) fn guard(world: &World, now: Timestamp, edits: &[Edit]) -> Result<(), Refusal> {
    let Some(kind) = world.catalogue().kind(TRANSFER) else { return Ok(()) };
    let state = kind.index("state");
    let returned = |edit: &Edit| match edit {
        Edit::Set { object, field, before, after } if object.kind.as_str() == TRANSFER && field.as_str() == "state" => {
            let sets = after.as_text() == Some("returned") && before != after;
            world.object(object).filter(|_| sets).cloned()
        }
        Edit::Add(object) if object.kind.as_str() == TRANSFER => {
            let is = state.is_some_and(|index| object.value(index).as_text() == Some("returned"));
            Some(object.clone()).filter(|_| is)
        }
        _ => None,
    };
    let mut going = edits.iter().filter_map(returned).peekable();
    if going.peek().is_none() {
        return Ok(());
    }
    let safety = Safety::of(world, now);
    for object in going {
        let held = safety.holds(&object);
        if !held.is_empty() {
            let refusal = Refusal::new("returned-held").with("name", name_of(kind, &object));
            return Err(in_both(refusal, &held));
        }
    }
    Ok(())
}

/// The dangers that stop being in force, and when.
fn lifted(world: &World, now: Timestamp, edits: &[Edit]) -> Vec<(ObjectRef, Timestamp)> {
    let time_of = |danger: &ObjectRef| {
        let set = edits.iter().rev().find_map(|edit| match edit {
            Edit::Set { object, field, after, .. } if object == danger && field.as_str() == "status_time" => {
                Some(after)
            }
            _ => None,
        });
        set.and_then(Value::as_time).unwrap_or(now)
    };
    let lifts = edits.iter().filter_map(|edit| match edit {
        Edit::Set { object, field, before, after } if field.as_str() == "status" => {
            let kind = world.catalogue().kind(object.kind.as_str())?;
            let ends = before.as_text() == Some("active") && after.as_text() != Some("active");
            (ends && kind.has_role(Role::DangerArea)).then(|| (object.clone(), time_of(object)))
        }
        _ => None,
    });
    lifts.collect()
}

#[cfg(test)]
mod tests;
