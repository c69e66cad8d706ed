//! Event rows that other programs wrote, changed or took away.

use std::sync::Arc;

use rusqlite::{OptionalExtension, types::Value as Sql};
use uuid::Uuid;

use crate::{
    domain::{
        edit::Edit,
        model::{Entry, ObjectRef, Uid},
    },
    io::store::{
        absorb::{Logged, Rows, Taken, WITHDRAWALS},
        cell, entries,
        error::StoreError,
        journal::{Image, Op},
    },
};

const COLUMNS: [&str; 7] = ["uid", "kind", "object", "field", "time", "amount", "note"];

/// Takes in the touched rows: what they were is withdrawn at once, what they are goes to `entered`.
pub fn take(taken: &mut Taken<'_>, rows: Option<&Rows>, entered: &mut Vec<(Edit, Image)>) -> Result<(), StoreError> {
    for (fid, logged) in rows.into_iter().flatten() {
        let now = current(taken, *fid)?;
        let before = logged.was_there.then(|| before(logged, now.as_ref())).flatten();
        let after = match now {
            None => None,
            Some(mut cells) => {
                let known = before.as_ref().map(|entry| entry.uid);
                let uid = known.or_else(|| uid_of(&cells)).unwrap_or_else(|| Uid::from(Uuid::new_v4()));
                let sql = "UPDATE OR IGNORE sitmap_entry SET uid = ?2 WHERE fid = ?1 AND uid IS NOT ?2";
                taken.connection.execute(sql, rusqlite::params![fid, uid.to_string()])?;
                if let Some(cell) = cells.first_mut() {
                    *cell = Sql::Text(uid.to_string());
                }
                entry(&cells)
            }
        };
        if before == after {
            continue;
        }
        if let Some(entry) = before {
            let image = image(Op::Withdraw, &entry);
            taken.push(WITHDRAWALS, Edit::Withdraw(entry), image);
        }
        if let Some(entry) = after {
            let image = image(Op::Enter, &entry);
            entered.push((Edit::Enter(entry), image));
        }
    }
    Ok(())
}

fn image(op: Op, entry: &Entry) -> Image {
    Image::of(op, &entry.object).field(entry.field.as_str()).image(entries::to_json(entry))
}

/// The row as it is, cell by cell.
fn current(taken: &Taken<'_>, fid: i64) -> Result<Option<Vec<Sql>>, StoreError> {
    let sql = "SELECT uid, kind, object, field, time, amount, note FROM sitmap_entry WHERE fid = ?1";
    let found = taken.connection.query_row(sql, [fid], |row| (0..COLUMNS.len()).map(|place| row.get(place)).collect());
    Ok(found.optional()?)
}

/// The row as it was: what was touched from the log, the rest as it is.
fn before(logged: &Logged, now: Option<&Vec<Sql>>) -> Option<Entry> {
    let cell = |(place, name): (usize, &&str)| {
        let kept = logged.olds.get(*name).or_else(|| now?.get(place));
        kept.cloned().unwrap_or(Sql::Null)
    };
    entry(&COLUMNS.iter().enumerate().map(cell).collect::<Vec<_>>())
}

fn uid_of(cells: &[Sql]) -> Option<Uid> {
    text(cells.first()?)?.parse().ok()
}

fn text(cell: &Sql) -> Option<&str> {
    if let Sql::Text(text) = cell { Some(text) } else { None }
}

/// An entry from its cells; `None` when something it needs is missing.
fn entry(cells: &[Sql]) -> Option<Entry> {
    let [uid, kind, object, field, time, Sql::Integer(amount), note] = cells else { return None };
    Some(Entry {
        uid: text(uid)?.parse().ok()?,
        object: ObjectRef { kind: text(kind)?.into(), uid: text(object)?.parse().ok()? },
        field: text(field)?.into(),
        time: cell::parse_time(text(time)?)?,
        amount: *amount,
        note: text(note).map(Arc::from),
    })
}
