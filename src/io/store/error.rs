//! What can go wrong with a district file, each with its own words.

use std::path::{Path, PathBuf};

use rusqlite::ffi::ErrorCode;

use crate::domain::{
    model::{KindId, ObjectRef, Uid},
    problem::Problem,
};

/// Why a district file could not be opened, read or written. Nothing is harmed in any of these cases: a
/// failed write is rolled back whole.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum StoreError {
    /// There is no such file.
    #[error("{0} is not there")]
    Missing(PathBuf),
    /// There is a file already where a new one was to be made.
    #[error("{0} is there already")]
    Exists(PathBuf),
    /// The file is no SQLite database.
    #[error("{0} is no SQLite database")]
    NotSqlite(PathBuf),
    /// A SQLite database (a GeoPackage perhaps), but none of ours.
    #[error("{0} is no district file")]
    NotADistrict(PathBuf),
    /// The file was written by a newer version.
    #[error("the file has schema {found}, this program knows {known}")]
    Newer {
        /// The file's schema version.
        found: i64,
        /// The newest one known here.
        known: i64,
    },
    /// The file is shorter than it says.
    #[error("the file has {found} bytes of {expected}")]
    Truncated {
        /// Bytes there are.
        found: u64,
        /// Bytes there should be.
        expected: u64,
    },
    /// The file's pages contradict each other.
    #[error("the file is damaged: {0}")]
    Corrupt(String),
    /// The file or its folder does not take writes.
    #[error("the file cannot be written")]
    ReadOnly,
    /// In a read-only folder, with changes that were never folded in.
    #[error("the file was not closed cleanly and its folder is read-only")]
    Unfinished,
    /// Another window or command holds it.
    #[error("another window or command is writing the file")]
    Locked,
    /// No room left on the disk.
    #[error("the disk is full")]
    DiskFull,
    /// The disk did not take a write, for another reason than room.
    #[error("the disk did not take the write: {0}")]
    NotWritten(String),
    /// Another program changed the file; its changes must be taken in first ([`super::Store::absorb`]).
    #[error("another program changed the file")]
    ChangedOutside,
    /// The catalogue has no such kind.
    #[error("there is no kind {0}")]
    NoKind(KindId),
    /// The kind has no such field.
    #[error("{object:?} has no field {field}")]
    NoField {
        /// Whose.
        object: ObjectRef,
        /// Which.
        field: String,
    },
    /// An edit of an object that is not in the file.
    #[error("{0:?} is not in the file")]
    NoObject(ObjectRef),
    /// An object or event row of this uid is there already.
    #[error("{0} is there already")]
    UidTaken(Uid),
    /// What the edit was made against is no longer so.
    #[error("{field} of {object:?} changed since")]
    Stale {
        /// Whose.
        object: ObjectRef,
        /// Which field; `geometry` for the place.
        field: String,
    },
    /// A geometry that the kind's table does not take.
    #[error("the geometry of {0:?} does not fit its kind")]
    BadGeometry(ObjectRef),
    /// The journal holds no such action.
    #[error("the journal has no action {0}")]
    NoAction(Uid),
    /// The writer thread has ended.
    #[error("the writer has ended")]
    Ended,
    /// Anything else SQLite says.
    #[error("SQLite: {0}")]
    Sqlite(String),
}

impl StoreError {
    /// The problem as a value, with its words under `problem-<code>`.
    pub fn problem(&self) -> Problem {
        let named = |path: &Path| path.display().to_string();
        match self {
            Self::Missing(path) => Problem::new("store_missing").file(named(path)),
            Self::Exists(path) => Problem::new("store_exists").file(named(path)),
            Self::NotSqlite(path) => Problem::new("store_not_sqlite").file(named(path)),
            Self::NotADistrict(path) => Problem::new("store_not_a_district").file(named(path)),
            Self::Newer { found, known } => Problem::new("store_newer").arg("found", found).arg("known", known),
            Self::Truncated { found, expected } => {
                Problem::new("store_truncated").arg("found", found).arg("expected", expected)
            }
            Self::Corrupt(why) => Problem::new("store_corrupt").arg("why", why),
            Self::ReadOnly => Problem::new("store_read_only"),
            Self::Unfinished => Problem::new("store_unfinished"),
            Self::Locked => Problem::new("store_locked"),
            Self::DiskFull => Problem::new("store_disk_full"),
            Self::NotWritten(why) => Problem::new("store_not_written").arg("why", why),
            Self::ChangedOutside => Problem::new("store_changed_outside"),
            Self::NoKind(kind) => Problem::new("store_no_kind").arg("kind", kind),
            Self::NoField { object, field } => {
                Problem::new("store_no_field").arg("kind", &object.kind).arg("field", field)
            }
            Self::NoObject(object) => Problem::new("store_no_object").arg("kind", &object.kind).arg("uid", object.uid),
            Self::UidTaken(uid) => Problem::new("store_uid_taken").arg("uid", uid),
            Self::Stale { object, field } => {
                Problem::new("store_stale").arg("kind", &object.kind).arg("uid", object.uid).arg("field", field)
            }
            Self::BadGeometry(object) => {
                Problem::new("store_bad_geometry").arg("kind", &object.kind).arg("uid", object.uid)
            }
            Self::NoAction(uid) => Problem::new("store_no_action").arg("uid", uid),
            Self::Ended => Problem::new("store_ended"),
            Self::Sqlite(why) => Problem::new("store_sqlite").arg("why", why),
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let why = error.to_string();
        let rusqlite::Error::SqliteFailure(failure, _) = &error else { return Self::Sqlite(why) };
        match failure.code {
            ErrorCode::DiskFull => Self::DiskFull,
            ErrorCode::ReadOnly => Self::ReadOnly,
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Locked,
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Corrupt(why),
            // A short read is a file cut off under us; any other failure of the disk is a write not taken.
            ErrorCode::SystemIoFailure if failure.extended_code == rusqlite::ffi::SQLITE_IOERR_SHORT_READ => {
                Self::Corrupt(why)
            }
            ErrorCode::SystemIoFailure => Self::NotWritten(why),
            _ => Self::Sqlite(why),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::catalogue::Lang, io::assets::words};

    #[test]
    fn every_error_has_words_in_both_languages() {
        let object = ObjectRef { kind: "shelter".into(), uid: Uid::from_bits(1) };
        let path = PathBuf::from("district.gpkg");
        let all = [
            StoreError::Missing(path.clone()),
            StoreError::Exists(path.clone()),
            StoreError::NotSqlite(path.clone()),
            StoreError::NotADistrict(path),
            StoreError::Newer { found: 2, known: 1 },
            StoreError::Truncated { found: 1, expected: 2 },
            StoreError::Corrupt("page 3".to_owned()),
            StoreError::ReadOnly,
            StoreError::Unfinished,
            StoreError::Locked,
            StoreError::DiskFull,
            StoreError::NotWritten("gone".to_owned()),
            StoreError::ChangedOutside,
            StoreError::NoKind("shelter".into()),
            StoreError::NoField { object: object.clone(), field: "x".to_owned() },
            StoreError::NoObject(object.clone()),
            StoreError::UidTaken(Uid::from_bits(1)),
            StoreError::Stale { object: object.clone(), field: "x".to_owned() },
            StoreError::BadGeometry(object),
            StoreError::NoAction(Uid::from_bits(1)),
            StoreError::Ended,
            StoreError::Sqlite("x".to_owned()),
        ];
        for lang in [Lang::Zh, Lang::En] {
            let words = words(lang);
            for error in &all {
                let id = format!("problem-{}", error.problem().code.replace('_', "-"));
                assert!(words.has(&id), "{id} in {lang:?}");
            }
        }
    }
}
