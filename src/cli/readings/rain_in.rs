//! Rain and forecasts of it taken in from a table.

use std::path::PathBuf;

use jiff::Timestamp;
use serde_json::json;

use super::told;
use crate::{
    app::{Command, Draft, ids, rain},
    cli::{
        Answer, Failure, Seat,
        answer::{ProblemJson, time_json},
        journal::moment,
        seat::{District, shown},
    },
    domain::{hazard::rain::Call, model::ObjectRef, query::name_of, view::rain as view},
    io::{
        import::rain::{RainFile, Wanted, forecast, read},
        store::Reading,
    },
};

/// What can be asked of an import of rain.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct RainOptions {
    #[arg(value_name = "FILE")]
    path: PathBuf,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_440))]
    minutes: Option<u32>,
    #[arg(long, value_name = "SHEET")]
    sheet: Option<String>,
    #[arg(long)]
    dry_run: bool,
}

/// What can be asked of an import of forecasts.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct ForecastOptions {
    #[arg(value_name = "FILE")]
    path: PathBuf,
    #[arg(long, value_name = "TIME", value_parser = moment)]
    issued: Option<Timestamp>,
    #[arg(long, value_name = "SHEET")]
    sheet: Option<String>,
    #[arg(long)]
    dry_run: bool,
}

/// Imports rain. The answer is no when no row was taken.
///
/// # Errors
/// When the table or the district cannot be read, or the district cannot be written.
pub(super) fn rain(options: &RainOptions, seat: &Seat) -> Result<Answer, Failure> {
    // Read first: a district that nothing new goes into is not opened for writing.
    let district = seat.read()?;
    let (world, now) = (&district.world, seat.clock.now());
    let file = shown(&options.path);
    let wanted = Wanted { sheet: options.sheet.as_deref(), minutes: options.minutes };
    let found = read(&options.path, &file, wanted, world, now).map_err(|error| seat.problem(&error.problem(&file)))?;
    taken(seat, district, &found, options.dry_run)
}

/// Takes rain in that was read, unless it is to be looked at only.
pub(super) fn taken(seat: &Seat, district: District, found: &RainFile, dry_run: bool) -> Result<Answer, Failure> {
    let (world, words, now) = (&district.world, &seat.words, seat.clock.now());
    let (from, to) = rain::wanted(&found.readings, now);
    let stored = district.store.rain(from, to).map_err(|error| seat.problem(&error.problem()))?;
    let plan = rain::plan(world, stored, &found.readings, now, words, &mut ids::fresh);
    let known = found.again + plan.known;
    let counts = rain::counts(found, &plan);
    let mut lines = vec![words.with(if dry_run { "rain-in-dry" } else { "rain-in-done" }, &counts)];
    let name = |object: &ObjectRef| {
        let found = world.layer(object.kind.as_str()).zip(world.object(object));
        found.map(|(layer, found)| name_of(layer.kind(), found)).unwrap_or_default()
    };
    lines.extend(
        plan.called.iter().map(|(village, call)| format!("  {}  {}", name(village), view::call_told(*call, words))),
    );
    lines.extend(told(&found.problems, words));
    let called = plan.called.iter().map(
        |(village, call)| json!({ "id": village.uid.to_string(), "name": name(village), "call": Call::id(*call) }),
    );
    let json = json!({
        "dry_run": dry_run,
        "rows": found.rows,
        "added": plan.readings.len(),
        "known": known,
        "left_out": found.left,
        "stations": plan.stations,
        "villages": called.collect::<Vec<_>>(),
        "problems": found.problems.iter().map(|problem| ProblemJson::new(problem, words)).collect::<Vec<_>>(),
    });
    let is_any = plan.readings.len() + known > 0;
    let answer = Answer::yes(district.mark(words) + &lines.join("\n"), json).only_if(is_any);
    if !dry_run {
        drop(district);
        put(seat, plan.draft, plan.readings)?;
    }
    Ok(answer)
}

/// Imports forecasts. The answer is no when no row was taken.
///
/// # Errors
/// As [`rain`].
pub(super) fn forecast(options: &ForecastOptions, seat: &Seat) -> Result<Answer, Failure> {
    let district = seat.read()?;
    let (world, words, now) = (&district.world, &seat.words, seat.clock.now());
    let file = shown(&options.path);
    let found = forecast::read(&options.path, &file, options.sheet.as_deref(), options.issued, world, now);
    let found = found.map_err(|error| seat.problem(&error.problem(&file)))?;
    let (draft, changed) = rain::forecasts(world, &found.forecasts, now);
    let counts = rain::forecast_counts(&found, changed);
    let mut lines = vec![words.with(if options.dry_run { "forecast-in-dry" } else { "forecast-in-done" }, &counts)];
    lines.extend(told(&found.problems, words));
    let json = json!({
        "dry_run": options.dry_run,
        "rows": found.rows,
        "townships": found.forecasts.len(),
        "changed": changed,
        "left_out": found.left,
        "issued": found.forecasts.values().map(|forecast| forecast.issued).max().map(time_json),
        "problems": found.problems.iter().map(|problem| ProblemJson::new(problem, words)).collect::<Vec<_>>(),
    });
    let answer = Answer::yes(district.mark(words) + &lines.join("\n"), json).only_if(!found.forecasts.is_empty());
    if !options.dry_run {
        drop(district);
        put(seat, draft, Vec::new())?;
    }
    Ok(answer)
}

/// Carries an import out, where there is anything to it.
fn put(seat: &Seat, draft: Draft, readings: Vec<Reading>) -> Result<(), Failure> {
    if draft.edits.is_empty() && readings.is_empty() {
        return Ok(());
    }
    let done = seat.operation()?.run(Command::Measure(draft, readings));
    done.map(drop).map_err(|refusal| Failure(refusal.sentence(&seat.words)))
}
