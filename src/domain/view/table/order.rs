//! The order of rows: numbers as numbers, choices as the catalogue lists them, days as days, texts as a Chinese
//! reader looks them up; what is not known comes last, whichever way.

use std::{cmp::Ordering, sync::Arc};

use encoding_rs::GBK;

use crate::domain::{
    catalogue::{Field, FieldType, Kind},
    model::{FieldId, Object, Value},
    view::{mask::masked, table::linked},
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

/// What a row is sorted by; `None`: not known.
enum Keys {
    Number(Vec<Option<f64>>),
    Text(Vec<Option<Vec<u8>>>),
}

/// Sorts rows; equal ones keep their order. Values that are masked sort as they are shown: the order must not tell
/// what is hidden.
pub(super) fn sort(rows: &mut Vec<Arc<Object>>, world: &World, kind: &Kind, sort: &Sort, unmask: bool) {
    let Some((index, field)) = kind.index(sort.field.as_str()).and_then(|at| Some((at, kind.fields.get(at)?))) else {
        return;
    };
    let order = match keys(rows, world, (index, field), unmask) {
        Keys::Number(keys) => ranked(&keys, sort.descending, f64::total_cmp),
        Keys::Text(keys) => ranked(&keys, sort.descending, Ord::cmp),
    };
    *rows = order.into_iter().filter_map(|place| rows.get(place as usize).cloned()).collect();
}

fn ranked<K>(keys: &[Option<K>], descending: bool, compare: impl Fn(&K, &K) -> Ordering) -> Vec<u32> {
    let mut known: Vec<(u32, &K)> = (0..).zip(keys).filter_map(|(place, key)| Some((place, key.as_ref()?))).collect();
    let by = |a: &K, b: &K| if descending { compare(b, a) } else { compare(a, b) };
    known.sort_unstable_by(|(at, a), (other, b)| by(a, b).then(at.cmp(other)));
    let unknown = (0..).zip(keys).filter(|(_, key)| key.is_none()).map(|(place, _)| place);
    known.iter().map(|(place, _)| *place).chain(unknown).collect()
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
        FieldType::Link => Keys::Text(values.map(|value| linked(world, field, value).map(|name| key(&name))).collect()),
        _ if covered => Keys::Text(values.map(|value| value.as_text().map(masked).and_then(filled)).collect()),
        _ => Keys::Text(values.map(|value| filled(value.as_text()?.to_owned())).collect()),
    }
}

fn filled(text: String) -> Option<Vec<u8>> {
    let text = text.trim();
    (!text.is_empty()).then(|| key(text))
}

/// The order of GBK: the 3,755 common characters by pinyin, the others after them by radical, as Chinese systems
/// have sorted lists for decades. Letters come before characters, whichever their case, and numbers in a text by
/// how large they are: 2 村 before 10 村.
pub(super) fn key(text: &str) -> Vec<u8> {
    let lower = text.to_lowercase();
    let (bytes, _, _) = GBK.encode(&lower);
    let mut key = Vec::with_capacity(bytes.len() + 4);
    let mut rest: &[u8] = &bytes;
    while let Some((&first, after)) = rest.split_first() {
        if first.is_ascii_digit() {
            let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let (number, tail) = rest.split_at(digits);
            let zeros = number.iter().take_while(|digit| **digit == b'0').count();
            let number = number.get(zeros..).unwrap_or_default();
            key.extend([b'0', u8::try_from(number.len()).unwrap_or(u8::MAX)]);
            key.extend_from_slice(number);
            rest = tail;
        } else if first < 0x80 {
            key.push(first);
            rest = after;
        } else {
            // Two bytes: the second may look like a digit.
            let (pair, tail) = rest.split_at(rest.len().min(2));
            key.extend_from_slice(pair);
            rest = tail;
        }
    }
    key
}
