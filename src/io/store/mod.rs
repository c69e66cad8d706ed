//! The district file: a GeoPackage that is also the journal of everything that happened.
//!
//! - [`create`] and [`open`] give a [`Store`] (and what it [`Loaded`]); one process writes, any number read.
//! - [`Store::commit`] writes an action into registers and journal in one transaction, on the disk before it
//!   returns.
//! - [`Reader`] answers what the file knows of the past: the journal, undo and redo, the world at any moment.
//! - `docs/file-format.md` says what the tables are.

mod absorb;
mod absorb_entries;
mod backup;
mod catalogue_table;
mod cell;
mod check;
mod commit;
mod entries;
mod error;
mod evolve;
mod geometry;
mod history;
mod insert;
mod journal;
mod lock;
mod network;
mod open;
mod outside;
mod pack;
mod past;
mod readings;
mod register;
mod restore;
mod schema;
mod sought;
mod spatial;
mod summary;

use std::{
    ops::Deref,
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::Timestamp;
use rusqlite::{Connection, Transaction, TransactionBehavior};

pub use check::{Report, check};
pub use error::StoreError;
pub use history::Way;
pub use journal::JournalRow;
pub use network::{kept_order, road_count};
pub use open::{Access, Granted, Loaded, ReaderBecause, create, open, reader};
pub use readings::{Appended, Hour, KEEP_DAYS, RainMeasured, Reading};
pub use restore::Unfit;
pub use schema::{KNOWN as SCHEMA, Meta};
pub use sought::{JournalPage, Sought, Touched};
pub use summary::Summary;

use crate::{
    domain::{
        catalogue::Catalogue,
        edit::Action,
        model::{Entry, ObjectRef, Uid},
        problem::Problem,
        view::Words,
        world::World,
    },
    io::store::{commit::Tables, lock::Lock},
};

/// What reads a district file.
#[derive(Debug)]
pub struct Reader {
    path: PathBuf,
    connection: Connection,
    catalogue: Arc<Catalogue>,
    tables: Tables,
}

/// An open district file; a [`Reader`] that may also write, where it was granted.
#[derive(Debug)]
pub struct Store {
    reader: Reader,
    words: Words,
    lock: Option<Lock>,
}

impl Deref for Store {
    type Target = Reader;

    fn deref(&self) -> &Reader {
        &self.reader
    }
}

/// What happened to an object, the latest first, on a connection of its own: for another thread than the file's.
///
/// # Errors
/// What SQLite says.
pub fn history(file: &Path, object: &ObjectRef, limit: usize) -> Result<Vec<JournalRow>, StoreError> {
    journal::rows_of(&open::connect_reading(file)?, object, limit)
}

/// The readings of a series from a moment to another, on a connection of its own: for another thread than the file's.
///
/// # Errors
/// What SQLite says.
pub fn readings_of(
    file: &Path,
    object: &ObjectRef,
    field: &str,
    [from, to]: [Timestamp; 2],
) -> Result<Vec<(Timestamp, f64)>, StoreError> {
    readings::of_series(&open::connect_reading(file)?, object, field, from, to)
}

/// The rain that was measured from a moment to another, on a connection of its own: for another thread than the file's.
///
/// # Errors
/// What SQLite says.
pub fn rain_of(file: &Path, [from, to]: [Timestamp; 2]) -> Result<RainMeasured, StoreError> {
    readings::rain(&open::connect_reading(file)?, from, to)
}

impl Reader {
    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The catalogue the file lives by.
    pub const fn catalogue(&self) -> &Arc<Catalogue> {
        &self.catalogue
    }

    /// A second reader of the same file, on a connection of its own, for another thread.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn reader(&self) -> Result<Self, StoreError> {
        let connection = open::connect_reading(&self.path)?;
        Ok(Self { path: self.path.clone(), connection, catalogue: self.catalogue.clone(), tables: self.tables.clone() })
    }

    /// The world as it stands in the file now, and what could not be read.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn world(&self) -> Result<(World, Vec<Problem>), StoreError> {
        let mut problems = Vec::new();
        let world = open::load(&self.connection, &self.catalogue, &self.tables, &mut problems)?;
        Ok((world, problems))
    }

    /// The journal's last lines, the latest first; with `before`, those before that number.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn journal(&self, before: Option<u64>, limit: usize) -> Result<Vec<JournalRow>, StoreError> {
        journal::rows(&self.connection, before, limit)
    }

    /// The journal's line of an action.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn journal_row(&self, uid: Uid) -> Result<Option<JournalRow>, StoreError> {
        journal::row(&self.connection, uid)
    }

    /// How many actions the journal holds.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn journal_length(&self) -> Result<u64, StoreError> {
        journal::length(&self.connection)
    }

    /// The event rows of an object, in the order in which they were written.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn entries(&self, object: &ObjectRef) -> Result<Vec<Entry>, StoreError> {
        entries::of_object(&self.connection, object)
    }

    /// Whether another program changed the file and [`Store::absorb`] has something to take in. Costs next to
    /// nothing, so it may be asked every second.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn changed_outside(&self) -> Result<bool, StoreError> {
        outside::any(&self.connection)
    }
}

impl Store {
    /// Whether it may write.
    pub const fn is_writer(&self) -> bool {
        self.lock.is_some()
    }

    fn must_write(&self) -> Result<(), StoreError> {
        if self.is_writer() { Ok(()) } else { Err(StoreError::ReadOnly) }
    }

    /// Writes an action into registers and journal in one transaction, on the disk when it returns; its number
    /// in the journal.
    ///
    /// # Errors
    /// [`StoreError::Stale`] and its like when an edit does not fit what the file holds,
    /// [`StoreError::ChangedOutside`] when another program's changes must be taken in first, or what the disk
    /// says. The file is then as it was.
    pub fn commit(&mut self, action: &Action) -> Result<u64, StoreError> {
        self.commit_with(action, &[])
    }

    /// The same with the readings that it rests on, in one transaction: both are in the file, or neither is.
    ///
    /// # Errors
    /// As [`Self::commit`].
    pub fn commit_with(&mut self, action: &Action, readings: &[Reading]) -> Result<u64, StoreError> {
        self.must_write()?;
        commit::commit(&self.reader.connection, &self.reader.tables, action, readings, &self.words)
    }

    /// Takes what other programs changed into the journal, as one action made outside. The registers have it
    /// already; the caller applies the action to its world, or takes [`Reader::world`] anew where it does not fit.
    ///
    /// # Errors
    /// What SQLite says; nothing is taken in then.
    pub fn absorb(&mut self, now: Timestamp) -> Result<Option<Action>, StoreError> {
        self.must_write()?;
        let connection = &self.reader.connection;
        let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
        outside::ours(&transaction, true)?;
        let action = absorb::absorb(&transaction, &self.reader.tables, &self.words, now)?;
        outside::ours(&transaction, false)?;
        transaction.commit()?;
        Ok(action)
    }

    /// Closes the file so that it opens from a read-only folder: everything folded in, no log beside it.
    ///
    /// # Errors
    /// What SQLite says. Nothing is lost then; the next opening folds the log in.
    pub fn close(mut self) -> Result<(), StoreError> {
        self.fold()
    }

    fn fold(&mut self) -> Result<(), StoreError> {
        if self.lock.is_none() {
            return Ok(());
        }
        let connection = &self.reader.connection;
        connection.flush_prepared_statement_cache();
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        // While another program reads, it stays in WAL mode: no harm, the last one out cleans up.
        match connection.pragma_update_and_check(None, "journal_mode", "delete", |_| Ok(())).map_err(StoreError::from) {
            Ok(()) | Err(StoreError::Locked) => {}
            Err(other) => return Err(other),
        }
        self.lock = None;
        Ok(())
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        if let Err(error) = self.fold() {
            tracing::warn!(%error, "the district file was not folded on closing");
        }
    }
}

#[cfg(test)]
mod tests;
