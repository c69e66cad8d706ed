//! `warnings`: the warning signals in force, taken in from CAP and written as CAP.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use jiff::Timestamp;
use serde_json::{Value as Json, json};

use crate::{
    app::{
        Command, ids,
        warning::{self, Did, District, Incoming, Message},
    },
    cli::{
        Answer, Failure, Seat,
        answer::{ProblemJson, sentence, time_json, time_text},
        seat::{self, shown},
    },
    domain::{
        hazard::signal::{KIND, Phase, Warning, extent, in_force},
        model::{Object, ObjectRef, Uid},
        problem::Problem,
        query::name_of,
        view::{Words, format, signals},
        world::World,
    },
    io::cap,
};

/// How many problems are told on the screen; all of them are in the JSON.
const TOLD: usize = 20;

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Options {
    #[command(subcommand)]
    verb: Option<Verb>,
    #[arg(long)]
    all: bool,
    #[arg(long, value_name = "TIME")]
    at: Option<Timestamp>,
}

/// A command on warnings.
#[derive(Clone, Debug, Subcommand)]
enum Verb {
    /// Takes CAP messages in.
    Import(ImportOptions),
    /// Writes CAP messages.
    Export(ExportOptions),
}

/// What can be asked of an import.
#[derive(Clone, Debug, clap::Args)]
struct ImportOptions {
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    #[arg(long)]
    dry_run: bool,
}

/// What can be asked of an export.
#[derive(Clone, Debug, clap::Args)]
struct ExportOptions {
    #[arg(long, value_name = "PATH")]
    out: PathBuf,
    #[arg(long, value_name = "ID")]
    uid: Option<String>,
    #[arg(long, value_name = "TIME")]
    at: Option<Timestamp>,
}

/// Lists the warnings in force, takes messages in or writes them.
///
/// # Errors
/// When the district cannot be read or written, or a file cannot be written.
pub fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    match &options.verb {
        None => list(options, seat),
        Some(Verb::Import(options)) => import(options, seat),
        Some(Verb::Export(options)) => export(options, seat),
    }
}

fn district<'a>(of: &'a seat::District, now: Timestamp, seat: &'a Seat) -> District<'a> {
    District { world: &of.world, exercise: of.meta.exercise, mark: of.meta.mark(), now, words: &seat.words }
}

fn list(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    let district = seat.read()?;
    let now = options.at.unwrap_or_else(|| seat.clock.now());
    let (world, words) = (&district.world, &seat.words);
    let layer = world.layer(KIND);
    let mut rows: Vec<(&Object, Warning<'_>)> = Vec::new();
    if let Some(layer) = layer {
        let found = layer.objects().map(AsRef::as_ref);
        rows.extend(found.filter_map(|object| Some((object, Warning::of(layer.kind(), object)?))));
    }
    let total = rows.len();
    rows.retain(|(_, warning)| options.all || warning.phase(Some(now)) == Phase::InForce);
    rows.sort_by_key(|(object, warning)| {
        let over = warning.phase(Some(now)) != Phase::InForce;
        (over, std::cmp::Reverse((warning.colour(), warning.time("issued"))), object.uid)
    });
    let mut lines = Vec::new();
    let mut json = Vec::new();
    for (object, warning) in &rows {
        let phase = warning.phase(Some(now));
        let name = layer.map_or_else(String::new, |layer| name_of(layer.kind(), object));
        let until = match warning.until() {
            Some(until) => words.with("signal-until", &[("time", time_text(until))]),
            None => words.get("signal-no-end"),
        };
        let parts = [
            words.get(&format!("signal-phase-{}", phase.id().replace('_', "-"))),
            name.clone(),
            until,
            signals::area_told(warning, words),
            warning.text("issuer").unwrap_or(format::UNKNOWN).to_owned(),
        ];
        lines.push(parts.join("  "));
        json.push(warning_json(world, object, warning, (&name, phase)));
    }
    if rows.is_empty() {
        lines.push(words.with("warnings-none", &[("n", total.to_string())]));
    }
    let json = json!({ "warnings": json, "total": total });
    Ok(Answer::yes(district.mark(words) + &lines.join("\n"), json).only_if(!rows.is_empty()))
}

fn warning_json(world: &World, object: &Object, warning: &Warning<'_>, (name, phase): (&str, Phase)) -> Json {
    let extent = extent(world, warning);
    json!({
        "id": object.uid.to_string(),
        "name": name,
        "kind": warning.sort(),
        "colour": warning.colour().map(|colour| colour.id()),
        "phase": phase.id(),
        "in_force": phase == Phase::InForce,
        "issuer": warning.text("issuer"),
        "issued": warning.time("issued").map(time_json),
        "valid_until": warning.until().map(time_json),
        "townships": warning.townships(),
        "area_basis": extent.basis.id(),
        "area_known": !extent.area.0.is_empty(),
        "headline": warning.text("headline"),
        "cap_id": warning.text("cap_id"),
    })
}

fn import(options: &ImportOptions, seat: &Seat) -> Result<Answer, Failure> {
    let of = seat.read()?;
    let words = &seat.words;
    let incoming: Vec<Incoming> = options
        .files
        .iter()
        .map(|path| Incoming { file: shown(path), read: cap::read_file(path, &shown(path)) })
        .collect();
    let plan = warning::plan(&incoming, district(&of, seat.clock.now(), seat), &mut ids::fresh);
    let title = if options.dry_run { "signal-in-tried" } else { "signal-in-done" };
    let mut lines = vec![words.with(title, &plan.counts())];
    lines.extend(
        plan.did
            .iter()
            .map(|(file, did)| words.with("warnings-file", &[("file", file.clone()), ("what", did_told(did, words))])),
    );
    lines.extend(told(&plan.problems, words));
    let json = json!({
        "dry_run": options.dry_run,
        "files": options.files.len(),
        "added": plan.added,
        "updated": plan.updated,
        "skipped": plan.skipped,
        "did": plan.did.iter().map(|(file, did)| did_json(file, did)).collect::<Vec<_>>(),
        "problems": plan.problems.iter().map(|problem| ProblemJson::new(problem, words)).collect::<Vec<_>>(),
    });
    let yes = plan.added + plan.updated + plan.skipped > 0;
    let mark = of.mark(words);
    if !plan.draft.edits.is_empty() && !options.dry_run {
        // A district that nothing new goes into is not opened for writing.
        drop(of);
        let mut operation = seat.operation()?;
        let done = operation.run(Command::Put(plan.draft));
        done.map_err(|refusal| Failure(refusal.sentence(words)))?;
    }
    Ok(Answer::yes(mark + &lines.join("\n"), json).only_if(yes))
}

fn did_told(did: &Did, words: &Words) -> String {
    let (id, name) = match did {
        Did::Added(name) => ("warnings-did-added", name.as_str()),
        Did::Updated(name) => ("warnings-did-updated", name.as_str()),
        Did::Lifted(name) => ("warnings-did-lifted", name.as_str()),
        Did::Known => return words.get("warnings-did-known"),
    };
    words.with(id, &[("name", name)])
}

fn did_json(file: &str, did: &Did) -> Json {
    let (what, name) = match did {
        Did::Added(name) => ("added", Some(name)),
        Did::Updated(name) => ("updated", Some(name)),
        Did::Lifted(name) => ("lifted", Some(name)),
        Did::Known => ("known", None),
    };
    json!({ "file": file, "what": what, "name": name })
}

fn told(problems: &[Problem], words: &Words) -> Vec<String> {
    let told = problems.iter().take(TOLD).map(|problem| format!("  -  {}", sentence(problem, words)));
    let more = problems.len().checked_sub(TOLD).filter(|more| *more > 0);
    told.chain(more.map(|more| words.with("cli-more-problems", &[("n", more.to_string())]))).collect()
}

fn export(options: &ExportOptions, seat: &Seat) -> Result<Answer, Failure> {
    let of = seat.read()?;
    let now = options.at.unwrap_or_else(|| seat.clock.now());
    let from = district(&of, now, seat);
    let objects = wanted(&of.world, options.uid.as_deref(), now, seat)?;
    let mut messages: Vec<Message> = Vec::new();
    let mut problems = Vec::new();
    for object in &objects {
        let (message, more) = warning::message(object, from);
        messages.extend(message);
        problems.extend(more);
    }
    let names_file =
        options.uid.is_some() && options.out.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xml"));
    if !names_file && options.out.is_file() {
        return Err(seat.failure("warnings-not-a-folder", &[("path", shown(&options.out))]));
    }
    let mut files = Vec::new();
    for message in &messages {
        let path = if names_file { options.out.clone() } else { options.out.join(warning::file_name(&message.alert)) };
        make_folder(&path, seat)?;
        seat.write(&path, cap::write(&message.alert).as_bytes())?;
        files.push(json!({
            "id": message.object.uid.to_string(),
            "path": shown(&path),
            "identifier": message.alert.identifier,
            "status": message.alert.status,
            "msg_type": message.alert.msg_type,
        }));
    }
    let words = &seat.words;
    let mut lines = vec![words.with("warnings-written", &[("n", files.len().to_string())])];
    lines.extend(told(&problems, words));
    let problems: Vec<_> = problems.iter().map(|problem| ProblemJson::new(problem, words)).collect();
    let yes = !files.is_empty();
    let json = json!({ "files": files, "problems": problems });
    Ok(Answer::yes(of.mark(words) + &lines.join("\n"), json).only_if(yes))
}

fn make_folder(file: &Path, seat: &Seat) -> Result<(), Failure> {
    let made = file.parent().map_or(Ok(()), std::fs::create_dir_all);
    made.map_err(|why| seat.failure("cli-not-written", &[("file", shown(file)), ("why", why.to_string())]))
}

/// The warning of this id, else those in force.
fn wanted(world: &World, id: Option<&str>, now: Timestamp, seat: &Seat) -> Result<Vec<ObjectRef>, Failure> {
    let Some(id) = id else {
        let found = in_force(world, now);
        return Ok(found.into_iter().map(|signal| signal.object).collect());
    };
    let object = id.parse::<Uid>().ok().map(|uid| ObjectRef { kind: KIND.into(), uid });
    let object = object.filter(|object| world.object(object).is_some());
    object.map(|object| vec![object]).ok_or_else(|| seat.failure("warnings-no-such", &[("id", id)]))
}
