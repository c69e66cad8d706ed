//! Making and opening a district file.

use std::{
    collections::BTreeMap,
    fs::File,
    io::Read as _,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use crate::{
    domain::{
        catalogue::Catalogue,
        edit::Action,
        model::{KindId, Object},
        problem::Problem,
        world::World,
    },
    io::store::{
        Reader, Store, absorb, catalogue_table,
        commit::Tables,
        entries,
        error::StoreError,
        evolve, geometry,
        lock::{self, Lock, Locking},
        outside,
        schema::{self, KNOWN, Meta},
    },
};

/// How long to wait for another program that is writing just now.
const PATIENCE: Duration = Duration::from_secs(5);

/// What a caller wants to do with a file.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Access {
    /// Read and write, when nobody else writes.
    Write,
    /// Only read.
    Read,
}

/// Why a file is open for reading only.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ReaderBecause {
    /// It was asked for.
    Asked,
    /// Another window or command is writing it.
    Locked,
    /// The file or its folder takes no writes.
    ReadOnly,
}

/// What a caller got.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Granted {
    /// It is the one that may write.
    Writer,
    /// It reads.
    Reader(ReaderBecause),
}

impl Granted {
    /// What to tell a user who wanted to write and cannot.
    pub fn problem(self) -> Option<Problem> {
        match self {
            Self::Writer | Self::Reader(ReaderBecause::Asked) => None,
            Self::Reader(ReaderBecause::Locked) => Some(Problem::new("store_locked")),
            Self::Reader(ReaderBecause::ReadOnly) => Some(Problem::new("store_read_only")),
        }
    }
}

/// What a file held when it was opened.
#[derive(Debug)]
pub struct Loaded {
    /// Every object, with the catalogue it lives by: the file's own merged with the shipped one.
    pub world: World,
    /// What the file says of itself.
    pub meta: Meta,
    /// Whether it may be written.
    pub access: Granted,
    /// What could not be read or merged.
    pub problems: Vec<Problem>,
    /// What other programs changed since it was last open, as it now stands in the journal. The world has it.
    pub outside: Option<Action>,
}

/// Makes a district file.
///
/// # Errors
/// [`StoreError::Exists`] when there is one of that name; else what the disk or SQLite says.
pub fn create(path: &Path, catalogue: &Catalogue, meta: &Meta) -> Result<Store, StoreError> {
    let Locking::Ours(lock) = lock::take(path) else { return Err(StoreError::ReadOnly) };
    // Looked at under the lock, so that nobody else's file is taken for our own half.
    if path.exists() {
        return Err(StoreError::Exists(path.to_owned()));
    }
    let made = create_locked(path, lock, catalogue, meta);
    if made.is_err() {
        // Half a file would stand in the way of the next try.
        for half in [path.to_owned(), with_suffix(path, "-wal"), with_suffix(path, "-shm")] {
            std::fs::remove_file(half).ok();
        }
    }
    made
}

fn create_locked(path: &Path, lock: Lock, catalogue: &Catalogue, meta: &Meta) -> Result<Store, StoreError> {
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
    durable(&connection)?;
    let words = schema::words();
    let transaction = Transaction::new_unchecked(&connection, TransactionBehavior::Immediate)?;
    schema::lay_out(&transaction, meta, &words)?;
    catalogue_table::write(&transaction, catalogue)?;
    let tables = evolve::fit(&transaction, catalogue, meta.created)?;
    transaction.commit()?;
    Ok(store(path, connection, Arc::new(catalogue.clone()), tables, Some(lock)))
}

/// Opens a district file. One that asks to write while another does, or where nothing can be written, reads
/// and is told so ([`Loaded::access`]).
///
/// # Errors
/// [`StoreError`]: the file is missing, no district, newer, cut off or damaged. It is left as it was.
pub fn open(path: &Path, access: Access, shipped: &Catalogue, now: Timestamp) -> Result<(Store, Loaded), StoreError> {
    look_at(path)?;
    if access == Access::Read {
        return open_reading(path, shipped, ReaderBecause::Asked);
    }
    let lock = match lock::take(path) {
        Locking::Ours(lock) => lock,
        Locking::Theirs => return open_reading(path, shipped, ReaderBecause::Locked),
        Locking::Unwritable => return open_reading(path, shipped, ReaderBecause::ReadOnly),
    };
    match open_writing(path, lock, shipped, now) {
        Err(StoreError::ReadOnly) => open_reading(path, shipped, ReaderBecause::ReadOnly),
        other => other,
    }
}

fn open_writing(path: &Path, lock: Lock, shipped: &Catalogue, now: Timestamp) -> Result<(Store, Loaded), StoreError> {
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    if connection.is_readonly(rusqlite::MAIN_DB)? {
        return Err(StoreError::ReadOnly);
    }
    let version = known_version(path, &connection)?;
    durable(&connection)?;
    quick_check(&connection)?;
    let transaction = Transaction::new_unchecked(&connection, TransactionBehavior::Immediate)?;
    outside::ours(&transaction, true)?;
    schema::migrate(&transaction, version)?;
    let (own, mut problems) = catalogue_table::read(&transaction)?;
    // What others changed is told by the columns of then, so it is taken in before they are renamed.
    let outside = absorb::absorb(&transaction, &evolve::find(&transaction, &own)?, &schema::words(), now)?;
    let (catalogue, merging) = Catalogue::merged(&own, shipped);
    problems.extend(merging);
    catalogue_table::write(&transaction, &catalogue)?;
    let tables = evolve::fit(&transaction, &catalogue, now)?;
    outside::ours(&transaction, false)?;
    let meta = schema::read_meta(&transaction)?;
    let catalogue = Arc::new(catalogue);
    let world = load(&transaction, &catalogue, &tables, &mut problems)?;
    transaction.commit()?;
    let store = store(path, connection, catalogue, tables, Some(lock));
    Ok((store, Loaded { world, meta, access: Granted::Writer, problems, outside }))
}

fn open_reading(path: &Path, shipped: &Catalogue, why: ReaderBecause) -> Result<(Store, Loaded), StoreError> {
    let connection = connect_reading(path)?;
    known_version(path, &connection)?;
    quick_check(&connection)?;
    let (own, mut problems) = catalogue_table::read(&connection)?;
    let (catalogue, merging) = Catalogue::merged(&own, shipped);
    problems.extend(merging);
    let tables = evolve::find(&connection, &catalogue)?;
    let catalogue = Arc::new(catalogue);
    let world = load(&connection, &catalogue, &tables, &mut problems)?;
    let meta = schema::read_meta(&connection)?;
    let store = store(path, connection, catalogue, tables, None);
    Ok((store, Loaded { world, meta, access: Granted::Reader(why), problems, outside: None }))
}

/// A reader of a file's tables, journal and catalogue, without its objects: for copies, summaries and questions.
///
/// # Errors
/// As [`open`].
pub fn reader(path: &Path) -> Result<Reader, StoreError> {
    look_at(path)?;
    let connection = connect_reading(path)?;
    known_version(path, &connection)?;
    let (catalogue, _) = catalogue_table::read(&connection)?;
    let tables = evolve::find(&connection, &catalogue)?;
    Ok(Reader { path: path.to_owned(), connection, catalogue: Arc::new(catalogue), tables })
}

fn store(path: &Path, connection: Connection, catalogue: Arc<Catalogue>, tables: Tables, lock: Option<Lock>) -> Store {
    Store { reader: Reader { path: path.to_owned(), connection, catalogue, tables }, words: schema::words(), lock }
}

/// Every object of the file.
pub fn load(
    connection: &Connection,
    catalogue: &Arc<Catalogue>,
    tables: &Tables,
    problems: &mut Vec<Problem>,
) -> Result<World, StoreError> {
    let sums = entries::sums(connection)?;
    let mut objects: BTreeMap<KindId, Vec<Arc<Object>>> = BTreeMap::new();
    for (kind, table) in tables {
        let own = table.load(connection, &sums, problems)?;
        objects.insert(kind.clone(), own.into_iter().map(|(_, object)| object).collect());
    }
    Ok(World::new(catalogue.clone(), objects))
}

/// A connection for reading beside another one.
pub fn connect_reading(path: &Path) -> Result<Connection, StoreError> {
    let plainly = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY).and_then(|connection| {
        // The first read is what finds out whether the journal files can be had.
        schema::version(&connection).map(|_| connection)
    });
    match plainly {
        Ok(connection) => Ok(connection),
        // In a read-only folder after an unclean end: without a log to replay the file itself is whole.
        Err(StoreError::ReadOnly | StoreError::Sqlite(_)) if is_empty(&with_suffix(path, "-wal")) => {
            let path = path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
            let uri = PathBuf::from(format!("file:{path}?immutable=1"));
            connect(&uri, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI)
        }
        Err(StoreError::ReadOnly | StoreError::Sqlite(_)) => Err(StoreError::Unfinished),
        Err(other) => Err(other),
    }
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(256);
    geometry::register_functions(&connection)?;
    Ok(connection)
}

/// Write-ahead log, and every commit on the disk before it is acknowledged.
fn durable(connection: &Connection) -> Result<(), StoreError> {
    connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    Ok(())
}

/// The file's first bytes and its length, before SQLite touches it.
fn look_at(path: &Path) -> Result<(), StoreError> {
    let Ok(mut file) = File::open(path) else {
        return Err(if path.exists() {
            StoreError::NotWritten(path.display().to_string())
        } else {
            StoreError::Missing(path.to_owned())
        });
    };
    let mut head = [0_u8; 100];
    let length = file.metadata().map_or(0, |metadata| metadata.len());
    let whole = file.read_exact(&mut head).is_ok();
    let magic = b"SQLite format 3\0";
    let begun = head.iter().zip(magic).take(usize::try_from(length).unwrap_or(16)).all(|(a, b)| a == b);
    if !begun || length == 0 {
        return Err(StoreError::NotSqlite(path.to_owned()));
    }
    let [_, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, p1, p2, ..] = head;
    let page = match u64::from(u16::from_be_bytes([p1, p2])) {
        1 => 65_536,
        size => size,
    };
    let pages = head.get(28..32).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_be_bytes);
    let expected = page * u64::from(pages);
    // With a log beside it the file may be behind; the log makes it whole.
    if !whole || (length < expected && is_empty(&with_suffix(path, "-wal"))) {
        return Err(StoreError::Truncated { found: length, expected: expected.max(100) });
    }
    Ok(())
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(suffix);
    path.with_file_name(name)
}

fn is_empty(path: &Path) -> bool {
    path.metadata().map_or(true, |metadata| metadata.len() == 0)
}

fn known_version(path: &Path, connection: &Connection) -> Result<i64, StoreError> {
    match schema::version(connection)? {
        None => Err(StoreError::NotADistrict(path.to_owned())),
        Some(found) if found > KNOWN => Err(StoreError::Newer { found, known: KNOWN }),
        Some(found) => Ok(found),
    }
}

fn quick_check(connection: &Connection) -> Result<(), StoreError> {
    let found: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if found == "ok" { Ok(()) } else { Err(StoreError::Corrupt(found)) }
}
