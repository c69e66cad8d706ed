//! Which feed the seat asks, and how often.

use serde::{Deserialize, Serialize};

use crate::{domain::hazard::typhoon::QuadrantOrder, io::tiles::Key};

/// The feed of storms. Nothing is asked unless somebody has switched it on and typed an address.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct StormFeed {
    /// Whether it is asked.
    pub on: bool,
    /// The address. It may hold a key, so it is shown nowhere but in its field.
    pub address: Key,
    /// Minutes between two questions.
    pub minutes: u16,
    /// An active storm whose newest fix is older than this many hours is said to be stale.
    pub stale_hours: u16,
    /// How four radii in one text are to be read; for files that are let fall on the window too.
    pub quadrants: QuadrantOrder,
}

impl Default for StormFeed {
    fn default() -> Self {
        Self { on: false, address: Key::default(), minutes: 10, stale_hours: 6, quadrants: QuadrantOrder::default() }
    }
}

impl StormFeed {
    /// Minutes that can be chosen between two questions.
    pub const MINUTES: [u16; 5] = [5, 10, 20, 30, 60];

    /// The time between two questions: at least a minute, at most a day, whatever the file says.
    pub fn every(&self) -> jiff::SignedDuration {
        jiff::SignedDuration::from_mins(i64::from(self.minutes.clamp(1, 24 * 60)))
    }

    /// How old the newest fix of an active storm may be.
    pub fn fresh(&self) -> jiff::SignedDuration {
        jiff::SignedDuration::from_hours(i64::from(self.stale_hours.clamp(1, 24 * 7)))
    }

    /// Whether there is anything to ask.
    pub const fn is_asked(&self) -> bool {
        self.on && !self.address.is_empty()
    }
}
