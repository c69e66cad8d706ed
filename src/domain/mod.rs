//! Pure: values and functions of values. No I/O, clock, threads, globals, egui, SQL, HTTP.

pub mod catalogue;
pub mod edit;
pub mod hazard;
pub mod model;
pub mod network;
pub mod place;
pub mod plan;
pub mod problem;
pub mod query;
pub mod response;
#[cfg(test)]
pub mod tests;
pub mod view;
pub mod world;
