//! Weights beside a dense grid of places that ask for their nearest station.

use geo::Contains as _;
use geo_types::{Geometry, LineString, MultiPolygon, Point, Polygon, polygon};
use proptest::prelude::*;

use crate::domain::{
    hazard::rain::thiessen::weights,
    place::{Position, distance_m},
};

fn site(lon: f64, lat: f64) -> Position {
    Position::new(lon, lat).unwrap()
}

fn square(lon: f64, lat: f64, side: f64) -> Polygon {
    polygon![(x: lon, y: lat), (x: lon + side, y: lat), (x: lon + side, y: lat + side), (x: lon, y: lat + side)]
}

/// The share of an area by station, by places a hundredth of its box apart.
fn by_grid(area: &Geometry, sites: &[Position]) -> Vec<f64> {
    const STEPS: u32 = 160;
    let rect = crate::domain::place::bounds(area).unwrap();
    let mut shares = vec![0.0; sites.len()];
    for row in 0..STEPS {
        for column in 0..STEPS {
            let lon = rect.min().x + rect.width() * (f64::from(column) + 0.5) / f64::from(STEPS);
            let lat = rect.min().y + rect.height() * (f64::from(row) + 0.5) / f64::from(STEPS);
            if area.contains(&Point::new(lon, lat)) {
                // A strip of latitude is as wide as its cosine.
                let here = site(lon, lat);
                let near = |a: &&Position, b: &&Position| distance_m(here, **a).total_cmp(&distance_m(here, **b));
                let nearest = sites.iter().min_by(near).unwrap();
                shares[sites.iter().position(|site| site == nearest).unwrap()] += lat.to_radians().cos();
            }
        }
    }
    let whole: f64 = shares.iter().sum();
    shares.iter().map(|share| share / whole).collect()
}

fn spread(of: &[(usize, f64)], count: usize) -> Vec<f64> {
    let mut shares = vec![0.0; count];
    for (place, share) in of {
        shares[*place] += share;
    }
    shares
}

#[test]
fn shares_are_those_of_a_dense_grid_for_bays_holes_and_parts() {
    let bay = polygon![
        (x: 119.30, y: 28.80), (x: 119.60, y: 28.80), (x: 119.60, y: 29.10), (x: 119.52, y: 29.10),
        (x: 119.52, y: 28.88), (x: 119.38, y: 28.88), (x: 119.38, y: 29.10), (x: 119.30, y: 29.10),
    ];
    let holed = {
        let mut hole = square(119.68, 28.88, 0.14).exterior().clone();
        hole.0.reverse();
        Polygon::new(square(119.62, 28.82, 0.28).exterior().clone(), vec![hole])
    };
    let parts = MultiPolygon(vec![square(119.0, 28.6, 0.1), square(119.16, 28.72, 0.08)]);
    let mut turned = bay.clone();
    turned.exterior_mut(|ring: &mut LineString| ring.0.reverse());
    let areas: Vec<Geometry> = vec![bay.into(), holed.into(), parts.into(), turned.into()];
    let sites = [
        site(119.34, 29.05),
        site(119.56, 29.05),
        site(119.45, 28.95),
        site(119.70, 28.90),
        site(119.85, 29.02),
        site(119.08, 28.65),
        site(120.30, 28.0),
    ];
    let found = weights(&areas.iter().collect::<Vec<_>>(), &sites);
    for (area, found) in areas.iter().zip(&found) {
        let expected = by_grid(area, &sites);
        for (place, (got, expected)) in spread(found, sites.len()).iter().zip(&expected).enumerate() {
            assert!((got - expected).abs() < 0.006, "station {place}: {got} for {expected}");
        }
        assert!((found.iter().map(|(_, share)| share).sum::<f64>() - 1.0).abs() < 1e-9);
        assert!(found.iter().all(|(place, _)| *place != 6), "one far away weighs nowhere");
    }
    assert_eq!(spread(&found[0], 7).len(), 7);
    for (one, other) in spread(&found[0], 7).iter().zip(spread(&found[3], 7)) {
        assert!((one - other).abs() < 1e-9, "whichever way it was drawn");
    }
}

#[test]
fn one_station_weighs_all_and_two_at_one_place_half_each() {
    let area: Geometry = square(119.5, 29.0, 0.1).into();
    assert_eq!(weights(&[&area], &[site(118.0, 30.0)]), [vec![(0, 1.0)]]);
    let twice = weights(&[&area], &[site(119.52, 29.02), site(119.58, 29.08), site(119.52, 29.02)]);
    let shares = spread(&twice[0], 3);
    assert!((shares[0] - shares[2]).abs() < 1e-12 && (shares[0] * 2.0 + shares[1] - 1.0).abs() < 1e-12);
    assert_eq!(weights(&[&area], &[]), [vec![]]);
    let point: Geometry = Point::new(119.5, 29.0).into();
    assert_eq!(weights(&[&point, &area], &[site(119.5, 29.0)]), [vec![], vec![(0, 1.0)]]);
    assert!(weights(&[], &[site(119.5, 29.0)]).is_empty());
}

proptest! {
    /// Wherever the stations are, shares are no less than nothing and sum to 1; one that goes leaves the others no less,
    /// but for the plane, which lies at the middle of them all.
    #[test]
    fn shares_sum_to_one_and_grow_when_a_station_goes(
        sites in prop::collection::vec((119.2_f64..120.0, 28.6_f64..29.4), 1..25),
        corners in prop::collection::vec((119.3_f64..119.9, 28.7_f64..29.3), 3..4),
    ) {
        let sites: Vec<Position> = sites.iter().map(|(lon, lat)| site(*lon, *lat)).collect();
        let area: Geometry = Polygon::new(LineString::from(corners), Vec::new()).into();
        let all = weights(&[&area], &sites);
        prop_assume!(!all[0].is_empty());
        prop_assert!(all[0].iter().all(|(_, share)| *share >= 0.0));
        prop_assert!((all[0].iter().map(|(_, share)| share).sum::<f64>() - 1.0).abs() < 1e-9);
        if sites.len() > 1 {
            let fewer = spread(&weights(&[&area], &sites[1..])[0], sites.len() - 1);
            let before = spread(&all[0], sites.len());
            for (after, before) in fewer.iter().zip(&before[1..]) {
                prop_assert!(after + 1e-4 >= *before, "{} {}", after, before);
            }
        }
    }
}
