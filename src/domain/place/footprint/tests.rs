use geo::{Rotate as _, Validation as _};
use geo_types::{LineString, Point, Polygon, line_string};
use proptest::prelude::*;

use super::*;
use crate::domain::place::sound;

fn ring(corners: &[(f64, f64)]) -> LineString {
    LineString::from(corners.to_vec())
}

fn square(west: f64, south: f64, side: f64) -> LineString {
    ring(&[(west, south), (west + side, south), (west + side, south + side), (west, south + side), (west, south)])
}

/// A square of 8 with a square hole of 4 in its middle, and a small square in the hole.
fn holed() -> MultiPolygon {
    let frame = Polygon::new(square(0.0, 0.0, 8.0), vec![square(2.0, 2.0, 4.0)]);
    MultiPolygon(vec![frame, Polygon::new(square(3.0, 3.0, 1.0), Vec::new())])
}

/// A ring around a middle with these distances from it, one a direction.
fn star(reaches: &[f64]) -> Polygon {
    let corner = |(at, reach): (usize, &f64)| {
        let angle = std::f64::consts::TAU * at as f64 / reaches.len() as f64;
        Coord { x: 119.5 + reach * angle.cos(), y: 29.0 + reach * angle.sin() }
    };
    Polygon::new(LineString::new(reaches.iter().enumerate().map(corner).collect()), Vec::new())
}

#[test]
fn edges_and_corners_are_inside_and_a_hole_is_not_but_its_rim() {
    let print = Footprint::of(holed()).unwrap();
    for x in -1..=18 {
        for y in -1..=18 {
            let at = Coord { x: f64::from(x) / 2.0, y: f64::from(y) / 2.0 };
            assert_eq!(print.holds(at), holed().intersects(&at), "{at:?}");
        }
    }
    assert!(!print.holds(Coord { x: f64::NAN, y: 1.0 }) && !print.holds(Coord { x: 1.0, y: f64::INFINITY }));
    assert!(Footprint::of(MultiPolygon(Vec::new())).is_none());
}

#[test]
fn lines_and_areas_meet_it_where_they_only_touch_cross_or_hold_it() {
    let print = Footprint::of(holed()).unwrap();
    let area = |ring: LineString| Geometry::Polygon(Polygon::new(ring, Vec::new()));
    for (meets, geometry) in [
        (true, line_string![(x: -1.0, y: 4.0), (x: 9.0, y: 4.2)].into()),
        (true, line_string![(x: -1.0, y: 8.0), (x: 9.0, y: 8.0)].into()),
        (true, line_string![(x: 8.0, y: 8.0), (x: 9.0, y: 9.0)].into()),
        (false, line_string![(x: 4.5, y: 2.5), (x: 5.5, y: 5.5)].into()),
        (false, line_string![(x: -1.0, y: 8.1), (x: 9.0, y: 8.1)].into()),
        (true, area(square(-5.0, -5.0, 30.0))),
        (true, area(square(2.5, 2.5, 3.0))),
        (false, area(square(4.5, 4.5, 1.0))),
        (false, Geometry::Polygon(Polygon::new(square(-5.0, -5.0, 30.0), vec![square(-1.0, -1.0, 10.0)]))),
        (true, Geometry::MultiPoint(vec![Point::new(20.0, 20.0), Point::new(1.0, 1.0)].into())),
    ] {
        assert_eq!(print.meets(&geometry), meets, "{geometry:?}");
        assert_eq!(holed().intersects(&geometry), meets, "{geometry:?}");
    }
}

#[test]
fn an_area_lies_in_it_whole_with_its_edge_on_ours_and_not_over_a_hole() {
    let print = Footprint::of(holed()).unwrap();
    for (covers, inner) in [
        (true, square(0.0, 0.0, 2.0)),
        (true, square(0.5, 0.5, 1.0)),
        (true, square(3.0, 3.0, 1.0)),
        (false, square(1.0, 1.0, 6.0)),
        (false, square(2.0, 2.0, 4.0)),
        (false, square(7.0, 7.0, 2.0)),
        (false, square(0.0, 0.0, 8.0)),
    ] {
        let inner = Geometry::Polygon(Polygon::new(inner, Vec::new()));
        assert_eq!(print.covers(&inner), covers, "{inner:?}");
        assert_eq!(holed().covers(&inner), covers, "{inner:?}");
    }
    assert!(!print.covers(&Geometry::Point(Point::new(1.0, 1.0))));
}

proptest! {
    #[test]
    fn it_answers_as_geo_does(
        reaches in prop::collection::vec(0.02..0.3, 3..60),
        places in prop::collection::vec((119.1..119.9, 28.6..29.4), 60),
        others in prop::collection::vec((119.1..119.9, 28.6..29.4, 0.001..0.3, 0.0..90.0), 6),
    ) {
        let area = MultiPolygon(vec![star(&reaches)]);
        prop_assume!(area.is_valid());
        let print = Footprint::of(area.clone()).unwrap();
        let middles = area.lines_iter().map(|edge| (edge.start + edge.end) / 2.0);
        let corners = area.lines_iter().map(|edge| edge.start);
        for at in places.iter().map(|(x, y)| Coord { x: *x, y: *y }).chain(middles).chain(corners) {
            prop_assert_eq!(print.holds(at), area.intersects(&at), "{:?}", at);
        }
        for (x, y, side, turn) in others {
            let turned = Polygon::new(square(x, y, side), Vec::new()).rotate_around_centroid(turn);
            let line = Geometry::LineString(LineString::new(turned.exterior().0.iter().take(3).copied().collect()));
            for other in [Geometry::Polygon(turned), line] {
                prop_assert_eq!(print.meets(&other), area.intersects(&other), "{:?}", other);
                if let Geometry::Polygon(_) = other {
                    prop_assert_eq!(print.covers(&other), area.covers(&other), "{:?}", other);
                }
            }
        }
    }

    #[test]
    fn on_a_lattice_where_edges_meet_it_answers_as_geo_does(
        corners in prop::collection::vec((0_i32..9, 0_i32..9), 3..7),
        others in prop::collection::vec((-1_i32..9, -1_i32..9, 1_i32..6), 8),
    ) {
        let corners: Vec<(f64, f64)> = corners.into_iter().map(|(x, y)| (f64::from(x), f64::from(y))).collect();
        let Ok(made) = sound(&Geometry::Polygon(Polygon::new(ring(&corners), Vec::new()))) else { return Ok(()) };
        let Geometry::Polygon(polygon) = made.geometry else { return Ok(()) };
        let area = MultiPolygon(vec![polygon]);
        let print = Footprint::of(area.clone()).unwrap();
        for x in -1..=17 {
            for y in -1..=17 {
                let at = Coord { x: f64::from(x) / 2.0, y: f64::from(y) / 2.0 };
                prop_assert_eq!(print.holds(at), area.intersects(&at), "{:?}", at);
            }
        }
        for (x, y, side) in others {
            let other = Geometry::Polygon(Polygon::new(square(f64::from(x), f64::from(y), f64::from(side)), Vec::new()));
            prop_assert_eq!(print.meets(&other), area.intersects(&other), "{:?}", other);
            prop_assert_eq!(print.covers(&other), area.covers(&other), "{:?}", other);
        }
    }
}
