//! The panels: functions that draw a view and return what was chosen.

pub mod layers;
