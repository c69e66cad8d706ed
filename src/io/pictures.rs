//! Georeferenced pictures over the base map: radar, satellite, forecast. Their files stay where they are; the seat keeps where
//! that is, never the district.

mod read;

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::io::tiles::choice::TileDatum;

pub use read::{Bounds, Georeferenced, MOST_PX, is_picture, read, time_in, typed_bounds, world_bounds};

/// The pictures of this seat, a series in the order of time.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct PictureChoice {
    /// Whether they are shown.
    pub on: bool,
    /// Whom they are by.
    pub source: String,
    /// How solid they are, 0.1 to 1.
    pub opacity: f32,
    /// The datum of their bounds.
    pub datum: TileDatum,
    /// West, south, east, north of all of them, degrees; none: as their world files say.
    pub bounds: Option<Bounds>,
    /// The files.
    pub files: Vec<PictureFile>,
}

/// A picture's file.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct PictureFile {
    /// Where it is.
    pub path: PathBuf,
    /// Of when it is, RFC 3339, as its name or somebody says.
    pub time: Option<String>,
}

impl Default for PictureChoice {
    fn default() -> Self {
        Self {
            on: false,
            source: String::new(),
            opacity: 0.6,
            datum: TileDatum::default(),
            bounds: None,
            files: Vec::new(),
        }
    }
}

impl PictureFile {
    /// A file; when it is of, by its name.
    pub fn new(path: PathBuf) -> Self {
        let time = time_in(&path.file_name().unwrap_or_default().to_string_lossy());
        Self { path, time: time.map(|time| time.to_string()) }
    }

    /// Of when it is; `None`: nobody says.
    pub fn valid(&self) -> Option<Timestamp> {
        self.time.as_ref()?.parse().ok()
    }

    /// Its name.
    pub fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }
}

impl PictureChoice {
    /// Takes files in; those that are there stay as they are said to be. They are shown from now on.
    pub fn add(&mut self, paths: impl IntoIterator<Item = PathBuf>) {
        for path in paths {
            if !self.files.iter().any(|file| file.path == path) {
                self.files.push(PictureFile::new(path));
            }
        }
        self.on = true;
        self.sort();
    }

    /// Lets a file go.
    pub fn remove(&mut self, path: &Path) {
        self.files.retain(|file| file.path != path);
    }

    /// Says of when a file is.
    pub fn date(&mut self, path: &Path, time: Timestamp) {
        for file in self.files.iter_mut().filter(|file| file.path == path) {
            file.time = Some(time.to_string());
        }
        self.sort();
    }

    /// By time, those without any first.
    fn sort(&mut self) {
        self.files.sort_by(|a, b| a.valid().cmp(&b.valid()).then_with(|| a.path.cmp(&b.path)));
    }

    /// The newest that is of a moment or before it, by its place; `None`: all are of later, or of no known time.
    pub fn at(&self, moment: Timestamp) -> Option<usize> {
        self.files.iter().rposition(|file| file.valid().is_some_and(|valid| valid <= moment))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_series_is_in_the_order_of_time_and_the_newest_that_has_come_is_shown() {
        let mut choice = PictureChoice::default();
        choice.add(["r_202608091500.png", "r_202608091400.png", "plain.png", "r_202608091500.png"].map(PathBuf::from));
        let names: Vec<String> = choice.files.iter().map(PictureFile::name).collect();
        assert_eq!(names, ["plain.png", "r_202608091400.png", "r_202608091500.png"]);
        let at = |text: &str| choice.at(text.parse().unwrap());
        let found =
            ["2026-08-09T05:59:59Z", "2026-08-09T06:00:00Z", "2026-08-09T06:59:00Z", "2027-01-01T00:00:00Z"].map(at);
        assert_eq!(found, [None, Some(1), Some(1), Some(2)]);
        choice.date(Path::new("plain.png"), "2026-08-09T08:00:00Z".parse().unwrap());
        assert_eq!(choice.files[2].name(), "plain.png");
        let kept: PictureChoice = toml::from_str(&toml::to_string(&choice).unwrap()).unwrap();
        assert_eq!(kept, choice);
        choice.remove(Path::new("plain.png"));
        assert_eq!(choice.files.len(), 2);
    }
}
