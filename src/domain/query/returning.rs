//! Who waits to go home, by danger: what is still in force, what was checked, and what holds people back.
//!
//! Those who wait are the *moved* of [`movement`](crate::domain::query::movement): a household that belongs to several
//! dangers stands in the row of each, and once in the total. What a home belongs to and when it may be gone back to is
//! said by [`Safety`].

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::domain::{
    model::{DangerStatus, MoveState, ObjectRef, TRANSFER},
    query::{Checked, Hold, ReturnPlace, Safety, object_ref, safety::Key},
    world::World,
};

/// Who waits to go home.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Returning {
    /// A row a danger, by name; villages of people in no known danger behind them, then those of whom nothing is
    /// known.
    pub rows: Vec<ReturnRow>,
    /// All who wait, each once.
    pub total: Waiting,
    /// Those of them who may go home now.
    pub ready: Waiting,
}

/// So many wait.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Waiting {
    /// Households.
    pub households: usize,
    /// Their people, as far as known.
    pub people: i64,
    /// Households whose number of people is not known.
    pub unknown: usize,
}

/// Those who wait to go back to one place.
#[derive(Clone, Debug, PartialEq)]
pub struct ReturnRow {
    /// Where to.
    pub place: ReturnPlace,
    /// Whether the danger is in force.
    pub in_force: bool,
    /// Since when it is in force or not.
    pub since: Option<Timestamp>,
    /// The newest check, whether it counts or not.
    pub check: Option<Checked>,
    /// What holds everybody back here; `None`: the place is clear.
    pub hold: Option<Hold>,
    /// Those who wait.
    pub waiting: Waiting,
    /// Those of them who may go home now.
    pub ready: Waiting,
    /// Households that moved only after the check, which therefore does not count for them.
    pub moved_since: usize,
    /// Other places that hold households of this row back, and how many.
    pub held_by: Vec<(ReturnPlace, usize)>,
    /// They.
    pub households: Vec<WaitingHousehold>,
}

/// A household that waits.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct WaitingHousehold {
    /// Its row of the transfer list.
    pub object: ObjectRef,
    /// How many people; `None`: not known.
    pub people: Option<i64>,
    /// Whether it may go home now.
    pub ready: bool,
}

impl Waiting {
    fn count(&mut self, people: Option<i64>) {
        self.households += 1;
        self.unknown += usize::from(people.is_none());
        self.people = self.people.saturating_add(people.unwrap_or(0));
    }
}

/// Who waits to go home, at a moment.
pub fn returning(world: &World, now: Timestamp) -> Returning {
    waiting(world, &Safety::of(world, now))
}

/// Who waits to go home, by what is known of the safety there.
pub fn waiting(world: &World, safety: &Safety<'_>) -> Returning {
    let mut returning = Returning::default();
    let Some(layer) = world.layer(TRANSFER) else { return returning };
    let mut rows: BTreeMap<Key, ReturnRow> = BTreeMap::new();
    for object in layer.objects() {
        let Some(household) = safety.read(object).filter(|one| one.state == MoveState::Moved) else { continue };
        let moved = safety.since(object);
        let keys: Vec<(Key, Option<Hold>)> =
            safety.keys(object).into_iter().map(|key| (key, safety.hold(key, moved))).collect();
        let ready = keys.iter().all(|(_, hold)| hold.is_none());
        returning.total.count(household.people);
        if ready {
            returning.ready.count(household.people);
        }
        for (key, hold) in &keys {
            let row = rows.entry(*key).or_insert_with(|| row(safety, *key));
            row.waiting.count(household.people);
            if ready {
                row.ready.count(household.people);
            }
            row.moved_since += usize::from(matches!(hold, Some(Hold::BeforeMoving { .. })));
            let others = keys.iter().filter(|(other, hold)| other != key && hold.is_some());
            for (other, _) in others {
                row.held_by(safety.place(*other));
            }
            row.households.push(WaitingHousehold { object: object_ref(object), people: household.people, ready });
        }
    }
    returning.rows = rows.into_values().collect();
    returning.rows.sort_by(|a, b| a.place.order().cmp(&b.place.order()));
    returning
}

fn row(safety: &Safety<'_>, key: Key) -> ReturnRow {
    let spot = safety.spot(key);
    ReturnRow {
        place: safety.place(key),
        in_force: spot.is_some_and(|spot| spot.status == Some(DangerStatus::Active)),
        since: spot.and_then(|spot| spot.since),
        check: spot.and_then(|spot| spot.checked.clone()),
        hold: safety.hold(key, None),
        waiting: Waiting::default(),
        ready: Waiting::default(),
        moved_since: 0,
        held_by: Vec::new(),
        households: Vec::new(),
    }
}

impl ReturnRow {
    fn held_by(&mut self, place: ReturnPlace) {
        match self.held_by.iter_mut().find(|(known, _)| *known == place) {
            Some((_, households)) => *households += 1,
            None => self.held_by.push((place, 1)),
        }
    }
}

impl ReturnPlace {
    /// Dangers first, then villages, each by name; what is not known last.
    fn order(&self) -> (bool, bool, Option<&String>, Option<&ObjectRef>) {
        (self.object.is_none(), !self.is_danger, self.name.as_ref(), self.object.as_ref())
    }
}

#[cfg(test)]
mod tests;
