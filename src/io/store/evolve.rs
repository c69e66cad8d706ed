//! The tables made to fit the catalogue. Additive: what the catalogue no longer names stays where it is.

use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::Connection;

use crate::{
    domain::catalogue::{Catalogue, Field, Kind},
    io::store::{
        commit::Tables,
        error::StoreError,
        outside,
        register::{self, Table, personal_name, quoted},
        schema, spatial,
    },
};

/// Makes every table and column that the catalogue names, and follows renames. In the caller's
/// transaction.
pub fn fit(connection: &Connection, catalogue: &Catalogue, now: Timestamp) -> Result<Tables, StoreError> {
    let mut tables = Tables::new();
    for kind in catalogue.kinds() {
        let table = match Table::find(connection, kind)? {
            None => Table::create(connection, kind, now)?,
            Some(table) if fits(&table) => table,
            Some(table) => change(connection, kind, &table, now)?,
        };
        if table.has_geometry() && spatial::mend(connection, &table.name)? {
            tracing::warn!(table = table.name, "the spatial index was out of step and is made anew");
        }
        outside::watch(connection, &table.name)?;
        if table.has_personal {
            outside::watch(connection, &personal_name(&table.name))?;
        }
        tables.insert(kind.id.clone(), table);
    }
    outside::watch(connection, "sitmap_entry")?;
    Ok(tables)
}

/// Where the file keeps the kinds of a catalogue, as it is.
pub fn find(connection: &Connection, catalogue: &Catalogue) -> Result<Tables, StoreError> {
    let mut tables = Tables::new();
    for kind in catalogue.kinds() {
        if let Some(table) = Table::find(connection, kind)? {
            tables.insert(kind.id.clone(), table);
        }
    }
    Ok(tables)
}

fn fits(table: &Table) -> bool {
    let stored = table.kind.fields.iter().enumerate().filter(|(_, field)| !field.summed);
    table.name == table.kind.id.as_str()
        && stored.clone().all(|(index, field)| {
            let column = table.columns.iter().find(|column| column.index == index);
            column.is_some_and(|column| column.name == field.id.as_str())
        })
        && (table.has_personal || stored.clone().all(|(_, field)| !field.personal))
}

fn change(connection: &Connection, kind: &Arc<Kind>, found: &Table, now: Timestamp) -> Result<Table, StoreError> {
    outside::unwatch(connection, &found.name)?;
    outside::unwatch(connection, &personal_name(&found.name))?;
    if found.name != kind.id.as_str() {
        rename(connection, found, kind.id.as_str())?;
    }
    let name = kind.id.as_str();
    let personal = personal_name(name);
    if !found.has_personal && kind.fields.iter().any(|field| field.personal && !field.summed) {
        register::create_personal(connection, kind, now)?;
    }
    for (index, field) in kind.fields.iter().enumerate().filter(|(_, field)| !field.summed) {
        let id = field.id.as_str();
        let home = if field.personal { &personal } else { name };
        let column = found.columns.iter().find(|column| column.index == index);
        match column {
            Some(column) if column.name != id => {
                let (home, old, new) = (quoted(home), quoted(&column.name), quoted(id));
                connection.execute_batch(&format!("ALTER TABLE {home} RENAME COLUMN {old} TO {new}"))?;
            }
            Some(_) => {}
            None => ensure_column(connection, home, field)?,
        }
    }
    Table::find(connection, kind)?.ok_or_else(|| StoreError::NoKind(kind.id.clone()))
}

fn ensure_column(connection: &Connection, table: &str, field: &Field) -> Result<(), StoreError> {
    let there = register::column_names(connection, table)?.iter().any(|name| name == field.id.as_str());
    if there { Ok(()) } else { register::add_column(connection, table, field) }
}

/// Renames a kind's tables, with all that names them.
fn rename(connection: &Connection, found: &Table, to: &str) -> Result<(), StoreError> {
    let from = found.name.as_str();
    let indexed = found.has_geometry() && schema::has_table(connection, &spatial::index_name(from))?;
    if indexed {
        spatial::remove(connection, from)?;
    }
    connection.execute_batch(&format!("ALTER TABLE {} RENAME TO {}", quoted(from), quoted(to)))?;
    let mut renamed = vec![(from.to_owned(), to.to_owned())];
    if found.has_personal {
        let (old, new) = (personal_name(from), personal_name(to));
        connection.execute_batch(&format!("ALTER TABLE {} RENAME TO {}", quoted(&old), quoted(&new)))?;
        renamed.push((old, new));
    }
    // The standard's tables refer to each other by name; in step again when the transaction ends.
    connection.execute_batch("PRAGMA defer_foreign_keys = ON")?;
    for (old, new) in &renamed {
        for named in ["gpkg_geometry_columns", "gpkg_extensions", "gpkg_contents"] {
            connection.execute(&format!("UPDATE {named} SET table_name = ?2 WHERE table_name = ?1"), [old, new])?;
        }
    }
    connection.execute("UPDATE sitmap_entry SET kind = ?2 WHERE kind = ?1", [from, to])?;
    connection.execute("UPDATE sitmap_series SET kind = ?2 WHERE kind = ?1", [from, to])?;
    if indexed {
        spatial::create(connection, to)?;
        spatial::fill(connection, to, i64::MIN)?;
    }
    Ok(())
}
