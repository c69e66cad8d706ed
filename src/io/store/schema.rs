//! The tables that every district file has beside its kinds, and how older files come up to date.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use crate::{
    domain::{catalogue::Lang, view::Words},
    io::store::{cell, error::StoreError},
};

/// "GPKG": every GeoPackage since 1.2 carries it.
pub const APPLICATION_ID: i64 = 0x4750_4b47;
/// GeoPackage 1.3. GDAL warns of any other use, and Debian's warns of 1.4 as well.
pub const USER_VERSION: i64 = 10_300;

/// Append-only: the schema version of a file is how many of these it has seen. Never edit a released one.
const MIGRATIONS: &[&str] = &[FIRST, NETWORK];

/// The newest schema version that this program knows.
pub const KNOWN: i64 = MIGRATIONS.len() as i64;

const FIRST: &str = r#"
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinate reference system'),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
  ('WGS 84 geodetic', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]', 'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid');
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE sitmap_meta (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE sitmap_catalogue (part TEXT NOT NULL PRIMARY KEY, toml TEXT NOT NULL);
CREATE TABLE sitmap_journal (
  seq INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, uid TEXT NOT NULL UNIQUE, time DATETIME NOT NULL, actor TEXT NOT NULL,
  label TEXT NOT NULL, label_id TEXT NOT NULL, label_args TEXT NOT NULL, area TEXT NOT NULL,
  intent TEXT NOT NULL, of_uid TEXT, edits INTEGER NOT NULL);
CREATE INDEX sitmap_journal_actor ON sitmap_journal (actor, seq);
CREATE INDEX sitmap_journal_of ON sitmap_journal (of_uid) WHERE of_uid IS NOT NULL;
CREATE TABLE sitmap_image (
  seq INTEGER NOT NULL, nr INTEGER NOT NULL, op TEXT NOT NULL, kind TEXT NOT NULL, uid TEXT, field TEXT,
  first_fid INTEGER, last_fid INTEGER, image TEXT, PRIMARY KEY (seq, nr)) WITHOUT ROWID;
CREATE INDEX sitmap_image_object ON sitmap_image (uid, seq) WHERE uid IS NOT NULL;
CREATE INDEX sitmap_image_range ON sitmap_image (seq) WHERE uid IS NULL;
CREATE TABLE sitmap_entry (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, uid TEXT UNIQUE, kind TEXT, object TEXT, field TEXT,
  time DATETIME, amount INTEGER, note TEXT);
CREATE INDEX sitmap_entry_object ON sitmap_entry (object, field);
CREATE TABLE sitmap_series (
  id INTEGER PRIMARY KEY NOT NULL, uid TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, object TEXT NOT NULL, field TEXT NOT NULL,
  keep_days INTEGER NOT NULL);
CREATE UNIQUE INDEX sitmap_series_object ON sitmap_series (object, field);
CREATE TABLE sitmap_reading (
  series INTEGER NOT NULL, time INTEGER NOT NULL, value REAL NOT NULL, PRIMARY KEY (series, time)) WITHOUT ROWID;
CREATE TABLE sitmap_reading_hour (
  series INTEGER NOT NULL, hour INTEGER NOT NULL, least REAL NOT NULL, mean REAL NOT NULL, greatest REAL NOT NULL,
  last REAL NOT NULL, readings INTEGER NOT NULL, PRIMARY KEY (series, hour)) WITHOUT ROWID;
CREATE TABLE sitmap_ours (id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1), writing INTEGER NOT NULL);
INSERT INTO sitmap_ours VALUES (1, 0);
CREATE TABLE sitmap_outside (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, tbl TEXT NOT NULL, op TEXT NOT NULL, fid INTEGER NOT NULL, uid TEXT,
  field TEXT, old, time TEXT NOT NULL);
"#;

const NETWORK: &str = "
CREATE TABLE sitmap_network (roads TEXT NOT NULL PRIMARY KEY, nodes INTEGER NOT NULL, node_order BLOB NOT NULL);
";

/// What a district file says of itself.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Meta {
    /// The district's name, as its people write it.
    pub district_name: String,
    /// Whether everything in it was made up by the generator.
    pub sample: bool,
    /// Whether it is a drill's copy.
    pub exercise: bool,
    /// When it was made.
    pub created: Timestamp,
}

impl Meta {
    /// What every list that leaves it says of itself; `None`: a real one.
    pub const fn mark(&self) -> Option<&'static str> {
        match (self.exercise, self.sample) {
            (true, _) => Some("演练 EXERCISE"),
            (false, true) => Some("示例数据"),
            (false, false) => None,
        }
    }
}

/// The tables of a new file, in the caller's transaction.
pub fn lay_out(connection: &Connection, meta: &Meta, words: &Words) -> Result<(), StoreError> {
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", USER_VERSION)?;
    for migration in MIGRATIONS {
        connection.execute_batch(migration)?;
    }
    write_meta(connection, "schema", &KNOWN.to_string())?;
    write_meta(connection, "district_name", &meta.district_name)?;
    write_meta(connection, "sample", flag(meta.sample))?;
    write_meta(connection, "exercise", flag(meta.exercise))?;
    write_meta(connection, "created", &cell::time_text(meta.created))?;
    for (table, message) in [("sitmap_entry", "store-table-entry"), ("sitmap_journal", "store-table-journal")] {
        register_attributes(connection, table, &words.get(message), meta.created)?;
    }
    Ok(())
}

/// Names a table without geometry in `gpkg_contents`.
pub fn register_attributes(
    connection: &Connection,
    table: &str,
    identifier: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    connection.execute(
        "INSERT OR REPLACE INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id)
         VALUES (?1, 'attributes', ?2, '', ?3, 0)",
        params![table, identifier, cell::time_text(now)],
    )?;
    Ok(())
}

const fn flag(yes: bool) -> &'static str {
    if yes { "1" } else { "0" }
}

/// Sets one line of `sitmap_meta`.
pub fn write_meta(connection: &Connection, key: &str, value: &str) -> Result<(), StoreError> {
    connection.execute("INSERT OR REPLACE INTO sitmap_meta (key, value) VALUES (?1, ?2)", params![key, value])?;
    Ok(())
}

fn line(connection: &Connection, key: &str) -> Result<Option<String>, StoreError> {
    let found = connection.query_row("SELECT value FROM sitmap_meta WHERE key = ?1", [key], |row| row.get(0));
    Ok(found.optional()?)
}

/// What the file says of itself.
pub fn read_meta(connection: &Connection) -> Result<Meta, StoreError> {
    let yes = |key| line(connection, key).map(|value| value.as_deref() == Some("1"));
    Ok(Meta {
        district_name: line(connection, "district_name")?.unwrap_or_default(),
        sample: yes("sample")?,
        exercise: yes("exercise")?,
        created: line(connection, "created")?.and_then(|text| cell::parse_time(&text)).unwrap_or(Timestamp::UNIX_EPOCH),
    })
}

/// Whether it is a share copy: what is personal was taken out.
pub fn is_shared(connection: &Connection) -> Result<bool, StoreError> {
    Ok(line(connection, "shared")?.as_deref() == Some("1"))
}

/// Whether a table of this name is in the file.
pub fn has_table(connection: &Connection, table: &str) -> Result<bool, StoreError> {
    let sql = "SELECT count(*) > 0 FROM sqlite_schema WHERE type = 'table' AND name = ?1";
    Ok(connection.query_row(sql, [table], |row| row.get(0))?)
}

/// The file's schema version; `None` when it is no district file.
pub fn version(connection: &Connection) -> Result<Option<i64>, StoreError> {
    if !has_table(connection, "sitmap_meta")? {
        return Ok(None);
    }
    Ok(line(connection, "schema")?.and_then(|text| text.parse().ok()))
}

/// Brings an older file up to date, in the caller's transaction. True when something was to do.
pub fn migrate(connection: &Connection, found: i64) -> Result<bool, StoreError> {
    let seen = usize::try_from(found).unwrap_or(0);
    for migration in MIGRATIONS.iter().skip(seen) {
        connection.execute_batch(migration)?;
    }
    if found < KNOWN {
        write_meta(connection, "schema", &KNOWN.to_string())?;
    }
    Ok(found < KNOWN)
}

/// The Chinese words, for the names of tables and the journal's labels: the file is read by people in QGIS.
pub fn words() -> Words {
    crate::io::assets::words(Lang::Zh)
}
