//! Back to a backup: the edits that lead from the world as it is to what an earlier copy of the file holds. The file
//! is never put in place of the present one: the way back is an action like any other, and can be taken back.

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
    sync::Arc,
};

use jiff::Timestamp;

use crate::{
    domain::{
        catalogue::Kind,
        edit::Edit,
        model::{Entry, Object, ObjectRef, Uid, Value},
        problem::Problem,
        world::{Layer, World},
    },
    io::store::{Access, Reader, Summary, cell, entries, error::StoreError, geometry, journal, open::open},
};

/// Why nothing can be brought back from a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Unfit {
    /// It does not open, or is damaged.
    Unreadable(StoreError),
    /// It opens, but a row of it cannot be read: what is not read would be taken for removed.
    Broken(Box<Problem>),
    /// It is of another district.
    OtherDistrict(String),
    /// One is an exercise and the other is not.
    Exercise,
    /// It is a share copy: bringing it back would lose what is personal.
    Shared,
    /// It holds objects of a kind that is not in the catalogue.
    NoKind(String),
}

impl From<StoreError> for Unfit {
    fn from(error: StoreError) -> Self {
        Self::Unreadable(error)
    }
}

impl Reader {
    /// The edits that bring the objects and their event rows back to what a backup of this district holds, and what
    /// that is. Measured series and the catalogue stay as they are.
    ///
    /// # Errors
    /// [`Unfit`] when the file is none to bring anything back from.
    pub fn edits_back_to(&self, world: &World, file: &Path, now: Timestamp) -> Result<(Vec<Edit>, Summary), Unfit> {
        let (backup, loaded) = open(file, Access::Read, &self.catalogue, now)?;
        let (own, its) = (self.summary()?, backup.summary()?);
        if own.meta.exercise != its.meta.exercise {
            return Err(Unfit::Exercise);
        }
        if !own.same_district(&its) {
            return Err(Unfit::OtherDistrict(its.meta.district_name));
        }
        if its.shared && !own.shared {
            return Err(Unfit::Shared);
        }
        if let Some(problem) = loaded.problems.into_iter().find(|problem| problem.code.starts_with("store_")) {
            return Err(Unfit::Broken(Box::new(problem)));
        }
        let mut way =
            Way { now: entries::all(&self.connection)?, then: entries::all(&backup.connection)?, edits: Vec::new() };
        for layer in loaded.world.layers().filter(|layer| !layer.is_empty()) {
            if world.layer(layer.kind().id.as_str()).is_none() {
                return Err(Unfit::NoKind(layer.kind().zh.clone()));
            }
        }
        for layer in world.layers() {
            way.layer(layer, loaded.world.layer(layer.kind().id.as_str()));
        }
        Ok((way.edits, its))
    }
}

/// The edits so far, and the event rows of both sides by object.
struct Way {
    now: HashMap<Uid, Vec<Entry>>,
    then: HashMap<Uid, Vec<Entry>>,
    edits: Vec<Edit>,
}

impl Way {
    fn layer(&mut self, now: &Layer, then: Option<&Layer>) {
        let kind = now.kind();
        let there: BTreeMap<Uid, &Arc<Object>> =
            then.into_iter().flat_map(Layer::objects).map(|object| (object.uid, object)).collect();
        let then_kind = then.map_or(kind, Layer::kind);
        for object in now.objects() {
            match there.get(&object.uid) {
                None => self.edits.push(Edit::Remove(object.clone())),
                Some(old) => self.change(kind, object, &as_now(kind, then_kind, old)),
            }
        }
        let gone: Vec<Object> = there
            .values()
            .filter(|object| now.get(object.uid).is_none())
            .map(|object| as_now(kind, then_kind, object))
            .collect();
        // First all the rows of a kind, so that they cost one range.
        self.edits.extend(gone.iter().map(|object| Edit::Add(Arc::new(object.clone()))));
        for object in gone {
            self.entries(kind, &ObjectRef { kind: kind.id.clone(), uid: object.uid });
        }
    }

    /// From an object as it is to the same as it was.
    fn change(&mut self, kind: &Kind, now: &Object, old: &Object) {
        let named = ObjectRef { kind: kind.id.clone(), uid: now.uid };
        let place = |object: &Object| object.geometry.as_ref().map(geometry::plain);
        if place(now) != place(old) {
            let (before, after) = (now.geometry.clone(), old.geometry.clone());
            self.edits.push(Edit::Move { object: named.clone(), before, after });
        }
        for (index, field) in kind.fields.iter().enumerate().filter(|(_, field)| !field.summed) {
            let (before, after) = (now.value(index), old.value(index));
            if !cell::same(field, before, after) {
                let (before, after) = (before.clone(), after.clone());
                self.edits.push(Edit::Set { object: named.clone(), field: field.id.clone(), before, after });
            }
        }
        self.entries(kind, &named);
    }

    /// Takes back the event rows that came since, and enters those that went.
    fn entries(&mut self, kind: &Kind, named: &ObjectRef) {
        let as_named = |entry: Entry| {
            let field = kind.fields.get(journal::field_index(kind, entry.field.as_str())?)?.id.clone();
            Some(Entry { object: named.clone(), field, ..entry })
        };
        let take = |rows: &mut HashMap<Uid, Vec<Entry>>| {
            let rows = rows.remove(&named.uid).unwrap_or_default();
            rows.into_iter().filter_map(as_named).collect::<Vec<_>>()
        };
        let (now, then) = (take(&mut self.now), take(&mut self.then));
        self.edits.extend(now.iter().filter(|entry| !then.contains(entry)).cloned().map(Edit::Withdraw));
        self.edits.extend(then.iter().filter(|entry| !now.contains(entry)).cloned().map(Edit::Enter));
    }
}

/// An object of the backup by the fields of now, with nothing summed: the event rows do that.
fn as_now(kind: &Kind, then: &Kind, object: &Object) -> Object {
    let values = kind.fields.iter().map(|field| {
        if field.summed {
            return Value::Null;
        }
        let index = then.index(field.id.as_str()).or_else(|| field.was.iter().find_map(|was| then.index(was)));
        index.map_or(Value::Null, |index| object.value(index).clone())
    });
    Object { uid: object.uid, kind: kind.id.clone(), geometry: object.geometry.clone(), values: values.collect() }
}
