//! What can be reached within so many minutes: as an area, and place by place.

use contour::ContourBuilder;
use geo::orient::{Direction, Orient as _};
use geo_types::{Coord, MultiPolygon};

use crate::domain::{
    network::{
        Snap, Ways,
        search::NO_WAY,
        times::{Towards, Tree},
    },
    place::Position,
};

/// The area is drawn from a grid of no more than so many places a side.
const MOST_A_SIDE: usize = 220;
/// Its places stand no nearer than this, metres.
const LEAST_STEP_M: f64 = 40.0;
/// Off the road one goes no farther than this for the area's sake, metres.
const MOST_OFF_M: f64 = 20_000.0;
/// So much longer is looked at, so that the edge of the area lies between two known times.
const BEYOND_MS: u32 = 600_000;
/// Metres in a degree of latitude, near enough for a grid.
const DEGREE_M: f64 = 111_000.0;

/// What is within reach of a place. Every time holds the ways on foot between road and places, and the limit is
/// inclusive: [`Reach::ms`] is what [`Ways::route`] says.
#[derive(Debug)]
pub struct Reach<'a> {
    ways: &'a Ways,
    place: Snap,
    tree: Tree<'a>,
    /// Milliseconds from the place to the road.
    access_ms: u32,
    limit_ms: u32,
}

impl Ways {
    /// What is within `minutes` of a place, or has the place within reach. `None` where there is no road at all.
    /// Judged by time whatever the profile says is the caller's to see to.
    pub fn reach(&self, from: Position, towards: Towards, minutes: f64) -> Option<Reach<'_>> {
        let place = self.snap(from)?;
        let limit_ms = (minutes.max(0.0) * 60_000.0).round().min(f64::from(NO_WAY - 1 - BEYOND_MS)) as u32;
        let access_ms = self.profile().access_ms(place.access_m);
        let tree = self.tree(place, towards, limit_ms.saturating_add(BEYOND_MS));
        Some(Reach { ways: self, place, tree, access_ms, limit_ms })
    }
}

impl Reach<'_> {
    /// Where the road is reached.
    pub const fn place(&self) -> Snap {
        self.place
    }

    /// The names of the closures that the place on the road lies in: nobody gets away from it, or to it.
    pub fn shut(&self) -> Vec<&str> {
        let (ways, here) = (self.ways, self.place.along_m);
        if !ways.leaving(self.place, false).is_empty() || !ways.reaching(self.place, false).is_empty() {
            return Vec::new();
        }
        let closures = self.ways.cuts().on(self.place.edge, here, here);
        closures.filter_map(|at| Some(self.ways.closures().get(at as usize)?.name.as_str())).collect()
    }

    /// The limit, milliseconds.
    pub const fn limit_ms(&self) -> u32 {
        self.limit_ms
    }

    /// Milliseconds between the place and another; `None`: no way, or one that takes far longer than the limit.
    pub fn ms(&self, other: Position) -> Option<u32> {
        self.ms_at(self.ways.snap(other)?)
    }

    fn ms_at(&self, other: Snap) -> Option<u32> {
        let off = self.ways.profile().access_ms(other.access_m);
        let road = self.tree.cost(other)?;
        road.checked_add(off)?.checked_add(self.access_ms).filter(|ms| *ms < NO_WAY)
    }

    /// Whether another place is within reach, the limit included.
    pub fn holds(&self, other: Position) -> bool {
        self.ms(other).is_some_and(|ms| ms <= self.limit_ms)
    }

    /// The area within reach, WGS-84 degrees: drawn from a grid, so its edge is right to about a grid step.
    pub fn area(&self) -> MultiPolygon {
        self.grid().map_or_else(|| MultiPolygon::new(Vec::new()), |grid| grid.area(self))
    }

    /// The nodes within the limit, and how many metres one may still walk from each.
    fn spare(&self) -> impl Iterator<Item = (Coord, f64)> {
        let nodes = self.ways.graph().nodes();
        let reached = self.tree.reached();
        let per_ms = self.ways.profile().access_kmh / 3_600.0;
        reached.nodes.iter().filter_map(move |node| {
            let cost = reached.cost.get(*node as usize)?.checked_add(self.access_ms)?;
            let left = self.limit_ms.checked_sub(cost)?;
            Some((*nodes.get(*node as usize)?, (f64::from(left) * per_ms).min(MOST_OFF_M)))
        })
    }

    fn grid(&self) -> Option<Grid> {
        let narrow = self.place.at.lat().to_radians().cos().max(0.01);
        let per_ms = self.ways.profile().access_kmh / 3_600.0;
        let left = f64::from(self.limit_ms.checked_sub(self.access_ms)?);
        let own = (self.place.at.point().0, (left * per_ms).min(MOST_OFF_M));
        let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        // A road may be left half-way: the edges that begin within reach count whole.
        for (at, metres) in std::iter::once(own).chain(self.spare()).chain(self.half_way(own)) {
            let (wide, tall) = (metres / DEGREE_M / narrow, metres / DEGREE_M);
            low = [low[0].min(at.x - wide), low[1].min(at.y - tall)];
            high = [high[0].max(at.x + wide), high[1].max(at.y + tall)];
        }
        let (wide_m, tall_m) = ((high[0] - low[0]) * DEGREE_M * narrow, (high[1] - low[1]) * DEGREE_M);
        let step_m = (wide_m.max(tall_m) / MOST_A_SIDE as f64).max(LEAST_STEP_M);
        let step = [step_m / DEGREE_M / narrow, step_m / DEGREE_M];
        let count = |size_m: f64| (size_m / step_m).ceil() as usize + 5;
        Some(Grid {
            origin: [low[0] - 2.0 * step[0], low[1] - 2.0 * step[1]],
            step,
            count: [count(wide_m), count(tall_m)],
        })
    }

    /// The far ends of the edges that begin within reach, and of the place's own.
    fn half_way(&self, own: (Coord, f64)) -> impl Iterator<Item = (Coord, f64)> {
        let graph = self.ways.graph();
        let reached = self.tree.reached();
        let begins = reached.nodes.iter().filter(|node| {
            let cost = reached.cost.get(**node as usize).and_then(|cost| cost.checked_add(self.access_ms));
            cost.is_some_and(|cost| cost <= self.limit_ms)
        });
        let heads = begins.flat_map(|node| graph.out(*node)).map(|arc| arc.head);
        let edge = graph.edges().get(self.place.edge as usize);
        let ends = edge.into_iter().flat_map(|edge| [edge.from, edge.to]);
        heads.chain(ends).filter_map(move |node| Some((*graph.nodes().get(node as usize)?, own.1.min(300.0))))
    }
}

/// Places in rows, west to east and south to north.
struct Grid {
    origin: [f64; 2],
    step: [f64; 2],
    count: [usize; 2],
}

impl Grid {
    fn area(&self, reach: &Reach<'_>) -> MultiPolygon {
        let beyond = f64::from(BEYOND_MS);
        let left = |at: Position| {
            let ms = reach.ms(at).map_or(f64::INFINITY, f64::from);
            (f64::from(reach.limit_ms) - ms).max(-beyond)
        };
        let mut values = Vec::with_capacity(self.count[0] * self.count[1]);
        for row in 0..self.count[1] {
            for column in 0..self.count[0] {
                let lon = self.origin[0] + self.step[0] * column as f64;
                let lat = self.origin[1] + self.step[1] * row as f64;
                values.push(Position::new(lon, lat).map_or(-beyond, left));
            }
        }
        // The builder takes a value for the middle of a cell.
        let builder = ContourBuilder::new(self.count[0], self.count[1], true)
            .x_origin(self.origin[0] - self.step[0] / 2.0)
            .y_origin(self.origin[1] - self.step[1] / 2.0)
            .x_step(self.step[0])
            .y_step(self.step[1]);
        let contours = builder.contours(&values, &[0.0]).unwrap_or_default();
        contours
            .into_iter()
            .next()
            .map_or_else(|| MultiPolygon::new(Vec::new()), |found| found.into_inner().0.orient(Direction::Default))
    }
}
