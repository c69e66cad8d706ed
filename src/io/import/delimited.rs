//! CSV and TSV.

use crate::io::import::{
    error::ImportError,
    limits::{MAX_CELL_BYTES, MAX_CELLS, MAX_COLUMNS, MAX_ROWS},
    table::{Cells, Row, Table},
};

/// Reads delimited text. The delimiter is the one of `,` tab `;` `|` that stands most evenly in the first lines.
///
/// # Errors
/// [`ImportError::TooLarge`] past a limit, [`ImportError::Broken`] when the reader gives up.
pub fn read(text: &str) -> Result<Table, ImportError> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut table = Table::default();
    let mut record = csv::StringRecord::new();
    let (mut number, mut cells) = (0, 0);
    loop {
        let start = reader.position().byte() as usize;
        if !reader.read_record(&mut record).map_err(|error| ImportError::broken("csv", error))? {
            return Ok(table);
        }
        // The reader skips blank lines; a spreadsheet counts them.
        number += 1 + blank_lines(text.as_bytes(), start);
        within("rows", number, MAX_ROWS)?;
        within("columns", used(&record) as u64, MAX_COLUMNS as u64)?;
        cells += record.len() as u64;
        within("cells", cells, MAX_CELLS)?;
        let longest = record.iter().map(str::len).max().unwrap_or(0);
        within("cell_bytes", longest as u64, MAX_CELL_BYTES as u64)?;
        let row = Row { number, cells: Cells::Text(record.clone()), feature: None };
        if !row.is_empty() {
            table.rows.push(row);
        }
    }
}

fn within(what: &'static str, found: u64, limit: u64) -> Result<(), ImportError> {
    if found > limit { Err(ImportError::too_large(what, found, limit)) } else { Ok(()) }
}

/// How many columns hold something: spreadsheets save hundreds of empty ones.
fn used(record: &csv::StringRecord) -> usize {
    if record.len() <= MAX_COLUMNS {
        return record.len();
    }
    record.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty()).last().map_or(0, |(last, _)| last + 1)
}

/// The line ends that stand at a place before anything else; one half of `\r\n` may already be read.
fn blank_lines(text: &[u8], start: usize) -> u64 {
    let mut blank = 0;
    let before = start.checked_sub(1).and_then(|before| text.get(before));
    let mut rest = text.get(start..).unwrap_or_default();
    if let (Some(b'\r'), [b'\n', after @ ..]) = (before, rest) {
        rest = after;
    }
    loop {
        rest = match rest {
            [b'\r', b'\n', rest @ ..] | [b'\r' | b'\n', rest @ ..] => rest,
            _ => return blank,
        };
        blank += 1;
    }
}

fn delimiter(text: &str) -> u8 {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(20).collect();
    let count = |delimiter: u8| {
        let counts = lines.iter().map(|line| outside_quotes(line, delimiter));
        let most = counts.clone().max().unwrap_or(0);
        let like_most = counts.filter(|count| *count == most).count();
        if most == 0 { 0 } else { most.min(50) + 10 * like_most }
    };
    [b',', b'\t', b';', b'|'].into_iter().rev().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',')
}

fn outside_quotes(line: &str, delimiter: u8) -> usize {
    let mut quoted = false;
    let mut count = 0;
    for byte in line.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            _ if byte == delimiter && !quoted => count += 1,
            _ => {}
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::import::table::Cell;

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_counts_them() {
        let table = read("a,b\r\n\r\n1,\"two\nlines\"\r\n,,\r\n2,x\r\n").unwrap();
        let numbers: Vec<u64> = table.rows.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [1, 3, 5]);
        let row = table.rows.get(1).unwrap();
        assert_eq!((row.cell(0), row.cell(1)), (Cell::Text("1"), Cell::Text("two\nlines")));
    }

    #[test]
    fn tabs_semicolons_and_bars_are_recognised() {
        for delimiter in ["\t", ";", "|", ","] {
            let text = format!("a{delimiter}b{delimiter}c\n1,5{delimiter}2{delimiter}3\n")
                .replace("1,5", if delimiter == "," { "1" } else { "1,5" });
            let table = read(&text).unwrap();
            assert_eq!(table.rows.first().unwrap().len(), 3, "{delimiter:?}");
        }
    }

    #[test]
    fn a_hundred_thousand_columns_are_refused_and_empty_ones_are_not() {
        assert!(read(&"x,".repeat(100_000)).is_err());
        assert!(read(&format!("名称{}", ",".repeat(100_000))).is_ok());
    }
}
