//! When a storm is here, in the words of every agency, and how far they differ.

use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::{
    hazard::typhoon::{Level, OFFICIAL, Passage, Storm, Track, passes},
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

    /// When the place comes into a circle of this level; `None` too where it is inside when the forecast begins.
    pub fn arrival(&self, level: Level) -> Option<Timestamp> {
        self.passage.stays.iter().find(|stay| stay.level == level && !stay.from_start).map(|stay| stay.entered)
    }
}

/// The courses of a storm as known at a moment: worked out once for all places.
#[derive(Clone, Debug, PartialEq)]
pub struct Courses {
    past: Track,
    /// Who, since when, and where to.
    expected: Vec<(Arc<str>, Timestamp, Track)>,
}

impl Courses {
    /// Of a storm, as was known at a moment, or as is known to the end.
    pub fn of(storm: &Storm, until: Option<Timestamp>) -> Self {
        let expected = storm.forecasts(until).into_iter().map(|(fix, forecast)| {
            // Agencies publish before the feed's fix; the first points of a forecast say when.
            let own = forecast.points.iter().map(|point| point.time).filter(|time| *time <= fix.state.time).max();
            (forecast.agency.clone(), own.unwrap_or(fix.state.time), storm.expected(fix, forecast))
        });
        Self { past: storm.past(until), expected: expected.collect() }
    }

    /// How they pass a place. `None`: nothing was known yet.
    pub fn passing(&self, place: Position) -> Option<Passing> {
        let expected = self.expected.iter().filter_map(|(agency, issued, track)| {
            let passage = passes(track, place)?;
            Some(Expected { agency: agency.clone(), issued: *issued, passage })
        });
        Some(Passing { past: passes(&self.past, place)?, expected: expected.collect() })
    }
}

impl Passing {
    /// The nearest of what was and of what the official agency expects.
    pub fn nearest(&self) -> &Passage {
        let official = self.expected.iter().find(|one| one.is_official()).map(|one| &one.passage);
        let far = |passage: &&Passage| passage.nearest.distance_m;
        official.filter(|official| far(official) < far(&&self.past)).unwrap_or(&self.past)
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
