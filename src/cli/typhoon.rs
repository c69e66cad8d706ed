//! `typhoon`: storms of a file and a place.

mod fetch;
mod rehearse;

use std::path::{Path, PathBuf};

use clap::Subcommand;
use jiff::Timestamp;
use serde_json::{Value as Json, json};

use crate::{
    cli::{
        Answer, Failure, Seat,
        answer::{ProblemJson, sentence, time_json},
        place,
        seat::shown,
    },
    domain::{
        hazard::typhoon::{Arrival, Courses, Expected, Passage, Passing, QuadrantOrder, Rehearsal, Shift, Stay, Storm},
        place::Position,
        problem::Problem,
        view::typhoon as view,
    },
    io::import::typhoon::{Tracks, archive, moment, read_tracks},
};

pub(super) use rehearse::Rehearse;

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Clone, Debug, Subcommand)]
enum Verb {
    /// When and how near storms pass a place.
    Passes(PassesOptions),
    /// Asks a feed once.
    Fetch(fetch::Options),
}

#[derive(Clone, Debug, clap::Args)]
struct PassesOptions {
    #[arg(value_name = "TRACKS")]
    tracks: Option<PathBuf>,
    #[arg(long, value_name = "POS", allow_hyphen_values = true)]
    place: String,
    #[arg(long, value_name = "ID")]
    storm: Option<String>,
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    #[arg(long, value_name = "ORDER", default_value = "ne-se-nw-sw", value_parser = order)]
    quadrants: QuadrantOrder,
    #[command(flatten)]
    rehearse: Rehearse,
}

pub(super) fn order(text: &str) -> Result<QuadrantOrder, String> {
    let orders = QuadrantOrder::ALL;
    let known = orders.into_iter().find(|order| order.id() == text.trim().to_ascii_lowercase());
    known.ok_or_else(|| orders.map(QuadrantOrder::id).join(", "))
}

/// Answers. The answer is no when nothing was known yet at the moment asked for.
///
/// # Errors
/// When the file cannot be opened, the moment or the place cannot be read, or there is no such storm.
pub fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    match &options.verb {
        Verb::Passes(options) => passes(options, seat),
        Verb::Fetch(options) => fetch::run(options, seat),
    }
}

fn passes(options: &PassesOptions, seat: &Seat) -> Result<Answer, Failure> {
    let at = options.at.as_deref().map(|text| moment_of(text, seat)).transpose()?;
    let place = match place::position(&options.place) {
        Some(position) => position,
        // Only a name needs a district.
        None => place::find(&options.place, &seat.read()?.world, seat)?.position,
    };
    let (storms, problems) = match storms(options.tracks.as_deref(), options.quadrants, seat) {
        Ok(read) => read,
        Err(answer) => return Ok(answer),
    };
    let asked: Vec<&Storm> =
        storms.iter().filter(|storm| options.storm.as_deref().is_none_or(|id| storm.is_called(id))).collect();
    if let (Some(id), []) = (options.storm.as_deref(), asked.as_slice()) {
        return Err(unknown(id, &storms, seat));
    }
    let asked: Vec<Storm> =
        asked.into_iter().map(|storm| options.rehearse.of(storm, Some(place), seat)).collect::<Result<_, Failure>>()?;
    let passings: Vec<(&Storm, Passing)> =
        asked.iter().filter_map(|storm| Some((storm, Courses::of(storm, at).passing(place)?))).collect();
    let mut lines: Vec<String> =
        passings.iter().flat_map(|(storm, passing)| view::passing(storm, passing, &seat.words)).collect();
    lines.extend(problems.iter().map(|problem| sentence(problem, &seat.words)));
    let told: Vec<ProblemJson> = problems.iter().map(|problem| ProblemJson::new(problem, &seat.words)).collect();
    let json = json!({
        "place": at_json(place),
        "storms": passings.iter().map(|(storm, passing)| storm_json(storm, passing)).collect::<Vec<_>>(),
        "problems": told,
    });
    let yes = !passings.is_empty();
    Ok(Answer::yes(lines.join("\n"), json).only_if(yes))
}

/// The storms of a file, or of the archive, and what is wrong with it; the answer where there are none.
pub(super) fn storms(
    file: Option<&Path>,
    order: QuadrantOrder,
    seat: &Seat,
) -> Result<(Vec<Storm>, Vec<Problem>), Answer> {
    let unreadable = |problems: &[Problem]| Err(Answer::unreadable(problems, &seat.words));
    let tracks = match file.map(|path| (path, read_tracks(path, order))) {
        None => archive(),
        Some((_, Ok(tracks))) => tracks,
        Some((path, Err(error))) => return unreadable(&[error.problem(&shown(path))]),
    };
    if tracks.storms.is_empty() {
        return unreadable(&tracks.problems);
    }
    let Tracks { storms, problems } = tracks;
    Ok((storms, problems))
}

/// That there is no such storm, and which there are.
pub(super) fn unknown(id: &str, storms: &[Storm], seat: &Seat) -> Failure {
    let known: Vec<String> = storms.iter().take(20).map(|storm| view::name(storm, &seat.words)).collect();
    seat.failure("typhoon-unknown-storm", &[("storm", id), ("known", &known.join("; "))])
}

/// A moment on the command line.
pub(super) fn moment_of(text: &str, seat: &Seat) -> Result<Timestamp, Failure> {
    moment(text).ok_or_else(|| seat.failure("typhoon-bad-time", &[("time", text)]))
}

fn at_json(position: Position) -> Json {
    json!({ "lon": position.lon(), "lat": position.lat() })
}

fn storm_json(storm: &Storm, passing: &Passing) -> Json {
    let mut json = passage_json(&passing.past);
    if let Some(fields) = json.as_object_mut() {
        fields.insert("id".to_owned(), storm.id.as_str().into());
        fields.insert("number".to_owned(), json!(storm.number));
        fields.insert("name".to_owned(), json!(storm.name()));
        fields.insert("name_en".to_owned(), json!(storm.name_en));
        fields.insert("rehearsal".to_owned(), storm.moved.as_ref().map_or(Json::Null, rehearsal_json));
        fields.insert("forecasts".to_owned(), passing.expected.iter().map(expected_json).collect());
        fields.insert("arrivals".to_owned(), passing.arrivals().iter().map(arrival_json).collect());
    }
    json
}

fn rehearsal_json(by: &Rehearsal) -> Json {
    let shift = by.shift.as_ref();
    json!({
        "moved_m": shift.map_or(0.0, Shift::distance_m),
        "later_seconds": by.later.as_secs(),
        "wind": by.wind,
        "radii": by.radii,
    })
}

fn passage_json(passage: &Passage) -> Json {
    let nearest = &passage.nearest;
    json!({
        "closest_m": nearest.distance_m,
        "closest_at": time_json(nearest.time),
        "bearing_deg": nearest.bearing_deg,
        "centre": at_json(nearest.position),
        "circles": passage.stays.iter().map(stay_json).collect::<Vec<_>>(),
    })
}

fn expected_json(expected: &Expected) -> Json {
    let mut json = passage_json(&expected.passage);
    if let Some(fields) = json.as_object_mut() {
        fields.insert("agency".to_owned(), expected.agency.as_ref().into());
        fields.insert("official".to_owned(), expected.is_official().into());
        fields.insert("issued".to_owned(), time_json(expected.issued).into());
    }
    json
}

fn stay_json(stay: &Stay) -> Json {
    json!({
        "force": stay.level.force(),
        "entered": time_json(stay.entered),
        "left": time_json(stay.left),
        "from_start": stay.from_start,
        "to_end": stay.to_end,
    })
}

fn arrival_json(arrival: &Arrival) -> Json {
    json!({
        "force": arrival.level.force(),
        "first": time_json(arrival.first),
        "last": time_json(arrival.last),
        "official": arrival.official.map(time_json),
        "agencies": arrival.agencies,
        "of": arrival.of,
    })
}
