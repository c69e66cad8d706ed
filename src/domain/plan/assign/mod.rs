//! Who goes to which shelter: people, places and costs as plain tables.
//!
//! [`split`] divides groups freely and is exact.

mod certificate;
mod column;
mod split;
mod start;
mod table;
mod tree;

pub use certificate::Flaw;
pub use split::{Flow, NoPlan, Split, Wish, split};
pub use table::{NO_WAY, Table, TableError, Unplaced};
