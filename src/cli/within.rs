//! `within`: what lies inside an area, with its sums.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use geo_types::{Geometry, GeometryCollection, MultiPolygon};
use serde::Serialize;

use crate::{
    cli::{
        Answer, Failure, Seat,
        place::{self, RowJson},
        seat::shown,
    },
    domain::{
        catalogue::Kind,
        model::Value,
        place::{LARGEST_REACH_M, Position, buffer},
        query::{self, Area, Within},
    },
};

/// How many rows are told on the screen.
const TOLD: usize = 50;

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[arg(long, value_name = "KIND")]
    kind: String,
    #[command(flatten)]
    area: AreaOptions,
}

/// Where: one of these.
#[derive(Clone, Debug, clap::Args)]
#[group(id = "area", required = true, multiple = false)]
pub struct AreaOptions {
    #[arg(long, value_name = "LON,LAT,METRES", allow_hyphen_values = true)]
    circle: Option<String>,
    #[arg(long, value_name = "WEST,SOUTH,EAST,NORTH", allow_hyphen_values = true)]
    bbox: Option<String>,
    #[arg(long, value_name = "FILE")]
    zone: Option<PathBuf>,
    #[arg(long, value_name = "FILE,METRES")]
    buffer: Option<String>,
}

#[derive(Serialize)]
struct WithinJson<'a> {
    count: usize,
    sums: BTreeMap<&'a str, Option<serde_json::Number>>,
    by_township: Vec<TownshipJson<'a>>,
    rows: Vec<RowJson<'a>>,
    without_position: usize,
}

#[derive(Serialize)]
struct TownshipJson<'a> {
    township: Option<&'a str>,
    count: usize,
    sums: BTreeMap<&'a str, Option<serde_json::Number>>,
}

/// Answers.
///
/// # Errors
/// When the district or the zone cannot be read, or the area makes no sense.
pub fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    let area = area(&options.area, seat)?;
    let district = seat.read()?;
    let kind = seat.kind(&district.world, &options.kind)?;
    let found = query::within(&district.world, &kind.id, &area)
        .map_err(|_| seat.failure("query-no-kind", &[("kind", kind.id.as_str())]))?;
    let json = WithinJson {
        count: found.count,
        sums: sums(&found.sums),
        by_township: found
            .by_township
            .iter()
            .map(|one| TownshipJson { township: one.township.as_deref(), count: one.count, sums: sums(&one.sums) })
            .collect(),
        rows: found.rows.iter().map(|row| RowJson::new(&row.object, &row.name, Some(row.position))).collect(),
        without_position: found.without_position,
    };
    let text = district.mark(&seat.words) + &text(&found, kind, seat);
    Ok(Answer::yes(text, json).only_if(found.count > 0))
}

fn sums(sums: &[query::Sum]) -> BTreeMap<&str, Option<serde_json::Number>> {
    sums.iter().map(|sum| (sum.field.as_str(), number(&sum.total))).collect()
}

/// A number as programs read it; `None`: it is none.
pub(super) fn number(value: &Value) -> Option<serde_json::Number> {
    match value {
        Value::Integer(number) => Some((*number).into()),
        other => serde_json::Number::from_f64(other.as_number()?),
    }
}

fn text(found: &Within, kind: &Kind, seat: &Seat) -> String {
    let words = &seat.words;
    let mut lines = vec![
        words.with("cli-within", &[("count", found.count.to_string()), ("kind", kind.name(seat.lang()).to_owned())]),
    ];
    for sum in &found.sums {
        let Some(field) = kind.field(sum.field.as_str()) else { continue };
        let unit = field.unit(seat.lang()).unwrap_or_default();
        let Some(total) = number(&sum.total) else { continue };
        let total = total.to_string();
        lines.push(words.with("cli-sum", &[("field", field.name(seat.lang())), ("sum", &total), ("unit", unit)]));
    }
    for row in found.rows.iter().take(TOLD) {
        let distance = row.distance_m.map(place::distance).unwrap_or_default();
        lines.push(format!("  -  {}  {distance}", row.name));
    }
    if found.rows.len() > TOLD {
        lines.push(words.with("cli-more-rows", &[("n", (found.rows.len() - TOLD).to_string())]));
    }
    lines.join("\n")
}

fn area(options: &AreaOptions, seat: &Seat) -> Result<Area, Failure> {
    if let Some(text) = &options.circle {
        return circle(text).ok_or_else(|| seat.failure::<&str>("cli-bad-circle", &[]));
    }
    if let Some(text) = &options.bbox {
        return bbox(text).ok_or_else(|| seat.failure::<&str>("cli-bad-bbox", &[]));
    }
    if let Some(text) = &options.buffer {
        return around(text, seat);
    }
    match &options.zone {
        Some(path) => Ok(Area::Shape(Geometry::MultiPolygon(zone(path, seat)?))),
        None => Err(seat.failure::<&str>("cli-bad-area", &[])),
    }
}

/// A circle as written: `LON,LAT,METRES`.
pub(super) fn circle(text: &str) -> Option<Area> {
    let (centre, radius) = text.rsplit_once([',', '，'])?;
    let radius_m: f64 = radius.trim().parse().ok()?;
    (radius_m.is_finite() && radius_m >= 0.0).then_some(Area::Circle { centre: place::position(centre)?, radius_m })
}

fn bbox(text: &str) -> Option<Area> {
    let [west, south, east, north] = place::bbox(text)?;
    Some(Area::Box { south_west: Position::new(west, south).ok()?, north_east: Position::new(east, north).ok()? })
}

/// Everything within so many metres of whatever a GeoJSON file holds: a river, a closed road.
fn around(text: &str, seat: &Seat) -> Result<Area, Failure> {
    let wrong = || seat.failure::<&str>("cli-bad-buffer", &[]);
    let (path, metres) = text.rsplit_once([',', '，']).ok_or_else(wrong)?;
    let metres: f64 = metres.trim().parse().map_err(|_| wrong())?;
    if !(metres > 0.0 && metres <= LARGEST_REACH_M) {
        return Err(wrong());
    }
    let path = Path::new(path.trim());
    let of = Geometry::GeometryCollection(geometries(path, seat)?);
    // Where there is no plane to buffer on, an empty answer would look like nothing in reach.
    buffer(&of, metres).ok_or_else(|| bad_zone(path, seat.words.get("cli-no-buffer"), seat))?;
    Ok(Area::Around { of, metres })
}

fn bad_zone(path: &Path, why: String, seat: &Seat) -> Failure {
    seat.failure("cli-bad-zone", &[("file", shown(path)), ("why", why)])
}

fn geometries(path: &Path, seat: &Seat) -> Result<GeometryCollection, Failure> {
    let bad = |why: String| bad_zone(path, why, seat);
    let text = std::fs::read_to_string(path).map_err(|error| bad(error.to_string()))?;
    let json: geojson::GeoJson = text.parse().map_err(|error: geojson::Error| bad(error.to_string()))?;
    GeometryCollection::<f64>::try_from(&json).map_err(|error| bad(error.to_string()))
}

/// The polygons of a GeoJSON file.
///
/// # Errors
/// When it cannot be read, or holds none.
pub(super) fn zone(path: &Path, seat: &Seat) -> Result<MultiPolygon, Failure> {
    let polygons: Vec<_> = geometries(path, seat)?.into_iter().flat_map(polygons).collect();
    if polygons.is_empty() {
        return Err(bad_zone(path, seat.words.get("cli-no-polygon"), seat));
    }
    Ok(polygons.into())
}

fn polygons(geometry: Geometry) -> Vec<geo_types::Polygon> {
    match geometry {
        Geometry::Polygon(polygon) => vec![polygon],
        Geometry::MultiPolygon(polygons) => polygons.0,
        Geometry::GeometryCollection(all) => all.into_iter().flat_map(polygons).collect(),
        _ => Vec::new(),
    }
}
