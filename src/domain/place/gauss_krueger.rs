//! CGCS2000 Gauss-Krüger zones of three and of six degrees, both ways (EPSG:4491-4554).
//!
//! Krüger's series to the fifth order in the third flattening (Karney 2011, doi:10.1007/s00190-011-0445-3,
//! equations 35 and 36): good to a micrometre within 20° of the central meridian.

use crate::domain::place::Position;

/// CGCS2000's equatorial radius in metres.
const AXIS_M: f64 = 6_378_137.0;
/// CGCS2000's flattening.
const FLATTENING: f64 = 1.0 / 298.257_222_101;
/// The third flattening.
const N: f64 = FLATTENING / (2.0 - FLATTENING);
/// Easting of the central meridian in metres, before any zone number.
const FALSE_EASTING_M: f64 = 500_000.0;
/// What one zone number in front of the easting counts, metres.
const PREFIX_M: f64 = 1_000_000.0;

/// A zone: its central meridian, and whether eastings carry its number in front (40,5xx,xxx).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GaussKrueger {
    central_meridian_deg: f64,
    prefix: u32,
}

impl GaussKrueger {
    /// The three-degree zone of a central meridian without a number in front; here 120°E (EPSG:4549).
    pub const WUCHENG: Self = Self { central_meridian_deg: 120.0, prefix: 0 };

    /// The CGCS2000 zone of an EPSG code; `None` for any other code.
    pub fn from_epsg(code: u32) -> Option<Self> {
        let (first_zone, first_code, degrees, has_prefix) = match code {
            4491..=4501 => (13, 4491, 6, true),
            4502..=4512 => (13, 4502, 6, false),
            4513..=4533 => (25, 4513, 3, true),
            4534..=4554 => (25, 4534, 3, false),
            _ => return None,
        };
        let zone = first_zone + (code - first_code);
        Some(Self::of_zone(zone, degrees, has_prefix))
    }

    /// Reads projected metres as they stand in lists: which of the two is the northing, which zone is in front
    /// of the easting. Without a number in front it is the district's own zone (120°E, three degrees). Answers
    /// with the zone, the easting and the northing; `None` when they are no such metres of China.
    pub fn guess(one_m: f64, other_m: f64) -> Option<(Self, f64, f64)> {
        [(one_m, other_m), (other_m, one_m)].into_iter().find_map(|(easting_m, northing_m)| {
            if !(400_000.0..6_000_000.0).contains(&northing_m) {
                return None;
            }
            let prefix = (easting_m / PREFIX_M).floor();
            let within_m = easting_m - prefix * PREFIX_M;
            if !(100_000.0..900_000.0).contains(&within_m) {
                return None;
            }
            let zone = match prefix as u32 {
                0 => Self::WUCHENG,
                zone @ 13..=23 => Self::of_zone(zone, 6, true),
                zone @ 25..=45 => Self::of_zone(zone, 3, true),
                _ => return None,
            };
            Some((zone, easting_m, northing_m))
        })
    }

    /// A zone of its own around a meridian, degrees east: true to scale there.
    pub const fn around(central_meridian_deg: f64) -> Self {
        Self { central_meridian_deg, prefix: 0 }
    }

    fn of_zone(zone: u32, degrees: u32, has_prefix: bool) -> Self {
        // A three-degree zone is centred on three times its number, a six-degree one on six times, less three.
        let meridian = if degrees == 6 { zone * 6 - 3 } else { zone * 3 };
        Self { central_meridian_deg: f64::from(meridian), prefix: if has_prefix { zone } else { 0 } }
    }

    /// The meridian in its middle, degrees east.
    pub const fn central_meridian_deg(self) -> f64 {
        self.central_meridian_deg
    }

    /// Easting and northing in metres of a position.
    pub fn project(self, position: Position) -> (f64, f64) {
        let alpha = [
            N * (1.0 / 2.0 + N * (-2.0 / 3.0 + N * (5.0 / 16.0 + N * (41.0 / 180.0 - N * 127.0 / 288.0)))),
            N.powi(2) * (13.0 / 48.0 + N * (-3.0 / 5.0 + N * (557.0 / 1440.0 + N * 281.0 / 630.0))),
            N.powi(3) * (61.0 / 240.0 + N * (-103.0 / 140.0 + N * 15061.0 / 26880.0)),
            N.powi(4) * (49561.0 / 161_280.0 - N * 179.0 / 168.0),
            N.powi(5) * 34729.0 / 80640.0,
        ];
        let east = (position.lon() - self.central_meridian_deg).to_radians();
        let conformal = conformal_tan(position.lat().to_radians().tan());
        let xi = conformal.atan2(east.cos());
        let eta = (east.sin() / conformal.hypot(east.cos())).asinh();
        let (mut north, mut eastward) = (xi, eta);
        for (order, alpha) in (1..).zip(alpha) {
            let twice = f64::from(2 * order);
            north += alpha * (twice * xi).sin() * (twice * eta).cosh();
            eastward += alpha * (twice * xi).cos() * (twice * eta).sinh();
        }
        (self.false_easting_m() + rectifying_m() * eastward, rectifying_m() * north)
    }

    /// The position of an easting and a northing in metres; `None` when they lie outside the zone's reach (20°
    /// from its meridian) or are no numbers.
    pub fn unproject(self, easting_m: f64, northing_m: f64) -> Option<Position> {
        let beta = [
            N * (1.0 / 2.0 + N * (-2.0 / 3.0 + N * (37.0 / 96.0 + N * (-1.0 / 360.0 - N * 81.0 / 512.0)))),
            N.powi(2) * (1.0 / 48.0 + N * (1.0 / 15.0 + N * (-437.0 / 1440.0 + N * 46.0 / 105.0))),
            N.powi(3) * (17.0 / 480.0 + N * (-37.0 / 840.0 - N * 209.0 / 4480.0)),
            N.powi(4) * (4397.0 / 161_280.0 - N * 11.0 / 504.0),
            N.powi(5) * 4583.0 / 161_280.0,
        ];
        let (xi, eta) = (northing_m / rectifying_m(), (easting_m - self.false_easting_m()) / rectifying_m());
        if xi.is_nan() || eta.is_nan() || xi.abs() > std::f64::consts::FRAC_PI_2 || eta.abs() > 0.35 {
            return None;
        }
        let (mut north, mut eastward) = (xi, eta);
        for (order, beta) in (1..).zip(beta) {
            let twice = f64::from(2 * order);
            north -= beta * (twice * xi).sin() * (twice * eta).cosh();
            eastward -= beta * (twice * xi).cos() * (twice * eta).sinh();
        }
        let conformal = north.sin() / eastward.sinh().hypot(north.cos());
        let east = eastward.sinh().atan2(north.cos());
        let lon = self.central_meridian_deg + east.to_degrees();
        Position::new(lon, tan_of_conformal(conformal).atan().to_degrees()).ok()
    }

    fn false_easting_m(self) -> f64 {
        f64::from(self.prefix) * PREFIX_M + FALSE_EASTING_M
    }
}

/// The rectifying radius: a quarter meridian over a quarter turn, metres.
fn rectifying_m() -> f64 {
    AXIS_M / (1.0 + N) * (1.0 + N.powi(2) / 4.0 + N.powi(4) / 64.0 + N.powi(6) / 256.0)
}

/// The tangent of the conformal latitude from that of the latitude.
fn conformal_tan(tan: f64) -> f64 {
    let eccentricity = (FLATTENING * (2.0 - FLATTENING)).sqrt();
    let sigma = (eccentricity * (eccentricity * tan / tan.hypot(1.0)).atanh()).sinh();
    tan * sigma.hypot(1.0) - sigma * tan.hypot(1.0)
}

/// The way back, by Newton's method.
fn tan_of_conformal(conformal: f64) -> f64 {
    let e2 = FLATTENING * (2.0 - FLATTENING);
    let mut tan = conformal / (1.0 - e2);
    for _ in 0..6 {
        let reached = conformal_tan(tan);
        let step =
            (conformal - reached) / reached.hypot(1.0) * (1.0 + (1.0 - e2) * tan * tan) / ((1.0 - e2) * tan.hypot(1.0));
        tan += step;
        if step.abs() < 1e-15 * tan.abs().max(1.0) {
            break;
        }
    }
    tan
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::place::distance_m;

    fn at(lon: f64, lat: f64) -> Position {
        Position::new(lon, lat).unwrap()
    }

    #[test]
    fn projected_metres_are_those_of_proj() {
        // PROJ 9 from EPSG:4490, five decimals.
        let golden = [
            (4549, 119.64855, 29.10644, 465_790.123_92, 3_221_117.813_62),
            (4549, 119.40409, 28.85585, 441_854.239_03, 3_193_438.451_49),
            (4549, 117.5, 45.3, 303_914.831_18, 5_021_326.495_75),
            (4528, 119.64855, 29.10644, 40_465_790.123_92, 3_221_117.813_62),
            (4528, 121.9, 31.0, 40_681_473.831_48, 3_432_524.401_69),
            (4509, 119.64855, 29.10644, 757_855.710_19, 3_223_967.146_48),
            (4498, 118.1, 27.2, 20_608_990.488_41, 3_010_269.583_39),
            (4498, 120.0, 0.0, 20_834_112.201_80, 0.0),
        ];
        for (code, lon, lat, easting_m, northing_m) in golden {
            let zone = GaussKrueger::from_epsg(code).unwrap();
            let (x, y) = zone.project(at(lon, lat));
            assert!((x - easting_m).abs() < 2e-5 && (y - northing_m).abs() < 2e-5, "{code} {x} {y}");
            let back = zone.unproject(easting_m, northing_m).unwrap();
            assert!(distance_m(back, at(lon, lat)) < 2e-5);
        }
        assert_eq!(GaussKrueger::from_epsg(4326), None);
    }

    #[test]
    fn metres_in_a_list_are_read_in_either_order_with_or_without_the_zone() {
        let places = [(465_790.124, 3_221_117.814), (3_221_117.814, 465_790.124), (40_465_790.124, 3_221_117.814)];
        for (one, other) in places {
            let (zone, easting_m, northing_m) = GaussKrueger::guess(one, other).unwrap();
            let place = zone.unproject(easting_m, northing_m).unwrap();
            assert!(distance_m(place, at(119.64855, 29.10644)) < 0.01);
        }
        assert_eq!(GaussKrueger::guess(20_757_855.7, 3_223_967.1).unwrap().0.central_meridian_deg(), 117.0);
        assert_eq!(GaussKrueger::guess(119.6, 29.1), None);
        assert_eq!(GaussKrueger::guess(f64::NAN, 3_221_117.8), None);
    }

    #[test]
    fn metres_outside_any_zone_are_no_position() {
        assert_eq!(GaussKrueger::WUCHENG.unproject(9e9, 3e6), None);
        assert_eq!(GaussKrueger::WUCHENG.unproject(f64::NAN, 3e6), None);
    }

    proptest! {
        #[test]
        fn there_and_back_is_within_a_micrometre(east in -15.0..15.0, lat in -89.0..89.0) {
            let place = at(120.0 + east, lat);
            let (x, y) = GaussKrueger::WUCHENG.project(place);
            prop_assert!(distance_m(GaussKrueger::WUCHENG.unproject(x, y).unwrap(), place) < 1e-6);
        }
    }
}
