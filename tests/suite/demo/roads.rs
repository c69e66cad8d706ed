//! The sample's roads are a network: what meets has a vertex in common, every village is joined, bridges are named.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use geo::{Distance, Euclidean, Geodesic, Geometry, Intersects, LineString, MultiPolygon, Point, Polygon};
use sitmap::{
    demo::Moment,
    domain::{model::Object, network::check, world::World},
};

use super::{catalogue, number, objects, point, sample, text, value, whole};

type Vertex = (u64, u64);

fn line(object: &Object) -> &LineString {
    static NONE: LineString = LineString(Vec::new());
    match &object.geometry {
        Some(Geometry::LineString(line)) => line,
        _ => &NONE,
    }
}

fn vertices(object: &Object) -> Vec<Vertex> {
    line(object).coords().map(|vertex| (vertex.x.to_bits(), vertex.y.to_bits())).collect()
}

fn roads() -> Vec<&'static Object> {
    objects(sample(Moment::Flood), "road").iter().map(|road| &**road).collect()
}

fn is(road: &Object, classes: &[&str]) -> bool {
    classes.contains(&text(road, "road_class"))
}

fn is_bridge(road: &Object) -> bool {
    value(road, "bridge").as_bool() == Some(true)
}

/// Vertices that hang together.
#[derive(Default)]
struct Groups(BTreeMap<Vertex, Vertex>);

impl Groups {
    fn of<'a>(roads: impl IntoIterator<Item = &'a Object>) -> Self {
        let mut groups = Self::default();
        for road in roads {
            let line = vertices(road);
            for (a, b) in line.iter().zip(line.iter().skip(1)) {
                let (a, b) = (groups.root(*a), groups.root(*b));
                groups.0.insert(a, b);
            }
        }
        groups
    }

    fn root(&mut self, vertex: Vertex) -> Vertex {
        let mut at = vertex;
        while let Some(up) = self.0.get(&at).copied().filter(|up| *up != at) {
            at = up;
        }
        self.0.insert(vertex, at);
        self.0.entry(at).or_insert(at);
        at
    }

    fn count(&mut self) -> usize {
        let all: Vec<Vertex> = self.0.keys().copied().collect();
        all.into_iter().map(|vertex| self.root(vertex)).collect::<BTreeSet<_>>().len()
    }
}

#[test]
fn what_can_be_driven_is_one_network_and_every_village_and_town_is_on_it() {
    let drive: Vec<&Object> = roads().into_iter().filter(|road| !is(road, &["path", "waterway"])).collect();
    assert_eq!(Groups::of(drive.iter().copied()).count(), 1);
    let walk: Vec<&Object> = roads().into_iter().filter(|road| !is(road, &["motorway", "ramp", "waterway"])).collect();
    assert_eq!(Groups::of(walk.iter().copied()).count(), 1);
    let boats = roads().into_iter().filter(|road| is(road, &["waterway"]));
    assert_eq!(Groups::of(boats).count(), 1);
    let all: BTreeSet<Vertex> = walk.iter().flat_map(|road| vertices(road)).collect();
    for village in objects(sample(Moment::Flood), "village") {
        let at = point(village).unwrap();
        assert!(all.contains(&(at.x().to_bits(), at.y().to_bits())), "{}", text(village, "name"));
    }
    let mut worst: f64 = 0.0;
    for town in objects(sample(Moment::Flood), "place_name") {
        if text(town, "place_kind") == "township" {
            let at = point(town).unwrap();
            let away = |(x, y): &Vertex| Geodesic.distance(at, Point::new(f64::from_bits(*x), f64::from_bits(*y)));
            let nearest = all.iter().map(away).fold(f64::INFINITY, f64::min);
            worst = worst.max(nearest);
            assert!(nearest < 60.0, "{}: {nearest:.0} m", text(town, "name"));
        }
    }
    println!("the town farthest from a vertex: {worst:.0} m");
}

#[test]
fn every_bridge_has_a_name_of_its_own_lies_over_a_river_and_is_joined_at_both_ends() {
    let rivers: Vec<&LineString> = objects(sample(Moment::Flood), "river").iter().map(|river| line(river)).collect();
    let bridges: Vec<&Object> = roads().into_iter().filter(|road| is_bridge(road)).collect();
    assert!(bridges.len() > 60, "{}", bridges.len());
    let mut names = BTreeSet::new();
    for bridge in &bridges {
        let name = text(bridge, "structure");
        assert!(name.ends_with('桥') && names.insert(name), "{name}");
        assert!(rivers.iter().any(|river| river.intersects(line(bridge))), "{name} is over no river");
        assert!(whole(bridge, "level") >= 1, "{name}");
        let ends = vertices(bridge);
        for end in [ends[0], ends[ends.len() - 1]] {
            let joined = roads().iter().filter(|road| road.uid != bridge.uid).any(|road| vertices(road).contains(&end));
            // A village may stand at the head of its bridge.
            let home = objects(sample(Moment::Flood), "village")
                .iter()
                .any(|village| point(village).is_some_and(|at| (at.x().to_bits(), at.y().to_bits()) == end));
            assert!(joined || home, "{name} hangs in the air");
        }
    }
    assert!(bridges.iter().any(|bridge| number(bridge, "max_weight_t") <= 10.0));
    assert_eq!(roads().iter().filter(|road| value(road, "tunnel").as_bool() == Some(true)).count(), 1);
    // Nothing fords a large river.
    for river in objects(sample(Moment::Flood), "river").iter().filter(|river| number(river, "width_m") > 40.0) {
        for road in roads().into_iter().filter(|road| !is_bridge(road) && !is(road, &["waterway", "path"])) {
            assert!(!line(river).intersects(line(road)), "{} fords {}", text(road, "name"), text(river, "name"));
        }
    }
}

#[test]
fn no_road_crosses_a_reservoir_or_is_there_twice_or_has_no_length() {
    let lakes: Vec<Polygon> = objects(sample(Moment::Flood), "water")
        .iter()
        .flat_map(|water| match &water.geometry {
            Some(Geometry::Polygon(area)) => vec![area.clone()],
            Some(Geometry::MultiPolygon(MultiPolygon(areas))) => areas.clone(),
            _ => Vec::new(),
        })
        .collect();
    let mut known = BTreeSet::new();
    for road in roads() {
        let name = text(road, "name");
        assert!(!lakes.iter().any(|lake| lake.intersects(line(road))), "{name}");
        let there = vertices(road);
        let back: Vec<Vertex> = there.iter().rev().copied().collect();
        assert!(there.len() > 1 && there.windows(2).all(|pair| pair[0] != pair[1]), "{name}");
        assert!(known.insert(there.clone().min(back)), "{name} twice");
        assert!(number(road, "length_km") > 0.003, "{name}");
    }
}

#[test]
fn motorways_meet_other_roads_only_at_ramps() {
    let ramps: BTreeSet<Vertex> = roads().into_iter().filter(|road| is(road, &["ramp"])).flat_map(vertices).collect();
    let below: BTreeSet<Vertex> =
        roads().into_iter().filter(|road| !is(road, &["motorway", "ramp", "waterway"])).flat_map(vertices).collect();
    let numbers = |number: &str| -> BTreeSet<Vertex> {
        roads().into_iter().filter(|road| text(road, "ref") == number).flat_map(vertices).collect()
    };
    let motorway: BTreeSet<Vertex> =
        roads().into_iter().filter(|road| is(road, &["motorway"])).flat_map(vertices).collect();
    assert_eq!(motorway.intersection(&below).count(), 0);
    assert_eq!(numbers("G60").intersection(&numbers("G25")).count(), 0);
    assert!(ramps.intersection(&motorway).count() >= 12 && ramps.intersection(&below).count() >= 10);
}

#[test]
fn mountain_roads_are_slow_and_say_how_steep_they_are() {
    let speed = |class: &str| {
        let own: Vec<f64> =
            roads().iter().filter(|road| is(road, &[class])).map(|road| number(road, "speed_kmh")).collect();
        own.iter().sum::<f64>() / own.len() as f64
    };
    assert!(speed("mountain") < 35.0 && speed("mountain") < speed("county") && speed("county") < speed("motorway"));
    let steep = |road: &&&Object| !value(road, "slope_percent").is_null();
    assert!(roads().iter().filter(steep).count() > 30);
    for road in roads().iter().filter(steep) {
        assert!(is(road, &["mountain", "path"]) && number(road, "slope_percent").abs() <= 15.0);
    }
}

#[test]
fn closures_lie_on_the_roads_they_name_and_a_cut_bridge_cuts_a_village_off() {
    let flood = sample(Moment::Flood);
    let active = |kind: &str| -> Vec<&Object> {
        objects(flood, kind).iter().map(|one| &**one).filter(|one| text(one, "status") == "active").collect()
    };
    let mut bridges = 0;
    for closure in active("road_closure") {
        let at = point(closure).unwrap();
        let vertex = (at.x().to_bits(), at.y().to_bits());
        let on: Vec<&Object> = roads().into_iter().filter(|road| vertices(road).contains(&vertex)).collect();
        assert_eq!(on.len(), 1, "{}", text(closure, "name"));
        assert_eq!(text(on[0], "name"), text(closure, "road"));
        if text(closure, "reason") == "bridge" {
            bridges += 1;
            assert!(is_bridge(on[0]) && text(closure, "name").starts_with(text(on[0], "structure")));
            let village = objects(flood, "village").iter().find(|one| text(one, "name") == text(closure, "village"));
            let home = point(village.unwrap()).unwrap();
            let drive = roads().into_iter().filter(|road| road.uid != on[0].uid && !is(road, &["path", "waterway"]));
            let mut groups = Groups::of(drive);
            let town = vertices(roads().into_iter().find(|road| text(road, "ref") == "G330").unwrap())[0];
            let home = (home.x().to_bits(), home.y().to_bits());
            assert_ne!(groups.root(home), groups.root(town), "{}", text(closure, "village"));
        }
    }
    assert_eq!(bridges, 1);
    let stretches = active("closed_stretch");
    assert_eq!(stretches.len(), 1);
    let road = roads().into_iter().filter(|road| text(road, "name") == text(stretches[0], "road"));
    let own: BTreeSet<Vertex> = road.flat_map(vertices).collect();
    assert!(vertices(stretches[0]).len() > 2 && vertices(stretches[0]).iter().all(|vertex| own.contains(vertex)));
    let areas = active("closed_area");
    assert_eq!(areas.len(), 1);
    let Some(Geometry::Polygon(area)) = &areas[0].geometry else { panic!("no area") };
    let mut named = roads().into_iter().filter(|road| text(road, "name") == text(areas[0], "road"));
    assert!(named.any(|road| line(road).intersects(area)));
    let river = objects(flood, "river").iter().map(|river| Euclidean.distance(line(river), area)).fold(9.0, f64::min);
    assert!(river < 0.001, "{river}");
}

#[test]
fn the_check_of_the_roads_finds_nothing_wrong_with_the_sample() {
    let world = World::new(Arc::new(catalogue().clone()), sample(Moment::Flood).objects.clone());
    let found = check::check(&world);
    println!(
        "{} nodes, {} edges, {:.0} km, {} dead ends",
        found.nodes,
        found.edges,
        found.length_m / 1000.0,
        found.dead_ends
    );
    assert!(found.is_sound(), "{:#?} {:#?} {:#?} {:#?}", found.parts, found.gaps, found.villages, found.odd);
}
