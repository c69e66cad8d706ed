//! Since when people were told to go, and until when they must have left, by township and village.

use std::{collections::BTreeMap, sync::Arc};

use jiff::Timestamp;

use crate::domain::{
    model::{HouseholdFields, MoveState, TRANSFER},
    query::VillageName,
    world::World,
};

/// What the transfer list says of the order.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Told {
    /// People who were told, gone or not.
    pub people: i64,
    /// When the first of those who still wait was told, as far as that is known: of who has gone the list says when
    /// they went.
    pub since: Option<Timestamp>,
    /// When the first of those who have gone went.
    pub gone: Option<Timestamp>,
    /// The earliest time by which somebody who has not moved must have left.
    pub leave_by: Option<Timestamp>,
}

impl Told {
    /// Adds what is said of other people.
    pub fn add(&mut self, other: &Self) {
        let first = |a: Option<Timestamp>, b: Option<Timestamp>| a.into_iter().chain(b).min();
        self.people += other.people;
        self.since = first(self.since, other.since);
        self.gone = first(self.gone, other.gone);
        self.leave_by = first(self.leave_by, other.leave_by);
    }

    /// Since when a word is waited for: since the order, and where nobody who was told is left since they went.
    pub fn waited(&self) -> Option<Timestamp> {
        self.since.or(self.gone)
    }
}

/// By township and village.
pub fn told(world: &World) -> BTreeMap<VillageName, Told> {
    let mut places: BTreeMap<VillageName, Told> = BTreeMap::new();
    let Some(layer) = world.layer(TRANSFER) else { return places };
    let kind = layer.kind();
    let fields = HouseholdFields::of(kind);
    let [township, village, since, by] =
        ["township", "village", "state_time", "leave_by"].map(|field| kind.index(field));
    for object in layer.objects() {
        let household = fields.read(object);
        if matches!(household.state, MoveState::Listed | MoveState::Returned) {
            continue;
        }
        let name = |index: Option<usize>| {
            let text = index.and_then(|index| object.value(index).as_text()).map(str::trim);
            text.filter(|text| !text.is_empty()).map(Arc::<str>::from)
        };
        let time = |index: Option<usize>| index.and_then(|index| object.value(index).as_time());
        let waits = household.state != MoveState::Moved;
        let one = Told {
            people: household.people.unwrap_or(0),
            since: time(since).filter(|_| waits),
            gone: time(since).filter(|_| !waits),
            leave_by: time(by).filter(|_| waits),
        };
        places.entry((name(township), name(village))).or_default().add(&one);
    }
    places
}
