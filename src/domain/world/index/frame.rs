//! The frame that an index measures in.

use crate::domain::{
    place::{Ecef, patch_sag_m},
    world::index::{
        Spot,
        block::{Bounds, above, below},
    },
};

/// An earth-centred frame moved to the middle of what it holds and turned so that its z points up there.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    origin: [f64; 3],
    axes: [[f64; 3]; 3],
}

impl Frame {
    /// In the middle of these.
    pub fn around(spots: &[(u32, Spot)]) -> Self {
        let mut sum = [0.0; 3];
        for (_, spot) in spots {
            let Ecef(at) = match spot {
                Spot::Point(place) => (*place).into(),
                Spot::Within(rect) => Ecef::from_degrees(rect.center().x, rect.center().y),
            };
            sum.iter_mut().zip(at).for_each(|(sum, at)| *sum += at);
        }
        let middle = sum.map(|sum| sum / (spots.len().max(1) as f64));
        let [x, y, z] = middle;
        let (lon, lat) = (y.atan2(x), z.atan2(x.hypot(y)));
        let (sin_lon, cos_lon) = lon.sin_cos();
        let (sin_lat, cos_lat) = lat.sin_cos();
        Self {
            origin: middle,
            axes: [
                [-sin_lon, cos_lon, 0.0],
                [-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat],
                [cos_lat * cos_lon, cos_lat * sin_lon, sin_lat],
            ],
        }
    }

    /// A place in the frame.
    pub fn turn(&self, Ecef([x, y, z]): Ecef) -> [f64; 3] {
        let [ox, oy, oz] = self.origin;
        let (x, y, z) = (x - ox, y - oy, z - oz);
        self.axes.map(|[ax, ay, az]| ax * x + ay * y + az * z)
    }

    /// The earth-centred place of one in the frame.
    pub fn turn_back(&self, [x, y, z]: [f64; 3]) -> Ecef {
        let [east, north, up] = self.axes;
        let [ox, oy, oz] = self.origin;
        Ecef([
            ox + east[0] * x + north[0] * y + up[0] * z,
            oy + east[1] * x + north[1] * y + up[1] * z,
            oz + east[2] * x + north[2] * y + up[2] * z,
        ])
    }

    /// A box in the frame that holds a spot.
    pub fn bounds(&self, spot: Spot) -> Bounds {
        match spot {
            Spot::Point(place) => {
                let at = self.turn(place.into());
                Bounds { low: at.map(below), high: at.map(above) }
            }
            Spot::Within(rect) => {
                let (min, max) = (rect.min(), rect.max());
                let corners = [(min.x, min.y), (min.x, max.y), (max.x, min.y), (max.x, max.y)]
                    .map(|(lon, lat)| self.turn(Ecef::from_degrees(lon, lat)));
                let sag_m = patch_sag_m(rect.width(), rect.height());
                let mut low = [f64::INFINITY; 3];
                let mut high = [f64::NEG_INFINITY; 3];
                for corner in corners {
                    low.iter_mut().zip(corner).for_each(|(low, at)| *low = low.min(at));
                    high.iter_mut().zip(corner).for_each(|(high, at)| *high = high.max(at));
                }
                Bounds { low: low.map(|low| below(low - sag_m)), high: high.map(|high| above(high + sag_m)) }
            }
        }
    }
}
