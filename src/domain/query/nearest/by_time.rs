//! The nearest by time on the road.

use std::sync::Arc;

use crate::domain::{
    catalogue::Role,
    model::Object,
    network::{NO_WAY, NoWay, Snap, Towards, Tree, Ways},
    place::{Position, distance_m, middle_of},
    query::{
        Nearest, NearestQuery, QueryError, Reason,
        journey::{Named, guess},
        nearest::{Judge, LeftOut, NAMED_WHEN_NONE, why_none},
        object_ref,
    },
    world::{Layer, Ranked, World},
};

/// How an answer was reached by road.
#[derive(Clone, Debug, PartialEq)]
pub struct ByRoad {
    /// Minutes, the ways off the road included.
    pub minutes: f64,
    /// Metres off the road at both ends, on foot.
    pub access_m: f64,
    /// Where there is no road: the factor by which the straight distance was taken to be longer.
    pub guessed_factor: Option<f64>,
}

/// One thing, and how long its way is.
struct Timed<'a> {
    ranked: Ranked<'a, LeftOut<'a>>,
    road: Option<ByRoad>,
}

/// As [`crate::domain::query::nearest`], by time: from the place to the things, or from them to the place when
/// they are such as come ([`Role::Responder`]). What is nearer than the last answer in a straight line and has no
/// way is named, with the closure that bars it.
///
/// Without any road for the vehicle the times are guessed from straight distances, and say so.
///
/// # Errors
/// As [`crate::domain::query::nearest`].
pub fn nearest_by_time(world: &World, query: &NearestQuery, ways: &Ways) -> Result<Nearest, QueryError> {
    let layer = world.layer(query.kind.as_str()).ok_or_else(|| QueryError::NoKind(query.kind.clone()))?;
    let judge = Judge::new(world, layer.kind(), query)?;
    let towards = if layer.kind().has_role(Role::Responder) { Towards::Place } else { Towards::Others };
    let place = ways.snap(query.from);
    let tree = place.map(|place| ways.tree(place, towards, NO_WAY));
    let asked = Asked { world, ways, query, place, tree, towards };
    let mut all: Vec<Timed<'_>> =
        layer.objects().filter_map(|object| asked.timed(object, judge.left_out(object))).collect();
    let order = |timed: &Timed<'_>| timed.road.as_ref().map_or(f64::INFINITY, |road| road.minutes);
    all.sort_by(|a, b| {
        order(a)
            .total_cmp(&order(b))
            .then(a.ranked.distance_m.total_cmp(&b.ranked.distance_m))
            .then(a.ranked.object.uid.cmp(&b.ranked.object.uid))
    });
    Ok(asked.answer(&judge, layer, all))
}

struct Asked<'a> {
    world: &'a World,
    ways: &'a Ways,
    query: &'a NearestQuery,
    place: Option<Snap>,
    tree: Option<Tree<'a>>,
    towards: Towards,
}

impl<'a> Asked<'a> {
    fn timed(&self, object: &'a Arc<Object>, left_out: Option<LeftOut<'a>>) -> Option<Timed<'a>> {
        let at = object.geometry.as_ref().and_then(middle_of)?;
        let distance_m = distance_m(self.query.from, at);
        let road = self.road(at);
        let left_out =
            left_out.or_else(|| road.is_none().then_some(LeftOut { reason: Reason::Unreachable, area: None }));
        Some(Timed { ranked: Ranked { object, at, distance_m, left_out }, road })
    }

    fn road(&self, at: Position) -> Option<ByRoad> {
        let profile = self.ways.profile();
        let Some((place, tree)) = self.place.zip(self.tree.as_ref()) else {
            let guess = guess(self.world, profile, self.query.from, at);
            let minutes = f64::from(guess.ms) / 60_000.0;
            return Some(ByRoad { minutes, access_m: 0.0, guessed_factor: Some(guess.factor) });
        };
        let snap = self.ways.snap(at)?;
        let cost = tree.cost(snap)?;
        let off = profile.access_ms(place.access_m).saturating_add(profile.access_ms(snap.access_m));
        let minutes = (f64::from(cost) + f64::from(off)) / 60_000.0;
        Some(ByRoad { minutes, access_m: place.access_m + snap.access_m, guessed_factor: None })
    }

    fn answer(&self, judge: &Judge<'a>, layer: &Layer, all: Vec<Timed<'a>>) -> Nearest {
        let mut answers = Vec::with_capacity(self.query.k);
        let mut passed_over = Vec::new();
        let usable = all.iter().filter(|timed| timed.ranked.left_out.is_none()).count();
        let mut all = all;
        let mut none = None;
        if usable == 0 || self.query.k == 0 {
            let ranked: Vec<Ranked<'_, LeftOut<'_>>> = all.iter().map(|timed| timed.ranked.clone()).collect();
            none = why_none(layer, self.query, &ranked);
            // The nearest in a straight line are named then.
            all.sort_by(|a, b| a.ranked.distance_m.total_cmp(&b.ranked.distance_m));
        }
        // How far the farthest answer is in a straight line: what is nearer and has no way is named.
        let mut farthest_m = 0.0_f64;
        let mut last = 0;
        for (at, timed) in all.iter().enumerate() {
            if timed.ranked.left_out.is_none() && answers.len() < self.query.k {
                farthest_m = farthest_m.max(timed.ranked.distance_m);
                last = at;
                let (one, name) = (&timed.ranked, judge.names.name(timed.ranked.object));
                let mut answer = judge.answer(one, object_ref(one.object), name, answers.len() + 1);
                answer.road = timed.road.clone();
                answers.push(answer);
            }
        }
        for (at, timed) in all.iter().enumerate() {
            let Some(left_out) = &timed.ranked.left_out else { continue };
            // Fewer than asked: what has no way is why, however far it is.
            let short = answers.len() < self.query.k && passed_over.len() < NAMED_WHEN_NONE;
            let nearer = if timed.road.is_some() { at < last } else { timed.ranked.distance_m <= farthest_m || short };
            let named = if answers.is_empty() { passed_over.len() < NAMED_WHEN_NONE } else { nearer };
            if named {
                let (one, name) = (&timed.ranked, judge.names.name(timed.ranked.object));
                let mut passed = judge.passed_over(one, object_ref(one.object), name, left_out);
                passed.minutes = timed.road.as_ref().map(|road| road.minutes);
                if timed.road.is_none() {
                    passed.closure = self.closure(one.at);
                }
                passed_over.push(passed);
            }
        }
        let without_position = layer.without_position();
        let by = Some(self.ways.profile().clone());
        Nearest { query: self.query.clone(), answers, passed_over, without_position, why_none: none, by }
    }

    /// The closure that bars the way to a place or from it.
    fn closure(&self, at: Position) -> Option<Named> {
        let (place, other) = self.place.zip(self.ways.snap(at))?;
        let (from, to) = match self.towards {
            Towards::Others => (place, other),
            Towards::Place => (other, place),
        };
        let Err(NoWay::Closed(places)) = self.ways.route_between(from, to) else { return None };
        let closure = places.first().and_then(|first| self.ways.closures().get(*first))?;
        Some(Named { object: closure.object.clone(), name: closure.name.clone() })
    }
}
