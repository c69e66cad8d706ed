//! Which background map the seat has chosen, and its keys.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    path::PathBuf,
};

use serde::{Deserialize, Serialize};

use crate::{domain::place::Datum, io::tiles::address::Address};

/// A key to somebody's tiles. It is written into the settings and into addresses, and shown nowhere.
#[derive(Clone, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Key(String);

impl Key {
    /// A key as it was typed.
    pub fn new(typed: &str) -> Self {
        Self(typed.trim().to_owned())
    }

    /// A key while it is being typed: blanks stay until it is whole.
    pub const fn as_typed(typed: String) -> Self {
        Self(typed)
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The key itself: for the field it is typed in and for the address alone.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "Key(none)" } else { "Key(••••)" })
    }
}

/// Which background map this seat has chosen.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct TileChoice {
    /// The id of a preset, `own`, `file`, or empty: none.
    pub source: String,
    /// Keys by whom they are for. They stay in the settings of this seat.
    pub keys: BTreeMap<String, Key>,
    /// The seat's own address.
    pub own: OwnAddress,
    /// A file of tiles.
    pub file: OwnFile,
    /// How solid the map is, 0.1 to 1.
    pub opacity: f32,
    /// Whether the names that come as a layer of their own are shown.
    pub annotation: bool,
    /// How much room tiles may take on the disk, megabytes.
    pub disk_mb: u64,
    /// Own addresses whose provider permits fetching ahead, as somebody here has said. They are numbers that give no
    /// address away; another address is another provider.
    pub permitted: BTreeSet<String>,
}

/// An address typed by the user. It may hold a key of its own, so it is shown nowhere but in its field.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct OwnAddress {
    /// The template: `{z}`, `{x}`, `{y}` or `{-y}`, `{s}`.
    pub address: Key,
    /// Whether its tiles are shifted.
    pub datum: TileDatum,
    /// Whom the map is by.
    pub attribution: String,
}

/// A file of tiles chosen by the user.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct OwnFile {
    /// Where it is.
    pub path: Option<PathBuf>,
    /// Whether its tiles are shifted.
    pub datum: TileDatum,
}

/// The datums that tiles come in. Baidu's grid is its own and not read.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TileDatum {
    /// WGS-84, or CGCS2000: Tianditu, OpenStreetMap.
    #[default]
    Wgs84,
    /// GCJ-02: Amap, Tencent.
    Gcj02,
}

impl From<TileDatum> for Datum {
    fn from(datum: TileDatum) -> Self {
        match datum {
            TileDatum::Wgs84 => Self::Wgs84,
            TileDatum::Gcj02 => Self::Gcj02,
        }
    }
}

impl Default for TileChoice {
    fn default() -> Self {
        Self {
            source: String::new(),
            keys: BTreeMap::new(),
            own: OwnAddress::default(),
            file: OwnFile::default(),
            opacity: 1.0,
            annotation: true,
            disk_mb: 512,
            permitted: BTreeSet::new(),
        }
    }
}

/// How much room may be given to tiles, megabytes.
pub const DISK_MB: [u64; 2] = [16, 100_000];

impl TileChoice {
    /// How much room tiles may take on the disk, bytes.
    pub fn disk_bytes(&self) -> u64 {
        self.disk_mb.clamp(DISK_MB[0], DISK_MB[1]) * 1024 * 1024
    }

    /// Whether somebody has said that the provider of an own address permits fetching ahead.
    pub fn permits(&self, address: &Address) -> bool {
        self.permitted.contains(&mark(address))
    }

    /// Keeps what somebody says of it.
    pub fn permit(&mut self, address: &Address, permits: bool) {
        if permits {
            self.permitted.insert(mark(address));
        } else {
            self.permitted.remove(&mark(address));
        }
    }
}

/// What stands for an address in the settings.
fn mark(address: &Address) -> String {
    format!("{:016x}", address.print())
}

/// The id of the seat's own address.
pub const OWN: &str = "own";
/// The id of a file of tiles.
pub const FILE: &str = "file";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_never_shown_by_debugging() {
        let mut choice = TileChoice { source: "tianditu-vec".to_owned(), ..TileChoice::default() };
        choice.keys.insert("tianditu".to_owned(), Key::new(" 5f3c0ffee "));
        choice.own.address = Key::new("https://tiles.example/{z}/{x}/{y}?token=5f3c0ffee");
        let shown = format!("{choice:?} {choice:#?}");
        assert!(!shown.contains("c0ffee"), "{shown}");
        let kept: TileChoice = toml::from_str(&toml::to_string(&choice).unwrap()).unwrap();
        assert_eq!(kept, choice);
        assert_eq!(kept.keys["tianditu"].reveal(), "5f3c0ffee");
    }
}
