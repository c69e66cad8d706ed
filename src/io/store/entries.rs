//! Event rows: what is counted up rather than overwritten.

use std::{collections::HashMap, sync::Arc};

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::{Value as Json, json};

use crate::{
    domain::model::{Entry, ObjectRef, Uid},
    io::store::{cell, error::StoreError, register::Sums},
};

const COLUMNS: &str = "uid, kind, object, field, time, amount, note";

/// Every sum, by object.
pub fn sums(connection: &Connection) -> Result<Sums, StoreError> {
    let sql = "SELECT object, field, sum(amount) FROM sitmap_entry GROUP BY object, field ORDER BY object, field";
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut sums = Sums::default();
    while let Some(row) = rows.next()? {
        if let Some(uid) = row.get_ref(0)?.as_str().ok().and_then(|text| text.parse::<Uid>().ok()) {
            sums.0.entry(uid).or_default().push((row.get(1)?, row.get(2)?));
        }
    }
    Ok(sums)
}

/// The sums of one object.
pub fn sums_of(connection: &Connection, uid: Uid) -> Result<Sums, StoreError> {
    let sql = "SELECT field, sum(amount) FROM sitmap_entry WHERE object = ?1 GROUP BY field ORDER BY field";
    let mut statement = connection.prepare_cached(sql)?;
    let own = statement.query_map([uid.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let own = own.collect::<Result<Vec<(String, i64)>, _>>()?;
    let mut sums = Sums::default();
    if !own.is_empty() {
        sums.0.insert(uid, own);
    }
    Ok(sums)
}

/// The event rows of an object, in the order in which they were written.
pub fn of_object(connection: &Connection, object: &ObjectRef) -> Result<Vec<Entry>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM sitmap_entry WHERE object = ?1 ORDER BY fid");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map([object.uid.to_string()], entry)?;
    Ok(rows.filter_map(Result::transpose).collect::<Result<_, _>>()?)
}

/// Every event row, by object, in the order in which they were written.
pub fn all(connection: &Connection) -> Result<HashMap<Uid, Vec<Entry>>, StoreError> {
    let mut statement = connection.prepare(&format!("SELECT {COLUMNS} FROM sitmap_entry ORDER BY fid"))?;
    let mut all: HashMap<Uid, Vec<Entry>> = HashMap::new();
    for row in statement.query_map([], entry)? {
        if let Some(entry) = row? {
            all.entry(entry.object.uid).or_default().push(entry);
        }
    }
    Ok(all)
}

/// One event row.
pub fn one(connection: &Connection, uid: Uid) -> Result<Option<Entry>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM sitmap_entry WHERE uid = ?1");
    let found = connection.prepare_cached(&sql)?.query_row([uid.to_string()], entry);
    Ok(found.optional()?.flatten())
}

/// A row as an entry; `None` when another program left it half filled.
fn entry(row: &Row<'_>) -> rusqlite::Result<Option<Entry>> {
    let text = |place: usize| row.get_ref(place).ok().and_then(|cell| cell.as_str().ok());
    let whole = || {
        Some(Entry {
            uid: text(0)?.parse().ok()?,
            object: ObjectRef { kind: text(1)?.into(), uid: text(2)?.parse().ok()? },
            field: text(3)?.into(),
            time: cell::parse_time(text(4)?)?,
            amount: row.get(5).ok()?,
            note: text(6).map(Arc::from),
        })
    };
    Ok(whole())
}

/// Writes an event row.
pub fn insert(connection: &Connection, entry: &Entry) -> Result<(), StoreError> {
    let sql = format!("INSERT INTO sitmap_entry ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    let row = params![
        entry.uid.to_string(),
        entry.object.kind.as_str(),
        entry.object.uid.to_string(),
        entry.field.as_str(),
        cell::time_text(entry.time),
        entry.amount,
        entry.note.as_deref(),
    ];
    match connection.prepare_cached(&sql)?.execute(row) {
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) => {
            Err(StoreError::UidTaken(entry.uid))
        }
        other => other.map(|_| ()).map_err(StoreError::from),
    }
}

/// Takes an event row away. False when it was not there.
pub fn delete(connection: &Connection, uid: Uid) -> Result<bool, StoreError> {
    let gone = connection.prepare_cached("DELETE FROM sitmap_entry WHERE uid = ?1")?.execute([uid.to_string()])?;
    Ok(gone > 0)
}

/// As an image for the journal.
pub fn to_json(entry: &Entry) -> Json {
    json!({
        "uid": entry.uid,
        "time": entry.time.to_string(),
        "amount": entry.amount,
        "note": entry.note.as_deref(),
    })
}

/// From its image.
pub fn from_json(object: &ObjectRef, field: &str, image: &Json) -> Option<Entry> {
    Some(Entry {
        uid: image.get("uid")?.as_str()?.parse().ok()?,
        object: object.clone(),
        field: field.into(),
        time: cell::parse_time(image.get("time")?.as_str()?)?,
        amount: image.get("amount")?.as_i64()?,
        note: image.get("note").and_then(Json::as_str).map(Arc::from),
    })
}
