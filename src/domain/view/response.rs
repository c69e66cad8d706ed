//! Responses, conditions and what is known of them in the user's words.

use jiff::Timestamp;

use crate::domain::{
    catalogue::Catalogue,
    response::{
        Basis, Broken, Condition, Found, Group, HazardFound, Metric, Proposal, RESPONSE, Reading, ResponseLevel, Stat,
        TRIGGER, Verdict, Watched,
    },
    view::{Words, format},
};

/// A level: `Ⅲ级`.
pub fn level_told(level: ResponseLevel, words: &Words) -> String {
    words.get(&format!("response-level-{}", level.id()))
}

/// A hazard by the catalogue's name: `台风`.
pub fn hazard_told(catalogue: &Catalogue, hazard: &str, words: &Words) -> String {
    let field = catalogue.kind(RESPONSE).and_then(|kind| kind.field("hazard"));
    let choice = field.and_then(|field| field.choice(hazard));
    choice.map_or_else(|| hazard.to_owned(), |choice| choice.name(words.lang()).to_owned())
}

/// A hazard's response: `防台风应急响应`.
pub fn response_told(catalogue: &Catalogue, hazard: &str, words: &Words) -> String {
    let id = format!("response-of-{}", hazard.replace('_', "-"));
    if words.has(&id) {
        return words.get(&id);
    }
    words.with("response-of-other", &[("hazard", hazard_told(catalogue, hazard, words))])
}

/// A name as a heading: English begins with a capital.
pub fn heading(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A response at a level, short: `防台风 Ⅲ级响应`.
pub fn in_force_told(catalogue: &Catalogue, hazard: &str, level: ResponseLevel, words: &Words) -> String {
    let short = format!("response-short-{}", hazard.replace('_', "-"));
    let name = if words.has(&short) { words.get(&short) } else { hazard_told(catalogue, hazard, words) };
    words.with("response-in-force", &[("name", name), ("level", level_told(level, words))])
}

/// What is proposed: `建议启动防台风Ⅲ级响应`; `None`: nothing is.
pub fn proposal_told(found: &HazardFound, catalogue: &Catalogue, words: &Words) -> Option<String> {
    let (id, level) = match (found.proposal?, found.in_force.is_some()) {
        (Proposal::Raise { to, .. }, false) => ("response-propose-start", Some(to)),
        (Proposal::Raise { to, .. }, true) => ("response-propose-raise", Some(to)),
        (Proposal::Lower { to: Some(to) }, _) => ("response-propose-lower", Some(to)),
        (Proposal::Lower { to: None }, _) => ("response-propose-end", None),
    };
    let level = level.or(found.in_force.as_ref().map(|response| response.level));
    let level = level.map(|level| level_told(level, words)).unwrap_or_default();
    let short = format!("response-short-{}", found.hazard.replace('_', "-"));
    let name = if words.has(&short) { words.get(&short) } else { hazard_told(catalogue, &found.hazard, words) };
    Some(words.with(id, &[("name", name), ("level", level)]))
}

/// A value of a metric with its unit: `58.3 mm`, `橙色`, `24小时警戒线`, `无`.
pub fn value_told(metric: Metric, value: f64, words: &Words) -> String {
    let named = match metric {
        Metric::Signal | Metric::Incident => Some(format!("response-{}-{}", metric.id(), format::decimal(value, 0))),
        Metric::StormLine if value.is_infinite() => Some("response-line-none".to_owned()),
        Metric::StormDistance if value.is_infinite() => Some("response-storm-none".to_owned()),
        Metric::StormCircle if value == 0.0 => Some("response-circle-none".to_owned()),
        _ => None,
    };
    if let Some(id) = named.filter(|id| words.has(id)) {
        return words.get(&id);
    }
    let places = match metric {
        Metric::Rain => 1,
        Metric::DamOver | Metric::RiverOverWarning | Metric::RiverOverGuarantee => 2,
        _ => 0,
    };
    let number = format::decimal(value, places);
    match metric.unit() {
        Some(unit) => words.with(&format!("response-unit-{unit}"), &[("n", number)]),
        None => number,
    }
}

/// What a condition asks: `预报24小时面雨量（沙畈乡） ≥ 50 mm`.
pub fn condition_told(condition: &Condition, words: &Words) -> String {
    let id = match (condition.metric, condition.stat) {
        (Metric::Rain, Stat::Max) => "response-metric-rain-mm-max".to_owned(),
        (metric, _) => format!("response-metric-{}", metric.id().replace('_', "-")),
    };
    let mut what = words.get(&id);
    if let Some(hours) = condition.hours {
        what = words.with("response-over-hours", &[("hours", hours.to_string()), ("what", what)]);
    }
    if condition.basis == Basis::Forecast {
        what = words.with("response-forecast", &[("what", what)]);
    }
    if !condition.area.is_empty() {
        let area = condition.area.join(&words.get("list-separator"));
        what = words.with("response-in-area", &[("what", what), ("area", area)]);
    }
    let value = value_told(condition.metric, condition.value, words);
    format!("{what} {} {value}", condition.operator.sign())
}

/// A verdict: `满足`.
pub fn verdict_told(verdict: Verdict, words: &Words) -> String {
    words.get(&format!("response-verdict-{}", verdict.id()))
}

/// What is known of a condition: `58.3 mm · 双溪雨量站 · 15:00 · 3 处无数据`; or why nothing is.
pub fn reading_told(found: &Found, now: Timestamp, words: &Words) -> String {
    let metric = found.trigger.condition.metric;
    let reading = match &found.reading {
        Ok(reading) => reading,
        Err(why) => return words.get(&format!("response-unmeasured-{}", why.id().replace('_', "-"))),
    };
    let mut parts = vec![known_told(metric, reading, found.verdict, words)];
    parts.extend(reading.place.clone());
    parts.extend(reading.when.map(|when| words.with("response-when", &[("time", format::day_time(when))])));
    parts.extend(reading.time.map(|time| format::moment(time, now)));
    if reading.silent > 0 {
        parts.push(words.with("response-silent", &[("n", reading.silent.to_string())]));
    }
    parts.join(" · ")
}

fn known_told(metric: Metric, reading: &Reading, verdict: Verdict, words: &Words) -> String {
    let value = match verdict {
        Verdict::Stale => reading.ever,
        _ => reading.fresh.or(reading.ever),
    };
    let Some(value) = value else { return words.get("response-nothing-known") };
    let told = value_told(metric, value, words);
    match (reading.fresh.is_none() || verdict == Verdict::Stale, reading.at_least) {
        (true, _) => words.with("response-old-value", &[("value", told)]),
        (false, true) => words.with("response-at-least", &[("value", told)]),
        (false, false) => told,
    }
}

/// The evidence of a group in one text, as the register and the log keep it: each condition with what was known.
pub fn evidence(group: &Group, now: Timestamp, words: &Words) -> String {
    let line = |found: &Found| {
        let (asked, known) = (condition_told(&found.trigger.condition, words), reading_told(found, now, words));
        words.with("response-evidence", &[("asked", asked), ("known", known)])
    };
    let mut lines: Vec<String> = group.conditions.iter().map(line).collect();
    if group.verdict == Verdict::Stale {
        lines.push(words.get("response-by-stale"));
    }
    lines.join(&words.get("response-and"))
}

/// A condition in one line: `✔ Ⅲ级〔临近〕 台风中心距离 ≤ 700 km：415 km · 利奇马`.
pub fn line_told(group: &Group, found: &Found, now: Timestamp, words: &Words) -> String {
    let mark = verdict_mark(found.verdict);
    let level = level_told(group.level, words);
    let name = if group.name.is_empty() { String::new() } else { format!("〔{}〕", group.name) };
    let (asked, known) = (condition_told(&found.trigger.condition, words), reading_told(found, now, words));
    format!("{mark} {level}{name} {}", words.with("response-evidence", &[("asked", asked), ("known", known)]))
}

/// A verdict as a sign: what is met, met by old data, not known, not met.
pub const fn verdict_mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "✔",
        Verdict::Stale => "！",
        Verdict::Unknown => "？",
        Verdict::Not => "·",
    }
}

/// How a hazard's response stands: `Ⅲ级响应，08-09 15:00 起`, `未启动`.
pub fn standing_told(found: &HazardFound, now: Timestamp, words: &Words) -> String {
    let Some(response) = &found.in_force else { return words.get("response-not-started") };
    let since = response.level_time.or(response.started);
    let since = since.map_or_else(|| format::UNKNOWN.to_owned(), |time| format::moment(time, now));
    words.with("response-since", &[("level", level_told(response.level, words)), ("time", since)])
}

/// Who decided against what is proposed, when and why; `None`: nobody did.
pub fn declined_told(found: &HazardFound, now: Timestamp, words: &Words) -> Option<String> {
    let declined = found.declined.as_ref()?;
    let why = declined.why.as_ref().map(|why| format!("：{why}")).unwrap_or_default();
    let args = [
        ("post", declined.post.as_deref().unwrap_or(format::UNKNOWN).to_owned()),
        ("time", format::moment(declined.time, now)),
        ("why", why),
    ];
    Some(words.with("response-declined", &args))
}

/// A condition that cannot be read, and what of it.
pub fn broken_told(broken: &Broken, catalogue: &Catalogue, words: &Words) -> String {
    let field = catalogue.kind(TRIGGER).and_then(|kind| kind.field(broken.field));
    let field = field.map_or(broken.field, |field| field.name(words.lang()));
    words.with("response-broken", &[("name", broken.name.as_str()), ("field", field)])
}

/// By which storms the storm conditions are judged, and at which moment.
pub fn storms_told(storms: Option<&[Watched]>, words: &Words) -> String {
    let Some(storms) = storms else { return words.get("response-storm-unknown") };
    let Some(first) = storms.first() else { return words.get("response-storm-quiet") };
    let names: Vec<&str> = storms.iter().map(|it| it.storm.name().unwrap_or(it.storm.id.as_str())).collect();
    let id = if storms.iter().any(|it| it.replay) { "response-storm-replay" } else { "response-storm-now" };
    let args = [("names", names.join(&words.get("list-separator"))), ("time", format::date_time(first.at))];
    words.with(id, &args)
}
