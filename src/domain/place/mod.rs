//! Positions on the WGS-84 ellipsoid, longitude first; how far apart they are; the datums they come in.

mod chord;
mod datum;
mod dms;
mod footprint;
mod gauss_krueger;
mod geodesic;
mod measure;
mod position;
mod shape;
mod sound;
mod sphere;
mod sun;
mod written;

pub use chord::{Compass, Ecef, distance_by_chord_m, longest_of_chord_m, patch_sag_m};
pub use datum::{Datum, is_shifted_there};
pub use dms::{Angle, Axis, ReadPosition, format_dms, parse_angle, parse_position};
pub use footprint::Footprint;
pub use gauss_krueger::GaussKrueger;
pub use geodesic::{bearing_deg, distance_m};
pub use measure::{LARGEST_REACH_M, Measured, buffer, circle, length_m, measure};
pub use position::{OutOfRange, Position};
pub use shape::{bounds, middle_of, nearest_on};
pub use sound::{Fault, Flaw, Sound, sound};
pub use sphere::{MEAN_RADIUS_M, sphere_m};
pub use sun::next_sunset;
pub use written::{Form, Given, read_position};
