//! Exposure (受影响): who and what lies in an area, by township and in all. The figures are defined here, once.
//!
//! - **Inside**: a point that lies in the area or on its edge; a line or an area any part of which does. Several areas
//!   are one: what lies in two of them counts once. The danger areas and zones that were asked about are not counted.
//!   Where villages are asked about by name, they and all that names them as its village are inside, wherever they are.
//! - **Living there by the list**: the people of the transfer list's households that live in the area by
//!   [`lives_in`](crate::domain::query::lives_in), the rule of the evacuation plans: the home lies inside, or the danger
//!   zone that the row names lies inside whole or was asked about. Those who have moved already are among them, and told
//!   apart.
//! - **Living there by population**: the population of the villages whose place lies inside. Whoever is on the list is
//!   among a village's people: the two figures stand side by side and are never added.
//! - **At places**: schools' pupils, care homes' people and the like are sums of their own registers; they live
//!   somewhere, and are added to neither.
//! - **Township**: what an object says of itself. What says nothing stands in a row without a name, so that the rows
//!   always add up to the total. Sums are of the fields that [add up](crate::domain::query::adds_up).
//! - **Responsible persons**: those who answer for the townships, villages and grids that the area touches, as for a
//!   place ([`place_chain`](crate::domain::query::place_chain)); each once.

mod extent;
mod households;
mod persons;
mod rows;
mod tally;
#[cfg(test)]
mod tests;
mod towns;

use std::{collections::BTreeMap, sync::Arc};

use rayon::prelude::*;

use crate::domain::{
    catalogue::{GeometryType, Kind, Role},
    hazard::signal,
    model::{KindId, TRANSFER, Uid},
    query::{PersonHere, Sum},
    world::{Layer, World},
};

pub use extent::Extent;

/// Who and what lies in an area.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Exposure {
    /// In all.
    pub total: Exposed,
    /// By township, in the order of names; what names none last. They add up to the total.
    pub townships: Vec<Township>,
    /// What lies inside, by kind in the order of their ids; the households of the transfer list are those that live
    /// inside.
    pub inside: Vec<Inside>,
    /// Who answers for it, county level first.
    pub persons: Vec<Answerable>,
    /// How many objects of kinds with a place on the map have none, and so were not looked at.
    pub without_position: usize,
    /// Households of the transfer list that have no place of their own nor a village on file to stand for it, and are not
    /// inside by their danger zone either: nobody knows.
    pub households_unplaced: usize,
}

/// What lies in the area of a township.
#[derive(Clone, Debug, PartialEq)]
pub struct Township {
    /// Its name; `None`: of what names none.
    pub name: Option<Arc<str>>,
    /// What.
    pub exposed: Exposed,
}

/// The objects of a kind that lie inside.
#[derive(Clone, Debug, PartialEq)]
pub struct Inside {
    /// What they are.
    pub kind: KindId,
    /// They, each once, in a fixed order.
    pub objects: Vec<Uid>,
}

/// Somebody who answers for a part of the area.
#[derive(Clone, Debug, PartialEq)]
pub struct Answerable {
    /// Who; name and number are whole.
    pub person: PersonHere,
    /// The township they belong to; `None` at county level.
    pub township: Option<Arc<str>>,
}

/// Figures of an area or of a township's part of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Exposed {
    /// Who lives there.
    pub people: People,
    /// What lies there, by kind.
    pub kinds: BTreeMap<KindId, Count>,
    /// Places of shelters.
    pub places: Places,
    /// How many of the enterprises have a major hazard.
    pub with_major_hazard: usize,
    /// How many persons answer, by level: county, township, village.
    pub persons: [usize; 3],
}

/// Who lives in an area. `listed` and `population` are never added.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct People {
    /// Households of the transfer list.
    pub households: usize,
    /// Their people, as far as known.
    pub listed: i64,
    /// Those of them who have moved already.
    pub moved: i64,
    /// Households whose number of people is not known.
    pub households_unknown: usize,
    /// The population of the villages.
    pub population: i64,
    /// Villages whose population is not known.
    pub villages_unknown: usize,
}

/// Places of shelters of every kind.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Places {
    /// How many people they hold.
    pub capacity: i64,
    /// How many more those that are not closed can take, none of them less than nobody.
    pub free: i64,
    /// Shelters whose capacity is not known.
    pub unknown: usize,
}

/// Objects of a kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Count {
    /// How many.
    pub count: usize,
    /// The totals of the fields that add up, in the order of the kind's fields.
    pub sums: Vec<Sum>,
    /// How many in each of the states that colour the kind, in the order of its choices, those of no known state last;
    /// empty where no choice does.
    pub states: Vec<usize>,
    /// Places, where they are shelters.
    pub places: Places,
}

/// Who and what lies in an area. It belongs off the window's thread.
pub fn exposure(world: &World, extent: &Extent) -> Exposure {
    let layers: Vec<&Layer> = world.layers().filter(|layer| is_counted(layer.kind())).collect();
    let ((households, persons), parts) = rayon::join(
        || rayon::join(|| households::living(world, extent), || persons::answering(world, extent)),
        || layers.par_iter().map(|layer| tally::part(world, layer, extent)).collect::<Vec<_>>(),
    );
    let mut rows = rows::Rows::default();
    let mut inside = Vec::new();
    let mut households_unplaced = 0;
    if let Some(households) = households {
        rows.households(households.towns);
        let objects = households.living;
        inside.extend((!objects.is_empty()).then(|| Inside { kind: KindId::from(TRANSFER), objects }));
        households_unplaced = households.unplaced;
    }
    for part in parts {
        let kind = part.layer.kind();
        if !part.objects.is_empty() {
            inside.push(Inside { kind: kind.id.clone(), objects: part.objects });
        }
        rows.tally(kind, part.towns);
    }
    inside.sort_by(|a, b| a.kind.cmp(&b.kind));
    rows.persons(&persons);
    let (total, townships) = rows.add_up();
    let without_position = layers.iter().map(|layer| layer.without_position()).sum();
    Exposure { total, townships, inside, persons, without_position, households_unplaced }
}

/// Whether a kind is counted: what is no ground, no drawing of ours, no warning and no water that might come, and has a
/// place on the map. Households are counted by where they live, and who answers stands in a part of its own.
pub fn is_counted(kind: &Kind) -> bool {
    !kind.has_role(Role::Basemap)
        && !kind.has_role(Role::Plot)
        && kind.geometry != GeometryType::None
        && !["responsible_person", "inundation_area", signal::KIND, TRANSFER].contains(&kind.id.as_str())
}
