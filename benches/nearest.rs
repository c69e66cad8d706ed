//! Nearest five, one question at a time, on the peers' own inputs.
//!
//! `SITMAP_PEER_INPUTS` names the folder with `points_{1566,100k,1m}.csv` and `queries_10k.csv`;
//! `SITMAP_PEER_EXPECTED`, when set, a file of exact answers that ours are held against. Prints one JSON line a
//! case, as the peers' scripts do. `benches/peers.sh` runs both sides.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a measurement stops where its inputs are wrong")]

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};

use serde_json::{Value, json};
use sitmap::domain::{
    catalogue::{Catalogue, Source},
    model::{Object, Uid},
    place::Position,
    query::{self, NearestQuery},
    world::World,
};

const K: usize = 5;
const REPEATS: usize = 5;
const KIND: &str = r#"
    id = "point"
    zh = "点"
    en = "Point"
    group = "basemap"
    geometry = "point"
    symbol = { frame = "plain", mark = "点" }
    field = [{ id = "name", zh = "名称", en = "Name", type = "text" }]
"#;

fn main() {
    let Some(inputs) = env::var_os("SITMAP_PEER_INPUTS").map(PathBuf::from) else {
        eprintln!("skipped: SITMAP_PEER_INPUTS names no folder of points; benches/peers.sh makes one");
        return;
    };
    let queries = positions(&inputs.join("queries_10k.csv"));
    let expected = env::var_os("SITMAP_PEER_EXPECTED").map(|path| fs::read_to_string(path).expect("expected answers"));
    let expected: Option<Value> = expected.map(|text| serde_json::from_str(&text).expect("JSON"));
    for name in ["1566", "100k", "1m"] {
        let file = inputs.join(format!("points_{name}.csv"));
        if !file.exists() {
            eprintln!("skipped: no {}", file.display());
            continue;
        }
        let points = positions(&file);
        let (built, world) = timed(REPEATS.min(3), || world(&points), make);
        report(points.len(), "build (world and index)", &built, 1);
        if let Some(expected) = &expected {
            check(&world, &queries, &expected["knn_geodesic_wgs84"][name]);
        }
        measure(&world, &queries, points.len());
    }
}

fn measure(world: &World, queries: &[Position], count: usize) {
    let layer = world.layer("point").expect("the layer");
    let (took, _) = timed(
        REPEATS,
        || (),
        |()| queries.iter().map(|from| layer.nearest(*from, K, |_| None::<()>).len()).sum::<usize>(),
    );
    report(count, "objects and ellipsoidal distances, one by one", &took, queries.len());
    let asked: Vec<NearestQuery> = queries.iter().map(|from| ask(*from)).collect();
    let (took, _) = timed(
        REPEATS,
        || (),
        |()| asked.iter().map(|asked| query::nearest(world, asked).expect("an answer").answers.len()).sum::<usize>(),
    );
    report(count, "whole answers (names, distances, bearings), one by one", &took, queries.len());
}

/// Ours must be the exact ones, or the times mean nothing.
fn check(world: &World, queries: &[Position], expected: &Value) {
    let ids = expected["ids"].as_array().expect("ids");
    let distances = expected["dist_m"].as_array().expect("distances");
    for (number, (ids, distances)) in ids.iter().zip(distances).enumerate() {
        let found = query::nearest(world, &ask(queries[number])).expect("an answer");
        let ours: Vec<u64> = found.answers.iter().map(|answer| answer.object.uid.bits() as u64).collect();
        let theirs: Vec<u64> = ids.as_array().expect("ids").iter().filter_map(Value::as_u64).collect();
        assert_eq!(ours, theirs, "query {number}");
        for (ours, theirs) in found.answers.iter().zip(distances.as_array().expect("distances")) {
            let theirs = theirs.as_f64().expect("metres");
            assert!((ours.distance_m - theirs).abs() < 0.001, "query {number}: {} {theirs}", ours.distance_m);
        }
    }
    eprintln!("{} queries: the same five objects in the same order, distances within 1 mm", ids.len());
}

fn ask(from: Position) -> NearestQuery {
    NearestQuery { kind: "point".into(), from, k: K, people: None, hazard: None }
}

fn positions(path: &Path) -> Vec<Position> {
    let mut reader = csv::Reader::from_path(path).expect("a readable CSV file");
    let rows = reader.deserialize::<(u64, f64, f64)>();
    rows.map(|row| row.expect("id, lon, lat")).map(|(_, lon, lat)| Position::new(lon, lat).expect("in range")).collect()
}

fn world(points: &[Position]) -> (Arc<Catalogue>, Vec<Arc<Object>>) {
    let (catalogue, _) = Catalogue::read(&[Source { name: "point.toml".to_owned(), text: KIND.to_owned() }]);
    let object = |(number, position): (usize, &Position)| {
        let geometry = Some(position.point().into());
        let values = vec![format!("P{number}").into()];
        Arc::new(Object { uid: Uid::from_bits(number as u128), kind: "point".into(), geometry, values })
    };
    (Arc::new(catalogue), points.iter().enumerate().map(object).collect())
}

fn make((catalogue, objects): (Arc<Catalogue>, Vec<Arc<Object>>)) -> World {
    World::new(catalogue, BTreeMap::from([("point".into(), objects)]))
}

/// What repeats took, in seconds.
struct Took {
    min: f64,
    median: f64,
    /// The median of the time on a processor, where the system tells it.
    cpu: Option<f64>,
}

/// What some repeats took, and the last result.
fn timed<I, T>(repeats: usize, prepare: impl Fn() -> I, run: impl Fn(I) -> T) -> (Took, T) {
    let mut walls = Vec::new();
    let mut cpus = Vec::new();
    let mut last = None;
    for _ in 0..repeats {
        let input = prepare();
        let (start, cpu) = (Instant::now(), cpu_s());
        last = Some(std::hint::black_box(run(input)));
        walls.push(start.elapsed().as_secs_f64());
        cpus.extend(cpu.zip(cpu_s()).map(|(from, to)| to - from));
    }
    walls.sort_by(f64::total_cmp);
    cpus.sort_by(f64::total_cmp);
    let took = Took { min: walls[0], median: walls[walls.len() / 2], cpu: cpus.get(cpus.len() / 2).copied() };
    (took, last.expect("at least one repeat"))
}

/// Seconds that this thread has run (Linux).
fn cpu_s() -> Option<f64> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(text.split(' ').next()?.parse::<f64>().ok()? / 1e9)
}

fn report(size: usize, op: &str, took: &Took, questions: usize) {
    let line = json!({
        "bench": "knn", "peer": "sitmap", "size": size, "op": op,
        "med": took.median, "min": took.min, "cpu": took.cpu,
        "qps": (questions as f64 / took.median).round(),
    });
    println!("{line}");
}
