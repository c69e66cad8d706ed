//! Lists from outside as edits: a pure plan with every row accounted for. Nothing is written here; the
//! operation makes one action of the edits, and a dry run just does not.
//!
//! A file goes through small steps: [`mod@format`] tells what it is and reads it into tables ([`table`]);
//! [`layout`] finds kind, sheet, headings and columns; `draft` reads the rows; [`datum`] says in which datum
//! their positions are; `plan` compares them with what is there and makes the edits. [`limits`] says how much
//! is taken in. Road networks go another way ([`roads`]): whole, as one network, from [`osm`] or a line layer.

mod coordinate;
pub(super) mod date;
pub mod datum;
mod delimited;
mod draft;
mod encoding;
mod error;
mod evidence;
mod features;
mod fold;
pub mod format;
mod handed;
pub mod heading;
mod known;
pub mod layout;
pub mod limits;
pub mod message;
mod number;
mod old_workbook;
pub mod osm;
pub mod plain;
mod plan;
mod problems;
pub mod rain;
pub mod readings;
mod returned;
mod review;
pub mod roads;
pub mod table;
pub mod typhoon;
mod value;
mod workbook;

use std::{collections::BTreeMap, fs::File, io::Read as _, ops::ControlFlow, path::Path, sync::Arc};

use jiff::Timestamp;

pub use datum::Crs;
pub use error::ImportError;
pub use fold::Fold;
pub use handed::{Handed, HandedFile, read_handed, read_handed_bytes};
pub use value::{Read, Reader};

use crate::{
    domain::{
        catalogue::Kind,
        edit::{Edit, Label},
        model::{KindId, Uid},
        problem::Problem,
        world::World,
    },
    io::import::limits::MAX_FILE_BYTES,
};

/// What the user says of a file; everything left out is found out.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What it lists; `None`: told by names and headings.
    pub kind: Option<KindId>,
    /// Its datum; `None`: guessed, with the reason in [`Assumed`].
    pub crs: Option<Crs>,
    /// Its encoding by any usual label (`gbk`, `big5`); `None` or `auto`: detected.
    pub encoding: Option<String>,
    /// The sheet of a workbook; `None`: the visible ones that are headed alike.
    pub sheet: Option<String>,
    /// Columns forced by the user: field id or name (or `lon`, `lat`, `lonlat`) and the column's heading or letters.
    pub map: Vec<(String, String)>,
    /// What to do with rows that mean an object already there.
    pub on_duplicate: OnDuplicate,
}

/// What to do with rows that mean an object already there.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum OnDuplicate {
    /// Leave it as it is. One that differs is reported.
    #[default]
    Skip,
    /// Take over what the row says differently; what it leaves empty stays.
    Update,
    /// Add the row all the same.
    Add,
}

/// How far an import is, in rows.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Progress {
    /// Rows done.
    pub rows: usize,
    /// Rows in all.
    pub total: usize,
}

/// What was found out rather than said.
#[derive(Clone, Debug)]
pub struct Assumed {
    /// The datum that positions were read in.
    pub crs: Crs,
    /// Why that datum: a message `import-<id>` of the locale files.
    pub crs_reason: Label,
    /// The text's encoding, where it is text.
    pub encoding: Option<&'static str>,
    /// Why that encoding: `forced`, `mark`, `valid`, `guessed`.
    pub encoding_reason: Option<&'static str>,
    /// The physical row of the headings, where they stand in one.
    pub header_row: Option<u64>,
    /// The sheets read, where there are sheets.
    pub sheets: Vec<String>,
}

/// A column and what it was read as, for the eye.
#[derive(Clone, Debug, PartialEq)]
pub struct Mapped {
    /// Its heading in the file.
    pub column: String,
    /// The field's id, `lon`, `lat` or `lonlat`; `None`: not taken.
    pub field: Option<String>,
    /// How sure, 0 to 100.
    pub confidence: u8,
    /// The first values in it.
    pub samples: Vec<String>,
}

/// A plan of an import. `rows` = `added` + `updated` + `skipped`.
#[derive(Clone, Debug)]
pub struct Import {
    /// What is listed.
    pub kind: Arc<Kind>,
    /// The edits, to be made one action.
    pub edits: Vec<Edit>,
    /// Rows below the headings that hold anything.
    pub rows: u64,
    /// Objects to be added.
    pub added: u64,
    /// Objects to be changed.
    pub updated: u64,
    /// Rows that change nothing.
    pub skipped: u64,
    /// Why rows are skipped: `equal`, `differs`, `total`, `header`, `remark`, `nothing`; they sum up to `skipped`.
    pub skipped_by: BTreeMap<&'static str, u64>,
    /// Rows added or changed that have no position (of a kind that has one).
    pub unplaced: u64,
    /// What was found out rather than said.
    pub assumed: Assumed,
    /// The columns and what they were read as.
    pub mapping: Vec<Mapped>,
    /// What is wrong, by sheet and row.
    pub problems: Vec<Problem>,
}

/// Reads a file as a plan against a world. `now` dates the objects, `new_uid` names the new ones, `progress` is
/// asked about every thousand rows and may stop it.
///
/// # Errors
/// [`ImportError`] when the file as a whole cannot be taken in. A bad row is never an error.
pub fn read(
    path: &Path,
    options: &Options,
    world: &World,
    now: Timestamp,
    new_uid: &mut dyn FnMut() -> Uid,
    progress: &dyn Fn(Progress) -> ControlFlow<()>,
) -> Result<Import, ImportError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    plan::plan(&name, &bytes_of(path)?, options, world, now, new_uid, progress)
}

/// As [`read`], from memory; `name` is the file's name.
///
/// # Errors
/// As [`read`].
pub fn read_bytes(
    name: &str,
    bytes: &[u8],
    options: &Options,
    world: &World,
    now: Timestamp,
    new_uid: &mut dyn FnMut() -> Uid,
) -> Result<Import, ImportError> {
    plan::plan(name, bytes, options, world, now, new_uid, &|_| ControlFlow::Continue(()))
}

/// The bytes of a file, never more than the limit: it may grow while it is read.
///
/// # Errors
/// [`ImportError`] when it cannot be read, or is too large.
pub fn bytes_of(path: &Path) -> Result<Vec<u8>, ImportError> {
    let unreadable = |error: std::io::Error| ImportError::Unreadable { why: error.to_string() };
    let file = File::open(path).map_err(unreadable)?;
    let size = file.metadata().map_err(unreadable)?.len();
    if size > MAX_FILE_BYTES {
        return Err(ImportError::too_large("bytes", size, MAX_FILE_BYTES));
    }
    let mut bytes = Vec::with_capacity(size as usize);
    file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(ImportError::too_large("bytes", bytes.len() as u64, MAX_FILE_BYTES));
    }
    Ok(bytes)
}
