//! Registers as files that other programs read.

mod geojson;

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

pub use self::geojson::{Options, collection, geojson};

/// A file could not be written; nothing of it is left behind.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The world has no such kind.
    #[error("no kind {0}")]
    NoKind(String),
    /// The file system refused.
    #[error("{path} cannot be written: {why}")]
    Unwritable {
        /// Where to.
        path: PathBuf,
        /// What the operating system said.
        why: io::Error,
    },
}

/// Writes a whole file or none of it: to a neighbour first, then renamed over.
///
/// # Errors
/// [`ExportError::Unwritable`]; what stood at the path before stands there still.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), ExportError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.part"));
    let written = File::create(&beside)
        .and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&beside, path));
    written.map_err(|why| {
        // The half-written neighbour may not even exist; the first error is the one to tell.
        let _ = fs::remove_file(&beside);
        ExportError::Unwritable { path: path.to_owned(), why }
    })
}
