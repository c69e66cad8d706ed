use geo_types::Point;

use super::*;
use crate::{
    domain::{
        catalogue::Lang,
        tests::{Making, at},
    },
    io::assets,
};

struct Scene {
    world: World,
    station: ObjectRef,
    village: ObjectRef,
    township: ObjectRef,
}

fn scene() -> Scene {
    let mut making = Making::default();
    let place = || Some(Point::new(119.5, 29.0).into());
    let station = making.add("rain_station", place(), &[("name", "安地站".into()), ("rain_24h_mm", 7.0.into())]);
    let village = making.add(
        "village",
        place(),
        &[("name", "山村".into()), ("prepare_1h_mm", 30.0.into()), ("move_3h_mm", 80.0.into())],
    );
    let township = making.add("township", None, &[("name", "安地镇".into())]);
    Scene { world: making.world(), station, village, township }
}

fn readings(scene: &Scene, rain: &[(&str, f64)]) -> Vec<Reading> {
    let one = |(time, mm): &(&str, f64)| Reading {
        object: scene.station.clone(),
        field: "rain_1h_mm".into(),
        time: at(time),
        value: *mm,
    };
    rain.iter().map(one).collect()
}

fn planned(scene: &Scene, stored: &[(&str, f64)], rain: &[(&str, f64)], now: &str) -> Plan {
    let amount = |(time, mm): &(&str, f64)| Amount { end: at(time), minutes: 60, mm: *mm };
    let stored = RainMeasured::from([(scene.station.clone(), stored.iter().map(amount).collect())]);
    plan(&scene.world, stored, &readings(scene, rain), at(now), &assets::words(Lang::Zh))
}

/// Applies a plan's edits; the world after.
fn done(scene: &mut Scene, plan: &Plan) {
    let action = crate::domain::edit::Action {
        uid: crate::domain::model::Uid::from_bits(9),
        time: at("12:00"),
        actor: "x".into(),
        label: plan.draft.label.clone(),
        area: "rain".into(),
        intent: crate::domain::edit::Intent::Do,
        edits: plan.draft.edits.clone(),
    };
    scene.world.apply(&action).unwrap();
}

#[test]
fn a_stations_sums_follow_its_newest_amount_and_a_part_is_no_sum() {
    let mut scene = scene();
    let plan = planned(&scene, &[("09:00", 1.1), ("10:00", 2.2)], &[("11:00", 3.3), ("10:00", 2.2)], "11:20");
    assert_eq!((plan.readings.len(), plan.known, plan.stations), (1, 1, 1));
    done(&mut scene, &plan);
    let value = |field: &str| scene.world.value(&scene.station, field);
    assert_eq!((value("rain_1h_mm"), value("rain_3h_mm")), (3.3.into(), 6.6.into()));
    assert_eq!(value("rain_24h_mm"), Value::Null, "three hours are no day");
    assert_eq!(value("rain_time"), at("11:00").into());
    // What is older than the register's changes nothing there.
    let late = planned(&scene, &[], &[("08:00", 9.0)], "11:30");
    assert_eq!((late.readings.len(), late.draft.edits.len()), (1, 0));
}

#[test]
fn a_village_is_called_once_and_stays_called_when_the_station_falls_silent() {
    let mut scene = scene();
    let first = planned(&scene, &[("09:00", 25.0), ("10:00", 30.0)], &[("11:00", 29.0)], "11:10");
    assert_eq!(first.called, [(scene.village.clone(), Call::Move)]);
    assert_eq!(first.draft.label.id, "rain-move");
    done(&mut scene, &first);
    let value = |scene: &Scene, field: &str| scene.world.value(&scene.village, field);
    assert_eq!((value(&scene, "rain_state"), value(&scene, "rain_time")), ("move".into(), at("11:00").into()));
    let basis = value(&scene, "rain_basis");
    assert_eq!(basis.as_text(), Some("3小时雨量 84 mm，指标 80 mm（安地站，0 m）"));
    let alarms = crate::domain::view::alarms::alarms(&scene.world);
    assert_eq!(alarms.iter().map(|alarm| &alarm.object).collect::<Vec<_>>(), [&scene.village]);
    // The same again asks nothing new; and what is not known is no all-clear.
    let before = [("09:00", 25.0), ("10:00", 30.0), ("11:00", 29.0)];
    let again = planned(&scene, &before, &[("11:00", 29.0)], "11:20");
    assert_eq!((again.readings.len(), again.known, again.draft.edits.len()), (0, 1, 0));
    assert_eq!(planned(&scene, &before, &[("05:00", 0.0)], "18:00").called, []);
    // Less rain, measured, takes it back; the thresholds of other windows too.
    let less = planned(&scene, &before, &[("12:00", 2.0), ("13:00", 0.0), ("14:00", 0.0)], "14:00");
    assert_eq!(less.called, [(scene.village.clone(), Call::Nothing)]);
    done(&mut scene, &less);
    assert_eq!(value(&scene, "rain_basis"), Value::Null);
    assert!(crate::domain::view::alarms::alarms(&scene.world).is_empty());
}

#[test]
fn a_corrected_amount_counts_instead_of_the_stored_one() {
    let scene = scene();
    let plan = planned(&scene, &[("11:00", 90.0)], &[("11:00", 9.0)], "11:10");
    assert_eq!((plan.readings.len(), plan.known, plan.called.len()), (1, 0, 0));
}

#[test]
fn forecasts_are_said_in_the_register_and_older_ones_are_left() {
    let mut scene = scene();
    let of = |issued: &str, mm: f64| {
        BTreeMap::from([(
            scene.township.clone(),
            Forecast { issued: at(issued), mm: [Some(mm), None, None, Some(60.0)] },
        )])
    };
    let (newer, older) = (of("11:00", 5.0), of("10:00", 9.0));
    let (draft, count) = forecasts(&scene.world, &newer, at("12:00"));
    assert_eq!((count, draft.edits.len()), (1, 3));
    let plan = Plan { draft, readings: Vec::new(), known: 0, stations: 0, called: Vec::new() };
    done(&mut scene, &plan);
    let value = |field: &str| scene.world.value(&scene.township, field);
    assert_eq!((value("forecast_1h_mm"), value("forecast_time")), (5.0.into(), at("11:00").into()));
    assert_eq!(forecasts(&scene.world, &older, at("12:00")).1, 0);
    assert_eq!(forecasts(&scene.world, &newer, at("12:00")).1, 0, "the same again");
}
