//! `response`: what the trigger conditions say, the level they propose, and what is decided about it.

mod json;

use std::path::PathBuf;

use clap::Subcommand;
use jiff::{Timestamp, ToSpan as _};
use serde_json::json;

use crate::{
    app::{Command, response::ResponseCommand},
    cli::{Answer, Failure, Seat, answer::time_json, journal::moment, typhoon},
    domain::{
        catalogue::Lang,
        hazard::{
            rain::rain,
            reservoir::{Measured, curve::RUNOFF, flood, standing::READINGS_HOURS},
            typhoon::{QuadrantOrder, Storm},
        },
        response::{Evaluation, HazardFound, Observed, Proposal, ResponseLevel, Watched, evaluate},
        view::{Words, format, rain as rain_view, response as view},
        world::World,
    },
    io::{
        assets,
        store::{Store, StoreError},
    },
};

/// What can be asked, or done.
#[derive(Clone, Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Options {
    #[command(subcommand)]
    verb: Option<Verb>,
    #[command(flatten)]
    asked: Asked,
}

#[derive(Clone, Debug, clap::Args)]
struct Asked {
    #[arg(long, value_name = "TIME", value_parser = moment)]
    at: Option<Timestamp>,
    #[arg(long, value_name = "TRACKS")]
    storms: Option<PathBuf>,
    #[arg(long, value_name = "ID", requires = "storms")]
    storm: Option<String>,
}

#[derive(Clone, Debug, Subcommand)]
enum Verb {
    /// Starts a response, or sets the one in force to a level.
    Set(SetOptions),
    /// Ends it.
    End(EndOptions),
    /// Decides against a level.
    Decline(DeclineOptions),
    /// Loads the example.
    Example,
}

#[derive(Clone, Debug, clap::Args)]
struct SetOptions {
    #[arg(long, value_name = "HAZARD")]
    hazard: String,
    #[arg(long, value_name = "iv|iii|ii|i", value_parser = level)]
    level: ResponseLevel,
    #[arg(long, value_name = "TEXT")]
    evidence: Option<String>,
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

#[derive(Clone, Debug, clap::Args)]
struct EndOptions {
    #[arg(long, value_name = "HAZARD")]
    hazard: String,
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

#[derive(Clone, Debug, clap::Args)]
struct DeclineOptions {
    #[arg(long, value_name = "HAZARD")]
    hazard: String,
    #[arg(long, value_name = "iv|iii|ii|i", value_parser = level)]
    level: ResponseLevel,
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

fn level(text: &str) -> Result<ResponseLevel, String> {
    ResponseLevel::of(&text.trim().to_ascii_lowercase()).ok_or_else(|| "iv, iii, ii, i".to_owned())
}

/// Answers, or carries out. The answer is no when the district has neither conditions nor a response, and when what was
/// asked for was refused.
///
/// # Errors
/// When the district or the storms cannot be read, or the district cannot be written.
pub fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    let Some(verb) = &options.verb else { return ask(&options.asked, seat) };
    let command = match verb {
        Verb::Set(set) => {
            let evidence = match &set.evidence {
                Some(said) => Some(said.clone()),
                None => evidence_now(&set.hazard, set.level, seat)?,
            };
            ResponseCommand::Set { hazard: set.hazard.clone(), level: set.level, evidence, note: set.note.clone() }
        }
        Verb::End(end) => ResponseCommand::End { hazard: end.hazard.clone(), note: end.note.clone() },
        Verb::Decline(it) => {
            ResponseCommand::Decline { hazard: it.hazard.clone(), level: it.level, note: it.note.clone() }
        }
        Verb::Example => ResponseCommand::Example,
    };
    let mut operation = seat.operation()?;
    Ok(match operation.run(Command::Response(command)) {
        Ok(action) => {
            let label = seat.words.action(&action.label);
            let tasks = action.edits.iter().filter(|edit| edit.object().kind.as_str() == "task").count();
            Answer::yes(label.clone(), json!({ "done": true, "label": label, "tasks": tasks }))
        }
        Err(refusal) => {
            let why = refusal.sentence(&seat.words);
            Answer::yes(why.clone(), json!({ "done": false, "why": why })).only_if(false)
        }
    })
}

/// What the conditions of a level say that are met now, as it is kept with a level that is set by hand.
fn evidence_now(hazard: &str, level: ResponseLevel, seat: &Seat) -> Result<Option<String>, Failure> {
    let district = seat.read()?;
    let now = seat.clock.now();
    let found = found(&district.world, &district.store, now, None).map_err(|error| seat.problem(&error.problem()))?;
    let words = assets::words(Lang::Zh);
    let groups = found.hazards.iter().filter(|it| &*it.hazard == hazard).flat_map(|it| &it.groups);
    let met = groups.filter(|group| group.level >= level && group.verdict.counts());
    let said: Vec<String> = met.map(|group| view::evidence(group, now, &words)).collect();
    Ok((!said.is_empty()).then(|| said.join("\n")))
}

/// What the conditions of a district file say at a moment.
fn found(world: &World, store: &Store, now: Timestamp, storms: Option<&[Watched]>) -> Result<Evaluation, StoreError> {
    let to = now.checked_add(1.second()).unwrap_or(now);
    let measured = store.rain(rain_view::readings_from(now, None), to)?;
    let rain = rain(world, now, None, |of| measured.get(of).cloned().unwrap_or_default());
    let from = now.checked_sub(READINGS_HOURS.hours()).unwrap_or(now);
    let mut failed = None;
    let dams = flood(world, now, RUNOFF, |object| Measured {
        levels: store.readings(object, "level_m", from, to).unwrap_or_else(|error| {
            failed.get_or_insert(error);
            Vec::new()
        }),
        ..Measured::default()
    });
    match failed {
        Some(error) => Err(error),
        None => Ok(evaluate(&Observed { world, now, rain: &rain, dams: &dams.rows, storms })),
    }
}

fn ask(asked: &Asked, seat: &Seat) -> Result<Answer, Failure> {
    let district = seat.read()?;
    let (world, words) = (&district.world, &seat.words);
    let now = asked.at.unwrap_or_else(|| seat.clock.now());
    let storms = match &asked.storms {
        None => None,
        Some(path) => match typhoon::storms(Some(path), QuadrantOrder::default(), seat) {
            Ok((storms, _)) => Some(watched(storms, asked.storm.as_deref(), now, seat)?),
            Err(answer) => return Ok(answer),
        },
    };
    let found =
        found(world, &district.store, now, storms.as_deref()).map_err(|error| seat.problem(&error.problem()))?;
    let mut lines = vec![words.with("response-title", &[("time", format::date_time(now))])];
    lines.push(view::storms_told(storms.as_deref(), words));
    for hazard in &found.hazards {
        lines.extend(hazard_lines(hazard, world, now, words));
    }
    lines.extend(found.broken.iter().map(|broken| view::broken_told(broken, world.catalogue(), words)));
    let is_any = !found.hazards.is_empty() || !found.broken.is_empty();
    if !is_any {
        lines.push(words.get("response-none-here"));
    }
    let json = json!({
        "at": time_json(now),
        "storms": storms.as_ref().map(|storms| storms.iter().map(|it| it.storm.id.clone()).collect::<Vec<_>>()),
        "hazards": found.hazards.iter().map(|it| json::hazard(it, world, words)).collect::<Vec<_>>(),
        "broken": found.broken.iter().map(json::broken).collect::<Vec<_>>(),
    });
    Ok(Answer::yes(district.mark(words) + &lines.join("\n"), json).only_if(is_any))
}

/// The storms that were asked for, at the moment asked about. Those of an archive are looked at as they were then.
fn watched(storms: Vec<Storm>, id: Option<&str>, now: Timestamp, seat: &Seat) -> Result<Vec<Watched>, Failure> {
    if let Some(id) = id.filter(|id| !storms.iter().any(|storm| storm.is_called(id))) {
        return Err(typhoon::unknown(id, &storms, seat));
    }
    let asked = storms.into_iter().filter(|storm| id.is_none_or(|id| storm.is_called(id)));
    // One that had not begun yet, or was over, is no storm of that moment.
    let there =
        asked.filter(|storm| storm.span().is_some_and(|(first, last)| first <= now && (now <= last || storm.active)));
    Ok(there.map(|storm| Watched { replay: !storm.active, storm: storm.into(), at: now }).collect())
}

fn hazard_lines(found: &HazardFound, world: &World, now: Timestamp, words: &Words) -> Vec<String> {
    let catalogue = world.catalogue();
    let name = view::response_told(catalogue, &found.hazard, words);
    let standing = view::standing_told(found, now, words);
    let mut lines = vec![format!("{name}  {standing}")];
    let proposal = view::proposal_told(found, catalogue, words);
    lines.extend(proposal.map(|text| format!("  {text}")));
    if let Some(Proposal::Raise { by, .. }) = found.proposal
        && let Some(group) = found.groups.get(by)
    {
        lines.push(format!("    {}", view::evidence(group, now, words)));
    }
    lines.extend(view::declined_told(found, now, words).map(|text| format!("  {text}")));
    if found.held_by_unknown {
        lines.push(format!("  {}", words.get("response-held")));
    }
    for group in &found.groups {
        for condition in &group.conditions {
            lines.push(format!("  {}", view::line_told(group, condition, now, words)));
        }
    }
    lines
}
