//! The hierarchy, the ends on edges and the cuts, held against a plain search over a graph in which every place,
//! every beginning and every end of a cut is a node of its own.

use std::{collections::BTreeMap, sync::Arc};

use geo::Intersects as _;
use geo_types::{Coord, Geometry, LineString, Point, Polygon};
use proptest::prelude::*;

use super::*;
use crate::domain::{
    model::{KindId, ObjectRef, Uid},
    place::Position,
};

fn table() -> SpeedTable {
    SpeedTable::read(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/network/speeds.toml"))).unwrap()
}

/// A village of streets: places of a bent grid, and which of them are joined, how.
fn roads() -> impl Strategy<Value = Vec<Road>> {
    let joint = (0_usize..25, prop_oneof![Just(1_usize), Just(5), Just(6)], 0_u8..6, 0_u8..4, any::<bool>());
    (prop::collection::vec((-0.3..0.3, -0.3..0.3), 25), prop::collection::vec(joint, 6..60)).prop_map(
        |(moved, joints)| {
            let place = |at: usize| -> Coord {
                let (dx, dy): (f64, f64) = moved.get(at).copied().unwrap_or_default();
                Coord { x: 119.5 + 0.01 * ((at % 5) as f64 + dx), y: 29.0 + 0.01 * ((at / 5) as f64 + dy) }
            };
            let road = |(nr, (from, by, class, oneway, bent)): (usize, (usize, usize, u8, u8, bool))| {
                let (a, b) = (place(from), place((from + by) % 25));
                let mut line = vec![a, b];
                if bent {
                    line.insert(1, Coord { x: a.x.midpoint(b.x) + 0.001, y: a.y.midpoint(b.y) });
                }
                let class = [RoadClass::National, RoadClass::County, RoadClass::Village, RoadClass::Path]
                    .get(class as usize)
                    .copied()
                    .unwrap_or(RoadClass::Street);
                let mut road = Road::new(Uid::from_bits(nr as u128), class, LineString::new(line));
                road.oneway = match oneway {
                    0 => OneWay::Forward,
                    1 => OneWay::Backward,
                    _ => OneWay::Both,
                };
                road
            };
            joints.into_iter().enumerate().map(road).collect()
        },
    )
}

fn place() -> impl Strategy<Value = Position> {
    // Far outside as well: from there the nearest place is often a node.
    (119.46..119.59, 28.96..29.09).prop_map(|(lon, lat)| Position::new(lon, lat).unwrap())
}

fn closure() -> impl Strategy<Value = Closure> {
    let shape = prop_oneof![
        place().prop_map(|at| Geometry::Point(at.point())),
        (place(), place()).prop_map(|(a, b)| LineString::new(vec![a.point().0, b.point().0]).into()),
        (place(), 0.0005..0.008).prop_map(|(at, size)| {
            let at = |x: f64, y: f64| Coord { x: at.lon() + size * x, y: at.lat() + size * y };
            Polygon::new(LineString::new(vec![at(-1.0, -1.0), at(1.0, -0.7), at(0.6, 1.0), at(-1.0, -1.0)]), vec![])
                .into()
        }),
    ];
    shape.prop_map(|shape| Closure {
        object: ObjectRef { kind: KindId::from("road_closure"), uid: Uid::from_bits(9) },
        name: "中断".to_owned(),
        shape,
        roads: "".into(),
        closed_for: "".into(),
        max_weight_t: None,
    })
}

fn ways(roads: Vec<Road>, vehicle: &str, by: By, closures: Vec<Closure>) -> Ways {
    let profile = Profile::of(&table(), vehicle, "dry", by).unwrap();
    Ways::new(Arc::new(Network::new(roads, None)), profile, closures)
}

/// A node of the oracle: a graph's node, or a place so many millimetres along an edge.
type Spot = (bool, u32, i64);

fn mm(metres: f64) -> i64 {
    (metres * 1_000.0).round() as i64
}

/// A place on the road; one at a node is the node.
fn spot(ways: &Ways, snap: Snap) -> Spot {
    let edge = ways.graph().edges()[snap.edge as usize];
    match mm(snap.along_m) {
        0 => (false, edge.from, 0),
        along if along == mm(edge.length_m) => (false, edge.to, 0),
        along => (true, snap.edge, along),
    }
}

/// The least cost between two places on the road, by a search that knows no hierarchy and no ends.
fn oracle(ways: &Ways, from: Snap, to: Snap) -> Option<f64> {
    let mut next: BTreeMap<Spot, Vec<(Spot, f64)>> = BTreeMap::new();
    let cut_at: BTreeMap<u32, Vec<(i64, i64)>> = ways
        .cuts()
        .edges()
        .map(|(edge, cuts)| (edge, cuts.iter().map(|cut| (mm(cut.from_m), mm(cut.to_m))).collect()))
        .collect();
    for (at, edge) in (0_u32..).zip(ways.graph().edges()) {
        let cuts = cut_at.get(&at).map_or(&[][..], Vec::as_slice);
        let mut breaks: Vec<i64> = vec![0, mm(edge.length_m)];
        breaks.extend(cuts.iter().flat_map(|cut| [cut.0, cut.1]));
        breaks.extend([from, to].iter().filter(|snap| snap.edge == at).map(|snap| mm(snap.along_m)));
        breaks.sort_unstable();
        breaks.dedup();
        let closed = |low: i64, high: i64| cuts.iter().any(|cut| cut.0 <= high && cut.1 >= low);
        let cost = |way: usize, part: i64| {
            let whole = ways.open_costs()[2 * at as usize + way];
            (whole < NO_WAY).then(|| f64::from(whole) * part as f64 / (edge.length_m * 1_000.0))
        };
        let mut join = |a: Spot, b: Spot, there: Option<f64>, back: Option<f64>| {
            if let Some(cost) = there {
                next.entry(a).or_default().push((b, cost));
            }
            if let Some(cost) = back {
                next.entry(b).or_default().push((a, cost));
            }
        };
        for pair in breaks.windows(2) {
            if !closed(pair[0], pair[1]) {
                let part = pair[1] - pair[0];
                join((true, at, pair[0]), (true, at, pair[1]), cost(0, part), cost(1, part));
            }
        }
        for (node, along) in [(edge.from, 0), (edge.to, mm(edge.length_m))] {
            if !closed(along, along) {
                join((false, node, 0), (true, at, along), Some(0.0), Some(0.0));
            }
        }
    }
    let (start, end) = (spot(ways, from), spot(ways, to));
    let shut = |spot: Spot| match spot {
        (true, edge, along) => {
            cut_at.get(&edge).is_some_and(|cuts| cuts.iter().any(|cut| cut.0 <= along && cut.1 >= along))
        }
        node => !next.contains_key(&node),
    };
    if shut(start) || shut(end) {
        return None;
    }
    let mut least: BTreeMap<Spot, f64> = BTreeMap::from([(start, 0.0)]);
    let mut todo = vec![start];
    while let Some(spot) = todo.pop() {
        let here = least[&spot];
        for (other, cost) in next.get(&spot).into_iter().flatten() {
            if least.get(other).is_none_or(|known| here + cost < known - 1e-9) {
                least.insert(*other, here + cost);
                todo.push(*other);
            }
        }
    }
    least.get(&end).copied()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn a_route_costs_what_a_plain_search_finds_and_crosses_no_closure(
        roads in roads(),
        ends in prop::collection::vec((place(), place()), 4),
        closures in prop::collection::vec(closure(), 0..5),
        vehicle in prop_oneof![Just("car"), Just("fire_engine"), Just("foot")],
        by in prop_oneof![Just(By::Time), Just(By::Distance)],
    ) {
        let ways = ways(roads, vehicle, by, closures);
        for (a, b) in ends {
            let Some((from, to)) = ways.snap(a).zip(ways.snap(b)) else { continue };
            let found = ways.route_between(from, to);
            let least = oracle(&ways, from, to);
            let tree = ways.tree(from, Towards::Others, NO_WAY).cost(to);
            let back = ways.tree(to, Towards::Place, NO_WAY).cost(from);
            let cell = ways.table(&[Some(from)], &[Some(to), None])[0][0];
            match (&found, least) {
                (Ok(route), Some(least)) => {
                    // Each end of an edge may be rounded by half a unit, each place by half a millimetre.
                    prop_assert!((f64::from(route.cost) - least).abs() < 4.0, "{} against {least}", route.cost);
                    prop_assert_eq!(tree, Some(route.cost));
                    prop_assert_eq!(back, Some(route.cost));
                    prop_assert_eq!(cell, Some(route.cost));
                    prop_assert!(ways.closed_on(route).is_empty());
                    let line = route.line(ways.graph());
                    for closure in ways.closures() {
                        if let Geometry::Polygon(area) = &closure.shape {
                            prop_assert!(!area.intersects(&line) || route.length_m < 0.01);
                        }
                    }
                    let length = length_m(&line.0);
                    prop_assert!((length - route.length_m).abs() < 0.01, "{length} against {}", route.length_m);
                }
                (Err(_), None) => prop_assert_eq!((tree, back, cell), (None, None, None)),
                (found, least) => prop_assert!(false, "{found:?} against {least:?}"),
            }
        }
    }

    #[test]
    fn an_alternative_is_a_way_of_its_own_and_no_better(
        roads in roads(), a in place(), b in place(), closures in prop::collection::vec(closure(), 0..3),
    ) {
        let ways = ways(roads, "car", By::Time, closures);
        if let Ok(best) = ways.route(a, b)
            && let Some(other) = ways.alternative(&best)
        {
            prop_assert!(other.cost + 4 >= best.cost && f64::from(other.cost) <= 1.6 * f64::from(best.cost) + 4.0);
            prop_assert!(ways.closed_on(&other).is_empty());
            prop_assert!(other.pieces != best.pieces);
        }
    }

    #[test]
    fn reach_is_what_routes_say_and_its_limit_is_inclusive(
        roads in roads(), from in place(), others in prop::collection::vec(place(), 6), minutes in 1.0..40.0_f64,
    ) {
        let ways = ways(roads, "car", By::Time, Vec::new());
        for other in others {
            let Some(reach) = ways.reach(from, Towards::Others, minutes) else { continue };
            let Ok(route) = ways.route(from, other) else {
                prop_assert!(!reach.holds(other));
                continue;
            };
            let ms = reach.ms(other);
            if ms.is_some() || route.minutes() < minutes {
                // The pieces of a route are rounded one by one, the sum once.
                let off = (route.minutes() * 60_000.0 - f64::from(ms.unwrap_or(0))).abs();
                prop_assert!(off <= 3.0, "{off} {ms:?} {route:?} {:?}", ways.table(&[ways.snap(from)], &[ways.snap(other)]));
            }
            let exact = f64::from(ms.unwrap_or(0)) / 60_000.0;
            let at_the_limit = ways.reach(from, Towards::Others, exact).unwrap();
            prop_assert!(ms.is_none() || at_the_limit.holds(other));
            let short_of_it = ways.reach(from, Towards::Others, exact - 1.0 / 60_000.0).unwrap();
            prop_assert!(ms.is_none_or(|ms| ms == 0) || !short_of_it.holds(other));
        }
    }
}

fn coordinates(line: &[(f64, f64)]) -> LineString {
    LineString::from(line.to_vec())
}

fn road(nr: u128, class: RoadClass, line: &[(f64, f64)]) -> Road {
    Road { name: format!("路{nr}").into(), ..Road::new(Uid::from_bits(nr), class, coordinates(line)) }
}

fn at(lon: f64, lat: f64) -> Position {
    Position::new(lon, lat).unwrap()
}

fn closed(shape: impl Into<Geometry>) -> Closure {
    Closure {
        object: ObjectRef { kind: KindId::from("road_closure"), uid: Uid::from_bits(7) },
        name: "桥断".to_owned(),
        shape: shape.into(),
        roads: "".into(),
        closed_for: "".into(),
        max_weight_t: None,
    }
}

/// A valley: a short way over a bridge, a long way round.
fn valley() -> Vec<Road> {
    let mut bridge = road(2, RoadClass::County, &[(119.51, 29.0), (119.512, 29.0)]);
    bridge.bridge = true;
    bridge.structure = "白沙溪桥".into();
    vec![
        road(1, RoadClass::County, &[(119.50, 29.0), (119.51, 29.0)]),
        bridge,
        road(1, RoadClass::County, &[(119.512, 29.0), (119.53, 29.0)]),
        road(3, RoadClass::Mountain, &[(119.51, 29.0), (119.51, 29.03), (119.512, 29.03), (119.512, 29.0)]),
        road(4, RoadClass::Village, &[(119.60, 29.1), (119.61, 29.1)]),
    ]
}

#[test]
fn a_cut_bridge_sends_the_next_route_round_and_without_another_way_it_is_named() {
    let open = ways(valley(), "car", By::Time, Vec::new());
    let (from, to) = (at(119.501, 29.0), at(119.529, 29.0));
    let over = open.route(from, to).unwrap();
    let cut = open.under(vec![closed(Point::new(119.511, 29.0))]);
    let round = cut.route(from, to).unwrap();
    assert!(round.length_m > over.length_m + 6_000.0);
    assert_eq!(cut.closed_on(&over), [0]);
    assert!(open.steps(&over).iter().any(|step| step.structures == ["白沙溪桥"]));
    let both =
        open.under(vec![closed(Point::new(119.511, 29.0)), closed(coordinates(&[(119.505, 29.02), (119.515, 29.02)]))]);
    assert_eq!(both.route(from, to), Err(NoWay::Closed(vec![0])));
    // The near side of the bridge is still there.
    assert!(both.route(from, at(119.5105, 29.0)).is_ok());
    assert_eq!(open.route(from, at(119.605, 29.1)), Err(NoWay::NotJoined));
    assert_eq!(ways(valley(), "boat", By::Time, Vec::new()).route(from, to), Err(NoWay::NoRoad));
}

#[test]
fn a_closure_for_some_bars_those_and_a_closed_stretch_leaves_the_junction_at_its_end_open() {
    let heavy = Closure { max_weight_t: Some(10.0), ..closed(Point::new(119.511, 29.0)) };
    let coaches = Closure { closed_for: "coach".into(), ..closed(Point::new(119.511, 29.0)) };
    let (from, to) = (at(119.501, 29.0), at(119.529, 29.0));
    for closure in [heavy, coaches] {
        let car = ways(valley(), "car", By::Time, vec![closure.clone()]).route(from, to).unwrap();
        let coach = ways(valley(), "coach", By::Time, vec![closure]).route(from, to).unwrap();
        assert!(coach.length_m > car.length_m + 6_000.0);
    }
    // Closed from the junction eastwards: the way north from the junction is not.
    let stretch = closed(coordinates(&[(119.51, 29.0), (119.512, 29.0)]));
    let cut = ways(valley(), "car", By::Time, vec![stretch]);
    assert!(cut.route(from, to).is_ok());
    // Across the road, the line's end only a few metres beyond it.
    let across = closed(coordinates(&[(119.505, 28.999), (119.505, 29.00003)]));
    assert!(matches!(ways(valley(), "car", By::Time, vec![across]).route(from, to), Err(NoWay::Closed(_))));
}

#[test]
fn a_village_at_a_junction_is_left_by_its_open_road_whichever_is_closed() {
    // Both begin at the place: the one is closed all along, the other is open.
    let roads = |first: u128| {
        let mut roads = vec![
            road(first, RoadClass::County, &[(119.5, 29.0), (119.52, 29.0)]),
            road(3 - first, RoadClass::County, &[(119.5, 29.0), (119.5, 29.02)]),
        ];
        roads.sort_by_key(|road| road.uid);
        roads
    };
    let east = closed(coordinates(&[(119.5, 29.0), (119.52, 29.0)]));
    for first in [1, 2] {
        let cut = ways(roads(first), "car", By::Time, vec![east.clone()]);
        let village = at(119.5, 29.0);
        assert!(cut.route(village, at(119.5, 29.019)).is_ok());
        assert!(matches!(cut.route(village, at(119.515, 29.0)), Err(NoWay::Closed(_))));
        assert!(cut.reach(village, Towards::Others, 10.0).unwrap().shut().is_empty());
        // Shut at the junction itself: nobody leaves.
        let shut = cut.under(vec![closed(Point::new(119.5, 29.0))]);
        assert!(shut.route(village, at(119.5, 29.019)).is_err());
        assert_eq!(shut.reach(village, Towards::Others, 10.0).unwrap().shut(), ["桥断"]);
    }
}

#[test]
fn steps_turn_where_the_road_does_and_keep_to_one_name() {
    let ways = ways(valley(), "car", By::Time, vec![closed(Point::new(119.511, 29.0))]);
    let route = ways.route(at(119.501, 29.0), at(119.529, 29.0)).unwrap();
    let steps = ways.steps(&route);
    let told: Vec<(&str, Turn)> = steps.iter().map(|step| (step.name.as_str(), step.turn)).collect();
    assert_eq!(told, [("路1", Turn::Start), ("路3", Turn::Left), ("路1", Turn::Left)]);
    let sum: f64 = steps.iter().map(|step| step.length_m).sum();
    assert!((sum - route.length_m).abs() < 1e-6);
}

#[test]
fn an_island_of_roads_is_left_for_the_main_network_only_where_that_is_near() {
    let mut roads = valley();
    roads.push(road(5, RoadClass::Service, &[(119.505, 29.0005), (119.5052, 29.0006)]));
    let ways = ways(roads, "car", By::Time, Vec::new());
    assert_eq!(ways.graph().edges()[ways.snap(at(119.505, 29.0005)).unwrap().edge as usize].road, 0);
    assert_eq!(ways.graph().edges()[ways.snap(at(119.605, 29.1)).unwrap().edge as usize].road, 4);
}

#[test]
fn the_area_within_reach_holds_what_is_within_reach() {
    let ways = ways(valley(), "car", By::Time, Vec::new());
    let from = at(119.501, 29.0);
    let reach = ways.reach(from, Towards::Others, 4.0).unwrap();
    let area = reach.area();
    assert!(!area.0.is_empty());
    let mut told = [0; 2];
    for row in 0..40 {
        for column in 0..60 {
            let place = at(119.49 + 0.0008 * f64::from(column), 28.985 + 0.001 * f64::from(row));
            let Some(ms) = reach.ms(place) else { continue };
            // Farther from the limit than a step of the grid on foot.
            if ms + 180_000 < reach.limit_ms() {
                assert!(area.intersects(&place.point()), "{place:?} {ms}");
                told[0] += 1;
            } else if ms > reach.limit_ms() + 180_000 {
                assert!(!area.intersects(&place.point()), "{place:?} {ms}");
                told[1] += 1;
            }
        }
    }
    assert!(told[0] >= 10 && told[1] > 200, "{told:?}");
}

#[test]
fn a_kept_order_is_used_where_it_fits_and_no_road_is_no_way() {
    let first = Network::new(valley(), None);
    let kept = first.order().to_vec();
    assert_eq!(Network::new(valley(), Some(kept.clone())).order(), kept);
    let wrong = Network::new(valley(), Some(vec![0; kept.len()]));
    assert_eq!(wrong.order(), kept);
    let none = ways(Vec::new(), "car", By::Time, vec![closed(Point::new(119.5, 29.0))]);
    assert!(none.network().is_empty() && none.idle() == [0]);
    assert_eq!(none.route(at(119.5, 29.0), at(119.6, 29.0)), Err(NoWay::NoRoad));
}
