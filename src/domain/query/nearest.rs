//! The nearest that can be used, and why nearer ones cannot.

mod by_time;

use std::{collections::BTreeMap, sync::Arc};

use geo_types::Geometry;
use serde::Serialize;

pub use by_time::{ByRoad, nearest_by_time};

use crate::domain::{
    catalogue::{GeometryType, Kind, Role},
    model::{KindId, Object, ObjectRef, ShelterFields},
    network::Profile,
    place::{Compass, Position},
    query::{ActiveAreas, NameFields, Named, object_ref},
    world::{Layer, Ranked, World},
};

/// How many are named when nothing can be used.
const NAMED_WHEN_NONE: usize = 50;

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct NearestQuery {
    /// Of which kind.
    pub kind: KindId,
    /// From where.
    pub from: Position,
    /// How many.
    pub k: usize,
    /// With room for this many people. Asked of shelters only.
    pub people: Option<i64>,
    /// Safe in this hazard (its id). Asked of shelters only.
    pub hazard: Option<String>,
}

/// The question cannot be answered as it stands.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum QueryError {
    /// The catalogue has no such kind.
    #[error("the catalogue has no kind {0}")]
    NoKind(KindId),
    /// The kind is not told apart by such a hazard.
    #[error("{0} is no hazard; known are {1:?}")]
    NoHazard(String, Vec<String>),
}

/// Why an object is no answer.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It is closed.
    Closed,
    /// It lies in an active danger area, or on its edge.
    InDangerArea,
    /// It is not suited to the hazard.
    UnsafeForHazard,
    /// It has not room enough.
    Full,
    /// How many it holds is not known, so room cannot be promised.
    CapacityUnknown,
    /// No way leads there, or none that is open.
    Unreachable,
    /// It is not open yet, and none may be opened.
    NotOpen,
    /// The way takes longer than people may be on it.
    TooFar,
}

impl Reason {
    /// Its name in the JSON; `reason-<name>` with dashes in the locale files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::InDangerArea => "in_danger_area",
            Self::UnsafeForHazard => "unsafe_for_hazard",
            Self::Full => "full",
            Self::CapacityUnknown => "capacity_unknown",
            Self::Unreachable => "unreachable",
            Self::NotOpen => "not_open",
            Self::TooFar => "too_far",
        }
    }
}

/// One that can be used.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Which.
    pub object: ObjectRef,
    /// What it is called.
    pub name: String,
    /// Where it is; of a line or an area the nearest position.
    pub position: Position,
    /// Geodesic distance in metres.
    pub distance_m: f64,
    /// Initial azimuth from the query to it, degrees from true north, 0 to 360; 0 when one stands on it.
    pub bearing_deg: f64,
    /// How many more people it holds; `None` when it is no shelter or its capacity is not known.
    pub free_places: Option<i64>,
    /// 1 for the nearest.
    pub rank: usize,
    /// The way by road, where that was asked.
    pub road: Option<ByRoad>,
}

/// One that cannot be used, though it is nearer than the last answer.
#[derive(Clone, Debug, PartialEq)]
pub struct PassedOver {
    /// Which.
    pub object: ObjectRef,
    /// What it is called.
    pub name: String,
    /// Where it is; of a line or an area the nearest position.
    pub position: Position,
    /// Geodesic distance in metres.
    pub distance_m: f64,
    /// Why not.
    pub reason: Reason,
    /// How many more people it holds, where that is known.
    pub free_places: Option<i64>,
    /// The danger area it lies in, where that is the reason.
    pub danger_area: Option<ObjectRef>,
    /// The closure that bars every way, where that is the reason.
    pub closure: Option<Named>,
    /// Minutes by road, where that was asked and there is a way.
    pub minutes: Option<f64>,
}

/// The answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Nearest {
    /// What was asked.
    pub query: NearestQuery,
    /// The nearest that can be used, in order; fewer than asked when there are no more.
    pub answers: Vec<Answer>,
    /// Those nearer than the last answer that cannot be used, in order. With no answer: the nearest fifty of all.
    pub passed_over: Vec<PassedOver>,
    /// How many objects of the kind have no position, and so were not looked at.
    pub without_position: usize,
    /// Why there is no answer, when there is none.
    pub why_none: Option<WhyNone>,
    /// Who goes by road, where time was asked; `None`: the straight distance was.
    pub by: Option<Profile>,
}

/// Why there is no answer at all.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum WhyNone {
    /// None were asked for.
    NoneAsked,
    /// There is no object of the kind.
    NoObjects,
    /// None of them has a position.
    NoPositions,
    /// All are left out; how many for which reason.
    AllLeftOut(BTreeMap<Reason, usize>),
}

/// The `k` nearest objects of a kind that can be used.
///
/// Shelters that are closed are left out; with `hazard` those not suited to it; with `people` those without
/// room for so many. A thing at a point that lies in an active danger area is left out, except when danger
/// areas or the base map are asked for. Limits are inclusive; an edge counts as inside. What is not known does
/// not exclude, but for the capacity when room is asked.
///
/// # Errors
/// [`QueryError`] when there is no such kind, or when `hazard` is none of the hazards that the kind knows.
pub fn nearest(world: &World, query: &NearestQuery) -> Result<Nearest, QueryError> {
    let layer = world.layer(query.kind.as_str()).ok_or_else(|| QueryError::NoKind(query.kind.clone()))?;
    let judge = Judge::new(world, layer.kind(), query)?;
    let ranked = layer.nearest(query.from, query.k, |object| judge.left_out(object));
    let why_none = why_none(layer, query, &ranked);
    let last = ranked.iter().rposition(|one| one.left_out.is_none());
    let shown = last.map_or(NAMED_WHEN_NONE, |last| last + 1);
    let shown = ranked.get(..shown).unwrap_or(&ranked);
    // Read them all before computing anything: their memory then comes at once, and not one after the other.
    let objects: Vec<ObjectRef> = shown.iter().map(|one| object_ref(one.object)).collect();
    let names: Vec<String> = shown.iter().map(|one| judge.names.name(one.object)).collect();
    let mut answers = Vec::with_capacity(query.k.min(shown.len()));
    let mut passed_over = Vec::new();
    for ((one, object), name) in shown.iter().zip(objects).zip(names) {
        match &one.left_out {
            None => answers.push(judge.answer(one, object, name, answers.len() + 1)),
            Some(left_out) => passed_over.push(judge.passed_over(one, object, name, left_out)),
        }
    }
    Ok(Nearest {
        query: query.clone(),
        answers,
        passed_over,
        without_position: layer.without_position(),
        why_none,
        by: None,
    })
}

fn why_none(layer: &Layer, query: &NearestQuery, ranked: &[Ranked<'_, LeftOut<'_>>]) -> Option<WhyNone> {
    if query.k == 0 {
        return Some(WhyNone::NoneAsked);
    }
    if ranked.is_empty() {
        return Some(if layer.is_empty() { WhyNone::NoObjects } else { WhyNone::NoPositions });
    }
    let mut reasons = BTreeMap::new();
    for one in ranked {
        *reasons.entry(one.left_out.as_ref()?.reason).or_insert(0) += 1;
    }
    Some(WhyNone::AllLeftOut(reasons))
}

/// Why an object is left out, and by which danger area.
#[derive(Clone)]
struct LeftOut<'a> {
    reason: Reason,
    area: Option<&'a Arc<Object>>,
}

/// Who may be an answer.
struct Judge<'a> {
    query: &'a NearestQuery,
    names: NameFields,
    shelters: Option<ShelterFields>,
    areas: ActiveAreas<'a>,
    compass: Compass,
}

impl<'a> Judge<'a> {
    fn new(world: &'a World, kind: &'a Kind, query: &'a NearestQuery) -> Result<Self, QueryError> {
        let shelters = ShelterFields::of(kind);
        if let (Some(_), Some(hazard), Some(field)) = (&shelters, &query.hazard, kind.field("suitable_hazards"))
            && field.choice(hazard).is_none()
        {
            let known = field.choices.iter().map(|choice| choice.id.clone()).collect();
            return Err(QueryError::NoHazard(hazard.clone(), known));
        }
        let barred = !kind.has_role(Role::DangerArea) && !kind.has_role(Role::Basemap);
        let areas = if barred && kind.geometry == GeometryType::Point {
            ActiveAreas::of(world)
        } else {
            ActiveAreas::default()
        };
        Ok(Self { query, names: NameFields::of(kind), shelters, areas, compass: query.from.into() })
    }

    fn left_out(&self, object: &Arc<Object>) -> Option<LeftOut<'a>> {
        let because = |reason| Some(LeftOut { reason, area: None });
        let shelter = self.shelters.map(|fields| fields.read(object));
        if shelter.is_some_and(|shelter| !shelter.is_usable()) {
            return because(Reason::Closed);
        }
        if !self.areas.is_empty()
            && let Some(Geometry::Point(point)) = object.geometry
            && let Some(area) = self.areas.holding(point)
        {
            return Some(LeftOut { reason: Reason::InDangerArea, area: Some(area) });
        }
        let shelter = shelter?;
        if self.query.hazard.as_ref().is_some_and(|hazard| !shelter.suits(hazard)) {
            return because(Reason::UnsafeForHazard);
        }
        match (self.query.people, shelter.free_places()) {
            (Some(_), None) => because(Reason::CapacityUnknown),
            (Some(people), Some(free)) if free < people => because(Reason::Full),
            _ => None,
        }
    }

    fn free_places(&self, object: &Object) -> Option<i64> {
        self.shelters?.read(object).free_places()
    }

    fn answer(&self, one: &Ranked<'_, LeftOut<'_>>, object: ObjectRef, name: String, rank: usize) -> Answer {
        Answer {
            object,
            name,
            position: one.at,
            distance_m: one.distance_m,
            bearing_deg: self.compass.bearing_deg(one.at),
            free_places: self.free_places(one.object),
            rank,
            road: None,
        }
    }

    fn passed_over(
        &self,
        one: &Ranked<'_, LeftOut<'_>>,
        object: ObjectRef,
        name: String,
        left_out: &LeftOut<'_>,
    ) -> PassedOver {
        PassedOver {
            object,
            name,
            position: one.at,
            distance_m: one.distance_m,
            reason: left_out.reason,
            free_places: self.free_places(one.object),
            danger_area: left_out.area.map(|area| object_ref(area)),
            closure: None,
            minutes: None,
        }
    }
}

#[cfg(test)]
mod tests;
