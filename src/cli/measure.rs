//! `measure`: how long a line is, how large an area, on the ellipsoid.

use geo_types::{Coord, Geometry, LineString, Polygon};
use serde::Serialize;

use crate::{
    cli::{Answer, Failure, Seat, answer::sentence, place},
    domain::{
        place::{measure, sound},
        view::measured,
    },
};

/// What can be asked: one of these.
#[derive(Clone, Debug, clap::Args)]
#[group(id = "measured", required = true, multiple = false)]
pub struct Options {
    #[arg(long, value_name = "POS", num_args = 2.., allow_hyphen_values = true)]
    line: Option<Vec<String>>,
    #[arg(long, value_name = "POS", num_args = 3.., allow_hyphen_values = true)]
    area: Option<Vec<String>>,
}

#[derive(Serialize)]
struct MeasureJson {
    length_m: f64,
    area_m2: Option<f64>,
}

/// Answers.
///
/// # Errors
/// When a position cannot be read, or what they make is no line or area; the sentence says where.
pub fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    let (texts, is_area) = match (&options.line, &options.area) {
        (Some(line), _) => (line, false),
        (None, Some(area)) => (area, true),
        (None, None) => return Err(seat.failure::<&str>("cli-bad-area", &[])),
    };
    let read = |text: &String| {
        let position = place::position(text).ok_or_else(|| seat.failure("cli-no-place", &[("place", text)]))?;
        Ok(Coord { x: position.lon(), y: position.lat() })
    };
    let line = LineString::new(texts.iter().map(read).collect::<Result<_, Failure>>()?);
    let given: Geometry = if is_area { Polygon::new(line, Vec::new()).into() } else { line.into() };
    let sound = sound(&given).map_err(|fault| Failure(sentence(&fault.problem(), &seat.words)))?;
    let found = measure(&sound.geometry);
    let text = measured::says(found, &seat.words);
    let area_m2 = is_area.then_some(found.area_m2);
    Ok(Answer::yes(text, MeasureJson { length_m: found.length_m, area_m2 }))
}
