//! One course of a storm through time: where it was, or where one agency expects it.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::domain::{
    hazard::typhoon::{Circle, Fix, Forecast, Level, Storm},
    place::Position,
};

/// Fixes that say nothing of a circle are bridged between two that do when those are no farther apart: archives say
/// radii every six hours and positions every three.
const BRIDGED: SignedDuration = SignedDuration::from_hours(6);

/// A forecast is what an agency expects for so long: agencies speak every six hours, fixes come every hour.
const HELD: SignedDuration = SignedDuration::from_hours(6);

/// Whose course it is.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Course {
    /// Where it was.
    Past,
    /// What an agency expects.
    Expected(Arc<str>),
}

/// The storm at a moment of a course.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// When.
    pub time: Timestamp,
    /// The centre.
    pub position: Position,
    /// The circles, by [`Level`]; `None`: not said.
    pub circles: [Option<Circle>; 3],
}

/// A course, in order of time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Track {
    steps: Vec<Step>,
}

impl Storm {
    /// Where it was, up to a moment (in it) where one is given.
    pub fn past(&self, until: Option<Timestamp>) -> Track {
        let step = |fix: &Fix| Step { time: fix.state.time, position: fix.state.position, circles: fix.circles };
        Track::new(self.fixes.iter().take_while(|fix| until.is_none_or(|until| fix.state.time <= until)).map(step))
    }

    /// The newest fix, up to a moment where one is given.
    pub fn newest(&self, until: Option<Timestamp>) -> Option<&Fix> {
        self.fixes.iter().rev().find(|fix| until.is_none_or(|until| fix.state.time <= until))
    }

    /// What the agencies expect, as known at a moment where one is given: the newest forecast of each, with the fix it
    /// came with, in the order of their names. One that came long before the newest fix is not expected any more.
    pub fn forecasts(&self, until: Option<Timestamp>) -> Vec<(&Fix, &Forecast)> {
        let Some(now) = self.newest(until).map(|fix| fix.state.time) else { return Vec::new() };
        let known = self.fixes.iter().rev().skip_while(|fix| fix.state.time > now);
        let held = known.take_while(|fix| now.duration_since(fix.state.time) < HELD);
        let mut newest: Vec<(&Fix, &Forecast)> = Vec::new();
        for fix in held {
            for forecast in &fix.forecasts {
                if !newest.iter().any(|(_, known)| known.agency == forecast.agency) {
                    newest.push((fix, forecast));
                }
            }
        }
        newest.sort_by(|(_, a), (_, b)| a.agency.cmp(&b.agency));
        newest
    }

    /// A forecast as a course: from the fix on. Forecasts give no radii, so those of the fix are held, each as long as
    /// the wind that is expected still has its force.
    pub fn expected(&self, fix: &Fix, forecast: &Forecast) -> Track {
        let held = self.past(Some(fix.state.time)).last_said();
        let start = Step { time: fix.state.time, position: fix.state.position, circles: held };
        let later = forecast.points.iter().filter(|point| point.time > fix.state.time);
        let steps = later.map(|point| {
            let mut circles = held;
            for (level, circle) in Level::ALL.into_iter().zip(&mut circles) {
                if point.beaufort.is_some_and(|force| force < level.force()) {
                    *circle = Some(Circle::NONE);
                }
            }
            Step { time: point.time, position: point.position, circles }
        });
        Track::new(std::iter::once(start).chain(steps))
    }
}

impl Track {
    /// A course through these; they must be in order of time, each moment once.
    pub fn new(steps: impl IntoIterator<Item = Step>) -> Self {
        let mut track = Self { steps: steps.into_iter().collect() };
        for level in Level::ALL {
            track.bridge(level.index());
        }
        track
    }

    /// The steps, in order of time.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// When it begins and ends.
    pub fn span(&self) -> Option<(Timestamp, Timestamp)> {
        Some((self.steps.first()?.time, self.steps.last()?.time))
    }

    /// The storm at a moment of the course; `None` before and after it.
    pub fn at(&self, time: Timestamp) -> Option<Step> {
        let after = self.steps.partition_point(|step| step.time <= time);
        let before = self.steps.get(after.checked_sub(1)?)?;
        if before.time == time {
            return Some(*before);
        }
        let next = self.steps.get(after)?;
        let part = seconds(before.time, time) / seconds(before.time, next.time);
        Some(before.between(next, part, time))
    }

    /// Fills in what fixes between two others leave out.
    fn bridge(&mut self, level: usize) {
        let said = |step: &Step| step.circles.get(level).copied().flatten();
        let mut before: Option<usize> = None;
        for at in 0..self.steps.len() {
            let Some(to) = self.steps.get(at).and_then(said) else { continue };
            let span = before.and_then(|before| self.steps.get_mut(before..=at)).unwrap_or_default();
            if let [first, middle @ .., last] = span
                && last.time.duration_since(first.time) <= BRIDGED
                && let Some(from) = said(first)
            {
                let whole = seconds(first.time, last.time);
                for step in middle {
                    let part = seconds(first.time, step.time) / whole;
                    if let Some(circle) = step.circles.get_mut(level) {
                        *circle = Some(from.between(&to, part));
                    }
                }
            }
            before = Some(at);
        }
    }

    /// The circles that were said last, unless that is too long ago.
    fn last_said(&self) -> [Option<Circle>; 3] {
        let Some(last) = self.steps.last() else { return [None; 3] };
        Level::ALL.map(|level| {
            let recent = self.steps.iter().rev().take_while(|step| last.time.duration_since(step.time) <= BRIDGED);
            recent.filter_map(|step| step.circles.get(level.index()).copied().flatten()).next()
        })
    }
}

impl Step {
    /// What lies `part` (0 to 1) of the way to the next step: evenly in longitude, latitude and radii. The way over the
    /// antimeridian is the short one.
    pub(super) fn between(&self, next: &Self, part: f64, time: Timestamp) -> Self {
        let (a, b) = (self.position, next.position);
        let turn = b.lon() - a.lon();
        let lon = a.lon() + (turn - 360.0 * (turn / 360.0).round()) * part;
        let lon = lon - 360.0 * (lon / 360.0).round();
        let position = Position::new(lon, a.lat() + (b.lat() - a.lat()) * part).unwrap_or(a);
        let mut circles = [None; 3];
        for ((circle, from), to) in circles.iter_mut().zip(&self.circles).zip(&next.circles) {
            *circle = from.as_ref().zip(to.as_ref()).map(|(from, to)| from.between(to, part));
        }
        Self { time, position, circles }
    }
}

/// Seconds between two moments.
pub(super) fn seconds(from: Timestamp, to: Timestamp) -> f64 {
    to.duration_since(from).as_secs_f64()
}
