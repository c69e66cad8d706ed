//! When a storm is here, in the words of every agency, and how far they differ.

use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::{
    hazard::typhoon::{Level, OFFICIAL, Passage, Storm, passes},
    place::Position,
};

/// A storm and a place: what was, and what is expected.
#[derive(Clone, Debug, PartialEq)]
pub struct Passing {
    /// Along its past course.
    pub past: Passage,
    /// Along what each agency expected last, in the order of their names.
    pub expected: Vec<Expected>,
}

/// What an agency expects of a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    /// Who.
    pub agency: Arc<str>,
    /// When its forecast was issued.
    pub issued: Timestamp,
    /// Along its course, from then on.
    pub passage: Passage,
}

/// When the winds of a level arrive, by all agencies that expect them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Arrival {
    /// Which.
    pub level: Level,
    /// The earliest.
    pub first: Timestamp,
    /// The latest.
    pub last: Timestamp,
    /// By the official agency, where it expects them.
    pub official: Option<Timestamp>,
    /// How many agencies expect them.
    pub agencies: usize,
    /// Of how many.
    pub of: usize,
}

impl Expected {
    /// Whether it is the official forecast.
    pub fn is_official(&self) -> bool {
        self.agency.as_ref() == OFFICIAL
    }

    /// When the place is first inside a circle of this level.
    pub fn arrival(&self, level: Level) -> Option<Timestamp> {
        self.passage.stays.iter().find(|stay| stay.level == level).map(|stay| stay.entered)
    }
}

impl Passing {
    /// Of a storm and a place, as was known at a moment, or as is known to the end. `None`: nothing was known yet.
    pub fn of(storm: &Storm, place: Position, until: Option<Timestamp>) -> Option<Self> {
        let past = passes(&storm.past(until), place)?;
        let expected = storm.forecasts(until).into_iter().filter_map(|(fix, forecast)| {
            let passage = passes(&storm.expected(fix, forecast), place)?;
            Some(Expected { agency: forecast.agency.clone(), issued: fix.state.time, passage })
        });
        Some(Self { past, expected: expected.collect() })
    }

    /// When winds of each level are expected, and how far the agencies differ; levels that nobody expects are left out.
    pub fn arrivals(&self) -> Vec<Arrival> {
        let of = |level: Level| {
            let times: Vec<Timestamp> = self.expected.iter().filter_map(|one| one.arrival(level)).collect();
            let official = self.expected.iter().find(|one| one.is_official()).and_then(|one| one.arrival(level));
            let (first, last) = times.iter().min().copied().zip(times.iter().max().copied())?;
            Some(Arrival { level, first, last, official, agencies: times.len(), of: self.expected.len() })
        };
        Level::ALL.into_iter().filter_map(of).collect()
    }
}
