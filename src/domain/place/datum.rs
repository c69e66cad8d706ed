//! The shifted Chinese datums: GCJ-02 (Amap, Tencent) and BD-09 (Baidu), both ways.
//!
//! Source: wandergis/coordtransform, index.js, commit 1812249 (domain notes B12); checked against an
//! independent implementation's 200 pairs. CGCS2000 is WGS-84 at map scale and needs no shift.

use std::f64::consts::PI;

use crate::domain::place::Position;

/// Axis of the ellipsoid that the shift is computed on (Krasovsky), metres.
const AXIS_M: f64 = 6_378_245.0;
/// Its squared eccentricity.
const ECCENTRICITY_2: f64 = 0.006_693_421_622_965_943;
/// Baidu's own π.
const X_PI: f64 = PI * 3000.0 / 180.0;
/// The inverse is iterated until the position moves less than this; degrees.
const EXACT_DEG: f64 = 1e-12;

/// The datum that a list of longitudes and latitudes is in.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Datum {
    /// WGS-84, and CGCS2000, which differs from it by centimetres.
    #[default]
    Wgs84,
    /// GCJ-02 (国测局坐标): shifted by some 570 m here.
    Gcj02,
    /// BD-09 (百度坐标): shifted by some 1.15 km here.
    Bd09,
}

impl Datum {
    /// Its id on the command line and in files.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Wgs84 => "wgs84",
            Self::Gcj02 => "gcj02",
            Self::Bd09 => "bd09",
        }
    }

    /// As headings of lists write it.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Wgs84 => "WGS84",
            Self::Gcj02 => "GCJ-02",
            Self::Bd09 => "BD-09",
        }
    }

    /// A position of this datum in WGS-84.
    #[must_use]
    pub fn to_wgs84(self, position: Position) -> Position {
        match self {
            Self::Wgs84 => position,
            Self::Gcj02 => wgs84_from_gcj02(position),
            Self::Bd09 => wgs84_from_gcj02(gcj02_from_bd09(position)),
        }
    }

    /// A position in WGS-84 in this datum.
    #[must_use]
    pub fn from_wgs84(self, position: Position) -> Position {
        match self {
            Self::Wgs84 => position,
            Self::Gcj02 => gcj02_from_wgs84(position),
            Self::Bd09 => bd09_from_gcj02(gcj02_from_wgs84(position)),
        }
    }
}

/// Whether positions are shifted there: the box that the datum's rule itself takes for China. At sea beyond it,
/// where typhoons are, nothing is ever shifted.
pub fn is_shifted_there(position: Position) -> bool {
    (73.66..=135.05).contains(&position.lon()) && (3.86..=53.55).contains(&position.lat())
}

fn gcj02_from_wgs84(from: Position) -> Position {
    if !is_shifted_there(from) {
        return from;
    }
    let (east_deg, north_deg) = shift_deg(from);
    moved(from, east_deg, north_deg)
}

/// Solved by iteration: what is shifted to `to`. Good to 1e-12 degrees.
fn wgs84_from_gcj02(to: Position) -> Position {
    if !is_shifted_there(to) {
        return to;
    }
    let mut from = to;
    for _ in 0..20 {
        let (east_deg, north_deg) = shift_deg(from);
        let next = moved(to, -east_deg, -north_deg);
        let still = (next.lon() - from.lon()).abs().max((next.lat() - from.lat()).abs());
        from = next;
        if still < EXACT_DEG {
            break;
        }
    }
    // Just outside the box nothing was shifted, so what seems shifted there is as it stands.
    if is_shifted_there(from) { from } else { to }
}

fn bd09_from_gcj02(from: Position) -> Position {
    if !is_shifted_there(from) {
        return from;
    }
    let (lon, lat) = baidu(from.lon(), from.lat());
    Position::new(lon, lat).unwrap_or(from)
}

/// Solved by iteration: the usual inverse formula is off by about 0.1 m. Good to 1e-12 degrees.
fn gcj02_from_bd09(to: Position) -> Position {
    if !is_shifted_there(to) {
        return to;
    }
    let (mut lon, mut lat) = (to.lon() - 0.0065, to.lat() - 0.006);
    for _ in 0..20 {
        let (lon_there, lat_there) = baidu(lon, lat);
        let (off_lon, off_lat) = (lon_there - to.lon(), lat_there - to.lat());
        lon -= off_lon;
        lat -= off_lat;
        if off_lon.abs().max(off_lat.abs()) < EXACT_DEG {
            break;
        }
    }
    Position::new(lon, lat).ok().filter(|from| is_shifted_there(*from)).unwrap_or(to)
}

fn baidu(lon: f64, lat: f64) -> (f64, f64) {
    let radius = lon.hypot(lat) + 0.000_02 * (lat * X_PI).sin();
    let angle = lat.atan2(lon) + 0.000_003 * (lon * X_PI).cos();
    (radius * angle.cos() + 0.0065, radius * angle.sin() + 0.006)
}

/// The shift from WGS-84 to GCJ-02 at a position: degrees east and north.
fn shift_deg(at: Position) -> (f64, f64) {
    let (x, y) = (at.lon() - 105.0, at.lat() - 35.0);
    let waves_x = 20.0 * (6.0 * PI * x).sin() + 20.0 * (2.0 * PI * x).sin();
    let waves_y = 20.0 * (PI * y).sin() + 40.0 * (PI * y / 3.0).sin();
    let waves_y_far = 160.0 * (PI * y / 12.0).sin() + 320.0 * (PI * y / 30.0).sin();
    let north_m = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * x.abs().sqrt()
        + (waves_x + waves_y + waves_y_far) * 2.0 / 3.0;
    let waves_x_mid = 20.0 * (PI * x).sin() + 40.0 * (PI * x / 3.0).sin();
    let waves_x_far = 150.0 * (PI * x / 12.0).sin() + 300.0 * (PI * x / 30.0).sin();
    let east_m = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * x.abs().sqrt()
        + (waves_x + waves_x_mid + waves_x_far) * 2.0 / 3.0;
    let (sin_lat, cos_lat) = at.lat().to_radians().sin_cos();
    let squeeze = 1.0 - ECCENTRICITY_2 * sin_lat * sin_lat;
    let north_radius_m = AXIS_M * (1.0 - ECCENTRICITY_2) / (squeeze * squeeze.sqrt());
    let east_radius_m = AXIS_M / squeeze.sqrt() * cos_lat;
    ((east_m / east_radius_m).to_degrees(), (north_m / north_radius_m).to_degrees())
}

/// Moved by degrees; a shift never leaves the Earth from inside the box.
fn moved(from: Position, east_deg: f64, north_deg: f64) -> Position {
    Position::new(from.lon() + east_deg, from.lat() + north_deg).unwrap_or(from)
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use proptest::prelude::*;

    use super::*;

    fn at(lon: f64, lat: f64) -> Position {
        Position::new(lon, lat).unwrap()
    }

    fn apart_deg(a: Position, b: Position) -> f64 {
        (a.lon() - b.lon()).abs().max((a.lat() - b.lat()).abs())
    }

    #[test]
    fn the_golden_places_shift_as_they_should() {
        // WGS-84, GCJ-02, BD-09: domain notes, Part C; six decimals.
        let golden = [
            [119.64855, 29.10644, 119.653259, 29.103488, 119.659688, 29.109763],
            [119.54818, 29.07769, 119.552949, 29.074720, 119.559482, 29.080669],
            [119.40409, 28.85585, 119.409255, 28.853016, 119.415685, 28.859335],
            [119.61415, 29.16160, 119.618835, 29.158648, 119.625295, 29.164808],
            [119.49502, 29.00770, 119.499973, 29.004818, 119.506411, 29.010992],
        ];
        for [lon, lat, gcj_lon, gcj_lat, bd_lon, bd_lat] in golden {
            let wgs = at(lon, lat);
            assert!(apart_deg(Datum::Gcj02.from_wgs84(wgs), at(gcj_lon, gcj_lat)) < 6e-7);
            assert!(apart_deg(Datum::Bd09.from_wgs84(wgs), at(bd_lon, bd_lat)) < 6e-7);
        }
    }

    #[test]
    fn the_shift_is_that_of_an_independent_implementation() {
        let pairs =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/boundary/gcj02_bd09_reference_pairs_200.csv");
        let Ok(text) = fs::read_to_string(pairs) else {
            println!("skipped: ../shared not present");
            return;
        };
        let mut count = 0;
        for line in text.lines().skip(1) {
            let n: Vec<f64> = line.split(',').map(|cell| cell.trim().parse().unwrap()).collect();
            let (wgs, gcj, bd) = (at(n[0], n[1]), at(n[2], n[3]), at(n[4], n[5]));
            assert!(apart_deg(Datum::Gcj02.from_wgs84(wgs), gcj) < 2e-9, "{line}");
            assert!(apart_deg(Datum::Bd09.from_wgs84(wgs), bd) < 2e-9, "{line}");
            assert!(apart_deg(Datum::Gcj02.to_wgs84(gcj), wgs) < 2e-9, "{line}");
            assert!(apart_deg(Datum::Bd09.to_wgs84(bd), wgs) < 2e-9, "{line}");
            count += 1;
        }
        assert_eq!(count, 200);
    }

    #[test]
    fn a_typhoon_at_sea_is_never_shifted() {
        for place in [at(140.0, 20.0), at(135.06, 30.0), at(120.0, 3.8), at(-74.0, 40.7), at(0.0, 0.0)] {
            for datum in [Datum::Wgs84, Datum::Gcj02, Datum::Bd09] {
                assert_eq!(datum.from_wgs84(place), place);
                assert_eq!(datum.to_wgs84(place), place);
            }
        }
    }

    proptest! {
        #[test]
        fn there_and_back_is_where_one_began(lon in 73.8..135.0, lat in 3.9..53.5) {
            let place = at(lon, lat);
            for datum in [Datum::Gcj02, Datum::Bd09] {
                prop_assert!(apart_deg(datum.to_wgs84(datum.from_wgs84(place)), place) < 1e-10);
            }
        }
    }
}
