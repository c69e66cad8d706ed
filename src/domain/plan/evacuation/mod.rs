//! Evacuation (人员转移): who must leave a danger, to which shelter, by which road, starting when.
//!
//! [`Called`] has people in groups, [`shelters`] the shelters that may take them and why the others may not,
//! [`plan`] the best use of both. Nothing is changed in the world: a plan is a proposal.

mod called;
mod choices;
mod compare;
mod danger;
mod deadline;
mod finding;
mod holds;
mod needed;
mod parties;
mod plan;
mod planning;
mod share;
mod shelters;
mod solve;
mod standing;
mod step;
mod timing;
pub mod typed;
mod ways;

pub use called::{Basis, Called, Counting, Group, GroupKind, Member};
pub use choices::{Choices, Goal, Keep};
pub use compare::{Comparison, Elsewhere, Figures, Timed, Whither, Who, compare, who};
pub use danger::{BadDanger, Danger, in_force};
pub use deadline::{Deadline, DeadlineKind};
#[cfg(test)]
pub use finding::called_by_list;
pub use holds::{Fault, Trouble, troubles};
pub use parties::{Party, Problem};
pub use plan::{Placement, Plan, Relax, Remedy, Unplaced, WhyUnplaced};
pub use planning::plan;
pub use shelters::{Barred, Level, Shelter, Wanted, shelters};
pub use step::{Halt, Stage, Step, StepOn};
pub use timing::{Clearance, Fleet, Times, Timetable, Trip, timetable};
