//! Rivers and the water of the five medium reservoirs, typed from general geography as rough lines.

use std::sync::LazyLock;

use geo::{Area, BooleanOps};
use geo_types::MultiPolygon;

use crate::demo::{
    courses::COURSES,
    shape::{Spot, along, bounds, cross, from_line_m, in_box, inside, polygon, ribbon, ring_of, rounded, winding},
    terrain::{STREAMS, wavered},
};

/// A river, its line downstream with its bends.
#[derive(Clone, Debug)]
pub(super) struct River {
    pub name: &'static str,
    /// At its mouth.
    pub width_m: f64,
    /// Where it enters the map.
    pub source_width_m: f64,
    pub into: &'static str,
    /// What is in or beside the district: where things stand beside it.
    pub line: Vec<Spot>,
    /// The whole of it, with what is beyond the district.
    pub whole: Vec<Spot>,
    /// The height of its water where it begins and where it ends, metres.
    pub heights_m: (f64, f64),
}

/// A river as it was typed.
pub(super) struct Course {
    pub name: &'static str,
    pub width_m: f64,
    pub source_width_m: f64,
    pub heights_m: (f64, f64),
    pub into: &'static str,
    pub above: &'static [Spot],
    pub line: &'static [Spot],
    pub below: &'static [Spot],
}

/// The rivers, in the order they were typed.
pub(super) static RIVERS: LazyLock<Vec<River>> = LazyLock::new(|| {
    let river = |course: &Course| {
        let bends = |line: &[Spot]| winding(line, if course.width_m > 100.0 { 0.05 } else { 0.09 }, 3);
        let line = bends(course.line);
        let joined = |a: &[Spot], b: &[Spot]| a.iter().chain(b).copied().collect::<Vec<Spot>>();
        let first: Vec<Spot> = course.line.first().copied().into_iter().collect();
        let last: Vec<Spot> = course.line.last().copied().into_iter().collect();
        let mut whole = if course.above.is_empty() { Vec::new() } else { bends(&joined(course.above, &first)) };
        whole.extend(&line);
        if !course.below.is_empty() {
            whole.extend(bends(&joined(&last, course.below)));
        }
        whole.dedup();
        let Course { name, width_m, source_width_m, heights_m, into, .. } = *course;
        River { name, width_m, source_width_m, into, line, whole, heights_m }
    };
    joined(COURSES.iter().map(river).collect())
});

/// How far from another river's line a mouth may have been typed, metres.
const MOUTH_M: f64 = 600.0;

/// The rivers with each mouth exactly on the line of the river it flows into.
fn joined(mut rivers: Vec<River>) -> Vec<River> {
    let lines: Vec<(&str, Vec<Spot>)> = rivers.iter().map(|river| (river.name, river.whole.clone())).collect();
    for river in &mut rivers {
        let Some(mouth) = river.whole.last().copied() else { continue };
        let others = lines.iter().filter(|(name, _)| *name != river.name);
        let nearest = others.map(|(_, line)| from_line_m(mouth, line)).min_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((_, foot)) = nearest.filter(|(away, _)| *away < MOUTH_M) {
            river.whole.push(foot);
            river.whole.dedup();
        }
    }
    rivers
}

/// A medium reservoir: its water along the valley with half widths in metres, the dam last.
pub(super) struct Lake {
    pub name: &'static str,
    pub river: &'static str,
    pub town: &'static str,
    /// Total capacity, 10^4 m3; published for 金兰, rough for the others.
    pub total: f64,
    /// Catchment, km2.
    pub catchment: f64,
    /// Dam height, m.
    pub dam_height: f64,
    /// The dam's place.
    pub dam: Spot,
    water: &'static [(f64, f64, f64)],
    /// The side valleys it fills, from the main water outwards.
    arms: &'static [&'static [(f64, f64, f64)]],
}

/// The five named medium reservoirs.
pub(super) const LAKES: [Lake; 5] = [
    Lake {
        name: "金兰水库",
        river: "白沙溪",
        town: "琅琊镇",
        total: 9124.0,
        catchment: 274.0,
        dam_height: 44.6,
        dam: (119.494_2, 28.986_5),
        water: &[
            (119.486, 28.928, 60.0),
            (119.487, 28.940, 260.0),
            (119.488, 28.955, 420.0),
            (119.4895, 28.970, 520.0),
            (119.492, 28.980, 430.0),
            (119.4937, 28.985, 300.0),
        ],
        arms: &[
            &[(119.489, 28.955, 240.0), (119.474, 28.948, 150.0), (119.467, 28.941, 95.0)],
            &[(119.49, 28.97, 220.0), (119.477, 28.972, 130.0), (119.47, 28.978, 85.0)],
        ],
    },
    Lake {
        name: "安地水库",
        river: "梅溪",
        town: "安地镇",
        total: 7097.0,
        catchment: 162.0,
        dam_height: 52.0,
        dam: (119.643_6, 28.963_8),
        water: &[
            (119.621, 28.921, 50.0),
            (119.630, 28.937, 280.0),
            (119.636, 28.948, 430.0),
            (119.640, 28.956, 380.0),
            (119.643, 28.9625, 220.0),
        ],
        arms: &[
            &[(119.632, 28.941, 220.0), (119.62, 28.944, 130.0), (119.612, 28.95, 85.0)],
            &[(119.639, 28.952, 190.0), (119.628, 28.958, 110.0), (119.622, 28.963, 75.0)],
        ],
    },
    Lake {
        name: "沙畈水库",
        river: "白沙溪",
        town: "沙畈乡",
        total: 8600.0,
        catchment: 131.0,
        dam_height: 89.0,
        dam: (119.470_5, 28.879_8),
        water: &[
            (119.476, 28.832, 50.0),
            (119.471, 28.848, 260.0),
            (119.4685, 28.862, 340.0),
            (119.469, 28.873, 300.0),
            (119.4702, 28.8785, 200.0),
        ],
        arms: &[
            &[(119.4695, 28.862, 200.0), (119.457, 28.858, 120.0), (119.45, 28.853, 75.0)],
            &[(119.471, 28.85, 160.0), (119.461, 28.844, 90.0), (119.457, 28.838, 75.0)],
        ],
    },
    Lake {
        name: "九峰水库",
        river: "厚大溪",
        town: "汤溪镇",
        total: 9800.0,
        catchment: 119.0,
        dam_height: 75.0,
        dam: (119.409_4, 28.992_0),
        water: &[
            (119.402, 28.930, 50.0),
            (119.406, 28.948, 300.0),
            (119.409, 28.965, 420.0),
            (119.4105, 28.980, 380.0),
            (119.4097, 28.9905, 220.0),
        ],
        arms: &[
            &[(119.41, 28.965, 240.0), (119.397, 28.969, 140.0), (119.39, 28.976, 85.0)],
            &[(119.407, 28.95, 200.0), (119.396, 28.947, 110.0), (119.389, 28.942, 75.0)],
        ],
    },
    Lake {
        name: "莘畈水库",
        river: "莘畈溪",
        town: "莘畈乡",
        total: 3600.0,
        catchment: 46.0,
        dam_height: 58.0,
        dam: (119.333_4, 28.948_4),
        water: &[
            (119.346, 28.900, 40.0),
            (119.341, 28.915, 190.0),
            (119.3365, 28.930, 260.0),
            (119.334, 28.940, 250.0),
            (119.3336, 28.947, 150.0),
        ],
        arms: &[&[(119.338, 28.927, 150.0), (119.331, 28.926, 90.0), (119.3275, 28.929, 50.0)]],
    },
];

impl Lake {
    /// Its water's edge, closed: the valley and its side valleys, with the small bends of a shore.
    pub(super) fn ring(&self) -> Vec<Spot> {
        let main = MultiPolygon::new(vec![polygon(&ribbon(self.water))]);
        let whole = self.arms.iter().fold(main, |water, arm| water.union(&polygon(&ribbon(arm))));
        let largest = whole.iter().max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()));
        let edge = along(&largest.map(ring_of).unwrap_or_default(), 130.0);
        let mut ring = rounded(wavered(&edge, 340.0, 1_000.0), 1);
        ring.dedup();
        ring.extend(ring.first().copied());
        ring.dedup();
        ring
    }
}

/// How far beyond its box a water can matter, degrees (about 600 m).
const MARGIN: f64 = 0.006;

/// How many stretches of a line are looked at together.
const REACH: usize = 12;

/// A stretch of a river, to be found quickly.
#[derive(Debug)]
struct Reach {
    bounds: [f64; 4],
    line: Vec<Spot>,
    width_m: f64,
}

/// The water of the district, to ask whether a place is dry.
#[derive(Debug)]
pub(super) struct Waters {
    lakes: Vec<([f64; 4], Vec<Spot>)>,
    rivers: Vec<Reach>,
    streams: Vec<Reach>,
}

fn reach(line: &[Spot], width_m: f64) -> Reach {
    Reach { bounds: bounds(line), line: line.to_vec(), width_m }
}

/// Whether one of these is nearer to a place than its width says.
fn near(reaches: &[Reach], spot: Spot, reach_m: impl Fn(f64) -> f64) -> bool {
    let mut boxed = reaches.iter().filter(|reach| in_box(&reach.bounds, spot, reach_m(reach.width_m) / 90_000.0));
    boxed.any(|reach| from_line_m(spot, &reach.line).0 < reach_m(reach.width_m))
}

impl Waters {
    pub(super) fn new() -> Self {
        let lakes = LAKES.iter().map(Lake::ring).map(|ring| (bounds(&ring), ring)).collect();
        let mut rivers = Vec::new();
        for river in RIVERS.iter() {
            for from in (0..river.line.len().saturating_sub(1)).step_by(REACH) {
                let line: Vec<Spot> = river.line.iter().skip(from).take(REACH + 1).copied().collect();
                rivers.push(reach(&line, river.width_m));
            }
        }
        let streams = STREAMS.iter().map(|stream| reach(&stream.line, stream.width_m)).collect();
        Self { lakes, rivers, streams }
    }

    /// Whether a place is on land, with so many metres (at most 400) to spare from a river's bank.
    pub(super) fn is_dry(&self, spot: Spot, spare_m: f64) -> bool {
        let mut lakes = self.lakes.iter().filter(|(bounds, _)| in_box(bounds, spot, MARGIN));
        let on_a_lake = lakes.any(|(_, ring)| inside(ring, spot) || from_line_m(spot, ring).0 < spare_m);
        let bank_m = |width_m: f64| width_m / 2.0 + spare_m;
        !on_a_lake
            && !near(&self.rivers, spot, bank_m)
            && !near(&self.streams, spot, |width_m| bank_m(width_m).min(20.0))
    }

    /// Whether a place is in the water of a reservoir.
    pub(super) fn in_a_lake(&self, spot: Spot) -> bool {
        self.lakes.iter().any(|(bounds, ring)| in_box(bounds, spot, 0.0) && inside(ring, spot))
    }

    /// Whether a named river is nearer to a place than its width says.
    pub(super) fn by_a_river(&self, spot: Spot, reach_m: impl Fn(f64) -> f64) -> bool {
        near(&self.rivers, spot, reach_m)
    }

    /// Whether a straight line crosses the water of a reservoir.
    pub(super) fn cuts_a_lake(&self, from: Spot, to: Spot) -> bool {
        let around = bounds(&[from, to]);
        let meets = |other: &[f64; 4]| {
            let ([west, south, east, north], [w, s, e, n]) = (around, other);
            west <= *e && *w <= east && south <= *n && *s <= north
        };
        self.lakes.iter().filter(|(bounds, _)| meets(bounds)).any(|(_, ring)| {
            let edges = ring.iter().zip(ring.iter().skip(1));
            inside(ring, from) || edges.into_iter().any(|(a, b)| cross((from, to), (*a, *b)))
        })
    }
}
