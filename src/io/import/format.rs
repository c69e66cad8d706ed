//! What a file is, told by its content: endings lie.

use crate::io::import::{
    delimited,
    encoding::{self, Decoded},
    error::ImportError,
    features,
    fold::{Fold, trim},
    table::Table,
    workbook,
};

/// A file as tables, and what was found out on the way.
#[derive(Debug)]
pub struct Document {
    /// `csv`, `geojson`, `xlsx`, `xls`.
    pub format: &'static str,
    /// Its visible sheets, those with a row; one in formats without sheets.
    pub tables: Vec<Table>,
    /// The text's encoding, where it is text.
    pub encoding: Option<Encoding>,
    /// What the file itself says of its datum.
    pub crs: Option<String>,
    /// The kind that the file itself names.
    pub kind: Option<String>,
}

/// How the bytes were read as text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Encoding {
    /// Its name.
    pub name: &'static str,
    /// `forced`, `mark`, `valid` or `guessed`.
    pub why: &'static str,
    /// Whether some bytes had no meaning in it.
    pub damaged: bool,
}

/// Reads a file of any known format.
///
/// # Errors
/// [`ImportError`] when the file as a whole cannot be read.
pub fn read(
    bytes: &[u8],
    forced: Option<&str>,
    sheet: Option<&str>,
    fold: &Fold,
    known: &dyn Fn(&str) -> bool,
) -> Result<Document, ImportError> {
    if let Some(format) = foreign(bytes) {
        return Err(ImportError::Unsupported { format });
    }
    if let Some((format, tables)) = book(bytes, sheet)? {
        return if tables.is_empty() {
            Err(ImportError::Empty)
        } else {
            Ok(Document { format, tables, encoding: None, crs: None, kind: None })
        };
    }
    let decoded = encoding::decode(bytes, forced, fold, known)?;
    let text = trim(&decoded.text);
    if text.is_empty() {
        return Err(ImportError::Empty);
    }
    let encoding = Some(Encoding { name: decoded.encoding, why: decoded.why, damaged: decoded.damaged });
    if text.starts_with('{') {
        let read = features::read(text)?;
        return Ok(Document { format: "geojson", tables: vec![read.table], encoding, crs: read.crs, kind: read.kind });
    }
    markup(text)?;
    let Decoded { text, .. } = &decoded;
    Ok(Document { format: "csv", tables: vec![delimited::read(text)?], encoding, crs: None, kind: None })
}

type Book = (&'static str, Vec<Table>);

/// A workbook of either age, told by what is inside.
fn book(bytes: &[u8], sheet: Option<&str>) -> Result<Option<Book>, ImportError> {
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
        return Ok(Some(("xls", workbook::read_xls(bytes, sheet)?)));
    }
    if !bytes.starts_with(b"PK") {
        return Ok(None);
    }
    let archive = zip::ZipArchive::new(std::io::Cursor::new(bytes));
    let archive = archive.map_err(|error| ImportError::broken("zip", error))?;
    let has = |found: &dyn Fn(&str) -> bool| archive.file_names().flatten().any(|name| found(&name));
    match () {
        () if has(&|name| name == "xl/workbook.xml") => Ok(Some(("xlsx", workbook::read_xlsx(bytes, sheet)?))),
        () if has(&|name| name == "xl/workbook.bin") => Err(ImportError::Unsupported { format: "xlsb" }),
        () if has(&|name| name.ends_with(".kml")) => Err(ImportError::Unsupported { format: "kmz" }),
        () if has(&|name| name.ends_with(".shp")) => Err(ImportError::Unsupported { format: "shapefile" }),
        () if has(&|name| name == "content.xml") => Err(ImportError::Unsupported { format: "ods" }),
        () => Err(ImportError::Unsupported { format: "zip" }),
    }
}

/// Formats that are known and not read here.
fn foreign(bytes: &[u8]) -> Option<&'static str> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    match () {
        () if starts(b"SQLite format 3\0") => Some("geopackage"),
        () if starts(b"%PDF") => Some("pdf"),
        () if starts(&[0, 0, 0x27, 0x0a]) => Some("shapefile"),
        () if starts(&[0x1f, 0x8b]) => Some("gzip"),
        () if starts(b"\x89PNG") || starts(&[0xff, 0xd8, 0xff]) => Some("picture"),
        () => None,
    }
}

/// Refuses markup: a web page saved as `.xls` or an error page taken for data is no list.
fn markup(text: &str) -> Result<(), ImportError> {
    let start: String = text.chars().take(2_000).collect::<String>().to_lowercase();
    if !start.starts_with('<') {
        return Ok(());
    }
    let format = [("<kml", "kml"), ("<gpx", "gpx"), ("<html", "html"), ("<!doctype html", "html")]
        .into_iter()
        .find_map(|(mark, format)| start.contains(mark).then_some(format));
    Err(ImportError::Unsupported { format: format.unwrap_or("xml") })
}
