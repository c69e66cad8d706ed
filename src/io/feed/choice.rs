//! Which feed the seat asks, and how often.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::{
    domain::hazard::typhoon::QuadrantOrder,
    io::{import::rain::json::Mapping, tiles::Key},
};

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

/// Minutes that can be chosen between two questions.
pub const MINUTES: [u16; 5] = [5, 10, 20, 30, 60];

/// The time between two questions: at least a minute, at most a day, whatever the file says.
fn every(minutes: u16) -> SignedDuration {
    SignedDuration::from_mins(i64::from(minutes.clamp(1, 24 * 60)))
}

/// Whose address it is: the name of its machine alone, for the rest of an address may hold a key.
pub fn host(address: &Key) -> String {
    let rest = address.reveal().split_once("://").map_or("", |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    host.rsplit('@').next().unwrap_or_default().to_owned()
}

impl StormFeed {
    /// The time between two questions: at least a minute, at most a day, whatever the file says.
    pub fn every(&self) -> SignedDuration {
        every(self.minutes)
    }

    /// How old the newest fix of an active storm may be.
    pub fn fresh(&self) -> SignedDuration {
        SignedDuration::from_hours(i64::from(self.stale_hours.clamp(1, 24 * 7)))
    }

    /// Whether there is anything to ask.
    pub const fn is_asked(&self) -> bool {
        self.on && !self.address.is_empty()
    }
}

/// The feed of rain. Nothing is asked unless somebody has switched it on and typed an address.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct RainFeed {
    /// Whether it is asked.
    pub on: bool,
    /// The address. It may hold a key, so it is shown nowhere but in its field.
    pub address: Key,
    /// Minutes between two questions.
    pub minutes: u16,
    /// Where the fields of its answer are.
    pub mapping: Mapping,
}

impl Default for RainFeed {
    fn default() -> Self {
        Self { on: false, address: Key::default(), minutes: 10, mapping: Mapping::default() }
    }
}

impl RainFeed {
    /// The time between two questions: at least a minute, at most a day, whatever the file says.
    pub fn every(&self) -> SignedDuration {
        every(self.minutes)
    }

    /// Whether there is anything to ask.
    pub const fn is_asked(&self) -> bool {
        self.on && !self.address.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_named_by_its_machine_alone() {
        for (address, name) in [
            ("https://rain.invalid/api?tk=c0ffee", "rain.invalid"),
            ("http://user:c0ffee@rain.invalid:8080#c0ffee", "rain.invalid:8080"),
            ("c0ffee", ""),
        ] {
            assert_eq!(host(&Key::new(address)), name);
        }
    }

    #[test]
    fn a_pace_of_no_minutes_or_of_weeks_is_held_between_a_minute_and_a_day() {
        let paced = |minutes: u16| RainFeed { minutes, ..RainFeed::default() }.every().as_mins();
        assert_eq!([0, 10, u16::MAX].map(paced), [1, 10, 1_440]);
    }
}
