//! A matrix of costs: plain numbers, or with a row of ids and a column of ids.

use std::{collections::HashMap, path::Path};

use crate::{
    domain::problem::Problem,
    io::import::{
        plain::{Flaw, number, table_of},
        problems::Problems,
        table::{Cell, Row, Table},
    },
};

/// The largest cost read: its thousandths still have room to be summed.
const MOST: f64 = 1e12;

/// Costs as they stand in a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Costs {
    /// Row after row, in thousandths; `None` where the cell is empty: no way.
    pub thousandths: Vec<Option<u64>>,
    /// Whether all are whole numbers.
    pub whole: bool,
}

/// The costs from each of the rows' ids to each of the columns' ids. Either as many plain numbers, in the order of
/// the ids, or with a first row and a first column of ids, in any order and with more of them than are asked for.
///
/// # Errors
/// All that is wrong with it, by row and column.
pub fn costs(path: &Path, file: &str, from: &[&str], to: &[&str]) -> Result<Costs, Vec<Problem>> {
    let table = table_of(path, file)?;
    let mut problems = Problems::new(file);
    let Some(layout) = layout(&table, from, to, &mut problems) else { return Err(problems.finish()) };
    let mut costs = Costs { thousandths: Vec::with_capacity(from.len() * to.len()), whole: true };
    for row in &layout.rows {
        for (column, id) in layout.columns.iter().zip(to) {
            let cost = match number(row.cell(*column)) {
                Err(Flaw::Missing) => Ok(None),
                Err(flaw) => Err(flaw),
                Ok(number) if number < 0.0 => Err(Flaw::Negative),
                Ok(number) if number > MOST => Err(Flaw::TooLarge),
                Ok(number) => Ok(Some(number)),
            };
            if let Err(flaw) = cost {
                let heading = if layout.headed { (*id).to_owned() } else { (column + 1).to_string() };
                let value = row.cell(*column).text().into_owned();
                let mut problem = Problem::new(flaw.problem()).row(row.number).column(heading).value(value);
                problem.sheet.clone_from(&table.sheet);
                problems.push(problem);
            }
            let cost = cost.ok().flatten();
            costs.whole &= cost.is_none_or(|cost| cost.fract() == 0.0);
            costs.thousandths.push(cost.map(|cost| (cost * 1_000.0).round() as u64));
        }
    }
    let problems = problems.finish();
    if problems.is_empty() { Ok(costs) } else { Err(problems) }
}

/// Where the costs stand.
struct Layout<'t> {
    rows: Vec<&'t Row>,
    columns: Vec<usize>,
    headed: bool,
}

fn layout<'t>(table: &'t Table, from: &[&str], to: &[&str], problems: &mut Problems) -> Option<Layout<'t>> {
    let used =
        |row: &Row| (0..row.len()).rev().find(|column| row.cell(*column) != Cell::Empty).map_or(0, |last| last + 1);
    let width = table.rows.iter().map(used).max().unwrap_or(0);
    let corner = table.rows.first().map_or(Cell::Empty, |row| row.cell(0));
    let is_plain = corner == Cell::Empty || number(corner).is_ok();
    let (rows, columns) = (table.rows.len(), width);
    if is_plain && rows == from.len() && columns == to.len() {
        return Some(Layout { rows: table.rows.iter().collect(), columns: (0..columns).collect(), headed: false });
    }
    if number(corner).is_ok() && (rows, columns) != (from.len() + 1, to.len() + 1) {
        let mut problem = Problem::new("plain_shape").arg("rows", rows).arg("columns", columns);
        problem.sheet.clone_from(&table.sheet);
        problems.push(problem.arg("wanted_rows", from.len()).arg("wanted_columns", to.len()));
        return None;
    }
    let (head, body) = table.rows.split_first()?;
    let text = |row: &Row, column: usize| row.cell(column).text().into_owned();
    let above: HashMap<String, usize> = (1..columns).rev().map(|column| (text(head, column), column)).collect();
    let beside: HashMap<String, &Row> = body.iter().rev().map(|row| (text(row, 0), row)).collect();
    let mut lacks = |code: &'static str, id: &str| {
        let mut problem = Problem::new(code).value(id);
        problem.sheet.clone_from(&table.sheet);
        problems.push(problem);
    };
    let mut found_rows = Vec::with_capacity(from.len());
    for id in from {
        match beside.get(*id) {
            Some(row) => found_rows.push(*row),
            None => lacks("plain_no_row", id),
        }
    }
    let mut found_columns = Vec::with_capacity(to.len());
    for id in to {
        match above.get(*id) {
            Some(column) => found_columns.push(*column),
            None => lacks("plain_no_heading", id),
        }
    }
    let whole = found_rows.len() == from.len() && found_columns.len() == to.len();
    whole.then_some(Layout { rows: found_rows, columns: found_columns, headed: true })
}
