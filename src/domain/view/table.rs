//! A kind as a table: columns from the catalogue, cells in the user's words, sorted by what the values are.
//!
//! A table of a hundred thousand rows holds the objects, not their texts: a cell is said when it is looked at.
//! Asking belongs off the UI thread.

mod order;
mod places;
mod seek;
mod totals;

use std::{collections::BTreeSet, sync::Arc};

use crate::domain::{
    catalogue::{Field, FieldType, Kind, Lang},
    model::{FieldId, KindId, Object, ObjectRef, Uid, Value},
    query::{BadFilter, Filter, name_of},
    view::{Words, format, mask::masked, say},
    world::World,
};

pub use order::Sort;
use places::Places;
pub use totals::Total;

/// So many columns are shown until others are chosen.
const COLUMNS_AT_FIRST: usize = 9;

/// The rows that say how wide a column is.
const WIDTH_ROWS: usize = 300;
/// No column is wider, heights of its type: a longer text is cut short and read by pointing at it.
const WIDEST_EM: f32 = 16.0;

/// What a table is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct TableRequest {
    /// Whose.
    pub kind: KindId,
    /// Only these; `None`: all.
    pub only: Option<Arc<BTreeSet<Uid>>>,
    /// Only rows that say this in some column, as shown. Words with spaces between must all be there.
    pub text: String,
    /// Only rows that meet all of these, as a person types them: `capacity>=200`.
    pub conditions: Vec<String>,
    /// In which order; `None`: the register's.
    pub sort: Option<Sort>,
    /// Which columns; `None`: the first that say anything.
    pub columns: Option<Vec<FieldId>>,
    /// Whether personal values are shown as they are.
    pub unmask: bool,
}

impl TableRequest {
    /// The whole of a kind.
    pub fn of(kind: KindId) -> Self {
        Self { kind, only: None, text: String::new(), conditions: Vec::new(), sort: None, columns: None, unmask: false }
    }
}

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Where its values stand in an object.
    pub index: usize,
    /// Its field.
    pub field: FieldId,
    /// Its name, in the user's language.
    pub name: String,
    /// Its unit.
    pub unit: Option<String>,
    /// Whether it holds numbers: they stand on the right.
    pub is_number: bool,
    /// How wide its cells are, in heights of their type.
    pub width_em: f32,
    /// The total of the rows shown, where there is one.
    pub total: Option<Total>,
}

/// A table as it was asked for.
#[derive(Clone, Debug)]
pub struct Table {
    /// What was asked.
    pub request: TableRequest,
    /// The kind's name.
    pub title: String,
    /// The columns shown.
    pub columns: Vec<Column>,
    /// All there are: field and name.
    pub all_columns: Vec<(FieldId, String)>,
    /// How many rows there are before filtering.
    pub of: usize,
    /// A condition that is none; the rows are then not filtered by it.
    pub bad: Option<BadFilter>,
    kind: Arc<Kind>,
    rows: Vec<Arc<Object>>,
    places: Places,
    world: World,
}

impl Table {
    /// How many rows there are.
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The object of a row.
    pub fn object(&self, row: usize) -> Option<ObjectRef> {
        let object = self.rows.get(row)?;
        Some(ObjectRef { kind: object.kind.clone(), uid: object.uid })
    }

    /// What the object of a row is called.
    pub fn name(&self, row: usize) -> String {
        self.rows.get(row).map(|object| name_of(&self.kind, object)).unwrap_or_default()
    }

    /// The row of an object; `None` when it is not in the table.
    pub fn row_of(&self, object: &ObjectRef) -> Option<usize> {
        let same = object.kind == self.request.kind;
        self.places.get(object.uid).filter(|_| same)
    }

    /// What stands in a cell; `None`: nothing is known.
    pub fn cell(&self, row: usize, column: &Column, words: &Words) -> Option<String> {
        let object = self.rows.get(row)?;
        let field = self.kind.fields.get(column.index)?;
        said(&self.world, field, object.value(column.index), self.request.unmask, words)
    }

    /// The objects of the rows, in their order.
    pub fn objects(&self) -> &[Arc<Object>] {
        &self.rows
    }

    /// The kind.
    pub const fn kind(&self) -> &Arc<Kind> {
        &self.kind
    }
}

/// A value as it stands in a cell: masked where it is personal, a link by the name of what it points to.
fn said(world: &World, field: &Field, value: &Value, unmask: bool, words: &Words) -> Option<String> {
    const NOBODY: Value = Value::Integer(0);
    // A sum without entries is zero.
    let value = if field.summed && value.is_null() { &NOBODY } else { value };
    if field.field_type == FieldType::Link
        && let Some(name) = linked(world, field, value)
    {
        return Some(name);
    }
    let text = say::value(field, value, words)?;
    Some(if field.personal && !unmask { masked(&text) } else { text })
}

/// The name of what a link points to.
fn linked(world: &World, field: &Field, value: &Value) -> Option<String> {
    let layer = world.layer(field.link.as_deref()?)?;
    let uid = value.as_text()?.parse().ok()?;
    Some(name_of(layer.kind(), layer.get(uid)?))
}

/// Makes a table; `None` when the world has no such kind.
pub fn table(world: &World, request: &TableRequest, words: &Words) -> Option<Table> {
    let layer = world.layer(request.kind.as_str())?;
    let kind = layer.kind().clone();
    let chosen = |object: &&Arc<Object>| request.only.as_ref().is_none_or(|only| only.contains(&object.uid));
    let mut rows: Vec<Arc<Object>> = layer.objects().filter(chosen).cloned().collect();
    let of = rows.len();
    let columns = columns(&kind, request, &rows, words.lang());
    let mut bad = None;
    let mut filters = Vec::new();
    for condition in request.conditions.iter().filter(|condition| !condition.trim().is_empty()) {
        match Filter::parse(condition, &kind) {
            Ok(filter) => filters.push(filter),
            Err(why) => bad = bad.or(Some(why)),
        }
    }
    if !filters.is_empty() {
        rows.retain(|object| filters.iter().all(|filter| filter.holds(object)));
    }
    seek::keep(&mut rows, world, &kind, &columns, request, words);
    let mut places = Places::of(&rows);
    if let Some(sort) = &request.sort
        && let Some(order) = order::order(&rows, world, &kind, sort, request.unmask)
    {
        places.reorder(&order);
        // Moved, not cloned: a row is not looked at to be put elsewhere.
        let mut old: Vec<Option<Arc<Object>>> = rows.into_iter().map(Some).collect();
        rows = order.iter().filter_map(|place| old.get_mut(*place as usize)?.take()).collect();
    }
    let columns = columns.into_iter().map(|column| {
        let total = totals::total(&kind, &column, &rows, words);
        let cells = rows.iter().take(WIDTH_ROWS).filter_map(|object| {
            said(world, kind.fields.get(column.index)?, object.value(column.index), request.unmask, words)
        });
        let head = format::width_em(&column.name) + column.unit.as_deref().map_or(0.0, format::width_em) + 3.0;
        let foot = total.as_ref().map_or(0.0, |total| format::width_em(&total.short));
        let width_em = cells.map(|cell| format::width_em(&cell)).fold(head.max(foot), f32::max).min(WIDEST_EM);
        Column { total, width_em, ..column }
    });
    let columns = columns.collect();
    let lang = words.lang();
    let named = shown_fields(&kind).map(|(_, field)| (field.id.clone(), field.name(lang).to_owned()));
    let all_columns = named.collect();
    let title = kind.name(lang).to_owned();
    let request = request.clone();
    Some(Table { request, title, columns, all_columns, of, bad, kind, rows, places, world: world.clone() })
}

/// The fields that a table may show: the name first, then as the catalogue has them; no bookkeeping, no curves.
fn shown_fields(kind: &Kind) -> impl Iterator<Item = (usize, &Field)> {
    let is_name = |field: &Field| field.id == kind.label;
    let shown = |field: &Field| !field.hidden && field.field_type != FieldType::Curve;
    let all = || kind.fields.iter().enumerate();
    let first = all().filter(move |(_, field)| is_name(field));
    first.chain(all().filter(move |(_, field)| !is_name(field) && shown(field)))
}

/// The fields that say nothing in any row. A field that is summed says zero, and the name has its column always.
fn mute(kind: &Kind, rows: &[Arc<Object>]) -> Vec<usize> {
    let always = |field: &Field| field.summed || field.id == kind.label;
    let mut mute: Vec<usize> = shown_fields(kind).filter(|(_, field)| !always(field)).map(|(index, _)| index).collect();
    for object in rows {
        if mute.is_empty() {
            break;
        }
        mute.retain(|index| object.value(*index).is_null());
    }
    mute
}

fn columns(kind: &Kind, request: &TableRequest, rows: &[Arc<Object>], lang: Lang) -> Vec<Column> {
    let wanted: Vec<(usize, &Field)> = match &request.columns {
        Some(chosen) => shown_fields(kind).filter(|(_, field)| chosen.contains(&field.id)).collect(),
        None => {
            let mute = mute(kind, rows);
            shown_fields(kind).filter(|(index, _)| !mute.contains(index)).take(COLUMNS_AT_FIRST).collect()
        }
    };
    let column = |(index, field): (usize, &Field)| Column {
        index,
        field: field.id.clone(),
        name: field.name(lang).to_owned(),
        unit: field.unit(lang).map(str::to_owned),
        is_number: matches!(field.field_type, FieldType::Integer | FieldType::Real),
        width_em: 0.0,
        total: None,
    };
    wanted.into_iter().map(column).collect()
}

#[cfg(test)]
mod tests;
