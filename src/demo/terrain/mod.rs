//! The lie of the land: a schematic model of heights from public facts (mountains in the south and north, the basin of
//! the 金华江 between them), and what follows from it: steps of height, slopes in light and shade, streams, borders
//! along ridges. Not a survey: no height was measured.

mod borders;
mod contour;
mod erosion;
mod grid;
mod streams;

use std::sync::LazyLock;

pub(super) use streams::STREAMS;

use crate::demo::{
    outline::TYPED,
    shape::{Spot, along, bounds, degrees, from_line_m, inside, metres},
    terrain::{
        contour::Rings,
        erosion::{Flow, worn},
        grid::{Grid, noise, rough, step},
    },
    water::RIVERS,
};

/// What the model covers, metres on the plane: the district, and its neighbours as far as a wide map shows them.
const COVERED: [f64; 4] = [-70_000.0, -41_000.0, 76_000.0, 39_000.0];

/// The side of a cell.
const CELL_M: f64 = 400.0;

/// How often the ground is worn down.
const PASSES: usize = 18;

/// The model.
#[derive(Debug)]
struct Terrain {
    /// Heights in metres.
    ground: Grid,
    /// Where water flows.
    flow: Flow,
}

/// The model: the same for every seed, for it stands for what is known.
static TERRAIN: LazyLock<Terrain> = LazyLock::new(|| {
    let rise = Grid::over(COVERED, CELL_M, |x, y| 170.0 * rising((x, y)) * (1.0 + 0.45 * rough((x, y), 5_000.0, 11)));
    let base = base(&rise);
    let start = rise.made(|x, y| {
        let at = rise.place((y.max(0) as usize) * rise.wide + x.max(0) as usize);
        60.0 + 700.0 * rising(at) + 60.0 * rough(at, 3_000.0, 5)
    });
    let (ground, flow) = worn(start, &rise, &base, PASSES);
    Terrain { ground, flow }
});

/// The height of the ground, metres.
pub(super) fn height_m(spot: Spot) -> f64 {
    TERRAIN.ground.sample(metres(spot))
}

/// How fast the ground rises, 0 in the basin to 1 in the mountains.
fn rising(at: (f64, f64)) -> f64 {
    // Nothing in a landscape is straight.
    let x = at.0 + 4_200.0 * rough(at, 13_000.0, 21);
    let y = at.1 + 3_200.0 * rough(at, 11_000.0, 31);
    let line = 1_500.0 - 0.12 * x;
    let south = step(line - y, -500.0, 21_000.0);
    // The basin of 武义 in the south-east.
    let (dx, dy) = (x - 33_000.0, y + 14_000.0);
    let basin = step((dx * dx + 1.6 * dy * dy).sqrt(), 5_000.0, 19_000.0);
    // 北山: a ridge from west-south-west to east-north-east.
    let along = ((x + 2_000.0) * 0.969 + (y - 20_500.0) * 0.247).clamp(0.0, 46_000.0);
    let (rx, ry) = (x + 2_000.0 - along * 0.969, y - 20_500.0 - along * 0.247);
    let ends = step(along, -4_000.0, 15_000.0);
    let north = (1.0 - step((rx * rx + ry * ry).sqrt(), -1_500.0, 9_500.0)) * ends;
    // Low hills north-west, beyond the rivers.
    let west = 0.28 * step(y - 0.25 * x, 17_000.0, 30_000.0) * step(-x, 2_000.0, 12_000.0);
    (0.035 + 0.9 * south * basin).max(1.15 * north).max(west)
}

/// The heights that stay: water levels along the rivers, and the rim.
fn base(grid: &Grid) -> Vec<Option<f64>> {
    let mut base: Vec<Option<f64>> =
        (0..grid.values.len()).map(|at| grid.on_rim(at).then(|| 60.0 + 330.0 * rising(grid.place(at)))).collect();
    for river in RIVERS.iter() {
        let spots = along(&river.whole, 120.0);
        let last = spots.len().saturating_sub(1).max(1) as f64;
        let (source, mouth) = river.heights_m;
        for (at, spot) in spots.iter().enumerate() {
            let share = 1.0 - at as f64 / last;
            // Streams fall steeply at first.
            let height = mouth + (source - mouth) * share * share;
            if let Some(slot) = grid.cell(metres(*spot)).and_then(|cell| base.get_mut(cell)) {
                *slot = Some(slot.map_or(height, |other| other.min(height)));
            }
        }
    }
    base
}

/// The heights where a step of the relief begins, metres.
const STEPS_M: [f64; 12] = [75.0, 110.0, 160.0, 220.0, 290.0, 370.0, 460.0, 560.0, 670.0, 790.0, 920.0, 1060.0];

/// The slopes (rise over run towards the north-west) where a step of light or shade begins.
const STEEP: [f64; 7] = [0.028, 0.052, 0.082, 0.115, 0.152, 0.195, 0.245];

/// How far beyond the district its slopes fade out, metres.
const FADE_M: f64 = 7_000.0;

/// What is smaller is not drawn, m2, and how far an edge may stray, metres.
const LEAST_M2: f64 = 220_000.0;
const STRAY_M: f64 = 28.0;

/// An area in degrees: its outer ring and its holes.
pub(super) type Area = Vec<Vec<Spot>>;

fn in_degrees(areas: Vec<Rings>) -> Vec<Area> {
    let ring = |ring: Vec<(f64, f64)>| ring.into_iter().map(degrees).collect();
    areas.into_iter().map(|rings| rings.into_iter().map(ring).collect()).collect()
}

/// Where the ground lies above each step, lowest first: the height in metres and the areas.
pub(super) fn steps() -> &'static [(f64, Vec<Area>)] {
    static STEPS: LazyLock<Vec<(f64, Vec<Area>)>> = LazyLock::new(|| {
        let ground = TERRAIN.ground.smoothed();
        let step = |limit: &f64| {
            let mut areas = contour::above(&ground, *limit, LEAST_M2, STRAY_M);
            areas.iter_mut().flatten().flatten().for_each(|place| *place = carried_on(&ground, *place));
            (*limit, in_degrees(areas))
        };
        STEPS_M.iter().map(step).collect()
    });
    &STEPS
}

/// How far what lies on the rim of the model is carried on, metres: on a wide wall the ground does not end in view.
const CARRIED_M: f64 = 90_000.0;

fn carried_on(ground: &Grid, (x, y): (f64, f64)) -> (f64, f64) {
    let along = |at: f64, from: f64, cells: usize| {
        let to = from + (cells.saturating_sub(1)) as f64 * ground.cell_m;
        match at {
            at if at < from + ground.cell_m => at - CARRIED_M,
            at if at > to - ground.cell_m => at + CARRIED_M,
            _ => at,
        }
    };
    (along(x, ground.corner.0, ground.wide), along(y, ground.corner.1, ground.high))
}

/// Slopes in the light of a sun in the north-west (positive, weakest first) and in the shade (negative).
pub(super) fn slopes() -> &'static [(i64, Vec<Area>)] {
    static SLOPES: LazyLock<Vec<(i64, Vec<Area>)>> = LazyLock::new(sloping);
    &SLOPES
}

fn sloping() -> Vec<(i64, Vec<Area>)> {
    let ground = TERRAIN.ground.smoothed();
    let [west, south, east, north] = bounds(&TYPED);
    let ((west, south), (east, north)) = (metres((west, south)), metres((east, north)));
    let near = Grid::over([west - FADE_M, south - FADE_M, east + FADE_M, north + FADE_M], CELL_M, |x, y| {
        let reach = CELL_M * 0.7;
        let fall = ground.sample((x + reach, y - reach)) - ground.sample((x - reach, y + reach));
        let slope = -fall / (2.0 * reach * std::f64::consts::SQRT_2);
        if slope.abs() < 0.03 { slope } else { slope * nearness(degrees((x, y))) }
    });
    let dark = near.made(|x, y| -near.at(x, y));
    let mut out = Vec::new();
    for (limit, strength) in STEEP.iter().zip(1..) {
        for (grid, sign) in [(&dark, 1), (&near, -1)] {
            out.push((sign * strength, in_degrees(contour::above(grid, *limit, LEAST_M2, STRAY_M))));
        }
    }
    out
}

/// 1 in the district, fading to 0 beyond it.
fn nearness(spot: Spot) -> f64 {
    if inside(&TYPED, spot) { 1.0 } else { 1.0 - step(from_line_m(spot, &TYPED).0, 0.0, FADE_M) }
}

/// The cells that borders are found on, metres.
const BORDER_CELL_M: f64 = 180.0;

/// The rings around the land of each site, degrees, reaching a little beyond the district. `sites`: where each
/// starts, and by how many metres it is ahead of the others.
pub(super) fn territories(sites: &[(Spot, f64)]) -> Vec<Vec<Vec<Spot>>> {
    let [west, south, east, north] = bounds(&TYPED);
    let ((west, south), (east, north)) = (metres((west, south)), metres((east, north)));
    let rim = 6.0 * BORDER_CELL_M;
    let covered = [west - rim, south - rim, east + rim, north + rim];
    let heights = TERRAIN.ground.smoothed();
    let climb = Grid::over(covered, BORDER_CELL_M, |x, y| heights.sample((x, y)));
    let mut toil = Grid::over(covered, BORDER_CELL_M, |x, y| {
        let rough = (1.1 + 0.7 * noise((x, y), 1_300.0, 41) + 0.55 * noise((x, y), 520.0, 42)).max(0.2);
        // One does not leave the district to come back into it.
        if inside(&TYPED, degrees((x, y))) { rough } else { 40.0 * rough }
    });
    for river in RIVERS.iter().filter(|river| river.width_m > 100.0) {
        for spot in along(&river.line, 60.0) {
            let cell = toil.cell(metres(spot));
            if let Some(slot) = cell.and_then(|cell| toil.values.get_mut(cell)) {
                *slot = 7.0;
            }
        }
    }
    let sites: Vec<((f64, f64), f64)> = sites.iter().map(|(spot, ahead)| (metres(*spot), *ahead)).collect();
    let owners = borders::claimed(&climb, &toil, &sites);
    let rings = borders::rings(&climb, &owners, sites.len());
    let ring = |ring: Vec<(f64, f64)>| ring.into_iter().map(degrees).collect();
    rings.into_iter().map(|rings| rings.into_iter().map(ring).collect()).collect()
}

/// Ground covered by houses around centres with a reach in metres.
pub(super) fn built_up(centres: &[(Spot, f64)]) -> Vec<Area> {
    let [west, south, east, north] = bounds(&TYPED);
    let ((west, south), (east, north)) = (metres((west, south)), metres((east, north)));
    let centres: Vec<((f64, f64), f64)> = centres.iter().map(|(spot, reach)| (metres(*spot), *reach)).collect();
    let grid = Grid::over([west, south, east, north], BORDER_CELL_M, |x, y| {
        let near = centres.iter().map(|((cx, cy), reach)| {
            let (dx, dy) = (x - cx, y - cy);
            1.0 - ((dx * dx + dy * dy) / (reach * reach)).min(1.0)
        });
        let most = near.fold(0.0, f64::max);
        if most > 0.0 { most + 0.8 * rough((x, y), 1_300.0, 51) } else { 0.0 }
    });
    in_degrees(contour::above(&grid, 0.45, 60_000.0, 12.0))
}

/// A line moved about as a shore is by what lies under it: places near each other go the same way, so that it does
/// not cross itself. Ends that meet still do.
pub(super) fn wavered(line: &[Spot], by_m: f64, wave_m: f64) -> Vec<Spot> {
    let moved = |spot: &Spot| {
        let at = metres(*spot);
        let (east, north) = (rough(at, wave_m, 61), rough(at, wave_m, 71));
        degrees((at.0 + east * by_m, at.1 + north * by_m))
    };
    line.iter().map(moved).collect()
}
