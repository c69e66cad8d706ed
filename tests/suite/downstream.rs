//! `sitmap downstream`, and `sitmap exposure` of what lies below a dam and of a storm: from outside, on the sample.

use serde_json::Value as Json;

use crate::cli::{Seat, text};

fn number(json: &Json, path: &str) -> i64 {
    json.pointer(path).and_then(Json::as_i64).unwrap_or(0)
}

#[test]
fn a_dam_with_kept_data_says_so_and_its_people_are_those_of_the_exposure() {
    let seat = Seat::new();
    let district = seat.district();
    let (found, code) = seat.json(&district, &["downstream", "金兰水库"]);
    assert_eq!((code, found["source"].as_str()), (0, Some("area_and_list")), "{found:#}");
    let villages = found["villages"].as_array().unwrap();
    assert!(villages.len() >= 6 && !found["areas"].as_array().unwrap().is_empty());
    assert_eq!(found["unknown_names"], serde_json::json!([]));
    let minutes: Vec<f64> = villages.iter().filter_map(|one| one["minutes"].as_f64()).collect();
    assert!(minutes.len() >= 6 && minutes.is_sorted(), "in the order in which water arrives: {minutes:?}");
    let sum: i64 = villages.iter().map(|one| number(one, "/population")).sum();
    assert_eq!(sum, number(&found, "/people"));
    let (exposed, code) = seat.json(&district, &["exposure", "--downstream", "金兰水库"]);
    assert_eq!(code, 0);
    assert_eq!(number(&exposed["sums"], "/people/population"), sum);
    assert!(number(&exposed["sums"], "/persons/village") > 0, "who answers for them");
    assert!(exposed["asked"].as_str().unwrap().contains("淹没范围"), "it says what says so");
    // The upper dam feeds it, and lets water go.
    let (upper, _) = seat.json(&district, &["downstream", "沙畈水库", "--speed", "5"]);
    assert_eq!(upper["feeds"][0]["name"], "金兰水库");
    assert_eq!(upper["source"], "list");
}

#[test]
fn without_kept_data_the_river_is_followed_and_a_release_has_arrivals() {
    let seat = Seat::new();
    let district = seat.district();
    let (dam, code) = seat.json(&district, &["downstream", "九峰水库"]);
    assert_eq!(code, 0);
    let id = dam["id"].as_str().unwrap();
    let (_, code) = seat.json(&district, &["set", &format!("reservoir:{id}"), "downstream="]);
    assert_eq!(code, 0);
    let (traced, _) = seat.json(&district, &["downstream", id]);
    assert_eq!(traced["source"], "trace");
    assert!(traced["river"]["names"].as_array().unwrap().iter().any(|name| name == "厚大溪"), "{}", traced["river"]);
    let name = "name=九峰水库泄洪";
    let notice = [
        "add",
        "--kind",
        "release_notice",
        name,
        &format!("reservoir={id}"),
        "status=planned",
        "start=2026-06-20 18:00",
        "speed_mps=2",
    ];
    let (_, code) = seat.json(&district, &notice);
    assert_eq!(code, 0);
    let at = ["downstream", id, "--at", "2026-06-20T12:00:00+08:00"];
    let (found, _) = seat.json(&district, &at);
    let arrivals = found["releases"][0]["arrivals"].as_array().unwrap();
    let first = &found["villages"][0];
    assert_eq!((arrivals[0]["id"].clone(), &arrivals[0]["from"]), (first["id"].clone(), &Json::from("speed")));
    let seconds = (first["along_m"].as_f64().unwrap() / 2.0) as i64;
    let start: jiff::Timestamp = "2026-06-20T18:00:00+08:00".parse().unwrap();
    let arrives: jiff::Timestamp = arrivals[0]["at"].as_str().unwrap().parse().unwrap();
    assert!((arrives.duration_since(start).as_secs() - seconds).abs() <= 1);
    // It says no end: it is listed until somebody ends it.
    let notice = format!("release_notice:{}", found["releases"][0]["id"].as_str().unwrap());
    assert_eq!(seat.json(&district, &["set", &notice, "status=ended"]).1, 0);
    assert_eq!(seat.json(&district, &at).0["releases"], serde_json::json!([]));
}

#[test]
fn what_cannot_be_asked_is_said() {
    let seat = Seat::new();
    let district = seat.district();
    for (arguments, said) in [
        (&["downstream", "没有的水库"][..], "没有的水库"),
        (&["downstream", "金兰水库", "--speed", "0"], "0 < M/S"),
        (&["exposure", "--downstream", "没有的水库"], "没有的水库"),
        (&["exposure", "--storm", "没有的台风"], "没有的台风"),
        (&["exposure", "--storm", "1909", "--at", "2019-07-01T00:00:00Z"], "没有"),
        (&["exposure", "--storm", "1909", "--level", "9"], "7, 10, 12"),
        (&["exposure", "--storm", "1909", "--buffer", "200000"], "METRES"),
        (&["exposure", "--storm", "1909", "--buffer", "20000"], "不到本区"),
        (&["exposure", "--circle", "119.5,29,500", "--level", "7"], "--storm"),
    ] {
        let answer = seat.run(&[&["--file", text(&district)], arguments].concat());
        assert_eq!(answer.code, 2, "{arguments:?}");
        assert!(answer.err.contains(said), "{arguments:?}: {}", answer.err);
    }
}

#[test]
fn a_storms_winds_and_the_land_beside_its_track_are_areas_like_others() {
    let seat = Seat::new();
    let district = seat.district();
    let (all, code) = seat.json(&district, &["exposure", "--circle", "119.5,29.0,100000"]);
    assert_eq!(code, 0);
    let population = |json: &Json| number(&json["sums"], "/people/population");
    // The force 7 winds of Lekima held the whole district when it was nearest, its force 12 winds none of it.
    let at = ["exposure", "--storm", "1909", "--at", "2019-08-10T01:54:00Z"];
    let (seven, code) = seat.json(&district, &at);
    assert_eq!((code, population(&seven)), (0, population(&all)));
    let twelve = seat.run(&[&["--file", text(&district)], &at[..], &["--level", "12"]].concat());
    assert_eq!(twelve.code, 2, "it had none by then, and it says so: {}", twelve.err);
    let share = |metres: &str| {
        let (found, code) = seat.json(&district, &["exposure", "--storm", "1909", "--buffer", metres]);
        assert_eq!(code, 0);
        population(&found)
    };
    // The centre passed 119.5 km east of the south of the district.
    let near = share("100000");
    assert!(near > 0 && near < population(&all), "{near}");
}
