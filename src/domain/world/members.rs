//! Some objects of a layer: a bit for each of its packed base, and those that changed since by name.

use std::{collections::BTreeMap, sync::Arc};

use crate::domain::{
    model::{Object, ObjectRef, Uid},
    world::{Layer, columns::Texts},
};

/// Some objects of a layer, each once: the base in the order it was loaded, then what changed since by uid.
#[derive(Clone, Debug)]
pub struct Members<'a> {
    layer: &'a Layer,
    base: Vec<u64>,
    changed: BTreeMap<Uid, &'a Arc<Object>>,
}

impl<'a> Members<'a> {
    /// None of a layer.
    pub fn none(layer: &'a Layer) -> Self {
        Self { layer, base: vec![0; layer.base_len().div_ceil(64)], changed: BTreeMap::new() }
    }

    /// Those of the base with these numbers that are as they were, and of the changed those that `is_one` takes.
    pub(super) fn of(layer: &'a Layer, numbers: &[u32], is_one: impl Fn(&Object) -> bool) -> Self {
        let mut all = Self::none(layer);
        numbers.iter().for_each(|number| all.put(*number));
        layer.superseded().for_each(|number| all.clear(number));
        all.changed.extend(layer.changed().filter(|object| is_one(object)).map(|object| (object.uid, object)));
        all
    }

    fn put(&mut self, number: u32) {
        if let Some(word) = self.base.get_mut(number as usize / 64) {
            *word |= 1 << (number % 64);
        }
    }

    fn clear(&mut self, number: u32) {
        if let Some(word) = self.base.get_mut(number as usize / 64) {
            *word &= !(1 << (number % 64));
        }
    }

    /// Adds an object of the layer.
    pub fn insert(&mut self, object: &'a Arc<Object>) {
        match self.layer.number(object.uid) {
            Some(number) => self.put(number),
            None => drop(self.changed.insert(object.uid, object)),
        }
    }

    /// Leaves an object out.
    pub fn remove(&mut self, uid: Uid) {
        match self.layer.number(uid) {
            Some(number) => self.clear(number),
            None => drop(self.changed.remove(&uid)),
        }
    }

    /// Whether an object is among them.
    pub fn contains(&self, uid: Uid) -> bool {
        match self.layer.number(uid) {
            Some(number) => self.base.get(number as usize / 64).is_some_and(|word| word >> (number % 64) & 1 == 1),
            None => self.changed.contains_key(&uid),
        }
    }

    /// Takes in others of the same layer.
    pub fn add(&mut self, others: &Self) {
        self.base.iter_mut().zip(&others.base).for_each(|(own, more)| *own |= more);
        self.changed.extend(&others.changed);
    }

    /// Keeps those that `is_one` takes.
    pub fn retain(&mut self, is_one: impl Fn(&Object) -> bool) {
        let gone: Vec<Uid> = self.objects().filter(|object| !is_one(object)).map(|object| object.uid).collect();
        gone.into_iter().for_each(|uid| self.remove(uid));
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.base.iter().all(|word| *word == 0)
    }

    /// The numbers of those in the base, ascending: to look them up in its columns.
    pub fn numbers(&self) -> impl Iterator<Item = u32> + '_ {
        (0_u32..).zip(&self.base).flat_map(|(place, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                (left != 0).then(|| {
                    let bit = left.trailing_zeros();
                    left &= left - 1;
                    place * 64 + bit
                })
            })
        })
    }

    /// Those that changed since the base was packed, by uid.
    pub fn changed(&self) -> impl Iterator<Item = &'a Arc<Object>> {
        self.changed.values().copied()
    }

    /// All of them.
    pub fn objects(&self) -> impl Iterator<Item = &'a Arc<Object>> {
        let layer = self.layer;
        self.numbers().filter_map(move |number| layer.packed(number)).chain(self.changed())
    }

    /// Their names.
    pub fn uids(&self) -> Vec<Uid> {
        let known = self.layer.uids();
        let base = self.numbers().filter_map(|number| known.get(number as usize).copied());
        base.chain(self.changed.keys().copied()).collect()
    }
}

impl Layer {
    /// All of the base that are as they were, to be looked up in its columns; what changed since is not among them.
    pub fn unchanged(&self) -> Members<'_> {
        let mut all = Members::none(self);
        let len = self.base_len();
        all.base.iter_mut().for_each(|word| *word = u64::MAX);
        if let Some(last) = all.base.last_mut().filter(|_| !len.is_multiple_of(64)) {
            *last = (1 << (len % 64)) - 1;
        }
        self.superseded().for_each(|number| all.clear(number));
        all
    }

    /// The name of an object of the base by its number.
    pub fn packed_ref(&self, number: u32) -> Option<ObjectRef> {
        let uid = self.uids().get(number as usize)?;
        Some(ObjectRef { kind: self.kind().id.clone(), uid: *uid })
    }

    /// The texts of a field of the base.
    pub fn texts(&self, field: usize) -> Option<&Texts> {
        self.columns(field).map(|(columns, objects)| columns.texts(objects, field))
    }

    /// The whole numbers of a field of the base, by number.
    pub fn wholes(&self, field: usize) -> &[Option<i64>] {
        self.columns(field).map(|(columns, objects)| columns.wholes(objects, field)).unwrap_or_default()
    }

    /// The numbers of a field of the base, by number.
    pub fn numbers(&self, field: usize) -> &[Option<f64>] {
        self.columns(field).map(|(columns, objects)| columns.numbers(objects, field)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
