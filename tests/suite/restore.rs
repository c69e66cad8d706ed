//! Backups: made, told apart, brought back, and the bringing back taken back.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure here is the test's failure")]

use std::{collections::BTreeMap, path::Path};

use jiff::ToSpan as _;
use proptest::prelude::*;
use sitmap::{
    domain::{
        catalogue::Lang,
        edit::{Action, Edit},
        model::{Entry, ObjectRef, Uid},
        world::World,
    },
    io::{
        assets,
        backups::{self, Rules},
        export,
        store::{self, Meta, Sought, Store, StoreError, Unfit},
    },
};

use crate::{
    cli::{Seat, text},
    history::{edits, step, with_intent},
    store_kit::*,
};

/// Every event row, by its uid: which one is the first is no matter.
fn rows(store: &Store, world: &World) -> BTreeMap<Uid, Entry> {
    let objects = world.layers().flat_map(|layer| layer.objects());
    let named = objects.map(|object| ObjectRef { kind: object.kind.clone(), uid: object.uid });
    named.flat_map(|named| store.entries(&named).unwrap()).map(|entry| (entry.uid, entry)).collect()
}

fn edits_back(store: &Store, world: &World, file: &Path) -> Vec<Edit> {
    store.edits_back_to(world, file, time(900_000)).unwrap().0
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn a_restore_gives_what_the_backup_holds_and_its_undo_exactly_what_was(
        before in prop::collection::vec(step(), 1..20), after in prop::collection::vec(step(), 1..20),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("district.gpkg");
        let mut store = create(&path);
        let (mut world, _) = store.world().unwrap();
        let first = action(1, vec![Edit::Add(shelter(1)), Edit::Add(river(2)), Edit::Enter(entry(3, &shelter_ref(1), 7))]);
        run(&mut store, &mut world, &first);
        let mut nth = 1_u128;
        let mut walk = |store: &mut Store, world: &mut World, steps: &[_]| {
            for step in steps {
                nth += 1;
                let edits = edits(store, world, step, nth);
                if !edits.is_empty() {
                    run(store, world, &action(nth, edits));
                }
            }
        };
        walk(&mut store, &mut world, &before);
        let backup = backups::make(&path, &folder.path().join("shelf"), time(0)).unwrap();
        let held = (told(&world), rows(&store, &world));
        walk(&mut store, &mut world, &after);
        let was = (told(&world), rows(&store, &world));
        let back = edits_back(&store, &world, &backup);
        prop_assert_eq!(back.is_empty(), was == held);
        if !back.is_empty() {
            run(&mut store, &mut world, &action(500, back));
            prop_assert_eq!(&(told(&world), rows(&store, &world)), &held);
            prop_assert_eq!(told(&store.world().unwrap().0), held.0, "the file has what is shown");
            let undo = with_intent(store.undo_of(&world, "值班员").unwrap(), 501).unwrap();
            run(&mut store, &mut world, &undo);
            prop_assert_eq!((told(&world), rows(&store, &world)), was);
        }
        store.close().unwrap();
        let found: Vec<_> = store::check(&path).findings.iter().map(|found| found.code).collect();
        prop_assert!(found.is_empty(), "{:?}", found);
    }
}

#[test]
fn what_is_no_backup_of_this_district_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let mut store = create(&at("district.gpkg"));
    let (mut world, _) = store.world().unwrap();
    run(&mut store, &mut world, &action(1, vec![Edit::Add(shelter(1))]));
    let unfit = |file: &Path| store.edits_back_to(&world, file, time(900_000)).unwrap_err();

    std::fs::write(at("letter.gpkg"), "dear bureau").unwrap();
    assert!(matches!(unfit(&at("letter.gpkg")), Unfit::Unreadable(StoreError::NotSqlite(_))));
    assert!(matches!(unfit(&at("nowhere.gpkg")), Unfit::Unreadable(StoreError::Missing(_))));

    let mut other = create(&at("other.gpkg"));
    other.commit(&action(2, vec![Edit::Add(shelter(1))])).unwrap();
    other.close().unwrap();
    assert_eq!(unfit(&at("other.gpkg")), Unfit::OtherDistrict("试验区".to_owned()));

    let meta = Meta { exercise: true, ..meta() };
    store::create(&at("drill.gpkg"), &catalogue(), &meta).unwrap().close().unwrap();
    assert_eq!(unfit(&at("drill.gpkg")), Unfit::Exercise);

    store.share_copy(&at("shared.gpkg")).unwrap();
    assert_eq!(unfit(&at("shared.gpkg")), Unfit::Shared);

    // A place that cannot be read would be taken for one that was moved away.
    store.backup(&at("torn.gpkg")).unwrap();
    let torn = rusqlite::Connection::open(at("torn.gpkg")).unwrap();
    torn.execute_batch("PRAGMA writable_schema = 1; DELETE FROM sqlite_schema WHERE type = 'trigger';").unwrap();
    drop(torn);
    let torn = rusqlite::Connection::open(at("torn.gpkg")).unwrap();
    torn.execute("UPDATE shelter SET geom = x'00'", []).unwrap();
    drop(torn);
    assert!(matches!(unfit(&at("torn.gpkg")), Unfit::Broken(problem) if problem.row == Some(1)));
}

fn commit(store: &mut Store, world: &mut World, nth: u128) {
    let change = set(world, &shelter_ref(1), "capacity", i64::try_from(nth).unwrap() + 1_000);
    run(store, world, &action(nth, vec![change]));
}

#[test]
fn backups_are_made_by_themselves_while_the_district_changes_and_only_the_latest_kept() {
    let folder = tempfile::tempdir().unwrap();
    let (path, shelf) = (folder.path().join("district.gpkg"), folder.path().join("shelf"));
    let mut store = create(&path);
    let (mut world, _) = store.world().unwrap();
    let rules = Rules { hours: 4, keep: 2, ..Rules::default() };
    let start: jiff::Timestamp = "2026-08-09T00:00:00Z".parse().unwrap();
    let tend = |hours: i64| backups::tend(&path, &shelf, &rules, start + hours.hours()).unwrap().is_some();
    assert!(!tend(0), "nothing has happened yet");
    run(&mut store, &mut world, &action(1, vec![Edit::Add(shelter(1))]));
    assert!(tend(0), "the first");
    commit(&mut store, &mut world, 2);
    assert!(!tend(3), "changed, but the last is not four hours old");
    assert!(tend(4));
    assert!(!tend(9), "nothing has changed since");
    // By hand: never thrown away.
    let by_hand = backups::make(&path, &shelf, start + 10.hours()).unwrap();
    let again = backups::make(&path, &shelf, start + 10.hours()).unwrap();
    assert_ne!(by_hand, again);
    for day in 1..=3 {
        commit(&mut store, &mut world, 10 + u128::try_from(day).unwrap());
        // Beijing's day turns at 16:00 UTC: two hours after the last, but another day.
        assert!(tend(day * 24 + 10), "day {day}");
    }
    let mut other = create(&shelf.join("other.gpkg"));
    other.commit(&action(77, vec![Edit::Add(shelter(9))])).unwrap();
    other.close().unwrap();
    std::fs::copy(shelf.join("other.gpkg"), shelf.join("district-20260808-000000.gpkg")).unwrap();
    std::fs::write(shelf.join("district-20260807-000000.gpkg"), "torn").unwrap();
    let found = backups::list(&path, &shelf).unwrap();
    let kept: Vec<bool> = found.iter().map(|backup| backup.automatic).collect();
    assert_eq!(kept, [true, true, false, false, false], "newest first; the other district's is passed by");
    assert!(found[4].holds.is_err(), "a torn one is listed, with why");
    let newest = found[0].holds.as_ref().unwrap();
    assert_eq!((newest.total(), newest.actions), (1, 5));
    assert_eq!(newest.last.as_ref().unwrap().uid, action(13, vec![]).uid);
    assert_eq!(backups::list(&path, &folder.path().join("nowhere")).unwrap(), []);
}

#[test]
fn the_journal_is_sought_by_kind_person_words_area_and_time_and_told_by_its_object() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = create(&folder.path().join("district.gpkg"));
    let (mut world, _) = store.world().unwrap();
    run(&mut store, &mut world, &action_of("甲", 1, (1..=3).map(|bits| Edit::Add(shelter(bits))).collect()));
    run(&mut store, &mut world, &action_of("乙", 2, vec![Edit::Add(river(9))]));
    let change = set(&world, &shelter_ref(2), "name", "叶店礼堂");
    let named = sitmap::domain::edit::Label::new("set").with("name", "100%_叶店").with("field", "名称");
    run(&mut store, &mut world, &Action { label: named, area: "object".into(), ..action_of("甲", 3, vec![change]) });
    let seek = |sought: Sought| {
        let page = store.seek(&sought, 0, 10).unwrap();
        assert_eq!(page.found as usize, page.lines.len());
        page.lines.into_iter().map(|line| line.row.seq).collect::<Vec<_>>()
    };
    assert_eq!(seek(Sought::default()), [3, 2, 1]);
    assert_eq!(seek(Sought { kind: Some("shelter".into()), ..Sought::default() }), [3, 1]);
    assert_eq!(seek(Sought { actor: Some("乙".to_owned()), ..Sought::default() }), [2]);
    assert_eq!(seek(Sought { area: Some("object".to_owned()), ..Sought::default() }), [3]);
    assert_eq!(seek(Sought { text: " 0%_叶 ".to_owned(), ..Sought::default() }), [3]);
    assert_eq!(seek(Sought { text: "%".to_owned(), ..Sought::default() }), [3], "a sign is a sign");
    assert_eq!(seek(Sought { object: Some(river(9).uid), ..Sought::default() }), [2]);
    assert_eq!(seek(Sought { since: Some(time(120)), until: Some(time(120)), ..Sought::default() }), [2]);
    let page = store.seek(&Sought::default(), 1, 1).unwrap();
    assert_eq!((page.found, page.total, page.lines[0].row.seq), (3, 3, 2));
    assert_eq!(page.actors, ["乙", "甲"]);
    assert_eq!(page.kinds, ["river".into(), "shelter".into()]);
    let all = store.seek(&Sought::default(), 0, 10).unwrap();
    let objects: Vec<_> = all.lines.iter().map(|line| line.object.clone().unwrap().uid.bits()).collect();
    assert_eq!(objects, [2, 9, 1], "a run of added rows is told by its first");

    let rows: Vec<_> = all.lines.into_iter().map(|line| line.row).collect();
    let sheet = String::from_utf8(export::journal(&rows, &assets::words(Lang::Zh))).unwrap();
    let lines: Vec<&str> = sheet.lines().collect();
    assert_eq!(lines.len(), 4);
    assert!(lines[0].starts_with("\u{feff}序号,时间"), "{}", lines[0]);
    assert!(lines[1].contains("叶店") && lines[1].starts_with("3,2026-06-20 16:03,甲,"), "{}", lines[1]);
}

#[test]
fn a_backup_is_made_listed_restored_and_taken_back_from_the_command_line() {
    let seat = Seat::new();
    let district = seat.district();
    let shelters = |seat: &Seat| seat.json(&district, &["info"]).0["kinds"]["shelter"].as_i64().unwrap();
    assert_eq!(seat.json(&district, &["backups"]).1, 1, "there is none yet");
    let (made, code) = seat.json(&district, &["backup"]);
    assert_eq!(code, 0);
    let backup = made["file"].as_str().unwrap().to_owned();
    std::fs::write(seat.path("list.csv"), "名称,经度,纬度\n东山小学,119.5601,29.0801\n").unwrap();
    assert_eq!(seat.json(&district, &["import", "list.csv", "--kind", "shelter"]).1, 0);
    assert_eq!(shelters(&seat), 276);
    let (listed, code) = seat.json(&district, &["backups"]);
    assert_eq!((code, listed["backups"][0]["file"].as_str()), (0, Some(backup.as_str())));
    assert_eq!(listed["backups"][0]["automatic"], false);
    assert!(listed["backups"][0]["objects"].as_u64().unwrap() > 1_000);
    let (done, code) = seat.json(&district, &["restore", &backup]);
    assert_eq!((code, done["done"].as_bool(), done["edits"].as_u64()), (0, Some(true), Some(1)), "{done}");
    assert_eq!(shelters(&seat), 275);
    assert_eq!(seat.json(&district, &["restore", &backup]).1, 1, "nothing differs any more");
    let (found, _) = seat.json(&district, &["journal", "--area", "restore", "--csv", "journal.csv"]);
    assert_eq!((found["found"].as_u64(), found["total"].as_u64()), (Some(1), Some(3)));
    assert!(std::fs::read_to_string(seat.path("journal.csv")).unwrap().contains("恢复到备份"));
    assert_eq!(seat.json(&district, &["journal", "--text", "没有这样的"]).1, 1);
    assert_eq!(seat.json(&district, &["undo"]).1, 0);
    assert_eq!(shelters(&seat), 276);
    let (other, _) = seat.json(&district, &["share", "--out", "shared.gpkg"]);
    assert_eq!(other["file"], "shared.gpkg");
    assert_eq!(seat.run(&["share", "--out", "shared.gpkg", "--file", text(&district)]).code, 2);
    let refused = seat.json(&district, &["restore", "shared.gpkg"]);
    assert_eq!(refused.1, 1);
    assert!(refused.0["why"].as_str().unwrap().contains("分享副本"), "{}", refused.0);
}
