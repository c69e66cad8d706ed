//! Other programs write to the file: what they did is in the journal, and can be taken back.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure here is the test's failure")]

use rusqlite::{Connection, functions::FunctionFlags};
use sitmap::{
    domain::{
        edit::{Action, Edit},
        model::Value,
    },
    io::store::{StoreError, Way},
};

use crate::store_kit::*;

/// As another program opens the file: with the standard's functions (GDAL has its own), and none of ours.
fn other(path: &std::path::Path) -> Connection {
    let connection = Connection::open(path).unwrap();
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_INNOCUOUS;
    connection
        .create_scalar_function("ST_IsEmpty", 1, flags, |context| Ok(context.get::<Option<Vec<u8>>>(0)?.is_none()))
        .unwrap();
    for name in ["ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"] {
        connection.create_scalar_function(name, 1, flags, |_| Ok(1.0)).unwrap();
    }
    connection
}

#[test]
fn changes_between_openings_are_journalled_with_what_was_there_and_can_be_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("district.gpkg");
    let mut store = create(&path);
    let (mut world, _) = store.world().unwrap();
    run(&mut store, &mut world, &action(1, (1..=4).map(|bits| Edit::Add(shelter(bits))).collect()));
    run(&mut store, &mut world, &action(2, vec![Edit::Enter(entry(1, &shelter_ref(3), 43))]));
    store.close().unwrap();
    other(&path)
        .execute_batch(
            "UPDATE shelter SET capacity = 999, name = name, built = '2020-02-02' WHERE fid = 1;
             UPDATE shelter SET capacity = 1000 WHERE fid = 1;
             UPDATE shelter SET geom = (SELECT geom FROM shelter WHERE fid = 4), uid = 'x' WHERE fid = 2;
             DELETE FROM shelter WHERE fid = 3;
             INSERT INTO shelter (name, uid) VALUES ('QGIS 新点', NULL);
             UPDATE shelter_personal SET phone = '19912345678' WHERE fid = 4;
             INSERT INTO sitmap_entry (kind, object, field, time, amount)
               SELECT 'shelter', uid, 'occupancy', '2026-06-20T08:00:00Z', 7 FROM shelter WHERE fid = 4;",
        )
        .unwrap();

    let (mut store, loaded) = open(&path);
    let outside = loaded.outside.unwrap();
    assert_eq!(outside.area.as_ref(), "outside");
    let mut applied = world.clone();
    applied.apply(&outside).unwrap();
    assert_eq!(told(&applied), told(&loaded.world));
    let mut now = loaded.world;
    assert_eq!(now.value(&shelter_ref(1), "capacity"), Value::Integer(1000));
    assert_eq!(now.value(&shelter_ref(4), "occupancy"), Value::Integer(7));
    assert!(now.object(&shelter_ref(2)).is_some(), "a uid is ours to give");
    assert!(now.object(&shelter_ref(3)).is_none());
    assert_eq!(now.layer("shelter").unwrap().len(), 4);
    // capacity, built; the place; phone; the removal; the addition; the entry.
    assert_eq!(outside.edits.len(), 7);
    assert_eq!(store.recorded(outside.uid).unwrap().edits.len(), 7);
    assert!(!store.changed_outside().unwrap());

    let Way::Clear { intent, edits, .. } = store.undo(&now, outside.uid).unwrap() else { panic!("blocked") };
    run(&mut store, &mut now, &Action { intent, ..action(9, edits) });
    assert_eq!(told(&now), told(&world));
    assert_eq!(told(&store.world().unwrap().0), told(&world));
    assert_eq!(store.entries(&shelter_ref(3)).unwrap().len(), 1);
}

#[test]
fn a_change_while_open_stops_the_next_commit_until_it_is_taken_in() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("district.gpkg");
    let mut store = create(&path);
    let (mut world, _) = store.world().unwrap();
    run(&mut store, &mut world, &action(1, vec![Edit::Add(shelter(1))]));
    assert!(!store.changed_outside().unwrap());
    other(&path).execute_batch("UPDATE shelter SET capacity = 5 WHERE fid = 1").unwrap();
    assert!(store.changed_outside().unwrap());
    let change = action(2, vec![set(&world, &shelter_ref(1), "name", "新")]);
    assert_eq!(store.commit(&change), Err(StoreError::ChangedOutside));
    let outside = store.absorb(time(0)).unwrap().unwrap();
    world.apply(&outside).unwrap();
    assert_eq!(world.value(&shelter_ref(1), "capacity"), Value::Integer(5));
    run(&mut store, &mut world, &change);
    assert_eq!(told(&store.world().unwrap().0), told(&world));
}

#[test]
fn our_own_writes_are_not_taken_for_anothers() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("district.gpkg");
    let mut store = create(&path);
    let (mut world, _) = store.world().unwrap();
    run(&mut store, &mut world, &action(1, vec![Edit::Add(shelter(1)), Edit::Add(river(2))]));
    let change = set(&world, &shelter_ref(1), "phone", "19900000000");
    run(&mut store, &mut world, &action(2, vec![change, Edit::Remove(river(2))]));
    assert!(!store.changed_outside().unwrap());
    drop(store);
    assert_eq!(open(&path).1.outside, None);
}
