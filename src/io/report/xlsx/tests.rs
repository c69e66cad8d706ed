use std::io::Cursor;

use calamine::{Data, Range, Reader as _, Xlsx};
use proptest::prelude::*;

use super::*;
use crate::{
    domain::{catalogue::Lang, view::paper::Column},
    io::{
        assets::words,
        report::paper::{PaperFormat, write_paper},
    },
};

fn sheets(paper: &Paper) -> Vec<(String, Range<Data>)> {
    let bytes = write_paper(paper, PaperFormat::Xlsx, &words(Lang::Zh)).unwrap();
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    book.worksheets()
}

fn text(range: &Range<Data>, row: u32, column: u32) -> String {
    range.get_value((row, column)).map_or_else(String::new, ToString::to_string)
}

const TEMPLATE: &str = "*行政村,*危险区名称,危险区类型,*位置,经度(小数点如120.30),纬度(小数点如30.10),*户主,*居住人数,\
    *户主手机,*转移责任人,*转移责任人职务,*转移责任人手机,*预警责任人,*预警责任人职务,*预警责任人手机,*避灾场所,\
    *有无安全鉴定,*避灾场所管理员,*避灾场所管理员手机,备注";

#[test]
fn the_transfer_list_is_laid_out_as_the_bureaus_template_and_phones_stay_text() {
    let number = ["经度(小数点如120.30)", "纬度(小数点如30.10)", "*居住人数"];
    let columns = TEMPLATE
        .split(',')
        .map(|title| if number.contains(&title) { Column::number(title) } else { Column::text(title) });
    let mut row: Vec<Cell> = vec!["".into(); 20];
    row[4] = Cell::Number(119.64, 6);
    row[7] = Cell::whole(5);
    row[8] = "013900000001".into();
    let table = Table {
        name: "转移清单".to_owned(),
        instruction: "请按要求填写，带*的为必填项。".to_owned(),
        columns: columns.collect(),
        rows: vec![row],
        total: None,
    };
    let paper = Paper { parts: vec![Part::Table(table)], ..Paper::default() };
    let read = sheets(&paper);
    assert_eq!(read.len(), 1);
    let (name, range) = &read[0];
    assert_eq!(name, "转移清单");
    assert_eq!(text(range, 0, 0), "请按要求填写，带*的为必填项。");
    let heads: Vec<String> = (0..20).map(|column| text(range, 1, column)).collect();
    assert_eq!(heads.join(","), TEMPLATE);
    assert_eq!(range.get_value((2, 4)), Some(&Data::Float(119.64)));
    assert_eq!(range.get_value((2, 7)), Some(&Data::Float(5.0)));
    assert_eq!(range.get_value((2, 8)), Some(&Data::String("013900000001".to_owned())));

    let marked = Paper { mark: Some("示例数据".to_owned()), ..paper };
    let (_, range) = &sheets(&marked)[0];
    assert_eq!(text(range, 0, 0), "示例数据");
    assert_eq!(text(range, 1, 0), "请按要求填写，带*的为必填项。");
    assert_eq!(text(range, 2, 0), "*行政村");
}

#[test]
fn each_table_has_a_sheet_named_by_its_heading_and_the_rest_stands_on_the_last() {
    let table = |cell: &str| {
        Part::Table(Table { columns: vec![Column::text("户主")], rows: vec![vec![cell.into()]], ..Table::default() })
    };
    let heading = |text: &str| Part::Heading(1, text.to_owned());
    let long = "一个特别长的标题".repeat(6);
    let paper = Paper {
        title: "叶店村转移单".to_owned(),
        parts: vec![
            table("甲"),
            heading("名单[1/2]: 'a'"),
            table("乙"),
            table("丙"),
            heading(&long),
            table("丁"),
            Part::Facts(vec![("村".to_owned(), "叶店村".to_owned())]),
        ],
        ..Paper::default()
    };
    let read = sheets(&paper);
    let names: Vec<&str> = read.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names[..3], ["叶店村转移单", "名单 1 2   'a", "名单 1 2   'a(2)"]);
    assert!(names[3].chars().count() == 31 && long.starts_with(names[3]));
    assert_eq!(names[4], "说明");
    assert_eq!(text(&read[3].1, 1, 0), "丁");
    let (_, cover) = &read[4];
    assert!((0..20).any(|row| text(cover, row, 0) == "村" && text(cover, row, 1) == "叶店村"));
}

#[test]
fn the_same_document_gives_the_same_file_and_one_without_tables_is_one() {
    let paper = Paper { title: "空".to_owned(), parts: vec![Part::Text("没有表".to_owned())], ..Paper::default() };
    let once = || write_paper(&paper, PaperFormat::Xlsx, &words(Lang::Zh)).unwrap();
    assert_eq!(once(), once());
    assert_eq!(sheets(&paper).len(), 1);
    assert_eq!(sheets(&Paper::default()).len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_text_comes_back_as_it_was_but_for_control_characters(
        rows in prop::collection::vec(prop::collection::vec("(?s).{0,12}", 0..5), 0..6),
        name in "(?s).{0,40}",
    ) {
        let table = Table {
            name,
            columns: vec![Column::text("a"), Column::number("b")],
            rows: rows.iter().map(|row| row.iter().map(|text| text.as_str().into()).collect()).collect(),
            ..Table::default()
        };
        let paper = Paper { parts: vec![Part::Table(table)], ..Paper::default() };
        let (_, range) = &sheets(&paper)[0];
        for (row, cells) in (1_u32..).zip(&rows) {
            for (column, cell) in (0_u32..).zip(cells) {
                prop_assert_eq!(text(range, row, column), crate::domain::view::paper::clean(cell));
            }
        }
    }
}
