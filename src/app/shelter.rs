//! What can be done with a place for people: open it, close it, register who arrives.

use std::sync::Arc;

use crate::{
    app::command::{Desk, Draft, Refusal},
    domain::{
        edit::{Edit, Label},
        model::{Entry, ObjectRef, Value},
    },
};

/// The most people one registration may count: a typing error is likelier than a bus of more.
const MOST_AT_ONCE: i64 = 100_000;

/// A command on a place for people.
#[derive(Clone, Debug, PartialEq)]
pub enum ShelterCommand {
    /// Opens it.
    Open(ObjectRef),
    /// Closes it: it takes nobody.
    Close(ObjectRef),
    /// Registers arrivals; negative when people leave.
    Register {
        /// Where.
        shelter: ObjectRef,
        /// How many.
        people: i64,
        /// Where they came from, or any word on it.
        note: Option<String>,
    },
}

impl ShelterCommand {
    /// The action it would be.
    ///
    /// # Errors
    /// [`Refusal`] in the user's words when it makes no sense as things stand.
    pub fn prepare(&self, desk: &mut Desk<'_>) -> Result<Draft, Refusal> {
        match self {
            Self::Open(shelter) => switch(desk, shelter, "open", "shelter-open"),
            Self::Close(shelter) => switch(desk, shelter, "closed", "shelter-close"),
            Self::Register { shelter, people, note } => register(desk, shelter, *people, note.as_deref()),
        }
    }
}

fn switch(desk: &Desk<'_>, shelter: &ObjectRef, status: &str, label: &str) -> Result<Draft, Refusal> {
    desk.object(shelter)?;
    let before = desk.world.value(shelter, "status");
    if before.as_text() == Some(status) {
        return Err(Refusal::new(&format!("{label}-already")).with("name", desk.name(shelter)));
    }
    if status == "closed" {
        may_close(desk, shelter)?;
    }
    let edit = Edit::Set { object: shelter.clone(), field: "status".into(), before, after: Value::from(status) };
    let edits = std::iter::once(edit).chain(desk.dated(shelter, "status")).collect();
    Ok(Draft { label: Label::new(label).with("name", desk.name(shelter)), area: "shelter", edits })
}

/// Whether it may be closed: nobody is in it.
///
/// # Errors
/// [`Refusal`] that says how many are.
pub(super) fn may_close(desk: &Desk<'_>, shelter: &ObjectRef) -> Result<(), Refusal> {
    match desk.world.value(shelter, "occupancy").as_integer() {
        Some(people) if people > 0 => {
            Err(Refusal::new("shelter-not-empty").with("name", desk.name(shelter)).with("people", people))
        }
        _ => Ok(()),
    }
}

fn register(desk: &mut Desk<'_>, shelter: &ObjectRef, people: i64, note: Option<&str>) -> Result<Draft, Refusal> {
    desk.object(shelter)?;
    let name = desk.name(shelter);
    if people == 0 || people.abs() > MOST_AT_ONCE {
        return Err(Refusal::new("register-number").with("most", MOST_AT_ONCE));
    }
    let there = desk.world.value(shelter, "occupancy").as_integer().unwrap_or(0);
    if there + people < 0 {
        return Err(Refusal::new("register-too-few").with("name", name).with("there", there).with("people", -people));
    }
    // Arrivals are facts: more than fit are counted too, only a closed place is asked to be opened first.
    if people > 0 && desk.world.value(shelter, "status").as_text() == Some("closed") {
        return Err(Refusal::new("register-closed").with("name", name));
    }
    let entry = Entry {
        uid: (desk.fresh)(),
        object: shelter.clone(),
        field: "occupancy".into(),
        time: desk.now,
        amount: people,
        note: note.map(str::trim).filter(|note| !note.is_empty()).map(Arc::from),
    };
    let label = if people > 0 { "register-arrivals" } else { "register-departures" };
    let label = Label::new(label).with("name", name).with("people", people.abs());
    Ok(Draft { label, area: "shelter", edits: vec![Edit::Enter(entry)] })
}
