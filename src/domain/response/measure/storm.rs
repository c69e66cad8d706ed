//! Storms: how far, how strong, behind which line, and when their winds are here.

use jiff::{SignedDuration, Timestamp};

use crate::domain::{
    hazard::typhoon::{
        Circle, Fix, Forecast, Level, OFFICIAL, State, Step, Storm, Track, WarningLine, beaufort_of, is_within, passes,
    },
    place::{Position, distance_m},
    response::{
        Basis, Condition, Metric, Reading,
        measure::{Area, Observed, Unmeasured, Watched},
    },
};

/// Hours after which the last fix of a storm says nothing of now: archives and agencies say one every six. Ours.
const STALE_HOURS: i64 = 9;

/// What is known of a storm metric: of several storms the gravest.
pub(super) fn read(condition: &Condition, observed: &Observed<'_>, area: &Area<'_>) -> Result<Reading, Unmeasured> {
    let storms = observed.storms.ok_or(Unmeasured::NoStorms)?;
    let places: Vec<Position> = area.towns().filter_map(|town| town.middle).collect();
    if places.is_empty() {
        return Err(Unmeasured::NoSource);
    }
    let none = if condition.metric.rises() { 0.0 } else { f64::INFINITY };
    let mut gravest = Reading { fresh: Some(none), ever: Some(none), ..Reading::default() };
    let mut found = storms.is_empty();
    for watched in storms {
        let reading = match condition.basis {
            Basis::Observed => now(condition.metric, watched, &places),
            Basis::Forecast => ahead(condition, watched, &places),
        };
        let Some(reading) = reading else { continue };
        let reading = Reading { place: watched.storm.name().map(str::to_owned), ..reading };
        if !found || graver(condition.metric, &reading, &gravest) {
            gravest = reading;
        }
        found = true;
    }
    let why = if condition.basis == Basis::Forecast { Unmeasured::NoForecast } else { Unmeasured::NoStorms };
    found.then_some(gravest).ok_or(why)
}

/// Whether one reading is graver than another; what is fresh counts before what is not.
fn graver(metric: Metric, one: &Reading, other: &Reading) -> bool {
    let worth = |reading: &Reading| reading.fresh.or(reading.ever).unwrap_or(f64::NAN);
    match (one.fresh.is_some(), other.fresh.is_some()) {
        (true, false) => true,
        (false, true) => false,
        _ if metric.rises() => worth(one) > worth(other),
        _ => worth(one) < worth(other),
    }
}

/// How a storm stands at the moment that is looked at.
fn now(metric: Metric, watched: &Watched, places: &[Position]) -> Option<Reading> {
    let Watched { storm, at, .. } = watched;
    let fix = storm.newest(Some(*at))?;
    let step = storm.past(None).at(*at).or_else(|| storm.past(Some(*at)).steps().last().copied())?;
    let (value, at_least) = match metric {
        Metric::StormDistance => (nearest_km(step.position, places), false),
        Metric::StormLine => (line_hours(step.position), false),
        Metric::StormForce => (f64::from(force(fix)?), false),
        _ => circle(&step, places)?,
    };
    let is_old = at.duration_since(fix.state.time) > SignedDuration::from_hours(STALE_HOURS);
    let is_over = is_old || (!storm.active && storm.fixes.last().is_some_and(|last| last.state.time < *at));
    Some(Reading {
        fresh: (!is_over).then_some(value),
        ever: Some(value),
        at_least,
        time: Some(fix.state.time),
        ..Reading::default()
    })
}

fn nearest_km(centre: Position, places: &[Position]) -> f64 {
    places.iter().map(|place| distance_m(centre, *place) / 1_000.0).fold(f64::INFINITY, f64::min)
}

fn line_hours(centre: Position) -> f64 {
    let lines = WarningLine::ALL.into_iter().rev();
    let behind = lines.into_iter().find(|line| is_within(*line, centre));
    behind.map_or(f64::INFINITY, |line| f64::from(line.hours()))
}

fn force(fix: &Fix) -> Option<u8> {
    fix.state.beaufort.or_else(|| fix.state.wind_mps.map(beaufort_of))
}

/// The force of the gravest circle that holds a place, and whether one that is not said might hold it.
fn circle(step: &Step, places: &[Position]) -> Option<(f64, bool)> {
    step.circles.iter().any(Option::is_some).then_some(())?;
    let holds = |circle: &Circle| places.iter().any(|place| circle.contains(step.position, *place));
    let mut gravest = 0;
    let mut unsaid = false;
    for level in Level::ALL {
        match step.circles.get(level.index()).and_then(Option::as_ref) {
            Some(circle) if holds(circle) => gravest = level.force(),
            Some(_) => {}
            // A wider circle that does not hold the place holds no narrower one either.
            None => unsaid |= level == Level::Seven || gravest > 0,
        }
    }
    Some((f64::from(gravest), unsaid))
}

/// What the agencies expect over a condition's hours: the official one where it speaks, else the gravest of the others.
fn ahead(condition: &Condition, watched: &Watched, places: &[Position]) -> Option<Reading> {
    let Watched { storm, at, .. } = watched;
    let hours = i64::from(condition.hours?);
    let until = at.checked_add(SignedDuration::from_hours(hours)).ok()?;
    let forecasts = storm.forecasts(Some(*at));
    let official = forecasts.iter().find(|(_, forecast)| forecast.agency.as_ref() == OFFICIAL);
    let asked = official.map_or(forecasts.as_slice(), std::slice::from_ref);
    let mut gravest: Option<Reading> = None;
    for (fix, forecast) in asked {
        let Some((value, when)) = expected(condition.metric, storm, (fix, forecast), [*at, until], places) else {
            continue;
        };
        let reading =
            Reading { fresh: Some(value), ever: Some(value), time: Some(fix.state.time), when, ..Reading::default() };
        if gravest.as_ref().is_none_or(|known| graver(condition.metric, &reading, known)) {
            gravest = Some(reading);
        }
    }
    gravest
}

/// What one agency expects from a moment to another, and when that comes.
fn expected(
    metric: Metric,
    storm: &Storm,
    (fix, forecast): (&Fix, &Forecast),
    [from, until]: [Timestamp; 2],
    places: &[Position],
) -> Option<(f64, Option<Timestamp>)> {
    if metric == Metric::StormForce {
        let points = forecast.points.iter().filter(|point| (from..=until).contains(&point.time));
        let force = |point: &State| point.beaufort.or_else(|| point.wind_mps.map(beaufort_of));
        let most = points.filter_map(|point| Some((force(point)?, point.time))).max_by_key(|(force, _)| *force)?;
        return Some((f64::from(most.0), Some(most.1)));
    }
    let whole = storm.expected(fix, forecast);
    let inner = whole.steps().iter().filter(|step| step.time > from && step.time < until).copied();
    let track = Track::new(whole.at(from).into_iter().chain(inner).chain(whole.at(until)));
    let passed = || places.iter().filter_map(|place| passes(&track, *place));
    if metric == Metric::StormDistance {
        let nearest = passed().map(|passage| passage.nearest).min_by(|a, b| a.distance_m.total_cmp(&b.distance_m))?;
        return Some((nearest.distance_m / 1_000.0, Some(nearest.time)));
    }
    track.steps().iter().any(|step| step.circles.iter().any(Option::is_some)).then_some(())?;
    let stays: Vec<_> = passed().flat_map(|passage| passage.stays).collect();
    let gravest = stays.iter().map(|stay| stay.level).max();
    let first = stays.iter().filter(|stay| Some(stay.level) == gravest).map(|stay| stay.entered).min();
    Some((gravest.map_or(0.0, |level| f64::from(level.force())), first))
}
