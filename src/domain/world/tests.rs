use super::*;
use crate::domain::{catalogue::Source, edit::Label, model::Uid};

fn world() -> World {
    let source = Source {
        name: "shelter.toml".to_owned(),
        text: r#"
            id = "shelter"
            zh = "避灾安置场所"
            en = "Shelter"
            group = "evacuation"
            geometry = "point"
            symbol = { frame = "resource", mark = "避" }
            [[field]]
            id = "name"
            zh = "名称"
            en = "Name"
            type = "text"
            [[field]]
            id = "capacity"
            zh = "可容纳人数"
            en = "Capacity"
            type = "integer"
        "#
        .to_owned(),
    };
    let (catalogue, problems) = Catalogue::read(&[source]);
    assert_eq!(problems, []);
    World::new(Arc::new(catalogue), BTreeMap::new())
}

fn shelter(bits: u128, capacity: i64) -> Arc<Object> {
    Arc::new(Object {
        uid: Uid::from_bits(bits),
        kind: "shelter".into(),
        geometry: None,
        values: vec!["文化礼堂".into(), capacity.into()],
    })
}

fn action(edits: Vec<Edit>) -> Action {
    Action {
        uid: Uid::from_bits(1),
        time: jiff::Timestamp::UNIX_EPOCH,
        actor: "值班员".into(),
        label: Label::new("test"),
        area: "test".into(),
        intent: Default::default(),
        edits,
    }
}

#[test]
fn an_action_that_fails_in_the_middle_changes_nothing() {
    let mut world = world();
    let twice = action(vec![Edit::Add(shelter(1, 10)), Edit::Add(shelter(1, 20))]);
    assert!(matches!(world.apply(&twice), Err(Conflict::Exists(_))));
    assert_eq!(world.revision(), 0);
    assert!(world.layer("shelter").unwrap().is_empty());
}

#[test]
fn an_edit_against_an_older_value_is_refused() {
    let mut world = world();
    world.apply(&action(vec![Edit::Add(shelter(1, 10))])).unwrap();
    let object = ObjectRef { kind: "shelter".into(), uid: Uid::from_bits(1) };
    let set = |before: i64, after: i64| {
        action(vec![Edit::Set {
            object: object.clone(),
            field: "capacity".into(),
            before: before.into(),
            after: after.into(),
        }])
    };
    world.apply(&set(10, 30)).unwrap();
    assert!(matches!(world.apply(&set(10, 40)), Err(Conflict::Changed { .. })));
    assert_eq!(world.value(&object, "capacity"), Value::Integer(30));
}

#[test]
fn a_fold_keeps_what_changed_while_it_ran() {
    let mut world = world();
    world.apply(&action(vec![Edit::Add(shelter(1, 10)), Edit::Add(shelter(2, 20))])).unwrap();
    let folded = world.layer("shelter").unwrap().fold();
    world.apply(&action(vec![Edit::Remove(shelter(1, 10)), Edit::Add(shelter(3, 30))])).unwrap();
    world.adopt(folded);
    let layer = world.layer("shelter").unwrap();
    let uids: Vec<u128> = layer.objects().map(|object| object.uid.bits()).collect();
    assert_eq!(uids, [2, 3]);
    assert_eq!(layer.len(), 2);
}

#[test]
fn an_older_snapshot_does_not_see_a_later_action() {
    let mut world = world();
    let before = world.clone();
    world.apply(&action(vec![Edit::Add(shelter(1, 10))])).unwrap();
    assert!(before.layer("shelter").unwrap().is_empty());
}
