//! A plan at once: who would lose most by waiting is placed first.

use std::collections::BinaryHeap;

use crate::domain::plan::assign::{
    column::Column,
    split::Flow,
    table::{NO_WAY, Table},
    together::search::Search,
};

/// The ways of each unit that are likely to be good: cheapest with the price of a place added; with `out` also the
/// one to nowhere.
pub(super) fn ways(units: &Table, shelter_price: &[i64], count: usize, out: bool) -> Vec<Vec<u32>> {
    let nowhere = out.then_some(units.room().len() as u32);
    (0..units.people().len())
        .map(|unit| {
            let row = units.row(unit).iter().zip(shelter_price).zip(0_u32..);
            let mut ways: Vec<(i64, u32)> = row
                .filter(|((cost, _), _)| **cost != NO_WAY)
                .map(|((cost, price), shelter)| (*cost as i64 + price, shelter))
                .collect();
            if ways.len() > count {
                ways.select_nth_unstable(count);
                ways.truncate(count);
            }
            ways.sort_unstable();
            ways.into_iter().map(|(_, shelter)| shelter).chain(nowhere).collect()
        })
        .collect()
}

/// Where the divided plan has most of each unit. Shelters may then be too full.
pub(super) fn mostly(units: &Table, flows: &[Flow]) -> Column<u32> {
    let mut at = Column::filled(units.room().len() as u32, units.people().len());
    let mut most = Column::filled(0_u32, units.people().len());
    for flow in flows {
        if flow.people > most.at(flow.group) {
            most.set(flow.group, flow.people);
            at.set(flow.group, flow.shelter);
        }
    }
    at
}

/// Places units by greatest regret: what the second best place would cost more than the best.
pub(super) fn greedy(search: &mut Search<'_>, units: &Table, shelter_price: &[i64]) {
    let look = |search: &Search<'_>, unit: u32| -> Option<(i64, u32, u32)> {
        let people = search.people(unit);
        let (mut best, mut second) = ((i64::MAX, u32::MAX), i64::MAX);
        for ((cost, price), shelter) in units.row(unit as usize).iter().zip(shelter_price).zip(0_u32..) {
            if *cost == NO_WAY || *cost as i64 > search.price() || search.free(shelter) < people {
                continue;
            }
            let cost = (*cost as i64 + price) * people;
            if (cost, shelter) < best {
                second = best.0;
                best = (cost, shelter);
            } else {
                second = second.min(cost);
            }
        }
        (best.1 != u32::MAX).then(|| (second.saturating_sub(best.0), u32::MAX - unit, best.1))
    };
    let mut heap: BinaryHeap<(i64, u32, u32)> =
        search.outside().iter().filter_map(|unit| look(search, *unit)).collect();
    while let Some((_, turned, shelter)) = heap.pop() {
        let unit = u32::MAX - turned;
        if search.free(shelter) >= search.people(unit) {
            search.put(unit, shelter);
        } else {
            heap.extend(look(search, unit));
        }
    }
}
