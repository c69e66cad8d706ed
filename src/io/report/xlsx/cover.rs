//! The sheet for what a document says beside its tables.

use rust_xlsxwriter::{Image, Worksheet};

use super::{LINE, MOST_UNITS, across, cut, lines, set_page, style::Styles};
use crate::{
    domain::view::{
        Words,
        paper::{Paper, Part},
        shape::Align,
    },
    io::report::paper::{PaperError, png_size},
};

/// Latin letters of the two columns.
const LABELS: f64 = 20.0;
const VALUES: f64 = 70.0;

/// The width of both in pixels, and how tall a row of no set height is.
const WIDE_PX: f64 = 635.0;
const ROW_PX: f64 = 20.0;

/// Whether there is anything to say beside the tables; a file without sheets is none.
pub(super) fn wanted(paper: &Paper) -> bool {
    let says = |part: &Part| matches!(part, Part::Text(_) | Part::Facts(_) | Part::Picture(_) | Part::Signatures(_));
    paper.parts.iter().any(says) || !paper.parts.iter().any(|part| matches!(part, Part::Table(_)))
}

/// Puts title, facts, texts, pictures and places to sign on a sheet.
pub(super) fn put(
    sheet: &mut Worksheet,
    name: &str,
    paper: &Paper,
    words: &Words,
    styles: &Styles,
) -> Result<(), PaperError> {
    sheet.set_name(name)?;
    set_page(sheet, paper, false, words);
    sheet.set_column_width(0, LABELS)?.set_column_width(1, VALUES)?;
    let mut cover = Cover { sheet, styles, row: 0 };
    if let Some(mark) = &paper.mark {
        cover.line(mark, &styles.mark)?;
    }
    cover.line(&paper.title, &styles.title)?;
    let height = 24.0 * lines(&paper.title, (LABELS + VALUES) * 0.7);
    cover.sheet.set_row_height(cover.row.saturating_sub(1), height)?;
    let issued = paper.issued();
    if !issued.is_empty() {
        cover.line(&issued, &styles.line)?;
    }
    for (part, next) in paper.parts.iter().zip(paper.parts.iter().skip(1).map(Some).chain([None])) {
        // The heading of a table is its sheet's name.
        let of_table = matches!((part, next), (Part::Heading(..), Some(Part::Table(_))));
        if !of_table {
            cover.part(part, words)?;
        }
    }
    Ok(())
}

struct Cover<'a> {
    sheet: &'a mut Worksheet,
    styles: &'a Styles,
    row: u32,
}

impl Cover<'_> {
    fn part(&mut self, part: &Part, words: &Words) -> Result<(), PaperError> {
        match part {
            Part::Heading(_, text) => self.line(text, &self.styles.heading),
            Part::Text(text) => self.line(text, &self.styles.line),
            Part::Facts(facts) => facts.iter().try_for_each(|(label, value)| self.pair(label, value)),
            Part::Signatures(labels) => {
                labels.iter().try_for_each(|label| self.pair(&words.with("paper-signature", &[("label", label)]), ""))
            }
            Part::Picture(picture) => {
                let [width, height] = png_size(&picture.png, &picture.caption)?.map(f64::from);
                let wide = WIDE_PX * f64::from(picture.share);
                let tall = (wide * height / width).clamp(1.0, 2000.0);
                let image = Image::new_from_buffer(&picture.png).map_err(|error| PaperError::Picture {
                    caption: picture.caption.clone(),
                    why: error.to_string(),
                })?;
                let image = image.set_alt_text(cut(&picture.caption, 200)).set_scale_to_size(wide, tall, true);
                self.sheet.insert_image(self.row, 0, &image)?;
                self.row += (tall / ROW_PX).ceil() as u32 + 1;
                if picture.caption.is_empty() { Ok(()) } else { self.line(&picture.caption, &self.styles.line) }
            }
            Part::Table(_) | Part::Drawing(_) | Part::PageBreak => Ok(()),
        }
    }

    fn line(&mut self, text: &str, style: &rust_xlsxwriter::Format) -> Result<(), PaperError> {
        across(self.sheet, self.row, 2, text, style)?;
        self.sheet.set_row_height(self.row, LINE * lines(text, LABELS + VALUES))?;
        self.row += 1;
        Ok(())
    }

    fn pair(&mut self, label: &str, value: &str) -> Result<(), PaperError> {
        let style = self.styles.text(Align::Start, false);
        self.sheet.write_string_with_format(self.row, 0, cut(label, MOST_UNITS), &style)?;
        self.sheet.write_string_with_format(self.row, 1, cut(value, MOST_UNITS), &style)?;
        let tall = lines(label, LABELS).max(lines(value, VALUES));
        self.sheet.set_row_height(self.row, LINE * tall)?;
        self.row += 1;
        Ok(())
    }
}
