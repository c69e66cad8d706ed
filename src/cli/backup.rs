//! `backup`, `backups`, `restore`, `share`: copies of the district, and the way back to one.

use std::path::PathBuf;

use serde::Serialize;

use crate::{
    app::Command,
    cli::{
        Answer, Failure, Seat,
        answer::{time_json, time_text},
        seat::shown,
    },
    io::{
        backups::{self, Backup},
        store::{self, StoreError},
    },
};

/// Where the backups lie.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[arg(long, value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// Which backup.
#[derive(Clone, Debug, clap::Args)]
pub struct RestoreOptions {
    #[arg(value_name = "FILE")]
    backup: PathBuf,
}

/// Where to.
#[derive(Clone, Debug, clap::Args)]
pub struct ShareOptions {
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

#[derive(Serialize)]
struct BackupJson {
    file: String,
    time: String,
    automatic: bool,
    bytes: u64,
    objects: Option<u64>,
    actions: Option<u64>,
    last: Option<String>,
    last_at: Option<String>,
    problem: Option<String>,
}

/// `--folder`, else the folder of the settings, else the seat's own.
fn folder(options: &Options, seat: &Seat) -> Result<PathBuf, Failure> {
    let named = options.folder.clone().or_else(|| seat.settings.backups.folder.clone());
    let own = || seat.folders.as_ref().map(|folders| folders.backups());
    named.or_else(own).ok_or_else(|| seat.failure::<&str>("cli-no-home", &[]))
}

fn failed(seat: &Seat) -> impl Fn(StoreError) -> Failure {
    |error| seat.problem(&error.problem())
}

/// Makes a backup now.
///
/// # Errors
/// When the district cannot be read or the folder takes no file.
pub fn make(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    let district = seat.district()?;
    let file = backups::make(&district, &folder(options, seat)?, seat.clock.now()).map_err(failed(seat))?;
    let text = seat.say("cli-backup-made", &[("file", shown(&file))]);
    Ok(Answer::yes(text, serde_json::json!({ "file": shown(&file) })))
}

/// Lists the backups of the district.
///
/// # Errors
/// When the district or the folder cannot be read.
pub fn list(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    let (district, folder) = (seat.district()?, folder(options, seat)?);
    let found = backups::list(&district, &folder).map_err(failed(seat))?;
    let rows: Vec<BackupJson> = found.iter().map(|backup| row(backup, seat)).collect();
    let text = if found.is_empty() {
        seat.say("cli-backups-none", &[("folder", shown(&folder))])
    } else {
        found.iter().map(|backup| line(backup, seat)).collect::<Vec<_>>().join("\n")
    };
    let json = serde_json::json!({ "folder": shown(&folder), "backups": rows });
    Ok(Answer::yes(text, json).only_if(!found.is_empty()))
}

fn row(backup: &Backup, seat: &Seat) -> BackupJson {
    let holds = backup.holds.as_ref().ok();
    let last = holds.and_then(|holds| holds.last.as_ref());
    BackupJson {
        file: shown(&backup.file),
        time: time_json(backup.time),
        automatic: backup.automatic,
        bytes: backup.bytes,
        objects: holds.map(store::Summary::total),
        actions: holds.map(|holds| holds.actions),
        last: last.map(|row| seat.words.action(&row.label)),
        last_at: last.map(|row| time_json(row.time)),
        problem: backup.holds.as_ref().err().map(|error| seat.words.problem(&error.problem())),
    }
}

fn line(backup: &Backup, seat: &Seat) -> String {
    let holds = match &backup.holds {
        Err(error) => seat.words.problem(&error.problem()),
        Ok(holds) => seat.say(
            "cli-backup-holds",
            &[
                ("objects", holds.total().to_string()),
                ("actions", holds.actions.to_string()),
                ("last", holds.last.as_ref().map(|row| seat.words.action(&row.label)).unwrap_or_default()),
            ],
        ),
    };
    format!("{}  {:>8} KB  {}\n    {holds}", time_text(backup.time), backup.bytes.div_ceil(1024), shown(&backup.file))
}

/// Brings the district back to what a backup holds, as one step that undo takes back. A refusal is the answer no.
///
/// # Errors
/// When the district cannot be written.
pub fn restore(options: &RestoreOptions, seat: &Seat) -> Result<Answer, Failure> {
    let mut operation = seat.operation()?;
    Ok(match operation.run(Command::Restore(options.backup.clone())) {
        Ok(action) => {
            let (label, edits) = (seat.words.action(&action.label), action.edits.len());
            let text = seat.say("cli-restored", &[("label", label.clone()), ("edits", edits.to_string())]);
            Answer::yes(text, serde_json::json!({ "done": true, "label": label, "edits": edits }))
        }
        Err(refusal) => {
            let why = refusal.sentence(&seat.words);
            Answer::yes(why.clone(), serde_json::json!({ "done": false, "why": why })).only_if(false)
        }
    })
}

/// Writes a copy without what is personal.
///
/// # Errors
/// When there is a file of that name already, or the disk takes none.
pub fn share(options: &ShareOptions, seat: &Seat) -> Result<Answer, Failure> {
    let district = seat.district()?;
    let shared = store::reader(&district).and_then(|reader| reader.share_copy(&options.out));
    shared.map_err(failed(seat))?;
    let text = seat.say("cli-shared", &[("file", shown(&options.out))]);
    Ok(Answer::yes(text, serde_json::json!({ "file": shown(&options.out) })))
}
