//! How far and in which direction: the geodesic on the WGS-84 ellipsoid (Karney 2013, doi:10.1007/s00190-012-0578-z),
//! good to about 15 nanometres between any two points on Earth.

use geo::{Bearing as _, Distance as _, Geodesic};

use crate::domain::place::Position;

/// The shortest distance on the ellipsoid, in metres.
pub fn distance_m(from: Position, to: Position) -> f64 {
    Geodesic.distance(from.point(), to.point())
}

/// The direction in which the shortest way leaves `from`: degrees clockwise from true north, 0 up to but not
/// including 360. Zero where both are the same place.
pub fn bearing_deg(from: Position, to: Position) -> f64 {
    if from == to {
        return 0.0;
    }
    let bearing = Geodesic.bearing(from.point(), to.point());
    if bearing >= 360.0 { 0.0 } else { bearing }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lon: f64, lat: f64) -> Position {
        Position::new(lon, lat).unwrap()
    }

    #[test]
    fn distances_are_those_of_geographiclib() {
        // GeodSolve -i, WGS-84: Wellington to Salamanca, and a degree along the equator.
        let far = distance_m(at(174.81, -41.32), at(-5.50, 40.96));
        assert!((far - 19_959_679.267_353_82).abs() < 1e-3, "{far}");
        let degree = distance_m(at(0.0, 0.0), at(1.0, 0.0));
        assert!((degree - 111_319.490_793_273_57).abs() < 1e-6, "{degree}");
    }

    #[test]
    fn bearings_run_clockwise_from_north_and_stay_below_360() {
        let here = at(119.6, 29.1);
        assert_eq!(bearing_deg(here, at(119.6, 30.0)), 0.0);
        assert!((bearing_deg(here, at(119.7, 29.1)) - 90.0).abs() < 0.1);
        assert_eq!(bearing_deg(here, at(119.6, 28.0)), 180.0);
        assert!((bearing_deg(here, at(119.5, 29.1)) - 270.0).abs() < 0.1);
        assert_eq!(bearing_deg(here, here), 0.0);
    }
}
