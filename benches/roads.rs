//! Roads beside the peers' own: preparing, taking in a closure, one pair, a matrix, a reach.
//!
//! `SITMAP_PEER_INPUTS` names the folder that has `road/nodes.csv`, `road/edges.csv` and `road/queries.json`. Sums
//! are held against the exact ones that the peers find. Prints one JSON line a case, as the peers' scripts do.
//! `benches/peers_roads.sh` runs both sides and prints the ratios.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a measurement stops where its inputs are wrong")]

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};

use geo_types::{Coord, LineString, Point};
use serde_json::{Value, json};
use sitmap::domain::{
    model::{KindId, ObjectRef, Uid},
    network::{By, Closure, NO_WAY, Network, Profile, Road, RoadClass, Snap, SpeedTable, Towards, Ways},
    place::Position,
};

const REPEATS: usize = 5;
const SPEEDS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/network/speeds.toml"));

/// Prints an operation, its seconds, how many it did at once, what it found.
type Report<'a> = &'a dyn Fn(&str, &[f64], usize, Value);

/// Milliseconds there and back.
type Times = [u32; 2];

fn main() {
    let Some(inputs) = env::var_os("SITMAP_PEER_INPUTS").map(|folder| PathBuf::from(folder).join("road")) else {
        eprintln!("skipped: SITMAP_PEER_INPUTS names no folder of roads; benches/peers_roads.sh does");
        return;
    };
    let (roads, times) = read(&inputs);
    let queries: Value = serde_json::from_str(&text(&inputs.join("queries.json"))).expect("queries");
    let (built, network) = timed(3, || Network::new(roads.clone(), None));
    let size =
        format!("{}n/{}e", network.graph().node_count(), times.iter().flatten().filter(|ms| **ms < NO_WAY).count());
    let report = |op: &str, seconds: &[f64], times: usize, check: Value| report(&size, op, seconds, times, &check);
    report("prepare (graph, index, order, hierarchy)", &built, 1, Value::Null);
    let kept = network.order().to_vec();
    let (again, network) = timed(3, || Network::new(roads.clone(), Some(kept.clone())));
    report("prepare, the order kept", &again, 1, Value::Null);
    let network = Arc::new(network);
    let profile = Profile::of(&SpeedTable::read(SPEEDS).expect("speeds"), "car", "dry", By::Time).expect("a car");
    let ms: Vec<u32> = times.iter().flatten().copied().collect();
    let (first, ways) = timed(REPEATS, || Ways::timed(network.clone(), profile.clone(), ms.clone(), Vec::new()));
    report("a vehicle's costs", &first, 1, Value::Null);
    let bridge = network.graph().edges()[network.graph().edge_count() / 2];
    let at = network.graph().line(&bridge)[0];
    let closed = closure(at);
    let (closing, cut) = timed(REPEATS, || ways.under(vec![closed.clone()]));
    report("take in a closure", &closing, 1, json!(cut.cuts().edges().count()));
    measure(&ways, &nodes(&inputs, &network), &queries, &report);
}

fn measure(ways: &Ways, nodes: &[Snap], queries: &Value, report: Report<'_>) {
    let node = |id: &Value| nodes[usize::try_from(id.as_u64().expect("a node")).expect("a node")];
    let pairs: Vec<(Snap, Snap)> =
        queries["pairs"].as_array().expect("pairs").iter().map(|pair| (node(&pair[0]), node(&pair[1]))).collect();
    let many = |name: &str| -> Vec<Option<Snap>> {
        queries[name].as_array().expect(name).iter().map(|id| Some(node(id))).collect()
    };
    let (taken, routes) = timed(REPEATS, || ways.routes_between(&pairs));
    let sum: u64 = routes.iter().take(20).map(|route| u64::from(route.as_ref().expect("a way").cost)).sum();
    assert_eq!(sum, 39_107_115, "the first twenty pairs as scipy, igraph and RoutingKit have them");
    report("single pair path (mean of 100)", &taken, pairs.len(), json!(sum));
    let sum_of =
        |table: &[Vec<Option<u32>>]| -> u64 { table.iter().flatten().map(|ms| u64::from(ms.expect("a way"))).sum() };
    let source = [Some(node(&queries["one_to_many_source"]))];
    let targets = many("targets_300");
    let (taken, table) = timed(REPEATS, || ways.table(&source, &targets));
    assert_eq!(sum_of(&table), 467_337_792, "one to 300");
    report("one-to-300", &taken, 1, json!(sum_of(&table)));
    let (from, to) = (many("sources_300"), many("targets_1000"));
    let (taken, table) = timed(REPEATS, || ways.table(&from, &to));
    assert_eq!(sum_of(&table), 580_669_577_949, "the matrix");
    report("matrix 300x1000", &taken, 1, json!(sum_of(&table)));
    let source = node(&queries["isochrone_source"]);
    let limit = u32::try_from(queries["isochrone_ms"].as_u64().expect("a limit")).expect("a limit");
    let (taken, reached) = timed(21, || ways.tree(source, Towards::Others, limit).reached().nodes.len());
    assert_eq!(reached, 4_163, "the reach");
    report("isochrone 15 min", &taken, 1, json!(reached));
}

/// The roads, one for each two nodes joined, and the times along them; a node's place names it.
fn read(inputs: &Path) -> (Vec<Road>, Vec<Times>) {
    let places = places(inputs);
    let mut pairs: BTreeMap<(usize, usize), Times> = BTreeMap::new();
    for row in rows(&inputs.join("edges.csv")) {
        let [from, to]: [usize; 2] = [0, 1].map(|column| row[column].parse().expect("a node"));
        let ms: u32 = row[3].parse().expect("milliseconds");
        let times = pairs.entry((from.min(to), from.max(to))).or_insert([NO_WAY; 2]);
        times[usize::from(from > to)] = ms;
    }
    let road = |(a, b): (usize, usize)| {
        Road::new(Uid::from_bits(1), RoadClass::County, LineString::new(vec![places[a], places[b]]))
    };
    (pairs.keys().copied().map(road).collect(), pairs.into_values().collect())
}

/// The place on the network of each node of the file.
fn nodes(inputs: &Path, network: &Network) -> Vec<Snap> {
    let graph = network.graph();
    let mut known = BTreeMap::new();
    for (at, edge) in (0_u32..).zip(graph.edges()) {
        let line = graph.line(edge);
        for (vertex, along_m) in [(line[0], 0.0), (line[1], edge.length_m)] {
            let position = Position::new(vertex.x, vertex.y).expect("a place");
            known.insert(key(vertex), Snap { edge: at, along_m, at: position, access_m: 0.0 });
        }
    }
    places(inputs).into_iter().map(|place| known[&key(place)]).collect()
}

fn key(at: Coord) -> (i64, i64) {
    ((at.x * 1e7).round() as i64, (at.y * 1e7).round() as i64)
}

fn places(inputs: &Path) -> Vec<Coord> {
    let number = |text: &str| text.parse::<f64>().expect("a coordinate");
    rows(&inputs.join("nodes.csv")).iter().map(|row| Coord { x: number(&row[1]), y: number(&row[2]) }).collect()
}

fn rows(path: &Path) -> Vec<Vec<String>> {
    text(path).lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, error: &std::io::Error) -> String {
    eprintln!("{}: {error}", path.display());
    std::process::exit(2)
}

fn closure(at: Coord) -> Closure {
    Closure {
        object: ObjectRef { kind: KindId::from("road_closure"), uid: Uid::from_bits(1) },
        name: "closed".to_owned(),
        shape: Point::from(at).into(),
        roads: "".into(),
        closed_for: "".into(),
        max_weight_t: None,
    }
}

fn timed<T>(repeats: usize, mut work: impl FnMut() -> T) -> (Vec<f64>, T) {
    let mut seconds = Vec::new();
    let mut last = None;
    for _ in 0..repeats {
        let begun = Instant::now();
        last = Some(work());
        seconds.push(begun.elapsed().as_secs_f64());
    }
    seconds.sort_by(f64::total_cmp);
    (seconds, last.expect("at least once"))
}

fn report(size: &str, op: &str, seconds: &[f64], times: usize, check: &Value) {
    let of = |at: usize| seconds[at] / times as f64;
    let (med, min, max) = (of(seconds.len() / 2), of(0), of(seconds.len() - 1));
    let line = json!({"bench": "route", "peer": "sitmap", "size": size, "op": op, "med": med, "min": min, "max": max, "n": seconds.len(), "check": check});
    println!("{line}");
}
