use std::collections::BTreeMap;

use geo_types::{Coord, LineString, Point, Polygon};
use proptest::prelude::*;

use super::*;
use crate::domain::{
    catalogue::{Catalogue, Source},
    model::Uid,
    world::World,
};

fn world(objects: Vec<Arc<Object>>) -> World {
    let text = r#"
        id = "place"
        zh = "地点"
        en = "Place"
        group = "basemap"
        geometry = "point"
        symbol = { frame = "plain", mark = "地" }
        field = [{ id = "name", zh = "名称", en = "Name", type = "text" }]
    "#;
    let (catalogue, problems) = Catalogue::read(&[Source { name: "place.toml".into(), text: text.into() }]);
    assert_eq!(problems, []);
    World::new(Arc::new(catalogue), BTreeMap::from([("place".into(), objects)]))
}

fn object(bits: u128, geometry: Option<Geometry>) -> Arc<Object> {
    Arc::new(Object { uid: Uid::from_bits(bits), kind: "place".into(), geometry, values: vec![] })
}

fn point(bits: u128, lon: f64, lat: f64) -> Arc<Object> {
    object(bits, Some(Point::new(lon, lat).into()))
}

fn at(lon: f64, lat: f64) -> Position {
    Position::new(lon, lat).unwrap()
}

/// Every object by Karney's distance, then uid, through the k-th admitted.
fn by_hand(layer: &Layer, from: Position, k: usize, admits: impl Fn(Uid) -> bool) -> Vec<(u128, bool)> {
    let mut all: Vec<(f64, Uid)> = layer
        .objects()
        .filter_map(|object| match object.geometry.as_ref()? {
            Geometry::Point(point) => Some((distance_m(from, Position::try_from(*point).ok()?), object.uid)),
            _ => None,
        })
        .collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut admitted = 0;
    let wanted = all.into_iter().map_while(|(_, uid)| {
        (admitted < k).then(|| {
            admitted += usize::from(admits(uid));
            (uid.bits(), admits(uid))
        })
    });
    wanted.collect()
}

fn found(layer: &Layer, from: Position, k: usize, admits: impl Fn(Uid) -> bool) -> Vec<(u128, bool)> {
    let ranked = layer.nearest(from, k, |object| (!admits(object.uid)).then_some(()));
    ranked.iter().map(|one| (one.object.uid.bits(), one.left_out.is_none())).collect()
}

/// Positions of every sort: a town, its single metres, the poles, the antimeridian, anywhere; many on a coarse
/// grid, so that some are the same and some are mirror images.
fn position() -> impl Strategy<Value = (f64, f64)> {
    prop_oneof![
        (119.2..119.8, 28.75..29.2),
        (0..20, 0..20).prop_map(|(x, y)| (119.6 + f64::from(x) * 1e-5, 29.1 + f64::from(y) * 1e-5)),
        (0..7, 0..7).prop_map(|(x, y)| (119.2 + f64::from(x) * 0.1, 28.6 + f64::from(y) * 0.1)),
        (-180.0..180.0, 89.9..90.0),
        (-180.0..180.0, -90.0..-89.9),
        (179.9..180.0, -1.0..1.0),
        (-180.0..-179.9, -1.0..1.0),
        (-18..=18, -9..=9).prop_map(|(x, y)| (f64::from(x) * 10.0, f64::from(y) * 10.0)),
        (-180.0..180.0, -90.0..90.0),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_nearest_are_those_of_brute_force(
        base in prop::collection::vec(position(), 0..400),
        added in prop::collection::vec(position(), 0..20),
        moved in prop::collection::vec((any::<prop::sample::Index>(), position()), 0..20),
        taken in prop::collection::vec(any::<prop::sample::Index>(), 0..20),
        from in position(),
        k in 1_usize..9,
        one_in in 1_u128..6,
    ) {
        let count = base.len();
        let start = base.iter().enumerate().map(|(n, (lon, lat))| point(n as u128, *lon, *lat)).collect();
        let world = world(start);
        let mut layer = world.layer("place").unwrap().clone();
        if count > 0 {
            for (which, (lon, lat)) in moved {
                layer.put(point(which.index(count) as u128, lon, lat));
            }
            for which in taken {
                layer.take(Uid::from_bits(which.index(count) as u128));
            }
        }
        for (n, (lon, lat)) in added.iter().enumerate() {
            layer.put(point((count + n) as u128, *lon, *lat));
        }
        let from = at(from.0, from.1);
        let admits = |uid: Uid| uid.bits().is_multiple_of(one_in);
        prop_assert_eq!(found(&layer, from, k, admits), by_hand(&layer, from, k, admits));
    }

    #[test]
    fn the_box_search_finds_what_a_pass_over_all_finds(
        base in prop::collection::vec((position(), (0.0..0.3, 0.0..0.3), any::<bool>()), 0..300),
        corner in position(),
        size in prop_oneof![(0.0..0.2, 0.0..0.2), (0.0..300.0, 0.0..100.0)],
    ) {
        let shape = |((lon, lat), (width, height), is_line): &((f64, f64), (f64, f64), bool)| {
            let end = Coord { x: f64::min(lon + width, 180.0), y: f64::min(lat + height, 90.0) };
            if *is_line {
                Geometry::from(LineString::from(vec![Coord { x: *lon, y: *lat }, end]))
            } else {
                Point::new(*lon, *lat).into()
            }
        };
        let objects: Vec<_> =
            base.iter().enumerate().map(|(n, spec)| object(n as u128, Some(shape(spec)))).collect();
        let world = world(objects.clone());
        let wanted = Rect::new(Coord { x: corner.0, y: corner.1 }, Coord { x: corner.0 + size.0, y: corner.1 + size.1 });
        let meets = |object: &&Arc<Object>| {
            let own = bounds(object.geometry.as_ref().unwrap()).unwrap();
            geo::Intersects::intersects(&own, &wanted)
        };
        let by_hand: Vec<_> = objects.iter().filter(meets).collect();
        prop_assert_eq!(world.layer("place").unwrap().in_bounds(wanted), by_hand);
    }
}

#[test]
fn a_tie_goes_to_the_lower_uid_and_equal_places_all_count() {
    let world = world((0..40).rev().map(|bits| point(bits, 119.6, 29.1)).collect());
    let layer = world.layer("place").unwrap();
    assert_eq!(found(layer, at(119.5, 29.1), 3, |_| true), [(0, true), (1, true), (2, true)]);
}

#[test]
fn an_area_one_stands_in_is_nearest_and_a_long_line_is_met_in_its_middle() {
    let square = |west: f64, south: f64, side: f64| {
        let ring = [(0.0, 0.0), (side, 0.0), (side, side), (0.0, side), (0.0, 0.0)];
        let ring = ring.map(|(x, y)| (west + x, south + y));
        Geometry::from(Polygon::new(LineString::from(ring.to_vec()), vec![]))
    };
    let line = Geometry::from(LineString::from(vec![(118.0, 29.2), (121.0, 29.2)]));
    let world = world(vec![
        point(1, 119.5, 29.13),
        object(2, Some(line)),
        object(3, Some(square(119.0, 28.5, 1.0))),
        object(4, Some(square(119.52, 29.1, 0.1))),
        object(5, None),
        object(6, Some(Point::new(f64::NAN, 29.0).into())),
    ]);
    let layer = world.layer("place").unwrap();
    let from = at(119.5, 29.1);
    assert_eq!(found(layer, from, 9, |_| true), [(3, true), (4, true), (1, true), (2, true)]);
    assert_eq!(layer.nearest(from, 1, |_| None::<()>)[0].distance_m, 0.0);
    assert_eq!(layer.without_position(), 2);
}

#[test]
fn objects_without_a_position_are_counted_through_changes() {
    let world = world(vec![point(1, 119.5, 29.1), object(2, None), point(3, 0.0, 0.0)]);
    let mut layer = world.layer("place").unwrap().clone();
    assert_eq!(layer.without_position(), 1);
    layer.put(object(1, None));
    layer.put(object(4, None));
    layer.put(point(2, 119.0, 29.0));
    layer.take(Uid::from_bits(3));
    assert_eq!((layer.len(), layer.without_position()), (3, 2));
}
