//! PMTiles version 3: one file, tiles along a Hilbert curve, found through packed directories.
//!
//! Our own reader (the format is a page long): synchronous, with bounds on what a file may make us hold.

use std::{
    collections::HashMap,
    fs::File,
    io::{ErrorKind, Read as _, Seek as _, SeekFrom},
    path::Path,
    sync::Arc,
};

use crate::io::tiles::{
    TileId, Trouble,
    archive::{ArchiveInfo, plain_name},
    decode,
};

/// The size of the header.
const HEADER: usize = 127;
/// A directory takes at most this much, packed.
const MOST_DIRECTORY: u64 = 2 * 1024 * 1024;
/// Directories that are kept; each was read once.
const MOST_LEAVES: usize = 8;
/// How deep directories may lead to directories.
const DEEPEST_LEAF: u8 = 4;
/// A tile takes at most this much.
const MOST_TILE: u64 = 4 * 1024 * 1024;
/// The metadata take at most this much.
const MOST_METADATA: u64 = 1024 * 1024;

/// How bytes in the file are packed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Packing {
    None,
    Gzip,
}

/// A tile, a run of equal tiles, or a directory of more.
#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    id: u64,
    offset: u64,
    length: u64,
    run: u64,
}

/// An open file.
#[derive(Debug)]
pub struct PmTiles {
    file: File,
    header: Header,
    root: Arc<Vec<Entry>>,
    leaves: HashMap<u64, Arc<Vec<Entry>>>,
}

#[derive(Clone, Debug)]
struct Header {
    root: [u64; 2],
    metadata: [u64; 2],
    leaves: [u64; 2],
    data: [u64; 2],
    directories: Packing,
    tiles: Packing,
    zooms: [u8; 2],
    bounds: [f64; 4],
}

impl Header {
    fn read(bytes: &[u8]) -> Result<Self, Trouble> {
        if bytes.get(..7) != Some(b"PMTiles".as_slice()) {
            return Err(Trouble::FileUnknown);
        }
        let byte = |at: usize| bytes.get(at).copied().ok_or(Trouble::FileBroken);
        if byte(7)? != 3 {
            return Err(Trouble::FilePacked);
        }
        let long = |at: usize| {
            let own = bytes.get(at..at + 8).and_then(|own| own.try_into().ok());
            own.map(u64::from_le_bytes).ok_or(Trouble::FileBroken)
        };
        let degrees = |at: usize| {
            let own = bytes.get(at..at + 4).and_then(|own| own.try_into().ok());
            own.map(|own| f64::from(i32::from_le_bytes(own)) / 1e7).ok_or(Trouble::FileBroken)
        };
        let section = |at: usize| Ok::<_, Trouble>([long(at)?, long(at + 8)?]);
        let packing = |at: usize| match byte(at)? {
            0 | 1 => Ok(Packing::None),
            2 => Ok(Packing::Gzip),
            _ => Err(Trouble::FilePacked),
        };
        let zooms = [byte(100)?, byte(101)?.min(crate::io::tiles::grid::DEEPEST)];
        if zooms[0] > zooms[1] {
            return Err(Trouble::FileBroken);
        }
        Ok(Self {
            root: section(8)?,
            metadata: section(24)?,
            leaves: section(40)?,
            data: section(56)?,
            directories: packing(97)?,
            tiles: packing(98)?,
            zooms,
            bounds: [degrees(102)?, degrees(106)?, degrees(110)?, degrees(114)?],
        })
    }
}

impl PmTiles {
    /// Opens a file.
    ///
    /// # Errors
    /// [`Trouble`] of the file.
    pub fn open(path: &Path) -> Result<Self, Trouble> {
        let mut file = File::open(path).map_err(|_| Trouble::FileUnreadable)?;
        let head = read_at(&mut file, [0, HEADER as u64], HEADER as u64)?;
        if head.is_empty() {
            return Err(Trouble::FileEmpty);
        }
        let header = Header::read(&head)?;
        let packed = read_at(&mut file, header.root, MOST_DIRECTORY)?;
        let root = Arc::new(directory(&unpacked(packed, header.directories)?)?);
        Ok(Self { file, header, root, leaves: HashMap::new() })
    }

    /// What the file says of itself.
    pub fn info(&mut self) -> ArchiveInfo {
        let metadata = read_at(&mut self.file, self.header.metadata, MOST_METADATA)
            .and_then(|packed| unpacked(packed, self.header.directories))
            .ok()
            .and_then(|text| serde_json::from_slice::<serde_json::Value>(&text).ok());
        let say = |name: &str| {
            metadata.as_ref().and_then(|value| value.get(name)?.as_str()).map(plain_name).unwrap_or_default()
        };
        ArchiveInfo {
            name: say("name"),
            attribution: say("attribution"),
            zooms: self.header.zooms,
            bounds: Some(self.header.bounds),
        }
    }

    /// The bytes of a tile; `None`: there is none.
    ///
    /// # Errors
    /// [`Trouble`] when the file is damaged there.
    pub fn tile(&mut self, tile: TileId) -> Result<Option<Vec<u8>>, Trouble> {
        let wanted = hilbert(tile);
        let mut directory = Arc::clone(&self.root);
        for _ in 0..=DEEPEST_LEAF {
            let after = directory.partition_point(|entry| entry.id <= wanted);
            let Some(entry) = after.checked_sub(1).and_then(|at| directory.get(at)).copied() else { return Ok(None) };
            if entry.run > 0 {
                if wanted - entry.id >= entry.run {
                    return Ok(None);
                }
                let at = inside(self.header.data, entry)?;
                let packed = read_at(&mut self.file, at, MOST_TILE)?;
                return unpacked(packed, self.header.tiles).map(Some);
            }
            directory = self.leaf(entry)?;
        }
        Err(Trouble::FileBroken)
    }

    fn leaf(&mut self, entry: Entry) -> Result<Arc<Vec<Entry>>, Trouble> {
        if let Some(known) = self.leaves.get(&entry.offset) {
            return Ok(Arc::clone(known));
        }
        let packed = read_at(&mut self.file, inside(self.header.leaves, entry)?, MOST_DIRECTORY)?;
        let leaf = Arc::new(directory(&unpacked(packed, self.header.directories)?)?);
        if self.leaves.len() >= MOST_LEAVES {
            self.leaves.clear();
        }
        self.leaves.insert(entry.offset, Arc::clone(&leaf));
        Ok(leaf)
    }
}

/// Where an entry of a section is in the file.
fn inside([start, length]: [u64; 2], entry: Entry) -> Result<[u64; 2], Trouble> {
    let end = entry.offset.checked_add(entry.length).ok_or(Trouble::FileBroken)?;
    if end > length {
        return Err(Trouble::FileBroken);
    }
    Ok([start.checked_add(entry.offset).ok_or(Trouble::FileBroken)?, entry.length])
}

/// These bytes of the file, fewer where it ends; never more than `most`.
fn read_at(file: &mut File, [start, length]: [u64; 2], most: u64) -> Result<Vec<u8>, Trouble> {
    if length > most {
        return Err(Trouble::FileBroken);
    }
    let mut out = Vec::new();
    let read = file.seek(SeekFrom::Start(start)).and_then(|_| file.take(length).read_to_end(&mut out));
    read.map_err(|error| match error.kind() {
        ErrorKind::InvalidInput => Trouble::FileBroken,
        _ => Trouble::FileUnreadable,
    })?;
    Ok(out)
}

fn unpacked(bytes: Vec<u8>, packing: Packing) -> Result<Vec<u8>, Trouble> {
    match packing {
        Packing::None => Ok(bytes),
        Packing::Gzip => decode::unpack(&bytes).map_err(|_| Trouble::FileBroken),
    }
}

/// A directory: how many entries, then their ids, runs, lengths and offsets, each as a difference where it can be.
fn directory(bytes: &[u8]) -> Result<Vec<Entry>, Trouble> {
    let mut rest = bytes;
    let mut next = || varint(&mut rest).ok_or(Trouble::FileBroken);
    let count = usize::try_from(next()?).map_err(|_| Trouble::FileBroken)?;
    // Each entry takes at least four bytes.
    if count > bytes.len() / 4 {
        return Err(Trouble::FileBroken);
    }
    let mut entries = vec![Entry::default(); count];
    let mut id = 0_u64;
    for entry in &mut entries {
        id = id.checked_add(next()?).ok_or(Trouble::FileBroken)?;
        entry.id = id;
    }
    for entry in &mut entries {
        entry.run = next()?;
    }
    for entry in &mut entries {
        entry.length = next()?;
    }
    let mut after = None;
    for entry in &mut entries {
        entry.offset = match next()? {
            0 => after.ok_or(Trouble::FileBroken)?,
            offset => offset - 1,
        };
        after = Some(entry.offset.checked_add(entry.length).ok_or(Trouble::FileBroken)?);
    }
    Ok(entries)
}

fn varint(rest: &mut &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let (byte, after) = rest.split_first()?;
        *rest = after;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// The place of a tile along the curve: all shallower zooms come before.
fn hilbert(tile: TileId) -> u64 {
    let before = ((1_u64 << (2 * u32::from(tile.z))) - 1) / 3;
    let side = 1_u64 << tile.z;
    let (mut x, mut y, mut along) = (u64::from(tile.x), u64::from(tile.y), 0_u64);
    let mut half = side / 2;
    while half > 0 {
        let (right, below) = (u64::from(x & half > 0), u64::from(y & half > 0));
        along += half * half * ((3 * right) ^ below);
        if below == 0 {
            if right == 1 {
                (x, y) = ((side - 1).wrapping_sub(x), (side - 1).wrapping_sub(y));
            }
            (x, y) = (y, x);
        }
        half /= 2;
    }
    before + along
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tiles_stand_along_the_curve_as_the_specification_counts() {
        let id = |z, x, y| hilbert(TileId { z, x, y });
        assert_eq!([id(0, 0, 0), id(1, 0, 0), id(1, 0, 1), id(1, 1, 1), id(1, 1, 0)], [0, 1, 2, 3, 4]);
        assert_eq!([id(2, 1, 3), id(3, 3, 0)], [11, 26]);
        assert_eq!(id(20, 0, 0), 366_503_875_925);
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_fall(bytes in proptest::collection::vec(any::<u8>(), 0..600), valid in any::<bool>()) {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("any.pmtiles");
            let mut whole = Vec::new();
            if valid {
                // A header that holds, so that what follows is read.
                whole.extend(b"PMTiles\x03");
                for section in [[127_u64, 200], [127, 100], [300, 200], [200, 400]] {
                    whole.extend(section.iter().flat_map(|each| each.to_le_bytes()));
                }
                whole.resize(127, 0);
                whole[101] = 14;
            }
            whole.extend(bytes);
            std::fs::write(&path, whole).unwrap();
            if let Ok(mut file) = PmTiles::open(&path) {
                file.info();
                for tile in [TileId { z: 0, x: 0, y: 0 }, TileId { z: 3, x: 1, y: 6 }, TileId { z: 14, x: 9000, y: 4000 }] {
                    let length = file.tile(tile).ok().flatten().map_or(0, |tile| tile.len());
                    prop_assert!(length <= decode::MOST_UNPACKED);
                }
            }
        }
    }
}
