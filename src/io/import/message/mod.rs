//! Messages in which townships say how their evacuation stands: pasted from a chat, or rows copied from a spreadsheet.
//!
//! [`recognise`] is a function of the text, the names of the district and the time. It says which words it took for
//! what, and what it did not understand, so that a person sees both before anything counts. Nothing is guessed: a name
//! of two places, two numbers for one word, a number without a word, a sum that does not add up are problems with the
//! piece of text that they are about.

mod draft;
mod line;
mod number;
mod places;
mod reader;
mod table;
mod time;
mod token;
mod told;
mod words;

use std::collections::BTreeMap;

use jiff::Timestamp;

pub use places::{Named, Places};
pub use told::told;

use crate::{
    domain::{
        model::{Figure, MoveReport, ReportSource},
        problem::Problem,
    },
    io::import::{
        encoding,
        fold::{Fold, is_space},
    },
};

/// The longest message, in bytes.
pub const MAX_MESSAGE_BYTES: usize = 1 << 20;

/// How much of a message a report keeps, in signs.
const KEPT: usize = 2_000;

/// What was recognised in a message.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recognised {
    /// The reports, in the order in which their places stand.
    pub reports: Vec<Understood>,
    /// What was not understood, or makes no sense, by row.
    pub problems: Vec<Problem>,
}

/// A report, and how it was understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Understood {
    /// The report. Where the message names no moment it is that of pasting.
    pub report: MoveReport,
    /// Whether the message names the moment.
    pub time_said: bool,
    /// The physical row where its place stands, 1-based.
    pub row: u64,
    /// Which words meant what, as they stand.
    pub words: Vec<Meant>,
}

/// What a piece of the message was taken for.
#[derive(Clone, Debug, PartialEq)]
pub struct Meant {
    /// The piece, as it stands.
    pub text: String,
    /// What it means.
    pub meaning: Meaning,
}

/// What words mean.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning {
    /// A place.
    Place(Named),
    /// A number of something.
    Figure {
        /// Of what.
        figure: Figure,
        /// How many: people, or places for shelters.
        value: i64,
        /// Whether it is only about right.
        about: bool,
    },
    /// The moment of which the report speaks.
    Time(Timestamp),
    /// That the order was received.
    Acknowledged,
    /// Who reports.
    Reporter,
}

/// The text of a message's bytes, in whatever encoding.
///
/// # Errors
/// A problem when they are no text.
pub fn text_of(bytes: &[u8]) -> Result<String, Box<Problem>> {
    let known = |heading: &str| words::heading(heading).is_some();
    match encoding::decode(bytes, None, &Fold::new(), &known) {
        Ok(decoded) if !decoded.damaged => Ok(decoded.text),
        _ => Err(Box::new(Problem::new("message_no_text"))),
    }
}

/// Recognises the reports of a message. `now` is the moment of pasting; times without a day are of its day in Beijing.
pub fn recognise(text: &str, places: &Places, now: Timestamp) -> Recognised {
    let refused = |code| Recognised { reports: Vec::new(), problems: vec![Problem::new(code)] };
    if text.len() > MAX_MESSAGE_BYTES {
        return refused("message_too_long");
    }
    if text.chars().all(is_space) {
        return refused("message_empty");
    }
    let lines: Vec<&str> = text.split('\n').collect();
    let mut reader = reader::Reader::new(places, now);
    let mut rows: Vec<table::Row<'_>> = Vec::new();
    for (row, line) in (1..).zip(&lines) {
        if line.trim_matches(|c| c != '\t' && is_space(c)).contains('\t') {
            rows.push((row, line.split('\t').collect()));
            continue;
        }
        if !rows.is_empty() {
            table::read(&mut reader, &std::mem::take(&mut rows));
        }
        reader.line(line, row);
    }
    if !rows.is_empty() {
        table::read(&mut reader, &rows);
    }
    finish(reader, &lines, now)
}

fn finish(reader: reader::Reader<'_>, lines: &[&str], now: Timestamp) -> Recognised {
    let (mut problems, whole) = (reader.problems, reader.time);
    let drafts = reader.drafts.into_iter().map(|mut draft| {
        draft.time = draft.time.or(whole);
        draft
    });
    let mut reports = Vec::new();
    for draft in draft::joined(drafts.collect()) {
        let (figures, approximate) = draft.figures(&mut problems);
        if figures.is_empty() && !draft.acknowledged {
            continue;
        }
        let rows =
            usize::try_from(draft.row.saturating_sub(1)).unwrap_or(0)..usize::try_from(draft.last_row).unwrap_or(0);
        let text = lines.get(rows).unwrap_or_default().join("\n");
        let report = MoveReport {
            township: draft.place.township().to_owned(),
            village: draft.place.village().map(str::to_owned),
            reported_at: Some(draft.time.unwrap_or(now)),
            source: ReportSource::Pasted,
            reporter: draft.reporter,
            figures,
            acknowledged: draft.acknowledged,
            approximate,
            text: Some(text.trim_matches(is_space).chars().take(KEPT).collect()),
        };
        reports.push(Understood { report, time_said: draft.time.is_some(), row: draft.row, words: draft.meant });
    }
    if reports.is_empty() {
        problems.push(Problem::new("message_nothing"));
    }
    problems.sort_by_key(|problem| problem.row);
    Recognised { reports, problems: few(problems) }
}

/// The same thing about the same piece is said once.
fn few(problems: Vec<Problem>) -> Vec<Problem> {
    let mut seen = BTreeMap::new();
    let key = |problem: &Problem| (problem.code, problem.row, problem.column.clone(), problem.value.clone());
    problems.into_iter().filter(|problem| seen.insert(key(problem), ()).is_none()).collect()
}

#[cfg(test)]
mod tests;
