//! Best tracks of JMA (RSMC Tokyo), fixed width: a header a storm (`66666`, international number, name), then a line a fix
//! with positions in tenths of a degree, knots and nautical miles, UTC.
//!
//! An area of winds is a circle that leans in one of eight directions (the longest radius there, the shortest opposite).
//! Winds of 30 knots stand for force 7, of 50 for force 10.

use jiff::{Timestamp, civil::DateTime, tz::Offset};

use crate::{
    domain::{
        hazard::typhoon::{Circle, Fix, Grade, Storm},
        place::Position,
        problem::Problem,
    },
    io::import::typhoon::{KNOT_MPS, NAUTICAL_MILE_M, Reading, bare, with_wind},
};

/// Years below this one are of this century.
const CENTURY: i16 = 51;
/// The codes of a direction, clockwise from north-east.
const EIGHTH_DEG: f64 = 45.0;

pub(super) fn read(bytes: &[u8], reading: &mut Reading) {
    let text = String::from_utf8_lossy(bytes);
    for (at, line) in text.lines().enumerate() {
        let row = at as u64 + 1;
        if line.starts_with("66666 ") {
            reading.storms.push(header(line));
        } else if !line.trim().is_empty() {
            match fix(line, row, reading) {
                Some(fix) => match reading.storms.last_mut() {
                    Some(storm) => storm.fixes.push(fix),
                    None => reading.problem(Problem::new("typhoon_line").row(row).value(cut(line))),
                },
                None => reading.problem(Problem::new("typhoon_line").row(row).value(cut(line))),
            }
        }
    }
}

fn cut(line: &str) -> String {
    line.trim_end().chars().take(80).collect()
}

/// Columns of a line, counted from 1 as the description does, without the spaces around.
fn columns(line: &str, from: usize, to: usize) -> &str {
    line.get(from - 1..to.min(line.len())).unwrap_or_default().trim()
}

fn header(line: &str) -> Storm {
    let number = columns(line, 7, 10).to_owned();
    let name = columns(line, 31, 64);
    Storm {
        id: number.clone(),
        number: Some(number),
        name_en: Some(name.to_owned()).filter(|name| !name.is_empty()),
        ..Storm::default()
    }
}

/// A fix; `None`: the line has no moment or no place.
fn fix(line: &str, row: u64, reading: &mut Reading) -> Option<Fix> {
    let tenths = |from: usize, to: usize| columns(line, from, to).parse().ok().map(|tenths: f64| tenths / 10.0);
    let time = moment(columns(line, 1, 8))?;
    // West of the antimeridian longitudes run on past 180.
    let lon = tenths(20, 23)?;
    let position = Position::new(if lon > 180.0 { lon - 360.0 } else { lon }, tenths(16, 18)?).ok()?;
    let mut number = |from: usize, to: usize, most: f64| {
        let at = Problem::new("typhoon_number").row(row).column(format!("{from}-{to}"));
        reading.number(columns(line, from, to), &at, 0.0..=most)
    };
    let mut state = bare(time, position);
    state.pressure_hpa = number(25, 28, 1_100.0).filter(|pressure| *pressure > 0.0);
    // No figure is given below a tropical storm.
    let wind = number(34, 36, 300.0).filter(|knots| *knots > 0.0).map(|knots| knots * KNOT_MPS);
    let code = columns(line, 14, 14);
    let is_cyclone = code != "6";
    state.grade = (code == "2").then_some(Grade::Depression);
    let mut state = with_wind(state, wind);
    if !is_cyclone {
        state.grade = None;
    }
    // Depressions and what is no tropical cyclone any more have no columns for areas; elsewhere none said is none known.
    let is_bare = matches!(code, "2" | "6");
    let miles = [42, 53].map(|from| {
        let at = |from: usize| columns(line, from, from).parse::<u8>().ok();
        let direction = at(from)?;
        Some((direction, number(from + 1, from + 4, 2_000.0)?, number(from + 6, from + 9, 2_000.0)?))
    });
    let [ten, seven] = miles.map(|area| area.map(leaning).or(is_bare.then_some(Circle::NONE)));
    Some(Fix { state, circles: [seven, ten, None], moves_kmh: None, moves_to_deg: None, forecasts: Vec::new() })
}

/// An area by direction code, longest and shortest radius, nautical miles.
pub(super) fn leaning((direction, longest, shortest): (u8, f64, f64)) -> Circle {
    let [longest, shortest] = [longest, shortest].map(|miles| miles * NAUTICAL_MILE_M);
    match direction {
        1..=8 => Circle::leaning(f64::from(direction) * EIGHTH_DEG, longest, shortest),
        // 9 is the same all round, 0 none at all.
        _ => Circle::leaning(0.0, longest, longest),
    }
}

/// `yymmddhh`, UTC.
fn moment(text: &str) -> Option<Timestamp> {
    if text.len() != 8 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let two = |from: usize| text.get(from..from + 2).and_then(|two| two.parse::<i8>().ok());
    let year = i16::from(two(0)?);
    let year = if year < CENTURY { 2_000 + year } else { 1_900 + year };
    let time = DateTime::new(year, two(2)?, two(4)?, two(6)?, 0, 0, 0).ok()?;
    Offset::UTC.to_timestamp(time).ok()
}
