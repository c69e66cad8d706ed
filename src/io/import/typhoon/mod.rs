//! Tracks of typhoons in the three forms they come in: the feed of Zhejiang's water bureau (JSON), IBTrACS (CSV, NOAA's
//! own columns or the simple ones) and JMA's best tracks (fixed width). What a file is is told by what stands in it,
//! never by its name; what is none of the three is a stated problem and no storm.

mod ibtracs;
mod jma;
mod zhejiang;

#[cfg(test)]
mod tests;

use std::path::Path;

use jiff::Timestamp;

use crate::{
    domain::{
        hazard::typhoon::{Circle, QuadrantOrder, State, Storm, beaufort_of},
        place::Position,
        problem::Problem,
    },
    io::{
        assets,
        import::{
            ImportError, bytes_of,
            date::{beijing, instant, parse},
        },
    },
};

/// How many problems are told one by one.
const TOLD: usize = 1_000;
/// Metres in a nautical mile.
const NAUTICAL_MILE_M: f64 = 1_852.0;
/// Metres a second in a knot.
const KNOT_MPS: f64 = 1_852.0 / 3_600.0;

/// What a file of tracks holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tracks {
    /// Storms with at least one fix, in the order of the file.
    pub storms: Vec<Storm>,
    /// What is wrong with it; the rest was taken.
    pub problems: Vec<Problem>,
}

/// Reads a file of tracks; `order`: of four radii in one text.
///
/// # Errors
/// [`ImportError`] when the file cannot be opened or is too large.
pub fn read_tracks(path: &Path, order: QuadrantOrder) -> Result<Tracks, ImportError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(read_tracks_bytes(&name, &bytes_of(path)?, order))
}

/// The storms that ship with the program: those that came near, with their published tracks.
pub fn archive() -> Tracks {
    read_tracks_bytes("archive.csv", assets::storms().as_bytes(), QuadrantOrder::default())
}

/// As [`read_tracks`], from memory; `name` stands with the problems.
pub fn read_tracks_bytes(name: &str, bytes: &[u8], order: QuadrantOrder) -> Tracks {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start = bytes.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(bytes.len());
    let mut reading = Reading::default();
    match bytes.get(start..).unwrap_or_default() {
        [] => reading.problem(Problem::new("typhoon_empty")),
        [b'<', ..] => reading.problem(Problem::new("typhoon_page")),
        [b'{' | b'[', ..] => zhejiang::read(bytes, order, &mut reading),
        [b'6', b'6', b'6', b'6', b'6', b' ', ..] => jma::read(bytes, &mut reading),
        _ => ibtracs::read(bytes, &mut reading),
    }
    let Reading { mut storms, mut problems, left_out } = reading;
    for storm in &mut storms {
        storm.put_in_order();
    }
    storms.retain(|storm| !storm.fixes.is_empty());
    if storms.is_empty() && problems.is_empty() {
        problems.push(Problem::new("typhoon_empty"));
    }
    if left_out > 0 {
        problems.push(Problem::new("typhoon_more").arg("n", left_out));
    }
    for problem in &mut problems {
        problem.file = Some(name.to_owned());
    }
    Tracks { storms, problems }
}

/// A moment as people and the Zhejiang feed write it: Beijing's clock unless it carries its own offset.
pub fn moment(text: &str) -> Option<Timestamp> {
    instant(text).or_else(|| beijing(parse(text)?))
}

/// What was read so far.
#[derive(Debug, Default)]
struct Reading {
    storms: Vec<Storm>,
    problems: Vec<Problem>,
    left_out: usize,
}

impl Reading {
    fn problem(&mut self, problem: Problem) {
        if self.problems.len() < TOLD {
            self.problems.push(problem);
        } else {
            self.left_out += 1;
        }
    }

    /// A number of a field that may be empty; what is none, or out of any reason, is told and left empty.
    fn number(&mut self, text: &str, at: &Problem, range: std::ops::RangeInclusive<f64>) -> Option<f64> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let number = text.parse().ok().filter(|number: &f64| range.contains(number));
        if number.is_none() {
            self.problem(Problem { code: "typhoon_number", ..at.clone() }.value(text));
        }
        number
    }
}

/// What a wind, a pressure and a radius may be at most: beyond it nobody ever measured.
const WIND_MPS: std::ops::RangeInclusive<f64> = 0.0..=150.0;
const PRESSURE_HPA: std::ops::RangeInclusive<f64> = 800.0..=1_100.0;
const RADIUS_KM: std::ops::RangeInclusive<f64> = 0.0..=3_000.0;

/// A state of which only time and place are known.
const fn bare(time: Timestamp, position: Position) -> State {
    State { time, position, wind_mps: None, beaufort: None, pressure_hpa: None, grade: None }
}

/// The same with its wind, m/s, and what follows from it.
fn with_wind(mut state: State, wind_mps: Option<f64>) -> State {
    state.wind_mps = wind_mps;
    state.beaufort = state.beaufort.or_else(|| wind_mps.map(beaufort_of));
    state.grade = state.grade.or_else(|| wind_mps.and_then(crate::domain::hazard::typhoon::Grade::of_wind));
    state
}

/// Four radii in kilometres, clockwise from north-east.
fn quadrants_km(radii: [f64; 4]) -> Circle {
    Circle::Quadrants(radii.map(|radius| radius * 1_000.0))
}
