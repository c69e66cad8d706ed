//! Files of tiles: those of others, read or refused with a word.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "helpers of tests: a failure here is the test's failure"
)]

use std::{collections::BTreeMap, path::PathBuf};

use flate2::{Compression, write::GzEncoder};
use sitmap::io::tiles::{
    Archive, Content, Loader, Origin, State, TileId, TileLayer, Trouble, decode::Reader, themes::Themes,
};

use crate::{
    architecture::root,
    tiles::kit::{setup, source, watch, wish},
};

const fn reader(themes: Themes) -> Reader {
    Reader { themes, night: None }
}

fn shared(folder: &str) -> Option<PathBuf> {
    let path = root().join("../shared/data/formats").join(folder);
    if !path.is_dir() {
        println!("skipped: ../shared not present");
        return None;
    }
    Some(path)
}

/// Everything down to a zoom that a file gives, read.
fn all(archive: &mut Archive, to: u8) -> (usize, usize) {
    let reader = reader(Themes::shipped());
    let (mut pictures, mut names) = (0, 0);
    for z in 0..=to {
        let side = TileId::side(z).unwrap();
        for (x, y) in (0..side).flat_map(|x| (0..side).map(move |y| (x, y))) {
            let Some(bytes) = archive.tile(TileId { z, x, y }).unwrap() else { continue };
            match reader.read(&bytes, z).unwrap() {
                Content::Picture(_) => pictures += 1,
                Content::Vector(tile) => names += tile.names.len(),
            }
        }
    }
    (pictures, names)
}

#[test]
fn every_file_of_tiles_in_the_shared_data_opens_or_is_refused_with_a_word() {
    let (Some(mb), Some(pm)) = (shared("mbtiles"), shared("pmtiles")) else { return };
    let mut seen: BTreeMap<String, Option<Trouble>> = BTreeMap::new();
    for folder in [mb, pm] {
        for path in std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            seen.insert(name, Archive::open(&path).err());
        }
    }
    let expected: BTreeMap<String, Option<Trouble>> = [
        ("empty.pmtiles", Some(Trouble::FileEmpty)),
        ("geography-class-png.mbtiles", None),
        ("invalid.mbtiles", Some(Trouble::FileUnknown)),
        ("invalid.pmtiles", Some(Trouble::FileUnknown)),
        ("usgs-mt-whitney-8-15-webp-512.pmtiles", None),
        ("world_cities.mbtiles", None),
    ]
    .map(|(name, trouble)| (name.to_owned(), trouble))
    .into();
    assert_eq!(seen, expected);
}

#[test]
fn raster_and_vector_files_of_others_give_their_tiles() {
    let (Some(mb), Some(pm)) = (shared("mbtiles"), shared("pmtiles")) else { return };
    let mut geography = Archive::open(&mb.join("geography-class-png.mbtiles")).unwrap();
    assert_eq!((geography.info().name.as_str(), geography.info().zooms), ("Geography Class", [0, 1]));
    assert_eq!(all(&mut geography, 1), (5, 0));
    let mut cities = Archive::open(&mb.join("world_cities.mbtiles")).unwrap();
    let (pictures, names) = all(&mut cities, 3);
    assert!(pictures == 0 && names >= 68, "{names} names");
    let mut whitney = Archive::open(&pm.join("usgs-mt-whitney-8-15-webp-512.pmtiles")).unwrap();
    let info = whitney.info();
    assert_eq!(info.zooms, [8, 15]);
    let [west, south, east, north] = info.bounds.unwrap();
    assert!(west < -118.29 && -118.29 < east && south < 36.58 && 36.58 < north, "Mount Whitney is in it");
    // Where the mountain is, at each zoom there is.
    for z in 8..=15_u8 {
        let [x, y] = sitmap::domain::view::projection::world(-118.292, 36.578);
        let side = f64::from(z).exp2();
        let tile = TileId { z, x: (x * side) as u32, y: (y * side) as u32 };
        let bytes = whitney.tile(tile).unwrap().unwrap();
        let Content::Picture(picture) = reader(Themes::shipped()).read(&bytes, z).unwrap() else { panic!("a picture") };
        assert_eq!(picture.size, [512, 512]);
    }
}

#[test]
fn a_file_is_loaded_off_the_windows_thread_and_one_that_is_none_says_so() {
    let Some(mb) = shared("mbtiles") else { return };
    let load = |path: PathBuf| {
        let loader =
            Loader::start(setup(source(TileLayer { origin: Origin::File(path), key: None, over: false }))).unwrap();
        let whole = TileId { z: 0, x: 0, y: 0 };
        loader.want(&[sitmap::io::tiles::Wish { layer: 0, tile: whole }, wish(3)]);
        loader
    };
    let loader = load(mb.join("geography-class-png.mbtiles"));
    let (came, _) = watch(&loader, "the tile", |came, health| came.len() == 1 && health.state == State::Ready);
    assert_eq!(came[0].wish.tile.z, 0);
    assert_eq!(loader.info(0).unwrap().zooms, [0, 1]);
    let (_, health) = watch(&load(mb.join("invalid.mbtiles")), "a word", |_, health| health.trouble().is_some());
    assert_eq!(health.trouble(), Some(Trouble::FileUnknown));
    let (_, health) = watch(&load(mb.join("none.mbtiles")), "a word", |_, health| health.trouble().is_some());
    assert_eq!(health.trouble(), Some(Trouble::FileUnreadable));
}

/// A SQLite file made by these statements.
fn database(folder: &tempfile::TempDir, statements: &str) -> PathBuf {
    let path = folder.path().join("made.mbtiles");
    // A file of an earlier case.
    let _ = std::fs::remove_file(&path);
    rusqlite::Connection::open(&path).unwrap().execute_batch(statements).unwrap();
    path
}

#[test]
fn hostile_databases_are_refused_and_never_run_for_ever() {
    let folder = tempfile::tempdir().unwrap();
    let first = TileId { z: 0, x: 0, y: 0 };
    let no_tiles = database(&folder, "CREATE TABLE metadata (name, value)");
    assert_eq!(Archive::open(&no_tiles).err(), Some(Trouble::FileUnknown));
    let endless = database(
        &folder,
        "CREATE VIEW tiles AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
         SELECT i * 0 AS zoom_level, i AS tile_column, i AS tile_row, 'x' AS tile_data FROM n",
    );
    let mut archive = Archive::open(&endless).unwrap();
    archive.info();
    assert_eq!(archive.tile(first), Err(Trouble::FileBroken));
    let strange = database(
        &folder,
        "CREATE TABLE tiles (zoom_level, tile_column, tile_row, tile_data);
         INSERT INTO tiles VALUES (0, 0, 0, 12.5), (1, 0, 1, zeroblob(50000000)), (1, 1, 1, NULL), (1, 1, 0, 'text');
         CREATE TABLE metadata (name, value);
         INSERT INTO metadata VALUES ('minzoom', 'x'), ('maxzoom', '-4'), ('bounds', 'a,b'), ('name', x'ff00');",
    );
    let mut archive = Archive::open(&strange).unwrap();
    assert_eq!((archive.info().zooms, archive.info().bounds), ([0, 1], None));
    assert_eq!(archive.tile(first), Ok(None));
    assert_eq!(archive.tile(TileId { z: 1, x: 0, y: 0 }), Err(Trouble::TooLarge));
    assert_eq!(archive.tile(TileId { z: 1, x: 1, y: 0 }), Ok(None));
    let text = archive.tile(TileId { z: 1, x: 1, y: 1 }).unwrap().unwrap();
    assert_eq!(reader(Themes::shipped()).read(&text, 1), Err(Trouble::NotATile));
}

fn varint(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// A PMTiles file with these entries (id, run, length, offset) in its root, and this after it.
fn pmtiles(entries: &[[u64; 4]], packing: u8, after: &[u8]) -> Vec<u8> {
    let mut directory = Vec::new();
    varint(entries.len() as u64, &mut directory);
    let mut last = 0;
    for [id, ..] in entries {
        varint(id - last, &mut directory);
        last = *id;
    }
    for which in [1, 2] {
        entries.iter().for_each(|entry| varint(entry[which], &mut directory));
    }
    entries.iter().for_each(|[.., offset]| varint(offset + 1, &mut directory));
    if packing == 2 {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        std::io::Write::write_all(&mut packed, &directory).unwrap();
        directory = packed.finish().unwrap();
    }
    let root = directory.len() as u64;
    let mut out = b"PMTiles\x03".to_vec();
    for section in [[127, root], [0, 0], [127 + root, after.len() as u64], [127 + root, after.len() as u64]] {
        out.extend(section.iter().flat_map(|each: &u64| each.to_le_bytes()));
    }
    out.resize(127, 0);
    (out[97], out[98], out[101]) = (packing, 1, 14);
    [out, directory, after.to_vec()].concat()
}

#[test]
fn hostile_directories_lead_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let open = |bytes: &[u8]| {
        let path = folder.path().join("made.pmtiles");
        std::fs::write(&path, bytes).unwrap();
        Archive::open(&path)
    };
    let first = TileId { z: 0, x: 0, y: 0 };
    let good = open(&pmtiles(&[[0, 1, 5, 0]], 2, b"hello")).unwrap().tile(first);
    assert_eq!(good, Ok(Some(b"hello".to_vec())));
    let beyond = open(&pmtiles(&[[0, 1, 500, 0]], 1, b"hello")).unwrap().tile(first);
    assert_eq!(beyond, Err(Trouble::FileBroken));
    let wraps = open(&pmtiles(&[[0, 1, 5, u64::MAX - 3]], 1, b"hello")).err();
    assert_eq!(wraps, Some(Trouble::FileBroken));
    // A directory that leads to itself: the leaf section begins with an entry of one leaf at its own place.
    let circle = open(&pmtiles(&[[0, 0, 5, 0]], 1, &[1, 0, 0, 5, 1])).unwrap().tile(first);
    assert_eq!(circle, Err(Trouble::FileBroken));
    // A directory that unpacks to gigabytes.
    let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..64 {
        std::io::Write::write_all(&mut bomb, &vec![0_u8; 1 << 20]).unwrap();
    }
    let bomb = bomb.finish().unwrap();
    let mut file = pmtiles(&[], 2, &bomb);
    let at = (file.len() - bomb.len()) as u64;
    file[8..16].copy_from_slice(&at.to_le_bytes());
    file[16..24].copy_from_slice(&(bomb.len() as u64).to_le_bytes());
    assert_eq!(open(&file).err(), Some(Trouble::FileBroken));
    assert_eq!(reader(Themes::shipped()).read(&bomb, 3), Err(Trouble::TooLarge));
}
