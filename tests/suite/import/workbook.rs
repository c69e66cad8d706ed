//! Workbooks as bureaus keep them, and as an attacker would.

use std::io::{Cursor, Write as _};

use rust_xlsxwriter::{Format, Workbook};
use sitmap::io::import::{ImportError, Options};

use super::{codes, empty, kind, objects, plan, said, take_in};

const OLD: &[u8] = include_bytes!("../../fixtures/import/transfer.xls");

#[test]
fn an_old_workbook_with_an_instruction_row_merged_cells_and_a_hidden_sheet_is_read() {
    let mut world = empty();
    let import = plan(&world, "transfer.xls", OLD, &kind("shelter")).unwrap();
    assert_eq!(import.assumed.header_row, Some(2));
    assert_eq!(import.assumed.sheets, ["转移清单"]);
    assert_eq!((import.rows, import.added, import.skipped), (3, 2, 1));
    take_in(&mut world, &import);
    let said: Vec<String> = objects(&world, "shelter").iter().map(|object| said(&world, object)).collect();
    assert_eq!(
        said,
        [
            "@119.640000,29.106667 name=甲村文化礼堂 capacity=200 inspected_on=2024-03-05 phone=13800001234 village=白竹村",
            "@119.548180,29.077690 name=乙村小学 capacity=300 inspected_on=2023-03-15 phone=13800005678 village=白竹村",
        ]
    );
    assert_eq!(
        codes(&import).get("sheet_not_taken"),
        Some(&1),
        "the visible list of villages is named, the hidden one not"
    );
    let hidden = Options { sheet: Some("下拉".to_owned()), ..kind("shelter") };
    assert_eq!(plan(&world, "transfer.xls", OLD, &hidden).unwrap().added, 1, "asked for, a hidden sheet is read");
    let missing = Options { sheet: Some("无".to_owned()), ..kind("shelter") };
    assert!(matches!(plan(&world, "transfer.xls", OLD, &missing), Err(ImportError::NoSheet { .. })));
}

/// A workbook with a sheet a township, all headed alike, one hidden.
fn townships() -> Vec<u8> {
    let mut book = Workbook::new();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    for (name, place) in [("白龙桥镇", 119.54), ("罗店镇", 119.61)] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        sheet.merge_range(0, 0, 0, 4, "婺城区避灾安置场所一览表", &Format::new()).unwrap();
        for (column, heading) in ["场所名称", "经度", "纬度", "可容纳人数（人）", "鉴定日期"].into_iter().enumerate()
        {
            sheet.write(2, column as u16, heading).unwrap();
        }
        sheet.write(3, 0, format!("{name}中心")).unwrap();
        sheet.write(3, 1, place).unwrap();
        sheet.write(3, 2, 29.1).unwrap();
        sheet.write(3, 3, "１２０").unwrap();
        sheet.write_with_format(3, 4, 45_356, &day).unwrap();
        sheet.write(9, 0, "合 计").unwrap();
        sheet.write(9, 3, 120).unwrap();
    }
    let hidden = book.add_worksheet().set_name("选项").unwrap();
    hidden.set_hidden(true).write(0, 0, "场所名称").unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn sheets_headed_alike_are_read_as_one_list() {
    let mut world = empty();
    // The ending lies: what a file is, its content says.
    let import = plan(&world, "list.csv", &townships(), &Options::default()).unwrap();
    assert_eq!(import.kind.id.as_str(), "shelter");
    assert_eq!(import.assumed.sheets, ["白龙桥镇", "罗店镇"]);
    assert_eq!((import.rows, import.added, import.skipped), (4, 2, 2));
    take_in(&mut world, &import);
    let said: Vec<String> = objects(&world, "shelter").iter().map(|object| said(&world, object)).collect();
    assert_eq!(said[0], "@119.540000,29.100000 name=白龙桥镇中心 capacity=120 inspected_on=2024-03-05");
    let again = plan(&world, "list.xlsx", &townships(), &Options::default()).unwrap();
    assert_eq!(again.edits, []);
}

#[test]
fn every_cut_of_a_workbook_is_an_error_and_not_a_crash() {
    let whole = townships();
    for cut in (0..whole.len()).step_by(97) {
        assert!(plan(&empty(), "cut.xlsx", &whole[..cut], &kind("shelter")).is_err(), "cut at {cut}");
    }
    for cut in (8..OLD.len()).step_by(509) {
        let _ = plan(&empty(), "cut.xls", &OLD[..cut], &kind("shelter"));
    }
}

#[test]
fn a_workbook_with_bytes_changed_is_an_answer_or_an_error() {
    let (new, old) = (townships(), OLD.to_vec());
    let mut seed = 7_u64;
    let mut random = move |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    for whole in [new, old] {
        for _ in 0..150 {
            let mut bytes = whole.clone();
            for _ in 0..=random(6) {
                let at = random(bytes.len());
                bytes[at] = random(256) as u8;
            }
            let _ = plan(&empty(), "changed", &bytes, &kind("shelter"));
        }
    }
}

/// A workbook of one sheet whose XML is given.
fn with_sheet(xml: &[u8]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let part = |out: &mut zip::ZipWriter<Cursor<Vec<u8>>>, name: &str, bytes: &[u8]| {
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(bytes).unwrap();
    };
    let spreadsheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    part(
        &mut out,
        "_rels/.rels",
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
             <Relationship Id=\"r1\" Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        )
        .as_bytes(),
    );
    part(
        &mut out,
        "xl/workbook.xml",
        format!(
            "<workbook xmlns=\"{spreadsheet}\" xmlns:r=\"{relations}\"><sheets>\
             <sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
        )
        .as_bytes(),
    );
    part(
        &mut out,
        "xl/_rels/workbook.xml.rels",
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
             <Relationship Id=\"r1\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
        )
        .as_bytes(),
    );
    part(&mut out, "xl/worksheets/sheet1.xml", xml);
    out.finish().unwrap().into_inner()
}

#[test]
fn cells_in_far_corners_and_entity_bombs_are_refused() {
    let error = |bytes: &[u8]| plan(&empty(), "bomb.xlsx", bytes, &kind("shelter")).unwrap_err();
    let corner = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>\
        <row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData></worksheet>";
    let far = error(&with_sheet(corner.as_bytes()));
    assert!(matches!(far, ImportError::TooLarge { what: "columns", .. }), "{far:?}");
    let lol = "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>\
        <worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>&b;</v></c></row></sheetData></worksheet>";
    assert!(matches!(
        error(&with_sheet(lol.as_bytes())),
        ImportError::Broken { .. } | ImportError::Empty | ImportError::NoHeader { .. }
    ));
}
