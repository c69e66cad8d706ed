//! An area that people must keep out of, as the planners see it.

use geo_types::Geometry;

use crate::domain::{
    catalogue::{Kind, Role},
    model::Object,
};

/// Whether a danger area bars what is inside it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum DangerStatus {
    /// In force: nobody is sent into it.
    Active,
    /// On the list of places to watch, not in force.
    Listed,
    /// Was in force, and is no longer.
    Lifted,
}

/// A danger area (drawn, or a listed danger zone): an object of a kind with [`Role::DangerArea`] that has an area.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DangerArea<'a> {
    /// `None`: not said, which does not bar.
    pub status: Option<DangerStatus>,
    /// The id of its hazard.
    pub hazard: Option<&'a str>,
    /// Its polygon or polygons, WGS-84 degrees.
    pub area: &'a Geometry,
}

impl<'a> DangerArea<'a> {
    /// An object seen as a danger area; `None` when its kind is none, or when it has no polygon.
    pub fn of(kind: &Kind, object: &'a Object) -> Option<Self> {
        if !kind.has_role(Role::DangerArea) {
            return None;
        }
        let area = object.geometry.as_ref()?;
        if !matches!(area, Geometry::Polygon(_) | Geometry::MultiPolygon(_)) {
            return None;
        }
        let text = |field: &str| kind.index(field).and_then(|index| object.value(index).as_text());
        let status = match text("status") {
            Some("active") => Some(DangerStatus::Active),
            Some("listed") => Some(DangerStatus::Listed),
            Some("lifted") => Some(DangerStatus::Lifted),
            _ => None,
        };
        Some(Self { status, hazard: text("hazard"), area })
    }

    /// Whether it bars what is inside it now.
    pub fn is_active(&self) -> bool {
        self.status == Some(DangerStatus::Active)
    }
}
