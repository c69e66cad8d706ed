//! What threatens a place, and what is in its way: pure functions of registers, series, tracks and a time.

pub mod downstream;
pub mod exposure;
pub mod rain;
pub mod reservoir;
pub mod signal;
pub mod typhoon;
