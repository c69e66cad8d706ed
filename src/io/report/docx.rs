//! A document for Word and WPS: an Office Open XML package, written with the XML and zip that are here anyway. Text is
//! in styles, so that whoever edits it can change its look in one place.

mod body;
mod frame;
mod table;
mod xml;

use std::io::{Cursor, Write as _};

use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use crate::{
    domain::view::{Words, paper::Paper},
    io::report::paper::{PaperError, fits_pages, png_size},
};

/// Twentieths of a point: A4, its margins, and what they leave for text.
const SHORT: u32 = 11_906;
const LONG: u32 = 16_838;
const MARGIN: u32 = 1_134;

/// Width and height of the pages and of the text on them, in twentieths of a point.
#[derive(Clone, Copy, Debug)]
struct Sheet {
    width: u32,
    height: u32,
}

impl Sheet {
    fn of(paper: &Paper) -> Self {
        if paper.landscape { Self { width: LONG, height: SHORT } } else { Self { width: SHORT, height: LONG } }
    }

    fn text_width(self) -> u32 {
        self.width - 2 * MARGIN
    }

    fn text_height(self) -> u32 {
        self.height - 2 * MARGIN
    }
}

/// A Word file.
pub(super) fn write(paper: &Paper, words: &Words) -> Result<Vec<u8>, PaperError> {
    fits_pages(paper)?;
    let body = body::write(paper, words)?;
    let pictures = body.pictures.len();
    let mut parts: Vec<(String, Vec<u8>)> = vec![
        ("[Content_Types].xml".to_owned(), frame::content_types()),
        ("_rels/.rels".to_owned(), frame::package()),
        ("docProps/core.xml".to_owned(), frame::properties(paper)),
        ("word/document.xml".to_owned(), body.document),
        ("word/_rels/document.xml.rels".to_owned(), frame::relations(pictures)),
        ("word/styles.xml".to_owned(), frame::styles()),
        ("word/fontTable.xml".to_owned(), frame::fonts()),
        ("word/settings.xml".to_owned(), frame::settings()),
        ("word/header1.xml".to_owned(), frame::header(paper)),
        ("word/footer1.xml".to_owned(), frame::footer(words)),
    ];
    for (number, png) in (1..).zip(&body.pictures) {
        parts.push((format!("word/media/image{number}.png"), png.to_vec()));
    }
    packed(&parts).map_err(|error| PaperError::Writer(error.to_string()))
}

fn packed(parts: &[(String, Vec<u8>)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // No time of packing: the same document is the same file.
    let time = DateTime::default();
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).last_modified_time(time);
    for (name, bytes) in parts {
        zip.start_file(name.as_str(), options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// A picture's width and height on the page, in twentieths of a point.
fn picture_size(picture: &crate::domain::view::paper::Picture, sheet: Sheet) -> Result<[u32; 2], PaperError> {
    let [width, height] = png_size(&picture.png, &picture.caption)?.map(f64::from);
    let wide = f64::from(sheet.text_width()) * f64::from(picture.share);
    let tall = wide * height / width;
    // Room for its caption below it.
    let most = f64::from(sheet.text_height()) * 0.9;
    let fits = (most / tall).min(1.0);
    Ok([wide * fits, tall * fits].map(|length| length.max(20.0) as u32))
}

/// A drawing's width and height on the page, in twentieths of a point: as wide as the text.
fn drawing_size(drawing: &crate::domain::view::paper::Drawing, sheet: Sheet) -> [u32; 2] {
    let [wide, tall] = drawing.size.map(|side| f64::from(side.max(1.0)));
    let scale = (f64::from(sheet.text_width()) / wide).min(f64::from(sheet.text_height()) * 0.9 / tall);
    [wide * scale, tall * scale].map(|length| length.max(20.0) as u32)
}

#[cfg(test)]
mod tests;
