//! The nearest answer as a story: numbered places, and the nearer ones that were passed over, with the reason.

use crate::domain::{
    catalogue::{GeometryType, Kind, Role, Tone},
    model::{KindId, ObjectRef, ShelterFields},
    place::Position,
    query::{ActiveAreas, Answer, Nearest, NearestQuery, PassedOver, Reason, WhyNone},
    view::{Words, format, mask::masked, route, say},
    world::{Layer, World},
};

/// The answer in words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NearestView {
    /// What was asked: from where, for how many, safe for what.
    pub asked: String,
    /// The answers, nearest first.
    pub answers: Vec<AnswerRow>,
    /// Those that are nearer and were left out.
    pub passed_over: Vec<PassedRow>,
    /// Why there is no answer, when there is none; or why there are fewer than asked.
    pub why_none: Option<String>,
    /// That times are guessed, where there is no road.
    pub note: Option<String>,
    /// How many have no position and could not be judged.
    pub without_position: Option<String>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerRow {
    /// Its number, from 1.
    pub rank: usize,
    /// Which object.
    pub object: ObjectRef,
    /// Its name.
    pub name: String,
    /// How far.
    pub distance: String,
    /// Room and direction.
    pub detail: String,
}

/// One that was passed over.
#[derive(Clone, Debug, PartialEq)]
pub struct PassedRow {
    /// Which object.
    pub object: ObjectRef,
    /// Its name.
    pub name: String,
    /// How far.
    pub distance: String,
    /// Why.
    pub reason: String,
    /// How grave the reason is.
    pub tone: Tone,
    /// Whether it would be an answer if it were opened: it is nearer, and has the room asked for.
    pub can_open: bool,
}

/// The kind that the nearest is asked of: the first whose things are places for people.
pub fn asked_kind(world: &World) -> Option<&Kind> {
    let kind = |id: &str| world.catalogue().kind(id).filter(|kind| kind.has_role(Role::Shelter));
    kind("shelter").or_else(|| world.catalogue().kinds().find(|kind| kind.has_role(Role::Shelter))).map(AsRef::as_ref)
}

/// A kind that the nearest can be asked of.
#[derive(Clone, Debug, PartialEq)]
pub struct AskedKind {
    /// Which.
    pub kind: KindId,
    /// Its name.
    pub name: String,
    /// Whether its things are places for people, so that room and hazard can be asked.
    pub takes_people: bool,
    /// The hazards it is told apart by: id and name.
    pub hazards: Vec<(String, String)>,
}

/// The kinds that the nearest can be asked of: those with things on the map, in the layer tree's order; the one
/// asked of first, when nothing else is said, stands first.
pub fn asked_kinds(world: &World, words: &Words) -> Vec<AskedKind> {
    let first = asked_kind(world).map(|kind| &kind.id);
    let placed = |layer: &&Layer| {
        let kind = layer.kind();
        kind.geometry != GeometryType::None && !kind.has_role(Role::Basemap) && !layer.is_empty()
    };
    let mut kinds: Vec<&Kind> = world.layers().filter(placed).map(|layer| layer.kind().as_ref()).collect();
    let groups = world.catalogue().groups();
    let group = |kind: &Kind| groups.iter().position(|group| group.id == kind.group).unwrap_or(groups.len());
    kinds.sort_by_key(|kind| (Some(&kind.id) != first, group(kind), kind.order, kind.id.clone()));
    let asked = |kind: &Kind| AskedKind {
        kind: kind.id.clone(),
        name: kind.name(words.lang()).to_owned(),
        takes_people: kind.has_role(Role::Shelter),
        hazards: hazards(kind, words),
    };
    kinds.into_iter().map(asked).collect()
}

/// The hazards that a kind is told apart by: id and name.
pub fn hazards(kind: &Kind, words: &Words) -> Vec<(String, String)> {
    let choices = kind.field("suitable_hazards").map_or(&[][..], |field| &field.choices);
    choices.iter().map(|choice| (choice.id.clone(), choice.name(words.lang()).to_owned())).collect()
}

/// A position in words: `119.5560, 29.0880`, degrees, longitude first.
pub fn position(at: Position) -> String {
    format!("{:.4}, {:.4}", at.lon(), at.lat())
}

/// The answer in words.
pub fn nearest(world: &World, nearest: &Nearest, words: &Words) -> NearestView {
    let unplaced = nearest.without_position;
    let would = Would::of(world, nearest);
    NearestView {
        asked: asked(world, nearest, words),
        answers: nearest.answers.iter().map(|answer| answer_row(world, answer, words)).collect(),
        passed_over: nearest.passed_over.iter().map(|passed| passed_row(world, &would, passed, words)).collect(),
        why_none: nearest.why_none.as_ref().map(|why| why_none(why, words)),
        note: nearest
            .answers
            .iter()
            .find_map(|answer| answer.road.as_ref()?.guessed_factor)
            .map(|factor| words.with("nearest-guessed", &[("factor", format::decimal(factor, 2))])),
        without_position: (unplaced > 0)
            .then(|| words.with("query-without-position", &[("count", unplaced.to_string())])),
    }
}

fn asked(world: &World, nearest: &Nearest, words: &Words) -> String {
    let query = &nearest.query;
    let mut parts = vec![words.with("nearest-asked-from", &[("position", position(query.from))])];
    if let Some(people) = query.people {
        parts.push(words.with("nearest-asked-people", &[("people", format::number(people))]));
    }
    let hazard = query.hazard.as_ref().zip(world.catalogue().kind(query.kind.as_str()));
    if let Some((hazard, kind)) = hazard {
        parts.extend(hazards(kind, words).into_iter().find(|(id, _)| id == hazard).map(|(_, name)| name));
    }
    match &nearest.by {
        Some(by) => parts.push(words.with("nearest-asked-road", &[("vehicle", by.vehicle.name(words.lang()))])),
        None => parts.push(words.get("nearest-asked-distance")),
    }
    parts.join(" · ")
}

fn why_none(why: &WhyNone, words: &Words) -> String {
    match why {
        WhyNone::NoneAsked => words.get("none-asked"),
        WhyNone::NoObjects => words.get("none-objects"),
        WhyNone::NoPositions => words.get("none-positions"),
        WhyNone::AllLeftOut(reasons) => {
            words.with("none-usable", &[("count", reasons.values().sum::<usize>().to_string())])
        }
    }
}

fn answer_row(world: &World, answer: &Answer, words: &Words) -> AnswerRow {
    let room = answer
        .free_places
        .map(|free| words.with("nearest-detail-room", &[("room", room(world, &answer.object, free))]));
    let who = ["manager", "phone"].into_iter().filter_map(|field| {
        let value = world.value(&answer.object, field);
        value.as_text().map(masked).filter(|text| !text.is_empty())
    });
    let straight = format::distance(answer.distance_m);
    let off_road = answer
        .road
        .as_ref()
        .filter(|road| road.access_m >= 1.0)
        .map(|road| words.with("nearest-off-road", &[("metres", format::distance(road.access_m))]));
    let by_road = answer.road.as_ref().map(|_| words.with("nearest-straight", &[("distance", straight.as_str())]));
    let parts = by_road.into_iter().chain(off_road).chain(room);
    let parts = parts.chain([say::direction(answer.bearing_deg, words)]).chain(who);
    AnswerRow {
        rank: answer.rank,
        object: answer.object.clone(),
        name: answer.name.clone(),
        distance: answer.road.as_ref().map_or(straight, |road| route::minutes(road.minutes, words)),
        detail: parts.collect::<Vec<_>>().join(" · "),
    }
}

fn passed_row(world: &World, would: &Would<'_>, passed: &PassedOver, words: &Words) -> PassedRow {
    let reason = words.get(&format!("reason-{}", passed.reason.as_str().replace('_', "-")));
    let (reason, tone) = match passed.reason {
        Reason::InDangerArea => (reason, Tone::Alarm),
        Reason::Full => match passed.free_places {
            Some(free) => {
                let room = room(world, &passed.object, free.max(0));
                (words.with("nearest-reason-room", &[("reason", reason), ("room", room)]), Tone::Warning)
            }
            None => (reason, Tone::Warning),
        },
        Reason::Unreachable => match &passed.closure {
            Some(closure) => {
                let args = [("reason", reason.as_str()), ("closure", closure.name.as_str())];
                (words.with("nearest-reason-closed", &args), Tone::Alarm)
            }
            None => (reason, Tone::Warning),
        },
        Reason::Closed | Reason::UnsafeForHazard | Reason::CapacityUnknown | Reason::NotOpen | Reason::TooFar => {
            (reason, Tone::Normal)
        }
    };
    PassedRow {
        object: passed.object.clone(),
        name: passed.name.clone(),
        distance: passed
            .minutes
            .map_or_else(|| format::distance(passed.distance_m), |time| route::minutes(time, words)),
        reason,
        tone,
        can_open: passed.reason == Reason::Closed && would.be_usable(passed),
    }
}

/// Whether what is closed could be used if it were open.
struct Would<'a> {
    world: &'a World,
    query: &'a NearestQuery,
    areas: ActiveAreas<'a>,
}

impl<'a> Would<'a> {
    fn of(world: &'a World, nearest: &'a Nearest) -> Self {
        Self { world, query: &nearest.query, areas: ActiveAreas::of(world) }
    }

    fn be_usable(&self, passed: &PassedOver) -> bool {
        let Some(fields) = self.world.catalogue().kind(passed.object.kind.as_str()).map(AsRef::as_ref) else {
            return false;
        };
        let Some((object, fields)) = self.world.object(&passed.object).zip(ShelterFields::of(fields)) else {
            return false;
        };
        let shelter = fields.read(object);
        let room = self.query.people.is_none_or(|people| shelter.free_places().is_some_and(|free| free >= people));
        let safe = self.query.hazard.as_ref().is_none_or(|hazard| shelter.suits(hazard));
        let point = geo_types::Point::new(passed.position.lon(), passed.position.lat());
        room && safe && self.areas.holding(point).is_none()
    }
}

/// Free places of all: `410 / 600`.
fn room(world: &World, object: &ObjectRef, free: i64) -> String {
    match world.value(object, "capacity").as_integer() {
        Some(capacity) => format!("{} / {}", format::number(free), format::number(capacity)),
        None => format::number(free),
    }
}
