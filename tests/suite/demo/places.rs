//! The sample looks like a place: its outline, areas that tile, dry land.

use std::collections::BTreeSet;

use geo::{
    Area, BooleanOps, Contains, Distance, Euclidean, Geodesic, Geometry, Intersects, Line, LineString, MultiPolygon,
    Point, Polygon,
};
use sitmap::demo::Moment;

use super::{number, objects, point, sample, text};

fn outline() -> Polygon {
    match &objects(sample(Moment::Quiet), "district").first().and_then(|district| district.geometry.clone()) {
        Some(Geometry::Polygon(outline)) => outline.clone(),
        _ => Polygon::new(LineString::new(Vec::new()), Vec::new()),
    }
}

fn polygons(kind: &str, level: Option<&str>) -> Vec<MultiPolygon> {
    objects(sample(Moment::Quiet), kind)
        .iter()
        .filter(|object| level.is_none_or(|level| text(object, "level") == level))
        .filter_map(|object| match &object.geometry {
            Some(Geometry::MultiPolygon(area)) => Some(area.clone()),
            Some(Geometry::Polygon(area)) => Some(area.clone().into()),
            _ => None,
        })
        .collect()
}

/// A line every so many degrees of it.
fn densified(line: &LineString, step: f64) -> Vec<Point> {
    let mut points = Vec::new();
    for part in line.lines() {
        let length = ((part.dx() * part.dx()) + (part.dy() * part.dy())).sqrt();
        let count = (length / step).ceil().max(1.0) as usize;
        points.extend((0..count).map(|at| {
            let along = at as f64 / count as f64;
            Point::new(part.start.x + along * part.dx(), part.start.y + along * part.dy())
        }));
    }
    points
}

/// The shortest geodesic distance from a point to a line, the foot found in scaled degrees.
fn metres_to(point: Point, line: &LineString) -> f64 {
    let shrink = |c: geo::Coord| geo::coord! { x: c.x * 0.874, y: c.y };
    let scaled = |part: Line| Line::new(shrink(part.start), shrink(part.end));
    let at = Point::from(shrink(point.0));
    line.lines()
        .map(|part| {
            let part = scaled(part);
            let along = (((at.x() - part.start.x) * part.dx() + (at.y() - part.start.y) * part.dy())
                / (part.dx() * part.dx() + part.dy() * part.dy()).max(1e-18))
            .clamp(0.0, 1.0);
            let foot = Point::new((part.start.x + along * part.dx()) / 0.874, part.start.y + along * part.dy());
            Geodesic.distance(point, foot)
        })
        .fold(f64::INFINITY, f64::min)
}

#[test]
fn the_outline_is_ours_and_good_to_about_a_kilometre() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/boundary/jinhua_9_districts_cgcs2000.geojson");
    let Ok(file) = std::fs::read_to_string(path) else {
        println!("skipped: ../shared not present");
        return;
    };
    let districts: serde_json::Value = serde_json::from_str(&file).unwrap();
    let wucheng = districts["features"]
        .as_array()
        .unwrap()
        .iter()
        .find(|feature| feature["properties"]["district_adcode"] == 330_702)
        .unwrap();
    let ring: Vec<(f64, f64)> = serde_json::from_value(wucheng["geometry"]["coordinates"][0].clone()).unwrap();
    let real = LineString::from(ring.clone());
    let ours = outline().exterior().clone();
    for (a, b) in [(&ours, &real), (&real, &ours)] {
        let mut off: Vec<f64> = densified(a, 0.004).into_iter().map(|point| metres_to(point, b)).collect();
        off.sort_by(f64::total_cmp);
        let mean = off.iter().sum::<f64>() / off.len() as f64;
        let most = off[off.len() * 95 / 100];
        println!("mean {mean:.0} m, 95th percentile {most:.0} m, worst {:.0} m", off[off.len() - 1]);
        assert!(mean < 500.0 && most < 1_200.0, "mean {mean:.0} m, 95th percentile {most:.0} m");
    }
    let same = ours.coords().filter(|c| ring.iter().any(|(x, y)| (c.x - x).abs() + (c.y - y).abs() < 1e-3)).count();
    assert!(same * 5 < ring.len(), "{same} vertices are those of the real outline");
}

#[test]
fn townships_and_grids_tile_the_outline() {
    let whole = outline().unsigned_area();
    let towns = polygons("township", None);
    for areas in [
        towns.clone(),
        polygons("grid", Some("township")),
        polygons("grid", Some("village")),
        polygons("grid", Some("county")),
    ] {
        let sum: f64 = areas.iter().map(Area::unsigned_area).sum();
        assert!((sum / whole - 1.0).abs() < 1e-5, "{}", sum / whole);
    }
    for (at, one) in towns.iter().enumerate() {
        for other in towns.iter().skip(at + 1) {
            assert!(one.intersection(other).unsigned_area() < whole * 1e-7);
        }
    }
    for town in objects(sample(Moment::Quiet), "township") {
        let name =
            objects(sample(Moment::Quiet), "place_name").iter().find(|name| text(name, "name") == text(town, "name"));
        let centre = point(name.unwrap()).unwrap();
        let Some(Geometry::MultiPolygon(area)) = &town.geometry else { panic!("no area") };
        assert!(area.contains(&centre), "{}", text(town, "name"));
        assert!(number(town, "area_km2") > 1.5, "{}", text(town, "name"));
    }
}

#[test]
fn nothing_stands_in_water_or_outside_or_twice_at_one_point() {
    for moment in [Moment::Quiet, Moment::Flood] {
        let lakes = polygons("water", None);
        let outline = outline();
        let rivers: Vec<(LineString, f64)> = objects(sample(moment), "river")
            .iter()
            .filter_map(|river| match &river.geometry {
                Some(Geometry::LineString(line)) => Some((line.clone(), number(river, "width_m"))),
                _ => None,
            })
            .collect();
        let mut taken = BTreeSet::new();
        for object in sample(moment).objects.values().flatten() {
            let Some(point) = point(object) else { continue };
            // The neighbours' names stand where the neighbours are.
            if text(object, "place_kind") == "neighbour" {
                assert!(!outline.contains(&point), "{} is inside", text(object, "name"));
                continue;
            }
            let what = || format!("{} {}", object.kind, text(object, "name"));
            assert!(outline.contains(&point), "{} is outside", what());
            assert!(!lakes.iter().any(|lake| lake.contains(&point)), "{} is in a lake", what());
            for (line, width) in &rivers {
                // Only near ones are worth the exact distance.
                if Euclidean.distance(&point, line) < 0.003 {
                    assert!(metres_to(point, line) > width / 2.0, "{} is in a river", what());
                }
            }
            let key = ((point.x() * 1e6) as i64, (point.y() * 1e6) as i64);
            let named = object.kind.as_str() == "place_name";
            assert!(taken.insert(key) || named, "{} stands on something", what());
        }
    }
}

#[test]
fn no_road_runs_through_a_reservoir_and_every_village_has_one() {
    let district = sample(Moment::Quiet);
    let lakes = polygons("water", None);
    for road in objects(district, "road") {
        let Some(Geometry::LineString(line)) = &road.geometry else { panic!("no line") };
        assert!(!lakes.iter().any(|lake| lake.intersects(line)), "{}", text(road, "name"));
    }
    let joined: BTreeSet<&str> = objects(district, "road").iter().map(|road| text(road, "village")).collect();
    for village in objects(district, "village") {
        assert!(joined.contains(text(village, "name")), "{}", text(village, "name"));
    }
}

#[test]
fn the_plain_is_denser_than_the_mountains() {
    let district = sample(Moment::Quiet);
    let density = |terrain: &str| {
        let towns = objects(district, "township").iter().filter(|town| text(town, "terrain") == terrain);
        let (people, area) = towns.fold((0.0, 0.0), |(people, area), town| {
            (people + number(town, "population"), area + number(town, "area_km2"))
        });
        people / area
    };
    assert!(density("town") > 5.0 * density("plain"));
    assert!(density("plain") > 4.0 * density("mountain"));
}
