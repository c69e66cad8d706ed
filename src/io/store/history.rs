//! Taking back and doing again: one's own latest action, unless what it changed was changed since.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use rusqlite::params;

use crate::{
    domain::{
        edit::{Edit, Intent},
        model::{Object, ObjectRef, Uid},
        world::World,
    },
    io::store::{
        JournalRow, Reader, cell,
        commit::difference,
        entries,
        error::StoreError,
        geometry, journal,
        past::{Recorded, add_to},
        register::Table,
    },
};

/// The way back (or forth again).
#[derive(Clone, Debug, PartialEq)]
pub enum Way {
    /// There is nothing of one's own to take back or to do again.
    Nothing,
    /// These edits do it.
    Clear {
        /// The action that is taken back; for a redo the undo that is.
        of: JournalRow,
        /// What the new action's intent is to be.
        intent: Intent,
        /// Its edits, made against the world that was given.
        edits: Vec<Edit>,
    },
    /// Something was changed since.
    Blocked {
        /// The action that cannot be taken back.
        of: JournalRow,
        /// What stands in the way; `None` when the journal does not tell.
        by: Option<JournalRow>,
        /// On which object.
        object: ObjectRef,
        /// In which field; `geometry` for the place.
        field: String,
    },
}

impl Reader {
    /// The way to take back an actor's latest action that stands.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn undo_of(&self, world: &World, actor: &str) -> Result<Way, StoreError> {
        let mut taken = BTreeSet::new();
        let mut found = None;
        self.own_actions(actor, |uid, intent| {
            match intent {
                Intent::Undo(of) => {
                    taken.insert(of);
                }
                Intent::Do | Intent::Redo(_) if !taken.contains(&uid) => found = Some(uid),
                Intent::Do | Intent::Redo(_) => {}
            }
            found.is_none()
        })?;
        found.map_or(Ok(Way::Nothing), |uid| self.undo(world, uid))
    }

    /// The way to do again what an actor's latest undo took back, unless they did something new since.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn redo_of(&self, world: &World, actor: &str) -> Result<Way, StoreError> {
        let mut done = BTreeSet::new();
        let mut found = None;
        self.own_actions(actor, |uid, intent| match intent {
            Intent::Do => false,
            Intent::Redo(of) => {
                done.insert(of);
                true
            }
            Intent::Undo(_) if done.contains(&uid) => true,
            Intent::Undo(_) => {
                found = Some(uid);
                false
            }
        })?;
        found.map_or(Ok(Way::Nothing), |uid| self.way_back(world, uid, Intent::Redo(uid)))
    }

    /// The way to take back any one action, another's or an earlier one included.
    ///
    /// # Errors
    /// [`StoreError::NoAction`] when the journal does not hold it.
    pub fn undo(&self, world: &World, uid: Uid) -> Result<Way, StoreError> {
        self.way_back(world, uid, Intent::Undo(uid))
    }

    /// An actor's actions, the latest first, as long as `each` says to go on.
    fn own_actions(&self, actor: &str, mut each: impl FnMut(Uid, Intent) -> bool) -> Result<(), StoreError> {
        // What changed nothing, a look at a phone number or a list written out, is on record and cannot be taken back.
        let sql = "SELECT uid, intent, of_uid FROM sitmap_journal WHERE actor = ?1 AND edits > 0 ORDER BY seq DESC";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(params![actor])?;
        while let Some(row) = rows.next()? {
            let uid = |place: usize| row.get_ref(place).ok().and_then(|cell| cell.as_str().ok()?.parse().ok());
            let Some(own) = uid(0) else { continue };
            let intent = match (row.get_ref(1)?.as_str().unwrap_or_default(), uid(2)) {
                ("undo", Some(of)) => Intent::Undo(of),
                ("redo", Some(of)) => Intent::Redo(of),
                _ => Intent::Do,
            };
            if !each(own, intent) {
                break;
            }
        }
        Ok(())
    }

    fn way_back(&self, world: &World, uid: Uid, intent: Intent) -> Result<Way, StoreError> {
        let of = journal::row(&self.connection, uid)?.ok_or(StoreError::NoAction(uid))?;
        let mut trial = Trial { reader: self, world, objects: HashMap::new(), entries: HashMap::new() };
        let mut edits = Vec::new();
        for recorded in self.recorded_edits(of.seq)?.iter().rev() {
            match trial.back(recorded, &mut edits)? {
                None => {}
                Some((object, field)) => {
                    let seq = self.touched_since(of.seq, &object, &field)?;
                    let by = seq.map(|seq| journal::row_at(&self.connection, seq)).transpose()?.flatten();
                    return Ok(Way::Blocked { of, by, object, field });
                }
            }
        }
        Ok(Way::Clear { of, intent, edits })
    }
}

/// What stands in the way: an object and its field.
type Obstacle = (ObjectRef, String);

/// Edits tried on a world without changing it.
struct Trial<'a> {
    reader: &'a Reader,
    world: &'a World,
    /// What differs from the world; `None`: not there.
    objects: HashMap<ObjectRef, Option<Arc<Object>>>,
    /// Event rows entered (true) or withdrawn (false) by the trial.
    entries: HashMap<Uid, bool>,
}

impl<'a> Trial<'a> {
    fn object(&self, named: &ObjectRef) -> Option<Arc<Object>> {
        match self.objects.get(named) {
            Some(changed) => changed.clone(),
            None => self.world.object(named).cloned(),
        }
    }

    fn table(&self, named: &ObjectRef) -> Result<&'a Table, StoreError> {
        self.reader.tables.get(&named.kind).ok_or_else(|| StoreError::NoKind(named.kind.clone()))
    }

    fn has_entry(&self, uid: Uid) -> Result<bool, StoreError> {
        match self.entries.get(&uid) {
            Some(there) => Ok(*there),
            None => Ok(entries::one(&self.reader.connection, uid)?.is_some()),
        }
    }

    /// Takes one edit back, on trial; what stands in the way, if anything.
    fn back(&mut self, recorded: &Recorded, edits: &mut Vec<Edit>) -> Result<Option<Obstacle>, StoreError> {
        let named = recorded.edit.object();
        let table = self.table(&named)?;
        let found = self.object(&named);
        if let Edit::Remove(old) = &recorded.edit {
            if found.is_some() {
                return Ok(Some((named, "uid".to_owned())));
            }
            self.bring_back(table, named, old, recorded, edits);
            return Ok(None);
        }
        let Some(found) = found else { return Ok(Some((named, "uid".to_owned()))) };
        match &recorded.edit {
            Edit::Add(added) => {
                if let Some(field) = difference(table, &found, added) {
                    return Ok(Some((named, field)));
                }
                edits.push(Edit::Remove(found));
                self.objects.insert(named, None);
            }
            Edit::Set { field, before, after, .. } => {
                let Some(index) = table.kind.index(field.as_str()) else { return Ok(Some((named, field.to_string()))) };
                let now = found.value(index).clone();
                if !table.kind.fields.get(index).is_some_and(|known| cell::same(known, &now, after)) {
                    return Ok(Some((named, field.to_string())));
                }
                let mut changed = Object::clone(&found);
                changed.values.resize(table.kind.fields.len(), Default::default());
                if let Some(slot) = changed.values.get_mut(index) {
                    *slot = before.clone();
                }
                self.objects.insert(named.clone(), Some(Arc::new(changed)));
                edits.push(Edit::Set { object: named, field: field.clone(), before: now, after: before.clone() });
            }
            Edit::Move { before, after, .. } => {
                if found.geometry.as_ref().map(geometry::plain) != after.as_ref().map(geometry::plain) {
                    return Ok(Some((named, "geometry".to_owned())));
                }
                let now = found.geometry.clone();
                let moved = Object { geometry: before.clone(), ..Object::clone(&found) };
                self.objects.insert(named.clone(), Some(Arc::new(moved)));
                edits.push(Edit::Move { object: named, before: now, after: before.clone() });
            }
            Edit::Enter(entry) | Edit::Withdraw(entry) => {
                let entered = matches!(recorded.edit, Edit::Enter(_));
                if self.has_entry(entry.uid)? != entered {
                    return Ok(Some((named, entry.field.to_string())));
                }
                let mut changed = Object::clone(&found);
                let amount = if entered { -entry.amount } else { entry.amount };
                add_to(&table.kind, &mut changed, entry.field.as_str(), amount);
                self.objects.insert(named, Some(Arc::new(changed)));
                self.entries.insert(entry.uid, !entered);
                edits.push(recorded.edit.inverse());
            }
            Edit::Remove(_) => {}
        }
        Ok(None)
    }

    /// A removed object comes back with nothing summed, then its event rows one by one.
    fn bring_back(
        &mut self,
        table: &Table,
        named: ObjectRef,
        old: &Arc<Object>,
        recorded: &Recorded,
        edits: &mut Vec<Edit>,
    ) {
        let mut bare = Object::clone(old);
        for (field, value) in table.kind.fields.iter().zip(&mut bare.values) {
            if field.summed {
                *value = Default::default();
            }
        }
        edits.push(Edit::Add(Arc::new(bare)));
        for entry in &recorded.entries {
            self.entries.insert(entry.uid, true);
            edits.push(Edit::Enter(entry.clone()));
        }
        self.objects.insert(named, Some(old.clone()));
    }
}
