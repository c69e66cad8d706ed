//! Changes by other programs, taken into the journal as one action made outside.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use jiff::Timestamp;
use rusqlite::{Connection, params, types::Value as Sql};
use uuid::Uuid;

use crate::{
    domain::{
        edit::{Action, Edit, Intent, Label},
        model::{Object, ObjectRef, Uid, Value},
        view::Words,
    },
    io::store::{
        absorb_entries, cell,
        commit::Tables,
        entries,
        error::StoreError,
        geometry,
        journal::{self, Image, Op},
        register::{Column, Sums, Table, personal_name, quoted},
    },
};

/// What the log tells of one row.
#[derive(Debug, Default)]
pub struct Logged {
    /// Whether it was there before.
    pub was_there: bool,
    /// Its uid before.
    pub uid: Option<Uid>,
    /// What its cells held before, where they were touched.
    pub olds: BTreeMap<String, Sql>,
}

/// The rows of one table that others touched, by fid.
pub type Rows = BTreeMap<i64, Logged>;

/// Takes in what the log holds; `None` when it holds nothing. In the caller's transaction, whose writes are ours.
pub fn absorb(
    connection: &Connection,
    tables: &Tables,
    words: &Words,
    now: Timestamp,
) -> Result<Option<Action>, StoreError> {
    let (mut log, latest) = read_log(connection)?;
    for table in tables.values() {
        let sql = format!("SELECT fid FROM {} WHERE uid IS NULL", quoted(&table.name));
        let mut statement = connection.prepare(&sql)?;
        for fid in statement.query_map([], |row| row.get(0))? {
            log.entry(table.name.clone()).or_default().entry(fid?).or_default();
        }
    }
    if log.is_empty() {
        return Ok(None);
    }
    let mut taken = Taken { connection, edits: Default::default(), images: Default::default() };
    let mut entered = Vec::new();
    absorb_entries::take(&mut taken, log.get("sitmap_entry"), &mut entered)?;
    for table in tables.values() {
        let none = Rows::new();
        let own = log.get(&table.name).unwrap_or(&none);
        let personal = by_uid(connection, table, log.get(&personal_name(&table.name)).unwrap_or(&none))?;
        taken.table(table, own, &personal)?;
    }
    for (edit, image) in entered {
        taken.push(ENTERS, edit, image);
    }
    connection.execute("DELETE FROM sitmap_outside", [])?;
    let edits: Vec<Edit> = taken.edits.into_iter().flatten().collect();
    let images: Vec<Image> = taken.images.into_iter().flatten().collect();
    if edits.is_empty() {
        return Ok(None);
    }
    let action = Action {
        uid: Uuid::new_v4().into(),
        time: latest.filter(|time| *time <= now).unwrap_or(now),
        actor: Arc::from(words.get("store-outside-actor")),
        label: Label::new("outside").with("n", edits.len()),
        area: Arc::from("outside"),
        intent: Intent::Do,
        edits,
    };
    let seq = journal::write(connection, &action, words)?;
    journal::write_images(connection, seq, &images)?;
    Ok(Some(action))
}

/// The log by table and row, and the moment of its last line.
fn read_log(connection: &Connection) -> Result<(BTreeMap<String, Rows>, Option<Timestamp>), StoreError> {
    let mut statement =
        connection.prepare("SELECT tbl, op, fid, uid, field, old, time FROM sitmap_outside ORDER BY id")?;
    let mut rows = statement.query([])?;
    let mut log: BTreeMap<String, Rows> = BTreeMap::new();
    let mut latest = None;
    while let Some(row) = rows.next()? {
        let (op, fid): (String, i64) = (row.get(1)?, row.get(2)?);
        let uid: Option<String> = row.get(3)?;
        let field: Option<String> = row.get(4)?;
        latest = row.get::<_, Option<String>>(6)?.and_then(|text| cell::parse_time(&text)).or(latest);
        let fresh = || Logged {
            was_there: op != "insert",
            uid: uid.as_deref().and_then(|text| text.parse().ok()),
            olds: BTreeMap::new(),
        };
        let logged = log.entry(row.get(0)?).or_default().entry(fid).or_insert_with(fresh);
        if let Some(field) = field {
            logged.olds.entry(field).or_insert(row.get(5)?);
        }
    }
    Ok((log, latest))
}

/// The touched rows of a personal table, by the object they are about.
fn by_uid<'a>(connection: &Connection, table: &Table, rows: &'a Rows) -> Result<BTreeMap<Uid, &'a Logged>, StoreError> {
    let mut known = BTreeMap::new();
    for (fid, logged) in rows {
        let sql = format!("SELECT uid FROM {} WHERE fid = ?1", quoted(&personal_name(&table.name)));
        let now = || -> Option<Uid> {
            let text: String = connection.query_row(&sql, [fid], |row| row.get(0)).ok()?;
            text.parse().ok()
        };
        if let Some(uid) = logged.uid.or_else(now) {
            known.insert(uid, logged);
        }
    }
    Ok(known)
}

/// The order in which edits are made: what goes before what comes.
pub const WITHDRAWALS: usize = 0;
const CHANGES: usize = 1;
const REMOVALS: usize = 2;
const ADDITIONS: usize = 3;
const ENTERS: usize = 4;

/// What was found so far.
pub struct Taken<'a> {
    /// The file.
    pub connection: &'a Connection,
    edits: [Vec<Edit>; 5],
    images: [Vec<Image>; 5],
}

impl Taken<'_> {
    /// Notes an edit and its image before.
    pub fn push(&mut self, when: usize, edit: Edit, image: Image) {
        if let (Some(edits), Some(images)) = (self.edits.get_mut(when), self.images.get_mut(when)) {
            edits.push(edit);
            images.push(image);
        }
    }

    fn table(&mut self, table: &Table, own: &Rows, personal: &BTreeMap<Uid, &Logged>) -> Result<(), StoreError> {
        let mut settled = BTreeSet::new();
        for (fid, logged) in own {
            let now = table.range(self.connection, (*fid, *fid), &Sums::default())?.into_iter().next();
            let before = logged.uid.filter(|_| logged.was_there);
            match (before, now) {
                (None, None) => {}
                (None, Some(_)) => {
                    settled.insert(self.added(table, *fid)?);
                }
                (Some(uid), None) => {
                    settled.insert(uid);
                    self.removed(table, *fid, uid, logged, personal.get(&uid).copied())?;
                }
                (Some(uid), Some((_, now))) => {
                    self.keep_uid(table, *fid, uid)?;
                    let named = ObjectRef { kind: table.kind.id.clone(), uid };
                    self.changed(table, &named, logged, &now, false);
                }
            }
        }
        for (uid, logged) in personal {
            let Some((_, now)) = table.one(self.connection, *uid, &Sums::default())? else { continue };
            if !settled.contains(uid) {
                let named = ObjectRef { kind: table.kind.id.clone(), uid: *uid };
                self.changed(table, &named, logged, &now, true);
            }
        }
        Ok(())
    }

    /// A uid is ours to give: what another program made of it is put right.
    fn keep_uid(&self, table: &Table, fid: i64, uid: Uid) -> Result<(), StoreError> {
        let sql = format!("UPDATE OR IGNORE {} SET uid = ?2 WHERE fid = ?1 AND uid IS NOT ?2", quoted(&table.name));
        self.connection.prepare_cached(&sql)?.execute(params![fid, uid.to_string()])?;
        Ok(())
    }

    fn added(&mut self, table: &Table, fid: i64) -> Result<Uid, StoreError> {
        let sql = format!("SELECT uid FROM {} WHERE fid = ?1", quoted(&table.name));
        let text: Option<String> = self.connection.query_row(&sql, [fid], |row| row.get(0))?;
        let uid = text.and_then(|text| text.parse().ok()).unwrap_or_else(|| Uid::from(Uuid::new_v4()));
        self.keep_uid(table, fid, uid)?;
        let sums = entries::sums_of(self.connection, uid)?;
        if let Some((_, object)) = table.one(self.connection, uid, &sums)? {
            let named = ObjectRef { kind: table.kind.id.clone(), uid };
            let image = Image { fids: Some((fid, fid)), ..Image::of(Op::Add, &named) };
            self.push(ADDITIONS, Edit::Add(object), image);
        }
        Ok(uid)
    }

    fn removed(
        &mut self,
        table: &Table,
        fid: i64,
        uid: Uid,
        logged: &Logged,
        personal: Option<&Logged>,
    ) -> Result<(), StoreError> {
        let named = ObjectRef { kind: table.kind.id.clone(), uid };
        let mut old = Object { uid, kind: named.kind.clone(), geometry: old_place(logged), values: Vec::new() };
        old.values = vec![Value::Null; table.kind.fields.len()];
        let kept = self.personal_row(table, uid)?;
        for column in &table.columns {
            let logged = if column.personal { personal } else { Some(logged) };
            let value = match logged {
                Some(logged) if logged.was_there => old_value(table, column, logged),
                Some(_) => Some(Value::Null),
                None => None,
            };
            let value = value.or_else(|| kept.get(&column.name).and_then(|cell| decode(table, column, cell)));
            if let (Some(slot), Some(value)) = (old.values.get_mut(column.index), value) {
                *slot = value;
            }
        }
        let rows = entries::of_object(self.connection, &named)?;
        for (field, sum) in entries::sums_of(self.connection, uid)?.of(uid) {
            if let Some(slot) = table.kind.index(field).and_then(|index| old.values.get_mut(index)) {
                *slot = Value::Integer(*sum);
            }
        }
        for entry in &rows {
            entries::delete(self.connection, entry.uid)?;
        }
        table.delete(self.connection, uid)?;
        let image = Image::of(Op::Remove, &named).image(journal::object_image(&table.kind, &old, fid, &rows));
        self.push(REMOVALS, Edit::Remove(Arc::new(old)), image);
        Ok(())
    }

    /// What still stands in the personal table about an object that is gone.
    fn personal_row(&self, table: &Table, uid: Uid) -> Result<BTreeMap<String, Sql>, StoreError> {
        if !table.has_personal {
            return Ok(BTreeMap::new());
        }
        let sql = format!("SELECT * FROM {} WHERE uid = ?1", quoted(&personal_name(&table.name)));
        let mut statement = self.connection.prepare_cached(&sql)?;
        let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut rows = statement.query([uid.to_string()])?;
        let Some(row) = rows.next()? else { return Ok(BTreeMap::new()) };
        let cells = names.into_iter().enumerate().map(|(place, name)| Ok((name, row.get(place)?)));
        Ok(cells.collect::<rusqlite::Result<_>>()?)
    }

    fn changed(&mut self, table: &Table, named: &ObjectRef, logged: &Logged, now: &Object, personal: bool) {
        for column in table.columns.iter().filter(|column| column.personal == personal) {
            let Some(field) = table.field(column) else { continue };
            let before = if logged.was_there { old_value(table, column, logged) } else { Some(Value::Null) };
            let Some(before) = before else { continue };
            let after = now.value(column.index).clone();
            if !cell::same(field, &before, &after) {
                let image = Image::of(Op::Set, named).field(field.id.as_str()).image(cell::to_json(&before));
                let edit = Edit::Set { object: named.clone(), field: field.id.clone(), before, after };
                self.push(CHANGES, edit, image);
            }
        }
        if !personal && logged.olds.contains_key("geom") {
            let before = old_place(logged);
            if before != now.geometry {
                let image = Image::of(Op::Move, named).image(journal::place_image(before.as_ref()));
                let edit = Edit::Move { object: named.clone(), before, after: now.geometry.clone() };
                self.push(CHANGES, edit, image);
            }
        }
    }
}

fn old_place(logged: &Logged) -> Option<geo_types::Geometry> {
    match logged.olds.get("geom") {
        Some(Sql::Blob(blob)) => geometry::from_blob(blob).ok().flatten(),
        _ => None,
    }
}

/// What a touched cell held; `None` when it was not touched.
fn old_value(table: &Table, column: &Column, logged: &Logged) -> Option<Value> {
    decode(table, column, logged.olds.get(&column.name)?)
}

fn decode(table: &Table, column: &Column, cell: &Sql) -> Option<Value> {
    Some(cell::from_sql(table.field(column)?, cell.into()).unwrap_or_default())
}
