use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Formula, Workbook};

use super::*;
use crate::domain::{
    model::Figure,
    tests::{Making, SHIPPED},
};

fn now() -> Timestamp {
    "2026-06-20T12:00:00Z".parse().unwrap()
}

fn world() -> World {
    let mut making = Making::default();
    for town in ["白龙桥镇", "琅琊镇"] {
        making.add("township", None, &[("name", town.into())]);
    }
    making.add("village", None, &[("name", "叶店村".into()), ("township", "白龙桥镇".into())]);
    making.world()
}

fn sheet(rows: &[&[&str]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            page.write_string(row, column, *cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

fn read(bytes: &[u8]) -> Result<HandedFile, ImportError> {
    read_handed_bytes("表.xlsx", bytes, &world(), now())
}

fn list_of(bytes: &[u8]) -> GivenList {
    match read(bytes).unwrap().holds {
        Handed::List(list) => list,
        Handed::Figures(figures) => panic!("{figures:?}"),
    }
}

fn value<'a>(row: &'a GivenRow, field: &str) -> &'a Value {
    &row.values[SHIPPED.kind(TRANSFER).unwrap().index(field).unwrap()]
}

#[test]
fn a_list_is_read_under_a_mark_and_an_instruction_in_the_townships_own_words() {
    let bytes = sheet(&[
        &["示例数据"],
        &["请按户填写，*为必填"],
        &["序号", "户编号", "*户主", "居住人数（人）", "避灾场所", "备注", "转移状态", "状态时间"],
        &["1", "01", "示例甲", "3人", "投亲靠友", "需帮扶、行动不便", "已转移", "2026-06-20 18:30"],
        &["2", "02", "示例*", "４", "无去处", "同户分往两处", "拒绝转移", ""],
        &["3", "03", "示例丙", "很多", "中心小学", "", "走了", "昨天"],
        &["合计", "", "", "7"],
    ]);
    let list = list_of(&bytes);
    let [first, second, third] = list.rows.as_slice() else { panic!("{list:?}") };
    assert_eq!((first.row, value(first, "state"), value(first, "household_size")), (4, &"moved".into(), &3.into()));
    assert_eq!(value(first, "state_time"), &Value::Time("2026-06-20T10:30:00Z".parse().unwrap()));
    assert_eq!((value(first, "shelter_name"), value(first, "destination")), (&Value::Null, &"with_relatives".into()));
    assert_eq!(value(first, "note"), &"行动不便".into(), "our own word is none of theirs");
    assert_eq!((value(second, "shelter_name"), value(second, "household_size")), (&Value::Null, &Value::Null));
    assert_eq!(value(second, "state"), &"refused".into());
    assert_eq!((value(third, "state"), value(third, "household_size")), (&Value::Null, &Value::Null));
    type Told<'a> = (&'a str, Option<u64>, Option<&'a str>, Option<&'a str>);
    let told: Vec<Told<'_>> = list
        .problems
        .iter()
        .filter(|one| one.code != "column_not_taken")
        .map(|one| (one.code, one.row, one.column.as_deref(), one.value.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            ("value_not_number", Some(6), Some("居住人数（人）"), Some("很多")),
            ("value_not_choice", Some(6), Some("转移状态"), Some("走了")),
            ("value_not_date", Some(6), Some("状态时间"), Some("昨天")),
        ]
    );
    assert!(list.problems.iter().all(|one| one.file.as_deref() == Some("表.xlsx")));
}

#[test]
fn a_workbook_was_handed_out_when_our_own_mark_says_so_and_never_later_than_now() {
    let made = |mark: Option<&str>, created: i64| {
        let mut book = Workbook::new();
        let properties = DocProperties::new();
        let created = ExcelDateTime::from_timestamp(created).unwrap();
        let properties = properties.set_creation_datetime(&created);
        book.set_properties(&match mark {
            Some(mark) => properties.set_custom_property("主办", "乡镇").set_custom_property(HANDED_OUT, mark),
            None => properties,
        });
        let page = book.add_worksheet();
        for (column, head) in (0..).zip(["户编号", "户主", "转移状态"]) {
            page.write_string(0, column, head).unwrap();
            page.write_string(1, column, "1").unwrap();
        }
        let file = read(&book.save_to_buffer().unwrap()).unwrap();
        let Handed::List(list) = file.holds else { panic!("no list") };
        (file.made, list.saved)
    };
    let (early, late) = (now().as_second() - 3600, now().as_second() + 3600);
    let time = |second: i64| Timestamp::from_second(second).unwrap();
    let mark = |second: i64| time(second).to_string();
    assert_eq!(made(None, early), (None, Some(time(early))), "every workbook says when it was made");
    assert_eq!(made(Some(&mark(early)), late), (Some(time(early)), None), "a clock that is ahead says nothing");
    assert_eq!(made(Some(&mark(late)), early), (None, Some(time(early))));
    assert_eq!(made(Some("昨天"), early).0, None);
}

#[test]
fn dates_numbers_formulas_and_merged_cells_of_excel_are_read_or_told() {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.set_name("叶店村").unwrap();
    for (column, head) in (0..).zip(["村", "户编号", "户主手机", "居住人数", "转移状态", "状态时间", "位置"])
    {
        page.write_string(0, column, head).unwrap();
    }
    page.merge_range(1, 0, 2, 0, "叶店村", &Format::new()).unwrap();
    let date = Format::new().set_num_format("yyyy/m/d h:mm");
    for (row, number) in [(1, 7.0), (2, 8.0)] {
        page.write_number(row, 1, number).unwrap();
        page.write_number(row, 2, 13_900_000_001.0).unwrap();
        page.write_formula(row, 3, Formula::new("=1+2").set_result("3")).unwrap();
        page.write_string(row, 4, "moved").unwrap();
        page.write_with_format(
            row,
            5,
            ExcelDateTime::from_ymd(2026, 6, 20).unwrap().and_hms(18, 30, 0).unwrap(),
            &date,
        )
        .unwrap();
    }
    page.write_formula(2, 3, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    let list = list_of(&book.save_to_buffer().unwrap());
    let [first, second] = list.rows.as_slice() else { panic!("{list:?}") };
    for row in [first, second] {
        assert_eq!(value(row, "village"), &"叶店村".into(), "what is merged holds for each");
        assert_eq!(value(row, "phone"), &"13900000001".into());
        assert_eq!(value(row, "state"), &"moved".into());
        assert_eq!(value(row, "state_time"), &Value::Time("2026-06-20T10:30:00Z".parse().unwrap()));
    }
    assert_eq!((value(first, "name"), value(first, "household_size")), (&"7".into(), &3.into()));
    assert_eq!(value(second, "household_size"), &Value::Null);
    let fault = list.problems.iter().find(|one| one.code == "cell_fault").unwrap();
    assert_eq!(
        (fault.row, fault.column.as_deref(), fault.sheet.as_deref()),
        (Some(3), Some("居住人数"), Some("叶店村"))
    );
    assert_eq!(fault.value.as_deref(), Some("#DIV/0!"));
}

#[test]
fn a_table_of_figures_is_read_as_rows_that_were_pasted() {
    let bytes = sheet(&[
        &["转移进度统计表"],
        &["乡镇", "行政村", "应转移", "已转移", "集中安置", "投亲靠友", "截至时间"],
        &["白龙桥镇", "叶店村", "30", "20", "12", "8", "18:30"],
        &[],
        &["琅琊镇", "", "1,200", "八百", "", "", ""],
        &["哪里镇", "", "3", "2", "", "", ""],
    ]);
    let Handed::Figures(figures) = read(&bytes).unwrap().holds else { panic!("no figures") };
    let said: Vec<(&str, Option<&str>, Option<i64>, u64)> = figures
        .reports
        .iter()
        .map(|one| {
            let report = &one.report;
            (report.township.as_str(), report.village.as_deref(), report.figures.get(Figure::Moved), one.row)
        })
        .collect();
    assert_eq!(said, [("白龙桥镇", Some("叶店村"), Some(20), 3), ("琅琊镇", None, Some(800), 5)]);
    assert!(figures.reports.iter().all(|one| one.report.source == ReportSource::File));
    let unknown = figures.problems.iter().find(|one| one.code == "message_place_unknown").unwrap();
    assert_eq!((unknown.row, unknown.sheet.as_deref()), (Some(6), Some("Sheet1")));
}

#[test]
fn a_file_that_is_neither_or_broken_says_so_in_a_sentence() {
    let words = assets::words(Lang::Zh);
    let said = |bytes: &[u8]| {
        let error = read(bytes).map(|file| panic!("{file:?}")).unwrap_err();
        words.problem(&error.problem("表.xlsx"))
    };
    let neither = said(&sheet(&[&["车牌", "司机"], &["浙G00001", "示例甲"]]));
    assert!(neither.contains("车牌 | 司机") && neither.contains("户编号"), "{neither}");
    let whole = sheet(&[&["户编号", "户主", "居住人数"], &["01", "示例甲", "3"]]);
    let mut sentences =
        vec![neither, said(b""), said(&whole[..whole.len() / 2]), said(b"PK\x03\x04nothing"), said(b"%PDF-1.7")];
    assert!(sentences.iter().all(|sentence| !sentence.starts_with("problem-")), "{sentences:?}");
    sentences.dedup();
    assert_eq!(sentences.len(), 4, "two broken archives are the same to a reader: {sentences:?}");
    let empty = list_of(&sheet(&[&["户编号", "户主", "居住人数"]]));
    let told: Vec<&str> = empty.problems.iter().map(|one| one.code).collect();
    assert_eq!((empty.rows.len(), told.as_slice()), (0, ["merge_no_rows"].as_slice()));
    let twice = list_of(&sheet(&[
        &["户编号", "户主", "居住人数"],
        &["01", "示例甲", "3"],
        &["户编号", "户主", "居住人数"],
        &["02", "示例乙", "2"],
    ]));
    assert_eq!(twice.rows.iter().map(|row| row.row).collect::<Vec<_>>(), [2, 4], "headings again are no household");
    for at in (0..whole.len()).step_by(97) {
        let mut hurt = whole.clone();
        hurt[at] ^= 0x55;
        let _ = read(&hurt);
        let _ = read(&whole[..at]);
    }
}
