//! Rain from the command line: sums with grades, means over townships, villages called, and what an import changes.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure is the test's failure")]

use std::{fmt::Write as _, path::PathBuf};

use jiff::{Timestamp, ToSpan as _};
use serde_json::Value as Json;
use sitmap::app::Clock;

use crate::{
    cli::{Seat, text},
    flood::AT,
};

fn rows<'a>(json: &'a Json, field: &str) -> &'a Vec<Json> {
    json[field].as_array().unwrap()
}

#[test]
fn the_sample_says_what_fell_where_and_whom_it_calls() {
    let seat = Seat::new();
    let district = seat.path("district.gpkg");
    assert_eq!(seat.run(&["demo", "--moment", "flood", "--at", AT, "--out", text(&district)]).code, 0);
    let (rain, code) = seat.json(&district, &["rain", "--at", AT, "--since", "2026-06-18T08:00:00+08:00"]);
    assert_eq!((code, rain["at"].as_str()), (0, Some(AT)));
    let day = |row: &Json| row["sums"]["24"]["mm"].as_f64().unwrap();
    let stations = rows(&rain, "stations");
    assert!(stations.is_sorted_by(|a, b| day(a) >= day(b)) && stations.len() > 40);
    for station in stations {
        let grade = match day(station) {
            mm if mm >= 250.0 => "extreme",
            mm if mm >= 100.0 => "heavy_rainstorm",
            mm if mm >= 50.0 => "rainstorm",
            _ => "less",
        };
        assert_eq!((station["grade"].as_str(), station["silent"].as_bool()), (Some(grade), Some(false)), "{station}");
        let sums = ["1", "3", "6", "12", "24"].map(|hours| station["sums"][hours]["mm"].as_f64().unwrap());
        assert!(sums.is_sorted() && station["sums"]["24"]["whole"] == true);
        assert!(station["since"]["mm"].as_f64().unwrap() >= day(station), "the event began before the day");
    }
    let (least, most) = (day(stations.last().unwrap()), day(&stations[0]));
    assert_eq!(rows(&rain, "townships").len(), 26);
    for township in rows(&rain, "townships") {
        let mean = &township["means"]["24"];
        let mm = mean["mm"].as_f64().unwrap();
        assert!((least..=most).contains(&mm) && mean["whole"] == true, "{township}");
        assert!(township["forecast"]["mm"]["24"].as_f64().unwrap() > 0.0);
        // A township is never wetter than its wettest station where it has the only ones.
        assert!(mean["stations"].as_u64().unwrap() >= 1);
    }
    let villages = rows(&rain, "villages");
    let called = |call: &str| villages.iter().filter(|row| row["call"] == call).count();
    assert!(called("move") >= 1 && called("prepare") >= 1 && called("none") >= 10 && called("unknown") == 0);
    for row in villages.iter().filter(|row| row["call"] == "move") {
        assert!(row["by"]["mm"].as_f64() >= row["by"]["threshold_mm"].as_f64() && !row["station"].is_null());
    }
    // The register says the same, and so do the alarms.
    let (alarms, _) = seat.json(&district, &["alarms", "--all"]);
    let in_alarm: Vec<&Json> = rows(&alarms, "alarms").iter().filter(|row| row["kind"] == "village").collect();
    assert_eq!(in_alarm.len(), called("move"));
    let said = seat.run(&["--lang", "zh", "--file", text(&district), "rain", "--at", AT]).out;
    assert!(said.contains("立即转移（24小时雨量") && said.contains("特大暴雨") && said.contains("预报"), "{said}");
    // Five hours later all are silent: that is no answer, and no rain of zero.
    let (later, code) = seat.json(&district, &["rain", "--at", "2026-06-19T14:00:00+08:00"]);
    assert_eq!(code, 1);
    assert!(rows(&later, "townships").iter().all(|row| row["means"]["24"].is_null() && row["grade"].is_null()));
    assert!(rows(&later, "villages").iter().all(|row| row["call"] == "unknown"));
}

fn hours_ago(hours: i64) -> String {
    Clock::system().now().checked_sub(hours.hours()).unwrap().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The quiet sample of a day and a half ago: whenever this runs, its rain is older than that of the table.
fn old(seat: &Seat) -> PathBuf {
    let district = seat.path("district.gpkg");
    let said = seat.run(&["demo", "--at", &hours_ago(36), "--out", text(&district)]);
    assert_eq!(said.code, 0, "{}", said.err);
    district
}

#[test]
fn rain_comes_in_once_and_calls_the_villages_it_must() {
    let seat = Seat::new();
    let district = old(&seat);
    let (before, code) = seat.json(&district, &["rain"]);
    assert_eq!(code, 1, "all silent");
    let village = rows(&before, "villages").iter().find(|row| row["call"] == "unknown").unwrap().clone();
    let stations: Vec<String> =
        rows(&before, "stations").iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect();
    let mut table = String::from("测站,时间,雨量\n没有这个站,2026-06-20 08:00,1\n");
    for station in &stations {
        for (hours, mm) in [(4, 20.0), (3, 60.0), (2, 70.0), (1, 40.0)] {
            writeln!(table, "{station},{},{mm}", hours_ago(hours)).unwrap();
        }
    }
    let file = seat.path("rain.csv");
    std::fs::write(&file, table).unwrap();
    let import = ["readings", "rain", text(&file)];
    let (tried, _) = seat.json(&district, &[&import[..], &["--dry-run"]].concat());
    assert_eq!(tried["added"], 4 * stations.len());
    let (done, code) = seat.json(&district, &import);
    assert_eq!((code, &done["added"], &done["left_out"]), (0, &(4 * stations.len()).into(), &1.into()));
    assert_eq!((&done["stations"], &done["problems"][0]["row"]), (&stations.len().into(), &2.into()));
    assert!(rows(&done, "villages").iter().any(|row| row["id"] == village["id"] && row["call"] == "move"));
    let (after, code) = seat.json(&district, &["rain"]);
    assert_eq!(code, 0);
    let row = rows(&after, "villages").iter().find(|row| row["id"] == village["id"]).unwrap();
    assert_eq!((&row["call"], &row["by"]["hours"]), (&"move".into(), &3.into()), "{row}");
    let (alarms, _) = seat.json(&district, &["alarms"]);
    assert!(rows(&alarms, "alarms").iter().any(|alarm| alarm["id"] == village["id"]));
    // Danger zones by their own thresholds of an hour, 40 mm here, and in the duty log as villages are.
    let zones = rows(&after, "zones");
    let zone = zones.iter().find(|row| row["call"] == "prepare" && row["by"]["hours"] == 1).unwrap();
    assert!(zone["by"]["threshold_mm"].as_f64().unwrap() <= 40.0 && zone["kind"] == "danger_zone");
    let moved = zones.iter().filter(|row| row["call"] == "move").count();
    assert!(rows(&alarms, "alarms").iter().filter(|alarm| alarm["kind"] == "danger_zone").count() >= moved);
    // The same again is known; a step back takes the call back, and the file brings it anew.
    let (again, code) = seat.json(&district, &import);
    assert_eq!((code, &again["added"], &again["known"]), (0, &0.into(), &done["added"]));
    assert!(rows(&again, "villages").is_empty());
    assert_eq!(seat.run(&["--file", text(&district), "undo"]).code, 0);
    let (undone, _) = seat.json(&district, &["alarms"]);
    assert!(rows(&undone, "alarms").iter().all(|alarm| alarm["id"] != village["id"]));
    let (back, _) = seat.json(&district, &import);
    assert_eq!((&back["added"], &back["villages"]), (&0.into(), &done["villages"]));
    assert_eq!(seat.run(&["check", text(&district)]).code, 0);
}

#[test]
fn a_threshold_that_is_changed_calls_its_village_at_once_and_a_step_back_takes_that_back() {
    let seat = Seat::new();
    let district = seat.path("district.gpkg");
    let demo = ["demo", "--moment", "flood", "--at", &hours_ago(0), "--out", text(&district)];
    assert_eq!(seat.run(&demo).code, 0);
    let (rain, _) = seat.json(&district, &["rain"]);
    let village = rows(&rain, "villages").iter().find(|row| row["call"] == "none").unwrap();
    let named = format!("village:{}", village["id"].as_str().unwrap());
    let is_alarm = || {
        let (alarms, _) = seat.json(&district, &["alarms", "--all"]);
        rows(&alarms, "alarms").iter().any(|alarm| alarm["id"] == village["id"])
    };
    assert!(!is_alarm());
    assert_eq!(seat.json(&district, &["set", &named, "move_24h_mm=1"]).1, 0);
    assert!(is_alarm(), "no reading came in, and it is called");
    assert_eq!(seat.run(&["--file", text(&district), "undo"]).code, 0);
    assert!(!is_alarm());
}

#[test]
fn a_forecast_comes_in_by_township_and_stands_beside_what_fell() {
    let seat = Seat::new();
    let district = old(&seat);
    let file = seat.path("forecast.csv");
    let table = format!("乡镇,1小时,6小时,发布时间\n安地镇,12.5,80,{0}\n外县,1,1,{0}\n", hours_ago(0));
    std::fs::write(&file, table).unwrap();
    let (done, code) = seat.json(&district, &["readings", "forecast", text(&file)]);
    assert_eq!((code, &done["changed"], &done["left_out"]), (0, &1.into(), &1.into()));
    assert_eq!(done["problems"][0]["code"], "forecast_no_township");
    let (rain, _) = seat.json(&district, &["rain"]);
    let row = rows(&rain, "townships").iter().find(|row| row["name"] == "安地镇").unwrap();
    assert_eq!(row["forecast"]["mm"]["6"], 80.0);
    let issued: Timestamp = row["forecast"]["issued"].as_str().unwrap().parse().unwrap();
    assert!(Clock::system().now().duration_since(issued).as_mins() < 60);
    let wrong = seat.path("wrong.csv");
    std::fs::write(&wrong, "a,b\n1,2\n").unwrap();
    for verb in ["rain", "forecast"] {
        assert_eq!(seat.json(&district, &["readings", verb, text(&wrong)]).1, 1);
        assert_eq!(seat.run(&["--file", text(&district), "readings", verb, text(&seat.path("none.csv"))]).code, 2);
    }
}
