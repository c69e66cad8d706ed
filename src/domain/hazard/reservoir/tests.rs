use jiff::Timestamp;
use proptest::prelude::*;

use crate::domain::hazard::reservoir::{
    crossing::{Crossing, Direction, LimitLine, Line, crossings, lines},
    curve::{CapacityCurve, filling_10k_m3_per_hour, hours_to, m3_per_second, rain_it_takes_mm},
    datum::{Level, MixedDatums, VerticalDatum, same_datum},
    limit::{Basis, Levels, SizeClass, limit_at, lowest_limit, over_by_m},
    season::{Season, changes_between, is_stale, season_at},
    series::{ordered, rise_m_per_hour},
};

mod district;

fn at(text: &str) -> Timestamp {
    format!("{text}+08:00").parse().unwrap()
}

/// So many minutes after a fixed noon in June.
fn minute(minutes: i64) -> Timestamp {
    Timestamp::from_second(at("2026-06-20T12:00").as_second() + minutes * 60).unwrap()
}

#[test]
fn seasons_begin_and_end_at_midnight_in_beijing() {
    let days = [
        ("2026-04-14T23:59:59", Season::Outside),
        ("2026-04-15T00:00:00", Season::Plum),
        ("2026-07-14T23:59:59", Season::Plum),
        ("2026-07-15T00:00:00", Season::Typhoon),
        ("2026-10-14T23:59:59", Season::Typhoon),
        ("2026-10-15T00:00:00", Season::Outside),
        ("2026-12-31T12:00:00", Season::Outside),
    ];
    for (time, season) in days {
        assert_eq!(season_at(at(time)), season, "{time}");
    }
    let changes = changes_between(at("2025-12-01T00:00"), at("2026-07-15T00:00"));
    assert_eq!(changes, [at("2026-04-15T00:00"), at("2026-07-15T00:00")]);
    assert!(changes_between(at("2026-07-15T00:00"), at("2026-10-14T00:00")).is_empty());
}

#[test]
fn the_limit_in_force_is_the_seasons_or_the_normal_pool_or_an_order() {
    let all = Levels { plum: Some(118.0), typhoon: Some(117.0), normal: Some(120.0), ..Levels::default() };
    let copy = |given: f64| Levels { given: Some(given), ..all };
    let only = |given: Option<f64>, normal: Option<f64>| Levels { given, normal, ..Levels::default() };
    let (june, august, december) = ("2026-06-20T12:00", "2026-08-10T12:00", "2026-12-01T12:00");
    use SizeClass::{Large1, Medium, Pond, Small1, Small2};
    type Case = (&'static str, Levels, Option<SizeClass>, &'static str, Option<(f64, Basis)>);
    let table: [Case; 22] = [
        ("plum", all, Some(Medium), june, Some((118.0, Basis::Plum))),
        ("typhoon", all, Some(Large1), august, Some((117.0, Basis::Typhoon))),
        ("outside", all, Some(Medium), december, Some((120.0, Basis::Normal))),
        ("small: normal all year", all, Some(Small1), june, Some((120.0, Basis::Normal))),
        ("small: normal all year", all, Some(Small2), august, Some((120.0, Basis::Normal))),
        ("pond", only(None, Some(81.0)), Some(Pond), august, Some((81.0, Basis::Normal))),
        ("last season's copy", copy(118.0), Some(Medium), august, Some((117.0, Basis::Typhoon))),
        ("a copy, rounded", copy(118.004), Some(Medium), august, Some((117.0, Basis::Typhoon))),
        ("summer's copy in winter", copy(117.0), Some(Medium), december, Some((120.0, Basis::Normal))),
        ("an order, lower", copy(112.5), Some(Medium), august, Some((112.5, Basis::Given))),
        ("an order, higher", copy(118.5), Some(Medium), june, Some((118.5, Basis::Given))),
        ("a slip: above the normal pool", copy(131.0), Some(Medium), june, Some((118.0, Basis::Plum))),
        ("a slip for a small one", only(Some(131.0), Some(113.0)), Some(Small1), june, Some((113.0, Basis::Normal))),
        ("a slip, no season's limit", only(Some(131.0), Some(113.0)), Some(Medium), june, Some((113.0, Basis::Normal))),
        ("an order for a small one", only(Some(70.0), Some(81.0)), Some(Small2), december, Some((70.0, Basis::Given))),
        ("one limit only, in season", only(Some(118.0), Some(120.0)), Some(Medium), june, Some((118.0, Basis::Given))),
        ("one limit only, after", only(Some(118.0), Some(120.0)), Some(Medium), december, Some((120.0, Basis::Normal))),
        ("no normal pool", only(Some(81.0), None), Some(Small1), june, Some((81.0, Basis::Given))),
        ("no season's limit", only(None, Some(120.0)), Some(Medium), june, Some((120.0, Basis::Normal))),
        ("class not said, seasonal limits there", all, None, june, Some((118.0, Basis::Plum))),
        ("class not said, none there", only(None, Some(81.0)), None, june, Some((81.0, Basis::Normal))),
        ("nothing known", Levels::default(), Some(Medium), june, None),
    ];
    for (what, levels, class, time, expected) in table {
        let found = limit_at(&levels, class, at(time)).map(|limit| (limit.level_m, limit.basis));
        assert_eq!(found, expected, "{what}");
    }
    assert_eq!(lowest_limit(&all, Some(Medium)).unwrap().level_m, 117.0);
    let classes = [(9_124.0, Medium), (100.0, Small1), (99.9, Small2), (9.9, Pond), (100_000.0, Large1)];
    for (total, class) in classes {
        assert_eq!(SizeClass::by_capacity(total), Some(class), "{total}");
        assert_eq!(SizeClass::of(class.id()), Some(class));
    }
}

#[test]
fn at_the_limit_is_not_over_it_whatever_binary_fractions_say() {
    assert_eq!(over_by_m(114.1, 114.1), 0.0);
    assert_eq!(over_by_m(0.1 + 0.2, 0.3), 0.0);
    assert_eq!(over_by_m(114.01, 114.0), 0.01);
    assert_eq!(over_by_m(113.86, 114.0), -0.14);
}

#[test]
fn levels_over_two_datums_are_refused() {
    use VerticalDatum::{Wusong, Y1985};
    let level = |m, datum| Level { m, datum };
    assert!((level(32.5, Some(Y1985)).above(&level(32.2, Some(Y1985))).unwrap() - 0.3).abs() < 1e-9);
    let mixed = MixedDatums { left: Some(Wusong), right: Some(Y1985) };
    assert_eq!(level(34.06, Some(Wusong)).above(&level(32.2, Some(Y1985))), Err(mixed));
    assert!(same_datum(None, Some(Y1985)).is_err() && same_datum(None, None).is_ok());
    assert!([Y1985, Wusong].iter().all(|datum| VerticalDatum::of(datum.id()) == Some(*datum)));
}

#[test]
fn a_curve_is_linear_both_ways_and_says_nothing_outside() {
    let curve = CapacityCurve::read("[[100, 10.0], [110, 60.0], [112, 100.0]]").unwrap();
    assert_eq!(curve.volume(105.0), Some(35.0));
    assert_eq!(curve.level(80.0), Some(111.0));
    assert_eq!([curve.volume(100.0), curve.volume(112.0)], [Some(10.0), Some(100.0)]);
    assert_eq!([curve.volume(99.99), curve.volume(112.01), curve.level(9.0), curve.volume(f64::NAN)], [None; 4]);
    for bad in ["[[1,1]]", "[[1,1],[1,2]]", "[[1,2],[2,2]]", "[[2,1],[1,2]]", "[]", "{}", "1"] {
        assert_eq!(CapacityCurve::read(bad), None, "{bad}");
    }
    assert_eq!(CapacityCurve::new(vec![(1.0, f64::NAN), (2.0, 3.0)]), None);
}

#[test]
fn room_and_rain_and_hours_by_hand() {
    // 274 km2, 100 mm, four fifths of it: 2,192 x 10^4 m3.
    assert!((rain_it_takes_mm(2_192.0, 274.0, 0.8).unwrap() - 100.0).abs() < 1e-9);
    assert_eq!(rain_it_takes_mm(-5.0, 274.0, 0.8), Some(0.0));
    assert_eq!([rain_it_takes_mm(1.0, 0.0, 0.8), rain_it_takes_mm(1.0, 1.0, 0.0)], [None; 2]);
    let curve = CapacityCurve::read("[[100, 0.0], [110, 50.0], [112, 100.0]]").unwrap();
    // Half a metre an hour below 110 m is 2.5 an hour; from 109 m to 111 m are 5 + 25.
    assert_eq!(hours_to(Some(&curve), 109.0, 111.0, 0.5), Some(12.0));
    assert_eq!(hours_to(None, 109.0, 111.0, 0.5), Some(4.0));
    assert_eq!(hours_to(Some(&curve), 109.0, 113.0, 0.5), Some(8.0), "a limit off the curve: by the rise");
    assert_eq!([hours_to(None, 109.0, 111.0, 0.0), hours_to(None, 109.0, 111.0, -1.0)], [None; 2]);
    assert_eq!(hours_to(None, 111.0, 111.0, 1.0), None);
    assert!((m3_per_second(3.6) - 10.0).abs() < 1e-9);
}

#[test]
fn a_rise_is_taken_over_three_hours_and_needs_a_span() {
    let hourly = |levels: &[f64]| -> Vec<(Timestamp, f64)> {
        levels.iter().enumerate().map(|(hour, level)| (minute(hour as i64 * 60), *level)).collect()
    };
    assert!((rise_m_per_hour(&hourly(&[0.0, 0.0, 1.0, 2.0, 3.0, 4.0])).unwrap() - 1.0).abs() < 1e-9);
    assert_eq!(rise_m_per_hour(&hourly(&[5.0, 5.0])), Some(0.0));
    assert_eq!([rise_m_per_hour(&hourly(&[5.0])), rise_m_per_hour(&[])], [None; 2]);
    assert_eq!(rise_m_per_hour(&[(minute(0), 1.0), (minute(29), 2.0)]), None);
    // The one before is four hours old: out of the window.
    assert_eq!(rise_m_per_hour(&[(minute(0), 1.0), (minute(240), 2.0)]), None);
}

#[test]
fn a_reading_is_stale_after_two_hours_in_season_and_a_day_outside() {
    for (measured, now, stale) in [
        ("2026-06-20T10:00:00", "2026-06-20T12:00:00", false),
        ("2026-06-20T09:59:59", "2026-06-20T12:00:00", true),
        ("2026-12-01T08:00:00", "2026-12-02T09:00:00", false),
        ("2026-12-01T08:00:00", "2026-12-02T10:00:01", true),
        // A station's clock may be a little ahead; a time that has not come is a slip.
        ("2026-06-20T12:10:00", "2026-06-20T12:00:00", false),
        ("2026-06-20T12:10:01", "2026-06-20T12:00:00", true),
        ("2062-06-20T12:00:00", "2026-12-01T12:00:00", true),
    ] {
        assert_eq!(is_stale(at(measured), at(now)), stale, "{measured} {now}");
    }
}

fn told(found: &[Crossing]) -> Vec<(LimitLine, Direction, i64)> {
    let start = minute(0).as_second();
    found.iter().map(|found| (found.line, found.direction, (found.at.as_second() - start) / 60)).collect()
}

#[test]
fn crossings_are_told_with_their_times_and_waves_are_not() {
    use Direction::{Down, Up};
    let line = [Line::Fixed(LimitLine::Design, 10.0)];
    let design = |direction, at| (LimitLine::Design, direction, at);
    type Case = (&'static str, &'static [(i64, f64)], f64, Vec<(LimitLine, Direction, i64)>);
    let cases: [Case; 11] = [
        ("up", &[(0, 9.0), (60, 11.0)], 0.02, vec![design(Up, 30)]),
        ("up to the line and back", &[(0, 9.0), (60, 10.0), (120, 9.0)], 0.02, vec![]),
        ("over from the start", &[(0, 11.0), (60, 12.0)], 0.02, vec![]),
        ("down", &[(0, 11.0), (60, 9.0)], 0.02, vec![design(Down, 30)]),
        ("down to the line, no band", &[(0, 11.0), (60, 10.0)], 0.0, vec![design(Down, 60)]),
        ("a wave", &[(0, 11.0), (60, 9.99), (120, 11.0)], 0.02, vec![]),
        ("the same without a band", &[(0, 11.0), (60, 9.0), (120, 11.0)], 0.0, vec![design(Down, 30), design(Up, 90)]),
        ("a slow fall", &[(0, 10.1), (60, 9.99), (120, 9.9)], 0.02, vec![design(Down, 54)]),
        ("unsorted, double", &[(60, 11.0), (0, 9.0), (60, 99.0), (60, 11.0)], 0.02, vec![design(Up, 30)]),
        ("no number between", &[(0, 9.0), (30, f64::NAN), (45, f64::INFINITY), (60, 11.0)], 0.0, vec![design(Up, 30)]),
        ("nothing", &[], 0.02, vec![]),
    ];
    for (what, readings, fall, expected) in cases {
        let series: Vec<_> = readings.iter().map(|(time, level)| (minute(*time), *level)).collect();
        assert_eq!(told(&crossings(&series, &line, fall)), expected, "{what}");
    }
    let gap = crossings(&[(minute(0), 9.0), (minute(600), 11.0)], &line, 0.02);
    assert!(gap[0].guessed && !crossings(&[(minute(0), 9.0), (minute(60), 11.0)], &line, 0.02)[0].guessed);
}

#[test]
fn a_level_that_stands_still_crosses_the_limit_when_the_season_lowers_it() {
    let levels = Levels { plum: Some(118.0), typhoon: Some(117.0), normal: Some(120.0), ..Levels::default() };
    let lines = lines(&levels, Some(SizeClass::Medium));
    assert_eq!(lines.len(), 2);
    let series = [(at("2026-07-14T20:00"), 117.5), (at("2026-07-15T04:00"), 117.5)];
    let found = crossings(&series, &lines, 0.02);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].at, found[0].line_m), (at("2026-07-15T00:00"), 117.0));
    // A small one has one line where its limit is its normal pool, two where an order lowers it.
    let small = Levels { normal: Some(81.0), given: Some(81.0), ..Levels::default() };
    assert_eq!(crate::domain::hazard::reservoir::crossing::lines(&small, Some(SizeClass::Small1)).len(), 1);
    let slip = Levels { given: Some(131.0), ..small };
    assert_eq!(crate::domain::hazard::reservoir::crossing::lines(&slip, Some(SizeClass::Small1)).len(), 1);
    let kept_low = Levels { given: Some(79.0), ..small };
    assert_eq!(crate::domain::hazard::reservoir::crossing::lines(&kept_low, Some(SizeClass::Small1)).len(), 2);
}

proptest! {
    #[test]
    fn crossings_alternate_and_lead_from_the_first_state_to_the_last(
        readings in prop::collection::vec((0..600_i64, 8_000..12_000_i32), 0..40),
    ) {
        let readings: Vec<_> = readings.iter().map(|(time, mm)| (minute(*time), f64::from(*mm) / 1000.0)).collect();
        let found = crossings(&readings, &[Line::Fixed(LimitLine::Design, 10.0)], 0.0);
        prop_assert!(found.windows(2).all(|two| two[0].direction != two[1].direction && two[0].at <= two[1].at));
        let series = ordered(&readings);
        prop_assert!(series.windows(2).all(|two| two[0].0 < two[1].0));
        if let (Some(first), Some(last)) = (series.first(), series.last()) {
            let is_over = found.iter().fold(first.1 > 10.0, |_, crossing| crossing.direction == Direction::Up);
            prop_assert_eq!(is_over, last.1 > 10.0);
        }
        // A band drops events, and never makes one.
        prop_assert!(crossings(&readings, &[Line::Fixed(LimitLine::Design, 10.0)], 0.5).len() <= found.len());
    }

    #[test]
    fn a_curve_inverts_itself_and_the_hours_fill_exactly_the_room(
        steps in prop::collection::vec((1..500_i32, 1..500_i32), 1..8),
        shares in (0.05..0.95_f64, 0.05..0.95_f64),
        rise in 0.001..0.5_f64,
    ) {
        let mut rows = vec![(100.0, 10.0)];
        for (level, volume) in steps {
            let (low, held) = *rows.last().unwrap();
            rows.push((low + f64::from(level) / 100.0, held + f64::from(volume) / 10.0));
        }
        let (top, _) = *rows.last().unwrap();
        let curve = CapacityCurve::new(rows).unwrap();
        let of = |share: f64| 100.0 + share * (top - 100.0);
        let (level, limit) = (of(shares.0.min(shares.1)), of(shares.0.max(shares.1)));
        let held = curve.volume(level).unwrap();
        prop_assert!((curve.level(held).unwrap() - level).abs() < 1e-6);
        if let (Some(filling), true) = (filling_10k_m3_per_hour(&curve, level, rise), level < limit) {
            let hours = hours_to(Some(&curve), level, limit, rise).unwrap();
            prop_assert!((held + filling * hours - curve.volume(limit).unwrap()).abs() < 1e-6);
        }
    }
}
