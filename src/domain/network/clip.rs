//! The part of a network within reach of an area.

use geo_types::{Coord, LineString, Polygon};
use rstar::{AABB, PointDistance as _, RTree, primitives::Line};

use crate::domain::network::Road;

/// A degree of latitude in metres, near enough for a margin.
const DEGREE_M: f64 = 111_200.0;

/// An area grown by a margin.
#[derive(Debug)]
pub struct ClipArea {
    /// The edges on a plane in metres.
    edges: RTree<Line<[f64; 2]>>,
    margin_m: f64,
    /// How a degree of longitude shrinks here.
    squeeze: f64,
    east_m: f64,
}

impl ClipArea {
    /// Of these areas together; `None` when there is none.
    pub fn new(areas: &[Polygon], margin_m: f64) -> Option<Self> {
        let rings = || areas.iter().flat_map(|area| std::iter::once(area.exterior()).chain(area.interiors()));
        let lats = || rings().flat_map(|ring| ring.0.iter().map(|at| at.y));
        let middle = f64::midpoint(lats().min_by(f64::total_cmp)?, lats().max_by(f64::total_cmp)?);
        let squeeze = middle.to_radians().cos();
        let edges = rings().flat_map(|ring| ring.lines()).map(|line| {
            let plane = |at: Coord| [at.x * squeeze * DEGREE_M, at.y * DEGREE_M];
            Line::new(plane(line.start), plane(line.end))
        });
        let edges = RTree::bulk_load(edges.collect());
        let east_m = edges.root().envelope().upper()[0];
        Some(Self { edges, margin_m: margin_m.max(0.0), squeeze, east_m })
    }

    /// Whether a place is inside or within the margin.
    pub fn holds(&self, at: Coord) -> bool {
        let at = [at.x * self.squeeze * DEGREE_M, at.y * DEGREE_M];
        self.is_inside(at) || self.edges.locate_within_distance(at, self.margin_m.powi(2)).next().is_some()
    }

    /// Whether a ray to the east leaves the area once more than it enters it.
    fn is_inside(&self, [x, y]: [f64; 2]) -> bool {
        if x > self.east_m {
            return false;
        }
        let ray = AABB::from_corners([x, y], [self.east_m + 1.0, y]);
        let crosses = |edge: &&Line<[f64; 2]>| {
            let ([ax, ay], [bx, by]) = (edge.from, edge.to);
            (ay > y) != (by > y) && x < ax + (y - ay) / (by - ay) * (bx - ax)
        };
        self.edges.locate_in_envelope_intersecting(&ray).filter(crosses).count() % 2 == 1
    }

    /// How far a place is from the area's edge, in metres, roughly.
    pub fn far_m(&self, at: Coord) -> f64 {
        let at = [at.x * self.squeeze * DEGREE_M, at.y * DEGREE_M];
        self.edges.nearest_neighbor(&at).map_or(0.0, |edge| edge.distance_2(&at).sqrt())
    }
}

/// What is left of a network.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clipped {
    /// The roads and parts of roads; the parts of one keep its uid.
    pub roads: Vec<Road>,
    /// Roads of which parts were cut off.
    pub cut: u64,
    /// Roads that lie wholly beyond.
    pub outside: u64,
}

/// The part of a network within reach: the vertices inside, and one more at each end, so that nothing ends short of the
/// edge. Vertices stay as they are.
pub fn clip(roads: Vec<Road>, reach: &ClipArea) -> Clipped {
    let mut clipped = Clipped::default();
    for road in roads {
        let runs = runs(&road.line, reach);
        match runs.as_slice() {
            [] => clipped.outside += 1,
            [(0, end)] if *end == road.line.0.len() => clipped.roads.push(road),
            runs => {
                clipped.cut += 1;
                let part = |(start, end): &(usize, usize)| road.line.0.get(*start..*end).map(<[Coord]>::to_vec);
                let parts = runs.iter().filter_map(part).map(|part| Road { line: LineString(part), ..road.clone() });
                clipped.roads.extend(parts);
            }
        }
    }
    clipped
}

/// The ranges of vertices to keep, in order and apart.
fn runs(line: &LineString, reach: &ClipArea) -> Vec<(usize, usize)> {
    let last = line.0.len();
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (at, _) in line.0.iter().enumerate().filter(|(_, vertex)| reach.holds(**vertex)) {
        let (start, end) = (at.saturating_sub(1), (at + 2).min(last));
        match runs.last_mut() {
            // The vertex beyond may be the one before, too.
            Some(run) if start < run.1 => run.1 = end,
            _ => runs.push((start, end)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use geo_types::{line_string, polygon};

    use super::*;
    use crate::domain::{model::Uid, network::RoadClass};

    fn road(line: LineString) -> Road {
        Road::new(Uid::from_bits(1), RoadClass::County, line)
    }

    fn lines(clipped: &Clipped) -> Vec<Vec<f64>> {
        clipped.roads.iter().map(|road| road.line.0.iter().map(|at| at.x).collect()).collect()
    }

    #[test]
    fn a_road_keeps_its_vertices_inside_and_one_beyond_each_end() {
        let square = polygon![(x: 119.0, y: 29.0), (x: 119.1, y: 29.0), (x: 119.1, y: 29.1), (x: 119.0, y: 29.1)];
        let reach = ClipArea::new(std::slice::from_ref(&square), 1_000.0).unwrap();
        let at = |xs: &[f64]| road(LineString(xs.iter().map(|x| Coord { x: *x, y: 29.05 }).collect()));
        let through = at(&[118.7, 118.8, 118.9, 119.05, 119.06, 119.2, 119.3]);
        assert_eq!(lines(&clip(vec![through], &reach)), [[118.9, 119.05, 119.06, 119.2]]);
        let twice = at(&[119.05, 119.2, 119.3, 119.4, 119.2, 119.09]);
        let clipped = clip(vec![twice], &reach);
        assert_eq!((lines(&clipped), clipped.cut), (vec![vec![119.05, 119.2], vec![119.2, 119.09]], 1));
        let in_and_out = at(&[119.05, 119.2, 119.06]);
        assert_eq!(clip(vec![in_and_out.clone()], &reach).roads, [in_and_out]);
        let beyond = clip(vec![at(&[119.2, 119.3])], &reach);
        assert_eq!((beyond.roads.len(), beyond.outside), (0, 1));
    }

    #[test]
    fn the_margin_holds_and_holes_and_second_areas_count() {
        let with_hole = Polygon::new(
            line_string![(x: 119.0, y: 29.0), (x: 119.4, y: 29.0), (x: 119.4, y: 29.4), (x: 119.0, y: 29.4), (x: 119.0, y: 29.0)],
            vec![
                line_string![(x: 119.1, y: 29.1), (x: 119.3, y: 29.1), (x: 119.3, y: 29.3), (x: 119.1, y: 29.3), (x: 119.1, y: 29.1)],
            ],
        );
        let other = polygon![(x: 120.0, y: 29.0), (x: 120.1, y: 29.0), (x: 120.1, y: 29.1)];
        let reach = ClipArea::new(&[with_hole, other], 500.0).unwrap();
        for (x, y, held) in [
            (119.05, 29.05, true),
            (119.2, 29.2, false),
            (119.104, 29.2, true),
            (119.404, 29.2, true),
            (119.41, 29.2, false),
            (120.08, 29.02, true),
            (118.0, 29.2, false),
        ] {
            assert_eq!(reach.holds(Coord { x, y }), held, "{x}, {y}");
        }
        assert!(ClipArea::new(&[], 5.0).is_none());
    }
}
