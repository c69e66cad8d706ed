//! What lies within a circle, a box or a polygon, counted and summed.

use std::sync::Arc;

use geo::Intersects as _;
use geo_types::{Coord, Geometry, MultiPolygon, Rect};

use crate::domain::{
    model::{KindId, Object, ObjectRef},
    place::{Position, bounds, buffer, circle, distance_m, middle_of, nearest_on},
    query::{QueryError, Sum, TownshipSums, name_of, object_ref, sums::by_township, sums_of},
    world::{Layer, World},
};

/// Where to look. Edges are inside.
#[derive(Clone, Debug, PartialEq)]
pub enum Area {
    /// Everything no farther than this by the geodesic.
    Circle {
        /// Its middle.
        centre: Position,
        /// Metres.
        radius_m: f64,
    },
    /// A box of longitudes and latitudes. One whose west is east of its east crosses the antimeridian.
    Box {
        /// Its south-west corner.
        south_west: Position,
        /// Its north-east corner.
        north_east: Position,
    },
    /// A polygon or several, WGS-84 degrees. Any other geometry holds what it touches.
    Shape(Geometry),
    /// Everything no farther than this from a geometry, in it included. Points are judged by the geodesic, lines
    /// and areas by the geometry's buffer.
    Around {
        /// A line, an area or a point, WGS-84 degrees.
        of: Geometry,
        /// Metres; zero or less is the geometry itself.
        metres: f64,
    },
}

impl Area {
    /// Its outline, to be drawn; `None` where it has none that a flat map could show.
    pub fn outline(&self) -> Option<MultiPolygon> {
        match self {
            Self::Circle { centre, radius_m } => Some(MultiPolygon(vec![circle(*centre, *radius_m)?])),
            Self::Box { south_west, north_east } if south_west.lon() <= north_east.lon() => {
                let [a, b] = [south_west, north_east].map(|at| at.point().0);
                Some(MultiPolygon(vec![Rect::new(a, b).to_polygon()]))
            }
            Self::Box { .. } => None,
            Self::Around { of, metres } if *metres > 0.0 => buffer(of, *metres),
            Self::Shape(shape) | Self::Around { of: shape, .. } => match shape {
                Geometry::Polygon(polygon) => Some(MultiPolygon(vec![polygon.clone()])),
                Geometry::MultiPolygon(polygons) => Some(polygons.clone()),
                _ => None,
            },
        }
    }
}

/// One object that lies within.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Which.
    pub object: ObjectRef,
    /// What it is called.
    pub name: String,
    /// Where it is; of a line or an area a position that stands for it, or the one nearest to the circle's middle.
    pub position: Position,
    /// Geodesic metres from the circle's middle; `None` for another area.
    pub distance_m: Option<f64>,
}

/// What lies within an area. A line or an area counts when any part of it does.
#[derive(Clone, Debug, PartialEq)]
pub struct Within {
    /// How many.
    pub count: usize,
    /// In a circle by distance, else by name.
    pub rows: Vec<Row>,
    /// Totals of the fields that add up.
    pub sums: Vec<Sum>,
    /// The same by township.
    pub by_township: Vec<TownshipSums>,
    /// How many objects of the kind have no position, and so were not looked at.
    pub without_position: usize,
}

/// The objects of a kind that lie within an area.
///
/// # Errors
/// [`QueryError::NoKind`] when there is no such kind.
pub fn within(world: &World, kind: &KindId, area: &Area) -> Result<Within, QueryError> {
    let layer = world.layer(kind.as_str()).ok_or_else(|| QueryError::NoKind(kind.clone()))?;
    let found = match area {
        Area::Circle { centre, radius_m } => in_circle(layer, *centre, *radius_m),
        Area::Box { south_west, north_east } => in_box(layer, *south_west, *north_east),
        Area::Around { of, metres } if *metres > 0.0 => around(layer, of, *metres),
        Area::Shape(shape) | Area::Around { of: shape, .. } => in_shape(layer, shape),
    };
    let objects = found.iter().map(|(object, _, _)| object.as_ref());
    let sums = sums_of(layer.kind(), objects.clone());
    let by_township = by_township(layer.kind(), objects);
    let mut rows: Vec<Row> = found
        .into_iter()
        .map(|(object, position, distance_m)| Row {
            object: object_ref(object),
            name: name_of(layer.kind(), object),
            position,
            distance_m,
        })
        .collect();
    if !matches!(area, Area::Circle { .. }) {
        rows.sort_by(|a, b| a.name.cmp(&b.name).then(a.object.uid.cmp(&b.object.uid)));
    }
    Ok(Within { count: rows.len(), rows, sums, by_township, without_position: layer.without_position() })
}

type Found<'a> = Vec<(&'a Arc<Object>, Position, Option<f64>)>;

fn in_circle(layer: &Layer, centre: Position, radius_m: f64) -> Found<'_> {
    let ranked = layer.within_m(centre, radius_m);
    ranked.into_iter().map(|one| (one.object, one.at, Some(one.distance_m))).collect()
}

fn in_box(layer: &Layer, south_west: Position, north_east: Position) -> Found<'_> {
    let rect = |west: f64, east: f64| {
        Rect::new(Coord { x: west, y: south_west.lat() }, Coord { x: east, y: north_east.lat() })
    };
    if south_west.lon() <= north_east.lon() {
        return in_shape(layer, &rect(south_west.lon(), north_east.lon()).into());
    }
    let mut found = in_shape(layer, &rect(south_west.lon(), 180.0).into());
    let known: Vec<_> = found.iter().map(|(object, _, _)| object.uid).collect();
    let other = in_shape(layer, &rect(-180.0, north_east.lon()).into());
    found.extend(other.into_iter().filter(|(object, _, _)| !known.contains(&object.uid)));
    found
}

fn in_shape<'a>(layer: &'a Layer, shape: &Geometry) -> Found<'a> {
    let Some(rect) = bounds(shape) else { return Vec::new() };
    let near = layer.in_bounds(rect).into_iter();
    near.filter_map(|object| {
        let geometry = object.geometry.as_ref().filter(|geometry| shape.intersects(*geometry))?;
        Some((object, middle_of(geometry)?, None))
    })
    .collect()
}

/// The buffer on a local plane is off by less than this share of its width for anything as large as a district;
/// points between are measured.
const PLANE_ERROR: f64 = 0.02;

fn around<'a>(layer: &'a Layer, of: &Geometry, metres: f64) -> Found<'a> {
    let (Some(wide), Some(area)) = (buffer(of, metres * (1.0 + PLANE_ERROR)), buffer(of, metres)) else {
        return Vec::new();
    };
    let Some(rect) = bounds(&wide.into()) else { return Vec::new() };
    let inside = |geometry: &Geometry| match geometry {
        Geometry::Point(point) => {
            let Ok(at) = Position::try_from(*point) else { return false };
            nearest_on(of, at).is_some_and(|nearest| distance_m(at, nearest) <= metres)
        }
        other => area.intersects(other),
    };
    let near = layer.in_bounds(rect).into_iter();
    near.filter_map(|object| {
        let geometry = object.geometry.as_ref().filter(|geometry| inside(geometry))?;
        Some((object, middle_of(geometry)?, None))
    })
    .collect()
}

#[cfg(test)]
mod tests;
