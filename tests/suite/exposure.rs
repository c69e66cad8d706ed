//! `sitmap exposure` from outside: figures that add up and agree with `within` and `evacuate`, and what cannot be asked.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure is the test's failure")]

use serde_json::Value as Json;

use crate::cli::{Seat, text};

fn zone(seat: &Seat, name: &str, rings: &str) -> String {
    let path = seat.path(name);
    std::fs::write(&path, format!(r#"{{"type":"MultiPolygon","coordinates":[{rings}]}}"#)).unwrap();
    text(&path).to_owned()
}

fn ring(west: f64, south: f64, east: f64, north: f64) -> String {
    format!("[[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]]")
}

fn number(json: &Json, path: &str) -> i64 {
    json.pointer(path).and_then(Json::as_i64).unwrap_or(0)
}

#[test]
fn townships_add_up_and_every_kind_is_what_lies_within() {
    let seat = Seat::new();
    let district = seat.district();
    let file = zone(&seat, "area.geojson", &ring(119.35, 28.95, 119.62, 29.12));
    let (found, code) = seat.json(&district, &["exposure", "--zone", &file]);
    assert_eq!(code, 0, "{found:#}");
    let rows = found["by_township"].as_array().unwrap();
    assert!(rows.len() > 5);
    for path in [
        "/people/listed",
        "/people/households",
        "/people/moved",
        "/people/population",
        "/places/capacity",
        "/places/free",
        "/kinds/school/count",
        "/kinds/enterprise/states/red",
        "/kinds/hospital/sums/beds",
        "/kinds/danger_zone/count",
        "/kinds/grid/count",
        "/persons/village",
        "/persons/county",
    ] {
        let sum: i64 = rows.iter().map(|row| number(&row["sums"], path)).sum();
        assert_eq!(sum, number(&found["sums"], path), "{path}");
        assert!(sum > 0 || path == "/people/moved", "{path}");
    }
    for kind in
        ["village", "shelter", "school", "hospital", "enterprise", "reservoir", "pond", "grid", "dike", "hazard"]
    {
        let (within, _) = seat.json(&district, &["within", "--kind", kind, "--zone", &file]);
        assert_eq!(number(&found["sums"], &format!("/kinds/{kind}/count")), number(&within, "/count"), "{kind}");
        let ids = found["inside"][kind].as_array().map_or(0, Vec::len);
        assert_eq!(ids as i64, number(&within, "/count"), "{kind}");
    }
    let (villages, _) = seat.json(&district, &["within", "--kind", "village", "--zone", &file]);
    assert_eq!(found["sums"]["people"]["population"], villages["sums"]["population"]);
    let phones: Vec<&str> =
        found["responsible"].as_array().unwrap().iter().filter_map(|one| one["phone"].as_str()).collect();
    assert!(!phones.is_empty() && phones.iter().all(|phone| phone.contains('*')));
    // The whole in two overlapping halves is the whole.
    let halves = format!("{},{}", ring(119.35, 28.95, 119.5, 29.12), ring(119.45, 28.95, 119.62, 29.12));
    let file = zone(&seat, "halves.geojson", &halves);
    let (twice, _) = seat.json(&district, &["exposure", "--zone", &file]);
    assert_eq!(twice["sums"], found["sums"]);
    assert!(!twice["mended"].as_array().unwrap().is_empty(), "that they were merged is said");
}

#[test]
fn a_danger_zone_has_the_people_that_a_plan_of_it_moves() {
    let seat = Seat::new();
    let district = seat.district();
    let (zones, _) = seat.json(&district, &["within", "--kind", "danger_zone", "--bbox", "119.1,28.6,120.0,29.5"]);
    let mut people = 0;
    for row in zones["rows"].as_array().unwrap().iter().step_by(40) {
        let id = row["id"].as_str().unwrap();
        let (found, _) = seat.json(&district, &["exposure", "--zone-of", id]);
        let (plan, _) = seat.json(&district, &["evacuate", "--area", id]);
        let listed = plan["assignments"].as_array().into_iter().flatten();
        let planned: i64 =
            listed.filter(|one| one["group"]["kind"] != "residents").map(|one| number(one, "/people")).sum();
        let moved = number(&plan, "/moved");
        assert!(number(&found["sums"], "/people/listed") >= planned + moved, "{row}");
        assert_eq!(number(&found["sums"], "/people/moved"), moved, "{row}");
        people += number(&found["sums"], "/people/listed");
    }
    assert!(people > 0);
}

#[test]
fn a_circle_counts_as_within_does_and_says_its_answer_in_both_languages() {
    let seat = Seat::new();
    let district = seat.district();
    let (found, code) = seat.json(&district, &["exposure", "--circle", "119.53,29.06,4000"]);
    assert_eq!(code, 0);
    for kind in ["shelter", "enterprise", "grid", "danger_zone"] {
        let (within, _) = seat.json(&district, &["within", "--kind", kind, "--circle", "119.53,29.06,4000"]);
        assert_eq!(number(&found["sums"], &format!("/kinds/{kind}/count")), number(&within, "/count"), "{kind}");
    }
    for (lang, words) in [
        ("zh", ["示例数据", "合计", "村庄人口", "责任人"]),
        ("en", ["In all", "People of villages", "village", "inside"]),
    ] {
        let said = seat.run(&["--file", text(&district), "--lang", lang, "exposure", "--circle", "119.53,29.06,4000"]);
        assert_eq!(said.code, 0, "{}", said.err);
        assert!(words.iter().all(|word| said.out.contains(word)), "{}", said.out);
        assert!(!said.out.contains("exposure-"), "{}", said.out);
    }
    let (none, code) = seat.json(&district, &["exposure", "--circle", "100,20,10"]);
    assert_eq!((code, number(&none["sums"], "/people/listed")), (1, 0));
}

#[test]
fn what_makes_no_sense_is_said_with_its_place_and_nothing_panics() {
    let seat = Seat::new();
    let district = seat.district();
    let bow = zone(&seat, "bow.geojson", "[[[119.5,29.0],[119.6,29.1],[119.6,29.0],[119.5,29.1],[119.5,29.0]]]");
    let off = zone(&seat, "off.geojson", &ring(179.0, 89.0, 200.0, 95.0));
    let empty = zone(&seat, "empty.geojson", "");
    let flat = zone(&seat, "flat.geojson", "[[[119.5,29.0],[119.6,29.0],[119.5,29.0]]]");
    for (asked, part) in [
        (["--zone", bow.as_str()], "119.55"),
        (["--zone", off.as_str()], "off.geojson"),
        (["--zone", empty.as_str()], "empty.geojson"),
        (["--zone", flat.as_str()], "flat.geojson"),
        (["--zone", "nowhere.geojson"], "nowhere.geojson"),
        (["--zone-of", "没有这个区"], "没有这个区"),
        (["--circle", "119.5,29.0"], "--circle"),
        (["--circle", "119.5,29.0,-5"], "--circle"),
    ] {
        let said = seat.run(&[&["--file", text(&district), "exposure"], &asked[..]].concat());
        assert_eq!(said.code, 2, "{asked:?}: {}", said.out);
        assert!(said.err.contains(part) && !said.err.contains("panicked"), "{asked:?}: {}", said.err);
    }
    assert_eq!(seat.run(&["--file", text(&district), "exposure"]).code, 2, "an area must be said");
}
