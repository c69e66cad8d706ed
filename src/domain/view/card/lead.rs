//! The top of a card: state, the figure read from afar, and the one sentence.

use crate::domain::{
    catalogue::{Role, Tone},
    hazard::{reservoir::Dam, signal::Warning},
    view::{
        age,
        card::{Figure, State, Subject, is_state},
        flood, format, say, signals, tone,
    },
};

/// The state of the colour rule's choice, or how a measured value stands to its limits.
pub(super) fn state(subject: &Subject<'_>) -> Option<State> {
    let Subject { kind, object, words, .. } = subject;
    if let Some(warning) = Warning::of(kind, object) {
        let text = signals::standing(&warning, kind, subject.now, words);
        return Some(State { text, tone: tone::state_at(kind, object, Some(subject.now)).tone });
    }
    let tone = tone::state(kind, object).tone;
    if let Some(field) = kind.fields.iter().find(|field| is_state(kind, field)) {
        let text = say::value(field, subject.value(field.id.as_str()), words)?;
        return Some(State { text, tone });
    }
    let rule = kind.color.as_ref()?;
    if let Some(over) = tone::state(kind, object).over {
        return Some(State { text: flood::state_told(over, words), tone });
    }
    let above = tone::state(kind, object).number.filter(|_| rule.over.is_some())?;
    if tone::is_stale(kind, object, subject.now) && tone != Tone::Alarm {
        return Some(State { text: words.get("card-stale"), tone: Tone::Unknown });
    }
    let id = match tone {
        Tone::Alarm => "card-over-limit",
        Tone::Warning | Tone::Caution => "card-near-limit",
        _ if above < 0.0 => "card-within-limit",
        _ => return None,
    };
    Some(State { text: words.get(id), tone })
}

/// The figure: free places, else a level over its limit.
pub(super) fn figure(subject: &Subject<'_>) -> Option<Figure> {
    free_places(subject).or_else(|| over_limit(subject))
}

fn free_places(subject: &Subject<'_>) -> Option<Figure> {
    if !subject.kind.has_role(Role::Shelter) {
        return None;
    }
    let words = subject.words;
    let capacity = subject.value("capacity").as_integer()?;
    let there = subject.value("occupancy").as_integer().unwrap_or(0);
    let free = capacity - there;
    let (label, tone) = match free {
        ..0 => ("card-over", Tone::Alarm),
        0 => ("card-full", Tone::Alarm),
        _ => ("card-free", Tone::Ready),
    };
    Some(Figure {
        label: words.get(label),
        value: format::number(free.abs()),
        unit: words.with("card-of-capacity", &[("capacity", format::number(capacity))]),
        tone,
        share: (capacity > 0).then(|| (there as f32 / capacity as f32).clamp(0.0, 1.0)),
    })
}

/// How far a level stands over its limit, where the kind's colour rule compares the two.
fn over_limit(subject: &Subject<'_>) -> Option<Figure> {
    let Subject { kind, object, words, .. } = subject;
    let rule = kind.color.as_ref()?;
    let lang = words.lang();
    let (field, limit) = (kind.field(rule.field.as_str())?, kind.field(rule.over.as_ref()?.as_str())?);
    let state = tone::state_at(kind, object, Some(subject.now));
    let above = state.number?;
    let limit = state.basis.map_or_else(|| limit.name(lang), |basis| flood::limit_name(kind, basis, lang));
    let names = [("field", field.name(lang)), ("limit", limit)];
    Some(Figure {
        label: words.with(if above < 0.0 { "card-below-limit" } else { "card-above-limit" }, &names),
        value: format::decimal(above.abs(), 2),
        unit: field.unit(lang).unwrap_or_default().to_owned(),
        tone: state.tone,
        share: None,
    })
}

/// Since when the state holds, or what was measured and when.
pub(super) fn sentence(subject: &Subject<'_>) -> Option<String> {
    let Subject { kind, object, words, now, .. } = subject;
    if let Some(warning) = Warning::of(kind, object) {
        return Some(signals::sentence(&warning, *now, words));
    }
    let rule = kind.color.as_ref()?;
    let field = kind.field(rule.field.as_str())?;
    let since = age::since(kind, object).map(|time| format::moment(time, *now));
    if age::is_measured(rule) {
        let lang = words.lang();
        let value = subject.say(field)?;
        let limit = match Dam::of(kind, object) {
            Some(dam) => dam.limit().map(|limit| flood::limit_told(kind, limit, words)),
            None => rule.over.as_ref().and_then(|limit| {
                let limit = kind.field(limit.as_str())?;
                Some(format!("{} {}", limit.name(lang), subject.say(limit)?))
            }),
        };
        let read = format!("{} {value}", field.name(lang));
        let measured = since.map(|time| words.with("card-measured", &[("time", time)]));
        let parts: Vec<String> = [Some(read), limit, measured].into_iter().flatten().collect();
        return Some(parts.join(" · "));
    }
    let state = say::value(field, subject.value(field.id.as_str()), words)?;
    since.map(|time| words.with("card-since", &[("time", time), ("state", state)]))
}
