//! Who reaches a place first, going round rather than over hills and rather not across the river: borders that run
//! along ridges and banks, shared exactly by both sides.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, BinaryHeap},
};

use crate::demo::terrain::{contour::thinned, grid::Grid};

/// Belongs to nobody: beyond the grid.
const NOBODY: usize = usize::MAX;

/// A corner of the lattice of cells.
type Corner = (usize, usize);

/// A place on the plane, metres.
type Place = (f64, f64);

/// By corner: where one can go on to, and who is left and right on that way.
type Ways = BTreeMap<Corner, Vec<(Corner, (usize, usize))>>;

/// A stretch of border between two corners where several meet, and who is on its left and right.
#[derive(Debug)]
struct Stretch {
    ends: (Corner, Corner),
    sides: (usize, usize),
    line: Vec<Place>,
}

/// Whose each cell is. `sites`: where each starts, and by how much it is ahead; `toil`: how hard a cell is to cross;
/// `climb`: the ground.
pub(super) fn claimed(climb: &Grid, toil: &Grid, sites: &[(Place, f64)]) -> Vec<usize> {
    let mut owners = vec![NOBODY; climb.values.len()];
    let head_start = sites.iter().map(|(_, ahead)| *ahead).fold(0.0, f64::max);
    let mut open = BinaryHeap::new();
    for (owner, (place, ahead)) in sites.iter().enumerate() {
        open.extend(climb.cell(*place).map(|cell| Reverse(((head_start - ahead) as u64, owner, cell))));
    }
    while let Some(Reverse((spent, owner, cell))) = open.pop() {
        match owners.get_mut(cell) {
            Some(slot) if *slot == NOBODY => *slot = owner,
            _ => continue,
        }
        for (next, far) in climb.around(cell) {
            if owners.get(next) == Some(&NOBODY) {
                let way_m = far * climb.cell_m;
                let up = (climb.value(next) - climb.value(cell)).max(0.0);
                let toil = (toil.value(cell) + toil.value(next)) / 2.0;
                open.push(Reverse((spent + ((way_m + 9.0 * up) * toil) as u64, owner, next)));
            }
        }
    }
    owners
}

/// The rings around what each of so many owners has, smoothed; two neighbours share each stretch point by point.
pub(super) fn rings(grid: &Grid, owners: &[usize], count: usize) -> Vec<Vec<Vec<Place>>> {
    let stretches = stretches(grid, owners);
    (0..count).map(|owner| rings_of(&stretches, owner)).collect()
}

fn rings_of(stretches: &[Stretch], owner: usize) -> Vec<Vec<Place>> {
    let mut open: BTreeMap<Corner, Vec<(Corner, Vec<Place>)>> = BTreeMap::new();
    for stretch in stretches {
        let (from, to) = stretch.ends;
        if stretch.sides.0 == owner {
            open.entry(from).or_default().push((to, stretch.line.clone()));
        }
        if stretch.sides.1 == owner {
            let back = stretch.line.iter().rev().copied().collect();
            open.entry(to).or_default().push((from, back));
        }
    }
    let mut rings = Vec::new();
    while let Some(start) = open.iter().find(|(_, ways)| !ways.is_empty()).map(|(corner, _)| *corner) {
        let (mut ring, mut at) = (Vec::new(), start);
        while let Some((to, line)) = open.get_mut(&at).and_then(Vec::pop) {
            ring.extend(line);
            at = to;
            if at == start {
                break;
            }
        }
        ring.dedup();
        rings.push(ring);
    }
    rings
}

fn owner(grid: &Grid, owners: &[usize], x: isize, y: isize) -> usize {
    let on = (0..grid.wide as isize).contains(&x) && (0..grid.high as isize).contains(&y);
    if on { owners.get(y as usize * grid.wide + x as usize).copied().unwrap_or(NOBODY) } else { NOBODY }
}

/// The border's unit edges.
fn edges(grid: &Grid, owners: &[usize]) -> Ways {
    let mut edges = Ways::new();
    let mut put = |from: Corner, to: Corner, left: usize, right: usize| {
        if left != right {
            edges.entry(from).or_default().push((to, (left, right)));
            edges.entry(to).or_default().push((from, (right, left)));
        }
    };
    for y in 0..=grid.high {
        for x in 0..=grid.wide {
            let (cx, cy) = (x as isize, y as isize);
            if x < grid.wide {
                put((x, y), (x + 1, y), owner(grid, owners, cx, cy), owner(grid, owners, cx, cy - 1));
            }
            if y < grid.high {
                put((x, y), (x, y + 1), owner(grid, owners, cx - 1, cy), owner(grid, owners, cx, cy));
            }
        }
    }
    edges
}

fn stretches(grid: &Grid, owners: &[usize]) -> Vec<Stretch> {
    let edges = edges(grid, owners);
    let knots: BTreeSet<Corner> = edges.iter().filter(|(_, ways)| ways.len() != 2).map(|(corner, _)| *corner).collect();
    let mut walked: BTreeSet<(Corner, Corner)> = BTreeSet::new();
    let mut stretches = Vec::new();
    // A border with no knot at all is a loop: it may start anywhere.
    for start in knots.iter().chain(edges.keys()) {
        for (first, sides) in edges.get(start).into_iter().flatten() {
            if walked.contains(&(*start, *first)) {
                continue;
            }
            let mut corners = vec![*start, *first];
            let (mut from, mut at) = (*start, *first);
            while !knots.contains(&at) && at != *start {
                let ways = edges.get(&at).into_iter().flatten();
                let Some((next, _)) = ways.into_iter().find(|(to, _)| *to != from) else { break };
                (from, at) = (at, *next);
                corners.push(at);
            }
            for (a, b) in corners.iter().zip(corners.iter().skip(1)) {
                walked.extend([(*a, *b), (*b, *a)]);
            }
            stretches.push(Stretch { ends: (*start, at), sides: *sides, line: smoothed(grid, &corners) });
        }
    }
    stretches
}

/// The stairs along cells made a line.
fn smoothed(grid: &Grid, corners: &[Corner]) -> Vec<Place> {
    let place = |(x, y): &Corner| {
        (grid.corner.0 + (*x as f64 - 0.5) * grid.cell_m, grid.corner.1 + (*y as f64 - 0.5) * grid.cell_m)
    };
    let mut line: Vec<Place> = corners.iter().map(place).collect();
    for _ in 0..6 {
        let mut next: Vec<Place> = line.first().copied().into_iter().collect();
        next.extend(line.windows(3).filter_map(|three| match three {
            [a, b, c] => Some(((a.0 + 2.0 * b.0 + c.0) / 4.0, (a.1 + 2.0 * b.1 + c.1) / 4.0)),
            _ => None,
        }));
        next.extend(line.last().copied());
        line = next;
    }
    rounded(&rounded(&thinned(&line, 30.0)))
}

fn rounded(line: &[Place]) -> Vec<Place> {
    let mut out: Vec<Place> = line.first().copied().into_iter().collect();
    for ((ax, ay), (bx, by)) in line.iter().zip(line.iter().skip(1)) {
        let at = |share: f64| (ax + share * (bx - ax), ay + share * (by - ay));
        out.extend([at(0.25), at(0.75)]);
    }
    out.extend(line.last());
    out
}
