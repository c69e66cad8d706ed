//! What a figure counts, row by row, in the user's words.

use crate::domain::{
    catalogue::{Kind, Tone},
    model::{Household, HouseholdFields, KindId, Object, ObjectRef, Shelter, TRANSFER},
    query::name_of,
    view::{
        Words, alarms, format,
        projection::Bounds,
        situation::Figure,
        tone::{self, state_name},
    },
    world::World,
};

/// At most so many rows are listed; the rest are counted.
const MOST: usize = 200;

/// The rows of a figure.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    /// Which figure.
    pub id: &'static str,
    /// Its name.
    pub title: String,
    /// Its number and unit: `3,418 人`.
    pub value: String,
    /// What it means, in a sentence.
    pub hint: String,
    /// What it does not know, in a sentence.
    pub lacks: Option<String>,
    /// What kinds its things are of, those of the most urgent first.
    pub kinds: Vec<RowKind>,
    /// The rows, the most urgent first.
    pub rows: Vec<Row>,
    /// How many more there are.
    pub more: usize,
    /// Where all of them are.
    pub bounds: Option<Bounds>,
}

/// A kind of things that a figure counts.
#[derive(Clone, Debug, PartialEq)]
pub struct RowKind {
    /// Which.
    pub kind: KindId,
    /// What it is called.
    pub name: String,
    /// How many things the figure counts are of it.
    pub count: usize,
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What.
    pub object: ObjectRef,
    /// What it is called.
    pub name: String,
    /// Its township and what else tells it apart.
    pub detail: String,
    /// Its state in words: `超汛限水位 1.32 m`, `空 410 / 600`.
    pub state: String,
    /// How grave that is.
    pub tone: Tone,
}

/// The rows of a figure in words. Objects that are gone meanwhile are left out.
pub fn rows(world: &World, figure: &Figure, words: &Words) -> Rows {
    let listed = figure.rows.iter().take(MOST).filter_map(|object| row(world, object, words)).collect();
    let places = figure.rows.iter().filter_map(|object| world.object(object)?.geometry.as_ref());
    let unit = if figure.value.is_some() { figure.unit(words) } else { String::new() };
    Rows {
        id: figure.id,
        title: figure.name(words),
        value: format!("{} {unit}", figure.number()).trim_end().to_owned(),
        hint: figure.hint(words),
        lacks: figure.lacks(words),
        kinds: kinds(world, figure, words),
        rows: listed,
        more: figure.rows.len().saturating_sub(MOST),
        bounds: places.filter_map(Bounds::of_geometry).reduce(Bounds::join),
    }
}

fn kinds(world: &World, figure: &Figure, words: &Words) -> Vec<RowKind> {
    let mut kinds: Vec<RowKind> = Vec::new();
    for object in figure.rows.iter().filter(|object| world.object(object).is_some()) {
        match kinds.iter_mut().find(|known| known.kind == object.kind) {
            Some(known) => known.count += 1,
            None => {
                let name = world.catalogue().kind(object.kind.as_str()).map(|kind| kind.name(words.lang()).to_owned());
                let name = name.unwrap_or_else(|| object.kind.to_string());
                kinds.push(RowKind { kind: object.kind.clone(), name, count: 1 });
            }
        }
    }
    kinds
}

fn row(world: &World, reference: &ObjectRef, words: &Words) -> Option<Row> {
    let object = world.object(reference)?;
    let kind = world.layer(reference.kind.as_str())?.kind();
    let (state, tone, more) = said(kind, object, words);
    let township = kind.index("township").and_then(|index| object.value(index).as_text());
    let detail: Vec<&str> = township.into_iter().chain(more.as_deref()).collect();
    Some(Row { object: reference.clone(), name: name_of(kind, object), detail: detail.join(" · "), state, tone })
}

/// What a row says of its object's state, how grave that is, and what else tells it apart.
fn said(kind: &Kind, object: &Object, words: &Words) -> (String, Tone, Option<String>) {
    let state = tone::state(kind, object);
    let named = state_name(kind, state, words.lang()).map(str::to_owned);
    if let Some(shelter) = Shelter::of(kind, object) {
        return (
            room(&shelter, words),
            if shelter.free_places() == Some(0) { Tone::Warning } else { state.tone },
            named,
        );
    }
    if kind.id.as_str() == TRANSFER {
        let household = HouseholdFields::of(kind).read(object);
        let field = kind.field("state").zip(kind.index("state"));
        let known = field.and_then(|(field, index)| field.choice(object.value(index).as_text()?));
        let named = known.map(|choice| choice.name(words.lang()).to_owned()).unwrap_or_default();
        return (named, state.tone, Some(people(&household, words)));
    }
    if state.over.is_some() || state.number.is_some_and(|number| number > 0.0) {
        return (alarms::said(kind, state, words), state.tone, None);
    }
    (named.unwrap_or_default(), state.tone, None)
}

/// How full a shelter is: `空 410 / 600`.
fn room(shelter: &Shelter<'_>, words: &Words) -> String {
    let capacity = format::number_or_unknown(shelter.capacity_people);
    let here = format::number(shelter.occupancy_people);
    match shelter.free_places() {
        Some(0) => words.with("row-full", &[("here", here), ("capacity", capacity)]),
        free => words.with("row-room", &[("free", format::number_or_unknown(free)), ("capacity", capacity)]),
    }
}

fn people(household: &Household, words: &Words) -> String {
    let people = format::number_or_unknown(household.people);
    words.with(if household.needs_help { "row-people-help" } else { "row-people" }, &[("n", people)])
}
