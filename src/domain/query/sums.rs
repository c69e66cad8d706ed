//! Totals over objects: only of what adds up.

use std::{collections::BTreeMap, sync::Arc};

use crate::domain::{
    catalogue::{Field, FieldType, Kind},
    model::{FieldId, Object, Value},
};

/// Units of things that can be added together: people, households, pieces, areas, volumes, weights, money. Levels,
/// heights, speeds, percentages and scores are not among them.
const UNITS: [&str; 30] = [
    "人", "户", "人次", "家", "家次", "件", "件次", "个", "处", "项", "支", "台", "套", "辆", "张", "只", "艘", "架",
    "顶", "m²", "km²", "公顷", "亩", "m³", "万m³", "t", "吨", "kg", "元", "万元",
];

/// The total of a field over some objects.
#[derive(Clone, Debug, PartialEq)]
pub struct Sum {
    /// Which field.
    pub field: FieldId,
    /// A whole number where the field is one, else a real one, in the field's unit.
    pub total: Value,
    /// How many of the objects have a value; the others count nothing.
    pub known: usize,
}

/// The totals of a township.
#[derive(Clone, Debug, PartialEq)]
pub struct TownshipSums {
    /// Its name; `None` for objects that name none.
    pub township: Option<Arc<str>>,
    /// How many objects.
    pub count: usize,
    /// Totals, in the order of the kind's fields.
    pub sums: Vec<Sum>,
}

/// Whether values of a field can be added: a number in a unit of quantity, not about a person, and nothing that its
/// catalogue says stands alone.
pub fn adds_up(field: &Field) -> bool {
    let is_number = matches!(field.field_type, FieldType::Integer | FieldType::Real);
    let unit = field.unit_zh.as_deref().is_some_and(|unit| UNITS.contains(&unit));
    // "of 8" is a score out of eight.
    let is_score = field.unit_en.as_deref().is_some_and(|unit| unit.starts_with("of "));
    is_number && unit && !is_score && !field.personal && !field.stands_alone
}

/// The totals of the fields that add up, in the order of the kind's fields.
pub fn sums_of<'a>(kind: &Kind, objects: impl Iterator<Item = &'a Object> + Clone) -> Vec<Sum> {
    let fields = kind.fields.iter().enumerate().filter(|(_, field)| adds_up(field));
    fields
        .map(|(index, field)| {
            let values = objects.clone().map(|object| object.value(index));
            let known = values.clone().filter(|value| value.as_number().is_some()).count();
            let total = if field.field_type == FieldType::Integer {
                Value::Integer(values.filter_map(Value::as_integer).fold(0, i64::saturating_add))
            } else {
                Value::from(values.filter_map(Value::as_number).sum::<f64>())
            };
            Sum { field: field.id.clone(), total, known }
        })
        .collect()
}

/// The same by township, in the order of the names; those that name none last.
pub fn by_township<'a>(kind: &Kind, objects: impl Iterator<Item = &'a Object>) -> Vec<TownshipSums> {
    let index = kind.index("township");
    let mut groups: BTreeMap<(bool, Option<Arc<str>>), Vec<&Object>> = BTreeMap::new();
    for object in objects {
        let township = match index.map(|index| object.value(index)) {
            Some(Value::Text(name)) if !name.trim().is_empty() => Some(name.clone()),
            _ => None,
        };
        groups.entry((township.is_none(), township)).or_default().push(object);
    }
    let sums = |(_, township): (bool, Option<Arc<str>>), objects: Vec<&Object>| TownshipSums {
        township,
        count: objects.len(),
        sums: sums_of(kind, objects.iter().copied()),
    };
    groups.into_iter().map(|(township, objects)| sums(township, objects)).collect()
}
