//! Rain from outside: tables of amounts (a station, a time and millimetres a row), forecasts by township, and a feed's
//! JSON by a mapping of its fields.
//!
//! An amount is of the interval that ends at its time. A row that cannot be taken is a problem with its place, and the
//! others are taken.

pub mod forecast;
pub mod json;
mod table;

pub use table::{RainFile, Wanted, read, read_bytes};

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::{
    domain::{hazard::rain::series::field_of, model::ObjectRef},
    io::store::Reading,
};

/// More than this in an hour is a code for a reading that is missing, or a slip of the pen, mm. Ours: 401 mm is the
/// most that was ever measured in one (Shangdi, Inner Mongolia, 1975).
const MOST_MM_AN_HOUR: f64 = 450.0;

/// A number of millimetres that can have fallen in so many minutes.
fn is_amount(mm: f64, minutes: u32) -> bool {
    (0.0..=MOST_MM_AN_HOUR * (f64::from(minutes) / 60.0).max(1.0)).contains(&mm)
}

/// Amounts as they are taken: one a station, a moment and a length.
#[derive(Debug, Default)]
struct Taken {
    amounts: BTreeMap<(ObjectRef, u32, Timestamp), f64>,
    /// Rows that a later one replaced.
    replaced: u64,
    /// Rows that say what one before them says.
    again: usize,
}

impl Taken {
    /// Takes an amount; `false`: it replaces another one.
    fn take(&mut self, object: ObjectRef, minutes: u32, time: Timestamp, mm: f64) -> bool {
        let before = self.amounts.insert((object, minutes, time), mm);
        let is_other = before.is_some_and(|before| before != mm);
        self.replaced += u64::from(is_other);
        self.again += usize::from(before.is_some() && !is_other);
        !is_other
    }

    fn readings(self) -> Vec<Reading> {
        let reading = |((object, minutes, time), value): ((ObjectRef, u32, Timestamp), f64)| Reading {
            object,
            field: field_of(minutes).as_str().into(),
            time,
            value,
        };
        self.amounts.into_iter().map(reading).collect()
    }
}

#[cfg(test)]
mod tests;
