//! One comparison at a time.

use proptest::prelude::*;

use crate::domain::response::{Basis, Condition, Metric, Operator, Reading, ResponseLevel, Stat, Verdict};

fn condition(operator: Operator, value: f64) -> Condition {
    Condition {
        metric: Metric::Rain,
        hours: Some(24),
        operator,
        value,
        stat: Stat::Mean,
        basis: Basis::Observed,
        area: Vec::new(),
        subject: None,
    }
}

fn fresh(value: f64) -> Reading {
    Reading { fresh: Some(value), ever: Some(value), ..Reading::default() }
}

#[test]
fn every_operator_on_below_and_above_its_boundary() {
    let table = [
        (Operator::AtLeast, [false, true, true]),
        (Operator::Over, [false, false, true]),
        (Operator::AtMost, [true, true, false]),
        (Operator::Under, [true, false, false]),
        (Operator::Equal, [false, true, false]),
    ];
    assert_eq!(table.map(|(operator, _)| operator), Operator::ALL);
    for (operator, expected) in table {
        for (value, holds) in [49.9, 50.0, 50.1].into_iter().zip(expected) {
            assert_eq!(operator.holds(value, 50.0), holds, "{value} {} 50", operator.sign());
            let verdict = condition(operator, 50.0).judge(&fresh(value));
            assert_eq!(verdict, if holds { Verdict::Met } else { Verdict::Not }, "{value} {}", operator.sign());
        }
        assert!(!operator.holds(f64::NAN, 50.0), "what is no number is never so");
        assert_eq!(Operator::of(operator.id()), Some(operator));
    }
    // Three tenths summed are not more than 0.3, whatever binary fractions say.
    let sum = 0.1 + 0.2;
    assert!(sum > 0.3 && !Operator::Over.holds(sum, 0.3) && Operator::AtMost.holds(sum, 0.3));
    assert!(Operator::Over.holds(f64::INFINITY, 48.0) && !Operator::AtMost.holds(f64::INFINITY, 48.0));
}

#[test]
fn nothing_is_met_by_what_is_missing_and_what_is_old_says_so() {
    let at_least = condition(Operator::AtLeast, 50.0);
    assert_eq!(at_least.judge(&Reading::default()), Verdict::Unknown);
    let old = |value: f64| Reading { ever: Some(value), silent: 1, ..Reading::default() };
    assert_eq!(at_least.judge(&old(60.0)), Verdict::Stale);
    assert_eq!(at_least.judge(&old(40.0)), Verdict::Unknown, "an old low value is no all-clear");
    let both = Reading { fresh: Some(40.0), ever: Some(60.0), silent: 1, ..Reading::default() };
    assert_eq!(at_least.judge(&both), Verdict::Stale, "what fell silent over its line stays so");
    assert_eq!(at_least.judge(&Reading { fresh: Some(51.0), ..both }), Verdict::Met);
    assert!(Verdict::Met.counts() && Verdict::Stale.counts());
    assert!(!Verdict::Unknown.counts() && !Verdict::Not.counts());
}

#[test]
fn a_lower_bound_reaches_or_says_nothing() {
    let bound = |value: f64| Reading { at_least: true, ..fresh(value) };
    let judged = |operator, value| condition(operator, 50.0).judge(&bound(value));
    assert_eq!(judged(Operator::AtLeast, 50.0), Verdict::Met);
    assert_eq!(judged(Operator::AtLeast, 49.0), Verdict::Unknown);
    assert_eq!(judged(Operator::Over, 51.0), Verdict::Met);
    assert_eq!(judged(Operator::Over, 50.0), Verdict::Unknown);
    for operator in [Operator::AtMost, Operator::Under, Operator::Equal] {
        assert_eq!(judged(operator, 51.0), Verdict::Not, "{}", operator.sign());
    }
    assert_eq!(
        judged(Operator::Under, 40.0),
        Verdict::Stale,
        "it was so by what is known, and is not said to be so now"
    );
}

#[test]
fn levels_are_ordered_and_named() {
    let ids = ["iv", "iii", "ii", "i"];
    assert_eq!(ResponseLevel::ALL.map(ResponseLevel::id), ids);
    assert!(ResponseLevel::ALL.is_sorted() && ResponseLevel::I > ResponseLevel::Iv);
    assert_eq!(ResponseLevel::I.below(), Some(ResponseLevel::Ii));
    assert_eq!(ResponseLevel::Iv.below(), None);
    for id in ids {
        assert_eq!(ResponseLevel::of(id).map(ResponseLevel::id), Some(id));
    }
    assert!(Metric::all().all(|metric| Metric::of(metric.id()) == Some(metric)));
}

proptest! {
    #[test]
    fn one_of_over_equal_and_under_holds_and_the_others_follow(value in -1e6_f64..1e6, threshold in -1e6_f64..1e6) {
        let is = |operator: Operator| operator.holds(value, threshold);
        let apart = [Operator::Over, Operator::Equal, Operator::Under].map(is);
        prop_assert_eq!(apart.into_iter().filter(|one| *one).count(), 1);
        prop_assert_eq!(is(Operator::AtLeast), !is(Operator::Under));
        prop_assert_eq!(is(Operator::AtMost), !is(Operator::Over));
    }

    #[test]
    fn a_higher_fresh_value_never_unmeets_what_rises(low in 0.0_f64..300.0, more in 0.0_f64..300.0, silent in 0_usize..5) {
        let judge = |value: f64| {
            condition(Operator::AtLeast, 50.0).judge(&Reading { silent, ..fresh(value) })
        };
        prop_assert!(judge(low + more) >= judge(low));
    }
}
