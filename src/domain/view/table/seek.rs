//! Rows that say something: a text is looked for in the cells as they are shown, without making every cell.

use std::sync::Arc;

use crate::domain::{
    catalogue::{Field, FieldType, Kind},
    model::{Object, Value},
    view::{
        Words, say,
        table::{Column, TableRequest, said},
    },
    world::World,
};

/// Keeps the rows in which every word is said by some column.
pub(super) fn keep(
    rows: &mut Vec<Arc<Object>>,
    world: &World,
    kind: &Kind,
    columns: &[Column],
    request: &TableRequest,
    words: &Words,
) {
    let needles: Vec<String> = request.text.split_whitespace().map(str::to_lowercase).collect();
    for needle in &needles {
        let seek = Seek { needle, world, words, unmask: request.unmask };
        let tests: Vec<(usize, Test<'_>)> = columns
            .iter()
            .filter_map(|column| Some((column.index, seek.test(kind.fields.get(column.index)?)?)))
            .collect();
        rows.retain(|object| tests.iter().any(|(index, test)| seek.says(test, object.value(*index))));
    }
}

struct Seek<'a> {
    needle: &'a str,
    world: &'a World,
    words: &'a Words,
    unmask: bool,
}

/// How a column is looked through.
enum Test<'a> {
    /// The text itself.
    Plain,
    /// The ids of choices whose names say it.
    Choices(Vec<&'a str>),
    /// Yes or no says it.
    Bools([bool; 2]),
    /// The cell as it is shown.
    Shown(&'a Field),
}

impl Seek<'_> {
    /// How to look through a column; `None`: nothing in it can say this.
    fn test<'f>(&self, field: &'f Field) -> Option<Test<'f>> {
        if field.personal && !self.unmask {
            return Some(Test::Shown(field));
        }
        let says = |text: &str| text.to_lowercase().contains(self.needle);
        match field.field_type {
            FieldType::Text => Some(Test::Plain),
            FieldType::Choice | FieldType::Choices => {
                let named = field.choices.iter().filter(|choice| says(choice.name(self.words.lang())));
                let ids: Vec<&str> = named.map(|choice| choice.id.as_str()).collect();
                (!ids.is_empty()).then_some(Test::Choices(ids))
            }
            FieldType::Bool => {
                let bools = ["no", "yes"].map(|id| says(&self.words.get(id)));
                bools.contains(&true).then_some(Test::Bools(bools))
            }
            FieldType::Integer | FieldType::Real | FieldType::Date | FieldType::Time => {
                let could = |char: char| char.is_ascii_digit() || ",.-: ".contains(char);
                self.needle.chars().all(could).then_some(Test::Shown(field))
            }
            FieldType::Link => Some(Test::Shown(field)),
            FieldType::Curve => None,
        }
    }

    fn says(&self, test: &Test<'_>, value: &Value) -> bool {
        match (test, value) {
            (Test::Plain, Value::Text(text)) => holds(text, self.needle),
            (Test::Choices(ids), Value::Text(own)) => own.split(',').any(|id| ids.contains(&id.trim())),
            (Test::Bools(bools), Value::Bool(yes)) => bools.get(usize::from(*yes)) == Some(&true),
            (Test::Shown(field), value) if matches!(value, Value::Integer(_) | Value::Real(_)) => {
                // 1200 finds 1,200 and so does 1,200.
                let shown = say::value(field, value, self.words).unwrap_or_default();
                shown.contains(self.needle) || shown.replace(',', "").contains(self.needle)
            }
            (Test::Shown(field), value) => {
                let shown = said(self.world, field, value, self.unmask, self.words);
                shown.is_some_and(|shown| holds(&shown, self.needle))
            }
            _ => false,
        }
    }
}

/// Whether a text holds a needle in small letters. Chinese has no case: most texts are looked at as they are.
fn holds(text: &str, needle: &str) -> bool {
    text.contains(needle)
        || (text.bytes().any(|byte| byte.is_ascii_uppercase()) && text.to_lowercase().contains(needle))
}
