//! Whole groups improved by exchange: shifts, swaps and chains, with simulated annealing (Kirkpatrick, Gelatt and
//! Vecchi 1983). Shelters may be too full for a while, at a price.

use crate::domain::plan::assign::{
    chance::Chance,
    column::Column,
    table::{NO_WAY, Table},
    together::knapsack::{self, Item},
};

/// How many ways of a unit are tried at a time for one that is pushed out.
const OUT: usize = 6;
/// How many shelters are filled anew at a time, and with how many of those outside to choose from.
const REFILLED: u32 = 8;
const OUTSIDE: usize = 48;

/// Where every unit is.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Placing {
    /// The shelter of each unit; the number of shelters for one that is not placed.
    pub at: Column<u32>,
    /// People times cost, an unplaced one at its price.
    pub total: i64,
    /// People not placed.
    pub unplaced: u64,
}

/// A unit at its shelter, in the lists of who is where.
pub(super) struct Search<'a> {
    table: &'a Table,
    price: i64,
    /// The ways of each unit, those that are likely to be good first.
    ways: &'a [Vec<u32>],
    pub now: Placing,
    /// Whether fewer unplaced people count before all else.
    fewest: bool,
    /// Places left in each shelter; fewer than 0 where there are more people than places for the time being.
    free: Column<i64>,
    /// People beyond the places, in all.
    pub crowded: i64,
    /// What each of them counts for; `None`: there may not be more.
    pub crowd_price: Option<i64>,
    inside: Vec<Vec<u32>>,
    slot: Column<u32>,
    nowhere: u32,
}

/// A unit that changes its place, and perhaps one that makes room for it.
struct Move {
    first: (u32, u32),
    then: Option<(u32, u32)>,
    delta: i64,
}

impl<'a> Search<'a> {
    /// Nobody is placed yet.
    pub fn new(table: &'a Table, (price, fewest): (i64, bool), ways: &'a [Vec<u32>]) -> Self {
        let units = table.people().len();
        let nowhere = table.room().len() as u32;
        let mut free: Vec<i64> = table.room().iter().map(|room| i64::from(*room)).collect();
        free.push(i64::MAX / 2);
        let mut inside = vec![Vec::new(); nowhere as usize + 1];
        if let Some(inside) = inside.last_mut() {
            inside.extend(0..units as u32);
        }
        let people = table.people_total();
        let now = Placing {
            at: Column::filled(nowhere, units),
            total: price.saturating_mul(people as i64),
            unplaced: people,
        };
        let slot = (0..units as u32).collect();
        Self {
            table,
            price,
            ways,
            now,
            fewest,
            free: free.into(),
            crowded: 0,
            crowd_price: None,
            inside,
            slot,
            nowhere,
        }
    }

    pub fn people(&self, unit: u32) -> i64 {
        self.table.people().get(unit as usize).map_or(0, |people| i64::from(*people))
    }

    /// What a unit costs at a shelter; none where it may not be.
    fn cost(&self, unit: u32, shelter: u32) -> Option<i64> {
        if shelter == self.nowhere {
            return Some(self.people(unit) * self.price);
        }
        match self.table.cost(unit as usize, shelter as usize) {
            NO_WAY => None,
            cost => Some(self.people(unit) * cost as i64),
        }
    }

    /// What an unplaced person counts for.
    pub const fn price(&self) -> i64 {
        self.price
    }

    pub fn free(&self, shelter: u32) -> i64 {
        self.free.at(shelter)
    }

    /// Those who are not placed.
    pub fn outside(&self) -> &[u32] {
        self.inside(self.nowhere)
    }

    fn inside(&self, shelter: u32) -> &[u32] {
        self.inside.get(shelter as usize).map(Vec::as_slice).unwrap_or_default()
    }

    /// Moves a unit, whatever it costs. The caller sees to the room.
    pub fn put(&mut self, unit: u32, shelter: u32) {
        let (from, people) = (self.now.at.at(unit), self.people(unit));
        let (old, new) = (self.cost(unit, from).unwrap_or(0), self.cost(unit, shelter).unwrap_or(0));
        let slot = self.slot.at(unit);
        if let Some(inside) = self.inside.get_mut(from as usize) {
            inside.swap_remove(slot as usize);
            if let Some(other) = inside.get(slot as usize) {
                self.slot.set(*other, slot);
            }
        }
        if let Some(inside) = self.inside.get_mut(shelter as usize) {
            self.slot.set(unit, inside.len() as u32);
            inside.push(unit);
        }
        self.crowd(from, people);
        self.crowd(shelter, -people);
        self.now.at.set(unit, shelter);
        self.now.total += new - old;
        if from == self.nowhere {
            self.now.unplaced -= people.unsigned_abs();
        }
        if shelter == self.nowhere {
            self.now.unplaced += people.unsigned_abs();
        }
    }

    fn crowd(&mut self, shelter: u32, more: i64) {
        let free = self.free.at(shelter);
        self.free.set(shelter, free + more);
        self.crowded += (-free - more).max(0) - (-free).max(0);
    }

    /// Puts everybody where a placing has them.
    pub fn restore(&mut self, at: &Column<u32>) {
        for unit in 0..self.now.at.as_slice().len() as u32 {
            let wanted = at.at(unit);
            if self.now.at.at(unit) != wanted {
                self.put(unit, wanted);
            }
        }
    }

    /// Tries so many moves; one that is worse is made when chance and the temperature (people times cost) allow.
    /// What is better than the best found becomes it.
    pub fn anneal(&mut self, moves: u32, temperature: i64, chance: &mut Chance, best: &mut Placing) {
        for _ in 0..moves {
            let Some(tried) = self.propose(chance) else { continue };
            if tried.delta > 0 && tried.delta > chance.worse(temperature) {
                continue;
            }
            self.put(tried.first.0, tried.first.1);
            if let Some((unit, shelter)) = tried.then {
                self.put(unit, shelter);
            }
            self.keep(best);
        }
    }

    /// Keeps what is better than the best.
    fn keep(&self, best: &mut Placing) {
        if self.crowded > 0 {
            return;
        }
        let unplaced = |placing: &Placing| if self.fewest { placing.unplaced } else { 0 };
        if (unplaced(&self.now), self.now.total) < (unplaced(best), best.total) {
            best.clone_from(&self.now);
        }
    }

    /// Fills some shelters anew, each from those inside and some who are not placed, with what is worth most.
    pub fn refill(&mut self, chance: &mut Chance, best: &mut Placing) {
        for _ in 0..REFILLED {
            let outside = self.inside(self.nowhere);
            if outside.is_empty() || self.nowhere == 0 {
                return;
            }
            let shelter = chance.below(self.nowhere);
            let start = chance.below(outside.len() as u32) as usize;
            let some = outside.iter().cycle().skip(start).take(outside.len().min(OUTSIDE));
            let units = self.inside(shelter).iter().chain(some);
            let items: Vec<Item> = units.filter_map(|unit| self.item(*unit, shelter)).collect();
            let room = self.table.room().get(shelter as usize).map_or(0, |room| i64::from(*room));
            let Some(chosen) = knapsack::fill_exactly(&items, room) else { continue };
            let inside = self.inside(shelter).to_vec();
            let chosen: Vec<u32> = chosen.into_iter().filter_map(|at| items.get(at)).map(|item| item.unit).collect();
            for unit in inside.iter().filter(|unit| !chosen.contains(unit)) {
                self.put(*unit, self.nowhere);
            }
            for unit in chosen.iter().filter(|unit| !inside.contains(unit)) {
                self.put(*unit, shelter);
            }
            self.keep(best);
        }
    }

    /// Moves units out of shelters that are too full, those to whom it matters least, where there is room.
    pub fn spread(&mut self) {
        for shelter in 0..self.nowhere {
            while self.free.at(shelter) < 0 {
                let Some((unit, place)) = self.cheapest_out(shelter) else { break };
                self.put(unit, place);
            }
        }
    }

    /// The unit of a shelter that is too full, and the place, at which each person less costs least.
    fn cheapest_out(&self, shelter: u32) -> Option<(u32, u32)> {
        let over = -self.free.at(shelter);
        let mut best: Option<(i64, u32, u32)> = None;
        for unit in self.inside(shelter) {
            let (people, own) = (self.people(*unit), self.cost(*unit, shelter).unwrap_or(0));
            let places = self.ways.get(*unit as usize).into_iter().flatten().copied().chain([self.nowhere]);
            for place in places.filter(|place| *place != shelter && self.free.at(*place) >= people) {
                let Some(cost) = self.cost(*unit, place) else { continue };
                let each = (cost - own) / people.min(over).max(1);
                if best.is_none_or(|best| (each, *unit, place) < best) {
                    best = Some((each, *unit, place));
                }
            }
        }
        best.map(|(_, unit, place)| (unit, place))
    }

    /// What it is worth to have a unit at a shelter rather than nowhere.
    fn item(&self, unit: u32, shelter: u32) -> Option<Item> {
        let worth = self.people(unit) * self.price - self.cost(unit, shelter)?;
        (worth > 0).then_some(Item { unit, people: self.people(unit), worth })
    }

    /// A unit to one of its shelters; when that is full, it comes on top, or one inside makes room: it takes the
    /// unit's old place, or goes on to another.
    fn propose(&self, chance: &mut Chance) -> Option<Move> {
        let outside = self.outside();
        let unit = if !outside.is_empty() && chance.below(16) == 0 {
            *outside.get(chance.below(outside.len() as u32) as usize)?
        } else {
            chance.below(self.now.at.as_slice().len() as u32)
        };
        let ways = self.ways.get(unit as usize)?;
        let to = *ways.get(chance.low(ways.len() as u32) as usize)?;
        let from = self.now.at.at(unit);
        if to == from {
            return None;
        }
        let people = self.people(unit);
        let own = self.cost(unit, to)? - self.cost(unit, from)?;
        let left = self.crowding(from, -people)?;
        let mut best = Move { first: (unit, to), then: None, delta: i64::MAX };
        if let Some(crowd) = self.crowding(to, people) {
            best.delta = own + left + crowd;
        }
        if self.free.at(to) >= people {
            return Some(best);
        }
        let inside = self.inside(to);
        let other = *inside.get(chance.below(inside.len() as u32) as usize)?;
        let others = self.people(other);
        if let Some(crowd) = self.crowding(to, people - others) {
            let swapped = own - self.cost(other, to)? + crowd;
            self.make_room(&mut best, (other, others), (from, people), (swapped, left));
        }
        (best.delta < i64::MAX).then_some(best)
    }

    /// Where the one who makes room goes: to the place that the unit leaves, or to one with room. `swapped` is what
    /// has come together so far, `left` what it changes that the unit leaves its place.
    fn make_room(&self, best: &mut Move, (other, others): (u32, i64), (from, people): (u32, i64), sums: (i64, i64)) {
        let (swapped, left) = sums;
        if let (Some(back), Some(crowd)) = (self.cost(other, from), self.crowding(from, others - people)) {
            best.or_then((other, from), swapped + back + crowd);
        }
        for place in self.ways.get(other as usize).into_iter().flatten().take(OUT) {
            if *place != best.first.1
                && *place != from
                && let (Some(cost), Some(crowd)) = (self.cost(other, *place), self.crowding(*place, others))
            {
                best.or_then((other, *place), swapped + cost + left + crowd);
            }
        }
    }

    /// What it costs beyond the plan that so many people more (or fewer) are in a shelter; none where it may not be.
    fn crowding(&self, shelter: u32, more: i64) -> Option<i64> {
        let free = self.free.at(shelter);
        let change = (more - free).max(0) - (-free).max(0);
        match self.crowd_price {
            Some(price) => Some(change * price),
            None if change > 0 => None,
            None => Some(0),
        }
    }
}

impl Move {
    fn or_then(&mut self, then: (u32, u32), delta: i64) {
        if delta < self.delta {
            self.then = Some(then);
            self.delta = delta;
        }
    }
}
