//! One question put to the solvers, and the answer in one form.

use crate::domain::plan::{
    assign::{
        GoOn, NO_WAY, NoPlan, Split, Table, TableError, Unplaced, Whole, Wish, split, together, worst, worst_together,
    },
    evacuation::{
        Choices, Goal, Group, Keep, Party, Problem, Shelter,
        needed::needed,
        parties::{longest, parties},
    },
};

/// Who goes where, as numbers of parties and shelters.
#[derive(Debug)]
pub struct Solved {
    /// What was asked.
    pub problem: Problem,
    /// The shelters of the problem, by their numbers among all.
    pub columns: Vec<usize>,
    /// Party, shelter of the problem, people.
    pub flows: Vec<(usize, usize, u32)>,
    /// People of each party without a place.
    pub unplaced: Vec<u32>,
    /// Whether no plan is better.
    pub optimal: bool,
    /// No plan costs less, priorities included.
    pub bound: u64,
    /// How much of the cost, priorities included, a better plan could save at most, 0 to 1.
    pub gap: f64,
    /// Parties that no shelter could take whole and that were divided.
    pub divided: Vec<usize>,
}

impl Solved {
    /// People without a place.
    pub fn unplaced_people(&self) -> u64 {
        self.unplaced.iter().map(|people| u64::from(*people)).sum()
    }
}

/// More pairs of parties and shelters than these are not tried: they would fill the memory.
const MOST_PAIRS: usize = 80_000_000;

/// Finds the best plan, or a good one where villages or households stay together, with the shelters that are `kept`.
/// `rows`: the cost of each group's way to each shelter. `limit`: the most a way may cost.
///
/// # Errors
/// [`NoPlan`] when `go_on` stops it before there is any plan, or when numbers are too large to be summed.
pub fn solve(
    groups: &[Group],
    (shelters, kept): (&[Shelter], &[usize]),
    rows: &[Vec<u64>],
    choices: &Choices,
    limit: Option<u64>,
    go_on: GoOn<'_>,
) -> Result<Solved, NoPlan> {
    let asking = Asking { parties: parties(groups, choices), groups, shelters, kept, rows };
    if choices.goal == Goal::Total {
        let (problem, columns) = asking.problem(choices, limit)?;
        return under(problem, columns, choices, go_on);
    }
    // The longest way comes before all priorities: it is sought as if there were none.
    let plain = Choices { own_first: false, county_last: false, ..choices.clone() };
    let longest = asking.longest(&plain, limit)?;
    let (least, exact) = match choices.keep {
        Keep::Free => (worst(&longest, None, go_on)?.limit, true),
        Keep::Households | Keep::Villages => {
            let found = worst_together(&longest, Whole::default(), go_on)?;
            (found.limit, found.limit == found.least_limit && found.plan.standing.optimal)
        }
    };
    let (problem, columns) = asking.problem(choices, Some(limit.map_or(least, |limit| limit.min(least))))?;
    let mut solved = under(problem, columns, choices, go_on)?;
    solved.optimal &= exact;
    Ok(solved)
}

/// Who and where to, whatever is asked of it.
struct Asking<'a> {
    parties: Vec<Party>,
    groups: &'a [Group],
    shelters: &'a [Shelter],
    kept: &'a [usize],
    rows: &'a [Vec<u64>],
}

/// The shelters that are needed: which they are, themselves, and every group's ways to them alone.
struct Narrowed {
    columns: Vec<usize>,
    shelters: Vec<Shelter>,
    rows: Vec<Vec<u64>>,
}

impl Asking<'_> {
    fn narrowed(&self, choices: &Choices, limit: Option<u64>) -> Result<Narrowed, NoPlan> {
        let columns = needed(&self.parties, self.groups, (self.shelters, self.kept), self.rows, choices, limit);
        if self.parties.len().saturating_mul(columns.len()) > MOST_PAIRS {
            return Err(TableError::TooLarge.into());
        }
        let shelters = columns.iter().filter_map(|at| self.shelters.get(*at).cloned()).collect();
        let row = |row: &Vec<u64>| columns.iter().map(|at| row.get(*at).copied().unwrap_or(NO_WAY)).collect();
        let rows = self.rows.iter().map(row).collect();
        Ok(Narrowed { columns, shelters, rows })
    }

    fn problem(&self, choices: &Choices, limit: Option<u64>) -> Result<(Problem, Vec<usize>), NoPlan> {
        let Narrowed { columns, shelters, rows } = self.narrowed(choices, limit)?;
        Ok((Problem::new(self.parties.clone(), self.groups, &shelters, &rows, choices, limit)?, columns))
    }

    /// The longest way of anybody of a party to each shelter.
    fn longest(&self, choices: &Choices, limit: Option<u64>) -> Result<Table, NoPlan> {
        let Narrowed { shelters, rows, .. } = self.narrowed(choices, limit)?;
        Ok(longest(&self.parties, self.groups, &shelters, &rows, choices, limit)?)
    }
}

fn under(problem: Problem, columns: Vec<usize>, choices: &Choices, go_on: GoOn<'_>) -> Result<Solved, NoPlan> {
    match choices.keep {
        Keep::Free => Ok(divided(problem, columns, |table| split(table, Wish::default(), go_on))?),
        Keep::Households | Keep::Villages => {
            let whole = Whole { unplaced: Unplaced::Fewest, ..Whole::default() };
            let plan = together(&problem.table, whole, go_on)?;
            let flows = plan.flows.iter().map(|flow| (flow.group as usize, flow.shelter as usize, flow.people));
            Ok(Solved {
                columns,
                flows: flows.collect(),
                unplaced: plan.unplaced,
                optimal: plan.standing.optimal,
                bound: plan.standing.bound,
                gap: plan.standing.gap(),
                divided: plan.divided.iter().map(|divided| divided.group as usize).collect(),
                problem,
            })
        }
    }
}

fn divided(
    problem: Problem,
    columns: Vec<usize>,
    solve: impl FnOnce(&Table) -> Result<Split, NoPlan>,
) -> Result<Solved, NoPlan> {
    let plan = solve(&problem.table)?;
    let flows = plan.flows.iter().map(|flow| (flow.group as usize, flow.shelter as usize, flow.people)).collect();
    Ok(Solved {
        columns,
        flows,
        unplaced: plan.unplaced,
        optimal: true,
        bound: plan.cost,
        gap: 0.0,
        divided: Vec::new(),
        problem,
    })
}
