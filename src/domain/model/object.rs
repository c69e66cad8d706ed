//! A thing on the map.

use geo_types::Geometry;

use crate::domain::model::{KindId, Uid, Value};

/// A thing of a catalogue kind: a shelter, a reservoir, a log entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Object {
    /// Stable identity.
    pub uid: Uid,
    /// What it is.
    pub kind: KindId,
    /// Where it is, WGS-84 degrees, x = longitude. `None`: it has no known position.
    pub geometry: Option<Geometry>,
    /// One value a field, in the order of the kind's fields in the catalogue.
    pub values: Vec<Value>,
}

impl Object {
    /// The value at a field's index, [`Value::Null`] past the end.
    pub fn value(&self, index: usize) -> &Value {
        self.values.get(index).unwrap_or(&Value::Null)
    }
}

/// A name for an object: enough to find it in a world.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ObjectRef {
    /// What it is.
    pub kind: KindId,
    /// Which one.
    pub uid: Uid,
}
