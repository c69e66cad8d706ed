//! How old what is known of an object is: when its state began or was measured, and when it was last told.

use jiff::Timestamp;

use crate::domain::{
    catalogue::{ColorRule, FieldType, Kind},
    hazard::signal,
    model::{Object, Value},
};

/// The field that says when another one was set or measured, by its first word: `status_time` of `status`,
/// `level_time` of `level_m`, `risk_time` of `risk_color`.
pub fn time_field(kind: &Kind, field: &str) -> Option<usize> {
    let word = field.split('_').next().unwrap_or(field);
    let named = kind.index(&format!("{word}_time"))?;
    kind.fields.get(named).is_some_and(|found| found.field_type == FieldType::Time).then_some(named)
}

/// Whether a colour rule looks at a number that is measured rather than at a choice that is made.
pub fn is_measured(rule: &ColorRule) -> bool {
    rule.over.is_some() || rule.rules.iter().any(|rule| rule.from.is_some())
}

/// When the state that colours an object began, or was measured; `None`: not said.
pub fn since(kind: &Kind, object: &Object) -> Option<Timestamp> {
    let rule = kind.color.as_ref()?;
    let time = |index: Option<usize>| index.map_or(&Value::Null, |index| object.value(index)).as_time();
    let began = time(time_field(kind, rule.field.as_str())).or_else(|| time(kind.index("occurred")));
    // A warning's colour is as old as the warning.
    began.or_else(|| if kind.id.as_str() == signal::KIND { time(kind.index("issued")) } else { None })
}

/// How new what is known of an object is. A measured value is as old as its measurement; a state as old as the
/// later of its beginning and the record's own time.
pub fn told(kind: &Kind, object: &Object) -> Option<Timestamp> {
    let recorded = kind.index("as_of").and_then(|index| object.value(index).as_time());
    let began = since(kind, object);
    if kind.color.as_ref().is_some_and(is_measured) { began.or(recorded) } else { began.max(recorded) }
}
