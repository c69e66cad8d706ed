//! The journal: every action, and of every field or row it touched the image before.
//!
//! The image after is not kept: it is the row itself, or the next image before. A run of added objects is one
//! line with a range of fids, so an import costs a range.

use std::{collections::BTreeMap, sync::Arc};

use geo_types::Geometry;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::{Map, Value as Json, json};

use crate::{
    domain::{
        catalogue::Kind,
        edit::{Action, Intent, Label},
        model::{Entry, Object, ObjectRef, Uid, Value},
        view::Words,
    },
    io::store::{cell, entries, error::StoreError, geometry},
};

/// One line of the journal.
#[derive(Clone, Debug, PartialEq)]
pub struct JournalRow {
    /// Its number in this file, rising.
    pub seq: u64,
    /// The action.
    pub uid: Uid,
    /// When.
    pub time: Timestamp,
    /// Who.
    pub actor: Arc<str>,
    /// What it is called.
    pub label: Label,
    /// The area of commands it came from.
    pub area: Arc<str>,
    /// Something new, an undo or a redo.
    pub intent: Intent,
    /// How many edits it made.
    pub edits: u64,
    /// Whether it stands taken back.
    pub undone: bool,
}

/// What happened to a field or a row.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Op {
    /// Rows that were not there.
    Add,
    /// A row that is gone.
    Remove,
    /// A field.
    Set,
    /// The place.
    Move,
    /// An event row written.
    Enter,
    /// An event row taken back.
    Withdraw,
}

const OPS: [(Op, &str); 6] = [
    (Op::Add, "add"),
    (Op::Remove, "remove"),
    (Op::Set, "set"),
    (Op::Move, "move"),
    (Op::Enter, "enter"),
    (Op::Withdraw, "withdraw"),
];

impl Op {
    fn as_str(self) -> &'static str {
        OPS.iter().find(|(op, _)| *op == self).map_or("", |(_, text)| text)
    }

    fn parse(text: &str) -> Option<Self> {
        OPS.iter().find(|(_, known)| *known == text).map(|(op, _)| *op)
    }
}

/// The image before of one field or row, or of a range of added rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Image {
    /// The action's line.
    pub seq: u64,
    /// Its place within the action.
    pub nr: u64,
    /// What happened.
    pub op: Op,
    /// The kind's id at that time.
    pub kind: String,
    /// Whose; `None` for several added rows.
    pub uid: Option<Uid>,
    /// Which field.
    pub field: Option<String>,
    /// The fids of the rows added.
    pub fids: Option<(i64, i64)>,
    /// What was there.
    pub image: Json,
}

impl Image {
    /// An image of this operation on an object.
    pub fn of(op: Op, object: &ObjectRef) -> Self {
        let (kind, uid) = (object.kind.to_string(), Some(object.uid));
        Self { seq: 0, nr: 0, op, kind, uid, field: None, fids: None, image: Json::Null }
    }

    /// Of this field.
    #[must_use]
    pub fn field(mut self, field: &str) -> Self {
        self.field = Some(field.to_owned());
        self
    }

    /// With what was there.
    #[must_use]
    pub fn image(mut self, image: Json) -> Self {
        self.image = image;
        self
    }
}

/// A removed object as an image: its fid, its place, its values by field id, and its event rows.
pub fn object_image(kind: &Kind, object: &Object, fid: i64, entries: &[Entry]) -> Json {
    let mut values = Map::new();
    for (field, value) in kind.fields.iter().zip(&object.values) {
        if !value.is_null() && !field.summed {
            values.insert(field.id.to_string(), cell::to_json(value));
        }
    }
    let mut image = json!({ "fid": fid, "geometry": place_image(object.geometry.as_ref()), "values": values });
    if let (Some(map), false) = (image.as_object_mut(), entries.is_empty()) {
        let rows = entries.iter().map(|entry| {
            let mut row = entries::to_json(entry);
            if let Some(row) = row.as_object_mut() {
                row.insert("field".to_owned(), Json::from(entry.field.as_str()));
            }
            row
        });
        map.insert("entries".to_owned(), rows.collect());
    }
    image
}

/// An object from its image, its fid and its event rows.
pub fn object_from_image(kind: &Kind, uid: Uid, image: &Json) -> (Object, i64, Vec<Entry>) {
    let mut values = vec![Value::Null; kind.fields.len()];
    if let Some(kept) = image.get("values").and_then(Json::as_object) {
        for (id, json) in kept {
            if let Some(index) = field_index(kind, id)
                && let (Some(field), Some(slot)) = (kind.fields.get(index), values.get_mut(index))
            {
                *slot = cell::from_json(field.field_type, json);
            }
        }
    }
    let named = ObjectRef { kind: kind.id.clone(), uid };
    let rows = image.get("entries").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    let entries = rows.iter().filter_map(|row| entries::from_json(&named, row.get("field")?.as_str()?, row)).collect();
    let geometry = image.get("geometry").and_then(place_from_image);
    let fid = image.get("fid").and_then(Json::as_i64).unwrap_or(0);
    (Object { uid, kind: kind.id.clone(), geometry, values }, fid, entries)
}

/// A field's place among a kind's by the id it has or had.
pub fn field_index(kind: &Kind, id: &str) -> Option<usize> {
    kind.index(id).or_else(|| kind.fields.iter().position(|field| field.was.iter().any(|was| was == id)))
}

/// A place as GeoJSON.
pub fn place_image(place: Option<&Geometry>) -> Json {
    let Some(place) = place else { return Json::Null };
    serde_json::to_value(geojson::Geometry::from(&geometry::plain(place))).unwrap_or_default()
}

/// A place from GeoJSON.
pub fn place_from_image(image: &Json) -> Option<Geometry> {
    let read: geojson::Geometry = serde_json::from_value(image.clone()).ok()?;
    Geometry::try_from(read).ok().map(|place| geometry::plain(&place))
}

/// Writes an action's line; its number.
pub fn write(connection: &Connection, action: &Action, words: &Words) -> Result<u64, StoreError> {
    let (intent, of) = match action.intent {
        Intent::Do => ("do", None),
        Intent::Undo(uid) => ("undo", Some(uid.to_string())),
        Intent::Redo(uid) => ("redo", Some(uid.to_string())),
    };
    let label = words.action(&action.label);
    let args = serde_json::to_string(&action.label.args).unwrap_or_else(|_| "{}".to_owned());
    let sql = "INSERT INTO sitmap_journal (uid, time, actor, label, label_id, label_args, area, intent, of_uid, edits)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    let written = connection.prepare_cached(sql)?.insert(params![
        action.uid.to_string(),
        cell::time_text(action.time),
        action.actor.as_ref(),
        label,
        action.label.id,
        args,
        action.area.as_ref(),
        intent,
        of,
        i64::try_from(action.edits.len()).unwrap_or(i64::MAX),
    ]);
    match written {
        Ok(seq) => Ok(seq.unsigned_abs()),
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) => {
            Err(StoreError::UidTaken(action.uid))
        }
        Err(error) => Err(error.into()),
    }
}

/// Writes an action's images, in order.
pub fn write_images(connection: &Connection, seq: u64, images: &[Image]) -> Result<(), StoreError> {
    let sql = "INSERT INTO sitmap_image (seq, nr, op, kind, uid, field, first_fid, last_fid, image)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    let mut statement = connection.prepare_cached(sql)?;
    for (nr, image) in (0_i64..).zip(images) {
        statement.execute(params![
            seq.cast_signed(),
            nr,
            image.op.as_str(),
            image.kind,
            image.uid.map(|uid| uid.to_string()),
            image.field,
            image.fids.map(|(first, _)| first),
            image.fids.map(|(_, last)| last),
            (!image.image.is_null()).then(|| image.image.to_string()),
        ])?;
    }
    Ok(())
}

/// What [`image`] reads, in its order.
pub const IMAGE_COLUMNS: &str = "seq, op, kind, uid, field, first_fid, last_fid, image, nr";

/// An image from its row; `None` when it is not understood.
pub fn image(row: &Row<'_>) -> rusqlite::Result<Option<Image>> {
    let op: String = row.get(1)?;
    let Some(op) = Op::parse(&op) else { return Ok(None) };
    let fids = row.get::<_, Option<i64>>(5)?.zip(row.get::<_, Option<i64>>(6)?);
    let kept: Option<String> = row.get(7)?;
    Ok(Some(Image {
        seq: row.get::<_, i64>(0)?.unsigned_abs(),
        nr: row.get::<_, i64>(8)?.unsigned_abs(),
        op,
        kind: row.get(2)?,
        uid: row.get_ref(3)?.as_str().ok().and_then(|text| text.parse().ok()),
        field: row.get(4)?,
        fids,
        image: kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default(),
    }))
}

/// What [`journal_row`] reads.
pub const ROW: &str =
    "SELECT j.seq, j.uid, j.time, j.actor, j.label_id, j.label_args, j.area, j.intent, j.of_uid, j.edits
                   FROM sitmap_journal AS j";

/// The journal's last lines, the latest first; those before a number when one is given.
pub fn rows(connection: &Connection, before: Option<u64>, limit: usize) -> Result<Vec<JournalRow>, StoreError> {
    let sql = format!("{ROW} WHERE j.seq < ?1 ORDER BY j.seq DESC LIMIT ?2");
    let before = before.map_or(i64::MAX, |seq| i64::try_from(seq).unwrap_or(i64::MAX));
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params![before, limit], journal_row)?.collect::<Result<Vec<_>, _>>()?;
    rows.into_iter().map(|row| with_state(connection, row)).collect()
}

/// The lines that touched an object, the latest first. What came with a whole list is not among them.
pub fn rows_of(connection: &Connection, object: &ObjectRef, limit: usize) -> Result<Vec<JournalRow>, StoreError> {
    let sql = format!(
        "{ROW} WHERE j.seq IN (SELECT seq FROM sitmap_image WHERE uid = ?1 AND kind = ?2
           UNION SELECT seq FROM sitmap_journal WHERE area = 'person' AND json_extract(label_args, '$.uid') = ?1)
         ORDER BY j.seq DESC LIMIT ?3"
    );
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params![object.uid.to_string(), object.kind.as_str(), limit], journal_row)?;
    rows.collect::<Result<Vec<_>, _>>()?.into_iter().map(|row| with_state(connection, row)).collect()
}

/// The line of an action.
pub fn row(connection: &Connection, uid: Uid) -> Result<Option<JournalRow>, StoreError> {
    let sql = format!("{ROW} WHERE j.uid = ?1");
    let found = connection.prepare_cached(&sql)?.query_row([uid.to_string()], journal_row).optional()?;
    found.map(|row| with_state(connection, row)).transpose()
}

/// The line of this number.
pub fn row_at(connection: &Connection, seq: u64) -> Result<Option<JournalRow>, StoreError> {
    let sql = format!("{ROW} WHERE j.seq = ?1");
    let found = connection.prepare_cached(&sql)?.query_row([seq.cast_signed()], journal_row).optional()?;
    found.map(|row| with_state(connection, row)).transpose()
}

/// How many actions the journal holds.
pub fn length(connection: &Connection) -> Result<u64, StoreError> {
    let count: i64 = connection.query_row("SELECT count(*) FROM sitmap_journal", [], |row| row.get(0))?;
    Ok(count.unsigned_abs())
}

/// A line from its row; whether it stands undone is told by [`with_state`].
pub fn journal_row(row: &Row<'_>) -> rusqlite::Result<JournalRow> {
    let text = |place: usize| row.get::<_, Option<String>>(place).map(Option::unwrap_or_default);
    let uid = |place: usize| text(place).map(|text| text.parse().unwrap_or(Uid::from_bits(0)));
    let args: BTreeMap<String, String> = serde_json::from_str(&text(5)?).unwrap_or_default();
    let intent = match text(7)?.as_str() {
        "undo" => Intent::Undo(uid(8)?),
        "redo" => Intent::Redo(uid(8)?),
        _ => Intent::Do,
    };
    Ok(JournalRow {
        seq: row.get::<_, i64>(0)?.unsigned_abs(),
        uid: uid(1)?,
        time: cell::parse_time(&text(2)?).unwrap_or(Timestamp::UNIX_EPOCH),
        actor: Arc::from(text(3)?),
        label: Label { id: text(4)?, args },
        area: Arc::from(text(6)?),
        intent,
        edits: row.get::<_, i64>(9)?.unsigned_abs(),
        undone: false,
    })
}

/// Fills in whether it stands undone.
pub fn with_state(connection: &Connection, mut row: JournalRow) -> Result<JournalRow, StoreError> {
    row.undone = undone(connection, row.uid)?;
    Ok(row)
}

/// Whether an action stands undone: an undo names it, and no redo of that undo stands.
pub fn undone(connection: &Connection, uid: Uid) -> Result<bool, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT uid FROM sitmap_journal WHERE of_uid = ?1 AND intent = ?2 ORDER BY seq DESC LIMIT 1")?;
    let mut of = uid.to_string();
    // Each turn follows one undo and its redo, both later than what they name, so it ends.
    loop {
        let undo: Option<String> = statement.query_row([of.as_str(), "undo"], |row| row.get(0)).optional()?;
        let Some(undo) = undo else { return Ok(false) };
        let redo: Option<String> = statement.query_row([undo.as_str(), "redo"], |row| row.get(0)).optional()?;
        let Some(redo) = redo else { return Ok(true) };
        of = redo;
    }
}
