//! The area that exposure is asked of.

use std::collections::BTreeSet;

use geo::CoordsIter as _;
use geo_types::{Coord, Geometry, MultiPolygon, Point, Rect};

use crate::domain::{
    model::{Object, Uid},
    place::{Fault, Flaw, Footprint, Position, bounds, circle, distance_m, middle_of, sound},
    plan::evacuation::Danger,
    query::zones_covered,
    world::{Layer, Members, World},
};

/// The circle as a polygon lies within this share of its radius.
const CIRCLE_ERROR: f64 = 0.002;

/// An area, its edge included; several areas are one, so that nothing in two of them counts twice.
#[derive(Clone, Debug)]
pub struct Extent {
    shape: Shape,
    /// Danger areas and zones of the map it was made of.
    named: BTreeSet<Uid>,
    /// Villages that it holds whatever their place, and all that belongs to them by its register: township and name.
    villages: BTreeSet<(String, String)>,
}

#[derive(Clone, Debug)]
enum Shape {
    /// Judged by the geodesic.
    Circle {
        centre: Position,
        radius_m: f64,
    },
    Area(Box<Footprint>),
    /// Villages alone.
    Nowhere,
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
        Ok(Self { shape: Shape::Area(Box::new(print)), named: danger.zones().clone(), villages: BTreeSet::new() })
    }

    /// Polygons, which may overlap, and villages by township and name: these are inside wherever their place is, and so is
    /// all that names them as its village.
    ///
    /// # Errors
    /// [`Fault`] when there is neither an area nor a village.
    pub fn of_parts(area: &MultiPolygon, villages: Vec<(Option<String>, String)>) -> Result<Self, Fault> {
        let villages: BTreeSet<(String, String)> =
            villages.into_iter().map(|(township, name)| (township.unwrap_or_default(), name)).collect();
        let shape = if area.0.is_empty() {
            Shape::Nowhere
        } else {
            let whole = whole(sound(&area.clone().into())?.geometry);
            Footprint::of(whole).map_or(Shape::Nowhere, |print| Shape::Area(Box::new(print)))
        };
        if matches!(shape, Shape::Nowhere) && villages.is_empty() {
            return Err(Fault { flaw: Flaw::Empty, at: None });
        }
        Ok(Self { shape, named: BTreeSet::new(), villages })
    }

    /// A circle; its radius in metres, zero or more.
    pub const fn circle(centre: Position, radius_m: f64) -> Self {
        Self { shape: Shape::Circle { centre, radius_m }, named: BTreeSet::new(), villages: BTreeSet::new() }
    }

    /// Its outline, to be drawn; `None` where no flat map could show it.
    pub fn outline(&self) -> Option<MultiPolygon> {
        match &self.shape {
            Shape::Circle { centre, radius_m } => Some(circle(*centre, *radius_m)?.into()),
            Shape::Area(print) => Some(print.area().clone()),
            Shape::Nowhere => None,
        }
    }

    /// Whether it holds villages whatever their place.
    pub(super) fn has_villages(&self) -> bool {
        !self.villages.is_empty()
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

    /// What of a layer lies inside.
    pub(super) fn inside<'a>(&self, layer: &'a Layer) -> Members<'a> {
        let found = match &self.shape {
            Shape::Circle { centre, radius_m } => {
                let mut found = Members::none(layer);
                layer.within_m(*centre, *radius_m).iter().for_each(|one| found.insert(one.object));
                found
            }
            Shape::Area(print) => {
                let holds = |at: Position| print.holds(coord(at));
                layer.inside(print.rect(), holds, |geometry| print.meets(geometry))
            }
            Shape::Nowhere => Members::none(layer),
        };
        self.with_villages(layer, found)
    }

    /// Whether an object has one of its villages in a field; `township`: where it has that one's township.
    pub(super) fn names(&self, object: &Object, village: Option<usize>, township: Option<usize>) -> bool {
        let text = |index: Option<usize>| {
            index.and_then(|index| object.value(index).as_text()).map(str::trim).unwrap_or_default()
        };
        let name = text(village);
        let is = |township: &str| self.villages.contains(&(township.to_owned(), name.to_owned()));
        self.has_villages() && !name.is_empty() && (is(text(township)) || is(""))
    }

    /// Adds what belongs to the villages.
    fn with_villages<'a>(&self, layer: &'a Layer, mut found: Members<'a>) -> Members<'a> {
        let kind = layer.kind();
        let own = kind.id.as_str() == "village";
        let Some(village) = kind.index(if own { kind.label.as_str() } else { "village" }) else { return found };
        if self.has_villages() {
            let township = kind.index("township");
            let theirs = layer.objects().filter(|object| self.names(object, Some(village), township));
            theirs.for_each(|object| found.insert(object));
        }
        found
    }

    /// The things of a layer whose place, a point or one that stands for them, lies inside.
    pub(in crate::domain::hazard) fn placed<'a>(&self, layer: &'a Layer) -> Members<'a> {
        // A circle of no width has no box.
        let Some(rect) = self.rect() else { return self.inside(layer) };
        let holds = |at: Position| self.holds(at.point());
        self.with_villages(layer, layer.inside(rect, holds, |geometry| middle_of(geometry).is_some_and(holds)))
    }

    /// Whether a place lies inside.
    pub(super) fn holds(&self, at: Point) -> bool {
        match &self.shape {
            Shape::Circle { centre, radius_m } => {
                Position::try_from(at).is_ok_and(|at| distance_m(*centre, at) <= *radius_m)
            }
            Shape::Area(print) => print.holds(at.0),
            Shape::Nowhere => false,
        }
    }

    fn rect(&self) -> Option<Rect> {
        match &self.shape {
            Shape::Circle { centre, radius_m } => bounds(&circle(*centre, *radius_m * (1.0 + CIRCLE_ERROR))?.into()),
            Shape::Area(print) => Some(print.rect()),
            Shape::Nowhere => None,
        }
    }

    fn covers(&self, zone: &Geometry) -> bool {
        match &self.shape {
            Shape::Circle { .. } => zone.coords_iter().all(|corner| self.holds(corner.into())),
            Shape::Area(print) => print.covers(zone),
            Shape::Nowhere => false,
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
