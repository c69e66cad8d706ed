//! Routes, reach, tables of times and the nearest by time, from the command line on the flood sample.

use serde_json::Value as Json;

use crate::cli::{Seat, text};

fn keys(json: &Json) -> Vec<&str> {
    json.as_object().map(|object| object.keys().map(String::as_str).collect()).unwrap_or_default()
}

fn numbers(rows: &Json, key: &str) -> Vec<f64> {
    rows.as_array().map(|rows| rows.iter().filter_map(|row| row[key].as_f64()).collect()).unwrap_or_default()
}

#[test]
fn a_closed_road_bars_the_route_by_name_until_it_is_lifted_and_again_after_undo() {
    let seat = Seat::new();
    let district = seat.district();
    let ask = ["route", "--from", "塔石乡", "--to", "城中街道"];
    let (barred, code) = seat.json(&district, &ask);
    assert_eq!((code, barred["status"].as_str()), (1, Some("closed")), "{barred}");
    assert_eq!(barred["closures"][0]["name"], "汤塔公路路基水毁");
    assert!(barred["geometry"].is_null() && barred["estimate"].is_null(), "a barred way is not guessed");
    let file = text(&district);
    let lift = seat.run(&["--file", file, "set", "closed_stretch:汤塔公路路基水毁", "status=lifted"]);
    assert_eq!(lift.code, 0, "{}", lift.err);
    let (open, code) = seat.json(&district, &ask);
    assert_eq!((code, open["status"].as_str()), (0, Some("found")), "{open}");
    assert_eq!(seat.run(&["--file", file, "undo"]).code, 0);
    assert_eq!(seat.json(&district, &ask).1, 1);
}

#[test]
fn a_route_says_length_minutes_steps_and_what_is_gone_on_foot() {
    let seat = Seat::new();
    let district = seat.district();
    let (route, code) =
        seat.json(&district, &["route", "--from", "119.6,29.1", "--to", "城中街道", "--vehicle", "coach"]);
    assert_eq!(code, 0, "{route}");
    assert_eq!(
        keys(&route),
        [
            "query",
            "status",
            "length_m",
            "minutes",
            "access_m",
            "geometry",
            "steps",
            "closures",
            "delay_minutes",
            "idle_closures",
            "danger_areas",
            "alternative",
            "estimate"
        ]
    );
    let total = route["length_m"].as_f64().unwrap();
    let steps: f64 = numbers(&route["steps"], "length_m").iter().sum();
    assert!((total - steps).abs() < 0.01 && total > 3_000.0, "{total} {steps}");
    assert_eq!(route["geometry"]["type"], "LineString");
    let walked = route["access_m"].as_f64().unwrap();
    let driven: f64 = numbers(&route["steps"], "minutes").iter().sum();
    // 3 km/h off the road.
    assert!((route["minutes"].as_f64().unwrap() - driven - walked / 50.0).abs() < 0.01);
    let slow = seat.json(
        &district,
        &["route", "--from", "119.6,29.1", "--to", "城中街道", "--vehicle", "coach", "--weather", "snow"],
    );
    assert!(slow.0["minutes"].as_f64() > route["minutes"].as_f64());
    let shortest = seat.json(&district, &["route", "--from", "119.6,29.1", "--to", "城中街道", "--by", "distance"]).0;
    assert!(shortest["length_m"].as_f64().unwrap() <= total + 0.5);
    for wrong in [["--vehicle", "tank"], ["--weather", "hail"], ["--at", "soon"], ["--by", "luck"]] {
        let said = seat.run(
            &[&["--file", text(&district), "route", "--from", "119.6,29.1", "--to", "城中街道"], &wrong[..]].concat(),
        );
        assert_eq!(said.code, 2, "{wrong:?}: {}", said.out);
        assert!(!said.err.contains("panicked"), "{}", said.err);
    }
}

#[test]
fn a_reach_parts_all_villages_and_people_at_the_limit() {
    let seat = Seat::new();
    let district = seat.district();
    let out = seat.path("reach.geojson");
    let ask = ["isochrone", "--from", "白龙桥镇", "--minutes", "20", "--out", text(&out)];
    let (reach, code) = seat.json(&district, &ask);
    assert_eq!(code, 0, "{reach}");
    let (inside, outside) = (reach["inside"].as_array().unwrap(), reach["outside"].as_array().unwrap());
    assert_eq!(inside.len() + outside.len(), 436);
    assert!(!inside.is_empty() && !outside.is_empty());
    assert!(numbers(&reach["inside"], "minutes").iter().all(|minutes| *minutes <= 20.0));
    assert!(numbers(&reach["outside"], "minutes").iter().all(|minutes| *minutes > 20.0));
    let people = reach["people_inside"].as_i64().unwrap() + reach["people_outside"].as_i64().unwrap();
    assert_eq!(people, 957_055);
    let written = std::fs::read_to_string(&out).unwrap();
    assert!(written.contains("示例数据") && written.contains("MultiPolygon"));
    // The last one inside is still inside when the limit is its very time.
    let last = inside.last().unwrap();
    let limit = format!("{}", last["minutes"].as_f64().unwrap());
    let (again, _) = seat.json(&district, &["isochrone", "--from", "白龙桥镇", "--minutes", &limit]);
    assert_eq!(again["inside"].as_array().unwrap().last().unwrap()["id"], last["id"]);
    assert_eq!(again["inside"].as_array().unwrap().len(), inside.len());
}

#[test]
fn the_nearest_by_time_are_in_order_of_minutes_and_agree_with_the_route() {
    let seat = Seat::new();
    let district = seat.district();
    let ask = ["nearest", "--kind", "shelter", "--from", "119.6,29.1", "--by", "time", "-k", "4"];
    let (nearest, code) = seat.json(&district, &ask);
    assert_eq!(code, 0, "{nearest}");
    let minutes = numbers(&nearest["answers"], "minutes");
    assert!(minutes.len() == 4 && minutes.windows(2).all(|pair| pair[0] <= pair[1]), "{minutes:?}");
    assert_eq!(nearest["query"]["by"], "time");
    let first = &nearest["answers"][0];
    let to = format!("{},{}", first["lon"], first["lat"]);
    let (route, _) = seat.json(&district, &["route", "--from", "119.6,29.1", "--to", &to]);
    assert!((route["minutes"].as_f64().unwrap() - minutes[0]).abs() < 0.01);
    // Cut off by a closure: named, with what bars it.
    let (cut, _) = seat.json(&district, &["nearest", "--kind", "hospital", "--from", "塔石乡", "--by", "time"]);
    let passed = cut["passed_over"].as_array().unwrap();
    assert!(passed.iter().any(|one| one["reason"] == "unreachable" && !one["closure"].is_null()), "{cut}");
}

#[test]
fn a_table_of_times_reads_kinds_and_lists_and_names_the_row_that_is_wrong() {
    let seat = Seat::new();
    let district = seat.district();
    let list = seat.path("places.csv");
    std::fs::write(&list, "\u{feff}编号,名称,经度,纬度\nA,甲,119.6,29.1\nB,乙,119.55,29.08\n").unwrap();
    let out = seat.path("times.csv");
    let ask = ["roads", "matrix", "--from", text(&list), "--to", "depot", "--out", text(&out)];
    let (table, code) = seat.json(&district, &ask);
    assert_eq!(code, 0, "{table}");
    let depots = table["to"].as_array().unwrap().len();
    assert_eq!(table["costs"].as_array().unwrap().len(), 2);
    assert!(table["costs"].as_array().unwrap().iter().all(|row| row.as_array().unwrap().len() == depots));
    assert_eq!((&table["from"][0]["name"], &table["unit"]), (&Json::from("甲"), &Json::from("minutes")));
    let written = std::fs::read_to_string(&out).unwrap();
    assert!(written.starts_with("示例数据,") && written.lines().count() == 3);
    std::fs::write(&list, "lon,lat\n119.6,29.1\n十,29.1\n").unwrap();
    let said = seat.run(&["--file", text(&district), "roads", "matrix", "--from", text(&list), "--to", "depot"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("places.csv") && said.err.contains('3') && said.err.contains('十'), "{}", said.err);
}

#[test]
fn what_was_prepared_of_an_imported_network_is_kept_in_the_file_and_a_district_without_roads_guesses_aloud() {
    let seat = Seat::new();
    let district = seat.district();
    let file = text(&district);
    let roads = seat.path("roads.geojson");
    let line = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"名称":"便道"},"geometry":
        {"type":"LineString","coordinates":[[119.50,29.00],[119.52,29.01],[119.55,29.01]]}}]}"#;
    std::fs::write(&roads, line).unwrap();
    let said = seat.run(&["--file", file, "roads", "import", text(&roads)]);
    assert_eq!(said.code, 0, "{} {}", said.out, said.err);
    let connection = rusqlite::Connection::open(&district).unwrap();
    let kept: (i64, i64) = connection
        .query_row("SELECT nodes, length(node_order) FROM sitmap_network", [], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    assert_eq!(kept, (2, 8));
    drop(connection);
    // A boat has no way on it.
    let (none, code) =
        seat.json(&district, &["route", "--from", "119.50,29.0", "--to", "119.55,29.01", "--vehicle", "boat"]);
    assert_eq!((code, none["status"].as_str()), (1, Some("no_road")));
    let factor = none["estimate"]["factor"].as_f64().unwrap();
    assert!((1.3..=2.0).contains(&factor) && none["estimate"]["minutes"].as_f64().unwrap() > 0.0);
    let ask = ["nearest", "--kind", "shelter", "--from", "119.5,29.0", "--by", "time", "--vehicle", "boat"];
    let (guessed, _) = seat.json(&district, &ask);
    assert!(guessed["answers"][0]["estimate_factor"].as_f64().unwrap() > 1.0, "{guessed}");
}
