//! Where a fault is.

use geo::{
    BooleanOps as _, Contains as _, CoordsIter as _, Covers as _, Intersects as _, LinesIter as _, Validation as _,
    algorithm::{InteriorPoint as _, line_intersection},
    kernels::{Kernel as _, Orientation, RobustKernel},
    line_intersection::LineIntersection,
};
use geo_types::{Coord, Geometry, Line, LineString, MultiPolygon, Polygon};

use crate::domain::place::sound::{Fault, Flaw};

/// That every coordinate is a place, and no edge runs round the Earth the wrong way.
pub(super) fn on_earth(geometry: &Geometry) -> Result<(), Fault> {
    let mut any = false;
    for coord in geometry.coords_iter() {
        any = true;
        let inside = (-180.0..=180.0).contains(&coord.x) && (-90.0..=90.0).contains(&coord.y);
        if !inside {
            let finite = coord.x.is_finite() && coord.y.is_finite();
            let near = Coord { x: coord.x.clamp(-180.0, 180.0), y: coord.y.clamp(-85.0, 85.0) };
            return Err(Fault { flaw: Flaw::OffEarth, at: finite.then_some(near) });
        }
        if coord.y.abs() >= 90.0 {
            return Err(Fault { flaw: Flaw::AtPole, at: Some(Coord { x: coord.x, y: coord.y.clamp(-85.0, 85.0) }) });
        }
    }
    if !any {
        return Err(Fault { flaw: Flaw::Empty, at: None });
    }
    let wide = |line: &LineString| line.lines().find(|edge| edge.dx().abs() > 180.0);
    let lines: Vec<&LineString> = match geometry {
        Geometry::LineString(line) => vec![line],
        Geometry::MultiLineString(lines) => lines.iter().collect(),
        Geometry::Polygon(polygon) => vec![polygon.exterior()],
        Geometry::MultiPolygon(polygons) => polygons.iter().map(Polygon::exterior).collect(),
        _ => Vec::new(),
    };
    match lines.into_iter().find_map(wide) {
        Some(edge) => Err(Fault { flaw: Flaw::AcrossDateLine, at: Some(edge.start) }),
        None => Ok(()),
    }
}

/// How many different points a ring has, as far as three.
pub(super) fn distinct(ring: &LineString) -> usize {
    let mut known: Vec<Coord> = Vec::with_capacity(3);
    for coord in &ring.0 {
        if !known.contains(coord) {
            known.push(*coord);
        }
        if known.len() == 3 {
            break;
        }
    }
    known.len()
}

/// Whether all of a ring lies on one line.
pub(super) fn is_flat(ring: &LineString) -> bool {
    let Some(first) = ring.0.first().copied() else { return true };
    let far = |coord: &&Coord| (coord.x - first.x).hypot(coord.y - first.y);
    let Some(farthest) = ring.0.iter().max_by(|a, b| far(a).total_cmp(&far(b))).copied() else { return true };
    // On the line, not only between the two: the ring may go back beyond its first point.
    ring.0.iter().all(|coord| RobustKernel::orient2d(first, farthest, *coord) == Orientation::Collinear)
}

/// Where a ring first crosses or touches itself.
pub(super) fn crossing(ring: &LineString) -> Option<Coord> {
    let edges: Vec<Line> = ring.lines().collect();
    let last = edges.len().checked_sub(1)?;
    for (index, edge) in edges.iter().enumerate() {
        for (other_index, other) in edges.iter().enumerate().skip(index + 1) {
            let Some(met) = line_intersection::line_intersection(*edge, *other) else { continue };
            let joined = other_index == index + 1 || (index == 0 && other_index == last);
            match met {
                LineIntersection::SinglePoint { .. } if joined => {}
                LineIntersection::SinglePoint { intersection, .. } => return Some(intersection),
                LineIntersection::Collinear { intersection } => return Some(intersection.start),
            }
        }
    }
    None
}

/// A place of a hole that is outside its area; `None`: it is inside, or touches the edge from inside.
pub(super) fn outside(shell: &Polygon, hole: &LineString) -> Option<Coord> {
    let hole_area = Polygon::new(hole.clone(), Vec::new());
    if shell.covers(&hole_area) {
        return None;
    }
    let corner = hole.0.iter().find(|coord| !shell.intersects(*coord)).copied();
    // Its corners may all be inside where the area has a bay.
    corner.or_else(|| {
        let left = hole_area.difference(shell);
        left.interior_point().map(|point| point.0).or_else(|| hole.0.first().copied())
    })
}

/// What rings of a polygon do to each other, each ring sound by itself and each hole inside.
pub(super) fn between_rings(polygon: &Polygon) -> Vec<Fault> {
    let mut out = Vec::new();
    let mut seen: Vec<Polygon> = Vec::new();
    for hole in polygon.interiors() {
        let alone = Polygon::new(polygon.exterior().clone(), vec![hole.clone()]);
        if !alone.is_valid() {
            out.push(Fault { flaw: Flaw::HoleAtEdge, at: hole.0.first().copied() });
        }
        let area = Polygon::new(hole.clone(), Vec::new());
        if let Some(met) = seen.iter().find_map(|other| meeting(other, &area)) {
            out.push(Fault { flaw: Flaw::HolesOverlap, at: Some(met) });
        }
        seen.push(area);
    }
    out
}

/// Where two areas of a list overlap.
pub(super) fn overlap(polygons: &MultiPolygon) -> Option<Coord> {
    let each = |(index, one): (usize, &Polygon)| polygons.iter().skip(index + 1).find_map(|other| meeting(one, other));
    polygons.iter().enumerate().find_map(each)
}

/// A place that two areas share.
fn meeting(one: &Polygon, other: &Polygon) -> Option<Coord> {
    if !one.intersects(other) {
        return None;
    }
    let crossed = one.lines_iter().find_map(|edge| {
        let met = other.lines_iter().find_map(|with| line_intersection::line_intersection(edge, with));
        met.map(|met| match met {
            LineIntersection::SinglePoint { intersection, .. } => intersection,
            LineIntersection::Collinear { intersection } => intersection.start,
        })
    });
    let inner = if one.contains(other) { other } else { one };
    crossed.or_else(|| inner.exterior().0.first().copied())
}
