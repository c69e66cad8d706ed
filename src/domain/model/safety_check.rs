//! A check of a danger before people go home, as it was made: safe or not at a moment.

use jiff::Timestamp;

use crate::domain::{
    catalogue::Kind,
    model::{Object, ObjectRef, Value},
};

/// The kind whose objects are safety checks.
pub const SAFETY_CHECK: &str = "safety_check";

/// A safety check.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SafetyCheck {
    /// What was checked: a danger area or zone, or the village of people who are in no known danger.
    pub place: ObjectRef,
    /// What it was called then.
    pub place_name: String,
    /// Whether it was found safe.
    pub safe: bool,
    /// When.
    pub checked_at: Timestamp,
    /// Who checked, a post is enough: personal.
    pub checker: Option<String>,
    /// What was seen.
    pub note: Option<String>,
    /// When the danger was lifted, for a check that was made before and held then.
    pub lifted_at: Option<Timestamp>,
}

impl SafetyCheck {
    /// The values of its object, in the order of the kind's fields; those that the kind lacks are left out.
    pub fn values(&self, kind: &Kind, name: &str, entered: Timestamp) -> Vec<Value> {
        let given = [
            ("name", Value::from(name)),
            ("danger_name", Value::from(self.place_name.as_str())),
            ("danger_kind", Value::from(self.place.kind.as_str())),
            ("danger_id", Value::from(self.place.uid.to_string())),
            ("result", Value::from(if self.safe { "safe" } else { "unsafe" })),
            ("checked_at", Value::from(self.checked_at)),
            ("checker", Value::from(self.checker.as_deref())),
            ("note", Value::from(self.note.as_deref())),
            ("lifted_at", Value::from(self.lifted_at)),
            ("as_of", Value::from(entered)),
        ];
        let mut values = vec![Value::Null; kind.fields.len()];
        for (field, value) in given {
            if let Some(slot) = kind.index(field).and_then(|index| values.get_mut(index)) {
                *slot = value;
            }
        }
        values
    }

    /// An object seen as a check; `None` when it does not say of what, with which result, or when.
    pub fn read(kind: &Kind, object: &Object) -> Option<Self> {
        let value = |field: &str| kind.value(object, field);
        let text = |field: &str| value(field).as_text().map(str::trim).filter(|text| !text.is_empty());
        let safe = match text("result")? {
            "safe" => true,
            "unsafe" => false,
            _ => return None,
        };
        Some(Self {
            place: ObjectRef { kind: text("danger_kind")?.into(), uid: text("danger_id")?.parse().ok()? },
            place_name: text("danger_name").unwrap_or_default().to_owned(),
            safe,
            checked_at: value("checked_at").as_time().or_else(|| value("as_of").as_time())?,
            checker: text("checker").map(str::to_owned),
            note: text("note").map(str::to_owned),
            lifted_at: value("lifted_at").as_time(),
        })
    }
}
