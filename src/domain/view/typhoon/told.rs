//! What is told of a storm at a moment beside the map: how strong it is, how far from here, and when it is where.

use jiff::Timestamp;

use crate::domain::{
    catalogue::Tone,
    hazard::typhoon::{Arrival, Courses, Level, Passage, Passing, Step, Storm, WarningLine, is_within},
    model::{Object, ObjectRef},
    place::{Position, bearing_deg, distance_m, middle_of},
    query::{name_of, object_ref},
    view::{
        Words, format, say,
        typhoon::{agency, arrival, moved, name, nearest, state, stay},
    },
    world::World,
};

/// What is told of a storm at a moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// How strong it is.
    pub state: String,
    /// How fast it goes, and where.
    pub moves: Option<String>,
    /// How far from the district, and in which direction.
    pub here: Option<String>,
    /// The warning lines that it is behind.
    pub lines: Vec<String>,
    /// When it is nearest to the district's middle, and what the agencies expect.
    pub passes: Vec<String>,
    /// When winds arrive there by the agencies, or in the archive.
    pub arrivals: Vec<Expected>,
    /// Each township, the one it comes nearest to first.
    pub towns: Vec<Town>,
    /// Whether the storm is over: what is shown is a replay.
    pub replay: bool,
    /// How it was moved for a rehearsal; none: it is a real one.
    pub moved: Option<String>,
    /// Whether arrivals go by radii that are held, for forecasts have none.
    pub held: bool,
}

/// When winds are expected.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    /// In words.
    pub says: String,
    /// The level.
    pub level: Level,
    /// The earliest and the latest.
    pub between: [Timestamp; 2],
}

/// A township and a storm.
#[derive(Clone, Debug, PartialEq)]
pub struct Town {
    /// Which.
    pub object: ObjectRef,
    /// Its name.
    pub name: String,
    /// How far the centre is now.
    pub now: String,
    /// When it is nearest and how far it is then.
    pub nearest: String,
    /// When its circles hold the township, a line each.
    pub stays: Vec<String>,
    /// Whether it is in a circle now (a warning, from level 10 an alarm), will be or was (caution).
    pub tone: Tone,
    /// The nearest distance, metres.
    pub nearest_m: f64,
}

/// A storm and one place.
#[derive(Clone, Debug, PartialEq)]
pub struct AtPlace {
    /// Which storm.
    pub title: String,
    /// Whether it is over: what is told is a replay.
    pub replay: bool,
    /// How far it is, when it is nearest, when its circles hold the place, what the agencies expect.
    pub lines: Vec<String>,
}

/// How a storm passes a place, as it is known at a moment. `None`: nothing was known yet.
pub fn at_place(storm: &Storm, place: Position, at: Timestamp, words: &Words) -> Option<AtPlace> {
    let passing = Courses::of(storm, Some(holds_for(storm, at)?)).passing(place)?;
    let now = storm.past(None).at(at).map(|step| distance(&step, place, words));
    let mut lines: Vec<String> = now.into_iter().chain(passes(&passing, words)).collect();
    lines.extend(arrivals(&passing, at, words).into_iter().map(|one| one.says));
    let title = words.with("storm-at-place", &[("name", name(storm, words))]);
    Some(AtPlace { title, replay: !storm.active && !storm.is_rehearsal(), lines })
}

/// A storm and the places of a district: what is worked out once for all moments between two fixes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Passings {
    /// The district's middle.
    middle: Option<(Position, Passing)>,
    towns: Vec<(ObjectRef, String, Position, Passing)>,
}

impl Passings {
    /// When the first wind circle reaches the district's middle: when it did, else when it is first expected to.
    pub fn first(&self) -> Option<Timestamp> {
        let (_, passing) = self.middle.as_ref()?;
        let entered = passing.past.stays.iter().map(|stay| stay.entered).min();
        entered.or_else(|| passing.arrivals().iter().map(|arrival| arrival.first).min())
    }
}

/// For which moments the same [`Passings`] hold: a storm that is over passes the same way at each of them.
pub fn holds_for(storm: &Storm, at: Timestamp) -> Option<Timestamp> {
    let newest = storm.newest(Some(at))?;
    let is_told_to_the_end = storm.fixes.iter().all(|fix| fix.forecasts.is_empty());
    let end = storm.fixes.last().map(|fix| fix.state.time);
    if is_told_to_the_end { end } else { Some(newest.state.time) }
}

/// Works out how a storm passes the places of a world, as it is known at a moment.
pub fn passings(world: &World, storm: &Storm, at: Timestamp) -> Passings {
    let Some(until) = holds_for(storm, at) else { return Passings::default() };
    let courses = Courses::of(storm, Some(until));
    let middle = middle(world).and_then(|place| Some((place, courses.passing(place)?)));
    let mut towns = Vec::new();
    if let Some(layer) = world.layer("township") {
        let town = |object: &Object| {
            let place = middle_of(object.geometry.as_ref()?)?;
            Some((object_ref(object), name_of(layer.kind(), object), place, courses.passing(place)?))
        };
        towns.extend(layer.objects().filter_map(|object| town(object)));
    }
    Passings { middle, towns }
}

/// What is told of a storm at a moment.
pub fn told(storm: &Storm, passings: &Passings, at: Timestamp, words: &Words) -> Told {
    let mut told =
        Told { replay: !storm.active && !storm.is_rehearsal(), moved: moved(storm, words), ..Told::default() };
    let Some(fix) = storm.newest(Some(at)) else { return told };
    told.state = state(&fix.state, words);
    told.moves = fix.moves_kmh.map(|kmh| {
        let speed = format::decimal(kmh, 0);
        match fix.moves_to_deg {
            Some(to) => words.with("storm-moves", &[("to", &say::direction(to, words)), ("speed", &speed)]),
            None => words.with("storm-moves-speed", &[("speed", &speed)]),
        }
    });
    let step = storm.past(None).at(at);
    let behind = |line: &WarningLine| step.is_some_and(|step| is_within(*line, step.position));
    let line = |line: WarningLine| words.with("storm-behind", &[("hours", &line.hours().to_string())]);
    told.lines = WarningLine::ALL.into_iter().filter(behind).map(line).collect();
    if let Some((middle, passing)) = &passings.middle {
        told.here = step.map(|step| distance(&step, *middle, words));
        told.passes = passes(passing, words);
        told.arrivals = arrivals(passing, at, words);
        told.held = !told.arrivals.is_empty() && !passing.expected.is_empty();
    }
    told.towns = passings
        .towns
        .iter()
        .map(|(object, name, place, passing)| town((object, name, *place), passing, step, words))
        .collect();
    told.towns.sort_by(|a, b| a.nearest_m.total_cmp(&b.nearest_m).then_with(|| a.name.cmp(&b.name)));
    told
}

fn passes(passing: &Passing, words: &Words) -> Vec<String> {
    let course = |passage: &Passage, lines: &mut Vec<String>| {
        lines.extend(passage.stays.iter().map(|one| stay(one, words).trim().to_owned()));
    };
    let mut lines = vec![nearest(&passing.past, words)];
    course(&passing.past, &mut lines);
    for expected in &passing.expected {
        let name = agency(&expected.agency, words);
        let id = if expected.is_official() { "storm-official" } else { "storm-agency" };
        let says = nearest(&expected.passage, words);
        let issued = format::day_time(expected.issued);
        lines.push(words.with(id, &[("agency", &name), ("issued", &issued), ("says", &says)]));
    }
    lines
}

/// By the agencies; of a storm that is over by its course.
fn arrivals(passing: &Passing, at: Timestamp, words: &Words) -> Vec<Expected> {
    let of_course = |level: Level| {
        let entered = passing.past.stays.iter().find(|stay| stay.level == level && stay.entered > at)?.entered;
        let whole = Arrival { level, first: entered, last: entered, official: Some(entered), agencies: 1, of: 1 };
        let time = format::date_time(entered);
        let says = words.with("storm-arrives", &[("force", &level.force().to_string()), ("time", &time)]);
        Some((whole, says))
    };
    let all: Vec<(Arrival, String)> = if passing.expected.is_empty() {
        Level::ALL.into_iter().filter_map(of_course).collect()
    } else {
        // What has come by the moment is no arrival any more.
        let coming = passing.arrivals().into_iter().filter(|one| one.first > at);
        coming.map(|one| (one.clone(), arrival(&one, words))).collect()
    };
    all.into_iter().map(|(one, says)| Expected { says, level: one.level, between: [one.first, one.last] }).collect()
}

fn town(
    (object, name, place): (&ObjectRef, &str, Position),
    passing: &Passing,
    step: Option<Step>,
    words: &Words,
) -> Town {
    let stays = passing.past.stays.iter().map(|one| stay(one, words).trim().to_owned());
    let expected = passing.arrivals().into_iter().map(|one| arrival(&one, words));
    let stays: Vec<String> = stays.chain(expected).collect();
    let inside = |level: Level| {
        step.is_some_and(|step| {
            let circle = step.circles.get(level.index()).copied().flatten();
            circle.is_some_and(|circle| circle.contains(step.position, place))
        })
    };
    let tone = match (inside(Level::Ten), inside(Level::Seven), stays.is_empty()) {
        (true, ..) => Tone::Alarm,
        (_, true, _) => Tone::Warning,
        (_, _, false) => Tone::Caution,
        _ => Tone::Normal,
    };
    let near = passing.nearest();
    Town {
        object: object.clone(),
        name: name.to_owned(),
        now: step.map(|step| distance(&step, place, words)).unwrap_or_default(),
        nearest: nearest(near, words),
        stays,
        tone,
        nearest_m: near.nearest.distance_m,
    }
}

fn distance(step: &Step, place: Position, words: &Words) -> String {
    let direction = say::direction(bearing_deg(place, step.position), words);
    let far = format::distance(distance_m(place, step.position));
    words.with("storm-here", &[("direction", &direction), ("distance", &far)])
}

/// The middle of the district: where a storm's distance is told from.
pub fn middle(world: &World) -> Option<Position> {
    let home = crate::domain::view::scene::home(world)?;
    Position::new(f64::midpoint(home.west, home.east), f64::midpoint(home.south, home.north)).ok()
}
