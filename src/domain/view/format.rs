//! Numbers, distances and times as people read them. Times are Beijing time (UTC+8).

use jiff::{
    Timestamp,
    tz::{Offset, TimeZone},
};

use crate::domain::view::Words;

/// What stands for a value that is not known. Never zero, never blank.
pub const UNKNOWN: &str = "—";

/// A whole number with separators: `3,418`.
pub fn number(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        text.push('-');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number that may be unknown: `3,418` or `—`.
pub fn number_or_unknown(value: Option<i64>) -> String {
    value.map_or_else(|| UNKNOWN.to_owned(), number)
}

/// A number to so many places, with separators and without trailing zeros: `1,276.5`.
pub fn decimal(value: f64, places: usize) -> String {
    if !value.is_finite() {
        return UNKNOWN.to_owned();
    }
    let text = format!("{:.places$}", value.abs());
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let rest = rest.trim_end_matches('0');
    let whole = number(whole.parse().unwrap_or(i64::MAX));
    let zero = whole == "0" && rest.is_empty();
    let sign = if value < 0.0 && !zero { "-" } else { "" };
    if rest.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

/// A length on the ground: `850 m`, `4.7 km`, `214 km`.
pub fn distance(metres: f64) -> String {
    if !metres.is_finite() {
        UNKNOWN.to_owned()
    } else if metres < 999.5 {
        format!("{metres:.0} m")
    } else if metres < 99_950.0 {
        format!("{:.1} km", metres / 1000.0)
    } else {
        format!("{} km", decimal(metres / 1000.0, 0))
    }
}

/// A round length, as a scale bar says it: `500 m`, `2 km`.
pub fn round_distance(metres: f64) -> String {
    if metres < 1000.0 { format!("{} m", decimal(metres, 1)) } else { format!("{} km", decimal(metres / 1000.0, 1)) }
}

fn beijing(time: Timestamp) -> jiff::ZonedDateTime {
    time.to_zoned_datetime(TimeZone::fixed(Offset::constant(8)))
}

/// A day and a time: `2026-08-09 15:06`.
pub fn date_time(time: Timestamp) -> String {
    beijing(time).strftime("%Y-%m-%d %H:%M").to_string()
}

/// A day of this year and a time: `08-09 15:06`.
pub fn day_time(time: Timestamp) -> String {
    beijing(time).strftime("%m-%d %H:%M").to_string()
}

/// A time of day: `15:06`.
pub fn time_of_day(time: Timestamp) -> String {
    beijing(time).strftime("%H:%M").to_string()
}

/// A moment as it is said now: today the time of day, of this year day and time, of another year that too.
pub fn moment(time: Timestamp, now: Timestamp) -> String {
    let year = |time: Timestamp| beijing(time).year();
    if date(time) == date(now) {
        time_of_day(time)
    } else if year(time) == year(now) {
        day_time(time)
    } else {
        date_time(time)
    }
}

/// A moment as part of a file's name: `20260809-1506`, Beijing time.
pub fn file_time(time: Timestamp) -> String {
    beijing(time).strftime("%Y%m%d-%H%M").to_string()
}

/// A calendar day: `2026-08-09`.
pub fn date(time: Timestamp) -> String {
    beijing(time).strftime("%Y-%m-%d").to_string()
}

/// How long ago, in the user's words: `刚刚`, `2 分钟前`. What is still to come counts as now when it is
/// within a minute (clocks differ), else its time is given.
pub fn age(time: Timestamp, now: Timestamp, words: &Words) -> String {
    let seconds = now.as_second() - time.as_second();
    match seconds {
        i64::MIN..-60 => day_time(time),
        -60..60 => words.get("age-now"),
        60..3600 => words.with("age-minutes", &[("n", (seconds / 60).to_string())]),
        3600..86_400 => words.with("age-hours", &[("n", (seconds / 3600).to_string())]),
        86_400..31_536_000 => words.with("age-days", &[("n", (seconds / 86_400).to_string())]),
        _ => date(time),
    }
}

/// How wide a text is, in heights of its own type: a Chinese character is one, a Latin letter about half.
/// For layouts made without a font at hand; a painter that has one measures.
pub fn width_em(text: &str) -> f32 {
    text.chars().map(char_em).sum()
}

fn char_em(char: char) -> f32 {
    match char {
        ' ' | '.' | ',' | ':' | ';' | '\'' | '|' | 'i' | 'l' | 'j' | '!' => 0.28,
        'm' | 'w' | 'M' | 'W' | '%' | '—' | '+' => 0.88,
        'A'..='Z' => 0.66,
        '0'..='9' => 0.56,
        '\u{0}'..='\u{2000}' => 0.54,
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::catalogue::Lang;

    #[test]
    fn a_moment_says_no_more_than_is_needed_to_place_it() {
        let now = "2026-08-09T07:06:00Z".parse().unwrap();
        let said = |time: &str| moment(time.parse().unwrap(), now);
        assert_eq!(said("2026-08-08T16:00:00Z"), "00:00", "today in Beijing");
        assert_eq!(said("2026-08-08T15:59:00Z"), "08-08 23:59");
        assert_eq!(said("2019-08-09T12:00:00Z"), "2019-08-09 20:00");
    }

    #[test]
    fn numbers_have_separators_and_no_needless_zeros() {
        assert_eq!(number(3418), "3,418");
        assert_eq!(number(-1_000_000), "-1,000,000");
        assert_eq!(number(0), "0");
        assert_eq!(number(i64::MIN), "-9,223,372,036,854,775,808");
        assert_eq!(decimal(1276.50, 2), "1,276.5");
        assert_eq!(decimal(-0.001, 2), "0");
        assert_eq!(decimal(-0.5, 1), "-0.5");
        assert_eq!(decimal(f64::NAN, 1), UNKNOWN);
        assert_eq!(number_or_unknown(None), "—");
    }

    #[test]
    fn distances_change_unit_where_a_reader_would() {
        assert_eq!(distance(12.3), "12 m");
        assert_eq!(distance(999.6), "1.0 km");
        assert_eq!(distance(4712.0), "4.7 km");
        assert_eq!(distance(214_300.0), "214 km");
        assert_eq!(round_distance(5000.0), "5 km");
        assert_eq!(round_distance(200.0), "200 m");
    }

    #[test]
    fn times_are_beijing_time() {
        let time: Timestamp = "2026-08-09T16:30:00Z".parse().unwrap();
        assert_eq!(date_time(time), "2026-08-10 00:30");
        assert_eq!(day_time(time), "08-10 00:30");
        assert_eq!(time_of_day(time), "00:30");
    }

    #[test]
    fn an_age_is_said_in_words() {
        let (words, _) = Words::read(
            Lang::Zh,
            &[(
                "a",
                "age-now = 刚刚\nage-minutes = { $n } 分钟前\nage-hours = { $n } 小时前\nage-days = { $n } 天前\n",
            )],
        );
        let now: Timestamp = "2026-08-09T07:06:00Z".parse().unwrap();
        let ago = |seconds: i64| Timestamp::from_second(now.as_second() - seconds).unwrap();
        assert_eq!(age(ago(3), now, &words), "刚刚");
        assert_eq!(age(ago(-30), now, &words), "刚刚");
        assert_eq!(age(ago(120), now, &words), "2 分钟前");
        assert_eq!(age(ago(3 * 3600 + 5), now, &words), "3 小时前");
        assert_eq!(age(ago(5 * 86_400), now, &words), "5 天前");
        assert_eq!(age(ago(-3600), now, &words), "08-09 16:06");
    }
}
