//! Emergency responses from the command line: what the conditions say, levels set, tasks given, what was declined.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure is the test's failure")]

use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use crate::{
    cli::{Seat, text},
    flood::AT,
};

/// The sample of [`AT`].
fn at_the_desk(moment: &str) -> (Seat, PathBuf) {
    let seat = Seat::new();
    let district = seat.path("district.gpkg");
    assert_eq!(seat.run(&["demo", "--moment", moment, "--at", AT, "--out", text(&district)]).code, 0);
    (seat, district)
}

fn hazard(answer: &Json, id: &str) -> Json {
    let all = answer["hazards"].as_array().unwrap();
    all.iter().find(|hazard| hazard["hazard"] == id).cloned().unwrap_or(Json::Null)
}

fn condition(hazard: &Json, metric: &str) -> Json {
    let groups = hazard["groups"].as_array().unwrap().iter();
    let all = groups.flat_map(|group| group["conditions"].as_array().unwrap());
    all.into_iter().find(|condition| condition["metric"] == metric).cloned().unwrap()
}

fn tasks(seat: &Seat, district: &Path) -> usize {
    let (info, _) = seat.json(district, &["info"]);
    info.pointer("/kinds/task").and_then(Json::as_u64).unwrap() as usize
}

#[test]
fn the_sample_has_a_response_and_the_conditions_say_what_flood_and_rain_say() {
    let (seat, district) = at_the_desk("flood");
    let (answer, code) = seat.json(&district, &["response", "--at", AT]);
    assert_eq!((code, answer["at"].as_str(), answer["storms"].is_null()), (0, Some(AT), true));
    assert_eq!(answer["broken"].as_array().unwrap().len(), 0);
    let flood = hazard(&answer, "flood");
    assert_eq!(flood["in_force"]["level"], "iii");
    // One definition of each sum: what `flood` and `rain` count is what a condition is judged by.
    let (waters, _) = seat.json(&district, &["flood", "--at", AT]);
    let over = condition(&flood, "dams_over_limit");
    assert_eq!(over["ever"].as_f64(), waters["total"]["over_limit"].as_f64());
    let (rain, _) = seat.json(&district, &["rain", "--at", AT]);
    let called = |list: &str| rain[list].as_array().unwrap().iter().filter(|row| row["call"] == "move").count();
    let to_move = condition(&flood, "places_to_move");
    assert_eq!(to_move["value"].as_f64(), Some((called("villages") + called("zones")) as f64));
    assert_eq!(to_move["verdict"], "met");
    // Nothing is known of storms, and that is no all-clear.
    let typhoon = hazard(&answer, "typhoon");
    let line = condition(&typhoon, "storm_line_h");
    assert_eq!((line["verdict"].as_str(), line["why"].as_str()), (Some("unknown"), Some("no_storms")));
    // What is proposed rests on the signal in force, as `warnings` has it.
    let (warnings, _) = seat.json(&district, &["warnings", "--at", AT]);
    let orange = warnings["warnings"].as_array().unwrap().iter().any(|warning| {
        warning["kind"] == "typhoon" && ["orange", "red"].contains(&warning["colour"].as_str().unwrap_or_default())
    });
    assert_eq!((orange, typhoon["proposal"]["level"].as_str()), (true, Some("ii")), "{warnings}");
    for found in flood["groups"].as_array().unwrap() {
        let verdicts: Vec<&str> =
            found["conditions"].as_array().unwrap().iter().map(|one| one["verdict"].as_str().unwrap()).collect();
        let all_met = verdicts.iter().all(|verdict| *verdict == "met");
        assert_eq!(found["verdict"] == "met", all_met, "{found}");
    }
}

#[test]
fn lekima_proposes_levels_as_it_comes_and_a_file_without_storms_none() {
    let (seat, district) = at_the_desk("quiet");
    let archive = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/typhoon/archive.csv");
    let level = |time: &str| {
        let asked = ["response", "--storms", archive, "--storm", "1909", "--at", time];
        let (answer, _) = seat.json(&district, &asked);
        hazard(&answer, "typhoon")["proposal"]["level"].as_str().map(str::to_owned)
    };
    assert_eq!(level("2019-08-03T08:00:00+08:00"), None);
    assert_eq!(level("2019-08-07T14:00:00+08:00").as_deref(), Some("iv"));
    assert_eq!(level("2019-08-09T02:00:00+08:00").as_deref(), Some("iii"));
    assert_eq!(level("2019-08-09T20:00:00+08:00").as_deref(), Some("ii"));
    let wrong = seat.run(&["--file", text(&district), "response", "--storms", archive, "--storm", "9999"]);
    assert_eq!(wrong.code, 2);
    let said =
        seat.run(&["--file", text(&district), "response", "--storms", archive, "--at", "2019-08-09T20:00:00+08:00"]);
    assert!(
        said.out.contains("利奇马 2019-08-09 20:00（回放）") && said.out.contains("建议启动防台风Ⅱ级响应"),
        "{}",
        said.out
    );
    assert!(said.out.contains("示例"), "the data are a sample");
}

#[test]
fn a_level_is_set_raised_and_ended_with_its_tasks_and_each_is_one_step() {
    let (seat, district) = at_the_desk("quiet");
    let run = |args: &[&str]| seat.json(&district, args);
    let before = tasks(&seat, &district);
    let (set, code) = run(&["response", "set", "--hazard", "typhoon", "--level", "iv", "--note", "先到位"]);
    let (iv, label) = (set["tasks"].as_u64().unwrap() as usize, set["label"].as_str().unwrap().to_owned());
    assert_eq!((code, label.as_str()), (0, "启动防台风应急响应Ⅳ级"));
    assert!(iv >= 3 && tasks(&seat, &district) == before + iv);
    assert_eq!(run(&["response", "set", "--hazard", "typhoon", "--level", "iv"]).1, 1, "it is at that level");
    let (raised, _) = run(&["response", "set", "--hazard", "typhoon", "--level", "ii"]);
    let more = raised["tasks"].as_u64().unwrap() as usize;
    assert_eq!(raised["label"], "防台风应急响应提高到Ⅱ级");
    assert!(more > iv && tasks(&seat, &district) == before + iv + more, "those of III and II, and none of IV again");
    let (lowered, _) = run(&["response", "set", "--hazard", "typhoon", "--level", "iii"]);
    assert_eq!((lowered["tasks"].as_u64(), tasks(&seat, &district)), (Some(0), before + iv + more));
    let (standing, _) = run(&["response"]);
    assert_eq!(hazard(&standing, "typhoon")["in_force"]["level"], "iii");
    let (ended, code) = run(&["response", "end", "--hazard", "typhoon"]);
    assert_eq!((code, ended["label"].as_str()), (0, Some("结束防台风应急响应Ⅲ级")));
    assert_eq!(run(&["response", "end", "--hazard", "typhoon"]).1, 1, "there is none any more");
    assert!(hazard(&run(&["response"]).0, "typhoon")["in_force"].is_null());
    // One step back: it is in force again; the journal tells every step with its time and post.
    assert_eq!(run(&["undo"]).1, 0);
    assert_eq!(hazard(&run(&["response"]).0, "typhoon")["in_force"]["level"], "iii");
    let (journal, _) = run(&["journal"]);
    let rows = journal["rows"].as_array().unwrap();
    let labels: Vec<&str> = rows.iter().map(|action| action["label"].as_str().unwrap()).collect();
    for step in [label.as_str(), "防台风应急响应提高到Ⅱ级", "防台风应急响应降为Ⅲ级", "结束防台风应急响应Ⅲ级"]
    {
        assert!(labels.contains(&step), "{step}: {labels:?}");
    }
}

#[test]
fn what_is_declined_is_kept_with_its_reason_and_asks_no_more() {
    let (seat, district) = at_the_desk("flood");
    let asks = || hazard(&seat.json(&district, &["response"]).0, "flood");
    assert_eq!(seat.json(&district, &["response", "end", "--hazard", "flood"]).1, 0);
    let level = asks()["proposal"]["level"].as_str().unwrap().to_owned();
    assert_eq!(asks()["asks"], true);
    let decline = ["response", "decline", "--hazard", "flood", "--level", &level, "--note", "雨已停"];
    assert_eq!(seat.json(&district, &decline).1, 0);
    let after = asks();
    assert_eq!((after["asks"].as_bool(), after["declined"]["why"].as_str()), (Some(false), Some("雨已停")));
    assert_eq!(after["proposal"]["level"].as_str(), Some(level.as_str()), "it is still said");
}

#[test]
fn the_example_is_loaded_once_and_bad_use_changes_nothing() {
    let (seat, district) = at_the_desk("quiet");
    assert_eq!(seat.json(&district, &["response", "example"]).1, 1, "the sample has it");
    let set = |hazard: &str, level: &str| {
        let args = ["--file", text(&district), "response", "set", "--hazard", hazard, "--level", level];
        seat.run(&args).code
    };
    assert_eq!((set("typhoon", "v"), set("台风", "iv")), (2, 1), "no such level is bad use, no such hazard a refusal");
    assert!(hazard(&seat.json(&district, &["response"]).0, "typhoon")["in_force"].is_null());
}
