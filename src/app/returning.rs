//! What can be done before people go home: register a safety check, send home those who may go. Here is also the one
//! place that every action passes: it keeps `returned` from being set for anybody else, and the shelters' counts follow
//! their households, by whatever command.

use std::sync::Arc;

use jiff::Timestamp;

use crate::{
    app::{
        command::{Desk, Draft, Refusal},
        registering,
    },
    domain::{
        catalogue::{Lang, Role},
        edit::{Edit, Label},
        model::{Object, ObjectRef, SAFETY_CHECK, SafetyCheck, TRANSFER, Uid, Value},
        query::{Held, ReturnRow, Safety, name_of, waiting},
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
    /// Sends home those who were moved from there and may go; they leave their shelters' counts.
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
    let place_name = named(desk, &Safety::of(desk.world, desk.now), place)?;
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
fn named(desk: &Desk<'_>, safety: &Safety<'_>, place: &ObjectRef) -> Result<String, Refusal> {
    let name = safety.place_of(place).and_then(|found| found.name.clone());
    name.ok_or_else(|| Refusal::new("returning-no-place").with("name", desk.name(place)))
}

fn go(desk: &Desk<'_>, place: &ObjectRef) -> Result<Draft, Refusal> {
    desk.object(place)?;
    let safety = Safety::of(desk.world, desk.now);
    let name = named(desk, &safety, place)?;
    let Some(row) = waiting(desk.world, &safety).rows.into_iter().find(|row| row.place.object.as_ref() == Some(place))
    else {
        return Err(Refusal::new("returning-nobody").with("name", name));
    };
    let going: Vec<ObjectRef> =
        row.households.iter().filter(|household| household.ready).map(|household| household.object.clone()).collect();
    if going.is_empty() {
        let refusal = Refusal::new("returning-held").with("name", name);
        return Err(in_both(refusal, &held(desk.world, &safety, &row)));
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
    let short = registering::changes(desk.world, &edits).iter().map(|change| change.short).sum();
    let note = |words: &Words| {
        let held = row.waiting.households - row.ready.households;
        let counts = [("return-note-held", held as i64), ("return-note-short", short)];
        let unknown = ("return-note-unknown", row.ready.unknown as i64);
        let said = counts.into_iter().chain([unknown]).filter(|(_, n)| *n > 0);
        said.map(|(id, n)| words.with(id, &[("n", n.to_string())])).collect::<String>()
    };
    let label = Label::new("return").with("name", name).with("households", going.len());
    let label = label.with("people", row.ready.people).with("note", note(&assets::words(Lang::Zh)));
    Ok(Draft { label: label.with("note_en", note(&assets::words(Lang::En))), area: AREA, edits })
}

/// All that holds households of a row back, each once.
fn held(world: &World, safety: &Safety<'_>, row: &ReturnRow) -> Vec<Held> {
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

/// A draft as it may be carried out: nobody becomes `returned` who is held back, a check that holds when its danger is
/// lifted is kept with it, and the shelters' counts follow the households. Lifting with people away is named so that
/// nobody forgets the check.
///
/// # Errors
/// [`Refusal`] that names the first household that may not go home, and why.
pub(super) fn complete(
    world: &World,
    now: Timestamp,
    mut draft: Draft,
    fresh: &mut dyn FnMut() -> Uid,
) -> Result<Draft, Refusal> {
    guard(world, now, &draft.edits)?;
    lift(world, now, &mut draft);
    let entries = registering::entries(world, &draft, now, fresh);
    draft.edits.extend(entries);
    Ok(draft)
}

/// Keeps the checks that hold when a danger is lifted, and names who waits.
fn lift(world: &World, now: Timestamp, draft: &mut Draft) {
    let lifted: Vec<(ObjectRef, Timestamp)> = lifted(world, now, &draft.edits);
    if lifted.is_empty() {
        return;
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
    let Some((told, danger)) = told.zip(unchecked.first()) else { return };
    let waiting = waiting(world, &safety).rows.into_iter().find(|row| row.place.object.as_ref() == Some(danger));
    if let Some(row) = waiting {
        draft.label.id = format!("{told}-lifted");
        let label = std::mem::take(&mut draft.label).with("households", row.waiting.households);
        draft.label = label.with("people", row.waiting.people);
    }
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
