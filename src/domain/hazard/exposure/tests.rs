use geo::Intersects as _;
use geo_types::{Geometry, LineString, MultiPolygon, Point, Polygon, polygon};
use proptest::prelude::*;

use super::*;
use crate::domain::{
    model::{ObjectRef, Value},
    place::Position,
    plan::evacuation::{BadDanger, Danger, called_by_list},
    tests::Making,
};

fn square(west: f64, south: f64, side: f64) -> Polygon {
    polygon![
        (x: west, y: south), (x: west + side, y: south), (x: west + side, y: south + side), (x: west, y: south + side),
    ]
}

fn drawn(parts: Vec<Polygon>) -> Extent {
    Extent::of(&Danger::drawn(&MultiPolygon(parts)).unwrap()).unwrap()
}

fn at(lon: f64, lat: f64) -> Option<Geometry> {
    Some(Point::new(lon, lat).into())
}

fn town(name: &str) -> (&str, Value) {
    ("township", name.into())
}

/// Two townships side by side, each with a village, a zone with a household, and things around.
fn district() -> (Making, ObjectRef) {
    let mut making = Making::default();
    for (name, west) in [("东镇", 119.1), ("西镇", 119.0)] {
        making.add("township", Some(square(west, 29.0, 0.1).into()), &[("name", name.into())]);
        let village = [("name", "同名村".into()), town(name), ("population", 500.into()), ("head", "示例甲".into())];
        making.add("village", at(west + 0.05, 29.05), &village);
        let grid = [("name", "网格".into()), town(name), ("level", "village".into()), ("person", "示例乙".into())];
        making.add("grid", Some(square(west + 0.04, 29.04, 0.02).into()), &grid);
        let person = |level: &str, duty: &str, area: &str| {
            [("name", duty.into()), ("level", level.into()), ("area", area.into()), ("duty", duty.into()), town(name)]
        };
        making.add("responsible_person", None, &person("township", &format!("{name}长"), name));
        making.add("responsible_person", None, &person("village", &format!("{name}村长"), "同名村"));
    }
    let county = [("name", "区长".into()), ("level", "county".into())];
    making.add("responsible_person", None, &county);
    let zone =
        making.add("danger_zone", Some(square(119.04, 29.04, 0.01).into()), &[("name", "溪边".into()), town("西镇")]);
    (making, zone)
}

fn household(making: &mut Making, place: Option<Geometry>, people: i64, more: &[(&str, Value)]) {
    let fields = [("household_size", people.into()), town("西镇"), ("village", "同名村".into())];
    making.add("transfer", place, &[&fields[..], more].concat());
}

#[test]
fn who_lives_there_is_counted_by_home_by_zone_and_by_village_and_the_two_figures_stand_apart() {
    let (mut making, zone) = district();
    let linked = [("danger_zone", zone.uid.to_string().into())];
    household(&mut making, at(119.04, 29.04), 3, &[("state", "moved".into())]);
    household(&mut making, at(119.3, 29.3), 5, &linked);
    household(&mut making, None, 7, &[]);
    household(&mut making, at(119.2, 29.2), 11, &[]);
    household(&mut making, None, 13, &[("village", "别处村".into())]);
    let world = making.world();
    let found = exposure(&world, &drawn(vec![square(119.03, 29.03, 0.04)]));
    let people = found.total.people;
    assert_eq!((people.households, people.listed, people.moved), (3, 15, 3));
    assert_eq!((people.population, people.villages_unknown), (500, 0));
    assert_eq!(found.households_unplaced, 1, "its village is not on file");
    // Half of the zone: its household lives elsewhere, and counts no more.
    let half = exposure(&world, &drawn(vec![square(119.03, 29.03, 0.015)]));
    assert_eq!((half.total.people.listed, half.total.people.population), (3, 0));
    assert_eq!(half.total.kinds.get("danger_zone").unwrap().count, 1, "it is touched");
    // The zone itself: its households, wherever they are; it is not among what lies in it.
    let of_zone = exposure(&world, &Extent::of(&Danger::of(&world, std::slice::from_ref(&zone)).unwrap()).unwrap());
    assert_eq!((of_zone.total.people.listed, of_zone.total.kinds.get("danger_zone")), (15, None));
}

#[test]
fn the_people_of_the_list_are_those_that_a_plan_counts() {
    let (mut making, zone) = district();
    for (number, place) in [at(119.045, 29.045), at(119.05, 29.06), at(119.3, 29.3), None].into_iter().enumerate() {
        let state = ["listed", "moved", "refused", "returned"][number].into();
        let linked = ("danger_zone", zone.uid.to_string().into());
        household(&mut making, place, 2 + number as i64, &[("state", state), linked]);
    }
    let world = making.world();
    let dangers = [
        Danger::drawn(&square(119.03, 29.03, 0.04).into()).unwrap(),
        Danger::drawn(&square(119.045, 29.045, 0.02).into()).unwrap(),
        Danger::of(&world, &[zone]).unwrap(),
    ];
    for danger in dangers {
        let called = called_by_list(&world, &danger);
        let members = called.groups.iter().flat_map(|group| group.households.iter().chain(&group.to_relatives));
        let plan = called.moved + members.map(|member| i64::from(member.people)).sum::<i64>();
        let found = exposure(&world, &Extent::of(&danger).unwrap());
        assert_eq!((found.total.people.listed, found.total.people.moved), (plan, called.moved));
        assert!(plan > 0);
    }
}

#[test]
fn overlapping_areas_count_once_and_the_edge_is_inside() {
    let mut making = Making::default();
    making.add("school", at(119.05, 29.05), &[("name", "一".into()), ("students", 40.into())]);
    making.add("school", at(119.0, 29.02), &[("name", "二".into()), ("students", 2.into())]);
    making.add("school", at(119.2, 29.2), &[("name", "三".into())]);
    let world = making.world();
    // Overlapping ones are merged, which may move an edge by a hair: the second school lies within that.
    let hair = square(119.0 - 1e-7, 29.0, 0.1);
    let found = exposure(&world, &drawn(vec![hair, square(119.04, 29.04, 0.1)]));
    let schools = &found.total.kinds["school"];
    assert_eq!(schools.count, 2);
    let pupils = schools.sums.iter().find(|sum| sum.field.as_str() == "students").unwrap();
    assert_eq!((&pupils.total, pupils.known), (&Value::Integer(42), 2));
    assert_eq!(found.townships.len(), 1, "both name none");
    let alone = exposure(&world, &drawn(vec![square(119.0, 29.02, 0.1)]));
    assert_eq!(alone.total.kinds["school"].count, 2, "a corner is inside");
    // A circle's edge, by the geodesic.
    let middle = Position::new(119.0, 29.0).unwrap();
    let radius_m = crate::domain::place::distance_m(middle, Position::new(119.05, 29.05).unwrap());
    assert_eq!(exposure(&world, &Extent::circle(middle, radius_m)).total.kinds["school"].count, 2);
    assert_eq!(exposure(&world, &Extent::circle(middle, radius_m - 0.001)).total.kinds["school"].count, 1);
}

#[test]
fn who_answers_is_named_by_level_each_once_and_nobody_of_a_village_that_is_not_touched() {
    let (making, _) = district();
    let world = making.world();
    let found = exposure(&world, &drawn(vec![square(119.03, 29.03, 0.04)]));
    let duties: Vec<(&str, &str)> = found.persons.iter().map(|one| (one.person.level, &*one.person.duty)).collect();
    assert_eq!(
        duties,
        [("county", "—"), ("township", "西镇长"), ("village", "网格"), ("village", "同名村"), ("village", "西镇村长")]
    );
    assert_eq!(found.total.persons, [1, 1, 3]);
    let nowhere = exposure(&world, &drawn(vec![square(100.0, 20.0, 0.1)]));
    assert_eq!(nowhere.total, Exposed::default());
    assert!(nowhere.persons.is_empty() && nowhere.townships.is_empty() && nowhere.inside.is_empty());
}

#[test]
fn shelters_have_places_and_enterprises_colours_and_major_hazards() {
    let mut making = Making::default();
    for (capacity, occupancy) in [(Value::Integer(100), 30), (Value::Null, 5), (Value::Integer(10), 12)] {
        making.add("shelter", at(119.05, 29.05), &[("capacity", capacity), ("occupancy", occupancy.into())]);
    }
    making.add("shelter", at(119.05, 29.05), &[("capacity", 50.into()), ("status", "closed".into())]);
    making.add("refuge_site", at(119.05, 29.05), &[("capacity", 5_000.into())]);
    let red = making.add("enterprise", at(119.05, 29.05), &[("name", "甲".into()), ("risk_color", "red".into())]);
    making.add("enterprise", at(119.05, 29.05), &[("name", "乙".into())]);
    making.add("major_hazard", None, &[("enterprise", red.uid.to_string().into())]);
    let found = exposure(&making.world(), &drawn(vec![square(119.0, 29.0, 0.1)]));
    let shelters = Places { capacity: 160, free: 70, unknown: 1 };
    assert_eq!(found.total.kinds["shelter"].places, shelters, "nobody goes to a closed one");
    assert_eq!(found.total.kinds["refuge_site"].places.free, 5_000);
    assert_eq!(found.total.places, Places { capacity: 5_160, free: 5_070, unknown: 1 });
    assert_eq!(found.total.kinds["enterprise"].states, [1, 0, 0, 0, 1]);
    assert_eq!((found.total.with_major_hazard, found.without_position), (1, 1));
}

#[test]
fn a_shape_that_makes_no_sense_is_refused() {
    let bow = Polygon::new(LineString::from(vec![(0.0, 0.0), (1.0, 1.0), (1.0, 0.0), (0.0, 1.0)]), Vec::new());
    assert!(matches!(Danger::drawn(&bow.into()), Err(BadDanger::Shape { .. })));
    assert!(Extent::of(&Danger::told()).is_err());
}

fn reaches() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(0.01..0.08, 3..40)
}

fn star(x: f64, y: f64, reaches: &[f64]) -> Polygon {
    let corner = |(at, reach): (usize, &f64)| {
        let angle = std::f64::consts::TAU * at as f64 / reaches.len() as f64;
        (x + reach * angle.cos(), y + reach * angle.sin())
    };
    Polygon::new(LineString::from(reaches.iter().enumerate().map(corner).collect::<Vec<_>>()), Vec::new())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn it_counts_as_one_does_by_hand_and_townships_add_up(
        first in reaches(),
        second in reaches(),
        things in prop::collection::vec((118.95..119.15, 28.95..29.15, 0_usize..4, 0_i64..400, 0_usize..4), 0..80),
    ) {
        let names = ["东镇", "西镇", "", "南镇"];
        let mut making = Making::default();
        for (lon, lat, kind, number, name) in &things {
            let township = if names[*name].is_empty() { ("note", Value::Null) } else { town(names[*name]) };
            let number = Value::Integer(*number);
            match kind {
                0 => making.add("village", at(*lon, *lat), &[("population", number), township]),
                1 => making.add("transfer", at(*lon, *lat), &[("household_size", number), township]),
                2 => making.add("school", at(*lon, *lat), &[("students", number), township]),
                _ => making.add("danger_zone", Some(square(*lon, *lat, 0.01).into()), &[("people", number), township]),
            };
        }
        let parts = vec![star(119.04, 29.04, &first), star(119.07, 29.05, &second)];
        let Ok(danger) = Danger::drawn(&MultiPolygon(parts.clone())) else { return Ok(()) };
        let found = exposure(&making.world(), &Extent::of(&danger).unwrap());
        let inside = |geometry: &Geometry| parts.iter().any(|part| part.intersects(geometry));
        let place = |lon: f64, lat: f64, kind: usize| match kind {
            3 => Geometry::from(square(lon, lat, 0.01)),
            _ => Point::new(lon, lat).into(),
        };
        let by_hand = |wanted: usize, name: Option<usize>| {
            let all = things.iter().filter(|(lon, lat, kind, _, town)| {
                *kind == wanted && name.is_none_or(|name| name == *town) && inside(&place(*lon, *lat, *kind))
            });
            let numbers: Vec<i64> = all.map(|(.., number, _)| *number).collect();
            (numbers.len(), numbers.iter().sum::<i64>())
        };
        let figures = |exposed: &Exposed| {
            let of = |kind: &str| {
                let count = exposed.kinds.get(kind);
                let sum = count.and_then(|count| count.sums.iter().find(|sum| ["population", "students", "people"].contains(&sum.field.as_str())));
                (count.map_or(0, |count| count.count), sum.and_then(|sum| sum.total.as_integer()).unwrap_or(0))
            };
            [of("village"), (exposed.people.households, exposed.people.listed), of("school"), of("danger_zone")]
        };
        prop_assert_eq!(figures(&found.total), [0, 1, 2, 3].map(|kind| by_hand(kind, None)));
        prop_assert_eq!(found.total.people.population, by_hand(0, None).1);
        let mut sum = Exposed::default();
        for row in &found.townships {
            let name = names.iter().position(|name| Some(*name) == row.name.as_deref()).unwrap_or(2);
            prop_assert_eq!(figures(&row.exposed), [0, 1, 2, 3].map(|kind| by_hand(kind, Some(name))));
            sum.add(&row.exposed);
        }
        prop_assert_eq!(&sum, &found.total);
        for inside in &found.inside {
            let once: std::collections::BTreeSet<_> = inside.objects.iter().collect();
            prop_assert_eq!(once.len(), inside.objects.len(), "each once");
        }
    }
}

#[test]
fn what_changed_since_the_district_was_opened_counts_as_it_is_now() {
    use crate::domain::edit::{Action, Edit, Intent, Label};
    let (mut making, zone) = district();
    let linked = [("danger_zone", zone.uid.to_string().into())];
    household(&mut making, at(119.3, 29.3), 5, &linked);
    household(&mut making, at(119.05, 29.05), 3, &linked);
    household(&mut making, at(119.3, 29.3), 7, &[]);
    let mut world = making.world();
    let extent = drawn(vec![square(119.03, 29.03, 0.04)]);
    let people = |world: &World| exposure(world, &extent).total.people.listed;
    assert_eq!(people(&world), 8, "by zone and by home, and once where by both");
    let rows: Vec<_> = world.layer(TRANSFER).unwrap().objects().cloned().collect();
    let reference = |at: usize| ObjectRef { kind: TRANSFER.into(), uid: rows[at].uid };
    let edits = vec![
        Edit::Set {
            object: reference(0),
            field: "danger_zone".into(),
            before: zone.uid.to_string().into(),
            after: Value::Null,
        },
        Edit::Move { object: reference(2), before: at(119.3, 29.3), after: at(119.06, 29.06) },
        Edit::Remove(rows[1].clone()),
    ];
    let action = Action {
        uid: Uid::from_bits(1),
        time: crate::domain::tests::at("18:00"),
        actor: "".into(),
        label: Label::new("x"),
        area: "".into(),
        intent: Intent::Do,
        edits,
    };
    world.apply(&action).unwrap();
    assert_eq!(people(&world), 7);
}
