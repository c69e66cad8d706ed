//! What threatens a district, and what is in its way.

pub mod typhoon;
