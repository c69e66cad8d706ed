//! Reservoirs and ponds in the user's words: a line each, what they crossed, the sums.

use jiff::Timestamp;

use crate::domain::{
    catalogue::{Kind, Lang},
    hazard::reservoir::{
        Basis, Crossing, DamStanding, Direction, Flow, Limit, LimitLine, WaterState, standing::FloodSums,
    },
    view::{Words, format},
};

/// A limit with its name and unit: `梅汛限水位 112 m`.
pub fn limit_told(kind: &Kind, limit: Limit, words: &Words) -> String {
    format!("{} {} m", limit_name(kind, limit.basis, words.lang()), format::decimal(limit.level_m, 2))
}

/// What a limit is called: the name of the field that it rests on.
pub fn limit_name(kind: &Kind, basis: Basis, lang: Lang) -> &str {
    let field = match basis {
        Basis::Plum => "plum_limit_m",
        Basis::Typhoon => "typhoon_limit_m",
        Basis::Normal => "normal_level_m",
        Basis::Given => "limit_level_m",
    };
    kind.field(field).map(|field| field.name(lang)).unwrap_or_default()
}

/// A state in words: `超汛限`.
pub fn state_told(state: WaterState, words: &Words) -> String {
    words.get(&message("flood-state-", state.id()))
}

/// What is known of a water in one line, the level and its limit first.
pub fn told(kind: &Kind, row: &DamStanding<'_>, now: Timestamp, words: &Words) -> String {
    let dam = &row.dam;
    let number = |value: f64| format::decimal(value, 2);
    let say = |id: &str, value: String| words.with(id, &[("value", value)]);
    let datum = dam.datum.map(|datum| words.get(&message("flood-datum-", datum.id())));
    let datum = datum.unwrap_or_else(|| words.get("flood-datum-none"));
    let level = dam.level_m.map(|level| words.with("flood-level", &[("value", number(level)), ("datum", datum)]));
    let over =
        row.over_by_m().map(|over| say(if over > 0.0 { "flood-over" } else { "flood-under" }, number(over.abs())));
    let age = match (dam.level_m, dam.time) {
        (None, _) => None,
        (Some(_), None) => Some(words.get("flood-undated")),
        (Some(_), Some(time)) => {
            let id = if row.is_stale { "flood-stale" } else { "flood-age" };
            Some(words.with(id, &[("age", format::age(time, now, words))]))
        }
    };
    let (trend, store) = (&row.trend, &row.store);
    let parts = [
        level.or_else(|| Some(words.get("flood-no-level"))),
        row.limit(now).map(|limit| limit_told(kind, limit, words)).or_else(|| Some(words.get("flood-no-limit"))),
        over,
        trend
            .rise_m_per_hour
            .map(|rise| say(if rise < 0.0 { "flood-falls" } else { "flood-rises" }, number(rise.abs()))),
        trend.hours_to_limit.map(|hours| say("flood-hours", format::decimal(hours, 1))),
        trend.hours_by_inflow.map(|hours| say("flood-hours-by-inflow", format::decimal(hours, 1))),
        flow_told(row.flows.inflow, ["flood-inflow", "flood-inflow-stale"], now, words),
        flow_told(row.flows.outflow, ["flood-outflow", "flood-outflow-stale"], now, words),
        store.room_to_limit.filter(|room| *room > 0.0).map(|room| say("flood-room", format::decimal(room, 1))),
        store.rain_mm.filter(|rain| *rain > 0.0).map(|rain| say("flood-rain", format::decimal(rain, 0))),
        age,
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// A flow with its age; only how old it is where that is too old. `ids`: the messages of the one and the other.
fn flow_told(flow: Option<Flow>, ids: [&str; 2], now: Timestamp, words: &Words) -> Option<String> {
    let flow = flow?;
    let age = flow.time.map_or_else(|| words.get("flood-flow-undated"), |time| format::age(time, now, words));
    let [fresh, stale] = ids;
    let id = if flow.is_stale(now) { stale } else { fresh };
    Some(words.with(id, &[("value", format::decimal(flow.m3_s, 1)), ("age", age)]))
}

/// A crossing in words: `06-20 09:30 涨过汛限水位 112 m`.
pub fn crossing_told(crossing: &Crossing, words: &Words) -> String {
    let id = match (crossing.direction, crossing.guessed) {
        (Direction::Up, false) => "flood-crossed-up",
        (Direction::Up, true) => "flood-crossed-up-guessed",
        (Direction::Down, false) => "flood-crossed-down",
        (Direction::Down, true) => "flood-crossed-down-guessed",
    };
    let args = [
        ("time", format::day_time(crossing.at)),
        ("line", line_told(crossing.line, words)),
        ("level", format::decimal(crossing.line_m, 2)),
    ];
    words.with(id, &args)
}

/// The name of a line: `汛限水位`.
pub fn line_told(line: LimitLine, words: &Words) -> String {
    words.get(&message("flood-line-", line.id()))
}

/// Sums in words.
pub fn sums_told(sums: &FloodSums, words: &Words) -> String {
    let args = [
        ("dams", sums.dams.to_string()),
        ("over", sums.over_limit.to_string()),
        ("design", sums.over_design.to_string()),
        ("near", sums.near.to_string()),
        ("stale", sums.stale.to_string()),
        ("unknown", sums.unknown.to_string()),
        ("room", format::decimal(sums.room_10k_m3, 0)),
        ("known", sums.room_known.to_string()),
    ];
    words.with("flood-sums", &args)
}

fn message(before: &str, id: &str) -> String {
    format!("{before}{}", id.replace('_', "-"))
}
