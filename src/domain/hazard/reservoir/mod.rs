//! Reservoirs and ponds: the flood limit in force, how far a level is over it, what room is left, what the level does.
//!
//! Levels are metres over a vertical datum that is said with them, volumes 10^4 m3 (万m³), times UTC, days Beijing's.
//! Source of the rules: domain notes B3 (SL 252-2017 classes; the season rule of Zhejiang's water offices).
//!
//! - A level is judged by the limit of the day on which it was measured ([`limit::limit_at`]).
//! - A level at its limit is not over it; a millimetre more is ([`limit::over_by_m`]).
//! - A station that fell silent over its limit stays in alarm: silence is no all-clear ([`Dam::state`]).
//! - What is outside a capacity curve is not known; nothing is extrapolated ([`curve::CapacityCurve`]).

pub mod crossing;
pub mod curve;
pub mod dam;
pub mod datum;
pub mod flow;
pub mod limit;
pub mod season;
pub mod series;
pub mod standing;

pub use crossing::{Crossing, Direction, LimitLine, Line};
pub use curve::CapacityCurve;
pub use dam::{Dam, DamFields, WaterState};
pub use datum::{Level, MixedDatums, VerticalDatum};
pub use flow::{Flow, Flows};
pub use limit::{Basis, Levels, Limit, SizeClass};
pub use season::{Season, season_at};
pub use standing::{DamStanding, Flood, Measured, flood};

#[cfg(test)]
mod tests;
