use super::*;
use crate::{
    domain::{
        catalogue::Lang,
        edit::{Action, Intent},
        tests::{Making, at},
    },
    io::assets,
};

/// A small reservoir whose limit is 81 m, its level at eight, and the log it is written in.
fn dam(level_time: Timestamp) -> (World, ObjectRef) {
    let mut making = Making::default();
    let fields: [(&str, Value); 5] = [
        ("name", "dam".into()),
        ("size_class", "small1".into()),
        ("level_m", 80.0.into()),
        ("level_time", level_time.into()),
        ("normal_level_m", 81.0.into()),
    ];
    let dam = making.add("reservoir", None, &fields);
    making.add("log_entry", None, &[("name", "other".into())]);
    (making.world(), dam)
}

fn levels(object: &ObjectRef) -> Vec<Reading> {
    let rows = [("09:00", 80.5), ("10:00", 81.5), ("11:00", 81.7)];
    let reading = |(time, value)| Reading { object: object.clone(), field: LEVEL.into(), time: at(time), value };
    rows.into_iter().map(reading).collect()
}

fn planned(world: &World, stored: &[Reading], levels: &[Reading]) -> Plan {
    let words = assets::words(Lang::Zh);
    let mut next = 1_000;
    let mut fresh = || {
        next += 1;
        Uid::from_bits(next)
    };
    let stored = |_: &ObjectRef, from, to| {
        let within = stored.iter().filter(|reading| reading.time >= from && reading.time < to);
        Ok(within.map(|reading| (reading.time, reading.value)).collect())
    };
    plan(world, &stored, levels, at("12:00"), &words, &mut fresh).unwrap()
}

fn done(mut world: World, plan: &Plan) -> World {
    let action = Action {
        uid: Uid::from_bits(7),
        time: at("12:00"),
        actor: "test".into(),
        label: plan.draft.label.clone(),
        area: plan.draft.area.into(),
        intent: Intent::Do,
        edits: plan.draft.edits.clone(),
    };
    world.apply(&action).unwrap();
    world
}

#[test]
fn readings_whose_import_was_taken_back_say_the_level_and_the_crossings_again() {
    let (world, dam) = dam(at("08:00"));
    let levels = levels(&dam);
    let first = planned(&world, &[], &levels);
    assert_eq!((first.readings.len(), first.known, first.stations, first.crossed.len()), (3, 0, 1, 1));
    let after = done(world.clone(), &first);
    let same = planned(&after, &levels, &levels);
    assert_eq!((same.readings.len(), same.known, same.stations, same.crossed.len()), (0, 3, 0, 0));
    assert!(same.draft.edits.is_empty(), "the same file twice changes nothing");
    // The step back takes back level and log entry; the series stays.
    let again = planned(&world, &levels, &levels);
    assert_eq!((again.readings.len(), again.known, again.stations), (0, 3, 1));
    assert_eq!(again.crossed, first.crossed);
    let back = done(world, &again);
    assert_eq!(back.value(&dam, "level_m").as_number(), Some(81.7));
    assert_eq!(alarms::crossed(&back, at("00:00")).len(), 1);
    let words = assets::words(Lang::Zh);
    assert_eq!(words.action(&again.draft.label), "重新采用已有水位：dam");
}

#[test]
fn readings_that_follow_others_bring_the_crossing_between_them_alone() {
    let (world, dam) = dam(at("08:00"));
    let all = levels(&dam);
    let (early, late) = all.split_at(1);
    // What others measured long before and nobody wrote into the log is none of this file's.
    let old = [(at("00:00"), 80.0), (at("01:00"), 82.0), (at("02:00"), 80.0)];
    let old = old.map(|(time, value)| Reading { object: dam.clone(), field: LEVEL.into(), time, value });
    let stored = [&old[..], early].concat();
    let plan = planned(&world, &stored, late);
    assert_eq!(plan.crossed.len(), 1);
    assert_eq!(plan.crossed[0].1.at, at("09:30"));
}

#[test]
fn readings_are_not_held_back_by_a_level_from_a_time_that_has_not_come() {
    let (typo, dam) = dam("2062-06-20T08:00:00Z".parse().unwrap());
    let plan = planned(&typo, &[], &levels(&dam));
    assert_eq!(plan.stations, 1);
    let (newer, dam) = self::dam(at("12:05"));
    assert_eq!(planned(&newer, &[], &levels(&dam)).stations, 0, "a station's clock may be a little ahead");
}
