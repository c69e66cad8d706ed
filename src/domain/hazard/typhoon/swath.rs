//! Areas of a storm: its winds at a moment, and what lies beside its track.

use geo::{ConvexHull as _, Intersects as _, unary_union};
use geo_types::{Coord, LineString, MultiPolygon, Polygon, Rect};
use jiff::Timestamp;

use crate::domain::{
    hazard::typhoon::{Level, Storm, Track, track::Step},
    place::{Position, circle, distance_m},
};

/// A hull is drawn over no longer a way than this at once, metres: what is straight in degrees is no geodesic.
const PIECE_M: f64 = 50_000.0;
/// At most so many pieces between two steps: a fix on the other side of the Earth is a slip of the pen.
const MOST_PIECES: f64 = 1_000.0;

impl Storm {
    /// The storm at a moment: along its past course, after it along what the official agency expects, else the first that
    /// expects anything. `None` before, between and after what is known.
    pub fn at(&self, time: Timestamp) -> Option<Step> {
        if let Some(step) = self.past(None).at(time) {
            return Some(step);
        }
        let forecasts = self.forecasts(None);
        let official = forecasts.iter().filter(|(_, forecast)| forecast.agency.as_ref() == super::OFFICIAL);
        let all = official.chain(forecasts.iter());
        all.map(|(fix, forecast)| self.expected(fix, forecast)).find_map(|track| track.at(time))
    }

    /// Where its winds of a level blow at a moment: polygons on the ground. `None`: not known, or nowhere.
    pub fn winds(&self, level: Level, time: Timestamp) -> Option<MultiPolygon> {
        let step = self.at(time)?;
        let circle = step.circles.get(level.index()).copied().flatten()?;
        Some(circle.shape(step.position)?.into())
    }
}

/// All within so many metres (100,000 at most) of a course, as far as it matters to a box: an outline that lies within
/// 0.2 % of the distance. `None` where the course does not come near the box.
pub fn beside(track: &Track, metres: f64, near: Rect) -> Option<MultiPolygon> {
    let steps = track.steps();
    let pairs = steps.iter().zip(steps.iter().skip(1).chain(steps.last()));
    let hulls: Vec<Polygon> = pairs.flat_map(|(from, to)| pieces(from, to, metres, near)).collect();
    let area = unary_union(&hulls);
    area.intersects(&near).then_some(area)
}

fn pieces(from: &Step, to: &Step, metres: f64, near: Rect) -> Vec<Polygon> {
    let far = distance_m(from.position, to.position);
    let count = (far / PIECE_M).ceil().clamp(1.0, MOST_PIECES);
    let place = |piece: f64| from.between(to, piece / count, from.time).position;
    let mut found = Vec::new();
    for piece in 0..count as u32 {
        let ends = [f64::from(piece), f64::from(piece + 1)].map(place);
        // Far from the box nothing is drawn: a track is long, a district small.
        let margin_deg = (metres + PIECE_M) / 50_000.0;
        if ends.iter().all(|end| away_deg(*end, near) > margin_deg) {
            continue;
        }
        let corners: Vec<Coord> = ends.into_iter().filter_map(|end| circle(end, metres)).flat_map(ring).collect();
        if corners.len() > 2 {
            found.push(LineString::new(corners).convex_hull());
        }
    }
    found
}

fn ring(polygon: Polygon) -> Vec<Coord> {
    polygon.into_inner().0.0
}

/// How far a place is outside a box, degrees.
fn away_deg(at: Position, near: Rect) -> f64 {
    let (min, max) = (near.min(), near.max());
    let off = |value: f64, low: f64, high: f64| (low - value).max(value - high).max(0.0);
    off(at.lon(), min.x, max.x).max(off(at.lat(), min.y, max.y))
}

#[cfg(test)]
mod tests {
    use geo_types::{Coord, Point};
    use proptest::prelude::*;

    use super::*;
    use crate::{
        domain::hazard::typhoon::{Circle, Step},
        io::import::typhoon::archive,
    };

    fn at(lon: f64, lat: f64) -> Position {
        Position::new(lon, lat).unwrap()
    }

    fn course(places: &[(f64, f64)]) -> Track {
        let step = |(hour, (lon, lat)): (usize, &(f64, f64))| Step {
            time: Timestamp::from_second(3_600 * hour as i64).unwrap(),
            position: at(*lon, *lat),
            circles: [None; 3],
        };
        Track::new(places.iter().enumerate().map(step))
    }

    fn near() -> Rect {
        Rect::new(Coord { x: 119.2, y: 28.7 }, Coord { x: 119.9, y: 29.3 })
    }

    #[test]
    fn the_winds_at_a_moment_hold_the_places_that_their_circle_holds() {
        let storms = archive().storms;
        let lekima = storms.iter().find(|storm| storm.is_called("1909")).unwrap();
        // A few hours before it is nearest to the district.
        let time: Timestamp = "2019-08-09T21:00:00Z".parse().unwrap();
        let step = lekima.at(time).unwrap();
        let circle = step.circles[Level::Seven.index()].unwrap();
        let area = lekima.winds(Level::Seven, time).unwrap();
        for (lon, lat) in [(119.53, 28.99), (121.0, 28.5), (118.0, 27.0), (125.0, 30.0), (110.0, 20.0)] {
            let place = at(lon, lat);
            // On the very edge a polygon of arcs may differ; none of these is.
            assert!(circle.beyond_m(step.position, place).abs() > 5_000.0);
            assert_eq!(area.intersects(&place.point()), circle.contains(step.position, place), "{lon} {lat}");
        }
        assert_eq!(lekima.winds(Level::Seven, "2019-07-01T00:00:00Z".parse().unwrap()), None, "before it began");
        let mut calm = lekima.clone();
        calm.fixes.iter_mut().for_each(|fix| fix.circles = [Some(Circle::NONE); 3]);
        assert_eq!(calm.winds(Level::Seven, time), None, "said that there is none");
    }

    #[test]
    fn what_is_beside_a_track_is_none_where_it_stays_away_and_all_where_it_stands() {
        assert_eq!(beside(&course(&[(130.0, 20.0), (131.0, 25.0)]), 100_000.0, near()), None);
        let over = beside(&course(&[(119.5, 29.0)]), 50_000.0, near()).unwrap();
        assert!(over.intersects(&Point::new(119.5, 29.4)) && !over.intersects(&Point::new(119.5, 29.6)));
        assert_eq!(beside(&Track::default(), 50_000.0, near()), None);
    }

    proptest! {
        #[test]
        fn a_place_is_beside_a_track_when_a_dense_walk_along_it_comes_so_near(
            ways in prop::collection::vec((118.0..121.0, 27.5..30.5), 2..5),
            lon in 119.2..119.9, lat in 28.7..29.3, metres in 20_000.0..100_000.0,
        ) {
            let track = course(&ways);
            let place = at(lon, lat);
            let mut best = f64::INFINITY;
            for pair in track.steps().windows(2) {
                for part in 0..=400 {
                    let step = pair[0].between(&pair[1], f64::from(part) / 400.0, pair[0].time);
                    best = best.min(distance_m(step.position, place));
                }
            }
            let inside = beside(&track, metres, near()).is_some_and(|area| area.intersects(&place.point()));
            // The outline is a polygon, and the walk has steps.
            if (best - metres).abs() > metres * 0.004 + 500.0 {
                prop_assert_eq!(inside, best < metres, "{} {}", best, metres);
            }
        }
    }
}
