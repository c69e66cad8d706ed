//! The tables of a document as an Excel file: a sheet each, as the bureau's templates are laid out (how to fill it in
//! above a grey head), and one sheet for what else the document says.

mod cover;
mod name;
mod style;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, IgnoreError, Workbook, Worksheet, XlsxError};

use self::{name::Names, style::Styles};
use crate::{
    domain::view::{
        Words, format,
        paper::{Cell, CellKind, Paper, Part, Table},
    },
    io::report::paper::PaperError,
};

/// Our own mark in an Excel file: the property that says when we handed it out. Every workbook says when it was made;
/// only of one that we made is that a moment whose data we know.
pub const HANDED_OUT: &str = "SitMapHandedOut";

/// Excel's own limits.
const MOST_ROWS: usize = 1_048_576;
const MOST_COLUMNS: usize = 16_384;
const MOST_UNITS: usize = 32_767;

/// How tall a line is, points.
const LINE: f64 = 16.0;

/// How wide a Chinese sign is, in Latin letters.
const WIDE_SIGN: f64 = 2.15;

/// A table of more Latin letters is printed on the long side of the paper.
const WIDE: f64 = 95.0;

/// A4, as Excel numbers paper.
const A4: u8 = 9;

impl From<XlsxError> for PaperError {
    fn from(error: XlsxError) -> Self {
        Self::Writer(error.to_string())
    }
}

/// An Excel file.
pub(super) fn write(paper: &Paper, words: &Words) -> Result<Vec<u8>, PaperError> {
    let styles = Styles::new();
    let mut names = Names::default();
    let mut book = Workbook::new();
    book.set_properties(&properties(paper)?);
    let mut heading = paper.title.as_str();
    for part in &paper.parts {
        match part {
            Part::Heading(_, text) => heading = text,
            Part::Table(table) => {
                let name = if table.name.is_empty() { heading } else { &table.name };
                let name = names.take(name, words);
                put(book.add_worksheet(), &name, table, paper, words, &styles)?;
            }
            _ => {}
        }
    }
    if cover::wanted(paper) {
        let name = names.take(&words.get("paper-sheet-cover"), words);
        cover::put(book.add_worksheet(), &name, paper, words, &styles)?;
    }
    Ok(book.save_to_buffer()?)
}

/// The time is the document's own, not the clock's.
fn properties(paper: &Paper) -> Result<DocProperties, PaperError> {
    let made = match paper.time {
        Some(time) => ExcelDateTime::from_timestamp(time.as_second()),
        None => ExcelDateTime::from_ymd(2000, 1, 1),
    };
    let properties = DocProperties::new().set_title(cut(&paper.title, 255)).set_author(cut(&paper.issuer, 255));
    let properties = properties.set_creation_datetime(&made?);
    Ok(match paper.time {
        Some(time) => properties.set_custom_property(HANDED_OUT, time.to_string()),
        None => properties,
    })
}

/// One table on a sheet of its own.
fn put(
    sheet: &mut Worksheet,
    name: &str,
    table: &Table,
    paper: &Paper,
    words: &Words,
    styles: &Styles,
) -> Result<(), PaperError> {
    let (rows, columns) = (table.rows.len(), table.columns.len());
    if rows + 4 > MOST_ROWS || columns > MOST_COLUMNS {
        return Err(PaperError::TooLarge { name: name.to_owned(), rows, columns });
    }
    sheet.set_name(name)?;
    let widths = widths(table);
    let whole: f64 = widths.iter().sum();
    set_page(sheet, paper, whole > WIDE, words);
    for (column, (width, about)) in (0_u16..).zip(widths.iter().zip(&table.columns)) {
        sheet.set_column_width(column, *width)?;
        // What is typed below the last row later is taken as the rows above are.
        if about.kind == CellKind::Text {
            sheet.set_column_format(column, &styles.text_column)?;
        }
    }
    let mut row = 0;
    if let Some(mark) = &paper.mark {
        across(sheet, row, columns, mark, &styles.mark)?;
        row += 1;
    }
    if !table.instruction.is_empty() {
        across(sheet, row, columns, &table.instruction, &styles.instruction)?;
        sheet.set_row_height(row, LINE * lines(&table.instruction, whole))?;
        row += 1;
    }
    for (column, about) in (0_u16..).zip(&table.columns) {
        sheet.write_string_with_format(row, column, cut(&about.title, MOST_UNITS), &styles.head)?;
    }
    let tallest = table.columns.iter().zip(&widths).map(|(column, width)| lines(&column.title, *width));
    sheet.set_row_height(row, LINE * tallest.fold(1.0, f64::max))?;
    sheet.set_freeze_panes(row + 1, 0)?;
    sheet.set_repeat_rows(row, row)?;
    if let Ok(last) = u16::try_from(columns.saturating_sub(1)) {
        // Phones are text on purpose: no green corners.
        let below = row.saturating_add(u32::try_from(rows + 1).unwrap_or(u32::MAX));
        sheet.ignore_error_range(row, 0, below, last, IgnoreError::NumberStoredAsText)?;
    }
    put_rows(sheet, row, table, &widths, styles)
}

/// The rows below the head's.
fn put_rows(
    sheet: &mut Worksheet,
    head: u32,
    table: &Table,
    widths: &[f64],
    styles: &Styles,
) -> Result<(), PaperError> {
    let sums = table.total.iter().map(|cells| (cells, true));
    let rows = table.rows.iter().map(|cells| (cells, false)).chain(sums);
    for (row, (cells, sum)) in (head + 1..).zip(rows) {
        let mut tall = 1.0_f64;
        for (column, ((cell, about), width)) in (0_u16..).zip(cells.iter().zip(&table.columns).zip(widths)) {
            match cell {
                Cell::Number(number, places) if about.kind == CellKind::Number && number.is_finite() => {
                    let style = styles.number(*places, about.align, sum);
                    sheet.write_number_with_format(row, column, *number, &style)?;
                }
                cell => {
                    let text = cut(&plain(cell), MOST_UNITS);
                    tall = tall.max(lines(&text, *width));
                    sheet.write_string_with_format(row, column, text, &styles.text(about.align, sum))?;
                }
            }
        }
        // Not every program makes room for a second line by itself.
        if tall > 1.0 {
            sheet.set_row_height(row, LINE * tall)?;
        }
    }
    Ok(())
}

/// A cell's text; a number among texts (a code) has no separators.
fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Number(number, places) if number.is_finite() => {
            format!("{number:.places$}", places = usize::from((*places).min(9)))
        }
        Cell::Number(..) => format::UNKNOWN.to_owned(),
    }
}

/// A text over all columns.
fn across(
    sheet: &mut Worksheet,
    row: u32,
    columns: usize,
    text: &str,
    style: &rust_xlsxwriter::Format,
) -> Result<(), PaperError> {
    let text = cut(text, MOST_UNITS);
    match u16::try_from(columns.saturating_sub(1)) {
        Ok(last) if last > 0 => sheet.merge_range(row, 0, row, last, &text, style)?,
        _ => sheet.write_string_with_format(row, 0, &text, style)?,
    };
    Ok(())
}

/// How it is printed: A4, as wide as a page, numbered.
fn set_page(sheet: &mut Worksheet, paper: &Paper, wide: bool, words: &Words) {
    sheet.set_paper_size(A4).set_print_fit_to_pages(1, 0);
    if paper.landscape || wide {
        sheet.set_landscape();
    }
    if let Some(mark) = &paper.mark {
        sheet.set_header(format!("&R{}", cut(mark, 100).replace('&', "&&")));
    }
    sheet.set_footer(format!("&C{}", words.with("paper-page", &[("n", "&P"), ("m", "&N")])));
}

/// The columns' widths in Latin letters: what stands in them, a Chinese sign counting as two and a little.
fn widths(table: &Table) -> Vec<f64> {
    let of_column = |index: usize| {
        let cells = table.rows.iter().chain(&table.total).filter_map(|row| row.get(index));
        let widest = cells.map(|cell| widest(&cell.shown())).fold(0.0, f64::max);
        let title = table.columns.get(index).map_or(0.0, |column| widest_title(&column.title));
        (widest.max(title) + 2.0).clamp(6.0, 50.0)
    };
    (0..table.columns.len()).map(of_column).collect()
}

fn widest(text: &str) -> f64 {
    text.lines()
        .map(|line| line.chars().map(|char| if char.is_ascii() { 1.0 } else { WIDE_SIGN }).sum())
        .fold(0.0, f64::max)
}

/// A long heading stands on two lines.
fn widest_title(title: &str) -> f64 {
    let width = widest(title);
    if width > 14.0 { (width / 2.0).ceil() + 2.0 } else { width }
}

/// How many lines a text takes in so many Latin letters' room.
fn lines(text: &str, width: f64) -> f64 {
    text.lines().map(|line| (widest(line) / (width - 1.0).max(1.0)).ceil().max(1.0)).sum::<f64>().clamp(1.0, 20.0)
}

/// The text, as long as Excel can hold (it counts UTF-16).
fn cut(text: &str, most: usize) -> String {
    if text.len() <= most || text.encode_utf16().count() <= most {
        return text.to_owned();
    }
    let mut units = 1;
    let kept = text.chars().take_while(|char| {
        units += char.len_utf16();
        units <= most
    });
    kept.chain(['…']).collect()
}

#[cfg(test)]
mod tests;
