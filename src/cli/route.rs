//! `route`: the best way from a place to a place, step by step; or what bars it.

use geojson::GeometryValue;
use serde::Serialize;

use crate::{
    cli::{
        Answer, Failure, Seat,
        place::{self, Place},
        travel::{self, Judged, NamedJson, PlaceJson},
    },
    domain::{
        network::{Guess, NoWay, Step, Ways},
        query::{self, Journey, Way},
        view::route::{self, RouteView},
    },
};

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[arg(long, value_name = "LON,LAT", allow_hyphen_values = true)]
    from: String,
    #[arg(long, value_name = "LON,LAT", allow_hyphen_values = true)]
    to: String,
    #[arg(long, value_name = "MEASURE", default_value = "time", hide_possible_values = true)]
    by: Judged,
    #[command(flatten)]
    going: travel::GoingOptions,
}

#[derive(Serialize)]
struct RouteJson<'a> {
    query: QueryJson<'a>,
    /// `found`, `closed`, `not_joined`, `no_road`.
    status: &'static str,
    length_m: Option<f64>,
    minutes: Option<f64>,
    access_m: Option<f64>,
    geometry: Option<GeometryValue>,
    steps: Vec<StepJson<'a>>,
    closures: Vec<NamedJson<'a>>,
    delay_minutes: Option<f64>,
    idle_closures: Vec<NamedJson<'a>>,
    danger_areas: Vec<NamedJson<'a>>,
    alternative: Option<WayJson>,
    estimate: Option<EstimateJson>,
}

#[derive(Serialize)]
struct QueryJson<'a> {
    from: PlaceJson<'a>,
    to: PlaceJson<'a>,
    by: &'static str,
    vehicle: &'a str,
    weather: &'a str,
}

#[derive(Serialize)]
struct StepJson<'a> {
    turn: &'static str,
    name: Option<&'a str>,
    number: Option<&'a str>,
    class: &'static str,
    structures: &'a [String],
    length_m: f64,
    minutes: f64,
    lon: f64,
    lat: f64,
    bearing_deg: f64,
}

#[derive(Serialize)]
struct WayJson {
    length_m: f64,
    minutes: f64,
    access_m: f64,
    geometry: GeometryValue,
}

#[derive(Serialize)]
struct EstimateJson {
    straight_m: f64,
    factor: f64,
    minutes: f64,
}

/// Answers.
///
/// # Errors
/// When the district cannot be read, a place is not known, or the speed table does not know who goes.
pub fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    let district = seat.read()?;
    let world = &district.world;
    let [from, to] = [&options.from, &options.to].map(|text| place::find(text, world, seat));
    let (from, to) = (from?, to?);
    let roads = travel::roads(&district, &options.going, options.by, seat)?;
    let journey = query::journey(world, &roads.ways, from.position, to.position);
    let view = route::route(world, &journey, &roads.ways, &roads.table, &seat.words);
    let text = district.mark(&seat.words) + &told(&view, &from, &to, seat);
    let query = QueryJson {
        from: (&from).into(),
        to: (&to).into(),
        by: options.by.as_str(),
        vehicle: &options.going.vehicle,
        weather: &options.going.weather,
    };
    Ok(Answer::yes(text, json(query, &journey, &roads.ways)).only_if(journey.best.is_ok()))
}

fn json<'a>(query: QueryJson<'a>, journey: &'a Journey, ways: &'a Ways) -> RouteJson<'a> {
    let best = journey.best.as_ref().ok();
    let found = best.map(|way| way_json(way, ways));
    RouteJson {
        query,
        status: match &journey.best {
            Ok(_) => "found",
            Err(NoWay::Closed(_)) => "closed",
            Err(NoWay::NotJoined) => "not_joined",
            Err(NoWay::NoRoad) => "no_road",
        },
        length_m: found.as_ref().map(|way| way.length_m),
        minutes: found.as_ref().map(|way| way.minutes),
        access_m: found.as_ref().map(|way| way.access_m),
        geometry: found.map(|way| way.geometry),
        steps: best.map(|way| way.steps.iter().map(step_json).collect()).unwrap_or_default(),
        closures: NamedJson::all(&journey.closures),
        delay_minutes: journey.delay_ms.map(|ms| ms as f64 / 60_000.0),
        idle_closures: NamedJson::idle(ways),
        danger_areas: best.map(|way| NamedJson::all(&way.dangers)).unwrap_or_default(),
        alternative: journey.alternative.as_ref().map(|way| way_json(way, ways)),
        estimate: journey.guess.map(estimate_json),
    }
}

fn way_json(way: &Way, ways: &Ways) -> WayJson {
    WayJson {
        length_m: way.route.length_m,
        minutes: way.route.minutes(),
        access_m: way.route.access_m(),
        geometry: GeometryValue::from(&way.route.line(ways.graph())),
    }
}

fn step_json(step: &Step) -> StepJson<'_> {
    let some = |text: &'_ str| !text.is_empty();
    StepJson {
        turn: step.turn.as_str(),
        name: Some(step.name.as_str()).filter(|text| some(text)),
        number: Some(step.number.as_str()).filter(|text| some(text)),
        class: step.class.id(),
        structures: &step.structures,
        length_m: step.length_m,
        minutes: step.ms as f64 / 60_000.0,
        lon: step.at.lon(),
        lat: step.at.lat(),
        bearing_deg: step.bearing_deg,
    }
}

fn estimate_json(guess: Guess) -> EstimateJson {
    EstimateJson { straight_m: guess.straight_m, factor: guess.factor, minutes: f64::from(guess.ms) / 60_000.0 }
}

fn told(view: &RouteView, from: &Place, to: &Place, seat: &Seat) -> String {
    let name = |place: &Place| {
        let at = format!("{:.5},{:.5}", place.position.lon(), place.position.lat());
        place.name.as_ref().map_or_else(|| at.clone(), |name| format!("{name} ({at})"))
    };
    let mut lines = vec![format!("{} → {}  {}", name(from), name(to), view.asked)];
    lines.extend(view.total.clone());
    lines.extend(view.off_road.clone());
    lines.extend(view.why_none.clone());
    if let Some(says) = &view.closures_say {
        lines.push(says.clone());
        lines.extend(view.closures.iter().map(|closure| format!("  - {}", closure.name)));
    }
    lines.extend(view.idle.clone());
    if !view.dangers.is_empty() {
        lines.push(seat.words.get("travel-passes-danger"));
        lines.extend(view.dangers.iter().map(|area| format!("  - {}", area.name)));
    }
    for (nr, step) in view.steps.iter().enumerate() {
        lines.push(format!("{:>3}. {} {}  {}", nr + 1, step.turn, step.road, step.detail));
    }
    lines.extend(view.other.clone());
    lines.join("\n")
}
