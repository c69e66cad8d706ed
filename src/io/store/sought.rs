//! The whole journal, sought through: by kind, person, words, area and time, a page at a time.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, named_params, params};

use crate::{
    domain::model::{KindId, ObjectRef, Uid},
    io::store::{JournalRow, Reader, cell, error::StoreError, journal, register::quoted},
};

/// What is sought; nothing said finds every line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sought {
    /// Lines that touched an object of this kind.
    pub kind: Option<KindId>,
    /// Lines that touched this object.
    pub object: Option<Uid>,
    /// Lines of this person or post.
    pub actor: Option<String>,
    /// Lines of this area of commands.
    pub area: Option<String>,
    /// Lines whose name holds these words.
    pub text: String,
    /// From this moment on.
    pub since: Option<Timestamp>,
    /// Up to this moment.
    pub until: Option<Timestamp>,
}

/// A line, and an object that it touched.
#[derive(Clone, Debug, PartialEq)]
pub struct Touched {
    /// The line.
    pub row: JournalRow,
    /// The first object it touched; none when that cannot be told any more.
    pub object: Option<ObjectRef>,
}

/// A page of what was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JournalPage {
    /// The lines, the latest first.
    pub lines: Vec<Touched>,
    /// How many lines were found in all.
    pub found: u64,
    /// How many lines the journal holds.
    pub total: u64,
    /// Who acted, over the whole journal.
    pub actors: Vec<String>,
    /// The areas of commands, over the whole journal.
    pub areas: Vec<String>,
    /// The kinds that were touched, over the whole journal.
    pub kinds: Vec<KindId>,
}

const WHERE: &str = "WHERE (:actor IS NULL OR j.actor = :actor) AND (:area IS NULL OR j.area = :area)
  AND (:since IS NULL OR j.time >= :since) AND (:until IS NULL OR j.time <= :until)
  AND (:text IS NULL OR j.label LIKE :text ESCAPE '\\' OR j.label_args LIKE :text ESCAPE '\\')
  AND (:uid IS NULL OR j.seq IN (SELECT seq FROM sitmap_image WHERE uid = :uid))
  AND (:kinds IS NULL OR EXISTS (SELECT 1 FROM sitmap_image AS i WHERE i.seq = j.seq
       AND i.kind IN (SELECT value FROM json_each(:kinds))))";

impl Reader {
    /// A page of the lines sought, the latest first, past the first `skip`.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn seek(&self, sought: &Sought, skip: u64, limit: usize) -> Result<JournalPage, StoreError> {
        let _whole = self.connection.unchecked_transaction()?;
        let kinds = sought.kind.as_ref().map(|kind| {
            let was = self.catalogue.kind(kind.as_str()).map(|kind| kind.was.clone()).unwrap_or_default();
            let names: Vec<String> = std::iter::once(kind.to_string()).chain(was).collect();
            serde_json::to_string(&names).unwrap_or_default()
        });
        let text = sought.text.trim();
        let text = (!text.is_empty()).then(|| like(text));
        let uid = sought.object.map(|uid| uid.to_string());
        let (since, until) = (sought.since.map(cell::time_text), sought.until.map(cell::time_text));
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let skip = i64::try_from(skip).unwrap_or(i64::MAX);
        let sql = format!("{} {WHERE} ORDER BY j.seq DESC LIMIT :limit OFFSET :skip", journal::ROW);
        let given = named_params! {
            ":actor": sought.actor, ":area": sought.area, ":since": since, ":until": until, ":text": text,
            ":uid": uid, ":kinds": kinds, ":limit": limit, ":skip": skip,
        };
        let mut statement = self.connection.prepare(&sql)?;
        let rows = statement.query_map(given, journal::journal_row)?.collect::<Result<Vec<_>, _>>()?;
        let count = format!("SELECT count(*) FROM sitmap_journal AS j {WHERE}");
        let given = named_params! {
            ":actor": sought.actor, ":area": sought.area, ":since": since, ":until": until, ":text": text,
            ":uid": uid, ":kinds": kinds,
        };
        let found: i64 = self.connection.query_row(&count, given, |row| row.get(0))?;
        let mut lines = Vec::new();
        for row in rows {
            let row = journal::with_state(&self.connection, row)?;
            lines.push(Touched { object: self.touched_first(row.seq)?, row });
        }
        let kinds = self.distinct("SELECT DISTINCT kind FROM sitmap_image ORDER BY kind")?;
        Ok(JournalPage {
            lines,
            found: found.unsigned_abs(),
            total: journal::length(&self.connection)?,
            actors: self.distinct("SELECT DISTINCT actor FROM sitmap_journal ORDER BY actor")?,
            areas: self.distinct("SELECT DISTINCT area FROM sitmap_journal ORDER BY area")?,
            kinds: kinds.iter().map(|kind| KindId::from(kind.as_str())).collect(),
        })
    }

    fn distinct(&self, sql: &str) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let found = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(found)
    }

    /// The first object that an action touched.
    fn touched_first(&self, seq: u64) -> Result<Option<ObjectRef>, StoreError> {
        let sql = "SELECT kind, uid, first_fid FROM sitmap_image WHERE seq = ?1 ORDER BY nr LIMIT 1";
        let row = |row: &rusqlite::Row<'_>| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?, row.get::<_, Option<i64>>(2)?))
        };
        let found = self.connection.prepare_cached(sql)?.query_row([seq.cast_signed()], row).optional()?;
        let Some((kind, uid, fid)) = found else { return Ok(None) };
        let Some(table) = self.table_of(&kind) else { return Ok(None) };
        let uid = match (uid, fid) {
            (Some(uid), _) => Some(uid),
            // A run of added rows is told by its first one.
            (None, Some(fid)) => {
                let sql = format!("SELECT uid FROM {} WHERE fid = ?1", quoted(&table.name));
                self.connection.prepare_cached(&sql)?.query_row(params![fid], |row| row.get(0)).optional()?
            }
            (None, None) => None,
        };
        let uid = uid.and_then(|uid| uid.parse().ok());
        Ok(uid.map(|uid| ObjectRef { kind: table.kind.id.clone(), uid }))
    }
}

/// A pattern that finds the words anywhere.
fn like(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}
