//! Reservoirs and ponds from outside: one limit for every answer, levels taken in once, two datums never mixed.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure is the test's failure")]

use std::{fmt::Write as _, path::PathBuf};

use jiff::ToSpan as _;
use serde_json::Value as Json;
use sitmap::app::Clock;

use crate::cli::{Seat, text};

/// The moment of the sample.
pub const AT: &str = "2026-06-19T08:00:00+08:00";

fn rows<'a>(flood: &'a Json, kind: &str) -> Vec<&'a Json> {
    flood["rows"].as_array().unwrap().iter().filter(|row| row["kind"] == kind).collect()
}

fn is_over(row: &Json) -> bool {
    row["state"].as_str().unwrap().starts_with("over_")
}

#[test]
fn every_answer_judges_the_waters_by_the_same_limit() {
    let seat = Seat::new();
    let district = seat.district();
    let (flood, code) = seat.json(&district, &["flood", "--at", AT]);
    assert_eq!(code, 0);
    assert_eq!((rows(&flood, "reservoir").len(), rows(&flood, "pond").len()), (59, 165));
    let over: Vec<&Json> = rows(&flood, "reservoir").into_iter().filter(|row| is_over(row)).collect();
    let (figures, _) = seat.json(&district, &["figures"]);
    let figure =
        figures["figures"].as_array().unwrap().iter().find(|figure| figure["id"] == "reservoirs_over").unwrap();
    assert_eq!(figure["value"], over.len());
    let (alarms, _) = seat.json(&district, &["alarms", "--all"]);
    let alarms = alarms["alarms"].as_array().unwrap();
    for row in &over {
        let alarm = alarms.iter().find(|alarm| alarm["id"] == row["id"]).unwrap();
        assert_eq!(alarm["value"], row["over_by_m"], "{}", row["name"]);
    }
    for row in flood["rows"].as_array().unwrap() {
        assert_eq!(row["datum"], "y1985");
        assert_eq!(row["stale"], false, "{row}");
        let basis = if row["size_class"] == "medium" { "plum" } else { "normal" };
        assert_eq!(row["limit_basis"], basis, "{row}");
        assert_eq!(is_over(row), row["over_by_m"].as_f64().unwrap() > 0.0);
        assert!(row["people"].as_array().unwrap().iter().all(|person| person["phone"].as_str().unwrap().contains('*')));
    }
    let first: Vec<bool> = flood["rows"].as_array().unwrap().iter().map(is_over).collect();
    assert!(first.is_sorted_by(|a, b| a >= b), "the worst first");
    let count = |field: &str| {
        flood["townships"].as_array().unwrap().iter().map(|row| row[field].as_u64().unwrap()).sum::<u64>()
    };
    assert_eq!(count("dams"), 224);
    assert_eq!(count("over_limit"), flood["total"]["over_limit"].as_u64().unwrap());
    // What rises in the flood says when it crossed.
    assert!(over.iter().any(|row| row["crossings"].as_array().unwrap().iter().any(|found| found["line"] == "limit")));
    let said = seat.run(&["--lang", "zh", "--file", text(&district), "flood", "--at", AT]).out;
    assert!(said.contains("梅汛限水位") && said.contains("1985高程") && said.contains("超汛限"), "{said}");
    let (later, _) = seat.json(&district, &["flood", "--at", "2026-06-19T12:00:00+08:00"]);
    assert_eq!(later["total"]["stale"], 224);
    assert_eq!(later["total"]["over_limit"], flood["total"]["over_limit"], "silence is no all-clear");
}

/// A small reservoir whose name is its own, with what the register says of it.
fn small(flood: &Json) -> Json {
    let rows = flood["rows"].as_array().unwrap();
    let own = |row: &&Json| rows.iter().filter(|other| other["name"] == row["name"]).count() == 1;
    let found = rows.iter().filter(own).find(|row| row["size_class"] == "small1" && row["state"] == "below").unwrap();
    found.clone()
}

/// Four levels of a station, up to 0.7 m over its limit an hour ago, and five rows that cannot be taken.
fn table(name: &str, limit: f64) -> String {
    let now = Clock::system().now();
    let time = |hours: i64| now.checked_sub(hours.hours()).unwrap().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let mut table = String::from("各站水位，单位米\n测站,时间,水位,高程基准\n");
    for (hours, over) in [(4, -1.0), (3, -0.5), (2, 0.5), (1, 0.7)] {
        writeln!(table, "{name},{},{:.2},1985国家高程基准", time(hours), limit + over).unwrap();
    }
    writeln!(table, "没有这个站,{},10.0,", time(1)).unwrap();
    writeln!(table, "{name},昨天,10.0,").unwrap();
    writeln!(table, "{name},{},12.0,吴淞高程", time(0)).unwrap();
    writeln!(table, "{name},{},高,", time(0)).unwrap();
    writeln!(table, "{name},{},10.0,", time(-5)).unwrap();
    table
}

/// The sample of six hours ago: whenever this runs, its levels are older than those of the table.
fn six_hours_ago(seat: &Seat) -> PathBuf {
    let district = seat.path("district.gpkg");
    let at = Clock::system().now().checked_sub(6.hours()).unwrap().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let said = seat.run(&["demo", "--moment", "flood", "--at", &at, "--out", text(&district)]);
    assert_eq!(said.code, 0, "{}", said.err);
    district
}

#[test]
fn levels_come_in_once_and_their_crossings_with_them() {
    let seat = Seat::new();
    let district = six_hours_ago(&seat);
    let (before, _) = seat.json(&district, &["flood"]);
    let dam = small(&before);
    let (name, limit) = (dam["name"].as_str().unwrap(), dam["limit_m"].as_f64().unwrap());
    let file = seat.path("levels.csv");
    std::fs::write(&file, table(name, limit)).unwrap();
    let import = ["readings", "import", text(&file)];
    let (tried, _) = seat.json(&district, &[&import[..], &["--dry-run"]].concat());
    assert_eq!((tried["dry_run"].as_bool(), tried["added"].as_u64()), (Some(true), Some(4)));
    let (done, code) = seat.json(&district, &import);
    assert_eq!(code, 0, "{done:#}");
    assert_eq!(
        (&done["rows"], &done["added"], &done["left_out"], &done["stations"]),
        (&9.into(), &4.into(), &5.into(), &1.into())
    );
    let problems: Vec<(&str, u64)> = done["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|problem| (problem["code"].as_str().unwrap(), problem["row"].as_u64().unwrap()))
        .collect();
    let expected = [
        ("readings_no_station", 7),
        ("readings_bad_time", 8),
        ("readings_datum_mixed", 9),
        ("readings_bad_value", 10),
        ("readings_future", 11),
    ];
    assert_eq!(problems, expected);
    assert_eq!(done["crossings"][0]["line"], "limit");
    let (after, _) = seat.json(&district, &["flood"]);
    let row = after["rows"].as_array().unwrap().iter().find(|row| row["id"] == dam["id"]).unwrap();
    assert!(
        is_over(row) && row["stale"] == false && (row["over_by_m"].as_f64().unwrap() - 0.7).abs() < 1e-9,
        "{row:#}"
    );
    assert!(row["rise_m_per_hour"].as_f64().unwrap() > 0.0);
    assert_eq!(row["crossings"][0]["direction"], "up");
    let (alarms, _) = seat.json(&district, &["alarms"]);
    let events = alarms["events"].as_array().unwrap();
    assert!(
        events.iter().any(|event| event["id"] == dam["id"] && event["line"] == "limit" && event["direction"] == "up")
    );
    assert!(alarms["alarms"].as_array().unwrap().iter().any(|alarm| alarm["id"] == dam["id"]));

    let (again, code) = seat.json(&district, &import);
    assert_eq!((code, &again["added"], &again["known"]), (0, &0.into(), &4.into()));
    assert!(again["crossings"].as_array().unwrap().is_empty());
    assert_eq!(seat.run(&["--file", text(&district), "undo"]).code, 0);
    let (undone, _) = seat.json(&district, &["alarms"]);
    assert!(undone["events"].as_array().unwrap().is_empty());
    // The series stayed; the same file brings back what the step took.
    let (back, code) = seat.json(&district, &import);
    assert_eq!((code, &back["added"], &back["known"], &back["stations"]), (0, &0.into(), &4.into(), &1.into()));
    assert_eq!(back["crossings"], done["crossings"]);
    let (alarms, _) = seat.json(&district, &["alarms"]);
    assert!(alarms["alarms"].as_array().unwrap().iter().any(|alarm| alarm["id"] == dam["id"]));
    assert!(!alarms["events"].as_array().unwrap().is_empty());
    assert_eq!(seat.run(&["check", text(&district)]).code, 0);
}

#[test]
fn a_table_without_its_columns_changes_nothing() {
    let seat = Seat::new();
    let district = seat.district();
    let file = seat.path("wrong.csv");
    std::fs::write(&file, "a,b\n1,2\n").unwrap();
    let (said, code) = seat.json(&district, &["readings", "import", text(&file)]);
    assert_eq!((code, &said["problems"][0]["code"]), (1, &"readings_no_columns".into()));
    assert_eq!(seat.run(&["readings", "import", text(&seat.path("none.csv"))]).code, 2);
}

#[test]
fn flows_come_from_the_same_tables_and_say_how_long_it_takes() {
    let seat = Seat::new();
    let district = six_hours_ago(&seat);
    let (before, _) = seat.json(&district, &["flood"]);
    let rows = before["rows"].as_array().unwrap();
    // Flows of six hours ago are too old to say what flows now; when they were measured is said all the same.
    let medium = rows.iter().find(|row| row["size_class"] == "medium" && row["state"] != "over_limit").unwrap();
    assert!(medium["inflow_at"].is_string() && medium["outflow_at"].is_string());
    if medium["stale"] == true {
        assert!(medium["inflow_m3s"].is_null() && medium["hours_to_limit_by_inflow"].is_null(), "{medium:#}");
    }
    let (name, limit) = (medium["name"].as_str().unwrap(), medium["limit_m"].as_f64().unwrap());
    let now = Clock::system().now();
    let time = |minutes: i64| now.checked_sub(minutes.minutes()).unwrap().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let table = format!(
        "水库名称,时间,库水位,入库流量,出库流量\n{name},{},{:.2},120,40\n{name},{},{:.2},160.5,60\n{name},{},9999,-1,\n",
        time(60),
        limit - 0.6,
        time(20),
        limit - 0.4,
        time(10),
    );
    let file = seat.path("flows.csv");
    std::fs::write(&file, table).unwrap();
    let (done, code) = seat.json(&district, &["readings", "import", text(&file)]);
    assert_eq!((code, &done["added"], &done["left_out"], &done["stations"]), (0, &6.into(), &2.into(), &1.into()));
    let problems: Vec<(&str, u64)> = done["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|problem| (problem["code"].as_str().unwrap(), problem["row"].as_u64().unwrap()))
        .collect();
    assert_eq!(problems, [("readings_impossible", 4), ("readings_impossible_flow", 4)]);
    let (after, _) = seat.json(&district, &["flood"]);
    let row = after["rows"].as_array().unwrap().iter().find(|row| row["id"] == medium["id"]).unwrap();
    assert_eq!((&row["inflow_m3s"], &row["outflow_m3s"]), (&160.5.into(), &60.0.into()));
    assert!(row["hours_to_limit_by_inflow"].as_f64().unwrap() > 0.0, "{row:#}");
    let said = seat.run(&["--lang", "zh", "--file", text(&district), "flood"]).out;
    assert!(said.contains("入库 160.5 m³/s（20 分钟前） · 出库 60 m³/s") && said.contains("按进出库流量"), "{said}");
    // As they stood before: the newest reading up to then.
    let (then, _) = seat.json(&district, &["flood", "--at", &time(45)]);
    let row = then["rows"].as_array().unwrap().iter().find(|row| row["id"] == medium["id"]).unwrap();
    assert_eq!(row["inflow_m3s"], 120.0);
    let said = seat.run(&["--lang", "zh", "--file", text(&district), "journal"]).out;
    assert!(said.contains("导入水位、流量 6 条"), "{said}");
    let (again, _) = seat.json(&district, &["readings", "import", text(&file)]);
    assert_eq!((&again["added"], &again["known"]), (&0.into(), &6.into()));
}

#[test]
fn two_files_of_the_same_hours_tell_a_crossing_once() {
    let seat = Seat::new();
    let district = six_hours_ago(&seat);
    let (before, _) = seat.json(&district, &["flood"]);
    let dam = small(&before);
    let (name, limit) = (dam["name"].as_str().unwrap(), dam["limit_m"].as_f64().unwrap());
    let now = Clock::system().now();
    // Little over the limit, so that no other line is crossed.
    for (at, rows) in [(0, [(180, -0.5), (120, 0.1)]), (1, [(160, -0.2), (140, 0.05)])] {
        let mut table = String::from("测站,时间,水位\n");
        for (minutes, over) in rows {
            let time = now.checked_sub(minutes.minutes()).unwrap().strftime("%Y-%m-%dT%H:%M:%SZ");
            writeln!(table, "{name},{time},{:.2}", limit + over).unwrap();
        }
        let file = seat.path(&format!("levels{at}.csv"));
        std::fs::write(&file, table).unwrap();
        let (done, _) = seat.json(&district, &["readings", "import", text(&file)]);
        assert_eq!(done["crossings"].as_array().unwrap().len(), 1 - at, "{done:#}");
    }
    let (flood, _) = seat.json(&district, &["flood"]);
    let row = flood["rows"].as_array().unwrap().iter().find(|row| row["id"] == dam["id"]).unwrap();
    let (alarms, _) = seat.json(&district, &["alarms"]);
    let events: Vec<&Json> =
        alarms["events"].as_array().unwrap().iter().filter(|event| event["id"] == dam["id"]).collect();
    let crossed = row["crossings"].as_array().unwrap();
    assert_eq!((events.len(), crossed.len()), (1, 1));
    assert_eq!(events[0]["at"], crossed[0]["at"], "the log says what the series says");
}
