//! Who of the transfer list lives in an area: the one rule, for plans and for exposure.
//!
//! A household lives in an area when its home lies in it or on its edge, or when the danger zone that its row names is
//! one that was asked for by name or lies in the area whole. Its home is its own position; without one, its village's.

use std::{
    collections::{BTreeSet, HashMap},
    sync::OnceLock,
};

use geo_types::{Geometry, Point, Rect};

use crate::domain::{
    catalogue::{Kind, Role},
    model::{DangerArea, Household, Object, Uid},
    place::middle_of,
    query::name_of,
    world::{Layer, Members, World},
};

/// More people than this in one place is a typing error.
const MOST_PEOPLE: i64 = 1_000_000;

/// Where the households of the transfer list live.
#[derive(Debug)]
pub struct Homes<'a> {
    world: &'a World,
    /// The places of villages by township and name; looked up when first asked for.
    villages: OnceLock<HashMap<&'a str, HashMap<String, Point>>>,
    /// Township and village of a household.
    names: [Option<usize>; 2],
    /// The danger zone of a household.
    zone: Option<usize>,
}

impl<'a> Homes<'a> {
    /// Of the households of the kind, in a world.
    pub fn of(world: &'a World, kind: &Kind) -> Self {
        Self {
            world,
            villages: OnceLock::new(),
            names: ["township", "village"].map(|field| kind.index(field)),
            zone: kind.index("danger_zone"),
        }
    }

    /// The households of a layer that live in an area: as [`lives_in`] says of each. `near` finds those whose own
    /// position lies in it, without looking at the others.
    pub fn living(
        &self,
        layer: &'a Layer,
        zones: &BTreeSet<Uid>,
        holds: impl Fn(Point) -> bool,
        near: impl FnOnce(&'a Layer) -> Members<'a>,
    ) -> Members<'a> {
        let mut living = near(layer);
        let mut homeless = layer.unplaced();
        homeless.retain(|object| self.home(object).is_some_and(&holds));
        living.add(&homeless);
        if let Some(zone) = self.zone {
            living.add(&layer.linking(zone, zones));
        }
        living
    }

    /// Where a household lives; `None`: nobody knows.
    pub fn home(&self, object: &Object) -> Option<Point> {
        place(object).or_else(|| {
            let [township, village] = self.names.map(|index| text(object, index));
            self.villages().get(township)?.get(village).copied()
        })
    }

    fn villages(&self) -> &HashMap<&'a str, HashMap<String, Point>> {
        self.villages.get_or_init(|| {
            let mut villages: HashMap<&'a str, HashMap<String, Point>> = HashMap::new();
            if let Some(layer) = self.world.layer("village") {
                let township = layer.kind().index("township");
                for object in layer.objects() {
                    if let Some(at) = place(object) {
                        let named = villages.entry(text(object, township)).or_default();
                        named.insert(name_of(layer.kind(), object), at);
                    }
                }
            }
            villages
        })
    }
}

/// Whether a household with this home lives in an area that `holds` places, with these danger zones.
pub fn lives_in(
    household: &Household,
    home: Option<Point>,
    zones: &BTreeSet<Uid>,
    holds: impl FnOnce(Point) -> bool,
) -> bool {
    home.is_some_and(holds) || household.zone.is_some_and(|zone| zones.contains(&zone))
}

/// The danger zones of a world that an area covers whole; `rect` is the box around it.
pub fn zones_covered(world: &World, rect: Rect, covers: impl Fn(&Geometry) -> bool) -> BTreeSet<Uid> {
    let layers = world.layers().filter(|layer| layer.kind().has_role(Role::DangerArea));
    let covered = layers.flat_map(|layer| {
        let near = layer.in_bounds(rect).into_iter();
        near.filter(|object| DangerArea::of(layer.kind(), object).is_some_and(|zone| covers(zone.area)))
    });
    covered.map(|object| object.uid).collect()
}

/// A number of people that is one.
pub fn possible(people: i64) -> Option<u32> {
    u32::try_from(people).ok().filter(|_| people <= MOST_PEOPLE)
}

/// Where a thing is: its point, or one that stands for it.
pub fn place(object: &Object) -> Option<Point> {
    match object.geometry.as_ref()? {
        Geometry::Point(point) => Some(*point),
        other => middle_of(other).map(|at| at.point()),
    }
}

fn text(object: &Object, index: Option<usize>) -> &str {
    index.and_then(|index| object.value(index).as_text()).map(str::trim).unwrap_or_default()
}
