//! Who goes to which shelter: people, places and costs as plain tables.
//!
//! [`split`] divides groups freely and is exact, with a proof. [`together`] keeps each group whole, with a bound. [`worst`] and
//! [`worst_together`] make the longest way short first.
//! All are functions of their arguments; who calls them says when to stop ([`GoOn`]).

mod certificate;
mod chance;
mod column;
mod progress;
mod reach;
mod split;
mod start;
mod table;
#[cfg(test)]
mod tests;
mod together;
mod tree;
mod worst;

pub use certificate::Flaw;
pub use progress::{GoOn, Progress, Standing};
pub use split::{Flow, NoPlan, Split, Wish, split};
pub use table::{NO_WAY, Table, TableError, Unplaced};
pub use together::{Divided, Together, Whole, together};
pub use worst::{Worst, worst, worst_together};
