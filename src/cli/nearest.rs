//! `nearest`: the k nearest of a kind, with room, safe, outside active danger areas; and why nearer ones
//! were passed over.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    cli::{
        Answer, Failure, Seat,
        place::{self, Place},
        travel::{self, Judged},
    },
    domain::{
        query::{self, NearestQuery, QueryError, WhyNone},
        view::route,
        world::World,
    },
};

/// How many of those passed over are named on the screen; the JSON names all.
const TOLD: usize = 10;

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[arg(long, value_name = "KIND")]
    kind: String,
    #[arg(long, value_name = "LON,LAT", allow_hyphen_values = true)]
    from: String,
    #[arg(short, default_value_t = 5, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    k: u32,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(1..))]
    people: Option<i64>,
    #[arg(long, value_name = "HAZARD")]
    hazard: Option<String>,
    #[arg(long, value_name = "MEASURE", default_value = "distance", hide_possible_values = true)]
    by: Judged,
    #[command(flatten)]
    going: travel::GoingOptions,
}

#[derive(Serialize)]
struct NearestJson<'a> {
    query: QueryJson<'a>,
    answers: Vec<AnswerJson<'a>>,
    passed_over: Vec<PassedOverJson<'a>>,
    without_position: usize,
}

#[derive(Serialize)]
struct QueryJson<'a> {
    kind: &'a str,
    lon: f64,
    lat: f64,
    place: Option<&'a str>,
    k: u32,
    people: Option<i64>,
    hazard: Option<&'a str>,
    by: &'static str,
    // What only a question by time has.
    #[serde(skip_serializing_if = "Option::is_none")]
    vehicle: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    weather: Option<&'a str>,
}

#[derive(Serialize)]
struct AnswerJson<'a> {
    id: String,
    name: &'a str,
    kind: &'a str,
    lon: f64,
    lat: f64,
    distance_m: f64,
    bearing_deg: f64,
    free_places: Option<i64>,
    rank: usize,
    minutes: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    access_m: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    estimate_factor: Option<f64>,
}

#[derive(Serialize)]
struct PassedOverJson<'a> {
    id: String,
    name: &'a str,
    distance_m: f64,
    reason: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    minutes: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    closure: Option<&'a str>,
}

/// Answers.
///
/// # Errors
/// When the district cannot be read, or there is no such kind, place or hazard.
pub fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    let district = seat.read()?;
    let world = &district.world;
    let kind = seat.kind(world, &options.kind)?.id.clone();
    let from = place::find(&options.from, world, seat)?;
    let query = NearestQuery {
        kind,
        from: from.position,
        k: options.k as usize,
        people: options.people,
        hazard: options.hazard.clone(),
    };
    let by_time = options.by == Judged::Time;
    let found = if by_time {
        let roads = travel::roads(&district, &options.going, options.by, seat)?;
        query::nearest_by_time(world, &query, &roads.ways)
    } else {
        // A slip is told, though nobody goes anywhere.
        travel::known(&options.going, seat)?;
        query::nearest(world, &query)
    };
    let found = found.map_err(|error| refused(&error, seat))?;
    let text = district.mark(&seat.words) + &text(&found, &from, world, seat);
    let json = NearestJson {
        query: QueryJson {
            kind: query.kind.as_str(),
            lon: query.from.lon(),
            lat: query.from.lat(),
            place: from.name.as_deref(),
            k: options.k,
            people: query.people,
            hazard: query.hazard.as_deref(),
            by: options.by.as_str(),
            vehicle: by_time.then_some(options.going.vehicle.as_str()),
            weather: by_time.then_some(options.going.weather.as_str()),
        },
        answers: found.answers.iter().map(answer_json).collect(),
        passed_over: found.passed_over.iter().map(passed_over_json).collect(),
        without_position: found.without_position,
    };
    Ok(Answer::yes(text, json).only_if(!found.answers.is_empty()))
}

fn answer_json(answer: &query::Answer) -> AnswerJson<'_> {
    AnswerJson {
        id: answer.object.uid.to_string(),
        name: &answer.name,
        kind: answer.object.kind.as_str(),
        lon: answer.position.lon(),
        lat: answer.position.lat(),
        distance_m: answer.distance_m,
        bearing_deg: answer.bearing_deg,
        free_places: answer.free_places,
        rank: answer.rank,
        minutes: answer.road.as_ref().map(|road| road.minutes),
        access_m: answer.road.as_ref().map(|road| road.access_m),
        estimate_factor: answer.road.as_ref().and_then(|road| road.guessed_factor),
    }
}

fn passed_over_json(one: &query::PassedOver) -> PassedOverJson<'_> {
    PassedOverJson {
        id: one.object.uid.to_string(),
        name: &one.name,
        distance_m: one.distance_m,
        reason: one.reason.as_str(),
        minutes: one.minutes,
        closure: one.closure.as_ref().map(|closure| closure.name.as_str()),
    }
}

fn refused(error: &QueryError, seat: &Seat) -> Failure {
    match error {
        QueryError::NoKind(kind) => seat.failure("query-no-kind", &[("kind", kind.as_str())]),
        QueryError::NoHazard(hazard, known) => {
            seat.failure("query-no-hazard", &[("hazard", hazard.as_str()), ("known", &known.join(", "))])
        }
    }
}

fn text(found: &query::Nearest, from: &Place, world: &World, seat: &Seat) -> String {
    let words = &seat.words;
    let at = format!("{:.5},{:.5}", from.position.lon(), from.position.lat());
    let place = from.name.as_ref().map_or_else(|| at.clone(), |name| format!("{name} ({at})"));
    let kind = world.catalogue().kind(found.query.kind.as_str()).map_or("", |kind| kind.name(seat.lang()));
    let people = found.query.people.map_or_else(String::new, |people| people.to_string());
    let title = if people.is_empty() { "cli-nearest" } else { "cli-nearest-people" };
    let mut lines = vec![words.with(title, &[("place", place.as_str()), ("kind", kind), ("people", &people)])];
    for answer in &found.answers {
        let free = answer.free_places.map(|free| words.with("cli-free", &[("n", free.to_string())]));
        lines.push(format!(
            "{:>3}. {}  {}{} {}  {}",
            answer.rank,
            answer.name,
            answer.road.as_ref().map(|road| route::minutes(road.minutes, words) + "  ").unwrap_or_default(),
            place::direction(answer.bearing_deg, seat),
            place::distance(answer.distance_m),
            free.unwrap_or_default(),
        ));
    }
    if let Some(factor) = found.answers.iter().find_map(|answer| answer.road.as_ref()?.guessed_factor) {
        lines.push(words.with("nearest-guessed", &[("factor", format!("{factor}"))]));
    }
    if let Some(why) = &found.why_none {
        lines.push(why_none(why, seat));
    }
    lines.extend(passed_over(&found.passed_over, seat));
    if found.without_position > 0 {
        lines.push(words.with("query-without-position", &[("count", found.without_position.to_string())]));
    }
    lines.join("\n")
}

/// The nearest of those passed over with their reasons, the rest counted by reason.
fn passed_over(all: &[query::PassedOver], seat: &Seat) -> Vec<String> {
    let words = &seat.words;
    let reason = |reason: query::Reason| words.get(&format!("reason-{}", reason.as_str().replace('_', "-")));
    let (told, rest) = all.split_at(all.len().min(TOLD));
    let mut lines: Vec<String> = told
        .iter()
        .map(|one| {
            let free = one.free_places.map(|free| words.with("cli-free", &[("n", free.to_string())]));
            let free = free.map(|free| format!("  {free}")).unwrap_or_default();
            let closure = one.closure.as_ref().map(|closure| format!("  {}", closure.name)).unwrap_or_default();
            let far = place::distance(one.distance_m);
            format!("  -  {}  {far}  {}{closure}{free}", one.name, reason(one.reason))
        })
        .collect();
    if !lines.is_empty() {
        lines.insert(0, words.get("cli-passed-over"));
    }
    let mut counts = BTreeMap::<query::Reason, usize>::new();
    for one in rest {
        *counts.entry(one.reason).or_default() += 1;
    }
    if !rest.is_empty() {
        let counts: Vec<String> = counts.iter().map(|(why, count)| format!("{} {count}", reason(*why))).collect();
        let args = [("n", rest.len().to_string()), ("reasons", counts.join(words.get("cli-comma").as_str()))];
        lines.push(words.with("cli-passed-over-more", &args));
    }
    lines
}

fn why_none(why: &WhyNone, seat: &Seat) -> String {
    match why {
        WhyNone::NoneAsked => seat.words.get("none-asked"),
        WhyNone::NoObjects => seat.words.get("none-objects"),
        WhyNone::NoPositions => seat.words.get("none-positions"),
        WhyNone::AllLeftOut(reasons) => {
            seat.say("none-usable", &[("count", reasons.values().sum::<usize>().to_string())])
        }
    }
}
