//! The panels: functions that draw a view and return what was chosen.

pub mod card;
pub mod invitation;
pub mod journal;
pub mod layers;
pub mod nearest;
pub mod notice;
pub mod search;
pub mod status;
pub mod top;
