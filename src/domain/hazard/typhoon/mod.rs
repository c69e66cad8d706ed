//! Typhoons: where one was, where the agencies expect it, how far its winds reach, and when that is here.
//!
//! - [`Storm`] holds what an archive or a feed says: [`Fix`]es in order of time, each with its wind circles and the
//!   forecasts that were issued with it.
//! - [`Track`] is one course through time: the past, or what one agency expects. Between two steps the centre moves
//!   evenly in longitude, latitude and time, and radii change evenly.
//! - [`passes`] says when a course is nearest to a place and when its circles hold the place.
//!
//! Positions are WGS-84 and are never shifted: agencies publish degrees as they are, and the Chinese datums of maps do
//! not reach out to sea.

mod agency;
mod arrivals;
mod circle;
mod grade;
mod lines;
mod passes;
mod quadrants;
mod rehearsal;
mod swath;
mod track;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use jiff::Timestamp;

pub use agency::Agency;
pub use arrivals::{Arrival, Courses, Expected, Passing};
pub use circle::{Circle, Level, QuadrantOrder};
pub use grade::{Grade, beaufort_of};
pub use lines::{WarningLine, is_within};
pub use passes::{Nearest, Passage, Stay, passes};
pub use rehearsal::{CannotMove, REHEARSAL, Rehearsal, Shift, Wanted, When, Where};
pub use swath::beside;
pub use track::{Course, Step, Track};

use crate::domain::place::Position;

/// A tropical cyclone as an archive or a feed tells it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Storm {
    /// What the source calls it: IBTrACS's `SID`, the number of the feed (`202116`) or of the agency (`1909`).
    pub id: String,
    /// The international number, two digits of the year and two of the storm: `1909`.
    pub number: Option<String>,
    /// Its Chinese name.
    pub name_zh: Option<String>,
    /// Its international name.
    pub name_en: Option<String>,
    /// Where it was, in order of time, each moment once.
    pub fixes: Vec<Fix>,
    /// Whether the source says that it is still going on.
    pub active: bool,
    /// The order that unequal radii were read in where the source writes four in one text, so that it is in doubt.
    pub quadrants: Option<QuadrantOrder>,
    /// How it was moved for a rehearsal: then it is no real storm, and everything that names it says so.
    pub moved: Option<Rehearsal>,
}

/// Where a storm was at a moment, and what was said of it then.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// The state of the storm.
    pub state: State,
    /// How far its winds reach, by [`Level`]; `None`: not said. A circle without extent: said that there is none.
    pub circles: [Option<Circle>; 3],
    /// How fast it goes, km/h.
    pub moves_kmh: Option<f64>,
    /// Where it goes: degrees clockwise from north.
    pub moves_to_deg: Option<f64>,
    /// What the agencies expected then.
    pub forecasts: Vec<Forecast>,
}

/// A storm at a moment, measured or expected.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// When.
    pub time: Timestamp,
    /// The centre.
    pub position: Position,
    /// Mean wind near the centre, m/s.
    pub wind_mps: Option<f64>,
    /// The same on the Beaufort scale (GB/T 28591).
    pub beaufort: Option<u8>,
    /// Pressure at the centre, hPa.
    pub pressure_hpa: Option<f64>,
    /// What it is by GB/T 19201; `None`: not said, or no tropical cyclone any more.
    pub grade: Option<Grade>,
}

/// What an agency expects.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// Who.
    pub agency: Arc<str>,
    /// The expected states, in order of time, each moment once.
    pub points: Vec<State>,
}

/// The agency whose forecast is the official one here, as the Zhejiang feed names it.
pub const OFFICIAL: &str = "中国";

impl Storm {
    /// What to call it: the Chinese name, else the international one.
    pub fn name(&self) -> Option<&str> {
        self.name_zh.as_deref().or(self.name_en.as_deref())
    }

    /// When its course begins and ends; `None` without fixes.
    pub fn span(&self) -> Option<(Timestamp, Timestamp)> {
        Some((self.fixes.first()?.state.time, self.fixes.last()?.state.time))
    }

    /// Whether it goes by this id, number or name, in any case of letters.
    pub fn is_called(&self, text: &str) -> bool {
        let text = text.trim();
        let named = [Some(&self.id), self.number.as_ref(), self.name_zh.as_ref(), self.name_en.as_ref()];
        named.into_iter().flatten().any(|name| name.eq_ignore_ascii_case(text))
    }

    /// Puts fixes and forecasts in order of time; of two of the same moment the later one in the source stays.
    pub fn put_in_order(&mut self) {
        in_order(&mut self.fixes, |fix| fix.state.time);
        for forecast in self.fixes.iter_mut().flat_map(|fix| &mut fix.forecasts) {
            in_order(&mut forecast.points, |state| state.time);
        }
    }
}

fn in_order<T>(all: &mut Vec<T>, time: impl Fn(&T) -> Timestamp) {
    // The last of a moment is kept: sorted stably, it stands last among its equals.
    all.reverse();
    all.sort_by_key(&time);
    all.dedup_by_key(|one| time(one));
}
