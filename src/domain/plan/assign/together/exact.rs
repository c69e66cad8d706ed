//! Few units: every placing that may be best is looked at.

use crate::domain::plan::assign::{
    column::Column,
    table::{NO_WAY, Table},
};

/// How many units it is tried for.
pub(super) const MOST_UNITS: usize = 16;
/// How many branches are looked at before it is given up.
const BRANCHES: u32 = 400_000;

/// A unit, its people, and where it may be with what it costs there, cheapest first.
type Choice = (u32, i64, Vec<(i64, u32)>);

/// The best placing by people times cost, unplaced people at their price: shelter of each unit, the number of
/// shelters for none. `None` when there are too many ways to look at them all.
pub(super) fn best(units: &Table, price: i64) -> Option<Column<u32>> {
    let count = units.people().len();
    if count > MOST_UNITS {
        return None;
    }
    let nowhere = units.room().len() as u32;
    let mut choices: Vec<Choice> = (0_u32..)
        .zip(units.people())
        .map(|(unit, people)| {
            let people = i64::from(*people);
            let open = units.row(unit as usize).iter().zip(0_u32..).filter(|(cost, _)| **cost != NO_WAY);
            let open = open.map(|(cost, shelter)| (people * *cost as i64, shelter));
            let mut ways: Vec<(i64, u32)> = open.chain([(people * price, nowhere)]).collect();
            ways.sort_unstable();
            (unit, people, ways)
        })
        .collect();
    choices.sort_by_key(|(unit, people, _)| (std::cmp::Reverse(*people), *unit));
    // What the units from here on cost at least.
    let mut rest = vec![0_i64];
    for (_, _, ways) in choices.iter().rev() {
        rest.push(rest.last().unwrap_or(&0) + ways.first().map_or(0, |(cost, _)| *cost));
    }
    rest.reverse();
    let mut free: Vec<i64> = units.room().iter().map(|room| i64::from(*room)).collect();
    free.push(i64::MAX / 2);
    let at = Column::filled(nowhere, count);
    let mut search =
        Exact { choices: &choices, rest: &rest, free: free.into(), best: at.clone(), at, least: i64::MAX, branches: 0 };
    search.descend(0, 0);
    (search.branches <= BRANCHES).then_some(search.best)
}

struct Exact<'a> {
    choices: &'a [Choice],
    rest: &'a [i64],
    free: Column<i64>,
    at: Column<u32>,
    best: Column<u32>,
    least: i64,
    branches: u32,
}

impl Exact<'_> {
    fn descend(&mut self, from: usize, cost: i64) {
        self.branches += 1;
        let Some((unit, people, ways)) = self.choices.get(from) else {
            self.least = cost;
            self.best.clone_from(&self.at);
            return;
        };
        let rest = self.rest.get(from + 1).copied().unwrap_or(0);
        for (own, shelter) in ways {
            if cost + own + rest >= self.least || self.branches > BRANCHES {
                return;
            }
            if self.free.at(*shelter) >= *people {
                self.free.change(*shelter, |free| *free -= people);
                self.at.set(*unit, *shelter);
                self.descend(from + 1, cost + own);
                self.free.change(*shelter, |free| *free += people);
            }
        }
    }
}
