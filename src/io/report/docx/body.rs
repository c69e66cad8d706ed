//! The text of the document.

use std::sync::Arc;

use super::{
    MARGIN, Sheet, drawing_size,
    frame::{LINKS, MAIN},
    picture_size,
    table::{Look, cell, gap, row, ruled, run, signature},
    xml::Xml,
};
use crate::{
    domain::{
        catalogue::Lang,
        view::{
            Words,
            paper::{Cell, Paper, Part, Table, pairs, shares, type_size},
            shape::Align,
        },
    },
    io::report::paper::{PaperError, drawn},
};

const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006";

/// A twentieth of a point in the units of drawings.
const EMU: u32 = 635;

/// So many places to sign stand beside each other.
const SIGNATURES: usize = 3;

/// The text, and the pictures it points to in their order.
pub(super) struct Body {
    pub(super) document: Vec<u8>,
    pub(super) pictures: Vec<Arc<[u8]>>,
}

/// Writes the text.
pub(super) fn write(paper: &Paper, words: &Words) -> Result<Body, PaperError> {
    // What could fail is looked at first: XML is then written to its end.
    let sheet = Sheet::of(paper);
    let mut sizes = Vec::new();
    let mut pictures = Vec::new();
    for part in &paper.parts {
        match part {
            Part::Picture(picture) => {
                sizes.push(picture_size(picture, sheet)?);
                pictures.push(picture.png.clone());
            }
            Part::Drawing(drawing) => {
                sizes.push(drawing_size(drawing, sheet));
                pictures.push(drawn(drawing)?);
            }
            _ => {}
        }
    }
    let wp = format!("{DRAWING}/wordprocessingDrawing");
    let document = Xml::document("w:document", &[MAIN, LINKS, ("xmlns:wp", &wp)], |xml| {
        xml.element("w:body", &[], |xml| {
            let mut writer = Writer { xml, words, sheet, sizes: sizes.into_iter(), picture: 0 };
            writer.head(paper);
            for part in &paper.parts {
                writer.part(part);
            }
            writer.section(paper);
        });
    });
    Ok(Body { document, pictures })
}

struct Writer<'a> {
    xml: &'a mut Xml,
    words: &'a Words,
    sheet: Sheet,
    sizes: std::vec::IntoIter<[u32; 2]>,
    picture: usize,
}

impl Writer<'_> {
    fn head(&mut self, paper: &Paper) {
        if !paper.title.is_empty() {
            paragraph(self.xml, "Title", &paper.title);
        }
        let issued = paper.issued();
        if !issued.is_empty() {
            paragraph(self.xml, "Issued", &issued);
        }
    }

    fn part(&mut self, part: &Part) {
        match part {
            Part::Heading(level, text) => paragraph(self.xml, &format!("Heading{level}"), text),
            Part::Text(text) => self.text(text),
            Part::Facts(facts) => self.facts(facts),
            Part::Table(table) => self.table(table),
            Part::Picture(picture) => self.picture(&picture.caption, &picture.caption),
            Part::Drawing(drawing) => self.picture("", &drawing.told),
            Part::Signatures(labels) => self.signatures(labels),
            Part::PageBreak => self.xml.element("w:p", &[], |xml| {
                xml.element("w:r", &[], |xml| xml.empty("w:br", &[("w:type", "page")]));
            }),
        }
    }

    /// Paragraphs, in Chinese two signs in.
    fn text(&mut self, text: &str) {
        let chinese = self.words.lang() == Lang::Zh;
        for line in text.split('\n') {
            self.xml.element("w:p", &[], |xml| {
                if chinese {
                    let indent = [("w:firstLineChars", "200"), ("w:firstLine", "480")];
                    xml.element("w:pPr", &[], |xml| xml.empty("w:ind", &indent));
                }
                run(xml, line, None, false);
            });
        }
    }

    fn facts(&mut self, facts: &[(String, String)]) {
        if facts.is_empty() {
            return;
        }
        let whole = self.sheet.text_width();
        let label = whole * 15 / 100;
        let widths = [label, whole / 2 - label, label, whole - whole / 2 - label];
        let value = Look { half_points: 21, align: Align::Start, shaded: false, bold: false, span: 1 };
        let name = Look { shaded: true, ..value };
        ruled(self.xml, &widths, true, |xml| {
            for (left, right) in pairs(facts) {
                row(xml, false, |xml| {
                    cell(xml, label, &left.0, name);
                    if let Some(right) = right {
                        cell(xml, widths[1], &left.1, value);
                        cell(xml, label, &right.0, name);
                        cell(xml, widths[3], &right.1, value);
                    } else {
                        cell(xml, whole - label, &left.1, Look { span: 3, ..value });
                    }
                });
            }
        });
        gap(self.xml, "160");
    }

    fn table(&mut self, table: &Table) {
        if !table.instruction.is_empty() {
            paragraph(self.xml, "Instruction", &table.instruction);
        }
        if table.columns.is_empty() {
            return;
        }
        let whole = self.sheet.text_width() as f32;
        let size = type_size(table.columns.len(), self.sheet.width > self.sheet.height);
        let half_points = (size * 2.0) as u32;
        let widths: Vec<u32> =
            shares(table, whole / (size * 20.0)).into_iter().map(|share| (share * whole) as u32).collect();
        let plain = Look { half_points, align: Align::Start, shaded: false, bold: false, span: 1 };
        let cells = |xml: &mut Xml, cells: &[Cell], bold: bool| {
            for ((width, column), content) in widths.iter().zip(&table.columns).zip(cells) {
                cell(xml, *width, &content.shown(), Look { align: column.align, bold, ..plain });
            }
        };
        ruled(self.xml, &widths, true, |xml| {
            row(xml, true, |xml| {
                for (width, column) in widths.iter().zip(&table.columns) {
                    let look = Look { align: Align::Middle, shaded: true, bold: true, ..plain };
                    cell(xml, *width, &column.title, look);
                }
            });
            for content in &table.rows {
                row(xml, false, |xml| cells(xml, content, false));
            }
            if let Some(total) = &table.total {
                row(xml, false, |xml| cells(xml, total, true));
            }
        });
        gap(self.xml, "160");
    }

    fn signatures(&mut self, labels: &[String]) {
        for labels in labels.chunks(SIGNATURES) {
            let width = self.sheet.text_width() / u32::try_from(labels.len()).unwrap_or(1).max(1);
            let widths = vec![width; labels.len()];
            let end = width.saturating_sub(300).to_string();
            ruled(self.xml, &widths, false, |xml| {
                row(xml, false, |xml| {
                    for label in labels {
                        let label = self.words.with("paper-signature", &[("label", label)]);
                        signature(xml, &width.to_string(), &label, &end);
                    }
                });
            });
            gap(self.xml, "20");
        }
    }

    /// The next picture, with what stands below it and what it shows.
    fn picture(&mut self, caption: &str, told: &str) {
        let Some([width, height]) = self.sizes.next() else { return };
        self.picture += 1;
        let (number, id) = (self.picture.to_string(), format!("rIdImage{}", self.picture));
        let (cx, cy) = ((width * EMU).to_string(), (height * EMU).to_string());
        let size = [("cx", cx.as_str()), ("cy", cy.as_str())];
        let told = [("id", number.as_str()), ("name", id.as_str()), ("descr", told)];
        let inside = [("distT", "0"), ("distB", "0"), ("distL", "0"), ("distR", "0")];
        self.xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                if !caption.is_empty() {
                    xml.val("w:keepNext", "1");
                }
                xml.val("w:jc", "center");
            });
            xml.element("w:r", &[], |xml| {
                xml.element("w:drawing", &[], |xml| {
                    xml.element("wp:inline", &inside, |xml| {
                        xml.empty("wp:extent", &size);
                        xml.empty("wp:docPr", &told);
                        graphic(xml, &id, &told, &size);
                    });
                });
            });
        });
        if !caption.is_empty() {
            paragraph(self.xml, "Caption", caption);
        }
    }

    /// The pages themselves.
    fn section(&mut self, paper: &Paper) {
        let (width, height) = (self.sheet.width.to_string(), self.sheet.height.to_string());
        let (margin, edge) = (MARGIN.to_string(), (MARGIN / 2).to_string());
        self.xml.element("w:sectPr", &[], |xml| {
            for (kind, id) in [("w:headerReference", "rIdheader1"), ("w:footerReference", "rIdfooter1")] {
                xml.empty(kind, &[("w:type", "default"), ("r:id", id)]);
            }
            let mut size = vec![("w:w", width.as_str()), ("w:h", height.as_str())];
            if paper.landscape {
                size.push(("w:orient", "landscape"));
            }
            xml.empty("w:pgSz", &size);
            let mut margins = ["w:top", "w:right", "w:bottom", "w:left"].map(|side| (side, margin.as_str())).to_vec();
            margins.extend([("w:header", edge.as_str()), ("w:footer", &edge), ("w:gutter", "0")]);
            xml.empty("w:pgMar", &margins);
        });
    }
}

/// The picture itself, as drawings hold one.
fn graphic(xml: &mut Xml, id: &str, told: &[(&str, &str)], size: &[(&str, &str)]) {
    let (main, kind) = (format!("{DRAWING}/main"), format!("{DRAWING}/picture"));
    xml.element("a:graphic", &[("xmlns:a", &main)], |xml| {
        xml.element("a:graphicData", &[("uri", &kind)], |xml| {
            xml.element("pic:pic", &[("xmlns:pic", &kind)], |xml| {
                xml.element("pic:nvPicPr", &[], |xml| {
                    xml.empty("pic:cNvPr", told);
                    xml.empty("pic:cNvPicPr", &[]);
                });
                xml.element("pic:blipFill", &[], |xml| {
                    xml.empty("a:blip", &[("r:embed", id)]);
                    xml.element("a:stretch", &[], |xml| xml.empty("a:fillRect", &[]));
                });
                xml.element("pic:spPr", &[], |xml| {
                    xml.element("a:xfrm", &[], |xml| {
                        xml.empty("a:off", &[("x", "0"), ("y", "0")]);
                        xml.empty("a:ext", size);
                    });
                    xml.element("a:prstGeom", &[("prst", "rect")], |xml| xml.empty("a:avLst", &[]));
                });
            });
        });
    });
}

fn paragraph(xml: &mut Xml, style: &str, text: &str) {
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| xml.val("w:pStyle", style));
        run(xml, text, None, false);
    });
}
