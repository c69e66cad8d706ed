//! MBTiles 1.3: a SQLite file with a table of tiles, rows counted from the south.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension as _, config::DbConfig, params};

use crate::io::tiles::{
    TileId, Trouble,
    archive::{ArchiveInfo, plain_name},
    grid::DEEPEST,
};

/// A tile takes at most this much.
const MOST_TILE: i64 = 4 * 1024 * 1024;
/// Steps that SQLite may take for one question, in thousands: a file can hold a view that never ends.
const MOST_STEPS: u32 = 3_000;

/// An open file.
#[derive(Debug)]
pub struct MbTiles {
    connection: Connection,
    steps: Arc<AtomicU32>,
}

impl MbTiles {
    /// Opens a file.
    ///
    /// # Errors
    /// [`Trouble`] of the file.
    pub fn open(path: &Path) -> Result<Self, Trouble> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags).map_err(|_| Trouble::FileUnreadable)?;
        // What the file itself defines may not call anything.
        let _ = connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false);
        let steps = Arc::new(AtomicU32::new(0));
        let taken = Arc::clone(&steps);
        let tired = move || taken.fetch_add(1, Ordering::Relaxed) > MOST_STEPS;
        connection.progress_handler(1000, Some(tired)).map_err(|_| Trouble::FileBroken)?;
        let found = Self { connection, steps };
        // Asked here so that a file without tiles is refused at once.
        found
            .connection
            .prepare("SELECT zoom_level, tile_column, tile_row, tile_data FROM tiles")
            .map_err(|error| of_sqlite(&error))?;
        Ok(found)
    }

    /// What the file says of itself.
    pub fn info(&mut self) -> ArchiveInfo {
        self.steps.store(0, Ordering::Relaxed);
        let zoom = |name: &str, which: &str| {
            let said = self.metadata(name).and_then(|text| text.trim().parse::<u8>().ok());
            let ask = format!("SELECT {which}(zoom_level) FROM tiles");
            said.or_else(|| self.connection.query_row(&ask, [], |row| row.get::<_, Option<u8>>(0)).ok().flatten())
        };
        let (first, last) = (zoom("minzoom", "min").unwrap_or(0), zoom("maxzoom", "max").unwrap_or(DEEPEST));
        let bounds = self.metadata("bounds").and_then(|text| {
            let numbers: Vec<f64> = text.split(',').filter_map(|each| each.trim().parse().ok()).collect();
            <[f64; 4]>::try_from(numbers).ok().filter(|all| all.iter().all(|each| each.is_finite()))
        });
        let say = |name: &str| self.metadata(name).as_deref().map(plain_name).unwrap_or_default();
        let zooms = [first.min(last).min(DEEPEST), last.min(DEEPEST)];
        ArchiveInfo { name: say("name"), attribution: say("attribution"), zooms, bounds }
    }

    fn metadata(&self, name: &str) -> Option<String> {
        let ask = "SELECT value FROM metadata WHERE name = ?1 AND length(value) < 100000";
        self.connection.query_row(ask, [name], |row| row.get(0)).optional().ok().flatten()
    }

    /// The bytes of a tile; `None`: there is none.
    ///
    /// # Errors
    /// [`Trouble`] when the file is damaged there.
    pub fn tile(&mut self, tile: TileId) -> Result<Option<Vec<u8>>, Trouble> {
        self.steps.store(0, Ordering::Relaxed);
        let ask = "SELECT tile_data, length(tile_data) FROM tiles
                   WHERE zoom_level = ?1 AND tile_column = ?2 AND tile_row = ?3 LIMIT 1";
        let mut statement = self.connection.prepare_cached(ask).map_err(|error| of_sqlite(&error))?;
        let found = statement
            .query_row(params![tile.z, tile.x, tile.row_from_south()], |row| {
                let length: Option<i64> = row.get(1)?;
                if length.is_some_and(|length| length > MOST_TILE) {
                    return Ok(Err(Trouble::TooLarge));
                }
                Ok(Ok(row.get_ref(0)?.as_bytes_or_null().ok().flatten().map(<[u8]>::to_vec)))
            })
            .optional();
        match found {
            Ok(Some(tile)) => Ok(tile?.filter(|bytes| !bytes.is_empty())),
            Ok(None) => Ok(None),
            Err(error) => Err(of_sqlite(&error)),
        }
    }
}

fn of_sqlite(error: &rusqlite::Error) -> Trouble {
    match error.sqlite_error_code() {
        // No such table, or not a database at all.
        Some(ErrorCode::NotADatabase | ErrorCode::Unknown) => Trouble::FileUnknown,
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied | ErrorCode::SystemIoFailure) => {
            Trouble::FileUnreadable
        }
        _ => Trouble::FileBroken,
    }
}
