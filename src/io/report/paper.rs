//! A document as a file: Word, PDF, Excel, or text for a chat.

use std::sync::Arc;

use crate::{
    domain::view::{
        Words,
        paper::{Drawing, Paper, Part},
    },
    io::report::{
        docx, pdf,
        png::{self, PictureError},
        svg, txt, xlsx,
    },
};

/// What a document may become.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum PaperFormat {
    /// To be edited in Word or WPS.
    Docx,
    /// To be printed.
    Pdf,
    /// Its tables, to be worked on in Excel or WPS.
    Xlsx,
    /// To be pasted into a chat.
    Txt,
}

impl PaperFormat {
    /// All, the most used first.
    pub const ALL: [Self; 4] = [Self::Docx, Self::Pdf, Self::Xlsx, Self::Txt];

    /// What its files' names end with, without the dot.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Pdf => "pdf",
            Self::Xlsx => "xlsx",
            Self::Txt => "txt",
        }
    }

    /// The format of such an ending, large or small.
    pub fn by_ending(ending: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.ending().eq_ignore_ascii_case(ending))
    }
}

/// Why there is no document.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum PaperError {
    /// No font for Chinese text was found on the system: a PDF would be boxes.
    #[error("no font for Chinese text is installed")]
    NoChineseFont,
    /// The system's Chinese font cannot be put into a PDF.
    #[error("the font {family} cannot be put into a PDF: {why}")]
    Font {
        /// Which.
        family: String,
        /// The id of a message, or what the library said.
        why: String,
    },
    /// A picture of the document cannot be read.
    #[error("the picture \"{caption}\" cannot be read: {why}")]
    Picture {
        /// What stands below it.
        caption: String,
        /// What the library said.
        why: String,
    },
    /// A table is larger than such a file can hold.
    #[error("the table {name} is too large: {rows} rows, {columns} columns")]
    TooLarge {
        /// What its sheet is called.
        name: String,
        /// How many rows it has.
        rows: usize,
        /// How many columns it has.
        columns: usize,
    },
    /// The library refused what we wrote: a fault of ours.
    #[error("the document could not be written: {0}")]
    Writer(String),
}

impl PaperError {
    /// What went wrong, as people read it.
    pub fn sentence(&self, words: &Words) -> String {
        match self {
            Self::NoChineseFont => words.get("paper-no-chinese-font"),
            Self::Font { family, why } => {
                let why = if words.has(why) { words.get(why) } else { why.clone() };
                words.with("paper-font", &[("family", family), ("why", &why)])
            }
            Self::Picture { caption, why } => words.with("paper-picture", &[("caption", caption), ("why", why)]),
            Self::TooLarge { name, rows, columns } => {
                let (rows, columns) = (rows.to_string(), columns.to_string());
                words.with("paper-too-large", &[("name", name), ("rows", &rows), ("columns", &columns)])
            }
            Self::Writer(why) => words.with("paper-writer", &[("why", why)]),
        }
    }
}

/// Writes a document; the caller puts the bytes where they belong, whole or not at all. The same document gives the
/// same bytes.
///
/// # Errors
/// [`PaperError`]; its sentence says what to do.
pub fn write_paper(paper: &Paper, format: PaperFormat, words: &Words) -> Result<Vec<u8>, PaperError> {
    let paper = paper.tidy();
    match format {
        PaperFormat::Docx => docx::write(&paper, words),
        PaperFormat::Pdf => pdf::write(&paper, words),
        PaperFormat::Xlsx => xlsx::write(&paper, words),
        PaperFormat::Txt => Ok(txt::write(&paper, words).into_bytes()),
    }
}

/// The most columns of a table on pages: Word refuses more, and nobody could read them.
pub(super) const MOST_COLUMNS: usize = 63;

/// Whether every table has room on pages.
pub(super) fn fits_pages(paper: &Paper) -> Result<(), PaperError> {
    let mut heading = &paper.title;
    for part in &paper.parts {
        match part {
            Part::Heading(_, text) => heading = text,
            Part::Table(table) if table.columns.len() > MOST_COLUMNS => {
                let name = if table.name.is_empty() { heading } else { &table.name };
                let (rows, columns) = (table.rows.len(), table.columns.len());
                return Err(PaperError::TooLarge { name: name.clone(), rows, columns });
            }
            _ => {}
        }
    }
    Ok(())
}

/// Pixels a unit of a drawing where pages cannot hold lines: 200 an inch where a unit is a point.
const PIXELS: f32 = 200.0 / 72.0;

/// A drawing as a PNG.
pub(super) fn drawn(drawing: &Drawing) -> Result<Arc<[u8]>, PaperError> {
    let failed = |error: PictureError| match error {
        PictureError::NoChineseFont => PaperError::NoChineseFont,
        other => PaperError::Picture { caption: drawing.told.clone(), why: other.to_string() },
    };
    let svg = svg::write_scaled(drawing.size, PIXELS, &drawing.told, &drawing.shapes);
    Ok(png::small(&svg, drawing.size.map(|side| (side * PIXELS).round().max(1.0) as u32)).map_err(failed)?.into())
}

/// The size of a PNG in pixels, none of them zero.
pub(super) fn png_size(png: &[u8], caption: &str) -> Result<[u32; 2], PaperError> {
    let failed = |why: String| PaperError::Picture { caption: caption.to_owned(), why };
    let reader = image::ImageReader::with_format(std::io::Cursor::new(png), image::ImageFormat::Png);
    let (width, height) = reader.into_dimensions().map_err(|error| failed(error.to_string()))?;
    if width == 0 || height == 0 {
        return Err(failed("0 px".to_owned()));
    }
    Ok([width, height])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::catalogue::Lang, io::assets::words};

    #[test]
    fn every_error_says_in_both_languages_what_to_do() {
        let text = || "x".to_owned();
        let font = |why: &str| PaperError::Font { family: text(), why: why.to_owned() };
        let errors = [
            PaperError::NoChineseFont,
            font("paper-font-variable"),
            font("paper-font-no-outlines"),
            font("paper-font-forbidden"),
            font("paper-font-unreadable"),
            PaperError::Picture { caption: text(), why: text() },
            PaperError::TooLarge { name: text(), rows: 1, columns: 64 },
            PaperError::Writer(text()),
        ];
        for (lang, stop) in [(Lang::Zh, '。'), (Lang::En, '.')] {
            for error in &errors {
                let said = error.sentence(&words(lang));
                assert!(said.ends_with(stop) && !said.contains("paper-"), "{said}");
            }
        }
    }
}
