//! Where the generator writes objects down: values by field id, the common fields filled in.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use geo_types::{Geometry, Point};
use jiff::Timestamp;

use crate::{
    demo::{rng::uid_bits, shape::Spot},
    domain::{
        catalogue::Catalogue,
        model::{KindId, Object, ObjectRef, Uid, Value},
    },
};

/// The words that mark every made-up object.
pub const SOURCE: &str = "示例数据";

/// An object being written.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    kind: &'static str,
    geometry: Option<Geometry>,
    values: Vec<(&'static str, Value)>,
}

impl Draft {
    /// An object of a kind, with no place yet.
    pub(super) fn new(kind: &'static str) -> Self {
        Self { kind, geometry: None, values: Vec::new() }
    }

    /// At a point.
    pub(super) fn at(self, (lon, lat): Spot) -> Self {
        self.shaped(Point::new(lon, lat))
    }

    /// With this geometry.
    pub(super) fn shaped(mut self, geometry: impl Into<Geometry>) -> Self {
        self.geometry = Some(geometry.into());
        self
    }

    /// With this value; a later one of the same field wins.
    pub(super) fn set(mut self, field: &'static str, value: impl Into<Value>) -> Self {
        self.values.push((field, value.into()));
        self
    }
}

/// All objects written so far.
#[derive(Debug)]
pub(super) struct Register {
    seed: u64,
    now: Timestamp,
    fields: BTreeMap<KindId, BTreeMap<String, usize>>,
    lines: BTreeMap<KindId, Option<String>>,
    /// By kind, in the order they were written.
    pub objects: BTreeMap<KindId, Vec<Arc<Object>>>,
    counts: BTreeMap<&'static str, u64>,
    /// `kind.field` that the catalogue lacks; a shipped one lacks none (a test).
    pub unknown: BTreeSet<String>,
}

impl Register {
    pub(super) fn new(catalogue: &Catalogue, seed: u64, now: Timestamp) -> Self {
        let columns = |kind: &crate::domain::catalogue::Kind| {
            kind.fields.iter().enumerate().map(|(at, field)| (field.id.to_string(), at)).collect()
        };
        Self {
            seed,
            now,
            fields: catalogue.kinds().map(|kind| (kind.id.clone(), columns(kind))).collect(),
            lines: catalogue.kinds().map(|kind| (kind.id.clone(), kind.business_line.clone())).collect(),
            objects: BTreeMap::new(),
            counts: BTreeMap::new(),
            unknown: BTreeSet::new(),
        }
    }

    /// The uid that the next object of a kind will have.
    pub(super) fn next_uid(&self, kind: &'static str) -> Uid {
        Uid::from_bits(uid_bits(self.seed, kind, self.count(kind)))
    }

    /// How many of a kind there are.
    pub(super) fn count(&self, kind: &str) -> u64 {
        self.counts.get(kind).copied().unwrap_or(0)
    }

    /// Writes an object down and names it. A kind that the catalogue lacks is left out.
    pub(super) fn put(&mut self, draft: Draft) -> ObjectRef {
        let uid = self.next_uid(draft.kind);
        let count = self.counts.entry(draft.kind).or_default();
        *count += 1;
        let code = format!("SL-{}-{count:05}", short(draft.kind));
        let (kind, columns) = match self.fields.get_key_value(draft.kind) {
            Some((kind, columns)) => (kind.clone(), columns),
            None => {
                self.unknown.insert(draft.kind.to_owned());
                return ObjectRef { kind: draft.kind.into(), uid };
            }
        };
        let mut values = vec![Value::Null; columns.len()];
        let line = self.lines.get(&kind).cloned().flatten();
        let line = [("business_line", line.into())];
        for (field, value) in marks(code, self.now).into_iter().chain(line).chain(draft.values) {
            match columns.get(field).and_then(|at| values.get_mut(*at)) {
                Some(slot) => *slot = value,
                None => {
                    self.unknown.insert(format!("{kind}.{field}"));
                }
            }
        }
        let object = Object { uid, kind: kind.clone(), geometry: draft.geometry, values };
        self.objects.entry(kind.clone()).or_default().push(Arc::new(object));
        ObjectRef { kind, uid }
    }

    /// Takes in an object that was made elsewhere, with the marks of a sample.
    pub(super) fn put_made(&mut self, mut object: Object) {
        let kind = self.fields.get_key_value(&object.kind);
        let Some((kind, columns)) = kind.map(|(kind, columns)| (kind.clone(), columns)) else { return };
        let made = self.objects.entry(kind.clone()).or_default();
        let code = format!("SL-{}-{:05}", short(kind.as_str()), made.len() + 1);
        for (field, value) in marks(code, self.now) {
            if let Some(slot) = columns.get(field).and_then(|at| object.values.get_mut(*at)) {
                *slot = value;
            }
        }
        made.push(Arc::new(object));
    }

    /// Changes an object written before.
    pub(super) fn change(&mut self, object: &ObjectRef, field: &'static str, value: impl Into<Value>) {
        let at = self.fields.get(&object.kind).and_then(|columns| columns.get(field)).copied();
        let found = self.objects.get_mut(&object.kind).and_then(|all| all.iter_mut().find(|one| one.uid == object.uid));
        if let (Some(at), Some(found)) = (at, found)
            && let Some(slot) = Arc::make_mut(found).values.get_mut(at)
        {
            *slot = value.into();
        }
    }

    /// A value of an object written before.
    pub(super) fn value(&self, object: &Object, field: &str) -> Value {
        let at = self.fields.get(&object.kind).and_then(|columns| columns.get(field));
        at.map_or(Value::Null, |at| object.value(*at).clone())
    }
}

/// What marks every object of a sample.
fn marks(code: String, now: Timestamp) -> [(&'static str, Value); 4] {
    [("code", code.into()), ("position_quality", "schematic".into()), ("source", SOURCE.into()), ("as_of", now.into())]
}

/// A kind's letters in a code: the initials of its words.
fn short(kind: &str) -> String {
    kind.split('_').flat_map(|word| word.chars().take(3)).collect::<String>().to_uppercase()
}
