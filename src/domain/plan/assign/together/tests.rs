//! Whole groups: never better than the bound, the best where few groups can be looked at one by one.

use std::ops::ControlFlow;

use proptest::prelude::*;

use crate::domain::plan::assign::{
    NO_WAY, Progress, Standing, Table, Together, Unplaced, Whole, Wish, split,
    tests::{district, on, tables},
    together,
};

/// The best plan of whole groups, by trying all: unplaced people and cost.
fn all_ways(table: &Table, group: usize, free: &mut Vec<u32>) -> (u64, u64) {
    let Some(people) = table.people().get(group).copied() else { return (0, 0) };
    let (unplaced, cost) = all_ways(table, group + 1, free);
    let mut best = (unplaced + u64::from(people), cost);
    for (shelter, cost) in table.row(group).iter().enumerate() {
        if *cost != NO_WAY && free[shelter] >= people {
            free[shelter] -= people;
            let rest = all_ways(table, group + 1, free);
            free[shelter] += people;
            best = best.min((rest.0, rest.1 + cost * u64::from(people)));
        }
    }
    best
}

/// That a plan conserves people, holds rooms and uses no barred pair; how many are unplaced.
fn checked(table: &Table, plan: &Together) -> u64 {
    let mut left = table.people().to_vec();
    let mut free = table.room().to_vec();
    let mut cost = 0;
    for flow in &plan.flows {
        let (group, shelter) = (flow.group as usize, flow.shelter as usize);
        assert_ne!(table.cost(group, shelter), NO_WAY);
        cost += table.cost(group, shelter) * u64::from(flow.people);
        left[group] = left[group].checked_sub(flow.people).expect("no more than there are");
        free[shelter] = free[shelter].checked_sub(flow.people).expect("no more than there is room");
    }
    assert_eq!(left, plan.unplaced);
    assert_eq!(cost, plan.cost);
    let unplaced = left.iter().map(|people| u64::from(*people)).sum();
    assert_eq!(unplaced, plan.standing.unplaced);
    unplaced
}

proptest! {
    #[test]
    fn few_groups_are_placed_in_the_best_way(table in tables()) {
        let whole = Whole { divide: false, ..Whole::default() };
        let plan = together(&table, whole, &mut on).unwrap();
        let best = all_ways(&table, 0, &mut table.room().to_vec());
        prop_assert_eq!((checked(&table, &plan), plan.cost), best);
        prop_assert!(plan.standing.optimal);
        for flow in &plan.flows {
            prop_assert_eq!(flow.people, table.people()[flow.group as usize], "whole");
        }
    }

    #[test]
    fn larger_groups_are_divided_and_the_price_of_an_unplaced_person_counts(table in tables(), price in 1_u64..200) {
        let whole = Whole { unplaced: Unplaced::Costs(price), ..Whole::default() };
        let plan = together(&table, whole, &mut on).unwrap();
        let unplaced = checked(&table, &plan);
        let objective = plan.cost + price * unplaced;
        prop_assert_eq!(objective, plan.standing.objective);
        let divided = split(&table, Wish { unplaced: whole.unplaced, limit: None }, &mut on).unwrap();
        let least = divided.cost + price * divided.unplaced.iter().map(|people| u64::from(*people)).sum::<u64>();
        prop_assert!(least <= objective);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Without the exact method: searching and bound alone.
    #[test]
    fn no_plan_is_better_than_the_bound(table in tables(), price in prop::option::of(1_u64..200)) {
        let unplaced = price.map_or(Unplaced::Fewest, Unplaced::Costs);
        let whole = Whole { unplaced, divide: false, rounds: 60, ..Whole::default() };
        let units = super::Units::of(&table, whole, None).unwrap();
        let mut keeping = super::Keeping::sought(&units, whole, &mut on).unwrap();
        keeping.improve(&mut on);
        let plan = keeping.plan(&table);
        checked(&table, &plan);
        if unplaced == Unplaced::Fewest {
            let best = all_ways(&table, 0, &mut table.room().to_vec());
            prop_assert!(plan.standing.least_unplaced <= best.0);
            prop_assert!((plan.standing.unplaced, plan.cost) >= best);
            if plan.standing.unplaced == best.0 {
                prop_assert!(plan.standing.bound <= best.1, "{:?}, best {best:?}", plan.standing);
            }
        } else {
            let exact = together(&table, whole, &mut on).unwrap();
            prop_assert!(plan.standing.bound <= exact.standing.objective);
            prop_assert!(plan.standing.objective >= exact.standing.objective);
        }
    }
}

fn standings(table: &Table, whole: Whole<'_>) -> (Together, Vec<Standing>) {
    let mut seen = Vec::new();
    let plan = together(table, whole, &mut |progress| {
        if let Progress::Keeping(standing) = progress {
            seen.push(*standing);
        }
        ControlFlow::Continue(())
    });
    (plan.unwrap(), seen)
}

#[test]
fn a_plan_is_there_at_once_and_only_gets_better() {
    let table = district(120, 40, 85);
    let (plan, seen) = standings(&table, Whole { rounds: 80, ..Whole::default() });
    assert_eq!(checked(&table, &plan), 0);
    let first = seen.first().expect("a plan at once");
    assert_eq!((first.round, first.unplaced), (0, 0));
    assert!(seen.windows(2).all(|pair| pair[1].objective <= pair[0].objective && pair[1].bound >= pair[0].bound));
    assert_eq!(seen.last(), Some(&plan.standing));
    let divided = split(&table, Wish::default(), &mut on).unwrap();
    assert!(plan.standing.bound >= divided.cost && plan.standing.bound <= plan.cost);
    assert!(plan.standing.gap() < 0.08, "{}", plan.standing.gap());
    let (again, _) = standings(&table, Whole { rounds: 80, ..Whole::default() });
    assert_eq!(plan, again, "the same seed, the same rounds");
}

#[test]
fn stopped_at_once_there_is_a_plan() {
    let table = district(60, 20, 85);
    let plan = together(&table, Whole::default(), &mut |_| ControlFlow::Break(())).unwrap();
    assert_eq!(plan.standing.round, 0);
    assert!(checked(&table, &plan) < table.people_total() / 4);
}

#[test]
fn where_places_are_short_they_are_filled() {
    let table = district(100, 20, 125);
    let (plan, _) = standings(&table, Whole { rounds: 120, ..Whole::default() });
    let free: u64 =
        table.room().iter().map(|room| u64::from(*room)).sum::<u64>() - (table.people_total() - checked(&table, &plan));
    assert!(free <= 20, "{free} places left free of {:?}", table.room());
}

#[test]
fn a_village_larger_than_any_shelter_is_divided_and_said_so() {
    let table = Table::new(vec![30, 5], vec![20, 20], vec![5, 7, 1, 2]).unwrap();
    let plan = together(&table, Whole::default(), &mut on).unwrap();
    assert_eq!(checked(&table, &plan), 0);
    assert_eq!(plan.divided.len(), 1);
    assert_eq!((plan.divided[0].group, plan.divided[0].parts, plan.divided[0].by_household), (0, 2, false));
    let whole = together(&table, Whole { divide: false, ..Whole::default() }, &mut on).unwrap();
    assert_eq!(whole.unplaced, [30, 0]);
    let households = [vec![10, 10, 5, 5], vec![]];
    let by_household = together(&table, Whole { households: &households, ..Whole::default() }, &mut on).unwrap();
    assert!(by_household.divided[0].by_household);
    assert!(by_household.flows.iter().filter(|flow| flow.group == 0).all(|flow| flow.people == 15));
}
