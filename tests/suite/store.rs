//! The district file: opened and closed, changed and taken back.

use sitmap::{
    domain::{edit::Edit, model::Value},
    io::store::{self, Access, Granted, ReaderBecause, StoreError},
};

use crate::store_kit::*;

#[test]
fn everything_committed_is_there_after_closing_and_opening() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("district.gpkg");
    let mut store = create(&path);
    let (mut world, _) = store.world().unwrap();
    let added = vec![
        Edit::Add(shelter(1)),
        Edit::Add(shelter(2)),
        Edit::Add(river(3)),
        Edit::Add(danger_area(4)),
        Edit::Add(named("task", 5, None)),
    ];
    assert_eq!(run(&mut store, &mut world, &action(1, added)), 1);
    let change = vec![
        set(&world, &shelter_ref(1), "capacity", 77),
        set(&world, &shelter_ref(1), "phone", "19900000009"),
        set(&world, &shelter_ref(2), "manager", Value::Null),
        Edit::Enter(entry(100, &shelter_ref(1), 43)),
        Edit::Enter(entry(101, &shelter_ref(1), -3)),
    ];
    assert_eq!(run(&mut store, &mut world, &action(2, change)), 2);
    assert_eq!(run(&mut store, &mut world, &action(3, vec![Edit::Remove(river(3))])), 3);
    store.close().unwrap();
    assert!(!folder.path().join("district.gpkg-wal").exists());

    let (store, loaded) = open(&path);
    assert_eq!(loaded.access, Granted::Writer);
    assert_eq!(loaded.meta, meta());
    assert_eq!(told(&loaded.world), told(&world));
    assert_eq!(loaded.world.value(&shelter_ref(1), "occupancy"), Value::Integer(40));
    assert_eq!(store.entries(&shelter_ref(1)).unwrap().len(), 2);
    let labels: Vec<u64> = store.journal(None, 10).unwrap().iter().map(|row| row.edits).collect();
    assert_eq!(labels, [1, 5, 5]);
}

#[test]
fn the_second_one_reads_and_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("district.gpkg");
    let mut first = create(&path);
    first.commit(&action(1, vec![Edit::Add(shelter(1))])).unwrap();
    let (mut second, loaded) = open(&path);
    assert_eq!(loaded.access, Granted::Reader(ReaderBecause::Locked));
    assert_eq!(loaded.world.layer("shelter").unwrap().len(), 1);
    assert_eq!(second.commit(&action(2, vec![Edit::Add(shelter(2))])), Err(StoreError::ReadOnly));
    drop(first);
    let (third, loaded) = store::open(&path, Access::Write, &catalogue(), time(0)).unwrap();
    assert_eq!(loaded.access, Granted::Writer);
    assert!(third.is_writer());
}

#[test]
fn a_failed_commit_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("district.gpkg");
    let mut store = create(&path);
    let (mut world, _) = store.world().unwrap();
    run(&mut store, &mut world, &action(1, vec![Edit::Add(shelter(1))]));
    let stale = Edit::Set { object: shelter_ref(1), field: "capacity".into(), before: 11.into(), after: 12.into() };
    let refused = store.commit(&action(2, vec![Edit::Add(shelter(2)), stale]));
    assert!(matches!(refused, Err(StoreError::Stale { .. })), "{refused:?}");
    let twice = store.commit(&action(3, vec![Edit::Add(shelter(2)), Edit::Add(shelter(2))]));
    assert!(matches!(twice, Err(StoreError::UidTaken(_))), "{twice:?}");
    assert_eq!(told(&store.world().unwrap().0), told(&world));
    assert_eq!(store.journal_length().unwrap(), 1);
}
