//! How cells look: the bureau's templates have a grey head, and red words above it on how to fill it in.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::domain::view::shape::Align;

const FONT: &str = "宋体";
const RED: Color = Color::RGB(0x00C0_0000);
const GREY: Color = Color::RGB(0x00D9_D9D9);

/// The looks.
pub(super) struct Styles {
    /// The mark above all.
    pub(super) mark: Format,
    /// How to fill it in.
    pub(super) instruction: Format,
    /// The head.
    pub(super) head: Format,
    /// Empty cells below a column of text.
    pub(super) text_column: Format,
    /// The document's title.
    pub(super) title: Format,
    /// A line of text over the sheet.
    pub(super) line: Format,
    /// A heading over the sheet.
    pub(super) heading: Format,
    cell: Format,
}

impl Styles {
    pub(super) fn new() -> Self {
        let base = Format::new().set_font_name(FONT).set_font_size(11).set_align(FormatAlign::VerticalCenter);
        let text = base.clone().set_num_format("@");
        let wrapped = text.clone().set_text_wrap();
        let ruled = base.set_border(FormatBorder::Thin).set_text_wrap();
        let head = ruled.clone().set_num_format("@").set_bold().set_background_color(GREY);
        Self {
            mark: wrapped.clone().set_bold().set_font_color(RED).set_align(FormatAlign::Right),
            instruction: wrapped.clone().set_font_color(RED).set_align(FormatAlign::Left),
            head: head.set_align(FormatAlign::Center),
            title: wrapped.clone().set_bold().set_font_size(16).set_align(FormatAlign::Center),
            heading: wrapped.clone().set_bold(),
            line: wrapped,
            text_column: text,
            cell: ruled,
        }
    }

    /// A text; the row of sums is bold.
    pub(super) fn text(&self, align: Align, sum: bool) -> Format {
        bold(self.cell.clone().set_num_format("@").set_align(side(align)), sum)
    }

    /// A number with so many decimal places.
    pub(super) fn number(&self, places: u8, align: Align, sum: bool) -> Format {
        let decimals = "0".repeat(usize::from(places.min(9)));
        let point = if decimals.is_empty() { "" } else { "." };
        bold(self.cell.clone().set_num_format(format!("#,##0{point}{decimals}")).set_align(side(align)), sum)
    }
}

fn side(align: Align) -> FormatAlign {
    match align {
        Align::Start => FormatAlign::Left,
        Align::Middle => FormatAlign::Center,
        Align::End => FormatAlign::Right,
    }
}

fn bold(format: Format, so: bool) -> Format {
    if so { format.set_bold() } else { format }
}
