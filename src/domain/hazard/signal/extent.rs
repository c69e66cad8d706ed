//! Where a warning holds: what was drawn, else the townships it names, else the whole district.

use geo_types::{Geometry, MultiPolygon};

use super::{KIND, Warning};
use crate::domain::{
    model::{Object, ObjectRef},
    world::World,
};

/// What the basis of an area says that was taken from the district: no choice of the register.
const DISTRICT: &str = "district";

/// What the area of a warning is the extent of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Basis {
    /// Drawn by who issued it.
    Issuer,
    /// Drawn here.
    Here,
    /// The boundaries of the townships it names.
    Townships,
    /// The district's boundary: it names no township.
    District,
}

impl Basis {
    /// A word for programs and messages.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Issuer => "issuer",
            Self::Here => "here",
            Self::Townships => "townships",
            Self::District => DISTRICT,
        }
    }
}

/// Where a warning holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Extent {
    /// The area, WGS-84 degrees; empty: not known here.
    pub area: MultiPolygon,
    /// What it is the extent of.
    pub basis: Basis,
    /// Names that no township of the district has.
    pub unknown: Vec<String>,
}

/// The names that a text joins: 沙畈乡、塔石乡.
pub fn split_names(text: &str) -> Vec<&str> {
    text.split(['、', '，', ',', '；', ';', '\n', '\r', '\t']).map(str::trim).filter(|name| !name.is_empty()).collect()
}

/// The township of a name, written out or without its last word: 沙畈 for 沙畈乡.
pub fn township_called(world: &World, name: &str) -> Option<ObjectRef> {
    let layer = world.layer("township")?;
    let index = layer.kind().index("name")?;
    let named = |fits: &dyn Fn(&str) -> bool| {
        let mut objects = layer.objects().filter(|object| object.value(index).as_text().is_some_and(fits));
        let found = objects.next()?;
        // Two of a name are none.
        objects.next().is_none().then(|| ObjectRef { kind: layer.kind().id.clone(), uid: found.uid })
    };
    named(&|known| known == name).or_else(|| {
        named(&|known| {
            let rest = known.strip_prefix(name);
            rest.is_some_and(|rest| ["镇", "乡", "街道"].contains(&rest)) && name.chars().count() > 1
        })
    })
}

/// The polygons of a geometry; none of points and lines.
fn polygons(geometry: &Geometry) -> MultiPolygon {
    match geometry {
        Geometry::Polygon(polygon) => MultiPolygon(vec![polygon.clone()]),
        Geometry::MultiPolygon(polygons) => polygons.clone(),
        _ => MultiPolygon(Vec::new()),
    }
}

fn area(world: &World, object: &ObjectRef) -> MultiPolygon {
    let geometry = world.object(object).and_then(|object| object.geometry.as_ref());
    geometry.map_or_else(|| MultiPolygon(Vec::new()), polygons)
}

/// What a warning is the extent of, by what it says of itself.
pub(super) fn basis(warning: &Warning<'_>, is_drawn: bool) -> Basis {
    match (is_drawn, warning.text("area_basis")) {
        (true, Some("issuer")) => Basis::Issuer,
        (true, Some("townships")) => Basis::Townships,
        (true, Some(DISTRICT)) => Basis::District,
        (true, _) => Basis::Here,
        (false, _) if warning.townships().is_empty() => Basis::District,
        (false, _) => Basis::Townships,
    }
}

impl Warning<'_> {
    /// What its area is the extent of.
    pub fn basis(&self) -> Basis {
        basis(self, self.object.geometry.is_some())
    }
}

/// Where a warning holds.
pub fn extent(world: &World, warning: &Warning<'_>) -> Extent {
    let basis = warning.basis();
    let mut extent = Extent { area: MultiPolygon(Vec::new()), basis, unknown: Vec::new() };
    match (&warning.object.geometry, basis) {
        (Some(drawn), _) => extent.area = polygons(drawn),
        (None, Basis::District) => {
            let kinds = ["district", "township"].into_iter().filter_map(|kind| world.layer(kind));
            let parts = kinds.map(|layer| {
                let shapes = layer.objects().filter_map(|object| object.geometry.as_ref());
                MultiPolygon(shapes.flat_map(|shape| polygons(shape).0).collect())
            });
            extent.area = parts.into_iter().find(|area| !area.0.is_empty()).unwrap_or(extent.area);
        }
        (None, _) => {
            for name in warning.townships() {
                match township_called(world, name) {
                    Some(township) => extent.area.0.extend(area(world, &township).0),
                    None => extent.unknown.push(name.to_owned()),
                }
            }
        }
    }
    extent
}

/// The area of the warning that an object is; `None`: it is none, or where it holds is not known here.
pub fn area_of(world: &World, object: &ObjectRef) -> Option<MultiPolygon> {
    if object.kind.as_str() != KIND {
        return None;
    }
    let found: &Object = world.object(object)?;
    let warning = Warning::of(world.layer(KIND)?.kind(), found)?;
    Some(extent(world, &warning).area).filter(|area| !area.0.is_empty())
}
