//! Feeds: an address that is asked again and again for what is known now.
//!
//! - [`ask()`] makes one request, within limits of time and size, and returns bytes or a [`Fault`]. It knows nothing of what
//!   they mean, so that other feeds use the same.
//! - [`fetch()`] asks for storms: in two steps where an address has only their list.
//! - [`storms::read`] and [`rain::read`] are pure: bytes become storms or readings, or a [`Fault`] that says what was sent
//!   instead.
//! - [`Health`] says how a feed stands and when it is due: a function of the times given to it.
//! - [`kept`] has the last good answer on the disk, for the hours without one.
//!
//! An address may hold a key: no fault, file or message ever names it.

mod ask;
mod choice;
mod fault;
mod health;
pub mod kept;
mod listed;
pub mod rain;
pub mod storms;
mod text;

pub use ask::{Answer, ask, limits};
pub use choice::{MINUTES, RainFeed, StormFeed, host};
pub use fault::Fault;
pub use health::{Health, State};
pub use listed::fetch;
