//! What state an object is in, by its kind's colour rule.

use jiff::Timestamp;

use crate::domain::{
    catalogue::{Frame, Kind, Lang, Role, Tone, ToneRule},
    hazard::{
        rain::{Call, warning},
        reservoir::{Basis, Dam, WaterState},
        signal,
    },
    model::{Object, Value},
    view::rain_shown::call_tone,
};

/// An object's state as its kind's rules see it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct State {
    /// Its weight.
    pub tone: Tone,
    /// Which rule said so; `None`: the symbol's own tone.
    pub rule: Option<usize>,
    /// The choice that colours it instead of the kind's rule.
    pub by: Option<By>,
    /// The number that the rules looked at, when it is one: a level over its limit.
    pub number: Option<f64>,
    /// The line that a water is over where `number` does not say it: a line graver than its limit, or one that lies
    /// below a limit that is not known or higher.
    pub over: Option<WaterState>,
    /// Of a water: what the limit that `number` counts from rests on.
    pub basis: Option<Basis>,
    /// Whether it is seen from any distance.
    pub afar: bool,
}

/// The choice of a field, by their places in the kind and in the field.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct By {
    /// The field.
    pub field: usize,
    /// Its choice.
    pub choice: usize,
}

/// The state of an object: by its kind's rule, or what the rain asks where that is graver. What is not known leaves it in
/// the symbol's own tone.
pub fn state(kind: &Kind, object: &Object) -> State {
    let own = by_rule(kind, object);
    if signal::is_over(kind, object, None) {
        return over(own);
    }
    match called(kind, object).filter(|(tone, _)| urgency(*tone) > urgency(own.tone)) {
        None => own,
        Some((tone, by)) => {
            State { tone, rule: None, by: Some(by), number: None, over: None, basis: None, afar: calls(kind, tone) }
        }
    }
}

/// The state of a warning that holds no more, whatever its colour was.
fn over(own: State) -> State {
    State { tone: Tone::Quiet, rule: None, afar: false, ..own }
}

/// What the rain asks of a danger zone, whose colour is that of another field.
fn called(kind: &Kind, object: &Object) -> Option<(Tone, By)> {
    kind.color.as_ref().filter(|rules| rules.field.as_str() != warning::STATE)?;
    let field = kind.index(warning::STATE)?;
    let said = object.value(field).as_text()?;
    let call = [Call::Move, Call::Prepare].into_iter().find(|call| call.id() == said)?;
    let choice = kind.fields.get(field)?.choices.iter().position(|choice| &*choice.id == said)?;
    Some((call_tone(call), By { field, choice }))
}

fn by_rule(kind: &Kind, object: &Object) -> State {
    let tone = kind.symbol.tone;
    let own = State { tone, rule: None, by: None, number: None, over: None, basis: None, afar: calls(kind, tone) };
    let Some(rule) = &kind.color else { return own };
    let value = |field: &str| kind.value(object, field);
    let looked_at = value(rule.field.as_str());
    // The limit of a water changes with the season: the register's own number may be last season's.
    let dam = rule.over.as_ref().and_then(|_| Dam::of(kind, object));
    let number = match (&rule.over, &dam) {
        (_, Some(dam)) => dam.over_by_m(),
        (Some(over), None) => looked_at.as_number().zip(value(over.as_str()).as_number()).map(|(a, b)| a - b),
        (None, None) => looked_at.as_number(),
    };
    let is_said = number.is_some_and(|number| number > 0.0);
    let basis = dam.as_ref().and_then(|dam| Some(dam.limit()?.basis));
    let says_more = |state: &WaterState| *state >= WaterState::OverDesign || (state.is_over() && !is_said);
    let over = dam.map(|dam| dam.state()).filter(says_more);
    let place = match over {
        Some(_) => rule.rules.iter().position(|rule| rule.tone == Tone::Alarm),
        None => rule.rules.iter().position(|rule| fits(rule, looked_at, number)),
    };
    let Some(found) = place.and_then(|place| rule.rules.get(place)) else { return State { number, basis, ..own } };
    let afar = found.afar.unwrap_or_else(|| calls(kind, found.tone));
    State { tone: found.tone, rule: place, by: None, number, over, basis, afar }
}

/// Whether what an object's state rests on is too old to say what is so now: the level of a water behind a dam.
pub fn is_stale(kind: &Kind, object: &Object, now: Timestamp) -> bool {
    kind.has_role(Role::Reservoir) && Dam::of(kind, object).is_some_and(|dam| dam.is_stale(now))
}

/// The state as it counts at a moment: quiet where a warning's time is over, grey where it rests on a level too old to say
/// what is so now. An alarm stays one: a station that fell silent over its limit is no reason to be calm.
pub fn state_at(kind: &Kind, object: &Object, now: Option<Timestamp>) -> State {
    let state = state(kind, object);
    match now {
        Some(now) if state.tone != Tone::Alarm && is_stale(kind, object, now) => {
            State { tone: Tone::Unknown, afar: false, ..state }
        }
        Some(_) if signal::is_over(kind, object, now) => over(state),
        _ => state,
    }
}

/// Whether a state is worth showing from any distance where its rule does not say: alarms of all kinds; larger
/// risks, but not every gauge that is a little high; open places where people go.
fn calls(kind: &Kind, tone: Tone) -> bool {
    match tone {
        Tone::Alarm => true,
        Tone::Warning => kind.symbol.frame != Frame::Plain,
        Tone::Ready => kind.has_role(Role::Shelter),
        _ => false,
    }
}

fn fits(rule: &ToneRule, value: &Value, number: Option<f64>) -> bool {
    let is = rule.is.as_deref().is_none_or(|is| match value {
        Value::Text(text) => &**text == is,
        Value::Bool(yes) => is == if *yes { "true" } else { "false" },
        Value::Integer(number) => number.to_string() == is,
        _ => false,
    });
    let reaches = rule.from.is_none_or(|from| number.is_some_and(|number| number >= from));
    is && reaches && (rule.is.is_some() || rule.from.is_some())
}

/// What the state is called, where its rule names a choice: `红`, `开放`.
pub fn state_name(kind: &Kind, state: State, lang: Lang) -> Option<&str> {
    if let Some(by) = state.by {
        return kind.fields.get(by.field)?.choices.get(by.choice).map(|choice| choice.name(lang));
    }
    let rules = kind.color.as_ref()?;
    let is = rules.rules.get(state.rule?)?.is.as_deref()?;
    kind.field(rules.field.as_str())?.choice(is).map(|choice| choice.name(lang))
}

/// How urgent a tone is: what is drawn on top and named first. 0 for the base map.
pub const fn urgency(tone: Tone) -> i32 {
    match tone {
        Tone::Alarm => 6,
        Tone::Warning => 5,
        Tone::Ready => 4,
        Tone::Caution => 3,
        Tone::Low | Tone::Normal | Tone::Tint(_) => 2,
        Tone::Quiet | Tone::Unknown | Tone::Closed => 1,
        Tone::Water | Tone::Wood | Tone::Ground | Tone::Road | Tone::Boundary => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        catalogue::{Source, parse_kind},
        model::{KindId, Uid},
    };

    fn reservoir(level: Value, limit: Value) -> State {
        let toml = r#"
id = "reservoir"
zh = "水库"
en = "Reservoir"
group = "water"
geometry = "point"
symbol = { frame = "protected", mark = "库" }
color = { field = "level_m", over = "limit_level_m", rule = [{ from = 0.0, tone = "alarm" }, { from = -0.5, tone = "caution" }] }
[[field]]
id = "level_m"
zh = "水位"
en = "Level"
type = "real"
[[field]]
id = "limit_level_m"
zh = "汛限水位"
en = "Limit"
type = "real"
"#;
        let source = Source { name: "reservoir.toml".to_owned(), text: toml.to_owned() };
        let kind = parse_kind(&source, &[]).unwrap();
        let object = Object {
            uid: Uid::from_bits(1),
            kind: KindId::from("reservoir"),
            geometry: None,
            values: vec![level, limit],
        };
        state(&kind, &object)
    }

    #[test]
    fn a_level_is_judged_over_its_limit_and_the_limit_itself_counts() {
        assert_eq!(reservoir(114.0.into(), 114.0.into()).tone, Tone::Alarm);
        assert_eq!(reservoir(113.6.into(), 114.0.into()).tone, Tone::Caution);
        assert_eq!(reservoir(110.0.into(), 114.0.into()).tone, Tone::Normal);
        assert_eq!(reservoir(Value::Null, 114.0.into()).tone, Tone::Normal);
        assert!((reservoir(115.32.into(), 114.0.into()).number.unwrap() - 1.32).abs() < 1e-9);
    }
}
