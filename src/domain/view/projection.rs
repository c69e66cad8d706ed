//! Web Mercator: from degrees to the screen and back. Both painters and the label placement use it.

use std::f64::consts::PI;

use geo_types::{Coord, Geometry};

use crate::domain::place::Position;

/// The world is this many pixels wide at zoom 0.
pub const TILE_PX: f64 = 256.0;
/// The least and the greatest zoom a map is shown at.
pub const ZOOMS: [f64; 2] = [3.0, 19.0];
/// The latitude where Web Mercator ends, degrees.
const LAST_LATITUDE: f64 = 85.051_128_779_806_6;
/// Equatorial radius of WGS-84, metres.
const EQUATORIAL_RADIUS_M: f64 = 6_378_137.0;
/// First eccentricity squared of WGS-84.
const ECCENTRICITY_SQUARED: f64 = 0.006_694_379_990_14;

/// A box in degrees; west is less than east.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Least longitude.
    pub west: f64,
    /// Least latitude.
    pub south: f64,
    /// Greatest longitude.
    pub east: f64,
    /// Greatest latitude.
    pub north: f64,
}

impl Bounds {
    /// A box of a single place.
    pub const fn of(lon: f64, lat: f64) -> Self {
        Self { west: lon, south: lat, east: lon, north: lat }
    }

    /// The box of these coordinates; `None` when there are none.
    pub fn around(coords: impl IntoIterator<Item = Coord>) -> Option<Self> {
        let finite = coords.into_iter().filter(|c| c.x.is_finite() && c.y.is_finite());
        finite.fold(None, |sum: Option<Self>, c| Some(sum.map_or(Self::of(c.x, c.y), |b| b.with(c.x, c.y))))
    }

    /// The box of a geometry.
    pub fn of_geometry(geometry: &Geometry) -> Option<Self> {
        use geo::CoordsIter;
        Self::around(geometry.coords_iter())
    }

    /// The box that also holds a place.
    #[must_use]
    pub const fn with(self, lon: f64, lat: f64) -> Self {
        Self {
            west: self.west.min(lon),
            south: self.south.min(lat),
            east: self.east.max(lon),
            north: self.north.max(lat),
        }
    }

    /// The box that holds both.
    #[must_use]
    pub const fn join(self, other: Self) -> Self {
        self.with(other.west, other.south).with(other.east, other.north)
    }

    /// Grown on every side by a share of its size.
    #[must_use]
    pub fn grown(self, share: f64) -> Self {
        let (dx, dy) = ((self.east - self.west) * share, (self.north - self.south) * share);
        Self { west: self.west - dx, south: self.south - dy, east: self.east + dx, north: self.north + dy }
    }

    /// Whether a place is inside, edges included.
    pub fn holds(&self, lon: f64, lat: f64) -> bool {
        (self.west..=self.east).contains(&lon) && (self.south..=self.north).contains(&lat)
    }

    /// Whether the two have a place in common.
    pub fn meets(&self, other: &Self) -> bool {
        self.west <= other.east && other.west <= self.east && self.south <= other.north && other.south <= self.north
    }
}

/// From degrees to the unit square: x eastwards, y southwards, both 0 to 1.
pub fn world(lon: f64, lat: f64) -> [f64; 2] {
    let lat = lat.clamp(-LAST_LATITUDE, LAST_LATITUDE).to_radians();
    [lon / 360.0 + 0.5, 0.5 - lat.tan().asinh() / (2.0 * PI)]
}

/// From the unit square back to degrees: longitude, latitude.
pub fn degrees([x, y]: [f64; 2]) -> [f64; 2] {
    [(x - 0.5) * 360.0, ((0.5 - y) * 2.0 * PI).sinh().atan().to_degrees()]
}

/// What a screen or a page shows: a centre, a zoom and a size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// The longitude and latitude at the middle.
    pub centre: [f64; 2],
    /// Web Mercator zoom, 256 pixels a tile; fractions allowed.
    pub zoom: f64,
    /// Width and height in pixels.
    pub size: [f64; 2],
}

/// A scale bar: how many metres, and how long that is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScaleBar {
    /// What it stands for: 1, 2 or 5 times a power of ten.
    pub metres: f64,
    /// How long it is, pixels.
    pub length_px: f64,
}

impl View {
    /// The view that shows all of `bounds` in a canvas, with this much room left on every side.
    pub fn fit(bounds: Bounds, size: [f64; 2], margin_px: f64) -> Self {
        let [left, top] = world(bounds.west, bounds.north);
        let [right, bottom] = world(bounds.east, bounds.south);
        let room = |length: f64| (length - 2.0 * margin_px).max(length / 4.0).max(1.0);
        let zoom_for = |span: f64, length: f64| (room(length) / (span.max(1e-9) * TILE_PX)).log2();
        let zoom = zoom_for(right - left, size[0]).min(zoom_for(bottom - top, size[1]));
        let centre = degrees([(left + right) / 2.0, (top + bottom) / 2.0]);
        Self { centre, zoom: zoom.clamp(ZOOMS[0], ZOOMS[1]), size }
    }

    /// How many pixels wide the world is.
    pub fn world_px(&self) -> f64 {
        TILE_PX * self.zoom.exp2()
    }

    /// Degrees to pixels from the top left.
    pub fn to_screen(&self, lon: f64, lat: f64) -> [f64; 2] {
        let ([x, y], [cx, cy]) = (world(lon, lat), world(self.centre[0], self.centre[1]));
        let px = self.world_px();
        [(x - cx) * px + self.size[0] / 2.0, (y - cy) * px + self.size[1] / 2.0]
    }

    /// Pixels from the top left to longitude and latitude.
    pub fn to_degrees(&self, x: f64, y: f64) -> [f64; 2] {
        let [cx, cy] = world(self.centre[0], self.centre[1]);
        let px = self.world_px();
        degrees([cx + (x - self.size[0] / 2.0) / px, cy + (y - self.size[1] / 2.0) / px])
    }

    /// Pixels from the top left to a position; `None` beyond the edge of the world.
    pub fn to_position(&self, x: f64, y: f64) -> Option<Position> {
        let [lon, lat] = self.to_degrees(x, y);
        Position::new(lon, lat).ok()
    }

    /// What it shows.
    pub fn bounds(&self) -> Bounds {
        let [west, north] = self.to_degrees(0.0, 0.0);
        let [east, south] = self.to_degrees(self.size[0], self.size[1]);
        Bounds { west, south, east, north }
    }

    /// Metres on the ground along a pixel eastwards, on the ellipsoid at the centre's latitude.
    pub fn metres_a_pixel(&self) -> f64 {
        let lat = self.centre[1].to_radians();
        let normal_m = EQUATORIAL_RADIUS_M / (1.0 - ECCENTRICITY_SQUARED * lat.sin().powi(2)).sqrt();
        normal_m * lat.cos() * 2.0 * PI / self.world_px()
    }

    /// The longest round scale bar that fits.
    pub fn scale_bar(&self, longest_px: f64) -> ScaleBar {
        let each = self.metres_a_pixel();
        let longest_m = (each * longest_px).max(1e-6);
        let ten = 10f64.powf(longest_m.log10().floor());
        let times = [5.0, 2.0, 1.0].into_iter().find(|times| times * ten <= longest_m).unwrap_or(1.0);
        ScaleBar { metres: times * ten, length_px: times * ten / each }
    }

    /// The scale as a map says it, 1 : this, at 96 pixels an inch.
    pub fn scale_denominator(&self) -> f64 {
        self.metres_a_pixel() / (0.0254 / 96.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Distance, Geodesic};
    use proptest::prelude::*;

    #[test]
    fn the_null_island_is_the_middle_of_the_world() {
        assert_eq!(world(0.0, 0.0), [0.5, 0.5]);
        let [x, y] = world(-180.0, 85.051_128_779_806_6);
        assert!(x.abs() < 1e-12 && y.abs() < 1e-8);
    }

    #[test]
    fn a_fitted_view_shows_its_bounds_and_fills_one_side() {
        let bounds = Bounds { west: 119.3, south: 28.7, east: 119.8, north: 29.2 };
        let view = View::fit(bounds, [1200.0, 800.0], 40.0);
        let [left, top] = view.to_screen(bounds.west, bounds.north);
        let [right, bottom] = view.to_screen(bounds.east, bounds.south);
        assert!(left >= 39.9 && top >= 39.9 && right <= 1160.1 && bottom <= 760.1);
        assert!((top - 40.0).abs() < 0.1 || (left - 40.0).abs() < 0.1);
    }

    #[test]
    fn a_scale_bar_is_as_long_as_the_geodesic_says() {
        for zoom in [8.0, 11.3, 16.0] {
            let view = View { centre: [119.57, 29.05], zoom, size: [1000.0, 700.0] };
            let bar = view.scale_bar(180.0);
            let [lon, lat] = view.to_degrees(500.0 + bar.length_px, 350.0);
            let long_m = Geodesic.distance(geo::Point::new(119.57, 29.05), geo::Point::new(lon, lat));
            assert!((long_m / bar.metres - 1.0).abs() < 1e-3, "{long_m} {bar:?}");
            assert!(bar.length_px <= 180.0 && bar.length_px > 180.0 / 2.6);
        }
    }

    #[test]
    fn a_single_place_is_shown_at_the_closest_zoom() {
        let view = View::fit(Bounds::of(119.6, 29.0), [800.0, 600.0], 20.0);
        assert_eq!(view.zoom, ZOOMS[1]);
    }

    proptest! {
        #[test]
        fn there_and_back_is_where_it_was(lon in -179.0..179.0f64, lat in -80.0..80.0f64, zoom in 3.0..19.0f64) {
            let view = View { centre: [lon, lat], zoom, size: [900.0, 500.0] };
            let [x, y] = view.to_screen(lon, lat);
            prop_assert!((x - 450.0).abs() < 1e-3 && (y - 250.0).abs() < 1e-3);
            let [back_lon, back_lat] = view.to_degrees(x, y);
            prop_assert!((back_lon - lon).abs() < 1e-9 && (back_lat - lat).abs() < 1e-9);
        }
    }
}
