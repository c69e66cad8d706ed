//! The district file as a file: whose it is, how old, how whole, what is in it and what is not.

#![expect(clippy::expect_used, reason = "helpers of tests: a failure here is the test's failure")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use rusqlite::Connection;
use sitmap::{
    domain::{
        catalogue::Catalogue,
        edit::{Edit, Label},
        model::{FieldId, Value},
    },
    io::store::{self, Access, Granted, ReaderBecause, Reading, StoreError},
};

use crate::store_kit::*;

/// A closed file with some of everything in it.
fn filled(folder: &Path) -> PathBuf {
    let path = folder.join("district.gpkg");
    let mut store = create(&path);
    let mut world = store.world().expect("it is new").0;
    let added = vec![
        Edit::Add(shelter(1)),
        Edit::Add(shelter(2)),
        Edit::Add(river(3)),
        Edit::Add(danger_area(4)),
        Edit::Add(named("task", 5, None)),
        Edit::Enter(entry(6, &shelter_ref(1), 43)),
    ];
    run(&mut store, &mut world, &action(1, added));
    let mut named = action(2, vec![set(&world, &shelter_ref(1), "manager", "某某乙")]);
    named.label = Label::new("test").with("who", "某某甲1 → 某某乙");
    run(&mut store, &mut world, &named);
    run(&mut store, &mut world, &action(3, vec![Edit::Remove(shelter(2))]));
    store.close().expect("nobody else is here");
    path
}

fn error_of(path: &Path) -> StoreError {
    store::open(path, Access::Write, &catalogue(), time(0)).map(|_| ()).expect_err("it is no whole district file")
}

#[test]
fn what_is_no_district_file_is_said_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.csv");
    assert_eq!(error_of(&path), StoreError::Missing(path.clone()));
    for content in ["", "名称,经度\n甲,119.6\n", "SQLite format 3"] {
        fs::write(&path, content).unwrap();
        assert!(matches!(error_of(&path), StoreError::NotSqlite(_) | StoreError::Truncated { .. }), "{content:?}");
        assert_eq!(fs::read(&path).unwrap(), content.as_bytes());
    }
    fs::remove_file(&path).unwrap();
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE gpkg_contents (table_name TEXT)").unwrap();
    let before = fs::read(&path).unwrap();
    assert_eq!(error_of(&path), StoreError::NotADistrict(path.clone()));
    assert_eq!(fs::read(&path).unwrap(), before);
    assert!(matches!(store::create(&path, &catalogue(), &meta()), Err(StoreError::Exists(_))));
}

#[test]
fn a_file_of_a_newer_version_is_said_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = filled(folder.path());
    Connection::open(&path).unwrap().execute_batch("UPDATE sitmap_meta SET value = '99' WHERE key = 'schema'").unwrap();
    let before = fs::read(&path).unwrap();
    assert_eq!(error_of(&path), StoreError::Newer { found: 99, known: store::SCHEMA });
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_file_cut_off_anywhere_is_never_taken_for_a_whole_one() {
    let folder = tempfile::tempdir().unwrap();
    let whole = fs::read(filled(folder.path())).unwrap();
    let path = folder.path().join("cut.gpkg");
    let cuts = (0..200).chain((0..whole.len()).step_by(3_001)).chain([whole.len() - 1, whole.len() - 4096]);
    for length in cuts {
        fs::write(&path, &whole[..length]).unwrap();
        let error = error_of(&path);
        assert!(matches!(error, StoreError::NotSqlite(_) | StoreError::Truncated { .. }), "{length}: {error:?}");
        assert_eq!(fs::read(&path).unwrap().len(), length, "left as it was");
    }
}

#[test]
fn a_damaged_page_is_found_when_opening() {
    let folder = tempfile::tempdir().unwrap();
    let path = filled(folder.path());
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2 / 4096 * 4096;
    bytes[middle..middle + 4096].fill(0xa5);
    fs::write(&path, bytes).unwrap();
    assert!(matches!(error_of(&path), StoreError::Corrupt(_)));
    assert!(!store::check(&path).ok);
}

const READ_ONLY: &str = "SITMAP_READ_ONLY_FILE";

/// What the child of the next test does, as a user who may not write there.
#[test]
fn the_child_that_may_only_read() {
    let Ok(path) = std::env::var(READ_ONLY) else { return };
    let (store, loaded) = store::open(Path::new(&path), Access::Write, &catalogue(), time(0)).unwrap();
    assert_eq!(loaded.access, Granted::Reader(ReaderBecause::ReadOnly));
    assert_eq!(loaded.world.layer("shelter").unwrap().len(), 1);
    assert_eq!(store.journal_length().unwrap(), 3);
    println!("read {}", loaded.access.problem().unwrap().code);
}

#[cfg(unix)]
#[test]
fn a_file_in_a_read_only_folder_opens_for_reading_after_a_clean_close() {
    use std::os::unix::{fs::PermissionsExt as _, process::CommandExt as _};
    let folder = tempfile::tempdir().unwrap();
    let path = filled(folder.path());
    fs::remove_file(folder.path().join("district.gpkg.lock")).unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
    let mut command = std::process::Command::new(std::env::current_exe().unwrap());
    command.args(["store_file::the_child_that_may_only_read", "--exact", "--nocapture"]).env(READ_ONLY, &path);
    let root = fs::write(folder.path().join("try"), "").is_ok();
    if root {
        // Permissions do not bind root: the child is nobody.
        fs::remove_file(folder.path().join("try")).unwrap();
        command.uid(65_534).gid(65_534);
    }
    let output = command.output().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let told = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("read store_read_only"), "{told}");
}

#[test]
fn what_is_personal_sits_in_a_table_of_its_own_and_sums_have_no_column() {
    let folder = tempfile::tempdir().unwrap();
    let database = Connection::open(filled(folder.path())).unwrap();
    let columns = |table: &str| -> String {
        let sql = "SELECT group_concat(name) FROM pragma_table_info(?1)";
        database.query_row(sql, [table], |row| row.get(0)).unwrap()
    };
    let open = columns("shelter");
    assert!(!open.contains("manager") && !open.contains("phone") && !open.contains("occupancy"), "{open}");
    assert_eq!(columns("shelter_personal"), "fid,uid,manager,phone");
}

#[test]
fn a_share_copy_holds_no_personal_word_anywhere_and_a_backup_holds_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = filled(folder.path());
    let (store, loaded) = open(&path);
    let (shared, backup) = (folder.path().join("shared.gpkg"), folder.path().join("backup.gpkg"));
    store.share_copy(&shared).unwrap();
    store.backup(&backup).unwrap();
    assert!(matches!(store.backup(&backup), Err(StoreError::Exists(_))));
    let holds =
        |path: &Path, word: &str| fs::read(path).unwrap().windows(word.len()).any(|bytes| bytes == word.as_bytes());
    for word in ["某某甲1", "某某乙", "某某甲2", "19900000001", "19900000002"] {
        assert!(holds(&backup, word), "{word}");
        assert!(!holds(&shared, word), "{word}");
    }
    drop(store);
    assert_eq!(told(&open(&backup).1.world), told(&loaded.world));
    assert_eq!(store::check(&shared).findings.iter().map(|found| found.code).collect::<Vec<_>>(), Vec::<&str>::new());
    let (_, copy) = open(&shared);
    assert_eq!(copy.world.value(&shelter_ref(1), "manager"), Value::Null);
    assert_eq!(copy.world.value(&shelter_ref(1), "capacity"), Value::Integer(10));
    assert_eq!(copy.world.value(&shelter_ref(1), "occupancy"), Value::Integer(43));
}

#[test]
fn a_newer_catalogue_adds_and_renames_and_an_older_one_takes_nothing_away() {
    let folder = tempfile::tempdir().unwrap();
    let path = filled(folder.path());
    let newer = SHELTER
        .replace("id = \"capacity\"", "id = \"room\", was = [\"capacity\"]")
        .replace(
            "{ id = \"name\"",
            "{ id = \"floor\", zh = \"楼层\", en = \"Floor\", type = \"integer\" },\n  { id = \"name\"",
        )
        .replace("{ id = \"phone\"", "{ id = \"mobile\", was = [\"phone\"]")
        .replace("type = \"real\"", "type = \"text\"");
    let (mut store, loaded) = store::open(&path, Access::Write, &catalogue_with(&newer), time(1)).unwrap();
    let codes: Vec<&str> = loaded.problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["catalogue_type_change"], "a change of type is refused");
    let mut world = loaded.world;
    let object = shelter_ref(1);
    assert_eq!(world.value(&object, "room"), Value::Integer(10));
    assert_eq!(world.value(&object, "mobile"), "19900000001".into());
    assert_eq!(world.value(&object, "area_m2"), Value::Real(1.0 / 3.0));
    let change = action(9, vec![set(&world, &object, "floor", 2), set(&world, &object, "room", 12)]);
    run(&mut store, &mut world, &change);
    assert_eq!(store.world_at(time(60)).unwrap().value(&object, "mobile"), "19900000001".into());
    store.close().unwrap();
    // The file opens whole where no catalogue is: it holds its own.
    let (_, loaded) = store::open(&path, Access::Write, &Catalogue::default(), time(2)).unwrap();
    assert_eq!(loaded.problems, []);
    assert_eq!(told(&loaded.world), told(&world));
    assert_eq!(loaded.world.catalogue().groups().len(), 1);
    assert_eq!(store::check(&path).findings, []);
}

#[test]
fn a_renamed_kind_keeps_its_objects_its_index_and_its_past() {
    let folder = tempfile::tempdir().unwrap();
    let path = filled(folder.path());
    let renamed = SHELTER.replace("id = \"shelter\"", "id = \"refuge\"\nwas = [\"shelter\"]");
    let (store, loaded) = store::open(&path, Access::Write, &catalogue_with(&renamed), time(1)).unwrap();
    assert!(loaded.world.layer("shelter").is_none());
    assert_eq!(loaded.world.layer("refuge").unwrap().len(), 1);
    assert_eq!(store.world_at(time(120)).unwrap().layer("refuge").unwrap().len(), 2);
    store.close().unwrap();
    assert_eq!(store::check(&path).findings, []);
}

#[test]
fn readings_are_summed_up_by_the_hour_and_let_go_after_their_days() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = create(&folder.path().join("district.gpkg"));
    let (object, field) = (shelter_ref(1), FieldId::from("area_m2"));
    let reading =
        |seconds: i64, value: f64| Reading { object: object.clone(), field: field.clone(), time: time(seconds), value };
    let day = 86_400;
    let many: Vec<Reading> = (0..288).map(|step| reading(step * 300, step as f64)).collect();
    let done = store.append_readings(&many, time(day)).unwrap();
    assert_eq!((done.written, done.left_out), (288, 0));
    let odd = [reading(300, 99.0), reading(600, f64::NAN), reading(-100 * day, 1.0)];
    let done = store.append_readings(&odd, time(day)).unwrap();
    assert_eq!((done.written, done.left_out), (1, 2));
    let got = store.readings(&object, "area_m2", time(0), time(900)).unwrap();
    assert_eq!(got, [(time(0), 0.0), (time(300), 99.0), (time(600), 2.0)]);
    let hours = store.hours(&object, "area_m2", time(0), time(day - 1)).unwrap();
    assert_eq!(hours.len(), 24);
    assert_eq!((hours[0].greatest, hours[0].last, hours[0].readings), (99.0, 11.0, 12));
    store.keep_readings(&object, &field, 1).unwrap();
    assert_eq!(store.prune_readings(time(day + 7_200)).unwrap(), 24);
    assert_eq!(store.hours(&object, "area_m2", time(0), time(day - 1)).unwrap(), hours);
    assert_eq!(store.series().unwrap(), [(object, field)]);
}

#[test]
fn the_same_actions_make_the_same_bytes() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    assert!(fs::read(filled(one.path())).unwrap() == fs::read(filled(other.path())).unwrap());
}

#[test]
fn the_check_says_what_is_wrong_and_an_opening_mends_the_index() {
    let folder = tempfile::tempdir().unwrap();
    let path = filled(folder.path());
    assert_eq!(store::check(&path).findings, []);
    Connection::open(&path)
        .unwrap()
        .execute_batch(
            "UPDATE sitmap_ours SET writing = 1;
             DELETE FROM rtree_shelter_geom;
             INSERT INTO shelter_personal (uid, phone) VALUES ('nobody', '1');
             INSERT INTO sitmap_entry (uid, kind, object, field, amount) VALUES ('x', 'shelter', 'nobody', 'occupancy', 1);
             DELETE FROM sitmap_image WHERE seq = 3;
             INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('mine', 'attributes', 'mine');
             UPDATE sitmap_ours SET writing = 0;",
        )
        .unwrap();
    let report = store::check(&path);
    let codes: Vec<&str> = report.findings.iter().map(|found| found.code).collect();
    let expected = ["check_index", "check_orphan_personal", "check_other_table", "check_orphan_entry", "check_journal"];
    assert_eq!(codes, expected);
    assert!(!report.ok);
    let words = sitmap::io::assets::words(sitmap::domain::catalogue::Lang::Zh);
    assert!(codes.iter().all(|code| words.has(&format!("problem-{}", code.replace('_', "-")))));
    drop(open(&path));
    assert!(store::check(&path).findings.iter().all(|found| found.code != "check_index"));
}

/// Every schema version that was ever released has a small file here that still opens.
#[test]
fn a_file_of_every_released_schema_version_opens() {
    let fixtures = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    if std::env::var("SITMAP_MAKE_FIXTURE").is_ok() {
        let folder = tempfile::tempdir().unwrap();
        let made = fixtures.join(format!("district-v{}.gpkg", store::SCHEMA));
        fs::copy(filled(folder.path()), made).unwrap();
    }
    for version in 1..=store::SCHEMA {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("district.gpkg");
        fs::copy(fixtures.join(format!("district-v{version}.gpkg")), &path).unwrap();
        assert_eq!(store::check(&path).findings, [], "version {version}");
        let (store, loaded) = open(&path);
        let counts: BTreeMap<&str, usize> =
            loaded.world.layers().map(|layer| (layer.kind().id.as_str(), layer.len())).collect();
        assert_eq!(counts, BTreeMap::from([("danger_area", 1), ("river", 1), ("shelter", 1), ("task", 1)]));
        assert_eq!(loaded.world.value(&shelter_ref(1), "occupancy"), Value::Integer(43));
        assert_eq!(loaded.world.value(&shelter_ref(1), "manager"), "某某乙".into());
        assert_eq!(store.world_at(time(120)).unwrap().layer("shelter").unwrap().len(), 2);
    }
}
