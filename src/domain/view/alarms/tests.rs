use std::{collections::BTreeMap, sync::Arc};

use jiff::Timestamp;

use super::*;
use crate::domain::{
    catalogue::{Catalogue, Source},
    model::{KindId, Uid},
};

const KINDS: [(&str, &str); 4] = [
    (
        "reservoir",
        r#"
id = "reservoir"
zh = "水库"
en = "Reservoir"
group = "g"
geometry = "none"
symbol = { frame = "protected", mark = "库" }
color = { field = "level_m", over = "limit_level_m", rule = [{ from = 0.01, tone = "alarm" }] }
field = [
  { id = "name", zh = "名称", en = "Name", type = "text" },
  { id = "level_m", zh = "水位", en = "Level", type = "real", unit_zh = "m", unit_en = "m" },
  { id = "limit_level_m", zh = "汛限水位", en = "Limit", type = "real" },
  { id = "level_time", zh = "时间", en = "At", type = "time" },
]
"#,
    ),
    (
        "road_closure",
        r#"
id = "road_closure"
zh = "道路中断"
en = "Road closure"
group = "g"
geometry = "none"
symbol = { frame = "event", mark = "断" }
color = { field = "status", rule = [{ is = "active", tone = "alarm" }] }
field = [
  { id = "name", zh = "名称", en = "Name", type = "text" },
  { id = "status", zh = "状态", en = "Status", type = "choice", choice = [{ id = "active", zh = "中断", en = "Closed" }] },
  { id = "status_time", zh = "时间", en = "Since", type = "time" },
]
"#,
    ),
    (
        "enterprise",
        r#"
id = "enterprise"
zh = "企业"
en = "Enterprise"
group = "g"
geometry = "none"
symbol = { frame = "hazard", mark = "企" }
color = { field = "risk", rule = [{ is = "red", tone = "alarm" }] }
field = [
  { id = "name", zh = "名称", en = "Name", type = "text" },
  { id = "risk", zh = "风险", en = "Risk", type = "text" },
]
"#,
    ),
    (
        "log_entry",
        r#"
id = "log_entry"
zh = "值班记录"
en = "Log"
group = "g"
geometry = "none"
visible = false
symbol = { frame = "plain", mark = "记" }
field = [
  { id = "name", zh = "名称", en = "Name", type = "text" },
  { id = "entry_kind", zh = "类", en = "Kind", type = "text" },
  { id = "time", zh = "时间", en = "Time", type = "time" },
  { id = "post", zh = "岗位", en = "Post", type = "text" },
  { id = "about", zh = "对象", en = "About", type = "text" },
  { id = "about_state", zh = "状态", en = "State", type = "text" },
  { id = "about_value", zh = "数值", en = "Value", type = "real" },
]
"#,
    ),
];

fn at(hours: i64) -> Timestamp {
    Timestamp::from_second(1_786_000_000 + 3600 * hours).unwrap()
}

fn object(kind: &str, uid: u128, values: Vec<Value>) -> Arc<Object> {
    Arc::new(Object { uid: Uid::from_bits(uid), kind: KindId::from(kind), geometry: None, values })
}

fn reservoir(level_m: f64, hours: i64) -> Arc<Object> {
    object("reservoir", 1, vec!["沙畈水库".into(), level_m.into(), 100.0.into(), at(hours).into()])
}

fn closure(status: &str, hours: i64) -> Arc<Object> {
    object("road_closure", 2, vec!["汤塔公路".into(), status.into(), at(hours).into()])
}

/// An acknowledgement of the alarm that an object is in, at such an hour.
fn noted(alarm: &Alarm, hours: i64) -> Arc<Object> {
    let values = vec![
        alarm.name.as_str().into(),
        ACKNOWLEDGEMENT.into(),
        at(hours).into(),
        "值班员".into(),
        about(&alarm.object).into(),
        alarm.sign().into(),
        alarm.state.number.into(),
    ];
    object("log_entry", 100 + hours.unsigned_abs() as u128, values)
}

fn world(objects: &[Arc<Object>]) -> World {
    let mut sources =
        vec![Source { name: "groups.toml".into(), text: "[[group]]\nid = \"g\"\nzh = \"组\"\nen = \"G\"\n".into() }];
    sources.extend(KINDS.map(|(name, text)| Source { name: format!("{name}.toml"), text: text.into() }));
    let (catalogue, problems) = Catalogue::read(&sources);
    assert_eq!(problems, []);
    let mut by_kind: BTreeMap<KindId, Vec<Arc<Object>>> = BTreeMap::new();
    for object in objects {
        by_kind.entry(object.kind.clone()).or_default().push(object.clone());
    }
    World::new(Arc::new(catalogue), by_kind)
}

fn pulses(objects: &[Arc<Object>]) -> bool {
    !unacknowledged(&world(objects), at(30)).is_empty()
}

#[test]
fn the_newest_alarm_is_first_and_a_standing_red_class_is_none() {
    let red = object("enterprise", 3, vec!["示例化工".into(), "red".into()]);
    let found = alarms(&world(&[reservoir(101.32, 5), closure("active", 7), red]), at(30));
    let names: Vec<&str> = found.iter().map(|alarm| alarm.name.as_str()).collect();
    assert_eq!(names, ["汤塔公路", "沙畈水库"]);
    assert_eq!(found.iter().map(Alarm::sign).collect::<Vec<_>>(), ["status=active", "level_m-limit_level_m>=0.01"]);
    assert_eq!(alarms(&world(&[reservoir(99.0, 5), closure("lifted", 7)]), at(30)), []);
}

#[test]
fn an_acknowledged_state_is_quiet_until_it_begins_anew() {
    let first = alarms(&world(&[closure("active", 1)]), at(30)).remove(0);
    assert!(pulses(&[closure("active", 1)]));
    assert!(!pulses(&[closure("active", 1), noted(&first, 2)]));
    assert!(pulses(&[closure("active", 3), noted(&first, 2)]), "lifted and closed again");
    let known = alarms(&world(&[closure("active", 1), noted(&first, 2)]), at(30)).remove(0).acknowledged.unwrap();
    assert_eq!((known.post.as_deref(), known.time), (Some("值班员"), Some(at(2))));
}

#[test]
fn an_acknowledged_level_asks_again_when_it_rises_on_or_after_a_day() {
    let first = alarms(&world(&[reservoir(100.5, 1)]), at(30)).remove(0);
    assert!(!pulses(&[reservoir(100.5, 1), noted(&first, 2)]));
    assert!(!pulses(&[reservoir(100.7, 6), noted(&first, 2)]), "a little more is the same alarm");
    assert!(pulses(&[reservoir(100.85, 6), noted(&first, 2)]), "0.35 m more is a new one");
    assert!(pulses(&[reservoir(100.4, 27), noted(&first, 2)]), "a day later is a new one");
    let again = alarms(&world(&[reservoir(100.85, 6)]), at(30)).remove(0);
    assert!(!pulses(&[reservoir(100.85, 6), noted(&first, 2), noted(&again, 7)]), "the latest counts");
}
