//! CAP 1.2 (OASIS Common Alerting Protocol): warnings as XML, read as strictly as its schema says and written so that they
//! validate against it.
//!
//! Nothing but XML's own five entities is replaced, and a document type is refused. Read by hand rather than by the crate
//! `oasiscap` 0.2: tried on the samples, it took one that the schema refuses (an element that CAP 1.2 does not have), and it
//! brings a second XML parser.

mod lexical;
mod read;
mod schema;
mod shape;
#[cfg(test)]
mod tests;
mod write;
mod xml;

use crate::domain::problem::Problem;

pub use lexical::{moment, written};
pub use read::read;
pub use schema::NAMESPACE;
pub use shape::{BadShape, circle_of, circle_text, polygon_of, polygon_text};
pub use write::write;

/// The largest message read, bytes (a message with the outlines of all townships of a district has about 200 kB).
pub const MAX_BYTES: usize = 8 << 20;
/// The deepest nesting of elements read: CAP has five, a signature in it eight more.
pub const MAX_DEPTH: usize = 32;
/// The most elements of a message.
pub const MAX_ELEMENTS: usize = 200_000;

/// A CAP message.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Alert {
    /// Its identifier, the sender's own.
    pub identifier: String,
    /// Who sent it, as others refer to it.
    pub sender: String,
    /// When, as written.
    pub sent: String,
    /// `Actual`, `Exercise`, `System`, `Test` or `Draft`.
    pub status: String,
    /// `Alert`, `Update`, `Cancel`, `Ack` or `Error`.
    pub msg_type: String,
    /// `Public`, `Restricted` or `Private`.
    pub scope: String,
    /// A note.
    pub note: Option<String>,
    /// The earlier messages that it acts on: `sender,identifier,sent`, apart by white space.
    pub references: Option<String>,
    /// What it says, once a language.
    pub infos: Vec<Info>,
}

/// What a message says, in one language.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Info {
    /// The language; none: American English.
    pub language: Option<String>,
    /// What it is about: `Met`, `Geo`, `Fire`.
    pub categories: Vec<String>,
    /// What is warned of.
    pub event: String,
    /// `Immediate`, `Expected`, `Future`, `Past` or `Unknown`.
    pub urgency: String,
    /// `Extreme`, `Severe`, `Moderate`, `Minor` or `Unknown`.
    pub severity: String,
    /// `Observed`, `Likely`, `Possible`, `Unlikely` or `Unknown`.
    pub certainty: String,
    /// Codes of the event.
    pub event_codes: Vec<Pair>,
    /// From when it counts, as written.
    pub effective: Option<String>,
    /// When it begins, as written.
    pub onset: Option<String>,
    /// Until when it counts, as written.
    pub expires: Option<String>,
    /// Who issued it, for people.
    pub sender_name: Option<String>,
    /// Its headline.
    pub headline: Option<String>,
    /// What happens.
    pub description: Option<String>,
    /// What to do.
    pub instruction: Option<String>,
    /// Further values.
    pub parameters: Vec<Pair>,
    /// Where.
    pub areas: Vec<Area>,
}

/// A name and its value.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Pair {
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
}

impl Pair {
    /// A name and its value.
    pub fn new(name: &str, value: &str) -> Self {
        Self { name: name.to_owned(), value: value.to_owned() }
    }
}

/// Where a message counts.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Area {
    /// In words.
    pub description: String,
    /// Polygons, latitude first, as written.
    pub polygons: Vec<String>,
    /// Circles, latitude first, their radius in kilometres, as written.
    pub circles: Vec<String>,
    /// Codes of places.
    pub geocodes: Vec<Pair>,
}

/// Why a message was not read: as a whole, with the line and the element at fault.
#[derive(Clone, Debug, Default, Eq, PartialEq, thiserror::Error)]
#[error("{code} at line {line}: {path} {value}")]
pub struct CapError {
    /// What is wrong: a code of [`Problem`].
    pub code: &'static str,
    /// The line, from 1.
    pub line: u64,
    /// The element: `alert/info[2]/area[1]/polygon`.
    pub path: String,
    /// What stands there.
    pub value: String,
}

impl CapError {
    fn new(code: &'static str, line: u64, path: &str, value: impl Into<String>) -> Self {
        // A whole text may stand where a word should.
        let value: String = value.into().trim().chars().take(80).collect();
        Self { code, line, path: path.to_owned(), value }
    }

    /// As a problem of this file.
    pub fn problem(&self, file: &str) -> Problem {
        let most = format!("{} MB", MAX_BYTES >> 20);
        Problem::new(self.code).file(file).row(self.line).column(&*self.path).value(&*self.value).arg("most", most)
    }
}

/// Whether bytes look like a CAP message of any version, to tell it from other files.
pub fn is_cap(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(8192)).unwrap_or(bytes);
    let text = String::from_utf8_lossy(head);
    text.trim_start_matches('\u{feff}').trim_start().starts_with('<') && text.contains("emergency:cap")
}

/// Reads the message of a file.
///
/// # Errors
/// A [`Problem`] with the file, line and element where it cannot be read or is no CAP 1.2.
pub fn read_file(path: &std::path::Path, file: &str) -> Result<Alert, Box<Problem>> {
    let unreadable = |why: String| Box::new(Problem::new("cap_unreadable").file(file).value(why));
    let bytes = crate::io::import::bytes_of(path).map_err(|error| unreadable(error.to_string()))?;
    read(&bytes).map_err(|error| Box::new(error.problem(file)))
}
