//! The road network: what roads are, where they meet, how long it takes to go along them.
//!
//! Roads are ordinary objects of the kind `road`. **Two roads meet where they have a vertex in common** (within a
//! centimetre); lines that merely cross do not, as under a bridge. An import sees to it that what meets shares
//! a vertex.

pub mod check;
mod clip;
mod closure;
mod cut;
mod graph;
mod halve;
mod index;
mod order;
mod reach;
mod road;
mod route;
mod search;
mod speeds;
mod steps;
mod stretch;
mod times;
mod topology;
mod ways;

pub use clip::{ClipArea, Clipped, clip};
pub use closure::{Closure, Cut, Cuts, closures};
pub use cut::{ROAD_WITHIN_M, cuts, road_near};
pub use graph::{Arc, Edge, Graph, Mended, length_m};
pub use index::{Segments, Snap, part, place_at};
pub use order::{is_order, order};
pub use reach::Reach;
pub use road::{Limits, OneWay, Road, RoadClass, RoadFields};
pub use route::{NoWay, Piece, Route};
pub use search::{NO_WAY, Reached, against, outward, search, search_to, strong_parts};
pub use speeds::{Access, Slope, SpeedError, SpeedTable, Straight, Vehicle, Weather};
pub use steps::{Step, Turn};
pub use stretch::{RoadStretch, stretch};
pub use times::{Towards, Tree};
pub use topology::{Joined, join};
pub use ways::{By, Guess, Network, Profile, Ways};

/// The kind whose objects are roads.
pub const ROAD: &str = "road";

/// The roads of a world by their uids, so that the same roads are the same graph however they came in.
pub fn roads(world: &crate::domain::world::World) -> Vec<Road> {
    let Some(layer) = world.layer(ROAD) else { return Vec::new() };
    let fields = RoadFields::of(layer.kind());
    let mut roads: Vec<Road> = layer.objects().flat_map(|object| fields.read(object)).collect();
    // The parts of one object stay in their order.
    roads.sort_by_key(|road| road.uid);
    roads
}

#[cfg(test)]
mod tests;
