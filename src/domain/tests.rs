//! What tests of several modules make: objects of the shipped catalogue, and worlds of them.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};

use geo_types::Geometry;
use jiff::Timestamp;

use crate::{
    domain::{
        catalogue::Catalogue,
        model::{KindId, Object, ObjectRef, Uid, Value},
        world::World,
    },
    io::assets::shipped_catalogue,
};

/// The catalogue that the program brings.
pub static SHIPPED: LazyLock<Arc<Catalogue>> = LazyLock::new(|| Arc::new(Catalogue::read(&shipped_catalogue()).0));

/// A clock time in Beijing on the day of these tests: `18:30`.
pub fn at(text: &str) -> Timestamp {
    format!("2026-06-20T{text}:00+08:00").parse().unwrap()
}

/// The values of an object of a kind, empty but for these fields.
pub fn values(kind: &str, fields: &[(&str, Value)]) -> Vec<Value> {
    let kind = SHIPPED.kind(kind).unwrap();
    let mut values = vec![Value::Null; kind.fields.len()];
    for (field, value) in fields {
        values[kind.index(field).unwrap()] = value.clone();
    }
    values
}

/// A world in the making; its objects are numbered from 1.
#[derive(Default)]
pub struct Making {
    objects: BTreeMap<KindId, Vec<Arc<Object>>>,
    next: u128,
}

impl Making {
    /// Adds an object with all its values.
    pub fn put(&mut self, kind: &str, geometry: Option<Geometry>, values: Vec<Value>) -> ObjectRef {
        self.next += 1;
        let (uid, kind) = (Uid::from_bits(self.next), KindId::from(kind));
        let object = Arc::new(Object { uid, kind: kind.clone(), geometry, values });
        self.objects.entry(kind.clone()).or_default().push(object);
        ObjectRef { kind, uid }
    }

    /// Adds an object, empty but for these fields.
    pub fn add(&mut self, kind: &str, geometry: Option<Geometry>, fields: &[(&str, Value)]) -> ObjectRef {
        self.put(kind, geometry, values(kind, fields))
    }

    /// The world of them.
    pub fn world(&self) -> World {
        World::new(SHIPPED.clone(), self.objects.clone())
    }
}
