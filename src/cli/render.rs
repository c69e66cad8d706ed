//! `render`: a picture of the map, with no display.

use std::path::PathBuf;

use clap::ValueEnum;

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[arg(long, value_name = "PATH")]
    out: PathBuf,
    #[arg(long, default_value = "1600x900", value_name = "WxH")]
    size: String,
    #[arg(long, value_name = "WEST,SOUTH,EAST,NORTH", allow_hyphen_values = true)]
    bbox: Option<String>,
    #[arg(long, value_name = "KIND,...", value_delimiter = ',')]
    layers: Vec<String>,
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    #[arg(long, value_enum, default_value_t = ThemeName::Light)]
    theme: ThemeName,
}

/// The ground it is drawn on.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum ThemeName {
    /// For paper.
    Light,
    /// For a wall.
    Dark,
}
