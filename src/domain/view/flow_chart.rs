//! The chart of what flows into a water and out of it, or down a river at its gauge, over the time of the level chart.

use std::collections::BTreeMap;

use jiff::{Timestamp, ToSpan as _};

use crate::domain::{
    catalogue::Kind,
    hazard::reservoir::{
        Flow,
        flow::FLOWS,
        series::{hours_between, ordered},
        standing::{CROSSINGS_HOURS, Readings},
    },
    model::{Object, ObjectRef},
    view::{Words, age, format, level_chart::share},
    world::World,
};

/// Share of the height that stays free above the greatest flow.
const ABOVE: f64 = 0.1;

/// Readings by the field that they are of, m3/s, each in any order.
pub type FlowReadings = BTreeMap<&'static str, Readings>;

/// A chart. Places are shares: of the time from its beginning, of the height from below, which is no flow.
#[derive(Clone, Debug, PartialEq)]
pub struct FlowChart {
    /// What it is.
    pub title: String,
    /// Each flow that is known.
    pub lines: Vec<FlowLine>,
    /// The flow at its top.
    pub most: String,
    /// When it begins and ends.
    pub times: [String; 2],
}

/// A flow over time.
#[derive(Clone, Debug, PartialEq)]
pub struct FlowLine {
    /// The newest value with its name and age.
    pub said: String,
    /// Whether that is too old to say what is so now.
    pub is_stale: bool,
    /// Its readings.
    pub points: Vec<[f32; 2]>,
}

/// The fields of flows that a kind keeps.
pub fn fields(kind: &Kind) -> impl Iterator<Item = &'static str> + '_ {
    FLOWS.into_iter().filter(|field| kind.index(field).is_some())
}

/// The chart of an object; `None` when no flow is measured there, or none is known.
pub fn chart(
    world: &World,
    object: &ObjectRef,
    readings: &FlowReadings,
    now: Timestamp,
    words: &Words,
) -> Option<FlowChart> {
    let (kind, found) = (world.layer(object.kind.as_str())?.kind(), world.object(object)?);
    let begin = now.checked_sub(CROSSINGS_HOURS.hours()).ok()?;
    let known: Vec<(String, Flow, Readings)> = fields(kind)
        .filter_map(|field| {
            let registered = registered(kind, found, field);
            let read = readings.get(field).map(Vec::as_slice).unwrap_or_default();
            let own = registered.and_then(|flow| Some((flow.time?, flow.m3_s)));
            let mut series = ordered(&[read, own.as_slice()].concat());
            series.retain(|(time, _)| (begin..=now).contains(time));
            let last = series.last().map(|(time, m3_s)| Flow { m3_s: *m3_s, time: Some(*time) });
            let name = kind.field(field)?.name(words.lang()).to_owned();
            Some((name, registered.or(last)?, series))
        })
        .collect();
    let flows = known.iter().flat_map(|(_, flow, series)| series.iter().map(|(_, m3_s)| *m3_s).chain([flow.m3_s]));
    let most = flows.fold(0.0, f64::max) * (1.0 + ABOVE);
    let span = hours_between(begin, now);
    let line = |(name, flow, series): (String, Flow, Readings)| FlowLine {
        said: said(&name, flow, now, words),
        is_stale: flow.is_stale(now),
        points: series
            .iter()
            .map(|(time, m3_s)| [share(hours_between(begin, *time), span), share(*m3_s, most)])
            .collect(),
    };
    (!known.is_empty()).then(|| FlowChart {
        title: words.get("flood-chart-flow"),
        lines: known.into_iter().map(line).collect(),
        most: format!("{} m³/s", format::decimal(most, 0)),
        times: [begin, now].map(format::day_time),
    })
}

fn registered(kind: &Kind, object: &Object, field: &str) -> Option<Flow> {
    let m3_s = object.value(kind.index(field)?).as_number().filter(|number| number.is_finite())?;
    Some(Flow { m3_s, time: age::time_field(kind, field).and_then(|time| object.value(time).as_time()) })
}

fn said(name: &str, flow: Flow, now: Timestamp, words: &Words) -> String {
    let age = flow.time.map_or_else(|| words.get("flood-flow-undated"), |time| format::age(time, now, words));
    let id = if flow.is_stale(now) { "flood-flow-stale" } else { "flood-flow" };
    words.with(id, &[("name", name.to_owned()), ("value", format::decimal(flow.m3_s, 1)), ("age", age)])
}
