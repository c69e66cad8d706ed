//! Lists of places: `id`, `lon`, `lat` and a whole number.

use std::{collections::HashMap, path::Path};

use crate::{
    domain::{place::Position, problem::Problem},
    io::import::{
        Fold,
        plain::{Flaw, number, table_of},
        problems::Problems,
        table::{Cell, Row},
    },
};

const IDS: &[&str] = &["id", "编号", "编码", "code"];
const NAMES: &[&str] = &["name", "名称"];
const LONS: &[&str] = &["lon", "lng", "longitude", "经度", "x"];
const LATS: &[&str] = &["lat", "latitude", "纬度", "y"];

/// The number that a list has for each place.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Amount {
    /// The column's headings, the first one its name.
    pub columns: &'static [&'static str],
}

impl Amount {
    /// People who live there or have to leave.
    pub const PEOPLE: Self = Self { columns: &["people", "population", "人数", "人口"] };
    /// People for whom there is room.
    pub const CAPACITY: Self = Self { columns: &["capacity", "容纳人数", "可容纳人数", "容量"] };
}

/// A row of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Its id as the file writes it; no two rows have the same.
    pub id: String,
    /// Its name; the id where the list has none.
    pub name: String,
    /// Where it is; `None` where the list has no columns for it and none are needed.
    pub at: Option<Position>,
    /// Its number.
    pub amount: u32,
}

/// The places of a list (csv, xlsx, xls), in order. With `placed`, each has to have a position.
///
/// # Errors
/// All that is wrong with it, by row and column.
pub fn places(path: &Path, file: &str, amount: Amount, placed: bool) -> Result<Vec<Place>, Vec<Problem>> {
    let table = table_of(path, file)?;
    let fold = Fold::new();
    let mut rows = table.rows.iter();
    let headings: Vec<String> = match &table.names {
        Some(names) => names.iter().map(|name| fold.heading(name)).collect(),
        None => rows
            .next()
            .map_or_else(Vec::new, |row| (0..row.len()).map(|column| fold.heading(&row.cell(column).text())).collect()),
    };
    let column = |names: &[&str]| names.iter().find_map(|name| headings.iter().position(|heading| heading == name));
    let mut problems = Problems::new(file);
    let missing = |names: &[&'static str]| {
        let wanted = names.first().copied().unwrap_or_default();
        Problem::new("plain_no_column").column(wanted).arg("also", names.get(1..).unwrap_or_default().join(", "))
    };
    let found = Columns {
        id: column(IDS).unwrap_or(usize::MAX),
        name: column(NAMES),
        at: column(LONS).zip(column(LATS)),
        amount: column(amount.columns).unwrap_or(usize::MAX),
    };
    let needed = [(IDS, true), (LONS, placed), (LATS, placed), (amount.columns, true)];
    for (names, _) in needed.iter().filter(|(names, needed)| *needed && column(names).is_none()) {
        problems.push(missing(names));
    }
    let lacking = problems.finish();
    if !lacking.is_empty() {
        return Err(lacking);
    }
    let mut reader = Reader { columns: found, amount, sheet: table.sheet.clone(), problems: Problems::new(file) };
    let places: Vec<Place> = rows.map(|row| reader.place(row, placed)).collect();
    reader.duplicates(&places, table.rows.iter().skip(usize::from(table.names.is_none())));
    let problems = reader.problems.finish();
    if problems.is_empty() { Ok(places) } else { Err(problems) }
}

#[derive(Clone, Copy)]
struct Columns {
    id: usize,
    name: Option<usize>,
    at: Option<(usize, usize)>,
    amount: usize,
}

struct Reader {
    columns: Columns,
    amount: Amount,
    sheet: Option<String>,
    problems: Problems,
}

impl Reader {
    fn complain(&mut self, row: &Row, code: &'static str, column: &str, value: String) {
        let mut problem = Problem::new(code).row(row.number).column(column);
        if !value.is_empty() {
            problem = problem.value(value);
        }
        problem.sheet.clone_from(&self.sheet);
        self.problems.push(problem);
    }

    fn place(&mut self, row: &Row, placed: bool) -> Place {
        let text = |column: usize| row.cell(column).text().into_owned();
        let id = text(self.columns.id);
        if id.is_empty() {
            self.complain(row, Flaw::Missing.problem(), "id", String::new());
        }
        let name = self.columns.name.map(text).filter(|name| !name.is_empty()).unwrap_or_else(|| id.clone());
        let amount = whole(row.cell(self.columns.amount)).unwrap_or_else(|flaw| {
            let column = self.amount.columns.first().copied().unwrap_or_default();
            self.complain(row, flaw.problem(), column, text(self.columns.amount));
            0
        });
        let at = self.columns.at.filter(|_| placed).and_then(|(lon, lat)| self.position(row, lon, lat));
        Place { id, name, at, amount }
    }

    fn position(&mut self, row: &Row, lon: usize, lat: usize) -> Option<Position> {
        let mut read = |column: usize, name: &str| match number(row.cell(column)) {
            Ok(number) => Some(number),
            Err(flaw) => {
                self.complain(row, flaw.problem(), name, row.cell(column).text().into_owned());
                None
            }
        };
        let (x, y) = (read(lon, "lon"), read(lat, "lat"));
        let (x, y) = x.zip(y)?;
        let at = Position::new(x, y).ok();
        if at.is_none() {
            self.complain(row, "plain_no_place", "lon", format!("{x}, {y}"));
        }
        at
    }

    fn duplicates<'r>(&mut self, places: &[Place], rows: impl Iterator<Item = &'r Row>) {
        let mut seen: HashMap<&str, u64> = HashMap::new();
        for (place, row) in places.iter().zip(rows).filter(|(place, _)| !place.id.is_empty()) {
            if let Some(first) = seen.get(place.id.as_str()) {
                let mut problem = Problem::new("plain_duplicate").row(row.number).column("id").value(&place.id);
                problem.sheet.clone_from(&self.sheet);
                self.problems.push(problem.arg("first", first));
            } else {
                seen.insert(&place.id, row.number);
            }
        }
    }
}

/// A whole number from 0 up.
fn whole(cell: Cell<'_>) -> Result<u32, Flaw> {
    let number = number(cell)?;
    match number {
        _ if number < 0.0 => Err(Flaw::Negative),
        _ if number.fract() != 0.0 => Err(Flaw::Fraction),
        _ if number > f64::from(u32::MAX) => Err(Flaw::TooLarge),
        _ => Ok(number as u32),
    }
}
