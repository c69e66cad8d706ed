//! The households of the transfer list that live in an area.

use std::{collections::HashSet, sync::Arc};

use rayon::prelude::*;

use crate::domain::{
    hazard::exposure::{
        Extent, People,
        tally::{CHUNK, Towns},
    },
    model::{Household, HouseholdFields, MoveState, Object, TRANSFER, Uid},
    query::{Homes, possible},
    world::World,
};

/// They, in a fixed order, and their people by township; `None`: there is no list.
pub(super) fn living<'a>(world: &'a World, extent: &Extent) -> Option<(Vec<Uid>, Towns<'a, People>)> {
    let layer = world.layer(TRANSFER).filter(|layer| !layer.is_empty())?;
    let kind = layer.kind();
    let (fields, homes, zones) = (HouseholdFields::of(kind), Homes::of(world, kind), extent.zones(world));
    let township = kind.index("township");
    let mut living = homes.living(layer, &zones, |home| extent.holds(home), |layer| extent.placed(layer));
    if extent.has_villages() {
        // Who belongs to a village by name may be there by home or zone too.
        let mut seen = HashSet::new();
        living.retain(|object| seen.insert(object.uid));
    }
    let count = |objects: &[&'a Arc<Object>]| {
        let mut towns = Towns::default();
        for object in objects {
            towns.count(object, township, |people: &mut People| people.count(&fields.read(object)));
        }
        towns
    };
    let parts: Vec<Towns<'a, People>> = living.par_chunks(CHUNK).map(count).collect();
    let mut towns = Towns::default();
    for part in parts {
        towns.merge(part, People::add);
    }
    Some((living.iter().map(|object| object.uid).collect(), towns))
}

impl People {
    fn count(&mut self, household: &Household) {
        self.households += 1;
        let Some(number) = household.people.and_then(possible) else {
            self.households_unknown += 1;
            return;
        };
        self.listed += i64::from(number);
        self.moved += if household.state == MoveState::Moved { i64::from(number) } else { 0 };
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
