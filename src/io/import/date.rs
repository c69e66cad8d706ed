//! Days and moments as lists hold them: serials, ISO, Chinese forms. What has no zone is Beijing time.

use jiff::{
    Timestamp,
    civil::{Date, DateTime, Time},
    tz::Offset,
};

use crate::io::import::fold::{half_width, trim};

/// Serials accepted as days: 1930 to 2100. Anything else is more likely a number in the wrong column.
const SERIALS: std::ops::Range<f64> = 10_959.0..73_416.0;

/// The moment that a clock in Beijing shows; `None` outside the calendar's range.
pub fn beijing(moment: DateTime) -> Option<Timestamp> {
    Offset::constant(8).to_timestamp(moment).ok()
}

/// A serial of the 1900 calendar as a moment, to the second.
pub fn of_serial(serial: f64) -> Option<DateTime> {
    if !SERIALS.contains(&serial) {
        return None;
    }
    let seconds = (serial * 86_400.0).round() as i64;
    let start = Date::new(1899, 12, 30).ok()?.to_datetime(Time::midnight());
    start.checked_add(jiff::SignedDuration::from_secs(seconds)).ok()
}

/// A moment with its zone, as RFC 3339.
pub fn instant(text: &str) -> Option<Timestamp> {
    let text = trim(text);
    (text.len() >= 16 && text.as_bytes().get(4) == Some(&b'-')).then(|| text.parse().ok()).flatten()
}

/// A day or moment without a zone: `2024年3月5日 8时30分`, `2024-03-05`, `2024/3/5 14:00`, `2024.3.5`,
/// `20240305`, `2024年3月` (its first day).
pub fn parse(text: &str) -> Option<DateTime> {
    let narrow = half_width(trim(text));
    let mut numbers = Vec::with_capacity(6);
    let mut current: Option<(i64, usize)> = None;
    for c in narrow.chars() {
        match c.to_digit(10) {
            Some(digit) => {
                let (value, length) = current.unwrap_or((0, 0));
                if length >= 14 {
                    return None;
                }
                current = Some((value * 10 + i64::from(digit), length + 1));
            }
            None if "年月日号时點点分秒-/.: Tt".contains(c) => numbers.extend(current.take()),
            None => return None,
        }
    }
    numbers.extend(current);
    let split: Vec<i64> = match numbers.as_slice() {
        [(packed, 8)] => vec![packed / 10_000, packed / 100 % 100, packed % 100],
        [(packed, 14)] => vec![
            packed / 10_000_000_000,
            packed / 100_000_000 % 100,
            packed / 1_000_000 % 100,
            packed / 10_000 % 100,
            packed / 100 % 100,
            packed % 100,
        ],
        [(_, 4), _, ..] => numbers.iter().take(6).map(|(value, _)| *value).collect(),
        _ => return None,
    };
    let at = |index: usize, default: i64| i8::try_from(split.get(index).copied().unwrap_or(default)).ok();
    let year = i16::try_from(*split.first()?).ok().filter(|year| (1900..=2200).contains(year))?;
    let day = Date::new(year, at(1, 1)?, at(2, 1)?).ok()?;
    let time = Time::new(at(3, 0)?, at(4, 0)?, at(5, 0)?, 0).ok()?;
    Some(day.to_datetime(time))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_every_form_of_the_lists() {
        let day = "2024-03-05T00:00:00".parse().unwrap();
        for text in ["2024-03-05", "2024/3/5", "2024.3.5", "2024年3月5日", "２０２４年３月５日", "20240305"]
        {
            assert_eq!(parse(text), Some(day), "{text}");
        }
        assert_eq!(parse("2024年3月5日 8时30分"), Some("2024-03-05T08:30:00".parse().unwrap()));
        assert_eq!(parse("2024-3-5 14:05:06"), Some("2024-03-05T14:05:06".parse().unwrap()));
        assert_eq!(parse("2024年3月"), Some("2024-03-01T00:00:00".parse().unwrap()));
        assert_eq!(of_serial(45_356.0), Some(day));
        for text in ["", "昨天", "2024-13-01", "13800000000", "99999999999999999999", "3-5", "2024年2月30日"] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(of_serial(3.0), None);
        assert_eq!(of_serial(f64::NAN), None);
    }

    #[test]
    fn beijing_is_eight_hours_ahead() {
        let moment = parse("2024-03-05 08:00").unwrap();
        assert_eq!(beijing(moment), Some("2024-03-05T00:00:00Z".parse().unwrap()));
        assert_eq!(instant("2024-03-05T08:00:00+08:00"), Some("2024-03-05T00:00:00Z".parse().unwrap()));
    }
}
