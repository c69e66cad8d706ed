//! `nearest`: the k nearest of a kind, with room, safe, outside active danger areas; and why nearer ones
//! were passed over.

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[arg(long, value_name = "KIND")]
    kind: String,
    #[arg(long, value_name = "LON,LAT", allow_hyphen_values = true)]
    from: String,
    #[arg(short, default_value_t = 5, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    k: u32,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(1..))]
    people: Option<i64>,
    #[arg(long, value_name = "HAZARD")]
    hazard: Option<String>,
}
