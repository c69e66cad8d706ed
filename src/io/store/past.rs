//! Backwards through the journal: from the rows as they are now to what they were.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

use crate::{
    domain::{
        catalogue::{Catalogue, Kind},
        edit::{Action, Edit},
        model::{Entry, KindId, Object, ObjectRef, Uid, Value},
        world::World,
    },
    io::store::{
        Reader, cell, entries,
        error::StoreError,
        journal::{self, IMAGE_COLUMNS, Image, Op},
        register::{Sums, Table},
    },
};

/// From how many objects on it is cheaper to read the whole journal since than to ask for each.
const ASK_EACH_UP_TO: usize = 64;

/// An edit as it was made, and of a removed object the event rows that went with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// The edit.
    pub edit: Edit,
    /// The event rows of a removed object.
    pub entries: Vec<Entry>,
}

/// Objects at some moment, walked backwards image by image.
pub struct Past<'a> {
    catalogue: &'a Catalogue,
    objects: HashMap<ObjectRef, (i64, Arc<Object>)>,
    by_fid: HashMap<(KindId, i64), Uid>,
}

impl<'a> Past<'a> {
    fn new(catalogue: &'a Catalogue) -> Self {
        Self { catalogue, objects: HashMap::new(), by_fid: HashMap::new() }
    }

    fn put(&mut self, fid: i64, object: Arc<Object>) {
        self.by_fid.insert((object.kind.clone(), fid), object.uid);
        self.objects.insert(ObjectRef { kind: object.kind.clone(), uid: object.uid }, (fid, object));
    }

    fn take(&mut self, named: &ObjectRef) -> Option<Arc<Object>> {
        let (fid, object) = self.objects.remove(named)?;
        self.by_fid.remove(&(named.kind.clone(), fid));
        Some(object)
    }

    /// Undoes one image; the edits that it is of, in the order in which they were made. Objects that are not
    /// walked with are passed by.
    fn step(&mut self, image: &Image) -> Vec<Recorded> {
        let Some(kind) = kind_of(self.catalogue, &image.kind) else { return Vec::new() };
        if image.op == Op::Add {
            return self.step_add(&kind, image.fids.unwrap_or((1, 0)));
        }
        let Some(uid) = image.uid else { return Vec::new() };
        let named = ObjectRef { kind: kind.id.clone(), uid };
        if image.op == Op::Remove {
            let (mut object, fid, entries) = journal::object_from_image(&kind, uid, &image.image);
            for entry in &entries {
                add_to(&kind, &mut object, entry.field.as_str(), entry.amount);
            }
            let object = Arc::new(object);
            self.put(fid, object.clone());
            return vec![Recorded { edit: Edit::Remove(object), entries }];
        }
        let Some((_, object)) = self.objects.get_mut(&named) else { return Vec::new() };
        let edit = step_cell(&kind, named, Arc::make_mut(object), image);
        edit.map(|edit| Recorded { edit, entries: Vec::new() }).into_iter().collect()
    }

    fn step_add(&mut self, kind: &Arc<Kind>, (first, last): (i64, i64)) -> Vec<Recorded> {
        let mut added = Vec::new();
        for fid in first..=last {
            let Some(uid) = self.by_fid.get(&(kind.id.clone(), fid)).copied() else { continue };
            if let Some(object) = self.take(&ObjectRef { kind: kind.id.clone(), uid }) {
                added.push(Recorded { edit: Edit::Add(object), entries: Vec::new() });
            }
        }
        added
    }

    fn into_world(self, catalogue: &Arc<Catalogue>) -> World {
        let mut kinds: BTreeMap<KindId, Vec<(i64, Arc<Object>)>> = BTreeMap::new();
        for (named, kept) in self.objects {
            kinds.entry(named.kind).or_default().push(kept);
        }
        let sorted = kinds.into_iter().map(|(kind, mut objects)| {
            objects.sort_by_key(|(fid, _)| *fid);
            (kind, objects.into_iter().map(|(_, object)| object).collect())
        });
        World::new(catalogue.clone(), sorted.collect())
    }
}

/// Undoes the image of a field, a place or an event row; the edit that it is of.
fn step_cell(kind: &Kind, named: ObjectRef, object: &mut Object, image: &Image) -> Option<Edit> {
    let id = image.field.as_deref().unwrap_or_default();
    match image.op {
        Op::Set => {
            let index = journal::field_index(kind, id)?;
            let field = kind.fields.get(index)?;
            let slot = object.values.get_mut(index)?;
            let before = cell::from_json(field.field_type, &image.image);
            let after = std::mem::replace(slot, before.clone());
            Some(Edit::Set { object: named, field: field.id.clone(), before, after })
        }
        Op::Move => {
            let before = journal::place_from_image(&image.image);
            let after = std::mem::replace(&mut object.geometry, before.clone());
            Some(Edit::Move { object: named, before, after })
        }
        Op::Enter | Op::Withdraw => {
            let id = kind.fields.get(journal::field_index(kind, id)?)?.id.to_string();
            let entry = entries::from_json(&named, &id, &image.image)?;
            if image.op == Op::Enter {
                add_to(kind, object, &id, -entry.amount);
                Some(Edit::Enter(entry))
            } else {
                add_to(kind, object, &id, entry.amount);
                Some(Edit::Withdraw(entry))
            }
        }
        Op::Add | Op::Remove => None,
    }
}

/// Adds to a sum.
pub fn add_to(kind: &Kind, object: &mut Object, field: &str, amount: i64) {
    if let Some(slot) = kind.index(field).and_then(|index| object.values.get_mut(index)) {
        *slot = Value::Integer(slot.as_integer().unwrap_or(0).saturating_add(amount));
    }
}

/// The kind of an id that it has or had.
fn kind_of(catalogue: &Catalogue, id: &str) -> Option<Arc<Kind>> {
    let renamed = || catalogue.kinds().find(|kind| kind.was.iter().any(|was| was == id));
    catalogue.kind(id).or_else(renamed).cloned()
}

impl Reader {
    pub(super) fn table_of(&self, kind: &str) -> Option<&Table> {
        self.tables.get(&kind_of(&self.catalogue, kind)?.id)
    }

    fn sums_now(&self) -> Result<Sums, StoreError> {
        entries::sums(&self.connection)
    }

    /// The world as it was at a moment: after every action up to it, that moment's own included.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn world_at(&self, time: Timestamp) -> Result<World, StoreError> {
        let _whole = self.connection.unchecked_transaction()?;
        let sql = "SELECT seq FROM sitmap_journal WHERE time <= ?1 ORDER BY seq DESC LIMIT 1";
        let upto: Option<i64> = self.connection.query_row(sql, [cell::time_text(time)], |row| row.get(0)).optional()?;
        let mut past = Past::new(&self.catalogue);
        let sums = self.sums_now()?;
        for table in self.tables.values() {
            for (fid, object) in table.load(&self.connection, &sums, &mut Vec::new())? {
                past.put(fid, object);
            }
        }
        let since = upto.unwrap_or(0).unsigned_abs();
        self.images_since(since, |image| {
            past.step(&image);
        })?;
        Ok(past.into_world(&self.catalogue))
    }

    /// An action as it was made, with its images before and after.
    ///
    /// # Errors
    /// [`StoreError::NoAction`] when the journal does not hold it.
    pub fn recorded(&self, uid: Uid) -> Result<Action, StoreError> {
        let row = journal::row(&self.connection, uid)?.ok_or(StoreError::NoAction(uid))?;
        let edits = self.recorded_edits(row.seq)?.into_iter().map(|recorded| recorded.edit).collect();
        let (time, actor, label, area, intent) = (row.time, row.actor, row.label, row.area, row.intent);
        Ok(Action { uid, time, actor, label, area, intent, edits })
    }

    /// The edits of the action of this number, in order.
    pub(super) fn recorded_edits(&self, seq: u64) -> Result<Vec<Recorded>, StoreError> {
        let _whole = self.connection.unchecked_transaction()?;
        let own = self.images_of(seq)?;
        let mut past = Past::new(&self.catalogue);
        let touched = self.touched(seq, &own, &mut past)?;
        if touched.len() <= ASK_EACH_UP_TO {
            for image in self.images_since_of(seq, &touched)? {
                past.step(&image);
            }
        } else {
            self.images_since(seq, |image| {
                let ours = image.uid.is_none_or(|uid| touched.contains(&uid));
                if ours {
                    past.step(&image);
                }
            })?;
        }
        let mut made: Vec<Vec<Recorded>> = own.iter().rev().map(|image| past.step(image)).collect();
        made.reverse();
        Ok(made.into_iter().flatten().collect())
    }

    /// The objects that an action touched, put into `past` as they are now.
    fn touched(&self, seq: u64, own: &[Image], past: &mut Past<'_>) -> Result<BTreeSet<Uid>, StoreError> {
        let mut named: BTreeSet<(String, Uid)> = BTreeSet::new();
        let mut ranges: Vec<(&str, (i64, i64))> = Vec::new();
        for image in own {
            match (image.uid, image.fids) {
                (Some(uid), _) => {
                    named.insert((image.kind.clone(), uid));
                }
                (None, Some(fids)) => ranges.push((&image.kind, fids)),
                (None, None) => {}
            }
        }
        let mut touched: BTreeSet<Uid> = named.iter().map(|(_, uid)| *uid).collect();
        let ranged = !ranges.is_empty();
        for (kind, fids) in &ranges {
            let Some(table) = self.table_of(kind) else { continue };
            let sums = self.sums_now()?;
            for (fid, object) in table.range(&self.connection, *fids, &sums)? {
                touched.insert(object.uid);
                past.put(fid, object);
            }
        }
        if ranged {
            // Rows of a range that were removed since, and came back perhaps under another fid.
            self.images_since(seq, |image| {
                let fid = image.image.get("fid").and_then(serde_json::Value::as_i64);
                let within = |(kind, (first, last)): &(&str, (i64, i64))| {
                    *kind == image.kind && fid.is_some_and(|fid| (*first..=*last).contains(&fid))
                };
                if let (Op::Remove, Some(uid)) = (image.op, image.uid)
                    && ranges.iter().any(within)
                {
                    named.insert((image.kind.clone(), uid));
                    touched.insert(uid);
                }
            })?;
        }
        for (kind, uid) in &named {
            let Some(table) = self.table_of(kind) else { continue };
            if let Some((fid, object)) =
                table.one(&self.connection, *uid, &entries::sums_of(&self.connection, *uid)?)?
            {
                past.put(fid, object);
            }
        }
        Ok(touched)
    }

    /// The images of one action, in order.
    fn images_of(&self, seq: u64) -> Result<Vec<Image>, StoreError> {
        let sql = format!("SELECT {IMAGE_COLUMNS} FROM sitmap_image WHERE seq = ?1 ORDER BY nr");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let images = statement.query_map([seq.cast_signed()], journal::image)?;
        Ok(images.filter_map(Result::transpose).collect::<Result<_, _>>()?)
    }

    /// Every image of a later action, the latest first.
    fn images_since(&self, seq: u64, mut each: impl FnMut(Image)) -> Result<(), StoreError> {
        let sql = format!("SELECT {IMAGE_COLUMNS} FROM sitmap_image WHERE seq > ?1 ORDER BY seq DESC, nr DESC");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([seq.cast_signed()])?;
        while let Some(row) = rows.next()? {
            if let Some(image) = journal::image(row)? {
                each(image);
            }
        }
        Ok(())
    }

    /// The later images of these objects and those of ranges, the latest first.
    fn images_since_of(&self, seq: u64, uids: &BTreeSet<Uid>) -> Result<Vec<Image>, StoreError> {
        let mut images = Vec::new();
        let own = format!("SELECT {IMAGE_COLUMNS} FROM sitmap_image WHERE uid = ?2 AND seq > ?1");
        let ranges = format!("SELECT {IMAGE_COLUMNS} FROM sitmap_image WHERE uid IS NULL AND seq > ?1");
        let mut own = self.connection.prepare_cached(&own)?;
        for uid in uids {
            let found = own.query_map(params![seq.cast_signed(), uid.to_string()], journal::image)?;
            images.extend(found.filter_map(Result::transpose).collect::<Result<Vec<_>, _>>()?);
        }
        let mut ranges = self.connection.prepare_cached(&ranges)?;
        let found = ranges.query_map([seq.cast_signed()], journal::image)?;
        images.extend(found.filter_map(Result::transpose).collect::<Result<Vec<_>, _>>()?);
        images.sort_by_key(|image| std::cmp::Reverse((image.seq, image.nr)));
        Ok(images)
    }

    /// The latest later action that touched an object's field.
    pub(super) fn touched_since(&self, seq: u64, object: &ObjectRef, field: &str) -> Result<Option<u64>, StoreError> {
        let images = self.images_since_of(seq, &BTreeSet::from([object.uid]))?;
        let hits = |image: &&Image| {
            image.uid.is_some()
                && match image.op {
                    Op::Add | Op::Remove => true,
                    Op::Move => field == "geometry",
                    _ => image.field.as_deref() == Some(field),
                }
        };
        let any = || images.iter().find(|image| image.uid.is_some());
        Ok(images.iter().find(hits).or_else(any).map(|image| image.seq))
    }
}
