use std::sync::atomic::{AtomicU64, Ordering};

use super::*;
use crate::{
    domain::{
        catalogue::Lang,
        edit::{Action, Intent},
        hazard::reservoir::flow,
        tests::{Making, at},
        view::alarms,
    },
    io::assets,
};

/// Identifiers of what is made.
static NEXT: AtomicU64 = AtomicU64::new(1_000);

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
    let mut fresh = || Uid::from_bits(u128::from(NEXT.fetch_add(1, Ordering::Relaxed)));
    let stored = |object: &ObjectRef, field: &str, [from, to]: [Timestamp; 2]| {
        let within = stored.iter().filter(|reading| {
            reading.object == *object && reading.field.as_str() == field && reading.time >= from && reading.time < to
        });
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

/// What a district knows after files came in one after the other: its log of crossings, when each, and its series.
fn after(world: &World, files: &[&[Reading]]) -> (Vec<(String, Timestamp, String)>, Vec<Reading>) {
    let (mut world, mut stored) = (world.clone(), Vec::<Reading>::new());
    for file in files {
        let plan = planned(&world, &stored, file);
        stored.extend(plan.readings.iter().cloned());
        world = done(world, &plan);
    }
    stored.sort_by_key(|reading| reading.time);
    let log = alarms::crossed(&world, at("00:00"));
    (log.into_iter().map(|crossed| (crossed.what, crossed.time, crossed.said)).collect(), stored)
}

fn series(object: &ObjectRef, rows: &[(&str, f64)]) -> Vec<Reading> {
    let reading = |(time, value): &(&str, f64)| Reading {
        object: object.clone(),
        field: LEVEL.into(),
        time: at(time),
        value: *value,
    };
    rows.iter().map(reading).collect()
}

#[test]
fn a_crossing_in_two_files_of_the_same_hours_is_told_once_whichever_comes_first() {
    let (world, dam) = dam(at("05:00"));
    // By the hour it passes 81 at 9:30; by the quarter at 9:18.
    let hours = series(&dam, &[("08:00", 80.0), ("09:00", 80.5), ("10:00", 81.5), ("11:00", 80.5)]);
    let quarters = series(&dam, &[("09:15", 80.9), ("09:30", 81.4), ("10:15", 81.4), ("10:45", 80.8)]);
    let (log, series) = after(&world, &[&hours, &quarters]);
    let (other, same) = after(&world, &[&quarters, &hours]);
    assert_eq!((&log, &series), (&other, &same));
    let told: Vec<(&str, Timestamp)> = log.iter().map(|(what, time, _)| (what.as_str(), *time)).collect();
    assert_eq!(told, [("limit:down", at("10:35")), ("limit:up", at("09:18"))]);
    assert!(log[1].2.contains("09:18") && log[0].2.contains("10:35"), "{log:?}");
    // Either file once more changes nothing.
    assert_eq!(after(&world, &[&hours, &quarters, &hours, &quarters]).0, log);
}

#[test]
fn a_crossing_that_another_file_splits_keeps_its_entry_and_gets_others_beside_it() {
    let (world, dam) = dam(at("05:00"));
    let hours = series(&dam, &[("08:00", 80.0), ("10:00", 82.0)]);
    let between = series(&dam, &[("08:30", 81.5), ("09:00", 80.5)]);
    let (log, _) = after(&world, &[&hours, &between]);
    let (other, _) = after(&world, &[&between, &hours]);
    let whats = |log: &[(String, Timestamp, String)]| log.iter().map(|it| (it.0.clone(), it.1)).collect::<Vec<_>>();
    assert_eq!(whats(&log), whats(&other));
    assert_eq!(log.iter().map(|it| it.0.as_str()).collect::<Vec<_>>(), ["limit:up", "limit:down", "limit:up"]);
}

#[test]
fn what_a_person_wrote_of_a_crossing_stays_where_its_time_is_told_better() {
    let (world, dam) = dam(at("05:00"));
    let hours = series(&dam, &[("09:00", 80.5), ("10:00", 81.5)]);
    let mut world = done(world.clone(), &planned(&world, &[], &hours));
    let entry = alarms::crossed(&world, at("00:00")).remove(0).entry;
    let written = edit(&world, &entry, "text", "已通知下游".into()).unwrap();
    let draft = Draft { label: Label::default(), area: "readings", edits: vec![written] };
    world = done(world, &Plan { draft, ..Plan::default() });
    let plan = planned(&world, &hours, &series(&dam, &[("09:15", 80.9), ("09:30", 81.4)]));
    assert!(plan.crossed.is_empty(), "it was told");
    let after = done(world, &plan);
    assert_eq!(after.value(&entry, "text").as_text(), Some("已通知下游"));
    assert_eq!(after.value(&entry, "time").as_time(), Some(at("09:18")));
}

#[test]
fn flows_grow_their_series_and_say_the_flow_now_and_touch_no_log() {
    let (world, dam) = dam(at("08:00"));
    let flow = |field: &str, time: &str, value: f64| Reading {
        object: dam.clone(),
        field: field.into(),
        time: at(time),
        value,
    };
    let readings =
        [flow(flow::INFLOW, "09:00", 82.0), flow(flow::INFLOW, "10:00", 90.5), flow(flow::OUTFLOW, "09:30", 81.2)];
    let plan = planned(&world, &[], &readings);
    assert_eq!((plan.readings.len(), plan.stations, plan.crossed.len()), (3, 1, 0));
    let words = assets::words(Lang::Zh);
    assert_eq!(words.action(&plan.draft.label), "导入水位、流量 3 条：dam");
    let after = done(world, &plan);
    assert_eq!(after.value(&dam, flow::INFLOW).as_number(), Some(90.5));
    assert_eq!(after.value(&dam, "inflow_time").as_time(), Some(at("10:00")));
    assert_eq!(after.value(&dam, flow::OUTFLOW).as_number(), Some(81.2));
    assert_eq!(after.value(&dam, "level_m").as_number(), Some(80.0), "the level is another's matter");
    // An older flow does not take the newer one's place, and what is known is not taken twice.
    let late = planned(&after, &plan.readings, &[flow(flow::INFLOW, "09:30", 85.0), flow(flow::INFLOW, "10:00", 90.5)]);
    assert_eq!((late.readings.len(), late.known, late.stations), (1, 1, 0));
}
