//! The objects of one kind: a packed base that is shared, and a small delta over it.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, OnceLock},
};

use geo_types::Geometry;

use crate::domain::{
    catalogue::Kind,
    model::{KindId, Object, Uid},
    place::{Position, bounds},
    world::{
        columns::Columns,
        index::{Index, Spot},
        members::Members,
    },
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

/// Objects that do not change any more, packed, with the index of those that have a position.
#[derive(Debug)]
struct Base {
    objects: Vec<Arc<Object>>,
    places: HashMap<Uid, usize>,
    index: Index,
    indexed: usize,
    /// Those that have no position.
    unplaced: Vec<u32>,
    /// By field.
    columns: Vec<Columns>,
    /// The names of the objects, side by side; made when first asked for.
    uids: OnceLock<Vec<Uid>>,
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
    fn new(objects: Vec<Arc<Object>>, fields: usize) -> Self {
        let places = objects.iter().enumerate().map(|(place, object)| (object.uid, place)).collect();
        let spots: Vec<(u32, Spot)> =
            (0..).zip(&objects).filter_map(|(number, object)| Some((number, spot(object)?))).collect();
        let unplaced = (0..).zip(&objects).filter(|(_, object)| spot(object).is_none()).map(|(number, _)| number);
        let (unplaced, columns) = (unplaced.collect(), (0..fields).map(|_| Columns::default()).collect());
        let (index, uids) = (Index::new(&spots), OnceLock::new());
        Self { index, indexed: spots.len(), unplaced, columns, uids, objects, places }
    }
}

/// Where an object is; `None` without a geometry, or with one that is nowhere on Earth.
fn spot(object: &Object) -> Option<Spot> {
    match object.geometry.as_ref()? {
        Geometry::Point(point) => Position::try_from(*point).ok().map(Spot::Point),
        other => bounds(other).map(Spot::Within),
    }
}

/// Whom an object points to by a field.
pub(super) fn link(object: &Object, field: usize) -> Option<Uid> {
    object.value(field).as_text()?.trim().parse().ok()
}

impl Layer {
    /// A layer of these objects.
    pub fn new(kind: Arc<Kind>, objects: Vec<Arc<Object>>) -> Self {
        let len = objects.len();
        let base = Base::new(objects, kind.fields.len());
        Self { kind, base: Arc::new(base), delta: Arc::default(), len }
    }

    /// What they are.
    pub const fn kind(&self) -> &Arc<Kind> {
        &self.kind
    }

    /// Whether it is the very same, unchanged: cheap to ask, and `false` when in doubt.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.kind, &other.kind)
            && Arc::ptr_eq(&self.base, &other.base)
            && Arc::ptr_eq(&self.delta, &other.delta)
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

    /// How many have no position.
    pub fn without_position(&self) -> usize {
        let superseded = self.delta.keys().filter_map(|uid| self.base.places.get(uid));
        let superseded = superseded.filter_map(|place| self.base.objects.get(*place));
        let base = self.base.indexed - superseded.filter(|object| spot(object).is_some()).count();
        self.len - base - self.changed().filter(|object| spot(object).is_some()).count()
    }

    /// Those that have no position.
    pub fn unplaced(&self) -> Members<'_> {
        Members::of(self, &self.base.unplaced, |object| spot(object).is_none())
    }

    /// Those that point to one of these uids by a field. The first time it looks through all of them.
    pub fn linking(&self, field: usize, to: &BTreeSet<Uid>) -> Members<'_> {
        if to.is_empty() {
            return Members::none(self);
        }
        let links = self.columns(field).map(|(columns, objects)| columns.links(objects, field)).into_iter();
        let numbers: Vec<u32> =
            links.flat_map(|links| to.iter().filter_map(|to| links.get(to))).flatten().copied().collect();
        Members::of(self, &numbers, |object| link(object, field).is_some_and(|uid| to.contains(&uid)))
    }

    /// What is known of a field of the base, and its objects.
    pub(super) fn columns(&self, field: usize) -> Option<(&Columns, &[Arc<Object>])> {
        self.base.columns.get(field).map(|columns| (columns, self.base.objects.as_slice()))
    }

    /// The names of the objects of the base, by number.
    pub(super) fn uids(&self) -> &[Uid] {
        self.base.uids.get_or_init(|| self.base.objects.iter().map(|object| object.uid).collect())
    }

    /// How many there are in the base, changed since or not.
    pub(super) fn base_len(&self) -> usize {
        self.base.objects.len()
    }

    /// The number of an object of the base that is as it was.
    pub(super) fn number(&self, uid: Uid) -> Option<u32> {
        let place = self.base.places.get(&uid).filter(|_| !self.delta.contains_key(&uid))?;
        u32::try_from(*place).ok()
    }

    /// The numbers of those of the base that changed or were taken away since.
    pub(super) fn superseded(&self) -> impl Iterator<Item = u32> {
        self.delta.keys().filter_map(|uid| u32::try_from(*self.base.places.get(uid)?).ok())
    }

    /// An object of the base by its number, as it was packed.
    pub(super) fn packed(&self, number: u32) -> Option<&Arc<Object>> {
        self.base.objects.get(number as usize)
    }

    /// The index of the base; it knows nothing of the delta.
    pub(super) fn base_index(&self) -> &Index {
        &self.base.index
    }

    /// An object of the base by its number in the index, unless the delta has changed it or taken it away.
    pub(super) fn base_object(&self, number: u32) -> Option<&Arc<Object>> {
        let object = self.base.objects.get(number as usize)?;
        (self.delta.is_empty() || !self.delta.contains_key(&object.uid)).then_some(object)
    }

    /// What was added or changed since the base was built, by uid.
    pub fn changed(&self) -> impl Iterator<Item = &Arc<Object>> {
        self.delta.values().filter_map(Option::as_ref)
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
        let base = Base::new(self.objects().cloned().collect(), self.kind.fields.len());
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
