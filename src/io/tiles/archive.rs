//! A file of tiles, whichever it is.

use std::{fs::File, io::Read as _, path::Path};

use crate::io::tiles::{TileId, Trouble, mbtiles::MbTiles, pmtiles::PmTiles};

/// What a file of tiles says of itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ArchiveInfo {
    /// Its name.
    pub name: String,
    /// Whom the map is by.
    pub attribution: String,
    /// The first and the last zoom.
    pub zooms: [u8; 2],
    /// West, south, east, north in degrees.
    pub bounds: Option<[f64; 4]>,
}

/// An open file of tiles.
#[derive(Debug)]
pub enum Archive {
    /// PMTiles.
    PmTiles(PmTiles),
    /// MBTiles.
    MbTiles(MbTiles),
}

impl Archive {
    /// Opens a file; what it is, its first bytes say.
    ///
    /// # Errors
    /// [`Trouble`] of the file.
    pub fn open(path: &Path) -> Result<Self, Trouble> {
        let mut head = Vec::new();
        let file = File::open(path).map_err(|_| Trouble::FileUnreadable)?;
        file.take(16).read_to_end(&mut head).map_err(|_| Trouble::FileUnreadable)?;
        if head.is_empty() {
            return Err(Trouble::FileEmpty);
        }
        if head.starts_with(b"PMTiles") {
            return PmTiles::open(path).map(Self::PmTiles);
        }
        if head.starts_with(b"SQLite format 3\0") {
            return MbTiles::open(path).map(Self::MbTiles);
        }
        Err(Trouble::FileUnknown)
    }

    /// What the file says of itself.
    pub fn info(&mut self) -> ArchiveInfo {
        match self {
            Self::PmTiles(file) => file.info(),
            Self::MbTiles(file) => file.info(),
        }
    }

    /// The bytes of a tile; `None`: there is none.
    ///
    /// # Errors
    /// [`Trouble`] when the file is damaged there.
    pub fn tile(&mut self, tile: TileId) -> Result<Option<Vec<u8>>, Trouble> {
        match self {
            Self::PmTiles(file) => file.tile(tile),
            Self::MbTiles(file) => file.tile(tile),
        }
    }
}

/// A name or an attribution as text: tags of HTML are left out, and it is short.
pub(super) fn plain_name(text: &str) -> String {
    let mut out = String::new();
    let mut in_tag = false;
    for letter in text.chars() {
        match letter {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            _ if in_tag || letter.is_control() => {}
            _ => out.push(letter),
        }
    }
    let out = out.replace("&copy;", "©").replace("&amp;", "&");
    out.trim().chars().take(120).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribution_loses_its_tags_and_keeps_its_words() {
        let html = "<a href=\"https://o.org\" target=\"_blank\">&copy; OpenStreetMap</a> contributors";
        assert_eq!(plain_name(html), "© OpenStreetMap contributors");
    }

    #[test]
    fn what_is_no_file_of_tiles_is_refused_with_a_word() {
        let folder = tempfile::tempdir().unwrap();
        let of = |bytes: &[u8]| {
            let path = folder.path().join("map");
            std::fs::write(&path, bytes).unwrap();
            Archive::open(&path).err()
        };
        assert_eq!(of(b""), Some(Trouble::FileEmpty));
        assert_eq!(of(b"PK\x03\x04 a zip"), Some(Trouble::FileUnknown));
        assert_eq!(of(b"PMTiles\x03 short"), Some(Trouble::FileBroken));
        assert_eq!(of(b"PMTiles\x02 old"), Some(Trouble::FilePacked));
        assert_eq!(of(b"SQLite format 3\0 and nothing"), Some(Trouble::FileUnknown));
        assert_eq!(Archive::open(&folder.path().join("none")).err(), Some(Trouble::FileUnreadable));
    }
}
