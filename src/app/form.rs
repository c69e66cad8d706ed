//! What is typed in a form as values: with the tolerance that a list's cells get, but nothing is guessed.

use jiff::{Timestamp, civil::DateTime, tz::Offset};

use crate::{
    domain::{
        catalogue::{Field, FieldType, fits},
        model::Value,
        place::{Position, parse_position},
    },
    io::import::{Fold, Reader, table::Cell},
};

/// The value that a text means in a field: nothing for an empty text, `None` when the field does not take it. A
/// time of day alone (`15:06`) is of today.
pub fn read(field: &Field, text: &str, now: Timestamp) -> Option<Value> {
    let typed = text.trim();
    if typed.is_empty() {
        return Some(Value::Null);
    }
    let value = match field.field_type {
        // What is typed is meant: a list's ways to say that nothing is there are no text here.
        FieldType::Text if !field.id.as_str().ends_with("phone") => Value::from(typed),
        FieldType::Link => Value::from(typed),
        FieldType::Time => time_of_day(typed, now).map_or_else(|| cell(field, typed), Some)?,
        _ => cell(field, without_unit(field, typed))?,
    };
    fits(field, &value).then_some(value)
}

/// The place that a text means: nothing for an empty text, `None` when it is no position.
pub fn place(text: &str) -> Option<Option<Position>> {
    if text.trim().is_empty() {
        return Some(None);
    }
    parse_position(text).map(|read| Some(read.position))
}

/// Read as a cell of a list; a number that would be rounded is not taken.
fn cell(field: &Field, typed: &str) -> Option<Value> {
    let fold = Fold::new();
    let read = Reader::new(field, &fold).read(Cell::of_text(typed), &fold);
    read.problem.is_none().then_some(read.value)
}

/// The importer knows the Chinese units; the English one is what a form shows in English.
fn without_unit<'a>(field: &Field, typed: &'a str) -> &'a str {
    let numeric = matches!(field.field_type, FieldType::Integer | FieldType::Real);
    let unit = field.unit_en.as_deref().filter(|_| numeric);
    unit.and_then(|unit| typed.strip_suffix(unit)).map_or(typed, str::trim_end)
}

/// `15:06` or `１５：０６` as a moment of today in Beijing.
fn time_of_day(typed: &str, now: Timestamp) -> Option<Value> {
    let narrow: String = typed.chars().map(narrow).collect();
    let (hour, minute) = narrow.split_once(':')?;
    let plain = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    if !plain(hour) || !plain(minute) {
        return None;
    }
    let beijing = Offset::constant(8);
    let time = jiff::civil::Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()?;
    let moment: DateTime = beijing.to_datetime(now).date().to_datetime(time);
    beijing.to_timestamp(moment).ok().map(Value::Time)
}

fn narrow(sign: char) -> char {
    match sign {
        '：' => ':',
        '０'..='９' => char::from_u32(u32::from(sign) - 0xfee0).unwrap_or(sign),
        _ => sign,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::{
        domain::{
            catalogue::{Catalogue, Kind},
            model::Uid,
            view::form,
        },
        io::assets,
    };

    static SHIPPED: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::read(&assets::shipped_catalogue()).0);

    fn now() -> Timestamp {
        "2026-08-09T07:06:00Z".parse().unwrap()
    }

    fn field(kind: &str, field: &str) -> &'static Field {
        SHIPPED.kind(kind).and_then(|kind| kind.field(field)).unwrap()
    }

    #[test]
    fn numbers_are_read_as_people_type_them_and_nothing_is_rounded_or_stretched() {
        let capacity = field("shelter", "capacity");
        for (text, value) in [
            ("650", Some(Value::Integer(650))),
            ("６５０", Some(Value::Integer(650))),
            (" 1,200 人", Some(Value::Integer(1200))),
            ("约200人", Some(Value::Integer(200))),
            ("1.2万", Some(Value::Integer(12_000))),
            ("650 people", Some(Value::Integer(650))),
            ("", Some(Value::Null)),
            ("很多", None),
            ("12.5", None),
            ("-1", None),
            ("100001", None),
            ("99999999999999999999999", None),
        ] {
            assert_eq!(read(capacity, text, now()), value, "{text}");
        }
    }

    #[test]
    fn times_without_a_day_are_of_today_and_days_are_read_in_every_form() {
        let time = |text: &str| read(field("shelter", "status_time"), text, now());
        let at = |text: &str| Some(Value::Time(text.parse().unwrap()));
        assert_eq!(time("15:06"), at("2026-08-09T07:06:00Z"));
        assert_eq!(time("６：０５"), at("2026-08-08T22:05:00Z"));
        assert_eq!(time("2026年8月9日 8时30分"), at("2026-08-09T00:30:00Z"));
        assert_eq!(time("2026-08-09 08:30"), at("2026-08-09T00:30:00Z"));
        assert_eq!(time("25:00"), None);
        assert_eq!(time("昨天"), None);
        let day = read(field("shelter", "inspected_on"), "2024.3.5", now());
        assert_eq!(day, Some(Value::Date("2024-03-05".parse().unwrap())));
    }

    #[test]
    fn text_stands_as_it_was_typed_and_choices_go_by_name_too() {
        assert_eq!(read(field("shelter", "note"), " 无 ", now()), Some("无".into()));
        assert_eq!(read(field("shelter", "status"), "开放", now()), Some("open".into()));
        assert_eq!(read(field("shelter", "status"), "open", now()), Some("open".into()));
        assert_eq!(read(field("shelter", "status"), "半开", now()), None);
        assert_eq!(read(field("shelter", "suitable_hazards"), "台风、洪水", now()), Some("flood,typhoon".into()));
        assert_eq!(read(field("shelter", "indoor"), "否", now()), Some(Value::Bool(false)));
        assert_eq!(place("119°38′24″E, 29°05′N").unwrap().map(Position::lat), Some(29.0 + 5.0 / 60.0));
        assert_eq!(place("  "), Some(None));
        assert_eq!(place("村口"), None);
    }

    /// Any value that a field takes.
    fn value(field: &Field) -> BoxedStrategy<Value> {
        let bounded = |least: f64, most: f64| (field.min.unwrap_or(least), field.max.unwrap_or(most));
        let ids: Vec<String> = field.choices.iter().map(|choice| choice.id.clone()).collect();
        match field.field_type {
            FieldType::Text if field.id.as_str().ends_with("phone") => {
                "[0-9][0-9-]{2,11}".prop_map(Value::from).boxed()
            }
            FieldType::Text => "[^\\s\\p{C}]([^\\p{C}]{0,20}[^\\s\\p{C}])?".prop_map(Value::from).boxed(),
            FieldType::Integer => {
                let (least, most) = bounded(-1e15, 1e15);
                (least as i64..=most as i64).prop_map(Value::Integer).boxed()
            }
            FieldType::Real => {
                let (least, most) = bounded(-1e9, 1e9);
                (least..=most).prop_map(Value::Real).boxed()
            }
            FieldType::Bool => any::<bool>().prop_map(Value::Bool).boxed(),
            FieldType::Choice => proptest::sample::select(ids).prop_map(Value::from).boxed(),
            FieldType::Choices => {
                let some = 1..=ids.len();
                proptest::sample::subsequence(ids, some).prop_map(|ids| Value::from(ids.join(","))).boxed()
            }
            FieldType::Date => (0_i32..100_000)
                .prop_map(|days| {
                    let first = jiff::civil::Date::constant(1900, 1, 1);
                    Value::Date(first.checked_add(jiff::Span::new().days(days)).unwrap())
                })
                .boxed(),
            FieldType::Time => (0_i64..4_000_000_000_000)
                .prop_map(|millis| Value::Time(Timestamp::from_millisecond(millis).unwrap()))
                .boxed(),
            FieldType::Link => any::<u128>().prop_map(|bits| Value::from(Uid::from_bits(bits).to_string())).boxed(),
            FieldType::Curve => proptest::collection::btree_map(-1000_i32..1000, -1e6..1e6_f64, 2..6)
                .prop_map(|pairs| {
                    let pairs: Vec<[f64; 2]> = pairs.into_iter().map(|(x, y)| [f64::from(x) / 8.0, y]).collect();
                    Value::from(serde_json::to_string(&pairs).unwrap())
                })
                .boxed(),
        }
    }

    fn filled() -> impl Strategy<Value = (&'static Kind, usize, Value)> {
        let kinds: Vec<&'static Kind> = SHIPPED.kinds().map(AsRef::as_ref).collect();
        proptest::sample::select(kinds)
            .prop_flat_map(|kind| (Just(kind), 0..kind.fields.len()))
            .prop_flat_map(|(kind, index)| (Just(kind), Just(index), value(&kind.fields[index])))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn a_value_typed_out_is_read_back_as_itself((kind, index, value) in filled()) {
            let field = &kind.fields[index];
            let typed = form::text(field, &value);
            prop_assert_eq!(read(field, &typed, now()), Some(value), "{} {} {}", kind.id, field.id, typed);
        }

        #[test]
        fn whatever_is_typed_is_read_or_refused((kind, index, _) in filled(), typed in ".{0,40}") {
            let field = &kind.fields[index];
            if let Some(value) = read(field, &typed, now()) {
                prop_assert!(fits(field, &value));
            }
            let _ = place(&typed);
        }
    }
}
