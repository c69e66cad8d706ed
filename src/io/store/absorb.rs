//! Changes by other programs, taken into the journal.

use jiff::Timestamp;
use rusqlite::Connection;

use crate::{
    domain::edit::Action,
    io::store::{commit::Tables, error::StoreError, outside},
};

/// Takes in what the log holds; `None` when it holds nothing. In the caller's transaction.
pub fn absorb(connection: &Connection, _tables: &Tables, _now: Timestamp) -> Result<Option<Action>, StoreError> {
    if !outside::any(connection)? {
        return Ok(None);
    }
    Ok(None)
}
