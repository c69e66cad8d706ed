//! The chain of a place in words: township, village, grids, and the persons by level.

use std::{collections::BTreeSet, sync::Arc};

use crate::domain::{
    model::ObjectRef,
    query::Chain,
    view::{Words, format, mask::masked, nearest::position},
    world::World,
};

/// How many persons of a level are listed; the rest are counted.
const PERSONS: usize = 6;

/// A place and who answers for it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChainView {
    /// Where it is.
    pub position: String,
    /// Township, village, grids.
    pub places: Vec<PlaceRow>,
    /// Who answers, by level.
    pub levels: Vec<LevelRows>,
    /// What is not known, and why.
    pub missing: Vec<String>,
}

/// A thing that holds the place.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceRow {
    /// What it is: 乡镇（街道）.
    pub label: String,
    /// Its name, and how it is known when only by nearness.
    pub value: String,
    /// The object, when it is on file.
    pub object: Option<ObjectRef>,
}

/// The persons of a level.
#[derive(Clone, Debug, PartialEq)]
pub struct LevelRows {
    /// The level in words.
    pub level: String,
    /// The persons.
    pub persons: Vec<PersonRow>,
    /// How many more there are.
    pub more: usize,
}

/// Somebody who answers for the place.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonRow {
    /// The object that names them.
    pub object: ObjectRef,
    /// What they answer for.
    pub duty: String,
    /// Name and number, masked unless they were asked for.
    pub text: String,
    /// Whether they are masked.
    pub masked: bool,
}

/// The chain in words. The names and numbers of the objects in `unmasked` are shown whole.
pub fn chain(world: &World, chain: &Chain, unmasked: &BTreeSet<ObjectRef>, words: &Words) -> ChainView {
    let mut view = ChainView { position: position(chain.at), ..ChainView::default() };
    let label =
        |kind: &str| world.catalogue().kind(kind).map_or(String::new(), |kind| kind.name(words.lang()).to_owned());
    match &chain.township {
        Some(township) => view.places.push(PlaceRow {
            label: label("township"),
            value: township.name.clone(),
            object: Some(township.object.clone()),
        }),
        None => view.missing.push(words.get("here-no-township")),
    }
    match &chain.village {
        Some(village) => view.places.push(PlaceRow {
            label: label("village"),
            value: match village.nearest_m {
                Some(metres) => words
                    .with("here-nearest", &[("name", village.name.clone()), ("distance", format::distance(metres))]),
                None => village.name.clone(),
            },
            object: village.object.clone(),
        }),
        None => view.missing.push(words.get("here-no-village")),
    }
    for grid in &chain.grids {
        let (label, object) = (label("grid"), Some(grid.object.clone()));
        view.places.push(PlaceRow { label, value: grid.name.clone(), object });
    }
    if chain.grids.is_empty() {
        view.missing.push(words.get("here-no-grid"));
    }
    if chain.persons.is_empty() {
        view.missing.push(words.get("here-no-person"));
    }
    for level in ["village", "township", "county"] {
        let here: Vec<_> = chain.persons.iter().filter(|person| person.level == level).collect();
        let rows = here.iter().take(PERSONS).map(|person| {
            let is_masked = !unmasked.contains(&person.object);
            let say = |text: &Arc<str>| if is_masked { masked(text) } else { text.to_string() };
            let parts: Vec<String> = [&person.name, &person.phone].into_iter().flatten().map(say).collect();
            let (object, duty) = (person.object.clone(), person.duty.clone());
            PersonRow { object, duty: duty.to_string(), text: parts.join(" "), masked: is_masked }
        });
        let (persons, more): (Vec<_>, _) = (rows.collect(), here.len().saturating_sub(PERSONS));
        if !persons.is_empty() {
            view.levels.push(LevelRows { level: words.get(&format!("here-level-{level}")), persons, more });
        }
    }
    view
}
