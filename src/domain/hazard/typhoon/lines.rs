//! The two lines off the Chinese coast behind which a typhoon may be here within 24 or 48 hours.

use geo::{Contains as _, Intersects as _};
use geo_types::{Coord, LineString, Polygon};

use crate::domain::place::Position;

/// A warning line (警戒线).
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum WarningLine {
    /// 48 hours, drawn dashed.
    Hours48,
    /// 24 hours, drawn solid.
    Hours24,
}

/// Corners from north to south, longitude first (China Meteorological Administration, as published on its maps).
const HOURS_24: [(f64, f64); 6] =
    [(127.0, 34.0), (127.0, 22.0), (119.0, 18.0), (119.0, 11.0), (113.0, 4.5), (105.0, 0.0)];
const HOURS_48: [(f64, f64); 4] = [(132.0, 34.0), (132.0, 15.0), (120.0, 0.0), (105.0, 0.0)];
/// How far west what lies behind a line reaches, degrees: past all of the coast.
const WEST: f64 = 70.0;

impl WarningLine {
    /// Both, the outer one first.
    pub const ALL: [Self; 2] = [Self::Hours48, Self::Hours24];

    /// How many hours.
    pub const fn hours(self) -> u8 {
        match self {
            Self::Hours48 => 48,
            Self::Hours24 => 24,
        }
    }

    /// The line from north to south.
    pub fn line(self) -> LineString {
        let corners: &[(f64, f64)] = match self {
            Self::Hours24 => &HOURS_24,
            Self::Hours48 => &HOURS_48,
        };
        corners.iter().map(|(lon, lat)| Coord { x: *lon, y: *lat }).collect()
    }
}

/// Whether a place lies behind a line or on it, between the latitudes of its ends.
pub fn is_within(line: WarningLine, place: Position) -> bool {
    let mut ring = line.line().0;
    let north = ring.first().map_or(0.0, |first| first.y);
    ring.extend([Coord { x: WEST, y: 0.0 }, Coord { x: WEST, y: north }]);
    let behind = Polygon::new(LineString::new(ring), Vec::new());
    let place = place.point();
    behind.contains(&place) || behind.intersects(&place)
}
