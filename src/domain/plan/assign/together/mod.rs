//! Groups kept together: each whole in one shelter.
//!
//! A generalised assignment problem, which nobody solves exactly at this size. There is a plan at once (greatest
//! regret first, with the prices of the divided plan), then it is improved by annealed exchanges as long as the
//! caller lets it, beside a lower bound that rises (Lagrangian). Few groups are solved exactly.

mod bound;
mod exact;
mod guide;
mod knapsack;
mod parts;
mod search;
mod start;
#[cfg(test)]
mod tests;

pub use parts::Divided;

use std::collections::BTreeMap;

use crate::domain::plan::assign::{
    chance::Chance,
    column::Column,
    progress::{GoOn, Progress, Standing},
    split::{Flow, NoPlan},
    table::{Table, TableError, Unplaced},
    together::{
        bound::Bound,
        guide::{Guide, hard_price},
        parts::Units,
        search::{Placing, Search},
    },
};

/// How many shelters of a unit are tried.
const WAYS: usize = 12;
/// Moves of a round for each unit.
const MOVES: u32 = 20;
/// Rounds of the first cooling; each later one is twice as long, up to the longest.
const FIRST_COOLING: u64 = 32;
const LONGEST_COOLING: u64 = 4_096;
/// The first temperature is what a unit costs on average, divided by this.
const HOT: f64 = 5.0;
/// One in so many people may be in a shelter that is too full when a cooling starts.
const CROWDED: f64 = 200.0;
/// Pairs for which the bound takes a step in every round.
const PAIRS_A_STEP: usize = 400_000;

/// What is asked of a plan of whole groups.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Whole<'a> {
    /// What it costs to leave a person unplaced.
    pub unplaced: Unplaced,
    /// Pairs that cost more are barred.
    pub limit: Option<u64>,
    /// Sizes of the households of each group; none where they are not known.
    pub households: &'a [Vec<u32>],
    /// Whether a group larger than any shelter it has a way to is divided, by household or else into the fewest
    /// parts; otherwise it is not placed.
    pub divide: bool,
    /// The seed of chance: the same seed and rounds make the same plan.
    pub seed: u64,
    /// Rounds of improvement at most.
    pub rounds: u64,
}

impl Default for Whole<'_> {
    fn default() -> Self {
        Self { unplaced: Unplaced::Fewest, limit: None, households: &[], divide: true, seed: 1, rounds: 1_000 }
    }
}

/// A plan of whole groups.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Together {
    /// Who goes where, by group and shelter.
    pub flows: Vec<Flow>,
    /// People of each group who are not placed.
    pub unplaced: Vec<u32>,
    /// People times cost, of those placed.
    pub cost: u64,
    /// How good it is, and how good one can be (with groups divided as they are here).
    pub standing: Standing,
    /// The groups that no shelter could take whole.
    pub divided: Vec<Divided>,
}

/// A good plan of whole groups, better the longer it is let. `go_on` is asked after each round; when it breaks, the
/// best plan so far is the answer.
///
/// # Errors
/// [`NoPlan::Table`] when costs are too large for the number of people.
pub fn together(table: &Table, whole: Whole<'_>, go_on: GoOn<'_>) -> Result<Together, NoPlan> {
    under(table, whole, None, go_on)
}

/// As [`together`], with ways that cost more than a limit barred; what is divided does not follow from that one.
pub(super) fn under(table: &Table, whole: Whole<'_>, limit: Option<u64>, go_on: GoOn<'_>) -> Result<Together, NoPlan> {
    let units = Units::of(table, whole, limit)?;
    let mut keeping = Keeping::sought(&units, whole, go_on)?;
    keeping.prove();
    keeping.improve(go_on);
    Ok(keeping.plan(table))
}

/// The table of the units that stay together.
pub(super) fn whole_units(table: &Table, whole: Whole<'_>) -> Result<Table, TableError> {
    Units::of(table, whole, None).map(|units| units.table)
}

/// Rounds in which the temperature falls.
#[derive(Clone, Copy)]
struct Cooling {
    done: u64,
    length: u64,
}

impl Cooling {
    /// 1 at the start, towards 0 at the end.
    fn left(self) -> f64 {
        1.0 - self.done as f64 / self.length as f64
    }
}

struct Keeping<'a> {
    units: &'a Units,
    whole: Whole<'a>,
    price: i64,
    ways: Vec<Vec<u32>>,
    bound: Bound<'a>,
    best: Placing,
    least_unplaced: u64,
    proved: bool,
    /// Whether places are short: then there is nothing to move on to.
    tight: bool,
    /// Where the divided plan has most of each unit.
    mostly: Column<u32>,
    /// What a person beyond a shelter's room counts for at first.
    crowd_price: i64,
    round: u64,
}

impl<'a> Keeping<'a> {
    /// A plan by regret, and what is needed to improve it.
    fn sought(units: &'a Units, whole: Whole<'a>, go_on: GoOn<'_>) -> Result<Self, NoPlan> {
        let table = &units.table;
        table.price(whole.unplaced)?;
        let price = match whole.unplaced {
            Unplaced::Fewest => hard_price(table).0,
            Unplaced::Costs(price) => i64::try_from(price).map_err(|_| TableError::TooLarge)?,
        };
        let guide = Guide::of(table, whole.unplaced, go_on)?;
        let out = whole.unplaced != Unplaced::Fewest;
        let ways = start::ways(table, &guide.shelter_price, WAYS, out);
        let mut search = Search::new(table, (price, whole.unplaced == Unplaced::Fewest), &ways);
        start::greedy(&mut search, table, &guide.shelter_price);
        let best = search.now;
        Ok(Self {
            units,
            whole,
            price,
            ways,
            bound: Bound::new(table, guide.price, &guide.group_price, guide.value),
            least_unplaced: guide.least_unplaced,
            best,
            proved: false,
            tight: guide.tight,
            mostly: start::mostly(table, &guide.flows),
            crowd_price: guide.shelter_price.iter().copied().max().unwrap_or(0),
            round: 0,
        })
    }

    /// The best plan, where there are few units.
    fn prove(&mut self) {
        let table = &self.units.table;
        if self.whole.unplaced == Unplaced::Fewest && !hard_price(table).1 {
            return;
        }
        if let Some(at) = exact::best(table, self.price) {
            let mut search = Search::new(table, (self.price, true), &self.ways);
            search.restore(&at);
            self.best = search.now;
            self.least_unplaced = self.best.unplaced;
            self.proved = true;
        }
    }

    fn standing(&self) -> Standing {
        let unplaced = self.best.unplaced as i64;
        let (objective, bound) = match self.whole.unplaced {
            Unplaced::Fewest => {
                (self.best.total - self.price * unplaced, self.bound.value - self.bound.price * unplaced)
            }
            Unplaced::Costs(_) => (self.best.total, self.bound.value),
        };
        let bound = if self.proved { objective } else { bound.clamp(0, objective) };
        Standing {
            round: self.round,
            unplaced: self.best.unplaced,
            least_unplaced: self.least_unplaced,
            objective: objective.unsigned_abs(),
            bound: bound.unsigned_abs(),
            optimal: objective <= bound
                && (self.best.unplaced <= self.least_unplaced || self.whole.unplaced != Unplaced::Fewest),
        }
    }

    /// Rounds of annealing, cooled over and over, and steps of the bound, until the plan is proved, the rounds are
    /// done or the caller breaks.
    fn improve(&mut self, go_on: GoOn<'_>) {
        let ways = std::mem::take(&mut self.ways);
        let fewest = self.whole.unplaced == Unplaced::Fewest;
        let mut search = Search::new(&self.units.table, (self.price, fewest), &ways);
        search.restore(if self.tight { &self.best.at } else { &self.mostly });
        let mut chance = Chance::new(self.whole.seed);
        let moves = (self.units.group.len() as u32).saturating_mul(MOVES);
        let pairs = self.units.table.people().len() * self.units.table.room().len();
        let (mut cooling, mut credit) = (Cooling { done: 0, length: FIRST_COOLING }, 0);
        loop {
            let standing = self.standing();
            let stop = go_on(&Progress::Keeping(standing)).is_break();
            if stop || standing.optimal || self.round >= self.whole.rounds {
                return;
            }
            self.crowd(&mut search, cooling);
            search.refill(&mut chance, &mut self.best);
            search.anneal(moves, self.temperature(cooling), &mut chance, &mut self.best);
            credit += PAIRS_A_STEP;
            if credit >= pairs && !self.bound.is_spent() {
                credit = 0;
                self.bound.step(self.best.total - (self.price - self.bound.price) * self.best.unplaced as i64);
            }
            self.round += 1;
            cooling.done += 1;
            if cooling.done == cooling.length {
                cooling = Cooling { done: 0, length: (cooling.length * 2).min(LONGEST_COOLING) };
                search.restore(&self.best.at);
                search.crowd_price = None;
            }
        }
    }

    /// Shelters may be too full at first, by fewer and fewer people, so that people move on from shelter to shelter
    /// as the divided plan has it; in the last quarter of a cooling no longer.
    fn crowd(&self, search: &mut Search<'_>, cooling: Cooling) {
        if self.tight || cooling.done * 4 >= cooling.length * 3 {
            search.spread();
            search.crowd_price = None;
            return;
        }
        let left = cooling.left();
        let allowed = (self.units.table.people_total() as f64 * left * left / CROWDED) as i64;
        let price = search.crowd_price.unwrap_or(self.crowd_price);
        let (by, most) = (price / 8 + 1, self.crowd_price.saturating_mul(64).saturating_add(1));
        search.crowd_price = Some(if search.crowded > allowed { price + by } else { price - by }.clamp(1, most));
    }

    /// People times cost: from a share of what a unit costs on average down to a fortieth of that.
    fn temperature(&self, cooling: Cooling) -> i64 {
        let placed = self.best.total - self.price * self.best.unplaced as i64;
        let hot = placed as f64 / HOT / self.units.group.len().max(1) as f64;
        let left = cooling.left();
        (hot * (left * left + 0.025)) as i64 + 1
    }

    fn plan(&self, table: &Table) -> Together {
        let shelters = table.room().len() as u32;
        let mut unplaced = vec![0; table.people().len()];
        let mut together: BTreeMap<(u32, u32), u32> = BTreeMap::new();
        let units = self.units.table.people().iter().zip(&self.units.group).zip(self.best.at.as_slice());
        for ((people, group), shelter) in units {
            match unplaced.get_mut(*group as usize) {
                Some(unplaced) if *shelter == shelters => *unplaced += people,
                _ if *people > 0 => *together.entry((*group, *shelter)).or_default() += people,
                _ => {}
            }
        }
        let flows = together.into_iter().map(|((group, shelter), people)| Flow { group, shelter, people }).collect();
        Together {
            flows,
            unplaced,
            cost: (self.best.total - self.price * self.best.unplaced as i64).unsigned_abs(),
            standing: self.standing(),
            divided: self.units.divided.clone(),
        }
    }
}
