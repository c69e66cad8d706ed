//! An action into registers and journal, in one transaction.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use crate::{
    domain::{
        edit::{Action, Edit},
        model::{Entry, FieldId, KindId, Object, ObjectRef, Uid, Value},
        view::Words,
    },
    io::store::{
        cell, entries,
        error::StoreError,
        geometry::{self, Envelope},
        insert::Inserter,
        journal::{self, Image, Op},
        outside,
        readings::{self, Reading},
        register::Table,
        spatial,
    },
};

/// From how many added objects on the spatial index is filled at once, after the rows.
const BULK_FROM: usize = 2_000;

/// The tables of a file, by kind.
pub type Tables = BTreeMap<KindId, Table>;

/// Commits an action and the readings it came with; its number in the journal. Nothing is changed when it fails.
pub fn commit(
    connection: &Connection,
    tables: &Tables,
    action: &Action,
    measured: &[Reading],
    words: &Words,
) -> Result<u64, StoreError> {
    let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    if outside::any(&transaction)? {
        return Err(StoreError::ChangedOutside);
    }
    outside::ours(&transaction, true)?;
    let seq = within(&transaction, tables, action, words)?;
    readings::append(&transaction, measured, action.time)?;
    outside::ours(&transaction, false)?;
    transaction.commit()?;
    Ok(seq)
}

/// The same inside a transaction of the caller's.
pub fn within(connection: &Connection, tables: &Tables, action: &Action, words: &Words) -> Result<u64, StoreError> {
    let seq = journal::write(connection, action, words)?;
    let mut work = Work { connection, tables, action, images: Vec::new(), touched: BTreeMap::new() };
    let mut rest = action.edits.as_slice();
    while let Some((edit, after)) = rest.split_first() {
        if let Edit::Add(object) = edit {
            let run = rest.iter().take_while(|edit| matches!(edit, Edit::Add(next) if next.kind == object.kind));
            let added: Vec<&Arc<Object>> =
                run.filter_map(|edit| if let Edit::Add(object) = edit { Some(object) } else { None }).collect();
            rest = rest.get(added.len()..).unwrap_or_default();
            work.add(&object.kind, &added)?;
        } else {
            rest = after;
            work.edit(edit)?;
        }
    }
    journal::write_images(connection, seq, &work.images)?;
    work.finish()?;
    Ok(seq)
}

struct Work<'a> {
    connection: &'a Connection,
    tables: &'a Tables,
    action: &'a Action,
    images: Vec<Image>,
    /// The tables written to, and how far what was written reaches.
    touched: BTreeMap<String, Option<Envelope>>,
}

impl<'a> Work<'a> {
    fn table(&self, kind: &KindId) -> Result<&'a Table, StoreError> {
        self.tables.get(kind).ok_or_else(|| StoreError::NoKind(kind.clone()))
    }

    fn touch(&mut self, table: &str, reach: Option<Envelope>) {
        let known = self.touched.entry(table.to_owned()).or_default();
        *known = match (*known, reach) {
            (Some(known), Some(reach)) => Some(known.with(reach)),
            (known, reach) => known.or(reach),
        };
    }

    fn add(&mut self, kind: &KindId, objects: &[&Arc<Object>]) -> Result<(), StoreError> {
        let table = self.table(kind)?;
        let bulk = objects.len() >= BULK_FROM && table.has_geometry();
        if bulk {
            spatial::drop_triggers(self.connection, &table.name)?;
        }
        let mut inserter = Inserter::new(self.connection, table)?;
        let mut reach: Option<Envelope> = None;
        let mut first = None;
        for object in objects {
            let fid = inserter.insert(object)?;
            first.get_or_insert(fid);
            self.added(object, fid);
            if let Some(own) = object.geometry.as_ref().and_then(geometry::envelope_of) {
                reach = Some(reach.map_or(own, |known| known.with(own)));
            }
        }
        drop(inserter);
        if let (true, Some(first)) = (bulk, first) {
            spatial::fill(self.connection, &table.name, first)?;
            spatial::create_triggers(self.connection, &table.name)?;
        }
        self.touch(&table.name, reach);
        for object in objects {
            self.starting_sums(table, object)?;
        }
        Ok(())
    }

    /// Notes an added row: the range before grows, or a new one begins.
    fn added(&mut self, object: &Object, fid: i64) {
        if let Some(Image { op: Op::Add, kind, uid, fids: Some((_, last)), .. }) = self.images.last_mut()
            && kind.as_str() == object.kind.as_str()
            && *last + 1 == fid
        {
            *last = fid;
            *uid = None;
            return;
        }
        let named = ObjectRef { kind: object.kind.clone(), uid: object.uid };
        self.images.push(Image { fids: Some((fid, fid)), ..Image::of(Op::Add, &named) });
    }

    /// An object that arrives with a sum and no rows gets one row that says so.
    fn starting_sums(&mut self, table: &Table, object: &Object) -> Result<(), StoreError> {
        for (index, field) in table.kind.fields.iter().enumerate().filter(|(_, field)| field.summed) {
            let Some(amount) = object.value(index).as_integer().filter(|amount| *amount != 0) else { continue };
            let salt = field.id.as_str().bytes().fold(7_u128, |salt, byte| salt.wrapping_mul(257) + u128::from(byte));
            let entry = Entry {
                uid: Uid::from_bits(object.uid.bits() ^ self.action.uid.bits().rotate_left(1) ^ salt),
                object: ObjectRef { kind: object.kind.clone(), uid: object.uid },
                field: field.id.clone(),
                time: self.action.time,
                amount,
                note: None,
            };
            entries::insert(self.connection, &entry)?;
            self.touch("sitmap_entry", None);
        }
        Ok(())
    }

    fn edit(&mut self, edit: &Edit) -> Result<(), StoreError> {
        let object = edit.object();
        let table = self.table(&object.kind)?;
        match edit {
            Edit::Add(added) => self.add(&object.kind, &[added]),
            Edit::Remove(old) => self.remove(table, &object, old),
            Edit::Set { field, before, after, .. } => self.set(table, &object, field, before, after),
            Edit::Move { before, after, .. } => {
                let Some((_, found)) = table.place(self.connection, object.uid)? else {
                    return Err(StoreError::NoObject(object));
                };
                if found != before.as_ref().map(geometry::plain) {
                    return Err(StoreError::Stale { object, field: "geometry".to_owned() });
                }
                if !table.has_geometry() {
                    return Err(StoreError::BadGeometry(object));
                }
                let reach = table.set_place(self.connection, &object, after.as_ref())?;
                self.touch(&table.name, reach);
                self.images.push(Image::of(Op::Move, &object).image(journal::place_image(found.as_ref())));
                Ok(())
            }
            Edit::Enter(entry) => self.enter(table, entry),
            Edit::Withdraw(entry) => {
                if entries::one(self.connection, entry.uid)?.is_none() {
                    return Err(StoreError::Stale { object, field: entry.field.to_string() });
                }
                entries::delete(self.connection, entry.uid)?;
                self.touch("sitmap_entry", None);
                let image = Image::of(Op::Withdraw, &object).field(entry.field.as_str());
                self.images.push(image.image(entries::to_json(entry)));
                Ok(())
            }
        }
    }

    fn enter(&mut self, table: &Table, entry: &Entry) -> Result<(), StoreError> {
        let object = entry.object.clone();
        let summed = table.kind.field(entry.field.as_str()).is_some_and(|field| field.summed);
        if !summed {
            return Err(StoreError::NoField { object, field: entry.field.to_string() });
        }
        if table.place(self.connection, object.uid)?.is_none() {
            return Err(StoreError::NoObject(object));
        }
        entries::insert(self.connection, entry)?;
        self.touch("sitmap_entry", None);
        let image = Image::of(Op::Enter, &object).field(entry.field.as_str());
        // There was nothing before; which row it is says how to take it back.
        self.images.push(image.image(entries::to_json(entry)));
        Ok(())
    }

    fn set(
        &mut self,
        table: &Table,
        object: &ObjectRef,
        field: &FieldId,
        before: &Value,
        after: &Value,
    ) -> Result<(), StoreError> {
        let no_field = || StoreError::NoField { object: object.clone(), field: field.to_string() };
        let index = table.kind.index(field.as_str()).ok_or_else(no_field)?;
        let column = table.columns.iter().find(|column| column.index == index).ok_or_else(no_field)?;
        let known = table.field(column).ok_or_else(no_field)?;
        let Some(found) = table.cell(self.connection, object, column)? else {
            return Err(StoreError::NoObject(object.clone()));
        };
        if !cell::same(known, &found, before) {
            return Err(StoreError::Stale { object: object.clone(), field: field.to_string() });
        }
        table.set(self.connection, object, column, after)?;
        self.touch(&table.name, None);
        let image = Image::of(Op::Set, object).field(field.as_str()).image(cell::to_json(before));
        self.images.push(image);
        Ok(())
    }

    fn remove(&mut self, table: &Table, object: &ObjectRef, old: &Object) -> Result<(), StoreError> {
        let sums = entries::sums_of(self.connection, object.uid)?;
        let Some((fid, found)) = table.one(self.connection, object.uid, &sums)? else {
            return Err(StoreError::NoObject(object.clone()));
        };
        if let Some(field) = difference(table, &found, old) {
            return Err(StoreError::Stale { object: object.clone(), field });
        }
        let rows = entries::of_object(self.connection, object)?;
        for entry in &rows {
            entries::delete(self.connection, entry.uid)?;
            self.touch("sitmap_entry", None);
        }
        table.delete(self.connection, object.uid)?;
        self.touch(&table.name, None);
        let image = journal::object_image(&table.kind, old, fid, &rows);
        self.images.push(Image::of(Op::Remove, object).image(image));
        Ok(())
    }

    /// Keeps `gpkg_contents` true: when a table last changed, and how far it reaches.
    fn finish(&self) -> Result<(), StoreError> {
        let sql = "UPDATE gpkg_contents SET last_change = ?2, min_x = min(coalesce(min_x, ?3), coalesce(?3, min_x)),
                     max_x = max(coalesce(max_x, ?4), coalesce(?4, max_x)), min_y = min(coalesce(min_y, ?5), coalesce(?5, min_y)),
                     max_y = max(coalesce(max_y, ?6), coalesce(?6, max_y)) WHERE table_name = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let time = cell::time_text(self.action.time);
        let names: BTreeSet<&str> = self.touched.keys().map(String::as_str).chain(["sitmap_journal"]).collect();
        for name in names {
            let reach = self.touched.get(name).copied().flatten();
            statement.execute(params![
                name,
                time,
                reach.map(|reach| reach.min_x),
                reach.map(|reach| reach.max_x),
                reach.map(|reach| reach.min_y),
                reach.map(|reach| reach.max_y),
            ])?;
        }
        Ok(())
    }
}

/// The first field in which two images of an object differ; `geometry` for the place.
pub fn difference(table: &Table, a: &Object, b: &Object) -> Option<String> {
    let place = |object: &Object| object.geometry.as_ref().map(geometry::plain);
    if place(a) != place(b) {
        return Some("geometry".to_owned());
    }
    let fields = table.kind.fields.iter().enumerate();
    let mut differing = fields.filter(|(index, field)| !cell::same(field, a.value(*index), b.value(*index)));
    differing.next().map(|(_, field)| field.id.to_string())
}
