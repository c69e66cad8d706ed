//! What was prepared of the road network, kept so that it is prepared once: the order of its hierarchy.
//!
//! It is no part of the journal: it follows from the roads, and is made anew when it is missing or does not fit.

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::io::store::{Reader, Store, error::StoreError, open, outside, schema};

impl Reader {
    /// The order kept for a network of this fingerprint; `None` when none is. It comes from a file: whoever uses it
    /// looks whether it fits.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn kept_order(&self, fingerprint: u64) -> Result<Option<Vec<u32>>, StoreError> {
        kept(&self.connection, fingerprint)
    }
}

impl Store {
    /// Keeps the order of a network, in place of any other.
    ///
    /// # Errors
    /// When it may not write, or what SQLite says.
    pub fn keep_order(&mut self, fingerprint: u64, order: &[u32]) -> Result<(), StoreError> {
        self.must_write()?;
        let transaction = self.reader.connection.unchecked_transaction()?;
        outside::ours(&transaction, true)?;
        transaction.execute("DELETE FROM sitmap_network", [])?;
        let bytes: Vec<u8> = order.iter().flat_map(|node| node.to_le_bytes()).collect();
        transaction.execute(
            "INSERT INTO sitmap_network (roads, nodes, node_order) VALUES (?1, ?2, ?3)",
            params![name(fingerprint), order.len() as i64, bytes],
        )?;
        outside::ours(&transaction, false)?;
        transaction.commit()?;
        Ok(())
    }
}

/// The order kept in a file, on a connection of its own: for another thread than the file's.
///
/// # Errors
/// What SQLite says.
pub fn kept_order(file: &std::path::Path, fingerprint: u64) -> Result<Option<Vec<u32>>, StoreError> {
    kept(&open::connect_reading(file)?, fingerprint)
}

/// How many roads a file has, on a connection of its own.
///
/// # Errors
/// What SQLite says.
pub fn road_count(file: &std::path::Path) -> Result<u64, StoreError> {
    let connection = open::connect_reading(file)?;
    if !schema::has_table(&connection, crate::domain::network::ROAD)? {
        return Ok(0);
    }
    let count: i64 = connection.query_row("SELECT count(*) FROM road", [], |row| row.get(0))?;
    Ok(count.unsigned_abs())
}

fn kept(connection: &Connection, fingerprint: u64) -> Result<Option<Vec<u32>>, StoreError> {
    // A file that was opened for reading only may be of an older schema, without the table.
    if !schema::has_table(connection, "sitmap_network")? {
        return Ok(None);
    }
    let sql = "SELECT node_order FROM sitmap_network WHERE roads = ?1";
    let bytes: Option<Vec<u8>> = connection.query_row(sql, [name(fingerprint)], |row| row.get(0)).optional()?;
    Ok(bytes.map(|bytes| {
        let nodes = bytes.chunks_exact(4).filter_map(|node| node.try_into().ok());
        nodes.map(u32::from_le_bytes).collect()
    }))
}

fn name(fingerprint: u64) -> String {
    format!("{fingerprint:016x}")
}
