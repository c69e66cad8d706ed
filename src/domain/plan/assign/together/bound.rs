//! How good a plan of whole groups can be at best.
//!
//! Lagrangian relaxation of "each unit goes to one place" (Fisher 1981): with a price for placing each unit, every
//! shelter takes what is worth most to it, a knapsack; what that leaves is a lower bound, never worse than that of
//! dividing groups freely. The prices start as those of the divided plan and follow the subgradient.

use crate::domain::plan::assign::{
    column::Column,
    table::{NO_WAY, Table},
    together::knapsack::{self, Item},
};

/// Steps without a better bound before the next ones are half as long.
const PATIENCE: u32 = 12;

/// The prices and what they prove.
pub(super) struct Bound<'a> {
    table: &'a Table,
    /// What an unplaced person is priced at here.
    pub price: i64,
    /// What it is worth to place each unit.
    worth: Vec<i64>,
    best_worth: Vec<i64>,
    /// The best bound found: people times cost of the placed and [`Self::price`] times the unplaced.
    pub value: i64,
    length: f64,
    waited: u32,
    items: Vec<Vec<Item>>,
}

impl<'a> Bound<'a> {
    /// From the prices of a person of each unit in the divided plan, and what they prove.
    pub fn new(table: &'a Table, price: i64, a_person: &[i64], value: i64) -> Self {
        let worth: Vec<i64> =
            table.people().iter().zip(a_person).map(|(people, own)| i64::from(*people) * (*own).min(price)).collect();
        let items = vec![Vec::new(); table.room().len()];
        Self { table, price, best_worth: worth.clone(), worth, value, length: 1.0, waited: 0, items }
    }

    /// Whether more steps would help.
    pub fn is_spent(&self) -> bool {
        self.length < 0.001
    }

    /// One step; `reached` is what the best plan costs in the same measure.
    pub fn step(&mut self, reached: i64) {
        let mut taken = Column::filled(0_i64, self.worth.len());
        let value = self.evaluate(&mut taken);
        if value > self.value {
            self.value = value;
            self.best_worth.clone_from(&self.worth);
            self.waited = 0;
        } else {
            self.waited += 1;
            if self.waited > PATIENCE {
                self.length /= 2.0;
                self.waited = 0;
                self.worth.clone_from(&self.best_worth);
                return;
            }
        }
        let slopes: Vec<i64> = taken.as_slice().iter().map(|taken| 1 - taken).collect();
        let square: i64 = slopes.iter().map(|slope| slope * slope).sum();
        if square == 0 {
            return;
        }
        let step = self.length * (reached - value).max(1) as f64 / square as f64;
        for ((worth, slope), people) in self.worth.iter_mut().zip(&slopes).zip(self.table.people()) {
            *worth = (*worth + (step * *slope as f64) as i64).clamp(0, self.price * i64::from(*people));
        }
    }

    /// The bound that the prices prove; `taken` counts in how many shelters each unit is.
    fn evaluate(&mut self, taken: &mut Column<i64>) -> i64 {
        self.items.iter_mut().for_each(Vec::clear);
        for (unit, (worth, people)) in (0_u32..).zip(self.worth.iter().zip(self.table.people())) {
            let people = i64::from(*people);
            if people == 0 {
                continue;
            }
            let most = (*worth - 1).max(0) as u64 / people.unsigned_abs();
            let row = self.table.row(unit as usize).iter().zip(&mut self.items);
            for (cost, items) in row {
                if *cost <= most && *cost != NO_WAY {
                    let worth = *worth - people * *cost as i64;
                    if worth > 0 {
                        items.push(Item { unit, people, worth });
                    }
                }
            }
        }
        let mut value: i64 = self.worth.iter().sum();
        let mut chosen = Vec::new();
        for (items, room) in self.items.iter_mut().zip(self.table.room()) {
            chosen.clear();
            value -= knapsack::fill(items, i64::from(*room), &mut chosen);
            for unit in &chosen {
                taken.change(*unit, |count| *count += 1);
            }
        }
        // A unit at the price of leaving it out is left out where nobody takes it.
        for (unit, (worth, people)) in (0_u32..).zip(self.worth.iter().zip(self.table.people())) {
            if *worth >= self.price * i64::from(*people) && taken.at(unit) == 0 {
                taken.set(unit, 1);
            }
        }
        value
    }
}
