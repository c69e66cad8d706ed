//! `search`: finds objects by what is written in them.

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[arg(value_name = "TEXT")]
    text: String,
    #[arg(long, default_value_t = 20, value_name = "N")]
    limit: usize,
}
