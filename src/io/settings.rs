//! Preferences, folders and the last file: what belongs to the seat, never to the district.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::{
    domain::catalogue::Lang,
    io::{
        backups::Rules,
        feed::{RainFeed, StormFeed},
        pictures::PictureChoice,
        tiles::TileChoice,
        views::DistrictViews,
    },
};

/// How many districts are remembered.
const RECENT: usize = 6;

/// The sizes of text that can be chosen, 1.0 as drawn.
pub const TEXT_SCALES: [f32; 2] = [0.8, 2.0];

/// Where this seat keeps its things. `SITMAP_HOME` puts all of them in one folder.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Folders {
    /// Settings and the bureau's own catalogue files.
    pub config: PathBuf,
    /// The sample district, backups and crash reports.
    pub data: PathBuf,
    /// What is made for people to take away: pictures, lists.
    pub out: PathBuf,
}

/// What the seat prefers. Unknown keys are kept apart from a broken file: they are ignored.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct Settings {
    /// The language of the interface.
    pub lang: Lang,
    /// Dark ground rather than light.
    pub dark: bool,
    /// The size of text, 1.0 as drawn.
    pub text_scale: f32,
    /// Who sits here: a post, not a person's name.
    pub actor: String,
    /// Whether the map moves to where it is sent, and alarms that nobody has acknowledged pulse.
    pub motion: bool,
    /// The district opened last.
    pub last_file: Option<PathBuf>,
    /// The districts opened before, the latest first.
    pub recent: Vec<PathBuf>,
    /// The bureau's own catalogue files, when not in the usual folder.
    pub catalogue: Option<PathBuf>,
    /// Whether the first page was seen.
    pub welcomed: bool,
    /// Layers switched off or on against the catalogue.
    pub layers: std::collections::BTreeMap<String, bool>,
    /// The background map, and the keys to it. They are in this file and nowhere else.
    pub tiles: TileChoice,
    /// The feed of storms. Its address may hold a key: it is in this file and nowhere else.
    pub storms: StormFeed,
    /// The feed of rain. Its address may hold a key: it is in this file and nowhere else.
    pub rain: RainFeed,
    /// Georeferenced pictures over the base map: where their files are.
    pub pictures: PictureChoice,
    /// When backups are made by themselves, and where they lie.
    pub backups: Rules,
    /// The window and its panels as they were left.
    pub layout: Layout,
    /// What was looked at in each district, and the views with a name.
    pub views: Vec<DistrictViews>,
}

/// The window and its panels as they were left. Lengths in points.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct Layout {
    /// How large the window is when it is not maximized.
    pub size: Option<[f32; 2]>,
    /// Whether it fills the screen.
    pub maximized: Option<bool>,
    /// Whether the layer tree stands open; none: as the room allows.
    pub layers: Option<bool>,
    /// Whether the legend stands open; none: as the room allows.
    pub legend: Option<bool>,
    /// The kind whose table stands open.
    pub table: Option<String>,
    /// How large the sides and the table are, by panel.
    pub panels: std::collections::BTreeMap<String, f32>,
    /// The columns and the order chosen, by kind.
    pub tables: std::collections::BTreeMap<String, TableLayout>,
}

/// A kind's table as it was left.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct TableLayout {
    /// The columns; none: the usual ones.
    pub columns: Option<Vec<String>>,
    /// The column it is sorted by.
    pub sort: Option<String>,
    /// Whether the greatest comes first.
    pub descending: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            lang: Lang::Zh,
            dark: true,
            text_scale: 1.0,
            actor: "值班员".to_owned(),
            motion: true,
            last_file: None,
            recent: Vec::new(),
            catalogue: None,
            welcomed: false,
            layers: std::collections::BTreeMap::new(),
            tiles: TileChoice::default(),
            storms: StormFeed::default(),
            rain: RainFeed::default(),
            pictures: PictureChoice::default(),
            backups: Rules::default(),
            layout: Layout::default(),
            views: Vec::new(),
        }
    }
}

/// The settings file is there and cannot be used. It is left as it is.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// It could not be read or written.
    #[error("{path}: {error}")]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// It is no settings file.
    #[error("{path}: {why}")]
    Broken {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
}

impl Folders {
    /// The folders of this user; `None` when the system names no home.
    pub fn of_user() -> Option<Self> {
        if let Some(home) = std::env::var_os("SITMAP_HOME").filter(|home| !home.is_empty()) {
            let home = PathBuf::from(home);
            return Some(Self { config: home.clone(), out: home.join("out"), data: home });
        }
        let folders = directories::ProjectDirs::from("", "", "sitmap")?;
        let user = directories::UserDirs::new();
        let documents = user.and_then(|user| Some(user.document_dir()?.join("SitMap")));
        Some(Self {
            config: folders.config_dir().to_owned(),
            data: folders.data_dir().to_owned(),
            out: documents.unwrap_or_else(|| folders.data_dir().join("out")),
        })
    }

    /// Where what is made to be taken away goes: the seat's folder, else beside the district file.
    pub fn out_beside(folders: Option<&Self>, district: &Path) -> PathBuf {
        let beside = || district.parent().unwrap_or_else(|| Path::new("")).to_owned();
        folders.map_or_else(beside, |folders| folders.out.clone())
    }

    /// The settings file.
    pub fn settings(&self) -> PathBuf {
        self.config.join("settings.toml")
    }

    /// The bureau's own catalogue files.
    pub fn catalogue(&self) -> PathBuf {
        self.config.join("catalogue")
    }

    /// The bureau's own speed table, in place of the shipped one.
    pub fn speeds(&self) -> PathBuf {
        self.config.join("speeds.toml")
    }

    /// Backups, unless the seat names another folder.
    pub fn backups(&self) -> PathBuf {
        self.data.join("backups")
    }

    /// Background tiles that were fetched.
    pub fn tiles(&self) -> PathBuf {
        self.data.join("background-tiles.sqlite")
    }

    /// The last good answer of the feed of storms.
    pub fn storm_feed(&self) -> PathBuf {
        self.data.join("feeds").join("storms.feed")
    }

    /// The last good answer of the feed of rain.
    pub fn rain_feed(&self) -> PathBuf {
        self.data.join("feeds").join("rain.feed")
    }

    /// The sample district, made on first use.
    pub fn sample(&self) -> PathBuf {
        self.data.join("wucheng-sample.gpkg")
    }
}

impl Settings {
    /// Remembers a district that was opened.
    pub fn opened(&mut self, file: &Path) {
        self.last_file = Some(file.to_owned());
        self.recent.retain(|known| known != file);
        self.recent.insert(0, file.to_owned());
        self.recent.truncate(RECENT);
    }

    /// Reads the settings; no file yet gives the defaults.
    ///
    /// # Errors
    /// [`SettingsError`] when the file is there and cannot be used.
    pub fn load(path: &Path) -> Result<Self, SettingsError> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(SettingsError::File { path: path.to_owned(), error }),
        };
        toml::from_str(&text)
            .map_err(|error| SettingsError::Broken { path: path.to_owned(), why: error.message().to_owned() })
    }

    /// Writes the settings whole or not at all. A file that cannot be read as settings is not overwritten.
    ///
    /// # Errors
    /// [`SettingsError`] when the present file is broken or the folder takes no file.
    pub fn save(&self, path: &Path) -> Result<(), SettingsError> {
        Self::load(path)?;
        let text = toml::to_string_pretty(self)
            .map_err(|error| SettingsError::Broken { path: path.to_owned(), why: error.to_string() })?;
        let fail = |error| SettingsError::File { path: path.to_owned(), error };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(fail)?;
        }
        let fresh = path.with_extension("toml.new");
        fs::write(&fresh, text).map_err(fail)?;
        fs::rename(&fresh, path).map_err(fail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_settings_file_is_named_and_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.toml");
        fs::write(&path, "lang = 7").unwrap();
        assert!(matches!(Settings::load(&path), Err(SettingsError::Broken { .. })));
        assert!(Settings::default().save(&path).is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "lang = 7");
    }

    #[test]
    fn the_districts_opened_before_are_remembered_once_each_the_latest_first() {
        let mut settings = Settings::default();
        for name in ["a", "b", "a", "c", "d", "e", "f", "g"] {
            settings.opened(Path::new(name));
        }
        let names: Vec<_> = settings.recent.iter().map(|path| path.display().to_string()).collect();
        assert_eq!(names, ["g", "f", "e", "d", "c", "a"]);
        assert_eq!(settings.last_file, Some("g".into()));
    }

    #[test]
    fn settings_come_back_as_they_were_saved() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new").join("settings.toml");
        assert_eq!(Settings::load(&path).unwrap(), Settings::default());
        let settings = Settings { lang: Lang::En, last_file: Some("a.gpkg".into()), ..Settings::default() };
        settings.save(&path).unwrap();
        assert_eq!(Settings::load(&path).unwrap(), settings);
    }
}
