//! One writer at a time: an operating-system lock on a file beside the district, which a killed process releases.

use std::{
    fs::{File, OpenOptions, TryLockError},
    path::{Path, PathBuf},
};

/// Whether this process may write.
#[derive(Debug)]
pub enum Locking {
    /// It may, as long as this is kept.
    Ours(Lock),
    /// Another one does.
    Theirs,
    /// Nothing can be written here: the lock file cannot be made.
    Unwritable,
}

/// The lock, released when dropped and when the process ends in any way.
#[derive(Debug)]
pub struct Lock {
    /// Held for its lock alone.
    _file: File,
}

/// The lock file of a district file. It stays behind, empty: taking it away would let two take the lock.
pub fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".lock");
    path.with_file_name(name)
}

/// Tries to become the writer of a district file.
pub fn take(path: &Path) -> Locking {
    let Ok(file) = OpenOptions::new().create(true).write(true).truncate(false).open(beside(path)) else {
        return Locking::Unwritable;
    };
    match file.try_lock() {
        Ok(()) => Locking::Ours(Lock { _file: file }),
        Err(TryLockError::WouldBlock) => Locking::Theirs,
        // A share that knows no locks: better read than write unguarded.
        Err(TryLockError::Error(_)) => Locking::Unwritable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_told_and_the_lock_is_free_once_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("district.gpkg");
        let first = take(&path);
        assert!(matches!(first, Locking::Ours(_)));
        assert!(matches!(take(&path), Locking::Theirs));
        drop(first);
        assert!(matches!(take(&path), Locking::Ours(_)));
    }
}
