//! The chart of a water's level over the last days beside its storage curve: both on one height of levels, ready to be
//! painted at any size.

use jiff::{Timestamp, ToSpan as _};

use crate::domain::{
    catalogue::Tone,
    hazard::reservoir::{
        CapacityCurve, Dam, LimitLine,
        season::is_stale,
        series::{hours_between, ordered},
        standing::CROSSINGS_HOURS,
    },
    model::ObjectRef,
    view::{Words, flood, format},
    world::World,
};

/// Share of the height that stays free above and below.
const MARGIN: f64 = 0.08;

/// A chart. Places are shares: of the time from its beginning, of the height from below.
#[derive(Clone, Debug, PartialEq)]
pub struct LevelChart {
    /// What it is, for those who do not see it too: the level now and its limit.
    pub title: String,
    /// The levels; empty: none were read.
    pub points: Vec<[f32; 2]>,
    /// The lines that lie within its height, with their names.
    pub lines: Vec<ChartLine>,
    /// The storage curve within its height: share of what it holds at the top, and of the height.
    pub curve: Vec<[f32; 2]>,
    /// The level now on the curve; none: the curve does not hold it.
    pub here: Option<[f32; 2]>,
    /// What is held at it, in words.
    pub store: Option<String>,
    /// The level at its top and at its bottom.
    pub ends: [String; 2],
    /// When it begins and ends.
    pub times: [String; 2],
    /// How old the last level is, where that is too old: then the chart is grey.
    pub stale: Option<String>,
}

/// A limit line.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartLine {
    /// Share of the height.
    pub at: f32,
    /// What it is, with its level.
    pub name: String,
    /// How grave it is to be over it.
    pub tone: Tone,
}

/// The chart of an object; `None` when it is no water behind a dam, or has neither a level nor a reading.
///
/// `readings`: levels in any order, those of the last [`CROSSINGS_HOURS`] are shown.
pub fn chart(
    world: &World,
    object: &ObjectRef,
    readings: &[(Timestamp, f64)],
    now: Timestamp,
    words: &Words,
) -> Option<LevelChart> {
    let (kind, found) = (world.layer(object.kind.as_str())?.kind(), world.object(object)?);
    let dam = Dam::of(kind, found)?;
    let begin = now.checked_sub(CROSSINGS_HOURS.hours()).ok()?;
    let mut series = ordered(&[readings, dam.time.zip(dam.level_m).as_slice()].concat());
    series.retain(|(time, _)| (begin..=now).contains(time));
    let last = dam.level_m.or_else(|| series.last().map(|(_, level)| *level))?;
    let limit = dam.limit();
    let must_show = [Some(last), limit.map(|limit| limit.level_m), dam.levels.normal];
    let all = || series.iter().map(|(_, level)| *level).chain(must_show.into_iter().flatten());
    let (low, high) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
    let margin = ((high - low) * MARGIN).max(0.1);
    let height = Height { low: low - margin, high: high + margin };
    let in_force = limit.map(|limit| (limit.level_m, flood::limit_told(kind, limit, words), Tone::Alarm));
    let named = |line: LimitLine, level: Option<f64>| {
        let level = level.filter(|level| limit.is_none_or(|limit| limit.level_m != *level))?;
        Some((level, format!("{} {} m", flood::line_told(line, words), format::decimal(level, 2)), Tone::Warning))
    };
    let others = [
        named(LimitLine::Normal, dam.levels.normal),
        named(LimitLine::FloodHigh, dam.levels.flood_high),
        named(LimitLine::Design, dam.levels.design),
        named(LimitLine::Check, dam.levels.check),
    ];
    let lines = std::iter::once(in_force).chain(others).flatten().filter(|(level, ..)| height.holds(*level));
    let time = dam.time.or_else(|| series.last().map(|(time, _)| *time));
    let stale = time
        .filter(|time| is_stale(*time, now))
        .map(|time| words.with("flood-stale", &[("age", format::age(time, now, words))]));
    let span = hours_between(begin, now);
    let curve = dam.curve();
    let here = curve.as_ref().and_then(|curve| {
        let now = curve.volume(last)?;
        Some((now, [share(now, top(curve, &height)), height.at(last)]))
    });
    Some(LevelChart {
        title: words.get(if series.is_empty() { "flood-chart-none" } else { "flood-chart" }),
        points: series
            .iter()
            .map(|(time, level)| [share(hours_between(begin, *time), span), height.at(*level)])
            .collect(),
        lines: lines.map(|(level, name, tone)| ChartLine { at: height.at(level), name, tone }).collect(),
        here: here.map(|(_, place)| place),
        store: here.map(|(now, _)| words.with("flood-chart-store", &[("now", format::decimal(now, 0))])),
        curve: curve.map(|curve| held(&curve, &height)).unwrap_or_default(),
        ends: [height.high, height.low].map(|level| format!("{} m", format::decimal(level, 2))),
        times: [begin, now].map(format::day_time),
        stale,
    })
}

/// The levels that a chart is as high as.
struct Height {
    low: f64,
    high: f64,
}

impl Height {
    fn holds(&self, level: f64) -> bool {
        (self.low..=self.high).contains(&level)
    }

    fn at(&self, level: f64) -> f32 {
        share(level - self.low, self.high - self.low)
    }
}

/// A part of a whole, 0 to 1.
pub(super) fn share(part: f64, whole: f64) -> f32 {
    if whole > 0.0 { (part / whole).clamp(0.0, 1.0) as f32 } else { 0.0 }
}

/// What the curve holds at the top of the chart, or at its own end where that is lower, 10^4 m3.
fn top(curve: &CapacityCurve, height: &Height) -> f64 {
    curve.rows().last().and_then(|last| curve.volume(height.high.min(last.0))).unwrap_or_default()
}

/// The curve from the bottom to the top of the chart, as far as it is known.
fn held(curve: &CapacityCurve, height: &Height) -> Vec<[f32; 2]> {
    let rows = curve.rows();
    let Some((first, last)) = rows.first().zip(rows.last()) else { return Vec::new() };
    let (low, high) = (height.low.max(first.0), height.high.min(last.0));
    if low >= high {
        return Vec::new();
    }
    let inside = rows.iter().map(|(level, _)| *level).filter(|level| *level > low && *level < high);
    let levels = std::iter::once(low).chain(inside).chain(std::iter::once(high));
    let most = top(curve, height);
    levels.filter_map(|level| Some([share(curve.volume(level)?, most), height.at(level)])).collect()
}
