//! The shell with no window: it owns the world and the store, and carries out commands.
//!
//! A command is prepared on the world as it is, becomes one [`crate::domain::edit::Action`], is committed by
//! the store's writer, and only then shown. One action is under way at a time; later commands wait their turn
//! and are prepared on the world that the earlier ones made.

pub mod alarm;
pub mod board;
pub mod change;
pub mod clock;
pub mod closure;
pub mod command;
pub mod evacuation;
pub mod export;
pub mod feed;
pub mod form;
pub mod history;
pub mod ids;
pub mod job;
mod line;
pub mod merge;
pub mod object;
pub mod offline;
pub mod operation;
pub mod person;
pub mod plot;
pub mod rain;
pub mod readings;
mod registering;
pub mod response;
pub mod restore;
pub mod returning;
pub mod roads;
pub mod sample;
pub mod shelter;
pub mod travel;
pub mod warning;

pub use clock::Clock;
pub use command::{Command, Desk, Draft, Refusal};
pub use job::{Job, Progress, Wake};
pub use operation::{Event, Opening, Operation};
pub use sample::Sample;
pub use travel::{Going, Travel};
