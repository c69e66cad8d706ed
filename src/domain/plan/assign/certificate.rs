//! Proof that a divided plan is the best: prices that no pair undercuts.

use std::collections::BTreeMap;

use crate::domain::plan::assign::{
    split::{Split, Wish},
    table::{NO_WAY, Table},
};

/// What is wrong with a plan or its prices.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Flaw {
    /// People of a group are lost or counted twice.
    #[error("group {0}: placed and unplaced are not its people")]
    People(usize),
    /// A shelter has more than there is room.
    #[error("shelter {0}: more people than room")]
    Room(usize),
    /// A barred pair is used, or one beyond the limit.
    #[error("group {0} may not go to shelter {1}")]
    Barred(usize, usize),
    /// A pair would make the plan cheaper, or one in use is not worth its cost.
    #[error("group {0}, shelter {1}: the price does not fit")]
    Pair(usize, usize),
    /// The price of a group that has unplaced people is not that of an unplaced person, or above it.
    #[error("group {0}: the price does not fit its unplaced people")]
    Group(usize),
    /// A shelter with free places has a price, or one is negative.
    #[error("shelter {0}: the price does not fit its free places")]
    Shelter(usize),
    /// The cost said is not that of the plan.
    #[error("the cost is not that of the plan")]
    Cost,
}

impl Split {
    /// Checks the plan against the whole table: people are conserved, rooms hold, no barred pair is used, and the
    /// prices are feasible and complementary over all pairs. By the duality of linear programmes there is then no
    /// better plan; with [`crate::domain::plan::assign::Unplaced::Fewest`] none that places more people either.
    ///
    /// # Errors
    /// The first [`Flaw`] found.
    pub fn certify(&self, table: &Table, wish: Wish) -> Result<(), Flaw> {
        let limit = wish.limit.unwrap_or(NO_WAY - 1);
        let used: BTreeMap<(usize, usize), u32> =
            self.flows.iter().map(|flow| ((flow.group as usize, flow.shelter as usize), flow.people)).collect();
        self.conserves(table, &used)?;
        if self.group_price.len() != table.people().len() || self.shelter_price.len() != table.room().len() {
            return Err(Flaw::Group(table.people().len()));
        }
        let placed_at_cost: u128 = used
            .iter()
            .map(|((group, shelter), people)| u128::from(*people) * u128::from(table.cost(*group, *shelter)))
            .sum();
        if placed_at_cost != u128::from(self.cost) {
            return Err(Flaw::Cost);
        }
        for (group, own) in self.group_price.iter().enumerate() {
            let unplaced = self.unplaced.get(group).copied().unwrap_or(0);
            if *own > self.price || (unplaced > 0 && *own != self.price) {
                return Err(Flaw::Group(group));
            }
            for (shelter, (cost, price)) in table.row(group).iter().zip(&self.shelter_price).enumerate() {
                let barred = *cost == NO_WAY || *cost > limit;
                if !barred && reduced(*cost, *own, *price) < 0 {
                    return Err(Flaw::Pair(group, shelter));
                }
            }
        }
        for (group, shelter) in used.iter().filter(|(_, people)| **people > 0).map(|(pair, _)| *pair) {
            let cost = table.cost(group, shelter);
            if cost == NO_WAY || cost > limit {
                return Err(Flaw::Barred(group, shelter));
            }
            let prices = self.group_price.get(group).zip(self.shelter_price.get(shelter));
            if prices.is_none_or(|(own, price)| reduced(cost, *own, *price) != 0) {
                return Err(Flaw::Pair(group, shelter));
            }
        }
        Ok(())
    }

    fn conserves(&self, table: &Table, used: &BTreeMap<(usize, usize), u32>) -> Result<(), Flaw> {
        let mut left: Vec<i64> = table.people().iter().map(|people| i64::from(*people)).collect();
        let mut free: Vec<i64> = table.room().iter().map(|room| i64::from(*room)).collect();
        for ((group, shelter), people) in used {
            let (Some(left), Some(free)) = (left.get_mut(*group), free.get_mut(*shelter)) else {
                return Err(Flaw::Barred(*group, *shelter));
            };
            *left -= i64::from(*people);
            *free -= i64::from(*people);
        }
        let unplaced = left.iter().zip(&self.unplaced).position(|(left, said)| *left != i64::from(*said));
        if let Some(group) = unplaced.or((left.len() != self.unplaced.len()).then_some(self.unplaced.len())) {
            return Err(Flaw::People(group));
        }
        if let Some(shelter) = free.iter().position(|free| *free < 0) {
            return Err(Flaw::Room(shelter));
        }
        let wrong =
            free.iter().zip(&self.shelter_price).position(|(free, price)| *price < 0 || (*free > 0 && *price != 0));
        wrong.map_or(Ok(()), |shelter| Err(Flaw::Shelter(shelter)))
    }
}

fn reduced(cost: u64, own: i64, price: i64) -> i128 {
    i128::from(cost) - i128::from(own) + i128::from(price)
}
