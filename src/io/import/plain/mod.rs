//! Plain tables for planners: places with a number each, and the costs between them.
//!
//! Read as a whole or not at all: a plan made of a part of the people would be wrong. So everything that is wrong
//! is said, each with its row and column, and nothing is taken in.

mod matrix;
mod places;
#[cfg(test)]
mod tests;

use std::path::Path;

pub use matrix::{Costs, costs};
pub use places::{Amount, Place, places};

use crate::{
    domain::problem::Problem,
    io::import::{Fold, bytes_of, format, table::Cell, table::Table},
};

/// The first sheet of a file.
fn table_of(path: &Path, file: &str) -> Result<Table, Vec<Problem>> {
    let read = bytes_of(path).and_then(|bytes| format::read(&bytes, None, None, &Fold::new(), &|_| false));
    let tables = read.map_err(|error| vec![error.problem(file)])?.tables;
    tables.into_iter().next().ok_or_else(|| vec![Problem::new("import_empty").file(file)])
}

/// What a number's cell may be wrong in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Flaw {
    Missing,
    NoNumber,
    Negative,
    Fraction,
    TooLarge,
}

impl Flaw {
    const fn problem(self) -> &'static str {
        match self {
            Self::Missing => "plain_missing",
            Self::NoNumber => "plain_no_number",
            Self::Negative => "plain_negative",
            Self::Fraction => "plain_fraction",
            Self::TooLarge => "plain_too_large",
        }
    }
}

/// A number of a cell as it stands, finite.
fn number(cell: Cell<'_>) -> Result<f64, Flaw> {
    let number = match cell {
        Cell::Empty => return Err(Flaw::Missing),
        Cell::Number(number) => number,
        Cell::Text(text) => {
            let narrow = crate::io::import::fold::half_width(text);
            narrow.parse::<f64>().map_err(|_| Flaw::NoNumber)?
        }
        Cell::Bool(_) | Cell::Time(_) => return Err(Flaw::NoNumber),
    };
    if number.is_finite() { Ok(number) } else { Err(Flaw::NoNumber) }
}
