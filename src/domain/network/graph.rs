//! Roads as nodes and edges: a node where roads meet or end, an edge between two of them.

use std::collections::HashMap;

use geo_types::Coord;

use crate::domain::{
    network::Road,
    place::{Ecef, Position, distance_m},
};

/// Vertices nearer than this are one: a ten-millionth of a degree, about a centimetre.
const PER_DEGREE: f64 = 1e7;

/// A piece of road between two nodes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    /// The node where it begins, along the road's line.
    pub from: u32,
    /// The node where it ends.
    pub to: u32,
    /// The road it is a piece of: its place in [`Graph::roads`].
    pub road: u32,
    /// The vertex of the road's line where it begins.
    pub first: u32,
    /// The vertex where it ends.
    pub last: u32,
    /// Geodesic length in metres.
    pub length_m: f64,
}

/// What was wrong with the roads, and mended.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Mended {
    /// Vertices that are nowhere on Earth, left out.
    pub nowhere: usize,
    /// Roads of one place only, left out.
    pub points: usize,
}

/// The roads as a graph. Same roads, same graph.
#[derive(Clone, Debug)]
pub struct Graph {
    roads: Vec<Road>,
    nodes: Vec<Coord>,
    edges: Vec<Edge>,
    first_out: Vec<u32>,
    arcs: Vec<Arc>,
    mended: Mended,
}

/// A way to leave a node.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Arc {
    /// The node it leads to.
    pub head: u32,
    /// The edge it goes along, and which way: twice the edge's place, plus one against the line.
    pub way: u32,
}

impl Arc {
    /// The edge's place in [`Graph::edges`].
    pub const fn edge(self) -> u32 {
        self.way / 2
    }

    /// Whether it goes along the road's line.
    pub const fn is_forward(self) -> bool {
        self.way.is_multiple_of(2)
    }
}

type Key = (i64, i64);

fn key(vertex: Coord) -> Key {
    ((vertex.x * PER_DEGREE).round() as i64, (vertex.y * PER_DEGREE).round() as i64)
}

impl Graph {
    /// The graph of these roads. Vertices that are nowhere on Earth are left out, as are repeated ones; a loop
    /// that comes back to where it began is two edges.
    pub fn new(roads: Vec<Road>) -> Self {
        let mut roads = roads;
        let mut mended = Mended::default();
        for road in &mut roads {
            let before = road.line.0.len();
            road.line.0.retain(|vertex| Position::new(vertex.x, vertex.y).is_ok());
            mended.nowhere += before - road.line.0.len();
            road.line.0.dedup_by_key(|vertex| key(*vertex));
            if road.line.0.len() < 2 {
                mended.points += usize::from(before > 0);
                road.line.0.clear();
            }
        }
        let joints = joints(&roads);
        let mut graph = Self {
            roads: Vec::new(),
            nodes: Vec::new(),
            edges: Vec::new(),
            first_out: Vec::new(),
            arcs: Vec::new(),
            mended,
        };
        let mut known = HashMap::new();
        for (at, road) in (0..).zip(&roads) {
            graph.cut(at, road, &joints, &mut known);
        }
        graph.roads = roads;
        graph.link();
        graph
    }

    /// Cuts a road into edges at its joints.
    fn cut(&mut self, at: u32, road: &Road, joints: &HashMap<Key, bool>, known: &mut HashMap<Key, u32>) {
        let line = &road.line.0;
        let mut places: Vec<usize> = (0..line.len())
            .filter(|place| line.get(*place).is_some_and(|vertex| joints.get(&key(*vertex)) == Some(&true)))
            .collect();
        let looped: Vec<usize> = places
            .windows(2)
            .filter_map(|pair| match pair {
                [a, b] if line.get(*a).map(|v| key(*v)) == line.get(*b).map(|v| key(*v)) => Some(a.midpoint(*b)),
                _ => None,
            })
            .collect();
        places.extend(looped);
        places.sort_unstable();
        for pair in places.windows(2) {
            let [first, last] = *pair else { continue };
            let piece = line.get(first..=last).unwrap_or_default();
            if let (Some(from), Some(to)) = (piece.first(), piece.last()) {
                let (from, to) = (self.node(*from, known), self.node(*to, known));
                let length_m = length_m(piece);
                self.edges.push(Edge { from, to, road: at, first: first as u32, last: last as u32, length_m });
            }
        }
    }

    fn node(&mut self, vertex: Coord, known: &mut HashMap<Key, u32>) -> u32 {
        *known.entry(key(vertex)).or_insert_with(|| {
            self.nodes.push(vertex);
            self.nodes.len() as u32 - 1
        })
    }

    /// Lists the ways out of every node.
    fn link(&mut self) {
        let mut first_out = vec![0_u32; self.nodes.len() + 1];
        for node in self.edges.iter().flat_map(|edge| [edge.from, edge.to]) {
            if let Some(count) = first_out.get_mut(node as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for count in &mut first_out {
            sum += *count;
            *count = sum;
        }
        let mut next = first_out.clone();
        self.arcs = vec![Arc { head: 0, way: 0 }; self.edges.len() * 2];
        for (at, edge) in (0_u32..).zip(&self.edges) {
            for (tail, arc) in
                [(edge.from, Arc { head: edge.to, way: 2 * at }), (edge.to, Arc { head: edge.from, way: 2 * at + 1 })]
            {
                if let Some(place) = next.get_mut(tail as usize) {
                    if let Some(slot) = self.arcs.get_mut(*place as usize) {
                        *slot = arc;
                    }
                    *place += 1;
                }
            }
        }
        self.first_out = first_out;
    }

    /// The roads it was made of, mended.
    pub fn roads(&self) -> &[Road] {
        &self.roads
    }

    /// Its nodes, in degrees.
    pub fn nodes(&self) -> &[Coord] {
        &self.nodes
    }

    /// Its edges, each once whichever way it may be used.
    pub fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// How many nodes.
    pub const fn node_count(&self) -> usize {
        self.nodes.len()
    }

    /// How many edges.
    pub const fn edge_count(&self) -> usize {
        self.edges.len()
    }

    /// The length of all of it, in metres.
    pub fn length_m(&self) -> f64 {
        self.edges.iter().map(|edge| edge.length_m).sum()
    }

    /// What was wrong with the roads.
    pub const fn mended(&self) -> Mended {
        self.mended
    }

    /// A number that is the same for the same nodes and edges, and for others almost surely another: what was
    /// prepared of one graph is good for another of the same number (64-bit FNV-1a).
    pub fn fingerprint(&self) -> u64 {
        let nodes = self.nodes.iter().flat_map(|node| {
            let (lon, lat) = key(*node);
            [lon, lat]
        });
        let edges = self.edges.iter().flat_map(|edge| [i64::from(edge.from), i64::from(edge.to)]);
        let bytes = nodes.chain(edges).flat_map(i64::to_le_bytes);
        bytes.fold(0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    }

    /// Where the ways out of each node begin in [`Self::arcs`]; one more at the end.
    pub fn first_out(&self) -> &[u32] {
        &self.first_out
    }

    /// All ways out, node by node.
    pub fn arcs(&self) -> &[Arc] {
        &self.arcs
    }

    /// The ways out of a node.
    pub fn out(&self, node: u32) -> &[Arc] {
        let place = |node: usize| self.first_out.get(node).map_or(0, |place| *place as usize);
        self.arcs.get(place(node as usize)..place(node as usize + 1)).unwrap_or_default()
    }

    /// The road of an edge.
    pub fn road(&self, edge: &Edge) -> Option<&Road> {
        self.roads.get(edge.road as usize)
    }

    /// The vertices of an edge, along the road's line.
    pub fn line(&self, edge: &Edge) -> &[Coord] {
        let line = self.road(edge).map_or(&[][..], |road| &road.line.0);
        line.get(edge.first as usize..=edge.last as usize).unwrap_or_default()
    }

    /// Which of the parts that hang together each node is in, numbered from 0 by their first node; one-way roads
    /// count both ways.
    pub fn components(&self) -> Vec<u32> {
        self.components_of(|_| true)
    }

    /// As [`Self::components`], of the edges that `open` lets through.
    pub fn components_of(&self, open: impl Fn(&Edge) -> bool) -> Vec<u32> {
        let mut of = vec![u32::MAX; self.nodes.len()];
        let mut count = 0;
        let mut todo = Vec::new();
        for start in 0..self.nodes.len() as u32 {
            if of.get(start as usize) != Some(&u32::MAX) {
                continue;
            }
            todo.push(start);
            while let Some(node) = todo.pop() {
                match of.get_mut(node as usize) {
                    Some(slot) if *slot == u32::MAX => *slot = count,
                    _ => continue,
                }
                let through = |arc: &&Arc| self.edges.get(arc.edge() as usize).is_some_and(&open);
                todo.extend(self.out(node).iter().filter(through).map(|arc| arc.head));
            }
            count += 1;
        }
        of
    }
}

/// The places where a line ends, or that two lines or two places of one share.
fn joints(roads: &[Road]) -> HashMap<Key, bool> {
    let all: usize = roads.iter().map(|road| road.line.0.len()).sum();
    let mut joints: HashMap<Key, bool> = HashMap::with_capacity(all);
    for road in roads {
        for vertex in &road.line.0 {
            joints.entry(key(*vertex)).and_modify(|joint| *joint = true).or_insert(false);
        }
        for end in [road.line.0.first(), road.line.0.last()].into_iter().flatten() {
            joints.insert(key(*end), true);
        }
    }
    joints
}

/// The geodesic length of a line on Earth, in metres.
pub fn length_m(line: &[Coord]) -> f64 {
    let mut length_m = 0.0;
    let mut before: Option<(Coord, Ecef)> = None;
    for vertex in line {
        let here = Ecef::from_degrees(vertex.x, vertex.y);
        if let Some((from, there)) = before {
            length_m += there.short_m(here).or_else(|| far_m(from, *vertex)).unwrap_or(0.0);
        }
        before = Some((*vertex, here));
    }
    length_m
}

fn far_m(from: Coord, to: Coord) -> Option<f64> {
    Some(distance_m(Position::new(from.x, from.y).ok()?, Position::new(to.x, to.y).ok()?))
}

#[cfg(test)]
mod tests {
    use geo_types::LineString;

    use super::*;
    use crate::domain::{model::Uid, network::RoadClass};

    fn road(line: &[(f64, f64)]) -> Road {
        Road::new(Uid::from_bits(1), RoadClass::County, LineString::from(line.to_vec()))
    }

    #[test]
    fn roads_meet_at_common_vertices_and_not_where_they_merely_cross() {
        let graph = Graph::new(vec![
            road(&[(119.0, 29.0), (119.1, 29.0), (119.2, 29.0)]),
            road(&[(119.1, 28.9), (119.1, 29.0), (119.1, 29.1)]),
            road(&[(119.05, 28.9), (119.05, 29.1)]),
        ]);
        assert_eq!((graph.node_count(), graph.edge_count()), (7, 5));
        let components = graph.components();
        assert_eq!(components.iter().max(), Some(&1));
        assert_eq!(graph.out(1).len(), 4);
        assert!((graph.length_m() - graph.edges().iter().map(|e| length_m(graph.line(e))).sum::<f64>()).abs() < 1e-6);
    }

    #[test]
    fn loops_repeats_and_places_nowhere_make_no_wrong_edge() {
        let graph = Graph::new(vec![
            road(&[(119.0, 29.0), (119.1, 29.0), (119.1, 29.1), (119.0, 29.0)]),
            road(&[(119.0, 29.0), (119.0, 29.0), (f64::NAN, 29.0), (118.9, 29.0)]),
            road(&[(119.5, 29.0), (119.5, 29.0)]),
            road(&[]),
        ]);
        assert!(graph.edges().iter().all(|edge| edge.from != edge.to && edge.length_m > 0.0));
        assert_eq!((graph.node_count(), graph.edge_count()), (3, 3));
        assert_eq!(graph.mended(), Mended { nowhere: 1, points: 1 });
        assert_eq!(graph.components(), [0, 0, 0]);
    }

    #[test]
    fn the_ways_out_of_every_node_are_those_of_its_edges() {
        let graph = Graph::new(vec![road(&[(119.0, 29.0), (119.1, 29.0)]), road(&[(119.1, 29.0), (119.2, 29.0)])]);
        for (at, edge) in graph.edges().iter().enumerate() {
            let there = graph.out(edge.from).iter().find(|arc| arc.edge() as usize == at).unwrap();
            let back = graph.out(edge.to).iter().find(|arc| arc.edge() as usize == at).unwrap();
            assert!(there.is_forward() && !back.is_forward());
            assert_eq!((there.head, back.head), (edge.to, edge.from));
        }
        assert_eq!(graph.arcs().len(), 2 * graph.edge_count());
    }
}
