//! The objects of one kind: a packed base that is shared, and a small delta over it.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use crate::domain::{
    catalogue::Kind,
    model::{KindId, Object, Uid},
};

/// How large a delta may grow before folding it into the base pays.
const FOLD_FROM: usize = 512;

/// The objects of one kind. `None` in the delta: taken away.
#[derive(Clone, Debug)]
pub struct Layer {
    kind: Arc<Kind>,
    base: Arc<Base>,
    delta: Arc<BTreeMap<Uid, Option<Arc<Object>>>>,
    len: usize,
}

/// Objects that do not change any more, packed.
#[derive(Debug)]
struct Base {
    objects: Vec<Arc<Object>>,
    places: HashMap<Uid, usize>,
}

/// A base made in the background from a snapshot of a layer, to be adopted by its successor.
#[derive(Debug)]
pub struct Folded {
    kind: KindId,
    from_base: Arc<Base>,
    from_delta: Arc<BTreeMap<Uid, Option<Arc<Object>>>>,
    base: Arc<Base>,
}

impl Folded {
    /// The kind it is for.
    pub const fn kind(&self) -> &KindId {
        &self.kind
    }
}

impl Base {
    fn new(objects: Vec<Arc<Object>>) -> Self {
        let places = objects.iter().enumerate().map(|(place, object)| (object.uid, place)).collect();
        Self { objects, places }
    }
}

impl Layer {
    /// A layer of these objects.
    pub fn new(kind: Arc<Kind>, objects: Vec<Arc<Object>>) -> Self {
        let len = objects.len();
        Self { kind, base: Arc::new(Base::new(objects)), delta: Arc::default(), len }
    }

    /// What they are.
    pub const fn kind(&self) -> &Arc<Kind> {
        &self.kind
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The object of this uid.
    pub fn get(&self, uid: Uid) -> Option<&Arc<Object>> {
        match self.delta.get(&uid) {
            Some(changed) => changed.as_ref(),
            None => self.base.places.get(&uid).and_then(|place| self.base.objects.get(*place)),
        }
    }

    /// All objects: the base in the order it was loaded, then what was added since, by uid.
    pub fn objects(&self) -> impl Iterator<Item = &Arc<Object>> {
        let base = self.base.objects.iter().filter_map(|object| match self.delta.get(&object.uid) {
            Some(changed) => changed.as_ref(),
            None => Some(object),
        });
        let added = self.delta.iter().filter(|(uid, _)| !self.base.places.contains_key(*uid));
        base.chain(added.filter_map(|(_, object)| object.as_ref()))
    }

    /// Adds an object, or replaces the one of its uid.
    pub(super) fn put(&mut self, object: Arc<Object>) {
        if self.get(object.uid).is_none() {
            self.len += 1;
        }
        Arc::make_mut(&mut self.delta).insert(object.uid, Some(object));
    }

    /// Takes an object away.
    pub(super) fn take(&mut self, uid: Uid) {
        if self.get(uid).is_some() {
            self.len -= 1;
        }
        Arc::make_mut(&mut self.delta).insert(uid, None);
    }

    /// Whether the delta has grown so large that folding pays.
    pub fn wants_folding(&self) -> bool {
        self.delta.len() >= FOLD_FROM
    }

    /// The delta folded into a new base; costs a pass over all objects, so it belongs in the background.
    pub fn fold(&self) -> Folded {
        let base = Base::new(self.objects().cloned().collect());
        Folded {
            kind: self.kind.id.clone(),
            from_base: self.base.clone(),
            from_delta: self.delta.clone(),
            base: Arc::new(base),
        }
    }

    /// Takes a folded base in place of its own, keeping what changed since the fold's snapshot. A fold of
    /// some other base is ignored.
    pub(super) fn adopt(&mut self, folded: Folded) {
        if !Arc::ptr_eq(&self.base, &folded.from_base) {
            return;
        }
        let since = self.delta.iter().filter(|(uid, now)| match (folded.from_delta.get(uid), now) {
            (Some(Some(then)), Some(now)) => !Arc::ptr_eq(then, now),
            (Some(None), None) => false,
            _ => true,
        });
        self.delta = Arc::new(since.map(|(uid, now)| (*uid, now.clone())).collect());
        self.base = folded.base;
    }
}
