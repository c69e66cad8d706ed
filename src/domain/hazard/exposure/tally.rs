//! What lies in an area of one layer, counted by township.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use rayon::prelude::*;

use crate::domain::{
    catalogue::{FieldType, Kind, Role},
    hazard::exposure::{Extent, Places},
    model::{Object, Shelter, ShelterFields, Uid, Value},
    query::{adds_up, place, possible},
    world::{Layer, World},
};

/// So many objects are counted in one go.
pub(super) const CHUNK: usize = 4_096;

/// Something by township, in the order in which townships were met.
#[derive(Debug)]
pub(super) struct Towns<'a, T> {
    places: HashMap<&'a str, usize>,
    rows: Vec<(Option<&'a Arc<str>>, T)>,
    nameless: Option<usize>,
    /// The township met last, as written: the next object often names it too.
    last: Option<(&'a str, usize)>,
}

impl<T> Default for Towns<'_, T> {
    fn default() -> Self {
        Self { places: HashMap::new(), rows: Vec::new(), nameless: None, last: None }
    }
}

impl<'a, T: Default> Towns<'a, T> {
    /// Counts an object, which has its township in this field.
    pub fn count(&mut self, object: &'a Object, township: Option<usize>, add: impl FnOnce(&mut T)) {
        let name = match township.map(|index| object.value(index)) {
            Some(Value::Text(name)) => Some(name),
            _ => None,
        };
        self.add(name, add);
    }

    fn add(&mut self, name: Option<&'a Arc<str>>, add: impl FnOnce(&mut T)) {
        let next = self.rows.len();
        let at = match (name, self.last) {
            (Some(name), Some((last, at))) if **name == *last => at,
            (Some(name), _) if !name.trim().is_empty() => *self.places.entry(name.trim()).or_insert(next),
            _ => *self.nameless.get_or_insert(next),
        };
        self.last = name.map(|name| (&**name, at)).or(self.last);
        if at == next {
            self.rows.push((name.filter(|name| !name.trim().is_empty()), T::default()));
        }
        if let Some((_, row)) = self.rows.get_mut(at) {
            add(row);
        }
    }

    /// Takes in what was counted elsewhere.
    pub fn merge(&mut self, other: Self, add: impl Fn(&mut T, &T)) {
        for (name, row) in &other.rows {
            self.add(*name, |own| add(own, row));
        }
    }

    /// The rows.
    pub fn into_rows(self) -> Vec<(Option<&'a Arc<str>>, T)> {
        self.rows
    }
}

/// Objects of a kind in a township.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub count: usize,
    /// Of each field that adds up: its whole numbers, its real ones, and how many objects have one.
    pub sums: Vec<(i64, f64, usize)>,
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
        inside.retain(|object| !extent.named().contains(&object.uid));
    }
    let counting = Counting::of(world, layer.kind());
    let count = |objects: &[&'a Arc<Object>]| {
        let mut towns = Towns::default();
        for object in objects {
            towns.count(object, counting.township, |tally| counting.count(object, extent, tally));
        }
        towns
    };
    let parts: Vec<Towns<'a, Tally>> = inside.par_chunks(CHUNK).map(count).collect();
    let mut towns = Towns::default();
    for part in parts {
        towns.merge(part, Tally::add);
    }
    Part { layer, objects: inside.iter().map(|object| object.uid).collect(), towns }
}

/// Where a kind keeps what is counted of it.
struct Counting<'a> {
    township: Option<usize>,
    /// The fields that add up, and whether they are whole numbers.
    sums: Vec<(usize, bool)>,
    /// The choice that colours the kind, and its ids in order.
    states: Option<(usize, Vec<&'a str>)>,
    shelter: Option<ShelterFields>,
    /// The population, where they are villages.
    population: Option<usize>,
    is_village: bool,
    /// What they are called.
    label: Option<usize>,
    /// Those that have a major hazard.
    hazardous: HashSet<Uid>,
}

impl<'a> Counting<'a> {
    fn of(world: &'a World, kind: &'a Kind) -> Self {
        let fields = kind.fields.iter().enumerate().filter(|(_, field)| adds_up(field));
        let choice = kind.color.as_ref().and_then(|rule| {
            let (index, field) = (kind.index(rule.field.as_str())?, kind.field(rule.field.as_str())?);
            (field.field_type == FieldType::Choice).then_some((index, field))
        });
        Self {
            township: kind.index("township"),
            sums: fields.map(|(index, field)| (index, field.field_type == FieldType::Integer)).collect(),
            states: choice.map(|(index, field)| (index, field.choices.iter().map(|one| one.id.as_str()).collect())),
            shelter: ShelterFields::of(kind),
            population: kind.index("population"),
            is_village: kind.id.as_str() == "village",
            label: kind.index(kind.label.as_str()),
            hazardous: if kind.id.as_str() == "enterprise" { hazardous(world) } else { HashSet::new() },
        }
    }

    /// Whether the people of a village count: its place lies inside, or it was asked about by name.
    fn is_there(&self, village: &Object, extent: &Extent) -> bool {
        place(village).is_some_and(|at| extent.holds(at)) || extent.names(village, self.label, self.township)
    }

    fn count(&self, object: &Object, extent: &Extent, tally: &mut Tally) {
        tally.count += 1;
        tally.sums.resize(self.sums.len(), (0, 0.0, 0));
        for ((index, whole), (integer, real, known)) in self.sums.iter().zip(&mut tally.sums) {
            let value = object.value(*index);
            let Some(number) = value.as_number() else { continue };
            *known += 1;
            match value.as_integer().filter(|_| *whole) {
                Some(own) => *integer = integer.saturating_add(own),
                None => *real += number,
            }
        }
        if let Some((index, ids)) = &self.states {
            tally.states.resize(ids.len() + 1, 0);
            let own = object.value(*index).as_text();
            let at = ids.iter().position(|id| Some(*id) == own).unwrap_or(ids.len());
            if let Some(count) = tally.states.get_mut(at) {
                *count += 1;
            }
        }
        if let Some(fields) = &self.shelter {
            tally.places.count(&fields.read(object));
        }
        if self.is_village && self.is_there(object, extent) {
            let own = self.population.and_then(|index| object.value(index).as_integer()).and_then(possible);
            tally.population.0 += own.map_or(0, i64::from);
            tally.population.1 += usize::from(own.is_none());
        }
        if !self.hazardous.is_empty() && self.hazardous.contains(&object.uid) {
            tally.with_major_hazard += 1;
        }
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
        self.sums.resize(other.sums.len().max(self.sums.len()), (0, 0.0, 0));
        for (own, more) in self.sums.iter_mut().zip(&other.sums) {
            *own = (own.0.saturating_add(more.0), own.1 + more.1, own.2 + more.2);
        }
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
