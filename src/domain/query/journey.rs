//! The way from a place to a place: with what it avoids, what it passes, and another one; or why there is none.

use crate::domain::{
    model::ObjectRef,
    network::{Guess, NoWay, Profile, Route, Step, Ways},
    place::{Position, distance_m},
    query::{ActiveAreas, name_of, object_ref},
    world::World,
};

/// Something on the map that an answer names.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Named {
    /// Which.
    pub object: ObjectRef,
    /// What it is called.
    pub name: String,
}

/// The way from a place to a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Journey {
    /// The best way, or why there is none.
    pub best: Result<Way, NoWay>,
    /// Another that differs from the best in earnest.
    pub alternative: Option<Way>,
    /// The closures that stand in the way: of a route those it goes round, of none those that bar it.
    pub closures: Vec<Named>,
    /// How much longer the best way takes than if nothing were closed, milliseconds; `None` when nothing is in
    /// the way.
    pub delay_ms: Option<u64>,
    /// Where there is no road that leads there, whatever is closed: the way guessed from the straight distance.
    pub guess: Option<Guess>,
}

/// A way that can be gone.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// What it goes along.
    pub route: Route,
    /// Road by road.
    pub steps: Vec<Step>,
    /// The active danger areas that it passes.
    pub dangers: Vec<Named>,
}

/// The way between two places.
pub fn journey(world: &World, ways: &Ways, from: Position, to: Position) -> Journey {
    let ends = ways.snap(from).zip(ways.snap(to));
    let best = ends.map_or(Err(NoWay::NoRoad), |(from, to)| ways.route_between(from, to));
    let named = |places: Vec<usize>| -> Vec<Named> {
        let closures = places.into_iter().filter_map(|place| ways.closures().get(place));
        closures.map(|closure| Named { object: closure.object.clone(), name: closure.name.clone() }).collect()
    };
    let mut journey =
        Journey { best: Err(NoWay::NoRoad), alternative: None, closures: Vec::new(), delay_ms: None, guess: None };
    match best {
        Ok(route) => {
            let open = ends.filter(|_| !ways.cuts().is_empty()).and_then(|(from, to)| ways.open_route(from, to));
            let avoided = open.as_ref().map(|open| ways.closed_on(open)).unwrap_or_default();
            if let Some(open) = open.filter(|_| !avoided.is_empty()) {
                journey.delay_ms = Some(route.road_ms.saturating_sub(open.road_ms));
            }
            journey.closures = named(avoided);
            journey.alternative = ways.alternative(&route).map(|route| way(world, ways, route));
            journey.best = Ok(way(world, ways, route));
        }
        Err(NoWay::Closed(places)) => {
            journey.closures = named(places.clone());
            journey.best = Err(NoWay::Closed(places));
        }
        Err(why) => {
            journey.guess = Some(guess(world, ways.profile(), from, to));
            journey.best = Err(why);
        }
    }
    journey
}

fn way(world: &World, ways: &Ways, route: Route) -> Way {
    let passed = ActiveAreas::of(world).passed_by(&route.line(ways.graph()));
    let named = passed.into_iter().filter_map(|object| {
        let kind = world.catalogue().kind(object.kind.as_str())?;
        Some(Named { object: object_ref(object), name: name_of(kind, object) })
    });
    Way { dangers: named.collect(), steps: ways.steps(&route), route }
}

/// A way guessed from the straight distance: longer in mountains, if either place is in a township of them.
pub fn guess(world: &World, profile: &Profile, from: Position, to: Position) -> Guess {
    profile.guess(distance_m(from, to), in_mountains(world, from) || in_mountains(world, to))
}

/// Whether a place is in a township of hills or mountains. What is in no township is taken for it, to be safe.
pub fn in_mountains(world: &World, at: Position) -> bool {
    let Some(layer) = world.layer("township") else { return true };
    let terrain = layer.kind().index("terrain");
    let point = at.point();
    let here = layer.in_bounds(geo_types::Rect::new(point.0, point.0)).into_iter().find(|object| {
        use geo::Intersects as _;
        object.geometry.as_ref().is_some_and(|area| area.intersects(&point))
    });
    let terrain = here.zip(terrain).and_then(|(object, index)| object.value(index).as_text());
    !matches!(terrain, Some("plain" | "town"))
}
