use std::{collections::BTreeMap, sync::Arc};

use super::*;
use crate::domain::{
    catalogue::{Catalogue, Lang, Source},
    model::{KindId, Uid},
};

const SHELTER: &str = r#"
id = "shelter"
zh = "避灾安置场所"
en = "Shelter"
group = "evacuation"
geometry = "point"
roles = ["shelter"]
symbol = { frame = "resource", mark = "避" }
color = { field = "status", rule = [{ is = "open", tone = "ready" }] }
field = [
  { id = "name", zh = "名称", en = "Name", type = "text" },
  { id = "status", zh = "状态", en = "Status", type = "choice", choice = [{ id = "open", zh = "开放", en = "Open" }] },
  { id = "capacity", zh = "可容纳人数", en = "Capacity", type = "integer", unit_zh = "人", unit_en = "people" },
  { id = "occupancy", zh = "已安置人数", en = "Registered", type = "integer", summed = true },
  { id = "suitable", zh = "适用灾种", en = "Suitable for", type = "choices", choice = [{ id = "a", zh = "洪涝", en = "Flood" }, { id = "b", zh = "台风", en = "Typhoon" }] },
  { id = "phone", zh = "电话", en = "Phone", type = "text", personal = true },
  { id = "reserve", zh = "备用场所", en = "Reserve", type = "link", link = "shelter" },
  { id = "indoor", zh = "室内", en = "Indoor", type = "bool" },
  { id = "outdoor", zh = "室外", en = "Outdoor", type = "bool" },
  { id = "manager", zh = "管理员", en = "Manager", type = "text", personal = true },
  { id = "status_time", zh = "状态时间", en = "Since", type = "time" },
  { id = "curve", zh = "曲线", en = "Curve", type = "curve" },
  { id = "address", zh = "地址", en = "Address", type = "text" },
  { id = "source", zh = "来源", en = "Source", type = "text", hidden = true },
  { id = "as_of", zh = "数据时间", en = "As of", type = "time" },
]
"#;

fn words(lang: Lang) -> Words {
    let text = match lang {
        Lang::Zh => include_str!("../../../../assets/locale/zh/ui.ftl"),
        Lang::En => include_str!("../../../../assets/locale/en/ui.ftl"),
    };
    Words::read(lang, &[("ui", text), ("age", "age-minutes = { $n } 分钟前\n")]).0
}

fn now() -> Timestamp {
    "2026-08-09T07:06:00Z".parse().unwrap()
}

fn world() -> (World, ObjectRef) {
    let source = Source { name: "shelter.toml".to_owned(), text: SHELTER.to_owned() };
    let (catalogue, problems) = Catalogue::read(&[source]);
    assert_eq!(problems, []);
    let kind = KindId::from("shelter");
    let (one, other) = (Uid::from_bits(1), Uid::from_bits(2));
    let place = Some(geo_types::Point::new(119.5, 29.1).into());
    let values = vec![
        "白龙桥镇中心小学".into(),
        "open".into(),
        Value::Integer(1600),
        Value::Integer(190),
        "a,b".into(),
        "13900000001".into(),
        other.to_string().into(),
        true.into(),
        false.into(),
        "示例甲乙".into(),
        Value::Time("2026-08-09T06:20:00Z".parse().unwrap()),
        "[[1,2],[3,4]]".into(),
        Value::Null,
        "清单.xlsx".into(),
        Value::Time("2026-08-09T07:01:00Z".parse().unwrap()),
    ];
    let first = Object { uid: one, kind: kind.clone(), geometry: place, values };
    let second = Object { uid: other, kind: kind.clone(), geometry: None, values: vec!["竹马文化礼堂".into()] };
    let objects = BTreeMap::from([(kind.clone(), vec![Arc::new(first), Arc::new(second)])]);
    (World::new(Arc::new(catalogue), objects), ObjectRef { kind, uid: one })
}

fn text(rows: &[Row]) -> Vec<String> {
    rows.iter().map(|row| format!("{}={}", row.label, row.value)).collect()
}

#[test]
fn a_card_leads_with_state_and_figure_and_tells_each_thing_once() {
    let (world, object) = world();
    let card = card(&world, &object, false, now(), &words(Lang::Zh)).unwrap();
    assert_eq!(card.head.title, "白龙桥镇中心小学");
    assert_eq!(card.head.state, Some(State { text: "开放".to_owned(), tone: Tone::Ready }));
    assert_eq!(card.head.sentence.as_deref(), Some("14:20 起开放"));
    assert_eq!(card.head.age.as_deref(), Some("数据时间：5 分钟前"));
    let figure = card.figure.unwrap();
    assert_eq!((figure.label.as_str(), figure.value.as_str()), ("空余", "1,410"));
    assert_eq!(card.actions, [CardAction::Register, CardAction::Close]);
    assert_eq!(
        text(&card.facts),
        [
            "可容纳人数=1,600 人",
            "已安置人数=190",
            "适用灾种=洪涝、台风",
            "曲线=曲线，2 个点",
            "具备=室内",
            "不具备=室外"
        ]
    );
    assert_eq!(text(&card.place), ["坐标=119.5000, 29.1000"]);
    assert_eq!(card.empty, Vec::<String>::new());
}

#[test]
fn whom_to_call_is_one_line_a_person_and_masked_until_asked() {
    let (world, object) = world();
    let person = |name: &str, phone: &str| Person {
        role: "管理员".to_owned(),
        name: Some(name.to_owned()),
        phone: Some(phone.to_owned()),
    };
    let hidden = card(&world, &object, false, now(), &words(Lang::Zh)).unwrap();
    assert_eq!(hidden.people, [person("示例甲*", "139****0001")]);
    let shown = card(&world, &object, true, now(), &words(Lang::Zh)).unwrap();
    assert_eq!(shown.people, [person("示例甲乙", "13900000001")]);
}

#[test]
fn links_are_told_on_both_cards() {
    let (world, object) = world();
    let other = ObjectRef { uid: Uid::from_bits(2), ..object.clone() };
    let one = card(&world, &object, false, now(), &words(Lang::Zh)).unwrap();
    assert_eq!(one.links[0].label, "备用场所");
    assert_eq!(one.links[0].objects[0].object, Some(other.clone()));
    let back = card(&world, &other, false, now(), &words(Lang::Zh)).unwrap();
    assert_eq!((back.links[0].label.as_str(), back.links[0].total), ("避灾安置场所", 1));
    assert_eq!(back.links[0].objects[0].object, Some(object));
}

#[test]
fn a_card_speaks_english() {
    let (world, object) = world();
    let card = card(&world, &object, true, now(), &words(Lang::En)).unwrap();
    assert!(text(&card.facts).contains(&"Suitable for=Flood, Typhoon".to_owned()));
    assert_eq!(card.head.sentence.as_deref(), Some("Open since 14:20"));
}

#[test]
fn what_is_not_known_is_folded_away_by_name_and_a_sum_without_entries_is_zero() {
    let (world, object) = world();
    let bare = ObjectRef { uid: Uid::from_bits(2), ..object };
    let card = card(&world, &bare, false, now(), &words(Lang::Zh)).unwrap();
    assert!(card.head.unplaced.is_some());
    assert_eq!(text(&card.facts), ["已安置人数=0"]);
    assert_eq!(card.people, []);
    assert_eq!(card.empty, ["可容纳人数", "适用灾种", "室内", "室外", "曲线"]);
    assert_eq!(card.figure, None);
}
