//! Real networks and the sample's: every answer of the hierarchy held against plain Dijkstra, with closures and
//! without; and distances published for Monaco.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests, where a wrong file is a failure")]

use std::{
    collections::BTreeMap,
    io::Read as _,
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::Arc,
};

use flate2::read::GzDecoder;
use geo_types::{Coord, LineString, Point};
use sitmap::{
    app::ids,
    demo::{Moment, generate},
    domain::{
        catalogue::Catalogue,
        model::{KindId, ObjectRef, Uid},
        network::{
            By, Closure, NO_WAY, Network, OneWay, Profile, Road, RoadClass, Snap, SpeedTable, Towards, Ways, roads,
        },
        place::Position,
        world::World,
    },
    io::{
        assets,
        import::roads::{Options, read},
    },
};

fn shared(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/roads").join(path);
    if !path.exists() {
        println!("skipped: ../shared not present");
        return None;
    }
    Some(path)
}

fn catalogue() -> Catalogue {
    Catalogue::read(&assets::shipped_catalogue()).0
}

/// The roads of an OSM extract, whole.
fn of_osm(path: &Path) -> Vec<Road> {
    let world = World::new(Arc::new(catalogue()), BTreeMap::new());
    let options = Options { clip: false, margin_m: 0.0, tolerance_m: 1.0, crs: None };
    let progress = |_: u64| ControlFlow::Continue(());
    read(path, &options, &world, &mut ids::fresh, &progress).unwrap().roads
}

/// The roads of Wuhan: one an edge.
fn wuhan(path: &Path) -> Vec<Road> {
    let mut text = String::new();
    GzDecoder::new(std::fs::File::open(path).unwrap()).read_to_string(&mut text).unwrap();
    let class = |highway: &str| match highway {
        "motorway" => RoadClass::Motorway,
        "trunk" => RoadClass::National,
        "primary" => RoadClass::Provincial,
        "secondary" => RoadClass::County,
        "tertiary" => RoadClass::Township,
        _ if highway.ends_with("_link") => RoadClass::Ramp,
        _ => RoadClass::Street,
    };
    let road = |(nr, line): (usize, &str)| {
        let cells: Vec<&str> = line.split(',').collect();
        let at = |place: usize| Coord { x: cells[place].parse().unwrap(), y: cells[place + 1].parse().unwrap() };
        let mut road = Road::new(Uid::from_bits(nr as u128), class(cells[3]), LineString::new(vec![at(5), at(7)]));
        road.oneway = OneWay::Forward;
        road
    };
    text.lines().skip(1).enumerate().map(road).collect()
}

/// Numbers by chance, the same every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % most as u64) as usize
    }
}

fn profile(vehicle: &str, by: By) -> Profile {
    Profile::of(&assets::speeds(None).0.unwrap(), vehicle, "dry", by).unwrap()
}

fn closures(ways: &Ways, chance: &mut Chance, count: usize) -> Vec<Closure> {
    let nodes = ways.graph().nodes();
    let mut place = || nodes[chance.below(nodes.len())];
    (0..count)
        .map(|nr| {
            let (a, b) = (place(), place());
            let shape = match nr % 3 {
                0 => Point::from(a).into(),
                1 => {
                    LineString::new(vec![a, Coord { x: a.x + (b.x - a.x) * 0.05, y: a.y + (b.y - a.y) * 0.05 }]).into()
                }
                _ => geo_types::Rect::new(a, Coord { x: a.x + 0.006, y: a.y + 0.005 }).to_polygon().into(),
            };
            Closure {
                object: ObjectRef { kind: KindId::from("road_closure"), uid: Uid::from_bits(nr as u128) },
                name: format!("中断{nr}"),
                shape,
                roads: "".into(),
                closed_for: "".into(),
                max_weight_t: None,
            }
        })
        .collect()
}

/// Random pairs, hierarchy against plain Dijkstra, open and closed; how many had a way.
fn agree(network: Vec<Road>, vehicle: &str, by: By, pairs: usize) -> [usize; 2] {
    let network = Arc::new(Network::new(network, None));
    let open = Ways::new(network, profile(vehicle, by), Vec::new());
    let mut chance = Chance(7);
    let closed = open.under(closures(&open, &mut chance, 12));
    assert!(!closed.cuts().is_empty());
    let mut with_a_way = [0, 0];
    for (ways, found) in [&open, &closed].into_iter().zip(&mut with_a_way) {
        let nodes = ways.graph().nodes();
        let mut place = || {
            let node = nodes[chance.below(nodes.len())];
            ways.snap(Position::new(node.x, node.y).unwrap()).unwrap()
        };
        for _ in 0..pairs {
            let (from, to) = (place(), place());
            let plain = ways.tree(from, Towards::Others, NO_WAY).cost(to);
            let route = ways.route_between(from, to);
            assert_eq!(route.as_ref().ok().map(|route| route.cost), plain, "{from:?} {to:?}");
            assert_eq!(ways.table(&[Some(from)], &[Some(to)])[0][0], plain);
            assert_eq!(ways.tree(to, Towards::Place, NO_WAY).cost(from), plain);
            if let Ok(route) = route {
                assert!(ways.closed_on(&route).is_empty());
                *found += 1;
            }
        }
    }
    with_a_way
}

#[test]
fn wuhan_krems_monaco_and_the_sample_agree_with_plain_dijkstra() {
    let sample = {
        let catalogue = catalogue();
        let now = jiff::Timestamp::constant(1_784_511_000, 0);
        let district = generate(&catalogue, 1, Moment::Quiet, 1, now);
        let objects = district.summed(&catalogue);
        roads(&World::new(Arc::new(catalogue), objects))
    };
    let [open, closed] = agree(sample.clone(), "car", By::Time, 60);
    assert!(open == 60 && closed > 10, "{open} {closed}");
    agree(sample, "foot", By::Distance, 20);
    for (file, pairs) in [("monaco.osm.gz", 60), ("krems.osm.gz", 40)] {
        let Some(path) = shared(file) else { return };
        let [open, closed] = agree(of_osm(&path), "car", By::Distance, pairs);
        assert!(open > pairs / 2 && closed > 0, "{file} {open} {closed}");
    }
    let Some(path) = shared("wuhan_edges_wgs84.csv.gz") else { return };
    let [open, closed] = agree(wuhan(&path), "car", By::Time, 12);
    assert!(open > 6 && closed > 2, "{open} {closed}");
}

#[test]
fn monacos_four_distances_are_as_published_on_the_ellipsoid() {
    let Some(path) = shared("monaco.osm.gz") else { return };
    let ways = Ways::new(Arc::new(Network::new(of_osm(&path), None)), profile("car", By::Distance), Vec::new());
    // Nearest car-permitted way, whatever hangs together with it, as the published figures have it.
    let snap = |lon: f64, lat: f64| -> Snap {
        let at = Position::new(lon, lat).unwrap();
        ways.network().segments().nearest(ways.graph(), at, |edge| ways.may_use(edge)).unwrap()
    };
    for (from, to, metres) in [
        ((7.418737, 43.727687), (7.436566, 43.74958), 3_590.9),
        ((7.41016, 43.728677), (7.4277, 43.739213), 2_564.4),
        ((7.412338, 43.730949), (7.424542, 43.739643), 2_102.3),
        ((7.419333, 43.727592), (7.419333, 43.727712), 0.5),
    ] {
        let route = ways.route_between(snap(from.0, from.1), snap(to.0, to.1)).unwrap();
        assert!((route.length_m - metres).abs() < 1.0, "{} against {metres}", route.length_m);
    }
}

#[test]
fn the_speed_table_of_a_bureau_takes_the_place_of_the_shipped_one_or_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("speeds.toml");
    assert!(assets::speeds(Some(&own)).1.is_empty(), "no file is no fault");
    let shipped = include_str!("../../assets/network/speeds.toml");
    std::fs::write(&own, shipped.replace("motorway = 95", "motorway = 70")).unwrap();
    let (table, problems) = assets::speeds(Some(&own));
    assert_eq!(problems, []);
    assert_eq!(table.unwrap().vehicle("car").unwrap().speed["motorway"], 70.0);
    std::fs::write(&own, "vehicle = 3").unwrap();
    let (table, problems) = assets::speeds(Some(&own));
    assert_eq!(table, SpeedTable::read(shipped).ok());
    assert_eq!(problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), ["speeds_unusable"]);
}
