//! Positions on the WGS-84 ellipsoid, longitude first, and how far apart they are.

mod chord;
mod geodesic;
mod position;
mod shape;

pub use chord::{Ecef, distance_by_chord_m, longest_of_chord_m, patch_sag_m, short_bearing_deg};
pub use geodesic::{bearing_deg, distance_m};
pub use position::{OutOfRange, Position};
pub use shape::{bounds, nearest_on};
