//! A form's commands from outside: one action each, refused by the name of the field, taken back exactly.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure here is the test's failure")]

use std::path::Path;

use geo_types::{Geometry, point};
use sitmap::{
    app::{
        Command, Operation, Refusal,
        change::{Change, Placing},
        object::ObjectCommand,
        shelter::ShelterCommand,
    },
    domain::{
        catalogue::Lang,
        edit::{Action, Edit},
        model::{FieldId, ObjectRef, Uid, Value},
        query,
        view::removal::removal,
        world::World,
    },
    io::assets,
};

use crate::{
    cli::{Seat, text},
    store_kit as kit,
};

/// Two shelters, the second one reached by a link from the first; a task and a river.
fn operation(path: &Path) -> Operation {
    let mut store = kit::create(path);
    let objects = [kit::shelter(1), kit::shelter(2), kit::named("task", 5, None), kit::river(6)];
    store.commit(&kit::action(1, objects.into_iter().map(Edit::Add).collect())).unwrap();
    store.close().unwrap();
    open(path)
}

fn open(path: &Path) -> Operation {
    Operation::open(kit::opening(path)).unwrap()
}

fn changed(world: &World, object: &ObjectRef, field: &str, after: impl Into<Value>) -> Change {
    Change { field: field.into(), before: world.value(object, field), after: after.into() }
}

fn change(object: &ObjectRef, changes: Vec<Change>, placing: Option<Placing>) -> Command {
    Command::Object(ObjectCommand::Change { object: object.clone(), changes, placing })
}

fn new(values: &[(&str, Value)], place: Option<Geometry>) -> Command {
    let values = values.iter().map(|(field, value)| (FieldId::from(*field), value.clone())).collect();
    Command::Object(ObjectCommand::New { kind: "shelter".into(), values, place })
}

fn zh(refusal: &Refusal) -> String {
    refusal.sentence(&assets::words(Lang::Zh))
}

fn label(action: &Action, lang: Lang) -> String {
    assets::words(lang).action(&action.label)
}

#[test]
fn a_form_that_is_saved_is_one_action_named_by_what_changed_and_undo_returns_exactly() {
    let folder = tempfile::tempdir().unwrap();
    let mut operation = operation(&folder.path().join("d.gpkg"));
    let shelter = kit::shelter_ref(1);
    let before = kit::told(operation.world());
    let world = operation.world().clone();
    let place = world.object(&shelter).unwrap().geometry.clone();
    let changes = vec![
        changed(&world, &shelter, "capacity", 650),
        changed(&world, &shelter, "status", "closed"),
        changed(&world, &shelter, "phone", "19900009999"),
    ];
    let placing = Placing { before: place, after: Some(point!(x: 119.7, y: 29.1).into()) };
    let action = operation.run(change(&shelter, changes, Some(placing))).unwrap();
    assert_eq!(operation.world().value(&shelter, "capacity"), Value::Integer(650));
    assert_eq!(
        label(&action, Lang::Zh),
        "修改 第1文化礼堂：可容纳人数 10 → 650、状态 开放 → 关闭、电话、位置",
        "a number of a person is not told in the journal"
    );
    assert_eq!(
        label(&action, Lang::En),
        "Changed 第1文化礼堂: Capacity 10 → 650, Status Open → Closed, Phone, position"
    );
    operation.run(Command::Undo).unwrap();
    assert_eq!(kit::told(operation.world()), before);
    operation.run(Command::Redo).unwrap();
    assert_eq!(operation.world().value(&shelter, "phone"), "19900009999".into());
}

#[test]
fn what_somebody_else_changed_meanwhile_is_refused_by_its_name_and_other_fields_are_not() {
    let folder = tempfile::tempdir().unwrap();
    let mut operation = operation(&folder.path().join("d.gpkg"));
    let shelter = kit::shelter_ref(1);
    let seen = operation.world().clone();
    operation.run(change(&shelter, vec![changed(&seen, &shelter, "capacity", 20)], None)).unwrap();
    let both = vec![changed(&seen, &shelter, "capacity", 30), changed(&seen, &shelter, "area_m2", 5.0)];
    let refusal = operation.run(change(&shelter, both, None)).unwrap_err();
    assert_eq!(zh(&refusal), "第1文化礼堂 的“可容纳人数”刚被别处改动，请看过新值再保存。");
    assert_eq!(operation.world().value(&shelter, "area_m2"), seen.value(&shelter, "area_m2"), "all or nothing");
    operation.run(change(&shelter, vec![changed(&seen, &shelter, "area_m2", 5.0)], None)).unwrap();
    assert_eq!(operation.world().value(&shelter, "capacity"), Value::Integer(20));
    let moved = Placing { before: None, after: Some(point!(x: 119.7, y: 29.1).into()) };
    assert_eq!(operation.run(change(&shelter, Vec::new(), Some(moved))).unwrap_err().id, "place-changed-meanwhile");
    assert_eq!(operation.run(change(&shelter, Vec::new(), None)).unwrap_err().id, "nothing-changed");
}

#[test]
fn what_does_not_fit_is_refused_in_words_and_a_sum_is_not_typed() {
    let folder = tempfile::tempdir().unwrap();
    let mut operation = operation(&folder.path().join("d.gpkg"));
    let shelter = kit::shelter_ref(1);
    let world = operation.world().clone();
    let mut refused = |field: &str, value: Value| {
        let change = change(&shelter, vec![changed(&world, &shelter, field, value)], None);
        zh(&operation.run(change).unwrap_err())
    };
    assert_eq!(refused("capacity", "很多".into()), "“可容纳人数”没有保存：应为整数");
    assert_eq!(refused("status", "half".into()), "“状态”没有保存：请从列表中选择");
    assert_eq!(refused("occupancy", 7.into()), "“已安置”由登记记录累加得出，请用登记功能修改。");
    assert_eq!(refused("village", Uid::from_bits(77).to_string().into()), "“村”指向的对象已不存在，请重新选择。");
    assert_eq!(refused("nothing", 7.into()), "没有“nothing”这个字段。");
}

#[test]
fn a_link_is_made_and_taken_away_and_told_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let mut operation = operation(&folder.path().join("d.gpkg"));
    let shelter = kit::shelter_ref(2);
    let world = operation.world().clone();
    let clear = vec![changed(&world, &shelter, "village", Value::Null)];
    let action = operation.run(change(&shelter, clear, None)).unwrap();
    assert_eq!(label(&action, Lang::Zh), "修改 第2文化礼堂：村 task5 → （空）");
    let world = operation.world().clone();
    let task = Uid::from_bits(5).to_string();
    let action = operation.run(change(&shelter, vec![changed(&world, &shelter, "village", task)], None)).unwrap();
    assert_eq!(label(&action, Lang::Zh), "修改 第2文化礼堂：村 （空） → task5");
}

#[test]
fn a_shelter_with_people_in_it_is_not_closed_by_form_either() {
    let folder = tempfile::tempdir().unwrap();
    let mut operation = operation(&folder.path().join("d.gpkg"));
    let shelter = kit::shelter_ref(1);
    let register = ShelterCommand::Register { shelter: shelter.clone(), people: 43, note: None };
    operation.run(Command::Shelter(register)).unwrap();
    let world = operation.world().clone();
    let close = change(&shelter, vec![changed(&world, &shelter, "status", "closed")], None);
    assert_eq!(operation.run(close).unwrap_err().id, "shelter-not-empty");
}

#[test]
fn an_object_is_added_with_an_id_of_its_own_and_undo_takes_it_away() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("d.gpkg");
    let mut operation = operation(&path);
    let before = kit::told(operation.world());
    let place: Geometry = point!(x: 119.62, y: 29.06).into();
    let action =
        operation.run(new(&[("name", "新礼堂".into()), ("capacity", 120.into())], Some(place.clone()))).unwrap();
    let added = action.edits[0].object();
    assert_eq!(operation.world().object(&added).unwrap().geometry, Some(place));
    assert_eq!(label(&action, Lang::Zh), "新增避灾点 新礼堂");
    assert_eq!(label(&action, Lang::En), "Added Shelter 新礼堂");
    operation.run(new(&[("name", "没有位置".into())], None)).unwrap();
    drop(operation);
    let mut operation = open(&path);
    assert_eq!(operation.world().value(&added, "capacity"), Value::Integer(120));
    operation.run(Command::Undo).unwrap();
    operation.run(Command::Undo).unwrap();
    assert_eq!(kit::told(operation.world()), before);
    let line = kit::river(9).geometry.clone();
    assert_eq!(operation.run(new(&[("name", "线".into())], line)).unwrap_err().id, "geometry-of-another-kind");
    assert_eq!(operation.run(new(&[("capacity", "x".into())], None)).unwrap_err().id, "field-does-not-fit");
}

#[test]
fn what_points_to_an_object_is_said_before_it_goes_and_undo_brings_all_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut operation = operation(&folder.path().join("d.gpkg"));
    let task = ObjectRef { kind: "task".into(), uid: Uid::from_bits(5) };
    let shelter = kit::shelter_ref(1);
    let register = ShelterCommand::Register { shelter: shelter.clone(), people: 43, note: None };
    operation.run(Command::Shelter(register)).unwrap();
    let linked = query::linked(operation.world(), &task);
    assert_eq!(linked[0].objects, [kit::shelter_ref(1), kit::shelter_ref(2)]);
    let words = assets::words(Lang::Zh);
    let told = removal(operation.world(), &task, &words).unwrap();
    assert_eq!(told.links, ["避灾点的“村”（2）：第1文化礼堂、第2文化礼堂"]);
    let told = removal(operation.world(), &shelter, &words).unwrap();
    assert_eq!((told.counted, told.links.len()), (vec!["已安置 43".to_owned()], 0));
    let before = kit::told(operation.world());
    operation.run(Command::Object(ObjectCommand::Remove(task.clone()))).unwrap();
    operation.run(Command::Object(ObjectCommand::Remove(shelter.clone()))).unwrap();
    assert!(removal(operation.world(), &task, &words).is_none());
    operation.run(Command::Undo).unwrap();
    operation.run(Command::Undo).unwrap();
    assert_eq!(kit::told(operation.world()), before);
    assert_eq!(operation.world().value(&shelter, "occupancy"), Value::Integer(43));
}

#[test]
fn the_command_line_changes_adds_and_removes_as_a_form_does() {
    let seat = Seat::new();
    let district = seat.district();
    let (made, code) = seat.json(&district, &["add", "--kind", "水库", "名称=新塘水库", "--at", "119.5,29.05"]);
    assert_eq!((made["label"].as_str(), code), (Some("新增水库 新塘水库"), 0));
    let (made, _) = seat.json(&district, &["add", "--kind", "camera", "name=新塘坝头", "所看水库=新塘水库"]);
    let camera = format!("camera:{}", made["id"].as_str().unwrap());
    let (kept, code) = seat.json(&district, &["remove", "reservoir:新塘水库"]);
    assert_eq!(code, 1, "{kept}");
    assert!(kept["linked"][0].as_str().unwrap().contains("新塘坝头"));
    assert_eq!(seat.json(&district, &["set", &camera, "reservoir=", "online=是"]).1, 0);
    let (done, code) = seat.json(&district, &["remove", "reservoir:新塘水库"]);
    assert_eq!((done["label"].as_str(), code), (Some("删除 新塘水库"), 0));
    let said = seat.run(&["set", &camera, "online=也许", "--file", text(&district)]);
    assert_eq!((said.code, said.err.trim()), (2, "“在线”不能是“也许”：请选“是”或“否”"));
    let (same, code) = seat.json(&district, &["set", &camera, "online=是"]);
    assert_eq!((same["why"].as_str(), code), (Some("内容没有变化。"), 1));
}
