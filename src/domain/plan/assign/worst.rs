//! The greatest cost of anybody placed made least first, then the total: nobody goes very far.

use std::ops::ControlFlow;

use crate::domain::plan::assign::{
    progress::{GoOn, Progress},
    reach::most_placed,
    split::{Flow, NoPlan, Split, Wish, split},
    table::{Table, Unplaced},
    together::{Together, Whole, together, under, whole_units},
};

/// Rounds in which a plan of whole groups is sought under a limit before the limit counts as too low.
const ROUNDS_A_LIMIT: u64 = 32;

/// A plan under the least limit that was found.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Worst<P> {
    /// The greatest cost of anybody placed.
    pub limit: u64,
    /// No plan that places as many has a lower one. Divided plans reach it.
    pub least_limit: u64,
    /// The plan: at least total cost under this limit.
    pub plan: P,
}

/// As many people as can be are placed; of such plans one whose greatest cost is least; of those the one of least
/// total. By bisection over the limit, exact.
///
/// # Errors
/// As [`split`].
pub fn worst(table: &Table, most: Option<u64>, go_on: GoOn<'_>) -> Result<Worst<Split>, NoPlan> {
    let free = split(table, Wish { unplaced: Unplaced::Fewest, limit: most }, go_on)?;
    let placed = table.people_total() - people(&free.unplaced);
    let limit = least_limit(table, greatest(table, &free.flows), placed);
    let plan = split(table, Wish { unplaced: Unplaced::Fewest, limit: Some(limit) }, go_on)?;
    Ok(Worst { limit, least_limit: limit, plan })
}

/// The least limit under which so many can be placed; `high` is one.
fn least_limit(table: &Table, mut high: u64, placed: u64) -> u64 {
    let mut low = if placed == table.people_total() { farthest_nearest(table, high) } else { 0 };
    while low < high {
        let middle = low + (high - low) / 2;
        match most_placed(table, middle) {
            (fewer, _) if fewer < placed => low = middle + 1,
            (_, greatest) => high = greatest,
        }
    }
    high
}

/// As [`worst`], each group whole as [`together`] has it: a good limit and a good plan, with the least limit that
/// divided groups would allow as a bound. Stopped, it answers with the best so far.
///
/// # Errors
/// As [`together`].
pub fn worst_together(table: &Table, whole: Whole<'_>, go_on: GoOn<'_>) -> Result<Worst<Together>, NoPlan> {
    let mut stopped = false;
    let mut plan = together(table, Whole { rounds: whole.rounds.min(ROUNDS_A_LIMIT), ..whole }, &mut |progress| {
        let flow = go_on(progress);
        stopped |= flow.is_break();
        flow
    })?;
    let mut high = greatest(table, &plan.flows);
    // Whole groups that are placed so can be placed in parts as well.
    let units = whole_units(table, whole)?;
    let mut low = least_limit(&units, high, units.people_total() - people(&plan.unplaced));
    let least_limit = low;
    while low < high && !stopped {
        let middle = low + (high - low) / 2;
        let unplaced = people(&plan.unplaced);
        let rounds = whole.rounds.min(ROUNDS_A_LIMIT);
        let tried = under(table, Whole { rounds, ..whole }, Some(middle), &mut |progress| {
            stopped |= go_on(progress).is_break();
            let enough = matches!(progress, Progress::Keeping(standing) if standing.unplaced <= unplaced);
            if stopped || enough { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        if people(&tried.unplaced) > unplaced {
            low = middle + 1;
        } else {
            high = greatest(table, &tried.flows);
            plan = tried;
        }
    }
    if !stopped {
        let last = under(table, whole, Some(high), go_on)?;
        if people(&last.unplaced) <= people(&plan.unplaced) {
            plan = last;
        }
    }
    Ok(Worst { limit: greatest(table, &plan.flows), least_limit, plan })
}

fn people(unplaced: &[u32]) -> u64 {
    unplaced.iter().map(|people| u64::from(*people)).sum()
}

fn greatest(table: &Table, flows: &[Flow]) -> u64 {
    flows.iter().map(|flow| table.cost(flow.group as usize, flow.shelter as usize)).max().unwrap_or(0)
}

/// The cost of the nearest shelter of the group that has it farthest: less is no limit under which all have a way.
fn farthest_nearest(table: &Table, most: u64) -> u64 {
    let groups = table.people().iter().enumerate().filter(|(_, people)| **people > 0);
    let nearest = |(group, _): (usize, &u32)| {
        let row = table.row(group).iter().zip(table.room());
        row.filter(|(cost, room)| **cost <= most && **room > 0).map(|(cost, _)| *cost).min()
    };
    groups.filter_map(nearest).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::plan::assign::NO_WAY;

    fn all(_: &Progress) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    #[test]
    fn nobody_goes_far_where_a_longer_total_spares_it() {
        // Least total: 1 + 1 + 9 with the last one far; the least worst is 5 for each.
        let table = Table::new(vec![1, 1], vec![1, 1], vec![1, 5, 5, 10]).unwrap();
        assert_eq!(split(&table, Wish::default(), &mut all).unwrap().cost, 10);
        let found = worst(&table, None, &mut all).unwrap();
        assert_eq!((found.limit, found.plan.cost), (5, 10));
        let uneven = Table::new(vec![1, 1], vec![1, 1], vec![0, 5, 5, 9]).unwrap();
        let found = worst(&uneven, None, &mut all).unwrap();
        assert_eq!((found.limit, found.plan.cost), (5, 10));
        assert_eq!(split(&uneven, Wish::default(), &mut all).unwrap().cost, 9);
        let whole = worst_together(&uneven, Whole::default(), &mut all).unwrap();
        assert_eq!((whole.limit, whole.least_limit, whole.plan.cost), (5, 5, 10));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_lower_limit_places_as_many(
            people in prop::collection::vec(0_u32..9, 1..5),
            room in prop::collection::vec(0_u32..12, 1..5),
            costs in prop::collection::vec(prop_oneof![4 => 0_u64..50, 1 => Just(NO_WAY)], 16),
        ) {
            let cost = costs.into_iter().take(people.len() * room.len()).collect();
            let table = Table::new(people, room, cost).unwrap();
            let found = worst(&table, None, &mut all).unwrap();
            let wish = |limit| Wish { unplaced: Unplaced::Fewest, limit: Some(limit) };
            found.plan.certify(&table, wish(found.limit)).unwrap();
            let free = split(&table, Wish::default(), &mut all).unwrap();
            let (left, placed) = (super::people(&found.plan.unplaced), !found.plan.flows.is_empty());
            prop_assert_eq!(left, super::people(&free.unplaced));
            if placed && found.limit > 0 {
                let lower = split(&table, wish(found.limit - 1), &mut all).unwrap();
                prop_assert!(super::people(&lower.unplaced) > left);
            }
            let whole = worst_together(&table, Whole::default(), &mut all).unwrap();
            prop_assert!(whole.limit >= whole.least_limit);
        }
    }
}
