//! What can be done with households on the transfer list: they are at their shelter, with relatives, or refuse.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    app::{
        board::some,
        command::{Desk, Draft, Refusal},
    },
    domain::{
        catalogue::Kind,
        edit::{Edit, Label},
        model::{Household, HouseholdFields, KindId, MoveState, ObjectRef, TRANSFER, Value},
    },
};

/// What became of households.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum How {
    /// Each is at the shelter where it was told to go, and registered there.
    AtShelter,
    /// They are with relatives.
    WithRelatives,
    /// They will not go.
    Refused,
}

/// The action that says what became of households. Arrivals at shelters are registered with it
/// ([`registering`](crate::app::registering)), more than fit too: they are facts.
///
/// # Errors
/// [`Refusal`] when none is named, one is gone or has moved already, was told of no shelter, or its shelter is closed.
pub fn moved(desk: &Desk<'_>, households: &[ObjectRef], how: How) -> Result<Draft, Refusal> {
    let Some(kind) = desk.world.catalogue().kind(TRANSFER).cloned() else {
        return Err(Refusal::new("no-kind").with("kind", TRANSFER));
    };
    let mut moving = Moving {
        fields: HouseholdFields::of(&kind),
        kind,
        edits: Vec::new(),
        people: 0,
        shelters: BTreeSet::new(),
        villages: BTreeSet::new(),
    };
    let wanted: BTreeSet<&ObjectRef> = households.iter().collect();
    if wanted.is_empty() {
        return Err(Refusal::new("moved-nobody"));
    }
    for object in &wanted {
        moving.one(desk, object, how)?;
    }
    let Moving { edits, people, shelters, villages, .. } = moving;
    for shelter in &shelters {
        if desk.world.value(shelter, "status").as_text() == Some("closed") {
            return Err(Refusal::new("register-closed").with("name", desk.name(shelter)));
        }
    }
    let names: Vec<String> = shelters.iter().map(|shelter| desk.name(shelter)).collect();
    let id = match how {
        How::AtShelter => "households-arrived",
        How::WithRelatives => "households-with-relatives",
        How::Refused => "households-refused",
    };
    let label = Label::new(id).with("n", wanted.len()).with("people", people).with("from", some(&villages));
    Ok(Draft { label: label.with("to", some(&names)), area: "board", edits })
}

struct Moving {
    kind: Arc<Kind>,
    fields: HouseholdFields,
    edits: Vec<Edit>,
    people: i64,
    shelters: BTreeSet<ObjectRef>,
    villages: BTreeSet<String>,
}

impl Moving {
    fn one(&mut self, desk: &Desk<'_>, object: &ObjectRef, how: How) -> Result<(), Refusal> {
        let found = desk.object(object)?.clone();
        if object.kind.as_str() != TRANSFER {
            return Err(Refusal::new("moved-nobody"));
        }
        let Household { people, state, shelter, .. } = self.fields.read(&found);
        if state == MoveState::Moved {
            return Err(Refusal::new("moved-already").with("name", desk.name(object)));
        }
        self.people = self.people.saturating_add(people.unwrap_or(0));
        let village = desk.world.value(object, "village").as_text().map(str::to_owned);
        self.villages.extend(village.filter(|village| !village.is_empty()));
        let state = if how == How::Refused { "refused" } else { "moved" };
        self.set(desk, object, "state", Value::from(state));
        self.set(desk, object, "state_time", Value::from(desk.now));
        match how {
            How::Refused => {}
            How::WithRelatives => self.set(desk, object, "destination", Value::from("with_relatives")),
            How::AtShelter => {
                let told = shelter.map(|uid| ObjectRef { kind: KindId::from("shelter"), uid });
                let Some(shelter) = told.filter(|shelter| desk.world.object(shelter).is_some()) else {
                    return Err(Refusal::new("moved-no-shelter").with("name", desk.name(object)));
                };
                self.set(desk, object, "destination", Value::from("shelter"));
                self.set(desk, object, "shelter_name", Value::from(desk.name(&shelter)));
                self.shelters.insert(shelter);
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
