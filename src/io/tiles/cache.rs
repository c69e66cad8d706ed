//! Tiles kept on the disk: bounded, shared by all sources, good when no server answers.
//!
//! A file of its own beside the sample (SQLite). What it holds can be fetched again: damaged, it is begun anew;
//! locked or full, the map works without it. It names a source by a number, never by its address.

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use jiff::Timestamp;
use rusqlite::{Connection, ErrorCode, OptionalExtension as _, Transaction, params};

use crate::io::tiles::{TileId, grid::Block};

/// A tile looked at this recently is not marked as looked at again: seconds.
const MARK_AFTER_S: i64 = 24 * 3600;
/// When there is no room, this share is left after clearing.
const LEFT: f64 = 0.9;
/// Each layout of the file has its number; another one is begun anew.
const LAYOUT: i32 = 1;
/// The mean size of tiles is told from the latest of a source, from so many on.
const MEASURED: [i64; 2] = [20, 2000];

/// A tile that was kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// As it came.
    pub bytes: Vec<u8>,
    /// When it came.
    pub fetched: Timestamp,
}

/// Tiles on the disk.
pub struct Cache {
    path: PathBuf,
    /// Apart from the rest: the window sets it and waits for nobody.
    most: AtomicI64,
    inner: Mutex<Inner>,
}

struct Inner {
    connection: Option<Connection>,
    bytes: i64,
    /// Changes when another program writes.
    version: i64,
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Cache {
    /// A cache in this file with this much room. Nothing is opened before the first question, which may wait for
    /// the disk and so belongs on no window's thread.
    pub fn new(path: PathBuf, most_bytes: u64) -> Self {
        let cache =
            Self { path, most: AtomicI64::new(0), inner: Mutex::new(Inner { connection: None, bytes: 0, version: 0 }) };
        cache.allow(most_bytes);
        cache
    }

    /// Gives it this much room from now on. Never waits.
    pub fn allow(&self, most_bytes: u64) {
        self.most.store(i64::try_from(most_bytes).unwrap_or(i64::MAX), Ordering::Relaxed);
    }

    /// How many bytes may be kept on purpose: more would push out what was just kept.
    pub fn room(&self) -> u64 {
        (self.most.load(Ordering::Relaxed) as f64 * LEFT) as u64
    }

    /// Whether anything was ever kept: looking makes no file.
    pub fn is_there(&self) -> bool {
        self.path.is_file()
    }

    fn with<T>(&self, work: impl FnOnce(&mut Inner) -> rusqlite::Result<T>) -> Option<T> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if inner.connection.is_none() {
            let connection = open(&self.path)?;
            inner.connection = Some(connection);
        }
        work(&mut inner).ok()
    }

    /// A tile of a source, when it was kept.
    pub fn get(&self, source: u64, tile: TileId, now: Timestamp) -> Option<Kept> {
        self.with(|inner| {
            let Some(connection) = &inner.connection else { return Ok(None) };
            let key = params![own(source), tile.z, tile.x, tile.y];
            let ask = "SELECT bytes, fetched, used FROM tile WHERE source = ?1 AND z = ?2 AND x = ?3 AND y = ?4";
            let found: Option<(Vec<u8>, i64, i64)> = connection
                .prepare_cached(ask)?
                .query_row(key, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
                .optional()?;
            let Some((bytes, fetched, used)) = found else { return Ok(None) };
            if now.as_second() - used > MARK_AFTER_S {
                let mark = "UPDATE tile SET used = ?5 WHERE source = ?1 AND z = ?2 AND x = ?3 AND y = ?4";
                let key = params![own(source), tile.z, tile.x, tile.y, now.as_second()];
                connection.prepare_cached(mark)?.execute(key)?;
            }
            Ok(Timestamp::from_second(fetched).ok().map(|fetched| Kept { bytes, fetched }))
        })
        .flatten()
    }

    /// Keeps a tile, and makes room where there is none.
    pub fn put(&self, source: u64, tile: TileId, bytes: &[u8], now: Timestamp) {
        self.keep(source, tile, bytes, [now, now]);
    }

    /// Keeps a tile fetched at a time as if it had been looked at at another; whether it is kept.
    pub fn keep(&self, source: u64, tile: TileId, bytes: &[u8], [fetched, used]: [Timestamp; 2]) -> bool {
        let most = self.most.load(Ordering::Relaxed);
        let kept = self.with(|inner| inner.put(source, tile, bytes, [fetched, used], most)).unwrap_or(false);
        if !kept {
            tracing::debug!("a tile could not be kept");
        }
        kept
    }

    /// The tiles of a source that are kept in a block, column, row and bytes; they stay as if looked at at `used`.
    pub fn hold(&self, source: u64, block: Block, used: Timestamp) -> Vec<([u32; 2], u64)> {
        let ([west, east], [north, south]) = (block.xs, block.ys);
        let held = self.with(|inner| {
            let Some(connection) = &inner.connection else { return Ok(Vec::new()) };
            let within = "source = ?1 AND z = ?2 AND x BETWEEN ?3 AND ?4 AND y BETWEEN ?5 AND ?6";
            let asked = params![own(source), block.z, west, east, north, south, used.as_second()];
            let mark = format!("UPDATE tile SET used = ?7 WHERE {within} AND used < ?7");
            if let Err(error) = connection.execute(&mark, asked) {
                tracing::debug!(%error, "kept tiles could not be marked");
            }
            let asked = params![own(source), block.z, west, east, north, south];
            let mut rows = connection.prepare(&format!("SELECT x, y, size FROM tile WHERE {within}"))?;
            let rows =
                rows.query_map(asked, |row| Ok(([row.get(0)?, row.get(1)?], row.get::<_, i64>(2)?.unsigned_abs())))?;
            rows.collect()
        });
        held.unwrap_or_default()
    }

    /// How large a tile of a source is, by the latest of it; `None` while too few are kept.
    pub fn mean(&self, source: u64) -> Option<u64> {
        let [least, most] = MEASURED;
        let (count, bytes) = self.with(|inner| {
            let Some(connection) = &inner.connection else { return Ok((0, 0.0)) };
            let latest = "SELECT size FROM tile WHERE source = ?1 ORDER BY fetched DESC LIMIT ?2";
            let sql = format!("SELECT count(*), total(size) FROM ({latest})");
            connection
                .query_row(&sql, params![own(source), most], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, f64>(1)?)))
        })?;
        (count >= least).then(|| (bytes / count as f64).round().max(1.0) as u64)
    }

    /// When a source last gave a tile.
    pub fn last_good(&self, source: u64) -> Option<Timestamp> {
        let second = self.with(|inner| {
            let Some(connection) = &inner.connection else { return Ok(None) };
            connection.query_row("SELECT max(fetched) FROM tile WHERE source = ?1", [own(source)], |row| row.get(0))
        });
        second.flatten().and_then(|second| Timestamp::from_second(second).ok())
    }

    /// How many tiles of a source are kept at a zoom, from the first to the last of these columns and rows.
    pub fn held(&self, source: u64, zoom: u8, [west, east]: [u32; 2], [north, south]: [u32; 2]) -> u64 {
        let count = self.with(|inner| {
            let Some(connection) = &inner.connection else { return Ok(0) };
            let sql = "SELECT count(*) FROM tile
                       WHERE source = ?1 AND z = ?2 AND x BETWEEN ?3 AND ?4 AND y BETWEEN ?5 AND ?6";
            let asked = params![own(source), zoom, west, east, north, south];
            connection.query_row(sql, asked, |row| row.get::<_, i64>(0))
        });
        count.map_or(0, i64::unsigned_abs)
    }

    /// How many bytes of tiles are kept.
    pub fn bytes(&self) -> u64 {
        self.with(|inner| {
            inner.count();
            Ok(inner.bytes)
        })
        .map_or(0, i64::unsigned_abs)
    }
}

impl Inner {
    /// Counts what is kept: at first, and after another program has written.
    fn count(&mut self) {
        let Some(connection) = &self.connection else { return };
        let version = connection.query_row("PRAGMA data_version", [], |row| row.get(0)).unwrap_or(self.version);
        if version != self.version {
            let bytes = connection.query_row("SELECT total(size) FROM tile", [], |row| row.get::<_, f64>(0));
            (self.bytes, self.version) = (bytes.map_or(self.bytes, |bytes| bytes as i64), version);
        }
    }

    fn put(
        &mut self,
        source: u64,
        tile: TileId,
        bytes: &[u8],
        [fetched, used]: [Timestamp; 2],
        most: i64,
    ) -> rusqlite::Result<bool> {
        let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        self.count();
        let Some(connection) = &mut self.connection else { return Ok(false) };
        if size > most / 4 {
            return Ok(false);
        }
        let change = connection.transaction()?;
        let key = params![own(source), tile.z, tile.x, tile.y];
        let before: Option<i64> = change
            .prepare_cached("SELECT size FROM tile WHERE source = ?1 AND z = ?2 AND x = ?3 AND y = ?4")?
            .query_row(key, |row| row.get(0))
            .optional()?;
        let mut total = self.bytes - before.unwrap_or(0) + size;
        let cleared = total > most;
        if cleared {
            total -= clear(&change, total - (most as f64 * LEFT) as i64)?;
        }
        change
            .prepare_cached(
                "INSERT OR REPLACE INTO tile (source, z, x, y, fetched, used, size, bytes)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?8, ?6, ?7)",
            )?
            .execute(params![
                own(source),
                tile.z,
                tile.x,
                tile.y,
                fetched.as_second(),
                size,
                bytes,
                used.as_second()
            ])?;
        change.commit()?;
        self.bytes = total.max(size);
        if cleared {
            // The file gives the room back to the disk.
            connection.execute_batch("PRAGMA incremental_vacuum")?;
        }
        Ok(true)
    }
}

/// Lets go of the tiles not looked at for longest until so many bytes are free; how many were.
fn clear(change: &Transaction<'_>, wanted: i64) -> rusqlite::Result<i64> {
    let mut freed = 0;
    let mut last = Vec::new();
    {
        let mut oldest = change.prepare_cached("SELECT rowid, size FROM tile ORDER BY used, rowid")?;
        let mut rows = oldest.query([])?;
        while freed < wanted
            && let Some(row) = rows.next()?
        {
            last.push(row.get::<_, i64>(0)?);
            freed += row.get::<_, i64>(1)?;
        }
    }
    let mut drop = change.prepare_cached("DELETE FROM tile WHERE rowid = ?1")?;
    for row in last {
        drop.execute([row])?;
    }
    Ok(freed)
}

/// SQLite's numbers have a sign.
const fn own(source: u64) -> i64 {
    source.cast_signed()
}

/// Opens the file; one that cannot be used is begun anew, once.
fn open(path: &Path) -> Option<Connection> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).ok()?;
    }
    match prepare(path) {
        Ok(connection) => return Some(connection),
        Err(error) if !is_useless(&error) => return None,
        Err(_) => {}
    }
    for ending in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        // What is not there need not go.
        let _ = std::fs::remove_file(name);
    }
    prepare(path).ok()
}

/// Whether the file itself is at fault: one that is only locked by another window stays.
fn is_useless(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error_code();
    code.is_none() || matches!(code, Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt))
}

fn prepare(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_millis(300))?;
    connection
        .execute_batch("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;")?;
    let layout: i32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if layout != 0 && layout != LAYOUT {
        return Err(rusqlite::Error::InvalidQuery);
    }
    connection.execute_batch(&format!(
        "CREATE TABLE IF NOT EXISTS tile (
             source INTEGER NOT NULL, z INTEGER NOT NULL, x INTEGER NOT NULL, y INTEGER NOT NULL,
             fetched INTEGER NOT NULL, used INTEGER NOT NULL, size INTEGER NOT NULL, bytes BLOB NOT NULL,
             UNIQUE (source, z, x, y));
         CREATE INDEX IF NOT EXISTS tile_used ON tile (used, size);
         CREATE INDEX IF NOT EXISTS tile_fetched ON tile (source, fetched);
         PRAGMA user_version = {LAYOUT};"
    ))?;
    Ok(connection)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_786_000_000 + second).unwrap()
    }

    const fn tile(x: u32) -> TileId {
        TileId { z: 10, x, y: 5 }
    }

    #[test]
    fn a_tile_comes_back_as_it_was_kept_also_after_closing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new").join("tiles.sqlite");
        let cache = Cache::new(path.clone(), 1_000_000);
        cache.put(7, tile(1), b"one", at(0));
        cache.put(7, tile(1), b"two", at(9));
        drop(cache);
        let cache = Cache::new(path, 1_000_000);
        assert_eq!(cache.get(7, tile(1), at(10)), Some(Kept { bytes: b"two".to_vec(), fetched: at(9) }));
        assert_eq!(cache.get(8, tile(1), at(10)), None);
        assert_eq!((cache.last_good(7), cache.last_good(8)), (Some(at(9)), None));
        assert_eq!(cache.bytes(), 3);
    }

    #[test]
    fn the_room_is_never_more_than_allowed_and_what_was_looked_at_last_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tiles.sqlite");
        let cache = Cache::new(path.clone(), 200_000);
        let bytes = vec![1_u8; 10_000];
        let day = MARK_AFTER_S + 1;
        for x in 0..100_u32 {
            cache.put(7, tile(x), &bytes, at(i64::from(x) * day));
            // The first one is looked at all the time.
            assert!(cache.get(7, tile(0), at(i64::from(x) * day)).is_some(), "after {x}");
            assert!(cache.bytes() <= 200_000);
        }
        assert!(cache.get(7, tile(99), at(0)).is_some() && cache.get(7, tile(50), at(0)).is_none());
        drop(cache);
        let on_disk = std::fs::metadata(&path).unwrap().len();
        assert!(on_disk < 400_000, "the file gives its room back: {on_disk}");
    }

    #[test]
    fn a_damaged_cache_is_begun_anew_and_a_place_that_takes_none_is_done_without() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tiles.sqlite");
        std::fs::write(&path, b"this is no database, it is a text of some length that was put here").unwrap();
        let cache = Cache::new(path, 1_000_000);
        cache.put(7, tile(1), b"one", at(0));
        assert!(cache.get(7, tile(1), at(1)).is_some());
        let nowhere = Cache::new(folder.path().join("tiles.sqlite").join("below"), 1_000_000);
        nowhere.put(7, tile(1), b"one", at(0));
        assert_eq!((nowhere.get(7, tile(1), at(1)), nowhere.bytes()), (None, 0));
    }
}
