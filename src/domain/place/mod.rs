//! Positions on the WGS-84 ellipsoid, longitude first, and how far apart they are.

mod position;

pub use position::{OutOfRange, Position};
