//! Areas of a grid above a height, with smooth edges.

use std::collections::BTreeMap;

use crate::demo::terrain::grid::Grid;

/// An edge of the lattice between two cells: its lower left cell, and whether it goes up.
type Edge = (isize, isize, bool);

/// A place on the plane, metres.
type Place = (f64, f64);

/// An area: its outer ring and its holes, each closed, metres.
pub(super) type Rings = Vec<Vec<Place>>;

/// The areas where a grid is at least `limit`. Beyond the rim it counts as lower. What is smaller than `least_m2` is
/// left out, be it hill or hollow; edges may stray `stray_m` from the exact line.
pub(super) fn above(grid: &Grid, limit: f64, least_m2: f64, stray_m: f64) -> Vec<Rings> {
    let mut ways: BTreeMap<Edge, Edge> = BTreeMap::new();
    for y in -1..grid.high as isize {
        for x in -1..grid.wide as isize {
            cross(grid, limit, (x, y), &mut ways);
        }
    }
    let mut rings: Vec<(f64, Vec<Place>)> = Vec::new();
    while let Some((start, mut to)) = ways.pop_first() {
        let mut ring = vec![crossing(grid, limit, start)];
        while to != start {
            ring.push(crossing(grid, limit, to));
            let Some(next) = ways.remove(&to) else { break };
            to = next;
        }
        ring.extend(ring.first().copied());
        let ring = thinned(&rounded(&ring), stray_m);
        let size = twice_area(&ring) / 2.0;
        if ring.len() > 4 && size.abs() >= least_m2 {
            rings.push((size, ring));
        }
    }
    nested(rings)
}

fn raised(grid: &Grid, (x, y): (isize, isize)) -> f64 {
    let on = (0..grid.wide as isize).contains(&x) && (0..grid.high as isize).contains(&y);
    if on { grid.at(x, y) } else { f64::NEG_INFINITY }
}

/// The edge's way through one square of four cells: from where it goes out, counter-clockwise, to where it came in.
fn cross(grid: &Grid, limit: f64, (x, y): (isize, isize), ways: &mut BTreeMap<Edge, Edge>) {
    let corners = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)];
    let edges = [(x, y, false), (x + 1, y, true), (x, y + 1, false), (x, y, true)];
    let heights = corners.map(|corner| raised(grid, corner));
    let high = heights.map(|height| height >= limit);
    if high.iter().all(|is| *is) || !high.iter().any(|is| *is) {
        return;
    }
    let (mut outs, mut ins) = (Vec::new(), Vec::new());
    for ((from, to), edge) in high.iter().zip(high.iter().cycle().skip(1)).zip(edges) {
        match (from, to) {
            (true, false) => outs.push(edge),
            (false, true) => ins.push(edge),
            _ => {}
        }
    }
    // On a saddle the two corners are joined when its middle is high.
    let joined = heights.iter().sum::<f64>() / 4.0 >= limit;
    if outs.len() == 2 && (high.first() == Some(&true)) != joined {
        ins.reverse();
    }
    for (out, back) in outs.into_iter().zip(ins) {
        ways.insert(out, back);
    }
}

fn crossing(grid: &Grid, limit: f64, (x, y, up): Edge) -> Place {
    let other = if up { (x, y + 1) } else { (x + 1, y) };
    let (from, to) = (raised(grid, (x, y)), raised(grid, other));
    // Beyond the rim the edge runs along the rim itself.
    let share = match (from.is_finite(), to.is_finite()) {
        (true, true) if to != from => ((limit - from) / (to - from)).clamp(0.02, 0.98),
        (false, _) => 1.0,
        _ => 0.0,
    };
    let (east, north) = if up { (0.0, share) } else { (share, 0.0) };
    (grid.corner.0 + (x as f64 + east) * grid.cell_m, grid.corner.1 + (y as f64 + north) * grid.cell_m)
}

/// A closed ring with its corners cut once.
fn rounded(ring: &[Place]) -> Vec<Place> {
    let mut out = Vec::with_capacity(ring.len() * 2);
    for ((ax, ay), (bx, by)) in ring.iter().zip(ring.iter().skip(1)) {
        let at = |share: f64| (ax + share * (bx - ax), ay + share * (by - ay));
        out.extend([at(0.25), at(0.75)]);
    }
    out.extend(out.first().copied());
    out
}

/// A line without the points that lie within so many metres of the line without them (Douglas and Peucker).
pub(super) fn thinned(line: &[Place], stray_m: f64) -> Vec<Place> {
    let mut keep = vec![false; line.len()];
    let last = line.len().saturating_sub(1);
    // A ring has no chord of its own: it is halved first.
    let mut open = vec![(0, last / 2), (last / 2, last)];
    for end in [0, last / 2, last] {
        if let Some(slot) = keep.get_mut(end) {
            *slot = true;
        }
    }
    while let Some((from, to)) = open.pop() {
        let (Some(a), Some(b)) = (line.get(from), line.get(to)) else { continue };
        let inner = line.iter().enumerate().take(to).skip(from + 1);
        let far =
            inner.map(|(at, place)| (off(*place, *a, *b), at)).fold((0.0, from), |m, n| if n.0 > m.0 { n } else { m });
        if far.0 > stray_m {
            if let Some(slot) = keep.get_mut(far.1) {
                *slot = true;
            }
            open.extend([(from, far.1), (far.1, to)]);
        }
    }
    line.iter().zip(keep).filter_map(|(place, keep)| keep.then_some(*place)).collect()
}

/// How far a place is from a segment.
fn off((px, py): Place, (ax, ay): Place, (bx, by): Place) -> f64 {
    let (dx, dy) = (bx - ax, by - ay);
    let long2 = dx * dx + dy * dy;
    let along = if long2 > 0.0 { (((px - ax) * dx + (py - ay) * dy) / long2).clamp(0.0, 1.0) } else { 0.0 };
    let (x, y) = (ax + along * dx - px, ay + along * dy - py);
    (x * x + y * y).sqrt()
}

fn twice_area(ring: &[Place]) -> f64 {
    ring.iter().zip(ring.iter().skip(1)).map(|((ax, ay), (bx, by))| ax * by - bx * ay).sum()
}

/// Holes put into the smallest area around them.
fn nested(rings: Vec<(f64, Vec<Place>)>) -> Vec<Rings> {
    let (outer, holes): (Vec<_>, Vec<_>) = rings.into_iter().partition(|(size, _)| *size > 0.0);
    let mut areas: Vec<(f64, Rings)> = outer.into_iter().map(|(size, ring)| (size, vec![ring])).collect();
    areas.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (_, hole) in holes {
        let Some(place) = hole.first().copied() else { continue };
        let around = |rings: &Rings| rings.first().is_some_and(|ring| crate::demo::shape::inside(ring, place));
        if let Some((_, rings)) = areas.iter_mut().find(|(_, rings)| around(rings)) {
            rings.push(hole);
        }
    }
    areas.into_iter().map(|(_, rings)| rings).collect()
}
