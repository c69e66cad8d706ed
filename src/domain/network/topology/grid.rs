//! Places as whole numbers of 1e-7 degree, so that what is shared is shared to the bit and what crosses is decided
//! exactly.

use geo_types::Coord;

/// Longitude and latitude in 1e-7 degree.
pub(super) type Spot = [i64; 2];

/// The spot next to a place.
pub(super) fn spot(at: Coord) -> Spot {
    [(at.x * 1e7).round() as i64, (at.y * 1e7).round() as i64]
}

/// The place of a spot, in degrees.
pub(super) fn coord([x, y]: Spot) -> Coord {
    Coord { x: x as f64 / 1e7, y: y as f64 / 1e7 }
}

/// How long 1e-7 degree of longitude and of latitude is at a spot, in metres on the ellipsoid.
pub(super) fn unit_m([_, y]: Spot) -> [f64; 2] {
    let lat = (y as f64 / 1e7).to_radians();
    let lat_m = 111_132.954 - 559.822 * (2.0 * lat).cos() + 1.175 * (4.0 * lat).cos();
    let lon_m = 111_412.84 * lat.cos() - 93.5 * (3.0 * lat).cos() + 0.118 * (5.0 * lat).cos();
    [(lon_m * 1e-7).max(1e-6), lat_m * 1e-7]
}

/// From one spot to a near one, in metres east and north.
fn step_m(from: Spot, to: Spot, [lon_m, lat_m]: [f64; 2]) -> [f64; 2] {
    let [[ax, ay], [bx, by]] = [from, to];
    [(bx - ax) as f64 * lon_m, (by - ay) as f64 * lat_m]
}

/// How far two near spots are apart, in metres.
pub(super) fn apart_m(a: Spot, b: Spot) -> f64 {
    let [[_, ay], [_, by]] = [a, b];
    let [x, y] = step_m(a, b, unit_m([0, i64::midpoint(ay, by)]));
    x.hypot(y)
}

/// The spot of a segment nearest to another, and whether it lies between the segment's ends.
pub(super) fn project(at: Spot, [a, b]: [Spot; 2]) -> (Spot, bool) {
    let unit = unit_m(at);
    let ([px, py], [dx, dy]) = (step_m(a, at, unit), step_m(a, b, unit));
    let length2 = dx * dx + dy * dy;
    let along = if length2 > 0.0 { ((px * dx + py * dy) / length2).clamp(0.0, 1.0) } else { 0.0 };
    let [[ax, ay], [bx, by]] = [a, b];
    let between = |from: i64, to: i64| from + ((to - from) as f64 * along).round() as i64;
    let nearest = [between(ax, bx), between(ay, by)];
    (nearest, nearest != a && nearest != b)
}

/// On which side of the line from `a` to `b` a spot lies: the sign of the exact area, 0 on the line.
fn side([ax, ay]: Spot, [bx, by]: Spot, [cx, cy]: Spot) -> i128 {
    i128::from(bx - ax) * i128::from(cy - ay) - i128::from(by - ay) * i128::from(cx - ax)
}

/// Whether a spot on the line through a segment lies strictly between its ends.
fn between(at: Spot, [a, b]: [Spot; 2]) -> bool {
    let within = |at: i64, a: i64, b: i64| a.min(b) <= at && at <= a.max(b);
    let [[x, y], [ax, ay], [bx, by]] = [at, a, b];
    at != a && at != b && within(x, ax, bx) && within(y, ay, by)
}

/// The vertices that two segments lack to meet where they cross or touch: for the one, for the other. A crossing is
/// the same spot for both, whichever comes first.
pub(super) fn lacking(one: [Spot; 2], other: [Spot; 2]) -> [Vec<Spot>; 2] {
    let ([a, b], [c, d]) = (one, other);
    let [of_c, of_d, of_a, of_b] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)];
    if of_c.signum() * of_d.signum() < 0 && of_a.signum() * of_b.signum() < 0 {
        let at = crossing(one, of_a, of_b);
        return [one, other].map(|[from, to]| if at == from || at == to { Vec::new() } else { vec![at] });
    }
    let on = |at: Spot, side: i128, segment: [Spot; 2]| (side == 0 && between(at, segment)).then_some(at);
    [
        [on(c, of_c, one), on(d, of_d, one)].into_iter().flatten().collect(),
        [on(a, of_a, other), on(b, of_b, other)].into_iter().flatten().collect(),
    ]
}

/// Where a segment crosses another, from the sides its ends are on: exact, then rounded to the grid.
fn crossing([[ax, ay], [bx, by]]: [Spot; 2], of_a: i128, of_b: i128) -> Spot {
    let (over, under) = if of_a > of_b { (of_a, of_a - of_b) } else { (-of_a, of_b - of_a) };
    let part = |from: i64, to: i64| {
        let (top, bottom) = (2 * i128::from(to - from) * over + under, 2 * under);
        from + top.div_euclid(bottom) as i64
    };
    [part(ax, bx), part(ay, by)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_lack_the_spot_where_they_cross_and_it_is_the_same_either_way() {
        let (one, other) = ([[0, 0], [10, 10]], [[0, 9], [9, 0]]);
        let [mine, yours] = lacking(one, other);
        assert_eq!(mine, yours);
        let [[a, b], [c, d]] = [one, other];
        for (one, other) in [([b, a], other), (one, [d, c]), (other, one)] {
            assert_eq!(lacking(one, other)[0], mine);
        }
        assert_eq!(lacking([[0, 0], [10, 0]], [[5, 0], [5, 9]]), [vec![[5, 0]], vec![]]);
        assert_eq!(lacking([[0, 0], [10, 0]], [[10, 0], [15, 9]]), [Vec::<Spot>::new(), vec![]]);
        assert_eq!(lacking([[0, 0], [10, 0]], [[4, 0], [20, 0]]), [vec![[4, 0]], vec![[10, 0]]]);
        assert_eq!(lacking([[0, 0], [10, 0]], [[0, 1], [10, 1]]), [Vec::<Spot>::new(), vec![]]);
    }

    #[test]
    fn distances_are_those_on_the_ellipsoid() {
        use crate::domain::place::{Position, distance_m};
        for lat in [0.0, 29.08, 60.0] {
            let (a, b) = (Coord { x: 119.5, y: lat }, Coord { x: 119.500_01, y: lat + 0.000_01 });
            let exact = distance_m(Position::new(a.x, a.y).unwrap(), Position::new(b.x, b.y).unwrap());
            assert!((apart_m(spot(a), spot(b)) - exact).abs() < 1e-4, "{lat}");
        }
    }
}
