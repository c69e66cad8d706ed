//! `isochrone`: what is within so many minutes of a place, as an area and village by village.

use std::path::PathBuf;

use geojson::GeometryValue;
use serde::Serialize;
use serde_json::json;

use crate::{
    cli::{
        Answer, Failure, Seat,
        place::{self, Place},
        seat::{District, shown},
        travel::{self, Judged, NamedJson, PlaceJson},
    },
    domain::{
        model::KindId,
        network::{Reach, Towards, Ways},
        query::{self, ReachedList, ReachedRow},
        view::route::{self, Part, ReachView},
    },
};

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[arg(long, value_name = "LON,LAT", allow_hyphen_values = true)]
    from: String,
    #[arg(long, value_name = "N", value_parser = minutes)]
    minutes: f64,
    #[arg(long)]
    towards: bool,
    #[arg(long, value_name = "KIND", default_value = "village")]
    kind: String,
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    going: travel::GoingOptions,
}

fn minutes(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| *number > 0.0 && *number <= 600.0);
    number.ok_or_else(|| "0 – 600".to_owned())
}

#[derive(Serialize)]
struct IsochroneJson<'a> {
    query: QueryJson<'a>,
    polygon: GeometryValue,
    access_m: f64,
    closed_here: Vec<&'a str>,
    idle_closures: Vec<NamedJson<'a>>,
    people_inside: i64,
    people_outside: i64,
    without_people: usize,
    without_position: usize,
    inside: Vec<RowJson<'a>>,
    outside: Vec<RowJson<'a>>,
}

#[derive(Serialize)]
struct QueryJson<'a> {
    from: PlaceJson<'a>,
    minutes: f64,
    towards: bool,
    kind: &'a str,
    vehicle: &'a str,
    weather: &'a str,
}

#[derive(Serialize)]
struct RowJson<'a> {
    id: String,
    name: &'a str,
    township: Option<&'a str>,
    lon: f64,
    lat: f64,
    minutes: Option<f64>,
    people: Option<i64>,
}

/// Answers.
///
/// # Errors
/// When the district cannot be read, the place or the kind is not known, or the file cannot be written.
pub fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    let district = seat.read()?;
    let world = &district.world;
    let kind = seat.kind(world, &options.kind)?.id.clone();
    let from = place::find(&options.from, world, seat)?;
    let roads = travel::roads(&district, &options.going, Judged::Time, seat)?;
    let towards = if options.towards { Towards::Place } else { Towards::Others };
    let Some(reach) = roads.ways.reach(from.position, towards, options.minutes) else {
        let text = district.mark(&seat.words) + &seat.words.get("travel-no-road");
        return Ok(Answer::yes(text, json!({"status": "no_road"})).only_if(false));
    };
    let list = listed(&district, &reach, &kind, seat)?;
    let asked = route::asked_reach(roads.ways.profile(), &roads.table, options.minutes, towards, &seat.words);
    let view = route::reach(&list, asked, &reach, &roads.ways, &seat.words);
    let area = reach.area();
    if let Some(path) = &options.out {
        write(path, &GeometryValue::from(&area), options, &district, seat)?;
    }
    let json = answer(options, &from, (&reach, &roads.ways), &list, GeometryValue::from(&area));
    let text = district.mark(&seat.words) + &told(&view, &from, seat);
    Ok(Answer::yes(text, json).only_if(!list.inside.is_empty()))
}

fn listed(district: &District, reach: &Reach<'_>, kind: &KindId, seat: &Seat) -> Result<ReachedList, Failure> {
    query::reached(&district.world, reach, kind).map_err(|_| seat.failure("query-no-kind", &[("kind", kind.as_str())]))
}

fn answer<'a>(
    options: &'a Options,
    from: &'a Place,
    (reach, ways): (&'a Reach<'_>, &'a Ways),
    list: &'a ReachedList,
    polygon: GeometryValue,
) -> IsochroneJson<'a> {
    let ((people_inside, unknown), (people_outside, more)) =
        (ReachedList::people(&list.inside), ReachedList::people(&list.outside));
    IsochroneJson {
        query: QueryJson {
            from: from.into(),
            minutes: options.minutes,
            towards: options.towards,
            kind: &options.kind,
            vehicle: &options.going.vehicle,
            weather: &options.going.weather,
        },
        polygon,
        access_m: reach.place().access_m,
        closed_here: reach.shut(),
        idle_closures: NamedJson::idle(ways),
        people_inside,
        people_outside,
        without_people: unknown + more,
        without_position: list.without_position,
        inside: list.inside.iter().map(row_json).collect(),
        outside: list.outside.iter().map(row_json).collect(),
    }
}

fn row_json(row: &ReachedRow) -> RowJson<'_> {
    RowJson {
        id: row.object.uid.to_string(),
        name: &row.name,
        township: Some(row.township.as_str()).filter(|township| !township.is_empty()),
        lon: row.at.lon(),
        lat: row.at.lat(),
        minutes: row.minutes,
        people: row.people,
    }
}

/// The area as GeoJSON, with what it is and where it comes from in its properties.
fn write(
    path: &std::path::Path,
    polygon: &GeometryValue,
    options: &Options,
    district: &District,
    seat: &Seat,
) -> Result<(), Failure> {
    let feature = json!({
        "type": "FeatureCollection",
        "features": [{
            "type": "Feature",
            "geometry": polygon,
            "properties": {
                "minutes": options.minutes,
                "vehicle": options.going.vehicle,
                "weather": options.going.weather,
                "mark": district.meta.mark(),
            },
        }],
    });
    seat.write(path, format!("{feature:#}\n").as_bytes())?;
    eprintln!("{}", seat.say("cli-written", &[("path", shown(path))]));
    Ok(())
}

fn told(view: &ReachView, from: &Place, seat: &Seat) -> String {
    let at = format!("{:.5},{:.5}", from.position.lon(), from.position.lat());
    let name = from.name.as_ref().map_or_else(|| at.clone(), |name| format!("{name} ({at})"));
    let mut lines = vec![format!("{name}  {}", view.asked)];
    lines.extend(view.off_road.clone());
    lines.extend(view.notes.clone());
    for (title, part) in [("reach-inside", &view.inside), ("reach-outside", &view.outside)] {
        lines.push(format!("{}  {}", seat.words.get(title), part.says));
        lines.extend(rows(part, seat));
    }
    lines.join("\n")
}

/// How many rows are told on the screen; the JSON has them all.
const TOLD: usize = 40;

fn rows(part: &Part, seat: &Seat) -> Vec<String> {
    let mut lines: Vec<String> =
        part.rows.iter().take(TOLD).map(|row| format!("  {}  {}  {}", row.time, row.name, row.detail)).collect();
    let more = part.more + part.rows.len().saturating_sub(TOLD);
    if more > 0 {
        lines.push(format!("  {}", seat.words.with("reach-more", &[("n", more.to_string())])));
    }
    lines
}
