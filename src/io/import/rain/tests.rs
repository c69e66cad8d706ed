use proptest::prelude::*;

use super::{json, *};
use crate::{
    domain::{
        catalogue::Lang,
        hazard::rain::Forecast,
        tests::{Making, at},
        world::World,
    },
    io::assets,
};

/// Two stations, one with a code, and a township.
fn world() -> World {
    let mut making = Making::default();
    making.add("rain_station", None, &[("name", "安地站".into()), ("code", "6210".into())]);
    making.add("rain_station", None, &[("name", "沙畈站".into())]);
    making.add("township", None, &[("name", "安地镇".into())]);
    making.world()
}

fn table(text: &str) -> RainFile {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rain.csv");
    std::fs::write(&path, text).unwrap();
    read(&path, "rain.csv", Wanted::default(), &world(), at("12:00")).unwrap()
}

fn codes(problems: &[crate::domain::problem::Problem]) -> Vec<(&'static str, Option<u64>)> {
    problems.iter().map(|problem| (problem.code, problem.row)).collect()
}

fn amounts(file: &RainFile) -> Vec<(&str, f64)> {
    file.readings.iter().map(|reading| (reading.field.as_str(), reading.value)).collect()
}

#[test]
fn rows_are_taken_by_name_or_code_and_the_wrong_ones_say_where_and_why() {
    let file = table(
        "各站雨量\n站名,时间,雨量(mm)\n安地站,2026-06-20 10:00,12.5\n6210,2026-06-20 11:00,3毫米\n沙畈站,2026-06-20 11:00,0\n\
         别的站,2026-06-20 11:00,1\n安地站,昨天,1\n安地站,2026-06-20 14:00,1\n安地站,2026-06-20 09:00,-99\n\
         安地站,2026-06-20 09:00,9999\n安地站,2026-06-20 09:00,多\n安地站,2026-06-20 09:00,\n\
         安地站,2026-06-20 10:00,12.5\n安地站,2026-06-20 10:00,13\n",
    );
    let expected = [
        ("readings_no_station", Some(6)),
        ("readings_bad_time", Some(7)),
        ("readings_future", Some(8)),
        ("rain_impossible", Some(9)),
        ("rain_impossible", Some(10)),
        ("rain_bad_value", Some(11)),
        ("rain_bad_value", Some(12)),
        ("rain_twice", Some(14)),
    ];
    assert_eq!(codes(&file.problems), expected);
    assert_eq!(amounts(&file), [("rain_1h_mm", 13.0), ("rain_1h_mm", 3.0), ("rain_1h_mm", 0.0)]);
    assert_eq!((file.rows, file.readings.len(), file.again, file.left), (12, 3, 1, 8), "rows add up");
    assert_eq!(file.problems[3].column.as_deref(), Some("雨量(mm)"));
    for lang in [Lang::Zh, Lang::En] {
        let words = assets::words(lang);
        assert!(file.problems.iter().all(|problem| words.has(&format!("problem-{}", problem.code.replace('_', "-")))));
    }
}

#[test]
fn a_column_says_how_long_an_amount_is_and_a_table_without_headings_is_a_problem() {
    let file = table(
        "测站,时间,时段,雨量\n安地站,2026-06-20 10:00,10,2\n安地站,2026-06-20 10:00,,9\n安地站,2026-06-20 10:00,180分钟,21\n\
         安地站,2026-06-20 10:00,0,1\n安地站,2026-06-20 10:00,7.5,1\n",
    );
    assert_eq!(amounts(&file), [("rain_10min_mm", 2.0), ("rain_1h_mm", 9.0), ("rain_180min_mm", 21.0)]);
    assert_eq!(codes(&file.problems), [("rain_bad_minutes", Some(5)), ("rain_bad_minutes", Some(6))]);
    assert_eq!(codes(&table("a,b\n1,2\n").problems), [("rain_no_columns", None)]);
}

#[test]
fn forecasts_are_read_by_township_and_the_newest_counts() {
    let read = |text: &str, issued| {
        forecast::read_bytes(text.as_bytes(), "pasted", None, issued, &world(), at("12:00")).unwrap()
    };
    let file = read(
        "乡镇,1小时,3小时,24小时,发布时间\n安地镇,5,20.5,60,2026-06-20 08:00\n安地镇,8,,90,2026-06-20 11:00\n\
         安地镇,1,1,1,2026-06-20 05:00\n外乡,1,1,1,2026-06-20 11:00\n安地镇,,,,2026-06-20 11:00\n\
         安地镇,x,1,1,2026-06-20 11:00\n安地镇,1,1,1,2026-06-20 15:00\n安地镇,1,1,1,\n",
        None,
    );
    let found: Vec<&Forecast> = file.forecasts.values().collect();
    assert_eq!(found, [&Forecast { issued: at("11:00"), mm: [Some(8.0), None, None, Some(90.0)] }]);
    let expected = [
        ("forecast_no_township", Some(5)),
        ("forecast_empty", Some(6)),
        ("rain_bad_value", Some(7)),
        ("readings_future", Some(8)),
        ("forecast_no_time", Some(9)),
    ];
    assert_eq!(codes(&file.problems), expected);
    let pasted = read("乡镇\t未来6小时雨量\n安地镇\t33\n", Some(at("11:30")));
    let of: Vec<_> = pasted.forecasts.values().map(|forecast| (forecast.issued, forecast.mm[2])).collect();
    assert_eq!((of, pasted.problems.len()), (vec![(at("11:30"), Some(33.0))], 0));
    assert_eq!(codes(&read("乡镇,人口\n安地镇,1\n", None).problems), [("forecast_no_columns", None)]);
}

fn mapping() -> json::Mapping {
    json::Mapping {
        list: "data.rows".to_owned(),
        station: "st.code".to_owned(),
        time: "tm".to_owned(),
        value: "drp".to_owned(),
        minutes: 5,
    }
}

#[test]
fn a_feed_is_read_by_its_mapping_with_times_of_any_kind() {
    let text = r#"{"data": {"rows": [
        {"st": {"code": "6210"}, "tm": "2026-06-20 10:00:00", "drp": 1.5},
        {"st": {"code": 6210}, "tm": 1781922300, "drp": "2.0"},
        {"st": {"code": "6210"}, "tm": 1781922600000, "drp": 0},
        {"st": {"code": "沙畈站"}, "tm": "2026-06-20T02:00:00Z", "drp": 4},
        {"st": {"code": "6210"}, "tm": null, "drp": 1},
        {"st": {}, "tm": "2026-06-20 10:00", "drp": 1},
        {"tm": "2026-06-20 10:00", "st": {"code": "6210"}, "drp": null},
        {"tm": "2026-06-20 10:00", "st": {"code": "6210"}, "drp": 9999}, 7]}}"#;
    let file = json::read(text, "feed", &mapping(), &world(), at("12:00"));
    let times: Vec<_> = file.readings.iter().map(|reading| (reading.time, reading.value)).collect();
    let expected = [(at("10:00"), 1.5), (at("10:25"), 2.0), (at("10:30"), 0.0), (at("10:00"), 4.0)];
    assert_eq!(times, expected);
    assert!(file.readings.iter().all(|reading| reading.field.as_str() == "rain_5min_mm"));
    let wrong = [
        ("readings_bad_time", Some(5)),
        ("readings_no_station", Some(6)),
        ("rain_bad_value", Some(7)),
        ("rain_impossible", Some(8)),
        ("readings_no_station", Some(9)),
    ];
    assert_eq!(codes(&file.problems), wrong);
    assert_eq!((file.rows, file.left), (9, 5));
    assert_eq!(
        codes(&json::read("<html>404</html>", "feed", &mapping(), &world(), at("12:00")).problems),
        [("rain_no_json", None)]
    );
    assert_eq!(
        codes(&json::read(r#"{"data": {}}"#, "feed", &mapping(), &world(), at("12:00")).problems),
        [("rain_no_list", None)]
    );
    let bare = json::Mapping::default();
    let file =
        json::read(r#"[{"station":"安地站","time":"2026-06-20 10:00","mm":2}]"#, "feed", &bare, &world(), at("12:00"));
    assert_eq!(amounts(&file), [("rain_1h_mm", 2.0)]);
}

proptest! {
    /// Whatever comes: every record is taken, known or left out, and nothing that cannot have fallen is taken.
    #[test]
    fn rows_of_any_feed_add_up(
        rows in prop::collection::vec(("(6210|安地站|沙畈站|x|)", "[-0-9T: .Z]{0,20}", prop::num::f64::ANY), 0..20),
        junk in "\\PC{0,60}",
        path in "[a-z0-9.]{0,8}",
    ) {
        let rows: Vec<_> = rows
            .iter()
            .map(|(station, time, mm)| serde_json::json!({"st": {"code": station}, "tm": time, "drp": mm}))
            .collect();
        let text = serde_json::json!({"data": {"rows": rows}}).to_string();
        let file = json::read(&text, "feed", &mapping(), &world(), at("12:00"));
        prop_assert_eq!(file.rows as usize, rows.len());
        prop_assert_eq!(file.rows, file.readings.len() as u64 + file.again as u64 + file.left);
        prop_assert!(file.readings.iter().all(|reading| (0.0..=MOST_MM_AN_HOUR).contains(&reading.value)));
        let other = json::Mapping { list: path, ..mapping() };
        for text in [junk.as_str(), text.as_str()] {
            let file = json::read(text, "feed", &other, &world(), at("12:00"));
            prop_assert!(!file.problems.is_empty() || file.rows == file.readings.len() as u64 + file.again as u64);
        }
    }

    /// Whatever a table holds, its rows add up.
    #[test]
    fn rows_of_any_table_add_up(cells in prop::collection::vec(("(6210|安地站|x)", "[-0-9: ]{0,16}", "[-0-9.x]{0,6}"), 0..20)) {
        let mut text = String::from("测站,时间,雨量\n");
        for (station, time, mm) in &cells {
            text += &format!("{station},{time},{mm}\n");
        }
        let file = table(&text);
        prop_assert_eq!(file.rows as usize, cells.len());
        prop_assert_eq!(file.rows, file.readings.len() as u64 + file.again as u64 + file.left);
    }
}
