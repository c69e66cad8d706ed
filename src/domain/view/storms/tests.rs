use geo::{Contains as _, Intersects as _};
use geo_types::Polygon;

use super::*;
use crate::domain::{
    catalogue::Lang,
    hazard::typhoon::{Circle, Fix, Forecast, State},
    place::Position,
    view::palette::{Palette, Theme},
};

fn time(hours: i64) -> Timestamp {
    let start: Timestamp = "2019-08-09T00:00:00Z".parse().unwrap();
    start + SignedDuration::from_hours(hours)
}

fn state(hours: i64, lon: f64, lat: f64, grade: Grade) -> State {
    State {
        time: time(hours),
        position: Position::new(lon, lat).unwrap(),
        wind_mps: Some(grade.least_mps()),
        beaufort: Some(12),
        pressure_hpa: None,
        grade: Some(grade),
    }
}

fn fix(state: State) -> Fix {
    let circles = [Some(Circle::round(300e3)), Some(Circle::round(100e3)), Some(Circle::NONE)];
    Fix { state, circles, moves_kmh: None, moves_to_deg: None, forecasts: Vec::new() }
}

fn storm() -> Arc<Storm> {
    let agency = |name: &str, lon: f64| Forecast {
        agency: name.into(),
        points: vec![state(18, lon, 28.0, Grade::Typhoon), state(30, lon - 1.0, 30.0, Grade::TropicalStorm)],
    };
    let mut last = fix(state(12, 123.0, 26.0, Grade::SevereTyphoon));
    last.forecasts = vec![agency("中国", 121.0), agency("日本", 122.5)];
    let fixes = vec![
        fix(state(0, 126.0, 24.0, Grade::Typhoon)),
        fix(state(6, 124.5, 25.0, Grade::Typhoon)),
        last,
        fix(state(18, 121.3, 28.2, Grade::Typhoon)),
    ];
    Arc::new(Storm { id: "1909".into(), name_zh: Some("利奇马".into()), fixes, ..Storm::default() })
}

fn inks(scene: &Scene) -> Vec<StormLine> {
    scene.lines.iter().filter_map(|line| if let LineInk::Storm(ink) = line.ink { Some(ink) } else { None }).collect()
}

fn drawn(at: i64) -> Scene {
    let mut scene = Scene::default();
    StormShown { storm: storm(), at: time(at) }.draw(&mut scene);
    scene
}

#[test]
fn the_past_is_cut_where_the_grade_changes_and_ends_at_the_moment() {
    let scene = drawn(15);
    let past: Vec<Option<Grade>> = inks(&scene)
        .into_iter()
        .filter_map(|ink| if let StormLine::Past(grade) = ink { Some(grade) } else { None })
        .collect();
    assert_eq!(past, [Some(Grade::Typhoon), Some(Grade::SevereTyphoon)]);
    let last = scene.lines.iter().rfind(|line| matches!(line.ink, LineInk::Storm(StormLine::Past(_)))).unwrap();
    let end = *last.shape.0[0].0.last().unwrap();
    assert!((end.x - 122.15).abs() < 1e-9 && (end.y - 27.1).abs() < 1e-9, "half way to the next fix: {end:?}");
}

#[test]
fn what_was_expected_is_shown_until_the_next_fix_says_otherwise() {
    let expected = |at: i64| inks(&drawn(at)).into_iter().filter(|ink| matches!(ink, StormLine::Expected(_))).count();
    assert_eq!((expected(6), expected(12), expected(15), expected(18)), (0, 2, 2, 0));
    assert!(inks(&drawn(12)).contains(&StormLine::Expected(Agency::China)), "the official one is marked");
}

#[test]
fn circles_with_an_extent_are_drawn_and_the_cone_holds_what_is_expected() {
    let scene = drawn(12);
    let areas: Vec<StormArea> = scene
        .areas
        .iter()
        .filter_map(|area| if let AreaInk::Storm(ink) = area.ink { Some(ink) } else { None })
        .collect();
    assert_eq!(areas, [StormArea::Cone, StormArea::Circle(Level::Seven), StormArea::Circle(Level::Ten)]);
    let cone = &scene.areas[0].shape;
    for (_, track) in (StormShown { storm: storm(), at: time(12) }).expected() {
        assert!(cone.intersects(&line_of(track.steps())));
    }
    assert!(cone.contains(&Point::new(121.7, 28.0)), "between the two");
    let polygons: Vec<Polygon> = scene.areas.iter().flat_map(|area| area.shape.0.clone()).collect();
    assert!(polygons.iter().all(|polygon| polygon.exterior().0.len() > 3));
}

#[test]
fn before_and_after_its_course_there_is_no_centre() {
    let words = Words::read(Lang::Zh, &[]).0;
    for (at, marks) in [(-1, 0), (0, 1), (18, 1), (19, 0)] {
        let mut scene = Scene::default();
        StormShown { storm: storm(), at: time(at) }.mark(&mut scene, &words);
        assert_eq!(scene.marks.len(), marks, "{at}");
    }
    let shown = StormShown { storm: storm(), at: time(12) };
    let extent = shown.extent().unwrap();
    assert!(extent.west < 120.0 && extent.east > 126.0 && extent.south < 24.0 && extent.north > 30.0);
}

#[test]
fn the_legend_names_every_grade_and_each_agency_that_is_drawn() {
    let words = Words::read(Lang::Zh, &[]).0;
    let rows = |at: i64| -> Vec<(String, Option<StormInk>, String)> {
        let mut scene = Scene::default();
        StormShown { storm: storm(), at: time(at) }.mark(&mut scene, &words);
        scene.legend.iter().map(|row| (row.name.clone(), row.storm, row.number())).collect()
    };
    let grades = |rows: &[(String, Option<StormInk>, String)]| {
        let is_grade = |ink: &Option<StormInk>| matches!(ink, Some(StormInk::Line(StormLine::Past(Some(_)))));
        rows.iter().filter(|(_, ink, number)| is_grade(ink) && number.is_empty()).count()
    };
    let agencies = |rows: &[(String, Option<StormInk>, String)]| -> Vec<Agency> {
        let agency = |ink: &Option<StormInk>| match ink {
            Some(StormInk::Line(StormLine::Expected(agency))) => Some(*agency),
            _ => None,
        };
        rows.iter().filter_map(|(_, ink, _)| agency(ink)).collect()
    };
    let (early, told) = (rows(6), rows(12));
    assert_eq!((grades(&early), grades(&told)), (6, 6));
    assert_eq!((agencies(&early), agencies(&told)), (vec![], vec![Agency::China, Agency::Japan]));
    assert_eq!(told[0].2, "1", "the centre is one");
    let circles = told.iter().filter(|(_, ink, _)| matches!(ink, Some(StormInk::Area(_)))).count();
    assert_eq!(circles, 2, "circles that are drawn");
    for theme in [Theme::Dark, Theme::Light] {
        let palette = Palette::of(theme);
        let mut looks: Vec<String> = Agency::NAMED
            .into_iter()
            .map(|(agency, ..)| format!("{:?}", line_look(StormLine::Expected(agency), palette, 1.0)))
            .collect();
        looks.sort();
        looks.dedup();
        assert_eq!(looks.len(), Agency::NAMED.len(), "no two agencies look alike");
        for (_, ink, _) in &told {
            assert!(ink.is_none_or(|ink| !ink.sample([10.0, 10.0], [7.0, 5.0], 1.0, palette).is_empty()));
        }
    }
}
