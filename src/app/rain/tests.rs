use geo_types::{Point, polygon};

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
    plan(&scene.world, stored, &readings(scene, rain), at(now), &assets::words(Lang::Zh), &mut crate::app::ids::fresh)
}

/// Applies a plan's edits; the world after.
fn done(scene: &mut Scene, plan: &Plan) {
    let action = crate::domain::edit::Action {
        uid: Uid::from_bits(9),
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
    let alarms = crate::domain::view::alarms::alarms(&scene.world, at("14:00"));
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
    assert!(crate::domain::view::alarms::alarms(&scene.world, at("14:00")).is_empty());
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

/// A draft that sets a field of an object, judged with the rain of the last three hours up to 11:00.
fn changed(scene: &Scene, sets: &[(&ObjectRef, &str, Value)]) -> Draft {
    let set = |(object, field, after): &(&ObjectRef, &str, Value)| Edit::Set {
        object: (*object).clone(),
        field: (*field).into(),
        before: scene.world.value(object, field),
        after: after.clone(),
    };
    let draft = Draft { label: Label::new("change"), area: "object", edits: sets.iter().map(set).collect() };
    let amount = |(time, mm): (&str, f64)| Amount { end: at(time), minutes: 60, mm };
    let fell = [("09:00", 25.0), ("10:00", 30.0), ("11:00", 29.0)].map(amount).to_vec();
    let stored = |_, _| Ok(RainMeasured::from([(scene.station.clone(), fell)]));
    judged(&scene.world, draft, at("11:10"), stored, &mut || Uid::from_bits(78))
}

fn says(draft: &Draft, of: &ObjectRef) -> Option<Value> {
    draft.edits.iter().find_map(|edit| match edit {
        Edit::Set { object, field, after, .. } if object == of && field.as_str() == "rain_state" => Some(after.clone()),
        _ => None,
    })
}

#[test]
fn a_threshold_that_changes_judges_its_village_anew_and_the_log_says_so() {
    let mut scene = scene();
    let village = scene.village.clone();
    // It stood at 84 mm in three hours and nobody had judged it.
    let draft = changed(&scene, &[(&village, "prepare_1h_mm", 20.0.into())]);
    assert_eq!(says(&draft, &village), Some("move".into()));
    let entry =
        draft.edits.iter().find_map(|edit| if let Edit::Add(entry) = edit { Some(entry.clone()) } else { None });
    let kind = scene.world.catalogue().kind("log_entry").unwrap();
    let told = |field: &str| entry.as_ref().unwrap().value(kind.index(field).unwrap()).clone();
    assert_eq!((told("entry_kind"), told("name")), ("call".into(), "山村 立即转移".into()));
    assert!(told("text").as_text().unwrap().starts_with("3小时雨量 84 mm，指标 80 mm"));
    let plan = |draft| Plan { draft, readings: Vec::new(), known: 0, stations: 0, called: Vec::new() };
    done(&mut scene, &plan(draft));
    let higher = changed(&scene, &[(&village, "move_3h_mm", 200.0.into())]);
    assert_eq!(says(&higher, &village), Some("prepare".into()), "29 mm in an hour are over 20");
    let none = changed(&scene, &[(&village, "move_3h_mm", Value::Null), (&village, "prepare_1h_mm", Value::Null)]);
    assert_eq!(says(&none, &village), Some(Value::Null), "without a threshold nothing is asked");
    // What is nothing of rain's asks nothing; who says the call is left to say it.
    assert_eq!(changed(&scene, &[(&village, "population", 7.into())]).edits.len(), 1);
    let own = [(&village, "rain_state", "none".into()), (&village, "move_3h_mm", 50.0.into())];
    assert_eq!(changed(&scene, &own).edits.len(), 2);
}

#[test]
fn a_sum_typed_at_a_station_judges_all_and_zones_by_their_own_hour() {
    let mut making = Making::default();
    let place = || Some(Point::new(119.5, 29.0).into());
    let station = making.add("rain_station", place(), &[("name", "安地站".into())]);
    let area = polygon![(x: 119.5, y: 29.0), (x: 119.51, y: 29.0), (x: 119.51, y: 29.01)];
    let zone = making.add(
        "danger_zone",
        Some(area.into()),
        &[("name", "溪边".into()), ("prepare_rain_mm", 35.into()), ("move_rain_mm", 50.into())],
    );
    let world = making.world();
    let sets = [("rain_1h_mm", Value::from(52.0)), ("rain_time", at("11:00").into())];
    let set = |(field, after): (&str, Value)| Edit::Set {
        object: station.clone(),
        field: field.into(),
        before: Value::Null,
        after,
    };
    let draft = Draft { label: Label::new("change"), area: "object", edits: sets.map(set).to_vec() };
    let draft = judged(&world, draft, at("11:10"), |_, _| Ok(RainMeasured::new()), &mut || Uid::from_bits(78));
    assert_eq!(says(&draft, &zone), Some("move".into()));
    let mut scene = Scene { world, station, village: zone.clone(), township: zone };
    done(&mut scene, &Plan { draft, readings: Vec::new(), known: 0, stations: 0, called: Vec::new() });
    let alarms = crate::domain::view::alarms::alarms(&scene.world, at("14:00"));
    let [alarm] = alarms.as_slice() else { panic!("{alarms:?}") };
    let words = assets::words(Lang::Zh);
    assert_eq!((alarm.says(&words).as_str(), alarm.time), ("山洪转移：立即转移", Some(at("11:00"))));
    assert_eq!(alarm.sign(), "rain_state=move", "so that an acknowledgement is of this and not of its status");
}
