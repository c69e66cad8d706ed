//! Shapes made ready to be looked at from close by: what is out of view cut away, corners rounded.

use geo_types::{Coord, LineString, MultiPolygon, Polygon};

use crate::domain::view::projection::Bounds;

/// The part of areas that is in a box. The cut runs along the box, so it serves fills that have no edge.
pub(super) fn clipped(areas: &MultiPolygon, to: Bounds) -> MultiPolygon {
    let meets = |polygon: &&Polygon| Bounds::around(polygon.exterior().coords().copied()).is_some_and(|b| b.meets(&to));
    let parts = areas.iter().filter(meets).filter_map(|polygon| {
        let outer = cut_ring(polygon.exterior(), to)?;
        let holes = polygon.interiors().iter().filter_map(|ring| cut_ring(ring, to)).collect();
        Some(Polygon::new(outer, holes))
    });
    MultiPolygon::new(parts.collect())
}

/// The parts of areas that have a place in common with a box, whole.
pub(super) fn meeting(areas: &MultiPolygon, with: Bounds) -> MultiPolygon {
    let meets =
        |polygon: &&Polygon| Bounds::around(polygon.exterior().coords().copied()).is_some_and(|b| b.meets(&with));
    MultiPolygon::new(areas.iter().filter(meets).cloned().collect())
}

/// Areas with their corners cut so many times: smooth to the eye (Chaikin).
pub(super) fn rounded(areas: MultiPolygon, times: usize) -> MultiPolygon {
    (0..times).fold(areas, |areas, _| {
        let round = |polygon: &Polygon| {
            Polygon::new(round_ring(polygon.exterior()), polygon.interiors().iter().map(round_ring).collect())
        };
        MultiPolygon::new(areas.iter().map(round).collect())
    })
}

fn round_ring(ring: &LineString) -> LineString {
    let mut out = Vec::with_capacity(ring.0.len() * 2);
    for (a, b) in ring.0.iter().zip(ring.0.iter().skip(1)) {
        let at = |share: f64| Coord { x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y) };
        out.extend([at(0.25), at(0.75)]);
    }
    out.extend(out.first().copied());
    LineString::new(out)
}

fn cut_ring(ring: &LineString, to: Bounds) -> Option<LineString> {
    let open = ring.0.len().saturating_sub(1);
    let mut points = cut(ring.0.iter().take(open).copied().collect(), to);
    if points.len() < 3 {
        return None;
    }
    points.extend(points.first().copied());
    Some(LineString::new(points))
}

/// A ring that does not repeat its first point, cut by the four sides of a box (Sutherland and Hodgman).
pub(super) fn cut(mut points: Vec<Coord>, to: Bounds) -> Vec<Coord> {
    // Each side as a b and c of a line: inside is where ax + by + c is not below zero.
    let sides = [(1.0, 0.0, -to.west), (-1.0, 0.0, to.east), (0.0, 1.0, -to.south), (0.0, -1.0, to.north)];
    for (a, b, c) in sides {
        let over = |at: &Coord| a * at.x + b * at.y + c;
        if points.iter().all(|point| over(point) >= 0.0) {
            continue;
        }
        let mut kept = Vec::with_capacity(points.len());
        for (a, b) in points.iter().zip(points.iter().cycle().skip(1)) {
            let (from, till) = (over(a), over(b));
            if from >= 0.0 {
                kept.push(*a);
            }
            if (from < 0.0) != (till < 0.0) {
                let share = from / (from - till);
                kept.push(Coord { x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y) });
            }
        }
        points = kept;
    }
    points
}

#[cfg(test)]
mod tests {
    use geo::Area;

    use super::*;

    fn square(from: f64, to: f64) -> LineString {
        LineString::from(vec![(from, from), (to, from), (to, to), (from, to), (from, from)])
    }

    #[test]
    fn what_is_cut_away_is_what_is_out_of_the_box_and_holes_stay_open() {
        let areas = MultiPolygon::new(vec![Polygon::new(square(0.0, 10.0), vec![square(4.0, 6.0)])]);
        let part = clipped(&areas, Bounds { west: 5.0, south: -1.0, east: 20.0, north: 20.0 });
        assert!((part.unsigned_area() - (50.0 - 2.0)).abs() < 1e-9);
        let none = clipped(&areas, Bounds { west: 11.0, south: 0.0, east: 12.0, north: 1.0 });
        assert!(none.0.is_empty());
    }

    #[test]
    fn a_rounded_ring_is_closed_and_stays_inside_the_first() {
        let round = rounded(MultiPolygon::new(vec![Polygon::new(square(0.0, 8.0), vec![])]), 3);
        let ring = round.0[0].exterior();
        assert!(ring.is_closed() && ring.0.len() == 33);
        assert!(ring.coords().all(|c| (0.0..=8.0).contains(&c.x) && (0.0..=8.0).contains(&c.y)));
    }
}
