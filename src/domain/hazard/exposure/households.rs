//! The households of the transfer list that live in an area.

use rayon::prelude::*;

use crate::domain::{
    hazard::exposure::{
        Extent, People,
        towns::{CHUNK, Towns},
    },
    model::{HouseholdFields, MoveState, TRANSFER, Uid},
    query::{Homes, possible},
    world::{Layer, Members, World},
};

/// What the list says of an area.
pub(super) struct Households<'a> {
    /// Those that live there, in a fixed order.
    pub living: Vec<Uid>,
    /// Their people.
    pub towns: Towns<'a, People>,
    /// How many may live anywhere.
    pub unplaced: usize,
}

/// It; `None`: there is no list.
pub(super) fn living<'a>(world: &'a World, extent: &Extent) -> Option<Households<'a>> {
    let layer = world.layer(TRANSFER).filter(|layer| !layer.is_empty())?;
    let kind = layer.kind();
    let (homes, zones) = (Homes::of(world, kind), extent.zones(world));
    let living = homes.living(layer, &zones, |home| extent.holds(home), |layer| extent.placed(layer));
    let (fields, township) = (HouseholdFields::of(kind), kind.index("township"));
    let mut towns = packed(layer, &living);
    for object in living.changed() {
        let household = fields.read(object);
        towns.of(object, township).count(household.people, household.state == MoveState::Moved);
    }
    let homeless = layer.unplaced();
    let nowhere = homeless.objects().filter(|object| !living.contains(object.uid) && homes.home(object).is_none());
    Some(Households { living: living.uids(), towns, unplaced: nowhere.count() })
}

/// The people of those that are as they were packed.
fn packed<'a>(layer: &'a Layer, living: &Members<'a>) -> Towns<'a, People> {
    let index = |field: &str| layer.kind().index(field);
    let people = index("household_size").map(|field| layer.wholes(field)).unwrap_or_default();
    let [towns, states] = ["township", "state"].map(|field| index(field).and_then(|field| layer.texts(field)));
    let moved: Vec<bool> = states.map_or_else(Vec::new, |states| {
        states.texts().iter().map(|text| MoveState::of(text.as_deref()) == MoveState::Moved).collect()
    });
    let count = |numbers: &[u32]| {
        let mut rows = vec![People::default(); towns.map_or(1, |towns| towns.texts().len())];
        for number in numbers {
            let has_moved = states.and_then(|states| moved.get(states.at(*number)).copied()).unwrap_or(false);
            if let Some(row) = rows.get_mut(towns.map_or(0, |towns| towns.at(*number))) {
                row.count(people.get(*number as usize).copied().flatten(), has_moved);
            }
        }
        rows
    };
    let numbers: Vec<u32> = living.numbers().collect();
    let parts: Vec<Vec<People>> = numbers.par_chunks(CHUNK).map(count).collect();
    let mut by_town = Towns::default();
    for part in parts {
        by_town.take(towns, part, |people| people.households == 0, People::add);
    }
    by_town
}

impl People {
    fn count(&mut self, people: Option<i64>, has_moved: bool) {
        self.households += 1;
        let Some(number) = people.and_then(possible) else {
            self.households_unknown += 1;
            return;
        };
        self.listed += i64::from(number);
        self.moved += if has_moved { i64::from(number) } else { 0 };
    }

    /// Adds other people.
    pub fn add(&mut self, other: &Self) {
        self.households += other.households;
        self.listed += other.listed;
        self.moved += other.moved;
        self.households_unknown += other.households_unknown;
        self.population += other.population;
        self.villages_unknown += other.villages_unknown;
    }
}
