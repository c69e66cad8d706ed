//! New rows of a kind.

use rusqlite::{Connection, Statement, types::Value as Sql};

use crate::{
    domain::model::{Object, ObjectRef},
    io::store::{
        cell,
        error::StoreError,
        register::{Table, personal_name, quoted},
    },
};

/// Inserts objects of one kind, its statements prepared once.
pub struct Inserter<'a> {
    table: &'a Table,
    own: Statement<'a>,
    personal: Option<Statement<'a>>,
}

impl<'a> Inserter<'a> {
    /// Ready to insert into a table.
    pub fn new(connection: &'a Connection, table: &'a Table) -> Result<Self, StoreError> {
        let insert = |name: &str, head: &[&str], personal: bool| {
            let mut names: Vec<String> = head.iter().map(|name| (*name).to_owned()).collect();
            let columns = table.columns.iter().filter(|column| column.personal == personal);
            names.extend(columns.map(|column| quoted(&column.name)));
            let marks = vec!["?"; names.len()].join(", ");
            format!("INSERT INTO {} ({}) VALUES ({marks})", quoted(name), names.join(", "))
        };
        let head: &[&str] = if table.has_geometry() { &["uid", "geom"] } else { &["uid"] };
        let own = connection.prepare(&insert(&table.name, head, false))?;
        let personal = table.columns.iter().any(|column| column.personal);
        let personal =
            personal.then(|| connection.prepare(&insert(&personal_name(&table.name), &["uid"], true))).transpose()?;
        Ok(Self { table, own, personal })
    }

    /// Inserts an object; its fid, which no other row of the table ever had.
    pub fn insert(&mut self, object: &Object) -> Result<i64, StoreError> {
        let named = ObjectRef { kind: object.kind.clone(), uid: object.uid };
        let blob = self.table.blob(&named, object.geometry.as_ref())?;
        let uid = Sql::Text(object.uid.to_string());
        let mut row = vec![uid.clone()];
        if self.table.has_geometry() {
            row.push(blob.map_or(Sql::Null, Sql::Blob));
        } else if object.geometry.is_some() {
            return Err(StoreError::BadGeometry(named));
        }
        let mut own = vec![uid];
        for column in &self.table.columns {
            let cells = if column.personal { &mut own } else { &mut row };
            cells.push(cell::to_sql(object.value(column.index)));
        }
        let fid =
            self.own.insert(rusqlite::params_from_iter(row)).map_err(|error| match error.sqlite_error_code() {
                Some(rusqlite::ErrorCode::ConstraintViolation) => StoreError::UidTaken(object.uid),
                _ => error.into(),
            })?;
        if let Some(personal) = &mut self.personal
            && own.iter().skip(1).any(|cell| *cell != Sql::Null)
        {
            personal.execute(rusqlite::params_from_iter(own))?;
        }
        Ok(fid)
    }
}
