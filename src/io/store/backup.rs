//! Copies: a backup as it is, and a share copy without what is personal. Both through SQLite's backup API, so a
//! copy is whole even while others write.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, backup::Backup, params};
use serde_json::Value as Json;

use crate::{
    domain::{catalogue::Kind, edit::Label, view::Words},
    io::store::{
        Reader,
        error::StoreError,
        geometry,
        register::{personal_name, quoted},
        schema,
    },
};

/// Pages copied between two looks at the source.
const PAGES: i32 = 4_096;

/// What stands where a personal word stood.
const STRUCK: &str = "＊＊＊";

impl Reader {
    /// Writes a copy of the file as it is now. It is written beside its place first, so a failure leaves
    /// nothing half done under that name.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when there is a file of that name; else what the disk says.
    pub fn backup(&self, to: &Path) -> Result<(), StoreError> {
        self.copy(to, |_| Ok(()))
    }

    /// Writes a copy without what is personal: no personal columns, nor their images in the journal, nor the
    /// words of them in its labels.
    ///
    /// # Errors
    /// As [`Reader::backup`].
    pub fn share_copy(&self, to: &Path) -> Result<(), StoreError> {
        self.copy(to, |copy| self.strike(copy))
    }

    fn copy(&self, to: &Path, change: impl Fn(&Connection) -> Result<(), StoreError>) -> Result<(), StoreError> {
        if to.exists() {
            return Err(StoreError::Exists(to.to_owned()));
        }
        let half = half_name(to);
        let written = self
            .copy_into(&half, change)
            .and_then(|()| fs::rename(&half, to).map_err(|error| StoreError::NotWritten(error.to_string())));
        if written.is_err() {
            fs::remove_file(&half).ok();
        }
        written
    }

    fn copy_into(&self, half: &Path, change: impl Fn(&Connection) -> Result<(), StoreError>) -> Result<(), StoreError> {
        fs::remove_file(half).ok();
        let mut copy = Connection::open(half)?;
        geometry::register_functions(&copy)?;
        Backup::new(&self.connection, &mut copy)?.run_to_completion(PAGES, Duration::ZERO, None)?;
        copy.pragma_update_and_check(None, "journal_mode", "delete", |_| Ok(()))?;
        copy.pragma_update(None, "synchronous", "FULL")?;
        change(&copy)?;
        copy.close().map_err(|(_, error)| error)?;
        Ok(())
    }

    /// Takes what is personal out of a copy, and rewrites it so that nothing is left between the pages.
    fn strike(&self, copy: &Connection) -> Result<(), StoreError> {
        let words = schema::words();
        copy.pragma_update(None, "secure_delete", true)?;
        let transaction = copy.unchecked_transaction()?;
        let mut said = BTreeSet::new();
        for kind in self.catalogue.kinds().filter(|kind| kind.fields.iter().any(|field| field.personal)) {
            strike_table(copy, kind, &mut said)?;
            strike_images(copy, kind, &mut said)?;
        }
        strike_labels(copy, &said, &words)?;
        copy.execute("DELETE FROM sitmap_outside WHERE tbl LIKE '%\\_personal' ESCAPE '\\'", [])?;
        schema::write_meta(copy, "shared", "1")?;
        transaction.commit()?;
        // Statistics hold samples of what was indexed.
        for table in ["sqlite_stat1", "sqlite_stat4"] {
            copy.execute_batch(&format!("DROP TABLE IF EXISTS {table}"))?;
        }
        copy.execute_batch("VACUUM")?;
        Ok(())
    }
}

fn half_name(to: &Path) -> PathBuf {
    let mut name = to.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    to.with_file_name(name)
}

/// The ids under which a kind's personal fields stand or stood.
fn personal_ids(kind: &Kind) -> BTreeSet<&str> {
    let personal = kind.fields.iter().filter(|field| field.personal);
    personal.flat_map(|field| std::iter::once(field.id.as_str()).chain(field.was.iter().map(String::as_str))).collect()
}

/// Drops the personal table, noting every word that stood in it.
fn strike_table(copy: &Connection, kind: &Kind, said: &mut BTreeSet<String>) -> Result<(), StoreError> {
    let names = std::iter::once(kind.id.as_str()).chain(kind.was.iter().map(String::as_str));
    for name in names.map(personal_name) {
        if !schema::has_table(copy, &name)? {
            continue;
        }
        let mut statement = copy.prepare(&format!("SELECT * FROM {}", quoted(&name)))?;
        let columns = statement.column_count();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            for column in 2..columns {
                if let Ok(text) = row.get_ref(column)?.as_str() {
                    note(said, text);
                }
            }
        }
        drop(rows);
        drop(statement);
        copy.execute_batch(&format!("DROP TABLE {}", quoted(&name)))?;
        copy.execute("DELETE FROM gpkg_contents WHERE table_name = ?1", [&name])?;
    }
    Ok(())
}

/// A word worth striking elsewhere; a single letter would strike too much.
fn note(said: &mut BTreeSet<String>, text: &str) {
    if text.chars().count() > 1 {
        said.insert(text.to_owned());
    }
}

/// Takes a kind's personal values out of the images before.
fn strike_images(copy: &Connection, kind: &Kind, said: &mut BTreeSet<String>) -> Result<(), StoreError> {
    let ids = personal_ids(kind);
    for name in std::iter::once(kind.id.as_str()).chain(kind.was.iter().map(String::as_str)) {
        let sql = "SELECT seq, nr, op, field, image FROM sitmap_image WHERE kind = ?1 AND op IN ('set', 'remove')";
        let mut statement = copy.prepare(sql)?;
        let mut rows = statement.query([name])?;
        while let Some(row) = rows.next()? {
            let kept: Option<String> = row.get(4)?;
            let Some(mut image) = kept.and_then(|text| serde_json::from_str::<Json>(&text).ok()) else { continue };
            let field: Option<String> = row.get(3)?;
            let mut struck = false;
            if let Some(field) = field.filter(|field| ids.contains(field.as_str())) {
                tracing::trace!(%field, "struck");
                image.as_str().into_iter().for_each(|text| note(said, text));
                image = Json::Null;
                struck = true;
            } else if let Some(values) = image.get_mut("values").and_then(Json::as_object_mut) {
                for id in &ids {
                    if let Some(value) = values.remove(*id) {
                        value.as_str().into_iter().for_each(|text| note(said, text));
                        struck = true;
                    }
                }
            }
            if struck {
                let text = (!image.is_null()).then(|| image.to_string());
                let key = (row.get::<_, i64>(0)?, row.get::<_, i64>(1)?);
                let sql = "UPDATE sitmap_image SET image = ?3 WHERE seq = ?1 AND nr = ?2";
                copy.prepare_cached(sql)?.execute(params![key.0, key.1, text])?;
            }
        }
    }
    Ok(())
}

/// Strikes the words of people out of what the journal's actions are called.
fn strike_labels(copy: &Connection, said: &BTreeSet<String>, words: &Words) -> Result<(), StoreError> {
    let mut statement = copy.prepare("SELECT seq, label_id, label_args FROM sitmap_journal")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (seq, id, args): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let Ok(mut args) = serde_json::from_str::<std::collections::BTreeMap<String, String>>(&args) else { continue };
        let mut struck = false;
        for value in args.values_mut() {
            for text in said.iter().filter(|text| value.contains(text.as_str())).cloned().collect::<Vec<_>>() {
                *value = value.replace(&text, STRUCK);
                struck = true;
            }
        }
        if struck {
            let label = words.action(&Label { id, args: args.clone() });
            let args = serde_json::to_string(&args).unwrap_or_else(|_| "{}".to_owned());
            let sql = "UPDATE sitmap_journal SET label = ?2, label_args = ?3 WHERE seq = ?1";
            copy.prepare_cached(sql)?.execute(params![seq, label, args])?;
        }
    }
    Ok(())
}
