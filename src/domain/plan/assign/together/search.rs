//! Whole groups improved by exchange: shifts, swaps and chains of three, with simulated annealing
//! (Kirkpatrick, Gelatt and Vecchi 1983).

use crate::domain::plan::assign::{
    chance::Chance,
    column::Column,
    table::{NO_WAY, Table},
};

/// How many ways of a unit are tried at a time for one that is pushed out.
const OUT: usize = 6;

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
    free: Column<i64>,
    inside: Vec<Vec<u32>>,
    slot: Column<u32>,
    nowhere: u32,
}

/// Units that change places, at most three.
struct Move {
    steps: [(u32, u32); 3],
    count: usize,
    delta: i64,
}

impl<'a> Search<'a> {
    /// Nobody is placed yet.
    pub fn new(table: &'a Table, price: i64, ways: &'a [Vec<u32>]) -> Self {
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
        Self { table, price, ways, now, free: free.into(), inside, slot, nowhere }
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

    pub fn free(&self, shelter: u32) -> i64 {
        self.free.at(shelter)
    }

    pub const fn nowhere(&self) -> u32 {
        self.nowhere
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
        self.free.change(from, |free| *free += people);
        self.free.change(shelter, |free| *free -= people);
        self.now.at.set(unit, shelter);
        self.now.total += new - old;
        if from == self.nowhere {
            self.now.unplaced -= people.unsigned_abs();
        }
        if shelter == self.nowhere {
            self.now.unplaced += people.unsigned_abs();
        }
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
            for (unit, shelter) in tried.steps.iter().take(tried.count) {
                self.put(*unit, *shelter);
            }
            if tried.delta < 0 && (self.now.unplaced, self.now.total) < (best.unplaced, best.total) {
                best.clone_from(&self.now);
            }
        }
    }

    /// A unit to one of its shelters; when that is full, one inside makes room: it takes the unit's old place, or
    /// goes on to where there is room.
    fn propose(&self, chance: &mut Chance) -> Option<Move> {
        let outside = self.inside(self.nowhere);
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
        let short = people - self.free.at(to);
        if short <= 0 {
            return Some(Move { steps: [(unit, to); 3], count: 1, delta: own });
        }
        let inside = self.inside(to);
        let other = *inside.get(chance.below(inside.len() as u32) as usize)?;
        let others = self.people(other);
        if others < short {
            return None;
        }
        let leaving = self.cost(other, to)?;
        let mut best: Option<(i64, u32)> = None;
        if self.free.at(from) + people >= others && let Some(back) = self.cost(other, from) {
            best = Some((back, from));
        }
        for place in self.ways.get(other as usize)?.iter().take(OUT) {
            if self.free.at(*place) >= others
                && *place != to
                && let Some(cost) = self.cost(other, *place)
                && best.is_none_or(|(least, _)| cost < least)
            {
                best = Some((cost, *place));
            }
        }
        let (cost, place) = best?;
        Some(Move { steps: [(other, place), (unit, to), (unit, to)], count: 2, delta: own + cost - leaving })
    }
}
