//! A way from a place to a place, and what is within reach, in the user's words and as lines on the map.

use geo_types::{LineString, MultiLineString, MultiPolygon};

use crate::domain::{
    catalogue::Tone,
    model::ObjectRef,
    network::{By, Graph, Guess, NoWay, Profile, Reach, RoadClass, SpeedTable, Step, Towards, Ways},
    place::Position,
    query::{Journey, Named, ReachedList, ReachedRow, Way},
    view::{
        Words, format, say,
        scene::{Area, AreaInk, Line, LineInk, Scene},
    },
    world::World,
};

/// What travel draws on the map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Travelled {
    /// The best way, degrees.
    pub best: Option<LineString>,
    /// Another way.
    pub other: Option<LineString>,
    /// The ways of many, and which plan's they are.
    pub ways: Vec<(LineString, WayOf)>,
    /// What is gone off the road, straight.
    pub off_road: Vec<LineString>,
    /// What is within reach.
    pub area: Option<MultiPolygon>,
    /// The danger that people are moved out of.
    pub danger: Vec<MultiPolygon>,
    /// Where it begins.
    pub from: Option<Position>,
    /// Where it ends.
    pub to: Option<Position>,
}

/// Whose a way of many is, where two plans are looked at side by side.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum WayOf {
    /// That of the present plan alone.
    Plan,
    /// That of both.
    Both,
    /// That of the plan that was kept alone.
    Kept,
}

impl WayOf {
    /// How it is drawn, as [`LineInk::Way`].
    const fn rank(self) -> u8 {
        match self {
            Self::Plan => 0,
            Self::Both => 3,
            Self::Kept => 1,
        }
    }
}

impl Travelled {
    /// The lines of a journey between two places.
    pub fn of_journey(journey: &Journey, graph: &Graph, from: Position, to: Position) -> Self {
        let straight = |a: Position, b: Position| LineString::new(vec![a.point().0, b.point().0]);
        let Ok(best) = &journey.best else {
            return Self { from: Some(from), to: Some(to), ..Self::default() };
        };
        Self {
            from: Some(from),
            to: Some(to),
            best: Some(best.route.line(graph)),
            other: journey.alternative.as_ref().map(|way| way.route.line(graph)),
            off_road: vec![straight(from, best.route.from.at), straight(best.route.to.at, to)],
            ..Self::default()
        }
    }

    /// Adds it to a scene: the best way on top, what is within reach under everything else.
    pub(super) fn draw(&self, scene: &mut Scene) {
        scene.areas.extend(self.area.iter().chain(&self.danger).map(|area| Area {
            shape: area.clone(),
            ink: AreaInk::Reach,
            opacity: 1.0,
            object: None,
        }));
        let mut line = |shape: &LineString, rank: u8| {
            let shape = MultiLineString::new(vec![shape.clone()]);
            scene.lines.push(Line { shape, ink: LineInk::Way(rank), opacity: 1.0, object: None });
        };
        self.off_road.iter().for_each(|shape| line(shape, 2));
        self.ways.iter().for_each(|(shape, of)| line(shape, of.rank()));
        self.other.iter().for_each(|shape| line(shape, 1));
        self.best.iter().for_each(|shape| line(shape, 0));
    }
}

/// A way in words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RouteView {
    /// Who goes and in which weather, judged by what.
    pub asked: String,
    /// How long and how far: `23 分钟 · 18.2 km`; `None`: there is no way.
    pub total: Option<String>,
    /// What is gone off the road.
    pub off_road: Option<String>,
    /// Why there is no way, and what is known all the same.
    pub why_none: Vec<String>,
    /// Closures that touch no road and so close none, told.
    pub idle: Option<String>,
    /// Road by road.
    pub steps: Vec<StepRow>,
    /// The closures that stand in the way.
    pub closures: Vec<Named>,
    /// What is said of them: gone round, and what it costs; or that they bar it.
    pub closures_say: Option<String>,
    /// The active danger areas that it passes.
    pub dangers: Vec<Named>,
    /// Another way: `另一条：26 分钟 · 21.0 km，经 X108`.
    pub other: Option<String>,
}

/// A step in words.
#[derive(Clone, Debug, PartialEq)]
pub struct StepRow {
    /// Which way, in words: `左转`.
    pub turn: String,
    /// The road: `330国道 G330`.
    pub road: String,
    /// How far and how long, and by which bridges.
    pub detail: String,
    /// Where it begins.
    pub at: Position,
}

/// Who goes, in which weather, judged by what.
pub fn asked(profile: &Profile, table: &SpeedTable, words: &Words) -> String {
    let weather = table.weather(&profile.weather).map_or("", |weather| weather.name(words.lang()));
    let by = words.get(if profile.by == By::Time { "travel-by-time" } else { "travel-by-distance" });
    [profile.vehicle.name(words.lang()), weather, &by].join(" · ")
}

/// Minutes as people read them: `23 分钟`, `1 小时 5 分钟`.
pub fn minutes(minutes: f64, words: &Words) -> String {
    // Rounded up: nobody is late for having been told too long.
    let whole = (minutes - 1e-9).ceil().max(0.0) as i64;
    match (whole / 60, whole % 60) {
        (0, minutes) => words.with("travel-minutes", &[("n", minutes.to_string())]),
        (hours, minutes) => words.with("travel-hours", &[("h", hours.to_string()), ("n", minutes.to_string())]),
    }
}

/// A journey in words.
pub fn route(world: &World, journey: &Journey, ways: &Ways, table: &SpeedTable, words: &Words) -> RouteView {
    let asked = asked(ways.profile(), table, words);
    let (closures, idle) = (journey.closures.clone(), idle(ways, words));
    let mut view = RouteView { asked, closures, idle, ..RouteView::default() };
    match &journey.best {
        Ok(way) => told(&mut view, world, journey, way, words),
        Err(why) => none(&mut view, why, journey.guess, words),
    }
    view
}

fn told(view: &mut RouteView, world: &World, journey: &Journey, way: &Way, words: &Words) {
    view.total = Some(total(way, words));
    let off_m = way.route.access_m();
    if off_m >= 1.0 {
        let args =
            [("metres", format::distance(off_m)), ("time", minutes(way.route.access_ms as f64 / 60_000.0, words))];
        view.off_road = Some(words.with("travel-off-road", &args));
    }
    view.steps = way.steps.iter().map(|step| step_row(world, step, words)).collect();
    view.dangers = way.dangers.clone();
    if !journey.closures.is_empty() {
        let delay = journey.delay_ms.map(|ms| minutes(ms as f64 / 60_000.0, words)).unwrap_or_default();
        view.closures_say = Some(words.with("travel-round", &[("delay", delay)]));
    }
    view.other = journey.alternative.as_ref().map(|other| {
        // What tells it apart: the longest road that the best way does not take.
        let own = |step: &&Step| way.steps.iter().all(|best| best.name != step.name || best.number != step.number);
        let by = other.steps.iter().filter(own).max_by(|a, b| a.length_m.total_cmp(&b.length_m));
        let by = by.map_or_else(String::new, |step| road_name(world, step, words));
        words.with("travel-other", &[("total", total(other, words)), ("road", by)])
    });
}

fn none(view: &mut RouteView, why: &NoWay, guess: Option<Guess>, words: &Words) {
    view.why_none.push(words.get(match why {
        NoWay::NoRoad => "travel-no-road",
        NoWay::NotJoined => "travel-not-joined",
        NoWay::Closed(_) => "travel-closed",
    }));
    if let Some(guess) = guess {
        view.why_none.push(guessed(guess, words));
    }
    if !view.closures.is_empty() {
        view.closures_say = Some(words.get("travel-barred"));
    }
}

/// Closures that touch no road, by name: they close none, which somebody must know. `None`: there are none.
pub fn idle(ways: &Ways, words: &Words) -> Option<String> {
    let names: Vec<&str> = ways.idle().iter().filter_map(|at| Some(ways.closures().get(*at)?.name.as_str())).collect();
    let names = names.join(&words.get("list-separator"));
    (!names.is_empty()).then(|| words.with("travel-idle", &[("names", names)]))
}

/// A guess, and how it was made.
pub fn guessed(guess: Guess, words: &Words) -> String {
    let args = [
        ("straight", format::distance(guess.straight_m)),
        ("factor", format::decimal(guess.factor, 2)),
        ("time", minutes(f64::from(guess.ms) / 60_000.0, words)),
    ];
    words.with("travel-guess", &args)
}

fn total(way: &Way, words: &Words) -> String {
    format!("{} · {}", minutes(way.route.minutes(), words), format::distance(way.route.length_m))
}

fn step_row(world: &World, step: &Step, words: &Words) -> StepRow {
    let turn = match step.turn.as_str() {
        "start" => words.with("turn-start", &[("direction", say::direction(step.bearing_deg, words))]),
        turn => words.get(&format!("turn-{}", turn.replace('_', "-"))),
    };
    let mut detail = vec![format::distance(step.length_m), minutes(step.ms as f64 / 60_000.0, words)];
    if !step.structures.is_empty() {
        let names = step.structures.join(&words.get("list-separator"));
        detail.push(words.with("travel-by-bridge", &[("names", names)]));
    }
    StepRow { turn, road: road_name(world, step, words), detail: detail.join(" · "), at: step.at }
}

/// A road's name and number; without a name its class.
fn road_name(world: &World, step: &Step, words: &Words) -> String {
    match (step.name.is_empty(), step.number.is_empty()) {
        (false, false) if !step.name.contains(&step.number) => format!("{} {}", step.name, step.number),
        (false, _) => step.name.clone(),
        (true, false) => step.number.clone(),
        (true, true) => words.with("travel-unnamed", &[("class", class_name(world, step.class, words))]),
    }
}

fn class_name(world: &World, class: RoadClass, words: &Words) -> String {
    let field = world.catalogue().kind("road").and_then(|kind| kind.field("road_class").cloned());
    let name = field.and_then(|field| Some(field.choice(class.id())?.name(words.lang()).to_owned()));
    name.unwrap_or_else(|| class.id().to_owned())
}

/// So many rows are listed on a side; the command line and a table have them all.
const LISTED: usize = 300;

/// Who is within reach, in words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReachView {
    /// Who goes, in which weather, within how many minutes.
    pub asked: String,
    /// What is gone to the road.
    pub off_road: Option<String>,
    /// Villages and people within reach, and beyond it.
    pub inside: Part,
    /// Beyond it.
    pub outside: Part,
    /// What could not be told.
    pub notes: Vec<String>,
}

/// One side of a reach.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    /// How many, and how many people: `312 个村 · 287,430 人`.
    pub says: String,
    /// The first of them, soonest first.
    pub rows: Vec<ReachRow>,
    /// How many more there are.
    pub more: usize,
}

/// A village.
#[derive(Clone, Debug, PartialEq)]
pub struct ReachRow {
    /// Which.
    pub object: ObjectRef,
    /// Its name.
    pub name: String,
    /// Its township and its people.
    pub detail: String,
    /// How long: `23 分钟`, or that there is no way.
    pub time: String,
    /// How grave that is.
    pub tone: Tone,
}

/// Who is within reach, in words.
pub fn reach(list: &ReachedList, asked: String, reach: &Reach<'_>, ways: &Ways, words: &Words) -> ReachView {
    let off_road_m = reach.place().access_m;
    let part = |rows: &[ReachedRow], tone: Tone| {
        let (people, unknown) = ReachedList::people(rows);
        let args = [("n", format::number(rows.len() as i64)), ("people", format::number(people))];
        let mut says = words.with("reach-says", &args);
        if unknown > 0 {
            says = format!("{says}{}", words.with("reach-unknown", &[("n", unknown.to_string())]));
        }
        let rows: Vec<ReachRow> = rows.iter().map(|row| reach_row(row, tone, words)).collect();
        Part { says, more: rows.len().saturating_sub(LISTED), rows: rows.into_iter().take(LISTED).collect() }
    };
    let without = list.without_position;
    let shut = reach.shut().into_iter().map(|name| words.with("reach-shut", &[("name", name)]));
    ReachView {
        asked,
        off_road: (off_road_m >= 1.0)
            .then(|| words.with("reach-off-road", &[("metres", format::distance(off_road_m))])),
        inside: part(&list.inside, Tone::Normal),
        outside: part(&list.outside, Tone::Warning),
        notes: (without > 0)
            .then(|| words.with("query-without-position", &[("count", without.to_string())]))
            .into_iter()
            .chain(shut)
            .chain(idle(ways, words))
            .collect(),
    }
}

fn reach_row(row: &ReachedRow, tone: Tone, words: &Words) -> ReachRow {
    let people = row.people.map(|people| words.with("row-people", &[("n", format::number(people))]));
    let detail: Vec<String> =
        Some(row.township.clone()).filter(|township| !township.is_empty()).into_iter().chain(people).collect();
    ReachRow {
        object: row.object.clone(),
        name: row.name.clone(),
        detail: detail.join(" · "),
        time: row.minutes.map_or_else(|| words.get("reach-no-way"), |time| minutes(time, words)),
        tone: if row.minutes.is_none() { Tone::Alarm } else { tone },
    }
}

/// Who goes, in which weather, within how many minutes, which way.
pub fn asked_reach(profile: &Profile, table: &SpeedTable, within: f64, towards: Towards, words: &Words) -> String {
    let weather = table.weather(&profile.weather).map_or("", |weather| weather.name(words.lang()));
    let way = match towards {
        Towards::Others => "reach-from-here",
        Towards::Place => "reach-to-here",
    };
    let within = words.with("reach-within", &[("time", minutes(within, words))]);
    [profile.vehicle.name(words.lang()), weather, &words.get(way), &within].join(" · ")
}
