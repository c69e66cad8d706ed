//! What lies in an area of one layer, counted by township.

use std::{collections::HashSet, sync::Arc};

use rayon::prelude::*;

use crate::domain::{
    catalogue::{Field, FieldType, Kind, Role},
    hazard::exposure::{
        Extent, Places,
        towns::{CHUNK, Towns},
    },
    model::{Object, Shelter, ShelterFields, Uid},
    query::{Summing, adds_up, is_whole, place, possible},
    world::{Layer, Members, Texts, World},
};

/// Objects of a kind in a township.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    pub count: usize,
    /// Of each field that adds up.
    pub sums: Vec<Summing>,
    pub states: Vec<usize>,
    pub places: Places,
    /// The population of villages, and how many say none.
    pub population: (i64, usize),
    pub with_major_hazard: usize,
}

/// What lies in an area of a layer.
pub(super) struct Part<'a> {
    pub layer: &'a Layer,
    pub objects: Vec<Uid>,
    pub towns: Towns<'a, Tally>,
}

/// Counts what lies in an area of a layer.
pub(super) fn part<'a>(world: &'a World, layer: &'a Layer, extent: &Extent) -> Part<'a> {
    let mut inside = extent.inside(layer);
    if layer.kind().has_role(Role::DangerArea) {
        extent.named().iter().for_each(|uid| inside.remove(*uid));
    }
    let counting = Counting::of(layer.kind());
    let mut towns = counting.packed(layer, &inside);
    for object in inside.changed() {
        counting.count(object, towns.of(object, counting.township));
    }
    if let Some(besides) = Besides::of(world, layer.kind()) {
        for object in inside.objects() {
            besides.count(object, extent, towns.of(object, counting.township));
        }
    }
    Part { layer, objects: inside.uids(), towns }
}

/// Where a kind keeps what is counted of each of its objects.
struct Counting<'a> {
    township: Option<usize>,
    /// The fields that add up.
    sums: Vec<(usize, &'a Field)>,
    /// The choice that colours the kind.
    states: Option<(usize, &'a Field)>,
}

/// The numbers of a field, side by side.
enum Numbers<'a> {
    Whole(&'a [Option<i64>]),
    Real(&'a [Option<f64>]),
}

impl Numbers<'_> {
    fn add(&self, number: u32, sum: &mut Summing) {
        match self {
            Self::Whole(own) => sum.whole(own.get(number as usize).copied().flatten()),
            Self::Real(own) => sum.real(own.get(number as usize).copied().flatten()),
        }
    }
}

impl<'a> Counting<'a> {
    fn of(kind: &'a Kind) -> Self {
        let choice = kind.color.as_ref().and_then(|rule| {
            let (index, field) = (kind.index(rule.field.as_str())?, kind.field(rule.field.as_str())?);
            (field.field_type == FieldType::Choice).then_some((index, field))
        });
        Self {
            township: kind.index("township"),
            sums: kind.fields.iter().enumerate().filter(|(_, field)| adds_up(field)).collect(),
            states: choice,
        }
    }

    fn nothing(&self) -> Tally {
        let states = self.states.map_or(0, |(_, field)| field.choices.len() + 1);
        Tally { sums: vec![Summing::default(); self.sums.len()], states: vec![0; states], ..Tally::default() }
    }

    /// Counts those that are as they were packed, from the columns of their layer.
    fn packed<'b>(&self, layer: &'b Layer, inside: &Members<'b>) -> Towns<'b, Tally> {
        let numbers: Vec<u32> = inside.numbers().collect();
        let mut by_town = Towns::default();
        if numbers.is_empty() {
            return by_town;
        }
        let towns = self.township.and_then(|field| layer.texts(field));
        let sums: Vec<Numbers<'_>> = self.sums.iter().map(|(index, field)| numbers_of(layer, *index, field)).collect();
        let states = self.states.and_then(|(index, field)| {
            let texts = layer.texts(index)?;
            Some((texts, texts.texts().iter().map(|text| state(field, text.as_deref())).collect::<Vec<usize>>()))
        });
        let count = |numbers: &[u32]| {
            let mut rows = vec![self.nothing(); towns.map_or(1, |towns| towns.texts().len())];
            for number in numbers {
                let Some(row) = rows.get_mut(towns.map_or(0, |towns| towns.at(*number))) else { continue };
                row.count += 1;
                sums.iter().zip(&mut row.sums).for_each(|(own, sum)| own.add(*number, sum));
                if let Some((texts, places)) = &states {
                    count_state(row, state_of(texts, places, *number));
                }
            }
            rows
        };
        let parts: Vec<Vec<Tally>> = numbers.par_chunks(CHUNK).map(count).collect();
        for part in parts {
            by_town.take(towns, part, |tally| tally.count == 0, Tally::add);
        }
        by_town
    }

    /// Counts one by itself.
    fn count(&self, object: &Object, tally: &mut Tally) {
        tally.count += 1;
        tally.sums.resize(self.sums.len(), Summing::default());
        for ((index, field), sum) in self.sums.iter().zip(&mut tally.sums) {
            sum.value(field, object.value(*index));
        }
        if let Some((index, field)) = self.states {
            tally.states.resize(field.choices.len() + 1, 0);
            count_state(tally, Some(state(field, object.value(index).as_text())));
        }
    }
}

fn numbers_of<'a>(layer: &'a Layer, index: usize, field: &Field) -> Numbers<'a> {
    if is_whole(field) { Numbers::Whole(layer.wholes(index)) } else { Numbers::Real(layer.numbers(index)) }
}

/// The place of a state among the choices; what is none of them comes after the last.
fn state(field: &Field, id: Option<&str>) -> usize {
    field.choices.iter().position(|one| Some(one.id.as_str()) == id).unwrap_or(field.choices.len())
}

fn state_of(texts: &Texts, places: &[usize], number: u32) -> Option<usize> {
    places.get(texts.at(number)).copied()
}

fn count_state(tally: &mut Tally, at: Option<usize>) {
    if let Some(count) = at.and_then(|at| tally.states.get_mut(at)) {
        *count += 1;
    }
}

/// What is counted besides of a few kinds, of which there are never many.
struct Besides {
    shelter: Option<ShelterFields>,
    /// Where villages have their name, township and population.
    village: Option<[Option<usize>; 3]>,
    /// The enterprises that have a major hazard.
    hazardous: HashSet<Uid>,
}

impl Besides {
    fn of(world: &World, kind: &Kind) -> Option<Self> {
        let village = [kind.label.as_str(), "township", "population"].map(|field| kind.index(field));
        let besides = Self {
            shelter: ShelterFields::of(kind),
            village: (kind.id.as_str() == "village").then_some(village),
            hazardous: if kind.id.as_str() == "enterprise" { hazardous(world) } else { HashSet::new() },
        };
        let has_any = besides.shelter.is_some() || besides.village.is_some() || !besides.hazardous.is_empty();
        has_any.then_some(besides)
    }

    fn count(&self, object: &Arc<Object>, extent: &Extent, tally: &mut Tally) {
        if let Some(fields) = &self.shelter {
            tally.places.count(&fields.read(object));
        }
        if let Some([name, township, population]) = self.village {
            // Its place lies inside, or it was asked about by name: an area of it that is only touched has no people.
            let is_there = place(object).is_some_and(|at| extent.holds(at)) || extent.names(object, name, township);
            let own = population.and_then(|index| object.value(index).as_integer()).and_then(possible);
            if is_there {
                tally.population.0 += own.map_or(0, i64::from);
                tally.population.1 += usize::from(own.is_none());
            }
        }
        tally.with_major_hazard += usize::from(self.hazardous.contains(&object.uid));
    }
}

/// The enterprises that a major hazard on file names.
fn hazardous(world: &World) -> HashSet<Uid> {
    let layer = world.layer("major_hazard").into_iter();
    let named = layer.flat_map(|layer| {
        let index = layer.kind().index("enterprise");
        layer.objects().filter_map(move |object| object.value(index?).as_text())
    });
    named.filter_map(|text| text.trim().parse().ok()).collect()
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.count += other.count;
        self.sums.resize(other.sums.len().max(self.sums.len()), Summing::default());
        self.sums.iter_mut().zip(&other.sums).for_each(|(own, more)| own.add(more));
        add_all(&mut self.states, &other.states);
        self.places.add(&other.places);
        self.population = (self.population.0 + other.population.0, self.population.1 + other.population.1);
        self.with_major_hazard += other.with_major_hazard;
    }
}

/// Adds numbers place by place.
pub(super) fn add_all(own: &mut Vec<usize>, more: &[usize]) {
    own.resize(own.len().max(more.len()), 0);
    own.iter_mut().zip(more).for_each(|(own, more)| *own += more);
}

impl Places {
    fn count(&mut self, shelter: &Shelter<'_>) {
        self.unknown += usize::from(shelter.capacity_people.is_none());
        self.capacity = self.capacity.saturating_add(shelter.capacity_people.unwrap_or(0));
        let free = shelter.free_places().filter(|_| shelter.is_usable());
        self.free = self.free.saturating_add(free.unwrap_or(0));
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.unknown += other.unknown;
        self.capacity = self.capacity.saturating_add(other.capacity);
        self.free = self.free.saturating_add(other.free);
    }
}
