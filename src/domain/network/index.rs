//! The nearest place on the network.

use geo_types::Coord;
use rstar::{
    RTree,
    primitives::{GeomWithData, Line},
};

use crate::domain::{
    network::{Edge, Graph, length_m},
    place::{Ecef, Position, distance_by_chord_m},
};

/// A segment of an edge: which edge, and its first vertex on the road's line.
type Segment = GeomWithData<Line<[f64; 2]>, (u32, u32)>;

/// Segments that seem so much farther are looked at all the same: the index's plane is that exact within the
/// latitudes of a province.
const SLACK: f64 = 1.03;

/// A place on the network.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Snap {
    /// The edge's place in [`Graph::edges`].
    pub edge: u32,
    /// How far along the edge, metres from its beginning.
    pub along_m: f64,
    /// Where that is.
    pub at: Position,
    /// How far the asked place is from there, straight, metres.
    pub access_m: f64,
}

/// The segments of all edges, to be asked for the nearest.
#[derive(Clone, Debug)]
pub struct Segments {
    tree: RTree<Segment>,
    /// Degrees of longitude are narrower than those of latitude by this.
    narrow: f64,
}

impl Segments {
    /// The segments of a graph.
    pub fn new(graph: &Graph) -> Self {
        let (south, north) = graph
            .nodes()
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), node| (low.min(node.y), high.max(node.y)));
        let middle = if south.is_finite() { south.midpoint(north) } else { 0.0 };
        let narrow = middle.to_radians().cos().max(0.01);
        let mut segments = Vec::new();
        for (at, edge) in (0_u32..).zip(graph.edges()) {
            for (vertex, pair) in (edge.first..).zip(graph.line(edge).windows(2)) {
                if let [a, b] = pair {
                    let line = Line::new([a.x * narrow, a.y], [b.x * narrow, b.y]);
                    segments.push(Segment::new(line, (at, vertex)));
                }
            }
        }
        Self { tree: RTree::bulk_load(segments), narrow }
    }

    /// The nearest place on an edge that `open` lets through; `None` when there is none.
    pub fn nearest(&self, graph: &Graph, from: Position, open: impl Fn(u32) -> bool) -> Option<Snap> {
        let mut best: Option<Snap> = None;
        let here = Ecef::from(from);
        let query = [from.lon() * self.narrow, from.lat()];
        let mut edge_of_best = f64::INFINITY;
        for (segment, distance_2) in self.tree.nearest_neighbor_iter_with_distance_2(&query) {
            if distance_2 > edge_of_best {
                break;
            }
            let (edge, vertex) = segment.data;
            if !open(edge) {
                continue;
            }
            let Some(snap) = on_segment(graph, edge, vertex, from, here) else { continue };
            if best.is_none_or(|best| snap.access_m < best.access_m) {
                edge_of_best = edge_of_best.min(distance_2 * SLACK * SLACK);
                best = Some(snap);
            }
        }
        best
    }

    /// The nearest place of each edge within so many metres of `from`, nearest first.
    pub fn within(&self, graph: &Graph, from: Position, metres: f64) -> Vec<Snap> {
        let here = Ecef::from(from);
        let query = [from.lon() * self.narrow, from.lat()];
        // A degree of latitude is at least 110.5 km.
        let reach = metres / 110_500.0 * SLACK / (from.lat().to_radians().cos().max(0.01) / self.narrow).min(1.0);
        let mut found: Vec<Snap> = Vec::new();
        for segment in self.tree.locate_within_distance(query, reach * reach) {
            let (edge, vertex) = segment.data;
            let Some(snap) = on_segment(graph, edge, vertex, from, here) else { continue };
            if snap.access_m > metres {
                continue;
            }
            match found.iter_mut().find(|other| other.edge == edge) {
                Some(other) if other.access_m <= snap.access_m => {}
                Some(other) => *other = snap,
                None => found.push(snap),
            }
        }
        found.sort_by(|a, b| a.access_m.total_cmp(&b.access_m).then(a.edge.cmp(&b.edge)));
        found
    }

    /// The edges that may touch a box of degrees: west, south, east, north.
    pub fn in_box(&self, [west, south, east, north]: [f64; 4]) -> Vec<u32> {
        let envelope = rstar::AABB::from_corners([west * self.narrow, south], [east * self.narrow, north]);
        let mut edges: Vec<u32> =
            self.tree.locate_in_envelope_intersecting(&envelope).map(|segment| segment.data.0).collect();
        edges.sort_unstable();
        edges.dedup();
        edges
    }
}

/// The nearest place on a segment.
fn on_segment(graph: &Graph, edge: u32, vertex: u32, from: Position, here: Ecef) -> Option<Snap> {
    let found = graph.edges().get(edge as usize)?;
    let line = &graph.road(found)?.line.0;
    let (a, b) = (*line.get(vertex as usize)?, *line.get(vertex as usize + 1)?);
    // Straight on the plane that touches at the place asked.
    let narrow = from.lat().to_radians().cos();
    let (ax, ay) = ((a.x - from.lon()) * narrow, a.y - from.lat());
    let (dx, dy) = ((b.x - a.x) * narrow, b.y - a.y);
    let square = dx * dx + dy * dy;
    let share = if square > 0.0 { (-(ax * dx + ay * dy) / square).clamp(0.0, 1.0) } else { 0.0 };
    let at = Position::new(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share).ok()?;
    let before = length_m(line.get(found.first as usize..=vertex as usize).unwrap_or_default());
    let along_m = before + length_m(&[a, Coord { x: at.lon(), y: at.lat() }]);
    let access_m = distance_by_chord_m((from, here), (at, Ecef::from(at)));
    Some(Snap { edge, along_m: along_m.min(found.length_m), at, access_m })
}

/// The place so many metres along an edge.
pub fn place_at(graph: &Graph, edge: &Edge, along_m: f64) -> Option<Coord> {
    let line = graph.line(edge);
    let mut left = along_m;
    for pair in line.windows(2) {
        let [a, b] = pair else { continue };
        let length = length_m(pair);
        if left <= length {
            let share = if length > 0.0 { (left / length).max(0.0) } else { 0.0 };
            let at = |share: f64| Coord { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
            // A degree is not everywhere as long: set right once, it is right to a millimetre.
            let reached = length_m(&[*a, at(share)]);
            return Some(at(if reached > 0.0 { (share * left / reached).clamp(0.0, 1.0) } else { share }));
        }
        left -= length;
    }
    line.last().copied()
}

/// The vertices of a stretch of an edge, in the order in which it is gone along: from `from_m` to `to_m`, metres
/// along the road's line, either of them the greater.
pub fn part(graph: &Graph, edge: u32, from_m: f64, to_m: f64) -> Vec<Coord> {
    let Some(edge) = graph.edges().get(edge as usize) else { return Vec::new() };
    let (low, high) = (from_m.min(to_m), from_m.max(to_m));
    let mut line: Vec<Coord> = place_at(graph, edge, low).into_iter().collect();
    let mut along = 0.0;
    let vertices = graph.line(edge);
    for pair in vertices.windows(2) {
        along += length_m(pair);
        if let [_, vertex] = pair
            && along > low
            && along < high
        {
            line.push(*vertex);
        }
    }
    line.extend(place_at(graph, edge, high));
    line.dedup();
    if to_m < from_m {
        line.reverse();
    }
    line
}
