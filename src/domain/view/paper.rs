//! A document to hand over: what stands on it, in which order. How it becomes a Word, PDF or Excel file, or a text
//! for a chat, is `io::report`.

mod clean;
mod measure;

use std::sync::Arc;

use jiff::Timestamp;

pub use self::{
    clean::{clean, one_line},
    measure::{Pair, pairs, shares, type_size},
};

use crate::domain::view::{
    format,
    shape::{Align, Shape},
};

/// A document. Its texts are in the user's words already.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paper {
    /// What stands large at the top.
    pub title: String,
    /// A mark on every page and sheet: 示例数据, 演练, 内部资料.
    pub mark: Option<String>,
    /// Whether the pages lie on their long side.
    pub landscape: bool,
    /// Who hands it out; empty: not said.
    pub issuer: String,
    /// When it was made; `None`: not said.
    pub time: Option<Timestamp>,
    /// What stands on it, from the top.
    pub parts: Vec<Part>,
}

/// A piece of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// A heading: 1 is the largest, 3 the smallest.
    Heading(u8, String),
    /// A paragraph; a line break in it stays one.
    Text(String),
    /// Labels and their values, in a ruled block.
    Facts(Vec<(String, String)>),
    /// A table.
    Table(Table),
    /// A picture.
    Picture(Picture),
    /// A drawing on pages; a sheet of Excel and a chat have none.
    Drawing(Drawing),
    /// Places to sign: what each is for.
    Signatures(Vec<String>),
    /// What follows starts on a new page.
    PageBreak,
}

/// A table. Its head is repeated on every page it reaches.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// What its sheet is called in an Excel file; empty: as the heading before it.
    pub name: String,
    /// How to fill it in, above its head (`请……`); empty: nothing.
    pub instruction: String,
    /// The columns, from the left.
    pub columns: Vec<Column>,
    /// The rows, from the top.
    pub rows: Vec<Vec<Cell>>,
    /// The sums below, when there are any.
    pub total: Option<Vec<Cell>>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its heading.
    pub title: String,
    /// Its part of the width, beside the others'; zero: by what stands in it.
    pub share: f32,
    /// Where its cells' text stands.
    pub align: Align,
    /// What its cells hold.
    pub kind: CellKind,
}

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CellKind {
    /// Text: also phones and codes, which a spreadsheet must not take for numbers.
    Text,
    /// Numbers to be summed and sorted.
    Number,
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// A text; empty: nothing.
    Text(String),
    /// A number, and its decimal places.
    Number(f64, u8),
}

/// A picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// The PNG file.
    pub png: Arc<[u8]>,
    /// Its part of the text's width, up to 1.
    pub share: f32,
    /// What stands below it; empty: nothing.
    pub caption: String,
}

/// A drawing of plain shapes, as wide as the text: a map. It stays sharp in print.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// Width and height, in the unit of its shapes; what lies beyond is not seen.
    pub size: [f32; 2],
    /// The shapes, bottom first.
    pub shapes: Arc<[Shape]>,
    /// What it shows, for those who cannot see it.
    pub told: String,
}

impl Column {
    /// A column of text, as wide as its contents need.
    pub fn text(title: &str) -> Self {
        Self { title: title.to_owned(), share: 0.0, align: Align::Start, kind: CellKind::Text }
    }

    /// A column of numbers, as wide as its contents need.
    pub fn number(title: &str) -> Self {
        Self { align: Align::End, kind: CellKind::Number, ..Self::text(title) }
    }

    /// The same with this part of the width.
    #[must_use]
    pub fn share(self, share: f32) -> Self {
        Self { share, ..self }
    }

    /// The same with its text in the middle.
    #[must_use]
    pub fn centred(self) -> Self {
        Self { align: Align::Middle, ..self }
    }
}

impl Cell {
    /// A whole number.
    pub fn whole(number: i64) -> Self {
        Self::Number(number as f64, 0)
    }

    /// What is read: numbers with separators.
    pub fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number, places) => format::decimal(*number, usize::from((*places).min(9))),
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl Paper {
    /// The line below the title: who and when.
    pub fn issued(&self) -> String {
        let time = self.time.map(format::date_time).unwrap_or_default();
        let said = [self.issuer.as_str(), time.as_str()];
        said.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join("　")
    }

    /// The same fit to be written: no characters that files cannot hold, and every row as long as its table's
    /// longest. Nothing that can be read is lost.
    #[must_use]
    pub fn tidy(&self) -> Self {
        let mark = self.mark.as_deref().map(one_line).filter(|mark| !mark.is_empty());
        Self {
            title: one_line(&self.title),
            mark,
            landscape: self.landscape,
            issuer: one_line(&self.issuer),
            time: self.time,
            parts: self.parts.iter().map(tidy_part).collect(),
        }
    }
}

fn tidy_part(part: &Part) -> Part {
    match part {
        Part::Heading(level, text) => Part::Heading((*level).clamp(1, 3), one_line(text)),
        Part::Text(text) => Part::Text(clean(text)),
        Part::Facts(facts) => Part::Facts(facts.iter().map(|(label, value)| (one_line(label), clean(value))).collect()),
        Part::Table(table) => Part::Table(table.tidy()),
        Part::Picture(picture) => {
            let share = if picture.share > 0.0 { picture.share.min(1.0) } else { 1.0 };
            Part::Picture(Picture { share, caption: clean(&picture.caption), png: picture.png.clone() })
        }
        Part::Drawing(drawing) => Part::Drawing(Drawing { told: one_line(&drawing.told), ..drawing.clone() }),
        Part::Signatures(labels) => Part::Signatures(labels.iter().map(|label| one_line(label)).collect()),
        Part::PageBreak => Part::PageBreak,
    }
}

impl Table {
    fn tidy(&self) -> Self {
        let rows = self.rows.iter().chain(&self.total);
        let width = rows.map(Vec::len).max().unwrap_or(0).max(self.columns.len());
        let row = |cells: &Vec<Cell>| -> Vec<Cell> {
            let cells = cells.iter().map(|cell| match cell {
                Cell::Text(text) => Cell::Text(clean(text)),
                Cell::Number(..) => cell.clone(),
            });
            cells.chain(std::iter::repeat(Cell::Text(String::new()))).take(width).collect()
        };
        let columns = self.columns.iter().map(|column| Column { title: clean(&column.title), ..column.clone() });
        Self {
            name: one_line(&self.name),
            instruction: clean(&self.instruction),
            columns: columns.chain(std::iter::repeat(Column::text(""))).take(width).collect(),
            rows: self.rows.iter().map(row).collect(),
            total: self.total.as_ref().map(row),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tidy_table_is_as_wide_as_its_longest_row_and_loses_no_cell() {
        let table = Table {
            columns: vec![Column::text("户主")],
            rows: vec![vec!["示\u{1}例".into(), "2".into()], vec![]],
            total: Some(vec!["合计".into(), Cell::whole(3), "人".into()]),
            ..Table::default()
        };
        let tidy = table.tidy();
        assert_eq!(tidy.columns.len(), 3);
        assert_eq!(tidy.rows[0], ["示例".into(), "2".into(), "".into()]);
        assert_eq!(tidy.rows[1], ["".into(), "".into(), "".into()]);
        assert_eq!(tidy.total.unwrap()[2], "人".into());
    }

    #[test]
    fn who_and_when_stand_on_one_line_and_only_what_is_said() {
        let mut paper = Paper { issuer: "婺城区应急管理局".to_owned(), ..Paper::default() };
        assert_eq!(paper.issued(), "婺城区应急管理局");
        paper.time = Some("2026-08-09T07:06:00Z".parse().unwrap());
        assert_eq!(paper.issued(), "婺城区应急管理局　2026-08-09 15:06");
        paper.issuer.clear();
        assert_eq!(paper.issued(), "2026-08-09 15:06");
    }
}
