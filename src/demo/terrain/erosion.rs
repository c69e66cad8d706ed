//! Mountains as rain makes them: ground that rises is cut down by what flows over it, until both are in balance.
//! Ridges and valleys then branch as real ones do.

use crate::demo::terrain::grid::Grid;

/// How steep ground may be before it slides.
const STEEPEST: f64 = 0.55;

/// Where every cell's water goes.
#[derive(Clone, Debug, Default)]
pub(super) struct Flow {
    /// The cell below; a cell with none below is its own.
    pub below: Vec<usize>,
    /// Cells upstream, itself included.
    pub cells: Vec<f64>,
    /// All cells, each after the one below it.
    pub order: Vec<usize>,
}

/// Wears `ground` down until it is in balance with its `rise` (metres a cell for the smallest stream); where `base`
/// has a height, that stays: rivers and the rim.
pub(super) fn worn(mut ground: Grid, rise: &Grid, base: &[Option<f64>], passes: usize) -> (Grid, Flow) {
    let mut flow = Flow::default();
    for _ in 0..passes {
        flow = flowing(&ground, base);
        for at in &flow.order {
            let below = flow.below.get(*at).copied().unwrap_or(*at);
            let height = match base.get(*at).copied().flatten() {
                Some(fixed) => fixed,
                // A pit fills until it runs over.
                None if below == *at => lowest_around(&ground, *at) + 0.5,
                None => {
                    let cells = flow.cells.get(*at).copied().unwrap_or(1.0);
                    let climb = rise.value(*at) / cells.sqrt();
                    ground.value(below) + climb.min(STEEPEST * ground.cell_m)
                }
            };
            if let Some(slot) = ground.values.get_mut(*at) {
                *slot = height;
            }
        }
    }
    (ground, flow)
}

fn lowest_around(ground: &Grid, at: usize) -> f64 {
    ground.around(at).map(|(other, _)| ground.value(other)).fold(f64::MAX, f64::min)
}

fn flowing(ground: &Grid, base: &[Option<f64>]) -> Flow {
    let count = ground.values.len();
    let below: Vec<usize> = (0..count)
        .map(|at| {
            if base.get(at).copied().flatten().is_some() {
                return at;
            }
            let here = ground.value(at);
            let falls = ground.around(at).map(|(other, far)| ((here - ground.value(other)) / far, other));
            falls.fold((0.0, at), |best, fall| if fall.0 > best.0 { fall } else { best }).1
        })
        .collect();
    let order = downstream_first(&below);
    let mut cells = vec![1.0; count];
    for at in order.iter().rev() {
        let (to, own) = (below.get(*at).copied().unwrap_or(*at), cells.get(*at).copied().unwrap_or(1.0));
        if let (true, Some(slot)) = (to != *at, cells.get_mut(to)) {
            *slot += own;
        }
    }
    Flow { below, cells, order }
}

/// All cells, each after the one below it.
fn downstream_first(below: &[usize]) -> Vec<usize> {
    const NONE: usize = usize::MAX;
    let (mut first, mut next) = (vec![NONE; below.len()], vec![NONE; below.len()]);
    let mut order: Vec<usize> = Vec::with_capacity(below.len());
    for (at, to) in below.iter().enumerate() {
        if *to == at {
            order.push(at);
        } else if let (Some(head), Some(link)) = (first.get_mut(*to), next.get_mut(at)) {
            *link = *head;
            *head = at;
        }
    }
    let mut done = 0;
    while let Some(at) = order.get(done).copied() {
        done += 1;
        let mut above = first.get(at).copied().unwrap_or(NONE);
        while above != NONE {
            order.push(above);
            above = next.get(above).copied().unwrap_or(NONE);
        }
    }
    order
}
