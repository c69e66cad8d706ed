//! What can be done with households on the transfer list: they are at their shelter, with relatives, or refuse.

use std::{
    collections::{BTreeMap, BTreeSet},
    str::FromStr as _,
    sync::Arc,
};

use crate::{
    app::command::{Desk, Draft, Refusal},
    domain::{
        catalogue::Kind,
        edit::{Edit, Label},
        model::{Entry, Household, HouseholdFields, KindId, MoveState, ObjectRef, TRANSFER, Uid, Value},
    },
};

/// So many places are told in an action's name; the rest are counted.
const TOLD: usize = 2;

/// What became of households.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum How {
    /// They are at a shelter: this one, or each where it was told to go. They are registered there.
    AtShelter(Option<ObjectRef>),
    /// They are with relatives.
    WithRelatives,
    /// They will not go.
    Refused,
}

/// The action that says what became of households; arrivals at shelters are registered there at once, more than fit
/// too: they are facts.
///
/// # Errors
/// [`Refusal`] when none is named, one is gone or has moved already, was told of no shelter, or its shelter is closed.
pub fn moved(desk: &mut Desk<'_>, households: &[ObjectRef], how: &How) -> Result<Draft, Refusal> {
    let Some(kind) = desk.world.catalogue().kind(TRANSFER).cloned() else {
        return Err(Refusal::new("no-kind").with("kind", TRANSFER));
    };
    let mut moving = Moving {
        fields: HouseholdFields::of(&kind),
        kind,
        edits: Vec::new(),
        people: 0,
        arrived: BTreeMap::new(),
        villages: BTreeSet::new(),
    };
    let wanted: BTreeSet<&ObjectRef> = households.iter().collect();
    if wanted.is_empty() {
        return Err(Refusal::new("moved-nobody"));
    }
    for object in &wanted {
        moving.one(desk, object, how)?;
    }
    let Moving { mut edits, people, arrived, villages, .. } = moving;
    let mut names: Vec<String> = Vec::new();
    let from = some(villages.iter().map(String::as_str).collect());
    for (shelter, people) in arrived {
        desk.object(&shelter)?;
        if desk.world.value(&shelter, "status").as_text() == Some("closed") {
            return Err(Refusal::new("register-closed").with("name", desk.name(&shelter)));
        }
        names.push(desk.name(&shelter));
        if people > 0 {
            edits.push(Edit::Enter(Entry {
                uid: (desk.fresh)(),
                object: shelter,
                field: "occupancy".into(),
                time: desk.now,
                amount: people,
                note: Some(Arc::from(from.as_str())).filter(|note: &Arc<str>| !note.is_empty()),
            }));
        }
    }
    let id = match how {
        How::AtShelter(_) => "households-arrived",
        How::WithRelatives => "households-with-relatives",
        How::Refused => "households-refused",
    };
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let label = Label::new(id).with("n", wanted.len()).with("people", people).with("from", from);
    Ok(Draft { label: label.with("to", some(names)), area: "board", edits })
}

/// The first names of several.
fn some(mut names: Vec<&str>) -> String {
    let more = if names.len() > TOLD { "…" } else { "" };
    names.truncate(TOLD);
    names.join("、") + more
}

struct Moving {
    kind: Arc<Kind>,
    fields: HouseholdFields,
    edits: Vec<Edit>,
    people: i64,
    arrived: BTreeMap<ObjectRef, i64>,
    villages: BTreeSet<String>,
}

impl Moving {
    fn one(&mut self, desk: &Desk<'_>, object: &ObjectRef, how: &How) -> Result<(), Refusal> {
        let found = desk.object(object)?.clone();
        if object.kind.as_str() != TRANSFER {
            return Err(Refusal::new("moved-nobody"));
        }
        let Household { people, state, .. } = self.fields.read(&found);
        if state == MoveState::Moved {
            return Err(Refusal::new("moved-already").with("name", desk.name(object)));
        }
        let people = people.unwrap_or(0);
        self.people = self.people.saturating_add(people);
        let village = desk.world.value(object, "village").as_text().map(str::to_owned);
        self.villages.extend(village.filter(|village| !village.is_empty()));
        let state = if *how == How::Refused { "refused" } else { "moved" };
        self.set(desk, object, "state", Value::from(state));
        self.set(desk, object, "state_time", Value::from(desk.now));
        match how {
            How::Refused => {}
            How::WithRelatives => self.set(desk, object, "destination", Value::from("with_relatives")),
            How::AtShelter(at) => {
                let shelter = at.clone().or_else(|| told(desk, object));
                let Some(shelter) = shelter else {
                    return Err(Refusal::new("moved-no-shelter").with("name", desk.name(object)));
                };
                self.set(desk, object, "destination", Value::from("shelter"));
                self.set(desk, object, "shelter", Value::from(shelter.uid.to_string()));
                self.set(desk, object, "shelter_name", Value::from(desk.name(&shelter)));
                let there = self.arrived.entry(shelter).or_insert(0);
                *there = there.saturating_add(people);
            }
        }
        Ok(())
    }

    fn set(&mut self, desk: &Desk<'_>, object: &ObjectRef, field: &str, after: Value) {
        let before = desk.world.value(object, field);
        if self.kind.index(field).is_some() && before != after {
            self.edits.push(Edit::Set { object: object.clone(), field: field.into(), before, after });
        }
    }
}

/// The shelter that a household was told.
fn told(desk: &Desk<'_>, household: &ObjectRef) -> Option<ObjectRef> {
    let uid = Uid::from_str(desk.world.value(household, "shelter").as_text()?).ok()?;
    let shelter = ObjectRef { kind: KindId::from("shelter"), uid };
    desk.world.object(&shelter).map(|_| shelter)
}
