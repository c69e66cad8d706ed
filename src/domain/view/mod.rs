//! What there is to show, as plain data in the user's words.

mod words;

pub use words::Words;
