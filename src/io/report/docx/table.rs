//! Runs of text, and tables made of them.

use super::xml::Xml;
use crate::domain::view::shape::Align;

/// How a cell looks.
#[derive(Clone, Copy)]
pub(super) struct Look {
    pub(super) half_points: u32,
    pub(super) align: Align,
    pub(super) shaded: bool,
    pub(super) bold: bool,
    pub(super) span: u32,
}

/// Two tables that touch become one; a thin line keeps them apart.
pub(super) fn gap(xml: &mut Xml, height: &str) {
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| {
            xml.empty("w:spacing", &[("w:before", "0"), ("w:after", "0"), ("w:line", height), ("w:lineRule", "exact")]);
        });
    });
}

/// Text; a line break in it stays one.
pub(super) fn run(xml: &mut Xml, text: &str, half_points: Option<u32>, bold: bool) {
    xml.element("w:r", &[], |xml| {
        if bold || half_points.is_some() {
            xml.element("w:rPr", &[], |xml| {
                if bold {
                    xml.val("w:b", "1");
                }
                for name in ["w:sz", "w:szCs"] {
                    if let Some(half_points) = half_points {
                        xml.val(name, &half_points.to_string());
                    }
                }
            });
        }
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                xml.empty("w:br", &[]);
            }
            xml.element("w:t", &[("xml:space", "preserve")], |xml| xml.text(line));
        }
    });
}

/// A table with these columns, ruled or not.
pub(super) fn ruled(xml: &mut Xml, widths: &[u32], lines: bool, rows: impl FnOnce(&mut Xml)) {
    let whole = widths.iter().sum::<u32>().to_string();
    xml.element("w:tbl", &[], |xml| {
        xml.element("w:tblPr", &[], |xml| {
            xml.empty("w:tblW", &[("w:w", &whole), ("w:type", "dxa")]);
            if lines {
                xml.element("w:tblBorders", &[], |xml| {
                    for side in ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"] {
                        let line = [("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", "000000")];
                        xml.empty(side, &line);
                    }
                });
            }
            xml.empty("w:tblLayout", &[("w:type", "fixed")]);
            xml.element("w:tblCellMar", &[], |xml| {
                for (side, width) in [("w:top", "30"), ("w:left", "60"), ("w:bottom", "30"), ("w:right", "60")] {
                    xml.empty(side, &[("w:w", width), ("w:type", "dxa")]);
                }
            });
        });
        xml.element("w:tblGrid", &[], |xml| {
            for width in widths {
                xml.empty("w:gridCol", &[("w:w", &width.to_string())]);
            }
        });
        rows(xml);
    });
}

/// A row; a head is repeated on every page, and no row is torn between pages.
pub(super) fn row(xml: &mut Xml, head: bool, cells: impl FnOnce(&mut Xml)) {
    xml.element("w:tr", &[], |xml| {
        xml.element("w:trPr", &[], |xml| {
            xml.val("w:cantSplit", "1");
            if head {
                xml.val("w:tblHeader", "1");
            }
        });
        cells(xml);
    });
}

/// A place to sign: what it is for, and a line to the cell's end.
pub(super) fn signature(xml: &mut Xml, width: &str, label: &str, end: &str) {
    xml.element("w:tc", &[], |xml| {
        xml.element("w:tcPr", &[], |xml| {
            xml.empty("w:tcW", &[("w:w", width), ("w:type", "dxa")]);
            xml.val("w:vAlign", "bottom");
        });
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                xml.element("w:tabs", &[], |xml| {
                    xml.empty("w:tab", &[("w:val", "right"), ("w:leader", "underscore"), ("w:pos", end)]);
                });
            });
            run(xml, label, None, false);
            xml.element("w:r", &[], |xml| xml.empty("w:tab", &[]));
        });
    });
}

pub(super) fn cell(xml: &mut Xml, width: u32, text: &str, look: Look) {
    let width = width.to_string();
    let align = match look.align {
        Align::Start => "left",
        Align::Middle => "center",
        Align::End => "right",
    };
    xml.element("w:tc", &[], |xml| {
        xml.element("w:tcPr", &[], |xml| {
            xml.empty("w:tcW", &[("w:w", &width), ("w:type", "dxa")]);
            if look.span > 1 {
                xml.val("w:gridSpan", &look.span.to_string());
            }
            if look.shaded {
                xml.empty("w:shd", &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", "E7E6E6")]);
            }
            xml.val("w:vAlign", "center");
        });
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                xml.val("w:pStyle", "Cell");
                xml.val("w:jc", align);
            });
            run(xml, text, Some(look.half_points), look.bold);
        });
    });
}
