use proptest::prelude::*;

use super::*;
use crate::domain::hazard::typhoon::{Grade, Level, passes};

fn read(text: &str) -> Tracks {
    read_tracks_bytes("台风.json", text.as_bytes(), QuadrantOrder::default())
}

fn codes(tracks: &Tracks) -> Vec<(&'static str, Option<u64>, Option<&str>)> {
    tracks.problems.iter().map(|one| (one.code, one.row, one.column.as_deref())).collect()
}

const POINT: &str = r#"{"time": "2021/9/23 20:00:00", "lat": "27.80", "lng": "122.30", "strong": "台风", "power": "13",
    "speed": "40", "pressure": "955", "movespeed": "20", "movedirection": "西北西", "radius7": "320|300|310|350",
    "radius10": "180", "radius12": "", "ckposition": null, "jl": null, "forecast": [{"tm": "中国", "forecastpoints": [
    {"time": "2021/9/24 8:00:00", "lat": "28.5", "lng": "120.0", "power": "10", "speed": "25", "pressure": "985",
    "strong": "强热带风暴"}]}]}"#;

#[test]
fn a_storm_of_the_zhejiang_feed_is_read_in_beijing_time_and_in_the_order_of_its_quadrants() {
    let tracks = read(&format!(
        r#"[{{"tfid": "202116", "name": "蒲公英", "enname": "Mindulle", "isactive": "1", "points": [{POINT}]}}]"#
    ));
    assert_eq!(codes(&tracks), []);
    let [storm] = &tracks.storms[..] else { panic!("{tracks:?}") };
    assert_eq!((storm.id.as_str(), storm.number.as_deref(), storm.name()), ("202116", Some("2116"), Some("蒲公英")));
    assert!(storm.active && storm.is_called("mindulle") && storm.is_called("2116"));
    let fix = &storm.fixes[0];
    assert_eq!(fix.state.time.to_string(), "2021-09-23T12:00:00Z");
    assert_eq!((fix.state.position.lon(), fix.state.position.lat()), (122.3, 27.8), "never shifted");
    assert_eq!((fix.state.grade, fix.state.beaufort), (Some(Grade::Typhoon), Some(13)));
    assert_eq!(fix.moves_to_deg, Some(292.5), "西北西");
    let quadrants = Circle::Quadrants([320e3, 300e3, 350e3, 310e3]);
    assert_eq!(fix.circles, [Some(quadrants), Some(Circle::round(180e3)), Some(Circle::NONE)]);
    assert_eq!(fix.forecasts[0].points[0].position.lon(), 120.0);
    let clockwise = read_tracks_bytes("", format!("[{{\"points\": [{POINT}]}}]").as_bytes(), QuadrantOrder::NeSeSwNw);
    assert_eq!(clockwise.storms[0].fixes[0].circles[0], Some(Circle::Quadrants([320e3, 300e3, 310e3, 350e3])));
}

#[test]
fn the_named_form_of_the_quadrants_is_read_too() {
    let point = r#"{"time": "2024-07-25 11:00", "lat": 25.1, "lng": 119.2, "radius7": 280,
        "radius7_quad": {"ne": 280, "se": 250, "sw": 200, "nw": 220}, "radius10_quad": {}, "radius12": null}"#;
    let tracks = read(&format!(r#"{{"tfid": "202403", "points": [{point}]}}"#));
    let circles = tracks.storms[0].fixes[0].circles;
    assert_eq!(circles, [Some(Circle::Quadrants([280e3, 250e3, 200e3, 220e3])), Some(Circle::NONE), None]);
}

#[test]
fn what_is_no_storm_is_a_problem_and_no_storm() {
    let all = [
        ("", "typhoon_empty"),
        ("  \n", "typhoon_empty"),
        ("[]", "typhoon_empty"),
        ("{}", "typhoon_no_points"),
        ("null", "typhoon_not_tracks"),
        ("[null, 3]", "typhoon_no_points"),
        (r#"{"points": []}"#, "typhoon_no_points"),
        ("<html><body>404 Not Found</body></html>", "typhoon_page"),
        (r#"[{"tfid": "202116", "points": [{"ti"#, "typhoon_no_json"),
        ("id,x,y\n1,2,3\n", "typhoon_not_tracks"),
        ("66666 1909  001 0011 1909 0 6               LEKIMA              20191003", "typhoon_empty"),
        ("SID,ISO_TIME,LAT,LON\n,,degrees_north,degrees_east\n", "typhoon_empty"),
    ];
    for (text, code) in all {
        let tracks = read(text);
        assert!(tracks.storms.is_empty(), "{text}");
        assert_eq!(tracks.problems[0].code, code, "{text}");
        assert_eq!(tracks.problems[0].file.as_deref(), Some("台风.json"));
    }
}

#[test]
fn a_bad_point_or_figure_is_told_at_its_place_and_the_rest_is_taken() {
    let bad = POINT.replace(r#""122.30""#, "null");
    let late = POINT.replace("2021/9/23 20:00:00", "2021/9/24 2:00:00").replace("\"955\"", "\"很低\"");
    let late = late.replace("320|300|310|350", "320|300");
    let tracks = read(&format!(r#"[{{"tfid": "9", "points": [{bad}, {late}, {{"time": "昨天"}}, {POINT}]}}]"#));
    let at = [
        ("typhoon_position", Some(1), Some("lng, lat")),
        ("typhoon_number", Some(2), Some("pressure")),
        ("typhoon_radii", Some(2), Some("radius7")),
        ("typhoon_time", Some(3), Some("time")),
    ];
    assert_eq!(codes(&tracks), at);
    let fixes = &tracks.storms[0].fixes;
    assert_eq!(fixes.len(), 2);
    assert!(fixes[0].state.time < fixes[1].state.time, "in order of time");
    assert_eq!((fixes[1].state.pressure_hpa, fixes[1].circles[0]), (None, None));
}

#[test]
fn noaas_own_columns_and_the_simple_ones_are_read() {
    let noaa = "SID,SEASON,NAME,ISO_TIME,LAT,LON,WMO_WIND,WMO_PRES,USA_R34_NE,USA_R34_SE,USA_R34_SW,USA_R34_NW\n\
        ,Year,,,degrees_north,degrees_east,kts,mb,nmile,nmile,nmile,nmile\n\
        A1,2019,LEKIMA,2019-08-09 18:00:00,28.2,121.3,85,950,200,,150,180\n\
        B2,2019,NOT_NAMED,2019-08-09 18:00:00,-10.0,185.5, , , , , ,\n\
        A1,2019,LEKIMA,2019-08-09 12:00:00,27.5,122.0,90,940,,,,\n\
        A1,2019,LEKIMA,2019-08-09 99:00:00,27.5,122.0,90,940,,,,\n\
        A1,2019,LEKIMA,2019-08-10 00:00:00,,122.0,90,940,,,,\n";
    let tracks = read(noaa);
    assert_eq!(
        codes(&tracks),
        [("typhoon_time", Some(6), Some("ISO_TIME")), ("typhoon_position", Some(7), Some("LON, LAT"))]
    );
    let [lekima, nameless] = &tracks.storms[..] else { panic!("{tracks:?}") };
    assert_eq!((lekima.name(), nameless.name()), (Some("LEKIMA"), None));
    assert_eq!(lekima.fixes[0].state.pressure_hpa, Some(940.0), "in order of time");
    assert_eq!(lekima.fixes[0].circles[0], None, "blank says nothing");
    let Some(Circle::Quadrants([ne, se, ..])) = lekima.fixes[1].circles[0] else { panic!() };
    assert_eq!((ne, se), (200.0 * 1_852.0, 0.0));
    assert_eq!(nameless.fixes[0].state.position.lon(), -174.5);
    let simple = "track_id,intl_no,name,season,basin,time,lon,lat,wind,slp\n\
        2019214N15134,1909,LEKIMA,2019,WP,2019-08-02 06:00:00,134.2,14.5,,1002.0\n";
    let tracks = read_tracks_bytes("a.csv", &[b"\xef\xbb\xbf", simple.as_bytes()].concat(), QuadrantOrder::default());
    assert_eq!((tracks.storms[0].id.as_str(), tracks.storms[0].number.as_deref()), ("2019214N15134", Some("1909")));
    assert_eq!(codes(&tracks), []);
}

#[test]
fn a_best_track_of_jma_is_read_with_its_leaning_areas() {
    let text = "66666 1909  003 0011 1909 0 6               LEKIMA              20191003        \n\
        19080918 002 5 282 1213  950     085     20100 0070 20300 0250                  \n\
        19081318 002 6 370 1200  992     000                                            \n\
        19081000 002 4 291 1207  970     060                                            \n\
        hello\n\
        19080200 002 2 143 1928 1000     000                                            \n";
    let tracks = read(text);
    assert_eq!(codes(&tracks), [("typhoon_line", Some(5), None)]);
    let [storm] = &tracks.storms[..] else { panic!("{tracks:?}") };
    assert_eq!((storm.id.as_str(), storm.name()), ("1909", Some("LEKIMA")));
    let [first, strong, unsaid, last] = &storm.fixes[..] else { panic!("{storm:?}") };
    assert!((first.state.position.lon() + 167.2).abs() < 1e-9 && first.state.grade == Some(Grade::Depression));
    assert_eq!(strong.state.time.to_string(), "2019-08-09T18:00:00Z");
    assert_eq!((strong.state.position.lon(), strong.state.position.lat()), (121.3, 28.2));
    assert_eq!(strong.circles[0], Some(Circle::leaning(90.0, 300.0 * 1_852.0, 250.0 * 1_852.0)));
    assert_eq!(strong.state.grade, Some(Grade::SevereTyphoon));
    assert_eq!(unsaid.circles, [None; 3], "a storm without areas: nobody knows");
    assert_eq!((last.state.grade, last.circles[0]), (None, Some(Circle::NONE)), "no tropical cyclone any more");
}

#[test]
fn the_archive_reads_whole_and_lekimas_winds_reached_the_district() {
    let tracks = archive();
    assert_eq!(codes(&tracks), []);
    let names: Vec<&str> = tracks.storms.iter().filter_map(Storm::name).collect();
    assert_eq!(names, ["利奇马", "烟花", "梅花", "杜苏芮", "贝碧嘉"]);
    let place = Position::new(119.53, 28.99).unwrap();
    let passage = passes(&tracks.storms[0].past(None), place).unwrap();
    assert!((passage.nearest.distance_m / 1_000.0 - 119.5).abs() < 0.05, "{passage:?}");
    let levels: Vec<Level> = passage.stays.iter().map(|stay| stay.level).collect();
    assert_eq!(levels, [Level::Seven], "no level 10 this far inland");
}

/// Files that nobody here wrote; `None` where they are not at hand.
fn shared(name: &str) -> Option<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/typhoon").join(name);
    let bytes = std::fs::read(path).ok();
    if bytes.is_none() {
        eprintln!("skipped: ../shared not present");
    }
    bytes
}

#[test]
fn the_real_feed_has_all_its_fixes_and_forecasts() {
    let Some(bytes) = shared("zjwater_202116_mindulle.json") else { return };
    let tracks = read_tracks_bytes("", &bytes, QuadrantOrder::default());
    assert_eq!(codes(&tracks), []);
    let [storm] = &tracks.storms[..] else { panic!() };
    assert_eq!(storm.fixes.len(), 52);
    let agencies = |n: usize| storm.fixes.iter().filter(|fix| fix.forecasts.len() == n).count();
    assert_eq!((agencies(5), agencies(4)), (44, 8));
    assert!(storm.fixes.iter().all(|fix| fix.circles[0].is_some_and(|circle| circle.has_extent())));
}

#[test]
fn the_real_feed_with_any_field_missing_empty_or_in_place_of_a_page_never_panics() {
    let Some(bytes) = shared("zjwater_202116_mindulle.json") else { return };
    let whole: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let fields = ["time", "lat", "lng", "power", "speed", "pressure", "radius7", "radius10", "forecast", "strong"];
    for field in fields {
        for put in [None, Some(serde_json::Value::from("")), Some(serde_json::json!({})), Some("404".into())] {
            let mut changed = whole.clone();
            let point = changed[0]["points"][20].as_object_mut().unwrap();
            match &put {
                Some(value) => point.insert(field.to_owned(), value.clone()),
                None => point.remove(field),
            };
            let text = changed.to_string();
            let tracks = read_tracks_bytes("", text.as_bytes(), QuadrantOrder::default());
            let lost = usize::from(["time", "lat", "lng"].contains(&field));
            assert_eq!((tracks.storms.len(), tracks.storms[0].fixes.len()), (1, 52 - lost), "{field} {put:?}");
            assert!(tracks.problems.len() <= 1, "{field} {put:?} {:?}", tracks.problems);
            assert!(lost == 0 || tracks.problems.len() == 1);
        }
    }
}

#[test]
fn real_storms_pass_where_the_archive_says() {
    let Some(bytes) = shared("ibtracs_wmo_5_storms.csv") else { return };
    let tracks = read_tracks_bytes("", &bytes, QuadrantOrder::default());
    assert_eq!(codes(&tracks), []);
    let place = Position::new(119.53, 28.99).unwrap();
    let far = [("LEKIMA", 119.5), ("IN-FA", 238.1), ("MUIFA", 286.9), ("DOKSURI", 235.6), ("BEBINCA", 286.6)];
    for (name, kilometres) in far {
        let storm = tracks.storms.iter().find(|storm| storm.is_called(name)).unwrap();
        let nearest = passes(&storm.past(None), place).unwrap().nearest;
        assert!((nearest.distance_m / 1_000.0 - kilometres).abs() < 0.05, "{name}: {nearest:?}");
        if name == "LEKIMA" {
            let said: Timestamp = "2019-08-10T01:54:00Z".parse().unwrap();
            assert!(nearest.time.duration_since(said).as_secs().abs() <= 60, "{nearest:?}");
        }
    }
    let Some(bytes) = shared("jma_bst_1909_lekima.txt") else { return };
    let tracks = read_tracks_bytes("", &bytes, QuadrantOrder::default());
    assert_eq!((codes(&tracks), tracks.storms[0].fixes.len()), (vec![], 56));
    let stays = passes(&tracks.storms[0].past(None), place).unwrap().stays;
    assert!(stays.iter().any(|stay| stay.level == Level::Seven), "Jinhua had force 7: {stays:?}");
}

proptest! {
    #[test]
    fn no_bytes_break_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_tracks_bytes("", &bytes, QuadrantOrder::default());
    }

    #[test]
    fn no_change_of_a_file_breaks_the_reader(at in 0_usize..1_000, byte in any::<u8>(), form in 0_usize..3) {
        let texts = [
            format!(r#"[{{"tfid": "202116", "points": [{POINT}]}}]"#),
            "SID,ISO_TIME,LAT,LON,WMO_WIND\nA,2019-08-09 18:00:00,28.2,121.3,85\n".to_owned(),
            "66666 1909  001 0011 1909 0 6    LEKIMA\n19080918 002 5 282 1213  950     085     20100 0070 20300 0250\n".to_owned(),
        ];
        let mut bytes = texts[form].clone().into_bytes();
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = read_tracks_bytes("", &bytes, QuadrantOrder::default());
    }
}

#[test]
fn a_storm_turned_to_another_order_is_what_reading_it_so_gives() {
    let point =
        r#"{"time": "2021/9/28 20:00:00", "lat": "20", "lng": "130", "radius7": "250|220|200|180", "radius10": "80"}"#;
    let text = format!(r#"{{"tfid": "202116", "points": [{point}]}}"#);
    let read = |order| read_tracks_bytes("feed", text.as_bytes(), order).storms.remove(0);
    for from in QuadrantOrder::ALL {
        assert_eq!(read(from).quadrants, Some(from));
        for to in QuadrantOrder::ALL {
            assert_eq!(read(from).reordered(to), read(to), "{from:?} to {to:?}");
        }
    }
    // Equal radii, or radii by name, are in no doubt.
    for radii in [r#""radius7": "200|200|200|200""#, r#""radius7_quad": {"ne": 250, "se": 220, "sw": 200, "nw": 180}"#]
    {
        let text = format!(
            r#"{{"tfid": "1", "points": [{{"time": "2021/9/28 20:00:00", "lat": "20", "lng": "130", {radii}}}]}}"#
        );
        let storm = read_tracks_bytes("feed", text.as_bytes(), QuadrantOrder::NeSeSwNw).storms.remove(0);
        assert_eq!(storm.quadrants, None, "{radii}");
        assert_eq!(storm.reordered(QuadrantOrder::NeNwSeSw), storm);
        assert_eq!(storm.telling_circles(storm.fixes[0].state.time), None);
    }
}
