//! By when people must be at the shelter.

use jiff::{SignedDuration, Timestamp, civil::Time, tz::Offset};

use crate::domain::place::{Position, next_sunset};

/// By when people must be at the shelter.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Deadline {
    /// The moment that counts: where it is a forecast the earliest, for nobody may be caught.
    pub at: Timestamp,
    /// The latest that is forecast, where there is a spread.
    pub latest: Option<Timestamp>,
    /// What it is.
    pub kind: DeadlineKind,
}

/// What a deadline is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum DeadlineKind {
    /// The commander's clock time.
    Clock,
    /// Sunset.
    Nightfall,
    /// A forecast arrival.
    Forecast,
    /// The arrival of a storm that was moved for a rehearsal.
    Rehearsal,
}

impl DeadlineKind {
    /// Its name in the JSON; `deadline-<name>` in the locale files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Clock => "clock",
            Self::Nightfall => "nightfall",
            Self::Forecast => "forecast",
            Self::Rehearsal => "rehearsal",
        }
    }
}

impl Deadline {
    /// The next moment at which clocks show a time (Beijing time): today's, or tomorrow's when it is past.
    pub fn clock(time: Time, now: Timestamp) -> Option<Self> {
        Some(Self { at: next(time, now)?, latest: None, kind: DeadlineKind::Clock })
    }

    /// The next sunset at a place.
    pub fn nightfall(at: Position, now: Timestamp) -> Option<Self> {
        Some(Self { at: next_sunset(at, now)?, latest: None, kind: DeadlineKind::Nightfall })
    }

    /// A forecast arrival between two clock times (Beijing time), over midnight where the second is the smaller. The
    /// span is the first one that is not over: once its earliest has passed it still counts, and all are late.
    pub fn forecast(earliest: Time, latest: Time, now: Timestamp) -> Option<Self> {
        let last = next(latest, now)?;
        let day = Offset::constant(8).to_datetime(last).date();
        let day = if earliest <= latest { day } else { day.yesterday().ok()? };
        Self::between(Offset::constant(8).to_timestamp(day.to_datetime(earliest)).ok()?, last)
    }

    /// A forecast arrival between two moments; `None` when the second is before the first.
    pub fn between(earliest: Timestamp, latest: Timestamp) -> Option<Self> {
        (earliest <= latest).then_some(Self { at: earliest, latest: Some(latest), kind: DeadlineKind::Forecast })
    }

    /// The arrival of a storm that was moved for a rehearsal, between two moments; one that is past counts at the same
    /// times of the day to come. `None` when the second is before the first.
    pub fn rehearsal(earliest: Timestamp, latest: Timestamp, now: Timestamp) -> Option<Self> {
        let time = |at: Timestamp| Offset::constant(8).to_datetime(at).time();
        let deadline = if earliest > now {
            Self::between(earliest, latest)?
        } else {
            (earliest <= latest).then_some(())?;
            Self::forecast(time(earliest), time(latest), now)?
        };
        Some(Self { kind: DeadlineKind::Rehearsal, ..deadline })
    }

    /// How much later the latest forecast is; `None` without a spread.
    pub fn spread(&self) -> Option<SignedDuration> {
        self.latest.map(|latest| latest.duration_since(self.at)).filter(SignedDuration::is_positive)
    }
}

fn next(time: Time, now: Timestamp) -> Option<Timestamp> {
    let today = Offset::constant(8).to_datetime(now).date();
    [Some(today), today.tomorrow().ok()].into_iter().flatten().find_map(|day| {
        let at = Offset::constant(8).to_timestamp(day.to_datetime(time)).ok()?;
        (at > now).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn spread(earliest: &str, latest: &str, now: &str) -> (Timestamp, Timestamp) {
        let deadline = Deadline::forecast(earliest.parse().unwrap(), latest.parse().unwrap(), at(now)).unwrap();
        assert_eq!(deadline.kind, DeadlineKind::Forecast);
        (deadline.at, deadline.latest.unwrap())
    }

    #[test]
    fn a_clock_time_that_is_past_is_tomorrows() {
        let clock = |time: &str, now: &str| Deadline::clock(time.parse().unwrap(), at(now)).unwrap().at;
        assert_eq!(clock("18:00", "2026-07-20T17:00:00+08:00"), at("2026-07-20T18:00:00+08:00"));
        assert_eq!(clock("18:00", "2026-07-20T18:00:00+08:00"), at("2026-07-21T18:00:00+08:00"));
    }

    #[test]
    fn a_forecast_may_cross_midnight_and_counts_from_its_earliest() {
        let evening = "2026-07-20T20:00:00+08:00";
        let (two, five) = (at("2026-07-21T02:00:00+08:00"), at("2026-07-21T05:00:00+08:00"));
        assert_eq!(spread("02:00", "05:00", evening), (two, five));
        assert_eq!(spread("23:00", "05:00", evening), (at("2026-07-20T23:00:00+08:00"), five));
        assert_eq!(spread("05:00", "05:00", evening), (five, five));
        assert_eq!(Deadline::between(five, two), None);
        assert_eq!(Deadline::between(two, five).unwrap().spread(), Some(SignedDuration::from_hours(3)));
        assert_eq!(Deadline::between(two, two).unwrap().spread(), None);
    }

    #[test]
    fn a_rehearsed_arrival_says_what_it_is_and_is_never_past() {
        let (two, five) = (at("2026-07-21T02:00:00+08:00"), at("2026-07-21T05:00:00+08:00"));
        let ahead = Deadline::rehearsal(two, five, at("2026-07-20T20:00:00+08:00")).unwrap();
        assert_eq!((ahead.at, ahead.latest, ahead.kind), (two, Some(five), DeadlineKind::Rehearsal));
        let past = Deadline::rehearsal(two, five, at("2026-08-09T15:00:00+08:00")).unwrap();
        assert_eq!((past.at, past.kind), (at("2026-08-10T02:00:00+08:00"), DeadlineKind::Rehearsal));
        assert_eq!(Deadline::rehearsal(five, two, two), None);
        assert_eq!(Deadline::rehearsal(five, two, at("2026-08-09T15:00:00+08:00")), None);
    }

    #[test]
    fn a_forecast_that_has_begun_is_not_put_off_to_tomorrow() {
        let (two, five) = (at("2026-07-21T02:00:00+08:00"), at("2026-07-21T05:00:00+08:00"));
        assert_eq!(spread("02:00", "05:00", "2026-07-21T03:00:00+08:00"), (two, five));
        let before = at("2026-07-20T23:00:00+08:00");
        assert_eq!(spread("23:00", "05:00", "2026-07-21T01:00:00+08:00"), (before, five));
        let over = spread("02:00", "05:00", "2026-07-21T06:00:00+08:00");
        assert_eq!(over, (at("2026-07-22T02:00:00+08:00"), at("2026-07-22T05:00:00+08:00")));
    }
}
