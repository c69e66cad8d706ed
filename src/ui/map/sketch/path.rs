//! Lines and rings of a sketch, and the vertices by which they are shaped.

use geo_types::{Coord, Geometry, LineString, MultiLineString, MultiPolygon, Point, Polygon};

use crate::{
    domain::place,
    ui::map::sketch::{Form, Sketch},
};

/// A line, a ring of an area, or a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Path {
    /// Which part of several it belongs to; the first ring of a part is its shell, the others its holes.
    pub part: usize,
    /// Whether it is a ring; its first point does not stand again at its end.
    pub closed: bool,
    /// Its points.
    pub coords: Vec<Coord>,
}

/// A vertex of a path.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Handle {
    /// Which path.
    pub path: usize,
    /// Which of its points.
    pub vertex: usize,
}

impl Path {
    fn ring(part: usize, line: &LineString) -> Self {
        let open = line.0.split_last().map_or(&[] as &[Coord], |(_, rest)| rest);
        Self { part, closed: true, coords: open.to_vec() }
    }

    pub(super) fn area(&self) -> Polygon {
        Polygon::new(LineString::new(self.coords.clone()), Vec::new())
    }

    fn least(&self) -> usize {
        if self.closed { 3 } else { 2 }
    }

    /// Its edges: the number of the vertex that each starts from, and its ends.
    pub(super) fn edges(&self) -> impl Iterator<Item = (usize, Coord, Coord)> {
        let ends = self.coords.iter().copied().skip(1).chain(self.coords.first().copied().filter(|_| self.closed));
        self.coords.iter().copied().zip(ends).enumerate().map(|(index, (from, to))| (index, from, to))
    }
}

/// The paths of a geometry and how they are meant; `None` where it cannot be shaped.
pub(super) fn of(geometry: &Geometry) -> Option<(Form, Vec<Path>)> {
    let line = |part: usize, line: &LineString| Path { part, closed: false, coords: line.0.clone() };
    let rings = |part: usize, polygon: &Polygon| -> Vec<Path> {
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        rings.map(|ring| Path::ring(part, ring)).collect()
    };
    match geometry {
        Geometry::Point(at) => Some((Form::Point, vec![Path { part: 0, closed: false, coords: vec![at.0] }])),
        Geometry::LineString(only) => Some((Form::Line, vec![line(0, only)])),
        Geometry::MultiLineString(lines) => {
            Some((Form::Line, lines.iter().enumerate().map(|(part, each)| line(part, each)).collect()))
        }
        Geometry::Polygon(polygon) => Some((Form::Area, rings(0, polygon))),
        Geometry::MultiPolygon(polygons) => {
            Some((Form::Area, polygons.iter().enumerate().flat_map(|(part, each)| rings(part, each)).collect()))
        }
        _ => None,
    }
}

/// The geometry of paths meant so.
pub(super) fn geometry(form: Form, paths: &[Path]) -> Option<Geometry> {
    let first = paths.first()?;
    if matches!(form, Form::Point | Form::Text) {
        return Some(Point::from(*first.coords.first()?).into());
    }
    if matches!(form, Form::Line | Form::Arrow) {
        let mut lines: Vec<LineString> = paths.iter().map(|path| LineString::new(path.coords.clone())).collect();
        return match lines.pop() {
            Some(only) if lines.is_empty() => Some(only.into()),
            Some(last) => {
                lines.push(last);
                Some(MultiLineString::new(lines).into())
            }
            None => None,
        };
    }
    let mut parts: Vec<(usize, Polygon)> = Vec::new();
    for path in paths {
        let ring = LineString::new(path.coords.clone());
        match parts.iter_mut().find(|(part, _)| *part == path.part) {
            Some((_, polygon)) => polygon.interiors_push(ring),
            None => parts.push((path.part, Polygon::new(ring, Vec::new()))),
        }
    }
    let mut polygons: Vec<Polygon> = parts.into_iter().map(|(_, polygon)| polygon).collect();
    match polygons.len() {
        1 => polygons.pop().map(Geometry::from),
        _ => Some(MultiPolygon::new(polygons).into()),
    }
}

impl Sketch {
    /// Every vertex that can be moved.
    pub(super) fn handles(&self) -> impl Iterator<Item = (Handle, Coord)> {
        self.paths.iter().enumerate().flat_map(|(path, each)| {
            each.coords.iter().enumerate().map(move |(vertex, at)| (Handle { path, vertex }, *at))
        })
    }

    /// Puts a vertex somewhere else.
    pub(super) fn shift(&mut self, handle: Handle, to: Coord) {
        let path = self.paths.get_mut(handle.path);
        if let Some(at) = path.and_then(|path| path.coords.get_mut(handle.vertex)) {
            *at = to;
        }
    }

    /// Adds a vertex on the edge that starts from one; it is the one chosen.
    pub(super) fn split(&mut self, from: Handle, at: Coord) {
        self.remember();
        let Some(path) = self.paths.get_mut(from.path) else { return };
        let vertex = (from.vertex + 1).min(path.coords.len());
        path.coords.insert(vertex, at);
        self.chosen = Some(Handle { vertex, ..from });
        self.check();
    }

    /// Takes the chosen vertex away. A ring that would be none any more goes whole when it is a hole.
    pub(super) fn remove_chosen(&mut self) {
        let Some(handle) = self.chosen else { return };
        self.remember();
        let Some(path) = self.paths.get_mut(handle.path) else { return };
        let (part, is_ring) = (path.part, path.closed);
        if path.coords.len() > path.least() {
            if handle.vertex < path.coords.len() {
                path.coords.remove(handle.vertex);
            }
        } else if is_ring && self.paths.iter().position(|other| other.part == part) != Some(handle.path) {
            self.paths.remove(handle.path);
        } else {
            self.past.pop();
            return;
        }
        self.chosen = None;
        self.check();
    }

    /// Keeps what is there, to come back to.
    pub(super) fn remember(&mut self) {
        self.past.push(self.paths.clone());
    }

    /// Says what is wrong with it now.
    pub(super) fn check(&mut self) {
        self.fault = self.geometry().and_then(|geometry| place::sound(&geometry).err());
    }
}
