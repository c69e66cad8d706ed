//! Papers to hand over, read by the programs that others read them with.
#![expect(clippy::expect_used, reason = "helpers of tests: clippy's own exception covers #[test] functions only")]

use std::{fs, io::Cursor, path::Path, process::Command};

use sitmap::{
    domain::{
        catalogue::Lang,
        view::{
            mask::masked,
            paper::{Cell, Column, Paper, Part, Picture, Table},
        },
    },
    io::{
        assets::words,
        report::{PaperFormat, write_paper},
    },
};

use crate::import::{codes, empty, kind, plan};

/// A map's place on the page.
fn picture() -> Picture {
    let pixels = image::RgbImage::from_fn(1200, 700, |x, y| {
        let on_line = x % 100 < 2 || y % 100 < 2 || x < 6 || y < 6 || x > 1193 || y > 693;
        if on_line { image::Rgb([120, 140, 160]) } else { image::Rgb([232, 238, 228]) }
    });
    let mut png = Cursor::new(Vec::new());
    pixels.write_to(&mut png, image::ImageFormat::Png).expect("a picture in memory");
    let caption = "叶店村转移示意图（比例尺 1:8,000，上北下南）".to_owned();
    Picture { png: png.into_inner().into(), share: 0.8, caption }
}

fn facts() -> Vec<(String, String)> {
    let facts = [
        ("行政村", "白龙桥镇叶店村（示例）"),
        ("危险区", "叶店村后山地质灾害点"),
        ("危险区类型", "地质灾害点"),
        ("应转移", "30 户 86 人"),
        ("最迟出发", "18:00 前全部离开"),
        ("用车", "中巴 2 辆，每辆 2 趟"),
        ("安置到", "白龙桥镇中心小学避灾安置场所（床位 240，本村占用 86，管理员示例管理员甲 139****0002）"),
        ("注意", "先老弱病残，后其他人员；不过溪、不走沟谷、不顺滑坡方向走；未接到解除通知任何人不得返回。"),
    ];
    facts.map(|(label, value)| (label.to_owned(), value.to_owned())).to_vec()
}

fn steps() -> Table {
    let steps = [
        ("村口文化礼堂集合，点名上车", 0, "转移责任人示例甲"),
        ("沿村道向东，到县道 X204 路口", 850, "路口有人引导"),
        ("右转沿 X204 向北，过叶店大桥（桥面高程 52.4 m，水位超 51.9 m 时改走 G330 国道绕行）", 3_420, "桥头有人值守"),
        ("到白龙桥镇中心小学正门，登记入住", 1_260, "避灾场所管理员接收"),
    ];
    let row = |(number, (way, metres, who)): (i64, &(&str, i64, &str))| -> Vec<Cell> {
        vec![Cell::whole(number), (*way).into(), Cell::whole(*metres), (*who).into()]
    };
    let columns = ["步骤", "怎么走", "米", "谁负责"];
    Table {
        columns: vec![
            Column::number(columns[0]).centred(),
            Column::text(columns[1]),
            Column::number(columns[2]),
            Column::text(columns[3]),
        ],
        rows: (1..).zip(&steps).map(row).collect(),
        total: Some(vec!["合计".into(), "".into(), Cell::whole(5_530), "".into()]),
        ..Table::default()
    }
}

fn persons() -> Table {
    let titles = ["序号", "户主", "人数", "户主手机", "特殊照顾", "转移责任人", "责任人手机", "备注"];
    let row = |number: i64| -> Vec<Cell> {
        let phone = |kind: i64| masked(&format!("139{kind:04}{number:04}"));
        let care = if number % 7 == 0 { "卧床老人 1 人，需担架" } else { "" };
        let note = if number == 11 { "租户 Jean-Baptiste Example-Longname，不懂中文" } else { "" };
        vec![
            Cell::whole(number),
            masked(&format!("示例户{number}")).into(),
            Cell::whole(1 + number % 5),
            phone(1).into(),
            care.into(),
            "示例责任人甲".into(),
            phone(2).into(),
            note.into(),
        ]
    };
    let rows: Vec<Vec<Cell>> = (1..=30).map(row).collect();
    let columns = titles.iter().map(|title| match *title {
        "序号" => Column::number(title).centred(),
        "人数" => Column::number(title),
        title => Column::text(title),
    });
    let mut total: Vec<Cell> = vec!["合计".into(), "30 户".into(), Cell::whole(90)];
    total.resize(titles.len(), "".into());
    Table {
        name: "转移人员".to_owned(),
        instruction: "请逐户核对：通知到本人后打勾，离开后第一时间报村值班室。".to_owned(),
        columns: columns.collect(),
        rows,
        total: Some(total),
    }
}

/// What a village is handed.
fn slip() -> Paper {
    let heading = |text: &str| Part::Heading(1, text.to_owned());
    Paper {
        title: "叶店村人员转移明白单".to_owned(),
        mark: Some("示例数据".to_owned()),
        landscape: false,
        issuer: "婺城区应急管理局".to_owned(),
        time: "2026-08-09T07:06:00Z".parse().ok(),
        parts: vec![
            Part::Facts(facts()),
            Part::Picture(picture()),
            heading("转移路线"),
            Part::Text(
                "全程 5.5 km，乘车约 16 分钟，步行约 80 分钟。县道 X204 积水或塌方时，以现场指挥为准。".to_owned(),
            ),
            Part::Table(steps()),
            heading("转移人员名单"),
            Part::Table(persons()),
            heading("签收"),
            Part::Signatures(["村主要负责人", "转移责任人", "签收时间"].map(str::to_owned).to_vec()),
        ],
    }
}

/// The bureau's transfer list: 20 columns.
fn list() -> Paper {
    let titles = "*行政村,*危险区名称,危险区类型,*位置,经度(小数点如120.30),纬度(小数点如30.10),*户主,*居住人数,*户主手机,\
        *转移责任人,*转移责任人职务,*转移责任人手机,*预警责任人,*预警责任人职务,*预警责任人手机,*避灾场所,*有无安全鉴定,\
        *避灾场所管理员,*避灾场所管理员手机,备注";
    let row = |number: i64| -> Vec<Cell> {
        let phone = |kind: i64| Cell::from(masked(&format!("139{kind:04}{number:04}")));
        let text = Cell::from;
        vec![
            text("叶店村"),
            text("叶店村后山地质灾害点"),
            text("地质灾害点"),
            text("叶店自然村北侧山脚"),
            Cell::Number(119.548_18, 5),
            Cell::Number(29.077_69, 5),
            masked("示例户主").into(),
            Cell::whole(1 + number % 5),
            phone(1),
            text("示例甲"),
            text("村委会主任"),
            phone(2),
            text("示例乙"),
            text("网格员"),
            phone(3),
            text("白龙桥镇中心小学"),
            text("有"),
            text("示例丙"),
            phone(4),
            text(""),
        ]
    };
    let columns = titles.split(',').map(|title| match title {
        "*居住人数" | "经度(小数点如120.30)" | "纬度(小数点如30.10)" => Column::number(title),
        title => Column::text(title),
    });
    let table = Table {
        name: "人员转移清单".to_owned(),
        instruction: "请按实际填写，带 * 的为必填；一户一行。".to_owned(),
        columns: columns.collect(),
        rows: (1..=60).map(row).collect(),
        total: None,
    };
    let title = "白龙桥镇人员转移清单".to_owned();
    Paper { title, landscape: true, parts: vec![Part::Table(table)], ..slip() }
}

fn written(paper: &Paper, format: PaperFormat) -> Vec<u8> {
    write_paper(paper, format, &words(Lang::Zh)).expect("a paper that can be written")
}

/// What a program says; `None`: it is not installed.
fn said(program: &str, arguments: &[&str], file: &Path) -> Option<String> {
    let output = match Command::new(program).args(arguments).arg(file).arg("-").output() {
        Ok(output) => output,
        Err(_) => {
            eprintln!("{program} is not installed: nothing was checked with it");
            return None;
        }
    };
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).expect("text"))
}

/// Writes the slip in every format; `SITMAP_PAPERS=folder` keeps the files to be looked at.
#[test]
fn a_villages_slip_is_written_in_every_format() {
    let kept = std::env::var_os("SITMAP_PAPERS").map(std::path::PathBuf::from);
    let temporary = tempfile::tempdir().unwrap();
    let folder = kept.unwrap_or_else(|| temporary.path().to_owned());
    fs::create_dir_all(&folder).unwrap();
    for format in PaperFormat::ALL {
        let file = folder.join(format!("slip.{}", format.ending()));
        fs::write(&file, written(&slip(), format)).unwrap();
        assert_eq!(PaperFormat::by_ending(&format.ending().to_uppercase()), Some(format));
    }
    let text = fs::read_to_string(folder.join("slip.txt")).unwrap();
    assert!(text.starts_with("【示例数据】\n叶店村人员转移明白单\n婺城区应急管理局　2026-08-09 15:06\n行政村："));
    assert!(text.contains("\n11 | 示例户** | 2 | 139****0011 |"), "{text}");
    for (name, paper) in [("wide", Paper { landscape: true, ..slip() }), ("list", list())] {
        for format in PaperFormat::ALL {
            fs::write(folder.join(format!("{name}.{}", format.ending())), written(&paper, format)).unwrap();
        }
    }
}

#[test]
fn a_pdf_is_read_and_searched_by_other_programs() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("slip.pdf");
    fs::write(&file, written(&slip(), PaperFormat::Pdf)).unwrap();
    let Some(text) = said("pdftotext", &["-layout"], &file) else { return };
    let pages: Vec<&str> = text.trim_end_matches('\u{c}').split('\u{c}').collect();
    for (number, page) in (1..).zip(&pages) {
        assert!(page.contains("示例数据"), "page {number}");
        // Spaces are laid out anew.
        let dense: String = page.split_whitespace().collect();
        assert!(dense.contains(&format!("第{number}页共{}页", pages.len())), "page {number}: {page}");
    }
    for piece in ["叶店村人员转移明白单", "后山地质灾害点", "139****0030", "转移人员名单", "村主要负责人："]
    {
        assert!(text.contains(piece), "{piece} is not found in\n{text}");
    }

    let mut long = persons();
    long.rows = long.rows.iter().cycle().take(150).cloned().collect();
    let long = Paper { parts: vec![Part::Table(long)], ..slip() };
    fs::write(&file, written(&long, PaperFormat::Pdf)).unwrap();
    let text = said("pdftotext", &["-layout"], &file).unwrap();
    let pages: Vec<&str> = text.trim_end_matches('\u{c}').split('\u{c}').collect();
    assert!(pages.len() > 3 && pages.iter().all(|page| page.contains("户主手机")), "{text}");
    assert_eq!(text.matches("示例责任人甲").count(), 150);
}

#[test]
fn our_own_import_reads_the_list_back() {
    let world = empty();
    for mark in [Some("示例数据".to_owned()), None] {
        let header = if mark.is_some() { 3 } else { 2 };
        let bytes = written(&Paper { mark, ..list() }, PaperFormat::Xlsx);
        let import = plan(&world, "list.xlsx", &bytes, &kind("transfer")).unwrap();
        assert_eq!(import.assumed.header_row, Some(header));
        assert_eq!((import.rows, import.skipped), (60, 0), "{:?}", codes(&import));
    }
}

#[test]
fn a_list_of_thousands_is_written_in_every_format() {
    let mut table = persons();
    table.rows = table.rows.iter().cycle().take(5_000).cloned().collect();
    let paper = Paper { parts: vec![Part::Table(table)], ..slip() };
    for format in PaperFormat::ALL {
        let begun = std::time::Instant::now();
        let bytes = written(&paper, format);
        eprintln!("{format:?}: {} bytes in {:?}", bytes.len(), begun.elapsed());
        assert!(bytes.len() > 50_000);
    }
}

#[test]
fn signs_that_no_font_has_are_still_found_in_a_pdf() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rare.pdf");
    let odd = ["\u{10ffc}\u{1f468}\u{200d}\u{1f469}甲", "\u{2f00}一\u{2f00}", "e\u{301}tude A\u{308}"];
    let rows = odd.iter().map(|text| vec![(*text).into()]).collect();
    let table = Table { columns: vec![Column::text("名")], rows, ..Table::default() };
    let paper = Paper { parts: vec![Part::Table(table)], ..Paper::default() };
    fs::write(&file, written(&paper, PaperFormat::Pdf)).unwrap();
    let Some(text) = said("pdftotext", &["-raw"], &file) else { return };
    for piece in odd {
        assert!(text.contains(piece), "{piece} is not found in\n{text}");
    }
}

#[test]
fn a_drawing_is_lines_and_text_in_print_a_picture_in_word_and_nothing_elsewhere() {
    use sitmap::domain::view::{
        palette::PRINT,
        paper::Drawing,
        shape::{Align, Shape, Stroke, TextShape},
    };
    let word = TextShape {
        at: [60.0, 30.0],
        align: Align::Middle,
        text: "银岭村".to_owned(),
        size: 9.0,
        color: PRINT.text,
        bold: true,
        halo: Some(PRINT.halo()),
        struck: false,
    };
    let shapes = vec![
        Shape::Area { rings: vec![vec![[10.0, 10.0], [90.0, 10.0], [50.0, 50.0]]], fill: PRINT.alarm.alpha(56) },
        Shape::Path {
            points: vec![[0.0, 0.0], [120.0, 60.0]],
            closed: false,
            stroke: Stroke { dash: Some([3.0, 2.0]), ..Stroke::solid(2.0, PRINT.accent) },
        },
        Shape::Circle { centre: [20.0, 40.0], radius: 6.0, fill: PRINT.panel, stroke: None },
        Shape::Text(word),
    ];
    let drawing = Drawing { size: [120.0, 60.0], shapes: shapes.into(), told: "路线图".to_owned() };
    let paper = Paper { parts: vec![Part::Drawing(drawing)], ..slip() };
    let folder = tempfile::tempdir().unwrap();
    let pdf = folder.path().join("drawing.pdf");
    fs::write(&pdf, written(&paper, PaperFormat::Pdf)).unwrap();
    if let Some(text) = said("pdftotext", &["-enc", "UTF-8"], &pdf) {
        assert!(text.contains("银岭村"), "{text}");
    }
    let docx = folder.path().join("drawing.docx");
    fs::write(&docx, written(&paper, PaperFormat::Docx)).unwrap();
    let mut package = zip::ZipArchive::new(fs::File::open(&docx).unwrap()).unwrap();
    assert!(package.by_name("word/media/image1.png").unwrap().size() > 200);
    let text = String::from_utf8(written(&paper, PaperFormat::Txt)).unwrap();
    assert_eq!(text.lines().count(), 3, "{text}");
    assert!(!written(&paper, PaperFormat::Xlsx).is_empty());
}
