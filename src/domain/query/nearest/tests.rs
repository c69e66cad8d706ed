use geo_types::{Point, polygon};

use super::*;
use crate::domain::{
    catalogue::{Catalogue, Source},
    model::{Uid, Value},
};

const SHELTER: &str = r#"
    id = "shelter"
    zh = "避灾安置场所"
    en = "Shelter"
    group = "evacuation"
    geometry = "point"
    roles = ["shelter"]
    symbol = { frame = "resource", mark = "避" }
    field = [
        { id = "name", zh = "名称", en = "Name", type = "text" },
        { id = "status", zh = "状态", en = "Status", type = "choice", choice = [
            { id = "open", zh = "开放", en = "Open" }, { id = "standby", zh = "待命", en = "Standby" },
            { id = "closed", zh = "关闭", en = "Closed" },
        ] },
        { id = "capacity", zh = "可容纳人数", en = "Capacity", type = "integer" },
        { id = "occupancy", zh = "已安置人数", en = "Registered", type = "integer", summed = true },
        { id = "suitable_hazards", zh = "适用灾种", en = "Hazards", type = "choices", choice = [
            { id = "flood", zh = "洪涝", en = "Flood" }, { id = "typhoon", zh = "台风", en = "Typhoon" },
        ] },
    ]
"#;

const DANGER_AREA: &str = r#"
    id = "danger_area"
    zh = "警戒区"
    en = "Danger area"
    group = "incident"
    geometry = "polygon"
    roles = ["danger_area"]
    symbol = { frame = "event", mark = "警" }
    field = [
        { id = "name", zh = "名称", en = "Name", type = "text" },
        { id = "status", zh = "状态", en = "Status", type = "choice", choice = [
            { id = "active", zh = "生效", en = "Active" }, { id = "lifted", zh = "解除", en = "Lifted" },
        ] },
    ]
"#;

const TEAM: &str = r#"
    id = "rescue_team"
    zh = "救援队伍"
    en = "Rescue team"
    group = "resource"
    geometry = "point"
    symbol = { frame = "resource", mark = "救" }
    field = [{ id = "name", zh = "名称", en = "Name", type = "text" }]
"#;

/// A shelter so many ten-thousandths of a degree east of the query.
fn shelter(east: u32, values: [Value; 4]) -> Arc<Object> {
    let [status, capacity, occupancy, hazards] = values;
    let name = Value::from(format!("避灾点{east}"));
    thing("shelter", east, vec![name, status, capacity, occupancy, hazards])
}

fn plain(east: u32, capacity: i64) -> Arc<Object> {
    shelter(east, [Value::Null, capacity.into(), Value::Null, Value::Null])
}

fn thing(kind: &str, east: u32, values: Vec<Value>) -> Arc<Object> {
    let geometry = Some(Point::new(119.6 + f64::from(east) * 1e-4, 29.1).into());
    Arc::new(Object { uid: Uid::from_bits(u128::from(east)), kind: kind.into(), geometry, values })
}

/// An area from so many to so many ten-thousandths of a degree east of the query.
fn area(from: u32, to: u32, status: &str) -> Arc<Object> {
    let lon = |east: u32| 119.6 + f64::from(east) * 1e-4;
    let area = polygon![(x: lon(from), y: 29.0), (x: lon(to), y: 29.0), (x: lon(to), y: 29.2), (x: lon(from), y: 29.2)];
    let uid = Uid::from_bits(u128::from(from) + 1_000_000);
    Arc::new(Object {
        uid,
        kind: "danger_area".into(),
        geometry: Some(area.into()),
        values: vec!["".into(), status.into()],
    })
}

fn world(objects: Vec<Arc<Object>>) -> World {
    let sources = [SHELTER, DANGER_AREA, TEAM].map(|text| Source { name: "kind.toml".into(), text: text.into() });
    let (catalogue, problems) = Catalogue::read(&sources);
    assert_eq!(problems, []);
    let mut by_kind: BTreeMap<KindId, Vec<Arc<Object>>> = BTreeMap::new();
    for object in objects {
        by_kind.entry(object.kind.clone()).or_default().push(object);
    }
    World::new(Arc::new(catalogue), by_kind)
}

fn query(k: usize) -> NearestQuery {
    let from = Position::new(119.6, 29.1).unwrap();
    NearestQuery { kind: "shelter".into(), from, k, people: None, hazard: None }
}

fn east(object: &ObjectRef) -> u128 {
    object.uid.bits()
}

fn answers(found: &Nearest) -> Vec<u128> {
    found.answers.iter().map(|answer| east(&answer.object)).collect()
}

fn passed_over(found: &Nearest) -> Vec<(u128, Reason)> {
    found.passed_over.iter().map(|one| (east(&one.object), one.reason)).collect()
}

#[test]
fn nearer_ones_are_passed_over_with_their_reason() {
    let world = world(vec![
        shelter(10, ["closed".into(), 500.into(), Value::Null, Value::Null]),
        shelter(20, ["open".into(), 300.into(), 150.into(), Value::Null]),
        shelter(30, ["open".into(), 300.into(), Value::Null, "typhoon".into()]),
        plain(40, 900),
        shelter(50, ["standby".into(), 300.into(), 100.into(), "typhoon,flood".into()]),
        shelter(55, [Value::Null, Value::Null, Value::Null, Value::Null]),
        plain(60, 250),
        plain(70, 100),
        area(38, 42, "active"),
        area(45, 65, "lifted"),
    ]);
    let wanted = NearestQuery { people: Some(200), hazard: Some("flood".into()), ..query(2) };
    let found = nearest(&world, &wanted).unwrap();
    assert_eq!(answers(&found), [50, 60]);
    assert_eq!(
        passed_over(&found),
        [
            (10, Reason::Closed),
            (20, Reason::Full),
            (30, Reason::UnsafeForHazard),
            (40, Reason::InDangerArea),
            (55, Reason::CapacityUnknown),
        ]
    );
    let first = &found.answers[0];
    assert_eq!((first.rank, first.free_places, first.name.as_str()), (1, Some(200), "避灾点50"));
    assert!((first.bearing_deg - 90.0).abs() < 0.01 && (first.distance_m - 486.8).abs() < 0.5, "{first:?}");
    assert_eq!(found.passed_over[3].danger_area.as_ref().map(east), Some(1_000_038));
}

#[test]
fn without_people_or_hazard_a_full_and_an_unsuited_shelter_are_answers() {
    let world = world(vec![
        shelter(10, [Value::Null, 300.into(), 300.into(), Value::Null]),
        shelter(20, ["open".into(), 0.into(), Value::Null, "typhoon".into()]),
        shelter(30, ["closed".into(), 10.into(), Value::Null, Value::Null]),
    ]);
    let found = nearest(&world, &query(5)).unwrap();
    assert_eq!(answers(&found), [10, 20]);
    assert_eq!(found.answers[0].free_places, Some(0));
    assert_eq!(passed_over(&found), []); // the closed one is farther than the last answer
}

#[test]
fn room_for_exactly_so_many_is_enough_and_an_edge_is_inside() {
    let world = world(vec![plain(10, 200), plain(20, 199), plain(30, 999), plain(40, 201), area(30, 35, "active")]);
    let found = nearest(&world, &NearestQuery { people: Some(200), ..query(3) }).unwrap();
    assert_eq!(answers(&found), [10, 40]);
    assert_eq!(passed_over(&found), [(20, Reason::Full), (30, Reason::InDangerArea)]);
}

#[test]
fn with_no_answer_the_nearest_fifty_are_named_and_all_are_counted() {
    let mut objects: Vec<_> = (1..=60).map(|east| plain(east, 10)).collect();
    objects.push(Arc::new(Object { geometry: None, ..Object::clone(&plain(99, 500)) }));
    let found = nearest(&world(objects), &NearestQuery { people: Some(11), ..query(3) }).unwrap();
    assert_eq!((found.answers.len(), found.passed_over.len(), found.without_position), (0, 50, 1));
    assert_eq!(found.why_none, Some(WhyNone::AllLeftOut(BTreeMap::from([(Reason::Full, 60)]))));
}

#[test]
fn an_empty_answer_has_its_reason() {
    let none = nearest(&world(vec![]), &query(3)).unwrap();
    assert_eq!(none.why_none, Some(WhyNone::NoObjects));
    let lost = Arc::new(Object { geometry: None, ..Object::clone(&plain(1, 5)) });
    assert_eq!(nearest(&world(vec![lost]), &query(3)).unwrap().why_none, Some(WhyNone::NoPositions));
    let wrong = NearestQuery { kind: "castle".into(), ..query(3) };
    assert_eq!(nearest(&world(vec![]), &wrong), Err(QueryError::NoKind("castle".into())));
    let wrong = NearestQuery { hazard: Some("fog".into()), ..query(3) };
    assert!(matches!(nearest(&world(vec![]), &wrong), Err(QueryError::NoHazard(..))));
}

#[test]
fn any_kind_can_be_asked_for_and_only_danger_areas_ignore_danger_areas() {
    let world = world(vec![
        thing("rescue_team", 10, vec!["甲队".into()]),
        thing("rescue_team", 30, vec!["乙队".into()]),
        area(5, 15, "active"),
    ]);
    let ask = |kind: &str| nearest(&world, &NearestQuery { kind: kind.into(), people: Some(9), ..query(1) }).unwrap();
    let teams = ask("rescue_team");
    assert_eq!((answers(&teams), passed_over(&teams)), (vec![30], vec![(10, Reason::InDangerArea)]));
    assert_eq!(teams.answers[0].free_places, None);
    assert_eq!(answers(&ask("danger_area")), [1_000_005]);
}
