//! Plain Dijkstra: what is within reach, and the measure that everything faster is held against.

use std::{cmp::Reverse, collections::BinaryHeap};

use crate::domain::network::Graph;

/// No way, in milliseconds or millimetres: what the hierarchy takes for infinite.
pub const NO_WAY: u32 = cch::INF_WEIGHT;

/// What a search has reached.
#[derive(Clone, Debug)]
pub struct Reached {
    /// The least cost of each node, [`NO_WAY`] where there is none within the limit.
    pub cost: Vec<u32>,
    /// The way (see [`crate::domain::network::Arc::way`]) by which each node was reached; `u32::MAX` at a start.
    pub by: Vec<u32>,
    /// The nodes reached, cheapest first.
    pub nodes: Vec<u32>,
}

/// The least cost from the starts to every node that costs no more than `limit`, inclusive. `weights` has the cost
/// of each way out in the order of [`Graph::arcs`]; costs against the ways ([`against`]) make it a search towards
/// the starts.
pub fn search(graph: &Graph, weights: &[u32], starts: &[(u32, u32)], limit: u32) -> Reached {
    search_to(graph, weights, starts, limit, None)
}

/// As [`search`], ending as soon as `target` is reached.
pub fn search_to(graph: &Graph, weights: &[u32], starts: &[(u32, u32)], limit: u32, target: Option<u32>) -> Reached {
    let limit = limit.min(NO_WAY - 1);
    let (first_out, arcs) = (graph.first_out(), graph.arcs());
    let mut cost = vec![NO_WAY; graph.node_count()];
    let mut by = vec![u32::MAX; graph.node_count()];
    let mut nodes = Vec::new();
    let mut queue = BinaryHeap::new();
    for (node, start) in starts {
        if let Some(slot) = cost.get_mut(*node as usize)
            && *start < *slot
            && *start <= limit
        {
            *slot = *start;
            queue.push(Reverse(entry(*start, *node)));
        }
    }
    while let Some(Reverse(next)) = queue.pop() {
        let (here, node) = ((next >> 32) as u32, next as u32);
        if cost.get(node as usize) != Some(&here) {
            continue;
        }
        nodes.push(node);
        if target == Some(node) {
            break;
        }
        let out = first_out.get(node as usize).zip(first_out.get(node as usize + 1));
        let out = out.map_or(0..0, |(from, to)| *from as usize..*to as usize);
        let ways = arcs.get(out.clone()).unwrap_or_default().iter().zip(weights.get(out).unwrap_or_default());
        for (arc, weight) in ways {
            let there = here.saturating_add(*weight);
            let Some(slot) = cost.get_mut(arc.head as usize) else { continue };
            if there < *slot && there <= limit {
                *slot = there;
                if let Some(by) = by.get_mut(arc.head as usize) {
                    *by = arc.way;
                }
                queue.push(Reverse(entry(there, arc.head)));
            }
        }
    }
    Reached { cost, by, nodes }
}

const fn entry(cost: u32, node: u32) -> u64 {
    (cost as u64) << 32 | node as u64
}

/// Costs by way (twice the edge, plus one against its line) in the order of [`Graph::arcs`].
pub fn outward(graph: &Graph, by_way: &[u32]) -> Vec<u32> {
    graph.arcs().iter().map(|arc| by_way.get(arc.way as usize).copied().unwrap_or(NO_WAY)).collect()
}

/// As [`outward`], of the same ways gone the other way.
pub fn against(graph: &Graph, by_way: &[u32]) -> Vec<u32> {
    graph.arcs().iter().map(|arc| by_way.get((arc.way ^ 1) as usize).copied().unwrap_or(NO_WAY)).collect()
}

/// The part of a directed graph in which one can go from everywhere to everywhere, for each node, by Tarjan 1972;
/// the parts are numbered as they are found.
pub fn strong_parts(graph: &Graph, weights: &[u32]) -> Vec<u32> {
    let count = graph.node_count();
    let mut parts = Tarjan {
        number: vec![u32::MAX; count],
        low: vec![u32::MAX; count],
        part: vec![u32::MAX; count],
        ..Tarjan::default()
    };
    for node in 0..count as u32 {
        if parts.number.get(node as usize) == Some(&u32::MAX) {
            parts.walk(graph, weights, node);
        }
    }
    parts.part
}

#[derive(Default)]
struct Tarjan {
    number: Vec<u32>,
    low: Vec<u32>,
    part: Vec<u32>,
    open: Vec<u32>,
    next: u32,
    parts: u32,
}

impl Tarjan {
    /// Walks on from a node; with a stack of its own, for roads are longer than the program's.
    fn walk(&mut self, graph: &Graph, weights: &[u32], start: u32) {
        let place = |node: u32| graph.first_out().get(node as usize).map_or(0, |place| *place as usize);
        let mut stack = vec![(start, place(start))];
        self.enter(start);
        while let Some((node, at)) = stack.last_mut() {
            let node = *node;
            if *at < place(node + 1) {
                let arc = graph.arcs().get(*at).filter(|_| weights.get(*at).is_some_and(|weight| *weight < NO_WAY));
                *at += 1;
                let Some(head) = arc.map(|arc| arc.head) else { continue };
                if self.number.get(head as usize) == Some(&u32::MAX) {
                    self.enter(head);
                    stack.push((head, place(head)));
                } else if self.part.get(head as usize) == Some(&u32::MAX) {
                    let number = self.number.get(head as usize).copied().unwrap_or(u32::MAX);
                    self.lower(node, number);
                }
                continue;
            }
            stack.pop();
            let low = self.low.get(node as usize).copied().unwrap_or(u32::MAX);
            if let Some((above, _)) = stack.last() {
                self.lower(*above, low);
            }
            if self.number.get(node as usize) == Some(&low) {
                self.close(node);
            }
        }
    }

    fn enter(&mut self, node: u32) {
        for slot in [self.number.get_mut(node as usize), self.low.get_mut(node as usize)].into_iter().flatten() {
            *slot = self.next;
        }
        self.next += 1;
        self.open.push(node);
    }

    fn lower(&mut self, node: u32, to: u32) {
        if let Some(low) = self.low.get_mut(node as usize) {
            *low = (*low).min(to);
        }
    }

    fn close(&mut self, root: u32) {
        while let Some(node) = self.open.pop() {
            if let Some(part) = self.part.get_mut(node as usize) {
                *part = self.parts;
            }
            if node == root {
                break;
            }
        }
        self.parts += 1;
    }
}
