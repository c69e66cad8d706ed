//! The households of the transfer list that live in an area.

use std::sync::Arc;

use rayon::prelude::*;

use crate::domain::{
    hazard::exposure::{
        Extent, People,
        tally::{CHUNK, Towns},
    },
    model::{Household, HouseholdFields, MoveState, Object, TRANSFER, Uid},
    query::{Homes, lives_in, possible},
    world::World,
};

/// They, in the order of the list, and their people by township; `None`: there is no list.
pub(super) fn living<'a>(world: &'a World, extent: &Extent) -> Option<(Vec<Uid>, Towns<'a, People>)> {
    let layer = world.layer(TRANSFER).filter(|layer| !layer.is_empty())?;
    let kind = layer.kind();
    let (fields, homes, zones) = (HouseholdFields::of(kind), Homes::of(world, kind), extent.zones(world));
    let township = kind.index("township");
    let all: Vec<&Arc<Object>> = layer.objects().collect();
    let count = |objects: &[&'a Arc<Object>]| {
        let (mut uids, mut towns) = (Vec::new(), Towns::default());
        for object in objects {
            let household = fields.read(object);
            if !lives_in(&household, homes.home(object), &zones, |home| extent.holds(home)) {
                continue;
            }
            uids.push(object.uid);
            towns.count(object, township, |people: &mut People| people.count(&household));
        }
        (uids, towns)
    };
    let parts: Vec<(Vec<Uid>, Towns<'a, People>)> = all.par_chunks(CHUNK).map(count).collect();
    let (mut uids, mut towns) = (Vec::new(), Towns::default());
    for (more, part) in parts {
        uids.extend(more);
        towns.merge(part, People::add);
    }
    Some((uids, towns))
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
