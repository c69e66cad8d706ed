use proptest::prelude::*;

use super::*;
use crate::{
    domain::{
        catalogue::Lang,
        view::paper::{Cell, Column, Drawing, Table, clean},
    },
    io::{
        assets::words,
        report::paper::{PaperFormat, write_paper},
    },
};

fn laid_out(paper: &Paper) -> Pages {
    pages(&paper.tidy(), &words(Lang::Zh), &mut Faces::of_the_system().unwrap()).unwrap()
}

fn texts(page: &[Item]) -> Vec<&str> {
    let texts = page.iter().filter_map(|item| match item {
        Item::Text { text, .. } => Some(text.as_str()),
        _ => None,
    });
    texts.collect()
}

fn table(rows: usize) -> Table {
    Table {
        columns: vec![Column::text("户主"), Column::number("人数")],
        rows: (0..rows).map(|row| vec![format!("示例{row}").into(), Cell::whole(3)]).collect(),
        ..Table::default()
    }
}

fn paper(parts: Vec<Part>) -> Paper {
    Paper { title: "转移单".to_owned(), mark: Some("示例数据".to_owned()), parts, ..Paper::default() }
}

#[test]
fn every_page_has_the_mark_the_head_of_its_table_and_its_number() {
    let laid = laid_out(&paper(vec![Part::Table(table(120))]));
    let many = laid.pages.len();
    assert!((3..6).contains(&many), "{many}");
    for (number, page) in (1..).zip(&laid.pages) {
        let texts = texts(page);
        assert_eq!(texts.iter().filter(|text| **text == "户主").count(), 1);
        assert!(texts.contains(&"示例数据"));
        assert!(texts.contains(&format!("第 {number} 页　共 {many} 页").as_str()));
    }
    let rows: usize = laid.pages.iter().map(|page| texts(page).iter().filter(|text| **text == "3").count()).sum();
    assert_eq!(rows, 120);
}

#[test]
fn nothing_is_painted_beyond_the_page() {
    let long = "很长的说明，".repeat(400);
    let mut wide = table(3);
    wide.rows.push(vec![long.as_str().into(), "x".repeat(3000).into()]);
    wide.columns[0].title = "特别长的标题".repeat(200);
    let signers = vec!["一个很长的签字人称呼".repeat(9), "乙".to_owned()];
    let facts = vec![("标签".to_owned(), long.clone()), ("很长的标签".repeat(30), "值".to_owned())];
    let drawing = Drawing { size: [100.0, 60.0], shapes: [].into(), told: String::new() };
    let mut parts =
        vec![Part::Text(long), Part::Table(wide), Part::Facts(facts), Part::Signatures(signers), Part::PageBreak];
    parts.extend(std::iter::repeat_n(Part::Drawing(drawing), 3));
    for landscape in [false, true] {
        let mut faces = Faces::of_the_system().unwrap();
        let paper = Paper { landscape, ..paper(parts.clone()) }.tidy();
        let laid = pages(&paper, &words(Lang::Zh), &mut faces).unwrap();
        let [width, height] = laid.size;
        for item in laid.pages.iter().flatten() {
            let corners = match item {
                Item::Text { at, size, bold, text, .. } => {
                    let wide = faces.width(text.trim_end_matches(' '), *bold) * size;
                    vec![[at[0], at[1] - size], [at[0] + wide, at[1]]]
                }
                Item::Rule { from, to } => vec![*from, *to],
                Item::Ground { min, max } => vec![*min, *max],
                Item::Drawing { min, scale, .. } => vec![*min, [min[0] + 100.0 * scale, min[1] + 60.0 * scale]],
                Item::Picture { .. } => continue,
            };
            for [x, y] in corners {
                let inside = x >= MARGIN - 1.0 && x <= width - MARGIN + 1.0 && y >= 0.0 && y <= height - 10.0;
                assert!(inside, "{x} {y} {item:?}");
            }
        }
    }
}

#[test]
fn a_family_without_a_bold_face_is_thickened_and_all_faces_can_be_put_into_a_file() {
    let paper = paper(vec![Part::Text("正文 text 㐀𠮷 ☂".to_owned())]).tidy();
    for family in ["WenQuanYi Micro Hei", "Noto Sans CJK SC", "Noto Serif CJK SC", "DejaVu Sans"] {
        let mut faces = Faces::first_of(family).unwrap();
        let glyph = faces.glyph('转', true);
        assert!(glyph.advance > 0.8 && !glyph.odd);
        let pages = pages(&paper, &words(Lang::Zh), &mut faces).unwrap();
        assert!(out::write(&paper, &pages, faces, &words(Lang::Zh)).unwrap().len() > 1000, "{family}");
    }
}

#[test]
fn a_table_too_wide_for_paper_is_refused() {
    let wide = Table { columns: vec![Column::text("x"); 64], ..Table::default() };
    let error = write_paper(&paper(vec![Part::Table(wide)]), PaperFormat::Pdf, &words(Lang::Zh)).unwrap_err();
    assert!(matches!(error, PaperError::TooLarge { columns: 64, .. }));
}

#[test]
fn only_the_signs_used_are_in_the_file_and_the_same_document_is_the_same_file() {
    let paper = paper(vec![Part::Table(table(2000)), Part::PageBreak, Part::Text("𠮷 👨‍👩‍👧 e\u{301} ⼀一".to_owned())]);
    let once = write_paper(&paper, PaperFormat::Pdf, &words(Lang::Zh)).unwrap();
    assert!(once.starts_with(b"%PDF-") && once.len() < 400_000, "{}", once.len());
    assert_eq!(once, write_paper(&paper, PaperFormat::Pdf, &words(Lang::Zh)).unwrap());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn any_cell_is_laid_out_whole(
        cells in prop::collection::vec("(?s).{0,80}", 0..10),
        columns in 1_usize..6,
    ) {
        let rows = cells.chunks(columns).map(|row| row.iter().map(|text| text.as_str().into()).collect()).collect();
        let paper = Paper { parts: vec![Part::Table(Table { rows, ..Table::default() })], ..Paper::default() };
        let laid = laid_out(&paper);
        let count = |text: &str| text.chars().filter(|char| *char != '\n').count();
        let painted: usize = laid.pages.iter().flat_map(|page| texts(page)).map(count).sum();
        let wanted: usize = cells.iter().map(|cell| count(&clean(cell))).sum();
        let numbers: usize = (1..=laid.pages.len()).map(|n| count(&format!("第 {n} 页　共 {} 页", laid.pages.len()))).sum();
        prop_assert_eq!(painted, wanted + numbers);
        prop_assert!(write_paper(&paper, PaperFormat::Pdf, &words(Lang::Zh)).is_ok());
    }
}
