//! Geometry by hand on a local plane of metres: no trigonometry, so every machine computes the same.

use geo::{Area, BooleanOps};
use geo_types::{Coord, LineString, MultiPolygon, Polygon};

use crate::demo::rng::Rng;

/// A place: longitude and latitude in degrees, WGS-84.
pub(super) type Spot = (f64, f64);

/// Where the plane touches, and its metres a degree there (latitude 29.0).
const ORIGIN: Spot = (119.5, 29.0);
const METRES_A_DEGREE: (f64, f64) = (97_440.0, 110_860.0);

/// Twelve directions, 30 degrees apart.
const ROUND: [(f64, f64); 12] = [
    (1.0, 0.0),
    (0.866_025, 0.5),
    (0.5, 0.866_025),
    (0.0, 1.0),
    (-0.5, 0.866_025),
    (-0.866_025, 0.5),
    (-1.0, 0.0),
    (-0.866_025, -0.5),
    (-0.5, -0.866_025),
    (0.0, -1.0),
    (0.5, -0.866_025),
    (0.866_025, -0.5),
];

/// Metres east and north of the plane's origin.
pub(super) fn metres(spot: Spot) -> (f64, f64) {
    ((spot.0 - ORIGIN.0) * METRES_A_DEGREE.0, (spot.1 - ORIGIN.1) * METRES_A_DEGREE.1)
}

/// Degrees, rounded to a millionth (0.1 m).
pub(super) fn degrees((x, y): (f64, f64)) -> Spot {
    let round = |value: f64| (value * 1e6).round() / 1e6;
    (round(ORIGIN.0 + x / METRES_A_DEGREE.0), round(ORIGIN.1 + y / METRES_A_DEGREE.1))
}

/// A place so many metres east and north of another.
pub(super) fn moved(spot: Spot, east_m: f64, north_m: f64) -> Spot {
    let (x, y) = metres(spot);
    degrees((x + east_m, y + north_m))
}

/// How far apart two places are, in metres.
pub(super) fn apart_m(a: Spot, b: Spot) -> f64 {
    let ((ax, ay), (bx, by)) = (metres(a), metres(b));
    ((ax - bx) * (ax - bx) + (ay - by) * (ay - by)).sqrt()
}

/// How far a place is from a line, in metres, and the nearest place on it.
pub(super) fn from_line_m(spot: Spot, line: &[Spot]) -> (f64, Spot) {
    let (px, py) = metres(spot);
    let mut best = (f64::INFINITY, spot);
    for (a, b) in line.iter().zip(line.iter().skip(1)) {
        let ((ax, ay), (bx, by)) = (metres(*a), metres(*b));
        let (dx, dy) = (bx - ax, by - ay);
        let length2 = dx * dx + dy * dy;
        let along = if length2 > 0.0 { (((px - ax) * dx + (py - ay) * dy) / length2).clamp(0.0, 1.0) } else { 0.0 };
        let (qx, qy) = (ax + along * dx, ay + along * dy);
        let distance = ((px - qx) * (px - qx) + (py - qy) * (py - qy)).sqrt();
        if distance < best.0 {
            best = (distance, degrees((qx, qy)));
        }
    }
    best
}

/// A line's length in kilometres.
pub(super) fn length_km(line: &[Spot]) -> f64 {
    line.iter().zip(line.iter().skip(1)).map(|(a, b)| apart_m(*a, *b)).sum::<f64>() / 1000.0
}

/// A line beside another, so many metres to its left; to its right when below zero.
pub(super) fn beside(line: &[Spot], left_m: f64) -> Vec<Spot> {
    let place = |at: usize| line.get(at.min(line.len().saturating_sub(1))).copied().map(metres).unwrap_or_default();
    let shifted = |at: usize| {
        let ((ax, ay), (bx, by), (x, y)) = (place(at.saturating_sub(1)), place(at + 1), place(at));
        let (dx, dy) = (bx - ax, by - ay);
        let long = (dx * dx + dy * dy).sqrt().max(1.0);
        degrees((x - dy / long * left_m, y + dx / long * left_m))
    };
    (0..line.len()).map(shifted).collect()
}

/// Places along a line, one every so many metres, both ends included.
pub(super) fn along(line: &[Spot], step_m: f64) -> Vec<Spot> {
    let mut spots = Vec::new();
    for (a, b) in line.iter().zip(line.iter().skip(1)) {
        let parts = (apart_m(*a, *b) / step_m).ceil().max(1.0) as usize;
        spots.extend((0..parts).map(|part| between(*a, *b, part as f64 / parts as f64)));
    }
    spots.extend(line.last());
    spots
}

/// A line with rounded bends that still begins and ends where it did. `sway`: how far the middle of each stretch
/// swings out first, as a part of its length: streams and mountain roads wind, motorways do not.
pub(super) fn smooth(line: &[Spot], sway: f64) -> Vec<Spot> {
    const SWINGS: [f64; 7] = [1.0, -0.7, 0.8, -1.0, 0.6, -0.9, 0.4];
    let mut winding: Vec<Spot> = Vec::new();
    for ((a, b), swing) in line.iter().zip(line.iter().skip(1)).zip(SWINGS.iter().cycle()) {
        winding.push(*a);
        if sway > 0.0 {
            let ((ax, ay), (bx, by)) = (metres(*a), metres(*b));
            let out = swing * sway;
            winding.push(degrees(((ax + bx) / 2.0 - (by - ay) * out, (ay + by) / 2.0 + (bx - ax) * out)));
        }
    }
    winding.extend(line.last());
    rounded(winding, 2)
}

/// A line that winds: bends upon bends, then rounded so many times. It begins and ends where it did.
pub(super) fn winding(line: &[Spot], sway: f64, rounds: usize) -> Vec<Spot> {
    const SWINGS: [f64; 11] = [1.0, -0.6, 0.9, -1.0, 0.3, 0.8, -0.9, 0.6, -0.4, 1.0, -0.8];
    let mut winding = line.to_vec();
    for (scale, skip) in [(1.0, 0), (0.9, 4)] {
        let mut next = Vec::with_capacity(winding.len() * 2);
        for ((a, b), swing) in winding.iter().zip(winding.iter().skip(1)).zip(SWINGS.iter().cycle().skip(skip)) {
            let ((ax, ay), (bx, by)) = (metres(*a), metres(*b));
            let out = swing * sway * scale;
            next.extend([*a, degrees(((ax + bx) / 2.0 - (by - ay) * out, (ay + by) / 2.0 + (bx - ax) * out))]);
        }
        next.extend(winding.last());
        winding = next;
    }
    rounded(winding, rounds)
}

/// An open line with its corners cut so many times.
pub(super) fn rounded(mut line: Vec<Spot>, times: usize) -> Vec<Spot> {
    for _ in 0..times {
        let mut cut: Vec<Spot> = line.first().copied().into_iter().collect();
        for (a, b) in line.iter().zip(line.iter().skip(1)) {
            cut.extend([between(*a, *b, 0.25), between(*a, *b, 0.75)]);
        }
        cut.extend(line.last());
        line = cut;
    }
    line
}

/// A box around a line: least longitude and latitude, greatest longitude and latitude.
pub(super) fn bounds(line: &[Spot]) -> [f64; 4] {
    line.iter().fold([f64::MAX, f64::MAX, f64::MIN, f64::MIN], |[west, south, east, north], (lon, lat)| {
        [west.min(*lon), south.min(*lat), east.max(*lon), north.max(*lat)]
    })
}

/// A place between two, `at` = 0 the first and 1 the second.
pub(super) fn between(a: Spot, b: Spot, at: f64) -> Spot {
    let ((ax, ay), (bx, by)) = (metres(a), metres(b));
    degrees((ax + at * (bx - ax), ay + at * (by - ay)))
}

/// Whether a place is in a box grown by so many degrees.
pub(super) fn in_box([west, south, east, north]: &[f64; 4], (x, y): Spot, margin: f64) -> bool {
    (west - margin..=east + margin).contains(&x) && (south - margin..=north + margin).contains(&y)
}

/// Whether a place is inside a ring (even-odd rule).
pub(super) fn inside(ring: &[Spot], (x, y): Spot) -> bool {
    let before = ring.iter().cycle().skip(ring.len().saturating_sub(1));
    let mut odd = false;
    for (a, b) in before.zip(ring) {
        if (a.1 > y) != (b.1 > y) && x < (b.0 - a.0) * (y - a.1) / (b.1 - a.1) + a.0 {
            odd = !odd;
        }
    }
    odd
}

/// Whether two segments cross.
pub(super) fn cross(a: (Spot, Spot), b: (Spot, Spot)) -> bool {
    let side = |p: Spot, q: Spot, r: Spot| (q.0 - p.0) * (r.1 - p.1) - (q.1 - p.1) * (r.0 - p.0) > 0.0;
    side(a.0, a.1, b.0) != side(a.0, a.1, b.1) && side(b.0, b.1, a.0) != side(b.0, b.1, a.1)
}

/// An uneven round ring of twelve corners about a centre.
pub(super) fn blob(rng: &mut Rng, centre: Spot, radius_m: f64) -> Vec<Spot> {
    let mut ring: Vec<Spot> = ROUND
        .iter()
        .map(|(x, y)| {
            let radius = radius_m * rng.real(0.7, 1.25);
            moved(centre, x * radius, y * radius)
        })
        .collect();
    close(&mut ring);
    ring
}

/// A ring along a line with half widths in metres at its points: a reservoir, the bed of a stream.
pub(super) fn ribbon(line: &[(f64, f64, f64)]) -> Vec<Spot> {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for (at, (lon, lat, half_m)) in line.iter().enumerate() {
        let before = line.get(at.saturating_sub(1)).copied().unwrap_or((*lon, *lat, 0.0));
        let after = line.get(at + 1).copied().unwrap_or((*lon, *lat, 0.0));
        let ((ax, ay), (bx, by)) = (metres((before.0, before.1)), metres((after.0, after.1)));
        let (dx, dy) = (bx - ax, by - ay);
        let length = (dx * dx + dy * dy).sqrt().max(1.0);
        let (east, north) = (-dy / length * half_m, dx / length * half_m);
        left.push(moved((*lon, *lat), east, north));
        right.push(moved((*lon, *lat), -east, -north));
    }
    right.reverse();
    left.extend(right);
    close(&mut left);
    left
}

fn close(ring: &mut Vec<Spot>) {
    ring.extend(ring.first().copied());
}

/// A polygon in degrees from a closed ring.
pub(super) fn polygon(ring: &[Spot]) -> Polygon {
    Polygon::new(line_string(ring), Vec::new())
}

/// A line in degrees.
pub(super) fn line_string(line: &[Spot]) -> LineString {
    line.iter().map(|(x, y)| Coord { x: *x, y: *y }).collect()
}

/// The outer ring of a polygon.
pub(super) fn ring_of(polygon: &Polygon) -> Vec<Spot> {
    polygon.exterior().coords().map(|at| (at.x, at.y)).collect()
}

/// A polygon's area in square kilometres.
pub(super) fn area_km2(polygon: &Polygon) -> f64 {
    polygon.unsigned_area() * METRES_A_DEGREE.0 * METRES_A_DEGREE.1 / 1e6
}

/// The parts of an area that are nearest to each site (a Voronoi diagram), their edges bent by `bend`, which takes and
/// gives degrees. Together they tile it.
pub(super) fn tiles(area: &Polygon, sites: &[Spot], bend: impl Fn(&[Spot]) -> Vec<Spot>) -> Vec<MultiPolygon> {
    let [west, south, east, north] = bounds(&ring_of(area));
    let ((west, south), (east, north)) = (metres((west, south)), metres((east, north)));
    let (west, south, east, north) = (west - 3e3, south - 3e3, east + 3e3, north + 3e3);
    sites
        .iter()
        .enumerate()
        .map(|(at, site)| {
            let mut cell = vec![(west, south), (east, south), (east, north), (west, north)];
            let (px, py) = metres(*site);
            for (_, rival) in sites.iter().enumerate().filter(|(other, _)| *other != at) {
                let (qx, qy) = metres(*rival);
                cell = cut(&cell, (2.0 * (qx - px), 2.0 * (qy - py)), (qx * qx + qy * qy) - (px * px + py * py));
            }
            let cell = polygon(&bend(&dotted(&cell, 340.0)));
            // What is left over at a touching corner has no area to speak of.
            MultiPolygon::new(area.intersection(&cell).into_iter().filter(|part| area_km2(part) > 1e-6).collect())
        })
        .collect()
}

/// A ring in metres with a place every so many metres, closed, in degrees. From either side an edge has the same ones.
fn dotted(ring: &[(f64, f64)], step_m: f64) -> Vec<Spot> {
    let mut out = Vec::new();
    for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
        let ahead = a <= b;
        let ((ax, ay), (bx, by)) = if ahead { (*a, *b) } else { (*b, *a) };
        let parts = (((bx - ax) * (bx - ax) + (by - ay) * (by - ay)).sqrt() / step_m).round().max(1.0) as usize;
        let at = |part: usize| {
            let share = part as f64 / parts as f64;
            degrees((ax + share * (bx - ax), ay + share * (by - ay)))
        };
        out.extend((0..parts).map(|part| at(if ahead { part } else { parts - part })));
    }
    close(&mut out);
    out
}

/// The part of a convex ring where `normal · p <= limit`.
fn cut(ring: &[(f64, f64)], normal: (f64, f64), limit: f64) -> Vec<(f64, f64)> {
    let over = |p: &(f64, f64)| normal.0 * p.0 + normal.1 * p.1 - limit;
    let mut kept = Vec::new();
    for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
        let (from, to) = (over(a), over(b));
        if from <= 0.0 {
            kept.push(*a);
        }
        if (from < 0.0 && to > 0.0) || (from > 0.0 && to < 0.0) {
            let at = from / (from - to);
            kept.push((a.0 + at * (b.0 - a.0), a.1 + at * (b.1 - a.1)));
        }
    }
    kept
}
