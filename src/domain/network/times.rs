//! From one to many, from many to many.

use std::ops::ControlFlow;

use cch::ElimTreeQuery;

use crate::domain::{
    network::{
        Snap, Ways,
        search::{NO_WAY, Reached, against, search},
    },
    place::Position,
};

/// Which way one goes between a place and the others.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Towards {
    /// From the place to the others.
    #[default]
    Others,
    /// From the others to the place.
    Place,
}

/// All that lies within reach of a place, to be asked of any other place on the road.
#[derive(Debug)]
pub struct Tree<'a> {
    ways: &'a Ways,
    place: Snap,
    towards: Towards,
    limit: u32,
    reached: Reached,
}

impl Ways {
    /// What is within `limit` (in the unit of [`Ways::costs`], inclusive) of a place on the road.
    pub fn tree(&self, place: Snap, towards: Towards, limit: u32) -> Tree<'_> {
        let reached = match towards {
            Towards::Others => search(self.graph(), self.outward_costs(), &self.leaving(place, false), limit),
            Towards::Place => {
                search(self.graph(), &against(self.graph(), self.costs()), &self.reaching(place, false), limit)
            }
        };
        Tree { ways: self, place, towards, limit, reached }
    }

    /// The costs from each place to each, on the road, row by row: milliseconds, or millimetres by distance;
    /// `None` where there is no way. A place without a road has none.
    pub fn table(&self, from: &[Option<Snap>], to: &[Option<Snap>]) -> Vec<Vec<Option<u32>>> {
        let mut table = Vec::with_capacity(from.len());
        self.table_rows(from, to, &mut |row| {
            table.push(row);
            ControlFlow::Continue(())
        });
        table
    }

    /// As [`Self::table`], each row given away as soon as it is known, until `take` breaks.
    pub fn table_rows(
        &self,
        from: &[Option<Snap>],
        to: &[Option<Snap>],
        take: &mut dyn FnMut(Vec<Option<u32>>) -> ControlFlow<()>,
    ) {
        let ends: Vec<Vec<(u32, u32)>> =
            to.iter().map(|to| to.map(|to| self.reaching(to, false)).unwrap_or_default()).collect();
        let mut targets: Vec<u32> = ends.iter().flatten().map(|(node, _)| *node).collect();
        targets.sort_unstable();
        targets.dedup();
        // Where each end's node stands among the targets.
        let place = |node: u32| targets.binary_search(&node).unwrap_or(usize::MAX);
        let ends: Vec<Vec<(usize, u32)>> =
            ends.iter().map(|ends| ends.iter().map(|(node, cost)| (place(*node), *cost)).collect()).collect();
        let Some((hierarchy, metric)) = self.hierarchy() else {
            let _ = from.iter().try_for_each(|_| take(vec![None; to.len()]));
            return;
        };
        let (view, metric) = (hierarchy.view(), metric.view());
        let mut query = ElimTreeQuery::new(&view);
        query.pin_targets(&targets);
        let mut row = vec![NO_WAY; targets.len()];
        for from in from {
            let mut costs = vec![None; to.len()];
            let Some(from) = *from else {
                if take(costs).is_break() {
                    return;
                }
                continue;
            };
            for (cost, to) in costs.iter_mut().zip(to) {
                *cost = to.and_then(|to| self.direct(from, to, false));
            }
            for (node, leave) in self.leaving(from, false) {
                query.reset_source();
                query.add_source_and_run(&metric, node);
                query.get_distances_to_targets(&mut row);
                for (cost, ends) in costs.iter_mut().zip(&ends) {
                    for (place, reach) in ends {
                        let between = row.get(*place).copied().unwrap_or(NO_WAY);
                        let sum = leave.saturating_add(between).saturating_add(*reach);
                        if between < NO_WAY && sum < NO_WAY && cost.is_none_or(|cost| sum < cost) {
                            *cost = Some(sum);
                        }
                    }
                }
            }
            if take(costs).is_break() {
                return;
            }
        }
    }

    /// [`Self::snap`] of many.
    pub fn snaps(&self, places: &[Position]) -> Vec<Option<Snap>> {
        places.iter().map(|place| self.snap(*place)).collect()
    }
}

impl Tree<'_> {
    /// The cost between the place and another on the road, in the unit of [`Ways::costs`]; `None`: out of reach.
    pub fn cost(&self, other: Snap) -> Option<u32> {
        let (ends, direct) = match self.towards {
            Towards::Others => (self.ways.reaching(other, false), self.ways.direct(self.place, other, false)),
            Towards::Place => (self.ways.leaving(other, false), self.ways.direct(other, self.place, false)),
        };
        let reached = ends.into_iter().filter_map(|(node, end)| {
            let cost = self.reached.cost.get(node as usize).copied().filter(|cost| *cost < NO_WAY)?;
            cost.checked_add(end).filter(|cost| *cost < NO_WAY)
        });
        // What is dearer than the search went may be cheaper by a way that it did not see.
        reached.chain(direct).min().filter(|cost| *cost <= self.limit)
    }

    /// The nodes reached, and what each costs.
    pub const fn reached(&self) -> &Reached {
        &self.reached
    }
}
