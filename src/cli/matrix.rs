//! `roads matrix`: how long from each place to each.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::{
    cli::{
        Answer, Failure, Seat,
        seat::{District, shown},
        travel::{self, Judged},
    },
    domain::{
        network::{Snap, Ways},
        place::{Position, middle_of},
        query::name_of,
        view::format,
    },
};

/// The most costs that are asked for at once.
const MOST: usize = 25_000_000;
/// How many rows and columns are told on the screen.
const TOLD: usize = 12;

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[arg(long, value_name = "KIND|FILE")]
    from: String,
    #[arg(long, value_name = "KIND|FILE")]
    to: String,
    #[arg(long, value_name = "MEASURE", default_value = "time", hide_possible_values = true)]
    by: Judged,
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    going: travel::GoingOptions,
}

#[derive(Serialize)]
struct MatrixJson<'a> {
    by: &'static str,
    unit: &'static str,
    vehicle: &'a str,
    weather: &'a str,
    from: Vec<SpotJson<'a>>,
    to: Vec<SpotJson<'a>>,
    costs: Vec<Vec<Option<f64>>>,
    unreachable: usize,
}

#[derive(Serialize)]
struct SpotJson<'a> {
    id: &'a str,
    name: &'a str,
    lon: f64,
    lat: f64,
    access_m: Option<f64>,
}

/// A place to go from or to.
#[derive(Clone, Debug)]
struct Spot {
    id: String,
    name: String,
    at: Position,
}

/// Answers.
///
/// # Errors
/// When the district or a list cannot be read, there are too many pairs, or the file cannot be written.
pub fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    let district = seat.read()?;
    let (from, to) = (spots(&options.from, &district, seat)?, spots(&options.to, &district, seat)?);
    if from.len().saturating_mul(to.len()) > MOST {
        let args = [("pairs", (from.len() * to.len()).to_string()), ("most", MOST.to_string())];
        return Err(seat.failure("matrix-too-large", &args));
    }
    let roads = travel::roads(&district, &options.going, options.by, seat)?;
    let snap = |spots: &[Spot]| spots.iter().map(|spot| roads.ways.snap(spot.at)).collect::<Vec<_>>();
    let (starts, ends) = (snap(&from), snap(&to));
    let costs = costs(&roads.ways, &starts, &ends, options.by);
    let unreachable = costs.iter().flatten().filter(|cost| cost.is_none()).count();
    if let Some(path) = &options.out {
        write(path, &from, &to, &costs, &district, seat)?;
    }
    let text = district.mark(&seat.words) + &told(options, &from, &to, &costs, unreachable, seat);
    let spots_json = |spots: &'_ [Spot], snaps: &[Option<Snap>]| -> Vec<(f64, f64, Option<f64>)> {
        let access = snaps.iter().map(|snap| snap.map(|snap| snap.access_m));
        spots.iter().zip(access).map(|(spot, access)| (spot.at.lon(), spot.at.lat(), access)).collect()
    };
    let (start_rows, end_rows) = (spots_json(&from, &starts), spots_json(&to, &ends));
    let json = MatrixJson {
        by: options.by.as_str(),
        unit: if options.by == Judged::Time { "minutes" } else { "metres" },
        vehicle: &options.going.vehicle,
        weather: &options.going.weather,
        from: from.iter().zip(start_rows).map(json_of).collect(),
        to: to.iter().zip(end_rows).map(json_of).collect(),
        costs,
        unreachable,
    };
    let any = json.costs.iter().flatten().any(Option::is_some);
    Ok(Answer::yes(text, json).only_if(any))
}

fn json_of((spot, (lon, lat, access_m)): (&Spot, (f64, f64, Option<f64>))) -> SpotJson<'_> {
    SpotJson { id: &spot.id, name: &spot.name, lon, lat, access_m }
}

/// Minutes with the ways on foot to the road and from it, or metres on the road.
fn costs(ways: &Ways, from: &[Option<Snap>], to: &[Option<Snap>], by: Judged) -> Vec<Vec<Option<f64>>> {
    let access = |snap: &Option<Snap>| snap.map_or(0.0, |snap| f64::from(ways.profile().access_ms(snap.access_m)));
    let rows = ways.table(from, to).into_iter().zip(from);
    rows.map(|(row, start)| {
        let cells = row.into_iter().zip(to);
        cells
            .map(|(cost, end)| {
                let cost = f64::from(cost?);
                Some(match by {
                    Judged::Time => (cost + access(start) + access(end)) / 60_000.0,
                    Judged::Distance => cost / 1_000.0,
                })
            })
            .collect()
    })
    .collect()
}

/// The places of a kind, or of a CSV file with columns for longitude and latitude.
fn spots(text: &str, district: &District, seat: &Seat) -> Result<Vec<Spot>, Failure> {
    let path = Path::new(text);
    if path.is_file() {
        return of_file(path, seat);
    }
    let world = &district.world;
    let kind = seat.kind(world, text)?;
    let layer = world.layer(kind.id.as_str()).into_iter().flat_map(|layer| layer.objects());
    let spot = |object: &std::sync::Arc<crate::domain::model::Object>| {
        let at = object.geometry.as_ref().and_then(middle_of)?;
        Some(Spot { id: object.uid.to_string(), name: name_of(kind, object), at })
    };
    Ok(layer.filter_map(spot).collect())
}

fn of_file(path: &Path, seat: &Seat) -> Result<Vec<Spot>, Failure> {
    let bad = |row: u64, why: String| {
        let args = [("file", shown(path)), ("row", row.to_string()), ("why", why)];
        seat.failure("matrix-bad-row", &args)
    };
    let mut reader = csv::Reader::from_path(path).map_err(|error| bad(1, error.to_string()))?;
    let headings = reader.headers().map_err(|error| bad(1, error.to_string()))?.clone();
    let column = |names: &[&str]| {
        headings.iter().position(|heading| {
            let heading = heading.trim().trim_start_matches('\u{feff}').to_lowercase();
            names.contains(&heading.as_str())
        })
    };
    let (lon, lat) = (column(&["lon", "lng", "longitude", "经度", "x"]), column(&["lat", "latitude", "纬度", "y"]));
    let (Some(lon), Some(lat)) = (lon, lat) else { return Err(bad(1, seat.words.get("matrix-no-columns"))) };
    let (id, name) = (column(&["id", "编号", "code"]), column(&["name", "名称"]));
    let mut spots = Vec::new();
    for (row, record) in (2_u64..).zip(reader.records()) {
        let record = record.map_err(|error| bad(row, error.to_string()))?;
        let cell = |place: Option<usize>| place.and_then(|place| record.get(place)).unwrap_or_default().trim();
        let number = |place: usize| cell(Some(place)).parse::<f64>().ok();
        let at = number(lon).zip(number(lat)).and_then(|(lon, lat)| Position::new(lon, lat).ok());
        let value = format!("{}, {}", cell(Some(lon)), cell(Some(lat)));
        let at = at.ok_or_else(|| bad(row, seat.words.with("matrix-no-place", &[("value", value)])))?;
        let id = Some(cell(id)).filter(|id| !id.is_empty()).map_or_else(|| (row - 1).to_string(), str::to_owned);
        let name = Some(cell(name)).filter(|name| !name.is_empty()).map_or_else(|| id.clone(), str::to_owned);
        spots.push(Spot { id, name, at });
    }
    Ok(spots)
}

/// A first column of ids and a header row of ids, as the siting commands read them; an empty cell: no way.
fn write(
    path: &Path,
    from: &[Spot],
    to: &[Spot],
    costs: &[Vec<Option<f64>>],
    district: &District,
    seat: &Seat,
) -> Result<(), Failure> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let corner = district.meta.mark().unwrap_or_default();
    let bad = |error: csv::Error| seat.failure("cli-not-written", &[("file", shown(path)), ("why", error.to_string())]);
    let heading = std::iter::once(corner).chain(to.iter().map(|spot| spot.id.as_str()));
    writer.write_record(heading).map_err(bad)?;
    for (spot, row) in from.iter().zip(costs) {
        let cells = row.iter().map(|cost| cost.map(|cost| format!("{cost:.3}")).unwrap_or_default());
        writer.write_record(std::iter::once(spot.id.clone()).chain(cells)).map_err(bad)?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| seat.failure("cli-not-written", &[("file", shown(path)), ("why", error.to_string())]))?;
    seat.write(path, &bytes)
}

fn told(
    options: &Options,
    from: &[Spot],
    to: &[Spot],
    costs: &[Vec<Option<f64>>],
    unreachable: usize,
    seat: &Seat,
) -> String {
    let args = [("from", from.len().to_string()), ("to", to.len().to_string()), ("none", unreachable.to_string())];
    let mut lines = vec![seat.words.with("matrix-says", &args)];
    let cell = |cost: &Option<f64>| match (cost, options.by) {
        (None, _) => format::UNKNOWN.to_owned(),
        (Some(minutes), Judged::Time) => format::decimal(*minutes, 1),
        (Some(metres), Judged::Distance) => format::distance(*metres),
    };
    for (spot, row) in from.iter().zip(costs).take(TOLD) {
        let cells: Vec<String> =
            to.iter().zip(row).take(TOLD).map(|(to, cost)| format!("{} {}", to.name, cell(cost))).collect();
        lines.push(format!("  {}: {}", spot.name, cells.join("  ")));
    }
    lines.join("\n")
}
