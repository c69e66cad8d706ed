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

/// The total of a field in the making.
#[derive(Clone, Copy, Debug, Default)]
pub struct Summing {
    whole: i64,
    real: f64,
    known: usize,
}

impl Summing {
    /// Adds what is known of a field of whole numbers.
    pub fn whole(&mut self, number: Option<i64>) {
        self.whole = self.whole.saturating_add(number.unwrap_or(0));
        self.known += usize::from(number.is_some());
    }

    /// Adds what is known of a field of real numbers.
    pub fn real(&mut self, number: Option<f64>) {
        self.real += number.unwrap_or(0.0);
        self.known += usize::from(number.is_some());
    }

    /// Adds a value of a field.
    pub fn value(&mut self, field: &Field, value: &Value) {
        if is_whole(field) {
            self.whole(value.as_integer());
        } else {
            self.real(value.as_number());
        }
    }

    /// Takes in another total of the same field.
    pub fn add(&mut self, other: &Self) {
        self.whole = self.whole.saturating_add(other.whole);
        self.real += other.real;
        self.known += other.known;
    }

    /// What it came to.
    pub fn sum(&self, field: &Field) -> Sum {
        let total = if is_whole(field) { Value::Integer(self.whole) } else { Value::from(self.real) };
        Sum { field: field.id.clone(), total, known: self.known }
    }
}

/// Whether a field's totals are whole numbers.
pub fn is_whole(field: &Field) -> bool {
    field.field_type == FieldType::Integer
}

/// The totals of the fields that add up, in the order of the kind's fields.
pub fn sums_of<'a>(kind: &Kind, objects: impl Iterator<Item = &'a Object> + Clone) -> Vec<Sum> {
    let fields = kind.fields.iter().enumerate().filter(|(_, field)| adds_up(field));
    let sum = |(index, field): (usize, &Field)| {
        let mut total = Summing::default();
        objects.clone().for_each(|object| total.value(field, object.value(index)));
        total.sum(field)
    };
    fields.map(sum).collect()
}

/// The same by township, in the order of the names; those that name none last.
pub fn by_township<'a>(kind: &Kind, objects: impl Iterator<Item = &'a Object>) -> Vec<TownshipSums> {
    let index = kind.index("township");
    let mut groups: BTreeMap<(bool, Option<Arc<str>>), Vec<&Object>> = BTreeMap::new();
    for object in objects {
        let township = match index.map(|index| object.value(index)) {
            Some(Value::Text(name)) => trimmed(name),
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

/// A name without the blanks around it; `None`: nothing is left.
pub fn trimmed(name: &Arc<str>) -> Option<Arc<str>> {
    match name.trim() {
        "" => None,
        own if own.len() == name.len() => Some(name.clone()),
        own => Some(Arc::from(own)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::tests::Making;

    #[test]
    fn a_township_with_a_blank_behind_its_name_is_the_same_township() {
        let mut making = Making::default();
        for (town, students) in
            [("东镇", Value::Integer(40)), (" 东镇 ", 2.into()), ("  ", 5.into()), ("东镇", Value::Null)]
        {
            making.add("school", None, &[("township", town.into()), ("students", students)]);
        }
        let world = making.world();
        let layer = world.layer("school").unwrap();
        let rows = by_township(layer.kind(), layer.objects().map(|object| &**object));
        let of = |row: &TownshipSums| {
            let pupils = row.sums.iter().find(|sum| sum.field.as_str() == "students").unwrap();
            (row.township.as_deref().map(str::to_owned), row.count, pupils.total.as_integer(), pupils.known)
        };
        let rows: Vec<_> = rows.iter().map(of).collect();
        assert_eq!(rows, [(Some("东镇".to_owned()), 3, Some(42), 2), (None, 1, Some(5), 1)]);
    }
}
