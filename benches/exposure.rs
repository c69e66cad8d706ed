//! Exposure of an area of 500 corners over the sample district, at scale 1 and 100, from the bare polygon to the whole
//! answer; and the same points and areas written out for shapely.
//!
//! `SITMAP_EXPOSURE_OUT` names a folder for `exposure_<scale>.json`; `benches/peers_exposure.sh` runs both sides. One
//! JSON line a case, as the peers' scripts print.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a measurement stops where its inputs are wrong")]

use std::{
    env, fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};

use geo_types::{Coord, Geometry, LineString, MultiPolygon, Polygon};
use serde_json::json;
use sitmap::{
    demo::{Moment, generate},
    domain::{
        catalogue::Catalogue,
        hazard::exposure::{Exposure, Extent, exposure, is_counted},
        plan::evacuation::Danger,
        query::adds_up,
        world::{Layer, World},
    },
    io::assets,
};

const CORNERS: usize = 500;
const REPEATS: usize = 21;

fn main() {
    let out = env::var_os("SITMAP_EXPOSURE_OUT").map(PathBuf::from);
    let area = area();
    for scale in [1_u32, 100] {
        let world = world(scale);
        if let Some(out) = &out {
            write(&world, &area, &out.join(format!("exposure_{scale}.json")));
        }
        let mut times: Vec<f64> = (0..REPEATS)
            .map(|_| {
                let start = Instant::now();
                let found = ask(&world, &area);
                let took = start.elapsed().as_secs_f64() * 1e3;
                assert!(found.total.people.listed > 0);
                took
            })
            .collect();
        times.sort_by(f64::total_cmp);
        let found = ask(&world, &area);
        let inside: usize = found.inside.iter().map(|one| one.objects.len()).sum();
        let objects: usize = world.layers().map(Layer::len).sum();
        let line = json!({
            "peer": "sitmap", "op": "exposure", "scale": scale, "objects": objects, "inside": inside,
            "med": times[REPEATS / 2], "min": times[0], "max": times[REPEATS - 1],
            "answer": answer(&found),
        });
        println!("{line}");
    }
}

fn ask(world: &World, area: &MultiPolygon) -> Exposure {
    let danger = Danger::drawn(area).expect("a sound area");
    exposure(world, &Extent::of(&danger).expect("a sound area"))
}

/// A wobbly ring around the middle of the district, a third of its width to each side.
fn area() -> MultiPolygon {
    let corner = |at: usize| {
        let turn = std::f64::consts::TAU * at as f64 / CORNERS as f64;
        let reach = 0.13 + 0.03 * (5.0 * turn).sin() + 0.01 * (23.0 * turn).cos() + 0.002 * (at % 3) as f64;
        Coord { x: 119.50 + reach * turn.cos(), y: 29.00 + reach * turn.sin() }
    };
    Polygon::new(LineString::new((0..CORNERS).map(corner).collect()), Vec::new()).into()
}

/// What both sides must agree on: how many of each kind lie inside, households by where they live.
fn answer(found: &Exposure) -> serde_json::Value {
    let mut counts = serde_json::Map::new();
    for one in &found.inside {
        counts.insert(one.kind.to_string(), one.objects.len().into());
    }
    counts.into()
}

fn world(scale: u32) -> World {
    let (catalogue, problems) = Catalogue::read(&assets::shipped_catalogue());
    assert!(problems.is_empty(), "{problems:?}");
    let now = "2026-06-20T07:06:00Z".parse().expect("a time");
    let district = generate(&catalogue, 1, Moment::Flood, scale, now);
    let objects = district.summed(&catalogue);
    World::new(Arc::new(catalogue), objects)
}

/// The columns that shapely's side reads: where, which kind, which township, one number that adds up, and which zone.
#[derive(Default, serde::Serialize)]
struct Columns {
    kinds: Vec<String>,
    towns: Vec<String>,
    x: Vec<f64>,
    y: Vec<f64>,
    kind: Vec<usize>,
    town: Vec<usize>,
    number: Vec<f64>,
    /// Of a household the place of its zone among the shapes, else -1.
    zone: Vec<i64>,
    shapes: Vec<String>,
    shape_kind: Vec<usize>,
    shape_town: Vec<usize>,
    shape_number: Vec<f64>,
    area: String,
}

fn write(world: &World, area: &MultiPolygon, path: &Path) {
    let mut columns = Columns { area: wkt(&area.clone().into()), ..Columns::default() };
    let mut zones = std::collections::HashMap::new();
    let mut households = Vec::new();
    for layer in world.layers().filter(|layer| is_counted(layer.kind()) || layer.kind().id.as_str() == "transfer") {
        let kind = layer.kind();
        let number = kind.fields.iter().position(adds_up);
        let [town, zone] = ["township", "danger_zone"].map(|field| kind.index(field));
        columns.kinds.push(kind.id.to_string());
        for object in layer.objects() {
            let town = town.and_then(|index| object.value(index).as_text()).unwrap_or_default();
            let town = place(&mut columns.towns, town);
            let number = number.and_then(|index| object.value(index).as_number()).unwrap_or(0.0);
            match &object.geometry {
                Some(Geometry::Point(point)) => {
                    columns.x.push(point.x());
                    columns.y.push(point.y());
                    columns.kind.push(columns.kinds.len() - 1);
                    columns.town.push(town);
                    columns.number.push(number);
                    let zone =
                        zone.and_then(|index| object.value(index).as_text()).filter(|_| kind.id.as_str() == "transfer");
                    households.push(zone.map(str::to_owned));
                }
                Some(shape) => {
                    zones.insert(object.uid.to_string(), columns.shapes.len());
                    columns.shapes.push(wkt(shape));
                    columns.shape_kind.push(columns.kinds.len() - 1);
                    columns.shape_town.push(town);
                    columns.shape_number.push(number);
                }
                None => {}
            }
        }
    }
    let at = |zone: Option<String>| zone.and_then(|zone| zones.get(&zone)).map_or(-1, |at| *at as i64);
    columns.zone = households.into_iter().map(at).collect();
    fs::write(path, serde_json::to_vec(&columns).expect("JSON")).expect("a file");
}

fn place(known: &mut Vec<String>, name: &str) -> usize {
    known.iter().position(|one| one == name).unwrap_or_else(|| {
        known.push(name.to_owned());
        known.len() - 1
    })
}

/// As geo-types writes it in its debug form, which is WKT with every digit.
fn wkt(geometry: &Geometry) -> String {
    format!("{geometry:?}")
}
