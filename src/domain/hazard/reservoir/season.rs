//! The flood seasons of Zhejiang, by the calendar day in Beijing.

use jiff::{Timestamp, ToSpan as _, civil::Date, tz};

/// A season of the flood-limit rule.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Season {
    /// 梅汛, the plum rains: 15 April to 14 July.
    Plum,
    /// 台汛, the typhoons: 15 July to 14 October.
    Typhoon,
    /// 非汛期: the rest of the year.
    Outside,
}

/// A month and its day.
type MonthDay = (i8, i8);

/// The seasons: the first day that is in one, and the first that no longer is, as month and day.
///
/// Source: domain notes B3, the season rule in Zhejiang's water system (4-15 to 7-15, 7-15 to 10-15). A boundary day
/// belongs to the season that begins on it: 15 July is typhoon season, whose limit is the lower one.
pub const SEASONS: [(Season, MonthDay, MonthDay); 2] =
    [(Season::Plum, (4, 15), (7, 15)), (Season::Typhoon, (7, 15), (10, 15))];

/// The season of a day.
pub fn season_on(day: Date) -> Season {
    let day = (day.month(), day.day());
    let found = SEASONS.iter().find(|(_, first, end)| (*first..*end).contains(&day));
    found.map_or(Season::Outside, |(season, ..)| *season)
}

/// The season at a moment, by the day in Beijing.
pub fn season_at(time: Timestamp) -> Season {
    season_on(tz::offset(8).to_datetime(time).date())
}

/// The moments after `from` and up to `to` at which a season begins or ends: midnight in Beijing.
pub fn changes_between(from: Timestamp, to: Timestamp) -> Vec<Timestamp> {
    let zone = tz::offset(8);
    let (first, last) = (zone.to_datetime(from).date().year(), zone.to_datetime(to).date().year());
    let mut days: Vec<(i8, i8)> = SEASONS.iter().flat_map(|(_, first, end)| [*first, *end]).collect();
    days.sort_unstable();
    days.dedup();
    let midnight = |year: i16, (month, day): (i8, i8)| {
        let day = Date::new(year, month, day).ok()?.to_datetime(jiff::civil::Time::midnight());
        zone.to_timestamp(day).ok()
    };
    let all = (first..=last).flat_map(|year| days.iter().filter_map(move |day| midnight(year, *day)));
    all.filter(|time| *time > from && *time <= to).collect()
}

/// How old a reading may be before it says nothing of now: hours in a flood season, and outside it.
///
/// Source: domain notes B3 for the flood season. Outside it small waters are read once a day at eight, so a day and
/// two hours is ours.
pub const STALE_AFTER_HOURS: (i64, i64) = (2, 26);

/// Minutes that a station's clock may be ahead of ours.
pub const AHEAD_MINUTES: i64 = 10;

/// Whether a time lies further ahead of now than a station's clock may be: a typing error, no reading.
pub fn is_ahead(measured: Timestamp, now: Timestamp) -> bool {
    now.checked_add(AHEAD_MINUTES.minutes()).is_ok_and(|latest| measured > latest)
}

/// Whether a reading does not say what is so now: older than the season bears, the bound excluded, or from a time that
/// has not come ([`is_ahead`]).
pub fn is_stale(measured: Timestamp, now: Timestamp) -> bool {
    let (flood, outside) = STALE_AFTER_HOURS;
    let hours = if season_at(now) == Season::Outside { outside } else { flood };
    is_ahead(measured, now) || now.checked_sub(hours.hours()).is_ok_and(|oldest| measured < oldest)
}
