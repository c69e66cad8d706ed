//! `demo`: makes a sample district.

use std::{collections::BTreeMap, path::PathBuf};

use clap::ValueEnum;
use jiff::Timestamp;
use serde::Serialize;

use crate::{
    app::Sample,
    cli::{Answer, Failure, Seat, seat::shown},
    demo::Moment,
};

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u64,
    #[arg(long, value_enum, default_value_t = MomentName::Quiet)]
    moment: MomentName,
    #[arg(long, default_value_t = 1, value_name = "K", value_parser = clap::value_parser!(u32).range(1..=100))]
    scale: u32,
    /// Fixed unless said, so that the same seed gives the same bytes on any day.
    #[arg(long, default_value = "2026-06-19T08:00:00+08:00", value_name = "TIME")]
    at: Timestamp,
}

/// The moment of the sample.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum MomentName {
    /// Nothing active.
    Quiet,
    /// A flood under way.
    Flood,
}

#[derive(Serialize)]
struct DemoJson<'a> {
    file: String,
    seed: u64,
    moment: MomentName,
    scale: u32,
    total: usize,
    counts: BTreeMap<&'a str, usize>,
}

/// Makes it.
///
/// # Errors
/// When there is a file of that name, or the disk does not take it.
pub fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    let moment = match options.moment {
        MomentName::Quiet => Moment::Quiet,
        MomentName::Flood => Moment::Flood,
    };
    let sample = Sample { seed: options.seed, moment, scale: options.scale, at: options.at };
    let counts = sample.make(&options.out, &seat.catalogue()).map_err(|error| seat.problem(&error.problem()))?;
    let json = DemoJson {
        file: shown(&options.out),
        seed: options.seed,
        moment: options.moment,
        scale: options.scale,
        total: counts.values().sum(),
        counts: counts.iter().map(|(kind, count)| (kind.as_str(), *count)).collect(),
    };
    let text = seat.say("cli-demo-made", &[("path", json.file.clone()), ("count", json.total.to_string())]);
    Ok(Answer::yes(text, json))
}
