//! A value as it is typed. What `app::form` reads from this text is the value again.

use jiff::{Timestamp, tz::Offset};

use crate::domain::{
    catalogue::{Field, FieldType},
    model::Value,
};

/// The value as somebody would type it: choices and links by id, a curve as pairs, times of Beijing.
pub fn text(field: &Field, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(yes) => yes.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Date(day) => day.to_string(),
        Value::Time(time) => moment(*time),
        Value::Text(text) if field.field_type == FieldType::Curve => curve(text),
        Value::Text(text) => text.to_string(),
    }
}

/// `2026-08-09 15:06`, with seconds where there are any.
fn moment(time: Timestamp) -> String {
    let at = Offset::constant(8).to_datetime(time);
    match (at.second(), at.subsec_nanosecond()) {
        (0, 0) => at.strftime("%Y-%m-%d %H:%M").to_string(),
        (_, 0) => at.strftime("%Y-%m-%d %H:%M:%S").to_string(),
        _ => time.to_string(),
    }
}

/// `95:120; 96:150`.
fn curve(json: &str) -> String {
    let Ok(pairs) = serde_json::from_str::<Vec<[f64; 2]>>(json) else { return json.to_owned() };
    let pairs: Vec<String> = pairs.iter().map(|[x, y]| format!("{x}:{y}")).collect();
    pairs.join("; ")
}
