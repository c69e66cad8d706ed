//! Whether a drawn or edited geometry makes sense on the Earth, and the little that may be mended by itself.
//!
//! What could be meant in two ways (a bow-tie, a hole outside) is refused with the place of the fault. What can only
//! be meant in one way (a point twice in a row, an empty hole, holes that overlap) is mended, and that is said.

mod place;
#[cfg(test)]
mod tests;

use geo::{BooleanOps as _, RemoveRepeatedPoints as _, Validation as _, unary_union};
use geo_types::{Coord, Geometry, LineString, MultiPolygon, Polygon};

use crate::domain::problem::Problem;

/// What is wrong with a geometry.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Flaw {
    /// A coordinate is no number, or beyond ±180 or ±90.
    OffEarth,
    /// A point at a pole: it has no longitude, and no map of ours shows it.
    AtPole,
    /// An edge that spans more than half the Earth: it was meant to cross the date line.
    AcrossDateLine,
    /// There is nothing in it.
    Empty,
    /// A line of fewer than two, an area of fewer than three distinct points.
    TooFewPoints,
    /// All points of an area lie on one line.
    Flat,
    /// A ring crosses or touches itself: a bow-tie.
    CrossesItself,
    /// A hole that is not inside its area.
    HoleOutside,
    /// Mended: the same point twice in a row.
    RepeatedPoint,
    /// Mended: a hole with no area.
    EmptyHole,
    /// Mended: holes that overlap, or share an edge, are one hole.
    HolesOverlap,
    /// Mended: a hole along the edge is a bay of it.
    HoleAtEdge,
    /// Mended: parts that overlap are one part.
    PartsOverlap,
}

impl Flaw {
    /// Its code, for the sentence `problem-<code>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OffEarth => "flaw_off_earth",
            Self::AtPole => "flaw_at_pole",
            Self::AcrossDateLine => "flaw_across_date_line",
            Self::Empty => "flaw_empty",
            Self::TooFewPoints => "flaw_too_few_points",
            Self::Flat => "flaw_flat",
            Self::CrossesItself => "flaw_crosses_itself",
            Self::HoleOutside => "flaw_hole_outside",
            Self::RepeatedPoint => "flaw_repeated_point",
            Self::EmptyHole => "flaw_empty_hole",
            Self::HolesOverlap => "flaw_holes_overlap",
            Self::HoleAtEdge => "flaw_hole_at_edge",
            Self::PartsOverlap => "flaw_parts_overlap",
        }
    }
}

/// A flaw and where it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fault {
    /// What is wrong.
    pub flaw: Flaw,
    /// Where, WGS-84 degrees; `None`: it has no place on the map.
    pub at: Option<Coord>,
}

impl Fault {
    /// As a problem, with its place.
    pub fn problem(&self) -> Problem {
        let at = self.at.map(|at| format!("{:.5}, {:.5}", at.x, at.y));
        Problem::new(self.flaw.code()).arg("at", at.unwrap_or_default())
    }
}

/// A geometry that makes sense.
#[derive(Clone, Debug, PartialEq)]
pub struct Sound {
    /// It; exactly what came in where nothing was mended.
    pub geometry: Geometry,
    /// What was mended, in order.
    pub mended: Vec<Fault>,
}

/// The geometry, mended where it can only be meant in one way.
///
/// # Errors
/// The first [`Fault`] that only the person who draws can mend.
pub fn sound(geometry: &Geometry) -> Result<Sound, Fault> {
    let mut mended = Vec::new();
    let geometry = one(geometry, &mut mended)?;
    Ok(Sound { geometry, mended })
}

fn one(geometry: &Geometry, mended: &mut Vec<Fault>) -> Result<Geometry, Fault> {
    place::on_earth(geometry)?;
    Ok(match geometry {
        Geometry::Point(_) | Geometry::MultiPoint(_) => geometry.clone(),
        Geometry::Line(line) => return one(&Geometry::LineString((*line).into()), mended),
        Geometry::LineString(line) => Geometry::LineString(path(line, mended)?),
        Geometry::MultiLineString(lines) => {
            let lines = lines.iter().map(|line| path(line, mended));
            Geometry::MultiLineString(lines.collect::<Result<_, _>>()?)
        }
        Geometry::Rect(rect) => Geometry::Polygon(single(area(&rect.to_polygon(), mended)?)?),
        Geometry::Triangle(triangle) => Geometry::Polygon(single(area(&triangle.to_polygon(), mended)?)?),
        Geometry::Polygon(polygon) => {
            let area = area(polygon, mended)?;
            if area.0.len() == 1 { Geometry::Polygon(single(area)?) } else { Geometry::MultiPolygon(area) }
        }
        Geometry::MultiPolygon(polygons) => Geometry::MultiPolygon(parts(polygons, mended)?),
        Geometry::GeometryCollection(all) => {
            let all = all.iter().map(|each| one(each, mended));
            Geometry::GeometryCollection(all.collect::<Result<_, _>>()?)
        }
    })
}

fn single(area: MultiPolygon) -> Result<Polygon, Fault> {
    area.0.into_iter().next().ok_or(Fault { flaw: Flaw::Empty, at: None })
}

/// Without the points that are there twice in a row.
fn once(line: &LineString, mended: &mut Vec<Fault>) -> LineString {
    let twice = line.0.windows(2).find(|pair| pair.first() == pair.last());
    let Some(twice) = twice else { return line.clone() };
    mended.push(Fault { flaw: Flaw::RepeatedPoint, at: twice.first().copied() });
    line.remove_repeated_points()
}

fn path(line: &LineString, mended: &mut Vec<Fault>) -> Result<LineString, Fault> {
    let line = once(line, mended);
    if line.0.len() < 2 {
        return Err(Fault { flaw: Flaw::TooFewPoints, at: line.0.first().copied() });
    }
    Ok(line)
}

/// A ring with an area that crosses nothing of its own.
fn ring(line: &LineString, mended: &mut Vec<Fault>) -> Result<LineString, Fault> {
    let ring = once(line, mended);
    let first = ring.0.first().copied();
    if place::distinct(&ring) < 3 {
        let flaw = if first.is_none() { Flaw::Empty } else { Flaw::TooFewPoints };
        return Err(Fault { flaw, at: first });
    }
    if place::is_flat(&ring) {
        return Err(Fault { flaw: Flaw::Flat, at: first });
    }
    if !Polygon::new(ring.clone(), Vec::new()).is_valid() {
        return Err(Fault { flaw: Flaw::CrossesItself, at: place::crossing(&ring).or(first) });
    }
    Ok(ring)
}

fn area(polygon: &Polygon, mended: &mut Vec<Fault>) -> Result<MultiPolygon, Fault> {
    let shell = ring(polygon.exterior(), mended)?;
    let alone = Polygon::new(shell.clone(), Vec::new());
    let mut holes = Vec::new();
    for hole in polygon.interiors() {
        match ring(hole, mended) {
            Ok(hole) => holes.push(hole),
            Err(Fault { flaw: Flaw::Empty | Flaw::TooFewPoints | Flaw::Flat, at }) => {
                mended.push(Fault { flaw: Flaw::EmptyHole, at });
            }
            Err(fault) => return Err(fault),
        }
    }
    for hole in &holes {
        if let Some(at) = place::outside(&alone, hole) {
            return Err(Fault { flaw: Flaw::HoleOutside, at: Some(at) });
        }
    }
    if holes.is_empty() {
        return Ok(alone.into());
    }
    let whole = Polygon::new(shell, holes.clone());
    if whole.is_valid() {
        return Ok(whole.into());
    }
    let faults = place::between_rings(&whole);
    mended.extend(faults);
    let holes: Vec<Polygon> = holes.into_iter().map(|hole| Polygon::new(hole, Vec::new())).collect();
    let cut = alone.difference(&unary_union(&holes));
    checked(cut, alone.exterior().0.first().copied())
}

fn parts(polygons: &MultiPolygon, mended: &mut Vec<Fault>) -> Result<MultiPolygon, Fault> {
    let mut out = Vec::new();
    for polygon in polygons {
        out.extend(area(polygon, mended)?);
    }
    let all = MultiPolygon::new(out);
    if all.0.is_empty() {
        return Err(Fault { flaw: Flaw::Empty, at: None });
    }
    // One alone was looked at already, and looking is dear where there are many corners.
    if all.0.len() == 1 || all.is_valid() {
        return Ok(all);
    }
    let at = place::overlap(&all);
    mended.push(Fault { flaw: Flaw::PartsOverlap, at });
    checked(unary_union(&all), at)
}

/// What was cut or joined must make sense too: slivers may not.
fn checked(area: MultiPolygon, at: Option<Coord>) -> Result<MultiPolygon, Fault> {
    if area.0.is_empty() {
        return Err(Fault { flaw: Flaw::Empty, at });
    }
    if area.is_valid() { Ok(area) } else { Err(Fault { flaw: Flaw::CrossesItself, at }) }
}
