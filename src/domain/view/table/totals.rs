//! What stands under a column: a sum and a mean of what adds up, the least and the greatest of levels and the like.

use std::sync::Arc;

use crate::domain::{
    catalogue::{FieldType, Kind},
    model::{Object, Value},
    query::adds_up,
    view::{Words, format, table::Column},
};

/// The total of a column.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Total {
    /// The sum, or the span from the least to the greatest: short, with its unit.
    pub short: String,
    /// The whole: sum, mean, how many rows have a value.
    pub long: String,
}

/// The total of a column over rows; `None` where none makes sense: a text, a year, a score, or nothing is known.
pub(super) fn total(kind: &Kind, column: &Column, rows: &[Arc<Object>], words: &Words) -> Option<Total> {
    let field = kind.fields.get(column.index)?;
    let unit = column.unit.as_deref()?;
    if field.personal || !column.is_number {
        return None;
    }
    let zero = Value::Integer(0);
    let values = rows.iter().filter_map(|object| {
        let value = object.value(column.index);
        let value = if field.summed && value.is_null() { &zero } else { value };
        value.as_number()
    });
    let (mut known, mut sum, mut least, mut most) = (0_u32, 0.0, f64::INFINITY, f64::NEG_INFINITY);
    for value in values {
        known += 1;
        sum += value;
        least = value.min(least);
        most = value.max(most);
    }
    if known == 0 {
        return None;
    }
    let places = if field.field_type == FieldType::Integer { 0 } else { 2 };
    let count = format::number(i64::from(known));
    if !adds_up(field) {
        let [least, most] = [least, most].map(|value| format::decimal(value, places));
        let args = [("least", least), ("most", most), ("unit", unit.to_owned()), ("count", count)];
        return Some(Total { short: words.with("table-span", &args), long: words.with("table-span-long", &args) });
    }
    let args = [
        ("sum", format::decimal(sum, places)),
        ("mean", format::decimal(sum / f64::from(known), 1)),
        ("unit", unit.to_owned()),
        ("count", count),
    ];
    Some(Total { short: words.with("table-sum", &args), long: words.with("table-sum-long", &args) })
}
