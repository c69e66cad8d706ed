//! `typhoon` from outside: the three forms of tracks, the archive, what is no track.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use serde_json::{Value as Json, json};

use crate::cli::{Seat, text};

const PLACE: &str = "119.53,28.99";

/// A feed as the Zhejiang bureau writes it, made up: one storm heading for the coast, two agencies.
fn feed() -> Json {
    let state = |time: &str, lat: f64, lng: f64, power: u8| {
        json!({"time": time, "lat": lat.to_string(), "lng": lng.to_string(), "power": power.to_string(), "speed": "40",
            "pressure": "950", "strong": "台风"})
    };
    let with = |mut point: Json, more: Json| {
        point.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        point
    };
    let radii = json!({"radius7": "300|300|200|250", "radius10": "150|150|100|120", "radius12": "", "movespeed": "20"});
    let agency = |tm: &str, hours: [&str; 2], lat: f64| json!({"tm": tm, "forecastpoints": [state(hours[0], 27.5, 122.5, 13), state(hours[1], lat, 119.6, 11)]});
    let early = with(state("2024/7/24 8:00:00", 24.0, 125.0, 13), radii.clone());
    let late = with(state("2024/7/24 20:00:00", 26.0, 123.5, 13), radii);
    let forecasts = [
        agency("中国", ["2024/7/25 8:00:00", "2024/7/25 20:00:00"], 29.0),
        agency("日本", ["2024/7/25 8:00:00", "2024/7/26 2:00:00"], 29.4),
    ];
    let late = with(late, json!({ "forecast": forecasts }));
    json!([{"tfid": "202499", "name": "示例风", "enname": "Example", "isactive": "1", "points": [early, late]}])
}

fn passes(seat: &Seat, arguments: &[&str]) -> (Json, i32) {
    let said = seat.run(&[&["--json", "typhoon", "passes", "--place", PLACE], arguments].concat());
    (serde_json::from_str(&said.out).unwrap_or(Json::Null), said.code)
}

#[test]
fn the_archive_needs_no_file_and_no_district_and_passes_as_published() {
    let seat = Seat::new();
    let (json, code) = passes(&seat, &[]);
    assert_eq!(code, 0);
    let storms = json["storms"].as_array().unwrap();
    let far = [("1909", 119.5), ("2106", 238.1), ("2212", 286.9), ("2305", 235.6), ("2413", 286.6)];
    for (storm, (number, kilometres)) in storms.iter().zip(far) {
        assert_eq!(storm["number"], number);
        assert!((storm["closest_m"].as_f64().unwrap() / 1_000.0 - kilometres).abs() < 0.05, "{storm}");
    }
    assert!(storms[0]["closest_at"].as_str().unwrap().starts_with("2019-08-10T09:5"), "{}", storms[0]);
    let made: Vec<_> = std::fs::read_dir(seat.path("")).unwrap().collect();
    assert!(made.is_empty(), "no sample was made: {made:?}");
    let (one, _) = passes(&seat, &["--storm", "lekima"]);
    assert_eq!((one["storms"].as_array().unwrap().len(), one["storms"][0]["name"].as_str()), (1, Some("利奇马")));
    let circle = &one["storms"][0]["circles"][0];
    assert_eq!((circle["force"].as_u64(), circle["from_start"].as_bool()), (Some(7), Some(false)), "{circle}");
    let unknown = seat.run(&["typhoon", "passes", "--place", PLACE, "--storm", "甲"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("利奇马（1909）"), "{}", unknown.err);
}

#[test]
fn a_feed_says_what_every_agency_expects_and_how_far_they_differ() {
    let seat = Seat::new();
    std::fs::write(seat.path("feed.json"), feed().to_string()).unwrap();
    let (json, code) = passes(&seat, &["feed.json"]);
    assert_eq!((code, json["problems"].as_array().unwrap().len()), (0, 0), "{json}");
    let storm = &json["storms"][0];
    let agencies: Vec<&str> =
        storm["forecasts"].as_array().unwrap().iter().map(|one| one["agency"].as_str().unwrap()).collect();
    assert_eq!(agencies, ["中国", "日本"]);
    assert_eq!(storm["forecasts"][0]["official"], true);
    assert_eq!(storm["forecasts"][0]["issued"], "2024-07-24T20:00:00+08:00");
    let seven = &storm["arrivals"][0];
    assert_eq!(
        (seven["force"].as_u64(), seven["agencies"].as_u64(), seven["of"].as_u64()),
        (Some(7), Some(2), Some(2))
    );
    assert_eq!(seven["official"], storm["forecasts"][0]["circles"][0]["entered"]);
    assert!(seven["first"].as_str() < seven["last"].as_str(), "{seven}");
    // As it was known before the forecasts came, and before anything was.
    let (early, _) = passes(&seat, &["feed.json", "--at", "2024-07-24 12:00"]);
    assert_eq!(early["storms"][0]["forecasts"], json!([]));
    assert_eq!(passes(&seat, &["feed.json", "--at", "2024-07-23 12:00"]).1, 1);
    assert_eq!(passes(&seat, &["feed.json", "--at", "明天"]).1, 2);
    let (turned, _) = passes(&seat, &["feed.json", "--quadrants", "ne-nw-se-sw"]);
    let arrives = |json: &Json| json["storms"][0]["arrivals"][0]["first"].clone();
    assert_ne!(arrives(&turned), arrives(&json), "another radius lies towards the place");
    assert_eq!(seat.run(&["typhoon", "passes", "feed.json", "--place", PLACE, "--quadrants", "clockwise"]).code, 2);
    let chinese = seat.run(&["typhoon", "passes", "feed.json", "--place", PLACE]).out;
    assert!(chinese.contains("中国预报（正式") && chinese.contains("7 级风圈预计"), "{chinese}");
    let english = seat.run(&["--lang", "en", "typhoon", "passes", "feed.json", "--place", PLACE]).out;
    assert!(english.contains("China (CMA) expects (official") && english.contains("2 of 2 agencies"), "{english}");
}

#[test]
fn a_township_may_be_the_place() {
    let seat = Seat::new();
    let district = seat.district();
    let (json, code) = seat.json(&district, &["typhoon", "passes", "--place", "白龙桥镇", "--storm", "1909"]);
    assert_eq!((code, json["storms"].as_array().unwrap().len()), (0, 1), "{json}");
    let nowhere = seat.run(&["typhoon", "passes", "--place", "哪里镇", "--file", text(&district)]);
    assert!(nowhere.code == 2 && nowhere.err.contains("哪里镇"), "{}", nowhere.err);
}

#[test]
fn what_is_no_track_is_refused_with_a_word_and_bad_points_are_told() {
    let seat = Seat::new();
    let cases = [
        ("empty.json", "", "没有台风路径"),
        ("page.json", "<!DOCTYPE html><title>404</title>", "是一个网页"),
        ("half.json", "[{\"tfid\": \"2", "JSON 不完整"),
        ("object.json", "{}", "没有定位点"),
        ("list.csv", "id,name\n1,a\n", "不是能识别的台风路径"),
        ("zeros.csv", "\0\0\0\0", "不是能识别的台风路径"),
    ];
    for (name, text, says) in cases {
        std::fs::write(seat.path(name), text).unwrap();
        let said = seat.run(&["typhoon", "passes", name, "--place", PLACE]);
        assert_eq!(said.code, 2, "{name}");
        assert!(said.err.contains(says) && said.err.contains(name), "{name}: {}", said.err);
        let (json, _) = passes(&seat, &[name]);
        assert!(json["problems"][0]["message"].as_str().unwrap().contains(says), "{json}");
    }
    let missing = seat.run(&["typhoon", "passes", "no.json", "--place", PLACE]);
    assert_eq!(missing.code, 2);
    let mut bad = feed();
    bad[0]["points"][0]["lat"] = "".into();
    std::fs::write(seat.path("bad.json"), bad.to_string()).unwrap();
    let (json, code) = passes(&seat, &["bad.json"]);
    assert_eq!(
        (code, json["problems"][0]["code"].as_str(), json["problems"][0]["row"].as_u64()),
        (0, Some("typhoon_position"), Some(1))
    );
}

#[test]
fn a_storm_moved_for_a_rehearsal_passes_as_told_and_says_what_it_is_everywhere() {
    let seat = Seat::new();
    let moved =
        ["--storm", "1909", "--move-past", "0", "--nearest-at", "2026-08-10T02:00+08:00", "--wind-factor", "1.2"];
    let (json, code) = passes(&seat, &moved);
    let storm = &json["storms"][0];
    assert_eq!((code, storm["closest_at"].as_str()), (0, Some("2026-08-10T02:00:00+08:00")), "{json}");
    assert!(storm["closest_m"].as_f64().unwrap() < 500.0, "{storm}");
    assert_eq!((storm["rehearsal"]["wind"].as_f64(), storm["number"].as_str()), (Some(1.2), Some("1909")));
    assert!((storm["rehearsal"]["moved_m"].as_f64().unwrap() - 119_463.0).abs() < 100.0, "{storm}");
    assert!(storm["id"].as_str().unwrap().ends_with("+rehearsal"), "never the real one's");
    assert_eq!(passes(&seat, &["--storm", "1909"]).0["storms"][0]["rehearsal"], Json::Null);
    let said = seat.run(&[["typhoon", "passes", "--place", PLACE].as_slice(), &moved].concat()).out;
    assert!(said.contains("演练·已移动 利奇马（1909）"), "{said}");
    let english = seat.run(&[["--lang", "en", "typhoon", "passes", "--place", PLACE].as_slice(), &moved].concat()).out;
    assert!(
        english.contains("Moved for rehearsal: Lekima") || english.contains("Moved for rehearsal: LEKIMA"),
        "{english}"
    );
    let district = seat.district();
    let picture = |more: &[&str]| {
        let out = seat.path("storm.svg");
        let said = seat.run(&[["render", "--file", text(&district), "--out", text(&out)].as_slice(), more].concat());
        (said.code, said.err, std::fs::read_to_string(&out).unwrap_or_default())
    };
    let (code, err, svg) = picture(&moved);
    assert_eq!(code, 0, "{err}");
    assert!(svg.contains("演练·已移动 利奇马（1909）") && svg.contains("演练·已移动（"), "label and legend");
    let marks = |svg: &str| svg.matches(">演练<").count();
    assert_eq!(marks(&svg), 1, "the whole picture is a rehearsal");
    let (_, _, real) = picture(&["--storm", "1909"]);
    assert!(marks(&real) == 0 && !real.contains("已移动"), "a real one is none");
    for (bad, says) in [
        (["--storm", "1909", "--wind-factor", "9"].as_slice(), "倍数应在"),
        (["--storm", "1909", "--move-by", "9000@0"].as_slice(), "移动太远"),
        (["--wind-factor", "1.1"].as_slice(), "--storm"),
        (["--storm", "1909", "--start-at", "明天"].as_slice(), "不是时刻"),
    ] {
        let (code, err, _) = picture(bad);
        assert!(code == 2 && err.contains(says), "{bad:?}: {err}");
    }
}
