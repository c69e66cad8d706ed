//! What every format is read into: sheets of rows of cells, each row with its physical number.

use std::borrow::Cow;

use geo_types::Geometry;
use jiff::civil::DateTime;

use crate::io::import::fold::trim;

/// A sheet, or a whole file of one.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The sheet's name, where the format has sheets.
    pub sheet: Option<String>,
    /// The columns' names where the format itself names them (GeoJSON); else they stand in a row.
    pub names: Option<Vec<String>>,
    /// The rows that hold anything, in order.
    pub rows: Vec<Row>,
}

/// A row that holds something.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its physical row, 1-based, as a spreadsheet counts; in GeoJSON the number of the feature.
    pub number: u64,
    /// Its cells.
    pub cells: Cells,
    /// What a geographic format says beside the cells.
    pub feature: Option<Box<Feature>>,
}

/// The cells of a row, as compact as their format allows.
#[derive(Clone, Debug)]
pub enum Cells {
    /// All text.
    Text(csv::StringRecord),
    /// Each of its own type.
    Typed(Vec<Owned>),
}

/// A cell that is kept.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum Owned {
    /// Nothing.
    #[default]
    Empty,
    /// Text.
    Text(Box<str>),
    /// A number.
    Number(f64),
    /// Yes or no.
    Bool(bool),
    /// A day or moment, of the place's own clock.
    Time(DateTime),
    /// What a formula gave instead of a value: `#REF!`. It says nothing.
    Fault(Box<str>),
}

/// A cell that is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Nothing, or nothing but spaces.
    Empty,
    /// Text, trimmed.
    Text(&'a str),
    /// A number.
    Number(f64),
    /// Yes or no.
    Bool(bool),
    /// A day or moment, of the place's own clock.
    Time(DateTime),
}

/// The geometry and identity of a feature.
#[derive(Clone, Debug)]
pub struct Feature {
    /// The geometry, `None` where the file says null, or why it is none.
    pub geometry: Result<Option<Geometry>, String>,
    /// The feature's own id.
    pub id: Option<String>,
}

impl Row {
    /// The cell at a column.
    pub fn cell(&self, column: usize) -> Cell<'_> {
        match &self.cells {
            Cells::Text(record) => record.get(column).map_or(Cell::Empty, Cell::of_text),
            Cells::Typed(cells) => cells.get(column).map_or(Cell::Empty, Owned::cell),
        }
    }

    /// What a formula gave at a column instead of a value.
    pub fn fault(&self, column: usize) -> Option<&str> {
        match &self.cells {
            Cells::Text(_) => None,
            Cells::Typed(cells) => cells.get(column).and_then(Owned::fault),
        }
    }

    /// How many cells it has, empty ones included.
    pub fn len(&self) -> usize {
        match &self.cells {
            Cells::Text(record) => record.len(),
            Cells::Typed(cells) => cells.len(),
        }
    }

    /// Whether no cell holds anything and there is no feature.
    pub fn is_empty(&self) -> bool {
        self.feature.is_none() && (0..self.len()).all(|column| self.cell(column) == Cell::Empty)
    }
}

impl Owned {
    /// Text, if it holds any.
    pub fn text(text: impl Into<Box<str>>) -> Self {
        let text = text.into();
        if trim(&text).is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// What a formula gave instead of a value, if that is what it holds.
    fn fault(&self) -> Option<&str> {
        match self {
            Self::Fault(text) => Some(text),
            _ => None,
        }
    }

    fn cell(&self) -> Cell<'_> {
        match self {
            Self::Empty | Self::Fault(_) => Cell::Empty,
            Self::Text(text) => Cell::of_text(text),
            Self::Number(number) => Cell::Number(*number),
            Self::Bool(yes) => Cell::Bool(*yes),
            Self::Time(time) => Cell::Time(*time),
        }
    }
}

impl<'a> Cell<'a> {
    /// Text as a cell: trimmed, nothing when nothing is left.
    pub fn of_text(text: &'a str) -> Self {
        match trim(text) {
            "" => Self::Empty,
            text => Self::Text(text),
        }
    }

    /// The cell as text, a whole number without `.0`.
    pub fn text(self) -> Cow<'a, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Bool(true) => Cow::Borrowed("是"),
            Self::Bool(false) => Cow::Borrowed("否"),
            Self::Time(time) if time.time() == jiff::civil::Time::midnight() => Cow::Owned(time.date().to_string()),
            Self::Time(time) => Cow::Owned(time.to_string()),
        }
    }
}
