//! Stations, townships and villages together: who is left out, what is unknown, what a forecast adds.

use geo_types::{Geometry, Point, polygon};
use jiff::Timestamp;

use super::before;
use crate::domain::{
    hazard::rain::{Amount, Call, Grade, Rain, rain},
    model::{ObjectRef, Value},
    tests::{Making, at},
};

fn township(making: &mut Making, name: &str, west: f64, also: &[(&str, Value)]) -> ObjectRef {
    let area = polygon![
        (x: west, y: 29.0), (x: west + 0.1, y: 29.0), (x: west + 0.1, y: 29.1), (x: west, y: 29.1),
    ];
    let fields: Vec<(&str, Value)> = std::iter::once(("name", name.into())).chain(also.iter().cloned()).collect();
    making.add("township", Some(area.into()), &fields)
}

fn station(making: &mut Making, name: &str, lon: f64, township: &str) -> ObjectRef {
    let point: Geometry = Point::new(lon, 29.05).into();
    making.add("rain_station", Some(point), &[("name", name.into()), ("township", township.into())])
}

fn village(making: &mut Making, name: &str, lon: Option<f64>, also: &[(&str, Value)]) -> ObjectRef {
    let point = lon.map(|lon| Point::new(lon, 29.05).into());
    let fields: Vec<(&str, Value)> =
        [("name", name.into()), ("township", "甲".into())].into_iter().chain(also.iter().cloned()).collect();
    making.add("village", point, &fields)
}

/// So many hours up to a moment, each with as much.
fn steady(end: Timestamp, hours: i64, mm: f64) -> Vec<Amount> {
    (0..hours).map(|hour| Amount { end: before(end, hour * 60), minutes: 60, mm }).collect()
}

#[test]
fn a_township_is_weighed_anew_without_what_is_silent_and_none_is_unknown() {
    let mut making = Making::default();
    township(&mut making, "甲", 119.5, &[]);
    let west = station(&mut making, "西", 119.525, "甲");
    let east = station(&mut making, "东", 119.575, "甲");
    let unplaced = making.add("rain_station", None, &[("name", "没有位置".into()), ("township", "甲".into())]);
    let world = making.world();
    let asked = |now: &str| {
        rain(&world, at(now), None, |of| match of {
            of if *of == west => steady(at("12:00"), 24, 1.0),
            of if *of == east => steady(at("09:30"), 24, 3.0),
            of if *of == unplaced => steady(at("12:00"), 24, 9.0),
            _ => Vec::new(),
        })
    };
    let both = asked("10:00");
    let row = &both.townships[0];
    // Half each by their area; the one at 10:00 has 22 hours in the last 24.
    let mean = row.in_24h().unwrap();
    assert!((mean.mm - (0.5 * 22.0 + 0.5 * 72.0)).abs() < 0.05 && mean.stations == 2, "{mean:?}");
    assert!(!mean.is_whole() && (mean.share - (0.5 + 0.5 * 22.0 / 24.0)).abs() < 1e-3);
    assert_eq!((row.stations, row.silent), (3, 0));
    assert_eq!(
        row.most.map(|(place, sum)| (both.stations[place].name.clone(), sum.mm)),
        Some(("没有位置".to_owned(), 22.0 * 9.0))
    );
    let one = asked("12:00");
    let mean = one.townships[0].in_24h().unwrap();
    assert_eq!((mean.mm, mean.stations, mean.is_whole()), (24.0, 1, true));
    assert_eq!(one.townships[0].silent, 1);
    assert_eq!(one.townships[0].grade(), Some(Grade::Moderate));
    let silent = asked("18:00");
    let row = &silent.townships[0];
    assert_eq!((row.means, row.grade(), row.most, row.silent), ([None; 5], None, None, 3), "unknown, and not 0");
}

#[test]
fn a_sum_with_a_hole_has_no_grade_unless_it_is_a_storm_already() {
    let mut making = Making::default();
    let light = station(&mut making, "小", 119.5, "甲");
    let storm = station(&mut making, "大", 119.6, "甲");
    let world = making.world();
    let found = rain(&world, at("12:00"), None, |of| {
        steady(at("12:00"), 20, if *of == light { 1.0 } else { 3.0 })
            .into_iter()
            .filter(|_| *of == light || *of == storm)
            .collect()
    });
    let grades: Vec<_> = found.stations.iter().map(|station| (station.name.as_str(), station.grade())).collect();
    assert_eq!(grades, [("大", Some(Grade::Rainstorm)), ("小", None)]);
}

#[test]
fn what_the_register_says_of_a_station_is_a_measurement_too() {
    let mut making = Making::default();
    let fields = [
        ("name", "站".into()),
        ("rain_1h_mm", 12.0.into()),
        ("rain_24h_mm", 80.0.into()),
        ("rain_time", at("11:00").into()),
    ];
    making.add("rain_station", Some(Point::new(119.5, 29.05).into()), &fields);
    let world = making.world();
    let found = rain(&world, at("12:00"), None, |_| Vec::new());
    let sums = found.stations[0].sums.unwrap();
    assert_eq!((sums.of(1).unwrap().mm, sums.of(24).unwrap().mm, sums.of(24).unwrap().is_whole()), (12.0, 80.0, true));
    assert_eq!(sums.of(3).unwrap().share(), 1.0 / 3.0);
    assert_eq!(found.stations[0].grade(), Some(Grade::Rainstorm));
    assert_eq!(rain(&world, at("10:00"), None, |_| Vec::new()).stations[0].sums, None, "not before it was measured");
}

const AT_30: [(&str, Value); 2] = [("prepare_1h_mm", Value::Real(20.0)), ("move_3h_mm", Value::Real(60.0))];

#[test]
fn a_village_goes_by_its_nearest_station_that_speaks_and_else_by_its_township() {
    let mut making = Making::default();
    township(&mut making, "甲", 119.5, &[]);
    let near = station(&mut making, "近", 119.55, "甲");
    let far = station(&mut making, "远", 119.59, "甲");
    village(&mut making, "山村", Some(119.555), &AT_30);
    village(&mut making, "无位置村", None, &AT_30);
    village(&mut making, "平原村", Some(119.555), &[]);
    let world = making.world();
    let ask = |now: &str| {
        rain(&world, at(now), None, |of| match of {
            of if *of == near => steady(at("09:00"), 24, 25.0),
            of if *of == far => steady(at("12:00"), 24, 2.0),
            _ => Vec::new(),
        })
    };
    let called = |found: &Rain| -> Vec<(String, Call)> {
        found.villages.iter().map(|row| (row.name.clone(), row.observed.call)).collect()
    };
    let early = ask("09:00");
    assert_eq!(called(&early)[0], ("山村".to_owned(), Call::Move));
    let by = early.villages[0].observed.by.unwrap();
    assert_eq!((by.hours, by.mm, by.threshold_mm), (3, 75.0, 60.0));
    let (place, far_m) = early.villages[0].station.unwrap();
    assert_eq!(early.stations[place].name, "近");
    assert!((400.0..600.0).contains(&far_m), "{far_m}");
    assert_eq!(early.villages.len(), 2, "a village without a threshold is not judged");
    // The near one fell silent: the next one speaks.
    let later = ask("12:00");
    assert_eq!(later.stations[later.villages[0].station.unwrap().0].name, "远");
    assert_eq!(called(&later), [("山村".to_owned(), Call::Nothing), ("无位置村".to_owned(), Call::Nothing)]);
    assert_eq!(called(&ask("18:00")), [("山村".to_owned(), Call::Unknown), ("无位置村".to_owned(), Call::Unknown)]);
}

#[test]
fn a_forecast_adds_to_what_fell_before_it_and_is_over_when_its_time_is() {
    let mut making = Making::default();
    let forecast =
        [("forecast_1h_mm", 15.0.into()), ("forecast_3h_mm", 20.0.into()), ("forecast_time", at("12:00").into())];
    township(&mut making, "甲", 119.5, &forecast);
    let station = station(&mut making, "站", 119.55, "甲");
    village(&mut making, "村", Some(119.555), &AT_30);
    let world = making.world();
    let ask = |now: &str, mm: f64| {
        let found = rain(&world, at(now), None, |of| if *of == station { steady(at(now), 24, mm) } else { Vec::new() });
        let row = &found.villages[0];
        (row.observed.call, row.expected.map(|it| (it.call, it.by.map(|by| (by.hours, by.mm)))))
    };
    // In 3 hours: 18 + 18 of those that were, and 15 to come; 20 to come alone is less.
    assert_eq!(ask("12:00", 18.0), (Call::Nothing, Some((Call::Nothing, None))));
    assert_eq!(ask("12:00", 24.0), (Call::Move, Some((Call::Move, Some((3, 72.0))))));
    assert_eq!(ask("12:00", 22.5), (Call::Move, Some((Call::Move, Some((3, 67.5))))));
    // 19.9 an hour: neither is reached; with the forecast 2 * 19.9 + 15 = 54.8 is not 60 either, and 23 would be.
    assert_eq!(ask("12:00", 19.9).1, Some((Call::Nothing, None)));
    assert_eq!(ask("12:00", 0.0).1, Some((Call::Nothing, None)));
    // At two the hour's forecast is over, the one of three hours is not.
    assert_eq!(ask("14:00", 0.0).1, Some((Call::Unknown, None)), "no hour is forecast any more");
    assert_eq!(ask("15:00", 0.0).1, None);
    assert_eq!(ask("11:00", 0.0).1, None, "issued in a time that has not come");
}

#[test]
fn a_storm_forecast_calls_a_village_that_nothing_fell_on_yet() {
    let mut making = Making::default();
    let forecast =
        [("forecast_1h_mm", 30.0.into()), ("forecast_3h_mm", 70.0.into()), ("forecast_time", at("12:00").into())];
    township(&mut making, "甲", 119.5, &forecast);
    village(&mut making, "村", Some(119.555), &AT_30);
    let world = making.world();
    let found = rain(&world, at("12:10"), None, |_| Vec::new());
    let row = &found.villages[0];
    assert_eq!((row.observed.call, row.station), (Call::Unknown, None));
    let expected = row.expected.unwrap();
    assert_eq!((expected.call, expected.by.map(|by| (by.hours, by.mm))), (Call::Move, Some((3, 70.0))));
    assert_eq!(row.gravest(), Call::Move);
}

#[test]
fn a_danger_zone_is_judged_by_its_own_thresholds_and_stands_apart_from_villages() {
    let mut making = Making::default();
    let near = station(&mut making, "近", 119.525, "甲");
    let area = polygon![(x: 119.52, y: 29.05), (x: 119.53, y: 29.05), (x: 119.53, y: 29.06)];
    let mut zone = |name: &str, also: &[(&str, Value)]| {
        let fields: Vec<_> = [("name", name.into())].into_iter().chain(also.iter().cloned()).collect();
        making.add("danger_zone", Some(area.clone().into()), &fields)
    };
    let hour = zone("小时", &[("prepare_rain_mm", 20.into()), ("move_rain_mm", 40.into())]);
    let three = zone("三小时", &[("move_rain_mm", 40.into()), ("move_3h_mm", 70.0.into())]);
    let day = zone("一天", &[("move_24h_mm", 500.0.into())]);
    zone("没有指标", &[]);
    let world = making.world();
    let found =
        rain(&world, at("12:00"), None, |of| if *of == near { steady(at("12:00"), 24, 25.0) } else { Vec::new() });
    let calls: Vec<_> = found.zones.iter().map(|row| (&row.object, row.observed.call)).collect();
    assert_eq!(calls, [(&day, Call::Move), (&three, Call::Move), (&hour, Call::Prepare)]);
    assert!(found.villages.is_empty() && found.judged().count() == 3);
}
