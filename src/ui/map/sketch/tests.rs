use geo_types::{line_string, polygon};

use super::*;
use crate::domain::{
    model::{KindId, Uid},
    place::Flaw,
};

fn at(x: f64, y: f64) -> Coord {
    Coord { x, y }
}

fn drawn(form: Form, points: &[(f64, f64)]) -> Sketch {
    let mut sketch = Sketch::default();
    sketch.start(Purpose::Draw, form);
    points.iter().for_each(|(x, y)| sketch.add(at(*x, *y)));
    sketch
}

fn object() -> ObjectRef {
    ObjectRef { kind: KindId::from("danger_area"), uid: Uid::from_bits(1) }
}

#[test]
fn a_point_is_one_click_a_rectangle_two_and_a_line_ends_when_told() {
    assert_eq!(drawn(Form::Point, &[(1.0, 2.0)]).finished(), Some(Point::new(1.0, 2.0).into()));
    let rect = drawn(Form::Rectangle, &[(1.0, 1.0), (3.0, 2.0)]);
    assert_eq!(place::measure(&rect.finished().unwrap()).length_m.round(), {
        let ring = polygon![(x: 1.0, y: 1.0), (x: 3.0, y: 1.0), (x: 3.0, y: 2.0), (x: 1.0, y: 2.0)];
        place::measure(&ring.into()).length_m.round()
    });
    let mut line = drawn(Form::Line, &[(1.0, 1.0), (2.0, 1.0), (2.0, 1.0)]);
    assert_eq!(line.finished(), None);
    line.end();
    assert_eq!(line.finished(), Some(line_string![(x: 1.0, y: 1.0), (x: 2.0, y: 1.0)].into()));
}

#[test]
fn a_bow_tie_stays_to_be_mended_and_says_where() {
    let mut sketch = drawn(Form::Area, &[(0.0, 0.0), (2.0, 2.0), (2.0, 0.0), (0.0, 2.0)]);
    sketch.end();
    assert_eq!(sketch.fault(), Some(&Fault { flaw: Flaw::CrossesItself, at: Some(at(1.0, 1.0)) }));
    assert!(sketch.is_drawing() && sketch.finished().is_none());
    sketch.back();
    assert_eq!(sketch.fault(), None);
    sketch.end();
    assert!(sketch.finished().is_some());
}

#[test]
fn backspace_takes_back_one_after_the_other_and_then_the_tool_is_off() {
    let mut sketch = drawn(Form::Line, &[(1.0, 1.0), (2.0, 1.0)]);
    sketch.back();
    assert_eq!(sketch.points(), 1);
    sketch.end();
    assert_eq!(sketch.fault().map(|fault| fault.flaw), Some(Flaw::TooFewPoints));
    sketch.back();
    sketch.back();
    assert!(!sketch.is_on());
}

#[test]
fn a_hole_is_drawn_into_an_area_and_one_outside_is_refused() {
    let mut sketch = drawn(Form::Area, &[(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0)]);
    sketch.end();
    sketch.start_hole();
    [(20.0, 1.0), (21.0, 1.0), (21.0, 2.0)].iter().for_each(|(x, y)| sketch.add(at(*x, *y)));
    sketch.end();
    assert_eq!(sketch.fault().map(|fault| fault.flaw), Some(Flaw::HoleOutside));
    (0..3).for_each(|_| sketch.back());
    [(1.0, 1.0), (2.0, 1.0), (2.0, 2.0)].iter().for_each(|(x, y)| sketch.add(at(*x, *y)));
    sketch.end();
    let Some(Geometry::Polygon(area)) = sketch.finished() else { panic!("no area") };
    assert_eq!(area.interiors().len(), 1);
}

#[test]
fn vertices_of_what_is_there_are_moved_added_and_taken_away() {
    let area = polygon![(x: 0.0, y: 0.0), (x: 4.0, y: 0.0), (x: 4.0, y: 4.0), (x: 0.0, y: 4.0)];
    let mut sketch = Sketch::default();
    assert!(sketch.edit(object(), &area.clone().into()));
    assert_eq!(sketch.finished(), Some(area.into()));
    sketch.shift(Handle { path: 0, vertex: 2 }, at(6.0, 6.0));
    sketch.split(Handle { path: 0, vertex: 3 }, at(0.0, 2.0));
    let grown = polygon![(x: 0.0, y: 0.0), (x: 4.0, y: 0.0), (x: 6.0, y: 6.0), (x: 0.0, y: 4.0), (x: 0.0, y: 2.0)];
    assert_eq!(sketch.finished(), Some(grown.into()));
    sketch.back();
    sketch.chosen = Some(Handle { path: 0, vertex: 1 });
    sketch.back();
    let left = polygon![(x: 0.0, y: 0.0), (x: 6.0, y: 6.0), (x: 0.0, y: 4.0)];
    assert_eq!(sketch.finished(), Some(left.clone().into()));
    sketch.chosen = Some(Handle { path: 0, vertex: 1 });
    sketch.back();
    assert_eq!(sketch.finished(), Some(left.into()), "a ring keeps three");
    sketch.shift(Handle { path: 0, vertex: 1 }, at(0.0, 9.0));
    sketch.check();
    assert_eq!(sketch.fault().map(|fault| fault.flaw), Some(Flaw::Flat));
    assert_eq!(sketch.finished(), None);
}

#[test]
fn each_step_of_shaping_is_taken_back() {
    let area = polygon![(x: 0.0, y: 0.0), (x: 4.0, y: 0.0), (x: 4.0, y: 4.0), (x: 0.0, y: 4.0)];
    let mut sketch = Sketch::default();
    assert!(sketch.edit(object(), &area.clone().into()));
    sketch.split(Handle { path: 0, vertex: 0 }, at(2.0, -1.0));
    sketch.back();
    sketch.remember();
    sketch.shift(Handle { path: 0, vertex: 2 }, at(-9.0, 1.0));
    sketch.check();
    assert!(sketch.fault().is_some());
    (0..3).for_each(|_| sketch.step_back());
    assert_eq!(sketch.finished(), Some(area.clone().into()));
    sketch.step_back();
    assert_eq!(sketch.finished(), Some(area.into()), "there is nothing before");
}

#[test]
fn several_parts_and_their_holes_come_back_as_they_were() {
    let part = |x: f64| polygon![(x: x, y: 0.0), (x: x + 4.0, y: 0.0), (x: x + 4.0, y: 4.0), (x: x, y: 4.0)];
    let mut first = part(0.0);
    first.interiors_push(line_string![(x: 1.0, y: 1.0), (x: 2.0, y: 1.0), (x: 2.0, y: 2.0), (x: 1.0, y: 1.0)]);
    let several = Geometry::from(geo_types::MultiPolygon::new(vec![first, part(10.0)]));
    let mut sketch = Sketch::default();
    assert!(sketch.edit(object(), &several));
    assert_eq!(sketch.finished(), Some(several));
}

#[test]
fn a_circle_is_drawn_by_number_and_a_line_is_widened() {
    let mut circle = drawn(Form::Circle, &[(119.6, 29.0)]);
    assert!(!circle.reach(0.0) && circle.reach(500.0));
    let area = place::measure(&circle.finished().unwrap()).area_m2;
    assert!((area / (std::f64::consts::PI * 250_000.0) - 1.0).abs() < 0.01);
    let mut line = drawn(Form::Line, &[(119.6, 29.0), (119.7, 29.0)]);
    line.end();
    assert!(line.widen(100.0));
    assert!(matches!(line.finished(), Some(Geometry::Polygon(_) | Geometry::MultiPolygon(_))));
}
