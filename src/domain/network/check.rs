//! Whether the roads are a network: parts that hang together, gaps, villages nobody can drive to, odd values.

use std::collections::{BTreeMap, BTreeSet};

use geo_types::{Coord, Geometry};

use crate::domain::{
    model::{Object, Uid},
    network::{Arc, Graph, ROAD, Road, RoadClass, RoadFields, length_m},
    world::World,
};

/// A dead end this near to another road is a probable gap, metres.
pub const GAP_M: f64 = 30.0;

/// A village farther than this from any road cannot be reached, metres.
pub const VILLAGE_M: f64 = 500.0;

/// A part of the network that hangs together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// How many edges it has.
    pub edges: usize,
    /// The length of all of them, metres.
    pub length_m: f64,
    /// A place in it.
    pub at: Coord,
}

/// A road by its name.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Named {
    /// Of which object.
    pub uid: Uid,
    /// Its name; empty when it has none.
    pub name: String,
}

/// A dead end that nearly meets another road.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// The road that ends.
    pub road: Named,
    /// The road it does not reach.
    pub other: Named,
    /// Where it ends.
    pub at: Coord,
    /// How far apart they are.
    pub metres: f64,
}

/// Why a village cannot be reached.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Unreached {
    /// No road comes near.
    Far,
    /// The nearest road hangs together with nothing else of the network.
    Island,
}

/// A village that cannot be reached.
#[derive(Clone, Debug, PartialEq)]
pub struct Village {
    /// The village.
    pub village: Named,
    /// How far the nearest road is; `None`: farther than was looked.
    pub metres: Option<f64>,
    /// Why.
    pub why: Unreached,
}

/// What is odd about a road.
#[derive(Clone, Debug, PartialEq)]
pub enum Odd {
    /// It has no length.
    Zero,
    /// Its length in kilometres, as it is written and as it is drawn.
    Length(f64, f64),
    /// Its speed limit.
    Speed(f64),
    /// A limit nobody would set: of weight, width or height.
    Limit(f64),
    /// It crosses another of its level and does not meet it: which, and where.
    Crosses(Named, Coord),
}

/// What the check found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Findings {
    /// Nodes and edges of the roads on land.
    pub nodes: usize,
    /// Its edges.
    pub edges: usize,
    /// The length of the roads on land, metres.
    pub length_m: f64,
    /// The length of the waterways, metres; they are no part of the rest.
    pub waterway_m: f64,
    /// The parts, the longest first.
    pub parts: Vec<Part>,
    /// How many roads end where nothing else is.
    pub dead_ends: usize,
    /// Those that probably should not.
    pub gaps: Vec<Gap>,
    /// Villages that cannot be reached.
    pub villages: Vec<Village>,
    /// Roads with something odd, by object.
    pub odd: Vec<(Named, Odd)>,
}

impl Findings {
    /// Whether nothing is wrong: the roads are one network and every village is on it.
    pub fn is_sound(&self) -> bool {
        self.parts.len() <= 1 && self.gaps.is_empty() && self.villages.is_empty() && self.odd.is_empty()
    }
}

/// Checks the roads of a world. A pass over all of them: belongs off the UI thread.
pub fn check(world: &World) -> Findings {
    let mut roads = Vec::new();
    let mut lengths = BTreeMap::new();
    if let Some(layer) = world.layer(ROAD) {
        let fields = RoadFields::of(layer.kind());
        let length = layer.kind().index("length_km");
        for object in layer.objects() {
            roads.extend(fields.read(object));
            if let Some(km) = length.and_then(|index| object.value(index).as_number()) {
                lengths.insert(object.uid, km);
            }
        }
    }
    let mut villages = Vec::new();
    if let Some(layer) = world.layer("village") {
        let name = layer.kind().index("name");
        let named = |object: &Object| Named {
            uid: object.uid,
            name: name.and_then(|at| object.value(at).as_text()).unwrap_or_default().to_owned(),
        };
        villages.extend(layer.objects().filter_map(|object| match &object.geometry {
            Some(Geometry::Point(point)) => Some((named(object), point.0)),
            _ => None,
        }));
    }
    check_roads(roads, &lengths, villages)
}

/// Checks roads: their lengths as written, kilometres by object, and the villages they should lead to.
pub fn check_roads(roads: Vec<Road>, lengths: &BTreeMap<Uid, f64>, villages: Vec<(Named, Coord)>) -> Findings {
    let (water, land): (Vec<Road>, Vec<Road>) = roads.into_iter().partition(|road| road.class == RoadClass::Waterway);
    let mut odd = Vec::new();
    values(&land, lengths, &mut odd);
    let graph = Graph::new(land);
    let near = Near::of(&graph);
    near.crossings(&graph, &mut odd);
    odd.sort_by_key(|(road, _)| road.uid);
    let of = graph.components();
    let parts = parts(&graph, &of);
    let (dead_ends, gaps) = gaps(&graph, &near);
    let first = parts.first().and_then(|(part, _)| *part);
    let unreached = |(village, at): (Named, Coord)| {
        let (metres, why) = match near.nearest(at, VILLAGE_M * 10.0, |_| true) {
            None => (None, Unreached::Far),
            Some((metres, _)) if metres > VILLAGE_M => (Some(metres), Unreached::Far),
            Some((metres, edge)) => {
                let node = graph.edges().get(edge).map_or(0, |edge| edge.from as usize);
                if of.get(node).copied() == first {
                    return None;
                }
                (Some(metres), Unreached::Island)
            }
        };
        Some(Village { village, metres, why })
    };
    Findings {
        nodes: graph.node_count(),
        edges: graph.edge_count(),
        length_m: graph.length_m(),
        waterway_m: water.iter().map(|road| length_m(&road.line.0)).sum(),
        villages: villages.into_iter().filter_map(unreached).collect(),
        parts: parts.into_iter().map(|(_, part)| part).collect(),
        dead_ends,
        gaps,
        odd,
    }
}

fn named(road: &Road) -> Named {
    Named { uid: road.uid, name: road.name.to_string() }
}

/// What is odd about the values of roads.
fn values(roads: &[Road], lengths: &BTreeMap<Uid, f64>, odd: &mut Vec<(Named, Odd)>) {
    let mut drawn = BTreeMap::<Uid, (f64, Named)>::new();
    for road in roads {
        let metres = length_m(&road.line.0);
        drawn.entry(road.uid).or_insert_with(|| (0.0, named(road))).0 += metres;
        if metres < 0.05 {
            odd.push((named(road), Odd::Zero));
        }
        if let Some(kmh) = road.speed_limit_kmh.filter(|kmh| *kmh > 130.0) {
            odd.push((named(road), Odd::Speed(kmh)));
        }
        let limits =
            [(road.limits.weight_t, 0.5, 200.0), (road.limits.width_m, 0.8, 60.0), (road.limits.height_m, 1.5, 20.0)];
        for (limit, least, most) in limits {
            if let Some(limit) = limit.filter(|limit| !(least..=most).contains(limit)) {
                odd.push((named(road), Odd::Limit(limit)));
            }
        }
    }
    for (uid, (metres, road)) in drawn {
        let Some(written) = lengths.get(&uid).map(|km| km * 1000.0) else { continue };
        if (written - metres).abs() > 200.0 && (written - metres).abs() > 0.1 * metres {
            odd.push((road, Odd::Length(written / 1000.0, metres / 1000.0)));
        }
    }
}

/// The parts that hang together, the longest first, each with its number.
fn parts(graph: &Graph, of: &[u32]) -> Vec<(Option<u32>, Part)> {
    let mut parts = BTreeMap::<u32, Part>::new();
    for edge in graph.edges() {
        let (Some(number), Some(at)) = (of.get(edge.from as usize), graph.nodes().get(edge.from as usize)) else {
            continue;
        };
        let part = parts.entry(*number).or_insert(Part { edges: 0, length_m: 0.0, at: *at });
        part.edges += 1;
        part.length_m += edge.length_m;
    }
    let mut parts: Vec<(Option<u32>, Part)> = parts.into_iter().map(|(number, part)| (Some(number), part)).collect();
    parts.sort_by(|a, b| b.1.length_m.total_cmp(&a.1.length_m).then(a.0.cmp(&b.0)));
    parts
}

/// How many dead ends there are, and those that nearly meet a road that they do not hang on anyway.
fn gaps(graph: &Graph, near: &Near) -> (usize, Vec<Gap>) {
    let mut gaps = Vec::new();
    let mut dead_ends = 0;
    for (node, at) in (0_u32..).zip(graph.nodes()) {
        let [arc] = graph.out(node) else { continue };
        dead_ends += 1;
        let Some(own) = graph.edges().get(arc.edge() as usize) else { continue };
        let Some(road) = graph.road(own) else { continue };
        // What it hangs on is near by, and no gap.
        let edge_of = |arc: &Arc| graph.edges().get(arc.edge() as usize);
        let beside: BTreeSet<u32> = graph.out(arc.head).iter().filter_map(edge_of).map(|edge| edge.road).collect();
        let apart = |edge: usize| {
            let other = graph.edges().get(edge);
            let level = other.and_then(|edge| graph.road(edge)).map(|road| road.level);
            // Nothing is meant to join a motorway or its ramps just anywhere.
            let joins = |road: &Road| !matches!(road.class, RoadClass::Motorway | RoadClass::Ramp);
            other.is_some_and(|edge| !beside.contains(&edge.road) && graph.road(edge).is_some_and(joins))
                && level == Some(road.level)
        };
        if let Some((metres, edge)) = near.nearest(*at, GAP_M, apart)
            && let Some(other) = graph.edges().get(edge).and_then(|edge| graph.road(edge))
        {
            gaps.push(Gap { road: named(road), other: named(other), at: *at, metres });
        }
    }
    (dead_ends, gaps)
}

/// The side of a cell, degrees.
const CELL: f64 = 0.004;

/// A stretch between two vertices: the place of its edge, and its ends.
type Stretch = (usize, Coord, Coord);

/// The stretches of the roads by cells of the map.
struct Near {
    cells: BTreeMap<(i64, i64), Vec<Stretch>>,
}

fn cell(at: Coord) -> (i64, i64) {
    ((at.x / CELL).floor() as i64, (at.y / CELL).floor() as i64)
}

/// How far a place is from a stretch, metres, on a plane that touches there.
fn away_m(at: Coord, (a, b): (Coord, Coord)) -> f64 {
    let (wide, high) = (111_320.0 * at.y.to_radians().cos(), 110_900.0);
    let ((ax, ay), (bx, by)) = (((a.x - at.x) * wide, (a.y - at.y) * high), ((b.x - at.x) * wide, (b.y - at.y) * high));
    let (dx, dy) = (bx - ax, by - ay);
    let long2 = dx * dx + dy * dy;
    let share = if long2 > 0.0 { (-(ax * dx + ay * dy) / long2).clamp(0.0, 1.0) } else { 0.0 };
    (ax + share * dx).hypot(ay + share * dy)
}

impl Near {
    fn of(graph: &Graph) -> Self {
        let mut cells = BTreeMap::<(i64, i64), Vec<Stretch>>::new();
        for (at, edge) in graph.edges().iter().enumerate() {
            let line = graph.line(edge);
            for (a, b) in line.iter().zip(line.iter().skip(1)) {
                let ((ax, ay), (bx, by)) = (cell(*a), cell(*b));
                for x in ax.min(bx)..=ax.max(bx) {
                    for y in ay.min(by)..=ay.max(by) {
                        cells.entry((x, y)).or_default().push((at, *a, *b));
                    }
                }
            }
        }
        Self { cells }
    }

    /// The nearest edge to a place of those that may be, and how far it is.
    fn nearest(&self, at: Coord, within_m: f64, may: impl Fn(usize) -> bool) -> Option<(f64, usize)> {
        let (x, y) = cell(at);
        // A cell is at least this wide anywhere roads are.
        let reach = (within_m / 200.0).ceil() as i64;
        let mut best: Option<(f64, usize)> = None;
        for ring in 0..=reach {
            for (dx, dy) in (-ring..=ring).flat_map(|dx| (-ring..=ring).map(move |dy| (dx, dy))) {
                if dx.abs().max(dy.abs()) != ring {
                    continue;
                }
                for (edge, a, b) in self.cells.get(&(x + dx, y + dy)).into_iter().flatten() {
                    let away = away_m(at, (*a, *b));
                    if away <= within_m && may(*edge) && best.is_none_or(|(least, _)| away < least) {
                        best = Some((away, *edge));
                    }
                }
            }
            if best.is_some_and(|(least, _)| least < 200.0 * ring as f64) {
                break;
            }
        }
        best
    }

    /// Where roads of one level cross and do not meet, each pair once.
    fn crossings(&self, graph: &Graph, odd: &mut Vec<(Named, Odd)>) {
        let road = |edge: usize| graph.edges().get(edge).and_then(|edge| graph.road(edge));
        let mut known = BTreeSet::new();
        for stretches in self.cells.values() {
            for (at, (first, a, b)) in stretches.iter().enumerate() {
                for (second, c, d) in stretches.iter().skip(at + 1) {
                    if first == second || a == c || a == d || b == c || b == d || !cross((*a, *b), (*c, *d)) {
                        continue;
                    }
                    let (Some(one), Some(other)) = (road(*first), road(*second)) else { continue };
                    let pair = (one.uid.min(other.uid), one.uid.max(other.uid));
                    if one.level == other.level && known.insert(pair) {
                        let middle = Coord { x: (a.x + b.x) / 2.0, y: (a.y + b.y) / 2.0 };
                        odd.push((named(one), Odd::Crosses(named(other), middle)));
                    }
                }
            }
        }
    }
}

fn cross(a: (Coord, Coord), b: (Coord, Coord)) -> bool {
    let side = |p: Coord, q: Coord, r: Coord| ((q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x)).signum();
    side(a.0, a.1, b.0) * side(a.0, a.1, b.1) < 0.0 && side(b.0, b.1, a.0) * side(b.0, b.1, a.1) < 0.0
}
