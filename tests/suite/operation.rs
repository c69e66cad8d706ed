//! The operation from outside: a command is in the file before it is in the world, and one command one answer.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure here is the test's failure")]

use std::path::Path;

use sitmap::{
    app::{Command, Event, Opening, Operation, Wake, object::ObjectCommand, shelter::ShelterCommand},
    domain::{
        catalogue::Lang,
        edit::Edit,
        model::{ObjectRef, Value},
    },
    io::{
        assets,
        store::{Granted, ReaderBecause},
    },
};

use crate::store_kit as kit;

/// A file with two shelters and a danger area.
fn district(path: &Path) {
    let mut store = kit::create(path);
    let objects = [kit::shelter(1), kit::shelter(2), kit::danger_area(3)];
    store.commit(&kit::action(1, objects.into_iter().map(Edit::Add).collect())).unwrap();
    store.close().unwrap();
}

fn register(shelter: &ObjectRef, people: i64) -> Command {
    Command::Shelter(ShelterCommand::Register { shelter: shelter.clone(), people, note: None })
}

#[test]
fn arrivals_add_up_and_are_there_after_reopening() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("d.gpkg");
    district(&path);
    let shelter = kit::shelter_ref(1);
    let mut operation = Operation::open(kit::opening(&path)).unwrap();
    operation.run(register(&shelter, 43)).unwrap();
    operation.run(register(&shelter, -3)).unwrap();
    assert_eq!(operation.world().value(&shelter, "occupancy"), Value::Integer(40));
    drop(operation);
    let operation = Operation::open(kit::opening(&path)).unwrap();
    assert_eq!(operation.world().value(&shelter, "occupancy"), Value::Integer(40));
}

#[test]
fn more_than_are_there_cannot_leave_and_the_sentence_says_how_many_are() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("d.gpkg");
    district(&path);
    let shelter = kit::shelter_ref(1);
    let mut operation = Operation::open(kit::opening(&path)).unwrap();
    operation.run(register(&shelter, 5)).unwrap();
    let refusal = operation.run(register(&shelter, -6)).unwrap_err();
    let sentence = refusal.sentence(&assets::words(Lang::Zh));
    assert_eq!(sentence, "第1文化礼堂 现有 5 人，不能登记离开 6 人。");
    assert_eq!(operation.world().value(&shelter, "occupancy"), Value::Integer(5));
}

#[test]
fn a_closed_shelter_takes_nobody_until_it_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("d.gpkg");
    district(&path);
    let shelter = kit::shelter_ref(2);
    let mut operation = Operation::open(kit::opening(&path)).unwrap();
    operation.run(Command::Shelter(ShelterCommand::Close(shelter.clone()))).unwrap();
    assert_eq!(operation.run(register(&shelter, 1)).unwrap_err().id, "register-closed");
    operation.run(Command::Shelter(ShelterCommand::Open(shelter.clone()))).unwrap();
    operation.run(register(&shelter, 1)).unwrap();
    let close = Command::Shelter(ShelterCommand::Close(shelter));
    assert_eq!(operation.run(close).unwrap_err().id, "shelter-not-empty");
}

#[test]
fn many_commands_at_once_are_carried_out_in_order_without_waiting() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("d.gpkg");
    district(&path);
    let shelter = kit::shelter_ref(1);
    let mut operation = Operation::open(kit::opening(&path)).unwrap();
    for people in 1..=300 {
        operation.submit(register(&shelter, people)).unwrap();
    }
    operation.run(register(&shelter, -1)).unwrap();
    assert_eq!(operation.world().value(&shelter, "occupancy"), Value::Integer(300 * 301 / 2 - 1));
    assert!(!operation.is_busy());
}

#[test]
fn a_second_window_reads_and_says_why_it_cannot_write() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("d.gpkg");
    district(&path);
    let _first = Operation::open(kit::opening(&path)).unwrap();
    let mut second = Operation::open(kit::opening(&path)).unwrap();
    assert_eq!(second.granted(), Granted::Reader(ReaderBecause::Locked));
    let refusal = second.run(register(&kit::shelter_ref(1), 1)).unwrap_err();
    assert!(refusal.sentence(&assets::words(Lang::Zh)).contains("另一个窗口"));
}

#[test]
fn what_is_taken_away_is_gone_and_the_journal_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("d.gpkg");
    district(&path);
    let shelter = kit::shelter_ref(2);
    let mut operation = Operation::open(kit::opening(&path)).unwrap();
    operation.run(Command::Object(ObjectCommand::Remove(shelter.clone()))).unwrap();
    assert!(operation.world().object(&shelter).is_none());
    let again = operation.run(Command::Object(ObjectCommand::Remove(shelter))).unwrap_err();
    assert_eq!(again.id, "object-gone");
    let row = operation.journal().first().unwrap();
    assert_eq!(assets::words(Lang::Zh).action(&row.label), "删除 第2文化礼堂");
}

#[test]
fn undo_goes_back_step_by_step_and_redo_forward_also_after_reopening() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("d.gpkg");
    district(&path);
    let shelter = kit::shelter_ref(1);
    let mut operation = Operation::open(kit::opening(&path)).unwrap();
    let people = |operation: &Operation| operation.world().value(&shelter, "occupancy").as_integer().unwrap_or(0);
    operation.run(register(&shelter, 10)).unwrap();
    operation.run(register(&shelter, 20)).unwrap();
    drop(operation);
    let mut operation = Operation::open(kit::opening(&path)).unwrap();
    operation.run(Command::Undo).unwrap();
    assert_eq!(people(&operation), 10);
    operation.run(Command::Undo).unwrap();
    assert_eq!(people(&operation), 0);
    operation.run(Command::Redo).unwrap();
    assert_eq!(people(&operation), 10);
    operation.run(Command::Redo).unwrap();
    assert_eq!(people(&operation), 30);
    assert_eq!(operation.run(Command::Redo).unwrap_err().id, "nothing-to-redo");
}

#[test]
fn events_come_once_each_from_polling() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("d.gpkg");
    district(&path);
    let (woken, wait) = std::sync::mpsc::sync_channel(64);
    let wake = Wake::new(move || {
        let _ = woken.try_send(());
    });
    let mut operation = Operation::open(Opening { wake, ..kit::opening(&path) }).unwrap();
    operation.submit(register(&kit::shelter_ref(1), 7)).unwrap();
    operation.submit(register(&kit::shelter_ref(1), 0)).unwrap();
    let mut events = Vec::new();
    while operation.is_busy() {
        wait.recv().unwrap();
        events.extend(operation.poll());
    }
    assert!(matches!(events.as_slice(), [Event::Done(_), Event::Refused(_)]), "{events:?}");
}
