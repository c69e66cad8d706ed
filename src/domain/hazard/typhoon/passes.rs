//! When a storm is nearest to a place, and when its circles hold the place.
//!
//! The course is looked at every few minutes and, where something changes between two looks, again and again between
//! them, down to half a second: distance and radii are smooth between two steps but for the steps of the quadrants,
//! which halving finds as well.

use jiff::{SignedDuration, Timestamp};

use crate::domain::{
    hazard::typhoon::{
        Circle, Level,
        track::{Step, Track, seconds},
    },
    place::{Position, bearing_deg, distance_m},
};

/// How far apart the looks are at most, seconds.
const LOOK_S: f64 = 600.0;
/// At most so many looks between two steps: a fix of another year is a slip of the pen, and no reason to look for hours.
const MOST_LOOKS: f64 = 1_000.0;
/// How exactly a moment is found, seconds.
const EXACT_S: f64 = 0.5;
/// The largest share of a span that the golden section leaves.
const GOLDEN: f64 = 0.618_033_988_749_894_8;

/// A course past a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// When it is nearest.
    pub nearest: Nearest,
    /// When its circles hold the place: by level, then by time.
    pub stays: Vec<Stay>,
}

/// The moment when a centre is nearest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nearest {
    /// When, to the second.
    pub time: Timestamp,
    /// How far the centre is, metres.
    pub distance_m: f64,
    /// In which direction the place sees it: degrees clockwise from north.
    pub bearing_deg: f64,
    /// Where it is.
    pub position: Position,
}

/// A time that a place is inside a circle.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Stay {
    /// Which circle.
    pub level: Level,
    /// The first moment inside, to the second.
    pub entered: Timestamp,
    /// Whether it was inside already when the course began, or when it was first said how far the circle reaches.
    pub from_start: bool,
    /// The last moment inside, to the second.
    pub left: Timestamp,
    /// Whether it was still inside when the course ended, or when it was last said.
    pub to_end: bool,
}

/// How much longer the way between two steps may be than the shortest: it is straight in degrees.
const WINDING: f64 = 1.1;

/// Ways longer than this are not judged so: over much of the Earth what is straight in degrees is no short way at all.
const LONG_M: f64 = 2_000_000.0;

/// How far any circle of a step reaches, metres.
fn reach_m(step: &Step) -> f64 {
    step.circles.iter().flatten().map(Circle::longest_m).fold(0.0, f64::max)
}

/// A course past a place; `None` for a course without steps.
pub fn passes(track: &Track, place: Position) -> Option<Passage> {
    let looks = looks(track, place);
    let distance = |step: &Step| distance_m(step.position, place);
    let far: Vec<f64> = looks.iter().map(|look| distance(&look.step)).collect();
    let at = |at: Option<usize>| at.and_then(|at| far.get(at)).copied().unwrap_or(f64::INFINITY);
    // It may come near more than once: each time is looked into, for which look is the least says little.
    let near = (0..far.len()).filter(|now| {
        let here = at(Some(*now));
        here <= at(now.checked_sub(1)) && here <= at(now.checked_add(1))
    });
    let found = near.filter_map(|now| lowest(&looks, now, |step| distance(step)));
    let step = found.min_by(|a, b| distance(a).total_cmp(&distance(b)).then(a.time.cmp(&b.time)))?;
    let nearest = Nearest {
        time: step.time,
        distance_m: distance(&step),
        bearing_deg: bearing_deg(place, step.position),
        position: step.position,
    };
    let stays = Level::ALL.into_iter().flat_map(|level| stays(&looks, level, place)).collect();
    Some(Passage { nearest, stays })
}

/// A look at a course.
#[derive(Clone, Copy, Debug)]
struct Look<'a> {
    step: Step,
    /// The steps between which it lies; the same one twice at the end.
    between: [&'a Step; 2],
}

impl Look<'_> {
    /// The course so many seconds after this look, no farther than the next step.
    fn after(&self, by: f64) -> Step {
        let [from, to] = self.between;
        let whole = seconds(from.time, to.time);
        if whole <= 0.0 {
            return self.step;
        }
        let at = seconds(from.time, self.step.time) + by;
        from.between(to, (at / whole).clamp(0.0, 1.0), moment(from.time, at))
    }
}

/// So many seconds later, to the second.
fn moment(from: Timestamp, by: f64) -> Timestamp {
    from.checked_add(SignedDuration::from_secs(by.round() as i64)).unwrap_or(from)
}

/// The looks at a course: often where it may be nearest or a circle may hold the place, at its steps elsewhere. Between
/// two steps it is nowhere nearer than half of what both distances leave of the way between them, so that nothing is lost.
fn looks(track: &Track, place: Position) -> Vec<Look<'_>> {
    let far: Vec<f64> = track.steps().iter().map(|step| distance_m(step.position, place)).collect();
    let least = far.iter().copied().fold(f64::INFINITY, f64::min);
    let mut looks = Vec::new();
    for (pair, far) in track.steps().windows(2).zip(far.windows(2)) {
        let ([from, to], [near, nearer]) = (pair, far) else { continue };
        let way = WINDING * distance_m(from.position, to.position);
        let reach = [from, to].into_iter().map(reach_m).fold(least, f64::max);
        let whole = seconds(from.time, to.time);
        let is_far = way < LONG_M && (near + nearer - way) / 2.0 > reach;
        let parts = if is_far { 1.0 } else { (whole / LOOK_S).ceil().clamp(1.0, MOST_LOOKS) };
        let start = Look { step: *from, between: [from, to] };
        looks.push(start);
        looks.extend((1..parts as u32).map(|part| {
            let part = f64::from(part) / parts;
            Look { step: from.between(to, part, moment(from.time, whole * part)), between: [from, to] }
        }));
    }
    looks.extend(track.steps().last().map(|last| Look { step: *last, between: [last, last] }));
    looks
}

/// The course where a measure of it is least, sought between the looks before and after one.
fn lowest(looks: &[Look<'_>], at: usize, measure: impl Fn(&Step) -> f64) -> Option<Step> {
    let mut best = looks.get(at)?.step;
    for start in [at.checked_sub(1), Some(at)].into_iter().flatten() {
        let (Some(look), Some(next)) = (looks.get(start), looks.get(start + 1)) else { continue };
        let (mut low, mut high) = (0.0, seconds(look.step.time, next.step.time));
        while high - low > EXACT_S {
            let (a, b) = (high - GOLDEN * (high - low), low + GOLDEN * (high - low));
            if measure(&look.after(a)) <= measure(&look.after(b)) {
                high = b;
            } else {
                low = a;
            }
        }
        let found = look.after(f64::midpoint(low, high));
        if measure(&found) < measure(&best) {
            best = found;
        }
    }
    Some(best)
}

fn stays(looks: &[Look<'_>], level: Level, place: Position) -> Vec<Stay> {
    let beyond = |step: &Step| {
        let circle = step.circles.get(level.index()).copied().flatten();
        circle.map(|circle| circle.beyond_m(step.position, place))
    };
    let mut stays: Vec<Stay> = Vec::new();
    let mut inside: Option<(Timestamp, bool)> = None;
    // Whether the look before said anything of the circle: where none did, nobody knows since when a place is inside.
    let mut was_known = false;
    for (at, look) in looks.iter().enumerate() {
        let now = beyond(&look.step);
        let before = at.checked_sub(1).and_then(|before| looks.get(before));
        match (now, inside) {
            (Some(out), None) if out <= 0.0 => {
                let crossed = before.filter(|_| was_known).map(|before| cross(before, look, &beyond));
                inside = Some((crossed.unwrap_or(look.step.time), crossed.is_none()));
            }
            (Some(out), None) if out.is_finite() && was_known => {
                // In and out again between two looks: where it comes nearest to the edge.
                if let Some(found) = graze(looks, at, &beyond) {
                    stays.push(Stay { level, entered: found, from_start: false, left: found, to_end: false });
                }
            }
            (Some(out), Some((entered, from_start))) if out > 0.0 => {
                let left = before.map_or(look.step.time, |before| cross(before, look, &beyond));
                stays.push(Stay { level, entered, from_start, left, to_end: false });
                inside = None;
            }
            (None, Some((entered, from_start))) => {
                let left = before.map_or(look.step.time, |before| before.step.time);
                stays.push(Stay { level, entered, from_start, left, to_end: true });
                inside = None;
            }
            _ => {}
        }
        was_known = now.is_some();
    }
    if let (Some((entered, from_start)), Some(last)) = (inside, looks.last()) {
        stays.push(Stay { level, entered, from_start, left: last.step.time, to_end: true });
    }
    stays
}

/// The first moment inside, or the last, between two looks of which one is inside and the other not.
fn cross(before: &Look<'_>, after: &Look<'_>, beyond: &impl Fn(&Step) -> Option<f64>) -> Timestamp {
    let is_in = |step: &Step| beyond(step).is_some_and(|out| out <= 0.0);
    let starts_in = is_in(&before.step);
    let (mut low, mut high) = (0.0, seconds(before.step.time, after.step.time));
    while high - low > EXACT_S {
        let middle = f64::midpoint(low, high);
        if is_in(&before.after(middle)) == starts_in {
            low = middle;
        } else {
            high = middle;
        }
    }
    before.after(if starts_in { low } else { high }).time
}

/// A stay shorter than the time between two looks: the moment when the place is farthest in, if it is in at all, where
/// the look at this place is the nearest of three.
fn graze(looks: &[Look<'_>], at: usize, beyond: &impl Fn(&Step) -> Option<f64>) -> Option<Timestamp> {
    let out = |step: &Step| beyond(step).unwrap_or(f64::INFINITY);
    let here = out(&looks.get(at)?.step);
    let around = [at.checked_sub(1)?, at + 1].map(|at| looks.get(at).map(|look| out(&look.step)));
    let [Some(before), Some(after)] = around else { return None };
    if !(here <= before && here <= after && after > 0.0) {
        return None;
    }
    let found = lowest(looks, at, out)?;
    (out(&found) <= 0.0).then_some(found.time)
}
