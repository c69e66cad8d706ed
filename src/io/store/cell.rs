//! One cell: a value as SQLite keeps it, and as an image in the journal.

use std::sync::Arc;

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::TimeZone,
};
use rusqlite::types::{Value as Sql, ValueRef};
use serde_json::Value as Json;

use crate::domain::{
    catalogue::{Field, FieldType},
    model::Value,
};

/// UTC with milliseconds, the one form that GDAL reads without a warning.
pub fn time_text(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// A moment as QGIS, GDAL or we ourselves write it; without an offset it is UTC.
pub fn parse_time(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    text.parse().ok().or_else(|| {
        let local: DateTime = text.parse().ok()?;
        TimeZone::UTC.to_timestamp(local).ok()
    })
}

/// The column type of a field, by the GeoPackage's table of types.
pub const fn column_type(field: FieldType) -> &'static str {
    match field {
        FieldType::Integer => "INTEGER",
        FieldType::Real => "REAL",
        FieldType::Bool => "BOOLEAN",
        FieldType::Date => "DATE",
        FieldType::Time => "DATETIME",
        FieldType::Text | FieldType::Choice | FieldType::Choices | FieldType::Link | FieldType::Curve => "TEXT",
    }
}

/// What is written into a cell. A number that is not finite is written as nothing known.
pub fn to_sql(value: &Value) -> Sql {
    match value {
        Value::Null => Sql::Null,
        Value::Bool(yes) => Sql::Integer(i64::from(*yes)),
        Value::Integer(number) => Sql::Integer(*number),
        Value::Real(number) if number.is_finite() => Sql::Real(*number),
        Value::Real(_) => Sql::Null,
        Value::Text(text) => Sql::Text(text.to_string()),
        Value::Date(date) => Sql::Text(date.to_string()),
        Value::Time(time) => Sql::Text(time_text(*time)),
    }
}

/// A cell that another program filled with what its field does not take.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Odd(pub String);

/// What a cell holds, as its field's type.
///
/// # Errors
/// [`Odd`] with the cell's content when the field does not take it.
pub fn from_sql(field: &Field, cell: ValueRef<'_>) -> Result<Value, Odd> {
    Ok(match (field.field_type, cell) {
        (_, ValueRef::Null) => Value::Null,
        (FieldType::Bool, ValueRef::Integer(number)) => Value::Bool(number != 0),
        (FieldType::Integer, ValueRef::Integer(number)) => Value::Integer(number),
        (FieldType::Real, ValueRef::Real(number)) => Value::Real(number),
        (FieldType::Real, ValueRef::Integer(number)) => Value::Real(number as f64),
        (kind, ValueRef::Text(text)) => {
            let text = str::from_utf8(text).map_err(|_| Odd(String::from_utf8_lossy(text).into_owned()))?;
            from_text(kind, text).ok_or_else(|| Odd(text.to_owned()))?
        }
        (_, ValueRef::Integer(number)) => return Err(Odd(number.to_string())),
        (_, ValueRef::Real(number)) => return Err(Odd(number.to_string())),
        (_, ValueRef::Blob(blob)) => return Err(Odd(format!("{} bytes", blob.len()))),
    })
}

fn from_text(kind: FieldType, text: &str) -> Option<Value> {
    Some(match kind {
        FieldType::Date => Value::Date(text.parse::<Date>().ok()?),
        FieldType::Time => Value::Time(parse_time(text)?),
        FieldType::Bool | FieldType::Integer | FieldType::Real => return None,
        FieldType::Text | FieldType::Choice | FieldType::Choices | FieldType::Link | FieldType::Curve => {
            Value::Text(Arc::from(text))
        }
    })
}

/// A value as JSON, for an image. Times keep all their digits there.
pub fn to_json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(yes) => Json::Bool(*yes),
        Value::Integer(number) => Json::from(*number),
        Value::Real(number) => Json::from(*number),
        Value::Text(text) => Json::from(text.as_ref()),
        Value::Date(date) => Json::from(date.to_string()),
        Value::Time(time) => Json::from(time.to_string()),
    }
}

/// A value from an image; what does not fit the field any more is nothing known.
pub fn from_json(kind: FieldType, json: &Json) -> Value {
    match (kind, json) {
        (FieldType::Bool, Json::Bool(yes)) => Value::Bool(*yes),
        (FieldType::Integer, Json::Number(number)) => number.as_i64().map_or(Value::Null, Value::Integer),
        (FieldType::Real, Json::Number(number)) => number.as_f64().map_or(Value::Null, Value::Real),
        (kind, Json::String(text)) => from_text(kind, text).unwrap_or_default(),
        _ => Value::Null,
    }
}

/// Whether two values are the same once kept in the file: times to the millisecond, 3 is 3.0, and a sum of
/// no rows is the sum nought.
pub fn same(field: &Field, a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Time(a), Value::Time(b)) => time_text(*a) == time_text(*b),
        (Value::Integer(_), Value::Real(_)) | (Value::Real(_), Value::Integer(_)) => a.as_number() == b.as_number(),
        (Value::Null, Value::Integer(0)) | (Value::Integer(0), Value::Null) => field.summed,
        _ => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_utc_with_milliseconds_and_are_read_as_others_write_them() {
        let time: Timestamp = "2026-06-20T08:05:06.123456Z".parse().unwrap();
        assert_eq!(time_text(time), "2026-06-20T08:05:06.123Z");
        let whole: Timestamp = "2026-06-20T08:05:06Z".parse().unwrap();
        assert_eq!(time_text(whole), "2026-06-20T08:05:06.000Z");
        for text in ["2026-06-20T08:05:06Z", "2026-06-20T16:05:06+08:00", "2026-06-20T08:05:06", "2026-06-20 08:05:06"]
        {
            assert_eq!(parse_time(text), Some(whole), "{text}");
        }
        assert_eq!(parse_time("soon"), None);
    }

    #[test]
    fn a_number_returns_from_its_image_to_the_last_digit() {
        for number in [0.1 + 0.2, 119.647_512_345_678_9, 1e-300, f64::MAX, 2.0_f64.powi(-1074)] {
            let text = serde_json::to_string(&to_json(&Value::Real(number))).unwrap();
            let json: Json = serde_json::from_str(&text).unwrap();
            assert_eq!(from_json(FieldType::Real, &json), Value::Real(number));
        }
    }
}
