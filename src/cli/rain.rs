//! `rain`: what fell at stations and over townships, what is forecast, and which villages that calls.

use jiff::{Timestamp, ToSpan as _};
use serde_json::{Value as Json, json};

use crate::{
    cli::{Answer, Failure, Seat, answer::time_json, journal::moment},
    domain::{
        hazard::rain::{
            self, Call, Forecast, Grade, Mean, Rain, StationRain, Sum, TownshipRain, Verdict, VillageRain,
            WINDOWS_HOURS,
        },
        view::{format, rain as view},
    },
};

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[arg(long, value_name = "TIME", value_parser = moment)]
    at: Option<Timestamp>,
    #[arg(long, value_name = "TIME", value_parser = moment)]
    since: Option<Timestamp>,
}

/// Answers. The answer is no when no station measured anything.
///
/// # Errors
/// When the district cannot be read.
pub fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    let district = seat.read()?;
    let (world, words) = (&district.world, &seat.words);
    let at = options.at.unwrap_or_else(|| seat.clock.now());
    let (from, to) = (view::readings_from(at, options.since), at.checked_add(1.second()).unwrap_or(at));
    let measured = district.store.rain(from, to).map_err(|error| seat.problem(&error.problem()))?;
    let found = rain::rain(world, at, options.since, |of| measured.get(of).cloned().unwrap_or_default());
    let mut lines = vec![words.with("rain-title", &[("time", format::date_time(at))]), view::summary(&found, words)];
    if found.stations.is_empty() {
        lines.push(words.get("rain-none"));
    }
    let called = |row: &&VillageRain| row.gravest() >= Call::Prepare;
    let name = |name: Option<&str>| name.unwrap_or(format::UNKNOWN).to_owned();
    let section = |lines: &mut Vec<String>, id: &str, rows: Vec<String>| {
        if !rows.is_empty() {
            lines.push(words.get(id));
            lines.extend(rows.into_iter().map(|row| format!("  {row}")));
        }
    };
    for (id, rows) in [("rain-villages", &found.villages), ("rain-zones", &found.zones)] {
        let rows = rows.iter().filter(called).map(|row| {
            format!("{}  {}  {}", row.name, name(row.township.as_deref()), view::village_told(row, &found, words))
        });
        section(&mut lines, id, rows.collect());
    }
    let townships =
        found.townships.iter().map(|row| format!("{}  {}", row.name, view::township_told(row, &found, words)));
    section(&mut lines, "rain-townships", townships.collect());
    let stations = found
        .stations
        .iter()
        .map(|row| format!("{}  {}  {}", row.name, name(row.township.as_deref()), view::station_told(row, at, words)));
    section(&mut lines, "rain-stations-title", stations.collect());
    let json = json!({
        "at": time_json(at),
        "since": options.since.map(time_json),
        "stations": found.stations.iter().map(|row| station_json(row, at)).collect::<Vec<_>>(),
        "townships": found.townships.iter().map(|row| township_json(row, &found)).collect::<Vec<_>>(),
        "villages": found.villages.iter().map(|row| village_json(row, &found)).collect::<Vec<_>>(),
        "zones": found.zones.iter().map(|row| village_json(row, &found)).collect::<Vec<_>>(),
    });
    let is_any = found.stations.iter().any(|station| station.sums.is_some());
    Ok(Answer::yes(district.mark(words) + &lines.join("\n"), json).only_if(is_any))
}

fn sum_json(sum: Sum) -> Json {
    json!({
        "mm": sum.known(),
        "covered_minutes": sum.covered_s / 60,
        "window_minutes": sum.window_s / 60,
        "whole": sum.is_whole(),
    })
}

fn mean_json(mean: Option<Mean>) -> Json {
    mean.map_or(
        Json::Null,
        |mean| json!({ "mm": mean.mm, "share": mean.share, "stations": mean.stations, "whole": mean.is_whole() }),
    )
}

/// By hours: `{"1": …, "3": …}`.
fn by_hours(of: impl Fn(u32) -> Json) -> Json {
    Json::Object(WINDOWS_HOURS.into_iter().map(|hours| (hours.to_string(), of(hours))).collect())
}

fn station_json(station: &StationRain, at: Timestamp) -> Json {
    let last = station.series.last();
    json!({
        "id": station.object.uid.to_string(),
        "kind": station.object.kind.to_string(),
        "name": station.name,
        "township": station.township,
        "measured_at": last.map(time_json),
        "age_minutes": last.map(|last| at.duration_since(last).as_mins()),
        "silent": station.sums.is_none(),
        "grade": station.grade().map(Grade::id),
        "sums": station.sums.map(|sums| by_hours(|hours| sums.of(hours).map_or(Json::Null, sum_json))),
        "since": station.sums.and_then(|sums| sums.since).map(sum_json),
    })
}

fn township_json(row: &TownshipRain, found: &Rain) -> Json {
    let most = row.most.and_then(|(place, sum)| Some((found.stations.get(place)?, sum)));
    json!({
        "id": row.object.uid.to_string(),
        "name": row.name,
        "grade": row.grade().map(Grade::id),
        "means": by_hours(|hours| mean_json(row.mean(hours))),
        "since": mean_json(row.since),
        "most": most.map(|(station, sum)| {
            json!({ "id": station.object.uid.to_string(), "name": station.name, "mm": sum.mm, "whole": sum.is_whole() })
        }),
        "stations": row.stations,
        "silent": row.silent,
        "forecast": row.forecast.as_ref().map(forecast_json),
    })
}

fn forecast_json(forecast: &Forecast) -> Json {
    let amounts = rain::forecast::HOURS.into_iter().zip(forecast.mm);
    let mm: serde_json::Map<String, Json> = amounts.map(|(hours, mm)| (hours.to_string(), json!(mm))).collect();
    json!({ "issued": time_json(forecast.issued), "mm": mm })
}

fn village_json(row: &VillageRain, found: &Rain) -> Json {
    let by = |verdict: Verdict| {
        verdict.by.map(|by| json!({ "hours": by.hours, "mm": by.mm, "threshold_mm": by.threshold_mm }))
    };
    let station = row.station.and_then(|(place, far)| Some((found.stations.get(place)?, far)));
    json!({
        "id": row.object.uid.to_string(),
        "kind": row.object.kind.to_string(),
        "name": row.name,
        "township": row.township,
        "call": row.observed.call.id(),
        "by": by(row.observed),
        "expected": row.expected.map(|expected| json!({ "call": expected.call.id(), "by": by(expected) })),
        "station": station.map(|(station, far)| {
            json!({ "id": station.object.uid.to_string(), "name": station.name, "distance_m": far })
        }),
    })
}
