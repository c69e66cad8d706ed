//! What can be done with any object: set a field, move it, add it, take it away.

use std::sync::Arc;

use geo_types::Geometry;

use crate::{
    app::{
        change::{self, Change, Placing},
        command::{Desk, Draft, Refusal},
    },
    domain::{
        edit::{Edit, Label},
        model::{FieldId, KindId, Object, ObjectRef, Value},
    },
};

/// A command on an object.
#[derive(Clone, Debug, PartialEq)]
pub enum ObjectCommand {
    /// Puts a value in a field.
    Set {
        /// Whose.
        object: ObjectRef,
        /// Which field.
        field: FieldId,
        /// The new value.
        value: Value,
    },
    /// Gives it another place, or none.
    Move {
        /// Whose.
        object: ObjectRef,
        /// The new place, WGS-84.
        to: Option<Geometry>,
    },
    /// Changes several fields, and the place where one is given, as one action: a form that was saved.
    Change {
        /// Whose.
        object: ObjectRef,
        /// What was changed. A field that somebody else changed meanwhile is refused by name.
        changes: Vec<Change>,
        /// Where it is to be.
        placing: Option<Placing>,
    },
    /// A new object from a form; its id is made here.
    New {
        /// What it is.
        kind: KindId,
        /// What was filled.
        values: Vec<(FieldId, Value)>,
        /// Where it is.
        place: Option<Geometry>,
    },
    /// A new object.
    Add(Arc<Object>),
    /// Takes it away; undo brings it back.
    Remove(ObjectRef),
}

impl ObjectCommand {
    /// The action it would be.
    ///
    /// # Errors
    /// [`Refusal`] in the user's words when it makes no sense as things stand.
    pub fn prepare(&self, desk: &mut Desk<'_>) -> Result<Draft, Refusal> {
        let (label, edit) = match self {
            Self::Set { object, field, value } => {
                desk.object(object)?;
                let kind = desk.world.catalogue().kind(object.kind.as_str());
                let Some(known) = kind.and_then(|kind| kind.field(field.as_str())) else {
                    return Err(Refusal::new("no-field").with("field", field));
                };
                if known.summed {
                    return Err(Refusal::new("field-is-summed").with("field", &known.zh));
                }
                let before = desk.world.value(object, field.as_str());
                if &before == value {
                    return Err(Refusal::new("nothing-changed"));
                }
                let label = Label::new("set").with("name", desk.name(object)).with("field", &known.zh);
                let edit = Edit::Set { object: object.clone(), field: field.clone(), before, after: value.clone() };
                // A level that is typed in is as new as a state that is set.
                let edits = std::iter::once(edit).chain(desk.dated(object, field.as_str())).collect();
                return Ok(Draft { label, area: "object", edits });
            }
            Self::Change { object, changes, placing } => {
                return change::change(desk, object, changes, placing.as_ref());
            }
            Self::New { kind, values, place } => return change::add(desk, kind, values, place.as_ref()),
            Self::Move { object, to } => {
                let before = desk.object(object)?.geometry.clone();
                let label = Label::new("move").with("name", desk.name(object));
                (label, Edit::Move { object: object.clone(), before, after: to.clone() })
            }
            Self::Add(object) => (Label::new("add").with("name", named(desk, object)), Edit::Add(object.clone())),
            Self::Remove(object) => {
                let label = Label::new("remove").with("name", desk.name(object));
                (label, Edit::Remove(desk.object(object)?.clone()))
            }
        };
        Ok(Draft { label, area: "object", edits: vec![edit] })
    }
}

/// The name that a new object brings along.
fn named(desk: &Desk<'_>, object: &Object) -> String {
    let index = desk.world.catalogue().kind(object.kind.as_str()).and_then(|kind| kind.index("name"));
    let name = index.and_then(|index| object.value(index).as_text());
    name.map_or_else(|| object.kind.to_string(), str::to_owned)
}
