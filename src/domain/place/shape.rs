//! Lines and areas: where they reach, and which of their points is nearest.
//!
//! Edges are straight in longitude and latitude, as GeoJSON and GeoPackage have it.

use geo::{BoundingRect as _, CoordsIter as _, Intersects as _, LinesIter as _};
use geo_types::{Coord, Geometry, Line, Point, Rect};

use crate::domain::place::{Ecef, Position, chord::patch_sag_m};

/// Longer edges are looked at in pieces of this many degrees, over which an edge is as good as straight.
const PIECE_DEG: f64 = 0.5;

/// The box of longitudes and latitudes that holds a geometry; `None` when it has no coordinate, or one that is
/// no position.
pub fn bounds(geometry: &Geometry) -> Option<Rect> {
    let placed = geometry.coords_iter().all(|coord| Position::new(coord.x, coord.y).is_ok());
    if placed { geometry.bounding_rect() } else { None }
}

/// A position on the geometry that no other of its positions is nearer to `from`; `from` itself inside an area
/// or on its edge. `None` when it is empty.
///
/// Nearest is judged by the chord: against the geodesic it is off by less than 1 mm up to 50 km.
pub fn nearest_on(geometry: &Geometry, from: Position) -> Option<Position> {
    let mut search = Search { from: from.point(), here: from.into(), best: None };
    search.look(geometry);
    let (_, coord) = search.best?;
    Position::new(coord.x, coord.y).ok()
}

/// A position on the geometry that stands for it: of an area one inside it or on its edge, of a line one on it,
/// as near to its middle as there is. `None` when it has no position.
pub fn middle_of(geometry: &Geometry) -> Option<Position> {
    let middle = bounds(geometry)?.center();
    nearest_on(geometry, Position::new(middle.x, middle.y).ok()?)
}

struct Search {
    from: Point,
    here: Ecef,
    /// The shortest chord so far, and where it ends.
    best: Option<(f64, Coord)>,
}

impl Search {
    fn look(&mut self, geometry: &Geometry) {
        match geometry {
            Geometry::Point(point) => self.point(point.0),
            Geometry::MultiPoint(points) => points.iter().for_each(|point| self.point(point.0)),
            Geometry::Line(line) => self.edge(*line),
            Geometry::LineString(line) => line.lines_iter().for_each(|edge| self.edge(edge)),
            Geometry::MultiLineString(lines) => lines.lines_iter().for_each(|edge| self.edge(edge)),
            Geometry::Polygon(area) => self.area(area.intersects(&self.from), area.lines_iter()),
            Geometry::MultiPolygon(area) => self.area(area.intersects(&self.from), area.lines_iter()),
            Geometry::Rect(area) => self.area(area.intersects(&self.from), area.lines_iter()),
            Geometry::Triangle(area) => self.area(area.intersects(&self.from), area.lines_iter()),
            Geometry::GeometryCollection(several) => several.iter().for_each(|one| self.look(one)),
        }
    }

    fn area(&mut self, inside: bool, edges: impl Iterator<Item = Line>) {
        if inside {
            self.best = Some((0.0, self.from.0));
        } else {
            edges.for_each(|edge| self.edge(edge));
        }
    }

    fn point(&mut self, coord: Coord) {
        let chord_m = self.here.chord_m(Ecef::from_degrees(coord.x, coord.y));
        if self.best.is_none_or(|(best, _)| chord_m < best) {
            self.best = Some((chord_m, coord));
        }
    }

    fn edge(&mut self, edge: Line) {
        let pieces = (edge.dx().abs().max(edge.dy().abs()) / PIECE_DEG).ceil().max(1.0);
        let mut start = edge.start;
        for piece in 1..=pieces as u32 {
            let end = along(edge, f64::from(piece) / pieces);
            self.piece(Line::new(start, end));
            start = end;
        }
    }

    /// Looks closely only when the piece's chord, less how far the piece can leave it, promises something nearer.
    fn piece(&mut self, piece: Line) {
        let [start, end] = [piece.start, piece.end].map(|coord| Ecef::from_degrees(coord.x, coord.y));
        let (way, here) = (start.to(end), start.to(self.here));
        let length2 = dot(way, way);
        let part = if length2 > 0.0 { (dot(here, way) / length2).clamp(0.0, 1.0) } else { 0.0 };
        let foot = Ecef([0, 1, 2].map(|axis| start.0.get(axis).unwrap_or(&0.0) + part * way.get(axis).unwrap_or(&0.0)));
        let sag_m = 2.0 * patch_sag_m(piece.dx().abs(), piece.dy().abs());
        if self.best.is_none_or(|(best, _)| self.here.chord_m(foot) - sag_m < best) {
            let part = self.refine(piece, part);
            self.point(along(piece, part));
        }
    }

    /// From the foot on the chord to the foot on the surface: Newton's steps along the tangent.
    fn refine(&self, piece: Line, part: f64) -> f64 {
        const STEP: f64 = 1e-3;
        let mut part = part;
        for _ in 0..4 {
            let at = |part| {
                let coord = along(piece, part);
                Ecef::from_degrees(coord.x, coord.y)
            };
            let tangent = at(part - STEP).to(at(part + STEP)).map(|metres| metres / (2.0 * STEP));
            let speed2 = dot(tangent, tangent);
            if speed2 <= 0.0 {
                break;
            }
            let next = (part + dot(at(part).to(self.here), tangent) / speed2).clamp(0.0, 1.0);
            if (next - part).abs() < 1e-12 {
                break;
            }
            part = next;
        }
        part
    }
}

fn along(line: Line, part: f64) -> Coord {
    if part >= 1.0 { line.end } else { line.start + (line.end - line.start) * part }
}

fn dot([ax, ay, az]: [f64; 3], [bx, by, bz]: [f64; 3]) -> f64 {
    ax * bx + ay * by + az * bz
}

#[cfg(test)]
mod tests {
    use geo_types::{LineString, Polygon, line_string, polygon};
    use proptest::prelude::*;

    use super::*;
    use crate::domain::place::distance_m;

    fn at(lon: f64, lat: f64) -> Position {
        Position::new(lon, lat).unwrap()
    }

    #[test]
    fn inside_an_area_or_on_its_edge_the_nearest_is_where_one_stands() {
        let area: Geometry = polygon![(x: 119.0, y: 29.0), (x: 120.0, y: 29.0), (x: 120.0, y: 30.0)].into();
        assert_eq!(nearest_on(&area, at(119.8, 29.3)), Some(at(119.8, 29.3)));
        assert_eq!(nearest_on(&area, at(119.5, 29.0)), Some(at(119.5, 29.0)));
        assert_ne!(nearest_on(&area, at(119.1, 29.9)), Some(at(119.1, 29.9)));
    }

    #[test]
    fn a_hole_is_not_inside() {
        let ring = |half: f64| {
            LineString::from(vec![(-half, -half), (half, -half), (half, half), (-half, half), (-half, -half)])
        };
        let area: Geometry = Polygon::new(ring(1.0), vec![ring(0.5)]).into();
        let nearest = nearest_on(&area, at(0.4, 0.0)).unwrap();
        assert!((nearest.lon() - 0.5).abs() < 1e-9, "{nearest:?}");
    }

    #[test]
    fn what_stands_for_an_area_lies_in_it_even_where_its_middle_does_not() {
        let hook = polygon![
            (x: 119.0, y: 29.0), (x: 120.0, y: 29.0), (x: 120.0, y: 29.1), (x: 119.1, y: 29.1), (x: 119.1, y: 30.0),
            (x: 119.0, y: 30.0),
        ];
        let middle = middle_of(&hook.into()).unwrap();
        assert!((middle.lat() - 29.1).abs() < 1e-9 || (middle.lon() - 119.1).abs() < 1e-9, "{middle:?}");
    }

    #[test]
    fn an_empty_geometry_or_one_off_the_earth_has_no_bounds() {
        assert_eq!(bounds(&Geometry::LineString(LineString::new(vec![]))), None);
        assert_eq!(bounds(&Geometry::Point(Point::new(f64::NAN, 29.0))), None);
        assert_eq!(bounds(&line_string![(x: 119.0, y: 29.0), (x: 250.0, y: 29.0)].into()), None);
        assert_eq!(nearest_on(&Geometry::LineString(LineString::new(vec![])), at(0.0, 0.0)), None);
    }

    proptest! {
        #[test]
        fn no_other_position_of_a_line_is_nearer(
            lon in -170.0..170.0, lat in -80.0..80.0,
            ways in prop::collection::vec((-0.2..0.2, -0.2..0.2), 3),
        ) {
            let coords: Vec<(f64, f64)> = ways.iter().map(|(x, y)| (lon + x, lat + y)).collect();
            let line = LineString::from(coords);
            let from = at(lon, lat);
            let found = distance_m(from, nearest_on(&Geometry::LineString(line.clone()), from).unwrap());
            for edge in line.lines() {
                for part in 0..=200 {
                    let coord = along(edge, f64::from(part) / 200.0);
                    prop_assert!(found <= distance_m(from, at(coord.x, coord.y)) + 1e-3);
                }
            }
        }
    }
}
