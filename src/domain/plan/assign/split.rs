//! People as they are: a group may be divided among shelters. Exact.
//!
//! A transportation problem, solved by the primal network simplex (Dantzig 1951; strongly feasible trees after
//! Cunningham 1976) on few ways at first: the nearest shelters of each group. Then all pairs are priced with the
//! potentials found; those that would make the plan cheaper are added, until there is none. At the end no pair has
//! a negative reduced cost, which proves the plan optimal for the whole table ([`Split::certify`]).

use crate::domain::plan::assign::{
    column::Column,
    progress::{GoOn, Progress},
    start,
    table::{NO_WAY, Table, TableError, Unplaced},
    tree::{NONE, Tree},
};

/// Pivots between two looks at whether to go on.
const LOOK_EVERY: u64 = 1_000;
/// How many ways a group is given to begin with.
const NEAREST: usize = 12;
/// How many ways a group is given more at a time.
const MORE: usize = 6;
/// How many ways are looked at before one is taken, in roots of their number.
const BLOCK: f64 = 1.0;

/// People of a group who go to a shelter.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Flow {
    /// The group's number.
    pub group: u32,
    /// The shelter's number.
    pub shelter: u32,
    /// How many people, at least 1.
    pub people: u32,
}

/// The best plan when groups may be divided.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Split {
    /// Who goes where, by group and shelter.
    pub flows: Vec<Flow>,
    /// People of each group who are not placed.
    pub unplaced: Vec<u32>,
    /// People times cost, of those placed.
    pub cost: u64,
    /// What a person more of each group would cost at the margin; never above [`Self::price`].
    pub group_price: Vec<i64>,
    /// What a place more in each shelter would save at the margin; 0 where places stay free.
    pub shelter_price: Vec<i64>,
    /// What an unplaced person was priced at.
    pub price: i64,
    /// How many exchanges the simplex made.
    pub pivots: u64,
}

/// What a plan is asked to be.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Wish {
    /// What it costs to leave a person unplaced.
    pub unplaced: Unplaced,
    /// Pairs that cost more are barred.
    pub limit: Option<u64>,
}

/// Why there is no plan.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NoPlan {
    /// The table's numbers are too large.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The caller wanted it stopped.
    #[error("stopped")]
    Stopped,
}

/// The best plan when groups may be divided: as [`Wish::unplaced`] says of placing, then at least cost. `go_on` is
/// asked from time to time.
///
/// # Errors
/// [`NoPlan::Stopped`] when `go_on` breaks; [`NoPlan::Table`] when the price of an unplaced person is too large.
pub fn split(table: &Table, wish: Wish, go_on: GoOn<'_>) -> Result<Split, NoPlan> {
    let price = table.price(wish.unplaced)?;
    let limit = wish.limit.unwrap_or(NO_WAY - 1).min(price.unsigned_abs());
    let mut simplex = Simplex::new(table, price, limit);
    loop {
        simplex.solve(go_on)?;
        if !simplex.price_all() {
            return Ok(simplex.plan());
        }
    }
}

/// A way that is in use or may be: the shelter and the cost of a person.
pub(super) type Way = (u32, i64);

struct Simplex<'a> {
    table: &'a Table,
    price: i64,
    limit: u64,
    tree: Tree,
    /// The ways of each group; last those of the root: free places of every shelter.
    ways: Vec<Vec<Way>>,
    shelters: u32,
    next: usize,
    pivots: u64,
}

impl<'a> Simplex<'a> {
    fn new(table: &'a Table, price: i64, limit: u64) -> Self {
        let (groups, shelters) = (table.people().len(), table.room().len());
        let mut ways: Vec<Vec<Way>> =
            (0..groups).map(|group| start::nearest(table.row(group), table.room(), limit, NEAREST)).collect();
        let tree = start::tree(table, limit, price, &mut ways);
        let first = groups as u32;
        ways.push((0..shelters as u32).map(|shelter| (shelter, 0)).collect());
        Self { table, price, limit, tree, ways, shelters: first, next: 0, pivots: 0 }
    }

    /// Pivots until no way in use has a negative reduced cost.
    fn solve(&mut self, go_on: GoOn<'_>) -> Result<(), NoPlan> {
        let ways: usize = self.ways.iter().map(|ways| ways.len() + 1).sum();
        let block = ((ways as f64).sqrt() * BLOCK) as usize + 16;
        while let Some((tail, head, cost)) = self.entering(block) {
            self.tree.pivot(tail, head, cost);
            self.pivots += 1;
            if self.pivots.is_multiple_of(LOOK_EVERY)
                && go_on(&Progress::Dividing { exchanges: self.pivots }).is_break()
            {
                return Err(NoPlan::Stopped);
            }
        }
        Ok(())
    }

    /// The most negative reduced cost of a block of ways that has one, block after block (Kiraly and Kovacs 2012).
    fn entering(&mut self, block: usize) -> Option<(u32, u32, i64)> {
        let mut best = (0, NONE, NONE, 0);
        let (count, root) = (self.ways.len(), self.tree.root());
        let mut seen = 0;
        for _ in 0..count {
            let group = self.next;
            let ways = self.ways.get(group).map(Vec::as_slice).unwrap_or_default();
            let tail = if group + 1 == count { root } else { group as u32 };
            let own = self.tree.potential(tail);
            for (shelter, cost) in ways {
                let reduced = *cost - own + self.tree.potential(self.shelters + *shelter);
                if reduced < best.0 {
                    best = (reduced, tail, self.shelters + *shelter, *cost);
                }
            }
            if tail != root && self.price - own < best.0 {
                best = (self.price - own, tail, root, self.price);
            }
            self.next = if group + 1 == count { 0 } else { group + 1 };
            seen += ways.len() + 1;
            if seen >= block && best.0 < 0 {
                break;
            }
        }
        (best.0 < 0).then_some((best.1, best.2, best.3))
    }

    /// Looks at every pair of the table; the ways that would make the plan cheaper are taken in. Whether there are any.
    fn price_all(&mut self) -> bool {
        // No way leads into a shelter without room: an arc without flow that points down would break the tree's
        // feasibility.
        let prices: Vec<u64> = (0_u32..)
            .zip(self.table.room())
            .map(|(shelter, room)| match room {
                0 => NO_WAY,
                _ => self.tree.potential(self.shelters + shelter).max(0).unsigned_abs(),
            })
            .collect();
        let mut any = false;
        let groups = self.table.people().len();
        let mut found: Vec<(u64, u32)> = Vec::new();
        for (group, ways) in (0..groups).zip(&mut self.ways) {
            let own = self.tree.potential(group as u32).unsigned_abs();
            let row = self.table.row(group);
            found.clear();
            for (shelter, (cost, price)) in (0_u32..).zip(row.iter().zip(&prices)) {
                if cost.saturating_add(*price) < own && *cost <= self.limit {
                    found.push((cost.saturating_add(*price), shelter));
                }
            }
            if found.len() > MORE {
                found.select_nth_unstable(MORE);
                found.truncate(MORE);
            }
            any |= !found.is_empty();
            found.sort_unstable();
            let cost = |shelter: u32| row.get(shelter as usize).copied().unwrap_or(NO_WAY) as i64;
            ways.extend(found.iter().map(|(_, shelter)| (*shelter, cost(*shelter))));
        }
        any
    }

    fn plan(&self) -> Split {
        let groups = self.table.people().len() as u32;
        let mut unplaced = Column::filled(0_u32, groups as usize);
        let mut flows = Vec::new();
        let root = self.tree.root();
        for node in 0..root {
            let (parent, people) = (self.tree.parent(node), self.tree.flow(node) as u32);
            match (people, self.tree.is_group(node)) {
                (0, _) => {}
                (_, true) if parent == root => unplaced.set(node, people),
                (_, true) => flows.push(Flow { group: node, shelter: parent - groups, people }),
                (_, false) if parent == root => {}
                (_, false) => flows.push(Flow { group: parent, shelter: node - groups, people }),
            }
        }
        flows.sort_unstable();
        let cost = flows.iter().map(|flow| u64::from(flow.people) * self.cost(flow)).sum();
        Split {
            flows,
            unplaced: unplaced.as_slice().to_vec(),
            cost,
            group_price: (0..groups).map(|group| self.tree.potential(group)).collect(),
            shelter_price: self.shelter_prices(),
            price: self.price,
            pivots: self.pivots,
        }
    }

    /// The potentials of the shelters; of those without room the least that no group would pay.
    fn shelter_prices(&self) -> Vec<i64> {
        let mut prices: Vec<i64> =
            (0_u32..).zip(self.table.room()).map(|(shelter, _)| self.tree.potential(self.shelters + shelter)).collect();
        if self.table.room().contains(&0) {
            for group in 0..self.table.people().len() {
                let own = self.tree.potential(group as u32);
                let row = self.table.row(group).iter().zip(self.table.room()).zip(&mut prices);
                for ((cost, room), price) in row {
                    if *room == 0 && *cost <= self.limit {
                        *price = (*price).max(own - *cost as i64);
                    }
                }
            }
        }
        prices
    }

    fn cost(&self, flow: &Flow) -> u64 {
        self.table.cost(flow.group as usize, flow.shelter as usize)
    }
}
