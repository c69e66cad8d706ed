//! What is at a place on the screen.

use geo::{Contains, Distance, Euclidean, coord};
use geo_types::{LineString, Point};

use crate::domain::{
    model::ObjectRef,
    view::{
        projection::{Bounds, View},
        scene::{Line, Scene},
        shape::PxRect,
    },
};

/// How far beside a mark or a line still counts, points.
pub(super) const SLACK: f32 = 4.0;

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    /// The object; `None` for a cluster.
    pub object: Option<ObjectRef>,
    /// Its name, where the scene knows it.
    pub name: String,
    /// The bounds of a cluster.
    pub cluster: Option<Bounds>,
}

/// The topmost thing at a place: a mark, else a dot, else a line, else an area.
pub(super) fn find(
    scene: &Scene,
    (marks, dot): (&[(usize, PxRect)], Option<usize>),
    view: &View,
    at: [f32; 2],
) -> Option<Found> {
    let around = |rect: &PxRect| PxRect {
        min: [rect.min[0] - SLACK, rect.min[1] - SLACK],
        max: [rect.max[0] + SLACK, rect.max[1] + SLACK],
    };
    // An exact hit before one beside it.
    let exact = marks.iter().rev().find(|(_, rect)| rect.holds(at));
    let beside = || marks.iter().rev().find(|(_, rect)| around(rect).holds(at));
    let mark = exact.map(|(index, _)| *index).or(dot).or_else(|| beside().map(|(index, _)| *index));
    if let Some(mark) = mark.and_then(|index| scene.marks.get(index)) {
        let cluster = mark.cluster.map(|cluster| cluster.bounds);
        return Some(Found { object: mark.object.clone(), name: mark.name.clone(), cluster });
    }
    let found = |object: &ObjectRef| {
        let name = scene.names.get(object).cloned().unwrap_or_default();
        Found { object: Some(object.clone()), name, cluster: None }
    };
    let line = scene.lines.iter().rev().find(|line| line.object.is_some() && is_on(line, view, at));
    if let Some(object) = line.and_then(|line| line.object.as_ref()) {
        return Some(found(object));
    }
    let [lon, lat] = view.to_degrees(f64::from(at[0]), f64::from(at[1]));
    let place = coord! { x: lon, y: lat };
    let area = scene.areas.iter().rev().find(|area| area.object.is_some() && area.shape.contains(&place));
    area.and_then(|area| area.object.as_ref()).map(found)
}

fn is_on(line: &Line, view: &View, at: [f32; 2]) -> bool {
    let here = Point::new(f64::from(at[0]), f64::from(at[1]));
    let projector = view.projector();
    line.shape.iter().any(|part| {
        let screen: LineString = part.coords().map(|c| projector.to_screen(c.x, c.y)).collect::<Vec<_>>().into();
        Euclidean.distance(&here, &screen) <= f64::from(SLACK) + 2.0
    })
}
