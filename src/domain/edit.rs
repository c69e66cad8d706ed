//! The one way the world changes, and the way back.

use std::{collections::BTreeMap, sync::Arc};

use geo_types::Geometry;
use jiff::Timestamp;

use crate::domain::model::{Entry, FieldId, Object, ObjectRef, Uid, Value};

/// One reversible change. It knows before and after; swapping them is undo.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// An object that was not there.
    Add(Arc<Object>),
    /// An object that is no longer there, with its image before.
    Remove(Arc<Object>),
    /// A field's value.
    Set {
        /// Whose.
        object: ObjectRef,
        /// Which field.
        field: FieldId,
        /// The value before.
        before: Value,
        /// The value after.
        after: Value,
    },
    /// An object's geometry.
    Move {
        /// Whose.
        object: ObjectRef,
        /// Where it was.
        before: Option<Geometry>,
        /// Where it is.
        after: Option<Geometry>,
    },
    /// An event row appended.
    Enter(Entry),
    /// An event row taken back.
    Withdraw(Entry),
}

impl Edit {
    /// The edit that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        match self {
            Self::Add(object) => Self::Remove(object.clone()),
            Self::Remove(object) => Self::Add(object.clone()),
            Self::Set { object, field, before, after } => {
                Self::Set { object: object.clone(), field: field.clone(), before: after.clone(), after: before.clone() }
            }
            Self::Move { object, before, after } => {
                Self::Move { object: object.clone(), before: after.clone(), after: before.clone() }
            }
            Self::Enter(entry) => Self::Withdraw(entry.clone()),
            Self::Withdraw(entry) => Self::Enter(entry.clone()),
        }
    }

    /// The object it touches.
    pub fn object(&self) -> ObjectRef {
        match self {
            Self::Add(object) | Self::Remove(object) => ObjectRef { kind: object.kind.clone(), uid: object.uid },
            Self::Set { object, .. } | Self::Move { object, .. } => object.clone(),
            Self::Enter(entry) | Self::Withdraw(entry) => entry.object.clone(),
        }
    }
}

/// What an action is called: a message of the locale files (`action-<id>`) and what fills it, so that the
/// journal reads in either language.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Label {
    /// The message's id without its `action-`.
    pub id: String,
    /// What fills it.
    pub args: BTreeMap<String, String>,
}

impl Label {
    /// A label with nothing to fill.
    pub fn new(id: &str) -> Self {
        Self { id: id.to_owned(), args: BTreeMap::new() }
    }

    /// Filled with this.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.args.insert(name.to_owned(), value.to_string());
        self
    }
}

/// What an action does to the history.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Intent {
    /// Something new.
    #[default]
    Do,
    /// Takes back the action of this uid.
    Undo(Uid),
    /// Does again the action that the undo of this uid took back.
    Redo(Uid),
}

/// Something that happened: labelled, dated, signed, reversible. The journal is the list of these.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// Stable identity.
    pub uid: Uid,
    /// When.
    pub time: Timestamp,
    /// Who, as they call themselves: a post or a seat, `值班员`.
    pub actor: Arc<str>,
    /// What it is called.
    pub label: Label,
    /// The area of commands it came from: `shelter`, `import`, `outside`.
    pub area: Arc<str>,
    /// Something new, an undo or a redo.
    pub intent: Intent,
    /// What changed, in order.
    pub edits: Vec<Edit>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_inverse_of_the_inverse_is_the_edit() {
        let object = ObjectRef { kind: "shelter".into(), uid: Uid::from_bits(7) };
        let edit = Edit::Set { object, field: "capacity".into(), before: Value::Null, after: Value::Integer(3) };
        assert_ne!(edit.inverse(), edit);
        assert_eq!(edit.inverse().inverse(), edit);
    }
}
