//! `readings fetch`: asks a feed of rain once and takes in what it says.

use std::path::PathBuf;

use super::rain_in::taken;
use crate::{
    cli::{Answer, Failure, Seat},
    io::{
        feed::{self, rain},
        import::rain::json::Mapping,
        tiles::Key,
    },
};

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Options {
    #[arg(value_name = "ADDRESS")]
    address: String,
    #[arg(long, value_name = "PATH", default_value = "")]
    list: String,
    #[arg(long, value_name = "PATH", default_value = "station")]
    station: String,
    #[arg(long, value_name = "PATH", default_value = "time")]
    time: String,
    #[arg(long, value_name = "PATH", default_value = "mm")]
    value: String,
    #[arg(long, value_name = "N", default_value = "60", value_parser = clap::value_parser!(u32).range(1..=1_440))]
    minutes: u32,
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[arg(long)]
    dry_run: bool,
}

/// Asks, and takes in what is new as an import does. The answer is no when no record was taken.
///
/// # Errors
/// When the district cannot be read or written, or the answer cannot be written to `--out`. What is wrong with the feed is
/// an answer that is unreadable.
pub(super) fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    let district = seat.read()?;
    let answer = match feed::ask(&Key::new(&options.address), &feed::limits(), &|| true) {
        Ok(answer) => answer,
        Err(fault) => return Ok(Answer::failed(fault, &seat.words)),
    };
    if let Some(out) = &options.out {
        seat.write(out, &answer.bytes)?;
    }
    let mapping = Mapping {
        list: options.list.clone(),
        station: options.station.clone(),
        time: options.time.clone(),
        value: options.value.clone(),
        minutes: options.minutes,
    };
    match rain::read(&answer, &mapping, &district.world, seat.clock.now()) {
        Ok(found) => taken(seat, district, &found, options.dry_run),
        Err(fault) => Ok(Answer::failed(fault, &seat.words)),
    }
}
