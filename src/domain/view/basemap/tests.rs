use super::*;

/// Wucheng, about.
const HOME: Bounds = Bounds { west: 119.305, south: 28.74, east: 119.76, north: 29.25 };

#[test]
fn the_district_fills_most_of_a_desk_map_and_of_a_wall_at_first() {
    // The map beside its panels at 1920 x 1080, at 4K, and on walls of two and four panels.
    for size in [[1240.0, 860.0], [2480.0, 1720.0], [1360.0, 780.0], [4100.0, 1600.0], [5400.0, 1600.0]] {
        let view = home_view(&View::default(), HOME, size);
        let [left, top] = view.to_screen(HOME.west, HOME.north);
        let [right, bottom] = view.to_screen(HOME.east, HOME.south);
        let share = ((right - left) / size[0]).max((bottom - top) / size[1]);
        assert!((0.7..=0.85).contains(&share), "{share} of {size:?}");
        assert!(left > 0.0 && top > 0.0 && right < size[0] && bottom < size[1]);
    }
}

fn scene_with(areas: Vec<Area>) -> Scene {
    Scene { areas, ..Scene::default() }
}

fn district() -> Area {
    let ring = vec![(119.4, 28.8), (119.7, 28.8), (119.7, 29.2), (119.4, 29.2), (119.4, 28.8)];
    let shape = MultiPolygon::new(vec![Polygon::new(LineString::from(ring), vec![])]);
    Area { shape, ink: AreaInk::District, opacity: 1.0, object: None }
}

#[test]
fn the_veil_covers_what_is_asked_for_but_for_the_district() {
    use geo::Intersects;
    let mut scene = scene_with(vec![district()]);
    let asked = Bounds { west: 118.0, south: 28.0, east: 121.0, north: 30.0 };
    veil(&mut scene, &SceneRequest { bounds: Some(asked), ..SceneRequest::default() });
    let sheet = &scene.areas.iter().find(|area| area.ink == AreaInk::Veil).unwrap().shape;
    assert!(!sheet.intersects(&geo_types::Point::new(119.5, 29.0)));
    for outside in [(118.0, 28.0), (121.0, 30.0), (119.39, 29.0)] {
        assert!(sheet.intersects(&geo_types::Point::from(outside)), "{outside:?}");
    }
}

#[test]
fn without_a_district_there_is_no_veil() {
    let mut scene = Scene::default();
    veil(&mut scene, &SceneRequest::default());
    assert!(scene.areas.is_empty());
}

#[test]
fn a_river_widens_from_its_source_to_its_mouth_and_leaves_no_gap() {
    let line = LineString::from((0..60).map(|at| (119.4 + f64::from(at) * 0.001, 29.0)).collect::<Vec<_>>());
    let mut scene = Scene::default();
    taper(&mut scene, &MultiLineString::new(vec![line]), 10.0, 66.0);
    let widths: Vec<f32> =
        scene.lines.iter().map(|line| if let LineInk::River(width) = line.ink { width } else { 0.0 }).collect();
    assert!(widths.is_sorted() && widths[0] > 10.0 && widths[TAPER - 1] < 66.0);
    for pair in scene.lines.windows(2) {
        assert_eq!(pair[0].shape.0[0].0.last(), pair[1].shape.0[0].0.first());
    }
}
