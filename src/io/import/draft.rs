//! Rows as drafts of objects: values read, places as given, problems said.

use std::{collections::HashMap, ops::ControlFlow};

use crate::{
    domain::{
        catalogue::{Field, FieldType},
        model::Value,
        problem::Problem,
        world::World,
    },
    io::import::{
        Progress,
        coordinate::{Given, Places},
        error::ImportError,
        fold::Fold,
        format::Document,
        heading::Target,
        known::name_key,
        layout::{self, Column, Layout, SheetLayout},
        problems::Problems,
        table::{Cell, Row, Table},
        value::Reader,
    },
};

/// A row on its way to becoming an object.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Its physical row.
    pub row: u64,
    /// Its sheet.
    pub sheet: Option<String>,
    /// The id that the file gives the feature.
    pub id: Option<String>,
    /// One value a field of the kind, summed ones included.
    pub values: Vec<Value>,
    /// Its place as given.
    pub given: Given,
}

impl Draft {
    /// A problem of this row.
    pub fn problem(&self, code: &'static str) -> Problem {
        let problem = Problem::new(code).row(self.row);
        match &self.sheet {
            Some(sheet) => problem.sheet(sheet),
            None => problem,
        }
    }
}

/// The drafts of a file and the rows that are none.
#[derive(Debug, Default)]
pub struct Drafts {
    /// One a row of data.
    pub drafts: Vec<Draft>,
    /// Which fields the file has a column for, by index.
    pub given: Vec<bool>,
    /// Rows that are no data, by why: `total`, `header`, `remark`, `nothing`.
    pub left_out: std::collections::BTreeMap<&'static str, u64>,
    /// Whether any sheet gives positions.
    pub placed: bool,
}

const TOTALS: &[&str] = &["合计", "总计", "小计", "共计", "总和", "合计数", "total", "sum"];
const REMARKS: &[&str] = &["注", "填表", "填报", "制表", "审核", "备注", "说明", "填写说明", "请"];

/// Reads all rows of the sheets that a layout names.
///
/// # Errors
/// [`ImportError::Cancelled`] when `progress` says so.
pub fn read(
    document: &Document,
    layout: &Layout,
    world: &World,
    fold: &Fold,
    problems: &mut Problems,
    progress: &dyn Fn(Progress) -> ControlFlow<()>,
) -> Result<Drafts, ImportError> {
    let mut drafts = Drafts { given: vec![false; layout.kind.fields.len()], ..Drafts::default() };
    let total = layout.sheets.iter().filter_map(|sheet| document.tables.get(sheet.table)).map(|t| t.rows.len()).sum();
    let mut links = Links::new(world);
    for sheet in &layout.sheets {
        let Some(table) = document.tables.get(sheet.table) else { continue };
        let reading = Reading::new(table, sheet, layout, fold);
        reading.unmatched(problems);
        drafts.placed |= reading.places.any() || table.names.is_some();
        for (target, _, _) in &reading.readers {
            if let Some(given) = drafts.given.get_mut(*target) {
                *given = true;
            }
        }
        for row in table.rows.iter().skip(sheet.first) {
            let done = drafts.drafts.len();
            if done.is_multiple_of(1_024) && progress(Progress { rows: done, total }).is_break() {
                return Err(ImportError::Cancelled);
            }
            match reading.no_data(row, fold) {
                Some(why) => *drafts.left_out.entry(why).or_default() += 1,
                None => drafts.drafts.push(reading.draft(row, &mut links, fold, problems)),
            }
        }
    }
    Ok(drafts)
}

/// One sheet being read.
struct Reading<'a> {
    table: &'a Table,
    columns: &'a [Column],
    places: Places,
    /// Field index, column, reader.
    readers: Vec<(usize, usize, Reader)>,
    headings: HashMap<usize, String>,
    fields: usize,
    first: usize,
}

impl<'a> Reading<'a> {
    fn new(table: &'a Table, sheet: &'a SheetLayout, layout: &Layout, fold: &Fold) -> Self {
        let reader = |(column, matched): (usize, &Column)| match matched.matched?.target {
            Target::Field(index) => Some((index, column, Reader::new(layout.kind.fields.get(index)?, fold))),
            _ => None,
        };
        Self {
            table,
            columns: &sheet.columns,
            places: Places::of(&sheet.columns),
            readers: sheet.columns.iter().enumerate().filter_map(reader).collect(),
            headings: layout::folded(&sheet.columns, fold),
            fields: layout.kind.fields.len(),
            first: sheet.first,
        }
    }

    /// Says which columns are not taken, if they hold anything.
    fn unmatched(&self, problems: &mut Problems) {
        for (index, column) in self.columns.iter().enumerate().filter(|(_, column)| column.matched.is_none()) {
            let mut data = self.table.rows.iter().skip(self.first);
            let Some(sample) = data.find_map(|row| Some(row.cell(index)).filter(|cell| *cell != Cell::Empty)) else {
                continue;
            };
            if column.heading.is_empty() {
                continue;
            }
            let problem = Problem::new("column_not_taken").column(&column.heading).value(sample.text());
            problems.push(match &self.table.sheet {
                Some(sheet) => problem.sheet(sheet),
                None => problem,
            });
        }
    }

    /// Why a row is no data: a total, the headings again, a remark under the list.
    fn no_data(&self, row: &Row, fold: &Fold) -> Option<&'static str> {
        if row.feature.is_some() {
            return None;
        }
        let filled = (0..row.len()).map(|column| row.cell(column)).filter(|cell| *cell != Cell::Empty);
        let first = filled.clone().next()?;
        let few = filled.clone().count() <= 2;
        if filled.clone().take(2).any(|cell| matches!(cell, Cell::Text(text) if is_total(text))) {
            return Some("total");
        }
        if let Cell::Text(text) = first
            && few
            && is_remark(text)
        {
            return Some("remark");
        }
        let again = self.headings.iter().filter(|(column, heading)| match row.cell(**column) {
            Cell::Text(text) => fold.heading(text) == **heading,
            _ => false,
        });
        (self.headings.len() >= 2 && again.count() * 2 > self.headings.len()).then_some("header")
    }

    fn draft(&self, row: &Row, links: &mut Links<'_>, fold: &Fold, problems: &mut Problems) -> Draft {
        let mut draft = Draft {
            row: row.number,
            sheet: self.table.sheet.clone(),
            id: row.feature.as_ref().and_then(|feature| feature.id.clone()),
            values: vec![Value::Null; self.fields],
            given: self.places.read(row, self.columns),
        };
        for (field, column, reader) in &self.readers {
            let cell = row.cell(*column);
            let read = reader.read(cell, fold);
            if let Some(fault) = row.fault(*column) {
                let heading = self.columns.get(*column).map_or("", |column| &column.heading);
                problems.push(draft.problem("cell_fault").column(heading).value(fault));
            }
            let (value, code) = match reader.field().field_type {
                FieldType::Link if !read.value.is_null() => links.resolve(reader.field(), &read.value),
                _ => (read.value, read.problem.or_else(|| suspicious(reader.field(), cell))),
            };
            if let Some(code) = code {
                let heading = self.columns.get(*column).map_or("", |column| &column.heading);
                problems.push(
                    draft.problem(code).column(heading).value(shortened(&cell.text())).arg("field", &reader.field().zh),
                );
            }
            if let Some(slot) = draft.values.get_mut(*field) {
                *slot = value;
            }
        }
        draft
    }
}

/// A required number that is zero was often just not known.
fn suspicious(field: &Field, cell: Cell<'_>) -> Option<&'static str> {
    let number = matches!(field.field_type, FieldType::Integer | FieldType::Real) && field.required;
    let zero = match cell {
        Cell::Number(number) => number == 0.0,
        Cell::Text(text) => text.parse::<f64>().is_ok_and(|number| number == 0.0),
        _ => false,
    };
    (number && zero).then_some("value_zero")
}

/// A remark or signature under the list: it begins like one, and goes on with a colon or at length.
fn is_remark(text: &str) -> bool {
    REMARKS.iter().any(|word| text.starts_with(word)) && (text.contains([':', '：']) || text.chars().count() > 12)
}

fn is_total(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, ':' | '：')).collect();
    TOTALS.contains(&bare.to_lowercase().as_str())
}

/// At most sixty characters of a value, for a report.
pub fn shortened(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// Names of objects that links point to, looked up a kind at a time.
struct Links<'w> {
    world: &'w World,
    names: HashMap<String, HashMap<String, String>>,
}

impl<'w> Links<'w> {
    fn new(world: &'w World) -> Self {
        Self { world, names: HashMap::new() }
    }

    /// The uid that a cell means: a uid itself, a code or a name.
    fn resolve(&mut self, field: &Field, value: &Value) -> (Value, Option<&'static str>) {
        let unknown = (Value::Null, Some("link_unknown"));
        let (Some(kind), Some(text)) = (field.link.as_deref(), value.as_text()) else { return unknown };
        let world = self.world;
        let names = self.names.entry(kind.to_owned()).or_insert_with(|| names_of(world, kind));
        match names.get(&name_key(text)) {
            Some(uid) => (Value::from(uid.as_str()), None),
            None => unknown,
        }
    }
}

fn names_of(world: &World, kind: &str) -> HashMap<String, String> {
    let Some(layer) = world.layer(kind) else { return HashMap::new() };
    let places: Vec<usize> = [layer.kind().label.as_str(), "name", "code"]
        .into_iter()
        .filter_map(|field| layer.kind().index(field))
        .collect();
    let mut names = HashMap::new();
    for object in layer.objects() {
        let uid = object.uid.to_string();
        for text in places.iter().filter_map(|place| object.value(*place).as_text()) {
            names.entry(name_key(text)).or_insert_with(|| uid.clone());
        }
        names.insert(uid.clone(), uid);
    }
    names
}
