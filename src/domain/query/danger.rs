//! Which places lie in an active danger area.

use std::sync::Arc;

use geo::Intersects as _;
use geo_types::{Geometry, LineString, Point, Rect};

use crate::domain::{
    catalogue::Role,
    model::{DangerArea, Object},
    place::bounds,
    world::World,
};

/// The danger areas that are active in a world, ready to be asked about many places.
#[derive(Clone, Debug, Default)]
pub struct ActiveAreas<'a> {
    areas: Vec<(Rect, &'a Geometry, &'a Arc<Object>)>,
}

impl<'a> ActiveAreas<'a> {
    /// The active areas of a world, in the order of kind and register.
    pub fn of(world: &'a World) -> Self {
        let layers = world.layers().filter(|layer| layer.kind().has_role(Role::DangerArea));
        let areas = layers.flat_map(|layer| {
            layer.objects().filter_map(|object| {
                let area = DangerArea::of(layer.kind(), object).filter(DangerArea::is_active)?;
                Some((bounds(area.area)?, area.area, object))
            })
        });
        Self { areas: areas.collect() }
    }

    /// The first active area that holds a place; its edge counts as inside.
    pub fn holding(&self, point: Point) -> Option<&'a Arc<Object>> {
        let inside =
            |(rect, area, _): &&(Rect, &Geometry, &Arc<Object>)| rect.intersects(&point) && area.intersects(&point);
        self.areas.iter().find(inside).map(|(_, _, object)| *object)
    }

    /// The active areas that a line passes, in their order.
    pub fn passed_by(&self, line: &LineString) -> Vec<&'a Arc<Object>> {
        let Some(bounds) = bounds(&Geometry::LineString(line.clone())) else { return Vec::new() };
        let passed =
            |(rect, area, _): &&(Rect, &Geometry, &Arc<Object>)| rect.intersects(&bounds) && area.intersects(line);
        self.areas.iter().filter(passed).map(|(_, _, object)| *object).collect()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.areas.is_empty()
    }
}
