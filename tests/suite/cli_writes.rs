//! The commands that write: import, undo, redo; two processes on one file; a bureau's own catalogue.

use jiff::Timestamp;
use sitmap::{
    app::Clock,
    domain::{
        catalogue::{Catalogue, Lang},
        model::ObjectRef,
        view::{
            card::card,
            scene::{SceneRequest, scene},
        },
    },
    io::{
        assets,
        store::{self, Access},
    },
};

use crate::cli::{Seat, text};

const LIST: &str = "名称,经度,纬度,可容纳人数\n\
    东山小学,119.5601,29.0801,300\n\
    西坞礼堂,119.5702,29.0702,很多\n\
    南塘村委会,,,120\n";

fn count(seat: &Seat, district: &std::path::Path) -> i64 {
    let (info, _) = seat.json(district, &["info"]);
    info.pointer("/kinds/shelter").and_then(serde_json::Value::as_i64).unwrap_or(-1)
}

#[test]
fn an_import_is_one_step_that_can_be_taken_back_and_done_again() {
    let seat = Seat::new();
    let district = seat.district();
    std::fs::write(seat.path("list.csv"), LIST).unwrap();
    let import = ["import", "list.csv", "--kind", "shelter"];

    let (dry, code) = seat.json(&district, &[&import[..], &["--dry-run"]].concat());
    assert_eq!((dry["rows"].as_i64(), dry["added"].as_i64(), code), (Some(3), Some(3), 0));
    assert_eq!(count(&seat, &district), 275, "a dry run writes nothing");

    let (done, code) = seat.json(&district, &[&import[..], &["--report", "problems.csv"]].concat());
    assert_eq!(code, 0, "an import with problem rows is done");
    assert_eq!(done["added"], 3);
    assert_eq!(done["unplaced"], 1);
    assert_eq!(done["assumed"]["header_row"], 1);
    let problems = done["problems"].as_array().unwrap();
    let bad = problems.iter().find(|problem| problem["row"] == 3).expect("the number in row 3 is reported");
    assert_eq!(bad["value"], "很多");
    assert!(bad["message"].as_str().unwrap().contains("很多"));
    assert!(std::fs::read_to_string(seat.path("problems.csv")).unwrap().contains("很多"));
    assert_eq!(count(&seat, &district), 278);

    let (again, _) = seat.json(&district, &import);
    assert_eq!((again["added"].as_i64(), again["skipped"].as_i64()), (Some(0), Some(3)));

    assert_eq!(seat.json(&district, &["undo"]).1, 0);
    assert_eq!(count(&seat, &district), 275);
    assert_eq!(seat.json(&district, &["redo"]).1, 0);
    assert_eq!(count(&seat, &district), 278);
    let (journal, _) = seat.json(&district, &["journal", "--limit", "3"]);
    assert_eq!(journal["rows"][0]["intent"], "redo");
    let check = seat.run(&["check", text(&district)]);
    assert_eq!(check.code, 0, "{}", check.out);
    assert!(journal["rows"][0]["time"].as_str().unwrap().ends_with("+08:00"));
}

#[test]
fn while_one_process_writes_another_reads_and_is_told_so_when_it_would_write() {
    let seat = Seat::new();
    let district = seat.district();
    std::fs::write(seat.path("list.csv"), LIST).unwrap();
    let (catalogue, _) = Catalogue::read(&assets::shipped_catalogue());
    let (held, loaded) = store::open(&district, Access::Write, &catalogue, Clock::system().now()).unwrap();
    assert_eq!(loaded.access, store::Granted::Writer);

    assert_eq!(count(&seat, &district), 275, "reading works");
    let said = seat.run(&["import", "list.csv", "--kind", "shelter", "--file", text(&district)]);
    assert_eq!(said.code, 2, "{}", said.out);
    assert!(!said.err.trim().is_empty());

    held.close().unwrap();
    let said = seat.run(&["import", "list.csv", "--kind", "shelter", "--file", text(&district)]);
    assert_eq!(said.code, 0, "{}", said.err);
}

#[test]
fn what_is_no_district_is_told_apart_and_left_alone() {
    let seat = Seat::new();
    let district = seat.district();
    let bytes = std::fs::read(&district).unwrap();
    std::fs::write(seat.path("cut.gpkg"), &bytes[..bytes.len() / 2]).unwrap();
    let mut sentences = Vec::new();
    std::fs::write(seat.path("text.gpkg"), "no database at all").unwrap();
    for file in ["cut.gpkg", "text.gpkg", "missing.gpkg"] {
        let said = seat.run(&["info", "--file", file]);
        assert_eq!(said.code, 2, "{file}: {}", said.out);
        assert!(!said.err.contains("problem-"), "{file} has words: {}", said.err);
        sentences.push(said.err);
    }
    sentences.dedup();
    assert_eq!(sentences.len(), 3, "each has a sentence of its own: {sentences:?}");
    let check = seat.run(&["check", "cut.gpkg", "--json"]);
    assert_eq!(check.code, 1, "{}", check.err);
    let report: serde_json::Value = serde_json::from_str(&check.out).unwrap();
    assert_eq!(report["ok"], false);
    assert!(report["findings"][0]["message"].as_str().unwrap().len() > 10);
    assert_eq!(std::fs::read(seat.path("cut.gpkg")).unwrap(), bytes[..bytes.len() / 2]);
}

#[test]
fn export_masks_personal_fields_unless_asked() {
    let seat = Seat::new();
    let district = seat.district();
    let (json, code) = seat.json(&district, &["export", "--kind", "shelter", "--out", "masked.geojson"]);
    assert_eq!((json["rows"].as_i64(), code), (Some(275), 0));
    assert_eq!(seat.json(&district, &["export", "--kind", "shelter", "--out", "whole.geojson", "--unmask"]).1, 0);
    let read = |name: &str| std::fs::read_to_string(seat.path(name)).unwrap();
    let (masked, whole) = (read("masked.geojson"), read("whole.geojson"));
    assert!(masked.contains('*') && !whole.contains("****"), "phones are masked");
    assert!(masked.contains("FeatureCollection"));
}

#[test]
fn an_export_stands_in_the_journal_where_it_can_be_written_and_is_made_where_it_cannot() {
    let seat = Seat::new();
    let district = seat.district();
    let export = |name: &str, more: &[&str]| {
        let said = seat.run(
            &[&["export", "--kind", "shelter", "--out", name, "--json", "--file", text(&district)], more].concat(),
        );
        assert_eq!(said.code, 0, "{}", said.err);
        let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
        (json["journalled"].as_bool(), said.err)
    };
    assert_eq!(export("masked.csv", &[]), (Some(true), String::new()));
    assert_eq!(export("whole.csv", &["--unmask"]).0, Some(true));
    let (journal, _) = seat.json(&district, &["journal", "--area", "export"]);
    assert_eq!(journal["rows"].as_array().unwrap().len(), 2, "{journal}");
    let label = |row: usize| journal["rows"][row]["label"].as_str().unwrap();
    assert!(label(0).contains("whole.csv") && label(0).contains("含完整姓名"), "{journal}");
    assert!(label(1).contains("masked.csv") && label(1).contains("275"), "{journal}");
    assert_eq!(seat.json(&district, &["undo"]).1, 1, "it is no step to take back");

    let (catalogue, _) = Catalogue::read(&assets::shipped_catalogue());
    let (held, _) = store::open(&district, Access::Write, &catalogue, Clock::system().now()).unwrap();
    let (journalled, said) = export("held.csv", &[]);
    assert_eq!(journalled, Some(false));
    assert!(said.contains("操作记录里没有这一条"), "{said}");
    assert!(seat.path("held.csv").is_file());
    held.close().unwrap();
}

#[test]
fn an_export_takes_a_condition_and_a_datum_and_says_which() {
    let seat = Seat::new();
    let district = seat.district();
    let export = |name: &str, more: &[&str]| {
        let (done, code) = seat.json(&district, &[&["export", "--kind", "shelter", "--out", name], more].concat());
        assert_eq!(code, 0, "{done}");
        let file: serde_json::Value = serde_json::from_slice(&std::fs::read(seat.path(name)).unwrap()).unwrap();
        (done["rows"].as_u64().unwrap(), file)
    };
    let (all, plain) = export("all.geojson", &[]);
    let (open, _) = export("open.geojson", &["--where", "status=开放", "--where", "capacity>=100"]);
    assert!(0 < open && open < all, "{open} of {all}");
    let (_, shifted) = export("gcj.geojson", &["--crs", "gcj02"]);
    assert_eq!((plain["datum"].as_str(), shifted["datum"].as_str()), (Some("wgs84"), Some("gcj02")));
    let lon = |file: &serde_json::Value| file["features"][0]["geometry"]["coordinates"][0].as_f64().unwrap();
    let shift = lon(&shifted) - lon(&plain);
    assert!((0.004..0.006).contains(&shift), "some 480 m east here: {shift}");
    let bad = ["export", "--kind", "shelter", "--out", "x.csv", "--where", "depth=3"];
    assert_eq!(seat.run(&[&["--file", text(&district)], &bad[..]].concat()).code, 2);
    assert!(!seat.path("x.csv").exists());
}

#[test]
fn a_catalogue_file_of_ones_own_adds_a_layer_that_the_district_keeps() {
    let seat = Seat::new();
    let district = seat.district();
    let folder = seat.path("own");
    std::fs::create_dir(&folder).unwrap();
    let well = r#"
id = "well"
zh = "应急水井"
en = "Emergency well"
group = "resource"
geometry = "point"
symbol = { frame = "resource", mark = "井" }

[[field]]
id = "depth_m"
zh = "井深"
en = "Depth"
type = "real"
unit_zh = "m"
unit_en = "m"
min = 0
"#;
    std::fs::write(folder.join("well.toml"), well).unwrap();
    std::fs::write(seat.path("wells.csv"), "名称,经度,纬度,井深\n老街水井,119.56,29.08,35\n").unwrap();
    let own = ["--catalogue", text(&folder)];
    let (done, code) = seat.json(&district, &[&own[..], &["import", "wells.csv", "--kind", "well"]].concat());
    assert_eq!((done["added"].as_i64(), code), (Some(1), 0), "{done}");

    let (near, code) = seat.json(&district, &["nearest", "--kind", "well", "--from", "119.56,29.09"]);
    assert_eq!(code, 0, "the file brings the kind along");
    assert_eq!(near["answers"][0]["name"], "老街水井");
    assert_eq!(seat.json(&district, &["export", "--kind", "well", "--out", "wells.geojson"]).1, 0);
    assert!(std::fs::read_to_string(seat.path("wells.geojson")).unwrap().contains("depth_m"));

    // The same file where that catalogue file is absent: the layer shows, and has a card.
    let (catalogue, _) = Catalogue::read(&assets::shipped_catalogue());
    let (_store, loaded) = store::open(&district, Access::Read, &catalogue, Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!(loaded.problems, []);
    let words = assets::words(Lang::Zh);
    let well = loaded.world.layer("well").unwrap().objects().next().unwrap();
    let well = ObjectRef { kind: well.kind.clone(), uid: well.uid };
    let card = card(&loaded.world, &well, false, Timestamp::UNIX_EPOCH, &words).unwrap();
    assert_eq!((card.head.title.as_str(), card.head.kind.as_str()), ("老街水井", "应急水井"));
    assert!(card.facts.iter().any(|row| row.label == "井深" && row.value.starts_with("35")), "{card:?}");
    let request = SceneRequest { zoom: 15.0, ..SceneRequest::default() };
    let scene = scene(&loaded.world, &request, &words);
    assert!(scene.marks.iter().any(|mark| mark.object == Some(well.clone())), "the layer shows");
}

#[test]
fn the_real_shelters_import_with_their_problems_and_answer() {
    let list = crate::architecture::root().join("../shared/data/shelters/shelters_5973.csv");
    if !list.is_file() {
        println!("skipped: ../shared not present");
        return;
    }
    let seat = Seat::new();
    let district = seat.district();
    let (done, code) = seat.json(&district, &["import", text(&list), "--kind", "shelter"]);
    assert_eq!(code, 0);
    assert_eq!(done["rows"], 5973);
    let sum: i64 = ["added", "updated", "skipped"].iter().filter_map(|part| done[part].as_i64()).sum();
    assert_eq!(sum, 5973, "every row is accounted for");
    let problems = done["problems"].as_array().unwrap();
    assert!(problems.iter().all(|problem| problem["code"].is_string() && problem["message"].is_string()));
    let ask = ["nearest", "--kind", "shelter", "--from", "121.5173,25.0478", "--people", "200"];
    let (near, code) = seat.json(&district, &ask);
    assert_eq!(code, 0);
    assert!(near["answers"].as_array().unwrap().iter().all(|one| one["free_places"].as_i64() >= Some(200)));
}
