//! The two moments: nothing active, and a flood that hangs together.

use std::collections::BTreeMap;

use geo::{Contains, Distance, Geodesic, Geometry, Point, Polygon};
use sitmap::{
    demo::{District, Moment},
    domain::model::{FieldId, Object, Uid},
};

use super::{catalogue, now, number, objects, point, sample, tally, text, value, whole};

fn occupancy(district: &District) -> BTreeMap<Uid, i64> {
    let mut sums = BTreeMap::new();
    for entry in &district.entries {
        *sums.entry(entry.object.uid).or_default() += entry.amount;
    }
    sums
}

fn count(district: &District, kind: &str, field: &str, is: &str) -> usize {
    tally(district, kind, field).get(is).copied().unwrap_or(0)
}

fn active_areas(district: &District) -> Vec<Polygon> {
    let active = objects(district, "danger_area").iter().filter(|area| text(area, "status") == "active");
    active
        .filter_map(|area| match &area.geometry {
            Some(Geometry::Polygon(ring)) => Some(ring.clone()),
            _ => None,
        })
        .collect()
}

fn over_limit(reservoir: &Object) -> bool {
    number(reservoir, "level_m") > number(reservoir, "limit_level_m")
}

#[test]
fn nothing_is_active_in_the_quiet_moment() {
    let quiet = sample(Moment::Quiet);
    for (kind, field, is) in [
        ("shelter", "status", "open"),
        ("shelter", "status", "closed"),
        ("danger_area", "status", "active"),
        ("danger_zone", "status", "active"),
        ("road_closure", "status", "active"),
        ("closed_stretch", "status", "active"),
        ("closed_area", "status", "active"),
        ("incident", "status", "open"),
        ("rescue_team", "status", "out"),
        ("fire_brigade", "status", "out"),
        ("device", "status", "on_site"),
        ("transfer", "state", "moved"),
    ] {
        assert_eq!(count(quiet, kind, field, is), 0, "{kind} {is}");
    }
    assert!(quiet.entries.is_empty());
    assert!(!objects(quiet, "reservoir").iter().chain(objects(quiet, "pond")).any(|dam| over_limit(dam)));
    assert!(objects(quiet, "log_entry").iter().all(|line| value(line, "done").as_bool() == Some(true)));
}

#[test]
fn the_flood_has_what_the_first_window_shows() {
    let flood = sample(Moment::Flood);
    assert_eq!(count(flood, "shelter", "status", "open"), 12);
    assert_eq!(count(flood, "shelter", "status", "closed"), 1);
    assert_eq!(count(flood, "danger_area", "status", "active"), 2);
    assert_eq!(count(flood, "road_closure", "status", "active"), 3);
    assert_eq!(count(flood, "closed_stretch", "status", "active"), 1);
    assert_eq!(count(flood, "closed_area", "status", "active"), 1);
    assert_eq!(count(flood, "incident", "status", "open"), 2);
    assert!(count(flood, "rescue_team", "status", "out") >= 5);
    let over = objects(flood, "reservoir").iter().filter(|dam| over_limit(dam)).count();
    assert!((3..=6).contains(&over), "{over}");
    assert!(
        objects(flood, "rain_station").iter().filter(|station| number(station, "rain_24h_mm") >= 100.0).count() > 5
    );
}

#[test]
fn arrivals_add_up_and_one_shelter_is_exactly_full() {
    let flood = sample(Moment::Flood);
    let sums = occupancy(flood);
    let mut full = 0;
    for shelter in objects(flood, "shelter") {
        let inside = sums.get(&shelter.uid).copied().unwrap_or(0);
        let open = text(shelter, "status") == "open";
        assert_eq!(open, inside > 0, "{}", text(shelter, "name"));
        assert!(inside <= whole(shelter, "capacity"));
        full += usize::from(open && inside == whole(shelter, "capacity"));
    }
    assert_eq!(full, 1);
    let moved: i64 = objects(flood, "transfer")
        .iter()
        .filter(|row| text(row, "state") == "moved")
        .map(|row| whole(row, "household_size"))
        .sum();
    assert!(moved > 0 && moved <= sums.values().sum());
    assert!(flood.entries.iter().all(|entry| entry.time < now() && entry.field == FieldId::from("occupancy")));
    let summed = flood.summed(catalogue());
    let total: i64 = summed["shelter"].iter().map(|shelter| whole(shelter, "occupancy")).sum();
    assert_eq!(total, sums.values().sum::<i64>());
}

#[test]
fn the_nearest_to_bailongqiao_pass_over_a_full_a_closed_and_an_endangered_shelter() {
    let flood = sample(Moment::Flood);
    let sums = occupancy(flood);
    let areas = active_areas(flood);
    let here = Point::new(119.548_18, 29.077_69);
    assert!(!areas.iter().any(|area| area.contains(&here)));
    let mut by_distance: Vec<_> = objects(flood, "shelter")
        .iter()
        .map(|shelter| (Geodesic.distance(here, point(shelter).unwrap()), shelter))
        .collect();
    by_distance.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut answers, mut passed) = (0, Vec::new());
    for (distance, shelter) in by_distance {
        let free = whole(shelter, "capacity") - sums.get(&shelter.uid).copied().unwrap_or(0);
        if text(shelter, "status") == "closed" {
            passed.push("closed");
        } else if areas.iter().any(|area| area.contains(&point(shelter).unwrap())) {
            passed.push("in danger");
        } else if free <= 0 {
            passed.push("full");
        } else {
            answers += 1;
        }
        println!("{distance:6.0} m {} {free}", text(shelter, "name"));
        if answers == 5 {
            break;
        }
    }
    for reason in ["closed", "in danger", "full"] {
        assert!(passed.contains(&reason), "{reason}: {passed:?}");
    }
}

#[test]
fn levels_of_every_dam_stand_in_their_order() {
    for moment in [Moment::Quiet, Moment::Flood] {
        let district = sample(moment);
        for dam in objects(district, "reservoir").iter().chain(objects(district, "pond")) {
            let name = text(dam, "name");
            let levels = ["normal_level_m", "design_flood_level_m", "check_flood_level_m", "crest_m"];
            assert!(levels.windows(2).all(|pair| number(dam, pair[0]) < number(dam, pair[1])), "{name}");
            assert!(number(dam, "limit_level_m") <= number(dam, "normal_level_m"), "{name}");
            let curve: Vec<(f64, f64)> = serde_json::from_str(text(dam, "capacity_curve")).unwrap();
            let last = curve[curve.len() - 1];
            assert!((last.0 - number(dam, "check_flood_level_m")).abs() < 1e-9, "{name}");
            assert!((last.1 / number(dam, "total_capacity_10k_m3") - 1.0).abs() < 0.01, "{name}");
        }
        for dam in objects(district, "reservoir") {
            // The sample's day is in the typhoon season.
            let limit = number(dam, "limit_level_m");
            assert!((limit - number(dam, "typhoon_limit_m")).abs() < 1e-9, "{}", text(dam, "name"));
        }
    }
}

#[test]
fn seventy_two_hours_lie_behind_every_level_and_every_rain() {
    for moment in [Moment::Quiet, Moment::Flood] {
        let district = sample(moment);
        assert_eq!(
            district.readings.len(),
            // Levels of all, flows of the medium ones, rain.
            objects(district, "reservoir").len() + 2 * 5 + objects(district, "rain_station").len()
        );
        for reading in &district.readings {
            let found =
                objects(district, reading.object.kind.as_str()).iter().find(|one| one.uid == reading.object.uid);
            let object = found.unwrap();
            assert_eq!(reading.values.len(), 73);
            assert!(reading.values.windows(2).all(|pair| pair[1].0.as_second() - pair[0].0.as_second() == 3_600));
            let (last, latest) = reading.values[72];
            assert_eq!(last, now());
            assert!((latest - number(object, reading.quantity.as_str())).abs() < 1e-9);
        }
    }
}

#[test]
fn what_flows_in_less_what_flows_out_is_what_the_storage_gains() {
    for moment in [Moment::Quiet, Moment::Flood] {
        let district = sample(moment);
        let medium: Vec<_> =
            objects(district, "reservoir").iter().filter(|dam| text(dam, "size_class") == "medium").collect();
        assert_eq!(medium.len(), 5);
        for dam in medium {
            let name = text(dam, "name");
            let series = |field: &str| {
                let of = district.readings.iter().find(|it| it.object.uid == dam.uid && it.quantity.as_str() == field);
                of.unwrap().values.clone()
            };
            let (levels, inflow, outflow) = (series("level_m"), series("inflow_m3s"), series("outflow_m3s"));
            assert!(inflow.iter().chain(&outflow).all(|(_, flow)| *flow >= 0.0), "{name}");
            let net_m3: f64 = inflow.iter().zip(&outflow).skip(1).map(|((_, i), (_, o))| (i - o) * 3_600.0).sum();
            let curve = sitmap::domain::hazard::reservoir::CapacityCurve::read(text(dam, "capacity_curve")).unwrap();
            let volume = |at: usize| curve.volume(levels[at].1).unwrap() * 10_000.0;
            let gained = volume(72) - volume(0);
            // The curve has few rows and levels have waves: a tenth is near enough.
            let near = gained.abs() * 0.1 + number(dam, "total_capacity_10k_m3") * 20.0;
            assert!((net_m3 - gained).abs() <= near, "{name} {net_m3} {gained}");
        }
    }
    let let_go =
        objects(sample(Moment::Flood), "reservoir").iter().find(|dam| text(dam, "name") == "沙畈水库").unwrap();
    assert_eq!(number(let_go, "outflow_m3s"), 180.0, "as its release notice says");
    assert!(number(let_go, "inflow_m3s") > 180.0, "more comes in than goes out, as the duty log says");
}
