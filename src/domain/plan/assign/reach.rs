//! How many people can be placed at all under a limit of cost: a greatest flow.
//!
//! Blocking flows by levels (Dinic 1970) on the pairs within the limit; costs play no part beyond that.

use std::collections::VecDeque;

use crate::domain::plan::assign::{column::Column, table::Table};

const UNSEEN: u32 = u32::MAX;

/// The most people that can be placed with no way that costs more than the limit, and the greatest cost among the ways
/// that this takes.
pub(super) fn most_placed(table: &Table, limit: u64) -> (u64, u64) {
    let mut flow = Reach::new(table, limit);
    while flow.levels() {
        for group in 0..flow.left.as_slice().len() as u32 {
            let left = flow.left.at(group);
            let sent = if flow.group_level.at(group) == 0 { flow.leave_group(group, left) } else { 0 };
            flow.left.set(group, left - sent);
        }
    }
    let left: u64 = flow.left.as_slice().iter().map(|people| u64::from(*people)).sum();
    (table.people_total() - left, flow.greatest(table))
}

/// Arcs lie group after group; those of a shelter are named by their places.
struct Reach {
    first: Vec<u32>,
    head: Column<u32>,
    tail: Column<u32>,
    people: Column<u32>,
    into: Vec<Vec<u32>>,
    left: Column<u32>,
    free: Column<u32>,
    group_level: Column<u32>,
    shelter_level: Column<u32>,
    group_next: Column<u32>,
    shelter_next: Column<u32>,
    /// The level of the shelters at which people arrive.
    end: u32,
}

impl Reach {
    fn new(table: &Table, limit: u64) -> Self {
        let (groups, shelters) = (table.people().len(), table.room().len());
        let (mut first, mut head, mut tail) = (vec![0], Vec::new(), Vec::new());
        let mut into = vec![Vec::new(); shelters];
        for group in 0..groups {
            for (shelter, cost) in (0_u32..).zip(table.row(group)) {
                if *cost <= limit && *cost < u64::MAX {
                    if let Some(into) = into.get_mut(shelter as usize) {
                        into.push(head.len() as u32);
                    }
                    head.push(shelter);
                    tail.push(group as u32);
                }
            }
            first.push(head.len() as u32);
        }
        Self {
            people: Column::filled(0, head.len()),
            first,
            head: head.into(),
            tail: tail.into(),
            into,
            left: table.people().iter().copied().collect(),
            free: table.room().iter().copied().collect(),
            group_level: Column::filled(UNSEEN, groups),
            shelter_level: Column::filled(UNSEEN, shelters),
            group_next: Column::filled(0, groups),
            shelter_next: Column::filled(0, shelters),
            end: UNSEEN,
        }
    }

    fn arcs(&self, group: u32) -> std::ops::Range<u32> {
        let place = |at: usize| self.first.get(at).copied().unwrap_or(0);
        place(group as usize)..place(group as usize + 1)
    }

    /// How many steps each group and shelter is from people who are left; whether any of them reach free places.
    fn levels(&mut self) -> bool {
        let (groups, shelters) = (self.left.as_slice().len() as u32, self.free.as_slice().len());
        self.group_level = Column::filled(UNSEEN, groups as usize);
        self.shelter_level = Column::filled(UNSEEN, shelters);
        self.shelter_next = Column::filled(0, shelters);
        self.group_next = (0..groups).map(|group| self.arcs(group).start).collect();
        self.end = UNSEEN;
        let mut queue: VecDeque<u32> = (0..groups).filter(|group| self.left.at(*group) > 0).collect();
        queue.iter().for_each(|group| self.group_level.set(*group, 0));
        while let Some(group) = queue.pop_front() {
            let level = self.group_level.at(group) + 1;
            if level > self.end {
                break;
            }
            for arc in self.arcs(group) {
                let shelter = self.head.at(arc);
                if self.shelter_level.at(shelter) != UNSEEN {
                    continue;
                }
                self.shelter_level.set(shelter, level);
                if self.free.at(shelter) > 0 {
                    self.end = level;
                }
                for back in self.into.get(shelter as usize).into_iter().flatten() {
                    let other = self.tail.at(*back);
                    if self.people.at(*back) > 0 && self.group_level.at(other) == UNSEEN {
                        self.group_level.set(other, level + 1);
                        queue.push_back(other);
                    }
                }
            }
        }
        self.end != UNSEEN
    }

    /// Sends people of a group on along the levels; how many came through.
    fn leave_group(&mut self, group: u32, most: u32) -> u32 {
        let (mut sent, end) = (0, self.arcs(group).end);
        while sent < most && self.group_next.at(group) < end {
            let arc = self.group_next.at(group);
            let shelter = self.head.at(arc);
            if self.shelter_level.at(shelter) == self.group_level.at(group) + 1 {
                let through = self.enter_shelter(shelter, most - sent);
                self.people.change(arc, |people| *people += through);
                sent += through;
                if sent == most {
                    break;
                }
            }
            self.group_next.set(group, arc + 1);
        }
        sent
    }

    /// Takes people into a shelter: on free places, or on those of others who go on.
    fn enter_shelter(&mut self, shelter: u32, most: u32) -> u32 {
        let level = self.shelter_level.at(shelter);
        let mut sent = self.free.at(shelter).min(most);
        self.free.change(shelter, |free| *free -= sent);
        if level >= self.end {
            return sent;
        }
        while sent < most {
            let next = self.shelter_next.at(shelter);
            let Some(arc) = self.into.get(shelter as usize).and_then(|arcs| arcs.get(next as usize)).copied() else {
                break;
            };
            let (group, people) = (self.tail.at(arc), self.people.at(arc));
            if people > 0 && self.group_level.at(group) == level + 1 {
                let through = self.leave_group(group, people.min(most - sent));
                self.people.change(arc, |people| *people -= through);
                sent += through;
                if sent == most {
                    break;
                }
            }
            self.shelter_next.set(shelter, next + 1);
        }
        sent
    }

    fn greatest(&self, table: &Table) -> u64 {
        let used = (0_u32..).zip(self.people.as_slice()).filter(|(_, people)| **people > 0);
        used.map(|(arc, _)| table.cost(self.tail.at(arc) as usize, self.head.at(arc) as usize)).max().unwrap_or(0)
    }
}
