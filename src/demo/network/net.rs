//! Lines that grow into a network: where two ways meet they have a vertex in common.

use crate::demo::{
    network::{Signs, Span, Way},
    shape::{Spot, apart_m, bounds, cross, degrees, from_line_m, metres},
};

/// How many stretches of a line are looked at together.
const REACH: usize = 8;

/// A box of degrees: west, south, east, north.
pub(super) type Box4 = [f64; 4];

/// Metres as degrees, generously.
pub(super) fn grown([west, south, east, north]: Box4, by_m: f64) -> Box4 {
    let by = by_m / 90_000.0;
    [west - by, south - by, east + by, north + by]
}

pub(super) fn meets(one: &Box4, other: &Box4) -> bool {
    let ([west, south, east, north], [w, s, e, n]) = (one, other);
    west <= e && w <= east && south <= n && s <= north
}

/// The stretches of a line between its vertices.
pub(super) fn stretches(line: &[Spot]) -> impl Iterator<Item = (Spot, Spot)> + '_ {
    line.iter().copied().zip(line.iter().copied().skip(1))
}

/// Where two stretches that cross do.
pub(super) fn crossing(a: (Spot, Spot), b: (Spot, Spot)) -> Spot {
    let ((px, py), (rx, ry)) = (metres(a.0), metres(a.1));
    let ((qx, qy), (sx, sy)) = (metres(b.0), metres(b.1));
    let (dx, dy, ex, ey) = (rx - px, ry - py, sx - qx, sy - qy);
    let across = dx * ey - dy * ex;
    let share = if across == 0.0 { 0.0 } else { ((qx - px) * ey - (qy - py) * ex) / across };
    degrees((px + share * dx, py + share * dy))
}

/// A line with a vertex at a place on it; as it was when it has that vertex.
pub(super) fn with_vertex(line: &[Spot], spot: Spot) -> Vec<Spot> {
    if line.contains(&spot) {
        return line.to_vec();
    }
    let away = |(at, (a, b)): (usize, (Spot, Spot))| (from_line_m(spot, &[a, b]).0, at);
    let nearest = stretches(line).enumerate().map(away).min_by(|a, b| a.0.total_cmp(&b.0));
    let mut out = line.to_vec();
    if let Some((_, at)) = nearest {
        out.insert(at + 1, spot);
    }
    out
}

/// How far along a line each vertex is, metres.
pub(super) fn stations(line: &[Spot]) -> Vec<f64> {
    let mut gone = 0.0;
    let rest = stretches(line).map(|(a, b)| {
        gone += apart_m(a, b);
        gone
    });
    [0.0].into_iter().chain(rest.collect::<Vec<f64>>()).take(line.len()).collect()
}

/// Where a foot of a way is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Foot {
    pub way: usize,
    pub away_m: f64,
    pub spot: Spot,
}

/// The ways so far, to be found quickly.
#[derive(Debug, Default)]
pub(super) struct Net {
    pub ways: Vec<Way>,
    reaches: Vec<Vec<Box4>>,
}

fn reaches(line: &[Spot]) -> Vec<Box4> {
    let from = (0..line.len().saturating_sub(1)).step_by(REACH);
    from.map(|from| bounds(line.get(from..(from + REACH + 1).min(line.len())).unwrap_or_default())).collect()
}

impl Net {
    pub(super) fn put(&mut self, way: Way) -> usize {
        self.reaches.push(reaches(&way.line));
        self.ways.push(way);
        self.ways.len() - 1
    }

    /// The parts of ways that may touch a box: the way and the part of its line.
    pub(super) fn near<'a>(&'a self, area: &'a Box4) -> impl Iterator<Item = (usize, &'a Way, &'a [Spot])> + 'a {
        self.ways.iter().zip(&self.reaches).enumerate().flat_map(move |(at, (way, boxes))| {
            let hit = boxes.iter().enumerate().filter(move |(_, own)| meets(own, area));
            hit.map(move |(part, _)| {
                let from = part * REACH;
                (at, way, way.line.get(from..(from + REACH + 1).min(way.line.len())).unwrap_or_default())
            })
        })
    }

    /// Makes sure that a way has a vertex at a place on it.
    pub(super) fn vertex(&mut self, way: usize, spot: Spot) {
        if let (Some(way), Some(boxes)) = (self.ways.get_mut(way), self.reaches.get_mut(way)) {
            way.line = with_vertex(&way.line, spot);
            *boxes = reaches(&way.line);
        }
    }

    /// The vertex of a way nearest to a place, if it is that near; else the place.
    pub(super) fn snapped(&self, way: usize, spot: Spot, within_m: f64) -> Spot {
        let vertices = self.ways.get(way).map(|way| way.line.as_slice()).unwrap_or_default().iter();
        let near = vertices.map(|vertex| (apart_m(*vertex, spot), *vertex)).min_by(|a, b| a.0.total_cmp(&b.0));
        near.filter(|(away, _)| *away <= within_m).map_or(spot, |(_, vertex)| vertex)
    }

    /// Feet from a place to the ways that a road may join, one a part, nearest first.
    pub(super) fn feet(&self, spot: Spot, within_m: f64) -> Vec<Foot> {
        let area = grown([spot.0, spot.1, spot.0, spot.1], within_m);
        let foot = |(way, _, part): (usize, &Way, &[Spot])| {
            let (away_m, spot) = from_line_m(spot, part);
            Foot { way, away_m, spot }
        };
        let joinable = self.near(&area).filter(|(_, way, _)| way.joins());
        let mut feet: Vec<Foot> = joinable.map(foot).filter(|foot| foot.away_m <= within_m).collect();
        feet.sort_by(|a, b| a.away_m.total_cmp(&b.away_m).then(a.way.cmp(&b.way)));
        feet
    }

    /// Where a line crosses ways at the ground: which way and where, along the line. Where it has a vertex in
    /// common with a stretch it meets it, and that is no crossing.
    pub(super) fn crossed(&self, line: &[Spot]) -> Vec<(usize, Spot)> {
        let mut out = Vec::new();
        for (a, b) in stretches(line) {
            let area = bounds(&[a, b]);
            let mut here: Vec<(f64, usize, Spot)> = Vec::new();
            for (at, way, part) in self.near(&area).filter(|(_, way, _)| way.on_the_ground()) {
                for (c, d) in stretches(part) {
                    let met = a == c || a == d || b == c || b == d;
                    if !met && way.on_the_ground() && cross((a, b), (c, d)) {
                        let spot = crossing((a, b), (c, d));
                        here.push((apart_m(a, spot), at, spot));
                    }
                }
            }
            here.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            out.extend(here.into_iter().map(|(_, at, spot)| (at, spot)));
        }
        out
    }

    /// The places where a way meets another.
    pub(super) fn joints(&self, of: usize) -> Vec<Spot> {
        let Some(own) = self.ways.get(of) else { return Vec::new() };
        let area = bounds(&own.line);
        let mut joints: Vec<Spot> = Vec::new();
        for (_, _, part) in self.near(&area).filter(|(at, ..)| *at != of) {
            joints.extend(part.iter().filter(|spot| own.line.contains(spot)));
        }
        joints.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        joints.dedup();
        joints
    }

    /// Cuts a stretch out of a way, from and to so many metres along it: it becomes a way of its own with other
    /// signs, and what is before and after it stay ways of the old ones.
    pub(super) fn cut(&mut self, of: usize, from_m: f64, to_m: f64, (signs, span): (Signs, Span)) {
        let Some(way) = self.ways.get(of).cloned() else { return };
        let piece = |line: Vec<Spot>| Way { line, ..way.clone() };
        let [before, middle, after] = split(&way.line, from_m, to_m);
        if middle.len() < 2 {
            return;
        }
        let mut rest = [before, after].into_iter().filter(|line| line.len() > 1);
        let spanned = Way { signs, span: Some(span), ..piece(middle) };
        let first = rest.next().map_or_else(|| spanned.clone(), piece);
        let whole = first.span.is_some();
        if let (Some(slot), Some(boxes)) = (self.ways.get_mut(of), self.reaches.get_mut(of)) {
            *boxes = reaches(&first.line);
            *slot = first;
        }
        if !whole {
            self.put(spanned);
        }
        if let Some(line) = rest.next() {
            self.put(piece(line));
        }
    }
}

/// Nothing shorter is left over beside a cut, metres.
const LEAST_M: f64 = 4.0;

/// A line in three: before, between and after two distances along it. Each ends where the next begins.
pub(super) fn split(line: &[Spot], from_m: f64, to_m: f64) -> [Vec<Spot>; 3] {
    let stations = stations(line);
    let whole = stations.last().copied().unwrap_or(0.0);
    // Where a vertex is near it is taken.
    let fit = |at: f64| {
        let near = stations.iter().copied().min_by(|a, b| (a - at).abs().total_cmp(&(b - at).abs()));
        near.filter(|near| (near - at).abs() < LEAST_M).unwrap_or(at).clamp(0.0, whole)
    };
    let (from, to) = (fit(from_m), fit(to_m));
    let place = |at: f64| {
        let before = stations.iter().rposition(|station| *station <= at).unwrap_or(0);
        let (a, b) = (line.get(before).copied(), line.get(before + 1).copied());
        let (start, end) = (stations.get(before).copied(), stations.get(before + 1).copied());
        match (a, b, start, end) {
            (Some(a), Some(b), Some(start), Some(end)) if at > start => {
                crate::demo::shape::between(a, b, (at - start) / (end - start).max(1e-9))
            }
            (Some(a), ..) => a,
            _ => (0.0, 0.0),
        }
    };
    let (cut, end) = (place(from), place(to));
    let within = |low: f64, high: f64| {
        let inner = stations.iter().zip(line).filter(move |(at, _)| **at > low && **at < high);
        inner.map(|(_, spot)| *spot).collect::<Vec<Spot>>()
    };
    let mut before: Vec<Spot> = line.first().copied().into_iter().chain(within(0.0, from)).chain([cut]).collect();
    let mut middle: Vec<Spot> = [cut].into_iter().chain(within(from, to)).chain([end]).collect();
    let last = line.last().copied().into_iter();
    let mut after: Vec<Spot> = [end].into_iter().chain(within(to, whole)).chain(last).collect();
    for part in [&mut before, &mut middle, &mut after] {
        part.dedup();
    }
    [before, middle, after]
}
