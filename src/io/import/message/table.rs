//! Rows copied from a spreadsheet: cells between tabs, with headings or without.

use std::collections::BTreeSet;

use super::{
    Meaning,
    draft::{Draft, Said},
    line::Line,
    number::{self, Unit},
    places::{Named, settle, unclear},
    reader::Reader,
    time, words,
};
use crate::{
    domain::{model::Figure, problem::Problem},
    io::import::fold::{Fold, is_space},
};

/// The columns of a table without headings, behind its places.
const ORDER: [(Figure, &str); 7] = [
    (Figure::Ordered, "应转移"),
    (Figure::Moved, "已转移"),
    (Figure::AtShelter, "集中安置"),
    (Figure::WithRelatives, "投亲靠友"),
    (Figure::Refused, "拒转"),
    (Figure::Moving, "在途"),
    (Figure::SheltersOpen, "开放避灾点"),
];

const TOWNSHIPS: &[&str] = &["乡镇", "乡镇街道", "街道", "镇街", "镇", "乡", "所属乡镇", "乡镇名称"];
const VILLAGES: &[&str] = &["村", "行政村", "村社区", "社区", "村名", "所在村"];
const EITHER: &[&str] = &["单位", "地区", "名称", "单位名称"];
const TIMES: &[&str] = &["时间", "截至时间", "截止时间", "上报时间", "报告时间", "统计时间"];
const PASSED: &[&str] = &["序号", "编号", "备注", "说明", "no", "no."];
const EMPTY: &[&str] = &["", "-", "—", "——", "/", "无", "暂无", "－"];

/// How many rows are searched for the headings.
const HEADER_ROWS: usize = 5;

/// What a column holds.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Column {
    Township,
    Village,
    Either,
    Figure(Figure),
    Time,
    Reporter,
    Passed,
}

/// A row: its physical number, 1-based, and its cells.
pub(super) type Row<'a> = (u64, Vec<&'a str>);

/// Reads rows that stand together.
pub(super) fn read(reader: &mut Reader<'_>, rows: &[Row<'_>]) {
    reader.break_off();
    let fold = Fold::new();
    let headed = rows.iter().take(HEADER_ROWS).position(|(_, cells)| is_header(&fold, cells));
    if let Some(header) = headed {
        for (row, cells) in rows.iter().take(header) {
            reader.line(&cells.join(" "), *row);
        }
        if let Some((row, cells)) = rows.get(header) {
            let columns = columns(reader, &fold, cells, *row);
            let mut table = Table { columns: &columns, town: None };
            for (row, cells) in rows.iter().skip(header + 1) {
                table.row(reader, cells, *row);
            }
        }
    } else {
        unheaded(reader, rows);
    }
    reader.break_off();
}

fn meaning(fold: &Fold, text: &str) -> Option<Column> {
    let heading = fold.heading(text);
    let is = |names: &[&str]| names.contains(&heading.as_str());
    let figure = words::heading(&heading).or_else(|| words::heading(heading.trim_end_matches("数")));
    match figure {
        Some(figure) => Some(Column::Figure(figure)),
        None if is(TOWNSHIPS) => Some(Column::Township),
        None if is(VILLAGES) => Some(Column::Village),
        None if is(EITHER) => Some(Column::Either),
        None if is(TIMES) => Some(Column::Time),
        None if is(words::REPORTERS) => Some(Column::Reporter),
        None if heading.is_empty() || is(PASSED) => Some(Column::Passed),
        None => None,
    }
}

/// Whether a row heads a table: it has a column of places and one of figures.
fn is_header(fold: &Fold, cells: &[&str]) -> bool {
    let found: Vec<Column> = cells.iter().filter_map(|cell| meaning(fold, cell)).collect();
    let places = [Column::Township, Column::Village, Column::Either];
    found.iter().any(|column| places.contains(column)) && found.iter().any(|column| matches!(column, Column::Figure(_)))
}

/// What the columns hold. A heading that is not understood, or one that stands twice, is said and passed by.
fn columns(reader: &mut Reader<'_>, fold: &Fold, cells: &[&str], row: u64) -> Vec<(Column, String)> {
    let mut found: Vec<(Column, String)> = Vec::new();
    for cell in cells {
        let column = meaning(fold, cell);
        if column.is_none() {
            reader.problems.push(Problem::new("message_column").row(row).value(cell.trim_matches(is_space)));
        }
        found.push((column.unwrap_or(Column::Passed), cell.trim_matches(is_space).to_owned()));
    }
    let mut twice = BTreeSet::new();
    for figure in Figure::ALL {
        let same: Vec<usize> = (0..found.len())
            .filter(|at| found.get(*at).is_some_and(|(column, _)| *column == Column::Figure(figure)))
            .collect();
        if same.len() > 1 {
            twice.extend(same);
        }
    }
    for at in twice {
        if let Some((column, heading)) = found.get_mut(at) {
            *column = Column::Passed;
            reader.problems.push(Problem::new("message_column_twice").row(row).value(heading.clone()));
        }
    }
    found
}

/// Rows without headings: those that are a place and numbers are read in the usual order, which is said; others as text.
fn unheaded(reader: &mut Reader<'_>, rows: &[Row<'_>]) {
    let mut assumed = false;
    for (row, cells) in rows {
        let Some(columns) = usual(reader, cells) else {
            reader.line(&cells.join("\t"), *row);
            continue;
        };
        if !assumed {
            assumed = true;
            let names: Vec<&str> =
                columns.iter().map(|(_, name)| name.as_str()).filter(|name| !name.is_empty()).collect();
            reader.problems.push(Problem::new("message_columns_assumed").row(*row).value(names.join("、")));
        }
        Table { columns: &columns, town: None }.row(reader, cells, *row);
    }
}

/// The columns of a row in the usual order; `None`: it is no such row.
fn usual(reader: &Reader<'_>, cells: &[&str]) -> Option<Vec<(Column, String)>> {
    let mut columns = Vec::new();
    let mut figures = ORDER.iter();
    let mut any = false;
    for (index, cell) in cells.iter().enumerate() {
        let cell = cell.trim_matches(is_space);
        let means = reader.places.named(cell);
        let line = Line::new(cell);
        let is_number = EMPTY.contains(&cell) || number::read(&line, 0).is_some_and(|number| number.end == line.len());
        let named = columns.iter().any(|(column, _)| matches!(column, Column::Township | Column::Either));
        let column = match means.first() {
            Some(Named::Township(_)) if !named => (Column::Township, String::new()),
            Some(_) if !any => (if named { Column::Village } else { Column::Either }, String::new()),
            None if !named && index == 0 && is_number => (Column::Passed, String::new()),
            None if named && is_number => match figures.next() {
                Some((figure, name)) => {
                    any = true;
                    (Column::Figure(*figure), (*name).to_owned())
                }
                None if EMPTY.contains(&cell) => (Column::Passed, String::new()),
                None => return None,
            },
            _ => return None,
        };
        columns.push(column);
    }
    any.then_some(columns)
}

struct Table<'a> {
    columns: &'a [(Column, String)],
    /// The township of the row above, for cells that were merged.
    town: Option<String>,
}

impl Table<'_> {
    fn row(&mut self, reader: &mut Reader<'_>, cells: &[&str], row: u64) {
        let cell = |index: usize| cells.get(index).map_or("", |cell| cell.trim_matches(is_space));
        let of = |wanted: &[Column]| {
            let index = self.columns.iter().position(|(column, _)| wanted.contains(column));
            index.map(cell).filter(|cell| !EMPTY.contains(cell))
        };
        if cells.iter().all(|cell| EMPTY.contains(&cell.trim_matches(is_space))) {
            return;
        }
        let (town, village) = (of(&[Column::Township, Column::Either]), of(&[Column::Village]));
        if let Some(sum) = town.or(village).filter(|text| words::is_total(text)) {
            reader.problems.push(Problem::new("message_total").row(row).value(sum));
            return;
        }
        let place = self.place(reader, town, village, row);
        let Some(place) = place else { return };
        let text = [town, village].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let mut draft = Draft::new(place, text, row);
        for (index, (column, heading)) in self.columns.iter().enumerate() {
            let text = cell(index);
            if EMPTY.contains(&text) {
                continue;
            }
            match column {
                Column::Figure(figure) => match counted(text, *figure) {
                    Ok((value, about)) => {
                        draft.says(Said { figure: *figure, value, about, text: text.to_owned(), row });
                    }
                    Err(code) => {
                        reader.problems.push(Problem::new(code).row(row).column(heading.clone()).value(text));
                    }
                },
                Column::Time => moment(reader, &mut draft, text, row),
                Column::Reporter => {
                    draft.reporter = Some(text.to_owned());
                    draft.mean(text.to_owned(), Meaning::Reporter, row);
                }
                Column::Township | Column::Village | Column::Either | Column::Passed => {}
            }
        }
        if draft.is_report() {
            reader.drafts.push(draft);
        }
    }

    /// The place of a row. One that is not known is a problem, and rows below without a township are then none of any.
    fn place(&mut self, reader: &mut Reader<'_>, town: Option<&str>, village: Option<&str>, row: u64) -> Option<Named> {
        let unknown = |text: &str| Problem::new("message_place_unknown").row(row).value(text);
        if let Some(town) = town {
            self.town = None;
            let means = reader.places.named(town);
            if means.is_empty() {
                reader.problems.push(unknown(town));
                return None;
            }
            match settle(means, None) {
                Ok(Named::Township(name)) => self.town = Some(name),
                Ok(place) => return Some(place),
                Err(why) => {
                    reader.problems.push(unclear(why, town.to_owned(), row, None));
                    return None;
                }
            }
        }
        let Some(village) = village else {
            let named = town.and_then(|_| self.town.clone()).map(Named::Township);
            if named.is_none() {
                reader.problems.push(Problem::new("message_no_place").row(row).value(""));
            }
            return named;
        };
        let spelled = [village.to_owned(), format!("{village}村"), format!("{village}社区")];
        let means: Vec<Named> = spelled
            .iter()
            .flat_map(|name| reader.places.named(name))
            .filter(|named| named.village().is_some())
            .cloned()
            .collect();
        if means.is_empty() {
            reader.problems.push(unknown(village));
            return None;
        }
        match settle(&means, self.town.as_deref()) {
            Ok(place) => Some(place),
            Err(why) => {
                reader.problems.push(unclear(why, village.to_owned(), row, self.town.as_deref()));
                None
            }
        }
    }
}

/// The number of a cell.
fn counted(text: &str, figure: Figure) -> Result<(i64, bool), &'static str> {
    let line = Line::new(text);
    let Some(counted) = number::read(&line, 0).filter(|counted| counted.end == line.len()) else {
        return Err("message_number");
    };
    let fits = match counted.unit {
        Unit::Unsaid => true,
        Unit::People => figure != Figure::SheltersOpen,
        Unit::Places => figure == Figure::SheltersOpen,
        Unit::Households | Unit::Other => false,
    };
    match counted.value {
        None => Err("message_number"),
        Some(_) if !fits => Err("message_unit"),
        Some(value) => Ok((value, counted.about)),
    }
}

fn moment(reader: &mut Reader<'_>, draft: &mut Draft, text: &str, row: u64) {
    let line = Line::new(text);
    match time::read(&line, 0, reader.now).filter(|moment| moment.end == line.len()).map(|moment| moment.at) {
        Some(Ok(time)) => {
            draft.time = Some(time);
            draft.mean(text.to_owned(), Meaning::Time(time), row);
        }
        Some(Err(time::NoMoment::Half)) => reader.problems.push(Problem::new("message_time_half").row(row).value(text)),
        Some(Err(time::NoMoment::Future)) => {
            reader.problems.push(Problem::new("message_time_future").row(row).value(text));
        }
        _ => reader.problems.push(Problem::new("message_time").row(row).value(text)),
    }
}
