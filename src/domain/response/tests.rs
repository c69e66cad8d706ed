//! Operators on their boundaries, what is not known, groups, proposals, and the example on a storm of the archive.

mod district;
mod judging;
mod storms;
