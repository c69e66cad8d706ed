use std::collections::BTreeMap;

use geo_types::{LineString, Point, polygon};
use proptest::prelude::*;

use super::*;
use crate::domain::{
    catalogue::{Catalogue, Source},
    model::{FieldId, Uid, Value},
    place::distance_m,
};

const VILLAGE: &str = r#"
    id = "village"
    zh = "村"
    en = "Village"
    group = "organisation"
    geometry = "point"
    symbol = { frame = "plain", mark = "村" }
    field = [
        { id = "name", zh = "名称", en = "Name", type = "text" },
        { id = "township", zh = "乡镇", en = "Township", type = "text" },
        { id = "population", zh = "人口", en = "People", type = "integer", unit_zh = "人", unit_en = "people" },
        { id = "area_km2", zh = "面积", en = "Area", type = "real", unit_zh = "km²", unit_en = "km²" },
        { id = "elevation_m", zh = "高程", en = "Elevation", type = "real", unit_zh = "m", unit_en = "m" },
    ]
"#;

fn village(bits: u128, lon: f64, lat: f64, values: [Value; 4]) -> Arc<Object> {
    let [township, people, area, elevation] = values;
    let values = vec![format!("村{bits}").into(), township, people, area, elevation];
    thing(bits, Point::new(lon, lat).into(), values)
}

fn thing(bits: u128, geometry: Geometry, values: Vec<Value>) -> Arc<Object> {
    Arc::new(Object { uid: Uid::from_bits(bits), kind: "village".into(), geometry: Some(geometry), values })
}

fn world(objects: Vec<Arc<Object>>) -> World {
    let (catalogue, problems) = Catalogue::read(&[Source { name: "village.toml".into(), text: VILLAGE.into() }]);
    assert_eq!(problems, []);
    World::new(Arc::new(catalogue), BTreeMap::from([("village".into(), objects)]))
}

fn at(lon: f64, lat: f64) -> Position {
    Position::new(lon, lat).unwrap()
}

fn uids(found: &Within) -> Vec<u128> {
    found.rows.iter().map(|row| row.object.uid.bits()).collect()
}

fn ask(world: &World, area: &Area) -> Within {
    within(world, &"village".into(), area).unwrap()
}

#[test]
fn a_circle_holds_what_lies_on_its_edge_and_counts_by_distance() {
    let world = world(vec![
        village(1, 119.61, 29.1, [Value::Null, 5.into(), Value::Null, Value::Null]),
        village(2, 119.60, 29.1, [Value::Null, 7.into(), Value::Null, Value::Null]),
        village(3, 119.62, 29.1, [Value::Null, 9.into(), Value::Null, Value::Null]),
    ]);
    let centre = at(119.6, 29.1);
    let edge_m = ask(&world, &Area::Circle { centre, radius_m: 1_000.0 }).rows[1].distance_m.unwrap();
    assert!((edge_m - distance_m(centre, at(119.61, 29.1))).abs() < 1e-6);
    assert_eq!(uids(&ask(&world, &Area::Circle { centre, radius_m: edge_m })), [2, 1]);
    assert_eq!(uids(&ask(&world, &Area::Circle { centre, radius_m: edge_m - 0.001 })), [2]);
    assert_eq!(uids(&ask(&world, &Area::Circle { centre, radius_m: 0.0 })), [2]);
    assert_eq!(uids(&ask(&world, &Area::Circle { centre, radius_m: -1.0 })), [] as [u128; 0]);
}

#[test]
fn what_adds_up_is_summed_and_by_township_too() {
    let world = world(vec![
        village(1, 119.1, 29.1, ["塔石乡".into(), 100.into(), 1.5.into(), 300.0.into()]),
        village(2, 119.2, 29.1, ["白龙桥镇".into(), 50.into(), Value::Null, 60.0.into()]),
        village(3, 119.3, 29.1, ["塔石乡".into(), Value::Null, 2.0.into(), 310.0.into()]),
        village(4, 119.4, 29.1, [Value::Null, 8.into(), 0.5.into(), Value::Null]),
        village(5, 119.9, 29.1, ["塔石乡".into(), 999.into(), 9.0.into(), Value::Null]),
    ]);
    let area = Area::Box { south_west: at(119.1, 29.0), north_east: at(119.4, 29.1) };
    let found = ask(&world, &area);
    assert_eq!((found.count, uids(&found)), (4, vec![1, 2, 3, 4]));
    let sum = |field: &str, total: Value, known: usize| Sum { field: FieldId::from(field), total, known };
    assert_eq!(found.sums, [sum("population", 158.into(), 3), sum("area_km2", 4.0.into(), 3)]);
    let towns: Vec<_> = found.by_township.iter().map(|town| (town.township.as_deref(), town.count)).collect();
    assert_eq!(towns, [(Some("塔石乡"), 2), (Some("白龙桥镇"), 1), (None, 1)]);
    assert_eq!(found.by_township[0].sums[0], sum("population", 100.into(), 1));
}

#[test]
fn a_polygon_counts_its_edge_and_whatever_reaches_into_it() {
    let zone: Geometry = polygon![(x: 119.0, y: 29.0), (x: 119.4, y: 29.0), (x: 119.0, y: 29.4)].into();
    let line = |coords: Vec<(f64, f64)>| Geometry::from(LineString::from(coords));
    let nothing = || [Value::Null, Value::Null, Value::Null, Value::Null];
    let world = world(vec![
        village(1, 119.2, 29.0, nothing()),
        village(2, 119.3, 29.3, nothing()),
        thing(3, line(vec![(118.0, 29.1), (120.0, 29.1)]), vec!["长河".into()]),
        thing(4, line(vec![(119.3, 29.3), (119.4, 29.4)]), vec!["短河".into()]),
    ]);
    assert_eq!(uids(&ask(&world, &Area::Shape(zone))), [1, 3]);
}

#[test]
fn a_box_may_cross_the_antimeridian() {
    let nothing = || [Value::Null, Value::Null, Value::Null, Value::Null];
    let places = [179.5, -179.5, 180.0, 0.0];
    let objects = (1..).zip(places).map(|(bits, lon)| village(bits, lon, 0.0, nothing())).collect();
    let area = Area::Box { south_west: at(179.0, -1.0), north_east: at(-179.0, 1.0) };
    assert_eq!(uids(&ask(&world(objects), &area)), [1, 2, 3]);
}

#[test]
fn around_an_area_zero_metres_is_the_area_itself() {
    let zone: Geometry = polygon![(x: 119.0, y: 29.0), (x: 119.4, y: 29.0), (x: 119.0, y: 29.4)].into();
    let nothing = || [Value::Null, Value::Null, Value::Null, Value::Null];
    let world = world(vec![village(1, 119.1, 29.1, nothing()), village(2, 119.1, 28.999, nothing())]);
    assert_eq!(uids(&ask(&world, &Area::Around { of: zone.clone(), metres: 0.0 })), [1]);
    assert_eq!(uids(&ask(&world, &Area::Around { of: zone.clone(), metres: 100.0 })), [1]);
    assert_eq!(uids(&ask(&world, &Area::Around { of: zone, metres: 120.0 })), [1, 2]);
}

#[test]
fn an_area_has_an_outline_to_draw_and_one_over_the_date_line_none() {
    let circle = Area::Circle { centre: at(119.6, 29.1), radius_m: 500.0 };
    assert_eq!(circle.outline().unwrap().0.len(), 1);
    assert_eq!(Area::Box { south_west: at(179.0, -1.0), north_east: at(-179.0, 1.0) }.outline(), None);
    let line = Geometry::from(LineString::from(vec![(119.0, 29.0), (119.1, 29.0)]));
    assert!(Area::Around { of: line.clone(), metres: 300.0 }.outline().is_some());
    assert_eq!(Area::Around { of: line, metres: 0.0 }.outline(), None);
}

/// The least distance to a line, from positions a few metres apart on it.
fn dense_m(line: &LineString, from: Position) -> f64 {
    let mut least = f64::INFINITY;
    for edge in line.lines() {
        for part in 0..=2_000 {
            let way = edge.delta() * (f64::from(part) / 2_000.0);
            least = least.min(distance_m(from, at(edge.start.x + way.x, edge.start.y + way.y)));
        }
    }
    least
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_lies_around_a_line_is_what_a_dense_measurement_says(
        ways in prop::collection::vec((-0.15..0.15, -0.15..0.15), 2..6),
        places in prop::collection::vec((-0.2..0.2, -0.2..0.2), 1..12),
        metres in 50.0..8_000.0,
    ) {
        let line = LineString::from(ways.iter().map(|(x, y)| (119.6 + x, 29.0 + y)).collect::<Vec<(f64, f64)>>());
        let nothing = || [Value::Null, Value::Null, Value::Null, Value::Null];
        let objects = (1..).zip(&places).map(|(bits, (x, y))| village(bits, 119.6 + x, 29.0 + y, nothing())).collect();
        let found = uids(&ask(&world(objects), &Area::Around { of: line.clone().into(), metres }));
        for (bits, (x, y)) in (1_u128..).zip(&places) {
            let far_m = dense_m(&line, at(119.6 + x, 29.0 + y));
            // The reference is coarse by some metres: it says nothing just at the limit.
            if (far_m - metres).abs() > 10.0 {
                prop_assert_eq!(found.contains(&bits), far_m < metres, "{} at {} m of {}", bits, far_m, metres);
            }
        }
    }
}
