//! What closes roads, and where it cuts them.

use std::{collections::BTreeMap, sync::Arc as Shared};

use geo_types::Geometry;
use jiff::Timestamp;

use crate::domain::{
    catalogue::{Kind, Role},
    model::{Object, ObjectRef, Value},
    network::Vehicle,
    query::name_of,
    world::World,
};

/// Something that closes roads: a point, a stretch, an area, for all or for some.
#[derive(Clone, Debug, PartialEq)]
pub struct Closure {
    /// Which object says so.
    pub object: ObjectRef,
    /// What it is called.
    pub name: String,
    /// Where, WGS-84 degrees: a point on a road, a line along or across, an area.
    pub shape: Geometry,
    /// The roads it is about, by name, number or bridge, joined by `、` or `,`; empty: every road it touches.
    pub roads: Shared<str>,
    /// Ids of the vehicles it is closed for, joined by `,`; empty: for all.
    pub closed_for: Shared<str>,
    /// Closed for what is heavier than this, tonnes.
    pub max_weight_t: Option<f64>,
}

impl Closure {
    /// Whether it holds for a vehicle.
    pub fn bars(&self, vehicle: &Vehicle) -> bool {
        let named = self.closed_for.is_empty() || self.closed_for.split(',').any(|id| id.trim() == vehicle.id);
        let heavy = self.max_weight_t.is_none_or(|most| vehicle.weight_t.is_some_and(|weight| weight > most));
        named && heavy
    }
}

/// Everything that closes roads at a moment, by kind and then in the order of its layer: active closures within
/// their span of time, and active danger areas that say they close the roads inside.
///
/// When a closure was expected to end does not open it: somebody has to say so.
pub fn closures(world: &World, now: Timestamp) -> Vec<Closure> {
    let mut found = Vec::new();
    for layer in world.layers() {
        let kind = layer.kind();
        if kind.has_role(Role::RoadClosure) || (kind.has_role(Role::DangerArea) && kind.index("closes_roads").is_some())
        {
            let fields = Fields::of(kind);
            found.extend(layer.objects().filter_map(|object| fields.read(kind, object, now)));
        }
    }
    found
}

struct Fields {
    danger: bool,
    status: Option<usize>,
    closes_roads: Option<usize>,
    road: Option<usize>,
    closed_for: Option<usize>,
    max_weight: Option<usize>,
    from: Option<usize>,
    until: Option<usize>,
}

impl Fields {
    fn of(kind: &Kind) -> Self {
        Self {
            danger: !kind.has_role(Role::RoadClosure),
            status: kind.index("status"),
            closes_roads: kind.index("closes_roads"),
            road: kind.index("road"),
            closed_for: kind.index("closed_for"),
            max_weight: kind.index("max_weight_t"),
            from: kind.index("closed_from"),
            until: kind.index("closed_until"),
        }
    }

    fn read(&self, kind: &Kind, object: &Object, now: Timestamp) -> Option<Closure> {
        let value = |index: Option<usize>| index.map_or(&Value::Null, |index| object.value(index));
        let text = |index| Shared::from(value(index).as_text().unwrap_or_default().trim());
        let active = value(self.status).as_text() == Some("active");
        let begun = value(self.from).as_time().is_none_or(|from| from <= now);
        let over = value(self.until).as_time().is_some_and(|until| until < now);
        let closes = !self.danger || value(self.closes_roads).as_bool() == Some(true);
        if !(active && begun && !over && closes) {
            return None;
        }
        Some(Closure {
            object: ObjectRef { kind: object.kind.clone(), uid: object.uid },
            name: name_of(kind, object),
            shape: object.geometry.clone()?,
            roads: text(self.road),
            closed_for: text(self.closed_for),
            max_weight_t: value(self.max_weight).as_number(),
        })
    }
}

/// A stretch of an edge that a closure cuts; of a point as long as nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cut {
    /// Metres along the edge.
    pub from_m: f64,
    /// Metres along the edge, not less.
    pub to_m: f64,
    /// By which closure: its place among those asked.
    pub closure: u32,
}

/// Where closures cut the network: by edge, in order along it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cuts {
    by_edge: BTreeMap<u32, Vec<Cut>>,
}

impl Cuts {
    /// Adds a cut.
    pub(super) fn add(&mut self, edge: u32, cut: Cut) {
        self.by_edge.entry(edge).or_default().push(cut);
    }

    /// In order along each edge.
    pub(super) fn sort(&mut self) {
        for cuts in self.by_edge.values_mut() {
            cuts.sort_by(|a, b| a.from_m.total_cmp(&b.from_m).then(a.closure.cmp(&b.closure)));
        }
    }

    /// Whether nothing is cut.
    pub fn is_empty(&self) -> bool {
        self.by_edge.is_empty()
    }

    /// The edges that are cut, each with its cuts.
    pub fn edges(&self) -> impl Iterator<Item = (u32, &[Cut])> {
        self.by_edge.iter().map(|(edge, cuts)| (*edge, cuts.as_slice()))
    }

    /// The closures that cut a stretch of an edge, its ends included, in order along it.
    pub fn on(&self, edge: u32, from_m: f64, to_m: f64) -> impl Iterator<Item = u32> {
        let cuts = self.by_edge.get(&edge).map_or(&[][..], Vec::as_slice);
        let (low, high) = (from_m.min(to_m), from_m.max(to_m));
        cuts.iter().filter(move |cut| cut.from_m <= high && cut.to_m >= low).map(|cut| cut.closure)
    }

    /// Whether a stretch of an edge is cut, its ends included.
    pub fn any_on(&self, edge: u32, from_m: f64, to_m: f64) -> bool {
        self.on(edge, from_m, to_m).next().is_some()
    }
}
