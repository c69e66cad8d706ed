//! Emergency response (应急响应): levels Ⅳ to Ⅰ by hazard, the conditions that call for them, and the tasks they bring.
//!
//! - Conditions are data ([`Trigger`]): a metric, a window, an operator, a value, an area statistic, observed or forecast.
//!   Conditions of one level that share a group are met together; groups are alternatives.
//! - [`Condition::judge`] is a function of a [`Reading`] alone. What is too old or was not measured never meets a
//!   condition without saying so ([`Verdict`]).
//! - [`evaluate`] proposes; a person confirms. Nothing here raises a level by itself.
//!
//! Times are UTC. Source of the kinds of conditions: domain notes B1; the numbers shipped are an example ([`example`]).

mod condition;
mod evaluation;
pub mod example;
mod level;
mod measure;
mod metric;
mod plans;
mod standing;
mod task;
mod trigger;

#[cfg(test)]
mod tests;

pub use condition::{Condition, Operator, Reading, Verdict};
pub use evaluation::{Evaluation, Found, Group, HazardFound, Proposal, evaluate};
pub use level::ResponseLevel;
pub use measure::{Observed, Unmeasured, Watched};
pub use metric::{Basis, Metric, Stat};
pub use plans::{Library, PLAN, Plan, library};
pub use standing::{DECLINED, DECLINED_HOURS, Declined, InForce, about_hazard, declined, in_force};
pub use task::{Brought, Given, LEVEL_TASK, TASK, brought, given_tasks};
pub use trigger::{Broken, TRIGGER, Trigger, triggers};

/// The kind that responses are kept in: one object for each time that a response was started.
pub const RESPONSE: &str = "response";
