//! Conditions of a small district: rain, waters, signals, incidents; groups, proposals, lowering, what was declined.

use geo_types::{Geometry, Point, polygon};

use crate::domain::{
    hazard::{
        rain::{Amount, Rain, rain},
        reservoir::{Measured, curve::RUNOFF, flood},
    },
    model::{ObjectRef, Uid, Value},
    response::{
        Evaluation, Group, HazardFound, Observed, Proposal, ResponseLevel, TRIGGER, Unmeasured, Verdict, brought,
        evaluate, example::example, in_force, triggers,
    },
    tests::{Making, SHIPPED, at},
    world::World,
};

type Fields<'a> = &'a [(&'a str, Value)];

fn trigger(making: &mut Making, name: &str, level: &str, also: Fields<'_>) {
    let mut fields: Vec<(&str, Value)> = vec![
        ("name", name.into()),
        ("hazard", "flood".into()),
        ("level", level.into()),
        ("operator", "ge".into()),
        ("value", 1.0.into()),
    ];
    fields.extend(also.iter().cloned());
    making.add(TRIGGER, None, &fields);
}

fn town(making: &mut Making, name: &str, west: f64, width: f64, also: Fields<'_>) {
    let area = polygon![(x: west, y: 29.0), (x: west + width, y: 29.0), (x: west + width, y: 29.1), (x: west, y: 29.1)];
    let fields: Vec<(&str, Value)> = std::iter::once(("name", name.into())).chain(also.iter().cloned()).collect();
    making.add("township", Some(area.into()), &fields);
}

fn station(making: &mut Making, name: &str, lon: f64, township: &str) -> ObjectRef {
    let point: Geometry = Point::new(lon, 29.05).into();
    making.add("rain_station", Some(point), &[("name", name.into()), ("township", township.into())])
}

fn dam(making: &mut Making, name: &str, level: f64, time: &str) {
    making.add(
        "reservoir",
        None,
        &[
            ("name", name.into()),
            ("township", "甲".into()),
            ("size_class", "small1".into()),
            ("level_m", level.into()),
            ("level_time", at(time).into()),
            ("normal_level_m", 100.0.into()),
            ("design_flood_level_m", 103.0.into()),
        ],
    );
}

fn hourly(from: &str, hours: i64, mm: f64) -> Vec<Amount> {
    let end = at(from).as_second();
    let moment = |hour: i64| jiff::Timestamp::from_second(end - hour * 3600).unwrap();
    (0..hours).map(|hour| Amount { end: moment(hour), minutes: 60, mm }).collect()
}

fn asked(world: &World, rain: &Rain) -> Evaluation {
    let now = at("12:00");
    let found = flood(world, now, RUNOFF, |_| Measured::default());
    evaluate(&Observed { world, now, rain, dams: &found.rows, storms: None })
}

fn without_rain(world: &World) -> Evaluation {
    let rain = rain(world, at("12:00"), None, |_| Vec::new());
    asked(world, &rain)
}

fn group<'a>(found: &'a HazardFound, condition: &str) -> &'a Group {
    found.groups.iter().find(|group| group.conditions.iter().any(|it| it.trigger.name == condition)).unwrap()
}

fn value(found: &HazardFound, condition: &str) -> (Option<f64>, Verdict) {
    let of = group(found, condition).conditions.iter().find(|it| it.trigger.name == condition).unwrap();
    (of.reading.as_ref().ok().and_then(|reading| reading.fresh), of.verdict)
}

#[test]
fn the_mean_is_by_area_and_the_largest_is_of_the_townships_that_are_named() {
    let mut making = Making::default();
    town(&mut making, "甲", 119.0, 0.1, &[("forecast_24h_mm", 40.0.into()), ("forecast_time", at("11:00").into())]);
    town(&mut making, "乙", 119.1, 0.3, &[]);
    let (west, east) = (station(&mut making, "西", 119.0499, "甲"), station(&mut making, "东", 119.1501, "乙"));
    let with = |also: &[(&'static str, Value)]| -> Vec<(&'static str, Value)> {
        [&[("metric", "rain_mm".into()), ("window_h", 24.0.into())], also].concat()
    };
    trigger(&mut making, "面", "iv", &with(&[("value", 42.0.into())]));
    trigger(&mut making, "点", "iv", &with(&[("stat", "max".into()), ("value", 96.0.into())]));
    trigger(&mut making, "甲面", "iv", &with(&[("area", "甲，丙".into()), ("value", 96.0.into())]));
    trigger(&mut making, "丙面", "iv", &with(&[("area", "丙".into())]));
    trigger(&mut making, "报", "iv", &with(&[("basis", "forecast".into()), ("value", 10.0.into())]));
    let world = making.world();
    let rain = rain(&world, at("12:00"), None, |of| match of {
        of if *of == west => hourly("12:00", 24, 4.0),
        of if *of == east => hourly("12:00", 24, 1.0),
        _ => Vec::new(),
    });
    let found = asked(&world, &rain);
    let flood = &found.hazards[0];
    // A quarter of the ground had 96 mm and three quarters 24: 42.
    let (mean, verdict) = value(flood, "面");
    assert!((mean.unwrap() - 42.0).abs() < 0.05, "{mean:?}");
    assert_eq!(verdict == Verdict::Met, mean.unwrap() >= 42.0);
    assert_eq!(value(flood, "点"), (Some(96.0), Verdict::Met));
    assert!(value(flood, "甲面").0.unwrap() > 95.9);
    let unknown = &group(flood, "丙面").conditions[0];
    assert_eq!(unknown.reading.as_ref().unwrap_err(), &Unmeasured::NoSuchArea);
    // 40 mm over a quarter, and nobody said how much over the rest: at least 10.
    let forecast = &group(flood, "报").conditions[0];
    let reading = forecast.reading.as_ref().unwrap();
    assert!((reading.fresh.unwrap() - 10.0).abs() < 0.01 && reading.at_least && reading.silent == 1, "{reading:?}");
}

#[test]
fn all_of_a_group_must_be_met_and_groups_are_alternatives() {
    let mut making = Making::default();
    dam(&mut making, "高", 100.4, "11:30");
    making.add("incident", None, &[("name", "涝".into()), ("incident_kind", "flood".into()), ("level", "iii".into())]);
    let over = |metric: &str, value: f64, group: &str| -> Vec<(&'static str, Value)> {
        vec![("metric", metric.into()), ("value", value.into()), ("group", group.into())]
    };
    trigger(&mut making, "一座", "iii", &over("dams_over_limit", 1.0, "合"));
    trigger(&mut making, "二座", "iii", &over("dams_over_limit", 2.0, "合"));
    trigger(&mut making, "另一座", "iv", &over("dams_over_limit", 1.0, "合"));
    trigger(&mut making, "事件", "ii", &over("incident", 3.0, ""));
    let found = without_rain(&making.world());
    let flood = &found.hazards[0];
    assert_eq!(group(flood, "一座").verdict, Verdict::Not, "one of the two is not met");
    assert_eq!(group(flood, "另一座").verdict, Verdict::Met, "a group is of one level");
    assert_eq!(value(flood, "事件"), (Some(2.0), Verdict::Not));
    assert!(flood.asks());
    let Some(Proposal::Raise { to: ResponseLevel::Iv, by, stale: false }) = flood.proposal else {
        panic!("{:?}", flood.proposal)
    };
    assert_eq!(flood.groups[by].conditions[0].trigger.name, "另一座");
}

#[test]
fn silence_raises_nothing_unsaid_and_lowers_nothing() {
    let mut making = Making::default();
    dam(&mut making, "哑", 100.4, "08:00");
    trigger(&mut making, "超汛限", "iv", &[("metric", "dams_over_limit".into())]);
    trigger(&mut making, "超设计", "ii", &[("metric", "dams_over_design".into())]);
    let found = without_rain(&making.world());
    let flood = &found.hazards[0];
    assert_eq!(flood.proposal, Some(Proposal::Raise { to: ResponseLevel::Iv, by: 1, stale: true }));
    let reading = group(flood, "超汛限").conditions[0].reading.clone().unwrap();
    assert_eq!((reading.fresh, reading.ever, reading.silent), (None, Some(1.0), 1));
    assert_eq!(group(flood, "超设计").verdict, Verdict::Unknown);
    // In force at II: nothing fresh says that it is over, so nobody is told to lower it.
    let response = [
        ("name", "防汛".into()),
        ("hazard", "flood".into()),
        ("level", "ii".into()),
        ("status", "active".into()),
        ("started", at("06:00").into()),
        ("level_time", at("06:00").into()),
    ];
    making.add("response", None, &response);
    let held = without_rain(&making.world());
    assert_eq!((held.hazards[0].proposal, held.hazards[0].held_by_unknown), (None, true));
    // A second one that speaks and is low: still one that does not.
    let mut fresh = Making::default();
    dam(&mut fresh, "低", 90.0, "11:30");
    trigger(&mut fresh, "超设计", "ii", &[("metric", "dams_over_design".into())]);
    fresh.add("response", None, &response);
    let lower = without_rain(&fresh.world());
    assert_eq!(lower.hazards[0].proposal, Some(Proposal::Lower { to: None }));
    assert!(!lower.hazards[0].asks(), "that may wait until somebody looks");
}

#[test]
fn a_level_in_force_is_not_proposed_again_and_a_declined_one_waits() {
    let mut making = Making::default();
    dam(&mut making, "高", 100.4, "11:30");
    trigger(&mut making, "超汛限", "iii", &[("metric", "dams_over_limit".into())]);
    let declined = |level: &str, time: &str| -> Vec<(&'static str, Value)> {
        vec![
            ("name", "防汛".into()),
            ("entry_kind", "response_declined".into()),
            ("about", "response:flood".into()),
            ("about_state", level.into()),
            ("time", at(time).into()),
            ("post", "值班长".into()),
        ]
    };
    making.add("log_entry", None, &declined("iv", "11:00"));
    assert!(without_rain(&making.world()).hazards[0].asks(), "a graver level asks anew");
    making.add("log_entry", None, &declined("iii", "05:59"));
    assert!(without_rain(&making.world()).hazards[0].asks(), "six hours are over");
    making.add("log_entry", None, &declined("iii", "06:00"));
    let found = without_rain(&making.world());
    let flood = &found.hazards[0];
    assert!(!flood.asks() && flood.declined.as_ref().unwrap().post.as_deref() == Some("值班长"));
    assert!(matches!(flood.proposal, Some(Proposal::Raise { to: ResponseLevel::Iii, .. })), "it is still said");
    let mut in_force = Making::default();
    dam(&mut in_force, "高", 100.4, "11:30");
    trigger(&mut in_force, "超汛限", "iii", &[("metric", "dams_over_limit".into())]);
    in_force.add("response", None, &[("hazard", "flood".into()), ("level", "iii".into()), ("status", "active".into())]);
    assert_eq!(without_rain(&in_force.world()).hazards[0].proposal, None);
}

#[test]
fn what_cannot_be_read_is_said_and_never_met() {
    let mut making = Making::default();
    trigger(&mut making, "没有指标", "iv", &[]);
    trigger(&mut making, "怪时段", "iv", &[("metric", "rain_mm".into()), ("window_h", 5.0.into())]);
    trigger(&mut making, "无时段", "iv", &[("metric", "rain_mm".into())]);
    trigger(&mut making, "不能预报", "iv", &[("metric", "dams_over_limit".into()), ("basis", "forecast".into())]);
    trigger(&mut making, "无阈值", "iv", &[("metric", "signal".into()), ("value", Value::Null)]);
    trigger(&mut making, "停用", "iv", &[("enabled", false.into())]);
    let world = making.world();
    let (read, broken) = triggers(&world);
    assert_eq!(read, []);
    let mut broken: Vec<(String, &str)> = broken.into_iter().map(|it| (it.name, it.field)).collect();
    broken.sort();
    let expected = [
        ("不能预报", "basis"),
        ("怪时段", "window_h"),
        ("无时段", "window_h"),
        ("无阈值", "value"),
        ("没有指标", "metric"),
    ];
    assert_eq!(broken.iter().map(|(name, field)| (name.as_str(), *field)).collect::<Vec<_>>(), expected);
    assert_eq!(without_rain(&world).hazards, []);
}

#[test]
fn signals_count_by_colour_kind_and_township() {
    let mut making = Making::default();
    town(&mut making, "甲", 119.0, 0.1, &[]);
    town(&mut making, "乙", 119.1, 0.1, &[]);
    town(&mut making, "丙丁镇", 119.2, 0.1, &[]);
    let of = |subject: &str, area: &str| -> Vec<(&'static str, Value)> {
        vec![("metric", "signal".into()), ("value", 3.0.into()), ("subject", subject.into()), ("area", area.into())]
    };
    trigger(&mut making, "暴雨", "iv", &of("rainstorm", ""));
    // A township without its last word is the same one, in the condition and in the signal.
    trigger(&mut making, "丙暴雨", "iv", &of("rainstorm", "丙丁"));
    trigger(&mut making, "乙暴雨", "iv", &of("rainstorm", "乙"));
    trigger(&mut making, "台风", "iv", &of("typhoon", ""));
    let mut signal = |kind: &str, color: &str, towns: &str, until: &str| {
        making.add(
            "warning_signal",
            None,
            &[
                ("name", format!("{kind} {color}").into()),
                ("signal_kind", kind.into()),
                ("color", color.into()),
                ("status", "active".into()),
                ("issued", at("09:00").into()),
                ("valid_until", at(until).into()),
                ("areas", towns.into()),
            ],
        );
    };
    signal("rainstorm", "orange", "甲", "18:00");
    signal("rainstorm", "red", "", "11:59");
    signal("typhoon", "yellow", "", "18:00");
    signal("rainstorm", "red", "丙丁镇", "18:00");
    let found = asked(&making.world(), &Rain::default());
    let flood = &found.hazards[0];
    assert_eq!(value(flood, "暴雨"), (Some(4.0), Verdict::Met));
    assert_eq!(value(flood, "丙暴雨"), (Some(4.0), Verdict::Met));
    assert_eq!(value(flood, "乙暴雨"), (Some(0.0), Verdict::Not));
    assert_eq!(value(flood, "台风"), (Some(2.0), Verdict::Not));
}

#[test]
fn the_example_reads_whole_says_that_it_is_one_and_brings_tasks() {
    let mut next = 0;
    let objects = example(&SHIPPED, |_, _| {
        next += 1;
        Uid::from_bits(next)
    });
    let mut making = Making::default();
    for object in &objects {
        making.put(object.kind.as_str(), None, object.values.clone());
    }
    let world = making.world();
    let (read, broken) = triggers(&world);
    assert_eq!(broken, []);
    assert_eq!(read.len(), world.layer(TRIGGER).unwrap().objects().count());
    assert!(read.len() >= 20 && read.iter().all(|trigger| trigger.example && trigger.version.is_some()));
    for level in ResponseLevel::ALL {
        assert!(read.iter().any(|trigger| trigger.level == level && &*trigger.hazard == "typhoon"), "{level:?}");
    }
    let iv = brought(&world, "flood", ResponseLevel::Iv, None);
    let iii = brought(&world, "flood", ResponseLevel::Iii, None);
    assert!(!iv.is_empty() && iii.len() > iv.len() && iii[..iv.len()] == iv[..], "a graver level brings the rest too");
    assert!(iii.iter().all(|task| task.unit.is_some() && task.due_minutes.is_some()));
    // Those that a response has already are not brought again.
    let response = making.add("response", None, &[("hazard", "flood".into()), ("status", "active".into())]);
    making.add(
        "task",
        None,
        &[
            ("name", "一".into()),
            ("response", response.uid.to_string().into()),
            ("level_task", iv[0].from.to_string().into()),
        ],
    );
    let left = brought(&making.world(), "flood", ResponseLevel::Iv, Some(&response));
    assert_eq!(left, iv[1..]);
    assert_eq!(in_force(&making.world()), [], "without a level there is none in force");
}
