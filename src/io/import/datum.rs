//! The datum of a file's positions: chosen, said by the file, or guessed with its reason.

use std::{fmt, str::FromStr};

use geo::MapCoords as _;
use geo_types::{Coord, Geometry};

use crate::{
    domain::place::{Datum, GaussKrueger, Position},
    io::import::error::ImportError,
};

/// A datum or projection that positions are read in.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Crs {
    /// WGS-84 degrees.
    Wgs84,
    /// CGCS2000 degrees: the same as WGS-84 at map scale.
    Cgcs2000,
    /// GCJ-02 degrees (Amap, Tencent).
    Gcj02,
    /// BD-09 degrees (Baidu).
    Bd09,
    /// A projection by its EPSG number: CGCS2000 Gauss-Kruger zones.
    Epsg(u32),
}

impl fmt::Display for Crs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wgs84 => f.write_str("wgs84"),
            Self::Cgcs2000 => f.write_str("cgcs2000"),
            Self::Gcj02 => f.write_str("gcj02"),
            Self::Bd09 => f.write_str("bd09"),
            Self::Epsg(number) => write!(f, "epsg:{number}"),
        }
    }
}

impl FromStr for Crs {
    type Err = ImportError;

    fn from_str(text: &str) -> Result<Self, ImportError> {
        let no = || ImportError::NoCrs { crs: text.to_owned() };
        let lower = text.trim().to_lowercase().replace(['-', '_', ' '], "");
        match lower.as_str() {
            "wgs84" | "epsg:4326" => Ok(Self::Wgs84),
            "cgcs2000" | "epsg:4490" => Ok(Self::Cgcs2000),
            "gcj02" => Ok(Self::Gcj02),
            "bd09" | "bd09ll" => Ok(Self::Bd09),
            _ => {
                let number = lower.strip_prefix("epsg:").and_then(|number| number.parse().ok()).ok_or_else(no)?;
                let crs = Self::Epsg(number);
                if crs.is_read() { Ok(crs) } else { Err(no()) }
            }
        }
    }
}

impl Crs {
    fn is_read(self) -> bool {
        match self {
            Self::Epsg(number) => GaussKrueger::from_epsg(number).is_some(),
            _ => true,
        }
    }

    /// The projection that a pair of metres speaks for, by their size and the zone in front of the easting.
    pub fn of_metres(x: f64, y: f64) -> Option<Self> {
        let (zone, _, _) = GaussKrueger::guess(x, y)?;
        // Of two codes for one meridian the three-degree zone is the one that lists use here.
        (4513..=4554).chain(4491..=4512).find(|code| GaussKrueger::from_epsg(*code) == Some(zone)).map(Self::Epsg)
    }

    /// A position given in it, as WGS-84; `None` where it lies off the Earth. Metres may stand in either order:
    /// surveyors write the northing first.
    pub fn to_wgs84(self, x: f64, y: f64) -> Option<Position> {
        match self {
            Self::Wgs84 | Self::Cgcs2000 => Position::new(x, y).ok(),
            Self::Gcj02 => Position::new(x, y).ok().map(|position| Datum::Gcj02.to_wgs84(position)),
            Self::Bd09 => Position::new(x, y).ok().map(|position| Datum::Bd09.to_wgs84(position)),
            Self::Epsg(number) => {
                let (_, easting_m, northing_m) = GaussKrueger::guess(x, y)?;
                GaussKrueger::from_epsg(number)?.unproject(easting_m, northing_m)
            }
        }
    }

    /// Whether its numbers are degrees.
    pub const fn is_degrees(self) -> bool {
        !matches!(self, Self::Epsg(_))
    }

    /// A geometry given in it, as WGS-84; `None` where a vertex lies off the Earth.
    pub fn geometry_to_wgs84(self, geometry: &Geometry) -> Option<Geometry> {
        let moved = geometry.try_map_coords(|Coord { x, y }| {
            let position = self.to_wgs84(x, y).ok_or(())?;
            Ok::<_, ()>(Coord { x: position.lon(), y: position.lat() })
        });
        moved.ok()
    }
}
