//! `journal`, `undo`, `redo`: what happened, and the way back.

use serde::Serialize;

use crate::{
    app::Command,
    cli::{
        Answer, Failure, Seat,
        answer::{time_json, time_text},
    },
    domain::{
        edit::{Intent, Label},
        view::Words,
    },
    io::store::JournalRow,
};

/// What can be asked of the journal.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[arg(long, default_value_t = 20, value_name = "N")]
    limit: usize,
}

#[derive(Serialize)]
struct RowJson {
    number: u64,
    id: String,
    time: String,
    actor: String,
    label: String,
    area: String,
    intent: &'static str,
    edits: u64,
    undone: bool,
}

/// Answers with the latest entries.
///
/// # Errors
/// When the district cannot be read.
pub fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    let district = seat.read()?;
    let rows = district.store.journal(None, options.limit).map_err(|error| seat.problem(&error.problem()))?;
    let lines: Vec<String> = rows.iter().map(|row| line(row, &seat.words)).collect();
    let rows: Vec<RowJson> = rows.iter().map(|row| row_json(row, &seat.words)).collect();
    Ok(Answer::yes(lines.join("\n"), serde_json::json!({ "rows": rows })))
}

fn line(row: &JournalRow, words: &Words) -> String {
    let mark = if row.undone { words.get("cli-undone") } else { String::new() };
    format!("{:>6}  {}  {}  {} {mark}", row.seq, time_text(row.time), row.actor, label(&row.label, words))
}

fn row_json(row: &JournalRow, words: &Words) -> RowJson {
    RowJson {
        number: row.seq,
        id: row.uid.to_string(),
        time: time_json(row.time),
        actor: row.actor.to_string(),
        label: label(&row.label, words),
        area: row.area.to_string(),
        intent: match row.intent {
            Intent::Do => "do",
            Intent::Undo(_) => "undo",
            Intent::Redo(_) => "redo",
        },
        edits: row.edits,
        undone: row.undone,
    }
}

/// An action's name in the user's words.
pub fn label(label: &Label, words: &Words) -> String {
    let args: Vec<(&str, &str)> = label.args.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    words.with(&format!("action-{}", label.id), &args)
}

/// Takes back one's own latest action.
///
/// # Errors
/// When the district cannot be written.
pub fn undo(seat: &Seat) -> Result<Answer, Failure> {
    carry_out(Command::Undo, seat)
}

/// Does again what was taken back last.
///
/// # Errors
/// When the district cannot be written.
pub fn redo(seat: &Seat) -> Result<Answer, Failure> {
    carry_out(Command::Redo, seat)
}

/// A refusal is the answer no: there is nothing to take back, or something stands in the way.
fn carry_out(command: Command, seat: &Seat) -> Result<Answer, Failure> {
    let mut operation = seat.operation()?;
    let done = operation.run(command);
    Ok(match done {
        Ok(action) => {
            let label = label(&action.label, &seat.words);
            Answer::yes(label.clone(), serde_json::json!({ "done": true, "label": label }))
        }
        Err(refusal) => {
            let why = refusal.sentence(&seat.words);
            Answer::yes(why.clone(), serde_json::json!({ "done": false, "why": why })).only_if(false)
        }
    })
}
