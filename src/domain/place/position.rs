//! A position in degrees, WGS-84 (CGCS2000 is the same at map scale), longitude first.

use geo_types::Point;

/// A position that was checked: finite, longitude in -180..=180, latitude in -90..=90.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    lon: f64,
    lat: f64,
}

/// The numbers are no position on Earth.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("{lon}, {lat} is no position: longitude must be within ±180 and latitude within ±90")]
pub struct OutOfRange {
    /// The longitude as given.
    pub lon: f64,
    /// The latitude as given.
    pub lat: f64,
}

impl Position {
    /// A checked position from degrees.
    ///
    /// # Errors
    /// [`OutOfRange`] when either number is not finite or outside its range.
    pub fn new(lon: f64, lat: f64) -> Result<Self, OutOfRange> {
        if (-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat) {
            Ok(Self { lon, lat })
        } else {
            Err(OutOfRange { lon, lat })
        }
    }

    /// Longitude in degrees, east positive.
    pub const fn lon(self) -> f64 {
        self.lon
    }

    /// Latitude in degrees, north positive.
    pub const fn lat(self) -> f64 {
        self.lat
    }

    /// As a `geo` point, x = longitude.
    pub fn point(self) -> Point {
        Point::new(self.lon, self.lat)
    }
}

impl TryFrom<Point> for Position {
    type Error = OutOfRange;

    fn try_from(point: Point) -> Result<Self, OutOfRange> {
        Self::new(point.x(), point.y())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_zero_is_a_position_and_nan_is_none() {
        assert!(Position::new(0.0, 0.0).is_ok());
        assert!(Position::new(f64::NAN, 0.0).is_err());
        assert!(Position::new(180.1, 0.0).is_err());
        assert!(Position::new(119.6, -90.0).is_ok());
    }
}
