//! What was drawn twice: a line that runs along another within the tolerance, from end to end.

use rstar::{AABB, RTree, primitives::GeomWithData};

use crate::domain::network::{
    OneWay, Road,
    topology::{
        Course,
        grid::{Spot, apart_m, project, unit_m},
    },
};

/// Drops the lesser of two: the one without a name, of the lower class, or else the later by its places. How many.
pub(super) fn drop_twins(courses: &mut Vec<Course>, roads: &[Road], tolerance_m: f64) -> u64 {
    let tree = RTree::bulk_load(
        courses
            .iter()
            .enumerate()
            .flat_map(|(number, course)| course.ends().map(|[x, y]| GeomWithData::new([x as f64, y as f64], number)))
            .collect(),
    );
    let mut order: Vec<usize> = (0..courses.len()).collect();
    order.sort_by_cached_key(|number| courses.get(*number).map(|course| rank(course, roads)));
    let mut dropped = vec![false; courses.len()];
    for number in &order {
        if dropped.get(*number) != Some(&false) {
            continue;
        }
        let Some(kept) = courses.get(*number) else { continue };
        let [first, _] = kept.ends();
        let near: Vec<usize> = tree.locate_in_envelope(&around(first, tolerance_m)).map(|found| found.data).collect();
        for other in near.into_iter().filter(|other| other != number) {
            let twin = courses.get(other).is_some_and(|other| are_twins(kept, other, roads, tolerance_m));
            if twin && let Some(dropped) = dropped.get_mut(other) {
                *dropped = true;
            }
        }
    }
    let before = courses.len();
    let mut dropped = dropped.into_iter();
    courses.retain(|_| !dropped.next().unwrap_or(false));
    (before - courses.len()) as u64
}

/// The box of all that may lie within so many metres.
pub(super) fn around(at: Spot, metres: f64) -> AABB<[f64; 2]> {
    let [lon_m, lat_m] = unit_m(at);
    let [x, y] = at.map(|number| number as f64);
    let (dx, dy) = (metres / lon_m * 1.001 + 1.0, metres / lat_m * 1.001 + 1.0);
    AABB::from_corners([x - dx, y - dy], [x + dx, y + dy])
}

/// By what the better of two is told, whatever their order: the smaller.
fn rank(course: &Course, roads: &[Road]) -> impl Ord + use<> {
    let road = roads.get(course.road);
    let class = road.map(|road| road.class);
    let unnamed = road.is_none_or(|road| road.name.is_empty());
    let backward: Vec<Spot> = course.spots.iter().rev().copied().collect();
    (unnamed, class, backward.min(course.spots.clone()), course.road)
}

fn are_twins(one: &Course, other: &Course, roads: &[Road], tolerance_m: f64) -> bool {
    if (one.level, one.structure) != (other.level, other.structure) {
        return false;
    }
    let ([a, b], [c, d]) = (one.ends(), other.ends());
    let near = |a: Spot, b: Spot| apart_m(a, b) <= tolerance_m;
    let (same, turned) = (near(a, c) && near(b, d), near(a, d) && near(b, c));
    let oneway = |course: &Course| roads.get(course.road).map_or(OneWay::Both, |road| road.oneway);
    let reversed = |oneway: OneWay| match oneway {
        OneWay::Both => OneWay::Both,
        OneWay::Forward => OneWay::Backward,
        OneWay::Backward => OneWay::Forward,
    };
    // Two carriageways drawn as one line twice, each its way, are two roads.
    let same = same && oneway(one) == oneway(other);
    let turned = turned && oneway(one) == reversed(oneway(other));
    (same || turned) && runs_along(one, other, tolerance_m) && runs_along(other, one, tolerance_m)
}

/// Whether every vertex of a line lies within the tolerance of another.
fn runs_along(line: &Course, along: &Course, tolerance_m: f64) -> bool {
    let near = |at: &Spot| along.segments().any(|segment| apart_m(*at, project(*at, segment).0) <= tolerance_m);
    line.spots.iter().all(near)
}
