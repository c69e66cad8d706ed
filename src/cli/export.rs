//! `export`: a register as a file.

use std::path::PathBuf;

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[arg(long, value_name = "KIND")]
    kind: String,
    #[arg(long, value_name = "PATH")]
    out: PathBuf,
    #[arg(long)]
    unmask: bool,
}
