//! What threatens a place, and how it stands: pure functions of registers, series and a time.

pub mod reservoir;
