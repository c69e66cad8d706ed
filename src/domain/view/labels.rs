//! Where names go: greedy by rank, on a grid, so that no two placed names overlap and none covers a symbol.
//! Pure: the painter brings the text measure.

use crate::domain::view::shape::PxRect;

/// A name that wants a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wanted {
    /// The place it names, pixels.
    pub at: [f32; 2],
    /// Its width and height, pixels.
    pub size: [f32; 2],
    /// How far from the place it stands on each side; `None`: on the place itself.
    pub beside: Option<[f32; 2]>,
    /// Whether it may cover a symbol when there is no other room.
    pub must: bool,
}

/// Size of a cell of the grid, pixels.
const CELL_PX: f32 = 64.0;

/// What is taken already, on a grid over the canvas.
#[derive(Debug)]
struct Taken {
    canvas: PxRect,
    columns: usize,
    cells: Vec<Vec<PxRect>>,
}

impl Taken {
    fn new(canvas: PxRect) -> Self {
        // Even a wall of screens has fewer.
        let cells = |axis: usize| {
            let [least, most] = [canvas.min, canvas.max].map(|each| each.get(axis).copied().unwrap_or(0.0));
            ((most - least) / CELL_PX).clamp(0.0, 1000.0) as usize + 1
        };
        let columns = cells(0);
        Self { canvas, columns, cells: vec![Vec::new(); columns * cells(1)] }
    }

    /// The cells a rectangle touches; beyond the canvas the outermost stand for what lies there.
    fn cells_of(&self, rect: &PxRect) -> impl Iterator<Item = usize> + use<> {
        let (columns, rows) = (self.columns, self.cells.len() / self.columns.max(1));
        let [x, y] = self.canvas.min;
        let cell = |px: f32, most: usize| (px / CELL_PX).max(0.0).min(most.saturating_sub(1) as f32) as usize;
        let (left, right) = (cell(rect.min[0] - x, columns), cell(rect.max[0] - x, columns));
        let (top, bottom) = (cell(rect.min[1] - y, rows), cell(rect.max[1] - y, rows));
        (top..=bottom).flat_map(move |row| (left..=right).map(move |column| row * columns + column))
    }

    fn free(&self, rect: &PxRect) -> bool {
        let mut near = self.cells_of(rect).filter_map(|cell| self.cells.get(cell)).flatten();
        !near.any(|other| other.overlaps(rect))
    }

    /// How much of what is there a rectangle would cover.
    fn covered(&self, rect: &PxRect) -> f32 {
        let common = |other: &PxRect| {
            let wide = rect.max[0].min(other.max[0]) - rect.min[0].max(other.min[0]);
            let high = rect.max[1].min(other.max[1]) - rect.min[1].max(other.min[1]);
            wide.max(0.0) * high.max(0.0)
        };
        self.cells_of(rect).filter_map(|cell| self.cells.get(cell)).flatten().map(common).sum()
    }

    fn put(&mut self, rect: PxRect) {
        for cell in self.cells_of(&rect) {
            if let Some(cell) = self.cells.get_mut(cell) {
                cell.push(rect);
            }
        }
    }
}

/// What names keep clear of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Obstacles {
    /// What no name may cover: alarms, pins, what stands over the map.
    pub hard: Vec<PxRect>,
    /// What a name that must be read may cover when there is no other room: quieter symbols.
    pub soft: Vec<PxRect>,
}

/// Places names in the order given, within `canvas` or wholly in the `beyond` pixels around it, so that none is
/// cut by its edge. The answer has a rectangle for each name that found room.
pub fn place(wanted: &[Wanted], obstacles: &Obstacles, canvas: PxRect, beyond: f32) -> Vec<Option<PxRect>> {
    let room = PxRect { min: canvas.min.map(|each| each - beyond), max: canvas.max.map(|each| each + beyond) };
    let (mut grid, mut names) = (Taken::new(room), Taken::new(room));
    for rect in obstacles.hard.iter().filter(|rect| rect.overlaps(&room)) {
        grid.put(*rect);
        names.put(*rect);
    }
    for rect in obstacles.soft.iter().filter(|rect| rect.overlaps(&room)) {
        grid.put(*rect);
    }
    let inside = |rect: &PxRect, outer: &PxRect| outer.holds(rect.min) && outer.holds(rect.max);
    let fits = |rect: &PxRect| inside(rect, &canvas) || (inside(rect, &room) && !rect.overlaps(&canvas));
    let mut out = Vec::with_capacity(wanted.len());
    for want in wanted {
        let near = || candidates(want).find(|rect| fits(rect) && grid.free(rect));
        // Before it covers a symbol, a name that must be read goes farther out; a line leads to it.
        let far = || farther(want).find(|rect| fits(rect) && grid.free(rect));
        let free = near().or_else(|| if want.must { far() } else { None });
        let least_bad = || {
            let allowed = candidates(want).filter(|rect| fits(rect) && names.free(rect));
            allowed.min_by(|a, b| grid.covered(a).total_cmp(&grid.covered(b)))
        };
        let place = free.or_else(|| if want.must { least_bad() } else { None });
        if let Some(rect) = place {
            grid.put(rect);
            names.put(rect);
        }
        out.push(place);
    }
    out
}

/// Right, left, below, above for a name beside a symbol, then its corners; the place and a little around it for
/// the others.
fn candidates(want: &Wanted) -> impl Iterator<Item = PxRect> + use<> {
    let ([x, y], [width, height]) = (want.at, want.size);
    let (near, then): ([[f32; 2]; 7], [[f32; 2]; 4]) = match want.beside {
        Some([dx, dy]) => {
            let (far_x, far_y) = (dx + width / 2.0, dy + height / 2.0);
            let slid = dx + width * 0.2;
            (
                [[far_x, 0.0], [-far_x, 0.0], [0.0, far_y], [0.0, -far_y], [far_x, dy], [far_x, -dy], [-far_x, -dy]],
                [[-far_x, dy], [slid, far_y], [-slid, far_y], [slid, -far_y]],
            )
        }
        None => {
            let (step, side) = (height * 0.9, width * 0.6);
            let far = 2.0 * step;
            (
                [[0.0, 0.0], [0.0, -step], [0.0, step], [side, 0.0], [-side, 0.0], [0.0, -far], [0.0, far]],
                [[side, -step], [-side, -step], [side, step], [-side, step]],
            )
        }
    };
    near.into_iter().chain(then).map(move |[dx, dy]| PxRect::around([x + dx, y + dy], [width, height]))
}

/// How far out a name may stand, in its own heights.
const FAR: [f32; 4] = [1.4, 2.4, 3.6, 5.0];

/// Places around a symbol at growing distances, for a name that a line leads to.
fn farther(want: &Wanted) -> impl Iterator<Item = PxRect> + use<> {
    let ([x, y], [width, height]) = (want.at, want.size);
    let [dx, dy] = want.beside.unwrap_or([0.0, 0.0]);
    let rings = want.beside.into_iter().flat_map(|_| FAR).flat_map(move |times| {
        let (out, up) = (times * height, dy + times * height);
        let (beside, over) = (dx + width / 2.0 + out, dx + width * 0.3);
        [[beside, -out], [-beside, -out], [beside, out], [-beside, out], [beside, 0.0], [-beside, 0.0]]
            .into_iter()
            .chain([[over, -up], [-over, -up], [over, up], [-over, up]])
    });
    rings.map(move |[dx, dy]| PxRect::around([x + dx, y + dy], [width, height]))
}

/// From the place it names to a name that does not stand beside it: the two ends, pixels.
pub fn lead(want: &Wanted, name: &PxRect) -> Option<[[f32; 2]; 2]> {
    let half = want.beside?;
    let ([x, y], slack) = (want.at, want.size[1] * 0.6);
    let own = PxRect::around(want.at, half.map(|each| 2.0 * (each + slack)));
    if own.overlaps(name) {
        return None;
    }
    let nearest = [x.clamp(name.min[0], name.max[0]), y.clamp(name.min[1], name.max[1])];
    Some([want.at, nearest])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CANVAS: PxRect = PxRect { min: [0.0, 0.0], max: [1000.0, 700.0] };

    #[test]
    fn a_name_goes_to_the_left_when_something_stands_on_the_right() {
        let want = Wanted { at: [500.0, 300.0], size: [60.0, 16.0], beside: Some([14.0, 12.0]), must: false };
        let symbol = PxRect::around([500.0, 300.0], [24.0, 24.0]);
        let other = PxRect::around([545.0, 300.0], [24.0, 40.0]);
        let placed = place(&[want], &Obstacles { hard: vec![symbol], soft: vec![other] }, CANVAS, 0.0);
        assert!(placed[0].unwrap().max[0] <= 488.0);
    }

    #[test]
    fn the_first_of_two_rivals_is_placed() {
        let want = Wanted { at: [500.0, 300.0], size: [900.0, 690.0], beside: None, must: false };
        let placed = place(&[want, want], &Obstacles::default(), CANVAS, 0.0);
        assert!(placed[0].is_none() && placed[1].is_none(), "neither fits around 500, 300");
        let want = Wanted { at: [500.0, 350.0], ..want };
        let placed = place(&[want, want], &Obstacles::default(), CANVAS, 0.0);
        assert!(placed[0].is_some() && placed[1].is_none());
    }

    #[test]
    fn a_name_is_never_cut_by_the_edge_and_what_lies_beyond_waits_there() {
        let want = |x: f32| Wanted { at: [x, 300.0], size: [80.0, 16.0], beside: Some([14.0, 12.0]), must: false };
        let placed = place(&[want(980.0), want(1010.0)], &Obstacles::default(), CANVAS, 200.0);
        let rects: Vec<PxRect> = placed.into_iter().flatten().collect();
        assert!(rects[0].max[0] <= 1000.0 && rects[1].min[0] >= 1000.0, "{rects:?}");
    }

    #[test]
    fn a_name_that_must_be_read_goes_farther_out_before_it_covers_anything() {
        let want = Wanted { at: [500.0, 300.0], size: [60.0, 16.0], beside: Some([14.0, 12.0]), must: true };
        let crowd = Obstacles { hard: Vec::new(), soft: vec![PxRect::around([500.0, 300.0], [150.0, 60.0])] };
        let rect = place(&[want], &crowd, CANVAS, 0.0)[0].unwrap();
        assert!(!crowd.soft[0].overlaps(&rect));
        let [from, to] = lead(&want, &rect).unwrap();
        assert!(from == want.at && rect.holds(to));
        let quiet = Wanted { must: false, ..want };
        assert_eq!(place(&[quiet], &crowd, CANVAS, 0.0), [None]);
        let beside = place(&[want], &Obstacles::default(), CANVAS, 0.0)[0].unwrap();
        assert_eq!(lead(&want, &beside), None);
    }

    fn wanted() -> impl Strategy<Value = Wanted> {
        let beside = prop::option::of((4f32..20.0, 4f32..20.0).prop_map(|(x, y)| [x, y]));
        (-50f32..1050.0, -50f32..750.0, 5f32..160.0, 8f32..30.0, beside, prop::bool::weighted(0.1))
            .prop_map(|(x, y, width, height, beside, must)| Wanted { at: [x, y], size: [width, height], beside, must })
    }

    proptest! {
        #[test]
        fn no_two_placed_names_overlap_and_none_covers_a_symbol(names in prop::collection::vec(wanted(), 0..200)) {
            let symbols: Vec<PxRect> = names.iter().filter(|want| want.beside.is_some())
                .map(|want| PxRect::around(want.at, [8.0, 8.0])).collect();
            let half = symbols.len() / 2;
            let obstacles = Obstacles { hard: symbols[..half].to_vec(), soft: symbols[half..].to_vec() };
            let placed = place(&names, &obstacles, CANVAS, 0.0).into_iter().zip(&names);
            let placed: Vec<(PxRect, bool)> = placed.filter_map(|(rect, want)| Some((rect?, want.must))).collect();
            for (index, (rect, must)) in placed.iter().enumerate() {
                prop_assert!(!placed[index + 1..].iter().any(|(other, _)| other.overlaps(rect)));
                prop_assert!(*must || !obstacles.soft.iter().any(|other| other.overlaps(rect)));
                prop_assert!(!obstacles.hard.iter().any(|other| other.overlaps(rect)));
                prop_assert!(CANVAS.holds(rect.min) && CANVAS.holds(rect.max));
            }
        }
    }
}
