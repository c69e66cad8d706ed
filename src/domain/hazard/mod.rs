//! Hazards: what is coming, and who and what is in it.

pub mod exposure;
