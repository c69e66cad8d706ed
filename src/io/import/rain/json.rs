//! A feed's JSON as readings, by a mapping that says where its fields are.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Taken, is_amount};
use crate::{
    domain::{
        hazard::rain::{series::HOURLY, standing::is_station},
        problem::Problem,
        world::World,
    },
    io::import::{
        number,
        problems::Problems,
        rain::RainFile,
        readings::{Stations, measured_at},
        table::Cell,
    },
};

/// Seconds since 1970 beyond this are milliseconds: the year 5138.
const SECONDS_END: f64 = 1e11;

/// Where the fields of a feed are. A path is keys with dots between them, numbers for places in a list: `data.0.rows`.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Mapping {
    /// The path to the list of records; empty: the document is the list.
    pub list: String,
    /// The path in a record to the station's name or code.
    pub station: String,
    /// The path in a record to when the interval ended: a text in Beijing time or with its zone, or a number of seconds
    /// or milliseconds since 1970.
    pub time: String,
    /// The path in a record to the millimetres.
    pub value: String,
    /// How long the interval of an amount is, minutes.
    pub minutes: u32,
}

impl Default for Mapping {
    fn default() -> Self {
        let own = |text: &str| text.to_owned();
        Self { list: String::new(), station: own("station"), time: own("time"), value: own("mm"), minutes: HOURLY }
    }
}

/// Reads a feed's answer. `name` stands with the problems; a problem's row is the record's place in the list, from 1.
///
/// What is no JSON, or has no such list, is a problem and nothing is taken.
pub fn read(text: &str, name: &str, mapping: &Mapping, world: &World, now: Timestamp) -> RainFile {
    let document: Result<Json, _> = serde_json::from_str(text.trim_start_matches('\u{feff}'));
    let found = document.as_ref().ok().and_then(|document| records(document, name, mapping, world, now));
    found.unwrap_or_else(|| {
        let (code, value) = match document {
            Ok(_) => ("rain_no_list", mapping.list.as_str()),
            Err(_) => ("rain_no_json", ""),
        };
        let mut problems = Problems::new(name);
        problems.push(Problem::new(code).value(value));
        RainFile { problems: problems.finish(), ..RainFile::default() }
    })
}

/// Reads a document, as [`read`]; `None`: there is no list where the mapping says.
pub fn records(document: &Json, name: &str, mapping: &Mapping, world: &World, now: Timestamp) -> Option<RainFile> {
    let list = at_path(document, &mapping.list)?.as_array()?;
    let mut problems = Problems::new(name);
    let mut out = RainFile::default();
    let stations = Stations::of(world, None, is_station);
    let mut taken = Taken::default();
    for (row, record) in (1..).zip(list) {
        out.rows += 1;
        let wrong = match one(record, mapping, &stations, now) {
            Ok((object, time, mm)) => {
                let is_new = taken.take(object, mapping.minutes.max(1), time, mm);
                (!is_new).then_some(("rain_twice", mapping.value.as_str()))
            }
            Err(wrong) => {
                out.left += 1;
                Some(wrong)
            }
        };
        if let Some((code, field)) = wrong {
            let mut problem = Problem::new(code).row(row).column(field);
            problem.value = at_path(record, field).map(told).filter(|text| !text.is_empty());
            problems.push(problem);
        }
    }
    out.problems = problems.finish();
    out.left += taken.replaced;
    out.again = taken.again;
    out.readings = taken.readings();
    Some(out)
}

type Wrong<'a> = (&'static str, &'a str);

fn one<'a>(
    record: &Json,
    mapping: &'a Mapping,
    stations: &Stations,
    now: Timestamp,
) -> Result<(crate::domain::model::ObjectRef, Timestamp, f64), Wrong<'a>> {
    let station = at_path(record, &mapping.station).map(told).unwrap_or_default();
    let object = stations.find(station.trim()).map_err(|code| (code, mapping.station.as_str()))?;
    let time = match at_path(record, &mapping.time) {
        Some(Json::Number(number)) => number.as_f64().and_then(since_1970).ok_or("readings_bad_time"),
        Some(Json::String(text)) => Ok(text.clone()),
        _ => Err("readings_bad_time"),
    };
    let time = time.and_then(|text| measured_at(Cell::Text(&text), now));
    let time = time.map_err(|code| (code, mapping.time.as_str()))?;
    let value = mapping.value.as_str();
    let mm = match at_path(record, value) {
        Some(Json::Number(number)) => number.as_f64(),
        Some(Json::String(text)) => number::parse(text, Some("mm")).map(|number| number.value),
        _ => None,
    };
    let mm = mm.filter(|mm| mm.is_finite()).ok_or(("rain_bad_value", value))?;
    if is_amount(mm, mapping.minutes) { Ok((object, time, mm)) } else { Err(("rain_impossible", value)) }
}

/// A number of seconds or milliseconds since 1970, written as a moment.
fn since_1970(number: f64) -> Option<String> {
    let seconds = if number.abs() >= SECONDS_END { number / 1_000.0 } else { number };
    Timestamp::from_second(seconds.floor() as i64).ok().map(|time| time.to_string())
}

fn at_path<'a>(from: &'a Json, path: &str) -> Option<&'a Json> {
    path.split('.').map(str::trim).filter(|key| !key.is_empty()).try_fold(from, |found, key| match found {
        Json::Array(list) => list.get(key.parse::<usize>().ok()?),
        other => other.get(key),
    })
}

fn told(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Null => String::new(),
        other => other.to_string(),
    }
}
