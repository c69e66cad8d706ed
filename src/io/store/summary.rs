//! What a district file holds, in a few numbers: to tell one backup from another without loading any.

use std::collections::BTreeMap;

use crate::{
    domain::model::{KindId, Uid},
    io::store::{JournalRow, Meta, Reader, error::StoreError, journal, register::quoted, schema},
};

/// What a district file holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// What the file says of itself.
    pub meta: Meta,
    /// Whether what is personal was taken out.
    pub shared: bool,
    /// How many objects of each kind; kinds with none are left out.
    pub objects: BTreeMap<KindId, u64>,
    /// How many actions the journal holds.
    pub actions: u64,
    /// The journal's first action: copies of one district share it.
    pub first: Option<Uid>,
    /// The journal's last line.
    pub last: Option<JournalRow>,
}

impl Summary {
    /// How many objects there are of all kinds.
    pub fn total(&self) -> u64 {
        self.objects.values().sum()
    }

    /// Whether both are of one district: made at the same moment, beginning with the same action, and both real or
    /// both an exercise.
    pub fn same_district(&self, other: &Self) -> bool {
        let begun = match (self.first, other.first) {
            (Some(own), Some(its)) => own == its,
            _ => true,
        };
        begun && self.meta.created == other.meta.created && self.meta.exercise == other.meta.exercise
    }
}

impl Reader {
    /// What the file holds.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn summary(&self) -> Result<Summary, StoreError> {
        let _whole = self.connection.unchecked_transaction()?;
        let mut objects = BTreeMap::new();
        for (kind, table) in &self.tables {
            let sql = format!("SELECT count(*) FROM {}", quoted(&table.name));
            let count: i64 = self.connection.query_row(&sql, [], |row| row.get(0))?;
            if count > 0 {
                objects.insert(kind.clone(), count.unsigned_abs());
            }
        }
        let sql = "SELECT uid FROM sitmap_journal ORDER BY seq LIMIT 1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let first = match rows.next()? {
            Some(row) => row.get_ref(0)?.as_str().ok().and_then(|text| text.parse().ok()),
            None => None,
        };
        Ok(Summary {
            meta: schema::read_meta(&self.connection)?,
            shared: schema::is_shared(&self.connection)?,
            objects,
            actions: journal::length(&self.connection)?,
            first,
            last: journal::rows(&self.connection, None, 1)?.pop(),
        })
    }
}
