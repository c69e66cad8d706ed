//! Workbooks: `.xlsx` cell by cell, `.xls` after a look at what it would unpack to.

use std::{
    io::{self, Cursor, Read, Write, copy},
    panic::{AssertUnwindSafe, catch_unwind},
};

use calamine::{Data, DataRef, Dimensions, ExcelDateTime, Reader as _, Sheet, SheetType, SheetVisible, Xls, Xlsx};
use jiff::civil::Date;
use zip::ZipArchive;

use crate::io::import::{
    error::ImportError,
    limits::{MAX_CELL_BYTES, MAX_CELLS, MAX_COLUMNS, MAX_DENSE_CELLS, MAX_ROWS, MAX_UNPACKED_BYTES, MAX_ZIP_PARTS},
    old_workbook,
    table::{Cells, Owned, Row, Table},
};

/// Reads the visible sheets of a new workbook (or the one asked for, hidden or not), those that hold a row.
///
/// # Errors
/// [`ImportError`] when it is no workbook, is broken, or unpacks past a limit.
pub fn read_xlsx(bytes: &[u8], wanted: Option<&str>) -> Result<Vec<Table>, ImportError> {
    unpacked_within(bytes, MAX_UNPACKED_BYTES)?;
    bulkhead("xlsx", || {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| ImportError::broken("xlsx", error))?;
        let mut tables = Vec::new();
        for name in chosen(book.sheets_metadata(), wanted)? {
            let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
            let mut sheet = SheetCells::new(&name);
            let mut cells = book.worksheet_cells_reader(&name).map_err(|error| ImportError::broken("xlsx", error))?;
            while let Some(cell) = cells.next_cell().map_err(|error| ImportError::broken("xlsx", error))? {
                let (row, column) = cell.get_position();
                sheet.put(row, column, of_ref(cell.get_value())?)?;
            }
            tables.extend(sheet.finish(&merged));
        }
        Ok(tables)
    })
}

/// Reads the visible sheets of an old workbook (or the one asked for), those that hold a row.
///
/// # Errors
/// As [`read_xlsx`].
pub fn read_xls(bytes: &[u8], wanted: Option<&str>) -> Result<Vec<Table>, ImportError> {
    old_workbook::spans_within(bytes, MAX_DENSE_CELLS)?;
    bulkhead("xls", || {
        let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
            calamine::XlsError::Password => ImportError::Password,
            error => ImportError::broken("xls", error),
        })?;
        let mut tables = Vec::new();
        for name in chosen(book.sheets_metadata(), wanted)? {
            let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
            let range = book.worksheet_range(&name).map_err(|error| ImportError::broken("xls", error))?;
            let (top, left) = range.start().unwrap_or_default();
            let mut sheet = SheetCells::new(&name);
            for (row, column, value) in range.used_cells() {
                sheet.put(top + row as u32, left + column as u32, of_data(value)?)?;
            }
            tables.extend(sheet.finish(&merged));
        }
        Ok(tables)
    })
}

/// Keeps a fault of a third-party reader on hostile bytes from taking the program down.
fn bulkhead<T>(format: &'static str, read: impl FnOnce() -> Result<T, ImportError>) -> Result<T, ImportError> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(ImportError::broken(format, "the reader gave up")))
}

/// Unpacks every part once into nothing: what the directory of an archive says of sizes may be a lie.
fn unpacked_within(bytes: &[u8], limit: u64) -> Result<(), ImportError> {
    let broken = |error| ImportError::broken("xlsx", error);
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > MAX_ZIP_PARTS {
        return Err(ImportError::too_large("parts", archive.len() as u64, MAX_ZIP_PARTS as u64));
    }
    let mut total = 0;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(broken)?;
        let said = part.size();
        let left = limit.saturating_sub(total);
        if said > left {
            return Err(ImportError::too_large("unpacked_bytes", total + said, limit));
        }
        let mut counts = Counts::default();
        let found = copy(&mut part.take(left + 1), &mut counts).map_err(|error| ImportError::broken("xlsx", error))?;
        total += found;
        // The reader sets aside room for as many strings as a part announces; each takes five bytes at least.
        if counts.most > found {
            return Err(ImportError::broken("xlsx", "more strings announced than there is room for"));
        }
        if total > limit {
            return Err(ImportError::too_large("unpacked_bytes", total, limit));
        }
    }
    Ok(())
}

/// Watches a part go by for the largest `uniqueCount="…"` in it.
#[derive(Default)]
struct Counts {
    tail: Vec<u8>,
    most: u64,
}

impl Write for Counts {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        const MARK: &[u8] = b"uniqueCount";
        // Zeros go, so that UTF-16 reads alike; an attribute's name, sign, quote and digits fit into the tail.
        self.tail.extend(bytes.iter().filter(|byte| **byte != 0));
        let mut rest = self.tail.as_slice();
        while let Some(at) = rest.windows(MARK.len()).position(|window| window == MARK) {
            rest = rest.get(at + MARK.len()..).unwrap_or_default();
            let after =
                rest.iter().skip_while(|byte| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'"' | b'\''));
            let digits = after.take_while(|byte| byte.is_ascii_digit()).take(20);
            let count =
                digits.fold(0_u64, |count, digit| count.saturating_mul(10).saturating_add(u64::from(digit - b'0')));
            self.most = self.most.max(count);
        }
        let keep = self.tail.len().saturating_sub(64);
        self.tail.drain(..keep);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn chosen(sheets: &[Sheet], wanted: Option<&str>) -> Result<Vec<String>, ImportError> {
    let worksheets = sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    if let Some(wanted) = wanted {
        let found = worksheets.clone().find(|sheet| sheet.name.trim() == wanted.trim());
        return found.map(|sheet| vec![sheet.name.clone()]).ok_or_else(|| ImportError::NoSheet {
            sheet: wanted.to_owned(),
            sheets: sheets.iter().map(|sheet| sheet.name.clone()).collect(),
        });
    }
    Ok(worksheets.filter(|sheet| sheet.visible == SheetVisible::Visible).map(|sheet| sheet.name.clone()).collect())
}

/// The cells of a sheet as they come, row after row.
struct SheetCells {
    name: String,
    rows: Vec<(u32, Vec<Owned>)>,
    cells: u64,
}

impl SheetCells {
    fn new(name: &str) -> Self {
        Self { name: name.to_owned(), rows: Vec::new(), cells: 0 }
    }

    fn put(&mut self, row: u32, column: u32, value: Owned) -> Result<(), ImportError> {
        if value == Owned::Empty {
            return Ok(());
        }
        let column = column as usize;
        if column >= MAX_COLUMNS {
            return Err(ImportError::too_large("columns", column as u64 + 1, MAX_COLUMNS as u64));
        }
        if u64::from(row) >= MAX_ROWS {
            return Err(ImportError::too_large("rows", u64::from(row) + 1, MAX_ROWS));
        }
        if self.rows.last().is_none_or(|(last, _)| *last != row) {
            self.rows.push((row, Vec::new()));
        }
        let Some((_, cells)) = self.rows.last_mut() else { return Ok(()) };
        if cells.len() <= column {
            self.cells += (column + 1 - cells.len()) as u64;
            cells.resize(column + 1, Owned::Empty);
        }
        if let Some(slot) = cells.get_mut(column) {
            *slot = value;
        }
        if self.cells > MAX_CELLS { Err(ImportError::too_large("cells", self.cells, MAX_CELLS)) } else { Ok(()) }
    }

    /// The table, merged cells filled down; `None` when no cell holds anything.
    fn finish(mut self, merged: &[Dimensions]) -> Option<Table> {
        // Rows come in order from any sound file; a broken one may repeat a row, which stays apart.
        self.rows.sort_by_key(|(row, _)| *row);
        self.fill_down(merged);
        let row = |(row, cells): (u32, Vec<Owned>)| Row {
            number: u64::from(row) + 1,
            cells: Cells::Typed(cells),
            feature: None,
        };
        let rows: Vec<Row> = self.rows.into_iter().map(row).collect();
        (!rows.is_empty()).then_some(Table { sheet: Some(self.name), names: None, rows })
    }

    /// Text merged over several rows (a township beside its villages) holds for each of them. A number does not:
    /// one capacity over three rows is not three capacities.
    fn fill_down(&mut self, merged: &[Dimensions]) {
        let mut filled = 0;
        for region in merged.iter().filter(|region| region.end.0 > region.start.0) {
            let column = region.start.1 as usize;
            let from = self.rows.partition_point(|(row, _)| *row < region.start.0);
            let Some((_, first)) = self.rows.get(from).filter(|(row, _)| *row == region.start.0) else { continue };
            let Some(Owned::Text(text)) = first.get(column).cloned() else { continue };
            if text.trim().parse::<f64>().is_ok() {
                continue;
            }
            for (row, cells) in self.rows.iter_mut().skip(from + 1) {
                if *row > region.end.0 || filled >= MAX_DENSE_CELLS {
                    break;
                }
                filled += 1;
                if cells.len() <= column {
                    cells.resize(column + 1, Owned::Empty);
                }
                if let Some(slot) = cells.get_mut(column).filter(|slot| **slot == Owned::Empty) {
                    *slot = Owned::Text(text.clone());
                }
            }
        }
    }
}

fn of_ref(value: &DataRef<'_>) -> Result<Owned, ImportError> {
    Ok(match value {
        DataRef::Int(number) => Owned::Number(*number as f64),
        DataRef::Float(number) => of_number(*number),
        DataRef::String(text) => of_text(text)?,
        DataRef::SharedString(text) => of_text(text)?,
        DataRef::Bool(yes) => Owned::Bool(*yes),
        DataRef::DateTime(moment) => of_moment(*moment),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => of_text(text)?,
        DataRef::Error(error) => Owned::Fault(error.to_string().into()),
        DataRef::Empty => Owned::Empty,
    })
}

fn of_data(value: &Data) -> Result<Owned, ImportError> {
    Ok(match value {
        Data::Int(number) => Owned::Number(*number as f64),
        Data::Float(number) => of_number(*number),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => of_text(text)?,
        Data::Bool(yes) => Owned::Bool(*yes),
        Data::DateTime(moment) => of_moment(*moment),
        Data::Error(error) => Owned::Fault(error.to_string().into()),
        Data::Empty => Owned::Empty,
    })
}

fn of_number(number: f64) -> Owned {
    if number.is_finite() { Owned::Number(number) } else { Owned::Empty }
}

fn of_text(text: &str) -> Result<Owned, ImportError> {
    if text.len() > MAX_CELL_BYTES {
        return Err(ImportError::too_large("cell_bytes", text.len() as u64, MAX_CELL_BYTES as u64));
    }
    Ok(Owned::text(text))
}

/// A date cell; one whose number is no likely date (a capacity under a date format) stays a number.
fn of_moment(moment: ExcelDateTime) -> Owned {
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let found = || {
        let day = Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        Some(day.at(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, i8::try_from(second).ok()?, 0))
    };
    let likely = moment.is_datetime() && (1930..2100).contains(&year);
    likely.then(found).flatten().map_or_else(|| of_number(moment.as_f64()), Owned::Time)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zipped(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
        let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            out.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            out.write_all(bytes).unwrap();
        }
        out.finish().unwrap().into_inner()
    }

    fn is_too_large(result: Result<(), ImportError>) -> bool {
        matches!(result, Err(ImportError::TooLarge { what: "unpacked_bytes", .. }))
    }

    #[test]
    fn zeros_that_unpack_past_the_limit_are_refused_whatever_the_directory_says() {
        let honest = zipped(&[("a", vec![0; 3_000_000]), ("b", vec![0; 3_000_000])]);
        assert!(honest.len() < 20_000);
        assert!(unpacked_within(&honest, 10_000_000).is_ok());
        assert!(is_too_large(unpacked_within(&honest, 5_000_000)), "the parts add up");
        let mut liar = zipped(&[("a", vec![0; 3_000_000])]);
        let size = 3_000_000_u32.to_le_bytes();
        for at in 0..liar.len() - 4 {
            if liar[at..at + 4] == size {
                liar[at..at + 4].copy_from_slice(&9_u32.to_le_bytes());
            }
        }
        assert!(unpacked_within(&liar, 1_000_000).is_err(), "a part larger than it says");
    }

    #[test]
    fn more_strings_than_there_is_room_for_are_refused() {
        let part = b"<sst uniqueCount = \"99999999999\"/>".to_vec();
        let wide: Vec<u8> = part.iter().flat_map(|byte| [*byte, 0]).collect();
        for part in [part, wide] {
            assert!(matches!(unpacked_within(&zipped(&[("s", part)]), 1 << 20), Err(ImportError::Broken { .. })));
        }
    }
}
