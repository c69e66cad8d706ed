//! The form of a kind: its fields in the catalogue's order and groups, each with what it takes and how that is
//! typed. What is typed is read in `app::form`, with the tolerance that a list's cells get.

mod pick;
mod text;

use crate::domain::{
    catalogue::{Catalogue, Field, FieldType, GeometryType, Kind, Role},
    model::{FieldId, KindId},
    view::{Words, age, format},
};

pub use pick::{Pick, linked_name, picks};
pub use text::text;

/// Fields that say where a thing is.
const PLACE: [&str; 3] = ["township", "village", "address"];
/// Fields for the registry rather than for the duty officer.
const RECORD: [&str; 7] =
    ["code", "credit_code", "business_line", "note", "position_quality", "vertical_datum", "as_of"];
/// So many fields stand open in a group that is not the first.
const OPEN: usize = 8;

/// The form of a kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// Of what.
    pub kind: KindId,
    /// What it is called.
    pub name: String,
    /// How it stands on the map.
    pub geometry: GeometryType,
    /// Its fields, the essential ones first.
    pub groups: Vec<FormGroup>,
}

/// Fields that belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct FormGroup {
    /// A message's id without its `form-group-`.
    pub id: &'static str,
    /// Its title.
    pub title: String,
    /// Whether it stands open at first.
    pub open: bool,
    /// Its fields, in the catalogue's order.
    pub fields: Vec<FormField>,
}

/// A field to be filled.
#[derive(Clone, Debug, PartialEq)]
pub struct FormField {
    /// Where it stands among an object's values.
    pub index: usize,
    /// Its id.
    pub id: FieldId,
    /// Its name.
    pub label: String,
    /// Its unit.
    pub unit: Option<String>,
    /// How it is filled.
    pub input: Input,
    /// Whether it must not be empty.
    pub required: bool,
    /// Whether it is about a person.
    pub personal: bool,
    /// What it takes: the sentence that says what is wrong when something else is typed.
    pub need: String,
    /// Why it cannot be filled here.
    pub locked: Option<String>,
}

/// How a field is filled.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// A line of text.
    Line,
    /// Text of several lines.
    Lines,
    /// A number.
    Number,
    /// One of these: id and name.
    Choice(Vec<(String, String)>),
    /// Several of these: id and name.
    Choices(Vec<(String, String)>),
    /// Yes, no or not known.
    YesNo,
    /// A day.
    Date,
    /// A moment.
    Time,
    /// An object of this kind.
    Link(KindId),
}

/// A kind of which objects can be added.
#[derive(Clone, Debug, PartialEq)]
pub struct Addable {
    /// Which.
    pub kind: KindId,
    /// What it is called.
    pub name: String,
    /// The group it stands in.
    pub group: String,
}

/// The form of a kind.
pub fn form(kind: &Kind, words: &Words) -> Form {
    let mut groups: Vec<FormGroup> = ["essential", "place", "people", "links", "facts", "record"]
        .map(|id| FormGroup { id, title: words.get(&format!("form-group-{id}")), open: true, fields: Vec::new() })
        .into();
    for (index, field) in kind.fields.iter().enumerate().filter(|(_, field)| !field.hidden) {
        let id = group_of(kind, field);
        if let Some(group) = groups.iter_mut().find(|group| group.id == id) {
            group.fields.push(form_field(index, field, words));
        }
    }
    groups.retain(|group| !group.fields.is_empty());
    for group in &mut groups {
        group.open = match group.id {
            "record" => false,
            "facts" => group.fields.len() <= OPEN,
            _ => true,
        };
    }
    Form { kind: kind.id.clone(), name: kind.name(words.lang()).to_owned(), geometry: kind.geometry, groups }
}

/// The kinds of which objects can be added by hand, by group: `points` only those that stand at a place.
pub fn addable(catalogue: &Catalogue, points: bool, words: &Words) -> Vec<Addable> {
    let lang = words.lang();
    let fits = |kind: &Kind| !kind.has_role(Role::Basemap) && (!points || kind.geometry == GeometryType::Point);
    let of = |group: &str, name: &str| -> Vec<Addable> {
        let mut kinds: Vec<&Kind> =
            catalogue.kinds().map(AsRef::as_ref).filter(|kind| kind.group == group && fits(kind)).collect();
        kinds.sort_by_key(|kind| kind.order);
        let one =
            |kind: &Kind| Addable { kind: kind.id.clone(), name: kind.name(lang).to_owned(), group: name.to_owned() };
        kinds.into_iter().map(one).collect()
    };
    catalogue.groups().iter().flat_map(|group| of(&group.id, group.name(lang))).collect()
}

fn group_of(kind: &Kind, field: &Field) -> &'static str {
    let id = field.id.as_str();
    let rule = kind.color.as_ref();
    let colours = rule.is_some_and(|rule| rule.field == field.id || rule.over.as_ref() == Some(&field.id));
    let dated = rule.and_then(|rule| age::time_field(kind, rule.field.as_str()));
    match field.field_type {
        _ if field.id == kind.label || field.required || colours || field.summed => "essential",
        _ if kind.symbol.number.as_ref() == Some(&field.id) => "essential",
        FieldType::Link => "links",
        _ if field.personal => "people",
        _ if PLACE.contains(&id) => "place",
        _ if RECORD.contains(&id) || dated.is_some() && dated == kind.index(id) => "record",
        _ => "facts",
    }
}

fn form_field(index: usize, field: &Field, words: &Words) -> FormField {
    let lang = words.lang();
    let choices = || field.choices.iter().map(|choice| (choice.id.clone(), choice.name(lang).to_owned())).collect();
    let input = match field.field_type {
        FieldType::Text if field.id.as_str() == "note" => Input::Lines,
        FieldType::Text => Input::Line,
        FieldType::Curve => Input::Lines,
        FieldType::Integer | FieldType::Real => Input::Number,
        FieldType::Choice => Input::Choice(choices()),
        FieldType::Choices => Input::Choices(choices()),
        FieldType::Bool => Input::YesNo,
        FieldType::Date => Input::Date,
        FieldType::Time => Input::Time,
        FieldType::Link => field.link.as_deref().map_or(Input::Line, |kind| Input::Link(kind.into())),
    };
    FormField {
        index,
        id: field.id.clone(),
        label: field.name(lang).to_owned(),
        unit: field.unit(lang).map(str::to_owned),
        input,
        required: field.required,
        personal: field.personal,
        need: need(field, words),
        locked: field.summed.then(|| words.get("form-locked-summed")),
    }
}

/// What a field takes, in a sentence: 应为 0 到 5,000 之间的整数.
pub fn need(field: &Field, words: &Words) -> String {
    let number = |bound: Option<f64>| bound.map(|bound| bounds_text(field, bound)).unwrap_or_default();
    let (min, max) = (number(field.min), number(field.max));
    let range = match (field.min, field.max) {
        (Some(_), Some(_)) => "-between",
        (Some(_), None) => "-from",
        (None, Some(_)) => "-to",
        (None, None) => "",
    };
    let id = match field.field_type {
        FieldType::Integer => format!("form-need-integer{range}"),
        FieldType::Real => format!("form-need-number{range}"),
        FieldType::Choice | FieldType::Choices => "form-need-choice".to_owned(),
        FieldType::Bool => "form-need-yes-no".to_owned(),
        FieldType::Date => "form-need-date".to_owned(),
        FieldType::Time => "form-need-time".to_owned(),
        FieldType::Link => "form-need-link".to_owned(),
        FieldType::Curve => "form-need-curve".to_owned(),
        FieldType::Text => "form-need-text".to_owned(),
    };
    words.with(&id, &[("min", min), ("max", max)])
}

/// A bound as people write it: years have no separators.
fn bounds_text(field: &Field, bound: f64) -> String {
    let whole = bound.fract() == 0.0 && bound.abs() < 1e15;
    if whole && field.unit_zh.is_none() { format!("{bound:.0}") } else { format::decimal(bound, 3) }
}
