//! A storm on the map at a moment: where it came from, where each agency expects it, how far its winds reach, and the
//! two warning lines, over a coast that says where that is.

mod coast;
mod key;
mod looks;
mod rose;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use geo::{BooleanOps as _, ConvexHull as _};
use geo_types::{Coord, LineString, MultiLineString, MultiPoint, MultiPolygon, Point};
use jiff::{SignedDuration, Timestamp, tz::Offset};

use crate::domain::{
    catalogue::{Frame, GeometryType, Glyph, Tone},
    hazard::typhoon::{Agency, Course, Fix, Forecast, Grade, Level, Step, Storm, Track, WarningLine},
    view::{
        Words, format,
        legend::LegendRow,
        projection::Bounds,
        scene::{Area, AreaInk, Label, LabelInk, Line, LineInk, Mark, MarkSymbol, Ring, Scene, Size},
        symbol, typhoon,
    },
};

pub use key::StormInk;
pub(super) use looks::{area_look, casing, line_look};
pub use rose::rose;

/// A storm that the map shows as it was known at a moment.
#[derive(Clone, Debug, PartialEq)]
pub struct StormShown {
    /// Which.
    pub storm: Arc<Storm>,
    /// When.
    pub at: Timestamp,
}

/// What of a storm an area is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum StormArea {
    /// The extent of a wind.
    Circle(Level),
    /// Where the agencies' centres lie, taken together.
    Cone,
}

/// What of a storm a line is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum StormLine {
    /// Where it was, as strong as this.
    Past(Option<Grade>),
    /// Where an agency expects it.
    Expected(Agency),
    /// A warning line.
    Warning(WarningLine),
    /// The coast, drawn by hand.
    Coast,
}

/// How far apart the moments of a cone are.
const CONE_STEP: SignedDuration = SignedDuration::from_hours(3);
/// No forecast goes farther.
const LONGEST: SignedDuration = SignedDuration::from_hours(15 * 24);
/// At this hour in Beijing a day's name stands beside the course.
const DAY_HOUR: i8 = 8;

impl StormShown {
    /// What must be in view: the whole course, and what is expected at the moment.
    pub fn extent(&self) -> Option<Bounds> {
        let past = self.storm.past(None);
        let expected = self.expected();
        let steps = past.steps().iter().chain(expected.iter().flat_map(|(_, track)| track.steps()));
        let all = Bounds::around(steps.map(|step| step.position.point().0))?;
        Some(all.grown(0.05))
    }

    fn expected(&self) -> Vec<(Course, Track)> {
        let course = |(fix, forecast): (&Fix, &Forecast)| {
            (Course::Expected(forecast.agency.clone()), self.storm.expected(fix, forecast))
        };
        self.storm.forecasts(Some(self.at)).into_iter().map(course).collect()
    }

    /// The storm at the moment, between two fixes too.
    pub fn step(&self) -> Option<Step> {
        self.storm.past(None).at(self.at)
    }

    /// Adds coast, lines, courses and circles to a scene.
    pub(super) fn draw(&self, scene: &mut Scene) {
        let mut line = |shape: MultiLineString, ink: StormLine| {
            scene.lines.push(Line { shape, ink: LineInk::Storm(ink), opacity: 1.0, object: None });
        };
        line(coast::coast(), StormLine::Coast);
        for warning in WarningLine::ALL {
            line(MultiLineString::new(vec![warning.line()]), StormLine::Warning(warning));
        }
        for (grade, shape) in self.past_by_grade() {
            line(MultiLineString::new(vec![shape]), StormLine::Past(grade));
        }
        let expected = self.expected();
        for (course, track) in &expected {
            if let Course::Expected(name) = course {
                let ink = StormLine::Expected(Agency::of(name));
                line(MultiLineString::new(vec![line_of(track.steps())]), ink);
            }
        }
        let mut area = |shape: MultiPolygon, ink: StormArea| {
            scene.areas.push(Area { shape, ink: AreaInk::Storm(ink), opacity: 1.0, object: None });
        };
        if let Some(cone) = cone(&expected) {
            area(cone, StormArea::Cone);
        }
        if let Some(step) = self.step() {
            for level in Level::ALL {
                let circle = step.circles.get(level.index()).copied().flatten();
                if let Some(shape) = circle.and_then(|circle| circle.shape(step.position)) {
                    area(MultiPolygon::new(vec![shape]), StormArea::Circle(level));
                }
            }
        }
    }

    /// The past course up to the moment, cut where its grade changes. A piece ends where the next begins.
    fn past_by_grade(&self) -> Vec<(Option<Grade>, LineString)> {
        let mut pieces: Vec<(Option<Grade>, LineString)> = Vec::new();
        for fix in self.storm.fixes.iter().take_while(|fix| fix.state.time <= self.at) {
            let at = fix.state.position.point().0;
            match pieces.last_mut() {
                Some((grade, line)) if *grade == fix.state.grade => line.0.push(unturned(line, at)),
                Some((_, line)) => {
                    let at = unturned(line, at);
                    line.0.push(at);
                    pieces.push((fix.state.grade, LineString::new(vec![at])));
                }
                None => pieces.push((fix.state.grade, LineString::new(vec![at]))),
            }
        }
        if let (Some((_, line)), Some(step)) = (pieces.last_mut(), self.step()) {
            let at = unturned(line, step.position.point().0);
            line.0.push(at);
        }
        pieces.retain(|(_, line)| line.0.len() > 1);
        pieces
    }

    /// Adds the centre, days beside the course and the agencies' names to a scene that has its own marks already.
    pub(super) fn mark(&self, scene: &mut Scene, words: &Words) {
        for fix in self.storm.fixes.iter().take_while(|fix| fix.state.time <= self.at) {
            let clock = Offset::constant(8).to_datetime(fix.state.time);
            if clock.hour() == DAY_HOUR && clock.minute() == 0 {
                let [month, day, hour] = [clock.month(), clock.day(), clock.hour()].map(|each| each.to_string());
                let text = words.with("storm-day", &[("month", &month), ("day", &day), ("hour", &hour)]);
                label(scene, fix.state.position.point().0, text, LabelInk::Place, 400);
            }
        }
        for (course, track) in self.expected() {
            let (Course::Expected(agency), Some(last)) = (course, track.steps().last()) else { continue };
            let text = typhoon::agency(&agency, words);
            label(scene, last.position.point().0, text, LabelInk::Thing(Tone::Caution), 500);
        }
        for warning in WarningLine::ALL {
            if let Some(north) = warning.line().0.first() {
                let text = words.with("storm-warning-line", &[("hours", &warning.hours().to_string())]);
                label(scene, *north, text, LabelInk::Place, 450);
            }
        }
        let (Some(step), Some(fix)) = (self.step(), self.storm.newest(Some(self.at))) else { return };
        let symbol = centre();
        let says = typhoon::state(&fix.state, words);
        let name = typhoon::name(&self.storm, words);
        let at = [step.position.lon(), step.position.lat()];
        let beside = Some(symbol::half_size(&symbol, 1.0).map(|each| each + 2.0));
        let text = if says.is_empty() { name.clone() } else { format!("{name} {says}") };
        scene.labels.push(Label { at, text, ink: LabelInk::Thing(Tone::Alarm), beside, rank: 2_000, opacity: 1.0 });
        scene.legend.insert(
            0,
            LegendRow {
                kind: "danger_area".into(),
                name: words.with(
                    if self.storm.is_rehearsal() { "storm-legend-rehearsal" } else { "storm-legend" },
                    &[("time", &format::date_time(self.at))],
                ),
                symbol: symbol.clone(),
                geometry: GeometryType::Point,
                count: 1,
                storm: None,
            },
        );
        scene.legend.extend(self.key(&symbol, words));
        scene.marks.push(Mark {
            at,
            from: None,
            symbol,
            kind: "danger_area".into(),
            object: None,
            name,
            cluster: None,
            gravity: 0,
            rank: 20_000,
            lift: i32::MAX,
            pulse: false,
        });
    }
}

/// The sign of a centre.
fn centre() -> MarkSymbol {
    MarkSymbol {
        frame: Frame::Event,
        tone: Tone::Alarm,
        glyph: Some(Glyph::Spiral),
        text: String::new(),
        size: Size::Symbol,
        ring: Ring::None,
        parts: Vec::new(),
        opacity: 1.0,
    }
}

fn label(scene: &mut Scene, at: Coord, text: String, ink: LabelInk, rank: i32) {
    let beside = Some([6.0, 6.0]);
    scene.labels.push(Label { at: [at.x, at.y], text, ink, beside, rank, opacity: 1.0 });
}

/// A coordinate on the same side of the antimeridian as the line's end: a course is never drawn around the world.
fn unturned(line: &LineString, at: Coord) -> Coord {
    let turn = line.0.last().map_or(0.0, |last| at.x - last.x);
    Coord { x: at.x - 360.0 * (turn / 360.0).round(), y: at.y }
}

fn line_of(steps: &[Step]) -> LineString {
    let mut line = LineString::new(Vec::with_capacity(steps.len()));
    for step in steps {
        let at = unturned(&line, step.position.point().0);
        line.0.push(at);
    }
    line
}

/// Where the agencies' centres lie, moment by moment, taken together: what two moments span is joined with what the
/// next two do. `None` of fewer than two agencies.
fn cone(expected: &[(Course, Track)]) -> Option<MultiPolygon> {
    if expected.len() < 2 {
        return None;
    }
    let start = expected.iter().filter_map(|(_, track)| track.span()).map(|(start, _)| start).min()?;
    let end = expected.iter().filter_map(|(_, track)| track.span()).map(|(_, end)| end).max()?;
    let end = end.min(start.checked_add(LONGEST).ok()?);
    let at = |time: Timestamp| -> Vec<Point> {
        expected.iter().filter_map(|(_, track)| Some(track.at(time)?.position.point())).collect()
    };
    let mut whole: Option<MultiPolygon> = None;
    let (mut time, mut before) = (start, at(start));
    while time < end {
        time = time.checked_add(CONE_STEP).ok()?;
        let now = at(time);
        let both = MultiPoint::new(before.iter().chain(&now).copied().collect());
        if now.len() > 1 {
            let hull = MultiPolygon::new(vec![both.convex_hull()]);
            whole = Some(match whole {
                Some(whole) => whole.union(&hull),
                None => hull,
            });
        }
        before = now;
    }
    whole
}
