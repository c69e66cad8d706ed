//! Sums that say what they cover, grades on their bounds, and what a village is asked.

use jiff::{Timestamp, ToSpan as _};
use proptest::prelude::*;

use crate::domain::{
    hazard::rain::{
        Amount, Call, Grade, RainSeries, Thresholds, Verdict,
        series::{SILENT_AFTER_HOURS, Sums, field_of, minutes_of},
        warning::Seen,
    },
    tests::{at, values},
};

mod district;
mod thiessen;

fn before(time: Timestamp, minutes: i64) -> Timestamp {
    time.checked_sub(minutes.minutes()).unwrap()
}

/// Hourly amounts up to noon, the last one last.
fn hourly(mm: &[Option<f64>]) -> Vec<Amount> {
    let count = mm.len() as i64;
    let amount = |(place, mm): (usize, &Option<f64>)| {
        Some(Amount { end: before(at("12:00"), (count - 1 - place as i64) * 60), minutes: 60, mm: (*mm)? })
    };
    mm.iter().enumerate().filter_map(amount).collect()
}

#[test]
fn a_sum_is_of_the_intervals_that_end_in_its_window_and_says_what_it_covers() {
    let series = RainSeries::new(hourly(&[Some(9.0), Some(1.0), None, Some(3.0), Some(4.5)]));
    let cases = [(1, 4.5, 1), (2, 7.5, 2), (3, 7.5, 2), (4, 8.5, 3), (5, 17.5, 4), (24, 17.5, 4)];
    for (hours, mm, covered) in cases {
        let sum = series.hours_to(at("12:00"), hours);
        assert_eq!((sum.mm, sum.covered_s), (mm, covered * 3_600), "{hours} h");
        assert_eq!(sum.is_whole(), covered == i64::from(hours));
    }
    // What lies partly outside is not cut.
    assert_eq!(series.sum(at("10:30"), at("12:00")).covered_s, 3_600);
    let nothing = series.sum(at("13:00"), at("14:00"));
    assert_eq!((nothing.known(), nothing.is_enough()), (None, false), "nothing measured is unknown, and not 0");
    assert_eq!(series.hours_to(at("12:00"), 1).known(), Some(4.5));
}

#[test]
fn three_quarters_of_a_window_stand_for_it() {
    let mut day = vec![Some(1.0); 24];
    day[3..9].fill(None);
    let sum = RainSeries::new(hourly(&day)).hours_to(at("12:00"), 24);
    assert_eq!((sum.share(), sum.is_enough(), sum.is_whole()), (0.75, true, false));
    day[9] = None;
    assert!(!RainSeries::new(hourly(&day)).hours_to(at("12:00"), 24).is_enough());
}

#[test]
fn amounts_of_several_lengths_are_counted_once_and_the_coarse_ones_fill_holes() {
    let fine = |minute: i64, mm: f64| Amount { end: before(at("12:00"), minute), minutes: 10, mm };
    let mut amounts = vec![Amount { end: at("12:00"), minutes: 60, mm: 8.0 }];
    amounts.extend((0..6).map(|step| fine(step * 10, 1.0)));
    let whole = RainSeries::new(amounts.clone()).hours_to(at("12:00"), 1);
    assert_eq!((whole.mm, whole.is_whole()), (6.0, true), "the finer ones where both are whole");
    amounts.remove(3);
    let holed = RainSeries::new(amounts.clone()).hours_to(at("12:00"), 1);
    assert_eq!((holed.mm, holed.is_whole()), (8.0, true), "the hour where one of them is missing");
    amounts.push(Amount { end: at("12:00"), minutes: 60, mm: 7.0 });
    amounts.push(Amount { end: at("12:00"), minutes: 60, mm: f64::NAN });
    amounts.push(Amount { end: at("12:00"), minutes: 60, mm: -1.0 });
    assert_eq!(RainSeries::new(amounts).hours_to(at("12:00"), 1).mm, 7.0, "the last given that is an amount");
}

#[test]
fn sums_end_with_the_last_amount_and_a_silent_station_has_none() {
    let series = RainSeries::new(hourly(&[Some(1.0), Some(2.0), Some(3.0)]));
    let sums = Sums::at(&series, at("12:40"), Some(at("10:00"))).unwrap();
    assert_eq!((sums.end, sums.of(1).unwrap().mm, sums.since.unwrap().mm), (at("12:00"), 3.0, 5.0));
    assert!(sums.since.unwrap().is_whole() && sums.of(24).unwrap().covered_s == 3 * 3_600 && sums.of(2).is_none());
    assert_eq!(Sums::at(&series, at("12:40"), Some(at("12:00"))).unwrap().since, None, "no event before it began");
    let bound = at("12:00").checked_add(SILENT_AFTER_HOURS.hours()).unwrap();
    assert!(Sums::at(&series, bound, None).is_some());
    assert_eq!(Sums::at(&series, bound.checked_add(1.second()).unwrap(), None), None);
    // Asked about an earlier moment, what came later is not there.
    assert_eq!(Sums::at(&series, at("11:30"), None).unwrap().of(1).unwrap().mm, 2.0);
    assert_eq!(Sums::at(&series, at("09:00"), None), None);
}

#[test]
fn grades_begin_where_the_standard_says() {
    // GB/T 28592-2012, table 1.
    let rows = [
        (Grade::Light, 0.1, 0.1),
        (Grade::Moderate, 5.0, 10.0),
        (Grade::Heavy, 15.0, 25.0),
        (Grade::Rainstorm, 30.0, 50.0),
        (Grade::HeavyRainstorm, 70.0, 100.0),
        (Grade::Extreme, 140.0, 250.0),
    ];
    let mut below = Grade::Trace;
    for (grade, half_day, day) in rows {
        assert_eq!([Grade::of_12h(half_day), Grade::of_24h(day)], [grade; 2]);
        assert_eq!([Grade::of_12h(half_day - 0.06), Grade::of_24h(day - 0.06)], [below; 2], "{grade:?}");
        below = grade;
    }
    assert_eq!(
        [Grade::of_24h(0.0), Grade::of_24h(0.01), Grade::of_24h(9.96)],
        [Grade::None, Grade::Trace, Grade::Moderate]
    );
    assert_eq!(Grade::of_24h(900.0), Grade::Extreme);
}

#[test]
fn the_field_of_a_series_says_how_long_its_amounts_are() {
    for minutes in [5, 10, 60, 180] {
        assert_eq!(minutes_of(&field_of(minutes)), Some(minutes));
    }
    assert_eq!(field_of(60), "rain_1h_mm");
    for other in ["level_m", "rain_3h_mm", "rain_min_mm", "rain_0min_mm", "rain_-5min_mm"] {
        assert_eq!(minutes_of(other), None, "{other}");
    }
}

/// Thresholds of 1 h: 40 and 60; of 3 h: 80 and none; of 24 h: a slip of the pen, and 200.
fn thresholds() -> Thresholds {
    let fields = [
        ("prepare_1h_mm", 40.0.into()),
        ("move_1h_mm", 60.0.into()),
        ("prepare_3h_mm", 80.0.into()),
        ("prepare_24h_mm", 0.0.into()),
        ("move_24h_mm", 200.0.into()),
    ];
    let kind = crate::domain::tests::SHIPPED.kind("village").unwrap();
    let mut making = crate::domain::tests::Making::default();
    let village = making.put("village", None, values("village", &fields));
    let none = making.add("village", None, &[("prepare_1h_mm", (-5.0).into())]);
    let world = making.world();
    assert_eq!(Thresholds::of(kind, world.object(&none).unwrap()), None);
    Thresholds::of(kind, world.object(&village).unwrap()).unwrap()
}

fn judged(rain: &[(u32, f64, bool)]) -> Verdict {
    thresholds().judge(|hours| {
        rain.iter().find(|(of, ..)| *of == hours).map(|(_, mm, is_enough)| Seen { mm: *mm, is_enough: *is_enough })
    })
}

#[test]
fn a_village_is_called_by_the_gravest_window_and_at_its_threshold() {
    let calls = |rain: &[(u32, f64, bool)]| {
        let verdict = judged(rain);
        (verdict.call, verdict.by.map(|by| (by.hours, by.threshold_mm)))
    };
    let known = |one: f64, three: f64, day: f64| [(1, one, true), (3, three, true), (24, day, true)];
    assert_eq!(calls(&known(39.9, 79.9, 199.9)), (Call::Nothing, None));
    assert_eq!(calls(&known(40.0, 0.0, 0.0)), (Call::Prepare, Some((1, 40.0))));
    assert_eq!(calls(&known(44.0, 120.0, 0.0)), (Call::Prepare, Some((3, 80.0))), "the one furthest over");
    assert_eq!(calls(&known(59.9, 120.0, 200.0)), (Call::Move, Some((24, 200.0))), "the graver one");
    // A window of which little is known calls a village out, and never says that all is well.
    assert_eq!(calls(&[(1, 0.0, true), (3, 80.0, false), (24, 0.0, true)]), (Call::Prepare, Some((3, 80.0))));
    assert_eq!(calls(&[(1, 0.0, true), (3, 10.0, false), (24, 0.0, true)]), (Call::Unknown, None));
    assert_eq!(calls(&[(1, 0.0, true), (24, 0.0, true)]), (Call::Unknown, None));
    assert_eq!(calls(&[]), (Call::Unknown, None));
}

proptest! {
    /// Whatever amounts there are: no more is covered than the window is long, and a longer window has no less rain.
    #[test]
    fn a_sum_covers_no_more_than_its_window(
        amounts in prop::collection::vec((0_i64..300, prop::sample::select(vec![5_u32, 10, 30, 60, 180]), 0_u32..400), 0..60),
    ) {
        let one = |(end, minutes, mm): &(i64, u32, u32)| Amount {
            end: before(at("12:00"), end * 5),
            minutes: *minutes,
            mm: f64::from(*mm) / 10.0,
        };
        let series = RainSeries::new(amounts.iter().map(one));
        let most: f64 = series.amounts().iter().map(|amount| amount.mm).sum();
        let mut covered = 0;
        for hours in [1, 3, 6, 12, 24] {
            let sum = series.hours_to(at("12:00"), hours);
            prop_assert!(sum.covered_s <= sum.window_s && sum.mm <= most + 1e-9 && sum.mm >= 0.0);
            prop_assert!(sum.covered_s >= covered, "a longer window covers no less");
            prop_assert_eq!(sum.known().is_none(), sum.covered_s == 0);
            covered = sum.covered_s;
        }
    }
}
