//! The base map of the sample: a relief that agrees with what is known, waters that flow together.

use std::sync::Arc;

use geo::{Area, Distance, Euclidean, Geometry, Intersects, LineString, MultiPolygon, Point, Validation};
use sitmap::{
    demo::Moment,
    domain::{
        catalogue::Lang,
        view::{
            Words,
            scene::{AreaInk, LineInk, Scene, SceneRequest, scene},
        },
        world::World,
    },
};

use super::{catalogue, number, objects, sample, text};

/// The ground above each step of height, lowest first.
fn steps() -> Vec<(f64, MultiPolygon)> {
    let relief = objects(sample(Moment::Quiet), "relief").iter();
    let heights = relief.filter(|step| text(step, "relief_kind") == "height");
    heights
        .filter_map(|step| match &step.geometry {
            Some(Geometry::MultiPolygon(area)) => Some((number(step, "from_m"), area.clone())),
            _ => None,
        })
        .collect()
}

/// The highest step a place is above, metres.
fn height(lon: f64, lat: f64) -> f64 {
    let above = |area: &MultiPolygon| area.intersects(&Point::new(lon, lat));
    steps().into_iter().filter(|(_, area)| above(area)).map(|(from_m, _)| from_m).fold(0.0, f64::max)
}

fn rivers() -> Vec<(String, LineString)> {
    let rivers = objects(sample(Moment::Quiet), "river").iter();
    rivers
        .filter_map(|river| match &river.geometry {
            Some(Geometry::LineString(line)) => Some((text(river, "name").to_owned(), line.clone())),
            _ => None,
        })
        .collect()
}

#[test]
fn mountains_rise_in_the_south_and_north_and_the_basin_lies_between() {
    for (name, lon, lat) in [("城中", 119.648, 29.106), ("白龙桥", 119.548, 29.078), ("洋埠", 119.333, 29.095)] {
        assert!(height(lon, lat) < 120.0, "{name} is at {} m", height(lon, lat));
    }
    for (name, lon, lat) in [("塔石以南", 119.43, 28.79), ("沙畈以南", 119.47, 28.765), ("北山", 119.66, 29.228)]
    {
        assert!(height(lon, lat) >= 370.0, "{name} is at {} m", height(lon, lat));
    }
    let areas: Vec<f64> = steps().iter().map(|(_, area)| area.unsigned_area()).collect();
    assert!(areas.len() >= 8 && areas.windows(2).all(|pair| pair[1] < pair[0]), "{areas:?}");
}

#[test]
fn rivers_flow_together_and_streams_into_rivers() {
    let rivers = rivers();
    let line = |name: &str| &rivers.iter().find(|(known, _)| known == name).unwrap().1;
    let near = |end: Point, other: &LineString| Euclidean.distance(&end, other) < 2e-5;
    for (from, to) in [
        ("义乌江", "金华江"),
        ("武义江", "金华江"),
        ("金华江", "衢江"),
        ("梅溪", "武义江"),
        ("白沙溪", "金华江"),
        ("厚大溪", "衢江"),
        ("莘畈溪", "衢江"),
    ] {
        assert!(near(Point::from(*line(from).0.last().unwrap()), line(to)), "{from} does not reach {to}");
    }
    assert!(rivers.len() > 30, "{} rivers and streams", rivers.len());
    for (name, stream) in rivers.iter().filter(|(name, _)| name.ends_with("支流")) {
        let end = Point::from(*stream.0.last().unwrap());
        assert!(rivers.iter().any(|(other, line)| other != name && near(end, line)), "{name} ends on dry land");
    }
}

#[test]
fn waters_and_townships_are_sound_shapes() {
    for kind in ["water", "township", "built_up", "district"] {
        for object in objects(sample(Moment::Quiet), kind) {
            let sound = match &object.geometry {
                Some(Geometry::Polygon(area)) => area.is_valid(),
                Some(Geometry::MultiPolygon(area)) => area.is_valid(),
                _ => false,
            };
            assert!(sound, "{kind} {}", text(object, "name"));
        }
    }
}

fn seen(request: &SceneRequest) -> Scene {
    let catalogue = Arc::new(catalogue().clone());
    let world = World::new(Arc::clone(&catalogue), sample(Moment::Quiet).summed(&catalogue));
    scene(&world, request, &Words::read(Lang::Zh, &[]).0)
}

#[test]
fn under_tiles_the_base_map_steps_back_to_its_outline_borders_and_veil() {
    let own = seen(&SceneRequest { zoom: 10.5, ..SceneRequest::default() });
    let road_or_river = |scene: &Scene| {
        scene.lines.iter().filter(|line| matches!(line.ink, LineInk::Road(_) | LineInk::River(_))).count()
    };
    let has = |scene: &Scene, ink: AreaInk| scene.areas.iter().any(|area| area.ink == ink);
    assert!(road_or_river(&own) > 20 && has(&own, AreaInk::Water) && has(&own, AreaInk::Veil));
    let stepped = seen(&SceneRequest { zoom: 10.5, tiles_on: true, ..SceneRequest::default() });
    assert_eq!(road_or_river(&stepped), 0);
    let veils = stepped.areas.iter().all(|area| area.ink == AreaInk::Veil || area.object.is_some());
    assert!(has(&stepped, AreaInk::Veil) && veils, "nothing hides the tiles");
    assert!(stepped.lines.iter().any(|line| line.ink == LineInk::Outline));
    assert!(stepped.labels.iter().any(|label| label.text == "白龙桥镇"));
    let named = seen(&SceneRequest { zoom: 10.5, tiles_on: true, tiles_named: true, ..SceneRequest::default() });
    assert!(!named.labels.iter().any(|label| label.text == "白龙桥镇"));
}
