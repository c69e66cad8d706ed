//! The area that exposure is asked of.

use std::{collections::BTreeSet, sync::Arc};

use geo::CoordsIter as _;
use geo_types::{Coord, Geometry, MultiPolygon, Point, Rect};

use crate::domain::{
    model::{Object, Uid},
    place::{Fault, Flaw, Footprint, Position, bounds, circle, distance_m, middle_of, sound},
    plan::evacuation::Danger,
    query::zones_covered,
    world::{Layer, World},
};

/// The circle as a polygon lies within this share of its radius.
const CIRCLE_ERROR: f64 = 0.002;

/// An area, its edge included; several areas are one, so that nothing in two of them counts twice.
#[derive(Clone, Debug)]
pub struct Extent {
    shape: Shape,
    /// Danger areas and zones of the map it was made of.
    named: BTreeSet<Uid>,
}

#[derive(Clone, Debug)]
enum Shape {
    /// Judged by the geodesic.
    Circle {
        centre: Position,
        radius_m: f64,
    },
    Area(Box<Footprint>),
}

impl Extent {
    /// Of a danger: polygons that were drawn or read, or danger areas and zones of the map.
    ///
    /// # Errors
    /// [`Fault`] when nothing is left that has an area.
    pub fn of(danger: &Danger) -> Result<Self, Fault> {
        let parts: Vec<_> = danger.shapes().flat_map(|shape| shape.0.iter().cloned()).collect();
        let one = danger.shapes().count() == 1;
        // One shape was looked at when the danger was made; of several, parts may overlap.
        let area = if one { MultiPolygon(parts) } else { whole(sound(&MultiPolygon(parts).into())?.geometry) };
        let print = Footprint::of(area).ok_or(Fault { flaw: Flaw::Empty, at: None })?;
        Ok(Self { shape: Shape::Area(Box::new(print)), named: danger.zones().clone() })
    }

    /// A circle; its radius in metres, zero or more.
    pub const fn circle(centre: Position, radius_m: f64) -> Self {
        Self { shape: Shape::Circle { centre, radius_m }, named: BTreeSet::new() }
    }

    /// Its outline, to be drawn; `None` where no flat map could show it.
    pub fn outline(&self) -> Option<MultiPolygon> {
        match &self.shape {
            Shape::Circle { centre, radius_m } => Some(circle(*centre, *radius_m)?.into()),
            Shape::Area(print) => Some(print.area().clone()),
        }
    }

    /// The danger areas and zones of the map it was made of: they are not among what lies inside.
    pub(super) const fn named(&self) -> &BTreeSet<Uid> {
        &self.named
    }

    /// The danger zones whose households live inside wherever their home is.
    pub(super) fn zones(&self, world: &World) -> BTreeSet<Uid> {
        let covered = self.rect().map(|rect| zones_covered(world, rect, |zone| self.covers(zone)));
        self.named.iter().copied().chain(covered.into_iter().flatten()).collect()
    }

    /// What of a layer lies inside: the base in the order it was loaded, then what changed since.
    pub(super) fn inside<'a>(&self, layer: &'a Layer) -> Vec<&'a Arc<Object>> {
        match &self.shape {
            Shape::Circle { centre, radius_m } => {
                let ranked = layer.within_m(*centre, *radius_m);
                ranked.into_iter().map(|one| one.object).collect()
            }
            Shape::Area(print) => {
                let holds = |at: Position| print.holds(coord(at));
                layer.inside(print.rect(), holds, |geometry| print.meets(geometry))
            }
        }
    }

    /// The things of a layer whose place, a point or one that stands for them, lies inside.
    pub(super) fn placed<'a>(&self, layer: &'a Layer) -> Vec<&'a Arc<Object>> {
        // A circle of no width has no box.
        let Some(rect) = self.rect() else { return self.inside(layer) };
        let holds = |at: Position| self.holds(at.point());
        layer.inside(rect, holds, |geometry| middle_of(geometry).is_some_and(holds))
    }

    /// Whether a place lies inside.
    pub(super) fn holds(&self, at: Point) -> bool {
        match &self.shape {
            Shape::Circle { centre, radius_m } => {
                Position::try_from(at).is_ok_and(|at| distance_m(*centre, at) <= *radius_m)
            }
            Shape::Area(print) => print.holds(at.0),
        }
    }

    fn rect(&self) -> Option<Rect> {
        match &self.shape {
            Shape::Circle { centre, radius_m } => bounds(&circle(*centre, *radius_m * (1.0 + CIRCLE_ERROR))?.into()),
            Shape::Area(print) => Some(print.rect()),
        }
    }

    fn covers(&self, zone: &Geometry) -> bool {
        match &self.shape {
            Shape::Circle { .. } => zone.coords_iter().all(|corner| self.holds(corner.into())),
            Shape::Area(print) => print.covers(zone),
        }
    }
}

fn coord(at: Position) -> Coord {
    Coord { x: at.lon(), y: at.lat() }
}

fn whole(geometry: Geometry) -> MultiPolygon {
    match geometry {
        Geometry::Polygon(polygon) => polygon.into(),
        Geometry::MultiPolygon(polygons) => polygons,
        _ => MultiPolygon(Vec::new()),
    }
}
