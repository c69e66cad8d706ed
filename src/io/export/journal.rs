//! The journal as a sheet to print or to keep.

use ::csv::{Terminator, WriterBuilder};

use crate::{
    domain::{
        edit::Intent,
        view::{Words, format},
    },
    io::store::JournalRow,
};

/// The headings, as messages.
const HEADINGS: [&str; 8] = [
    "journal-csv-number",
    "journal-csv-time",
    "journal-csv-actor",
    "journal-csv-what",
    "journal-csv-area",
    "journal-csv-step",
    "journal-csv-edits",
    "journal-csv-undone",
];

/// Lines of the journal as CSV for spreadsheets: UTF-8 with its mark, Beijing time.
pub fn journal(rows: &[JournalRow], words: &Words) -> Vec<u8> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(b"\xef\xbb\xbf".to_vec());
    // Writing to memory does not fail.
    let _ = writer.write_record(HEADINGS.map(|id| words.get(id)));
    for row in rows {
        let step = match row.intent {
            Intent::Do => "journal-step-do",
            Intent::Undo(_) => "journal-step-undo",
            Intent::Redo(_) => "journal-step-redo",
        };
        let undone = if row.undone { words.get("journal-csv-yes") } else { String::new() };
        let _ = writer.write_record([
            row.seq.to_string(),
            format::date_time(row.time),
            text(&row.actor),
            text(&words.action(&row.label)),
            row.area.to_string(),
            words.get(step),
            row.edits.to_string(),
            undone,
        ]);
    }
    writer.into_inner().unwrap_or_default()
}

/// A text that no spreadsheet takes for a formula.
fn text(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t']) { format!("'{text}") } else { text.to_owned() }
}
