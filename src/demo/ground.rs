//! The lie of the land: township areas, water, and where there is room for one more thing.

use geo_types::MultiPolygon;

use crate::demo::{
    outline::OUTLINE,
    shape::{Spot, bounds, in_box, inside, ring_of},
    towns::areas,
    water::Waters,
};

/// The land as the generator knows it.
#[derive(Debug)]
pub(super) struct Ground {
    /// The area of each township.
    pub areas: Vec<MultiPolygon>,
    rings: Vec<Vec<([f64; 4], Vec<Spot>)>>,
    pub waters: Waters,
}

impl Ground {
    pub(super) fn new() -> Self {
        let areas = areas();
        let rings =
            areas.iter().map(|area| area.iter().map(ring_of).map(|ring| (bounds(&ring), ring)).collect()).collect();
        Self { areas, rings, waters: Waters::new() }
    }

    /// Whether a place is in a township.
    pub(super) fn in_town(&self, town: usize, spot: Spot) -> bool {
        self.rings
            .get(town)
            .is_some_and(|rings| rings.iter().any(|(bounds, ring)| in_box(bounds, spot, 0.0) && inside(ring, spot)))
    }

    /// Whether a place is in the district.
    pub(super) fn in_district(&self, spot: Spot) -> bool {
        inside(&OUTLINE, spot)
    }

    /// The township of a place.
    pub(super) fn town_at(&self, spot: Spot) -> Option<usize> {
        (0..self.rings.len()).find(|town| self.in_town(*town, spot))
    }

    /// Whether a place is on land, with so many metres to spare.
    pub(super) fn is_dry(&self, spot: Spot, spare_m: f64) -> bool {
        self.waters.is_dry(spot, spare_m)
    }
}
