//! `within`: what lies inside an area, with its sums.

use std::path::PathBuf;

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
#[group(id = "area", required = true, multiple = false, args = ["circle", "bbox", "zone"])]
pub struct Options {
    #[arg(long, value_name = "KIND")]
    kind: String,
    #[arg(long, value_name = "LON,LAT,METRES", allow_hyphen_values = true)]
    circle: Option<String>,
    #[arg(long, value_name = "WEST,SOUTH,EAST,NORTH", allow_hyphen_values = true)]
    bbox: Option<String>,
    #[arg(long, value_name = "FILE")]
    zone: Option<PathBuf>,
}
