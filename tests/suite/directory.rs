//! The directory and the plan library from the command line.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure is the test's failure")]

use serde_json::Value as Json;

use crate::{
    cli::{Seat, text},
    flood::AT,
};

fn units(answer: &Json) -> Vec<Json> {
    answer["units"].as_array().unwrap().clone()
}

#[test]
fn the_sample_has_the_organisation_and_every_object_finds_whom_to_call() {
    let seat = Seat::new();
    let district = seat.path("district.gpkg");
    assert_eq!(seat.run(&["demo", "--moment", "flood", "--at", AT, "--out", text(&district)]).code, 0);
    let (all, code) = seat.json(&district, &["directory"]);
    let all = units(&all);
    // A committee, four headquarters, nine lines, six safety committees, a mechanism in each own township.
    assert_eq!((code, all.len()), (0, 1 + 4 + 9 + 6 + 18));
    assert!(all.first().unwrap()["no_liaison"] == true || all.first().unwrap()["stale"] == true, "gaps first");
    let (found, _) = seat.json(&district, &["directory", "--object", "reservoir:沙畈水库"]);
    let why: Vec<(String, String)> = units(&found)
        .iter()
        .map(|unit| (unit["because"].as_str().unwrap().to_owned(), unit["name"].as_str().unwrap().to_owned()))
        .collect();
    let has = |because: &str, name: &str| why.iter().any(|(why, unit)| why == because && unit == name);
    assert!(
        has("line", "区水利局") && has("township", "沙畈应急管理中心") && has("township", "沙畈应急工作机制"),
        "{why:?}"
    );
    assert!(has("above", "区防汛防台抗旱指挥部"), "{why:?}");
    // Names and numbers are masked until asked for.
    let phone = |answer: &Json| {
        let line = units(answer).into_iter().find(|unit| unit["because"] == "line").unwrap();
        line["people"]
            .as_array()
            .unwrap()
            .iter()
            .find_map(|person| person["phone"].as_str().map(str::to_owned))
            .unwrap()
    };
    assert!(phone(&found).contains('*'));
    let (whole, _) = seat.json(&district, &["directory", "--object", "reservoir:沙畈水库", "--unmask"]);
    assert!(!phone(&whole).contains('*'));
    assert_eq!(seat.run(&["--file", text(&district), "directory", "--object", "reservoir:没有"]).code, 2);
}

#[test]
fn the_plan_library_has_a_plan_for_each_township_and_says_what_is_overdue() {
    let seat = Seat::new();
    let district = seat.path("district.gpkg");
    assert_eq!(seat.run(&["demo", "--moment", "quiet", "--at", AT, "--out", text(&district)]).code, 0);
    let (library, code) = seat.json(&district, &["plans"]);
    let plans = library["plans"].as_array().unwrap();
    let of_towns = plans.iter().filter(|plan| plan["level"] == "township").count();
    assert_eq!((code, of_towns, library["without"].as_array().unwrap().len()), (0, 18, 0));
    let overdue = plans.iter().filter(|plan| plan["overdue"] == true).count();
    assert_eq!(library["overdue"].as_u64(), Some(overdue as u64));
    assert!(plans.iter().is_sorted_by_key(|plan| plan["overdue"] != true), "those past their review date come first");
    assert!(plans.iter().all(|plan| plan["attachment"].is_string() && plan["version"] == "示例版"));
}
