//! Packed R-trees over the places of a base: built once, never changed.
//!
//! Their boxes are three-dimensional, in metres, in a frame turned so that z points up in the middle of what it
//! holds. Turning keeps chords as they are, so distances are right anywhere on Earth, and over a district the
//! boxes are as tight as those of a flat map.

mod block;
mod frame;
mod tree;

use geo_types::Rect;

use crate::domain::{
    place::{Ecef, Position},
    world::index::{
        block::{Block, FAN, Here, Points},
        frame::Frame,
        tree::{Item, Tree},
    },
};

/// Where an object is, as the index takes it.
#[derive(Clone, Copy, Debug)]
pub enum Spot {
    /// At a point.
    Point(Position),
    /// Somewhere within these longitudes and latitudes.
    Within(Rect),
}

/// What a search has found in a slot.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    /// The number of the object.
    pub number: u32,
    /// The chord in metres: exact to a point, to anything else a lower bound.
    pub chord_m: f64,
    /// Where it stands in the index, when it is a point.
    pub point: Option<u32>,
}

/// The index: numbers of objects by their place.
#[derive(Debug)]
pub struct Index {
    frame: Frame,
    points: Tree<Points>,
    /// The position in each slot of the points, as it was given.
    places: Vec<Position>,
    shapes: Tree<Block>,
}

impl Index {
    /// An index of numbered spots.
    pub fn new(spots: &[(u32, Spot)]) -> Self {
        let frame = Frame::around(spots);
        let mut points = Vec::new();
        let mut shapes = Vec::new();
        for (number, spot) in spots {
            let (number, bounds) = (*number, frame.bounds(*spot));
            match spot {
                Spot::Point(place) => {
                    points.push(Item { number, bounds, content: (frame.turn((*place).into()), *place) });
                }
                Spot::Within(_) => shapes.push(Item { number, bounds, content: bounds }),
            }
        }
        let (points, points_in_order) = Tree::new(points, |leaf| Points::of(leaf.iter().map(|(at, _)| at)));
        let places = points_in_order.into_iter().map(|(_, place)| place).collect();
        Self { frame, points, places, shapes: Tree::new(shapes, Block::of).0 }
    }

    /// The point in a slot, as it was given and earth-centred.
    pub fn point(&self, slot: u32) -> Option<(Position, Ecef)> {
        let place = *self.places.get(slot as usize)?;
        let leaf = self.points.leaf(slot as usize / FAN)?;
        Some((place, self.frame.turn_back(leaf.point(slot as usize % FAN)?)))
    }

    /// Shows what is near, the near before the far as far as that is cheap. `visit` answers with the chord in
    /// metres beyond which nothing interests it any more; everything within it is shown.
    pub fn visit_near(&self, from: Ecef, mut visit: impl FnMut(Slot) -> f64) {
        let here = Here::from(self.frame.turn(from));
        let mut visit = |slot| {
            let reach_m = visit(slot);
            if reach_m < 0.0 { -1.0 } else { reach_m * reach_m }
        };
        let reach2 = self.points.visit_near(&here, f64::INFINITY, &mut visit);
        self.shapes.visit_near(&here, reach2, &mut visit);
    }

    /// The numbers of all whose boxes meet the box of these longitudes and latitudes: all that are in it, and
    /// perhaps some around it. In no order.
    pub fn around(&self, rect: Rect) -> Vec<u32> {
        let wanted = self.frame.bounds(Spot::Within(rect));
        let mut found = Vec::new();
        self.points.meeting(&wanted, |_, number| found.push(number));
        self.shapes.meeting(&wanted, |_, number| found.push(number));
        found
    }

    /// The numbers of the points around a box that `holds` takes, in no order: the objects are not looked at.
    pub fn points_around(&self, rect: Rect, holds: impl Fn(Position) -> bool) -> Vec<u32> {
        let wanted = self.frame.bounds(Spot::Within(rect));
        let mut found = Vec::new();
        self.points.meeting(&wanted, |slot, number| {
            if self.places.get(slot).is_some_and(|place| holds(*place)) {
                found.push(number);
            }
        });
        found
    }

    /// The numbers of all lines and areas whose boxes meet a box: all that are in it, and perhaps some around it.
    pub fn shapes_around(&self, rect: Rect) -> Vec<u32> {
        let wanted = self.frame.bounds(Spot::Within(rect));
        let mut found = Vec::new();
        self.shapes.meeting(&wanted, |_, number| found.push(number));
        found
    }
}
