//! `roads check`: what it finds wrong with roads.

use std::collections::BTreeMap;

use geo::Coord;
use sitmap::domain::{
    model::Uid,
    network::{
        Road, RoadClass,
        check::{Named, Odd, Unreached, check_roads},
    },
};

use crate::cli::{Seat, text};

fn road(id: u128, line: &[(f64, f64)]) -> Road {
    Road { name: format!("road {id}").into(), ..Road::new(Uid::from_bits(id), RoadClass::County, line.to_vec().into()) }
}

fn village(x: f64, y: f64) -> (Named, Coord) {
    (Named { uid: Uid::from_bits(900), name: "a village".to_owned() }, Coord { x, y })
}

#[test]
fn a_sound_network_has_no_findings_and_waterways_are_no_part_of_it() {
    let water = Road { class: RoadClass::Waterway, ..road(3, &[(119.05, 28.9), (119.05, 29.1)]) };
    let roads =
        vec![road(1, &[(119.0, 29.0), (119.1, 29.0), (119.2, 29.0)]), road(2, &[(119.1, 29.0), (119.1, 29.1)]), water];
    let found = check_roads(roads, &BTreeMap::new(), vec![village(119.1, 29.101)]);
    assert!(found.is_sound(), "{found:?}");
    assert_eq!((found.nodes, found.edges, found.parts.len(), found.dead_ends), (4, 3, 1, 3));
    assert!(found.waterway_m > 20_000.0);
}

#[test]
fn an_island_its_village_and_a_gap_are_found() {
    // The second ends 20 m short of the first.
    let roads = vec![road(1, &[(119.0, 29.0), (119.2, 29.0)]), road(2, &[(119.1, 29.000_18), (119.1, 29.05)])];
    let found = check_roads(roads, &BTreeMap::new(), vec![village(119.1, 29.051), village(119.4, 29.0)]);
    assert_eq!(found.parts.len(), 2);
    assert_eq!(found.gaps.len(), 1);
    assert!((found.gaps[0].metres - 20.0).abs() < 1.0, "{:?}", found.gaps);
    assert_eq!((found.gaps[0].road.name.as_str(), found.gaps[0].other.name.as_str()), ("road 2", "road 1"));
    let why: Vec<(Unreached, bool)> = found.villages.iter().map(|one| (one.why, one.metres.is_some())).collect();
    assert_eq!(why, [(Unreached::Island, true), (Unreached::Far, false)]);
    assert!(!found.is_sound());
}

#[test]
fn what_is_odd_about_a_road_is_said() {
    let mut fast = road(1, &[(119.0, 29.0), (119.2, 29.0)]);
    fast.speed_limit_kmh = Some(180.0);
    let mut narrow = road(2, &[(119.1, 28.9), (119.1, 29.1)]);
    narrow.limits.width_m = Some(0.2);
    let mut over = road(3, &[(119.15, 28.9), (119.15, 29.1)]);
    over.level = 1;
    let nothing = road(4, &[(119.0, 29.0), (119.0, 29.0)]);
    let lengths = BTreeMap::from([(Uid::from_bits(1), 40.0), (Uid::from_bits(2), 22.3)]);
    let found = check_roads(vec![fast, narrow, over, nothing], &lengths, Vec::new());
    let odd = |id: u128| -> Vec<&Odd> {
        found.odd.iter().filter(|(road, _)| road.uid == Uid::from_bits(id)).map(|(_, odd)| odd).collect()
    };
    assert!(matches!(odd(1)[..], [Odd::Speed(_), Odd::Length(..), Odd::Crosses(..)]), "{:?}", found.odd);
    assert!(matches!(odd(2)[..], [Odd::Limit(_)]), "{:?}", found.odd);
    assert!(odd(3).is_empty(), "it is above what it crosses");
    assert!(matches!(odd(4)[..], [Odd::Zero]), "{:?}", found.odd);
}

#[test]
fn no_roads_are_no_fault_of_the_check() {
    let found = check_roads(Vec::new(), &BTreeMap::new(), Vec::new());
    assert!(found.is_sound() && found.edges == 0 && found.parts.is_empty());
}

#[test]
fn the_command_says_that_the_sample_is_one_network_and_tells_a_gap() {
    let seat = Seat::new();
    let path = seat.district();
    let (answer, code) = seat.json(&path, &["roads", "check"]);
    assert_eq!((code, &answer["ok"]), (0, &true.into()), "{answer}");
    assert_eq!(answer["components"].as_array().unwrap().len(), 1);
    assert_eq!(answer["edges"], answer["components"][0]["edges"]);
    assert!(answer["dead_ends"]["count"].as_u64().unwrap() > 50);
    // A road that nearly meets another, far from everything.
    let file = seat.path("roads.geojson");
    let line = |from: [f64; 2], to: [f64; 2]| {
        serde_json::json!({"type": "Feature", "properties": {"name": "新路"},
            "geometry": {"type": "LineString", "coordinates": [from, to]}})
    };
    let lines = [line([119.2, 28.6], [119.22, 28.6]), line([119.21, 28.600_15], [119.21, 28.62])];
    let all = serde_json::json!({"type": "FeatureCollection", "features": lines});
    std::fs::write(&file, all.to_string()).unwrap();
    let said = seat.run(&["roads", "import", "--no-clip", text(&file), "--file", text(&path)]);
    assert_eq!(said.code, 0, "{}", said.err);
    let (answer, code) = seat.json(&path, &["roads", "check"]);
    assert_eq!((code, &answer["ok"]), (1, &false.into()));
    assert_eq!(answer["dead_ends"]["gaps"].as_array().unwrap().len(), 1, "{answer}");
    assert_eq!(answer["unreachable_villages"].as_array().unwrap().len(), 436);
    assert_eq!(answer["unreachable_villages"][0]["reason"], "no_road_near");
}
