//! `check`: whether a district file is sound, and how to mend it.

use std::path::PathBuf;

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[arg(value_name = "FILE")]
    district: Option<PathBuf>,
}
