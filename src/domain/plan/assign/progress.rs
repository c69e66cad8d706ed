//! How far a plan is, and whether to go on.

use std::ops::ControlFlow;

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Progress {
    /// People are divided freely: so many exchanges were made.
    Dividing {
        /// Exchanges of the simplex.
        exchanges: u64,
    },
    /// Whole groups: there is a plan, and it is being improved.
    Keeping(Standing),
}

/// How good the best plan of whole groups is so far, and how good one can be.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Standing {
    /// Rounds of improvement done.
    pub round: u64,
    /// People who are not placed.
    pub unplaced: u64,
    /// No plan leaves fewer.
    pub least_unplaced: u64,
    /// People times cost of those placed; with a price for unplaced people, theirs too.
    pub objective: u64,
    /// No plan that leaves as few unplaced costs less; with a price for unplaced people, none at all.
    pub bound: u64,
    /// Whether the plan is proved to be the best.
    pub optimal: bool,
}

impl Standing {
    /// How much of the objective may still be saved at most, 0 to 1.
    pub fn gap(&self) -> f64 {
        match self.objective.saturating_sub(self.bound) {
            0 => 0.0,
            saved => saved as f64 / self.objective as f64,
        }
    }
}

/// Asked from time to time; `Break` stops the work. The domain knows no time: who asks does.
pub type GoOn<'a> = &'a mut dyn FnMut(&Progress) -> ControlFlow<()>;
