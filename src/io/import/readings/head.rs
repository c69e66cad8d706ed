//! What tables of measurements have in common: a row of headings, a moment and a number in a cell, what is wrong with a row.

use jiff::{Timestamp, ToSpan as _};

use crate::{
    domain::{hazard::reservoir::season::is_ahead, problem::Problem},
    io::{
        import::{
            Fold, date, number,
            table::{Cell, Row, Table},
        },
        store::KEEP_DAYS,
    },
};

/// Rows in which headings are looked for.
const HEAD_ROWS: usize = 10;

/// What is wrong with a row, and in which column.
#[derive(Debug)]
pub(in crate::io::import) struct Wrong {
    pub(in crate::io::import) code: &'static str,
    pub(in crate::io::import) column: usize,
    pub(in crate::io::import) args: Vec<(&'static str, String)>,
}

impl Wrong {
    /// The problem with its place.
    pub(in crate::io::import) fn problem(self, table: &Table, row: &Row, headings: &[String]) -> Problem {
        let mut problem = Problem { args: self.args, ..Problem::new(self.code).row(row.number) };
        problem.column = headings.get(self.column).cloned();
        problem.value = Some(row.cell(self.column).text().into_owned()).filter(|text| !text.is_empty());
        problem.sheet.clone_from(&table.sheet);
        problem
    }
}

pub(in crate::io::import) const fn wrong(code: &'static str, column: usize) -> Wrong {
    Wrong { code, column, args: Vec::new() }
}

/// A row of headings.
pub(in crate::io::import) struct Head {
    pub(in crate::io::import) headings: Vec<String>,
    folded: Vec<String>,
    /// How many rows stand above the first of the data.
    pub(in crate::io::import) below: usize,
}

impl Head {
    /// The first row of the tables whose headings name the columns; instructions may stand above it.
    pub(in crate::io::import) fn first<'a, T>(
        tables: &'a [Table],
        fold: &Fold,
        columns: impl Fn(&Self) -> Option<T>,
    ) -> Option<(&'a Table, Self, T)> {
        let head = |headings: Vec<String>, below: usize| {
            let folded = headings.iter().map(|heading| fold.heading(heading)).collect();
            let head = Self { headings, folded, below };
            columns(&head).map(|found| (head, found))
        };
        tables.iter().find_map(|table| {
            let found = match &table.names {
                Some(names) => head(names.clone(), 0),
                None => table.rows.iter().take(HEAD_ROWS).enumerate().find_map(|(at, row)| {
                    head((0..row.len()).map(|column| row.cell(column).text().into_owned()).collect(), at + 1)
                }),
            };
            found.map(|(head, columns)| (table, head, columns))
        })
    }

    /// The column that goes by the first of these names that any does.
    pub(in crate::io::import) fn find(&self, names: &[&str], fold: &Fold) -> Option<usize> {
        let names = names.iter().map(|name| fold.heading(name));
        names.into_iter().find_map(|name| self.folded.iter().position(|known| *known == name))
    }
}

/// When a row was measured: a moment that has come and that series are kept of; else what is wrong with it.
pub(in crate::io::import) fn measured_at(cell: Cell<'_>, now: Timestamp) -> Result<Timestamp, &'static str> {
    let time = moment(cell).ok_or("readings_bad_time")?;
    if is_ahead(time, now) {
        return Err("readings_future");
    }
    if now.checked_sub((i64::from(KEEP_DAYS) * 24).hours()).is_ok_and(|first| time < first) {
        return Err("readings_too_old");
    }
    Ok(time)
}

/// A moment of a cell, to the second as series keep it; what has no zone is Beijing time.
pub(in crate::io::import) fn moment(cell: Cell<'_>) -> Option<Timestamp> {
    let moment = match cell {
        Cell::Time(time) => date::beijing(time),
        Cell::Number(serial) => date::of_serial(serial).and_then(date::beijing),
        Cell::Text(text) => date::instant(text).or_else(|| date::parse(text).and_then(date::beijing)),
        Cell::Empty | Cell::Bool(_) => None,
    }?;
    Timestamp::from_second(moment.as_second()).ok()
}

/// A number of a cell; `None`: it is none.
pub(in crate::io::import) fn number_of(cell: Cell<'_>, unit: &str) -> Option<f64> {
    let number = match cell {
        Cell::Number(number) => Some(number),
        Cell::Text(text) => number::parse(text, Some(unit)).map(|number| number.value),
        Cell::Empty | Cell::Bool(_) | Cell::Time(_) => None,
    };
    number.filter(|number| number.is_finite())
}
