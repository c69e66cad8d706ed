//! Values as people say them: choices by name, yes and no, curves as a short word.

use crate::domain::{
    catalogue::{Field, FieldType},
    model::Value,
    view::{Words, format},
};

/// The eight directions: 0 is north, 90 east.
pub fn direction(bearing_deg: f64, words: &Words) -> String {
    const NAMES: [&str; 8] = ["n", "ne", "e", "se", "s", "sw", "w", "nw"];
    let eighth = ((bearing_deg / 45.0).round() as i64).rem_euclid(8);
    let name = usize::try_from(eighth).ok().and_then(|place| NAMES.get(place)).unwrap_or(&"n");
    words.get(&format!("direction-{name}"))
}

/// A field's value in words; `None` when nothing is known.
pub fn value(field: &Field, value: &Value, words: &Words) -> Option<String> {
    let text = match value {
        Value::Null => return None,
        Value::Bool(true) => words.get("yes"),
        Value::Bool(false) => words.get("no"),
        // A number without a unit is a year or a number on a door: nobody says 2,016.
        Value::Integer(number) if field.unit_zh.is_none() => number.to_string(),
        Value::Integer(number) => format::number(*number),
        Value::Real(number) => format::decimal(*number, 3),
        Value::Date(day) => day.to_string(),
        Value::Time(time) => format::date_time(*time),
        Value::Text(text) => spoken(field, text, words),
    };
    (!text.trim().is_empty()).then_some(text)
}

fn spoken(field: &Field, text: &str, words: &Words) -> String {
    let choice =
        |id: &str| field.choice(id.trim()).map_or_else(|| id.to_owned(), |known| known.name(words.lang()).to_owned());
    match field.field_type {
        FieldType::Choice => choice(text),
        FieldType::Choices => {
            let names: Vec<String> = text.split(',').filter(|id| !id.trim().is_empty()).map(choice).collect();
            names.join(&words.get("list-separator"))
        }
        FieldType::Curve => {
            let points = serde_json::from_str::<Vec<[f64; 2]>>(text).map_or(0, |points| points.len());
            words.with("card-curve", &[("n", points.to_string())])
        }
        // A link whose object is not there would read as a bare uid.
        FieldType::Link => words.get("card-link-gone"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::catalogue::Lang;

    #[test]
    fn a_bearing_is_said_as_the_nearest_of_eight_directions() {
        let (words, _) =
            Words::read(Lang::Zh, &[("a", "direction-n = 北\ndirection-ne = 东北\ndirection-nw = 西北\n")]);
        assert_eq!(direction(359.0, &words), "北");
        assert_eq!(direction(22.6, &words), "东北");
        assert_eq!(direction(-45.0, &words), "西北");
    }
}
