//! What the divided plan says of whole groups: prices to go by, and how good a plan can be at best.

use crate::domain::plan::assign::{
    progress::GoOn,
    split::{Flow, NoPlan, Split, Wish, split},
    table::{NO_WAY, Table, Unplaced},
};

/// A price that puts placing before cost, and whether it does so for certain: sums must stay countable.
pub(super) fn hard_price(table: &Table) -> (i64, bool) {
    let (dearest, people) = (u128::from(table.dearest()), u128::from(table.people_total()));
    let (wanted, most) = (dearest * people + 1, (1 << 61) / (people + 1));
    (wanted.min(most) as i64, wanted <= most)
}

/// The divided plan of the units.
pub(super) struct Guide {
    /// What an unplaced person is priced at in the bound.
    pub price: i64,
    /// People times cost and the unplaced at that price: no plan of whole units is better.
    pub value: i64,
    /// No plan leaves fewer people.
    pub least_unplaced: u64,
    /// Whether people are left for whom there is a way, but no room.
    pub tight: bool,
    /// Who goes where when units are divided.
    pub flows: Vec<Flow>,
    /// The price of placing a person of each unit.
    pub group_price: Vec<i64>,
    /// The price of a place in each shelter.
    pub shelter_price: Vec<i64>,
}

impl Guide {
    /// From the units' table, in which pairs are barred where the unit does not fit. When the caller breaks there
    /// are no prices to go by, and nothing is known of the best.
    pub fn of(units: &Table, unplaced: Unplaced, go_on: GoOn<'_>) -> Result<Self, NoPlan> {
        match Self::asked(units, unplaced, go_on) {
            Err(NoPlan::Stopped) => Ok(Self::unknown(units, unplaced)),
            told => told,
        }
    }

    fn asked(units: &Table, unplaced: Unplaced, go_on: GoOn<'_>) -> Result<Self, NoPlan> {
        let divided = split(units, Wish { unplaced, limit: None }, go_on)?;
        let (least, stuck) = (people(&divided), stuck(units));
        if let Unplaced::Costs(_) = unplaced {
            return Ok(Self::from(divided, stuck, least > stuck));
        }
        if least == 0 {
            // All can be placed in parts. The price only has to be above what the prices of the plan make of it.
            let most = ((1_u64 << 61) / (units.people_total() + 1)) as i64;
            let price = divided.group_price.iter().copied().max().unwrap_or(0).max(moderate(units)).min(most);
            return Ok(Self { price, ..Self::from(divided, 0, false) });
        }
        // Prices that stand for "at any cost" say little of costs.
        let unplaced = Unplaced::Costs(moderate(units).unsigned_abs());
        Ok(Self::from(split(units, Wish { unplaced, limit: None }, go_on)?, least, least > stuck))
    }

    fn from(divided: Split, least_unplaced: u64, tight: bool) -> Self {
        let value = divided.cost as i64 + divided.price * people(&divided) as i64;
        Self {
            // Where all are placed that price may be astronomical, and counts for nothing.
            price: divided.price,
            value,
            least_unplaced,
            tight,
            flows: divided.flows,
            group_price: divided.group_price,
            shelter_price: divided.shelter_price,
        }
    }

    fn unknown(units: &Table, unplaced: Unplaced) -> Self {
        let price = match unplaced {
            Unplaced::Fewest => moderate(units),
            Unplaced::Costs(price) => price as i64,
        };
        Self {
            price,
            value: 0,
            least_unplaced: stuck(units),
            tight: true,
            flows: Vec::new(),
            group_price: vec![0; units.people().len()],
            shelter_price: vec![0; units.room().len()],
        }
    }
}

/// A price above what any one way costs.
const fn moderate(units: &Table) -> i64 {
    units.dearest() as i64 * 2 + 1
}

fn people(divided: &Split) -> u64 {
    divided.unplaced.iter().map(|people| u64::from(*people)).sum()
}

/// People who have no way at all.
fn stuck(units: &Table) -> u64 {
    let of = |(unit, people): (usize, &u32)| {
        let any = units.row(unit).iter().any(|cost| *cost != NO_WAY);
        if any { 0 } else { u64::from(*people) }
    };
    units.people().iter().enumerate().map(of).sum()
}
