use geo::{Area as _, Validation as _};
use geo_types::{MultiPoint, Point, Rect, coord, line_string, polygon};
use proptest::prelude::*;

use super::*;

fn ring(coords: &[(f64, f64)]) -> LineString {
    LineString::from(coords.to_vec())
}

fn square(x: f64, y: f64, side: f64) -> LineString {
    ring(&[(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)])
}

fn with_holes(holes: Vec<LineString>) -> Geometry {
    Polygon::new(square(0.0, 0.0, 10.0), holes).into()
}

fn refused(geometry: impl Into<Geometry>) -> (Flaw, Option<Coord>) {
    let fault = sound(&geometry.into()).unwrap_err();
    (fault.flaw, fault.at)
}

fn mended(geometry: impl Into<Geometry>) -> (Geometry, Vec<Flaw>) {
    let sound = sound(&geometry.into()).unwrap();
    assert!(sound.geometry.is_valid(), "{:?}", sound.geometry);
    (sound.geometry, sound.mended.iter().map(|fault| fault.flaw).collect())
}

fn size(geometry: &Geometry) -> f64 {
    geometry.unsigned_area()
}

#[test]
fn a_bow_tie_is_refused_at_the_crossing() {
    let tie = polygon![(x: 0.0, y: 0.0), (x: 2.0, y: 2.0), (x: 2.0, y: 0.0), (x: 0.0, y: 2.0)];
    assert_eq!(refused(tie), (Flaw::CrossesItself, Some(coord! { x: 1.0, y: 1.0 })));
}

#[test]
fn a_ring_that_touches_itself_is_refused_where_it_does() {
    let eight = ring(&[(0.0, 0.0), (4.0, 0.0), (2.0, 2.0), (4.0, 4.0), (0.0, 4.0), (2.0, 2.0), (0.0, 0.0)]);
    assert_eq!(refused(Polygon::new(eight, vec![])), (Flaw::CrossesItself, Some(coord! { x: 2.0, y: 2.0 })));
}

#[test]
fn a_hole_outside_or_across_the_edge_is_refused_at_a_place_outside() {
    assert_eq!(refused(with_holes(vec![square(20.0, 1.0, 2.0)])).0, Flaw::HoleOutside);
    let (flaw, at) = refused(with_holes(vec![square(8.0, 4.0, 4.0)]));
    assert_eq!(flaw, Flaw::HoleOutside);
    assert!(at.unwrap().x > 10.0, "{at:?}");
    // All its corners inside, its middle over a bay.
    let bay =
        ring(&[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (6.0, 10.0), (6.0, 2.0), (4.0, 2.0), (4.0, 10.0), (0.0, 10.0)]);
    let (flaw, at) = refused(Polygon::new(bay, vec![square(3.0, 3.0, 4.0)]));
    assert_eq!(flaw, Flaw::HoleOutside);
    assert!((4.0..=6.0).contains(&at.unwrap().x), "{at:?}");
}

#[test]
fn nothing_too_little_and_what_has_no_width_is_refused() {
    assert_eq!(refused(Polygon::new(LineString::new(vec![]), vec![])).0, Flaw::Empty);
    assert_eq!(refused(MultiPoint::new(vec![])).0, Flaw::Empty);
    assert_eq!(refused(MultiPolygon::new(vec![])).0, Flaw::Empty);
    let two = ring(&[(1.0, 1.0), (2.0, 2.0), (1.0, 1.0), (2.0, 2.0)]);
    assert_eq!(refused(Polygon::new(two, vec![])), (Flaw::TooFewPoints, Some(coord! { x: 1.0, y: 1.0 })));
    assert_eq!(refused(Polygon::new(ring(&[(0.0, 0.0), (1.0, 1.0), (3.0, 3.0)]), vec![])).0, Flaw::Flat);
    assert_eq!(refused(line_string![(x: 1.0, y: 1.0)]).0, Flaw::TooFewPoints);
    assert_eq!(refused(line_string![(x: 1.0, y: 1.0), (x: 1.0, y: 1.0)]).0, Flaw::TooFewPoints);
}

#[test]
fn what_is_no_place_on_earth_is_refused() {
    for bad in [f64::NAN, f64::INFINITY, 180.000_1, -500.0] {
        assert_eq!(refused(Point::new(bad, 29.0)).0, Flaw::OffEarth, "{bad}");
        assert_eq!(refused(line_string![(x: 119.0, y: 29.0), (x: bad, y: 29.0)]).0, Flaw::OffEarth, "{bad}");
    }
    assert_eq!(refused(Point::new(f64::NAN, 29.0)).1, None);
    assert_eq!(refused(Point::new(119.0, 90.5)).0, Flaw::OffEarth);
    assert_eq!(refused(Point::new(119.0, 90.0)).0, Flaw::AtPole);
    assert_eq!(refused(Point::new(119.0, -90.0)).0, Flaw::AtPole);
    assert_eq!(refused(polygon![(x: 0.0, y: 80.0), (x: 90.0, y: 80.0), (x: 40.0, y: 90.0)]).0, Flaw::AtPole);
    assert_eq!(refused(line_string![(x: 179.0, y: 1.0), (x: -179.0, y: 1.0)]).0, Flaw::AcrossDateLine);
}

#[test]
fn a_point_twice_in_a_row_is_there_once() {
    let (geometry, flaws) = mended(line_string![(x: 1.0, y: 1.0), (x: 1.0, y: 1.0), (x: 2.0, y: 1.0)]);
    assert_eq!(geometry, line_string![(x: 1.0, y: 1.0), (x: 2.0, y: 1.0)].into());
    assert_eq!(flaws, [Flaw::RepeatedPoint]);
    let twice = ring(&[(0.0, 0.0), (4.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 0.0)]);
    let (geometry, flaws) = mended(Polygon::new(twice, vec![]));
    assert_eq!((size(&geometry), flaws), (8.0, vec![Flaw::RepeatedPoint]));
}

#[test]
fn an_empty_hole_goes_and_holes_that_overlap_are_one() {
    let (geometry, flaws) =
        mended(with_holes(vec![ring(&[(1.0, 1.0), (2.0, 2.0), (1.0, 1.0)]), square(5.0, 5.0, 2.0)]));
    assert_eq!((size(&geometry), flaws), (96.0, vec![Flaw::EmptyHole]));
    let (geometry, flaws) = mended(with_holes(vec![square(2.0, 2.0, 3.0), square(4.0, 4.0, 3.0)]));
    assert_eq!(flaws, [Flaw::HolesOverlap]);
    assert!((size(&geometry) - (100.0 - 9.0 - 9.0 + 1.0)).abs() < 1e-6);
    let (geometry, flaws) = mended(with_holes(vec![square(2.0, 2.0, 3.0), square(3.0, 3.0, 1.0)]));
    assert_eq!(flaws, [Flaw::HolesOverlap]);
    assert!((size(&geometry) - 91.0).abs() < 1e-6);
    let (geometry, flaws) = mended(with_holes(vec![square(0.0, 3.0, 2.0)]));
    assert_eq!(flaws, [Flaw::HoleAtEdge]);
    assert!((size(&geometry) - 96.0).abs() < 1e-6);
}

#[test]
fn a_hole_as_large_as_its_area_leaves_nothing() {
    assert_eq!(refused(with_holes(vec![square(0.0, 0.0, 10.0)])).0, Flaw::Empty);
}

#[test]
fn parts_that_overlap_are_joined() {
    let area = |x| Polygon::new(square(x, 0.0, 4.0), vec![]);
    let (geometry, flaws) = mended(MultiPolygon::new(vec![area(0.0), area(2.0)]));
    assert_eq!(flaws, [Flaw::PartsOverlap]);
    assert!((size(&geometry) - 24.0).abs() < 1e-6);
    let apart = Geometry::from(MultiPolygon::new(vec![area(0.0), area(7.0)]));
    assert_eq!(mended(apart.clone()), (apart, vec![]));
}

/// A star around a place: always a sound ring.
fn star() -> impl Strategy<Value = Polygon> {
    let far = prop::collection::vec(0.2..1.0_f64, 3..14);
    (far, -170.0..170.0_f64, -80.0..80.0_f64).prop_map(|(far, lon, lat)| {
        let turn = std::f64::consts::TAU / far.len() as f64;
        let corner = |(index, far): (usize, &f64)| {
            let (sin, cos) = (turn * index as f64).sin_cos();
            (lon + far * cos, lat + far * sin)
        };
        Polygon::new(far.iter().enumerate().map(corner).collect::<Vec<_>>().into(), vec![])
    })
}

proptest! {
    #[test]
    fn mending_what_is_sound_changes_nothing(polygon in star()) {
        prop_assume!(polygon.is_valid());
        let given = Geometry::from(polygon);
        let sound = sound(&given).unwrap();
        prop_assert_eq!(sound.mended.len(), 0);
        prop_assert_eq!(sound.geometry, given);
    }

    #[test]
    fn what_comes_out_is_valid_whatever_went_in(
        shell in prop::collection::vec((-3..4_i32, -3..4_i32), 0..8),
        holes in prop::collection::vec(prop::collection::vec((-3..4_i32, -3..4_i32), 0..6), 0..3),
    ) {
        let line = |coords: &Vec<(i32, i32)>| {
            ring(&coords.iter().map(|(x, y)| (f64::from(*x), f64::from(*y))).collect::<Vec<_>>())
        };
        let polygon = Polygon::new(line(&shell), holes.iter().map(line).collect());
        let valid = polygon.is_valid() && !polygon.exterior().0.is_empty();
        match sound(&polygon.clone().into()) {
            Ok(sound) => {
                prop_assert!(sound.geometry.is_valid());
                prop_assert!(valid || !sound.mended.is_empty());
                let again = super::sound(&sound.geometry).unwrap();
                prop_assert_eq!(again.geometry, sound.geometry, "mended twice is mended once");
            }
            Err(fault) => prop_assert!(!valid || fault.flaw == Flaw::Flat, "{fault:?} {polygon:?}"),
        }
    }

    #[test]
    fn overlapping_holes_keep_the_area_they_leave(
        x in 1.0..5.0_f64, y in 1.0..5.0_f64, dx in 0.1..1.9_f64, dy in 0.1..1.9_f64,
    ) {
        let (geometry, _) = mended(with_holes(vec![square(x, y, 2.0), square(x + dx, y + dy, 2.0)]));
        let shared = (2.0 - dx) * (2.0 - dy);
        prop_assert!((size(&geometry) - (100.0 - 8.0 + shared)).abs() < 1e-6);
    }

    #[test]
    fn a_crossing_is_on_two_edges(a in 0.1..0.9_f64, w in 1.0..9.0_f64) {
        let tie = ring(&[(0.0, 0.0), (w, 0.0), (w * a, 3.0), (w, 4.0), (0.0, 2.0), (w * 0.95, -1.0)]);
        if let Err(Fault { flaw: Flaw::CrossesItself, at }) = sound(&Polygon::new(tie.clone(), vec![]).into()) {
            let at = at.unwrap();
            let touched = tie.lines().filter(|edge| {
                let near = Rect::new(edge.start, edge.end);
                (near.min().x - 1e-9..=near.max().x + 1e-9).contains(&at.x)
                    && (near.min().y - 1e-9..=near.max().y + 1e-9).contains(&at.y)
            });
            prop_assert!(touched.count() >= 2);
        }
    }
}

#[test]
fn a_ring_that_goes_to_and_fro_beyond_its_first_point_is_flat() {
    assert_eq!(refused(Polygon::new(ring(&[(5.0, 2.0), (5.0, 8.0), (5.0, 0.0)]), vec![])).0, Flaw::Flat);
}
