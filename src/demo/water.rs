//! Rivers and the water of the five medium reservoirs, typed from general geography as rough lines.

use std::sync::LazyLock;

use crate::demo::shape::{Spot, bounds, cross, from_line_m, inside, ribbon, smooth};

/// A river, its line downstream with rounded bends.
#[derive(Clone, Debug)]
pub(super) struct River {
    pub name: &'static str,
    pub width_m: f64,
    pub into: &'static str,
    pub line: Vec<Spot>,
}

/// A river as it was typed.
struct Course {
    name: &'static str,
    width_m: f64,
    into: &'static str,
    line: &'static [Spot],
}

/// The rivers, in the order they were typed.
pub(super) static RIVERS: LazyLock<Vec<River>> = LazyLock::new(|| {
    let river = |course: &Course| River {
        name: course.name,
        width_m: course.width_m,
        into: course.into,
        line: smooth(course.line, if course.width_m > 100.0 { 0.03 } else { 0.07 }),
    };
    COURSES.iter().map(river).collect()
});

const COURSES: [Course; 8] = [
    Course {
        name: "金华江",
        width_m: 180.0,
        into: "兰江",
        line: &[
            (119.662, 29.0985),
            (119.645, 29.0995),
            (119.625, 29.0995),
            (119.605, 29.102),
            (119.588, 29.1035),
            (119.570, 29.104),
            (119.550, 29.111),
            (119.530, 29.1225),
            (119.515, 29.126),
            (119.505, 29.130),
        ],
    },
    Course {
        name: "衢江",
        width_m: 260.0,
        into: "兰江",
        line: &[
            (119.3275, 29.101),
            (119.346, 29.1155),
            (119.358, 29.122),
            (119.375, 29.1285),
            (119.396, 29.143),
            (119.424, 29.143),
            (119.443, 29.130),
        ],
    },
    Course {
        name: "义乌江",
        width_m: 140.0,
        into: "金华江",
        line: &[(119.6735, 29.1035), (119.669, 29.102), (119.662, 29.0985)],
    },
    Course {
        name: "武义江",
        width_m: 120.0,
        into: "金华江",
        line: &[
            (119.712, 29.053),
            (119.695, 29.0455),
            (119.680, 29.046),
            (119.669, 29.059),
            (119.671, 29.078),
            (119.664, 29.090),
            (119.662, 29.0985),
        ],
    },
    Course {
        name: "白沙溪",
        width_m: 70.0,
        into: "金华江",
        line: &[
            (119.475, 28.775),
            (119.482, 28.800),
            (119.478, 28.825),
            (119.470, 28.850),
            (119.469, 28.875),
            (119.473, 28.888),
            (119.484, 28.915),
            (119.488, 28.945),
            (119.490, 28.975),
            (119.497, 28.995),
            (119.504, 29.015),
            (119.519, 29.040),
            (119.534, 29.062),
            (119.539, 29.085),
            (119.546, 29.1125),
        ],
    },
    Course {
        name: "梅溪",
        width_m: 60.0,
        into: "武义江",
        line: &[
            (119.610, 28.885),
            (119.618, 28.915),
            (119.632, 28.940),
            (119.642, 28.958),
            (119.650, 28.985),
            (119.656, 29.010),
            (119.661, 29.035),
            (119.669, 29.059),
        ],
    },
    Course {
        name: "厚大溪",
        width_m: 50.0,
        into: "衢江",
        line: &[
            (119.385, 28.815),
            (119.398, 28.850),
            (119.397, 28.885),
            (119.402, 28.925),
            (119.408, 28.955),
            (119.410, 28.985),
            (119.404, 29.015),
            (119.388, 29.047),
            (119.380, 29.080),
            (119.377, 29.105),
            (119.375, 29.1285),
        ],
    },
    Course {
        name: "莘畈溪",
        width_m: 45.0,
        into: "衢江",
        line: &[
            (119.352, 28.885),
            (119.342, 28.910),
            (119.334, 28.935),
            (119.3305, 28.965),
            (119.332, 29.000),
            (119.340, 29.035),
            (119.346, 29.065),
            (119.349, 29.095),
            (119.346, 29.1155),
        ],
    },
];

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
    },
];

impl Lake {
    /// Its water's edge, closed.
    pub(super) fn ring(&self) -> Vec<Spot> {
        let mut ring = smooth(&ribbon(self.water), 0.05);
        // Smoothed as a line: the corner where the ring closes stays, at the foot of the inflow.
        ring.dedup();
        ring
    }
}

/// How far beyond its box a water can matter, degrees (about 600 m).
const MARGIN: f64 = 0.006;

/// The water of the district, to ask whether a place is dry.
#[derive(Debug)]
pub(super) struct Waters {
    lakes: Vec<([f64; 4], Vec<Spot>)>,
    rivers: Vec<([f64; 4], &'static River)>,
}

impl Waters {
    pub(super) fn new() -> Self {
        let lakes = LAKES.iter().map(Lake::ring).map(|ring| (bounds(&ring), ring)).collect();
        Self { lakes, rivers: RIVERS.iter().map(|river| (bounds(&river.line), river)).collect() }
    }

    /// Whether a place is on land, with so many metres (at most 400) to spare from a river's bank.
    pub(super) fn is_dry(&self, spot: Spot, spare_m: f64) -> bool {
        let near = |[west, south, east, north]: &[f64; 4]| {
            (west - MARGIN..=east + MARGIN).contains(&spot.0) && (south - MARGIN..=north + MARGIN).contains(&spot.1)
        };
        let mut lakes = self.lakes.iter().filter(|(bounds, _)| near(bounds));
        let mut rivers = self.rivers.iter().filter(|(bounds, _)| near(bounds));
        let on_a_lake = lakes.any(|(_, ring)| inside(ring, spot) || from_line_m(spot, ring).0 < spare_m);
        !on_a_lake && !rivers.any(|(_, river)| from_line_m(spot, &river.line).0 < river.width_m / 2.0 + spare_m)
    }

    /// Whether a straight line crosses the water of a reservoir.
    pub(super) fn cuts_a_lake(&self, from: Spot, to: Spot) -> bool {
        self.lakes.iter().any(|(_, ring)| {
            let edges = ring.iter().zip(ring.iter().skip(1));
            inside(ring, from) || edges.into_iter().any(|(a, b)| cross((from, to), (*a, *b)))
        })
    }
}
