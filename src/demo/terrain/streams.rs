//! The streams of the model: where enough water comes together, down to the river it ends in.

use std::{collections::BTreeMap, sync::LazyLock};

use crate::demo::{
    outline::TYPED,
    shape::{Spot, degrees, from_line_m, inside, length_km, rounded},
    terrain::{CELL_M, TERRAIN, contour::thinned},
    water::RIVERS,
};

/// A stream needs this much land above it, km2.
const SOURCE_KM2: f64 = 3.2;

/// Shorter ones are not drawn, km.
const SHORTEST_KM: f64 = 2.2;

/// A stream of the model.
#[derive(Clone, Debug)]
pub(in crate::demo) struct Stream {
    /// Downstream.
    pub line: Vec<Spot>,
    /// At its mouth.
    pub width_m: f64,
    /// The named river it ends in at last.
    pub into: &'static str,
}

/// The streams of the district, the longest first where they meet.
pub(in crate::demo) static STREAMS: LazyLock<Vec<Stream>> = LazyLock::new(|| {
    let mut drawn: BTreeMap<usize, (Spot, &'static str)> = BTreeMap::new();
    sources().into_iter().filter_map(|source| stream(source, &mut drawn)).collect()
});

fn km2(at: usize) -> f64 {
    TERRAIN.flow.cells.get(at).copied().unwrap_or(0.0) * CELL_M * CELL_M / 1e6
}

/// Cells of the district where a stream begins, the one with the longest way before it first.
fn sources() -> Vec<usize> {
    let (ground, flow) = (&TERRAIN.ground, &TERRAIN.flow);
    let mut fed = vec![false; ground.values.len()];
    for (at, to) in flow.below.iter().enumerate().filter(|(at, _)| km2(*at) >= SOURCE_KM2) {
        if let (true, Some(slot)) = (*to != at, fed.get_mut(*to)) {
            *slot = true;
        }
    }
    // How many cells there are down to the river.
    let mut far = vec![0_usize; ground.values.len()];
    for at in &flow.order {
        let to = flow.below.get(*at).copied().unwrap_or(*at);
        let steps = if to == *at { 0 } else { far.get(to).copied().unwrap_or(0) + 1 };
        if let Some(slot) = far.get_mut(*at) {
            *slot = steps;
        }
    }
    let starts = |at: &usize| {
        km2(*at) >= SOURCE_KM2 && fed.get(*at) == Some(&false) && inside(&TYPED, degrees(ground.place(*at)))
    };
    let mut sources: Vec<usize> = (0..ground.values.len()).filter(starts).collect();
    sources.sort_by_key(|at| (std::cmp::Reverse(far.get(*at).copied().unwrap_or(0)), *at));
    sources
}

/// The stream from a source down to a river or to a stream drawn before; `None` when it is too short or leaves the
/// district.
fn stream(source: usize, drawn: &mut BTreeMap<usize, (Spot, &'static str)>) -> Option<Stream> {
    let (ground, flow) = (&TERRAIN.ground, &TERRAIN.flow);
    let (mut cells, mut at) = (vec![source], source);
    let mouth = loop {
        let to = flow.below.get(at).copied().unwrap_or(at);
        let spot = degrees(ground.place(to));
        if let Some(mouth) = drawn.get(&to) {
            break *mouth;
        }
        let by_distance = |river: &&crate::demo::water::River| (from_line_m(spot, &river.line), river.name);
        if flow.below.get(to) == Some(&to) {
            let near = RIVERS.iter().collect::<Vec<_>>();
            let ((away, foot), name) = near.iter().map(by_distance).min_by(|a, b| a.0.0.total_cmp(&b.0.0))?;
            if away > CELL_M {
                return None;
            }
            break (foot, name);
        }
        if !inside(&TYPED, spot) {
            return None;
        }
        cells.push(to);
        at = to;
    };
    let mut line: Vec<(f64, f64)> = cells.iter().map(|cell| ground.place(*cell)).collect();
    line.push(crate::demo::shape::metres(mouth.0));
    for _ in 0..3 {
        let middle = line.windows(3).filter_map(|three| match three {
            [a, b, c] => Some(((a.0 + 2.0 * b.0 + c.0) / 4.0, (a.1 + 2.0 * b.1 + c.1) / 4.0)),
            _ => None,
        });
        line = line.first().copied().into_iter().chain(middle).chain(line.last().copied()).collect();
    }
    // Later streams join where the line is, not where the cell was.
    let spots: Vec<Spot> = line.iter().copied().map(degrees).collect();
    let line = rounded(thinned(&line, 25.0).into_iter().map(degrees).collect(), 2);
    if length_km(&line) < SHORTEST_KM {
        return None;
    }
    for (cell, spot) in cells.iter().zip(&spots) {
        drawn.insert(*cell, (from_line_m(*spot, &line).1, mouth.1));
    }
    let width_m = (2.5 + 1.3 * km2(at).sqrt()).min(14.0);
    Some(Stream { line, width_m: (width_m * 10.0).round() / 10.0, into: mouth.1 })
}
