//! One table a kind, and one beside it for what is personal.

use std::{collections::HashMap, sync::Arc};

use geo_types::Geometry;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::{
    domain::{
        catalogue::{Field, GeometryType, Kind},
        model::{Object, ObjectRef, Uid, Value},
        problem::Problem,
    },
    io::store::{
        cell,
        error::StoreError,
        geometry::{self, Envelope},
        schema, spatial,
    },
};

/// A name as SQL takes it.
pub fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The table that holds what is personal of a kind.
pub fn personal_name(table: &str) -> String {
    format!("{table}_personal")
}

/// A field and the column that holds it.
#[derive(Clone, Debug)]
pub struct Column {
    /// The field's place among the kind's.
    pub index: usize,
    /// The column's name: the field's id, or in a file opened for reading an earlier one.
    pub name: String,
    /// Whether it sits in the personal table.
    pub personal: bool,
}

/// Where a kind is kept.
#[derive(Clone, Debug)]
pub struct Table {
    /// The kind.
    pub kind: Arc<Kind>,
    /// The table's name.
    pub name: String,
    /// Its columns, in the order of the fields; a field with no column (summed, or not there yet) has none.
    pub columns: Vec<Column>,
    /// Whether there is a personal table.
    pub has_personal: bool,
}

/// The columns of a table, none when it is not there.
pub fn column_names(connection: &Connection, table: &str) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT name FROM pragma_table_info(?1)")?;
    let names = statement.query_map([table], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(names)
}

/// The name among these that a thing of this id (or of an earlier one) has.
pub fn known_as<'a>(names: &'a [String], id: &str, was: &[String]) -> Option<&'a String> {
    names.iter().find(|name| *name == id).or_else(|| names.iter().find(|name| was.contains(name)))
}

impl Table {
    /// Where the file keeps a kind; `None` when it has no table of it.
    pub fn find(connection: &Connection, kind: &Arc<Kind>) -> Result<Option<Self>, StoreError> {
        let mut name = None;
        for candidate in std::iter::once(kind.id.as_str()).chain(kind.was.iter().map(String::as_str)) {
            if schema::has_table(connection, candidate)? {
                name = Some(candidate.to_owned());
                break;
            }
        }
        let Some(name) = name else { return Ok(None) };
        let own = column_names(connection, &name)?;
        let personal = column_names(connection, &personal_name(&name))?;
        let mut columns = Vec::new();
        for (index, field) in kind.fields.iter().enumerate().filter(|(_, field)| !field.summed) {
            let id = field.id.as_str();
            if let Some(column) = known_as(&own, id, &field.was) {
                columns.push(Column { index, name: column.clone(), personal: false });
            } else if let Some(column) = known_as(&personal, id, &field.was) {
                columns.push(Column { index, name: column.clone(), personal: true });
            }
        }
        Ok(Some(Self { kind: kind.clone(), name, columns, has_personal: !personal.is_empty() }))
    }

    /// Makes the tables of a kind.
    pub fn create(connection: &Connection, kind: &Arc<Kind>, now: Timestamp) -> Result<Self, StoreError> {
        let table = quoted(kind.id.as_str());
        let geometry = geometry::type_name(kind.geometry).map(|name| format!(" geom {name},")).unwrap_or_default();
        let mut sql =
            format!("CREATE TABLE {table} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,{geometry} uid TEXT UNIQUE");
        for field in kind.fields.iter().filter(|field| !field.summed && !field.personal) {
            sql.push_str(&column_sql(field));
        }
        connection.execute_batch(&(sql + ")"))?;
        let identifier = format!("{} {}", kind.zh, kind.id);
        if kind.geometry == GeometryType::None {
            schema::register_attributes(connection, kind.id.as_str(), &identifier, now)?;
        } else {
            register_features(connection, kind, &identifier, now)?;
        }
        if kind.fields.iter().any(|field| field.personal) {
            create_personal(connection, kind, now)?;
        }
        Self::find(connection, kind)?.ok_or_else(|| StoreError::NoKind(kind.id.clone()))
    }

    /// The field of a column.
    pub fn field(&self, column: &Column) -> Option<&Field> {
        self.kind.fields.get(column.index)
    }

    /// Whether the kind has a place.
    pub fn has_geometry(&self) -> bool {
        self.kind.geometry != GeometryType::None
    }

    /// `SELECT` of fid, uid, geometry and every column in order.
    fn select(&self, filter: &str) -> String {
        let geometry = if self.has_geometry() { "m.geom" } else { "NULL" };
        let mut sql = format!("SELECT m.fid, m.uid, {geometry}");
        for column in &self.columns {
            sql.push_str(if column.personal { ", p." } else { ", m." });
            sql.push_str(&quoted(&column.name));
        }
        sql.push_str(&format!(" FROM {} AS m", quoted(&self.name)));
        if self.has_personal {
            sql.push_str(&format!(" LEFT JOIN {} AS p ON p.uid = m.uid", quoted(&personal_name(&self.name))));
        }
        sql + filter
    }

    /// Every object, in the order of their fids, with what could not be read.
    pub fn load(
        &self,
        connection: &Connection,
        sums: &Sums,
        problems: &mut Vec<Problem>,
    ) -> Result<Vec<(i64, Arc<Object>)>, StoreError> {
        let mut statement = connection.prepare(&self.select(" ORDER BY m.fid"))?;
        let mut rows = statement.query([])?;
        let mut objects = Vec::new();
        while let Some(row) = rows.next()? {
            let (fid, object) = self.object(row, sums, problems)?;
            objects.push((fid, Arc::new(object)));
        }
        Ok(objects)
    }

    /// One object and its fid.
    pub fn one(
        &self,
        connection: &Connection,
        uid: Uid,
        sums: &Sums,
    ) -> Result<Option<(i64, Arc<Object>)>, StoreError> {
        let mut statement = connection.prepare_cached(&self.select(" WHERE m.uid = ?1"))?;
        let mut rows = statement.query([uid.to_string()])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let (fid, object) = self.object(row, sums, &mut Vec::new())?;
        Ok(Some((fid, Arc::new(object))))
    }

    /// The objects of a range of fids, both ends in it.
    pub fn range(
        &self,
        connection: &Connection,
        fids: (i64, i64),
        sums: &Sums,
    ) -> Result<Vec<(i64, Arc<Object>)>, StoreError> {
        let sql = self.select(" WHERE m.fid BETWEEN ?1 AND ?2 ORDER BY m.fid");
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query([fids.0, fids.1])?;
        let mut objects = Vec::new();
        while let Some(row) = rows.next()? {
            let (fid, object) = self.object(row, sums, &mut Vec::new())?;
            objects.push((fid, Arc::new(object)));
        }
        Ok(objects)
    }

    fn object(&self, row: &Row<'_>, sums: &Sums, problems: &mut Vec<Problem>) -> Result<(i64, Object), StoreError> {
        let fid: i64 = row.get(0)?;
        let uid = row.get_ref(1)?.as_str().ok().and_then(|text| text.parse().ok());
        let uid = uid.unwrap_or_else(|| stand_in(&self.name, fid));
        let odd = |column: &str, value: String| {
            let row = u64::try_from(fid).unwrap_or(0);
            Problem::new("store_odd_value").sheet(&self.name).row(row).column(column).value(value)
        };
        let place = match row.get_ref(2)?.as_blob_or_null() {
            Ok(None) => None,
            Ok(Some(blob)) => geometry::from_blob(blob).unwrap_or_else(|_| {
                problems.push(odd("geom", format!("{} bytes", blob.len())));
                None
            }),
            Err(_) => {
                problems.push(odd("geom", String::new()));
                None
            }
        };
        let mut values = vec![Value::Null; self.kind.fields.len()];
        for (place, column) in self.columns.iter().enumerate() {
            let (Some(field), Some(slot)) = (self.kind.fields.get(column.index), values.get_mut(column.index)) else {
                continue;
            };
            match cell::from_sql(field, row.get_ref(place + 3)?) {
                Ok(value) => *slot = value,
                Err(cell::Odd(content)) => problems.push(odd(&column.name, content)),
            }
        }
        for (field, sum) in sums.of(uid) {
            if let Some(slot) = self.kind.index(field).and_then(|index| values.get_mut(index)) {
                *slot = Value::Integer(*sum);
            }
        }
        Ok((fid, Object { uid, kind: self.kind.id.clone(), geometry: place, values }))
    }

    /// One cell as a value; `None` when there is no such object.
    pub fn cell(
        &self,
        connection: &Connection,
        object: &ObjectRef,
        column: &Column,
    ) -> Result<Option<Value>, StoreError> {
        let (own, name) = (quoted(&self.name), quoted(&column.name));
        let sql = if column.personal {
            let personal = quoted(&personal_name(&self.name));
            format!("SELECT p.{name} FROM {own} m LEFT JOIN {personal} p ON p.uid = m.uid WHERE m.uid = ?1")
        } else {
            format!("SELECT {name} FROM {own} WHERE uid = ?1")
        };
        let Some(field) = self.field(column) else { return Ok(None) };
        let mut statement = connection.prepare_cached(&sql)?;
        let found = statement
            .query_row([object.uid.to_string()], |row| Ok(cell::from_sql(field, row.get_ref(0)?).unwrap_or_default()));
        Ok(found.optional()?)
    }

    /// Writes one cell.
    pub fn set(
        &self,
        connection: &Connection,
        object: &ObjectRef,
        column: &Column,
        value: &Value,
    ) -> Result<(), StoreError> {
        let name = quoted(&column.name);
        let sql = if column.personal {
            let personal = quoted(&personal_name(&self.name));
            format!("INSERT INTO {personal} (uid, {name}) VALUES (?1, ?2) ON CONFLICT (uid) DO UPDATE SET {name} = ?2")
        } else {
            format!("UPDATE {} SET {name} = ?2 WHERE uid = ?1", quoted(&self.name))
        };
        connection.prepare_cached(&sql)?.execute(params![object.uid.to_string(), cell::to_sql(value)])?;
        Ok(())
    }

    /// Where an object is: its fid and its place.
    pub fn place(&self, connection: &Connection, uid: Uid) -> Result<Option<(i64, Option<Geometry>)>, StoreError> {
        let geometry = if self.has_geometry() { "geom" } else { "NULL" };
        let sql = format!("SELECT fid, {geometry} FROM {} WHERE uid = ?1", quoted(&self.name));
        let found = connection.prepare_cached(&sql)?.query_row([uid.to_string()], |row| {
            let blob: Option<Vec<u8>> = row.get(1)?;
            Ok((row.get(0)?, blob.and_then(|blob| geometry::from_blob(&blob).ok().flatten())))
        });
        Ok(found.optional()?)
    }

    /// Writes a place.
    pub fn set_place(
        &self,
        connection: &Connection,
        object: &ObjectRef,
        place: Option<&Geometry>,
    ) -> Result<Option<Envelope>, StoreError> {
        let blob = self.blob(object, place)?;
        let sql = format!("UPDATE {} SET geom = ?2 WHERE uid = ?1", quoted(&self.name));
        connection.prepare_cached(&sql)?.execute(params![object.uid.to_string(), blob])?;
        Ok(place.and_then(geometry::envelope_of))
    }

    /// The blob of a place for this table.
    pub fn blob(&self, object: &ObjectRef, place: Option<&Geometry>) -> Result<Option<Vec<u8>>, StoreError> {
        let bad = || StoreError::BadGeometry(object.clone());
        place.map(|place| geometry::to_blob(place, self.kind.geometry).ok_or_else(bad)).transpose()
    }

    /// Takes an object's rows away.
    pub fn delete(&self, connection: &Connection, uid: Uid) -> Result<(), StoreError> {
        let sql = format!("DELETE FROM {} WHERE uid = ?1", quoted(&self.name));
        connection.prepare_cached(&sql)?.execute([uid.to_string()])?;
        if self.has_personal {
            let sql = format!("DELETE FROM {} WHERE uid = ?1", quoted(&personal_name(&self.name)));
            connection.prepare_cached(&sql)?.execute([uid.to_string()])?;
        }
        Ok(())
    }
}

/// The sums of the event rows, by object.
#[derive(Clone, Debug, Default)]
pub struct Sums(pub HashMap<Uid, Vec<(String, i64)>>);

impl Sums {
    /// The sums of an object, by field id.
    pub fn of(&self, uid: Uid) -> &[(String, i64)] {
        self.0.get(&uid).map_or(&[], Vec::as_slice)
    }
}

fn column_sql(field: &Field) -> String {
    format!(", {} {}", quoted(field.id.as_str()), cell::column_type(field.field_type))
}

/// Makes the personal table of a kind.
pub fn create_personal(connection: &Connection, kind: &Kind, now: Timestamp) -> Result<(), StoreError> {
    let name = personal_name(kind.id.as_str());
    let mut sql = format!(
        "CREATE TABLE {} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, uid TEXT NOT NULL UNIQUE",
        quoted(&name)
    );
    for field in kind.fields.iter().filter(|field| field.personal && !field.summed) {
        sql.push_str(&column_sql(field));
    }
    connection.execute_batch(&(sql + ")"))?;
    let words = schema::words();
    let identifier = words.with("store-table-personal", &[("kind", &kind.zh), ("id", &kind.id.to_string())]);
    schema::register_attributes(connection, &name, &identifier, now)
}

/// Adds a field's column to a table that lacks it.
pub fn add_column(connection: &Connection, table: &str, field: &Field) -> Result<(), StoreError> {
    let column = column_sql(field);
    let column = column.trim_start_matches(", ");
    connection.execute_batch(&format!("ALTER TABLE {} ADD COLUMN {column}", quoted(table)))?;
    Ok(())
}

fn register_features(connection: &Connection, kind: &Kind, identifier: &str, now: Timestamp) -> Result<(), StoreError> {
    let name = kind.id.as_str();
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id)
         VALUES (?1, 'features', ?2, '', ?3, ?4)",
        params![name, identifier, cell::time_text(now), geometry::SRS],
    )?;
    connection.execute(
        "INSERT INTO gpkg_geometry_columns (table_name, column_name, geometry_type_name, srs_id, z, m)
         VALUES (?1, 'geom', ?2, ?3, 0, 0)",
        params![name, geometry::type_name(kind.geometry), geometry::SRS],
    )?;
    spatial::create(connection, name)
}

/// A uid for a row that another program added and that has none yet, in a file opened for reading.
fn stand_in(table: &str, fid: i64) -> Uid {
    let name = table
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    Uid::from_bits((u128::from(name) << 64) | u128::from(fid.unsigned_abs()))
}
