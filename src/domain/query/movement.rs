//! How many people must move, have moved and are still in danger. The terms are defined here, once:
//!
//! - *should move* (应转移): the people of households on the transfer list whose danger zone is in force, or whose
//!   home lies in an active danger area, or who have been told to go, have gone or refused. Those who returned by
//!   order are no longer among them.
//! - *moved* (已转移): those of them whose state is `moved`: at a shelter, with relatives, or it is not said where.
//! - *to move* (待转移): should move less moved. They are the ones still in danger; refusals are among them.
//!
//! *Settled* (已安置) is another count, of registrations at shelters: people who are on no list come too, so it is
//! never added to these.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use geo::Centroid as _;
use geo_types::Geometry;

use crate::domain::{
    model::{Household, HouseholdFields, MoveState, Object, ObjectRef, TRANSFER, Uid, Value},
    query::{ActiveAreas, object_ref},
    world::{Layer, World},
};

/// People of the transfer list, counted.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Moves {
    /// Should move: people.
    pub should_move: i64,
    /// Moved to a shelter: people.
    pub at_shelter: i64,
    /// Moved to relatives: people.
    pub with_relatives: i64,
    /// Moved, and it is not said where: people.
    pub elsewhere: i64,
    /// Refused: people. They are among those to move.
    pub refused: i64,
    /// Returned by order: people. They are not among those who should move.
    pub returned: i64,
    /// Households whose number of people is not known; they count nothing above.
    pub households_unknown: usize,
}

impl Moves {
    /// Moved: people.
    pub const fn moved(&self) -> i64 {
        self.at_shelter + self.with_relatives + self.elsewhere
    }

    /// Still to move: people.
    pub const fn to_move(&self) -> i64 {
        self.should_move - self.moved()
    }

    /// Adds the counts of other people.
    pub fn add(&mut self, other: &Self) {
        self.should_move += other.should_move;
        self.at_shelter += other.at_shelter;
        self.with_relatives += other.with_relatives;
        self.elsewhere += other.elsewhere;
        self.refused += other.refused;
        self.returned += other.returned;
        self.households_unknown += other.households_unknown;
    }

    fn count(&mut self, household: &Household) {
        let Some(people) = household.people else {
            self.households_unknown += 1;
            return;
        };
        if household.state == MoveState::Returned {
            self.returned += people;
            return;
        }
        self.should_move += people;
        match (household.state, household.with_relatives) {
            (MoveState::Moved, Some(true)) => self.with_relatives += people,
            (MoveState::Moved, Some(false)) => self.at_shelter += people,
            (MoveState::Moved, None) => self.elsewhere += people,
            (MoveState::Refused, _) => self.refused += people,
            _ => {}
        }
    }
}

/// A village: its township and its own name; `None`: not said.
pub type VillageName = (Option<Arc<str>>, Option<Arc<str>>);

/// The transfer of a district.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Movement {
    /// Of the whole district.
    pub total: Moves,
    /// By township, in the order of names; those that name none last. Townships with nobody to move are left out.
    pub townships: BTreeMap<(bool, Option<Arc<str>>), Moves>,
    /// The same by village within a township, each by its name, trimmed; `None`: it names none.
    pub villages: BTreeMap<VillageName, Moves>,
    /// The households still to move, in the order of urgency: refused, in need of help, told, on the list.
    pub to_move: Vec<ObjectRef>,
    /// The households that should move.
    pub called: Vec<Arc<Object>>,
}

/// Counts the people who must move; `None` when there is no transfer list to count.
pub fn movement(world: &World) -> Option<Movement> {
    let layer = world.layer(TRANSFER).filter(|layer| !layer.is_empty())?;
    let fields = HouseholdFields::of(layer.kind());
    let township = layer.kind().index("township");
    let village = layer.kind().index("village");
    let danger = Danger::of(world);
    let mut movement = Movement::default();
    let mut waiting = Vec::new();
    for object in layer.objects() {
        let household = fields.read(object);
        if !danger.calls(&household, object) {
            continue;
        }
        let name = match township.map(|index| object.value(index)) {
            Some(Value::Text(name)) if !name.trim().is_empty() => Some(name.clone()),
            _ => None,
        };
        let trimmed = |index: Option<usize>| {
            let text = index.and_then(|index| object.value(index).as_text()).map(str::trim);
            text.filter(|text| !text.is_empty()).map(Arc::from)
        };
        movement.total.count(&household);
        movement.villages.entry((trimmed(township), trimmed(village))).or_default().count(&household);
        movement.townships.entry((name.is_none(), name)).or_default().count(&household);
        movement.called.push(object.clone());
        if let Some(urgency) = urgency(&household) {
            waiting.push((urgency, -household.people.unwrap_or(0), object_ref(object)));
        }
    }
    waiting.sort();
    movement.to_move = waiting.into_iter().map(|(_, _, object)| object).collect();
    Some(movement)
}

/// How soon a household must be seen to, 0 first; `None`: it is out of danger.
fn urgency(household: &Household) -> Option<u8> {
    match (household.state, household.needs_help) {
        (MoveState::Moved | MoveState::Returned, _) => None,
        (MoveState::Refused, _) => Some(0),
        (_, true) => Some(1),
        (MoveState::Notified, false) => Some(2),
        (MoveState::Listed, false) => Some(3),
    }
}

/// What calls on people to move.
struct Danger<'a> {
    zones: BTreeSet<Uid>,
    areas: ActiveAreas<'a>,
}

impl<'a> Danger<'a> {
    fn of(world: &'a World) -> Self {
        let in_force = |layer: &'a Layer| {
            let status = layer.kind().index("status");
            let active = move |object: &&Arc<Object>| {
                status.and_then(|index| object.value(index).as_text()).is_some_and(|status| status == "active")
            };
            layer.objects().filter(active).map(|object| object.uid)
        };
        let zones = world.layer("danger_zone").into_iter().flat_map(in_force).collect();
        Self { zones, areas: ActiveAreas::of(world) }
    }

    /// Whether a household should move, has moved or returned.
    fn calls(&self, household: &Household, object: &Object) -> bool {
        household.state != MoveState::Listed
            || household.zone.is_some_and(|zone| self.zones.contains(&zone))
            || (!self.areas.is_empty() && self.holds(object))
    }

    fn holds(&self, object: &Object) -> bool {
        let place = match &object.geometry {
            Some(Geometry::Point(point)) => Some(*point),
            Some(other) => other.centroid(),
            None => None,
        };
        place.is_some_and(|place| self.areas.holding(place).is_some())
    }
}
