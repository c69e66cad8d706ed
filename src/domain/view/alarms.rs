//! The alarms: what is in an alarm state now, since when, and who has acknowledged it.
//!
//! An acknowledgement is a log entry that names the object and the state it saw. It stands for that state alone:
//! a state that began later, a level that rose on, or a measurement a day younger asks for a new one.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use jiff::{Timestamp, ToSpan as _};

use crate::domain::{
    catalogue::{Frame, Kind, Role, Tone},
    hazard::signal::{self, Warning},
    model::{Object, ObjectRef, Value},
    query::name_of,
    view::{
        Words, age, flood, format,
        tone::{State, state_at, state_name},
    },
    world::World,
};

/// The kind that acknowledgements are kept in.
pub const LOG: &str = "log_entry";
/// What an acknowledgement is called among log entries.
pub const ACKNOWLEDGEMENT: &str = "acknowledgement";
/// What a level that crossed a line is called among them.
pub const CROSSING: &str = "crossing";

/// How much further a level may rise over its limit before an acknowledged alarm is a new one, metres.
const RISE_M: f64 = 0.3;
/// The same of what is measured without a limit beside it: a share of the value.
const RISE_SHARE: f64 = 0.2;
/// For how long an acknowledgement of a measured value stands: a day's shifts.
const STANDS_HOURS: i64 = 24;

/// Something in an alarm state.
#[derive(Clone, Debug, PartialEq)]
pub struct Alarm {
    /// What.
    pub object: ObjectRef,
    /// Its kind.
    pub kind: Arc<Kind>,
    /// Its name.
    pub name: String,
    /// Its township.
    pub township: Option<Arc<str>>,
    /// The state it is in.
    pub state: State,
    /// Since when; of a measured value: when it was measured.
    pub time: Option<Timestamp>,
    /// Of a warning: until when it holds, `Some(None)` where it names no end.
    pub until: Option<Option<Timestamp>>,
    /// Who knows of it; `None`: nobody has said so.
    pub acknowledged: Option<Acknowledged>,
}

/// That somebody has taken note of an alarm.
#[derive(Clone, Debug, PartialEq)]
pub struct Acknowledged {
    /// Who: a post.
    pub post: Option<Arc<str>>,
    /// When.
    pub time: Option<Timestamp>,
    /// The state that was seen, as [`Alarm::sign`] writes it.
    pub sign: String,
    /// The number that was seen.
    pub number: Option<f64>,
}

impl Alarm {
    /// The state in the form that an acknowledgement keeps: `status=active`, `level_m-limit_level_m>=0.01`.
    pub fn sign(&self) -> String {
        if let Some(by) = self.state.by {
            let field = self.kind.fields.get(by.field);
            let choice = field.and_then(|field| field.choices.get(by.choice));
            return field.zip(choice).map(|(field, choice)| format!("{}={}", field.id, choice.id)).unwrap_or_default();
        }
        let Some((rules, rule)) =
            self.kind.color.as_ref().and_then(|rules| Some((rules, rules.rules.get(self.state.rule?)?)))
        else {
            return String::new();
        };
        if let Some(over) = self.state.over {
            return format!("{}={}", rules.field, over.id());
        }
        let over = rules.over.as_ref().map(|over| format!("-{over}")).unwrap_or_default();
        match (&rule.is, rule.from) {
            (Some(is), _) => format!("{}={is}", rules.field),
            (None, Some(from)) => format!("{}{over}>={from}", rules.field),
            (None, None) => String::new(),
        }
    }

    /// What is the matter, without the name: `超汛限水位 1.32 m`, `道路中断：中断`.
    pub fn says(&self, words: &Words) -> String {
        match self.until {
            Some(Some(until)) => return words.with("signal-alarm-until", &[("until", format::day_time(until))]),
            Some(None) => return words.get("signal-alarm-open"),
            None => {}
        }
        said(&self.kind, self.state, words)
    }

    /// Whether an acknowledgement is of this state.
    fn is_known_by(&self, known: &Acknowledged) -> bool {
        if known.sign != self.sign() {
            return false;
        }
        if self.state.number.is_none() && self.state.over.is_none() {
            return self.time.is_none() || self.time <= known.time;
        }
        let has_limit = self.kind.color.as_ref().is_some_and(|rules| rules.over.is_some());
        let rose = self.state.number.is_some_and(|number| {
            let least = |then: f64| if has_limit { RISE_M } else { then.abs() * RISE_SHARE };
            known.number.is_none_or(|then| number - then >= least(then))
        });
        let until = known.time.and_then(|time| time.checked_add(STANDS_HOURS.hours()).ok());
        !rose && (self.time.is_none() || self.time < until)
    }
}

/// What a state is in words: the gravest line that a water is over, how far a level is over its limit, what was
/// measured, or the name of the state.
pub fn said(kind: &Kind, state: State, words: &Words) -> String {
    if let Some(over) = state.over {
        let grave = flood::state_told(over, words);
        if state.number.is_none_or(|number| number <= 0.0) {
            return grave;
        }
        let limit = said(kind, State { over: None, ..state }, words);
        return words.with("alarm-and-over", &[("grave", grave), ("limit", limit)]);
    }
    let lang = words.lang();
    let rules = kind.color.as_ref();
    let field = match state.by {
        Some(by) => kind.fields.get(by.field),
        None => rules.and_then(|rules| kind.field(rules.field.as_str())),
    };
    if let (Some(number), Some(field)) = (state.number, field) {
        let value = format::decimal(number, 2);
        let unit = field.unit(lang).unwrap_or("");
        let over = rules.and_then(|rules| kind.field(rules.over.as_ref()?.as_str()));
        return match over {
            Some(over) => {
                // It stands in the middle of an English sentence; Chinese has no case.
                let name = state.basis.map_or_else(|| over.name(lang), |basis| flood::limit_name(kind, basis, lang));
                let limit = name.to_lowercase();
                words.with("alarm-over", &[("limit", &limit), ("value", &value), ("unit", &unit.to_owned())])
            }
            None => words.with("alarm-reads", &[("field", field.name(lang)), ("value", &value), ("unit", unit)]),
        };
    }
    let known = state_name(kind, state, lang).unwrap_or("");
    if kind.name(lang).contains(known) {
        return kind.name(lang).to_owned();
    }
    // What names its own matter (山洪转移) says more than what the thing is.
    let field = field.filter(|field| !["status", "state"].contains(&field.id.as_str()));
    match field {
        Some(field) => words.with("alarm-field-state", &[("field", field.name(lang)), ("state", known)]),
        None => words.with("alarm-state", &[("kind", kind.name(lang)), ("state", known)]),
    }
}

/// How near an alarm is to what must be done: what happened and what is protected, then what is only measured, then
/// the listed places that it brought into force.
fn nearness(alarm: &Alarm) -> u8 {
    let kind = &alarm.kind;
    match kind.symbol.frame {
        // What the rain calls out, and not what was brought into force.
        _ if alarm.state.by.is_some() => 0,
        Frame::Event | Frame::Protected | Frame::Resource => 0,
        // A village that is called out by a choice, and not a gauge that reads a number.
        Frame::Plain if kind.id.as_str() == "village" => 0,
        Frame::Plain => 1,
        Frame::Hazard => 2,
    }
}

/// Every alarm of a world at a moment: events and dams, then gauges, then danger zones, each with the newest first; what says no
/// time comes last.
pub fn alarms(world: &World, now: Timestamp) -> Vec<Alarm> {
    let known = acknowledgements(world);
    let mut alarms: Vec<Alarm> = world
        .layers()
        .filter(|layer| can_alarm(layer.kind()))
        .flat_map(|layer| layer.objects().filter_map(|object| alarm(layer.kind(), object, now, &known)))
        .collect();
    alarms.sort_by(|a, b| {
        let nearer = nearness(a).cmp(&nearness(b));
        nearer.then_with(|| b.time.cmp(&a.time)).then_with(|| a.name.cmp(&b.name)).then_with(|| a.object.cmp(&b.object))
    });
    alarms
}

/// The alarm that an object is in at a moment; `None`: it is in none.
pub fn alarm_of(world: &World, object: &ObjectRef, now: Timestamp) -> Option<Alarm> {
    let kind = world.layer(object.kind.as_str())?.kind();
    if !can_alarm(kind) {
        return None;
    }
    alarm(kind, world.object(object)?, now, &acknowledgements(world))
}

/// What nobody has acknowledged: what pulses.
pub fn unacknowledged(world: &World, now: Timestamp) -> BTreeSet<ObjectRef> {
    alarms(world, now).into_iter().filter(|alarm| alarm.acknowledged.is_none()).map(|alarm| alarm.object).collect()
}

/// Whether a kind's alarm tone is an alarm: it is watched on the map, and its red is an event and not a standing
/// class of risk.
fn can_alarm(kind: &Kind) -> bool {
    let reddens = kind.color.as_ref().is_some_and(|rules| rules.rules.iter().any(|rule| rule.tone == Tone::Alarm));
    kind.visible && reddens && (kind.symbol.frame != Frame::Hazard || kind.has_role(Role::DangerArea))
}

type Known = BTreeMap<String, Acknowledged>;

fn alarm(kind: &Arc<Kind>, object: &Object, now: Timestamp, known: &Known) -> Option<Alarm> {
    let state = state_at(kind, object, Some(now));
    if !signal::alarms(kind, state.tone) {
        return None;
    }
    let township = match kind.index("township").map(|index| object.value(index)) {
        Some(Value::Text(name)) if !name.trim().is_empty() => Some(name.clone()),
        _ => None,
    };
    let reference = ObjectRef { kind: kind.id.clone(), uid: object.uid };
    let mut alarm = Alarm {
        name: name_of(kind, object),
        kind: kind.clone(),
        township,
        state,
        time: match state.by.and_then(|by| kind.fields.get(by.field)) {
            Some(field) => age::time_field(kind, field.id.as_str()).and_then(|index| object.value(index).as_time()),
            None => age::since(kind, object),
        },
        until: Warning::of(kind, object).map(|warning| warning.until()),
        acknowledged: None,
        object: reference,
    };
    alarm.acknowledged = known.get(&about(&alarm.object)).filter(|known| alarm.is_known_by(known)).cloned();
    Some(alarm)
}

/// An alarm in the user's words.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What.
    pub object: ObjectRef,
    /// Its name.
    pub name: String,
    /// What is the matter.
    pub what: String,
    /// Its township.
    pub township: Option<Arc<str>>,
    /// Since when, or when it was measured: `15:04`, of another day `08-08 15:04`, `—`.
    pub time: String,
    /// Who knows of it; `None`: nobody.
    pub known: Option<String>,
}

/// Alarms in words.
pub fn lines(alarms: &[Alarm], now: Timestamp, words: &Words) -> Vec<Line> {
    let moment =
        |time: Option<Timestamp>| time.map_or_else(|| format::UNKNOWN.to_owned(), |time| format::moment(time, now));
    let line = |alarm: &Alarm| Line {
        object: alarm.object.clone(),
        name: alarm.name.clone(),
        what: alarm.says(words),
        township: alarm.township.clone(),
        time: moment(alarm.time),
        known: alarm.acknowledged.as_ref().map(|known| {
            let (post, time) = (known.post.as_deref().unwrap_or(format::UNKNOWN), moment(known.time));
            words.with("alarm-known", &[("post", post), ("time", &time)])
        }),
    };
    alarms.iter().map(line).collect()
}

/// How an acknowledgement names its object.
pub fn about(object: &ObjectRef) -> String {
    format!("{}/{}", object.kind, object.uid)
}

/// The latest acknowledgement of each object.
fn acknowledgements(world: &World) -> Known {
    let mut known = Known::new();
    let Some(layer) = world.layer(LOG) else { return known };
    let kind = layer.kind();
    let [Some(entry_kind), Some(about), Some(sign), Some(number), Some(post), Some(time)] =
        ["entry_kind", "about", "about_state", "about_value", "post", "time"].map(|field| kind.index(field))
    else {
        return known;
    };
    for object in layer.objects() {
        let text = |index: usize| object.value(index).as_text();
        let (Some(ACKNOWLEDGEMENT), Some(about), Some(sign)) = (text(entry_kind), text(about), text(sign)) else {
            continue;
        };
        let entry = Acknowledged {
            post: text(post).map(Arc::from),
            time: object.value(time).as_time(),
            sign: sign.to_owned(),
            number: object.value(number).as_number(),
        };
        if known.get(about).is_none_or(|last| last.time <= entry.time) {
            known.insert(about.to_owned(), entry);
        }
    }
    known
}

/// A level that crossed a line, as the duty log has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Crossed {
    /// The log entry.
    pub entry: ObjectRef,
    /// What crossed, as [`about`] names it.
    pub about: String,
    /// Which line and which way: `limit:up`.
    pub what: String,
    /// When.
    pub time: Timestamp,
    /// In words, with the name.
    pub said: String,
}

/// Levels that crossed a line since a moment, the newest first.
pub fn crossed(world: &World, since: Timestamp) -> Vec<Crossed> {
    let Some(layer) = world.layer(LOG) else { return Vec::new() };
    let kind = layer.kind();
    let text = |object: &Object, field: &str| {
        kind.index(field).and_then(|index| object.value(index).as_text()).unwrap_or_default().to_owned()
    };
    let read = |object: &Arc<Object>| {
        let time = kind.index("time").and_then(|index| object.value(index).as_time())?;
        (text(object, "entry_kind") == CROSSING && time >= since).then(|| Crossed {
            entry: ObjectRef { kind: kind.id.clone(), uid: object.uid },
            about: text(object, "about"),
            what: text(object, "about_state"),
            time,
            said: format!("{}  {}", name_of(kind, object), text(object, "text")),
        })
    };
    let mut found: Vec<Crossed> = layer.objects().filter_map(read).collect();
    found.sort_by(|a, b| b.time.cmp(&a.time).then_with(|| a.entry.cmp(&b.entry)));
    found
}

#[cfg(test)]
mod tests;
