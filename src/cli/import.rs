//! `import`: a list becomes objects of a kind, as one step that can be undone.

use std::path::PathBuf;

use clap::ValueEnum;

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[arg(value_name = "PATH")]
    path: PathBuf,
    #[arg(long, value_name = "KIND|auto")]
    kind: String,
    #[arg(long, default_value = "auto", value_name = "CRS")]
    crs: String,
    #[arg(long, default_value = "auto", value_name = "NAME")]
    encoding: String,
    #[arg(long, value_name = "SHEET")]
    sheet: Option<String>,
    #[arg(long, value_name = "FIELD=COLUMN")]
    map: Vec<String>,
    #[arg(long, value_enum, default_value_t = OnDuplicate::Skip)]
    on_duplicate: OnDuplicate,
    #[arg(long)]
    dry_run: bool,
    #[arg(long, value_name = "PATH")]
    report: Option<PathBuf>,
}

/// What becomes of a row that is there already.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum OnDuplicate {
    /// It is left out.
    Skip,
    /// The object takes its values.
    Update,
    /// It is added beside it.
    Add,
}
