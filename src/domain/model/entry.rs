//! Event rows: what is counted up rather than overwritten.

use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::model::{FieldId, ObjectRef, Uid};

/// A row that adds to a summed field: 43 people registered at a shelter, 5 left.
///
/// A field whose catalogue entry says `summed = true` has no column of its own: its value is the sum of its
/// entries, so two people who register arrivals at once never conflict.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Stable identity of the row.
    pub uid: Uid,
    /// The object it counts for.
    pub object: ObjectRef,
    /// The summed field it counts in.
    pub field: FieldId,
    /// When it happened.
    pub time: Timestamp,
    /// How many; negative when they leave.
    pub amount: i64,
    /// Where they came from, or any word on it.
    pub note: Option<Arc<str>>,
}
