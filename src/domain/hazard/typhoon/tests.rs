use geo::{Contains as _, Destination as _, Geodesic, GeodesicArea as _};
use jiff::SignedDuration;
use proptest::prelude::*;

use super::*;
use crate::domain::place::distance_m;

fn at(lon: f64, lat: f64) -> Position {
    Position::new(lon, lat).unwrap()
}

fn time(minutes: i64) -> Timestamp {
    let start: Timestamp = "2019-08-09T00:00:00Z".parse().unwrap();
    start + SignedDuration::from_mins(minutes)
}

/// A place so far away in a direction.
fn away(from: Position, bearing: f64, metres: f64) -> Position {
    Geodesic.destination(from.point(), bearing, metres).try_into().unwrap()
}

fn step(minutes: i64, position: Position, seven: Option<Circle>) -> Step {
    Step { time: time(minutes), position, circles: [seven, None, None] }
}

#[test]
fn grades_and_forces_begin_where_the_standards_say() {
    let grade = |mps: f64| Grade::of_wind(mps).map(Grade::id);
    assert_eq!(grade(10.7), None);
    for (mps, id) in [(10.8, "td"), (17.2, "ts"), (24.5, "sts"), (32.7, "ty"), (41.5, "sty"), (51.0, "super_ty")] {
        assert_eq!(grade(mps), Some(id));
        assert_ne!(grade(mps - 0.1), Some(id));
    }
    let forces = [(0.2, 0), (0.3, 1), (13.8, 6), (13.9, 7), (24.5, 10), (32.7, 12), (46.2, 15), (61.2, 17), (61.3, 18)];
    for (mps, force) in forces {
        assert_eq!(beaufort_of(mps), force, "{mps}");
    }
    // 17.2 m/s computed otherwise.
    assert_eq!(beaufort_of(17.199_999_999), 8);
    assert_eq!((Grade::of_wind(f64::NAN), beaufort_of(f64::NAN)), (None, 0));
    let words = ["热带低压", "热带风暴", "强热带风暴", "台风", "强台风", "超强台风"];
    assert_eq!(words.map(|word| Grade::of_words(word).unwrap()), Grade::ALL);
    assert_eq!(Grade::of_words("温带气旋"), None);
}

#[test]
fn a_place_on_the_radius_is_inside_and_one_on_a_border_is_in_the_wider_quadrant() {
    let centre = at(121.0, 27.0);
    let circle = Circle::Quadrants([300e3, 200e3, 100e3, 250e3]);
    for (bearing, radius) in [(45.0, 300e3), (135.0, 200e3), (225.0, 100e3), (315.0, 250e3)] {
        assert!(circle.contains(centre, away(centre, bearing, radius)), "{bearing}");
        assert!(!circle.contains(centre, away(centre, bearing, radius + 1.0)), "{bearing}");
    }
    let north = at(121.0, 29.5);
    let far = distance_m(centre, north);
    assert!(Circle::Quadrants([far, 0.0, 0.0, 0.0]).contains(centre, north));
    assert!(Circle::Quadrants([0.0, 0.0, 0.0, far]).contains(centre, north), "due north is in both");
    assert!(Circle::round(1.0).contains(centre, centre));
    assert!(!Circle::NONE.contains(centre, centre), "no extent holds nothing");
}

#[test]
fn a_leaning_circle_reaches_farthest_there_and_least_opposite() {
    let centre = at(125.0, 25.0);
    let circle = Circle::leaning(90.0, 400e3, 200e3);
    for (bearing, reach) in [(90.0, 400e3), (270.0, 200e3)] {
        let out = circle.beyond_m(centre, away(centre, bearing, reach));
        assert!(out.abs() < 1.0, "{bearing}: {out}");
    }
    assert!((circle.longest_m() - 400e3).abs() < 1e-6);
    assert_eq!(Circle::leaning(0.0, 0.0, 0.0).shape(centre), None);
}

#[test]
fn the_orders_of_four_radii_differ_in_what_stands_where() {
    let read = QuadrantOrder::ALL.map(|order| order.clockwise([1.0, 2.0, 3.0, 4.0]));
    assert_eq!(read, [[1.0, 2.0, 4.0, 3.0], [1.0, 2.0, 3.0, 4.0], [2.0, 1.0, 4.0, 3.0], [1.0, 3.0, 4.0, 2.0]]);
}

#[test]
fn between_two_fixes_all_changes_evenly_and_over_the_antimeridian_the_short_way() {
    let track = Track::new([
        step(0, at(179.0, 20.0), Some(Circle::round(100e3))),
        step(60, at(-179.0, 21.0), Some(Circle::round(200e3))),
    ]);
    let middle = track.at(time(30)).unwrap();
    assert!((middle.position.lon().abs() - 180.0).abs() < 1e-9 && (middle.position.lat() - 20.5).abs() < 1e-9);
    assert_eq!(middle.circles[0], Some(Circle::round(150e3)));
    assert_eq!(track.at(time(60)).unwrap().position, at(-179.0, 21.0));
    assert_eq!((track.at(time(-1)), track.at(time(61))), (None, None));
    assert_eq!(track.span(), Some((time(0), time(60))));
}

#[test]
fn a_circle_left_out_between_two_fixes_is_bridged_and_one_long_unsaid_is_not() {
    let here = at(125.0, 25.0);
    let circle = |radius: f64| Some(Circle::round(radius));
    let near = Track::new([step(0, here, circle(100e3)), step(180, here, None), step(360, here, circle(300e3))]);
    assert_eq!(near.steps()[1].circles[0], circle(200e3));
    let far = Track::new([step(0, here, circle(100e3)), step(180, here, None), step(361, here, circle(300e3))]);
    assert_eq!(far.steps()[1].circles[0], None);
    assert_eq!(far.at(time(90)).unwrap().circles[0], None);
}

#[test]
fn a_storm_that_goes_straight_past_is_nearest_and_inside_when_it_should_be() {
    // Along a meridian at an even speed: 0.01 degree a minute.
    let track = Track::new([
        step(0, at(122.0, 25.0), Some(Circle::round(200e3))),
        step(500, at(122.0, 30.0), Some(Circle::round(200e3))),
    ]);
    let place = at(123.0, 27.5);
    let passage = passes(&track, place).unwrap();
    // The nearest point of a meridian lies a little poleward.
    assert!((passage.nearest.time.duration_since(time(250)).as_secs_f64()).abs() < 120.0, "{passage:?}");
    assert!((passage.nearest.bearing_deg - 270.0).abs() < 0.5);
    let [stay] = passage.stays.as_slice() else { panic!("{passage:?}") };
    assert!(!stay.from_start && !stay.to_end);
    for moment in [stay.entered, stay.left] {
        let far = distance_m(track.at(moment).unwrap().position, place);
        assert!((far - 200e3).abs() < 50.0, "at a moment to the second it is on the edge: {far}");
    }
    assert_eq!(passes(&Track::default(), place), None);
}

#[test]
fn a_circle_that_brushes_a_place_between_two_looks_is_not_missed() {
    let radius = 100e3;
    let track = Track::new([
        step(0, at(120.0, 27.0), Some(Circle::round(radius))),
        step(600, at(130.0, 27.0), Some(Circle::round(radius))),
    ]);
    // Half a look after a look, some metres inside the edge: less than a minute in all.
    let centre = track.at(time(305)).unwrap().position;
    let passage = passes(&track, away(centre, 0.0, radius - 20.0)).unwrap();
    assert_eq!(passage.stays.len(), 1, "{passage:?}");
    assert!(passes(&track, away(centre, 0.0, radius + 200.0)).unwrap().stays.is_empty());
}

#[test]
fn a_place_inside_from_the_start_or_to_the_end_says_so() {
    let here = at(121.0, 28.0);
    let circle = Some(Circle::round(100e3));
    let track = Track::new([step(0, here, circle), step(60, at(121.5, 28.0), circle)]);
    let [stay] = passes(&track, here).unwrap().stays[..] else { panic!() };
    assert_eq!((stay.entered, stay.left, stay.from_start, stay.to_end), (time(0), time(60), true, true));
    let single = Track::new([step(0, here, circle)]);
    assert_eq!(passes(&single, here).unwrap().stays.len(), 1);
}

#[test]
fn a_forecast_holds_the_radii_of_its_fix_while_the_wind_is_expected_to_last() {
    let state = |minutes: i64, lon: f64, force: u8| State {
        time: time(minutes),
        position: at(lon, 27.0),
        wind_mps: None,
        beaufort: Some(force),
        pressure_hpa: None,
        grade: None,
    };
    let forecast = Forecast { agency: OFFICIAL.into(), points: vec![state(0, 126.0, 12), state(600, 122.0, 9)] };
    let fix = Fix {
        state: state(0, 126.0, 12),
        circles: [Some(Circle::round(300e3)), Some(Circle::round(150e3)), None],
        moves_kmh: None,
        moves_to_deg: None,
        forecasts: vec![forecast],
    };
    let storm = Storm { id: "1".into(), fixes: vec![fix], ..Storm::default() };
    let [(fix, forecast)] = storm.forecasts(None)[..] else { panic!() };
    let track = storm.expected(fix, forecast);
    assert_eq!(track.steps().len(), 2, "the point of the fix itself is there once");
    assert_eq!(track.steps()[1].circles, [Some(Circle::round(300e3)), Some(Circle::NONE), Some(Circle::NONE)]);
    assert!(storm.forecasts(Some(time(-1))).is_empty());
}

fn state_at(minutes: i64, lon: f64) -> State {
    State {
        time: time(minutes),
        position: at(lon, 27.0),
        wind_mps: None,
        beaufort: Some(13),
        pressure_hpa: None,
        grade: None,
    }
}

#[test]
fn what_agencies_expect_is_theirs_of_late_and_where_one_is_inside_already_nothing_arrives() {
    let forecast = |agency: &str, minutes: i64| Forecast {
        agency: agency.into(),
        points: vec![state_at(minutes - 180, 127.0), state_at(minutes + 600, 119.6)],
    };
    let fix = |minutes: i64, lon: f64, forecasts: Vec<Forecast>| Fix {
        state: state_at(minutes, lon),
        circles: [Some(Circle::round(200e3)), None, None],
        moves_kmh: None,
        moves_to_deg: None,
        forecasts,
    };
    let fixes = vec![
        fix(0, 126.0, vec![forecast("美国", 0)]),
        fix(180, 125.0, vec![forecast("日本", 180), forecast(OFFICIAL, 180)]),
        fix(420, 124.0, vec![forecast(OFFICIAL, 420)]),
        fix(480, 123.8, Vec::new()),
    ];
    let storm = Storm { id: "1".into(), fixes, ..Storm::default() };
    let agencies = |minutes: i64| -> Vec<String> {
        storm.forecasts(Some(time(minutes))).iter().map(|(_, one)| one.agency.to_string()).collect()
    };
    assert_eq!(agencies(240), [OFFICIAL, "日本", "美国"]);
    assert_eq!(agencies(480), [OFFICIAL, "日本"], "that of seven hours ago is not expected any more");
    assert_eq!(agencies(-1), Vec::<String>::new());
    let courses = Courses::of(&storm, None);
    let far = courses.passing(at(119.6, 27.2)).unwrap();
    assert_eq!(far.expected[0].issued, time(240), "the forecast's own beginning, before the fix it came with");
    assert_eq!(far.arrivals().len(), 1);
    let near = courses.passing(at(123.9, 27.0)).unwrap();
    assert!(near.expected.iter().all(|one| one.passage.stays[0].from_start));
    assert_eq!(near.arrivals(), []);
    let leaving = courses.passing(at(126.0, 27.0)).unwrap();
    assert!(leaving.nearest().nearest.distance_m < 1.0, "what was nearer than what comes: {leaving:?}");
}

#[test]
fn a_fix_of_another_century_is_no_reason_to_look_for_hours() {
    let here = at(122.0, 27.0);
    let early = Step { time: "1900-01-01T00:00:00Z".parse().unwrap(), position: here, circles: [None; 3] };
    let passage = passes(&Track::new([early, step(0, here, None)]), here).unwrap();
    assert_eq!(passage.nearest.distance_m, 0.0);
}

#[test]
fn behind_the_lines_is_towards_the_coast() {
    let within = |lon: f64, lat: f64| WarningLine::ALL.map(|line| is_within(line, at(lon, lat)));
    assert_eq!(within(135.0, 25.0), [false, false]);
    assert_eq!(within(130.0, 25.0), [true, false]);
    assert_eq!(within(126.9, 25.0), [true, true]);
    assert_eq!(within(127.0, 25.0), [true, true], "on the line");
    assert_eq!(within(117.0, 12.0), [true, true]);
}

#[test]
fn fixes_come_in_order_and_the_later_word_on_a_moment_stays() {
    let fix = |minutes: i64, lon: f64| Fix {
        state: State {
            time: time(minutes),
            position: at(lon, 20.0),
            wind_mps: None,
            beaufort: None,
            pressure_hpa: None,
            grade: None,
        },
        circles: [None; 3],
        moves_kmh: None,
        moves_to_deg: None,
        forecasts: Vec::new(),
    };
    let mut storm = Storm { fixes: vec![fix(60, 121.0), fix(0, 120.0), fix(60, 122.0)], ..Storm::default() };
    storm.put_in_order();
    let lons: Vec<f64> = storm.fixes.iter().map(|fix| fix.state.position.lon()).collect();
    assert_eq!(lons, [120.0, 122.0]);
}

fn radii() -> impl Strategy<Value = Circle> {
    prop_oneof![
        proptest::array::uniform4(20e3_f64..500e3).prop_map(Circle::Quadrants),
        (0.0_f64..360.0, 50e3_f64..500e3, 0.1_f64..1.0).prop_map(|(to, long, part)| Circle::leaning(
            to,
            long,
            long * part
        )),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_shape_holds_what_the_circle_holds(
        circle in radii(), lat in -5.0_f64..45.0, bearing in 0.0_f64..360.0, part in 0.0_f64..1.6,
    ) {
        let centre = at(126.0, lat);
        let place = away(centre, bearing, circle.longest_m() * part);
        let out = circle.beyond_m(centre, place);
        // Chords of 3.75 degrees cut off at most 0.06 % of the radius, and lines on the map are no geodesics.
        prop_assume!(out.abs() > circle.longest_m() * 0.004 + 500.0);
        // Near a radial step the arc of the wider quadrant ends exactly at it.
        prop_assume!((bearing / 90.0 - (bearing / 90.0).round()).abs() > 0.02 || matches!(circle, Circle::Offset { .. }));
        prop_assert_eq!(circle.shape(centre).unwrap().contains(&place.point()), out < 0.0);
    }

    #[test]
    fn the_area_of_a_shape_is_that_of_its_quarters(radii in proptest::array::uniform4(20e3_f64..500e3), lat in 0.0_f64..40.0) {
        let shape = Circle::Quadrants(radii).shape(at(126.0, lat)).unwrap();
        let area = shape.geodesic_area_unsigned();
        // On the ellipsoid a cap of 500 km is 0.05 % smaller than on the plane, and the corners cut off 0.3 %.
        let plane: f64 = radii.iter().map(|radius| std::f64::consts::PI * radius * radius / 4.0).sum();
        prop_assert!((area / plane - 1.0).abs() < 0.01, "{} {}", area, plane);
        prop_assert!(shape.geodesic_area_signed() > 0.0, "counter-clockwise");
    }

    #[test]
    fn stays_and_the_nearest_are_those_of_a_look_every_minute(
        lons in proptest::collection::vec(116.0_f64..128.0, 2..6),
        lats in proptest::collection::vec(22.0_f64..34.0, 6),
        circles in proptest::collection::vec(proptest::option::weighted(0.9, radii()), 6),
    ) {
        let place = at(119.6, 29.1);
        let steps = lons.iter().zip(&lats).zip(&circles).zip(0..);
        let track = Track::new(steps.map(|(((lon, lat), circle), n)| step(n * 180, at(*lon, *lat), *circle)));
        let passage = passes(&track, place).unwrap();
        let (_, end) = track.span().unwrap();
        let minutes = end.duration_since(time(0)).as_mins();
        for minute in 0..=minutes {
            let now = track.at(time(minute)).unwrap();
            prop_assert!(distance_m(now.position, place) >= passage.nearest.distance_m - 1.0);
            let Some(circle) = now.circles[0] else { continue };
            let out = circle.beyond_m(now.position, place);
            let inside = passage.stays.iter().any(|stay| stay.entered <= now.time && now.time <= stay.left);
            // To the second on either side; a quadrant that begins or ends changes at once.
            let near_edge = passage.stays.iter().any(|stay| {
                [stay.entered, stay.left].iter().any(|at| at.duration_since(now.time).as_secs().abs() <= 2)
            });
            // A quadrant that a place only touches between two looks may be passed over.
            prop_assert!(inside == (out <= 0.0) || near_edge || brief(&track, now.time, place, inside), "{} {} {:?}", minute, out, passage);
        }
        for pair in passage.stays.windows(2) {
            prop_assert!(pair[0].left <= pair[1].entered);
        }
    }
}

/// Whether what a look every minute sees lasts less than the time between two looks of ours.
fn brief(track: &Track, time: Timestamp, place: Position, inside: bool) -> bool {
    let differs = |minutes: i64| {
        track
            .at(time + SignedDuration::from_mins(minutes))
            .is_none_or(|step| step.circles[0].is_none_or(|circle| circle.contains(step.position, place) == inside))
    };
    (-10..=0).any(differs) && (0..=10).any(differs)
}
