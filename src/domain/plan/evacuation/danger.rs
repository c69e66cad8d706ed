//! Where the danger is that people are moved out of.

use std::collections::BTreeSet;

use geo::Intersects as _;
use geo_types::{Geometry, MultiPolygon, Point, Rect};

use crate::domain::{
    model::{DangerArea, ObjectRef, Uid},
    place::{Fault, Flaw, Footprint, bounds, sound},
    query::{Named, name_of, zones_covered},
    world::World,
};

/// Where the danger is: shapes drawn or read from a file, and danger areas and zones of the map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Danger {
    shapes: Vec<(Rect, MultiPolygon)>,
    zones: BTreeSet<Uid>,
    named: Vec<Named>,
    hazards: BTreeSet<String>,
    told: bool,
    mended: Vec<Fault>,
}

/// Why something cannot be a danger area.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum BadDanger {
    /// Its shape makes no sense: what is wrong, and where.
    #[error("{fault:?}")]
    Shape {
        /// What, and where.
        fault: Fault,
        /// Which area of the map; `None`: one that was drawn or read.
        name: Option<String>,
    },
    /// The object is gone, or has no polygon.
    #[error("{0:?} has no polygon")]
    NoPolygon(ObjectRef),
}

impl Danger {
    /// Polygons that were drawn or read from a file, WGS-84 degrees. What crosses itself is mended, and counted.
    ///
    /// # Errors
    /// [`BadDanger`] when nothing is left that has an area.
    pub fn drawn(shape: &MultiPolygon) -> Result<Self, BadDanger> {
        let mut danger = Self::default();
        danger.add(&shape.clone().into(), None)?;
        Ok(danger)
    }

    /// Danger areas and zones of the map.
    ///
    /// # Errors
    /// [`BadDanger`] when one is gone or cannot be used.
    pub fn of(world: &World, objects: &[ObjectRef]) -> Result<Self, BadDanger> {
        let mut danger = Self::default();
        for reference in objects {
            let none = || BadDanger::NoPolygon(reference.clone());
            let object = world.object(reference).ok_or_else(none)?;
            let kind = world.catalogue().kind(reference.kind.as_str()).ok_or_else(none)?;
            let area = DangerArea::of(kind, object).ok_or_else(none)?;
            let name = name_of(kind, object);
            danger.add(area.area, Some(&name))?;
            danger.zones.insert(reference.uid);
            danger.named.push(Named { object: reference.clone(), name });
            danger.hazards.extend(area.hazard.map(str::to_owned));
        }
        Ok(danger)
    }

    /// Every danger area and zone that is in force: the standing order.
    ///
    /// # Errors
    /// [`BadDanger`] when one cannot be used.
    pub fn in_force(world: &World) -> Result<Self, BadDanger> {
        Self::of(world, &in_force(world))
    }

    /// What is being carried out (转移中): every danger area and zone in force, and whoever was told to go, wherever the
    /// danger was that they were told of.
    ///
    /// # Errors
    /// [`BadDanger`] when an area cannot be used.
    pub fn under_way(world: &World) -> Result<Self, BadDanger> {
        Ok(Self { told: true, ..Self::in_force(world)? })
    }

    /// Nowhere; whoever was told to go, wherever the danger was that they were told of.
    pub fn told() -> Self {
        Self { told: true, ..Self::default() }
    }

    fn add(&mut self, shape: &Geometry, name: Option<&str>) -> Result<(), BadDanger> {
        let bad = |fault| BadDanger::Shape { fault, name: name.map(str::to_owned) };
        let sound = sound(shape).map_err(bad)?;
        self.mended.extend(sound.mended);
        let shape = polygons(sound.geometry);
        let empty = Fault { flaw: Flaw::Empty, at: None };
        let rect = bounds(&shape.clone().into()).ok_or_else(|| bad(empty))?;
        self.shapes.push((rect, shape));
        Ok(())
    }

    /// Taken for danger from this hazard alone, an id of the catalogue.
    #[must_use]
    pub fn from(mut self, hazard: Option<String>) -> Self {
        if let Some(hazard) = hazard {
            self.hazards = BTreeSet::from([hazard]);
        }
        self
    }

    /// The hazards, as far as they are known: a shelter must suit them all.
    pub fn hazards(&self) -> impl Iterator<Item = &str> {
        self.hazards.iter().map(String::as_str)
    }

    /// The danger areas and zones of the map among it.
    pub fn named(&self) -> &[Named] {
        &self.named
    }

    /// Its shapes.
    pub fn shapes(&self) -> impl Iterator<Item = &MultiPolygon> {
        self.shapes.iter().map(|(_, shape)| shape)
    }

    /// What of its shapes had to be mended, and where.
    pub fn mended(&self) -> &[Fault] {
        &self.mended
    }

    /// The box around it all; `None` when there is no danger.
    pub fn bounds(&self) -> Option<Rect> {
        let mut rects = self.shapes.iter().map(|(rect, _)| *rect);
        let first = rects.next()?;
        Some(rects.fold(first, |all, rect| {
            let (low, high) = (all.min(), all.max());
            let (a, b) = (rect.min(), rect.max());
            Rect::new((low.x.min(a.x), low.y.min(a.y)), (high.x.max(b.x), high.y.max(b.y)))
        }))
    }

    /// Whether a place lies in it; its edge counts as inside.
    pub fn holds(&self, point: Point) -> bool {
        self.shapes.iter().any(|(rect, shape)| rect.intersects(&point) && shape.intersects(&point))
    }

    /// Whether whoever was told to go counts as in it.
    pub const fn counts_told(&self) -> bool {
        self.told
    }

    /// The danger areas and zones that were asked for by name.
    pub const fn zones(&self) -> &BTreeSet<Uid> {
        &self.zones
    }

    /// The danger zones among it: those asked for by name, and those that lie in one of its shapes whole.
    pub fn all_zones(&self, world: &World) -> BTreeSet<Uid> {
        let covered = self.shapes.iter().flat_map(|(rect, shape)| {
            let print = Footprint::of(shape.clone());
            zones_covered(world, *rect, |zone| print.as_ref().is_some_and(|print| print.covers(zone)))
        });
        self.zones.iter().copied().chain(covered).collect()
    }
}

/// The danger areas and zones of a world that are in force.
pub fn in_force(world: &World) -> Vec<ObjectRef> {
    let layers = world.layers();
    let active = layers.flat_map(|layer| {
        layer.objects().filter_map(|object| {
            let active = DangerArea::of(layer.kind(), object).is_some_and(|area| area.is_active());
            active.then(|| ObjectRef { kind: object.kind.clone(), uid: object.uid })
        })
    });
    active.collect()
}

fn polygons(geometry: Geometry) -> MultiPolygon {
    match geometry {
        Geometry::Polygon(polygon) => polygon.into(),
        Geometry::MultiPolygon(polygons) => polygons,
        _ => MultiPolygon(Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use geo_types::{LineString, Polygon};

    use super::*;

    fn shape(ring: &[(f64, f64)]) -> MultiPolygon {
        Polygon::new(LineString::from(ring.to_vec()), Vec::new()).into()
    }

    #[test]
    fn what_crosses_itself_or_has_no_area_is_refused_with_its_place() {
        let bow_tie = shape(&[(119.0, 29.0), (119.2, 29.2), (119.2, 29.0), (119.0, 29.2)]);
        let Err(BadDanger::Shape { fault, .. }) = Danger::drawn(&bow_tie) else { panic!("a bow-tie was taken") };
        assert_eq!(fault.flaw, Flaw::CrossesItself);
        assert!(fault.at.is_some_and(|at| (at.x - 119.1).abs() < 1e-6 && (at.y - 29.1).abs() < 1e-6), "{fault:?}");
        for nothing in [shape(&[(119.0, 29.0), (119.1, 29.0), (119.0, 29.0)]), MultiPolygon(Vec::new())] {
            assert!(matches!(Danger::drawn(&nothing), Err(BadDanger::Shape { .. })), "{nothing:?}");
        }
        let broken = shape(&[(119.0, 29.0), (f64::NAN, 29.0), (119.1, 29.1)]);
        assert!(Danger::drawn(&broken).is_err());
    }

    #[test]
    fn the_edge_is_inside() {
        let danger = Danger::drawn(&shape(&[(119.0, 29.0), (119.1, 29.0), (119.1, 29.1), (119.0, 29.1)])).unwrap();
        assert_eq!(danger.mended(), []);
        assert!(danger.holds(Point::new(119.05, 29.0)) && danger.holds(Point::new(119.0, 29.0)));
        assert!(!danger.holds(Point::new(119.2, 29.0)));
    }
}
