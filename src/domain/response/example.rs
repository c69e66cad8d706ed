//! The example that ships: conditions with the general values of domain notes B1, and the tasks of levels. It is no
//! plan's rule, says so in every entry, and is replaced by what a bureau types.

use std::{collections::BTreeMap, sync::Arc};

use serde::Deserialize;

use crate::domain::{
    catalogue::{Catalogue, FieldType, Kind},
    model::{Object, Uid, Value},
    response::{LEVEL_TASK, TRIGGER},
};

const TEXT: &str = include_str!("../../../assets/response/example.toml");

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    version: String,
    source: String,
    #[serde(default)]
    trigger: Vec<Row>,
    #[serde(default)]
    task: Vec<Row>,
}

/// An entry: only fields of the catalogue stand in it.
type Row = BTreeMap<String, toml::Value>;

/// The example's entries as objects of the two kinds; none of a kind that the catalogue lacks.
///
/// `uid` names each by its kind and place.
pub fn example(catalogue: &Catalogue, mut uid: impl FnMut(&'static str, usize) -> Uid) -> Vec<Object> {
    // The shipped text is right (a test); a wrong one brings nothing.
    let example: Example = toml::from_str(TEXT).unwrap_or_default();
    let mut objects = Vec::new();
    for (kind, rows) in [(TRIGGER, &example.trigger), (LEVEL_TASK, &example.task)] {
        let Some(found) = catalogue.kind(kind) else { continue };
        let made = rows.iter().enumerate().map(|(at, row)| object(found, row, &example, at, uid(kind, at)));
        objects.extend(made);
    }
    objects
}

fn object(kind: &Arc<Kind>, row: &Row, example: &Example, at: usize, uid: Uid) -> Object {
    let place = i64::try_from(at).ok().map(|at| at + 1);
    let marks = [
        ("enabled", true.into()),
        ("basis", "observed".into()),
        ("example", true.into()),
        ("version", example.version.as_str().into()),
        ("basis_text", example.source.as_str().into()),
        ("business_line", kind.business_line.as_deref().into()),
        ("order", place.into()),
    ];
    let said = row.iter().map(|(field, value)| {
        // The catalogue says of each field whether its numbers are whole.
        let is_real = kind.field(field).is_some_and(|field| field.field_type == FieldType::Real);
        let value = match value {
            toml::Value::String(text) => text.as_str().into(),
            toml::Value::Integer(number) if is_real => (*number as f64).into(),
            toml::Value::Integer(number) => (*number).into(),
            toml::Value::Float(number) => (*number).into(),
            toml::Value::Boolean(yes) => (*yes).into(),
            _ => Value::Null,
        };
        (field.as_str(), value)
    });
    let values = kind.row(marks.into_iter().chain(said));
    Object { uid, kind: kind.id.clone(), geometry: None, values }
}
