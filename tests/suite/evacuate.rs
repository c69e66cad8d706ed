//! `sitmap evacuate` from outside: the JSON, the documents, what cannot be read.

use serde_json::Value as Json;

use crate::cli::{Seat, text};

fn sum(rows: &Json, key: &str) -> u64 {
    rows.as_array().map(|rows| rows.iter().filter_map(|row| row[key].as_u64()).sum()).unwrap_or_default()
}

#[test]
fn the_areas_in_force_are_planned_and_every_figure_adds_up() {
    let seat = Seat::new();
    let district = seat.district();
    let (plan, code) =
        seat.json(&district, &["evacuate", "--deadline", "23:59", "--fleet", "大巴:12:45", "--vehicle", "coach"]);
    for key in ["status", "objective", "placed", "unplaced", "bound", "gap", "assignments"] {
        assert!(plan.get(key).is_some(), "{key}");
    }
    let (placed, unplaced) = (plan["placed"].as_u64().unwrap(), plan["unplaced"].as_u64().unwrap());
    assert_eq!(code == 0, unplaced == 0, "{code} {unplaced}");
    assert!(placed > 500, "{placed}");
    assert_eq!(plan["mark"], "示例数据");
    assert_eq!(sum(&plan["assignments"], "people"), placed);
    assert_eq!(sum(&plan["unplaced_groups"], "people"), unplaced);
    assert_eq!(sum(&plan["short"], "places"), unplaced);
    assert_eq!(sum(&plan["timing"]["villages"], "people"), placed);
    let minutes: f64 = plan["assignments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["minutes"].as_f64().unwrap() * one["people"].as_f64().unwrap())
        .sum();
    assert!((minutes - plan["objective"].as_f64().unwrap()).abs() < 0.01);
    assert!(
        plan["barred"].as_array().unwrap().iter().any(|one| one["reason"] == "in_danger_area" && one["by"].is_string())
    );
}

#[test]
fn the_transfer_list_has_the_twenty_columns_the_mark_and_every_person_once() {
    use calamine::Reader as _;
    let seat = Seat::new();
    let district = seat.district();
    let path = seat.path("list.xlsx");
    let (plan, _) = seat.json(&district, &["evacuate", "--out", text(&path)]);
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(&path).unwrap();
    let sheet = book.sheet_names()[0].clone();
    let range = book.worksheet_range(&sheet).unwrap();
    let rows: Vec<Vec<String>> = range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    let head = rows.iter().position(|row| row[0] == "*行政村").unwrap();
    assert_eq!(rows[head].iter().filter(|cell| !cell.is_empty()).count(), 20);
    assert!(
        rows[..head].iter().flatten().any(|cell| cell.starts_with('请')),
        "the instruction stands above the header"
    );
    assert!(rows[..head].iter().flatten().any(|cell| cell.contains("示例数据")));
    let people: f64 = rows[head + 1..].iter().filter_map(|row| row[7].parse::<f64>().ok()).sum();
    let wanted = ["placed", "unplaced", "with_relatives"].iter().map(|key| plan[key].as_f64().unwrap()).sum::<f64>();
    assert!((people - wanted).abs() < 0.5, "{people} {wanted}");
    assert!(rows[head + 1..].iter().all(|row| !row[8].contains("13900")), "phones are covered");
    let (journal, _) = seat.json(&district, &["journal"]);
    assert!(journal.to_string().contains("list.xlsx"), "that it was taken out stands in the journal");
}

#[test]
fn every_document_is_written_with_its_map_and_none_is_heavy() {
    let seat = Seat::new();
    let district = seat.district();
    // Most bytes: a slip takes its part of them.
    for (name, begins, most) in [
        ("slips.pdf", &b"%PDF"[..], 1_500_000),
        ("map.docx", b"PK", 500_000),
        ("plan.txt", "【示例数据】".as_bytes(), 100_000),
        ("plan.png", b"\x89PNG", 2_000_000),
        ("plan.SVG", b"<svg", 4_000_000),
    ] {
        let path = seat.path(name);
        // A clock time would make the map depend on the hour of the day.
        let by = "2099-12-31T23:59:00+08:00";
        let mut asked = vec!["--file", text(&district), "evacuate", "--deadline", by, "--out", text(&path)];
        let handout = name.split('.').next().unwrap();
        asked.extend(Some(["--handout", handout]).filter(|_| handout != "plan").into_iter().flatten());
        let said = seat.run(&asked);
        assert!(said.code == 0 || said.code == 1, "{}", said.err);
        let bytes = std::fs::read(&path).unwrap();
        assert!(bytes.starts_with(begins) && bytes.len() < most, "{name}: {}", bytes.len());
        if name == "plan.SVG" {
            let svg = String::from_utf8(bytes).unwrap();
            for word in ["转移路线图", "示例数据", "需转移", "图例", "安置去处", "待转移，来得及（人数）", "危险区"]
            {
                assert!(svg.contains(word), "{word}");
            }
        } else if name == "plan.txt" {
            assert!(!String::from_utf8(bytes).unwrap().contains("图）"), "a chat has no map, and says nothing of one");
        }
    }
}

#[test]
fn what_cannot_be_read_is_said_with_its_name_and_nothing_is_written() {
    let seat = Seat::new();
    let district = seat.district();
    let strict = seat.run(&["--file", text(&district), "evacuate", "--open-none"]);
    assert!(strict.code == 1 && strict.out.contains("只用已开放的场所"), "{}", strict.out);
    let zone = seat.path("bow.geojson");
    let ring = "[[119.5,29.0],[119.6,29.1],[119.6,29.0],[119.5,29.1],[119.5,29.0]]";
    std::fs::write(&zone, format!(r#"{{"type":"Polygon","coordinates":[{ring}]}}"#)).unwrap();
    let bow = seat.run(&["--file", text(&district), "evacuate", "--zone", text(&zone)]);
    assert_eq!(bow.code, 2, "{}", bow.out);
    assert!(bow.err.contains("119.55") && bow.err.contains("bow.geojson"), "{}", bow.err);
    let out = seat.path("plan.doc");
    for wrong in [
        &["--area", "没有这个区"][..],
        &["--out", text(&out)],
        &["--deadline", "soon"],
        &["--fleet", "大巴:many:45"],
        &["--share", "120"],
        &["--relatives-of", "没有这个镇=20"],
        &["--most-minutes", "-3"],
        &["--hazard", "hail"],
        &["--zone", "nowhere.geojson"],
    ] {
        let said = seat.run(&[&["--file", text(&district), "evacuate"], wrong].concat());
        assert_eq!(said.code, 2, "{wrong:?}: {}", said.out);
        assert!(!said.err.contains("panicked") && !said.err.trim().is_empty(), "{wrong:?}: {}", said.err);
    }
    assert!(!out.exists());
}

#[test]
fn a_forecast_and_every_condition_are_said_with_the_plan() {
    let seat = Seat::new();
    let district = seat.district();
    let asked = ["--deadline", "23:00-02:30", "--fleet", "大巴:12:45", "--fleet", "中巴:3:19", "--unloading", "7"];
    let more = ["--reserve", "12.5", "--share", "60", "--relatives-of", "", "--frail-anywhere", "--most-minutes", "90"];
    let township = seat.json(&district, &["evacuate"]).0["assignments"][0]["group"]["township"].clone();
    let own = format!("{}=20", township.as_str().unwrap());
    let more = more.map(|word| if word.is_empty() { own.as_str() } else { word });
    let said = seat.run(&[&["--file", text(&district), "evacuate"], &asked[..], &more[..]].concat());
    for part in [
        "大巴 12 辆（45 座） · 中巴 3 辆（19 座）",
        "下客 7 分钟",
        "预留 12.5% 床位",
        "按人口 60%",
        "投亲靠友 20%",
        "老弱也用普通场所",
        "单程不超过 90 分钟",
        "按最早的算；若最晚才到，各村可晚 3 小时 30 分钟下令",
    ] {
        assert!(said.out.contains(part), "{part}: {} {}", said.out, said.err);
    }
    let (plan, _) = seat.json(&district, &[&["evacuate"], &asked[..]].concat());
    let moment = |key: &str| plan["deadline"][key].as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
    assert_eq!(plan["deadline"]["kind"], "forecast");
    assert_eq!(moment("latest").duration_since(moment("at")), jiff::SignedDuration::from_mins(210));
    let slash = "2026-07-20T05:00:00+08:00/2026-07-20T02:00:00+08:00";
    for wrong in [slash, "23:00-", "25:00-02:00"] {
        let said = seat.run(&["--file", text(&district), "evacuate", "--deadline", wrong]);
        assert!(said.code == 2 && said.err.contains(wrong), "{}", said.err);
    }
}
