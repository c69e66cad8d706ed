//! A small district for the tests of the file: every geometry, every field type, personal and summed fields.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure here is the test's failure")]

use std::{collections::BTreeMap, path::Path, sync::Arc};

use geo_types::{Geometry, line_string, point, polygon};
use jiff::Timestamp;
use sitmap::{
    app::{Clock, Opening, Wake},
    domain::{
        catalogue::{Catalogue, FieldType, Kind, Source},
        edit::{Action, Edit, Intent, Label},
        model::{Entry, KindId, Object, ObjectRef, Uid, Value},
        world::World,
    },
    io::store::{self, Access, Loaded, Meta, Store},
};

pub const GROUPS: &str = r#"
[[group]]
id = "evacuation"
zh = "转移安置"
en = "Evacuation"
"#;

pub const SHELTER: &str = r#"
id = "shelter"
zh = "避灾点"
en = "Shelter"
group = "evacuation"
geometry = "point"
roles = ["shelter"]
symbol = { frame = "resource", mark = "避" }
field = [
  { id = "name", zh = "名称", en = "Name", type = "text" },
  { id = "capacity", zh = "可容纳人数", en = "Capacity", type = "integer" },
  { id = "area_m2", zh = "面积", en = "Area", type = "real" },
  { id = "standardised", zh = "规范化", en = "Standardised", type = "bool" },
  { id = "status", zh = "状态", en = "Status", type = "choice", choice = [
    { id = "open", zh = "开放", en = "Open" }, { id = "closed", zh = "关闭", en = "Closed" } ] },
  { id = "suitable_hazards", zh = "适用灾种", en = "Hazards", type = "choices", choice = [
    { id = "flood", zh = "洪涝", en = "Flood" }, { id = "typhoon", zh = "台风", en = "Typhoon" } ] },
  { id = "built", zh = "建成", en = "Built", type = "date" },
  { id = "as_of", zh = "数据时间", en = "As of", type = "time" },
  { id = "village", zh = "村", en = "Village", type = "link", link = "task" },
  { id = "curve", zh = "曲线", en = "Curve", type = "curve" },
  { id = "manager", zh = "责任人", en = "Manager", type = "text", personal = true },
  { id = "phone", zh = "电话", en = "Phone", type = "text", personal = true },
  { id = "occupancy", zh = "已安置", en = "Registered", type = "integer", summed = true },
]
"#;

const SIMPLE: &str = r#"
id = "ID"
zh = "ID"
en = "ID"
group = "evacuation"
geometry = "GEOMETRY"
symbol = { frame = "plain", mark = "线" }
field = [{ id = "name", zh = "名称", en = "Name", type = "text" }]
"#;

pub fn source(name: &str, text: &str) -> Source {
    Source { name: format!("{name}.toml"), text: text.to_owned() }
}

fn simple(id: &str, geometry: &str) -> Source {
    source(id, &SIMPLE.replace("ID", id).replace("GEOMETRY", geometry))
}

pub fn catalogue_with(shelter: &str) -> Catalogue {
    let sources = [
        source("groups", GROUPS),
        source("shelter", shelter),
        simple("river", "line"),
        simple("danger_area", "polygon"),
        simple("task", "none"),
    ];
    let (catalogue, problems) = Catalogue::read(&sources);
    assert_eq!(problems, []);
    catalogue
}

pub fn catalogue() -> Catalogue {
    catalogue_with(SHELTER)
}

pub fn time(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_781_942_400 + seconds).unwrap()
}

pub fn meta() -> Meta {
    Meta { district_name: "试验区".to_owned(), sample: true, exercise: false, created: time(0) }
}

pub fn create(path: &Path) -> Store {
    store::create(path, &catalogue(), &meta()).unwrap()
}

pub fn open(path: &Path) -> (Store, Loaded) {
    let (store, loaded) = store::open(path, Access::Write, &catalogue(), time(900_000)).unwrap();
    assert_eq!(loaded.problems, []);
    (store, loaded)
}

pub fn shelter_ref(bits: u128) -> ObjectRef {
    ObjectRef { kind: "shelter".into(), uid: Uid::from_bits(bits) }
}

/// A shelter with every field filled.
pub fn shelter(bits: u128) -> Arc<Object> {
    let kind = catalogue().kind("shelter").unwrap().clone();
    let number = bits as f64;
    let values = kind.fields.iter().map(|field| match field.field_type {
        _ if field.summed => Value::Null,
        FieldType::Integer => Value::Integer(bits as i64 * 10),
        FieldType::Real => Value::Real(number / 3.0),
        FieldType::Bool => Value::Bool(bits.is_multiple_of(2)),
        FieldType::Date => Value::Date("2019-03-01".parse().unwrap()),
        FieldType::Time => Value::Time("2026-06-20T08:05:06.123Z".parse().unwrap()),
        FieldType::Choice => "open".into(),
        FieldType::Choices => "flood,typhoon".into(),
        FieldType::Link => Value::from(Uid::from_bits(5).to_string()),
        FieldType::Curve => "[[1.0,2.0],[3.0,4.5]]".into(),
        FieldType::Text if field.id.as_str() == "phone" => Value::from(format!("1990000{bits:04}")),
        FieldType::Text if field.id.as_str() == "manager" => Value::from(format!("某某甲{bits}")),
        FieldType::Text => Value::from(format!("第{bits}文化礼堂")),
    });
    // Whatever the number, a place on Earth.
    let beside = (bits % 1_000) as f64;
    let place = point!(x: 119.6 + beside / 1000.0, y: 29.05 + beside / 777.0);
    Arc::new(Object {
        uid: Uid::from_bits(bits),
        kind: "shelter".into(),
        geometry: Some(place.into()),
        values: values.collect(),
    })
}

pub fn named(kind: &str, bits: u128, geometry: Option<Geometry>) -> Arc<Object> {
    Arc::new(Object {
        uid: Uid::from_bits(bits),
        kind: kind.into(),
        geometry,
        values: vec![Value::from(format!("{kind}{bits}"))],
    })
}

pub fn river(bits: u128) -> Arc<Object> {
    named("river", bits, Some(line_string![(x: 119.5, y: 29.0), (x: 119.7, y: 29.1), (x: 119.8, y: 29.05)].into()))
}

pub fn danger_area(bits: u128) -> Arc<Object> {
    let area = polygon![(x: 119.5, y: 29.0), (x: 119.6, y: 29.0), (x: 119.55, y: 29.1)];
    named("danger_area", bits, Some(area.into()))
}

pub fn entry(bits: u128, object: &ObjectRef, amount: i64) -> Entry {
    Entry {
        uid: Uid::from_bits(bits),
        object: object.clone(),
        field: "occupancy".into(),
        time: time(50),
        amount,
        note: Some("某村".into()),
    }
}

pub fn set(world: &World, object: &ObjectRef, field: &str, after: impl Into<Value>) -> Edit {
    Edit::Set { object: object.clone(), field: field.into(), before: world.value(object, field), after: after.into() }
}

pub fn action(bits: u128, edits: Vec<Edit>) -> Action {
    action_of("值班员", bits, edits)
}

pub fn action_of(actor: &str, bits: u128, edits: Vec<Edit>) -> Action {
    Action {
        uid: Uid::from_bits(0xac71_0000_0000 + bits),
        time: time(60 * bits as i64),
        actor: actor.into(),
        label: Label::new("test").with("n", bits),
        area: "test".into(),
        intent: Intent::Do,
        edits,
    }
}

/// Commits and, as the application does, then shows.
pub fn run(store: &mut Store, world: &mut World, action: &Action) -> u64 {
    let seq = store.commit(action).unwrap();
    world.apply(action).unwrap();
    seq
}

/// A world as the file would tell it: summed noughts as nothing known.
pub fn told(world: &World) -> BTreeMap<(KindId, Uid), Object> {
    let objects = world.layers().flat_map(|layer| layer.objects().map(|object| (layer.kind(), object)));
    objects.map(|(kind, object)| ((kind.id.clone(), object.uid), told_object(kind, object))).collect()
}

fn told_object(kind: &Kind, object: &Object) -> Object {
    let mut object = object.clone();
    for (field, value) in kind.fields.iter().zip(&mut object.values) {
        if field.summed && *value == Value::Integer(0) {
            *value = Value::Null;
        }
    }
    object
}

/// Opens a file of the kit for writing, at a fixed time.
pub fn opening(path: &Path) -> Opening {
    Opening {
        path: path.to_owned(),
        access: Access::Write,
        catalogue: Arc::new(catalogue()),
        problems: Vec::new(),
        actor: "值班员".into(),
        clock: Clock::fixed(time(100_000)),
        wake: Wake::nobody(),
    }
}
