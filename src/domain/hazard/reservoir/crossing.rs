//! When a series of levels crossed its limit lines, up and down.

use jiff::{SignedDuration, Timestamp};

use crate::domain::hazard::reservoir::{
    limit::{Levels, SizeClass, limit_at, over_by_m},
    season,
    series::{hours_between, ordered},
};

/// Metres below a line at which a fall is believed: waves do not make a crossing each. Ours.
pub const FALL_M: f64 = 0.02;
/// Hours between two readings beyond which the moment between them is a guess. As long as the rise is taken over.
pub const GUESS_HOURS: f64 = 3.0;

/// A line that a level can cross.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum LimitLine {
    /// The flood limit in force, which changes with the season.
    Limit,
    /// Normal pool.
    Normal,
    /// Flood-control high.
    FloodHigh,
    /// Design flood.
    Design,
    /// Check flood.
    Check,
}

impl LimitLine {
    /// Its id in documents and messages.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Limit => "limit",
            Self::Normal => "normal",
            Self::FloodHigh => "flood_high",
            Self::Design => "design",
            Self::Check => "check",
        }
    }
}

/// Which way a line was crossed.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Direction {
    /// The level rose over it.
    Up,
    /// It fell to it or below.
    Down,
}

/// A crossing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crossing {
    /// Which line.
    pub line: LimitLine,
    /// Where the line was, metres.
    pub line_m: f64,
    /// Which way.
    pub direction: Direction,
    /// When, straight between the readings around it.
    pub at: Timestamp,
    /// Whether those lie so far apart that the moment is a guess ([`GUESS_HOURS`]).
    pub guessed: bool,
}

/// A line, where it was over time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Line<'a> {
    /// Always there.
    Fixed(LimitLine, f64),
    /// The limit in force of a register entry.
    InForce(&'a Levels, Option<SizeClass>),
}

impl Line<'_> {
    fn name(&self) -> LimitLine {
        match self {
            Self::Fixed(line, _) => *line,
            Self::InForce(..) => LimitLine::Limit,
        }
    }

    fn at(&self, time: Timestamp) -> Option<f64> {
        match self {
            Self::Fixed(_, level) => Some(*level),
            Self::InForce(levels, class) => limit_at(levels, *class, time).map(|limit| limit.level_m),
        }
    }
}

/// The lines of a register entry: the limit in force, and the others that are known and not the same as it all year.
pub fn lines<'a>(levels: &'a Levels, class: Option<SizeClass>) -> Vec<Line<'a>> {
    let known = [
        (LimitLine::Normal, levels.normal),
        (LimitLine::FloodHigh, levels.flood_high),
        (LimitLine::Design, levels.design),
        (LimitLine::Check, levels.check),
    ];
    // A small water's limit is its normal pool: one line, not two that are always crossed together.
    let same = |line: LimitLine| line == LimitLine::Normal && !class.is_none_or(SizeClass::is_seasonal);
    let fixed = known.into_iter().filter(|(line, _)| !same(*line) || is_ordered(levels));
    let fixed = fixed.filter_map(|(line, level)| Some(Line::Fixed(line, level?)));
    std::iter::once(Line::InForce(levels, class)).chain(fixed).collect()
}

fn is_ordered(levels: &Levels) -> bool {
    levels.credible().zip(levels.normal).is_some_and(|(given, normal)| over_by_m(given, normal) != 0.0)
}

/// What is known of the level at a moment: how far over the line it is, and where the line is.
#[derive(Clone, Copy, Debug)]
struct Point {
    time: Timestamp,
    over: f64,
    line: f64,
}

/// The crossings of some lines by a series, in the order of time, then of the lines. The series may be unsorted, hold
/// duplicates and what is no number ([`ordered`]).
///
/// A level is over a line when it is above it; at the line it is not. A rise counts at the first reading over the line,
/// a fall at the first that is `fall_m` or more below it, or at it where `fall_m` is 0; both at the moment at which the
/// line itself was passed. Where a season begins with a lower limit, a level that did not move crosses it at midnight.
/// What was over from the first reading on crossed before, nobody knows when: no crossing.
pub fn crossings(readings: &[(Timestamp, f64)], lines: &[Line<'_>], fall_m: f64) -> Vec<Crossing> {
    let series = ordered(readings);
    let mut found: Vec<Crossing> = lines.iter().flat_map(|line| of_line(&series, line, fall_m)).collect();
    // Those of a line stay as they were found: a level that only touches it goes down and up at one moment.
    found.sort_by_key(|crossing| (crossing.at, crossing.line));
    found
}

fn of_line(series: &[(Timestamp, f64)], line: &Line<'_>, fall_m: f64) -> Vec<Crossing> {
    let points = points(series, line);
    let mut found = Vec::new();
    let Some(first) = points.first() else { return found };
    let mut is_over = first.over > 0.0;
    // When it last came down to the line, while the fall is not believed yet.
    let mut fell: Option<(Timestamp, bool)> = None;
    for (before, here) in points.iter().zip(points.iter().skip(1)) {
        let passed = || (moment(before, here), hours_between(before.time, here.time) > GUESS_HOURS);
        let (direction, (at, guessed)) = if !is_over && here.over > 0.0 {
            (Direction::Up, passed())
        } else if is_over && here.over <= 0.0 {
            let when = *fell.get_or_insert_with(passed);
            if here.over > -fall_m.max(0.0) && fall_m > 0.0 {
                continue;
            }
            (Direction::Down, when)
        } else {
            if here.over > 0.0 {
                fell = None;
            }
            continue;
        };
        is_over = direction == Direction::Up;
        fell = None;
        found.push(Crossing { line: line.name(), line_m: here.line, direction, at, guessed });
    }
    found
}

/// The margins of a series over a line; where the line moves between two readings, one before and one after it.
fn points(series: &[(Timestamp, f64)], line: &Line<'_>) -> Vec<Point> {
    let mut points: Vec<Point> = Vec::with_capacity(series.len());
    let mut before: Option<(Timestamp, f64, f64)> = None;
    for (time, level) in series {
        let Some(height) = line.at(*time) else { continue };
        if let Some((then, low, old)) = before.filter(|(_, _, old)| *old != height) {
            for change in season::changes_between(then, *time) {
                let share = hours_between(then, change) / hours_between(then, *time);
                let here = low + share * (level - low);
                let new = line.at(change).unwrap_or(height);
                let last = points.last().map_or(old, |point| point.line);
                points.extend([last, new].map(|line| Point { time: change, over: over_by_m(here, line), line }));
            }
        }
        points.push(Point { time: *time, over: over_by_m(*level, height), line: height });
        before = Some((*time, *level, height));
    }
    points
}

/// When the line was passed between two points, on the straight between them.
fn moment(before: &Point, here: &Point) -> Timestamp {
    let step = before.over - here.over;
    let share = if step == 0.0 { 1.0 } else { (before.over / step).clamp(0.0, 1.0) };
    let span = here.time.duration_since(before.time).as_secs_f64();
    let whole = SignedDuration::try_from_secs_f64((span * share).round()).unwrap_or_default();
    before.time.checked_add(whole).unwrap_or(here.time)
}
