//! The river below a place, from the line nearest to it down to where it leaves the map.
//!
//! A river's line runs downstream, as OpenStreetMap has it too; one whose mouth lies at its first point is turned about.
//! Where a line ends, the water goes on into the line of the same name that begins there, else into the river that it
//! says it flows into, else into another that it touches. It is a way along lines, no model of the ground.

use geo::LineLocatePoint as _;
use geo_types::{Coord, Geometry, Line, LineString, Point};

use crate::domain::{
    place::{Position, distance_m},
    query::{name_of, text},
    world::World,
};

/// A dam lies on the river that its register names when that is no farther than this, metres.
const NAMED_M: f64 = 3_000.0;
/// And on another no farther than this.
const NEAR_M: f64 = 1_000.0;
/// How far from the end of a line the river may lie that it says it flows into, metres.
const JOINS_M: f64 = 1_000.0;
/// How far a line's end may lie from the line that it goes on as, metres.
const TOUCHES_M: f64 = 150.0;
/// Less than this left of a line is nothing, metres.
const LEFT_M: f64 = 50.0;
/// Water is followed so far, metres.
pub const FOLLOWED_M: f64 = 40_000.0;
/// And over so many lines.
const MOST_LINES: usize = 200;

/// The river below a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Reach {
    /// Its lines, downstream, one after the other.
    pub lines: Vec<LineString>,
    /// The rivers, each once.
    pub rivers: Vec<String>,
    /// How long it is, metres.
    pub length_m: f64,
    /// How far the place is from it, metres.
    pub off_m: f64,
}

/// Where along a river a place is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Along {
    /// How far from the river, metres.
    pub off_m: f64,
    /// How far down it, metres.
    pub along_m: f64,
}

/// A line of a river, downstream.
struct Course {
    name: String,
    into: Option<String>,
    line: Vec<Coord>,
}

/// A place on a line.
struct Foot {
    away_m: f64,
    at: Coord,
    /// The segment it is on.
    segment: usize,
}

/// The river below a place; `river`: the one it is on. `None`: no river is near enough.
pub fn trace(world: &World, from: Position, river: Option<&str>) -> Option<Reach> {
    let courses = courses(world);
    let start = from.point().0;
    let nearest = |most_m: f64, is: &dyn Fn(&Course) -> bool| nearest(&courses, start, most_m, is);
    let named = river.and_then(|river| nearest(NAMED_M, &|course| course.name == river));
    let (mut course, mut foot) = named.or_else(|| nearest(NEAR_M, &|_| true))?;
    let mut reach = Reach { lines: Vec::new(), rivers: Vec::new(), length_m: 0.0, off_m: foot.away_m };
    let mut been = vec![course];
    while let Some(current) = courses.get(course) {
        reach.take(current, &foot);
        if reach.length_m >= FOLLOWED_M || been.len() >= MOST_LINES {
            break;
        }
        let Some((next, at)) = goes_on(&courses, current, &been) else { break };
        (course, foot) = (next, at);
        been.push(course);
    }
    (!reach.lines.is_empty()).then_some(reach)
}

fn courses(world: &World) -> Vec<Course> {
    let mut found = Vec::new();
    let Some(layer) = world.layer("river") else { return found };
    let kind = layer.kind();
    for object in layer.objects() {
        let lines = match &object.geometry {
            Some(Geometry::LineString(line)) => vec![line],
            Some(Geometry::MultiLineString(lines)) => lines.iter().collect(),
            _ => continue,
        };
        let into = text(kind, object, "flows_into").map(str::to_owned);
        found.extend(lines.into_iter().filter(|line| line.0.len() > 1).map(|line| Course {
            name: name_of(kind, object),
            into: into.clone(),
            line: line.0.clone(),
        }));
    }
    turn_about(&mut found);
    found
}

/// Turns lines about whose mouth is their first point.
fn turn_about(courses: &mut [Course]) {
    let away = |courses: &[Course], into: &str, at: Option<&Coord>| {
        let others = courses.iter().filter(|other| other.name == into);
        at.and_then(|at| others.filter_map(|other| foot(&other.line, *at)).map(|foot| foot.away_m).reduce(f64::min))
    };
    let turned: Vec<bool> = courses
        .iter()
        .map(|course| {
            let Some(into) = course.into.as_deref().filter(|into| *into != course.name) else { return false };
            let ends = [course.line.first(), course.line.last()].map(|end| away(courses, into, end));
            matches!(ends, [Some(first), Some(last)] if first < last && first <= JOINS_M)
        })
        .collect();
    courses.iter_mut().zip(turned).filter(|(_, turned)| *turned).for_each(|(course, _)| course.line.reverse());
}

fn nearest(courses: &[Course], at: Coord, most_m: f64, is: &dyn Fn(&Course) -> bool) -> Option<(usize, Foot)> {
    let found = courses.iter().enumerate().filter(|(_, course)| is(course));
    let found = found.filter_map(|(place, course)| Some((place, foot(&course.line, at)?)));
    found.filter(|(_, foot)| foot.away_m <= most_m).min_by(|(_, a), (_, b)| a.away_m.total_cmp(&b.away_m))
}

/// Where the water of a line goes on.
fn goes_on(courses: &[Course], from: &Course, been: &[usize]) -> Option<(usize, Foot)> {
    let end = *from.line.last()?;
    let fresh: Vec<(usize, &Course, Foot)> = courses
        .iter()
        .enumerate()
        .filter(|(place, _)| !been.contains(place))
        .filter_map(|(place, course)| Some((place, course, foot(&course.line, end)?)))
        .filter(|(_, course, foot)| foot.away_m <= JOINS_M && left_m(&course.line, foot) >= LEFT_M)
        .collect();
    let best = |is: &dyn Fn(&(usize, &Course, Foot)) -> bool| {
        let some = fresh.iter().filter(|one| is(one));
        some.min_by(|a, b| a.2.away_m.total_cmp(&b.2.away_m)).map(|(place, _, foot)| (*place, foot))
    };
    let same = |(_, course, foot): &(usize, &Course, Foot)| course.name == from.name && foot.away_m <= TOUCHES_M;
    let into = |(_, course, _): &(usize, &Course, Foot)| from.into.as_deref() == Some(course.name.as_str());
    let touches = |(_, _, foot): &(usize, &Course, Foot)| foot.away_m <= TOUCHES_M;
    let (place, foot) = best(&same).or_else(|| best(&into)).or_else(|| best(&touches))?;
    Some((place, Foot { ..*foot }))
}

/// How much of a line is below a place on it, metres.
fn left_m(line: &[Coord], foot: &Foot) -> f64 {
    let rest = line.get(foot.segment + 1..).unwrap_or_default();
    length_m(std::iter::once(foot.at).chain(rest.iter().copied()))
}

/// The place of a line nearest to another, on a plane there: good to a few parts in a thousand within a district.
fn foot(line: &[Coord], at: Coord) -> Option<Foot> {
    let wide = at.y.to_radians().cos();
    let flat = |coord: Coord| Coord { x: (coord.x - at.x) * wide, y: coord.y - at.y };
    let here = Point::new(0.0, 0.0);
    let feet = line.iter().zip(line.iter().skip(1)).enumerate().filter_map(|(segment, (a, b))| {
        let part = Line::new(flat(*a), flat(*b)).line_locate_point(&here)?;
        let at = *a + (*b - *a) * part;
        let Coord { x, y } = flat(at);
        Some((x * x + y * y, segment, at))
    });
    let (_, segment, on) = feet.min_by(|a, b| a.0.total_cmp(&b.0))?;
    Some(Foot { away_m: apart_m(on, at)?, at: on, segment })
}

fn apart_m(a: Coord, b: Coord) -> Option<f64> {
    let [a, b] = [a, b].map(|at| Position::new(at.x, at.y));
    Some(distance_m(a.ok()?, b.ok()?))
}

fn length_m(line: impl IntoIterator<Item = Coord>) -> f64 {
    let mut before: Option<Coord> = None;
    let steps = line.into_iter().filter_map(|at| apart_m(before.replace(at)?, at));
    steps.sum()
}

impl Reach {
    /// Takes in what of a line lies below a place on it, as far as water is followed.
    fn take(&mut self, course: &Course, foot: &Foot) {
        let mut part = vec![foot.at];
        for next in course.line.get(foot.segment + 1..).unwrap_or_default() {
            let Some(step) = part.last().and_then(|last| apart_m(*last, *next)) else { continue };
            let left = FOLLOWED_M - self.length_m;
            if step > left {
                let share = left / step;
                part.extend(part.last().map(|last| *last + (*next - *last) * share));
                self.length_m = FOLLOWED_M;
                break;
            }
            self.length_m += step;
            part.push(*next);
        }
        if part.len() > 1 {
            self.lines.push(LineString(part));
            if !self.rivers.contains(&course.name) {
                self.rivers.push(course.name.clone());
            }
        }
    }

    /// Where along it a place is.
    pub fn along(&self, at: Position) -> Option<Along> {
        let at = at.point().0;
        let mut before_m = 0.0;
        let mut best: Option<Along> = None;
        for line in &self.lines {
            let whole_m = length_m(line.0.iter().copied());
            if let Some(foot) = foot(&line.0, at)
                && best.is_none_or(|best| foot.away_m < best.off_m)
            {
                best = Some(Along { off_m: foot.away_m, along_m: before_m + whole_m - left_m(&line.0, &foot) });
            }
            before_m += whole_m;
        }
        best
    }
}
