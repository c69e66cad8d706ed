//! Which shelters a plan can need: where there are many more than people could fill, the far ones are left out.

use std::collections::BTreeMap;

use crate::domain::plan::{
    assign::NO_WAY,
    evacuation::{Choices, Group, Keep, Party, Shelter, parties::Judge},
};

/// So many shelters of a party are looked at first, then four times as many, and so on.
const FIRST: usize = 64;

/// The shelters among `kept` that an optimal plan can do with, in their order.
///
/// Of each party those nearest by are taken until, whoever else goes where, one of them has room for it: a plan that
/// sends it farther is made no worse by sending it there. A shelter that takes `u` people at once and is not free for
/// them holds more than its room less `u` of the others; so it is enough when `room - u + 1`, summed, is more than
/// all the others are.
pub fn needed(
    parties: &[Party],
    groups: &[Group],
    (shelters, kept): (&[Shelter], &[usize]),
    rows: &[Vec<u64>],
    choices: &Choices,
    limit: Option<u64>,
) -> Vec<usize> {
    let all: u64 = parties.iter().map(|party| u64::from(party.people)).sum();
    let largest = kept.iter().filter_map(|at| shelters.get(*at)).map(|shelter| shelter.room).max().unwrap_or(0);
    // How many go at once: anybody may be parted, or nobody, or one that no shelter takes whole into as few as can be.
    let unit = |party: &Party| match choices.keep {
        Keep::Free => 1,
        _ if party.people <= largest => party.people,
        _ => party.people.div_ceil(party.people.div_ceil(largest.max(1)).max(1)),
    };
    // Households of a group have the same ways: those that go in the largest units stand for all.
    let mut alike: BTreeMap<Vec<usize>, &Party> = BTreeMap::new();
    for party in parties {
        let known = alike.entry(party.parts.iter().map(|(group, ..)| *group).collect()).or_insert(party);
        if unit(party) > unit(known) {
            *known = party;
        }
    }
    let judge = Judge { groups, rows, choices, limit };
    let mut wanted = vec![false; shelters.len()];
    for party in alike.into_values() {
        let unit = unit(party);
        let mut ways: Vec<(u8, u64, usize)> = kept
            .iter()
            .filter_map(|at| {
                let shelter = shelters.get(*at).filter(|shelter| shelter.room > 0)?;
                let way = judge.way(party, *at, shelter);
                (way != NO_WAY).then(|| (judge.tier(party, shelter), way, *at))
            })
            .collect();
        for (.., at) in nearest(&mut ways, shelters, unit, all.saturating_sub(u64::from(unit))) {
            if let Some(slot) = wanted.get_mut(*at) {
                *slot = true;
            }
        }
    }
    kept.iter().copied().filter(|at| wanted.get(*at) == Some(&true)).collect()
}

/// The first ways, in order, whose shelters together are certain to have room for a unit.
fn nearest<'a>(
    ways: &'a mut [(u8, u64, usize)],
    shelters: &[Shelter],
    unit: u32,
    others: u64,
) -> &'a [(u8, u64, usize)] {
    let mut looked_at = FIRST;
    loop {
        let count = looked_at.min(ways.len());
        if count < ways.len() {
            ways.select_nth_unstable(count);
        }
        ways.get_mut(..count).unwrap_or_default().sort_unstable();
        let mut free = 0_u64;
        let enough = ways.iter().take(count).position(|(.., at)| {
            let room = shelters.get(*at).map_or(0, |shelter| shelter.room);
            free += u64::from((room + 1).saturating_sub(unit));
            free > others
        });
        match enough {
            Some(last) => return ways.get(..=last).unwrap_or_default(),
            None if count == ways.len() => return ways,
            None => looked_at = looked_at.saturating_mul(4),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use proptest::prelude::*;

    use super::*;
    use crate::domain::{
        model::{ObjectRef, Uid},
        place::Position,
        plan::{
            assign::{Wish, split, worst},
            evacuation::{
                Goal, GroupKind, Member, Problem,
                parties::{longest, parties},
                solve::solve,
            },
        },
    };

    fn group(number: usize, people: u32) -> Group {
        Group {
            kind: if number.is_multiple_of(3) { GroupKind::Frail } else { GroupKind::Households },
            village: number.to_string(),
            township: ["东乡", "西乡"][number % 2].to_owned(),
            zone: None,
            at: Position::new(119.0, 29.0).unwrap(),
            people,
            with_relatives: 0,
            households: Vec::new(),
            to_relatives: Vec::new(),
            object: None,
        }
    }

    fn shelter(number: usize, room: u32) -> Shelter {
        Shelter {
            object: ObjectRef { kind: "shelter".into(), uid: Uid::from_bits(number as u128) },
            name: number.to_string(),
            township: ["东乡", "西乡", "城"][number % 3].to_owned(),
            at: Position::new(119.0, 29.0).unwrap(),
            level: None,
            room,
            capacity: room,
            occupancy: 0,
            is_open: true,
            suits_frail: Some(!number.is_multiple_of(4)),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

        #[test]
        fn without_the_far_shelters_as_many_are_placed_at_the_same_cost(
            people in prop::collection::vec(0_u32..40, 1..6),
            rooms in prop::collection::vec(0_u32..25, 1..120),
            seed in any::<u64>(),
            own_first: bool,
            farthest: bool,
            limit in prop::option::of(10_u64..1_000),
        ) {
            let groups: Vec<Group> = people.iter().enumerate().map(|(at, people)| group(at, *people)).collect();
            let shelters: Vec<Shelter> = rooms.iter().enumerate().map(|(at, room)| shelter(at, *room)).collect();
            let mix = |a: usize, b: usize| {
                let mixed = (seed ^ ((a as u64) << 32) ^ b as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
                if mixed.is_multiple_of(17) { NO_WAY } else { (mixed >> 40) % 1_000 }
            };
            let rows: Vec<Vec<u64>> =
                (0..groups.len()).map(|a| (0..shelters.len()).map(|b| mix(a, b)).collect()).collect();
            let goal = if farthest { Goal::Worst } else { Goal::Total };
            let choices = Choices { own_first, goal, ..Choices::default() };
            let kept: Vec<usize> = (0..shelters.len()).collect();
            let mut go_on = |_: &_| ControlFlow::Continue(());
            let few = solve(&groups, (&shelters, &kept), &rows, &choices, limit, &mut go_on).unwrap();
            let who = parties(&groups, &choices);
            // Over every shelter: the longest way first, if that is asked.
            let least = longest(&who, &groups, &shelters, &rows, &choices, limit).unwrap();
            let least = if farthest { Some(worst(&least, None, &mut go_on).unwrap().limit) } else { limit };
            let all = Problem::new(who, &groups, &shelters, &rows, &choices, least).unwrap();
            let full = split(&all.table, Wish::default(), &mut go_on).unwrap();
            prop_assert_eq!(few.unplaced_people(), full.unplaced.iter().map(|n| u64::from(*n)).sum::<u64>());
            let ways = |flows: &mut dyn Iterator<Item = (usize, usize, u32)>| -> u64 {
                flows.map(|(party, shelter, n)| all.table.cost(party, shelter) * u64::from(n)).sum()
            };
            let own = ways(&mut few.flows.iter().map(|(party, column, n)| (*party, few.columns[*column], *n)));
            let best = ways(&mut full.flows.iter().map(|one| (one.group as usize, one.shelter as usize, one.people)));
            prop_assert_eq!(own, best);
        }
    }

    #[test]
    fn a_unit_needs_shelters_that_take_it_whole_whoever_else_is_there() {
        let shelters: Vec<Shelter> =
            [5, 9, 9, 9, 30].into_iter().enumerate().map(|(at, room)| shelter(at, room)).collect();
        let mut ways: Vec<(u8, u64, usize)> = (0..5).map(|at| (0, at as u64, at)).collect();
        // Of eight others five may stand in the way of a unit of five in the first, and three in the second.
        assert_eq!(nearest(&mut ways, &shelters, 5, 5).len(), 2);
        assert_eq!(nearest(&mut ways, &shelters, 1, 4).len(), 1);
        assert_eq!(nearest(&mut ways, &shelters, 20, 10).len(), 5);
        assert_eq!(nearest(&mut ways, &shelters, 20, 11).len(), 5);
    }

    #[test]
    fn a_row_larger_than_any_shelter_does_not_part_the_households_beside_it() {
        let mut group = group(1, 230);
        let member = |people| Member {
            object: std::sync::Arc::new(crate::domain::model::Object {
                uid: Uid::from_bits(people),
                kind: "transfer".into(),
                geometry: None,
                values: Vec::new(),
            }),
            people: u32::try_from(people).unwrap(),
        };
        group.households = vec![member(200), member(30)];
        let shelters: Vec<Shelter> = (1..=61).map(|at| shelter(4 * at + 1, if at == 61 { 150 } else { 5 })).collect();
        let rows = vec![(0..61).map(|at| 10 + at).collect()];
        let choices = Choices { keep: Keep::Households, ..Choices::default() };
        let kept: Vec<usize> = (0..61).collect();
        let mut go_on = |_: &_| ControlFlow::Continue(());
        let solved = solve(&[group], (&shelters, &kept), &rows, &choices, None, &mut go_on).unwrap();
        // The 30 go to the large one whole, or stay; they are never parted.
        let small: Vec<u32> = solved.flows.iter().filter(|(party, ..)| *party == 1).map(|(.., n)| *n).collect();
        assert!(small.iter().all(|people| *people == 30), "{:?}", solved.flows);
    }

    #[test]
    fn with_the_farthest_first_a_village_of_two_parts_is_judged_by_its_farther_one() {
        let mut two = [group(1, 10), group(1, 10)];
        two[1].zone = Some("b".to_owned());
        let shelters = [shelter(1, 20)];
        let rows = vec![vec![8], vec![20]];
        let choices = Choices { keep: Keep::Villages, goal: Goal::Worst, ..Choices::default() };
        let mut go_on = |_: &_| ControlFlow::Continue(());
        let solved = solve(&two, (&shelters, &[0]), &rows, &choices, None, &mut go_on).unwrap();
        assert_eq!(solved.unplaced_people(), 0);
    }
}
