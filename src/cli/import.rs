//! `import`: a list becomes objects of a kind, as one step that can be undone.

use std::{ops::ControlFlow, path::PathBuf};

use clap::ValueEnum;
use serde::Serialize;

use crate::{
    app::{Command, Draft, ids},
    cli::{Answer, Failure, Seat, answer::ProblemJson, answer::sentence, seat::shown},
    domain::{edit::Label, model::KindId, world::World},
    io::import::{self, Import},
};

/// How many problems are told on the screen; all of them are in the JSON and in the report.
const TOLD: usize = 20;

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[arg(value_name = "PATH")]
    path: PathBuf,
    #[arg(long, value_name = "KIND|auto")]
    kind: String,
    #[arg(long, default_value = "auto", value_name = "CRS")]
    crs: String,
    #[arg(long, default_value = "auto", value_name = "NAME")]
    encoding: String,
    #[arg(long, value_name = "SHEET")]
    sheet: Option<String>,
    #[arg(long, value_name = "FIELD=COLUMN")]
    map: Vec<String>,
    #[arg(long, value_enum, default_value_t = OnDuplicate::Skip)]
    on_duplicate: OnDuplicate,
    #[arg(long)]
    dry_run: bool,
    #[arg(long, value_name = "PATH")]
    report: Option<PathBuf>,
}

/// What becomes of a row that is there already.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum OnDuplicate {
    /// It is left out.
    Skip,
    /// The object takes its values.
    Update,
    /// It is added beside it.
    Add,
}

#[derive(Serialize)]
struct ImportJson<'a> {
    kind: &'a str,
    dry_run: bool,
    rows: u64,
    added: u64,
    updated: u64,
    skipped: u64,
    unplaced: u64,
    assumed: AssumedJson,
    problems: Vec<ProblemJson>,
}

#[derive(Serialize)]
struct AssumedJson {
    crs: String,
    encoding: Option<&'static str>,
    header_row: Option<u64>,
    reason: String,
}

/// Imports.
///
/// # Errors
/// When the list or the district cannot be read, or the district cannot be written.
pub fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    let plan = if options.dry_run {
        plan(options, &seat.read()?.world, seat)?
    } else {
        let mut operation = seat.operation()?;
        let plan = plan(options, operation.world(), seat)?;
        if !plan.edits.is_empty() {
            let file = options.path.file_name().unwrap_or_default().to_string_lossy();
            let label = Label::new("import")
                .with("file", file)
                .with("kind", &plan.kind.zh)
                .with("added", plan.added)
                .with("updated", plan.updated);
            let draft = Draft { label, area: "import", edits: plan.edits.clone() };
            operation.run(Command::Put(draft)).map_err(|refusal| Failure(refusal.sentence(&seat.words)))?;
        }
        plan
    };
    if let Some(path) = &options.report {
        seat.write(path, report(&plan, seat).as_bytes())?;
    }
    Ok(answer(&plan, options.dry_run, seat))
}

fn plan(options: &Options, world: &World, seat: &Seat) -> Result<Import, Failure> {
    let file = shown(&options.path);
    let failed = |error: import::ImportError| seat.problem(&error.problem(&file));
    let auto = |text: &String| (text != "auto").then(|| text.clone());
    let kind: Option<KindId> = match auto(&options.kind) {
        Some(kind) => Some(seat.kind(world, &kind)?.id.clone()),
        None => None,
    };
    let mut map = Vec::new();
    for pair in &options.map {
        let (field, column) = pair.split_once('=').ok_or_else(|| seat.failure::<&str>("cli-bad-map", &[]))?;
        map.push((field.to_owned(), column.to_owned()));
    }
    let options_read = import::Options {
        kind,
        crs: auto(&options.crs).map(|crs| crs.parse()).transpose().map_err(failed)?,
        encoding: auto(&options.encoding),
        sheet: options.sheet.clone(),
        map,
        on_duplicate: match options.on_duplicate {
            OnDuplicate::Skip => import::OnDuplicate::Skip,
            OnDuplicate::Update => import::OnDuplicate::Update,
            OnDuplicate::Add => import::OnDuplicate::Add,
        },
    };
    let go_on = |_| ControlFlow::Continue(());
    import::read(&options.path, &options_read, world, seat.clock.now(), &mut ids::fresh, &go_on).map_err(failed)
}

fn answer(plan: &Import, dry_run: bool, seat: &Seat) -> Answer {
    let words = &seat.words;
    let reason = &plan.assumed.crs_reason;
    let args: Vec<(&str, &str)> = reason.args.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let reason = words.with(&format!("import-{}", reason.id), &args);
    let title = if dry_run { "cli-import-dry" } else { "cli-import-done" };
    let mut lines = vec![
        words.with(
            title,
            &[
                ("kind", plan.kind.name(seat.lang()).to_owned()),
                ("rows", plan.rows.to_string()),
                ("added", plan.added.to_string()),
                ("updated", plan.updated.to_string()),
                ("skipped", plan.skipped.to_string()),
                ("unplaced", plan.unplaced.to_string()),
            ],
        ),
        words.with("cli-import-crs", &[("crs", plan.assumed.crs.to_string()), ("reason", reason.clone())]),
    ];
    for problem in plan.problems.iter().take(TOLD) {
        let row = problem.row.map(|row| words.with("cli-row", &[("row", row.to_string())]));
        lines.push(format!("  -  {}{}", row.unwrap_or_default(), sentence(problem, words)));
    }
    if plan.problems.len() > TOLD {
        lines.push(words.with("cli-more-problems", &[("n", (plan.problems.len() - TOLD).to_string())]));
    }
    let json = ImportJson {
        kind: plan.kind.id.as_str(),
        dry_run,
        rows: plan.rows,
        added: plan.added,
        updated: plan.updated,
        skipped: plan.skipped,
        unplaced: plan.unplaced,
        assumed: AssumedJson {
            crs: plan.assumed.crs.to_string(),
            encoding: plan.assumed.encoding,
            header_row: plan.assumed.header_row,
            reason,
        },
        problems: plan.problems.iter().map(|problem| ProblemJson::new(problem, words)).collect(),
    };
    Answer::yes(lines.join("\n"), json)
}

/// The problems as a CSV that spreadsheets open: with a byte order mark, as they otherwise guess the encoding.
fn report(plan: &Import, seat: &Seat) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let head = ["file", "sheet", "row", "column", "value", "code", "message"];
    let mut written = writer.write_record(head);
    for problem in &plan.problems {
        let row = problem.row.map(|row| row.to_string()).unwrap_or_default();
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        written = written.and_then(|()| {
            writer.write_record([
                text(&problem.file),
                text(&problem.sheet),
                row,
                text(&problem.column),
                text(&problem.value),
                problem.code.to_owned(),
                sentence(problem, &seat.words),
            ])
        });
    }
    // Writing into memory does not fail.
    let bytes = written.ok().and_then(|()| writer.into_inner().ok()).unwrap_or_default();
    format!("\u{feff}{}", String::from_utf8_lossy(&bytes))
}
