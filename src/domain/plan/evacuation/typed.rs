//! What people type of a plan, read: full-width signs and spaces are no fault.

use jiff::civil::Time;

use crate::domain::{plan::evacuation::Fleet, query::folded};

/// A minute field takes at most a day: more is a typing error.
const MOST_MINUTES: f64 = 1_440.0;
/// More vehicles of a kind than this are a typing error.
const MOST_VEHICLES: u32 = 10_000;
/// More seats than this are one too.
const MOST_SEATS: u32 = 1_000;

/// A percentage from 0 to 100, as a share from 0 to 1.
pub fn percent(text: &str) -> Option<f64> {
    let number = folded(text).trim_end_matches('%').parse::<f64>().ok()?;
    (0.0..=100.0).contains(&number).then_some(number / 100.0)
}

/// Minutes from 0 to a day.
pub fn minutes(text: &str) -> Option<f64> {
    let text = folded(text);
    let text = text.trim_end_matches("分钟").trim_end_matches("min");
    text.parse::<f64>().ok().filter(|minutes| (0.0..=MOST_MINUTES).contains(minutes))
}

/// How many vehicles of a kind.
pub fn vehicles(text: &str) -> Option<u32> {
    folded(text).parse().ok().filter(|number| (1..=MOST_VEHICLES).contains(number))
}

/// How many seats a vehicle has.
pub fn seats(text: &str) -> Option<u32> {
    folded(text).parse().ok().filter(|seats| (1..=MOST_SEATS).contains(seats))
}

/// Vehicles in one word: `大巴:10:45`, name, number, seats.
pub fn fleet(text: &str) -> Option<Fleet> {
    let mut parts = text.split([':', '：']);
    let (name, number, seats_each) = (parts.next()?, parts.next()?, parts.next()?);
    let none = parts.next().is_none();
    let fleet = || Some(Fleet { name: name.trim().to_owned(), number: vehicles(number)?, seats: seats(seats_each)? });
    none.then(fleet).flatten()
}

/// A clock time: `18:00`, `6:30`, `6点30分`; `24:00` is midnight.
pub fn clock_time(text: &str) -> Option<Time> {
    let text = folded(text).replace(['点', '时'], ":").replace('分', "");
    let (hour, rest) = text.split_once(':')?;
    let (minute, second) = rest.split_once(':').unwrap_or((rest, ""));
    let number = |text: &str| match text {
        "" => Some(0),
        _ if text.len() > 2 => None,
        _ => text.parse::<i8>().ok(),
    };
    let hour = hour.chars().next().and_then(|_| number(hour))?;
    let (hour, minute, second) = (if hour == 24 { 0 } else { hour }, number(minute)?, number(second)?);
    Time::new(hour, minute, second, 0).ok()
}

/// A span of clock times: `02:00-05:00`, `23点～5点`, `2:00至5:00`.
pub fn span(text: &str) -> Option<(Time, Time)> {
    let (earliest, latest) = text.split_once(['-', '~', '～', '–', '—', '－', '至', '到'])?;
    Some((clock_time(earliest)?, clock_time(latest)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_typed_and_nonsense_is_not() {
        assert_eq!(percent(" 12.5 %"), Some(0.125));
        assert_eq!(percent("１０％"), Some(0.1));
        assert!(["", "-1", "101", "NaN", "ten"].iter().all(|text| percent(text).is_none()));
        assert_eq!(minutes("45 分钟"), Some(45.0));
        assert!(["", "-3", "inf", "NaN", "2000"].iter().all(|text| minutes(text).is_none()));
        assert_eq!((vehicles("12"), vehicles("0"), seats("４５"), seats("4.5")), (Some(12), None, Some(45), None));
        let coaches = Fleet { name: "大巴".to_owned(), number: 10, seats: 45 };
        assert_eq!(fleet("大巴：10:45"), Some(coaches));
        assert!(["大巴:10", "大巴:many:45", "大巴:1:45:9", ""].iter().all(|text| fleet(text).is_none()));
    }

    #[test]
    fn clock_times_are_read_in_the_ways_they_are_written() {
        let time = |hour, minute| Time::new(hour, minute, 0, 0).ok();
        for (text, hour, minute) in [
            ("18:00", 18, 0),
            ("6:30", 6, 30),
            ("１８：０５", 18, 5),
            ("6点", 6, 0),
            ("6时05分", 6, 5),
            ("24:00", 0, 0),
        ] {
            assert_eq!(clock_time(text), time(hour, minute), "{text}");
        }
        for text in ["", ":", "18", "soon", "25:00", "18:60", ":30", "-1:00", "1:2:3:4", "6点半"] {
            assert_eq!(clock_time(text), None, "{text}");
        }
        let night = time(23, 0).zip(time(5, 0));
        assert!(["23:00-5:00", "23点～5点", "23:00 至 05:00"].iter().all(|text| span(text) == night));
        assert_eq!(span("23:00"), None);
    }
}
