//! Warning signals from the command line: CAP read as strictly as its schema, taken in once, written so that it validates.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure is the test's failure")]

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value as Json;
use sitmap::{app::Clock, io::cap};

use crate::cli::{Seat, text};

/// What `xmllint --schema cap12.xsd` refuses of the samples; it takes the others.
const REFUSED: [&str; 2] = ["Fiji_Water_Shortage_Suva.xml", "entity_attack.cap"];

/// The samples of CAP and their schema; none where they are not beside the checkout.
fn samples() -> Option<Vec<PathBuf>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/formats/cap");
    let Ok(listed) = std::fs::read_dir(folder) else {
        println!("skipped: ../shared not present");
        return None;
    };
    let mut files: Vec<PathBuf> = listed.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    Some(files)
}

fn name(path: &Path) -> &str {
    path.file_name().unwrap().to_str().unwrap()
}

/// Whether a file is valid by the schema; none where xmllint is not installed.
fn validates(schema: &Path, file: &Path) -> Option<bool> {
    let said = Command::new("xmllint").args(["--nonet", "--noout", "--schema"]).args([schema, file]).output();
    match said {
        Ok(said) => Some(said.status.success()),
        Err(_) => {
            println!("skipped: xmllint is not installed");
            None
        }
    }
}

#[test]
fn samples_are_read_or_refused_as_the_schema_says() {
    let Some(files) = samples() else { return };
    let schema = files.iter().find(|file| name(file) == "cap12.xsd").unwrap().clone();
    let messages: Vec<&PathBuf> = files.iter().filter(|file| name(file) != "cap12.xsd").collect();
    assert_eq!(messages.len(), 18);
    for file in messages {
        let read = cap::read(&std::fs::read(file).unwrap());
        assert_eq!(read.is_err(), REFUSED.contains(&name(file)), "{file:?}: {read:?}");
        if let Some(valid) = validates(&schema, file) {
            assert_eq!(valid, read.is_ok(), "{file:?}: {read:?}");
        }
    }
}

#[test]
fn each_sample_comes_in_or_is_told_and_a_second_time_nothing_is_new() {
    let Some(files) = samples() else { return };
    let seat = Seat::new();
    let district = seat.district();
    let files: Vec<&str> = files.iter().filter(|file| name(file) != "cap12.xsd").map(|file| text(file)).collect();
    let import = [&["warnings", "import"], files.as_slice()].concat();
    let (tried, _) = seat.json(&district, &[import.as_slice(), &["--dry-run"]].concat());
    let (done, code) = seat.json(&district, &import);
    assert_eq!((code, &tried["added"], &tried["dry_run"]), (0, &done["added"], &true.into()));
    let told = |json: &Json, field: &str, of: &str| -> BTreeSet<String> {
        let rows = json[field].as_array().unwrap();
        rows.iter().map(|row| row[of].as_str().unwrap_or_default().to_owned()).collect()
    };
    let (did, problems) = (told(&done, "did", "file"), told(&done, "problems", "file"));
    for file in &files {
        assert!(did.contains(*file) || problems.contains(*file), "{file} is neither taken nor told");
    }
    let codes = told(&done, "problems", "code");
    for code in ["cap_dtd", "cap_element", "cap_exercise_into_real", "cap_left_out", "cap_area_unknown"] {
        assert!(codes.contains(code), "{code}: {codes:?}");
    }
    let element = done["problems"].as_array().unwrap().iter().find(|problem| problem["code"] == "cap_element").unwrap();
    assert_eq!(
        (&element["row"], &element["column"], &element["value"]),
        (&11.into(), &"alert".into(), &"reference".into())
    );
    // The second cyclone is an update of a message that is not among them: it comes in, and that is told.
    assert!(codes.contains("cap_reference_unknown") && done["updated"] == 0, "{codes:?}");
    let (again, _) = seat.json(&district, &import);
    assert_eq!((&again["added"], &again["updated"]), (&0.into(), &0.into()));
    let undone = seat.run(&["--file", text(&district), "undo"]);
    assert_eq!(undone.code, 0, "{}", undone.err);
    let (once_more, _) = seat.json(&district, &import);
    assert_eq!(once_more["added"], done["added"], "one step, taken back whole");
}

/// The flood sample of this hour: its warnings are in force.
fn flood(seat: &Seat) -> PathBuf {
    let district = seat.path("flood-now.gpkg");
    let now = Clock::system().now().to_string();
    let said = seat.run(&["demo", "--moment", "flood", "--at", &now, "--out", text(&district)]);
    assert_eq!(said.code, 0, "{}", said.err);
    district
}

fn rows(json: &Json) -> &Vec<Json> {
    json["warnings"].as_array().unwrap()
}

#[test]
fn the_flood_sample_has_three_warnings_and_the_quiet_one_none() {
    let seat = Seat::new();
    let district = flood(&seat);
    let (json, code) = seat.json(&district, &["warnings"]);
    assert_eq!((code, &json["total"]), (0, &4.into()));
    let seen: Vec<_> = rows(&json).iter().map(|row| [&row["kind"], &row["colour"], &row["area_basis"]]).collect();
    let expected =
        [["rainstorm", "red", "townships"], ["typhoon", "orange", "district"], ["geological", "yellow", "townships"]];
    assert_eq!(
        seen,
        expected.map(|row| row.map(Json::from)).iter().map(|row| [&row[0], &row[1], &row[2]]).collect::<Vec<_>>()
    );
    assert_eq!(rows(&json)[0]["townships"], serde_json::json!(["沙畈乡", "塔石乡"]));
    assert!(rows(&json).iter().all(|row| row["in_force"] == true && row["area_known"] == true));
    let (all, _) = seat.json(&district, &["warnings", "--all"]);
    assert_eq!((rows(&all).len(), &rows(&all)[3]["phase"]), (4, &"lifted".into()));
    let said = seat.run(&["--lang", "zh", "--file", text(&district), "warnings"]).out;
    assert!(said.contains("示例") && said.contains("生效中  台风橙色预警") && said.contains("全区，按区界"), "{said}");
    let said = seat.run(&["--lang", "en", "--file", text(&district), "warnings"]).out;
    assert!(said.contains("in force  台风橙色预警  until") && said.contains("whole district"), "{said}");
    // Red and orange are alarms; the wind was noted.
    let (alarms, _) = seat.json(&district, &["alarms", "--all"]);
    let known: Vec<_> =
        alarms["alarms"].as_array().unwrap().iter().filter(|row| row["kind"] == "warning_signal").collect();
    assert_eq!(known.len(), 2);
    let of = |name: &str| known.iter().find(|row| row["name"] == name).unwrap();
    assert!(of("暴雨红色预警")["acknowledged"].is_null() && !of("台风橙色预警")["acknowledged"].is_null());
    assert!(of("暴雨红色预警")["what"].as_str().unwrap().starts_with("生效中，至 "));
    let noted = seat.run(&["--file", text(&district), "acknowledge", "暴雨红色预警"]);
    assert_eq!(noted.code, 0, "{}", noted.err);
    let (later, code) = seat.json(&district, &["warnings", "--all", "--at", "2090-01-01T08:00:00+08:00"]);
    assert_eq!((code, rows(&later).len()), (0, 4));
    assert!(rows(&later).iter().take(3).all(|row| row["phase"] == "expired" && row["in_force"] == false));
    let quiet = seat.path("quiet.gpkg");
    assert_eq!(seat.run(&["demo", "--out", text(&quiet)]).code, 0);
    let (none, code) = seat.json(&quiet, &["warnings"]);
    assert_eq!((code, rows(&none).len(), &none["total"]), (1, 0, &1.into()));
}

#[test]
fn warnings_are_written_as_valid_cap_and_come_in_elsewhere() {
    let seat = Seat::new();
    let district = flood(&seat);
    let folder = seat.path("cap");
    let (json, code) = seat.json(&district, &["warnings", "export", "--out", text(&folder)]);
    let files: Vec<PathBuf> =
        json["files"].as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap().into()).collect();
    assert_eq!((code, files.len(), &json["problems"]), (0, 3, &serde_json::json!([])));
    let schema = samples().and_then(|files| files.into_iter().find(|file| name(file) == "cap12.xsd"));
    for (file, row) in files.iter().zip(json["files"].as_array().unwrap()) {
        let alert = cap::read(&std::fs::read(file).unwrap()).unwrap();
        assert_eq!(
            (alert.identifier.len(), alert.sender.as_str(), alert.note.as_deref()),
            (31, "330702", Some("示例数据"))
        );
        assert_eq!((row["status"].as_str(), row["msg_type"].as_str()), (Some("Actual"), Some("Alert")));
        assert!(alert.infos[0].areas.iter().all(|area| !area.polygons.is_empty() && !area.geocodes.is_empty()));
        for polygon in alert.infos[0].areas.iter().flat_map(|area| &area.polygons) {
            assert!(cap::polygon_of(polygon).is_ok(), "{polygon}");
        }
        if let Some(valid) = schema.as_ref().and_then(|schema| validates(schema, file)) {
            assert!(valid, "{file:?}");
        }
    }
    let quiet = seat.path("quiet.gpkg");
    assert_eq!(seat.run(&["demo", "--out", text(&quiet)]).code, 0);
    let paths: Vec<&str> = files.iter().map(|file| text(file)).collect();
    let (done, code) = seat.json(&quiet, &[&["warnings", "import"], paths.as_slice()].concat());
    assert_eq!((code, &done["added"], &done["problems"]), (0, &3.into(), &serde_json::json!([])));
    let (here, _) = seat.json(&district, &["warnings"]);
    let (there, _) = seat.json(&quiet, &["warnings"]);
    let facts = |json: &Json| -> Vec<String> {
        let of = |row: &Json| {
            ["name", "kind", "colour", "issuer", "issued", "valid_until", "headline"]
                .map(|field| row[field].to_string())
                .join(" ")
        };
        rows(json).iter().map(of).collect()
    };
    assert_eq!(facts(&here), facts(&there));
    // Written again where they came in, they are the same messages.
    let (again, _) = seat.json(&quiet, &["warnings", "export", "--out", text(&seat.path("again"))]);
    let ids = |json: &Json| -> BTreeSet<String> {
        json["files"].as_array().unwrap().iter().map(|file| file["identifier"].to_string()).collect()
    };
    assert_eq!(ids(&json), ids(&again));
}

#[test]
fn one_that_was_lifted_by_hand_is_written_as_a_cancellation() {
    let seat = Seat::new();
    let district = flood(&seat);
    let (json, _) = seat.json(&district, &["warnings"]);
    let id = rows(&json)[1]["id"].as_str().unwrap().to_owned();
    let set = seat.run(&["--file", text(&district), "set", "warning_signal:台风橙色预警", "status=lifted"]);
    assert_eq!(set.code, 0, "{}", set.err);
    let (json, _) = seat.json(&district, &["warnings"]);
    assert_eq!(rows(&json).len(), 2);
    let file = seat.path("cancel.xml");
    let (json, code) = seat.json(&district, &["warnings", "export", "--out", text(&file), "--uid", &id]);
    assert_eq!((code, json["files"][0]["msg_type"].as_str()), (0, Some("Cancel")));
    let alert = cap::read(&std::fs::read(&file).unwrap()).unwrap();
    assert!(alert.references.unwrap().starts_with("330702,33070200000000_"));
    let unknown = seat.run(&["--file", text(&district), "warnings", "export", "--out", "x", "--uid", "7"]);
    assert_eq!(unknown.code, 2);
    let (missing, code) = seat.json(&district, &["warnings", "import", "nothing.xml"]);
    assert_eq!((code, missing["problems"][0]["code"].as_str()), (1, Some("cap_unreadable")));
}

#[test]
fn one_that_is_typed_is_called_after_its_sort_and_colour_and_says_that_it_names_no_end() {
    let seat = Seat::new();
    let quiet = seat.path("quiet.gpkg");
    assert_eq!(seat.run(&["demo", "--out", text(&quiet)]).code, 0);
    let add = ["add", "--kind", "warning_signal", "signal_kind=大风", "color=橙", "areas=沙畈"];
    let added = seat.run(&[&["--file", text(&quiet)], &add[..]].concat());
    assert_eq!(added.code, 0, "{}", added.err);
    let (json, _) = seat.json(&quiet, &["warnings"]);
    let row = &rows(&json)[0];
    assert_eq!((row["name"].as_str(), row["phase"].as_str()), (Some("大风橙色预警"), Some("in_force")));
    assert!(row["valid_until"].is_null() && row["area_known"] == true);
    let said = seat.run(&["--lang", "zh", "--file", text(&quiet), "warnings"]).out;
    assert!(said.contains("大风橙色预警  无有效期  沙畈"), "{said}");
    let (alarms, _) = seat.json(&quiet, &["alarms"]);
    assert!(alarms["alarms"].as_array().unwrap().iter().any(|row| row["what"] == "生效中，无有效期"), "{alarms}");
    // Raised, it is called so; a name of its own would stay.
    let raised = seat.run(&["--file", text(&quiet), "set", "warning_signal:大风橙色预警", "color=红"]);
    assert_eq!(raised.code, 0, "{}", raised.err);
    let (json, _) = seat.json(&quiet, &["warnings"]);
    assert_eq!(
        (rows(&json)[0]["name"].as_str(), rows(&json)[0]["colour"].as_str()),
        (Some("大风红色预警"), Some("red"))
    );
    // Without a time of its issue it has no identifier.
    let (json, code) = seat.json(&quiet, &["warnings", "export", "--out", text(&seat.path("none"))]);
    assert_eq!((code, json["problems"][0]["code"].as_str()), (1, Some("cap_no_issued")));
}
