//! Where a command asks from: a position, or the name of a township, a village or a place.

use geo::InteriorPoint as _;
use serde::Serialize;

use crate::{
    cli::{Failure, Seat},
    domain::{
        model::{Object, ObjectRef},
        place::{self, Position},
        query::name_of,
        world::World,
    },
};

/// The kinds whose names are places, in the order they are tried.
const NAMED: [&str; 3] = ["place_name", "township", "village"];

/// A place found.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Where.
    pub position: Position,
    /// Its name, when it was asked by name.
    pub name: Option<String>,
}

/// The place that a text means.
///
/// # Errors
/// When it is neither a position nor the name of one place; the sentence says what can be written.
pub fn find(text: &str, world: &World, seat: &Seat) -> Result<Place, Failure> {
    if let Some(position) = position(text) {
        return Ok(Place { position, name: None });
    }
    for kind in NAMED {
        let Some(layer) = world.layer(kind) else { continue };
        let called = |object: &Object| name_of(layer.kind(), object);
        let found: Vec<_> = layer
            .objects()
            .filter(|object| called(object) == text.trim())
            .filter_map(|object| Some((object, position_of(object)?)))
            .collect();
        match found.as_slice() {
            [] => {}
            [(_, position)] => return Ok(Place { position: *position, name: Some(text.trim().to_owned()) }),
            several => {
                let township = layer.kind().index("township");
                let one = |(object, at): &(&std::sync::Arc<Object>, Position)| {
                    let township = township.and_then(|index| object.value(index).as_text()).unwrap_or("");
                    format!("{township} {:.4},{:.4}", at.lon(), at.lat())
                };
                let places: Vec<String> = several.iter().map(one).collect();
                return Err(seat.failure("cli-several-places", &[("place", text), ("places", &places.join("; "))]));
            }
        }
    }
    Err(seat.failure("cli-no-place", &[("place", text)]))
}

/// A position as written: `LON,LAT` in decimal degrees or degrees, minutes and seconds.
pub fn position(text: &str) -> Option<Position> {
    Some(place::parse_position(text)?.position)
}

/// One point for an object: itself, or a point inside.
fn position_of(object: &Object) -> Option<Position> {
    Position::try_from(object.geometry.as_ref()?.interior_point()?).ok()
}

/// The direction of an azimuth, in the user's words.
pub fn direction(bearing_deg: f64, seat: &Seat) -> String {
    const NAMES: [&str; 8] = ["n", "ne", "e", "se", "s", "sw", "w", "nw"];
    let eighth = (bearing_deg.rem_euclid(360.0) / 45.0).round() as usize % NAMES.len();
    seat.words.get(&format!("cli-toward-{}", NAMES.get(eighth).unwrap_or(&"n")))
}

/// A distance as people read it.
pub fn distance(metres: f64) -> String {
    if metres < 1000.0 { format!("{metres:.0} m") } else { format!("{:.2} km", metres / 1000.0) }
}

/// A rectangle as written: `WEST,SOUTH,EAST,NORTH` in degrees, south below north.
pub fn bbox(text: &str) -> Option<[f64; 4]> {
    let numbers: Vec<f64> = text.split([',', '，']).map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
    let [west, south, east, north] = *numbers.as_slice() else { return None };
    let corners = [Position::new(west, south), Position::new(east, north)];
    (corners.iter().all(Result::is_ok) && west < east && south < north).then_some([west, south, east, north])
}

/// An object as programs read it in a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RowJson<'a> {
    id: String,
    name: &'a str,
    kind: &'a str,
    lon: Option<f64>,
    lat: Option<f64>,
}

impl<'a> RowJson<'a> {
    /// An object of this name at this place.
    pub fn new(object: &'a ObjectRef, name: &'a str, position: Option<Position>) -> Self {
        Self {
            id: object.uid.to_string(),
            name,
            kind: object.kind.as_str(),
            lon: position.map(Position::lon),
            lat: position.map(Position::lat),
        }
    }
}
