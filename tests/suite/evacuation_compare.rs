//! Two plans side by side: what they differ in turns the one into the other.

#![expect(clippy::indexing_slicing, reason = "helpers of tests")]

use std::{collections::BTreeMap, ops::ControlFlow};

use proptest::prelude::*;
use sitmap::domain::{
    network::By,
    plan::evacuation::{Choices, Halt, Plan, Step, Timed, Timetable, Whither, compare, plan},
};

use crate::evacuation::{choices, small, south, ways};

/// How many people of each village go where.
type Sent = BTreeMap<(String, String, Whither), i64>;

fn sent(plan: &Plan) -> Sent {
    let mut sent = Sent::new();
    let mut add = |group: usize, to: Whither, people: u32| {
        let group = &plan.called.groups[group];
        *sent.entry((group.township.clone(), group.village.clone(), to)).or_default() += i64::from(people);
    };
    for one in &plan.placements {
        let shelter = &plan.shelters[one.shelter];
        add(one.group, Whither::Shelter(shelter.object.clone(), shelter.name.clone()), one.people);
    }
    plan.unplaced.iter().for_each(|one| add(one.group, Whither::Nowhere, one.people));
    plan.called.groups.iter().enumerate().for_each(|(at, group)| add(at, Whither::Relatives, group.with_relatives));
    sent
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn what_two_plans_differ_in_turns_the_one_into_the_other(small in small(), one in choices(), other in choices()) {
        let world = small.world();
        let planned = |choices: Choices| {
            let mut rounds = 0;
            let mut go_on = |_: &Step| {
                rounds += 1;
                if rounds > 2_000 { ControlFlow::Break(Halt::Enough) } else { ControlFlow::Continue(()) }
            };
            plan(&world, &ways(&world, By::Time), south(), choices, &mut go_on)
        };
        let (Ok(one), Ok(other)) = (planned(one), planned(other)) else { return Ok(()) };
        let timing = Timetable::default();
        let timed = |plan| Timed { plan, timing: &timing, deadline: None };
        let compared = compare(timed(&one), timed(&other));
        let mut turned = sent(&one);
        for row in &compared.elsewhere {
            prop_assert!(row.people > 0 && row.from != row.to);
            for (place, people) in [(&row.from, -(row.people as i64)), (&row.to, row.people as i64)] {
                *turned.entry((row.township.clone(), row.village.clone(), place.clone())).or_default() += people;
            }
        }
        // Whom a plan does not move is in neither.
        turned.retain(|(.., place), people| *people != 0 && *place != Whither::NotCalled);
        let mut wanted = sent(&other);
        wanted.retain(|_, people| *people != 0);
        prop_assert_eq!(turned, wanted);
        // And the other way round it is as many people.
        prop_assert_eq!(compare(timed(&other), timed(&one)).people_elsewhere(), compared.people_elsewhere());
        prop_assert_eq!(compare(timed(&one), timed(&one)).elsewhere, vec![]);
    }
}
