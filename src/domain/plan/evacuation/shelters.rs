//! Which shelters may take people, and why the others may not.

use std::{collections::BTreeMap, sync::Arc};

use geo_types::Geometry;

use crate::domain::{
    model::{KindId, Object, ObjectRef, ShelterFields, ShelterStatus, Value},
    place::{Position, middle_of},
    plan::evacuation::Danger,
    query::{ActiveAreas, Named, Reason, name_of},
    world::{Layer, World},
};

/// Who runs a shelter (DB33/T 2158-2021): 县级, 乡镇级, 村级.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Level {
    /// The county or district: for all its townships.
    County,
    /// A township.
    Township,
    /// A village.
    Village,
}

/// A shelter that may take people.
#[derive(Clone, Debug, PartialEq)]
pub struct Shelter {
    /// Which.
    pub object: ObjectRef,
    /// What it is called.
    pub name: String,
    /// Its township; empty when it is not known.
    pub township: String,
    /// Where it is.
    pub at: Position,
    /// Who runs it; `None`: not said.
    pub level: Option<Level>,
    /// Places that are free and not held in reserve.
    pub room: u32,
    /// All its places.
    pub capacity: u32,
    /// People registered there.
    pub occupancy: u32,
    /// Whether it is open now; one without a status is.
    pub is_open: bool,
    /// Whether it suits the frail; `None`: not said.
    pub suits_frail: Option<bool>,
}

/// A shelter that may not take people.
#[derive(Clone, Debug, PartialEq)]
pub struct Barred {
    /// Which.
    pub object: ObjectRef,
    /// What it is called.
    pub name: String,
    /// Its township; empty when it is not known.
    pub township: String,
    /// Why not.
    pub reason: Reason,
    /// The danger area it lies in, or the closure that bars the way to it.
    pub by: Option<Named>,
    /// Free places it would have.
    pub free: Option<i64>,
}

/// Which shelters are asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// Of which kind.
    pub kind: KindId,
    /// The share of each shelter's places to be kept free, 0 to 1.
    pub reserve: f64,
    /// Whether those that are not open yet may be opened.
    pub may_open: bool,
}

impl Default for Wanted {
    fn default() -> Self {
        Self { kind: "shelter".into(), reserve: 0.0, may_open: true }
    }
}

/// The shelters of a world: those that may take people out of a danger, and the others with their reason.
///
/// Closed ones, those in the danger or in any danger area in force (edges are inside), those not suited to the
/// hazard, full ones and those of unknown capacity are barred.
pub fn shelters(world: &World, danger: &Danger, wanted: &Wanted) -> (Vec<Shelter>, Vec<Barred>) {
    let (mut open, mut barred) = (Vec::new(), Vec::new());
    let Some(layer) = world.layer(wanted.kind.as_str()) else { return (open, barred) };
    let Some(judge) = Judge::new(world, layer, danger, wanted) else { return (open, barred) };
    for object in layer.objects() {
        match judge.judge(object) {
            Ok(shelter) => open.push(shelter),
            Err(one) => barred.push(*one),
        }
    }
    (open, barred)
}

struct Judge<'a> {
    world: &'a World,
    layer: &'a Layer,
    danger: &'a Danger,
    wanted: &'a Wanted,
    fields: ShelterFields,
    areas: ActiveAreas<'a>,
    index: BTreeMap<&'static str, usize>,
}

impl<'a> Judge<'a> {
    fn new(world: &'a World, layer: &'a Layer, danger: &'a Danger, wanted: &'a Wanted) -> Option<Self> {
        let fields = ShelterFields::of(layer.kind())?;
        let known = ["township", "level", "suits_frail"].into_iter();
        let index = known.filter_map(|field| Some((field, layer.kind().index(field)?))).collect();
        Some(Self { world, layer, danger, wanted, fields, areas: ActiveAreas::of(world), index })
    }

    fn value<'o>(&self, object: &'o Object, field: &str) -> &'o Value {
        self.index.get(field).map_or(&Value::Null, |index| object.value(*index))
    }

    fn judge(&self, object: &Arc<Object>) -> Result<Shelter, Box<Barred>> {
        let seen = self.fields.read(object);
        let reference = ObjectRef { kind: object.kind.clone(), uid: object.uid };
        let name = name_of(self.layer.kind(), object);
        let township = self.value(object, "township").as_text().unwrap_or_default().trim().to_owned();
        let bar = |reason, by| {
            Box::new(Barred {
                object: reference.clone(),
                name: name.clone(),
                township: township.clone(),
                reason,
                by,
                free: seen.free_places(),
            })
        };
        if !seen.is_usable() {
            return Err(bar(Reason::Closed, None));
        }
        let Some(at) = object.geometry.as_ref().and_then(middle_of) else {
            return Err(bar(Reason::Unreachable, None));
        };
        if let Some(by) = self.endangered(object.geometry.as_ref(), at) {
            return Err(bar(Reason::InDangerArea, by));
        }
        if self.danger.hazards().any(|hazard| !seen.suits(hazard)) {
            return Err(bar(Reason::UnsafeForHazard, None));
        }
        // Nothing is said: it is open, as in every other answer.
        let is_open = seen.status != Some(ShelterStatus::Standby);
        if !is_open && !self.wanted.may_open {
            return Err(bar(Reason::NotOpen, None));
        }
        let Some(capacity) = seen.capacity_people.and_then(|people| u32::try_from(people).ok()) else {
            return Err(bar(Reason::CapacityUnknown, None));
        };
        let kept = (f64::from(capacity) * self.wanted.reserve.clamp(0.0, 1.0)).ceil() as u32;
        let free = seen.free_places().and_then(|free| u32::try_from(free).ok()).unwrap_or(0);
        let room = free.saturating_sub(kept);
        if room == 0 {
            return Err(bar(Reason::Full, None));
        }
        Ok(Shelter {
            object: reference.clone(),
            name: name.clone(),
            township: township.clone(),
            at,
            level: match self.value(object, "level").as_text() {
                Some("county") => Some(Level::County),
                Some("township") => Some(Level::Township),
                Some("village") => Some(Level::Village),
                _ => None,
            },
            room,
            capacity,
            occupancy: u32::try_from(seen.occupancy_people.max(0)).unwrap_or(u32::MAX),
            is_open,
            suits_frail: self.value(object, "suits_frail").as_bool(),
        })
    }

    /// Whether it lies in the danger, or in a danger area in force: `Some`, with the area where it has a name.
    fn endangered(&self, geometry: Option<&Geometry>, at: Position) -> Option<Option<Named>> {
        let point = match geometry {
            Some(Geometry::Point(point)) => *point,
            _ => at.point(),
        };
        if let Some(area) = self.areas.holding(point) {
            let kind = self.world.catalogue().kind(area.kind.as_str())?;
            let object = ObjectRef { kind: area.kind.clone(), uid: area.uid };
            return Some(Some(Named { object, name: name_of(kind, area) }));
        }
        self.danger.holds(point).then(|| self.danger.named().first().cloned())
    }
}
