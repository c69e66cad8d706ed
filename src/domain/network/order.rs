//! The order in which a hierarchy takes nodes out: dead ends first, then what lies along a road between two
//! junctions, then the junctions by nested dissection.
//!
//! Dead ends and plain stretches are most of a road network, and any order of them is good; leaving them to the
//! dissection (inertial flow, Schild and Sommer 2015; the hierarchy: Dibbelt, Strasser and Wagner 2016) would
//! only cost time. A large network is cut in two once by a straight line, and both halves are ordered at once.

use std::collections::BTreeSet;

use crate::domain::network::{Graph, halve::halve};

/// The order, each node once: position to node. It depends on the graph alone, not on any speed.
pub fn order(graph: &Graph) -> Vec<u32> {
    let mut rest = Rest::of(graph);
    let mut order = rest.take_dead_ends();
    let chains = rest.take_chains();
    order.extend(chains);
    order.extend(rest.junctions(graph));
    order
}

/// Whether an order, read from outside, holds each of so many nodes once.
pub fn is_order(order: &[u32], nodes: usize) -> bool {
    let mut seen = vec![false; nodes];
    order.len() == nodes
        && order.iter().all(|node| seen.get_mut(*node as usize).is_some_and(|seen| !std::mem::replace(seen, true)))
}

/// What is left of the graph: who is still next to whom.
struct Rest {
    next: Vec<Vec<u32>>,
    taken: Vec<bool>,
}

impl Rest {
    fn of(graph: &Graph) -> Self {
        let next = (0..graph.node_count() as u32).map(|node| {
            let mut next: Vec<u32> = graph.out(node).iter().map(|arc| arc.head).filter(|head| *head != node).collect();
            next.sort_unstable();
            next.dedup();
            next
        });
        Self { next: next.collect(), taken: vec![false; graph.node_count()] }
    }

    fn next(&self, node: u32) -> &[u32] {
        self.next.get(node as usize).map_or(&[], Vec::as_slice)
    }

    fn is_taken(&self, node: u32) -> bool {
        self.taken.get(node as usize).copied().unwrap_or(true)
    }

    fn take(&mut self, node: u32) {
        if let Some(taken) = self.taken.get_mut(node as usize) {
            *taken = true;
        }
    }

    fn forget(&mut self, from: u32, node: u32) {
        if let Some(next) = self.next.get_mut(from as usize) {
            next.retain(|other| *other != node);
        }
    }

    /// Takes out what has one neighbour left or none, until there is no such node.
    fn take_dead_ends(&mut self) -> Vec<u32> {
        let mut order = Vec::new();
        let mut round: Vec<u32> = (0..self.next.len() as u32).filter(|node| self.next(*node).len() < 2).collect();
        // In rounds from all ends at once, so that no branch hangs together longer than it must.
        while !round.is_empty() {
            let mut then = Vec::new();
            for node in round {
                if self.is_taken(node) {
                    continue;
                }
                self.take(node);
                order.push(node);
                if let Some(other) = self.next(node).first().copied() {
                    self.forget(other, node);
                    if self.next(other).len() < 2 {
                        then.push(other);
                    }
                }
            }
            round = then;
        }
        order
    }

    /// Takes out what has two neighbours, and joins the junctions at the ends of each chain.
    fn take_chains(&mut self) -> Vec<u32> {
        let mut levelled: Vec<(u32, u32)> = Vec::new();
        let junctions: Vec<u32> =
            (0..self.next.len() as u32).filter(|node| !self.is_taken(*node) && self.next(*node).len() > 2).collect();
        let mut joined = BTreeSet::new();
        for start in &junctions {
            for first in self.next(*start).to_vec() {
                let (chain, end) = self.chain(*start, first);
                // Every second one first, then every second of the rest: a chain of n is log n deep.
                levelled.extend((1_u32..).zip(&chain).map(|(at, node)| (at.trailing_zeros(), *node)));
                chain.iter().for_each(|node| self.take(*node));
                if end != *start && !chain.is_empty() {
                    joined.insert((*start.min(&end), end.max(*start)));
                }
            }
        }
        for (a, b) in joined {
            for (from, to) in [(a, b), (b, a)] {
                if let Some(next) = self.next.get_mut(from as usize) {
                    next.push(to);
                }
            }
        }
        levelled.sort_unstable();
        levelled.into_iter().map(|(_, node)| node).collect()
    }

    /// The nodes between two junctions, from the first on, and the junction at the end.
    fn chain(&self, start: u32, first: u32) -> (Vec<u32>, u32) {
        let (mut before, mut here) = (start, first);
        let mut chain = Vec::new();
        while !self.is_taken(here) && self.next(here).len() == 2 {
            chain.push(here);
            let onward = self.next(here).iter().copied().find(|node| *node != before).unwrap_or(before);
            (before, here) = (here, onward);
        }
        (chain, here)
    }

    /// The rest by nested dissection: junctions, and rings that have none.
    fn junctions(&self, graph: &Graph) -> Vec<u32> {
        let left: Vec<u32> = (0..self.next.len() as u32).filter(|node| !self.is_taken(*node)).collect();
        if left.len() < 2 {
            return left;
        }
        let mut place = vec![u32::MAX; self.next.len()];
        for (at, node) in (0..).zip(&left) {
            if let Some(slot) = place.get_mut(*node as usize) {
                *slot = at;
            }
        }
        let next = |node: &u32| -> Vec<u32> {
            let onward = self.next(*node).iter().filter_map(|other| place.get(*other as usize));
            let mut onward: Vec<u32> = onward.copied().filter(|other| *other != u32::MAX).collect();
            onward.sort_unstable();
            onward.dedup();
            onward
        };
        let coordinate = |of: fn(&geo_types::Coord) -> f64| -> Vec<f32> {
            left.iter().map(|node| graph.nodes().get(*node as usize).map_or(0.0, of) as f32).collect()
        };
        let part = Part {
            next: left.iter().map(next).collect(),
            lat: coordinate(|node| node.y),
            lon: coordinate(|node| node.x),
        };
        part.order().into_iter().filter_map(|at| left.get(at as usize).copied()).collect()
    }
}

/// Some of the nodes, numbered anew, for the dissection.
struct Part {
    next: Vec<Vec<u32>>,
    lat: Vec<f32>,
    lon: Vec<f32>,
}

impl Part {
    /// So many nodes are worth two threads, and a straight line as the first cut.
    const WORTH_HALVING: usize = 5_000;

    fn order(&self) -> Vec<u32> {
        if self.next.len() < Self::WORTH_HALVING {
            return self.dissect();
        }
        let halves = halve(&self.next, &self.lat, &self.lon);
        let half = |nodes: &[u32]| -> Vec<u32> {
            let order = self.only(nodes).dissect();
            order.into_iter().filter_map(|at| nodes.get(at as usize).copied()).collect()
        };
        let (mut order, second) = rayon::join(|| half(&halves.first), || half(&halves.second));
        order.extend(second);
        order.extend(halves.between);
        order
    }

    fn dissect(&self) -> Vec<u32> {
        let (mut tail, mut head) = (Vec::new(), Vec::new());
        for (at, onward) in (0_u32..).zip(&self.next) {
            tail.extend(onward.iter().map(|_| at));
            head.extend(onward);
        }
        cch::inertial_order(self.next.len() as u32, &tail, &head, &self.lat, &self.lon)
    }

    /// These nodes alone.
    fn only(&self, nodes: &[u32]) -> Self {
        let mut place = vec![u32::MAX; self.next.len()];
        for (at, node) in (0..).zip(nodes) {
            if let Some(slot) = place.get_mut(*node as usize) {
                *slot = at;
            }
        }
        let next = |node: &u32| -> Vec<u32> {
            let onward = self.next.get(*node as usize).into_iter().flatten();
            onward.filter_map(|other| place.get(*other as usize).copied()).filter(|other| *other != u32::MAX).collect()
        };
        let of = |values: &[f32]| nodes.iter().map(|node| values.get(*node as usize).copied().unwrap_or(0.0)).collect();
        Self { next: nodes.iter().map(next).collect(), lat: of(&self.lat), lon: of(&self.lon) }
    }
}

#[cfg(test)]
mod tests {
    use geo_types::LineString;

    use super::*;
    use crate::domain::{
        model::Uid,
        network::{Road, RoadClass},
    };

    fn graph(lines: &[&[(f64, f64)]]) -> Graph {
        let road =
            |line: &&[(f64, f64)]| Road::new(Uid::from_bits(1), RoadClass::County, LineString::from(line.to_vec()));
        Graph::new(lines.iter().map(road).collect())
    }

    #[test]
    fn every_node_stands_in_the_order_once_whatever_the_shape() {
        let ring = [(119.0, 29.0), (119.1, 29.0), (119.1, 29.1), (119.0, 29.0)];
        let branch = [(119.0, 29.0), (118.9, 29.0), (118.8, 29.0)];
        let alone = [(120.0, 29.0), (120.1, 29.0)];
        for lines in [vec![], vec![&ring[..]], vec![&ring[..], &branch[..], &alone[..]], vec![&branch[..], &alone[..]]]
        {
            let graph = graph(&lines);
            let order = order(&graph);
            assert!(is_order(&order, graph.node_count()), "{order:?}");
        }
    }

    #[test]
    fn a_network_large_enough_to_be_halved_is_ordered_whole_and_the_same_each_time() {
        let across = |row: u32| -> Vec<(f64, f64)> {
            (0..80).map(|column| (119.0 + f64::from(column) * 1e-3, 29.0 + f64::from(row) * 1e-3)).collect()
        };
        let along = |column: u32| -> Vec<(f64, f64)> {
            (0..80).map(|row| (119.0 + f64::from(column) * 1e-3, 29.0 + f64::from(row) * 1e-3)).collect()
        };
        let lines: Vec<Vec<(f64, f64)>> = (0..80).map(across).chain((0..80).map(along)).collect();
        let graph = graph(&lines.iter().map(Vec::as_slice).collect::<Vec<_>>());
        assert_eq!(graph.node_count(), 6_400);
        assert!(graph.node_count() > Part::WORTH_HALVING);
        let first = order(&graph);
        assert!(is_order(&first, 6_400));
        assert_eq!(order(&graph), first);
    }

    #[test]
    fn what_is_no_order_is_told() {
        assert!(is_order(&[1, 0, 2], 3));
        for wrong in [&[0, 1][..], &[0, 1, 1], &[0, 1, 3], &[0, 1, 2, 2]] {
            assert!(!is_order(wrong, 3), "{wrong:?}");
        }
    }
}
