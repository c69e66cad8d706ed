//! Which roads a closure lies on, crosses or covers, and where.

use geo::Intersects as _;
use geo_types::{Coord, Geometry, LineString, MultiPolygon, Point};

use crate::domain::{
    network::{Closure, Cut, Cuts, Graph, Road, RoadClass, Segments, Snap, length_m},
    place::{Position, bounds, middle_of},
};

/// A closure at a point closes the nearest road within so many metres.
pub const ROAD_WITHIN_M: f64 = 150.0;
/// Roads that lie within this of the nearest one are closed with it: at a junction all that meet there.
const TOGETHER_M: f64 = 1.0;
/// A line closes what it lies on, give or take so many metres.
const ALONG_M: f64 = 5.0;
/// A road that only touches the end of a closed stretch goes on there.
const END_M: f64 = 0.5;
/// Metres in a degree of latitude, near enough for these tolerances.
const DEGREE_M: f64 = 111_000.0;

/// Where closures cut a network, and which of them touch no road (their places among those given).
pub fn cuts(graph: &Graph, segments: &Segments, closures: &[Closure]) -> (Cuts, Vec<usize>) {
    let mut cuts = Cuts::default();
    let mut idle = Vec::new();
    for (at, closure) in closures.iter().enumerate() {
        let found = of_closure(graph, segments, closure);
        if found.is_empty() {
            idle.push(at);
        }
        for (edge, from_m, to_m) in found {
            cuts.add(edge, Cut { from_m, to_m, closure: at as u32 });
        }
    }
    cuts.sort();
    (cuts, idle)
}

/// An edge, and from where to where along it, metres.
type Stretch = (u32, f64, f64);

fn of_closure(graph: &Graph, segments: &Segments, closure: &Closure) -> Vec<Stretch> {
    let lines: Vec<&LineString> = match &closure.shape {
        Geometry::LineString(line) => vec![line],
        Geometry::MultiLineString(lines) => lines.iter().collect(),
        Geometry::Polygon(area) => {
            return meant(graph, closure, covered(graph, segments, &MultiPolygon::new(vec![area.clone()])));
        }
        Geometry::MultiPolygon(areas) => return meant(graph, closure, covered(graph, segments, areas)),
        _ => Vec::new(),
    };
    let on: Vec<Stretch> = lines.into_iter().flat_map(|line| along(graph, segments, line)).collect();
    let on = meant(graph, closure, on);
    if on.is_empty() { at_point(graph, segments, closure) } else { on }
}

/// Those on the roads that the closure names, where it names any of them; boats' ways only where the closure says
/// that it is for boats: they come where roads are under water.
fn meant(graph: &Graph, closure: &Closure, found: Vec<Stretch>) -> Vec<Stretch> {
    let road = |stretch: &Stretch| graph.edges().get(stretch.0 as usize).and_then(|edge| graph.road(edge));
    let kept = |keep: &dyn Fn(&Road) -> bool| -> Vec<Stretch> {
        found.iter().filter(|stretch| road(stretch).is_some_and(keep)).copied().collect()
    };
    let barred: Vec<&str> = closure.closed_for.split(',').map(str::trim).collect();
    let (boats, only_boats) = (barred.contains(&"boat"), barred == ["boat"]);
    let named = kept(&|road| is_named(road, &closure.roads));
    if !named.is_empty() {
        return named;
    }
    kept(&|road| if road.class == RoadClass::Waterway { boats } else { !only_boats })
}

fn is_named(road: &Road, names: &str) -> bool {
    let own = [&road.name, &road.number, &road.structure];
    let mut names = names.split(['、', ',', '，', ';', '；']).map(str::trim).filter(|name| !name.is_empty());
    names.any(|name| own.iter().any(|own| own.as_ref() == name))
}

fn at_point(graph: &Graph, segments: &Segments, closure: &Closure) -> Vec<Stretch> {
    let Some(at) = middle_of(&closure.shape) else { return Vec::new() };
    let near = segments.within(graph, at, ROAD_WITHIN_M);
    let found = meant(graph, closure, near.iter().map(|snap| (snap.edge, snap.along_m, snap.access_m)).collect());
    let nearest = found.iter().map(|(.., access_m)| *access_m).fold(f64::INFINITY, f64::min);
    let together = found.into_iter().filter(|(.., access_m)| *access_m <= nearest + TOGETHER_M);
    together.map(|(edge, along_m, _)| (edge, along_m, along_m)).collect()
}

/// What lies inside areas, edges included.
fn covered(graph: &Graph, segments: &Segments, areas: &MultiPolygon) -> Vec<Stretch> {
    let Some(bounds) = bounds(&Geometry::MultiPolygon(areas.clone())) else { return Vec::new() };
    let (low, high) = (bounds.min(), bounds.max());
    let mut found = Vec::new();
    for edge in segments.in_box([low.x, low.y, high.x, high.y]) {
        let inside = |a: Coord, b: Coord| inside(areas, a, b);
        found.extend(stretches(graph, edge, inside).into_iter().map(|(from_m, to_m)| (edge, from_m, to_m)));
    }
    found
}

/// The shares of a segment that lie inside areas.
fn inside(areas: &MultiPolygon, a: Coord, b: Coord) -> Vec<[f64; 2]> {
    let mut at = vec![0.0, 1.0];
    let rings = areas.iter().flat_map(|area| std::iter::once(area.exterior()).chain(area.interiors()));
    for side in rings.flat_map(LineString::lines) {
        at.extend(crossing([a, b], [side.start, side.end]));
    }
    at.sort_by(f64::total_cmp);
    let place = |share: f64| Point::new(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share);
    let mut found = Vec::new();
    for pair in at.windows(2) {
        let [from, to] = *pair else { continue };
        if areas.intersects(&place(from.midpoint(to))) {
            found.push([from, to]);
        }
    }
    // An area may touch a road without holding any of it.
    found.extend(at.iter().filter(|share| areas.intersects(&place(**share))).map(|share| [*share, *share]));
    found
}

/// How far along the first segment the second crosses it, 0 to 1; `None` when it does not, or runs along it.
fn crossing([a, b]: [Coord; 2], [c, d]: [Coord; 2]) -> Option<f64> {
    let (r, s, q) = (b - a, d - c, c - a);
    let cross = r.x * s.y - r.y * s.x;
    if cross == 0.0 {
        return None;
    }
    let (along, over) = ((q.x * s.y - q.y * s.x) / cross, (q.x * r.y - q.y * r.x) / cross);
    ((0.0..=1.0).contains(&along) && (0.0..=1.0).contains(&over)).then_some(along)
}

/// The stretches of an edge, metres along it, of which `shares` tells the shares of each segment; what touches is
/// one.
fn stretches(graph: &Graph, edge: u32, shares: impl Fn(Coord, Coord) -> Vec<[f64; 2]>) -> Vec<(f64, f64)> {
    let Some(found) = graph.edges().get(edge as usize) else { return Vec::new() };
    let mut all: Vec<(f64, f64)> = Vec::new();
    let mut before = 0.0;
    for pair in graph.line(found).windows(2) {
        let [a, b] = *pair else { continue };
        let length = length_m(pair);
        all.extend(shares(a, b).into_iter().map(|[from, to]| (before + from * length, before + to * length)));
        before += length;
    }
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut merged: Vec<(f64, f64)> = Vec::new();
    for (from, to) in all {
        match merged.last_mut() {
            Some(last) if from <= last.1 + 1e-6 => last.1 = last.1.max(to),
            _ => merged.push((from, to)),
        }
    }
    // What is computed falls a hair short of the edge's own length.
    let whole = found.length_m;
    merged.iter_mut().for_each(|stretch| stretch.1 = if stretch.1 > whole - 1e-6 { whole } else { stretch.1 });
    merged
}

/// What lies along a line, or is crossed by it; not what only begins where it ends.
fn along(graph: &Graph, segments: &Segments, line: &LineString) -> Vec<Stretch> {
    let Some(bounds) = bounds(&Geometry::LineString(line.clone())) else { return Vec::new() };
    let (low, high) = (bounds.min(), bounds.max());
    let plane = Plane::at(bounds.center());
    let (wide, tall) = (2.0 * ALONG_M / (DEGREE_M * plane.narrow), 2.0 * ALONG_M / DEGREE_M);
    let sides: Vec<[[f64; 2]; 2]> = line.lines().map(|side| [side.start, side.end].map(|at| plane.of(at))).collect();
    let ends: Vec<[f64; 2]> = [line.0.first(), line.0.last()].into_iter().flatten().map(|at| plane.of(*at)).collect();
    let mut found = Vec::new();
    for edge in segments.in_box([low.x - wide, low.y - tall, high.x + wide, high.y + tall]) {
        let shares = |a: Coord, b: Coord| -> Vec<[f64; 2]> {
            sides.iter().filter_map(|side| beside([plane.of(a), plane.of(b)], *side)).collect()
        };
        for (from_m, to_m) in stretches(graph, edge, shares) {
            if !only_touches(graph, edge, (from_m, to_m), &plane, line, &ends) {
                found.push((edge, from_m, to_m));
            }
        }
    }
    found
}

/// Whether a stretch of an edge is near nothing of a line but one of its ends, and does not cross it.
fn only_touches(
    graph: &Graph,
    edge: u32,
    (from_m, to_m): (f64, f64),
    plane: &Plane,
    line: &LineString,
    ends: &[[f64; 2]],
) -> bool {
    let Some(found) = graph.edges().get(edge as usize) else { return true };
    let place = |along_m| crate::domain::network::place_at(graph, found, along_m).map(|at| plane.of(at));
    let near_an_end = ends.iter().any(|end| {
        [from_m, to_m].into_iter().all(|along| place(along).is_some_and(|at| apart(at, *end) <= 1.5 * ALONG_M))
    });
    if !near_an_end {
        return false;
    }
    let crosses = graph.line(found).windows(2).any(|pair| {
        let [a, b] = *pair else { return false };
        line.lines().any(|side| {
            let share = crossing([a, b], [side.start, side.end]);
            let at = share.map(|share| plane.of(Coord { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share }));
            at.is_some_and(|at| ends.iter().all(|end| apart(at, *end) > END_M))
        })
    });
    !crosses
}

/// A plane in metres that is right near its middle.
struct Plane {
    middle: Coord,
    narrow: f64,
}

impl Plane {
    fn at(middle: Coord) -> Self {
        Self { middle, narrow: middle.y.to_radians().cos().max(0.01) }
    }

    fn of(&self, at: Coord) -> [f64; 2] {
        [(at.x - self.middle.x) * DEGREE_M * self.narrow, (at.y - self.middle.y) * DEGREE_M]
    }
}

fn apart(a: [f64; 2], b: [f64; 2]) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

/// The share of a segment that lies within [`ALONG_M`] of another: one interval, for what is near a segment is
/// convex; so is the distance along it, which a search by thirds finds the least of.
fn beside([a, b]: [[f64; 2]; 2], side: [[f64; 2]; 2]) -> Option<[f64; 2]> {
    let off = |share: f64| from_segment([a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share], side);
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let (first, second) = (low + (high - low) / 3.0, high - (high - low) / 3.0);
        if off(first) <= off(second) { high = second } else { low = first }
    }
    let nearest = low.midpoint(high);
    if off(nearest) > ALONG_M {
        return None;
    }
    let until = |mut inside: f64, mut outside: f64| {
        if off(outside) <= ALONG_M {
            return outside;
        }
        for _ in 0..40 {
            let middle = inside.midpoint(outside);
            if off(middle) <= ALONG_M { inside = middle } else { outside = middle }
        }
        inside
    };
    Some([until(nearest, 0.0), until(nearest, 1.0)])
}

fn from_segment(at: [f64; 2], [c, d]: [[f64; 2]; 2]) -> f64 {
    let (dx, dy) = (d[0] - c[0], d[1] - c[1]);
    let square = dx * dx + dy * dy;
    let share = if square > 0.0 { ((at[0] - c[0]) * dx + (at[1] - c[1]) * dy) / square } else { 0.0 };
    let share = share.clamp(0.0, 1.0);
    apart(at, [c[0] + dx * share, c[1] + dy * share])
}

/// The names of the roads that a closure at a place would close, joined by `、`: of each its bridge or tunnel, else its
/// name, else its number. `None` where one of them has no name: then none is to be named.
pub fn road_near(graph: &Graph, segments: &Segments, at: Position) -> Option<String> {
    let road = |snap: &Snap| {
        let road = graph.road(graph.edges().get(snap.edge as usize)?)?;
        (road.class != RoadClass::Waterway).then_some((snap.access_m, road))
    };
    let near: Vec<(f64, &Road)> = segments.within(graph, at, ROAD_WITHIN_M).iter().filter_map(road).collect();
    let nearest = near.first()?.0;
    let mut names: Vec<&str> = Vec::new();
    for (_, road) in near.iter().filter(|(access_m, _)| *access_m <= nearest + TOGETHER_M) {
        let name = [&road.structure, &road.name, &road.number].into_iter().find(|name| !name.is_empty())?;
        if !names.contains(&name.as_ref()) {
            names.push(name);
        }
    }
    Some(names.join("、"))
}
