//! Lines of one level that cross or touch get the vertex they lack.

use std::collections::BTreeMap;

use rstar::{
    AABB, RTree,
    primitives::{GeomWithData, Rectangle},
};

use crate::domain::network::topology::{
    Course,
    grid::{Spot, lacking},
};

/// How often crossings are looked for anew: rounding one to the grid bends its lines by half a centimetre, which may
/// let them touch what they passed.
const ROUNDS: usize = 16;

/// A segment in the index: of which course, which one.
type Indexed = GeomWithData<Rectangle<[f64; 2]>, (usize, usize)>;

/// What is to be inserted, by course and segment.
pub(super) type Inserts = BTreeMap<(usize, usize), Vec<Spot>>;

/// The index of the segments of those courses that `of` names.
pub(super) fn index(courses: &[Course], of: impl Fn(&Course) -> bool) -> RTree<Indexed> {
    let mut all = Vec::new();
    for (number, course) in courses.iter().enumerate().filter(|(_, course)| of(course)) {
        for (at, ends) in course.segments().enumerate() {
            let [[ax, ay], [bx, by]] = ends.map(|[x, y]| [x as f64, y as f64]);
            let bounds = Rectangle::from_corners([ax.min(bx), ay.min(by)], [ax.max(bx), ay.max(by)]);
            all.push(GeomWithData::new(bounds, (number, at)));
        }
    }
    RTree::bulk_load(all)
}

/// Gives crossing lines their vertices; how many were inserted.
pub(super) fn meet(courses: &mut [Course]) -> u64 {
    let mut inserted = 0;
    for _ in 0..ROUNDS {
        let inserts = find(courses);
        if inserts.is_empty() {
            break;
        }
        inserted += insert(courses, inserts);
    }
    inserted
}

fn find(courses: &[Course]) -> Inserts {
    let tree = index(courses, |course| !course.structure);
    let mut inserts = Inserts::new();
    for (number, course) in courses.iter().enumerate().filter(|(_, course)| !course.structure) {
        for (at, ends) in course.segments().enumerate() {
            let [a, b] = ends.map(|[x, y]| [x as f64, y as f64]);
            for near in tree.locate_in_envelope_intersecting(&AABB::from_corners(a, b)) {
                // Each pair once.
                if near.data <= (number, at) {
                    continue;
                }
                let Some(other) = courses.get(near.data.0).filter(|other| other.level == course.level) else {
                    continue;
                };
                let Some(segment) = other.segment(near.data.1) else { continue };
                for (place, spots) in [(number, at), near.data].into_iter().zip(lacking(ends, segment)) {
                    if !spots.is_empty() {
                        inserts.entry(place).or_default().extend(spots);
                    }
                }
            }
        }
    }
    inserts
}

/// Inserts vertices along their segments; how many.
pub(super) fn insert(courses: &mut [Course], inserts: Inserts) -> u64 {
    let mut by_course: BTreeMap<usize, Vec<(usize, Vec<Spot>)>> = BTreeMap::new();
    for ((course, segment), spots) in inserts {
        by_course.entry(course).or_default().push((segment, spots));
    }
    let mut inserted = 0;
    for (number, segments) in by_course {
        let Some(course) = courses.get_mut(number) else { continue };
        let before = course.spots.len();
        let mut more = segments.into_iter().peekable();
        let mut spots = Vec::with_capacity(before + more.len());
        for (at, spot) in course.spots.iter().enumerate() {
            spots.push(*spot);
            if let Some((_, mut between)) = more.next_if(|(segment, _)| *segment == at) {
                let [x, y] = *spot;
                // Rounding may put a spot beside the segment, but never out of order by more than it is long.
                between.sort_by_key(|[bx, by]| (i128::from(bx - x).pow(2) + i128::from(by - y).pow(2), *bx, *by));
                spots.extend(between);
            }
        }
        spots.dedup();
        inserted += spots.len().saturating_sub(before) as u64;
        course.spots = spots;
    }
    inserted
}
