//! What stands around the text: the package's lists, styles, fonts, head and foot of the pages.

use super::xml::Xml;
use crate::domain::view::{Words, paper::Paper};

pub(super) const MAIN: (&str, &str) = ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main");
pub(super) const LINKS: (&str, &str) =
    ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships");
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// The faces: text in Song, headings in Hei, as Windows and WPS have them; Latin beside them.
const TEXT: (&str, &str) = ("宋体", "SimSun");
const HEADING: (&str, &str) = ("黑体", "SimHei");
const LATIN: &str = "Times New Roman";

/// What every part of the package is.
pub(super) fn content_types() -> Vec<u8> {
    Xml::document("Types", &[("xmlns", &format!("{PACKAGE}/content-types"))], |xml| {
        for (ending, kind) in [
            ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
            ("xml", "application/xml"),
            ("png", "image/png"),
        ] {
            xml.empty("Default", &[("Extension", ending), ("ContentType", kind)]);
        }
        for (part, kind) in [
            ("document", "document.main"),
            ("styles", "styles"),
            ("fontTable", "fontTable"),
            ("settings", "settings"),
            ("header1", "header"),
            ("footer1", "footer"),
        ] {
            let (part, kind) = (format!("/word/{part}.xml"), format!("{WORD}.{kind}+xml"));
            xml.empty("Override", &[("PartName", &part), ("ContentType", &kind)]);
        }
        let kind = "application/vnd.openxmlformats-package.core-properties+xml";
        xml.empty("Override", &[("PartName", "/docProps/core.xml"), ("ContentType", kind)]);
    })
}

fn relationships(links: &[(String, String, String)]) -> Vec<u8> {
    Xml::document("Relationships", &[("xmlns", &format!("{PACKAGE}/relationships"))], |xml| {
        for (id, kind, target) in links {
            xml.empty("Relationship", &[("Id", id), ("Type", kind), ("Target", target)]);
        }
    })
}

/// Where the package begins.
pub(super) fn package() -> Vec<u8> {
    relationships(&[
        ("rId1".to_owned(), format!("{OFFICE}/officeDocument"), "word/document.xml".to_owned()),
        (
            "rId2".to_owned(),
            format!("{PACKAGE}/relationships/metadata/core-properties"),
            "docProps/core.xml".to_owned(),
        ),
    ])
}

/// What the text points to; pictures are `rIdImage1`, `rIdImage2`...
pub(super) fn relations(pictures: usize) -> Vec<u8> {
    let parts = [("styles", "styles"), ("fontTable", "fontTable"), ("settings", "settings")];
    let around = [("header", "header1"), ("footer", "footer1")];
    let fixed = parts.into_iter().chain(around);
    let fixed = fixed.map(|(kind, file)| (format!("rId{file}"), format!("{OFFICE}/{kind}"), format!("{file}.xml")));
    let pictures = (1..=pictures)
        .map(|number| (format!("rIdImage{number}"), format!("{OFFICE}/image"), format!("media/image{number}.png")));
    relationships(&fixed.chain(pictures).collect::<Vec<_>>())
}

/// Title, author and time.
pub(super) fn properties(paper: &Paper) -> Vec<u8> {
    let names = [
        ("xmlns:cp", format!("{PACKAGE}/metadata/core-properties")),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/".to_owned()),
        ("xmlns:dcterms", "http://purl.org/dc/terms/".to_owned()),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance".to_owned()),
    ];
    let names: Vec<(&str, &str)> = names.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Xml::document("cp:coreProperties", &names, |xml| {
        xml.element("dc:title", &[], |xml| xml.text(&paper.title));
        xml.element("dc:creator", &[], |xml| xml.text(&paper.issuer));
        if let Some(time) = paper.time {
            let time = time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
            xml.element("dcterms:created", &[("xsi:type", "dcterms:W3CDTF")], |xml| xml.text(&time));
        }
    })
}

/// The fonts named, with the names and kinds by which a system without them finds others.
pub(super) fn fonts() -> Vec<u8> {
    Xml::document("w:fonts", &[MAIN], |xml| {
        for ((name, other), family) in [(TEXT, "roman"), (HEADING, "swiss")] {
            xml.element("w:font", &[("w:name", name)], |xml| {
                xml.val("w:altName", other);
                xml.val("w:charset", "86");
                xml.val("w:family", family);
                xml.val("w:pitch", "variable");
            });
        }
        xml.element("w:font", &[("w:name", LATIN)], |xml| {
            xml.val("w:charset", "00");
            xml.val("w:family", "roman");
            xml.val("w:pitch", "variable");
        });
    })
}

/// Nothing but that this is a file of Word 2013 and later: older rules lay tables out otherwise.
pub(super) fn settings() -> Vec<u8> {
    Xml::document("w:settings", &[MAIN], |xml| {
        xml.element("w:compat", &[], |xml| {
            let uri = "http://schemas.microsoft.com/office/word";
            let name = "compatibilityMode";
            xml.empty("w:compatSetting", &[("w:name", name), ("w:uri", uri), ("w:val", "15")]);
        });
    })
}

/// The mark, on every page.
pub(super) fn header(paper: &Paper) -> Vec<u8> {
    Xml::document("w:hdr", &[MAIN], |xml| {
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| xml.val("w:pStyle", "Header"));
            if let Some(mark) = &paper.mark {
                run(xml, mark);
            }
        });
    })
}

/// `第 1 页　共 3 页`, counted by Word.
pub(super) fn footer(words: &Words) -> Vec<u8> {
    let text = words.with("paper-page", &[("n", "\u{e000}"), ("m", "\u{e001}")]);
    Xml::document("w:ftr", &[MAIN], |xml| {
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| xml.val("w:pStyle", "Footer"));
            for piece in text.split_inclusive(['\u{e000}', '\u{e001}']) {
                run(xml, piece.trim_end_matches(['\u{e000}', '\u{e001}']));
                let field = match piece.chars().next_back() {
                    Some('\u{e000}') => "PAGE",
                    Some('\u{e001}') => "NUMPAGES",
                    _ => continue,
                };
                xml.element("w:fldSimple", &[("w:instr", field)], |xml| run(xml, "1"));
            }
        });
    })
}

fn run(xml: &mut Xml, text: &str) {
    xml.element("w:r", &[], |xml| xml.element("w:t", &[("xml:space", "preserve")], |xml| xml.text(text)));
}

/// How a style looks.
struct Style {
    id: &'static str,
    name: &'static str,
    heading: bool,
    half_points: u32,
    bold: bool,
    align: &'static str,
    before: u32,
    after: u32,
    color: &'static str,
    outline: Option<u32>,
}

const PLAIN: Style = Style {
    id: "Normal",
    name: "Normal",
    heading: false,
    half_points: 24,
    bold: false,
    align: "left",
    before: 0,
    after: 60,
    color: "000000",
    outline: None,
};

const STYLES: [Style; 11] = [
    PLAIN,
    Style { id: "Title", name: "Title", half_points: 36, align: "center", after: 120, ..TOPIC },
    Style { id: "Issued", name: "Issued", half_points: 21, align: "center", after: 160, ..PLAIN },
    Style { id: "Heading1", name: "heading 1", before: 200, half_points: 28, outline: Some(0), ..TOPIC },
    Style { id: "Heading2", name: "heading 2", before: 160, half_points: 26, outline: Some(1), ..TOPIC },
    Style { id: "Heading3", name: "heading 3", before: 120, half_points: 24, outline: Some(2), ..TOPIC },
    Style { id: "Cell", name: "Cell", half_points: 21, after: 0, ..PLAIN },
    Style { id: "Instruction", name: "Instruction", half_points: 21, color: "C00000", ..PLAIN },
    Style { id: "Caption", name: "caption", half_points: 21, align: "center", after: 120, ..PLAIN },
    Style { id: "Header", name: "header", half_points: 21, bold: true, align: "right", color: "C00000", ..PLAIN },
    Style { id: "Footer", name: "footer", half_points: 18, align: "center", ..PLAIN },
];

/// Bold as well: not every system has Hei, and what stands for it may be thin.
const TOPIC: Style = Style { heading: true, bold: true, after: 80, ..PLAIN };

/// The styles.
pub(super) fn styles() -> Vec<u8> {
    Xml::document("w:styles", &[MAIN], |xml| {
        xml.element("w:docDefaults", &[], |xml| {
            xml.element("w:rPrDefault", &[], |xml| {
                xml.element("w:rPr", &[], |xml| {
                    faces(xml, TEXT.0);
                    // Latin words among Chinese are broken as English ones: at spaces.
                    xml.empty("w:lang", &[("w:val", "en-US"), ("w:eastAsia", "zh-CN")]);
                });
            });
        });
        for style in &STYLES {
            put_style(xml, style);
        }
    })
}

fn put_style(xml: &mut Xml, style: &Style) {
    let mut attributes = vec![("w:type", "paragraph"), ("w:styleId", style.id)];
    if style.id == PLAIN.id {
        attributes.push(("w:default", "1"));
    }
    xml.element("w:style", &attributes, |xml| {
        xml.val("w:name", style.name);
        if style.id != PLAIN.id {
            xml.val("w:basedOn", PLAIN.id);
        }
        xml.val("w:qFormat", "1");
        xml.element("w:pPr", &[], |xml| {
            if style.outline.is_some() || style.id == "Instruction" {
                xml.val("w:keepNext", "1");
            }
            let (before, after) = (style.before.to_string(), style.after.to_string());
            xml.empty("w:spacing", &[("w:before", &before), ("w:after", &after)]);
            xml.val("w:jc", style.align);
            if let Some(level) = style.outline {
                xml.val("w:outlineLvl", &level.to_string());
            }
        });
        xml.element("w:rPr", &[], |xml| {
            faces(xml, if style.heading { HEADING.0 } else { TEXT.0 });
            if style.bold {
                xml.val("w:b", "1");
            }
            xml.val("w:color", style.color);
            xml.val("w:sz", &style.half_points.to_string());
            xml.val("w:szCs", &style.half_points.to_string());
        });
    });
}

fn faces(xml: &mut Xml, chinese: &str) {
    xml.empty("w:rFonts", &[("w:ascii", LATIN), ("w:hAnsi", LATIN), ("w:eastAsia", chinese), ("w:cs", LATIN)]);
}
