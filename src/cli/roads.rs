//! `roads`: the road network.

use std::{collections::BTreeMap, ops::ControlFlow, path::PathBuf};

use clap::Subcommand;
use serde::Serialize;

use crate::{
    app::{
        Command, ids,
        roads::{RoadsCommand, Standing},
    },
    cli::{Answer, Failure, Seat, answer::ProblemJson, answer::sentence, matrix, roads_check, seat::shown, travel},
    domain::{network::Graph, problem::Problem, world::World},
    io::import::{
        ImportError,
        roads::{self, Cut, RoadFile},
    },
};

/// How many problems are told on the screen; all of them are in the JSON.
const TOLD: usize = 20;
/// After how many elements progress is told anew.
const TOLD_EVERY: u64 = 1 << 20;

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[command(subcommand)]
    verb: Verb,
}

/// A command on roads.
#[derive(Clone, Debug, Subcommand)]
enum Verb {
    /// Takes in a network.
    Import(ImportOptions),
    /// Whether the roads are one network.
    Check(roads_check::Options),
    /// How long from each place to each.
    Matrix(matrix::Options),
}

/// What can be asked of an import.
#[derive(Clone, Debug, clap::Args)]
struct ImportOptions {
    #[arg(value_name = "FILE")]
    path: PathBuf,
    #[arg(long)]
    no_clip: bool,
    #[arg(long, default_value_t = 5_000.0, value_name = "METRES", value_parser = metres)]
    margin: f64,
    #[arg(long, default_value_t = 1.0, value_name = "METRES", value_parser = metres)]
    tolerance: f64,
    #[arg(long, default_value = "auto", value_name = "CRS")]
    crs: String,
}

fn metres(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| (0.0..=1_000_000.0).contains(number));
    number.ok_or_else(|| "0 – 1000000".to_owned())
}

#[derive(Serialize)]
struct ImportJson {
    source: String,
    format: Option<&'static str>,
    crs: Option<String>,
    roads: usize,
    nodes: usize,
    edges: usize,
    kilometres: f64,
    components: usize,
    replaced: usize,
    kept: usize,
    changed: bool,
    clipped: Option<ClippedJson>,
    joined: Option<JoinedJson>,
    left_out: BTreeMap<&'static str, LeftJson>,
    problems: Vec<ProblemJson>,
}

#[derive(Serialize)]
struct ClippedJson {
    margin_m: f64,
    cut: u64,
    outside: u64,
}

#[derive(Serialize)]
struct JoinedJson {
    tolerance_m: f64,
    moved_ends: u64,
    inserted: u64,
}

#[derive(Serialize)]
struct LeftJson {
    count: u64,
    examples: Vec<String>,
}

/// Carries out a command on roads.
///
/// # Errors
/// When the file or the district cannot be read, or the district cannot be written.
pub fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    match &options.verb {
        Verb::Import(options) => import(options, seat),
        Verb::Check(options) => roads_check::run(options, seat),
        Verb::Matrix(options) => matrix::run(options, seat),
    }
}

fn import(options: &ImportOptions, seat: &Seat) -> Result<Answer, Failure> {
    let mut operation = seat.operation()?;
    let standing = Standing::of(operation.world());
    let file = match read(options, operation.world(), seat)? {
        Ok(file) => file,
        Err(no) => return Ok(refused(options, &no, seat)),
    };
    let source = options.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let command = RoadsCommand::Import { source, roads: file.roads.clone().into() };
    let same = match operation.run(Command::Roads(command)) {
        Ok(_) => None,
        Err(refusal) if refusal.id == "roads-same" => Some(refusal.sentence(&seat.words)),
        Err(refusal) => return Err(Failure(refusal.sentence(&seat.words))),
    };
    if same.is_none() {
        travel::keep(&mut operation);
    }
    Ok(answer(options, &file, &standing, same, seat))
}

/// Reads the file. What can be read and is no network of this district is no failure, but the answer no.
fn read(options: &ImportOptions, world: &World, seat: &Seat) -> Result<Result<RoadFile, Problem>, Failure> {
    let shown = shown(&options.path);
    let failed = |error: ImportError| seat.problem(&error.problem(&shown));
    let crs = (options.crs != "auto").then(|| options.crs.parse()).transpose().map_err(failed)?;
    let asked =
        roads::Options { clip: !options.no_clip, margin_m: options.margin, tolerance_m: options.tolerance, crs };
    let progress = |read: u64| {
        if read > 0 && read.is_multiple_of(TOLD_EVERY) {
            eprintln!("{}", seat.say("cli-roads-progress", &[("n", read.to_string())]));
        }
        ControlFlow::Continue(())
    };
    match roads::read(&options.path, &asked, world, &mut ids::fresh, &progress) {
        Ok(file) => Ok(Ok(file)),
        Err(no @ (ImportError::NoRoads { .. } | ImportError::Outside { .. })) => Ok(Err(no.problem(&shown))),
        Err(error) => Err(failed(error)),
    }
}

fn refused(options: &ImportOptions, problem: &Problem, seat: &Seat) -> Answer {
    let json = ImportJson {
        source: shown(&options.path),
        format: None,
        crs: None,
        roads: 0,
        nodes: 0,
        edges: 0,
        kilometres: 0.0,
        components: 0,
        replaced: 0,
        kept: 0,
        changed: false,
        clipped: None,
        joined: None,
        left_out: BTreeMap::new(),
        problems: vec![ProblemJson::new(problem, &seat.words)],
    };
    Answer::yes(sentence(problem, &seat.words), json).only_if(false)
}

fn answer(options: &ImportOptions, file: &RoadFile, standing: &Standing, same: Option<String>, seat: &Seat) -> Answer {
    let words = &seat.words;
    let graph = Graph::new(file.roads.clone());
    let components = graph.components().into_iter().max().map_or(0, |last| last as usize + 1);
    let kilometres = graph.length_m() / 1_000.0;
    let replaced = if same.is_some() { 0 } else { standing.imported.len() };
    let figures = [
        ("file", shown(&options.path)),
        ("roads", file.roads.len().to_string()),
        ("km", format!("{kilometres:.1}")),
        ("nodes", graph.node_count().to_string()),
        ("edges", graph.edge_count().to_string()),
        ("components", components.to_string()),
        ("replaced", replaced.to_string()),
        ("kept", standing.drawn.to_string()),
    ];
    let changed = same.is_none();
    let mut lines = vec![same.unwrap_or_else(|| words.with("cli-roads-done", &figures))];
    lines.push(words.with("cli-roads-network", &figures));
    lines.extend(told(options, file, seat));
    let clipped = match file.cut {
        Cut::Done { cut, outside } => Some(ClippedJson { margin_m: options.margin, cut, outside }),
        Cut::NotWanted | Cut::NoOutline => None,
    };
    let joined = file.joints.map(|joints| JoinedJson {
        tolerance_m: options.tolerance,
        moved_ends: joints.moved_ends,
        inserted: joints.inserted,
    });
    let left =
        |(reason, left): (_, &roads::Left)| (reason, LeftJson { count: left.count, examples: left.examples.clone() });
    let json = ImportJson {
        source: shown(&options.path),
        format: Some(file.format),
        crs: Some(file.crs.to_string()),
        roads: file.roads.len(),
        nodes: graph.node_count(),
        edges: graph.edge_count(),
        kilometres,
        components,
        replaced,
        kept: standing.drawn,
        changed,
        clipped,
        joined,
        left_out: file.left_out.iter().map(left).collect(),
        problems: file.problems.iter().map(|problem| ProblemJson::new(problem, words)).collect(),
    };
    Answer::yes(lines.join("\n"), json)
}

/// What was cut off, joined, left out, and what is wrong, a line each.
fn told(options: &ImportOptions, file: &RoadFile, seat: &Seat) -> Vec<String> {
    let words = &seat.words;
    let mut lines = Vec::new();
    match file.cut {
        Cut::NotWanted => {}
        Cut::NoOutline => lines.push(words.get("cli-roads-no-outline")),
        Cut::Done { cut, outside } => {
            let margin = format!("{:.0}", options.margin);
            let args = [("margin", margin), ("cut", cut.to_string()), ("outside", outside.to_string())];
            lines.push(words.with("cli-roads-clipped", &args));
        }
    }
    if let Some(joints) = file.joints {
        let args = [("ends", joints.moved_ends.to_string()), ("inserted", joints.inserted.to_string())];
        lines.push(words.with("cli-roads-joined", &args));
    }
    for (reason, left) in file.left_out.iter() {
        let reason = words.get(&format!("roads-left-{}", reason.replace('_', "-")));
        let args = [("reason", reason), ("n", left.count.to_string()), ("examples", left.examples.join(", "))];
        lines.push(words.with("cli-roads-left", &args));
    }
    for problem in file.problems.iter().take(TOLD) {
        lines.push(format!("  -  {}", sentence(problem, words)));
    }
    if file.problems.len() > TOLD {
        lines.push(words.with("cli-roads-more", &[("n", (file.problems.len() - TOLD).to_string())]));
    }
    lines
}
