//! What needs the connection itself to be seen.

use std::sync::Arc;

use super::*;
use crate::{
    domain::{
        edit::{Edit, Intent, Label},
        model::Object,
    },
    io::assets::shipped_catalogue,
};

fn store(path: &Path) -> Store {
    let (catalogue, _) = Catalogue::read(&shipped_catalogue());
    let meta =
        Meta { district_name: "试验区".to_owned(), sample: true, exercise: false, created: Timestamp::UNIX_EPOCH };
    create(path, &catalogue, &meta).unwrap()
}

fn add(store: &Store, bits: u128, many: u128) -> Action {
    let kind = store.catalogue().kind("shelter").unwrap();
    let name = kind.index("name").unwrap();
    let added = (0..many).map(|more| {
        let mut values = vec![crate::domain::model::Value::Null; kind.fields.len()];
        values[name] = "文化礼堂".into();
        let geometry = Some(geo_types::Point::new(119.6 + more as f64 / 1e5, 29.1).into());
        Edit::Add(Arc::new(Object { uid: Uid::from_bits(bits + more), kind: kind.id.clone(), geometry, values }))
    });
    Action {
        uid: Uid::from_bits(u128::MAX - bits),
        time: Timestamp::UNIX_EPOCH,
        actor: "值班员".into(),
        label: Label::new("test"),
        area: "test".into(),
        intent: Intent::Do,
        edits: added.collect(),
    }
}

#[test]
fn while_open_the_log_is_written_through_to_the_disk_at_every_commit() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder.path().join("district.gpkg"));
    let pragma = |name: &str| -> String {
        store
            .connection
            .query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, rusqlite::types::Value>(0))
            .map(|value| match value {
                rusqlite::types::Value::Integer(number) => number.to_string(),
                rusqlite::types::Value::Text(text) => text,
                other => format!("{other:?}"),
            })
            .unwrap()
    };
    assert_eq!(pragma("journal_mode"), "wal");
    assert_eq!(pragma("synchronous"), "2", "FULL");
    assert_eq!(pragma("application_id"), "1196444487");
    assert_eq!(pragma("user_version"), "10300");
}

#[test]
fn a_full_disk_in_the_middle_of_a_write_is_said_and_harms_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("district.gpkg");
    let mut store = store(&path);
    store.commit(&add(&store, 1, 10)).unwrap();
    let pages: i64 = store.connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    store.connection.query_row(&format!("PRAGMA max_page_count = {}", pages + 4), [], |_| Ok(())).unwrap();
    assert_eq!(store.commit(&add(&store, 1_000, 5_000)), Err(StoreError::DiskFull));
    assert_eq!(store.world().unwrap().0.layer("shelter").unwrap().len(), 10);
    store.connection.query_row("PRAGMA max_page_count = 1000000", [], |_| Ok(())).unwrap();
    assert_eq!(store.commit(&add(&store, 1_000, 5_000)).unwrap(), 2);
    store.close().unwrap();
    let report = check(&path);
    assert_eq!(report.findings, []);
    assert!(report.ok);
}
