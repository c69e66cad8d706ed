//! The program from outside: exit codes, JSON, both languages, errors, two processes on one file.

#![expect(clippy::expect_used, clippy::panic, reason = "helpers of tests")]

use std::{
    path::{Path, PathBuf},
    sync::OnceLock,
};

use assert_cmd::Command;
use serde_json::Value as Json;
use tempfile::TempDir;

/// A seat of its own: its settings, its sample, nothing of the machine's.
pub struct Seat {
    home: TempDir,
}

/// What a command said.
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Seat {
    pub fn new() -> Self {
        Self { home: tempfile::tempdir().expect("a folder for a seat") }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// A copy of the flood sample, made once for all tests.
    pub fn district(&self) -> PathBuf {
        static SAMPLE: OnceLock<(Seat, PathBuf)> = OnceLock::new();
        let (_, sample) = SAMPLE.get_or_init(|| {
            let seat = Self::new();
            let path = seat.path("flood.gpkg");
            let said = seat.run(&["demo", "--moment", "flood", "--out", text(&path)]);
            assert_eq!(said.code, 0, "{}", said.err);
            (seat, path)
        });
        let copy = self.path("district.gpkg");
        std::fs::copy(sample, &copy).expect("a copy of the sample");
        copy
    }

    pub fn run(&self, arguments: &[&str]) -> Said {
        let output = Command::new(env!("CARGO_BIN_EXE_sitmap"))
            .args(arguments)
            .env("SITMAP_HOME", self.home.path())
            .env_remove("SITMAP_CATALOGUE")
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .current_dir(self.home.path())
            .output()
            .expect("the program starts");
        Said {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).expect("UTF-8 on standard output"),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// The JSON that a command answers on a district, and its exit code.
    pub fn json(&self, district: &Path, arguments: &[&str]) -> (Json, i32) {
        let said = self.run(&[&["--json", "--file", text(district)], arguments].concat());
        let json = serde_json::from_str(&said.out);
        (json.unwrap_or_else(|error| panic!("{error}: {}\n{}", said.out, said.err)), said.code)
    }
}

pub fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

fn keys(json: &Json) -> Vec<&str> {
    json.as_object().map(|object| object.keys().map(String::as_str).collect()).unwrap_or_default()
}

#[test]
fn demo_makes_a_district_says_its_counts_and_never_overwrites() {
    let seat = Seat::new();
    let said = seat.run(&["demo", "--out", "d.gpkg", "--json"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let made: Json = serde_json::from_str(&said.out).unwrap();
    assert_eq!(keys(&made), ["file", "seed", "moment", "scale", "total", "counts"]);
    for (kind, count) in [("shelter", 275), ("enterprise", 1566), ("reservoir", 59), ("pond", 165), ("device", 152)] {
        assert_eq!(made["counts"][kind], count, "{kind}");
    }
    let again = seat.run(&["demo", "--out", "d.gpkg"]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("d.gpkg"), "{}", again.err);
    let check = seat.run(&["check", "d.gpkg"]);
    assert_eq!(check.code, 0, "{}", check.out);
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let seat = Seat::new();
    let bytes = |name: &str| {
        assert_eq!(seat.run(&["demo", "--moment", "flood", "--seed", "7", "--out", name]).code, 0);
        std::fs::read(seat.path(name)).unwrap()
    };
    assert!(bytes("a.gpkg") == bytes("b.gpkg"));
}

#[test]
fn info_tells_what_the_file_holds() {
    let seat = Seat::new();
    let district = seat.district();
    let (info, code) = seat.json(&district, &["info"]);
    assert_eq!(code, 0);
    assert_eq!(info["file"], text(&district));
    assert_eq!(info["schema"], 2);
    assert_eq!(info["datum"], "WGS-84");
    assert_eq!(info["kinds"]["shelter"], 275);
    assert_eq!(info["sample"], true);
    assert_eq!(info["exercise"], false);
    assert!(info["journal_length"].is_u64());
}

#[test]
fn without_a_file_the_sample_is_made_once_in_the_seats_folder() {
    let seat = Seat::new();
    let first = seat.run(&["info", "--json"]);
    assert_eq!(first.code, 0, "{}", first.err);
    assert!(first.err.contains("首次使用"), "{}", first.err);
    let info: Json = serde_json::from_str(&first.out).unwrap();
    assert!(info["file"].as_str().unwrap().starts_with(text(seat.home.path())));
    assert_eq!(info["sample"], true);
    assert_eq!(seat.run(&["info"]).err, "");
}

#[test]
fn nearest_answers_as_the_contract_says() {
    let seat = Seat::new();
    let district = seat.district();
    let (json, code) =
        seat.json(&district, &["nearest", "--kind", "shelter", "--from", "119.56,29.08", "--people", "200"]);
    assert_eq!(code, 0);
    assert_eq!(keys(&json), ["query", "answers", "passed_over", "without_position"]);
    assert_eq!(json["query"]["people"], 200);
    let answers = json["answers"].as_array().unwrap();
    assert_eq!(answers.len(), 5);
    let mut last = 0.0;
    for (index, answer) in answers.iter().enumerate() {
        assert_eq!(
            keys(answer),
            ["id", "name", "kind", "lon", "lat", "distance_m", "bearing_deg", "free_places", "rank", "minutes"]
        );
        assert_eq!(answer["rank"], index + 1);
        assert!(answer["free_places"].as_i64().unwrap() >= 200);
        let distance = answer["distance_m"].as_f64().unwrap();
        assert!(distance >= last, "nearest first");
        last = distance;
    }
    for passed in json["passed_over"].as_array().unwrap() {
        assert_eq!(keys(passed), ["id", "name", "distance_m", "reason"]);
        assert!(passed["distance_m"].as_f64().unwrap() <= last);
    }
}

#[test]
fn nearest_takes_degrees_minutes_and_seconds_and_the_name_of_a_township() {
    let seat = Seat::new();
    let district = seat.district();
    let ask = |from: &str| seat.json(&district, &["nearest", "--kind", "shelter", "--from", from, "-k", "1"]).0;
    let decimal = ask("119.56,29.08");
    let degrees = ask("119°33′36″E,29°04′48″N");
    assert_eq!(decimal["answers"][0]["id"], degrees["answers"][0]["id"]);
    let named = ask("白龙桥镇");
    assert_eq!(named["query"]["place"], "白龙桥镇");
    assert_eq!(named["answers"].as_array().unwrap().len(), 1);
}

#[test]
fn an_answer_that_is_no_has_exit_code_1_and_reasons() {
    let seat = Seat::new();
    let district = seat.district();
    let (json, code) =
        seat.json(&district, &["nearest", "--kind", "shelter", "--from", "119.56,29.08", "--people", "999999"]);
    assert_eq!(code, 1);
    assert_eq!(json["answers"], Json::Array(Vec::new()));
    let passed = json["passed_over"].as_array().unwrap();
    assert_eq!(passed.len(), 50);
    assert!(passed.iter().all(|one| one["reason"].is_string()));
    assert_eq!(seat.run(&["search", "没有这个地方xyz", "--file", text(&district)]).code, 1);
}

#[test]
fn bad_use_and_unreadable_input_have_exit_code_2_and_a_sentence() {
    let seat = Seat::new();
    let district = seat.district();
    let file = text(&district);
    std::fs::write(seat.path("text.gpkg"), "no database").unwrap();
    let nowhere = ["nearest", "--kind", "shelter", "--from", "nowhere at all", "--file", file];
    let no_kind = ["nearest", "--kind", "unicorn", "--from", "119.5,29", "--file", file];
    let no_hazard = ["nearest", "--kind", "shelter", "--from", "119.5,29", "--hazard", "dragons", "--file", file];
    let off_earth = ["nearest", "--kind", "shelter", "--from", "300,100", "--file", file];
    for arguments in [
        &["nearest", "--from", "119.5,29"][..],
        &["sing"],
        &["--lang", "fr", "info"],
        &nowhere,
        &no_kind,
        &no_hazard,
        &off_earth,
        &["info", "--file", "missing.gpkg"],
        &["info", "--file", "text.gpkg"],
        &["check", "missing.gpkg"],
        &["import", "missing.csv", "--kind", "shelter", "--file", file],
        &["within", "--kind", "shelter", "--file", file],
        &["within", "--kind", "shelter", "--bbox", "1,2,3", "--file", file],
        &["render", "--out", "picture.gif", "--file", file],
        &["render", "--out", "picture.png", "--size", "huge", "--file", file],
        &["render", "--out", "no/such/folder/picture.svg", "--file", file],
    ] {
        let said = seat.run(arguments);
        assert_eq!(said.code, 2, "{arguments:?}: {}{}", said.out, said.err);
        assert!(!said.err.trim().is_empty(), "{arguments:?} says why");
        assert_eq!(said.out, "", "{arguments:?} answers nothing");
        assert!(!said.err.contains("panicked"), "{}", said.err);
    }
    assert_eq!(std::fs::read_to_string(seat.path("text.gpkg")).unwrap(), "no database", "it is left as it was");
}

#[test]
fn the_language_is_chinese_unless_english_is_asked_for() {
    let seat = Seat::new();
    let district = seat.district();
    let ask = ["nearest", "--kind", "shelter", "--from", "119.56,29.08", "--people", "200", "--file", text(&district)];
    let chinese = seat.run(&ask);
    assert!(chinese.out.contains("最近") && chinese.out.contains("余"), "{}", chinese.out);
    let english = seat.run(&[&["--lang", "en"], &ask[..]].concat());
    assert!(english.out.contains("Nearest to") && english.out.contains("room for"), "{}", english.out);
    assert!(seat.run(&["--help"]).out.contains("避灾") || seat.run(&["--help"]).out.contains("应急一张图"));
    assert!(seat.run(&["--help", "--lang", "en"]).out.contains("situation map"));
}

#[test]
fn within_counts_and_sums() {
    let seat = Seat::new();
    let district = seat.district();
    let (all, code) = seat.json(&district, &["within", "--kind", "shelter", "--bbox", "118,28,121,30"]);
    assert_eq!(code, 0);
    assert_eq!(all["count"], 275);
    assert_eq!(all["rows"].as_array().unwrap().len(), 275);
    let (circle, _) = seat.json(&district, &["within", "--kind", "shelter", "--circle", "119.56,29.08,3000"]);
    let count = circle["count"].as_u64().unwrap();
    assert!(count > 0 && count < 275);
    assert!(circle["sums"]["capacity"].as_f64().unwrap() < all["sums"]["capacity"].as_f64().unwrap());
    let (none, code) = seat.json(&district, &["within", "--kind", "shelter", "--circle", "0,0,100"]);
    assert_eq!((none["count"].as_u64(), code), (Some(0), 1));
}

#[test]
fn render_draws_with_no_display() {
    let seat = Seat::new();
    let district = seat.district();
    let (json, code) = seat.json(&district, &["render", "--out", "s.svg", "--size", "800x600"]);
    assert_eq!(code, 0);
    assert!(json["scale"].as_f64().unwrap() > 1000.0);
    let svg = std::fs::read_to_string(seat.path("s.svg")).unwrap();
    assert!(svg.contains("示例数据"), "the sample mark is on it");
    let said = seat.run(&["render", "--out", "s.png", "--size", "800x600", "--file", text(&district)]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(std::fs::read(seat.path("s.png")).unwrap()[..8], *b"\x89PNG\r\n\x1a\n");
}
