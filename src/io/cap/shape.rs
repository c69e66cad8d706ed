//! The shapes of CAP: pairs of latitude and longitude, WGS-84 degrees.

use geo_types::{Coord, LineString, Polygon};

use crate::domain::place::{Position, circle, sound};

/// Why a shape is none.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum BadShape {
    /// It is not made of pairs of numbers on the Earth, latitude first.
    Numbers,
    /// Its last pair is not its first, or it has fewer than four.
    Open,
    /// It crosses itself or has no area.
    Unsound,
}

impl BadShape {
    /// The code of its problem.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Numbers => "cap_polygon_numbers",
            Self::Open => "cap_polygon_open",
            Self::Unsound => "cap_polygon_unsound",
        }
    }
}

fn pair(text: &str) -> Option<Position> {
    let (lat, lon) = text.split_once(',')?;
    Position::new(lon.trim().parse().ok()?, lat.trim().parse().ok()?).ok()
}

/// A polygon from its text: pairs apart by white space, the last one the first again.
///
/// # Errors
/// [`BadShape`] where it is none.
pub fn polygon_of(text: &str) -> Result<Polygon, BadShape> {
    let positions: Option<Vec<Position>> = text.split_whitespace().map(pair).collect();
    let ring: Vec<Coord> = positions.ok_or(BadShape::Numbers)?.into_iter().map(|at| at.point().0).collect();
    if ring.len() < 4 || ring.first() != ring.last() {
        return Err(BadShape::Open);
    }
    let polygon = Polygon::new(LineString::new(ring), Vec::new());
    match sound(&polygon.clone().into()) {
        Ok(_) => Ok(polygon),
        Err(_) => Err(BadShape::Unsound),
    }
}

/// A circle from its text, `lat,lon km`, as a polygon of 72 corners on the geodesic; `None`: it is none, or has no area.
pub fn circle_of(text: &str) -> Option<Polygon> {
    let mut parts = text.split_whitespace();
    let (centre, radius) = (pair(parts.next()?)?, parts.next()?.parse::<f64>().ok()?);
    parts.next().is_none().then(|| circle(centre, radius * 1000.0)).flatten()
}

/// A polygon's outline as text, to the last digit of its numbers. Its holes are not in it: CAP has none.
pub fn polygon_text(polygon: &Polygon) -> String {
    let pairs: Vec<String> = polygon.exterior().coords().map(|coord| format!("{},{}", coord.y, coord.x)).collect();
    pairs.join(" ")
}

/// A circle as text; its radius in metres.
pub fn circle_text(centre: Position, radius_m: f64) -> String {
    format!("{},{} {}", centre.lat(), centre.lon(), radius_m / 1000.0)
}
