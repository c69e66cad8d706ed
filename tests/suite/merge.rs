//! A township's part of the transfer list handed out, filled in and brought back, on the flood sample.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests: a failure is the test's failure"
)]

use std::path::Path;

use calamine::{Data, Reader as _, Xlsx, open_workbook};
use jiff::{SignedDuration, Timestamp};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};
use serde_json::Value as Json;
use sitmap::io::report::HANDED_OUT;

use crate::cli::{Seat, text};

/// A sheet as a township sees it in Excel.
struct Sheet {
    cells: Vec<Vec<String>>,
    heads: usize,
}

impl Sheet {
    fn open(path: &Path) -> Self {
        let mut book: Xlsx<_> = open_workbook(path).unwrap();
        let range = book.worksheet_range_at(0).unwrap().unwrap();
        let cell = |cell: &Data| match cell {
            Data::Float(number) => number.to_string(),
            Data::Int(number) => number.to_string(),
            Data::String(text) => text.clone(),
            Data::Empty => String::new(),
            other => panic!("{other:?}"),
        };
        let cells: Vec<Vec<String>> = range.rows().map(|row| row.iter().map(cell).collect()).collect();
        let heads = cells.iter().position(|row| row.iter().any(|cell| cell == "户编号")).unwrap();
        Self { cells, heads }
    }

    fn column(&self, head: &str) -> usize {
        self.cells[self.heads].iter().position(|cell| cell == head).unwrap()
    }

    /// The cell of the row, counted below the headings.
    fn at(&mut self, row: usize, head: &str) -> &mut String {
        let column = self.column(head);
        &mut self.cells[self.heads + 1 + row][column]
    }

    /// Saved as Excel does: our own mark, when it was handed out, stays; when it was saved is written anew.
    fn save(&self, path: &Path, made: Timestamp, saved: Timestamp) {
        let mut book = Workbook::new();
        // The writer knows one moment only, and Excel looks at the other.
        let saved = ExcelDateTime::from_timestamp(saved.as_second()).unwrap();
        let properties = DocProperties::new().set_creation_datetime(&saved);
        book.set_properties(&properties.set_custom_property(HANDED_OUT, made.to_string()));
        let page = book.add_worksheet();
        for (row, cells) in (0..).zip(&self.cells) {
            for (column, cell) in (0..).zip(cells) {
                page.write_string(row, column, cell.as_str()).unwrap();
            }
        }
        book.save(path).unwrap();
    }
}

fn changes<'a>(json: &'a Json, verdict: &str) -> Vec<(&'a str, &'a str)> {
    let all = json["changes"].as_array().unwrap().iter().filter(|one| one["verdict"] == verdict);
    all.map(|one| (one["household"]["name"].as_str().unwrap(), one["field"].as_str().unwrap())).collect()
}

const TOWN: &str = "白龙桥镇";

/// When the list was handed out: after the sample's day, before anything that a test does.
fn made() -> Timestamp {
    "2026-08-01T00:00:00Z".parse().unwrap()
}

/// When it was saved by the township: before the desk did anything else.
fn saved() -> Timestamp {
    "2026-08-01T02:00:00Z".parse().unwrap()
}

/// What a township did with its list, and the desk meanwhile.
struct FilledIn {
    sheet: Sheet,
    first: usize,
    /// The numbers of three households: changed on both sides in different fields, in the same, by the township alone.
    name: [String; 3],
    /// The number of the household whose row was taken out.
    gone: String,
}

/// Hands the list out, fills it in as `back.xlsx`, and changes two of the same rows at the desk.
fn filled_in(seat: &Seat, district: &Path) -> FilledIn {
    let town = format!("乡镇（街道）={TOWN}");
    let export = ["export", "--kind", "transfer", "--where", &town, "--out", "list.xlsx"];
    let (out, code) = seat.json(district, &export);
    assert_eq!(code, 0, "{out}");
    let rows = out["rows"].as_u64().unwrap() as usize;
    let (same, code) = seat.json(district, &["merge", "list.xlsx"]);
    assert_eq!(
        (code, same["unchanged"].as_u64()),
        (1, Some(rows as u64)),
        "masked names come back as they are: {same:#}"
    );
    assert!(same["problems"].as_array().unwrap().iter().all(|one| one["code"] == "column_not_taken"), "{same:#}");
    let mut sheet = Sheet::open(&seat.path("list.xlsx"));
    let listed =
        |sheet: &mut Sheet, from: usize| (from..rows).find(|row| sheet.at(*row, "转移状态") == "在册").unwrap();
    let first = listed(&mut sheet, 0);
    let second = listed(&mut sheet, first + 1);
    let third = listed(&mut sheet, second + 1);
    let name = [first, second, third].map(|row| sheet.at(row, "户编号").clone());
    *sheet.at(first, "转移状态") = "已转移".into();
    *sheet.at(first, "户主手机") = "13900009999".into();
    *sheet.at(second, "转移状态") = "拒绝转移".into();
    *sheet.at(third, "备注") = "家有病人".into();
    *sheet.at(third, "转移状态") = String::new();
    let gone = sheet.at(third + 1, "户编号").clone();
    let (heads, added) = (sheet.heads, sheet.cells[sheet.heads + 1].iter().map(|_| String::new()).collect());
    sheet.cells.remove(heads + 2 + third);
    sheet.cells.push(added);
    let last = sheet.cells.len() - heads - 2;
    for (head, value) in [("户主", "示例新户"), ("居住人数（人）", "5"), ("位置", "新村1号"), ("转移状态", "已转移")]
    {
        *sheet.at(last, head) = value.to_owned();
    }
    sheet.save(&seat.path("back.xlsx"), made(), saved());
    let second_row = format!("transfer:{}", same_id(seat, district, &name[1]));
    assert_eq!(seat.json(district, &["set", &second_row, "state=notified"]).1, 0);
    let first_row = format!("transfer:{}", same_id(seat, district, &name[0]));
    assert_eq!(seat.json(district, &["set", &first_row, "transfer_post=组长"]).1, 0);
    FilledIn { sheet, first, name, gone }
}

#[test]
fn a_township_fills_in_its_list_and_only_what_it_changed_is_merged() {
    let seat = Seat::new();
    let district = seat.district();
    let FilledIn { mut sheet, first, name, gone: gone_name } = filled_in(&seat, &district);
    let merge = ["merge", "back.xlsx", "--township", TOWN];
    let (tried, code) = seat.json(&district, &[&merge[..], &["--dry-run"]].concat());
    assert_eq!((code, tried["done"].as_bool()), (0, Some(false)), "{tried:#}");
    let take: Vec<(&str, &str)> = changes(&tried, "take");
    assert_eq!(take, [(&*name[0], "phone"), (&*name[0], "state"), (&*name[2], "note")], "{tried:#}");
    assert_eq!(changes(&tried, "conflict"), [(&*name[1], "state")]);
    assert_eq!(changes(&tried, "keep"), [(&*name[0], "transfer_post")]);
    assert_eq!(tried["missing"][0]["name"], gone_name.as_str());
    assert_eq!((tried["missing"].as_array().unwrap().len(), tried["added"].as_array().unwrap().len()), (1, 1));
    assert!(!tried.to_string().contains("13900009999"), "phones are masked");

    let (board, _) = seat.json(&district, &["board"]);
    let (done, code) = seat.json(&district, &merge);
    assert_eq!((code, done["done"].as_bool()), (0, Some(true)), "{done:#}");
    let (again, code) = seat.json(&district, &merge);
    assert_eq!((code, again["done"].as_bool()), (1, Some(false)), "twice is once: {again:#}");
    assert_eq!(changes(&again, "conflict"), [(&*name[1], "state")]);

    // The township goes on in the same file: its own word may change.
    *sheet.at(first, "转移状态") = "拒绝转移".into();
    let mut later = Sheet::open(&seat.path("back.xlsx"));
    later.cells.clone_from(&sheet.cells);
    later.save(&seat.path("later.xlsx"), made(), saved() + SignedDuration::from_hours(1));
    let (changed, _) = seat.json(&district, &["merge", "later.xlsx", "--dry-run"]);
    assert_eq!(changes(&changed, "take"), [(&*name[0], "state")], "{changed:#}");
    later.save(&seat.path("older.xlsx"), made(), made());
    let (older, _) = seat.json(&district, &["merge", "older.xlsx", "--dry-run"]);
    let conflicts = [(&*name[0], "state"), (&*name[1], "state")];
    assert_eq!(changes(&older, "conflict"), conflicts, "saved before what came in since: {older:#}");
    let text_lines = seat.run(&["merge", "older.xlsx", "--dry-run", "--file", text(&district)]).out;
    assert!(text_lines.contains(&name[0]) && text_lines.contains("两边不同"), "{text_lines}");
    assert_eq!(seat.json(&district, &["undo"]).1, 0);
    let (undone, _) = seat.json(&district, &["board"]);
    assert_eq!(undone["total"], board["total"], "one step takes all of it back");
    let (theirs, code) = seat.json(&district, &[&merge[..], &["--prefer", "theirs"]].concat());
    assert_eq!(code, 0);
    let conflict = theirs["changes"].as_array().unwrap().iter().find(|one| one["verdict"] == "conflict").unwrap();
    assert_eq!(conflict["taken"], true);
    assert_eq!(seat.run(&["check", text(&district)]).code, 0);
}

/// The id of the household of a number.
fn same_id(seat: &Seat, district: &Path, number: &str) -> String {
    let filter = format!("户编号={number}");
    let out = seat.json(district, &["export", "--kind", "transfer", "--where", &filter, "--out", "one.geojson"]);
    assert_eq!(out.0["rows"], 1);
    let json: Json = serde_json::from_str(&std::fs::read_to_string(seat.path("one.geojson")).unwrap()).unwrap();
    json["features"][0]["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_table_of_figures_dropped_as_a_file_is_taken_in_as_reports_and_nothing_else_is() {
    let seat = Seat::new();
    let district = seat.district();
    let save = |name: &str, rows: &[&[&str]]| {
        let cells = rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect();
        Sheet { cells, heads: 0 }.save(&seat.path(name), made(), saved());
    };
    save("figures.xlsx", &[&["乡镇", "应转移", "已转移"], &["白龙桥镇", "592", "400"], &["琅琊镇", "297", "250"]]);
    let (tried, code) = seat.json(&district, &["merge", "figures.xlsx", "--dry-run"]);
    assert_eq!((code, tried["reports"].as_array().unwrap().len()), (0, 2), "{tried:#}");
    let (done, code) = seat.json(&district, &["merge", "figures.xlsx"]);
    assert_eq!((code, done["done"].as_bool()), (0, Some(true)), "{done:#}");
    assert_eq!(seat.json(&district, &["merge", "figures.xlsx", "--dry-run"]).1, 0);
    save("cars.xlsx", &[&["车牌", "司机"], &["浙G00001", "示例甲"]]);
    std::fs::write(seat.path("not.xlsx"), "PK no workbook").unwrap();
    for (name, said) in [("cars.xlsx", "既不是转移清单"), ("not.xlsx", "文件已损坏"), ("missing.xlsx", "文件打不开")]
    {
        let (json, code) = seat.json(&district, &["merge", name]);
        assert_eq!(code, 2, "{name}");
        assert!(json["problems"][0]["message"].as_str().unwrap().contains(said), "{json}");
    }
    assert_eq!(seat.run(&["merge", "cars.xlsx", "--township", "哪里镇", "--file", text(&district)]).code, 2);
}

#[test]
fn a_new_household_that_may_not_be_home_yet_is_added_without_its_state_and_it_is_said_why() {
    let seat = Seat::new();
    let district = seat.district();
    let rows: [&[&str]; 2] = [
        &["户编号", "户主", "村", "位置", "居住人数（人）", "转移状态"],
        &["", "示例新户", "无名村", "新村1号", "3", "已返回"],
    ];
    let cells = rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect();
    Sheet { cells, heads: 0 }.save(&seat.path("home.xlsx"), made(), saved());
    let (tried, code) = seat.json(&district, &["merge", "home.xlsx", "--township", TOWN, "--dry-run"]);
    assert_eq!((code, tried["added"].as_array().unwrap().len()), (0, 1), "{tried:#}");
    let said = tried["problems"].as_array().unwrap().iter().find(|one| one["code"] == "merge_returned").unwrap();
    assert_eq!(said["row"], 2);
    let message = said["message"].as_str().unwrap();
    assert!(message.contains("现在还不能返回") && message.contains("没有对应的危险区和村"), "{message}");
    let english = ["--lang", "en", "merge", "home.xlsx", "--township", TOWN, "--dry-run", "--file", text(&district)];
    let out = seat.run(&english).out;
    assert!(out.contains("may go home yet") && out.contains("complete the list first"), "{out}");
}
