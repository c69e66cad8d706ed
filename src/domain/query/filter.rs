//! A condition on a field, as a person types it: `capacity>=200`, `status=open`, `township~白龙桥`.

use jiff::civil::Date;

use crate::domain::{
    catalogue::{FieldType, Kind},
    model::{Object, Value},
};

/// How a value is compared.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Comparison {
    AtLeast,
    AtMost,
    IsNot,
    Is,
    More,
    Less,
    Contains,
}

/// The longer signs first, so that `>=` is not read as `>`.
const SIGNS: [(&str, Comparison); 7] = [
    (">=", Comparison::AtLeast),
    ("<=", Comparison::AtMost),
    ("!=", Comparison::IsNot),
    ("=", Comparison::Is),
    (">", Comparison::More),
    ("<", Comparison::Less),
    ("~", Comparison::Contains),
];

/// A condition that objects of one kind meet or do not. Limits are inclusive where the sign says so; what is
/// not known meets only `FIELD=` (nothing after the sign).
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    index: usize,
    comparison: Comparison,
    wanted: Wanted,
}

#[derive(Clone, Debug, PartialEq)]
enum Wanted {
    Nothing,
    Number(f64),
    Bool(bool),
    Text(String),
}

/// The text is no condition on this kind.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum BadFilter {
    /// No sign such as `=` stands in it.
    #[error("{0:?} has no sign such as = or >=")]
    NoSign(String),
    /// The kind has no such field.
    #[error("there is no field {0:?}")]
    NoField(String),
    /// The field is a number or a yes-or-no and the text is neither.
    #[error("{value:?} does not fit the field {field:?}")]
    BadValue {
        /// The field as it was typed.
        field: String,
        /// The value as it was typed.
        value: String,
    },
}

impl Filter {
    /// Reads a condition. Fields go by id or by their name in either language, choices likewise.
    ///
    /// # Errors
    /// [`BadFilter`], naming what does not fit.
    pub fn parse(text: &str, kind: &Kind) -> Result<Self, BadFilter> {
        let at = |sign: &str| text.find(sign);
        let first = SIGNS.iter().filter_map(|(sign, comparison)| Some((at(sign)?, *sign, *comparison)));
        let Some((place, sign, comparison)) = first.min_by_key(|(place, sign, _)| (*place, 2 - sign.len())) else {
            return Err(BadFilter::NoSign(text.to_owned()));
        };
        let (name, value) = text.split_at(place);
        let (name, value) = (name.trim(), value.get(sign.len()..).unwrap_or_default().trim());
        let named = |id: &str, zh: &str, en: &str| id == name || zh == name || en.eq_ignore_ascii_case(name);
        let index = kind.fields.iter().position(|field| named(field.id.as_str(), &field.zh, &field.en));
        let Some((index, field)) = index.and_then(|index| Some((index, kind.fields.get(index)?))) else {
            return Err(BadFilter::NoField(name.to_owned()));
        };
        let bad = || BadFilter::BadValue { field: name.to_owned(), value: value.to_owned() };
        let wanted = match field.field_type {
            _ if value.is_empty() => Wanted::Nothing,
            FieldType::Integer | FieldType::Real => Wanted::Number(value.parse().map_err(|_| bad())?),
            FieldType::Bool => Wanted::Bool(match value {
                "true" | "yes" | "是" | "有" | "1" => true,
                "false" | "no" | "否" | "无" | "0" => false,
                _ => return Err(bad()),
            }),
            FieldType::Date => Wanted::Text(value.parse::<Date>().map_err(|_| bad())?.to_string()),
            FieldType::Choice | FieldType::Choices if comparison != Comparison::Contains => {
                let fits = |id: &str, zh: &str, en: &str| id == value || zh == value || en.eq_ignore_ascii_case(value);
                let choice = field.choices.iter().find(|choice| fits(&choice.id, &choice.zh, &choice.en));
                Wanted::Text(choice.ok_or_else(bad)?.id.clone())
            }
            _ => Wanted::Text(value.to_owned()),
        };
        Ok(Self { index, comparison, wanted })
    }

    /// Whether an object of the kind meets it.
    pub fn holds(&self, object: &Object) -> bool {
        use std::cmp::Ordering::{Equal, Greater, Less};
        let value = object.value(self.index);
        let ordering = match (value, &self.wanted) {
            (Value::Null, Wanted::Nothing) => Some(Equal),
            (Value::Null, _) => return self.comparison == Comparison::IsNot,
            (_, Wanted::Nothing) => return self.comparison == Comparison::IsNot,
            (value, Wanted::Number(number)) => value.as_number().and_then(|own| own.partial_cmp(number)),
            (Value::Bool(own), Wanted::Bool(yes)) => Some(own.cmp(yes)),
            (value, Wanted::Text(wanted)) => {
                let own = as_text(value);
                if self.comparison == Comparison::Contains {
                    return own.contains(wanted.as_str());
                }
                let one_of = own.split(',').any(|part| part == wanted);
                Some(if one_of { Equal } else { own.as_str().cmp(wanted) })
            }
            _ => None,
        };
        match self.comparison {
            Comparison::Is | Comparison::Contains => ordering == Some(Equal),
            Comparison::IsNot => ordering != Some(Equal),
            Comparison::AtLeast => matches!(ordering, Some(Equal | Greater)),
            Comparison::AtMost => matches!(ordering, Some(Equal | Less)),
            Comparison::More => ordering == Some(Greater),
            Comparison::Less => ordering == Some(Less),
        }
    }
}

fn as_text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        Value::Date(day) => day.to_string(),
        Value::Time(time) => time.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        catalogue::{Source, parse_kind},
        model::Uid,
    };

    fn kind() -> Kind {
        let text = r#"
            id = "shelter"
            zh = "避灾点"
            en = "Shelter"
            group = "evacuation"
            geometry = "point"
            symbol = { frame = "resource", mark = "避" }
            field = [
              { id = "name", zh = "名称", en = "Name", type = "text" },
              { id = "capacity", zh = "可容纳人数", en = "Capacity", type = "integer" },
              { id = "inspected", zh = "鉴定", en = "Inspected", type = "bool" },
              { id = "hazards", zh = "灾种", en = "Hazards", type = "choices", choice = [
                { id = "flood", zh = "洪涝", en = "Flood" }, { id = "fire", zh = "火灾", en = "Fire" } ] },
            ]
        "#;
        parse_kind(&Source { name: "shelter.toml".to_owned(), text: text.to_owned() }, &[]).unwrap()
    }

    fn holds(filter: &str, values: [Value; 4]) -> bool {
        let object = Object { uid: Uid::from_bits(1), kind: "shelter".into(), geometry: None, values: values.to_vec() };
        Filter::parse(filter, &kind()).unwrap().holds(&object)
    }

    #[test]
    fn limits_are_inclusive_and_names_and_choices_go_in_either_language() {
        let hall = || ["文化礼堂".into(), 200.into(), true.into(), "fire,flood".into()];
        for (filter, expected) in [
            ("capacity>=200", true),
            ("可容纳人数>200", false),
            ("Capacity < 201", true),
            ("capacity!=200", false),
            ("名称~礼堂", true),
            ("name=礼堂", false),
            ("鉴定=是", true),
            ("hazards=洪涝", true),
            ("hazards!=flood", false),
            ("capacity=", false),
        ] {
            assert_eq!(holds(filter, hall()), expected, "{filter}");
        }
    }

    #[test]
    fn what_is_not_known_is_neither_more_nor_less() {
        let unknown = || ["文化礼堂".into(), Value::Null, Value::Null, Value::Null];
        assert!(holds("capacity=", unknown()));
        assert!(!holds("capacity<5", unknown()));
        assert!(!holds("capacity>=0", unknown()));
        assert!(holds("capacity!=5", unknown()));
    }

    #[test]
    fn what_is_no_condition_is_named() {
        let parse = |text: &str| Filter::parse(text, &kind()).unwrap_err();
        assert_eq!(parse("capacity"), BadFilter::NoSign("capacity".to_owned()));
        assert_eq!(parse("depth=3"), BadFilter::NoField("depth".to_owned()));
        let bad = |field: &str, value: &str| BadFilter::BadValue { field: field.to_owned(), value: value.to_owned() };
        assert_eq!(parse("capacity>=many"), bad("capacity", "many"));
        assert_eq!(parse("hazards=quake"), bad("hazards", "quake"));
    }
}
