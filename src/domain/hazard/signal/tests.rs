use geo_types::polygon;
use jiff::ToSpan as _;

use super::*;
use crate::domain::{
    model::{Uid, Value},
    tests::Making,
    view::{alarms, tone},
};

fn now() -> Timestamp {
    "2026-08-09T07:06:00Z".parse().unwrap()
}

/// Three townships (1 to 3), the district (4), and warnings from 5 on.
fn world(warnings: &[&[(&str, Value)]]) -> World {
    let square = |west: f64| polygon![(x: west, y: 29.0), (x: west + 0.1, y: 29.0), (x: west + 0.1, y: 29.1), (x: west, y: 29.1)];
    let mut making = Making::default();
    for (name, west) in [("沙畈乡", 119.4), ("塔石乡", 119.5), ("白龙桥镇", 119.6)] {
        making.add("township", Some(square(west).into()), &[("name", name.into())]);
    }
    making.add("district", Some(square(119.4).into()), &[("name", "婺城区".into())]);
    for values in warnings {
        making.add(KIND, None, values);
    }
    making.world()
}

fn hours(hours: i64) -> Value {
    now().checked_add(hours.hours()).unwrap().into()
}

fn signal(name: &str, colour: &str, until: Value) -> Vec<(&'static str, Value)> {
    vec![
        ("name", name.into()),
        ("signal_kind", "typhoon".into()),
        ("color", colour.into()),
        ("issued", hours(-2)),
        ("valid_until", until),
    ]
}

#[test]
fn the_gravest_comes_first_and_what_is_over_is_not_among_them() {
    let lifted = [signal("解除", "red", hours(3)), vec![("status", "lifted".into())]].concat();
    let replaced = [signal("更新", "red", hours(3)), vec![("status", "replaced".into())]].concat();
    let world = world(&[
        &signal("蓝", "blue", hours(3)),
        &signal("橙", "orange", Value::Null),
        &signal("过期", "red", now().checked_sub(1.second()).unwrap().into()),
        &signal("此刻到期", "red", now().into()),
        &lifted,
        &replaced,
    ]);
    let found = in_force(&world, now());
    let names: Vec<&str> = found.iter().map(|signal| signal.name.as_str()).collect();
    assert_eq!(names, ["此刻到期", "橙", "蓝"], "the last moment counts, and one with no end holds");
    assert_eq!((found[1].until, found[1].kind.as_str(), found[1].colour), (None, "typhoon", Colour::Orange));
    assert!(Colour::Blue < Colour::Yellow && Colour::Yellow < Colour::Orange && Colour::Orange < Colour::Red);
}

#[test]
fn red_and_orange_in_force_are_alarms_and_expired_ones_are_quiet() {
    let world = world(&[
        &signal("红", "red", hours(1)),
        &signal("橙", "orange", hours(1)),
        &signal("黄", "yellow", hours(1)),
        &signal("过期", "red", hours(-1)),
    ]);
    let named = |now| -> Vec<String> { alarms::alarms(&world, now).into_iter().map(|alarm| alarm.name).collect() };
    let mut now_there = named(now());
    now_there.sort();
    assert_eq!(now_there, ["橙", "红"]);
    assert_eq!(named(now().checked_add(2.hours()).unwrap()), Vec::<String>::new());
    let alarm = &alarms::alarms(&world, now())[0];
    assert_eq!(alarm.time, hours(-2).as_time(), "since it was issued");
    assert!(["color=red", "color=orange"].contains(&alarm.sign().as_str()));
    let layer = world.layer(KIND).unwrap();
    let expired = layer.get(Uid::from_bits(8)).unwrap();
    assert_eq!(tone::state_at(layer.kind(), expired, Some(now())).tone, Tone::Quiet);
}

#[test]
fn it_holds_where_it_says_or_in_the_whole_district_and_unknown_names_are_kept() {
    let areas = |text: &str| [signal("雨", "red", hours(1)), vec![("areas", text.into())]].concat();
    let world = world(&[&areas("沙畈乡、塔石"), &areas("无此乡"), &signal("全区", "red", hours(1))]);
    let layer = world.layer(KIND).unwrap();
    let of = |uid: u128| {
        let object = layer.get(Uid::from_bits(uid)).unwrap();
        extent(&world, &Warning::of(layer.kind(), object).unwrap())
    };
    let two = of(5);
    assert_eq!((two.area.0.len(), two.basis, two.unknown.len()), (2, Basis::Townships, 0));
    let none = of(6);
    assert!(none.area.0.is_empty(), "an unknown name is not the whole district");
    assert_eq!(none.unknown, ["无此乡"]);
    assert_eq!((of(7).area.0.len(), of(7).basis), (1, Basis::District));
    let object = ObjectRef { kind: KIND.into(), uid: Uid::from_bits(6) };
    assert_eq!(area_of(&world, &object), None);
}

#[test]
fn words_say_the_colour_only_where_they_mean_it() {
    for (text, colour) in [
        ("婺城区气象台发布台风橙色预警信号", Some(Colour::Orange)),
        ("黄山市气象台发布暴雨红色预警", Some(Colour::Red)),
        ("黄山市气象台发布暴雨预警", None),
        ("将暴雨橙色预警升级为红色预警", Some(Colour::Red)),
        ("台风蓝预警", Some(Colour::Blue)),
        ("Homeland Security Sets Code ORANGE", Some(Colour::Orange)),
        ("Bluebell valley floods", None),
        ("橙", Some(Colour::Orange)),
    ] {
        assert_eq!(colour_in(text), colour, "{text}");
    }
    for (text, kind) in [
        ("台风橙色预警", Some("typhoon")),
        ("山洪灾害气象预警", Some("flash_flood")),
        ("洪水预警", Some("flood")),
        ("SEVERE THUNDERSTORM", Some("thunder")),
        ("HEAVY RAIN", Some("rainstorm")),
        ("Tropical Cyclone Warning", Some("typhoon")),
        ("Drought", None),
    ] {
        assert_eq!(kind_in(text), kind, "{text}");
    }
}
