//! The road network: what roads are, where they meet, how long it takes to go along them.
//!
//! Roads are ordinary objects of the kind `road`. **Two roads meet where they have a vertex in common** (within a
//! centimetre); lines that merely cross do not, as under a bridge. An import sees to it that what meets shares
//! a vertex.

mod clip;
mod graph;
mod road;
mod speeds;
mod topology;

pub use clip::{Clipped, Reach, clip};
pub use graph::{Arc, Edge, Graph, Mended, length_m};
pub use road::{Limits, OneWay, Road, RoadClass, RoadFields};
pub use speeds::{Access, Slope, SpeedError, SpeedTable, Straight, Vehicle, Weather};
pub use topology::{Joined, join};

/// The kind whose objects are roads.
pub const ROAD: &str = "road";
