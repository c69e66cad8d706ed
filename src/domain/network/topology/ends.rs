//! Ends of lines are put onto what they nearly reach.
//!
//! An end on the ground goes to the nearest vertex inside another line on the ground, else onto the nearest such line,
//! else it meets the ends near it; those of bridges, tunnels and other levels go to ends alone, for they may hang in
//! the air above a line. Ends at one place move together.

use std::collections::{BTreeMap, BTreeSet};

use rstar::{RTree, primitives::GeomWithData};

use crate::domain::network::topology::{
    Course,
    cross::{self, Inserts},
    grid::{Spot, apart_m, project},
    twins::around,
};

/// What was done.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Snapped {
    pub moved: u64,
    pub inserted: u64,
    pub held: u64,
}

/// The lines that end at a place.
#[derive(Debug, Default)]
struct End {
    courses: BTreeSet<usize>,
    ground: bool,
    /// Where they were drawn, before anything moved.
    drawn: Vec<Spot>,
}

/// Puts ends onto what they nearly reach.
pub(super) fn snap(courses: &mut Vec<Course>, tolerance_m: f64) -> Snapped {
    let ends = ends(courses);
    let mut snapping = Snapping::new(courses, tolerance_m);
    for (spot, end) in ends.iter().filter(|(_, end)| end.ground) {
        snapping.ground(*spot, end, courses);
    }
    for (spot, end) in ends.iter().filter(|(_, end)| !end.ground) {
        snapping.aloft(*spot, end);
    }
    let Snapping { moves, inserts, mut done, .. } = snapping;
    done.inserted = cross::insert(courses, inserts);
    for course in courses.iter_mut() {
        let last = course.spots.len().saturating_sub(1);
        for at in [0, last] {
            if let Some(spot) = course.spots.get_mut(at)
                && let Some(to) = moves.get(spot)
            {
                *spot = *to;
                done.moved += 1;
            }
        }
        course.spots.dedup();
    }
    courses.retain(|course| course.spots.len() >= 2);
    done
}

fn ends(courses: &[Course]) -> BTreeMap<Spot, End> {
    let mut ends: BTreeMap<Spot, End> = BTreeMap::new();
    for (number, course) in courses.iter().enumerate() {
        for (spot, drawn) in course.ends().into_iter().zip(course.drawn) {
            let end = ends.entry(spot).or_default();
            end.courses.insert(number);
            end.ground |= course.on_the_ground();
            end.drawn.push(drawn);
        }
    }
    ends
}

/// Points that ends may go to, each with the lines it is inside.
#[derive(Debug, Default)]
struct Points {
    tree: RTree<GeomWithData<[f64; 2], Spot>>,
    lines: BTreeMap<Spot, BTreeSet<usize>>,
}

impl Points {
    fn add(&mut self, spot: Spot, line: Option<usize>) {
        let lines = self.lines.entry(spot).or_insert_with(|| {
            self.tree.insert(GeomWithData::new(spot.map(|number| number as f64), spot));
            BTreeSet::new()
        });
        lines.extend(line);
    }

    /// The nearest within the tolerance that has none of these lines inside.
    fn nearest(&self, at: Spot, tolerance_m: f64, own: &BTreeSet<usize>) -> Option<Spot> {
        let near = self.tree.locate_in_envelope(&around(at, tolerance_m)).map(|found| found.data);
        let near = near.filter(|spot| self.lines.get(spot).is_none_or(|lines| lines.is_disjoint(own)));
        nearest(at, near, tolerance_m)
    }
}

/// The nearest of several spots within the tolerance; of two as near the smaller.
fn nearest(at: Spot, spots: impl Iterator<Item = Spot>, tolerance_m: f64) -> Option<Spot> {
    let measured = spots.map(|spot| (apart_m(at, spot), spot)).filter(|(apart, _)| *apart <= tolerance_m);
    measured.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))).map(|(_, spot)| spot)
}

struct Snapping {
    tolerance_m: f64,
    segments: RTree<GeomWithData<rstar::primitives::Rectangle<[f64; 2]>, (usize, usize)>>,
    /// Vertices inside lines on the ground.
    inside: Points,
    /// Ends that stay where they are, for others to come to.
    centres: Points,
    /// Where ends are, after all.
    settled: Points,
    moves: BTreeMap<Spot, Spot>,
    inserts: Inserts,
    done: Snapped,
}

impl Snapping {
    fn new(courses: &[Course], tolerance_m: f64) -> Self {
        let mut lines: BTreeMap<Spot, BTreeSet<usize>> = BTreeMap::new();
        for (number, course) in courses.iter().enumerate().filter(|(_, course)| course.on_the_ground()) {
            for spot in course.interior() {
                lines.entry(*spot).or_default().insert(number);
            }
        }
        let points = lines.keys().map(|spot| GeomWithData::new(spot.map(|number| number as f64), *spot)).collect();
        Self {
            tolerance_m,
            segments: cross::index(courses, Course::on_the_ground),
            inside: Points { tree: RTree::bulk_load(points), lines },
            centres: Points::default(),
            settled: Points::default(),
            moves: BTreeMap::new(),
            inserts: Inserts::new(),
            done: Snapped::default(),
        }
    }

    fn ground(&mut self, spot: Spot, end: &End, courses: &[Course]) {
        if self.inside.lines.contains_key(&spot) {
            return self.settled.add(spot, None);
        }
        let vertex = self.inside.nearest(spot, self.tolerance_m, &end.courses);
        if let Some(vertex) = vertex {
            return self.go(spot, vertex, end);
        }
        if let Some((place, at)) = self.onto(spot, end, courses) {
            if self.reaches(at, end) {
                self.inserts.entry(place).or_default().push(at);
                self.inside.add(at, Some(place.0));
            }
            return self.go(spot, at, end);
        }
        match self.centres.nearest(spot, self.tolerance_m, &BTreeSet::new()) {
            Some(centre) => self.go(spot, centre, end),
            None => {
                self.centres.add(spot, None);
                self.settled.add(spot, None);
            }
        }
    }

    fn aloft(&mut self, spot: Spot, end: &End) {
        match self.settled.nearest(spot, self.tolerance_m, &BTreeSet::new()) {
            Some(other) => self.go(spot, other, end),
            None => self.settled.add(spot, None),
        }
    }

    /// Where an end comes onto another line on the ground: its segment and the spot. A line whose own end is as near
    /// is met at that end.
    fn onto(&self, spot: Spot, end: &End, courses: &[Course]) -> Option<((usize, usize), Spot)> {
        let near = self.segments.locate_in_envelope_intersecting(&around(spot, self.tolerance_m)).filter_map(|found| {
            let (number, at) = found.data;
            let course = courses.get(number).filter(|_| !end.courses.contains(&number))?;
            if course.ends().into_iter().any(|other| apart_m(spot, other) <= self.tolerance_m) {
                return None;
            }
            let (nearest, between) = project(spot, course.segment(at)?);
            let apart = apart_m(spot, nearest);
            (between && apart <= self.tolerance_m).then_some((apart, nearest, found.data))
        });
        let best = near.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))?;
        Some((best.2, best.1))
    }

    /// Whether all that ends there was drawn within the tolerance of a spot.
    fn reaches(&self, to: Spot, end: &End) -> bool {
        end.drawn.iter().all(|drawn| apart_m(*drawn, to) <= self.tolerance_m)
    }

    fn go(&mut self, from: Spot, to: Spot, end: &End) {
        if from == to {
            return self.settled.add(from, None);
        }
        if !self.reaches(to, end) {
            self.done.held += 1;
            self.centres.add(from, None);
            return self.settled.add(from, None);
        }
        self.moves.insert(from, to);
        self.settled.add(to, None);
    }
}
