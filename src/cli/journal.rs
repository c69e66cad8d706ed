//! `journal`, `undo`, `redo`: what happened, and the way back.

use std::path::PathBuf;

use jiff::{Timestamp, civil::DateTime, tz};
use serde::Serialize;

use crate::{
    app::Command,
    cli::{
        Answer, Failure, Seat,
        answer::{time_json, time_text},
    },
    domain::{
        edit::{Intent, Label},
        model::Uid,
        view::Words,
    },
    io::{
        export,
        store::{JournalRow, Sought, Touched},
    },
};

/// What can be asked of the journal.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[arg(long, default_value_t = 20, value_name = "N")]
    limit: usize,
    #[arg(long, default_value_t = 0, value_name = "N")]
    skip: u64,
    #[arg(long, value_name = "K")]
    kind: Option<String>,
    #[arg(long, value_name = "ID")]
    object: Option<Uid>,
    #[arg(long, value_name = "NAME")]
    actor: Option<String>,
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    #[arg(long, value_name = "AREA")]
    area: Option<String>,
    #[arg(long, value_name = "TIME", value_parser = moment)]
    since: Option<Timestamp>,
    #[arg(long, value_name = "TIME", value_parser = moment)]
    until: Option<Timestamp>,
    #[arg(long, value_name = "PATH")]
    csv: Option<PathBuf>,
}

/// A moment: RFC 3339, or a day or a day and a time of Beijing.
pub(super) fn moment(text: &str) -> Result<Timestamp, String> {
    if let Ok(time) = text.parse() {
        return Ok(time);
    }
    let day = text.parse::<DateTime>().or_else(|_| text.replace(' ', "T").parse::<DateTime>());
    day.and_then(|day| tz::offset(8).to_timestamp(day)).map_err(|_| "2026-08-09, 2026-08-09T15:06".to_owned())
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
    object: Option<ObjectJson>,
}

#[derive(Serialize)]
struct ObjectJson {
    id: String,
    kind: String,
}

/// Answers with the latest entries.
///
/// # Errors
/// When the district cannot be read.
pub fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    let district = seat.read()?;
    let kind = options.kind.as_deref().map(|kind| seat.kind(&district.world, kind)).transpose()?;
    let sought = Sought {
        kind: kind.map(|kind| kind.id.clone()),
        object: options.object,
        actor: options.actor.clone(),
        area: options.area.clone(),
        text: options.text.clone().unwrap_or_default(),
        since: options.since,
        until: options.until,
    };
    let page = |skip, limit| district.store.seek(&sought, skip, limit).map_err(|error| seat.problem(&error.problem()));
    let found = page(options.skip, options.limit)?;
    if let Some(path) = &options.csv {
        // The file has all that was found, not only a page of it.
        let all = page(0, usize::MAX)?;
        let rows: Vec<_> = all.lines.into_iter().map(|line| line.row).collect();
        seat.write(path, &export::journal(&rows, &seat.words))?;
    }
    let lines: Vec<String> = found.lines.iter().map(|found| line(&found.row, &seat.words)).collect();
    let counted = (found.found != found.total || found.lines.len() as u64 != found.found).then(|| {
        seat.say("cli-journal-found", &[("found", found.found.to_string()), ("total", found.total.to_string())])
    });
    let rows: Vec<RowJson> = found.lines.iter().map(|found| row_json(found, &seat.words)).collect();
    let json = serde_json::json!({ "rows": rows, "found": found.found, "total": found.total });
    let asked = sought != Sought::default();
    let text = lines.into_iter().chain(counted).collect::<Vec<_>>().join("\n");
    Ok(Answer::yes(text, json).only_if(!asked || found.found > 0))
}

fn line(row: &JournalRow, words: &Words) -> String {
    let mark = if row.undone { words.get("cli-undone") } else { String::new() };
    format!("{:>6}  {}  {}  {} {mark}", row.seq, time_text(row.time), row.actor, label(&row.label, words))
}

fn row_json(found: &Touched, words: &Words) -> RowJson {
    let row = &found.row;
    let object = found.object.as_ref();
    RowJson {
        object: object.map(|object| ObjectJson { id: object.uid.to_string(), kind: object.kind.to_string() }),
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
    words.action(label)
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
