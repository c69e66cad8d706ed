//! How long and how large: along geodesics, on the WGS-84 ellipsoid. And shapes by number: circles and buffers.

use geo::{
    Buffer as _, Destination as _, Geodesic, GeodesicArea as _, Length as _, MapCoords as _,
    algorithm::buffer::BufferStyle,
};
use geo_types::{Coord, Geometry, LineString, MultiPolygon, Polygon};

use crate::domain::place::{Position, middle_of};

/// How many corners a circle by number has: it then lies within 0.1 % of its radius.
const CORNERS: u32 = 72;
/// The largest radius and buffer by number, metres: beyond it a local plane is none.
pub const LARGEST_REACH_M: f64 = 100_000.0;

/// What a geometry measures.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measured {
    /// The length of a line, or around an area with its holes, metres.
    pub length_m: f64,
    /// The area, square metres; 0 for a line.
    pub area_m2: f64,
}

/// Measures lines and areas; points measure nothing.
pub fn measure(geometry: &Geometry) -> Measured {
    match geometry {
        Geometry::LineString(line) => Measured { length_m: length_m(line), area_m2: 0.0 },
        Geometry::MultiLineString(lines) => Measured { length_m: lines.iter().map(length_m).sum(), area_m2: 0.0 },
        Geometry::Polygon(polygon) => of_area(polygon),
        Geometry::MultiPolygon(polygons) => polygons.iter().map(of_area).fold(Measured::default(), |sum, part| {
            Measured { length_m: sum.length_m + part.length_m, area_m2: sum.area_m2 + part.area_m2 }
        }),
        _ => Measured::default(),
    }
}

/// The length of a line, metres.
pub fn length_m(line: &LineString) -> f64 {
    Geodesic.length(line)
}

fn of_area(polygon: &Polygon) -> Measured {
    let ring = |line: &LineString| Polygon::new(line.clone(), Vec::new()).geodesic_area_signed().abs();
    let holes: f64 = polygon.interiors().iter().map(ring).sum();
    let around: f64 = std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(length_m).sum();
    Measured { length_m: around, area_m2: (ring(polygon.exterior()) - holes).max(0.0) }
}

/// A circle around a place, `None` where the radius is none or the circle would reach a pole or the date line.
pub fn circle(centre: Position, radius_m: f64) -> Option<Polygon> {
    if !(radius_m > 0.0 && radius_m <= LARGEST_REACH_M) {
        return None;
    }
    let corner = |index: u32| {
        let bearing = 360.0 * f64::from(index) / f64::from(CORNERS);
        Geodesic.destination(centre.point(), bearing, radius_m).0
    };
    // Counter-clockwise, as the standard has it.
    let ring: Vec<Coord> = (0..CORNERS).rev().map(corner).collect();
    let near = |coord: &Coord| (coord.x - centre.lon()).abs() < 90.0 && coord.y.abs() < 89.0;
    ring.iter().all(near).then(|| Polygon::new(LineString::new(ring), Vec::new()))
}

/// All that is within so many metres of a geometry, on a plane at its middle: good to a few parts in a thousand
/// for what is as large as a district. `None` where there is no such area.
pub fn buffer(geometry: &Geometry, metres: f64) -> Option<MultiPolygon> {
    if !(metres > 0.0 && metres <= LARGEST_REACH_M) {
        return None;
    }
    let middle = middle_of(geometry)?;
    let [east_m, north_m] = metres_a_degree(middle.lat());
    if middle.lat().abs() > 85.0 {
        return None;
    }
    let (lon, lat) = (middle.lon(), middle.lat());
    let plane = geometry.map_coords(|at| Coord { x: (at.x - lon) * east_m, y: (at.y - lat) * north_m });
    let wide = plane.buffer_with_style(BufferStyle::new(metres));
    let area = wide.map_coords(|at| Coord { x: at.x / east_m + lon, y: at.y / north_m + lat });
    (!area.0.is_empty()).then_some(area)
}

/// Metres a degree of longitude and of latitude at a latitude, on the ellipsoid.
fn metres_a_degree(lat: f64) -> [f64; 2] {
    const A: f64 = 6_378_137.0;
    const E2: f64 = 0.006_694_379_990_141_316;
    let (sin, cos) = lat.to_radians().sin_cos();
    let w2 = 1.0 - E2 * sin * sin;
    let across = A / w2.sqrt();
    let along = A * (1.0 - E2) / (w2 * w2.sqrt());
    [(across * cos).to_radians(), along.to_radians()]
}

#[cfg(test)]
mod tests {
    use geo::Validation as _;
    use geo_types::{line_string, polygon};

    use super::*;
    use crate::domain::place::distance_m;

    #[test]
    fn a_degree_along_the_equator_and_a_degree_square_are_those_of_geographiclib() {
        let line = Geometry::from(line_string![(x: 0.0, y: 0.0), (x: 1.0, y: 0.0)]);
        assert!((measure(&line).length_m - 111_319.490_793).abs() < 1e-3);
        // GeographicLib Planimeter, WGS-84: the quadrilateral of one degree at the equator.
        let square = polygon![(x: 0.0, y: 0.0), (x: 1.0, y: 0.0), (x: 1.0, y: 1.0), (x: 0.0, y: 1.0)];
        let area = measure(&square.clone().into()).area_m2;
        assert!((area - 12_308_778_361.469).abs() < 1.0, "{area}");
        let mut turned = square;
        turned.exterior_mut(|ring| ring.0.reverse());
        assert!((measure(&turned.into()).area_m2 - area).abs() < 1e-3, "whichever way it was drawn");
    }

    #[test]
    fn a_hole_is_no_area_but_an_edge() {
        let hole = line_string![(x: 0.2, y: 0.2), (x: 0.4, y: 0.2), (x: 0.4, y: 0.4), (x: 0.2, y: 0.4)];
        let square = polygon![(x: 0.0, y: 0.0), (x: 1.0, y: 0.0), (x: 1.0, y: 1.0), (x: 0.0, y: 1.0)];
        let whole = measure(&square.clone().into());
        let open = measure(&Polygon::new(square.exterior().clone(), vec![hole]).into());
        assert!(open.area_m2 < whole.area_m2 * 0.97 && open.length_m > whole.length_m);
    }

    #[test]
    fn a_circle_by_number_is_that_far_everywhere() {
        let centre = Position::new(119.6, 29.05).unwrap();
        let circle = circle(centre, 500.0).unwrap();
        assert!(circle.is_valid());
        for at in &circle.exterior().0 {
            let far = distance_m(centre, Position::new(at.x, at.y).unwrap());
            assert!((far - 500.0).abs() < 1e-3, "{far}");
        }
        let area = measure(&circle.into()).area_m2;
        assert!((area / (std::f64::consts::PI * 250_000.0) - 1.0).abs() < 0.002, "{area}");
    }

    #[test]
    fn no_radius_is_no_circle_and_neither_is_one_over_the_pole() {
        let here = Position::new(119.6, 29.05).unwrap();
        for radius in [0.0, -5.0, f64::NAN, f64::INFINITY, 2e6] {
            assert_eq!(circle(here, radius), None, "{radius}");
        }
        assert_eq!(circle(Position::new(0.0, 89.99).unwrap(), 50_000.0), None);
        assert_eq!(buffer(&here.point().into(), 0.0), None);
    }

    #[test]
    fn a_buffer_of_a_line_is_as_wide_as_asked() {
        let line = line_string![(x: 119.6, y: 29.0), (x: 119.7, y: 29.05)];
        let area = buffer(&line.clone().into(), 200.0).unwrap();
        assert!(area.is_valid());
        let expected = length_m(&line) * 400.0 + std::f64::consts::PI * 40_000.0;
        let got = measure(&area.into()).area_m2;
        assert!((got / expected - 1.0).abs() < 0.01, "{got} {expected}");
    }
}
