//! Lines that were drawn to look joined become joined: ends that lie within a tolerance of another line are put onto
//! it, lines of one level that cross get a vertex in common, and what was drawn twice is dropped.
//!
//! Everything happens on the grid of 1e-7 degree and by place, not by order: the same lines in another order give the
//! same vertices. Interior vertices never move; an end moves once, and never farther than the tolerance from where it
//! was drawn. What is on or under a structure meets others at its ends alone.

mod cross;
mod ends;
mod grid;
mod twins;

use geo_types::LineString;

use crate::domain::network::{
    Road,
    topology::grid::{Spot, coord, spot},
};

/// How often all steps are repeated: what one moved may come near what another left.
const ROUNDS: usize = 8;

/// Roads that are joined, and what that took.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Joined {
    /// The roads that are left, in their order, their vertices on the grid of 1e-7 degree.
    pub roads: Vec<Road>,
    /// Ends that were moved onto another line.
    pub moved_ends: u64,
    /// Vertices inserted where lines cross or touch.
    pub inserted: u64,
    /// Lines along another one within the tolerance, dropped.
    pub twins: u64,
    /// Lines shorter than the tolerance or the grid, dropped.
    pub too_short: u64,
    /// Ends that lie within the tolerance of a line and were left: they had been moved already.
    pub held: u64,
}

/// A line on the grid.
#[derive(Clone, Debug)]
struct Course {
    /// Which road.
    road: usize,
    spots: Vec<Spot>,
    level: i64,
    /// On a bridge or in a tunnel.
    structure: bool,
    /// Where its ends were drawn.
    drawn: [Spot; 2],
}

impl Course {
    fn segments(&self) -> impl Iterator<Item = [Spot; 2]> {
        self.spots.windows(2).filter_map(|two| <[Spot; 2]>::try_from(two).ok())
    }

    fn segment(&self, at: usize) -> Option<[Spot; 2]> {
        <[Spot; 2]>::try_from(self.spots.get(at..at + 2)?).ok()
    }

    /// Its ends; a course has two at least.
    fn ends(&self) -> [Spot; 2] {
        [self.spots.first(), self.spots.last()].map(|end| end.copied().unwrap_or_default())
    }

    const fn on_the_ground(&self) -> bool {
        !self.structure && self.level == 0
    }

    fn interior(&self) -> &[Spot] {
        self.spots.get(1..self.spots.len().saturating_sub(1)).unwrap_or_default()
    }
}

/// Joins roads whose lines were drawn one by one.
pub fn join(roads: Vec<Road>, tolerance_m: f64) -> Joined {
    let mut joined = Joined::default();
    let given = roads.len();
    let mut courses: Vec<Course> = roads.iter().enumerate().filter_map(|(number, road)| course(number, road)).collect();
    for round in 0..ROUNDS {
        let twins = twins::drop_twins(&mut courses, &roads, tolerance_m);
        let snapped = ends::snap(&mut courses, tolerance_m);
        let inserted = cross::meet(&mut courses);
        joined.twins += twins;
        joined.moved_ends += snapped.moved;
        joined.inserted += snapped.inserted + inserted;
        joined.held = snapped.held;
        let settled = twins + snapped.moved + snapped.inserted + inserted == 0;
        if settled && round > 0 {
            break;
        }
    }
    joined.too_short = (given - courses.len()) as u64 - joined.twins;
    let mut courses = courses.into_iter().peekable();
    for (number, mut road) in roads.into_iter().enumerate() {
        if let Some(course) = courses.next_if(|course| course.road == number) {
            road.line = LineString(course.spots.into_iter().map(coord).collect());
            joined.roads.push(road);
        }
    }
    joined
}

fn course(number: usize, road: &Road) -> Option<Course> {
    let mut spots: Vec<Spot> = road.line.0.iter().map(|at| spot(*at)).collect();
    spots.dedup();
    let drawn = [*spots.first()?, *spots.last()?];
    let structure = road.bridge || road.tunnel;
    (spots.len() >= 2).then_some(Course { road: number, spots, level: road.level, structure, drawn })
}

#[cfg(test)]
mod tests;
