//! How values are written in CAP: moments, languages, numbers.

use jiff::{Timestamp, civil, tz::Offset};

/// The moment that a text of CAP says: `2003-06-17T14:57:00-07:00`, always with an offset. `None`: it is no such text.
pub fn moment(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let (day, rest) = text.split_once('T')?;
    let (clock, sign, offset) =
        if let Some((clock, offset)) = rest.split_once('+') { (clock, 1, offset) } else { negative(rest)? };
    let [year, month, day] = numbers(day, '-', [4, 2, 2])?;
    let [hour, minute, second] = numbers(clock, ':', [2, 2, 2])?;
    let [hours, minutes] = numbers(offset, ':', [2, 2])?;
    if minutes > 59 || hours > 14 || (hours == 14 && minutes > 0) || year == 0 {
        return None;
    }
    let date = civil::Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    // The end of a day may be called its hour 24.
    let (date, hour) = match (hour, minute, second) {
        (24, 0, 0) => (date.tomorrow().ok()?, 0),
        _ => (date, hour),
    };
    let time = civil::Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, i8::try_from(second).ok()?, 0);
    let offset = Offset::from_seconds(sign * i32::from(hours * 60 + minutes) * 60).ok()?;
    offset.to_timestamp(date.to_datetime(time.ok()?)).ok()
}

fn negative(rest: &str) -> Option<(&str, i32, &str)> {
    let (clock, offset) = rest.split_once('-')?;
    Some((clock, -1, offset))
}

/// Numbers of so many digits each.
fn numbers<const N: usize>(text: &str, between: char, digits: [usize; N]) -> Option<[u16; N]> {
    let mut parts = text.split(between);
    let mut found = [0; N];
    for (slot, digits) in found.iter_mut().zip(digits) {
        let part =
            parts.next().filter(|part| part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit()))?;
        *slot = part.parse().ok()?;
    }
    parts.next().is_none().then_some(found)
}

/// A moment as CAP writes it, in Beijing time.
pub fn written(time: Timestamp) -> String {
    Offset::constant(8).to_datetime(time).strftime("%Y-%m-%dT%H:%M:%S+08:00").to_string()
}

/// `zh-CN`: parts of one to eight letters, after the first also digits.
pub(super) fn is_language(text: &str) -> bool {
    let mut parts = text.trim().split('-');
    let fits =
        |part: &str, allowed: fn(&u8) -> bool| (1..=8).contains(&part.len()) && part.as_bytes().iter().all(allowed);
    parts.next().is_some_and(|part| fits(part, u8::is_ascii_alphabetic))
        && parts.all(|part| fits(part, u8::is_ascii_alphanumeric))
}

pub(super) fn is_integer(text: &str) -> bool {
    let text = text.trim();
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// No exponent, no comma.
pub(super) fn is_decimal(text: &str) -> bool {
    let text = text.trim();
    let number = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    !(whole.is_empty() && part.is_empty())
        && [whole, part].into_iter().all(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
}
