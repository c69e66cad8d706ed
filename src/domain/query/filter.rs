//! A condition on a field, as a person types it: `capacity>=200`, `status=open`, `乡镇 含 白龙桥`, `Risk is Red`.

use jiff::civil::Date;

use crate::domain::{
    catalogue::{Choice, Field, FieldType, Kind, Lang},
    model::{Object, Value},
};

/// How a value is compared.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Comparison {
    /// Equal, or one of several.
    Is,
    /// Neither equal nor one of several; what is not known is not equal either.
    IsNot,
    /// The text stands in it.
    Contains,
    /// So much or more.
    AtLeast,
    /// So much or less.
    AtMost,
    /// More.
    More,
    /// Less.
    Less,
}

impl Comparison {
    /// All of them, as a list of choices shows them.
    pub const ALL: [Self; 7] =
        [Self::Is, Self::IsNot, Self::Contains, Self::AtLeast, Self::AtMost, Self::More, Self::Less];

    /// Its sign, and what stands for it in Chinese and in English: the grammar of a condition.
    const fn signs(self) -> [&'static str; 3] {
        match self {
            Self::Is => ["=", "是", "is"],
            Self::IsNot => ["!=", "不是", "is not"],
            Self::Contains => ["~", "含", "contains"],
            Self::AtLeast => [">=", "至少", "at least"],
            Self::AtMost => ["<=", "至多", "at most"],
            Self::More => [">", "大于", "more than"],
            Self::Less => ["<", "小于", "less than"],
        }
    }

    /// What stands for it in a language.
    pub const fn word(self, lang: Lang) -> &'static str {
        let [_, zh, en] = self.signs();
        match lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// Whether it makes sense for a field of this type.
    pub const fn fits(self, of: FieldType) -> bool {
        match (self, of) {
            (Self::Is | Self::IsNot, _) => true,
            (Self::Contains, FieldType::Text) => true,
            (Self::Contains, _) => false,
            (_, FieldType::Integer | FieldType::Real | FieldType::Date) => true,
            _ => false,
        }
    }

    /// The longest sign or word at the start of a text, and what comes after it. An English word is a word: a space
    /// follows it.
    fn leading(text: &str) -> Option<(Self, &str)> {
        let each = Self::ALL.into_iter().flat_map(|comparison| comparison.signs().map(|sign| (comparison, sign)));
        let fits = each.filter_map(|(comparison, sign)| {
            let rest = strip_prefix_any_case(text, sign)?;
            let whole = !sign.starts_with(|c: char| c.is_ascii_alphabetic())
                || rest.is_empty()
                || rest.starts_with(|c: char| c.is_whitespace() || c == '"');
            whole.then_some((sign.len(), comparison, rest))
        });
        fits.max_by_key(|(length, ..)| *length).map(|(_, comparison, rest)| (comparison, rest))
    }
}

/// How a condition is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Notation {
    /// By ids and signs: the same in every language, for files and the command line.
    Ids,
    /// In the words of a language.
    Words(Lang),
}

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
    /// A bracket or a quotation mark is open, or two conditions are joined both by and and by or with no brackets.
    #[error("{0:?} is not closed, or mixes and and or without brackets")]
    Unclear(String),
}

/// What stands for a value that is not known, in Chinese and in English.
const BLANK: [&str; 2] = ["未填", "blank"];

impl Filter {
    /// Reads a condition. Fields go by id or by their name in either language, choices likewise; signs may be words.
    ///
    /// # Errors
    /// [`BadFilter`], naming what does not fit.
    pub fn parse(text: &str, kind: &Kind) -> Result<Self, BadFilter> {
        let text = text.trim();
        let fields = || kind.fields.iter().enumerate();
        let ids = fields().map(|(index, field)| (index, field.id.as_str()));
        let names = fields().flat_map(|(index, field)| [(index, field.zh.as_str()), (index, field.en.as_str())]);
        // The longest name that a sign follows; of equals an id, then the first field.
        let mut best: Option<(usize, usize, Comparison, &str)> = None;
        for (index, name) in ids.chain(names) {
            let rest = strip_prefix_any_case(text, name).map(str::trim_start);
            if let Some((comparison, value)) = rest.and_then(Comparison::leading)
                && best.is_none_or(|(length, ..)| name.len() > length)
            {
                best = Some((name.len(), index, comparison, value));
            }
        }
        match best {
            Some((_, index, comparison, value)) => Self::of(kind, index, comparison, value),
            None => Err(match text.find(['=', '<', '>', '~', '!']) {
                Some(place) => BadFilter::NoField(text.get(..place).unwrap_or(text).trim().to_owned()),
                None => BadFilter::NoSign(text.to_owned()),
            }),
        }
    }

    /// A condition on the field at `index`, its value as typed.
    ///
    /// # Errors
    /// [`BadFilter`] when there is no such field or the value does not fit it.
    pub fn of(kind: &Kind, index: usize, comparison: Comparison, value: &str) -> Result<Self, BadFilter> {
        let Some(field) = kind.fields.get(index) else { return Err(BadFilter::NoField(index.to_string())) };
        let value = value.trim();
        let quoted = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let is_blank = quoted.is_none() && (value.is_empty() || BLANK.contains(&value));
        let value = quoted.map_or_else(|| value.to_owned(), |text| text.replace("\"\"", "\""));
        let bad = || BadFilter::BadValue { field: field.id.to_string(), value: value.clone() };
        let wanted = match field.field_type {
            _ if is_blank => Wanted::Nothing,
            FieldType::Integer | FieldType::Real => Wanted::Number(number(field, &value).ok_or_else(bad)?),
            FieldType::Bool => Wanted::Bool(match value.as_str() {
                "true" | "yes" | "是" | "有" | "1" => true,
                "false" | "no" | "否" | "无" | "0" => false,
                _ => return Err(bad()),
            }),
            FieldType::Date => Wanted::Text(value.parse::<Date>().map_err(|_| bad())?.to_string()),
            FieldType::Choice | FieldType::Choices if comparison != Comparison::Contains => {
                Wanted::Text(choice(field, &value).ok_or_else(bad)?.id.clone())
            }
            _ => Wanted::Text(value),
        };
        Ok(Self { index, comparison, wanted })
    }

    /// Which field of its kind it looks at.
    pub const fn index(&self) -> usize {
        self.index
    }

    /// How it compares.
    pub const fn comparison(&self) -> Comparison {
        self.comparison
    }

    /// What it compares with, as a person types it: a choice by its id; empty: what is not known.
    pub fn value(&self) -> String {
        match &self.wanted {
            Wanted::Nothing => String::new(),
            Wanted::Number(number) => number.to_string(),
            Wanted::Bool(yes) => yes.to_string(),
            Wanted::Text(text) => text.clone(),
        }
    }

    /// The condition as text; [`Self::parse`] reads it back.
    pub fn text(&self, kind: &Kind, spelling: Notation) -> String {
        let Some(field) = kind.fields.get(self.index) else { return String::new() };
        let [sign, ..] = self.comparison.signs();
        let Notation::Words(lang) = spelling else {
            return format!("{}{sign}{}", field.id, self.value_text(field, spelling));
        };
        // A name that another field has too is said by its id.
        let name = field.name(lang);
        let own = kind.fields.iter().position(|other| called(name, other.id.as_str(), &other.zh, &other.en));
        let name = if own == Some(self.index) { name } else { field.id.as_str() };
        let text = format!("{name} {} {}", self.comparison.word(lang), self.value_text(field, spelling));
        match Self::parse(&text, kind) {
            Ok(read) if read == *self => text,
            // Some name begins like another: signs are never in doubt.
            _ => self.text(kind, Notation::Ids),
        }
    }

    fn value_text(&self, field: &Field, spelling: Notation) -> String {
        let Notation::Words(lang) = spelling else {
            return match &self.wanted {
                Wanted::Text(text) => quoted(text),
                _ => self.value(),
            };
        };
        let pick = |[zh, en]: [&str; 2]| if lang == Lang::Zh { zh.to_owned() } else { en.to_owned() };
        match &self.wanted {
            Wanted::Nothing => pick(BLANK),
            Wanted::Bool(true) => pick(["是", "yes"]),
            Wanted::Bool(false) => pick(["否", "no"]),
            Wanted::Number(number) => match field.unit(lang) {
                Some(unit) => format!("{number} {unit}"),
                None => number.to_string(),
            },
            Wanted::Text(text) => {
                let named = field.choice(text).map(|known| known.name(lang));
                let named = named.filter(|name| choice(field, name).is_some_and(|known| known.id == *text));
                quoted(named.unwrap_or(text))
            }
        }
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

/// A finite number, with or without its field's unit.
fn number(field: &Field, value: &str) -> Option<f64> {
    let units = [Lang::Zh, Lang::En].into_iter().filter_map(|lang| field.unit(lang)).filter(|unit| !unit.is_empty());
    let bare = units.filter_map(|unit| value.strip_suffix(unit)).min_by_key(|rest| rest.len()).unwrap_or(value);
    bare.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

/// The choice of this id, else of this name.
fn choice<'a>(field: &'a Field, value: &str) -> Option<&'a Choice> {
    let named = || field.choices.iter().find(|choice| called(value, &choice.id, &choice.zh, &choice.en));
    field.choice(value).or_else(named)
}

fn called(name: &str, id: &str, zh: &str, en: &str) -> bool {
    id == name || zh == name || en.eq_ignore_ascii_case(name)
}

fn strip_prefix_any_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = (text.get(..prefix.len())?, text.get(prefix.len()..)?);
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// Words that mean something where a value could stand.
const RESERVED: [&str; 8] = ["and", "or", "且", "或", "not", "未填", "blank", "是"];

/// A text as a value: in quotation marks where it could be read as something else.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_.·、（）:+%#".contains(c);
    let spaced = text.split(' ').all(|word| {
        !word.is_empty() && word.chars().all(plain) && !RESERVED.iter().any(|known| known.eq_ignore_ascii_case(word))
    });
    if spaced { text.to_owned() } else { format!("\"{}\"", text.replace('"', "\"\"")) }
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
