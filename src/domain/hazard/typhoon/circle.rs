//! How far a storm's winds reach: wind circles (风圈), which are seldom circles.

use geo::{Destination as _, Geodesic};
use geo_types::{Coord, LineString, Polygon};
use serde::{Deserialize, Serialize};

use crate::domain::place::{Position, bearing_deg, distance_m};

/// The force of the wind that a circle bounds.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Level {
    /// Force 7, from 13.9 m/s; other agencies' 30 or 34 knots.
    Seven,
    /// Force 10, from 24.5 m/s; other agencies' 50 knots.
    Ten,
    /// Force 12, from 32.7 m/s; other agencies' 64 knots.
    Twelve,
}

impl Level {
    /// All, widest first; a circle's place in a fix's list is its place here.
    pub const ALL: [Self; 3] = [Self::Seven, Self::Ten, Self::Twelve];

    /// The force on the Beaufort scale.
    pub const fn force(self) -> u8 {
        match self {
            Self::Seven => 7,
            Self::Ten => 10,
            Self::Twelve => 12,
        }
    }

    /// Its place in a fix's circles.
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// The extent of a wind of some force, metres on the ground.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Circle {
    /// A radius in each quadrant: north-east, south-east, south-west, north-west.
    Quadrants([f64; 4]),
    /// A circle whose middle lies off the storm's centre, as JMA publishes it.
    Offset {
        /// How far east of the centre its middle lies.
        east_m: f64,
        /// How far north.
        north_m: f64,
        /// Its radius.
        radius_m: f64,
    },
}

/// The order of four radii in one text. Public code disagrees for the Zhejiang feed; the values in it favour the
/// default, and a commander can choose another after seeing the shape.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub enum QuadrantOrder {
    /// North-east, south-east, north-west, south-west.
    #[default]
    #[serde(rename = "ne-se-nw-sw")]
    NeSeNwSw,
    /// Clockwise from north-east.
    #[serde(rename = "ne-se-sw-nw")]
    NeSeSwNw,
    /// South-east, north-east, north-west, south-west.
    #[serde(rename = "se-ne-nw-sw")]
    SeNeNwSw,
    /// North-east, north-west, south-east, south-west.
    #[serde(rename = "ne-nw-se-sw")]
    NeNwSeSw,
}

impl QuadrantOrder {
    /// All.
    pub const ALL: [Self; 4] = [Self::NeSeNwSw, Self::NeSeSwNw, Self::SeNeNwSw, Self::NeNwSeSw];

    /// The word that options write.
    pub const fn id(self) -> &'static str {
        match self {
            Self::NeSeNwSw => "ne-se-nw-sw",
            Self::NeSeSwNw => "ne-se-sw-nw",
            Self::SeNeNwSw => "se-ne-nw-sw",
            Self::NeNwSeSw => "ne-nw-se-sw",
        }
    }

    /// Radii as they stand in the text, clockwise from north-east.
    pub const fn clockwise(self, [a, b, c, d]: [f64; 4]) -> [f64; 4] {
        match self {
            Self::NeSeNwSw => [a, b, d, c],
            Self::NeSeSwNw => [a, b, c, d],
            Self::SeNeNwSw => [b, a, d, c],
            Self::NeNwSeSw => [a, c, d, b],
        }
    }
}

/// A place this near to the edge is on it: far below what a radius means, far above the error of a geodesic.
const EDGE_M: f64 = 1e-3;
/// Corners of an arc of a quarter.
const CORNERS: u32 = 24;

impl Circle {
    /// The same radius all round.
    pub const fn round(radius_m: f64) -> Self {
        Self::Quadrants([radius_m; 4])
    }

    /// No extent: said that there is none.
    pub const NONE: Self = Self::Quadrants([0.0; 4]);

    /// An extent whose longest radius lies in this direction (degrees clockwise from north) and whose shortest lies
    /// opposite: a circle moved off the centre by half their difference (the form of JMA's best tracks).
    pub fn leaning(towards_deg: f64, longest_m: f64, shortest_m: f64) -> Self {
        let off = (longest_m - shortest_m) / 2.0;
        let (sin, cos) = towards_deg.to_radians().sin_cos();
        Self::Offset { east_m: off * sin, north_m: off * cos, radius_m: f64::midpoint(longest_m, shortest_m) }
    }

    /// Whether there is any extent.
    pub fn has_extent(&self) -> bool {
        match self {
            Self::Quadrants(radii) => radii.iter().any(|radius| *radius > 0.0),
            Self::Offset { radius_m, .. } => *radius_m > 0.0,
        }
    }

    /// The longest reach from the centre, metres.
    pub fn longest_m(&self) -> f64 {
        match self {
            Self::Quadrants(radii) => radii.iter().copied().fold(0.0, f64::max),
            Self::Offset { east_m, north_m, radius_m } => radius_m + east_m.hypot(*north_m),
        }
    }

    /// How far a place lies outside, metres along the line to the centre; not above zero inside and on the edge. A place
    /// due north, east, south or west of the centre is in both quadrants that meet there. Infinite without an extent.
    pub fn beyond_m(&self, centre: Position, place: Position) -> f64 {
        if !self.has_extent() {
            return f64::INFINITY;
        }
        let beyond = match self {
            Self::Quadrants(radii) => {
                let bearing = bearing_deg(centre, place);
                distance_m(centre, place) - radius_towards(*radii, bearing)
            }
            Self::Offset { east_m, north_m, radius_m } => {
                distance_m(shifted(centre, *east_m, *north_m), place) - radius_m
            }
        };
        if beyond.abs() <= EDGE_M { 0.0 } else { beyond }
    }

    /// Whether a place lies inside or on the edge.
    pub fn contains(&self, centre: Position, place: Position) -> bool {
        self.beyond_m(centre, place) <= 0.0
    }

    /// The shape on the ground: arcs by geodesics from the centre, joined by radial steps where the radius changes. `None`
    /// without an extent. Longitudes run on past 180 where the shape does.
    pub fn shape(&self, centre: Position) -> Option<Polygon> {
        if !self.has_extent() {
            return None;
        }
        let quarter = |from: Position, quadrant: u32, radius: f64| {
            (0..=CORNERS).map(move |step| {
                let bearing = 90.0 * (f64::from(quadrant) + f64::from(step) / f64::from(CORNERS));
                near(Geodesic.destination(from.point(), bearing, radius).0, centre)
            })
        };
        let mut ring: Vec<Coord> = match self {
            Self::Quadrants(radii) => {
                (0..4).zip(radii).flat_map(|(quadrant, radius)| quarter(centre, quadrant, *radius)).collect()
            }
            Self::Offset { east_m, north_m, radius_m } => {
                let middle = shifted(centre, *east_m, *north_m);
                (0..4).flat_map(|quadrant| quarter(middle, quadrant, *radius_m)).collect()
            }
        };
        // Bearings run clockwise; the standard has outer rings the other way round.
        ring.reverse();
        ring.dedup();
        Some(Polygon::new(LineString::new(ring), Vec::new()))
    }

    /// The extent between two, `part` (0 to 1) of the way from this one to the other.
    #[must_use]
    pub fn between(&self, other: &Self, part: f64) -> Self {
        let mix = |a: f64, b: f64| a + (b - a) * part;
        match (self, other) {
            (Self::Quadrants(a), Self::Quadrants(b)) => {
                let mut radii = *a;
                for (radius, b) in radii.iter_mut().zip(b) {
                    *radius = mix(*radius, *b);
                }
                Self::Quadrants(radii)
            }
            (
                Self::Offset { east_m, north_m, radius_m },
                Self::Offset { east_m: east, north_m: north, radius_m: radius },
            ) => Self::Offset {
                east_m: mix(*east_m, *east),
                north_m: mix(*north_m, *north),
                radius_m: mix(*radius_m, *radius),
            },
            // No extent has no form: it shrinks to or grows from nothing in the form of the other.
            (Self::Quadrants(_), Self::Offset { east_m, north_m, radius_m }) if !self.has_extent() => {
                Self::Offset { east_m: east_m * part, north_m: north_m * part, radius_m: radius_m * part }
            }
            (Self::Offset { .. }, Self::Quadrants(_)) if !other.has_extent() => other.between(self, 1.0 - part),
            // Two agencies in one track: one cannot be turned evenly into the other.
            _ => {
                if part < 0.5 {
                    *self
                } else {
                    *other
                }
            }
        }
    }
}

/// The radius in a direction; on the border of two quadrants the longer one.
fn radius_towards(radii: [f64; 4], bearing_deg: f64) -> f64 {
    let at = bearing_deg / 90.0;
    let quadrant = (at.floor() as usize) % 4;
    let radius = |quadrant: usize| radii.get(quadrant).copied().unwrap_or(0.0);
    if at.fract() == 0.0 { radius(quadrant).max(radius((quadrant + 3) % 4)) } else { radius(quadrant) }
}

fn shifted(centre: Position, east_m: f64, north_m: f64) -> Position {
    let far = east_m.hypot(north_m);
    if far == 0.0 {
        return centre;
    }
    let to = Geodesic.destination(centre.point(), east_m.atan2(north_m).to_degrees(), far);
    Position::try_from(to).unwrap_or(centre)
}

/// The coordinate on the side of the antimeridian where the centre is, so that a shape is never torn.
fn near(at: Coord, centre: Position) -> Coord {
    let away = at.x - centre.lon();
    Coord { x: at.x - 360.0 * (away / 360.0).round(), y: at.y }
}
