//! Whether a value is one that a field takes.

use crate::domain::{
    catalogue::{Field, FieldType},
    model::{Uid, Value},
};

/// Whether the field takes this value: its type, its range, its choices. Nothing known fits everywhere: what must
/// not be empty is asked by who fills a form.
pub fn fits(field: &Field, value: &Value) -> bool {
    match (field.field_type, value) {
        (_, Value::Null)
        | (FieldType::Text, Value::Text(_))
        | (FieldType::Bool, Value::Bool(_))
        | (FieldType::Date, Value::Date(_))
        | (FieldType::Time, Value::Time(_)) => true,
        (FieldType::Integer, Value::Integer(number)) => in_range(field, *number as f64),
        (FieldType::Real, Value::Real(number)) => in_range(field, *number),
        (FieldType::Choice, Value::Text(id)) => field.choice(id).is_some(),
        (FieldType::Choices, Value::Text(ids)) => ids.split(',').all(|id| field.choice(id).is_some()),
        (FieldType::Link, Value::Text(uid)) => uid.parse::<Uid>().is_ok(),
        (FieldType::Curve, Value::Text(text)) => is_curve(text),
        _ => false,
    }
}

fn in_range(field: &Field, number: f64) -> bool {
    number.is_finite() && field.min.is_none_or(|min| number >= min) && field.max.is_none_or(|max| number <= max)
}

/// Pairs of numbers, strictly rising in the first.
fn is_curve(text: &str) -> bool {
    let Ok(pairs) = serde_json::from_str::<Vec<[f64; 2]>>(text) else { return false };
    pairs.len() >= 2 && pairs.windows(2).all(|two| matches!(two, [[a, _], [b, _]] if a < b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::catalogue::{Catalogue, Source};

    const KIND: &str = r#"
id = "siren"
zh = "警报器"
en = "Siren"
group = "water"
geometry = "point"
symbol = { frame = "plain", mark = "警" }
field = [
  { id = "name", zh = "名称", en = "Name", type = "text" },
  { id = "people", zh = "人数", en = "People", type = "integer", min = 0, max = 5000 },
  { id = "state", zh = "状态", en = "State", type = "choices", choice = [{ id = "a", zh = "甲", en = "A" }, { id = "b", zh = "乙", en = "B" }] },
  { id = "near", zh = "邻近", en = "Near", type = "link", link = "siren" },
  { id = "curve", zh = "曲线", en = "Curve", type = "curve" },
]
"#;

    #[test]
    fn a_value_fits_by_type_range_choice_and_shape() {
        let groups = "[[group]]\nid = \"water\"\nzh = \"水\"\nen = \"Water\"\n";
        let sources = [("groups.toml", groups), ("siren.toml", KIND)]
            .map(|(name, text)| Source { name: name.to_owned(), text: text.to_owned() });
        let (catalogue, problems) = Catalogue::read(&sources);
        assert_eq!(problems, []);
        let kind = catalogue.kind("siren").unwrap();
        let fits = |field: &str, value: Value| fits(kind.field(field).unwrap(), &value);
        assert!(fits("people", Value::Integer(5000)) && fits("people", Value::Null));
        assert!(!fits("people", Value::Integer(5001)) && !fits("people", Value::Real(3.0)));
        assert!(fits("state", "a,b".into()) && !fits("state", "a,c".into()) && !fits("state", "".into()));
        assert!(fits("near", Value::from(Uid::from_bits(7).to_string())) && !fits("near", "七".into()));
        assert!(fits("curve", "[[1.0,2.0],[3.0,4.0]]".into()) && !fits("curve", "[[3,2],[1,4]]".into()));
        assert!(!fits("name", Value::Bool(true)));
    }
}
