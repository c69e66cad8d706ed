//! Undo, redo and the past: every way back leads exactly to where one was.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests: a failure here is the test's failure")]

use std::sync::Arc;

use geo_types::point;
use proptest::prelude::*;
use sitmap::{
    domain::{
        edit::{Action, Edit, Intent},
        model::{ObjectRef, Value},
        world::World,
    },
    io::store::{Store, Way},
};

use crate::store_kit::*;

/// What a person does next.
#[derive(Clone, Debug)]
pub enum Step {
    Add(u128, usize),
    Remove(usize),
    Set(usize, i64),
    Clear(usize),
    Move(usize, f64),
    Phone(usize, u32),
    Register(usize, i64),
    Withdraw(usize),
    Undo,
    Redo,
}

pub fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (any::<u64>(), 1..4_usize).prop_map(|(bits, many)| Step::Add(u128::from(bits), many)),
        any::<usize>().prop_map(Step::Remove),
        (any::<usize>(), 0..500_i64).prop_map(|(which, value)| Step::Set(which, value)),
        any::<usize>().prop_map(Step::Clear),
        (any::<usize>(), 119.0..120.0_f64).prop_map(|(which, lon)| Step::Move(which, lon)),
        (any::<usize>(), any::<u32>()).prop_map(|(which, number)| Step::Phone(which, number)),
        (any::<usize>(), -9..60_i64).prop_map(|(which, people)| Step::Register(which, people)),
        any::<usize>().prop_map(Step::Withdraw),
        Just(Step::Undo),
        Just(Step::Undo),
        Just(Step::Redo),
    ]
}

/// The edits of a step; none when there is nothing to do it to.
pub fn edits(store: &Store, world: &World, step: &Step, nth: u128) -> Vec<Edit> {
    let shelters: Vec<_> = world.layer("shelter").into_iter().flat_map(|layer| layer.objects()).collect();
    let pick = |which: usize| {
        let object = *shelters.get(which.checked_rem(shelters.len())?)?;
        Some((Arc::clone(object), ObjectRef { kind: object.kind.clone(), uid: object.uid }))
    };
    let one =
        |which, make: &dyn Fn(Arc<_>, ObjectRef) -> Edit| pick(which).map(|(o, n)| make(o, n)).into_iter().collect();
    match step {
        Step::Add(bits, many) => (0..*many as u128)
            .map(|more| Edit::Add(shelter(0x1_0000_0000 * (nth + 1) + bits % 1000 * 10 + more)))
            .collect(),
        Step::Remove(which) => one(*which, &|object, _| Edit::Remove(object)),
        Step::Set(which, value) => one(*which, &|_, named| set(world, &named, "capacity", *value)),
        Step::Clear(which) => one(*which, &|_, named| set(world, &named, "name", Value::Null)),
        Step::Phone(which, number) => one(*which, &|_, named| set(world, &named, "phone", format!("{number}"))),
        Step::Move(which, lon) => one(*which, &|object, named| Edit::Move {
            object: named,
            before: object.geometry.clone(),
            after: Some(point!(x: *lon, y: 29.5).into()),
        }),
        Step::Register(which, people) => {
            one(*which, &|_, named| Edit::Enter(entry(0x9_0000_0000_0000 + nth, &named, *people)))
        }
        Step::Withdraw(which) => {
            let rows = pick(*which).map(|(_, named)| store.entries(&named).unwrap()).unwrap_or_default();
            rows.into_iter().take(1).map(Edit::Withdraw).collect()
        }
        Step::Undo | Step::Redo => Vec::new(),
    }
}

pub fn with_intent(way: Way, nth: u128) -> Option<Action> {
    match way {
        Way::Nothing => None,
        Way::Clear { intent, edits, .. } => Some(Action { intent, ..action(nth, edits) }),
        Way::Blocked { by, object, field, .. } => panic!("nobody else was here: {by:?} {object:?} {field}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_with_undo_and_redo_returns_exactly_to_where_it_was(steps in prop::collection::vec(step(), 1..40)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("district.gpkg");
        let mut store = create(&path);
        let (mut world, _) = store.world().unwrap();
        let mut moments = vec![(None, told(&world))];
        // What should come back: the states that undo leads to, and those that redo leads to.
        let (mut back, mut forth) = (Vec::new(), Vec::new());
        for (nth, step) in (1_u128..).zip(&steps) {
            let before = told(&world);
            let (next, expected) = match step {
                Step::Undo => (with_intent(store.undo_of(&world, "值班员").unwrap(), nth), back.pop()),
                Step::Redo => (with_intent(store.redo_of(&world, "值班员").unwrap(), nth), forth.pop()),
                _ => {
                    let edits = edits(&store, &world, step, nth);
                    ((!edits.is_empty()).then(|| action(nth, edits)), None)
                }
            };
            let Some(next) = next else {
                prop_assert!(expected.is_none());
                continue;
            };
            run(&mut store, &mut world, &next);
            if let Some(expected) = expected {
                prop_assert_eq!(told(&world), expected, "{:?}", step);
            }
            match next.intent {
                Intent::Do => { back.push(before); forth.clear(); }
                Intent::Undo(_) => forth.push(before),
                Intent::Redo(_) => back.push(before),
            }
            prop_assert_eq!(told(&store.world().unwrap().0), told(&world), "the file has what is shown");
            prop_assert_eq!(&store.recorded(next.uid).unwrap().edits.len(), &next.edits.len());
            moments.push((Some(next.time), told(&world)));
        }
        for (time, then) in moments {
            let time = time.unwrap_or(meta().created);
            prop_assert_eq!(told(&store.world_at(time).unwrap()), then, "the world at {}", time);
        }
        store.close().unwrap();
        prop_assert_eq!(told(&open(&path).1.world), told(&world));
    }
}

#[test]
fn an_undo_is_refused_where_another_changed_the_same_field_and_says_by_what() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = create(&folder.path().join("district.gpkg"));
    let (mut world, _) = store.world().unwrap();
    run(&mut store, &mut world, &action_of("甲", 1, vec![Edit::Add(shelter(1))]));
    let change = set(&world, &shelter_ref(1), "capacity", 50);
    run(&mut store, &mut world, &action_of("甲", 2, vec![change]));
    let other = set(&world, &shelter_ref(1), "name", "新礼堂");
    run(&mut store, &mut world, &action_of("乙", 3, vec![other]));
    // Another field of the same object does not stand in the way.
    assert!(matches!(store.undo_of(&world, "甲").unwrap(), Way::Clear { .. }));
    let same = set(&world, &shelter_ref(1), "capacity", 60);
    run(&mut store, &mut world, &action_of("乙", 4, vec![same]));
    let Way::Blocked { of, by, object, field } = store.undo_of(&world, "甲").unwrap() else { panic!("not blocked") };
    assert_eq!((of.seq, by.unwrap().seq, object, field.as_str()), (2, 4, shelter_ref(1), "capacity"));
    // One's own: the other seat takes back its own latest, and the way is free again.
    let Way::Clear { intent, edits, .. } = store.undo_of(&world, "乙").unwrap() else { panic!("blocked") };
    run(&mut store, &mut world, &Action { intent, ..action_of("乙", 5, edits) });
    assert!(matches!(store.undo_of(&world, "甲").unwrap(), Way::Clear { .. }));
    assert!(store.journal(None, 10).unwrap().iter().any(|row| row.seq == 4 && row.undone));
}

#[test]
fn an_import_of_many_costs_one_range_and_goes_back_in_one_step() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("district.gpkg");
    let mut store = create(&path);
    let (mut world, _) = store.world().unwrap();
    let many: Vec<Edit> = (1..=3_000).map(|bits| Edit::Add(shelter(bits))).collect();
    run(&mut store, &mut world, &action(1, many.clone()));
    run(&mut store, &mut world, &action(2, vec![Edit::Enter(entry(1, &shelter_ref(7), 3))]));
    assert!(matches!(store.undo(&world, action(1, Vec::new()).uid).unwrap(), Way::Blocked { .. }));
    let back = with_intent(store.undo_of(&world, "值班员").unwrap(), 3).unwrap();
    run(&mut store, &mut world, &back);
    assert!(store.recorded(action(1, Vec::new()).uid).unwrap().edits[100..] == many[100..], "as it was made");
    let back = with_intent(store.undo_of(&world, "值班员").unwrap(), 4).unwrap();
    run(&mut store, &mut world, &back);
    assert!(world.layer("shelter").unwrap().is_empty());
    let again = with_intent(store.redo_of(&world, "值班员").unwrap(), 5).unwrap();
    run(&mut store, &mut world, &again);
    assert_eq!(world.layer("shelter").unwrap().len(), 3_000);
    // The range of the first action is found although its rows came back under other fids.
    let made = store.recorded(action(1, Vec::new()).uid).unwrap().edits;
    assert_eq!(made.len(), 3_000);
    assert!(made.iter().all(|edit| matches!(edit, Edit::Add(_))));
    drop(store);
    let database = rusqlite::Connection::open(&path).unwrap();
    let lines: i64 =
        database.query_row("SELECT count(*) FROM sitmap_image WHERE seq = 1", [], |row| row.get(0)).unwrap();
    assert_eq!(lines, 1);
    let unindexed: String =
        database.query_row("SELECT rtreecheck('rtree_shelter_geom')", [], |row| row.get(0)).unwrap();
    assert_eq!(unindexed, "ok");
}
