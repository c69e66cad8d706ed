//! Is a file whole? Every finding says how to mend it.

use std::path::Path;

use jiff::Timestamp;
use rusqlite::Connection;

use crate::{
    domain::{catalogue::Catalogue, problem::Problem},
    io::store::{
        Access, Reader, Store, entries,
        error::StoreError,
        open, outside,
        register::{Table, personal_name, quoted},
        schema::{APPLICATION_ID, USER_VERSION},
        spatial,
    },
};

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Whether nothing is wrong. Notes (a layer of someone else's, changes still to be taken in) are not wrong.
    pub ok: bool,
    /// What was found, each with words that say how to mend it.
    pub findings: Vec<Problem>,
}

/// What is worth saying and not wrong.
const NOTES: [&str; 2] = ["check_other_table", "check_outside_waits"];

/// Findings of SQLite's own check that are told at most.
const MOST: u32 = 20;

/// Checks a file from the first page to the last, without changing it. Takes seconds on a large one: for the
/// background.
pub fn check(path: &Path) -> Report {
    let findings = match open(path, Access::Read, &Catalogue::default(), Timestamp::UNIX_EPOCH) {
        Err(error) => vec![error.problem()],
        Ok((store, loaded)) => {
            let mut findings = loaded.problems;
            match look(&store, &mut findings) {
                Ok(()) => {}
                Err(error) => findings.push(error.problem()),
            }
            findings
        }
    };
    Report { ok: findings.iter().all(|finding| NOTES.contains(&finding.code)), findings }
}

fn look(store: &Store, findings: &mut Vec<Problem>) -> Result<(), StoreError> {
    let connection = &store.connection;
    header(connection, findings)?;
    integrity(connection, findings)?;
    for table in store.tables.values() {
        registered(connection, table, findings)?;
        uids(connection, table, findings)?;
        if table.has_geometry() {
            index(connection, table, findings)?;
        }
        if table.has_personal {
            personal(connection, table, findings)?;
        }
    }
    for kind in store.catalogue.kinds().filter(|kind| !store.tables.contains_key(&kind.id)) {
        findings.push(Problem::new("check_no_table").arg("table", &kind.id));
    }
    other_tables(store, findings)?;
    event_rows(store, findings)?;
    journal(store, findings)?;
    if outside::any(connection)? {
        findings.push(Problem::new("check_outside_waits"));
    }
    Ok(())
}

fn count(connection: &Connection, sql: &str) -> Result<i64, StoreError> {
    Ok(connection.query_row(sql, [], |row| row.get(0))?)
}

fn header(connection: &Connection, findings: &mut Vec<Problem>) -> Result<(), StoreError> {
    for (pragma, wanted) in [("application_id", APPLICATION_ID), ("user_version", USER_VERSION)] {
        let found = connection.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0))?;
        if found != wanted {
            findings
                .push(Problem::new("check_header").arg("pragma", pragma).arg("found", found).arg("expected", wanted));
        }
    }
    Ok(())
}

fn integrity(connection: &Connection, findings: &mut Vec<Problem>) -> Result<(), StoreError> {
    let mut statement = connection.prepare(&format!("PRAGMA integrity_check({MOST})"))?;
    for line in statement.query_map([], |row| row.get::<_, String>(0))? {
        let line = line?;
        if line != "ok" {
            findings.push(Problem::new("check_integrity").arg("why", line));
        }
    }
    Ok(())
}

fn registered(connection: &Connection, table: &Table, findings: &mut Vec<Problem>) -> Result<(), StoreError> {
    let expected = if table.has_geometry() { "features" } else { "attributes" };
    let sql = "SELECT count(*) FROM gpkg_contents WHERE table_name = ?1 AND data_type = ?2";
    let known: i64 = connection.query_row(sql, [table.name.as_str(), expected], |row| row.get(0))?;
    let sql = "SELECT count(*) FROM gpkg_geometry_columns WHERE table_name = ?1 AND column_name = 'geom'";
    let placed: i64 = connection.query_row(sql, [&table.name], |row| row.get(0))?;
    if known != 1 || placed != i64::from(table.has_geometry()) {
        findings.push(Problem::new("check_contents").arg("table", &table.name));
    }
    Ok(())
}

fn uids(connection: &Connection, table: &Table, findings: &mut Vec<Problem>) -> Result<(), StoreError> {
    let sql = format!("SELECT uid FROM {}", quoted(&table.name));
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query([])?;
    let mut without = 0_u64;
    while let Some(row) = rows.next()? {
        let uid = row.get_ref(0)?.as_str().ok().and_then(|text| text.parse::<crate::domain::model::Uid>().ok());
        without += u64::from(uid.is_none());
    }
    if without > 0 {
        findings.push(Problem::new("check_no_uid").arg("table", &table.name).arg("n", without));
    }
    Ok(())
}

fn index(connection: &Connection, table: &Table, findings: &mut Vec<Problem>) -> Result<(), StoreError> {
    let name = spatial::index_name(&table.name);
    let (t, i) = (quoted(&table.name), quoted(&name));
    let told: Result<String, _> = connection.query_row("SELECT rtreecheck(?1)", [&name], |row| row.get(0));
    let whole = told.is_ok_and(|told| told == "ok")
        && count(connection, &format!("SELECT count(*) FROM {i}"))?
            == count(connection, &format!("SELECT count(*) FROM {t} WHERE geom NOTNULL AND NOT ST_IsEmpty(geom)"))?;
    if !whole {
        findings.push(Problem::new("check_index").arg("table", &table.name));
        return Ok(());
    }
    // The index keeps single precision, rounded outwards.
    let sql = format!(
        "SELECT count(*) FROM gpkg_contents AS c, (SELECT min(minx) AS w, max(maxx) AS e, min(miny) AS s, max(maxy) AS n
           FROM {i}) AS r WHERE c.table_name = ?1 AND r.w NOTNULL AND NOT coalesce(
           c.min_x <= r.w + 0.0001 AND c.max_x >= r.e - 0.0001 AND c.min_y <= r.s + 0.0001 AND c.max_y >= r.n - 0.0001, 0)"
    );
    if connection.query_row(&sql, [&table.name], |row| row.get::<_, i64>(0))? > 0 {
        findings.push(Problem::new("check_extent").arg("table", &table.name));
    }
    Ok(())
}

fn personal(connection: &Connection, table: &Table, findings: &mut Vec<Problem>) -> Result<(), StoreError> {
    let name = personal_name(&table.name);
    let (own, beside) = (quoted(&table.name), quoted(&name));
    let sql = format!("SELECT count(*) FROM {beside} WHERE uid NOT IN (SELECT uid FROM {own} WHERE uid NOTNULL)");
    let orphans = count(connection, &sql)?;
    if orphans > 0 {
        findings.push(Problem::new("check_orphan_personal").arg("table", name).arg("n", orphans));
    }
    Ok(())
}

fn other_tables(store: &Reader, findings: &mut Vec<Problem>) -> Result<(), StoreError> {
    let sql = "SELECT table_name FROM gpkg_contents WHERE table_name NOT LIKE 'sitmap\\_%' ESCAPE '\\' ORDER BY 1";
    let mut statement = store.connection.prepare(sql)?;
    for name in statement.query_map([], |row| row.get::<_, String>(0))? {
        let name = name?;
        if !store.tables.values().any(|table| table.name == name || personal_name(&table.name) == name) {
            findings.push(Problem::new("check_other_table").arg("table", name));
        }
    }
    Ok(())
}

fn event_rows(store: &Reader, findings: &mut Vec<Problem>) -> Result<(), StoreError> {
    let total = count(&store.connection, "SELECT count(*) FROM sitmap_entry")?;
    let mut found = 0_i64;
    for table in store.tables.values() {
        let fields = table.kind.fields.iter().filter(|field| field.summed);
        for field in fields {
            let sql = format!(
                "SELECT count(*) FROM sitmap_entry WHERE kind = ?1 AND field = ?2 AND uid NOTNULL
                   AND object IN (SELECT uid FROM {})",
                quoted(&table.name)
            );
            let named = [table.kind.id.as_str(), field.id.as_str()];
            found += store.connection.query_row(&sql, named, |row| row.get::<_, i64>(0))?;
        }
    }
    if found < total {
        findings.push(Problem::new("check_orphan_entry").arg("n", total - found));
    }
    // Reading them all finds the half-filled ones.
    entries::sums(&store.connection).map(|_| ())
}

/// The journal leads back, image by image, to an empty file: nothing is missing from it and nothing was changed
/// past it.
fn journal(store: &Reader, findings: &mut Vec<Problem>) -> Result<(), StoreError> {
    let loose = "SELECT count(*) FROM sitmap_image WHERE seq NOT IN (SELECT seq FROM sitmap_journal)";
    let empty = "SELECT count(*) FROM sitmap_journal WHERE edits > 0 AND seq NOT IN (SELECT seq FROM sitmap_image)";
    let naming =
        "SELECT count(*) FROM sitmap_journal WHERE of_uid NOTNULL AND of_uid NOT IN (SELECT uid FROM sitmap_journal)";
    let mut broken = 0;
    for sql in [loose, empty, naming] {
        broken += count(&store.connection, sql)?;
    }
    if broken > 0 {
        findings.push(Problem::new("check_journal").arg("n", broken));
    }
    // Changes that wait to be taken in are not in the journal yet, so it cannot lead back past them.
    if !outside::any(&store.connection)? {
        let beginning = store.world_at(Timestamp::MIN)?;
        for layer in beginning.layers().filter(|layer| !layer.is_empty()) {
            findings.push(Problem::new("check_unjournalled").arg("table", &layer.kind().id).arg("n", layer.len()));
        }
    }
    Ok(())
}
