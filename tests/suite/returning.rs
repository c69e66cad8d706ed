//! The way home on the flood sample: lifted, checked, gone; and what is not let through.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure is the test's failure")]

use serde_json::Value as Json;

use crate::cli::{Seat, text};

/// The row of a danger in force that only its own check holds back once it is lifted.
fn in_force(list: &Json) -> &Json {
    let rows = list["rows"].as_array().unwrap();
    rows.iter().find(|row| row["in_force"] == true && row["held_by"] == Json::Array(Vec::new())).unwrap()
}

#[test]
fn people_go_home_once_their_danger_is_lifted_and_found_safe() {
    let seat = Seat::new();
    let district = seat.district();
    let (list, code) = seat.json(&district, &["returning"]);
    assert_eq!(code, 0, "{list:#}");
    let (figures, _) = seat.json(&district, &["board"]);
    assert_eq!(list["total"]["people"], figures["total"]["list"]["moved"], "the same people, each once");
    let row = in_force(&list).clone();
    let (id, name) = (row["place"]["id"].as_str().unwrap(), row["place"]["name"].as_str().unwrap());
    let people = row["waiting"]["people"].as_i64().unwrap();

    let (refused, code) = seat.json(&district, &["returning", "go", "--danger", id]);
    assert_eq!((code, refused["done"].as_bool()), (1, Some(false)));
    assert!(refused["why"].as_str().unwrap().contains("还在生效"), "{refused}");

    let zone = format!("danger_zone:{id}");
    let (lifted, code) = seat.json(&district, &["set", &zone, "status=lifted"]);
    assert_eq!(code, 0, "{lifted}");
    assert!(lifted["label"].as_str().unwrap().contains("返回前须先安全检查"), "{lifted}");
    let (refused, code) = seat.json(&district, &["returning", "go", "--danger", name]);
    assert_eq!(code, 1);
    assert!(refused["why"].as_str().unwrap().contains("还没有做安全检查"), "{refused}");

    let check =
        ["returning", "check", "--danger", name, "--result", "safe", "--note", "墙体无裂缝", "--checker", "监测员"];
    let (checked, code) = seat.json(&district, &check);
    assert_eq!(code, 0, "{checked}");
    assert!(!checked["label"].as_str().unwrap().contains("监测员"), "the journal names no person");
    let (ready, _) = seat.json(&district, &["returning"]);
    assert_eq!(ready["ready"]["people"], people);
    let (went, code) = seat.json(&district, &["returning", "go", "--danger", name]);
    assert_eq!(code, 0, "{went}");
    let (after, _) = seat.json(&district, &["board"]);
    assert_eq!(after["total"]["list"]["returned"], figures["total"]["list"]["returned"].as_i64().unwrap() + people);
    let (undone, _) = (seat.json(&district, &["undo"]), ());
    assert_eq!(undone.1, 0, "{}", undone.0);
    let (again, _) = seat.json(&district, &["returning"]);
    assert_eq!(again["total"], list["total"], "one step takes it back");
    assert_eq!(seat.run(&["check", text(&district)]).code, 0);
    assert_eq!(seat.run(&["returning", "check", "--danger", "哪里", "--result", "safe"]).code, 2);
}

#[test]
fn a_list_that_says_returned_of_people_in_danger_is_taken_without_it() {
    let seat = Seat::new();
    let district = seat.district();
    let export = ["export", "--kind", "transfer", "--where", "转移状态=已转移", "--out", "all.csv", "--unmask"];
    assert_eq!(seat.json(&district, &export).1, 0);
    let csv = std::fs::read_to_string(seat.path("all.csv")).unwrap();
    let lines: Vec<&str> = csv.lines().collect();
    let row = lines.iter().find(|line| line.contains("已转移")).unwrap();
    let heads = lines.iter().find(|line| line.contains("户编号")).unwrap();
    let changed = row.replace("已转移", "已返回").replace("村委会委员", "村委会主任");
    std::fs::write(seat.path("one.csv"), format!("{}\n{changed}\n", heads.trim_start_matches('\u{feff}'))).unwrap();
    let import = ["import", "one.csv", "--kind", "transfer", "--on-duplicate", "update"];
    let (done, code) = seat.json(&district, &import);
    assert_eq!((code, done["updated"].as_i64()), (0, Some(1)), "{done:#}");
    let problems = done["problems"].as_array().unwrap();
    let held = problems.iter().find(|one| one["code"] == "returned_held").unwrap();
    assert_eq!((held["row"].as_i64(), held["column"].as_str()), (Some(2), Some("转移状态")));
    assert_eq!(
        seat.json(&district, &["returning"]).0["total"]["households"].as_i64().unwrap() as usize,
        lines.len() - 2
    );
    assert!(
        seat.json(&district, &["export", "--kind", "transfer", "--out", "b.csv", "--where", "转移人职务=村委会主任"]).0
            ["rows"]
            == 1
    );
}
