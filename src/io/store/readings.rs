//! Measured series: one row a reading, keyed (series, time) without rowid, and an hourly summary that outlives
//! them. Readings are no edits: a feed never makes a person's edit stale, and the journal does not swell.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use crate::{
    domain::{
        hazard::rain::{Amount, series::minutes_of},
        model::{FieldId, ObjectRef, Uid},
    },
    io::store::{Reader, Store, error::StoreError},
};

/// How long readings are kept one by one when nothing else is said.
pub const KEEP_DAYS: u32 = 60;

const HOUR_S: i64 = 3_600;
const DAY_S: i64 = 86_400;

/// One reading of a series: what an object's field measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Whose: a gauge, a reservoir.
    pub object: ObjectRef,
    /// Which of its fields is measured; its unit is the field's.
    pub field: FieldId,
    /// When, to the second.
    pub time: Timestamp,
    /// How much.
    pub value: f64,
}

/// An hour of a series in short.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hour {
    /// Its beginning.
    pub time: Timestamp,
    /// The least reading.
    pub least: f64,
    /// The mean of its readings.
    pub mean: f64,
    /// The greatest reading.
    pub greatest: f64,
    /// The last reading.
    pub last: f64,
    /// How many readings.
    pub readings: u32,
}

/// What an append did.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Appended {
    /// Readings written; one of the same second replaces the one before.
    pub written: usize,
    /// Readings left out: not finite, or older than the series keeps.
    pub left_out: usize,
}

/// Rain by station.
pub type RainMeasured = BTreeMap<ObjectRef, Vec<Amount>>;

impl Reader {
    /// The readings of a series from a moment (in it) to another (not in it), in order.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn readings(
        &self,
        object: &ObjectRef,
        field: &str,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<(Timestamp, f64)>, StoreError> {
        of_series(&self.connection, object, field, from, to)
    }

    /// The hours of a series from a moment to another, in order; they are there when the readings are long gone.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn hours(
        &self,
        object: &ObjectRef,
        field: &str,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<Hour>, StoreError> {
        let sql = "SELECT h.hour, h.least, h.mean, h.greatest, h.last, h.readings
                   FROM sitmap_reading_hour AS h JOIN sitmap_series AS s ON s.id = h.series
                   WHERE s.object = ?1 AND s.field = ?2 AND h.hour >= ?3 AND h.hour < ?4 ORDER BY h.hour";
        let mut statement = self.connection.prepare_cached(sql)?;
        let (first, end) = (from.as_second().div_euclid(HOUR_S), to.as_second().div_euclid(HOUR_S) + 1);
        let rows = statement.query_map(params![object.uid.to_string(), field, first, end], |row| {
            Ok(Hour {
                time: moment(row.get::<_, i64>(0)? * HOUR_S),
                least: row.get(1)?,
                mean: row.get(2)?,
                greatest: row.get(3)?,
                last: row.get(4)?,
                readings: row.get(5)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The rain that was measured from a moment (in it) to another (not in it), by station.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn rain(&self, from: Timestamp, to: Timestamp) -> Result<RainMeasured, StoreError> {
        rain(&self.connection, from, to)
    }

    /// Which series there are: an object and the field measured.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn series(&self) -> Result<Vec<(ObjectRef, FieldId)>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT kind, object, field FROM sitmap_series ORDER BY id")?;
        let rows = statement.query_map([], |row| {
            let (kind, object, field): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let named = object.parse().ok().map(|uid| ObjectRef { kind: kind.as_str().into(), uid });
            Ok(named.map(|named| (named, FieldId::from(field.as_str()))))
        })?;
        Ok(rows.filter_map(Result::transpose).collect::<Result<_, _>>()?)
    }
}

impl Store {
    /// Appends readings in one transaction, and keeps their hours.
    ///
    /// # Errors
    /// What the disk or SQLite says; nothing was appended then.
    pub fn append_readings(&mut self, readings: &[Reading], now: Timestamp) -> Result<Appended, StoreError> {
        self.must_write()?;
        let transaction = Transaction::new_unchecked(&self.reader.connection, TransactionBehavior::Immediate)?;
        let appended = append(&transaction, readings, now)?;
        transaction.commit()?;
        Ok(appended)
    }

    /// Says how long a series keeps its readings one by one.
    ///
    /// # Errors
    /// What the disk or SQLite says.
    pub fn keep_readings(&mut self, object: &ObjectRef, field: &FieldId, days: u32) -> Result<(), StoreError> {
        self.must_write()?;
        let transaction = Transaction::new_unchecked(&self.reader.connection, TransactionBehavior::Immediate)?;
        let (series, _) = series(&transaction, object, field)?;
        transaction.execute("UPDATE sitmap_series SET keep_days = ?2 WHERE id = ?1", params![series, days])?;
        transaction.commit()?;
        Ok(())
    }

    /// Lets go of readings older than their series keeps; their hours stay. How many went.
    ///
    /// # Errors
    /// What the disk or SQLite says.
    pub fn prune_readings(&mut self, now: Timestamp) -> Result<usize, StoreError> {
        self.must_write()?;
        // Whole hours only, so that an hour is never summed up from a part of its readings.
        let sql = "DELETE FROM sitmap_reading WHERE EXISTS (SELECT 1 FROM sitmap_series AS s
                   WHERE s.id = series AND time < ((?1 - s.keep_days * ?2) / ?3) * ?3)";
        Ok(self.reader.connection.execute(sql, params![now.as_second(), DAY_S, HOUR_S])?)
    }
}

/// The readings of a series on a connection: see [`Reader::readings`].
pub(super) fn of_series(
    connection: &Connection,
    object: &ObjectRef,
    field: &str,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<(Timestamp, f64)>, StoreError> {
    let sql = "SELECT r.time, r.value FROM sitmap_reading AS r JOIN sitmap_series AS s ON s.id = r.series
               WHERE s.object = ?1 AND s.field = ?2 AND r.time >= ?3 AND r.time < ?4 ORDER BY r.time";
    let mut statement = connection.prepare_cached(sql)?;
    let span = params![object.uid.to_string(), field, from.as_second(), to.as_second()];
    let rows = statement.query_map(span, |row| Ok((moment(row.get(0)?), row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The rain that was measured on a connection: see [`Reader::rain`].
pub(super) fn rain(connection: &Connection, from: Timestamp, to: Timestamp) -> Result<RainMeasured, StoreError> {
    let sql = "SELECT s.kind, s.object, s.field, r.time, r.value
               FROM sitmap_series AS s JOIN sitmap_reading AS r ON r.series = s.id
               WHERE s.field LIKE 'rain%' AND r.time >= ?1 AND r.time < ?2 ORDER BY s.id, r.time";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params![from.as_second(), to.as_second()])?;
    let mut found = RainMeasured::new();
    while let Some(row) = rows.next()? {
        let (kind, object, field): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (Ok(uid), Some(minutes)) = (object.parse(), minutes_of(&field)) else { continue };
        let amount = Amount { end: moment(row.get(3)?), minutes, mm: row.get(4)? };
        found.entry(ObjectRef { kind: kind.as_str().into(), uid }).or_default().push(amount);
    }
    Ok(found)
}

/// Appends readings inside a transaction of the caller's, and keeps their hours.
pub(super) fn append(connection: &Connection, readings: &[Reading], now: Timestamp) -> Result<Appended, StoreError> {
    let mut appended = Appended::default();
    let mut known: BTreeMap<(Uid, &str), (i64, i64)> = BTreeMap::new();
    let mut hours = BTreeSet::new();
    {
        let sql = "INSERT OR REPLACE INTO sitmap_reading (series, time, value) VALUES (?1, ?2, ?3)";
        let mut put = connection.prepare_cached(sql)?;
        for reading in readings {
            let key = (reading.object.uid, reading.field.as_str());
            let (series, keep_days) = match known.get(&key) {
                Some(series) => *series,
                None => {
                    let series = series(connection, &reading.object, &reading.field)?;
                    known.insert(key, series);
                    series
                }
            };
            let second = reading.time.as_second();
            if !reading.value.is_finite() || second < now.as_second() - keep_days * DAY_S {
                appended.left_out += 1;
                continue;
            }
            put.execute(params![series, second, reading.value])?;
            hours.insert((series, second.div_euclid(HOUR_S)));
            appended.written += 1;
        }
    }
    sum_up(connection, &hours)?;
    Ok(appended)
}

/// A series' number and how many days it keeps; made when it is new.
fn series(connection: &Connection, object: &ObjectRef, field: &FieldId) -> Result<(i64, i64), StoreError> {
    let named = params![object.uid.to_string(), field.as_str()];
    let sql = "SELECT id, keep_days FROM sitmap_series WHERE object = ?1 AND field = ?2";
    let found = connection.prepare_cached(sql)?.query_row(named, |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    if let Some(found) = found {
        return Ok(found);
    }
    // The same in every copy of the file: made of what it measures.
    let salt = field.as_str().bytes().fold(3_u128, |salt, byte| salt.wrapping_mul(257) + u128::from(byte));
    let uid = Uid::from_bits(object.uid.bits() ^ salt.rotate_left(64));
    let sql = "INSERT INTO sitmap_series (uid, kind, object, field, keep_days) VALUES (?1, ?2, ?3, ?4, ?5)";
    let row = params![uid.to_string(), object.kind.as_str(), object.uid.to_string(), field.as_str(), KEEP_DAYS];
    Ok((connection.prepare_cached(sql)?.insert(row)?, i64::from(KEEP_DAYS)))
}

/// Sums up hours anew from their readings.
fn sum_up(connection: &Connection, hours: &BTreeSet<(i64, i64)>) -> Result<(), StoreError> {
    let sql = "INSERT OR REPLACE INTO sitmap_reading_hour (series, hour, least, mean, greatest, last, readings)
               SELECT ?1, ?2, min(value), avg(value), max(value),
                 (SELECT value FROM sitmap_reading WHERE series = ?1 AND time >= ?2 * 3600 AND time < (?2 + 1) * 3600
                  ORDER BY time DESC LIMIT 1), count(*)
               FROM sitmap_reading WHERE series = ?1 AND time >= ?2 * 3600 AND time < (?2 + 1) * 3600";
    let mut statement = connection.prepare_cached(sql)?;
    for (series, hour) in hours {
        statement.execute([series, hour])?;
    }
    Ok(())
}

fn moment(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap_or(Timestamp::UNIX_EPOCH)
}
