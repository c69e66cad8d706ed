//! Warnings from outside and to outside: CAP messages taken in as one action, and warnings as CAP messages.

mod area;
mod drafting;
mod out;
mod taking;
#[cfg(test)]
mod tests;

use jiff::Timestamp;

use crate::{
    app::Draft,
    domain::{problem::Problem, view::Words, world::World},
    io::cap::Alert,
};

pub use out::{Message, file_name, message};
pub use taking::plan;

/// What messages are read against, or written from.
#[derive(Clone, Copy, Debug)]
pub struct District<'a> {
    /// The world.
    pub world: &'a World,
    /// Whether the file is an exercise: no real warning goes in, and none comes out of it.
    pub exercise: bool,
    /// What everything that leaves the file says of itself: 示例数据.
    pub mark: Option<&'static str>,
    /// The time.
    pub now: Timestamp,
    /// The words.
    pub words: &'a Words,
}

/// A message that came in: the name of its file, and what it says.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// Its file, as people name it.
    pub file: String,
    /// The message, or why there is none.
    pub read: Result<Alert, Box<Problem>>,
}

/// What became of a message.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Did {
    /// A warning of this name is new.
    Added(String),
    /// It is new, and takes the place of an earlier one of this name.
    Updated(String),
    /// A warning of this name was lifted.
    Lifted(String),
    /// All of it was known already.
    Known,
}

/// What taking messages in would do.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The action; without edits: nothing is new.
    pub draft: Draft,
    /// How many warnings are new.
    pub added: usize,
    /// How many that were known were replaced or lifted.
    pub updated: usize,
    /// How many messages said nothing new.
    pub skipped: usize,
    /// What became of each message that was taken, by its file.
    pub did: Vec<(String, Did)>,
    /// What could not be taken, or was taken with a doubt.
    pub problems: Vec<Problem>,
}

impl Plan {
    /// The counts, for the message that says them.
    pub fn counts(&self) -> [(&'static str, String); 3] {
        [("added", self.added), ("updated", self.updated), ("skipped", self.skipped)].map(|(id, n)| (id, n.to_string()))
    }
}
