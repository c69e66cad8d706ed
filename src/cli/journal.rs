//! `journal`, `undo`, `redo`: what happened, and the way back.

/// What can be asked of the journal.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[arg(long, default_value_t = 20, value_name = "N")]
    limit: usize,
}
