//! `readings`: measured levels and rain, and forecasts of rain, taken in from tables.

mod fetch;
mod rain_in;

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::json;

use crate::{
    app::{Command, ids, readings},
    cli::{
        Answer, Failure, Seat,
        answer::{ProblemJson, sentence},
        flood::crossing_json,
        seat::shown,
    },
    domain::{problem::Problem, view::Words},
    io::import::readings::{LevelFile, Wanted, read},
};

/// How many problems are told on the screen; all of them are in the JSON.
const TOLD: usize = 20;

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[command(subcommand)]
    verb: Verb,
}

/// A command on readings.
#[derive(Clone, Debug, Subcommand)]
enum Verb {
    /// Takes levels in.
    Import(ImportOptions),
    /// Takes rain in.
    Rain(rain_in::RainOptions),
    /// Asks a feed of rain once.
    Fetch(fetch::Options),
    /// Takes forecasts of rain in.
    Forecast(rain_in::ForecastOptions),
}

/// What can be asked of an import.
#[derive(Clone, Debug, clap::Args)]
struct ImportOptions {
    #[arg(value_name = "FILE")]
    path: PathBuf,
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    #[arg(long, value_name = "SHEET")]
    sheet: Option<String>,
    #[arg(long)]
    dry_run: bool,
}

/// Imports. A file whose rows were not all taken is done all the same; the answer is no when none was.
///
/// # Errors
/// When the table or the district cannot be read, or the district cannot be written.
pub fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    match &options.verb {
        Verb::Import(options) => import(options, seat),
        Verb::Rain(options) => rain_in::rain(options, seat),
        Verb::Fetch(options) => fetch::run(options, seat),
        Verb::Forecast(options) => rain_in::forecast(options, seat),
    }
}

fn import(options: &ImportOptions, seat: &Seat) -> Result<Answer, Failure> {
    // Read first: a district that nothing new goes into is not opened for writing.
    let district = seat.read()?;
    let (world, now) = (&district.world, seat.clock.now());
    let kind = options.kind.as_deref().map(|kind| seat.kind(world, kind)).transpose()?;
    let wanted = Wanted { kind: kind.map(|kind| kind.id.as_str()), sheet: options.sheet.as_deref(), lang: seat.lang() };
    let file = shown(&options.path);
    let levels = read(&options.path, &file, wanted, world, now).map_err(|error| seat.problem(&error.problem(&file)))?;
    let stored = |object: &_, field: &str, [from, to]: [_; 2]| district.store.readings(object, field, from, to);
    let plan = readings::plan(world, &stored, &levels.readings, now, &seat.words, &mut ids::fresh);
    let plan = plan.map_err(|error| seat.problem(&error.problem()))?;
    let answer = answer(options, &levels, &plan, seat, &district.mark(&seat.words));
    let is_any = !plan.readings.is_empty() || !plan.draft.edits.is_empty();
    if is_any && !options.dry_run {
        drop(district);
        let mut operation = seat.operation()?;
        let done = operation.run(Command::Measure(plan.draft, plan.readings));
        done.map_err(|refusal| Failure(refusal.sentence(&seat.words)))?;
    }
    Ok(answer)
}

/// The first problems in words, each with its row.
fn told(problems: &[Problem], words: &Words) -> Vec<String> {
    let told = problems.iter().take(TOLD).map(|problem| {
        let row = problem.row.map(|row| words.with("cli-row", &[("row", row.to_string())]));
        format!("  -  {}{}", row.unwrap_or_default(), sentence(problem, words))
    });
    let more = problems.len().checked_sub(TOLD).filter(|more| *more > 0);
    told.chain(more.map(|more| words.with("cli-more-problems", &[("n", more.to_string())]))).collect()
}

fn answer(options: &ImportOptions, levels: &LevelFile, plan: &readings::Plan, seat: &Seat, mark: &str) -> Answer {
    let words = &seat.words;
    let (added, known) = (plan.readings.len(), levels.again + plan.known);
    let title = readings::message(levels, options.dry_run);
    let mut lines = vec![words.with(title, &readings::counts(levels, plan))];
    lines.extend(told(&levels.problems, words));
    let crossings = plan.crossed.iter().map(|(object, crossing)| {
        let mut json = crossing_json(crossing);
        if let Some(fields) = json.as_object_mut() {
            fields.insert("id".to_owned(), object.uid.to_string().into());
            fields.insert("kind".to_owned(), object.kind.to_string().into());
        }
        json
    });
    let json = json!({
        "dry_run": options.dry_run,
        "rows": levels.rows,
        "added": added,
        "known": known,
        "left_out": levels.left,
        "stations": plan.stations,
        "crossings": crossings.collect::<Vec<_>>(),
        "problems": levels.problems.iter().map(|problem| ProblemJson::new(problem, words)).collect::<Vec<_>>(),
    });
    Answer::yes(mark.to_owned() + &lines.join("\n"), json).only_if(added + known > 0)
}
