//! Where the simplex starts: the nearest ways of each group, and a plan made greedily.

use crate::domain::plan::assign::{
    column::Column,
    split::Way,
    table::{NO_WAY, Table},
    tree::Tree,
};

/// The nearest shelters of a row that have room, those within the limit, cheapest first.
pub(super) fn nearest(row: &[u64], room: &[u32], limit: u64, count: usize) -> Vec<Way> {
    let mut best: Vec<(u64, u32)> = Vec::with_capacity(count + 1);
    let mut worst = limit.saturating_add(1);
    for (shelter, (cost, room)) in (0_u32..).zip(row.iter().zip(room)) {
        if *cost < worst && *room > 0 {
            let place = best.partition_point(|known| *known < (*cost, shelter));
            best.insert(place, (*cost, shelter));
            if best.len() > count {
                best.pop();
                worst = best.last().map_or(worst, |(cost, _)| *cost);
            }
        }
    }
    best.into_iter().map(|(cost, shelter)| (shelter, cost as i64)).collect()
}

/// A plan by the least costs first (the matrix minimum rule), as a spanning tree: each step empties a group or fills
/// a shelter, which then hangs under the other. A group that finds no room among its ways looks at the whole row.
pub(super) fn tree(table: &Table, limit: u64, price: i64, ways: &mut [Vec<Way>]) -> Tree {
    let (groups, shelters) = (table.people().len(), table.room().len());
    let mut greedy = Greedy {
        tree: Tree::new(groups, shelters),
        people: table.people().iter().copied().collect(),
        room: table.room().iter().copied().collect(),
        hung: Column::filled(false, groups + shelters),
        groups: groups as u32,
    };
    let mut order: Vec<(i64, u32, u32)> = Vec::with_capacity(ways.iter().map(Vec::len).sum());
    for (group, ways) in (0_u32..).zip(ways.iter()) {
        order.extend(ways.iter().map(|(shelter, cost)| (*cost, group, *shelter)));
    }
    order.sort_unstable();
    for (_, group, shelter) in order {
        greedy.place(group, shelter);
    }
    for (group, ways) in (0_u32..).zip(ways.iter_mut()) {
        while let Some(way) = greedy.room_left(group, table.row(group as usize), limit) {
            if !ways.contains(&way) {
                ways.push(way);
            }
            greedy.place(group, way.0);
        }
    }
    greedy.finish(table, price)
}

struct Greedy {
    tree: Tree,
    people: Column<u32>,
    room: Column<u32>,
    hung: Column<bool>,
    groups: u32,
}

impl Greedy {
    /// Places as many of a group in a shelter as there is room.
    fn place(&mut self, group: u32, shelter: u32) {
        let node = self.groups + shelter;
        if self.hung.at(group) || self.hung.at(node) {
            return;
        }
        let (people, room) = (self.people.at(group), self.room.at(shelter));
        let placed = people.min(room);
        self.people.set(group, people - placed);
        self.room.set(shelter, room - placed);
        // A tie fills the shelter and leaves the group with nobody: an arc without flow then points up, as a
        // strongly feasible tree wants it.
        if room <= people {
            self.tree.hang(node, group, i64::from(placed));
            self.hung.set(node, true);
        } else {
            self.tree.hang(group, node, i64::from(placed));
            self.hung.set(group, true);
        }
    }

    /// The cheapest way to a shelter that still has room, for a group that still has people.
    fn room_left(&self, group: u32, row: &[u64], limit: u64) -> Option<Way> {
        if self.hung.at(group) || self.people.at(group) == 0 {
            return None;
        }
        let open = (0_u32..).zip(row).filter(|(_, cost)| **cost <= limit && **cost != NO_WAY);
        let open = open.filter(|(shelter, _)| !self.hung.at(self.groups + *shelter));
        let open = open.filter(|(shelter, _)| self.room.at(*shelter) > 0);
        open.map(|(shelter, cost)| (*cost, shelter)).min().map(|(cost, shelter)| (shelter, cost as i64))
    }

    fn finish(mut self, table: &Table, price: i64) -> Tree {
        let root = self.tree.root();
        for node in 0..root {
            if !self.hung.at(node) {
                let left = if node < self.groups { self.people.at(node) } else { self.room.at(node - self.groups) };
                self.tree.hang(node, root, i64::from(left));
            }
        }
        let groups = self.groups;
        self.tree.settle(|low, high| match (low < groups, high == root) {
            (true, true) => price,
            (false, true) => 0,
            (true, false) => table.cost(low as usize, (high - groups) as usize) as i64,
            (false, false) => table.cost(high as usize, (low - groups) as usize) as i64,
        });
        self.tree
    }
}
