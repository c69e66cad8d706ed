use geo_types::Coord;
use proptest::prelude::*;

use super::{
    grid::{apart_m, lacking},
    *,
};
use crate::domain::{model::Uid, network::RoadClass};

const TOLERANCE_M: f64 = 1.0;

/// A road through places in metres around 119.5 E, 29.0 N.
fn road(points: &[(f64, f64)], level: i64) -> Road {
    let [lon_m, lat_m] = grid::unit_m([1_195_000_000, 290_000_000]);
    let at = |(x, y): &(f64, f64)| Coord { x: 119.5 + x / lon_m / 1e7, y: 29.0 + y / lat_m / 1e7 };
    let mut road = Road::new(Uid::from_bits(0), RoadClass::Village, LineString(points.iter().map(at).collect()));
    road.level = level;
    road
}

fn spots(road: &Road) -> Vec<Spot> {
    road.line.0.iter().map(|at| spot(*at)).collect()
}

/// Pairs of segments on one level, on no structure, that cross or touch without a vertex in common.
fn unmet(roads: &[Road]) -> usize {
    let segments: Vec<(i64, [Spot; 2])> = roads
        .iter()
        .filter(|road| !road.bridge && !road.tunnel)
        .flat_map(|road| spots(road).windows(2).map(|two| (road.level, [two[0], two[1]])).collect::<Vec<_>>())
        .collect();
    let pairs =
        segments.iter().enumerate().flat_map(|(at, one)| segments[at + 1..].iter().map(move |other| (one, other)));
    pairs.filter(|(one, other)| one.0 == other.0 && lacking(one.1, other.1).iter().any(|lack| !lack.is_empty())).count()
}

#[test]
fn ends_near_an_end_a_vertex_or_a_line_come_onto_it() {
    let through = road(&[(0.0, 0.0), (100.0, 0.0), (200.0, 0.0)], 0);
    let to_vertex = road(&[(100.0, 50.0), (100.3, 0.6)], 0);
    let to_line = road(&[(150.0, 50.0), (150.0, 0.7)], 0);
    let to_end = road(&[(200.5, 0.5), (300.0, 0.0)], 0);
    let short = road(&[(50.0, 50.0), (50.0, 1.5)], 0);
    let joined = join(vec![through.clone(), to_vertex, to_line, to_end, short.clone()], TOLERANCE_M);
    let [all, vertex, line, end, left] = joined.roads.as_slice() else { panic!() };
    assert_eq!(spots(all)[1], spots(vertex)[1]);
    assert_eq!((spots(all).len(), spots(all)[2]), (4, spots(line)[1]));
    assert_eq!(spots(all)[3], spots(end)[0]);
    assert_eq!(spots(left), spots(&short), "farther than the tolerance");
    assert_eq!((joined.moved_ends, joined.inserted, joined.held), (3, 1, 0));
}

#[test]
fn lines_of_one_level_that_cross_meet_and_those_over_or_under_do_not() {
    let east = road(&[(-50.0, 0.0), (50.0, 0.0)], 0);
    let north = road(&[(3.0, -50.0), (-3.0, 50.0)], 0);
    let joined = join(vec![east.clone(), north.clone()], TOLERANCE_M);
    assert_eq!(spots(&joined.roads[0])[1], spots(&joined.roads[1])[1]);
    let bridge = Road { bridge: true, ..north.clone() };
    let tunnel = Road { tunnel: true, ..north.clone() };
    let above = Road { level: 1, ..north };
    for other in [bridge, tunnel, above] {
        let joined = join(vec![east.clone(), other], TOLERANCE_M);
        assert_eq!(joined.roads.iter().map(|road| road.line.0.len()).collect::<Vec<_>>(), [2, 2]);
    }
}

#[test]
fn the_ends_of_a_bridge_meet_the_road_that_it_continues() {
    let road_to = road(&[(0.0, 0.0), (100.0, 0.0)], 0);
    let bridge = Road { bridge: true, ..road(&[(100.5, 0.2), (200.0, 0.0)], 1) };
    let under = road(&[(199.8, -50.0), (199.8, 50.0)], 0);
    let joined = join(vec![road_to, bridge, under], TOLERANCE_M);
    let [road_to, bridge, under] = joined.roads.as_slice() else { panic!() };
    assert_eq!(spots(road_to)[1], spots(bridge)[0]);
    assert_eq!(spots(under).len(), 2, "an end in the air is not put onto the line below");
}

#[test]
fn what_was_drawn_twice_is_dropped_and_two_carriageways_are_not() {
    let one = road(&[(0.0, 0.0), (100.0, 0.0), (200.0, 0.0)], 0);
    let again = road(&[(200.2, 0.2), (90.0, 0.4), (0.3, 0.0)], 0);
    let named = Road { name: "环城路".into(), ..again };
    let joined = join(vec![one.clone(), named.clone()], TOLERANCE_M);
    assert_eq!((joined.twins, joined.roads.len(), &*joined.roads[0].name), (1, 1, "环城路"));
    let there = Road { oneway: crate::domain::network::OneWay::Forward, ..one };
    let back = Road { oneway: crate::domain::network::OneWay::Forward, ..named };
    assert_eq!(join(vec![there, back], TOLERANCE_M).twins, 0);
    let speck = road(&[(0.0, 0.0), (0.001, 0.0)], 0);
    assert_eq!(join(vec![speck], TOLERANCE_M).too_short, 1);
}

#[test]
fn a_network_of_ten_thousand_lines_is_joined() {
    let streets = (0..100).flat_map(|row| {
        let at = f64::from(row) * 100.0;
        [road(&[(-10.0, at), (9_950.0, at + 0.3)], 0), road(&[(at, -10.0), (at + 0.3, 9_950.0)], 0)]
    });
    let joined = join(streets.collect(), TOLERANCE_M);
    assert_eq!(joined.roads.iter().map(|road| road.line.0.len()).sum::<usize>(), 200 * 102);
}

fn a_road() -> impl Strategy<Value = Road> {
    // A raster with a little noise brings ends, vertices and lines close to each other often.
    let point = (0..12_i32, 0..12_i32, -1.2..1.2_f64, -1.2..1.2_f64)
        .prop_map(|(x, y, dx, dy)| (f64::from(x) * 10.0 + dx, f64::from(y) * 10.0 + dy));
    (proptest::collection::vec(point, 2..5), prop_oneof![4 => Just(0_i64), 1 => Just(1)], prop::bool::weighted(0.15))
        .prop_map(|(points, level, bridge)| Road { bridge, ..road(&points, level) })
}

fn network() -> impl Strategy<Value = Vec<Road>> {
    proptest::collection::vec(a_road(), 1..14)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_crosses_on_one_level_has_a_vertex_in_common(roads in network()) {
        prop_assert_eq!(unmet(&join(roads, TOLERANCE_M).roads), 0);
    }

    #[test]
    fn nothing_moves_farther_than_the_tolerance(roads in network()) {
        let given: Vec<Road> = roads.iter().enumerate().map(|(at, road)| Road { uid: Uid::from_bits(at as u128), ..road.clone() }).collect();
        for road in join(given, TOLERANCE_M).roads {
            let before = spots(&roads[road.uid.bits() as usize]);
            let after = spots(&road);
            // Half a unit of the grid for each rounding.
            let most = TOLERANCE_M + 0.02;
            prop_assert!(apart_m(before[0], after[0]) <= most);
            prop_assert!(apart_m(before[before.len() - 1], after[after.len() - 1]) <= most);
            let mut rest = after.iter();
            for inner in &before[1..before.len() - 1] {
                prop_assert!(rest.any(|spot| spot == inner), "an inner vertex is where it was");
            }
        }
    }

    #[test]
    fn a_second_time_changes_nothing(roads in network()) {
        let once = join(roads, TOLERANCE_M);
        // An end held back by the tolerance would start anew from where it is.
        prop_assume!(once.held == 0);
        let twice = join(once.roads.clone(), TOLERANCE_M);
        prop_assert_eq!(&twice.roads, &once.roads);
    }

    #[test]
    fn the_order_of_the_roads_does_not_matter((roads, shuffled) in network().prop_flat_map(|roads| (Just(roads.clone()), Just(roads).prop_shuffle()))) {
        let lines = |roads: Vec<Road>| {
            let mut lines: Vec<(i64, bool, Vec<Spot>)> =
                join(roads, TOLERANCE_M).roads.iter().map(|road| (road.level, road.bridge, spots(road))).collect();
            lines.sort();
            lines
        };
        prop_assert_eq!(lines(roads), lines(shuffled));
    }
}
