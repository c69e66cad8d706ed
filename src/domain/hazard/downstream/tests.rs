use geo_types::{Geometry, LineString, Point, polygon};
use proptest::prelude::*;

use super::*;
use crate::domain::{
    hazard::exposure,
    model::Value,
    place::{Position, distance_m, length_m},
    tests::{Making, at},
};

fn point(lon: f64, lat: f64) -> Option<Geometry> {
    Some(Point::new(lon, lat).into())
}

fn line(coords: &[(f64, f64)]) -> Option<Geometry> {
    Some(LineString::from(coords.to_vec()).into())
}

/// A stream from the south into a river that runs east, a dam on the stream, villages beside both.
fn district() -> (Making, ObjectRef) {
    let mut making = Making::default();
    let stream = [("name", "北溪".into()), ("flows_into", "大江".into())];
    making.add("river", line(&[(119.5, 28.9), (119.5, 29.0)]), &stream);
    making.add("river", line(&[(119.3, 29.0), (119.5, 29.0), (119.7, 29.0)]), &[("name", "大江".into())]);
    for (name, lon, lat, people) in [
        ("上村", 119.501, 28.91, 100),
        ("下村", 119.502, 28.97, 200),
        ("江村", 119.55, 29.002, 400),
        ("西村", 119.4, 29.0, 50),
    ] {
        let fields = [("name", name.into()), ("township", "东镇".into()), ("population", Value::from(people))];
        making.add("village", point(lon, lat), &fields);
    }
    let dam = [("name", "北溪水库".into()), ("river", "北溪".into()), ("township", "东镇".into())];
    let dam = making.add("reservoir", point(119.5, 28.93), &dam);
    (making, dam)
}

fn names(below: &Downstream) -> Vec<&str> {
    below.villages.iter().map(|below| below.name.as_str()).collect()
}

fn changed(making: &mut Making, fields: &[(&str, Value)]) -> ObjectRef {
    let own = [("name", "北溪水库".into()), ("river", "北溪".into()), ("township", "东镇".into())];
    making.add("reservoir", point(119.5, 28.93), &[&own[..], fields].concat())
}

#[test]
fn without_kept_data_the_rivers_are_followed_and_it_says_so() {
    let (making, dam) = district();
    let world = making.world();
    let below = downstream(&world, &dam).unwrap();
    assert_eq!(below.source, Some(Source::Trace));
    assert_eq!(names(&below), ["下村", "江村"], "not the one above the dam, not the one up the river");
    let reach = below.reach.as_ref().unwrap();
    assert_eq!(reach.rivers, ["北溪", "大江"]);
    // The way along the stream, then along the river to the village's foot on it.
    let expected = length_m(&LineString::from(vec![(119.5, 28.93), (119.5, 29.0), (119.55, 29.0)]));
    let along = below.villages[1].along_m.unwrap();
    assert!((along - expected).abs() < 5.0, "{along} {expected}");
    let takes = below.villages[1].takes(SPEED_MPS).unwrap();
    assert!(!takes.is_said && (takes.minutes - expected / 180.0).abs() < 0.1);
    let found = exposure::exposure(&world, &below.extent(&world).unwrap());
    assert_eq!(found.total.people.population, 600);
}

#[test]
fn kept_villages_and_areas_come_first_and_each_counts_once() {
    let (mut making, _) = district();
    let list = "下村（25分钟）、江村、没有村、上村(1.5小时)";
    let dam = changed(&mut making, &[("downstream", list.into())]);
    let uid = Value::from(dam.uid.to_string());
    let household = |making: &mut Making, village: &str, place: Option<Geometry>| {
        let fields = [("township", "东镇".into()), ("village", village.into()), ("household_size", 3.into())];
        making.add("transfer", place, &fields);
    };
    household(&mut making, "下村", None);
    household(&mut making, "下村", point(119.502, 28.97));
    household(&mut making, "西村", None);
    household(&mut making, "西村", point(119.502, 28.971));
    let world = making.world();
    let below = downstream(&world, &dam).unwrap();
    assert_eq!((below.source, below.unknown.as_slice()), (Some(Source::List), &["没有村".to_owned()][..]));
    assert_eq!(names(&below), ["下村", "江村", "上村"], "in the order in which water arrives");
    assert_eq!(below.villages[2].takes(9.0), Some(Takes { minutes: 90.0, is_said: true }));
    assert_eq!(below.population(), (700, 0));
    let people = exposure::exposure(&world, &below.extent(&world).unwrap()).total.people;
    assert_eq!((people.population, people.households, people.listed), (700, 2, 6));
    // With an area too: what is in either, once.
    let area = polygon![(x: 119.49, y: 28.96), (x: 119.51, y: 28.96), (x: 119.51, y: 28.98), (x: 119.49, y: 28.98)];
    making.add("inundation_area", Some(area.into()), &[("name", "淹没".into()), ("reservoir", uid)]);
    let world = making.world();
    let below = downstream(&world, &dam).unwrap();
    assert_eq!((below.source, names(&below).len(), below.areas.len()), (Some(Source::AreaAndList), 3, 1));
    let found = exposure::exposure(&world, &below.extent(&world).unwrap());
    assert_eq!((found.total.people.population, found.total.people.households), (700, 3));
    assert!(!found.inside.iter().any(|inside| inside.kind.as_str() == "inundation_area"), "it is what was asked about");
}

#[test]
fn a_name_that_two_villages_have_is_the_one_of_the_dams_township_or_none() {
    let (mut making, _) = district();
    making.add("village", point(119.9, 29.0), &[("name", "下村".into()), ("township", "西镇".into())]);
    let own = changed(&mut making, &[("downstream", "下村".into())]);
    let other = changed(&mut making, &[("downstream", "下村".into()), ("township", "南镇".into())]);
    let world = making.world();
    assert_eq!(downstream(&world, &own).unwrap().villages[0].township.as_deref(), Some("东镇"));
    let below = downstream(&world, &other).unwrap();
    assert_eq!(below.villages.len() + below.unknown.len(), 1);
}

#[test]
fn a_line_drawn_against_the_water_is_turned_about_and_loops_end() {
    let mut making = Making::default();
    let into = |name: &str, into: &str| [("name", name.into()), ("flows_into", into.into())];
    making.add("river", line(&[(119.5, 29.0), (119.5, 28.9)]), &into("北溪", "大江"));
    making.add("river", line(&[(119.3, 29.0), (119.7, 29.0)]), &into("大江", "回河"));
    making.add("river", line(&[(119.7, 29.0), (119.5, 28.95)]), &into("回河", "北溪"));
    let dam = changed(&mut making, &[]);
    let reach = downstream(&making.world(), &dam).unwrap().reach.unwrap();
    assert_eq!(reach.lines[0].0.last().unwrap().y, 29.0, "down to the river, not up");
    assert!(reach.length_m <= 40_000.0 + 1.0 && reach.lines.len() <= 3);
}

#[test]
fn a_dam_far_from_any_river_and_a_pond_without_a_place_have_nothing_below() {
    let (mut making, _) = district();
    let far = making.add("reservoir", point(119.9, 28.5), &[("name", "远".into()), ("river", "北溪".into())]);
    let pond = making.add("pond", None, &[("name", "塘".into())]);
    let world = making.world();
    for dam in [far, pond] {
        let below = downstream(&world, &dam).unwrap();
        assert_eq!((below.source, below.villages.len(), below.reach.is_none()), (None, 0, true));
        assert!(below.extent(&world).is_err());
    }
    assert!(downstream(&world, &ObjectRef { kind: "village".into(), uid: Uid::from_bits(3) }).is_none());
}

#[test]
fn dams_feed_the_next_and_a_ring_of_them_ends() {
    let mut making = Making::default();
    let third = changed(&mut making, &[]);
    let second = changed(&mut making, &[("feeds", third.uid.to_string().into())]);
    let first = making.add("pond", None, &[("name", "塘".into()), ("feeds", second.uid.to_string().into())]);
    let world = making.world();
    assert_eq!(downstream(&world, &first).unwrap().feeds, [second, third]);
    let ring = Uid::from_bits(5);
    let mut making = Making::default();
    (0..4).for_each(|_| drop(making.add("village", None, &[("name", "村".into())])));
    let own = changed(&mut making, &[("feeds", ring.to_string().into())]);
    assert_eq!(own.uid, ring);
    assert_eq!(downstream(&making.world(), &own).unwrap().feeds, []);
}

#[test]
fn a_release_arrives_when_the_register_or_its_speed_says_and_is_over_when_it_ended() {
    let (mut making, _) = district();
    let dam = changed(&mut making, &[("downstream", "下村（25分钟）、江村".into())]);
    let notice = |making: &mut Making, name: &str, status: &str, more: &[(&str, Value)]| {
        let own = [("name", name.into()), ("reservoir", dam.uid.to_string().into()), ("status", status.into())];
        making.add("release_notice", None, &[&own[..], more].concat());
    };
    notice(&mut making, "晚", "planned", &[("start", at("18:00").into()), ("speed_mps", 2.0.into())]);
    notice(&mut making, "早", "active", &[("start", at("09:00").into()), ("flow_m3_s", 120.0.into())]);
    notice(&mut making, "完", "ended", &[("start", at("06:00").into())]);
    notice(&mut making, "过", "active", &[("start", at("06:00").into()), ("end", at("09:59").into())]);
    notice(&mut making, "未定", "planned", &[("speed_mps", 0.0.into())]);
    let world = making.world();
    let found = releases(&world, &dam, at("10:00"));
    let said: Vec<_> = found.iter().map(|one| (one.name.as_str(), one.speed_mps, one.speed_is_said)).collect();
    assert_eq!(said, [("早", 3.0, false), ("晚", 2.0, true), ("未定", 3.0, false)]);
    let below = downstream(&world, &dam).unwrap();
    assert_eq!(found[0].arrives(&below.villages[0]).unwrap().0, at("09:25"));
    let (late, takes) = found[1].arrives(&below.villages[1]).unwrap();
    let seconds = (below.villages[1].along_m.unwrap() / 2.0).round();
    assert!(!takes.is_said && (late.duration_since(at("18:00")).as_secs_f64() - seconds).abs() <= 1.0);
    assert_eq!(found[2].arrives(&below.villages[0]), None, "nobody said when it begins");
}

#[test]
fn times_behind_names_are_read_and_other_brackets_are_names() {
    let read = |text: &str| listed(text).into_iter().map(|one| (one.name, one.minutes)).collect::<Vec<_>>();
    let said = |name: &str, minutes: Option<f64>| (name.to_owned(), minutes);
    assert_eq!(
        read("古方村（40分钟）；新昌桥村(约 1.5 小时)，东村"),
        [said("古方村", Some(40.0)), said("新昌桥村", Some(90.0)), said("东村", None)]
    );
    assert_eq!(
        read("上村（含下庄）、中村(5)、（30分钟）、村(-3分)、村(9999小时)"),
        [
            said("上村（含下庄）", None),
            said("中村(5)", None),
            said("（30分钟）", None),
            said("村(-3分)", None),
            said("村(9999小时)", None)
        ]
    );
    assert_eq!(read(" 、，;\n"), []);
}

proptest! {
    #[test]
    fn any_list_is_read_without_harm_and_no_name_is_empty(text in ".{0,60}") {
        for one in listed(&text) {
            prop_assert!(!one.name.trim().is_empty());
            prop_assert!(one.minutes.is_none_or(|minutes| (0.0..=2_880.0).contains(&minutes)));
        }
    }

    #[test]
    fn the_way_along_a_river_is_the_way_of_its_vertices(
        ways in prop::collection::vec((0.001..0.02, -0.01..0.01), 2..12), at in 0usize..12,
    ) {
        let mut coords = vec![(119.5, 29.0)];
        for (east, north) in &ways {
            let (x, y) = coords[coords.len() - 1];
            coords.push((x + east, y + north));
        }
        let mut making = Making::default();
        making.add("river", line(&coords), &[("name", "溪".into())]);
        let from = Position::new(119.5, 29.0).unwrap();
        let reach = trace(&making.world(), from, None).unwrap();
        let at = at.min(coords.len() - 1);
        let there = Position::new(coords[at].0, coords[at].1).unwrap();
        let expected: f64 = coords[..=at].windows(2).map(|two| {
            let [a, b] = [two[0], two[1]].map(|(x, y)| Position::new(x, y).unwrap());
            distance_m(a, b)
        }).sum();
        let found = reach.along(there).unwrap();
        prop_assert!(found.off_m < 0.01 && (found.along_m - expected).abs() < 0.5, "{found:?} {expected}");
    }
}

#[test]
fn a_new_notice_names_its_dam_and_begins_now_to_the_minute_and_its_water_arrives() {
    let (mut making, _) = district();
    let dam = changed(&mut making, &[("downstream", "下村（25分钟）".into())]);
    let now = at("09:00").checked_add(jiff::SignedDuration::from_secs(42)).unwrap();
    let said = drafted(&making.world(), &dam, "通知".into(), now).unwrap();
    let fields: Vec<(&str, Value)> = said.iter().map(|(field, value)| (field.as_str(), value.clone())).collect();
    assert!(fields.contains(&("reservoir", dam.uid.to_string().into())), "{fields:?}");
    assert!(fields.contains(&("start", at("09:00").into())) && fields.contains(&("issued", at("09:00").into())));
    making.add("release_notice", None, &fields);
    let village = making.add("village", None, &[("name", "村".into())]);
    let world = making.world();
    let found = releases(&world, &dam, now);
    assert_eq!((found.len(), found[0].state.as_str(), found[0].flow_m3_s), (1, "active", None));
    let below = downstream(&world, &dam).unwrap();
    assert_eq!(found[0].arrives(&below.villages[0]).unwrap().0, at("09:25"));
    assert_eq!(drafted(&world, &village, "通知".into(), now), None, "a village lets nothing go");
}
