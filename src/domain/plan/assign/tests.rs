//! Divided plans against another method, on small tables.

use std::ops::ControlFlow;

use proptest::prelude::*;

use super::*;

pub(super) fn on(_: &Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// A small table: a barred pair in five, empty groups and full shelters among them.
pub(super) fn tables() -> impl Strategy<Value = Table> {
    let people = prop::collection::vec(0_u32..20, 1..6);
    let room = prop::collection::vec(0_u32..25, 1..5);
    let costs = prop::collection::vec(prop_oneof![4 => 0_u64..100, 1 => Just(NO_WAY)], 20);
    (people, room, costs).prop_map(|(people, room, costs)| {
        let cost = costs.into_iter().take(people.len() * room.len()).collect();
        Table::new(people, room, cost).unwrap()
    })
}

/// Successive shortest paths, person by person (Bellman and Ford): who stays unplaced, and the cost.
fn one_by_one(table: &Table, price: Option<i64>) -> (u64, u64) {
    let (groups, shelters) = (table.people().len(), table.room().len());
    let (source, sink) = (groups + shelters, groups + shelters + 1);
    let mut arcs: Vec<(usize, usize, i64, i64)> = Vec::new();
    let mut add = |from: usize, to: usize, room: i64, cost: i64| {
        arcs.push((from, to, room, cost));
        arcs.push((to, from, 0, -cost));
    };
    for (group, people) in table.people().iter().enumerate() {
        add(source, group, i64::from(*people), 0);
        for (shelter, cost) in table.row(group).iter().enumerate().filter(|(_, cost)| **cost != NO_WAY) {
            add(group, groups + shelter, i64::MAX, *cost as i64);
        }
    }
    for (shelter, room) in table.room().iter().enumerate() {
        add(groups + shelter, sink, i64::from(*room), 0);
    }
    let (mut placed, mut total) = (0, 0);
    loop {
        let mut best = vec![i64::MAX; sink + 1];
        let mut by = vec![usize::MAX; sink + 1];
        best[source] = 0;
        for _ in 0..=sink {
            for (at, (from, to, room, cost)) in arcs.iter().enumerate() {
                if *room > 0 && best[*from] < i64::MAX && best[*from] + cost < best[*to] {
                    best[*to] = best[*from] + cost;
                    by[*to] = at;
                }
            }
        }
        if best[sink] == i64::MAX || price.is_some_and(|price| best[sink] >= price) {
            return (table.people_total() - placed, total as u64);
        }
        let mut at = sink;
        while at != source {
            let arc = by[at];
            arcs[arc].2 -= 1;
            arcs[arc ^ 1].2 += 1;
            at = arcs[arc].0;
        }
        placed += 1;
        total += best[sink];
    }
}

fn left(unplaced: &[u32]) -> u64 {
    unplaced.iter().map(|people| u64::from(*people)).sum()
}

proptest! {
    #[test]
    fn a_divided_plan_is_as_good_as_placing_one_by_one(table in tables()) {
        let plan = split(&table, Wish::default(), &mut on).unwrap();
        plan.certify(&table, Wish::default()).unwrap();
        prop_assert_eq!((left(&plan.unplaced), plan.cost), one_by_one(&table, None));
    }

    #[test]
    fn who_would_cost_more_than_being_unplaced_is_unplaced(table in tables(), price in 0_u64..120) {
        let wish = Wish { unplaced: Unplaced::Costs(price), limit: None };
        let plan = split(&table, wish, &mut on).unwrap();
        plan.certify(&table, wish).unwrap();
        let (unplaced, cost) = one_by_one(&table, Some(price as i64));
        prop_assert_eq!(plan.cost + price * left(&plan.unplaced), cost + price * unplaced);
    }

    #[test]
    fn a_limit_bars_what_costs_more(table in tables(), limit in 0_u64..100) {
        let wish = Wish { unplaced: Unplaced::Fewest, limit: Some(limit) };
        let plan = split(&table, wish, &mut on).unwrap();
        plan.certify(&table, wish).unwrap();
        let cost = table.people().iter().enumerate().flat_map(|(group, _)| table.row(group)).copied();
        let cost = cost.map(|cost| if cost > limit { NO_WAY } else { cost }).collect();
        let barred = Table::new(table.people().to_vec(), table.room().to_vec(), cost).unwrap();
        prop_assert_eq!((left(&plan.unplaced), plan.cost), one_by_one(&barred, None));
    }
}

/// Costs that look like those of a district: places on a grid, drawn from a seed.
pub(super) fn district(groups: usize, shelters: usize, tight: u32) -> Table {
    let mut chance = chance::Chance::new(7);
    let mut place = || (i64::from(chance.below(60_000)), i64::from(chance.below(50_000)));
    let at: Vec<_> = (0..groups + shelters).map(|_| place()).collect();
    let mut chance = chance::Chance::new(8);
    let people: Vec<u32> = (0..groups).map(|_| 20 + chance.low(400)).collect();
    let each = people.iter().sum::<u32>() / shelters as u32 * 100 / tight;
    let room: Vec<u32> = (0..shelters).map(|_| each / 2 + chance.below(each)).collect();
    let from = at.iter().take(groups);
    let cost = from.flat_map(|a| at.iter().skip(groups).map(|b| ((a.0 - b.0).abs() + (a.1 - b.1).abs()) as u64));
    Table::new(people, room, cost.collect()).unwrap()
}

#[test]
fn a_district_is_certified_with_room_short_and_plenty() {
    for tight in [50, 80, 99, 130] {
        let table = district(200, 60, tight);
        let plan = split(&table, Wish::default(), &mut on).unwrap();
        plan.certify(&table, Wish::default()).unwrap();
        let again = split(&table, Wish::default(), &mut on).unwrap();
        assert_eq!(plan, again, "the same question, the same answer");
    }
}

#[test]
fn priorities_in_the_high_digits_come_first() {
    // The second group is at home in the second shelter; the first one goes elsewhere although that is farther.
    let away = 1_000_000_000_000;
    let table = Table::new(vec![5, 5], vec![5, 5], vec![away + 1, away + 900, away + 2, 800]).unwrap();
    let plan = split(&table, Wish::default(), &mut on).unwrap();
    let flow = |group, shelter| Flow { group, shelter, people: 5 };
    assert_eq!(plan.flows, [flow(0, 0), flow(1, 1)]);
}

#[test]
fn nothing_to_do_is_done_and_nonsense_is_refused() {
    let table = |people: &[u32], room: &[u32], cost: &[u64]| Table::new(people.into(), room.into(), cost.into());
    for table in [table(&[], &[], &[]), table(&[], &[5], &[]), table(&[3], &[], &[]), table(&[3], &[4], &[NO_WAY])] {
        let table = table.unwrap();
        let plan = split(&table, Wish::default(), &mut on).unwrap();
        plan.certify(&table, Wish::default()).unwrap();
        assert_eq!((plan.flows.len(), plan.unplaced.as_slice()), (0, table.people()));
    }
    assert_eq!(table(&[1], &[1], &[]), Err(TableError::Shape { found: 0, wanted: 1 }));
    assert_eq!(table(&[1], &[1], &[u64::MAX - 1]), Err(TableError::TooLarge));
    let one = table(&[2], &[2], &[1]).unwrap();
    let wish = Wish { unplaced: Unplaced::Costs(u64::MAX), limit: None };
    assert_eq!(split(&one, wish, &mut on), Err(NoPlan::Table(TableError::TooLarge)));
}

#[test]
fn it_stops_when_asked() {
    let table = district(800, 150, 95);
    let mut asked = 0;
    let stopped = split(&table, Wish::default(), &mut |_| {
        asked += 1;
        ControlFlow::Break(())
    });
    assert_eq!((stopped, asked), (Err(NoPlan::Stopped), 1));
}

#[test]
fn a_false_proof_is_seen() {
    let table = Table::new(vec![3, 4], vec![4, 9], vec![1, 2, 3, 9]).unwrap();
    let plan = split(&table, Wish::default(), &mut on).unwrap();
    let check = |spoil: &dyn Fn(&mut Split)| {
        let mut plan = plan.clone();
        spoil(&mut plan);
        plan.certify(&table, Wish::default())
    };
    assert_eq!(check(&|_| ()), Ok(()));
    assert_eq!(check(&|plan| plan.cost += 1), Err(Flaw::Cost));
    assert_eq!(check(&|plan| plan.flows[0].people -= 1), Err(Flaw::People(0)));
    assert!(matches!(check(&|plan| plan.shelter_price[1] = 5), Err(Flaw::Shelter(1))));
    assert!(matches!(check(&|plan| plan.group_price[0] += 1), Err(Flaw::Pair(0, _))));
    assert!(matches!(check(&|plan| plan.group_price[0] = i64::MAX), Err(Flaw::Group(0))));
}
