//! What a new point snaps to: vertices before edges, of what is shown and can be asked about.

use geo_types::{Coord, LineString};

use crate::domain::{
    model::ObjectRef,
    view::{projection::View, scene::Scene},
};

/// How near the pointer must be, points.
pub(super) const NEAR: f64 = 9.0;

/// The vertex, else the place on an edge, nearest to the pointer and near enough to it; `except`: of any other object.
pub(super) fn snap(
    (scene, except): (&Scene, Option<&ObjectRef>),
    own: &[LineString],
    view: &View,
    [x, y]: [f64; 2],
) -> Option<Coord> {
    let counts = |object: &Option<ObjectRef>| object.is_some() && object.as_ref() != except;
    let here = view.to_degrees(x, y);
    // Compared in degrees first: a scene has a hundred thousand edges, and few are near.
    let [east, north] = view.to_degrees(x + NEAR, y - NEAR);
    let reach = [(east - here[0]).abs() * 1.5, (north - here[1]).abs() * 1.5];
    let mut search = Search { view, at: [x, y], here, reach, vertex: None, edge: None };
    for mark in scene.marks.iter().filter(|mark| counts(&mark.object)) {
        let [lon, lat] = mark.from.unwrap_or(mark.at);
        search.vertex(Coord { x: lon, y: lat });
    }
    for line in scene.lines.iter().filter(|line| counts(&line.object)) {
        line.shape.iter().for_each(|line| search.line(line));
    }
    for area in scene.areas.iter().filter(|area| counts(&area.object)) {
        for polygon in &area.shape {
            search.line(polygon.exterior());
            polygon.interiors().iter().for_each(|ring| search.line(ring));
        }
    }
    own.iter().for_each(|line| search.line(line));
    search.vertex.or(search.edge).map(|(_, coord)| coord)
}

struct Search<'a> {
    view: &'a View,
    at: [f64; 2],
    here: [f64; 2],
    reach: [f64; 2],
    vertex: Option<(f64, Coord)>,
    edge: Option<(f64, Coord)>,
}

impl Search<'_> {
    fn vertex(&mut self, coord: Coord) {
        let near = (coord.x - self.here[0]).abs() <= self.reach[0] && (coord.y - self.here[1]).abs() <= self.reach[1];
        if near {
            let far = self.far(coord);
            keep(&mut self.vertex, far, coord);
        }
    }

    fn line(&mut self, line: &LineString) {
        let [lon, lat] = self.here;
        for coord in &line.0 {
            self.vertex(*coord);
        }
        for edge in line.lines() {
            let away = |a: f64, b: f64, at: f64, reach: f64| at < a.min(b) - reach || at > a.max(b) + reach;
            if away(edge.start.x, edge.end.x, lon, self.reach[0]) || away(edge.start.y, edge.end.y, lat, self.reach[1])
            {
                continue;
            }
            let (_, foot) = foot(self.view, edge.start, edge.end, self.at);
            let far = self.far(foot);
            keep(&mut self.edge, far, foot);
        }
    }

    fn far(&self, coord: Coord) -> f64 {
        let [x, y] = self.view.to_screen(coord.x, coord.y);
        (x - self.at[0]).hypot(y - self.at[1])
    }
}

fn keep(best: &mut Option<(f64, Coord)>, far: f64, coord: Coord) {
    if far <= NEAR && best.is_none_or(|(nearest, _)| far < nearest) {
        *best = Some((far, coord));
    }
}

/// The place on an edge nearest to a place on the screen, and how far that is, points.
pub(super) fn foot(view: &View, from: Coord, to: Coord, [x, y]: [f64; 2]) -> (f64, Coord) {
    let ([ax, ay], [bx, by]) = (view.to_screen(from.x, from.y), view.to_screen(to.x, to.y));
    let (dx, dy) = (bx - ax, by - ay);
    let length2 = dx * dx + dy * dy;
    let part = if length2 > 0.0 { (((x - ax) * dx + (y - ay) * dy) / length2).clamp(0.0, 1.0) } else { 0.0 };
    let coord = Coord { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
    let [fx, fy] = view.to_screen(coord.x, coord.y);
    ((fx - x).hypot(fy - y), coord)
}
