use proptest::prelude::*;

use super::*;
use crate::domain::hazard::typhoon::{Fix, Forecast};

const JINHUA: [f64; 2] = [119.5, 29.0];

fn at(lon: f64, lat: f64) -> Position {
    Position::new(lon, lat).unwrap()
}

fn state(hours: i64, lon: f64, lat: f64, wind: f64) -> State {
    State {
        time: Timestamp::from_second(1_700_000_000 + hours * 3_600).unwrap(),
        position: at(lon, lat),
        wind_mps: Some(wind),
        beaufort: Some(beaufort_of(wind)),
        pressure_hpa: Some(970.0),
        grade: Grade::of_wind(wind),
    }
}

/// A storm that comes from the south-east and turns north.
fn storm() -> Storm {
    let fixes = [(0, 128.0, 20.0, 20.0), (12, 125.0, 23.0, 35.0), (24, 122.5, 26.5, 45.0), (36, 122.0, 30.0, 26.0)];
    let fix = |(hours, lon, lat, wind): (i64, f64, f64, f64)| Fix {
        state: state(hours, lon, lat, wind),
        circles: [
            Some(Circle::Quadrants([300_000.0, 250_000.0, 150_000.0, 200_000.0])),
            Some(Circle::round(80_000.0)),
            Some(if wind > 32.7 { Circle::round(40_000.0) } else { Circle::NONE }),
        ],
        moves_kmh: Some(30.0),
        moves_to_deg: Some(315.0),
        forecasts: vec![Forecast {
            agency: "中国".into(),
            points: vec![state(hours + 12, lon - 2.0, lat + 2.0, wind)],
        }],
    };
    let fixes = fixes.into_iter().map(fix).collect();
    Storm { id: "1".into(), name_zh: Some("示例风".into()), fixes, active: true, ..Storm::default() }
}

fn course(storm: &Storm) -> Vec<Position> {
    let forecasts = storm.fixes.iter().flat_map(|fix| &fix.forecasts).flat_map(|forecast| &forecast.points);
    storm.fixes.iter().map(|fix| &fix.state).chain(forecasts).map(|state| state.position).collect()
}

#[test]
fn moved_by_nothing_it_is_the_same_and_still_no_real_storm() {
    let storm = storm();
    let here = at(122.0, 25.0);
    for shift in [None, Some(Shift { from: here, to: here }), Some(Shift::towards(here, 77.0, 0.0))] {
        let by = Rehearsal { shift, ..Rehearsal::default() };
        assert!(by.is_none());
        let moved = storm.rehearsed(&by).unwrap();
        assert!(moved.is_rehearsal() && !moved.active && moved.id != storm.id);
        assert_eq!(moved.fixes, storm.fixes);
    }
}

#[test]
fn it_passes_where_and_when_it_is_told_to() {
    let (storm, place) = (storm(), at(JINHUA[0], JINHUA[1]));
    for (bearing, metres) in [(90.0, 0.0), (90.0, 20_000.0), (200.0, 150_000.0)] {
        let shift = Shift::past(&storm, place, bearing, metres);
        let moved = storm.rehearsed(&Rehearsal { shift, ..Rehearsal::default() }).unwrap();
        let nearest = passes(&moved.past(None), place).unwrap().nearest;
        assert!(nearest.distance_m <= metres + 500.0, "{bearing} {metres}: {}", nearest.distance_m);
        let when: Timestamp = "2026-08-09T12:00:00Z".parse().unwrap();
        let later = moved.later_for(place, when).unwrap();
        let again = storm.rehearsed(&Rehearsal { shift, later, ..Rehearsal::default() }).unwrap();
        assert_eq!(passes(&again.past(None), place).unwrap().nearest.time, when);
        assert_eq!(again.span().unwrap().1.duration_since(again.span().unwrap().0), SignedDuration::from_hours(36));
    }
}

#[test]
fn what_a_commander_wants_is_worked_out_for_the_storm_and_the_place() {
    let (storm, place) = (storm(), at(JINHUA[0], JINHUA[1]));
    let when: Timestamp = "2026-08-09T12:00:00Z".parse().unwrap();
    let wanted = Wanted {
        place: Where::Past { bearing_deg: 90.0, metres: 30_000.0 },
        time: When::Nearest(when),
        wind: 1.2,
        ..Wanted::default()
    };
    let moved = storm.rehearsed(&wanted.of(&storm, Some(place)).unwrap()).unwrap();
    let nearest = passes(&moved.past(None), place).unwrap().nearest;
    assert_eq!(nearest.time, when);
    assert!((nearest.distance_m - 30_000.0).abs() < 1_500.0, "{}", nearest.distance_m);
    assert_eq!(wanted.of(&storm, None), Err(CannotMove::NoPlace));
    let before = passes(&storm.past(None), place).unwrap().nearest.position;
    let towards = Wanted { place: Where::Towards { bearing_deg: 0.0, metres: 50_000.0 }, ..Wanted::default() };
    let shift = towards.of(&storm, Some(place)).unwrap().shift.unwrap();
    assert!(shift.from == before && (shift.distance_m() - 50_000.0).abs() < 1.0);
    let start = Wanted { time: When::Start(when), ..Wanted::default() };
    let moved = storm.rehearsed(&start.of(&storm, None).unwrap()).unwrap();
    assert_eq!(moved.span().unwrap().0, when);
    assert!(Wanted::default().of(&storm, None).unwrap().is_none());
}

#[test]
fn grade_and_force_follow_the_wind_circles_follow_both_and_pressure_is_left_out() {
    let storm = storm();
    let weaker = storm.rehearsed(&Rehearsal { wind: 0.5, radii: 0.5, ..Rehearsal::default() }).unwrap();
    let fix = &weaker.fixes[2];
    assert_eq!(
        (fix.state.wind_mps, fix.state.beaufort, fix.state.grade),
        (Some(22.5), Some(9), Some(Grade::TropicalStorm))
    );
    assert_eq!(fix.state.pressure_hpa, None);
    assert_eq!(fix.circles[0], Some(Circle::Quadrants([150_000.0, 125_000.0, 75_000.0, 100_000.0])));
    assert_eq!(fix.circles[1..], [Some(Circle::NONE), Some(Circle::NONE)], "no wind of that force is left");
    let stronger = storm.rehearsed(&Rehearsal { wind: 2.0, ..Rehearsal::default() }).unwrap();
    assert_eq!(stronger.fixes[0].state.grade, Some(Grade::Typhoon));
    assert_eq!(stronger.fixes[0].circles[2], None, "how far it would reach nobody said");
    assert_eq!(stronger.fixes[2].circles[2], Some(Circle::round(40_000.0)));
    assert_eq!(stronger.fixes[0].forecasts[0].points[0].grade, Some(Grade::Typhoon));
    // Larger circles alone leave the winds as they were measured.
    let wider = storm.rehearsed(&Rehearsal { radii: 2.0, ..Rehearsal::default() }).unwrap();
    assert_eq!(wider.fixes[0].state, storm.fixes[0].state);
    assert_eq!(wider.fixes[0].circles[1], Some(Circle::round(160_000.0)));
    let mut unknown = storm;
    unknown.fixes[0].state.wind_mps = None;
    let moved = unknown.rehearsed(&Rehearsal { wind: 1.2, ..Rehearsal::default() }).unwrap();
    assert_eq!((moved.fixes[0].state.beaufort, moved.fixes[0].state.grade), (None, None), "no wind, no grade");
}

#[test]
fn what_makes_no_sense_is_refused_whole() {
    let storm = storm();
    let by = |wind: f64, hours: i64, metres: f64| Rehearsal {
        wind,
        later: SignedDuration::from_hours(hours),
        shift: Some(Shift::towards(at(122.0, 25.0), 0.0, metres)),
        ..Rehearsal::default()
    };
    for (by, why) in [
        (by(f64::NAN, 0, 0.0), CannotMove::Factor),
        (by(0.0, 0, 0.0), CannotMove::Factor),
        (by(9.0, 0, 0.0), CannotMove::Factor),
        (by(1.0, 300 * 366 * 24, 0.0), CannotMove::Time),
        (by(1.0, 0, 9_000_000.0), CannotMove::TooFar),
    ] {
        assert_eq!(storm.rehearsed(&by), Err(why));
    }
    assert_eq!(Storm::default().rehearsed(&Rehearsal::default()), Err(CannotMove::NoCourse));
}

proptest! {
    #[test]
    fn a_shift_moves_its_point_as_far_as_asked_and_keeps_the_shape(
        bearing in 0.0..360.0_f64, kilometres in 0.0..2_000.0_f64, which in 0_usize..4,
    ) {
        let storm = storm();
        let from = storm.fixes[which].state.position;
        let shift = Shift::towards(from, bearing, kilometres * 1_000.0);
        let moved = storm.rehearsed(&Rehearsal { shift: Some(shift), ..Rehearsal::default() }).unwrap();
        let to = moved.fixes[which].state.position;
        prop_assert!((distance_m(from, to) - kilometres * 1_000.0).abs() < 1.0);
        prop_assert!(distance_m(to, shift.to) < 0.1);
        let (before, after) = (course(&storm), course(&moved));
        for (a, x) in before.iter().zip(&after) {
            for (b, y) in before.iter().zip(&after) {
                let (was, is) = (distance_m(*a, *b), distance_m(*x, *y));
                prop_assert!((was - is).abs() <= was * 0.007 + 1.0, "{was} {is}");
            }
        }
        // The course goes on along its headings: they turn as it does.
        for (before, after) in storm.fixes.windows(2).zip(moved.fixes.windows(2)) {
            let along = |pair: &[Fix]| bearing_deg(pair[0].state.position, pair[1].state.position);
            let turned = (after[0].moves_to_deg.unwrap() - before[0].moves_to_deg.unwrap() + 540.0) % 360.0 - 180.0;
            let course = (along(after) - along(before) + 540.0) % 360.0 - 180.0;
            prop_assert!((turned - course).abs() < 2.0, "{turned} {course}");
        }
    }

    #[test]
    fn there_and_back_is_the_same(bearing in 0.0..360.0_f64, kilometres in 1.0..2_000.0_f64, hours in -9_000_i64..9_000) {
        let storm = storm();
        let shift = Shift::towards(storm.fixes[1].state.position, bearing, kilometres * 1_000.0);
        let later = SignedDuration::from_hours(hours);
        let moved = storm.rehearsed(&Rehearsal { shift: Some(shift), later, ..Rehearsal::default() }).unwrap();
        let back = Shift { from: shift.to, to: shift.from };
        let back = moved.rehearsed(&Rehearsal { shift: Some(back), later: -later, ..Rehearsal::default() }).unwrap();
        for (was, is) in course(&storm).iter().zip(course(&back)) {
            prop_assert!(distance_m(*was, is) < 0.1);
        }
        prop_assert_eq!(back.span(), storm.span());
    }
}
