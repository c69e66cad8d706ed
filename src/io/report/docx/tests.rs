use std::io::{Cursor, Read as _};

use proptest::prelude::*;
use quick_xml::{Reader, events::Event};
use zip::ZipArchive;

use crate::{
    domain::{
        catalogue::Lang,
        view::paper::{Cell, Column, Paper, Part, Picture, Table, clean, one_line},
    },
    io::{
        assets::words,
        report::paper::{MOST_COLUMNS, PaperError, PaperFormat, write_paper},
    },
};

fn parts(paper: &Paper) -> Vec<(String, Vec<u8>)> {
    let bytes = write_paper(paper, PaperFormat::Docx, &words(Lang::Zh)).unwrap();
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    let mut part = |name: String| {
        let mut bytes = Vec::new();
        zip.by_name(&name).unwrap().read_to_end(&mut bytes).unwrap();
        (name, bytes)
    };
    names.into_iter().map(&mut part).collect()
}

fn part(paper: &Paper, name: &str) -> String {
    let (_, bytes) = parts(paper).into_iter().find(|(part, _)| part == name).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// The text of each paragraph, read as XML; a break is `\n`.
fn paragraphs(xml: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    let mut found = Vec::new();
    let mut inside = false;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) if tag.name().as_ref() == "w:p" => found.push(String::new()),
            Event::Start(tag) if tag.name().as_ref() == "w:t" => inside = true,
            Event::End(tag) if tag.name().as_ref() == "w:t" => inside = false,
            Event::Empty(tag) if tag.name().as_ref() == "w:br" => found.last_mut().unwrap().push('\n'),
            Event::Text(text) if inside => found.last_mut().unwrap().push_str(&text),
            Event::GeneralRef(name) if inside => {
                let sign = name.resolve_char_ref().unwrap().unwrap_or_else(|| match name.as_ref() {
                    "amp" => '&',
                    "lt" => '<',
                    "gt" => '>',
                    "quot" => '"',
                    _ => '\'',
                });
                found.last_mut().unwrap().push(sign);
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

fn slip() -> Paper {
    let table = Table {
        instruction: "请按户通知".to_owned(),
        columns: vec![Column::text("户主"), Column::number("人数")],
        rows: vec![vec!["示例甲".into(), Cell::whole(3)], vec!["示例乙".into(), Cell::whole(2)]],
        total: Some(vec!["合计".into(), Cell::whole(5)]),
        ..Table::default()
    };
    Paper {
        title: "叶店村转移单".to_owned(),
        mark: Some("示例数据".to_owned()),
        issuer: "应急管理局".to_owned(),
        parts: vec![
            Part::Facts(vec![("安置到".to_owned(), "中心小学".to_owned())]),
            Part::Heading(1, "名单 <A&B>".to_owned()),
            Part::Table(table),
            Part::Text("第一行\n第二行".to_owned()),
        ],
        ..Paper::default()
    }
}

#[test]
fn what_stands_on_the_paper_stands_in_the_document_in_its_order() {
    let read = paragraphs(&part(&slip(), "word/document.xml"));
    let said: Vec<&str> = read.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    let expected = [
        "叶店村转移单",
        "应急管理局",
        "安置到",
        "中心小学",
        "名单 <A&B>",
        "请按户通知",
        "户主",
        "人数",
        "示例甲",
        "3",
        "示例乙",
        "2",
        "合计",
        "5",
        "第一行",
        "第二行",
    ];
    assert_eq!(said, expected);
}

#[test]
fn the_mark_is_on_every_page_the_pages_are_counted_and_heads_are_repeated() {
    let paper = slip();
    assert_eq!(paragraphs(&part(&paper, "word/header1.xml")), ["示例数据"]);
    let footer = part(&paper, "word/footer1.xml");
    assert_eq!(paragraphs(&footer), ["第 1 页　共 1 页"]);
    assert!(footer.contains("w:instr=\"PAGE\"") && footer.contains("w:instr=\"NUMPAGES\""));
    let english = write_paper(&paper, PaperFormat::Docx, &words(Lang::En)).unwrap();
    let mut zip = ZipArchive::new(Cursor::new(english)).unwrap();
    let mut footer = String::new();
    zip.by_name("word/footer1.xml").unwrap().read_to_string(&mut footer).unwrap();
    assert_eq!(paragraphs(&footer), ["Page 1 of 1"]);
    let document = part(&paper, "word/document.xml");
    assert_eq!(document.matches("<w:tblHeader w:val=\"1\"/>").count(), 1);
    let head = document.find("w:tblHeader").unwrap();
    assert!(head < document.find("户主").unwrap() && document.find("请按户通知").unwrap() < head);
    assert!(part(&paper, "word/styles.xml").contains("w:eastAsia=\"黑体\""));
    let plain = Paper { mark: None, ..paper };
    assert_eq!(paragraphs(&part(&plain, "word/header1.xml")), [""]);
}

#[test]
fn a_picture_is_in_the_package_and_one_that_is_none_is_named() {
    let mut png = Cursor::new(Vec::new());
    image::RgbImage::new(40, 20).write_to(&mut png, image::ImageFormat::Png).unwrap();
    let picture = |png: Vec<u8>| Picture { png: png.into(), share: 0.5, caption: "示意图".to_owned() };
    let png = png.into_inner();
    let paper = Paper { parts: vec![Part::Picture(picture(png.clone()))], ..Paper::default() };
    let found = parts(&paper);
    assert!(found.iter().any(|(name, bytes)| name == "word/media/image1.png" && *bytes == png));
    let links = part(&paper, "word/_rels/document.xml.rels");
    assert!(links.contains("Id=\"rIdImage1\"") && links.contains("media/image1.png"));
    // 9638 twentieths of a point are the text's width: half of it, and half as tall.
    assert!(part(&paper, "word/document.xml").contains("cx=\"3060065\" cy=\"1529715\""));
    let broken = Paper { parts: vec![Part::Picture(picture(b"no picture".to_vec()))], ..Paper::default() };
    let error = write_paper(&broken, PaperFormat::Docx, &words(Lang::Zh)).unwrap_err();
    assert!(matches!(&error, PaperError::Picture { caption, .. } if caption == "示意图"));
    assert!(error.sentence(&words(Lang::Zh)).starts_with("图片“示意图”读不出来"));
}

#[test]
fn a_table_that_word_would_refuse_is_refused_here() {
    let table = Table { columns: vec![Column::text("x"); MOST_COLUMNS + 1], ..Table::default() };
    let parts = vec![Part::Heading(1, "宽表".to_owned()), Part::Table(table)];
    let error = write_paper(&Paper { parts, ..Paper::default() }, PaperFormat::Docx, &words(Lang::Zh)).unwrap_err();
    assert_eq!(error, PaperError::TooLarge { name: "宽表".to_owned(), rows: 0, columns: 64 });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_well_formed_xml_and_comes_back(
        cells in prop::collection::vec("(?s).{0,20}", 0..12),
        title in "(?s).{0,20}",
    ) {
        let rows = cells.chunks(3).map(|row| row.iter().map(|text| text.as_str().into()).collect()).collect();
        let table = Table { rows, ..Table::default() };
        let paper = Paper { title: title.clone(), mark: Some(title.clone()), parts: vec![Part::Table(table)], ..Paper::default() };
        let read = paragraphs(&part(&paper, "word/document.xml"));
        for text in &cells {
            prop_assert!(read.contains(&clean(text)), "{text:?} is not in {read:?}");
        }
        prop_assert_eq!(paragraphs(&part(&paper, "word/header1.xml")).concat(), one_line(&title));
    }
}
