//! The command line: one file a command; text and `--json`.
//!
//! A command asks the world the same questions as the window and changes it by the same commands; what it
//! answers is an [`Answer`] in both forms. `docs/cli.md` is the contract.

use std::{ffi::OsString, path::PathBuf, process::ExitCode};

use clap::{FromArgMatches, Parser, Subcommand};

pub mod answer;
pub mod assign;
pub mod backup;
pub mod board;
pub mod check;
pub mod crash;
pub mod demo;
pub mod directory;
pub mod downstream;
pub mod edit;
pub mod evacuate;
pub mod export;
pub mod exposure;
pub mod figures;
pub mod flood;
pub mod help;
pub mod here;
pub mod import;
pub mod info;
pub mod isochrone;
pub mod journal;
pub mod matrix;
pub mod measure;
pub mod merge;
pub mod nearest;
pub mod place;
pub mod prepare;
pub mod rain;
pub mod readings;
pub mod ready;
pub mod render;
pub mod report;
pub mod response;
pub mod returning;
pub mod roads;
pub mod roads_check;
pub mod route;
pub mod search;
pub mod seat;
pub mod travel;
pub mod typhoon;
pub mod warnings;
pub mod within;

pub use answer::{Answer, Failure};
pub use seat::Seat;

use crate::domain::catalogue::Lang;

/// What stands on the command line.
#[derive(Clone, Debug, Parser)]
#[command(name = "sitmap", version, disable_help_subcommand = true)]
pub struct Arguments {
    /// What goes for every command.
    #[command(flatten)]
    pub global: Global,
    /// The command; none opens the window.
    #[command(subcommand)]
    pub verb: Option<Verb>,
}

/// What goes for every command. Every help text is a message `help-<name>` of the locale files.
#[derive(Clone, Debug, clap::Args)]
pub struct Global {
    /// The district file.
    #[arg(long, global = true, display_order = 900, value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// The language.
    #[arg(long, global = true, display_order = 900, value_parser = lang, value_name = "zh|en")]
    pub lang: Option<Lang>,
    /// One JSON document on standard output.
    #[arg(long, global = true, display_order = 900)]
    pub json: bool,
    /// The bureau's own catalogue files; also `SITMAP_CATALOGUE`.
    #[arg(long, global = true, display_order = 900, value_name = "DIR")]
    pub catalogue: Option<PathBuf>,
}

/// A command.
#[derive(Clone, Debug, Subcommand)]
pub enum Verb {
    /// Makes a sample district.
    Demo(demo::Options),
    /// What a district file holds.
    Info,
    /// Checks a district file.
    Check(check::Options),
    /// Imports a list.
    Import(import::Options),
    /// The road network.
    Roads(roads::Options),
    /// Exports a register.
    Export(export::Options),
    /// The nearest, and why nearer ones were passed over.
    Nearest(nearest::Options),
    /// What lies inside.
    Within(within::Options),
    /// The way from a place to a place.
    Route(route::Options),
    /// What is within reach in time.
    Isochrone(isochrone::Options),
    /// Who must leave a danger, and where to.
    Evacuate(evacuate::Options),
    /// Whom to call.
    Directory(directory::Options),
    /// The plan library.
    Plans,
    /// Who and what lies in an area, by township.
    Exposure(exposure::Options),
    /// The township board.
    Board(board::Options),
    /// Takes in reports of townships.
    Report(report::Options),
    /// Merges a township's list.
    Merge(merge::Options),
    /// Who waits to go home.
    Returning(returning::Options),
    /// Emergency responses and their conditions.
    Response(response::Options),
    /// Storms and a place.
    Typhoon(typhoon::Options),
    /// Which people to which shelter.
    Assign(assign::Options),
    /// How long, how large.
    Measure(measure::Options),
    /// Finds by name.
    Search(search::Options),
    /// What a place is, and who answers for it.
    Here(here::Options),
    /// A picture of the map.
    Render(render::Options),
    /// The key figures.
    Figures(figures::Options),
    /// How the reservoirs and ponds stand.
    Flood(flood::Options),
    /// What lies below a dam.
    Downstream(downstream::Options),
    /// What fell, what is forecast, and whom it calls.
    Rain(rain::Options),
    /// Warning signals.
    Warnings(warnings::Options),
    /// Measured levels.
    Readings(readings::Options),
    /// What is in alarm.
    Alarms(figures::AlarmOptions),
    /// Takes note of an alarm.
    Acknowledge(figures::AcknowledgeOptions),
    /// Changes an object.
    Set(edit::SetOptions),
    /// Adds an object.
    Add(edit::AddOptions),
    /// Takes an object away.
    Remove(edit::RemoveOptions),
    /// What happened.
    Journal(journal::Options),
    /// Takes back the latest action.
    Undo,
    /// Does it again.
    Redo,
    /// What is there without a network.
    Ready,
    /// Fetches background tiles ahead.
    Prepare(prepare::Options),
    /// Makes a backup.
    Backup(backup::Options),
    /// Lists the backups.
    Backups(backup::Options),
    /// Brings back what a backup holds.
    Restore(backup::RestoreOptions),
    /// A copy without what is personal.
    Share(backup::ShareOptions),
}

fn lang(text: &str) -> Result<Lang, String> {
    match text {
        "zh" => Ok(Lang::Zh),
        "en" => Ok(Lang::En),
        _ => Err("zh, en".to_owned()),
    }
}

impl Arguments {
    /// Reads the command line, with help and errors in the seat's language.
    ///
    /// # Errors
    /// The exit code when there is nothing more to do: help was printed (0), or the use is wrong (2).
    pub fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Self, ExitCode> {
        let arguments: Vec<OsString> = arguments.into_iter().collect();
        let words = help::words(&arguments);
        let read = help::command(&words).try_get_matches_from(arguments);
        read.and_then(|matches| Self::from_arg_matches(&matches)).map_err(|error| {
            if error.use_stderr() {
                eprintln!("{}", words.get("cli-bad-use"));
            }
            // Nobody may be reading any more; then it is not wanted.
            let _ = error.print();
            if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS }
        })
    }
}

/// Carries out a command and prints its answer; the exit code is 0 done, 1 the answer is no, 2 bad use or
/// unreadable input.
pub fn run(verb: &Verb, seat: &Seat, json: bool) -> ExitCode {
    match carry_out(verb, seat) {
        Ok(answer) => answer.print(json),
        Err(Failure(sentence)) => {
            eprintln!("{sentence}");
            ExitCode::from(2)
        }
    }
}

fn carry_out(verb: &Verb, seat: &Seat) -> Result<Answer, Failure> {
    match verb {
        Verb::Demo(options) => demo::run(options, seat),
        Verb::Info => info::run(seat),
        Verb::Check(options) => check::run(options, seat),
        Verb::Import(options) => import::run(options, seat),
        Verb::Roads(options) => roads::run(options, seat),
        Verb::Export(options) => export::run(options, seat),
        Verb::Nearest(options) => nearest::run(options, seat),
        Verb::Within(options) => within::run(options, seat),
        Verb::Route(options) => route::run(options, seat),
        Verb::Isochrone(options) => isochrone::run(options, seat),
        Verb::Evacuate(options) => evacuate::run(options, seat),
        Verb::Directory(options) => directory::run(options, seat),
        Verb::Plans => directory::plans(seat),
        Verb::Exposure(options) => exposure::run(options, seat),
        Verb::Board(options) => board::run(options, seat),
        Verb::Report(options) => report::run(options, seat),
        Verb::Merge(options) => merge::run(options, seat),
        Verb::Returning(options) => returning::run(options, seat),
        Verb::Response(options) => response::run(options, seat),
        Verb::Typhoon(options) => typhoon::run(options, seat),
        Verb::Assign(options) => assign::run(options, seat),
        Verb::Measure(options) => measure::run(options, seat),
        Verb::Search(options) => search::run(options, seat),
        Verb::Here(options) => here::run(options, seat),
        Verb::Render(options) => render::run(options, seat),
        Verb::Figures(options) => figures::run(options, seat),
        Verb::Flood(options) => flood::run(options, seat),
        Verb::Downstream(options) => downstream::run(options, seat),
        Verb::Rain(options) => rain::run(options, seat),
        Verb::Warnings(options) => warnings::run(options, seat),
        Verb::Readings(options) => readings::run(options, seat),
        Verb::Alarms(options) => figures::alarms(options, seat),
        Verb::Acknowledge(options) => figures::acknowledge(options, seat),
        Verb::Set(options) => edit::set(options, seat),
        Verb::Add(options) => edit::add(options, seat),
        Verb::Remove(options) => edit::remove(options, seat),
        Verb::Journal(options) => journal::run(options, seat),
        Verb::Undo => journal::undo(seat),
        Verb::Redo => journal::redo(seat),
        Verb::Ready => ready::run(seat),
        Verb::Prepare(options) => prepare::run(options, seat),
        Verb::Backup(options) => backup::make(options, seat),
        Verb::Backups(options) => backup::list(options, seat),
        Verb::Restore(options) => backup::restore(options, seat),
        Verb::Share(options) => backup::share(options, seat),
    }
}
