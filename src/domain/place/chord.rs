//! The straight line through the Earth between two places, and what it says about the way over the ground.
//!
//! The chord is never longer than the geodesic, anywhere; so an index over earth-centred coordinates may stop
//! looking as soon as the next chord is longer than the best geodesic. No projection is involved, and with it
//! no zone, no pole and no antimeridian.

use crate::domain::place::{Position, bearing_deg, distance_m};

/// WGS-84's equatorial radius in metres.
pub const EQUATOR_RADIUS_M: f64 = 6_378_137.0;
/// WGS-84's polar radius in metres.
pub const POLAR_RADIUS_M: f64 = 6_356_752.314_245_179;
/// The square of WGS-84's first eccentricity.
const ECCENTRICITY_2: f64 = 0.006_694_379_990_141_317;
/// The smallest radius of curvature anywhere on WGS-84: along the meridian at the equator, b²/a.
const LEAST_RADIUS_M: f64 = POLAR_RADIUS_M * POLAR_RADIUS_M / EQUATOR_RADIUS_M;
/// No second derivative of the ellipsoid's surface by longitude or latitude (radians) is longer than this.
const MOST_BEND_M: f64 = 6_500_000.0;
/// Up to this chord the short formula holds.
const SHORT_M: f64 = 50_000.0;

/// Earth-centred coordinates in metres (x to 0°E on the equator, y to 90°E, z to the north pole), height 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ecef(pub [f64; 3]);

impl From<Position> for Ecef {
    fn from(position: Position) -> Self {
        Self::from_degrees(position.lon(), position.lat())
    }
}

impl Ecef {
    /// From degrees, WGS-84.
    pub fn from_degrees(lon: f64, lat: f64) -> Self {
        let (sin_lon, cos_lon) = lon.to_radians().sin_cos();
        let (sin_lat, cos_lat) = lat.to_radians().sin_cos();
        let normal = EQUATOR_RADIUS_M / (1.0 - ECCENTRICITY_2 * sin_lat * sin_lat).sqrt();
        Self([normal * cos_lat * cos_lon, normal * cos_lat * sin_lon, normal * (1.0 - ECCENTRICITY_2) * sin_lat])
    }

    /// The straight distance in metres: never more than the geodesic.
    pub fn chord_m(self, other: Self) -> f64 {
        let [x, y, z] = self.to(other);
        (x * x + y * y + z * z).sqrt()
    }

    /// The vector from here to there.
    pub fn to(self, other: Self) -> [f64; 3] {
        let (Self([ax, ay, az]), Self([bx, by, bz])) = (self, other);
        [bx - ax, by - ay, bz - az]
    }

    /// The geodesic distance between two places whose chord is at most 50 km; `None` beyond.
    ///
    /// A geodesic has no curvature but the surface's own, so its chord is `c = s - κ²s³/24 + κ⁴s⁵/1920 - ...`
    /// with κ at its middle; the terms left out hold the change of κ along the way, and stay below a nanometre
    /// at 50 km. κ along the chord's direction `d` at the surface point above its middle `m` comes
    /// from the ellipsoid's quadratic form Q: `dᵀQd / (d² |Qm|)`. The test beside holds the error to 0.1 µm.
    pub fn short_m(self, other: Self) -> Option<f64> {
        const A2: f64 = EQUATOR_RADIUS_M * EQUATOR_RADIUS_M;
        const B2: f64 = POLAR_RADIUS_M * POLAR_RADIUS_M;
        let (Self([ax, ay, az]), Self([bx, by, bz])) = (self, other);
        let (dx, dy, dz) = (bx - ax, by - ay, bz - az);
        let chord2 = dx * dx + dy * dy + dz * dz;
        if chord2 > SHORT_M * SHORT_M {
            return None;
        }
        let (mx, my, mz) = ((ax + bx) / 2.0, (ay + by) / 2.0, (az + bz) / 2.0);
        let bend = (dx * dx + dy * dy) / A2 + dz * dz / B2; // dᵀQd
        let lift2 = 1.0 / (1.0 - bend / 4.0); // squared scale that brings m up to the surface
        let gradient2 = lift2 * ((mx * mx + my * my) / (A2 * A2) + mz * mz / (B2 * B2)); // |Qm|²
        let turn2 = if chord2 > 0.0 { bend * bend / (chord2 * gradient2) } else { 0.0 }; // (κc)²
        Some(chord2.sqrt() * (1.0 + turn2 / 24.0 + 3.0 * turn2 * turn2 / 640.0))
    }
}

/// The geodesic distance in metres where the earth-centred coordinates are known already: the short formula up
/// to 50 km, Karney's beyond.
pub fn distance_by_chord_m((from, here): (Position, Ecef), (to, there): (Position, Ecef)) -> f64 {
    here.short_m(there).unwrap_or_else(|| distance_m(from, to))
}

/// No geodesic of this chord is longer (metres).
///
/// By Schur's comparison theorem: no geodesic bends more than a circle of the least radius R, so its
/// arc is at most `2R asin(c/2R)`, which up to 8,900 km is below the `c + c³/16R²` taken here.
pub fn longest_of_chord_m(chord_m: f64) -> f64 {
    if chord_m > 8_900_000.0 {
        return f64::INFINITY;
    }
    chord_m + chord_m * chord_m * chord_m / (16.0 * LEAST_RADIUS_M * LEAST_RADIUS_M)
}

/// How far a patch of the surface, `width_deg` by `height_deg`, can stand out of the box of its four corners,
/// in metres: a curve leaves its chord by at most an eighth of its second derivative, in either direction.
pub fn patch_sag_m(width_deg: f64, height_deg: f64) -> f64 {
    let (width, height) = (width_deg.to_radians(), height_deg.to_radians());
    MOST_BEND_M * (width * width + height * height) / 8.0
}

/// A place to look around from, with what looking around needs.
#[derive(Clone, Copy, Debug)]
pub struct Compass {
    from: Position,
    here: Ecef,
    east: [f64; 3],
    north: [f64; 3],
}

impl From<Position> for Compass {
    fn from(from: Position) -> Self {
        let (sin_lon, cos_lon) = from.lon().to_radians().sin_cos();
        let (sin_lat, cos_lat) = from.lat().to_radians().sin_cos();
        Self {
            from,
            here: from.into(),
            east: [-sin_lon, cos_lon, 0.0],
            north: [-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat],
        }
    }
}

impl Compass {
    /// The initial azimuth of the geodesic to a place: degrees clockwise from true north, 0 up to but not
    /// including 360; 0 at the place itself. Up to 50 km by the vector between them, which is off by less than
    /// 1e-5 degrees; beyond, Karney's.
    pub fn bearing_deg(&self, to: Position) -> f64 {
        let there = Ecef::from(to);
        if self.here.short_m(there).is_none() {
            return bearing_deg(self.from, to);
        }
        let vector = self.here.to(there);
        let along = |axis: [f64; 3]| vector.iter().zip(axis).map(|(part, axis)| part * axis).sum::<f64>();
        let bearing = along(self.east).atan2(along(self.north)).to_degrees();
        let turned = if bearing < 0.0 { bearing + 360.0 } else { bearing };
        if turned >= 360.0 { 0.0 } else { turned + 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn near(lon: f64, lat: f64, way_m: f64, turn: f64) -> (Position, Position) {
        let reach = way_m / 111_000.0;
        let lat2 = (lat + reach * turn.cos()).clamp(-90.0, 90.0);
        let lon2 = lon + reach * turn.sin() / lat.to_radians().cos().max(0.01);
        let lon2 = (lon2 + 540.0).rem_euclid(360.0) - 180.0;
        (Position::new(lon, lat).unwrap(), Position::new(lon2, lat2).unwrap())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn the_short_formula_is_karneys_to_a_tenth_of_a_micrometre(
            lon in -180.0..180.0, lat in -90.0..90.0, way_m in 0.0..50_000.0, turn in 0.0..7.0,
        ) {
            let (a, b) = near(lon, lat, way_m, turn);
            if let Some(short) = Ecef::from(a).short_m(Ecef::from(b)) {
                let exact = distance_m(a, b);
                prop_assert!((short - exact).abs() < 1e-7, "{short} {exact}");
            }
        }

        #[test]
        fn a_geodesic_lies_between_its_chord_and_the_bound_of_its_chord(
            lon in -180.0..180.0, lat in -90.0..90.0, lon2 in -180.0..180.0, lat2 in -90.0..90.0,
        ) {
            let (a, b) = (Position::new(lon, lat).unwrap(), Position::new(lon2, lat2).unwrap());
            let (chord, exact) = (Ecef::from(a).chord_m(Ecef::from(b)), distance_m(a, b));
            prop_assert!(chord <= exact + 1e-7);
            prop_assert!(exact <= longest_of_chord_m(chord) + 1e-7, "{exact} {chord}");
        }

        #[test]
        fn the_short_bearing_is_karneys_to_a_hundred_thousandth_of_a_degree(
            lon in -180.0..180.0, lat in -85.0..85.0, way_m in 100.0..50_000.0, turn in 0.0..7.0,
        ) {
            let (a, b) = near(lon, lat, way_m, turn);
            let (short, exact) = (Compass::from(a).bearing_deg(b), bearing_deg(a, b));
            let apart = (short - exact + 540.0).rem_euclid(360.0) - 180.0;
            prop_assert!(apart.abs() < 1e-5, "{short} {exact}");
        }

        #[test]
        fn a_patch_stays_in_the_box_of_its_corners_widened_by_its_sag(
            west in -180.0..180.0, south in -90.0..90.0, width in 0.0..40.0, height in 0.0..40.0,
            u in 0.0..1.0, v in 0.0..1.0,
        ) {
            let height = f64::min(height, 90.0 - south);
            let corner = |u: f64, v: f64| Ecef::from_degrees(west + u * width, south + v * height).0;
            let corners = [corner(0.0, 0.0), corner(1.0, 0.0), corner(0.0, 1.0), corner(1.0, 1.0)];
            let inside = corner(u, v);
            for axis in 0..3 {
                let low = corners.iter().map(|p| p[axis]).fold(f64::INFINITY, f64::min);
                let high = corners.iter().map(|p| p[axis]).fold(f64::NEG_INFINITY, f64::max);
                let sag = patch_sag_m(width, height) + 1e-6;
                prop_assert!(inside[axis] >= low - sag && inside[axis] <= high + sag);
            }
        }
    }
}
