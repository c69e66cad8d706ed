//! Rain: what fell at a station over a time, over a township by Thiessen polygons, and what that means for the villages
//! that a flash flood (山洪) can reach.
//!
//! Rain is millimetres, times are UTC, windows are hours. Source of the rules: domain notes B2 (GB/T 28592-2012).
//!
//! - An amount belongs to the interval that ends at its time ([`series::Amount`]).
//! - A sum says how much of its window was measured ([`series::Sum`]); what was not measured is unknown, never 0.
//! - A sum with a hole is a lower bound: it can call a village out, and never says that all is well.
//! - A station that is silent for two hours says nothing of now.

pub mod forecast;
pub mod grade;
pub mod series;
pub mod standing;
pub mod thiessen;
mod village;
pub mod warning;

pub use forecast::Forecast;
pub use grade::Grade;
pub use series::{Amount, ENOUGH, RainSeries, Sum, WINDOWS_HOURS};
pub use standing::{Mean, Rain, StationRain, TownshipRain, VillageRain, rain};
pub use village::NEAR_M;
pub use warning::{Call, Thresholds, Verdict};

#[cfg(test)]
mod tests;
