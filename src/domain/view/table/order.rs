//! The order of rows: numbers as numbers, choices as the catalogue lists them, days as days, texts as a Chinese
//! reader looks them up; what is not known comes last, whichever way.

mod texts;

use std::{cmp::Ordering, sync::Arc};

use crate::domain::{
    catalogue::{Field, FieldType, Kind},
    model::{FieldId, Object, Value},
    view::{
        mask::masked,
        table::{linked, order::texts::Texts},
    },
    world::World,
};

/// By which column, and which way.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Sort {
    /// The column.
    pub field: FieldId,
    /// The greatest first.
    pub descending: bool,
}

/// What rows are sorted by; `None`: not known.
enum Keys {
    Number(Vec<Option<f64>>),
    Text(Texts),
}

/// The order of rows, by where they stand; equal ones keep theirs. `None`: there is no such column. Values that are
/// masked sort as they are shown: the order must not tell what is hidden.
pub(super) fn order(rows: &[Arc<Object>], world: &World, kind: &Kind, sort: &Sort, unmask: bool) -> Option<Vec<u32>> {
    let index = kind.index(sort.field.as_str())?;
    let field = kind.fields.get(index)?;
    Some(match keys(rows, world, (index, field), unmask) {
        Keys::Number(keys) => ranked(&keys, sort.descending, f64::total_cmp),
        Keys::Text(texts) => ranked(&texts.keys, sort.descending, |a, b| texts.compare(a, b)),
    })
}

fn ranked<K: Copy>(keys: &[Option<K>], descending: bool, compare: impl Fn(&K, &K) -> Ordering) -> Vec<u32> {
    let mut known: Vec<(K, u32)> = keys.iter().zip(0..).filter_map(|(key, place)| Some(((*key)?, place))).collect();
    let by = |a: &K, b: &K| if descending { compare(b, a) } else { compare(a, b) };
    known.sort_unstable_by(|(a, at), (b, other)| by(a, b).then(at.cmp(other)));
    let unknown = (0..).zip(keys).filter(|(_, key)| key.is_none()).map(|(place, _)| place);
    known.iter().map(|(_, place)| *place).chain(unknown).collect()
}

fn keys(rows: &[Arc<Object>], world: &World, (index, field): (usize, &Field), unmask: bool) -> Keys {
    let values = rows.iter().map(|object| object.value(index));
    let covered = field.personal && !unmask;
    let rank = |id: &str| field.choices.iter().position(|choice| choice.id == id).map(|place| place as f64);
    let number = |value: &Value| match value {
        Value::Null if field.summed => Some(0.0),
        Value::Bool(yes) => Some(f64::from(u8::from(!yes))),
        Value::Time(time) => Some(time.as_microsecond() as f64),
        Value::Date(day) => Some(f64::from(day.year()) * 400.0 + f64::from(day.day_of_year())),
        Value::Text(id) if field.field_type == FieldType::Choice => rank(id).or(Some(f64::INFINITY)),
        other => other.as_number(),
    };
    match field.field_type {
        FieldType::Integer
        | FieldType::Real
        | FieldType::Bool
        | FieldType::Date
        | FieldType::Time
        | FieldType::Choice
            if !covered =>
        {
            Keys::Number(values.map(number).collect())
        }
        FieldType::Link => {
            Keys::Text(Texts::of(values, |all, value| linked(world, field, value).map(|name| all.key(&name))))
        }
        _ if covered => {
            Keys::Text(Texts::of(values, |all, value| value.as_text().map(masked).and_then(|it| all.filled(&it))))
        }
        _ => Keys::Text(Texts::of(values, |all, value| all.filled(value.as_text()?))),
    }
}
