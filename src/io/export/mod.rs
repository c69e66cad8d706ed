//! Registers as files that other programs read.

mod csv;
mod geojson;

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

pub use self::{
    csv::{csv, table},
    geojson::{collection, geojson},
};

/// What an export says and holds back.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// Whether personal fields are written as they are; else they are masked.
    pub unmask: bool,
    /// The mark of the sample district (示例数据), where the file is one.
    pub mark: Option<&'a str>,
}

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

/// A personal text with its middle covered: `138****1234`, `张*`.
pub fn masked(text: &str) -> String {
    let all: Vec<char> = text.chars().collect();
    let (head, tail) = match all.len() {
        0 => return String::new(),
        1..=3 => (1, 0),
        4..=6 => (1, 1),
        _ => (3, 4),
    };
    let covered = |(place, c): (usize, &char)| if place < head || place + tail >= all.len() { *c } else { '*' };
    let text: String = all.iter().enumerate().map(covered).collect();
    if all.len() == 1 { "*".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_phones_are_covered() {
        for (text, covered) in
            [("", ""), ("张", "*"), ("张三", "张*"), ("欧阳某某", "欧**某"), ("13800001234", "138****1234")]
        {
            assert_eq!(masked(text), covered);
        }
    }
}
