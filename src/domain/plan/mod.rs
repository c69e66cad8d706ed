//! Proposals: who goes where. A plan says what it optimised and what it could not place; a person accepts it.

pub mod assign;
pub mod evacuation;
pub mod merge;
