//! `demo`: makes a sample district.

use std::path::PathBuf;

use clap::ValueEnum;

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
}

/// The moment of the sample.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum MomentName {
    /// Nothing active.
    Quiet,
    /// A flood under way.
    Flood,
}
