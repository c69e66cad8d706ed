//! How a layer is doing, so that it can be said.

use jiff::Timestamp;

use crate::io::tiles::Trouble;

/// How a layer is doing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Health {
    /// Now.
    pub state: State,
    /// When a tile last came from the server, in this run or an earlier one.
    pub last_good: Option<Timestamp>,
    /// How many tiles of the view are still to come.
    pub waiting: usize,
    /// Whether the view shows tiles kept from before because there are no fresh ones.
    pub kept: bool,
}

/// What a layer is doing.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum State {
    /// Nothing has been asked yet.
    #[default]
    Idle,
    /// Tiles are on their way.
    Loading,
    /// All is there.
    Ready,
    /// Something is in the way, since when.
    Troubled(Trouble, Option<Timestamp>),
}

impl Health {
    /// What is in the way.
    pub const fn trouble(&self) -> Option<Trouble> {
        match self.state {
            State::Troubled(trouble, _) => Some(trouble),
            _ => None,
        }
    }
}
