//! Web Mercator: from degrees to the screen and back. Both painters and the label placement use it.
//!
//! Everything known is WGS-84; background tiles may stand in a shifted datum. So each place is taken into the
//! view's datum before it is projected: one offset for a whole view would be pixels wrong.

use std::f64::consts::PI;

use geo_types::{Coord, Geometry};

use crate::domain::place::{Datum, Position};

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

/// A place moved by a datum; one beyond the edge of the world stays.
fn shifted(lon: f64, lat: f64, shift: impl Fn(Position) -> Position) -> [f64; 2] {
    Position::new(lon, lat).map_or([lon, lat], |place| {
        let place = shift(place);
        [place.lon(), place.lat()]
    })
}

/// What a screen or a page shows: a centre, a zoom and a size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// The longitude and latitude at the middle, WGS-84.
    pub centre: [f64; 2],
    /// Web Mercator zoom, 256 pixels a tile; fractions allowed.
    pub zoom: f64,
    /// Width and height in pixels.
    pub size: [f64; 2],
    /// The datum it is drawn in: that of the background tiles.
    pub datum: Datum,
}

impl Default for View {
    fn default() -> Self {
        Self { centre: [119.6, 29.0], zoom: 10.0, size: [1000.0, 700.0], datum: Datum::Wgs84 }
    }
}

/// A scale bar: how many metres, and how long that is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScaleBar {
    /// What it stands for: 1, 2 or 5 times a power of ten.
    pub metres: f64,
    /// How long it is, pixels.
    pub length_px: f64,
}

/// A view made ready to place many things.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Projector {
    datum: Datum,
    middle: [f64; 2],
    px: f64,
    half: [f64; 2],
}

impl Projector {
    /// Degrees to pixels from the top left.
    pub fn to_screen(&self, lon: f64, lat: f64) -> [f64; 2] {
        let [x, y] = match self.datum {
            Datum::Wgs84 => world(lon, lat),
            datum => {
                let [lon, lat] = shifted(lon, lat, |place| datum.from_wgs84(place));
                world(lon, lat)
            }
        };
        [(x - self.middle[0]) * self.px + self.half[0], (y - self.middle[1]) * self.px + self.half[1]]
    }
}

impl View {
    /// The view that shows all of `bounds` in a canvas, with this much room left on every side.
    pub fn fit(bounds: Bounds, size: [f64; 2], margin_px: f64) -> Self {
        Self::default().fitted(bounds, size, margin_px)
    }

    /// The same in this view's datum.
    #[must_use]
    pub fn fitted(&self, bounds: Bounds, size: [f64; 2], margin_px: f64) -> Self {
        let corners = [[bounds.west, bounds.north], [bounds.east, bounds.north]];
        let corners = corners.into_iter().chain([[bounds.west, bounds.south], [bounds.east, bounds.south]]);
        // A shifted datum turns a box a little: it is the box of the corners that has to fit.
        let around = |[left, top, right, bottom]: [f64; 4], [x, y]: [f64; 2]| {
            [left.min(x), top.min(y), right.max(x), bottom.max(y)]
        };
        let none = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
        let [left, top, right, bottom] = corners.map(|[lon, lat]| self.to_world(lon, lat)).fold(none, around);
        let room = |length: f64| (length - 2.0 * margin_px).max(length / 4.0).max(1.0);
        let zoom_for = |span: f64, length: f64| (room(length) / (span.max(1e-9) * TILE_PX)).log2();
        let zoom = zoom_for(right - left, size[0]).min(zoom_for(bottom - top, size[1]));
        let centre = self.from_world([(left + right) / 2.0, (top + bottom) / 2.0]);
        Self { centre, zoom: zoom.clamp(ZOOMS[0], ZOOMS[1]), size, datum: self.datum }
    }

    /// How many pixels wide the world is.
    pub fn world_px(&self) -> f64 {
        TILE_PX * self.zoom.exp2()
    }

    /// WGS-84 to the unit square that the view's datum is drawn on.
    pub fn to_world(&self, lon: f64, lat: f64) -> [f64; 2] {
        let [lon, lat] = shifted(lon, lat, |place| self.datum.from_wgs84(place));
        world(lon, lat)
    }

    /// From the unit square that the view's datum is drawn on to WGS-84.
    pub fn from_world(&self, at: [f64; 2]) -> [f64; 2] {
        let [lon, lat] = degrees(at);
        shifted(lon, lat, |place| self.datum.to_wgs84(place))
    }

    /// What takes many places to the screen: the view's middle is found once.
    pub fn projector(&self) -> Projector {
        let [x, y] = self.to_world(self.centre[0], self.centre[1]);
        Projector { datum: self.datum, middle: [x, y], px: self.world_px(), half: self.size.map(|each| each / 2.0) }
    }

    /// Degrees to pixels from the top left.
    pub fn to_screen(&self, lon: f64, lat: f64) -> [f64; 2] {
        self.projector().to_screen(lon, lat)
    }

    /// Pixels from the top left to longitude and latitude.
    pub fn to_degrees(&self, x: f64, y: f64) -> [f64; 2] {
        let [cx, cy] = self.to_world(self.centre[0], self.centre[1]);
        let px = self.world_px();
        self.from_world([cx + (x - self.size[0] / 2.0) / px, cy + (y - self.size[1] / 2.0) / px])
    }

    /// Pixels from the top left to a position; `None` beyond the edge of the world.
    pub fn to_position(&self, x: f64, y: f64) -> Option<Position> {
        let [lon, lat] = self.to_degrees(x, y);
        Position::new(lon, lat).ok()
    }

    /// What it shows: the box of its corners.
    pub fn bounds(&self) -> Bounds {
        let [width, height] = self.size;
        let corners = [[0.0, 0.0], [width, 0.0], [0.0, height], [width, height]].map(|[x, y]| self.to_degrees(x, y));
        let [lon, lat] = corners[0];
        corners.into_iter().fold(Bounds::of(lon, lat), |bounds, [lon, lat]| bounds.with(lon, lat))
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
            let view = View { centre: [119.57, 29.05], zoom, ..View::default() };
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

    #[test]
    fn in_a_shifted_datum_every_corner_is_where_its_tiles_have_it() {
        let view = View { centre: [119.6, 29.05], zoom: 16.0, size: [3840.0, 2160.0], datum: Datum::Gcj02 };
        for [x, y] in [[0.0, 0.0], [3840.0, 0.0], [0.0, 2160.0], [3840.0, 2160.0], [1920.0, 1080.0]] {
            let [lon, lat] = view.to_degrees(x, y);
            let tile = Datum::Gcj02.from_wgs84(Position::new(lon, lat).unwrap());
            let middle = Datum::Gcj02.from_wgs84(Position::new(119.6, 29.05).unwrap());
            let (at, from) = (world(tile.lon(), tile.lat()), world(middle.lon(), middle.lat()));
            let [px, py] = [0, 1].map(|axis| (at[axis] - from[axis]) * view.world_px() + view.size[axis] / 2.0);
            assert!((px - x).abs() < 0.01 && (py - y).abs() < 0.01, "{px} {py}");
            let [back_x, back_y] = view.to_screen(lon, lat);
            assert!((back_x - x).abs() < 0.01 && (back_y - y).abs() < 0.01);
        }
    }

    #[test]
    fn a_typhoon_at_sea_is_drawn_unshifted_and_bounds_fit_in_any_datum() {
        let view = View { centre: [140.0, 20.0], datum: Datum::Gcj02, ..View::default() };
        assert_eq!(view.to_world(140.0, 20.0), world(140.0, 20.0));
        let bounds = Bounds { west: 119.3, south: 28.7, east: 119.8, north: 29.2 };
        let fitted = view.fitted(bounds, [1200.0, 800.0], 40.0);
        for (lon, lat) in [(119.3, 28.7), (119.3, 29.2), (119.8, 28.7), (119.8, 29.2)] {
            let [x, y] = fitted.to_screen(lon, lat);
            assert!((39.0..1161.0).contains(&x) && (39.0..761.0).contains(&y), "{x} {y}");
        }
        let shown = fitted.bounds();
        assert!(shown.holds(119.3, 28.7) && shown.holds(119.8, 29.2));
    }

    proptest! {
        #[test]
        fn there_and_back_is_where_it_was(lon in -179.0..179.0f64, lat in -80.0..80.0f64, zoom in 3.0..19.0f64) {
            let view = View { centre: [lon, lat], zoom, size: [900.0, 500.0], ..View::default() };
            let [x, y] = view.to_screen(lon, lat);
            prop_assert!((x - 450.0).abs() < 1e-3 && (y - 250.0).abs() < 1e-3);
            let [back_lon, back_lat] = view.to_degrees(x, y);
            prop_assert!((back_lon - lon).abs() < 1e-9 && (back_lat - lat).abs() < 1e-9);
        }
    }
}
