//! What there is to show, as plain data in the user's words.

pub mod layers;
mod words;

pub use words::Words;
