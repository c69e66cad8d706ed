//! What a kind knows of each of its things.

use serde::{Deserialize, Serialize};

use crate::domain::{catalogue::Lang, model::FieldId};

/// What a field holds.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// A finite number.
    Real,
    /// Yes or no.
    Bool,
    /// One of `choices`, stored by id.
    Choice,
    /// Several of `choices`, stored as ids joined by `,` in the order of the catalogue.
    Choices,
    /// A calendar day.
    Date,
    /// A moment.
    Time,
    /// The uid of an object of the kind named by `link`.
    Link,
    /// A table of pairs as JSON, `[[x, y], ...]`, strictly increasing in x (a level-capacity curve).
    Curve,
}

/// One of the values that a choice field takes.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What is stored.
    pub id: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// Other spellings that an import accepts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
}

/// A field of a kind.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its id, and its column's name in the district file.
    pub id: FieldId,
    /// Earlier ids: a column by one of these names is read as this field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub was: Vec<String>,
    /// Its name in Chinese, short.
    pub zh: String,
    /// Its name in English.
    pub en: String,
    /// What it holds.
    #[serde(rename = "type")]
    pub field_type: FieldType,
    /// The unit in Chinese, when it is a quantity: `人`, `m`, `万m³`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_zh: Option<String>,
    /// The unit in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_en: Option<String>,
    /// The least number accepted, inclusive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// The greatest number accepted, inclusive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// Whether an object without it is reported (never refused on import).
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// Whether it is about a person: kept in a table of its own, masked, left out of a share copy.
    #[serde(default, skip_serializing_if = "is_false")]
    pub personal: bool,
    /// Whether it is the sum of event rows rather than a column.
    #[serde(default, skip_serializing_if = "is_false")]
    pub summed: bool,
    /// Whether the values of several objects must not be added: those of areas that lie in each other, an amount a head.
    #[serde(default, skip_serializing_if = "is_false")]
    pub stands_alone: bool,
    /// Left out of the card (bookkeeping such as the source row).
    #[serde(default, skip_serializing_if = "is_false")]
    pub hidden: bool,
    /// The kind a link points to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// The values of a choice.
    #[serde(default, rename = "choice", skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// Headings that an import reads as this field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
}

fn is_false(yes: &bool) -> bool {
    !yes
}

impl Field {
    /// Its name in a language.
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    /// Its unit in a language.
    pub fn unit(&self, lang: Lang) -> Option<&str> {
        match lang {
            Lang::Zh => self.unit_zh.as_deref(),
            Lang::En => self.unit_en.as_deref(),
        }
    }

    /// The choice of this id.
    pub fn choice(&self, id: &str) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.id == id)
    }
}

impl Choice {
    /// Its name in a language.
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}
