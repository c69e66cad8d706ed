//! The settings of one layer in the user's words: what can be asked of its things, what can colour them, and what its
//! filter leaves. Making it belongs off the UI thread: it looks through the layer.

use std::{collections::BTreeSet, sync::Arc};

use crate::domain::{
    catalogue::{Field, FieldType, Kind},
    model::{FieldId, KindId, ObjectRef, Uid},
    query::{BadFilter, Comparison, Condition, Filter, Notation},
    view::{
        Words,
        look::{self, ColorBy, LayerLook, Passed, passed},
    },
    world::World,
};

/// A text field with more texts than this is typed into rather than picked from.
const PICKED: usize = 60;

/// The settings of a layer, as a panel shows them.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerView {
    /// Whose.
    pub kind: KindId,
    /// Its name.
    pub name: String,
    /// What can be asked of its things.
    pub fields: Vec<AskedField>,
    /// What can colour them, with a name each; the catalogue's rule first.
    pub colors: Vec<(ColorBy, String)>,
    /// The filter in words.
    pub filter: Option<String>,
    /// What the filter leaves; all of it where there is none.
    pub passed: Passed,
    /// Those that meet the filter; none: there is no filter.
    pub met: Option<Arc<BTreeSet<Uid>>>,
}

/// A field that can be asked about.
#[derive(Clone, Debug, PartialEq)]
pub struct AskedField {
    /// Its id.
    pub field: FieldId,
    /// Its name.
    pub name: String,
    /// Its unit.
    pub unit: Option<String>,
    /// The comparisons that make sense for it.
    pub comparisons: Vec<Comparison>,
    /// What it can be compared with, as it is stored and as it is called; empty: it is typed.
    pub values: Vec<(String, String)>,
}

impl AskedField {
    /// Whether the value of this comparison is picked from [`Self::values`] rather than typed.
    pub fn is_picked(&self, comparison: Comparison) -> bool {
        !self.values.is_empty() && comparison != Comparison::Contains
    }
}

/// One line of a filter as it is put together.
#[derive(Clone, Debug, PartialEq)]
pub struct FilterRow {
    /// Which field.
    pub field: FieldId,
    /// How it compares.
    pub comparison: Comparison,
    /// With what: a choice by its id, empty for what is not known; `None`: nothing was said yet.
    pub value: Option<String>,
}

/// A filter as lines that are put together one by one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FilterRows {
    /// The lines.
    pub rows: Vec<FilterRow>,
    /// Whether one of them is enough; else all must hold.
    pub any: bool,
}

impl FilterRows {
    /// A filter as lines; `None`: it has brackets, and is to be read and written as text.
    pub fn of(filter: Option<&Condition>, kind: &Kind) -> Option<Self> {
        let (parts, any) = match filter {
            None => return Some(Self::default()),
            Some(Condition::One(one)) => return Some(Self { rows: vec![row(one, kind)?], any: false }),
            Some(Condition::All(parts)) => (parts, false),
            Some(Condition::Any(parts)) => (parts, true),
        };
        let rows = parts.iter().map(|part| match part {
            Condition::One(one) => row(one, kind),
            _ => None,
        });
        Some(Self { rows: rows.collect::<Option<_>>()?, any })
    }

    /// The filter that the lines say; lines with no value yet are left out. `None`: they say nothing.
    ///
    /// # Errors
    /// Which line does not fit its field, and why.
    pub fn condition(&self, kind: &Kind) -> Result<Option<Condition>, (usize, BadFilter)> {
        let mut parts = Vec::new();
        for (place, row) in self.rows.iter().enumerate() {
            let Some(value) = &row.value else { continue };
            let index = kind.index(row.field.as_str());
            let index = index.ok_or_else(|| (place, BadFilter::NoField(row.field.to_string())))?;
            // In quotation marks a text is itself, whatever word it is.
            let value = if value.trim().is_empty() {
                String::new()
            } else {
                format!("\"{}\"", value.trim().replace('"', "\"\""))
            };
            let one = Filter::of(kind, index, row.comparison, &value).map_err(|bad| (place, bad))?;
            parts.push(Condition::One(one));
        }
        Ok(match (parts.len(), self.any) {
            (0, _) => None,
            (1, _) => parts.pop(),
            (_, true) => Some(Condition::Any(parts)),
            (_, false) => Some(Condition::All(parts)),
        })
    }
}

fn row(filter: &Filter, kind: &Kind) -> Option<FilterRow> {
    let field = kind.fields.get(filter.index())?.id.clone();
    Some(FilterRow { field, comparison: filter.comparison(), value: Some(filter.value()) })
}

/// The settings of a layer; `None`: there is no such layer.
pub fn layer(
    world: &World,
    kind: &KindId,
    look: &LayerLook,
    pulsing: &BTreeSet<ObjectRef>,
    words: &Words,
) -> Option<LayerView> {
    let layer = world.layer(kind.as_str())?;
    let kind = layer.kind();
    let everything = Condition::All(Vec::new());
    let met =
        |filter: &Condition| layer.objects().filter(|object| filter.holds(object)).map(|object| object.uid).collect();
    let fields = look::filter_fields(kind).filter_map(|index| {
        let texts = look::texts(layer, index, PICKED + 1);
        Some(asked(kind.fields.get(index)?, texts, words))
    });
    Some(LayerView {
        kind: kind.id.clone(),
        name: kind.name(words.lang()).to_owned(),
        fields: fields.collect(),
        colors: colors(kind, words),
        filter: look.filter.as_ref().map(|filter| filter.text(kind, Notation::Words(words.lang()))),
        passed: passed(layer, look.filter.as_ref().unwrap_or(&everything), pulsing),
        met: look.filter.as_ref().map(|filter| Arc::new(met(filter))),
    })
}

fn asked(field: &Field, texts: Vec<String>, words: &Words) -> AskedField {
    let lang = words.lang();
    let values = match field.field_type {
        FieldType::Choice | FieldType::Choices => {
            field.choices.iter().map(|choice| (choice.id.clone(), choice.name(lang).to_owned())).collect()
        }
        FieldType::Bool => [("true", "yes"), ("false", "no")].map(|(id, word)| (id.to_owned(), words.get(word))).into(),
        FieldType::Text if texts.len() <= PICKED => texts.into_iter().map(|text| (text.clone(), text)).collect(),
        _ => Vec::new(),
    };
    AskedField {
        field: field.id.clone(),
        name: field.name(lang).to_owned(),
        unit: field.unit(lang).map(str::to_owned),
        comparisons: Comparison::ALL.into_iter().filter(|comparison| comparison.fits(field.field_type)).collect(),
        values,
    }
}

fn colors(kind: &Kind, words: &Words) -> Vec<(ColorBy, String)> {
    let lang = words.lang();
    let ruled = kind.color.as_ref().and_then(|rule| kind.fields.get(kind.index(rule.field.as_str())?));
    let rule = match ruled {
        Some(field) => words.with("layer-color-rule", &[("field", field.name(lang))]),
        None => words.get("layer-color-usual"),
    };
    let fields = look::color_fields(kind).filter_map(|index| kind.fields.get(index));
    let fields = fields.map(|field| (ColorBy::Field(field.id.clone()), field.name(lang).to_owned()));
    let plain = ruled.is_some().then(|| (ColorBy::Plain, words.get("layer-color-plain")));
    std::iter::once((ColorBy::Rule, rule)).chain(fields).chain(plain).collect()
}

#[cfg(test)]
mod tests;
