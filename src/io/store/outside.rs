//! What other programs changed: QGIS or a script wrote to the file while we were away, or while it was open.
//!
//! Triggers on every register write the image before of each cell into a log. Our own writes bypass them by
//! raising a flag inside their transaction, which nobody else ever sees raised. What the log holds is taken
//! into the journal as one action made outside, before images included, so it can be undone like any other.

use rusqlite::Connection;

use crate::io::store::{
    error::StoreError,
    register::{self, quoted},
};

const EVENTS: [&str; 3] = ["insert", "update", "delete"];

/// Whether another program changed something that is not in the journal yet.
pub fn any(connection: &Connection) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM sitmap_outside)";
    Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// Raises or lowers the flag that says the writes of this transaction are ours.
pub fn ours(connection: &Connection, writing: bool) -> Result<(), StoreError> {
    connection.prepare_cached("UPDATE sitmap_ours SET writing = ?1")?.execute([writing])?;
    Ok(())
}

/// Sets the triggers of a table as its columns are now.
pub fn watch(connection: &Connection, table: &str) -> Result<(), StoreError> {
    let columns = register::column_names(connection, table)?;
    for (event, wanted) in EVENTS.into_iter().zip(triggers(table, &columns)) {
        let name = trigger_name(table, event);
        let sql = "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = ?1";
        let found: Option<String> = connection.query_row(sql, [&name], |row| row.get(0)).ok();
        if found.as_deref() != Some(wanted.as_str()) {
            connection.execute_batch(&format!("DROP TRIGGER IF EXISTS {}; {wanted}", quoted(&name)))?;
        }
    }
    Ok(())
}

/// Takes the triggers of a table away, before its columns change.
pub fn unwatch(connection: &Connection, table: &str) -> Result<(), StoreError> {
    for event in EVENTS {
        connection.execute_batch(&format!("DROP TRIGGER IF EXISTS {}", quoted(&trigger_name(table, event))))?;
    }
    Ok(())
}

fn trigger_name(table: &str, event: &str) -> String {
    format!("sitmap_outside_{table}_{event}")
}

/// The three triggers: on insert one line, on update one a changed cell, on delete one a cell.
fn triggers(table: &str, columns: &[String]) -> [String; 3] {
    let literal = table.replace('\'', "''");
    let now = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";
    let line = |op: &str, of: &str, field: &str, old: &str| {
        format!("SELECT '{literal}', '{op}', {of}.fid, {of}.uid, {field}, {old}, {now}")
    };
    let cells = |op: &str, only_changed: bool| {
        let lines = columns.iter().filter(|column| *column != "fid").map(|column| {
            let (field, column) = (format!("'{}'", column.replace('\'', "''")), quoted(column));
            let changed = format!(" WHERE OLD.{column} IS NOT NEW.{column} OR OLD.fid IS NOT NEW.fid");
            line(op, "OLD", &field, &format!("OLD.{column}")) + if only_changed { &changed } else { "" }
        });
        lines.collect::<Vec<_>>().join(" UNION ALL ")
    };
    let trigger = |event: &str, body: String| {
        format!(
            "CREATE TRIGGER {name} AFTER {event} ON {table} WHEN (SELECT writing FROM sitmap_ours) = 0
BEGIN INSERT INTO sitmap_outside (tbl, op, fid, uid, field, old, time) {body}; END",
            name = quoted(&trigger_name(table, event)),
            event = event.to_uppercase(),
            table = quoted(table),
        )
    };
    let moved = line("insert", "NEW", "NULL", "NULL") + " WHERE OLD.fid IS NOT NEW.fid";
    [
        trigger("insert", line("insert", "NEW", "NULL", "NULL")),
        trigger("update", format!("{} UNION ALL {moved}", cells("update", true))),
        trigger("delete", cells("delete", false)),
    ]
}
