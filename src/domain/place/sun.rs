//! When the sun sets.

use chrono::NaiveDate;
use jiff::{
    Timestamp,
    tz::{Offset, TimeZone},
};
use sunrise::{Coordinates, SolarDay, SolarEvent};

use crate::domain::place::Position;

/// The first sunset at a place after a moment, to about a minute; `None` where the sun does not set within two days.
/// Days are those of the place's own noon, whatever its clocks say.
pub fn next_sunset(at: Position, after: Timestamp) -> Option<Timestamp> {
    let coordinates = Coordinates::new(at.lat(), at.lon())?;
    let solar = Offset::from_seconds((at.lon() * 240.0).round() as i32).ok()?;
    let today = after.to_zoned_datetime(TimeZone::fixed(solar)).date();
    (-1..=2).find_map(|days| {
        let day = today.checked_add(jiff::SignedDuration::from_hours(24 * days)).ok()?;
        let date = NaiveDate::from_ymd_opt(
            day.year().into(),
            day.month().unsigned_abs().into(),
            day.day().unsigned_abs().into(),
        )?;
        let sunset = SolarDay::new(coordinates, date).event_time(SolarEvent::Sunset)?;
        Timestamp::from_second(sunset.timestamp()).ok().filter(|sunset| *sunset > after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sunset(lon: f64, lat: f64, after: &str) -> Option<String> {
        let after: Timestamp = after.parse().unwrap();
        next_sunset(Position::new(lon, lat).unwrap(), after).map(|at| at.to_string())
    }

    /// Within so many seconds.
    fn near(found: Option<String>, wanted: &str) -> bool {
        let (found, wanted): (Timestamp, Timestamp) = (found.unwrap().parse().unwrap(), wanted.parse().unwrap());
        found.duration_since(wanted).as_secs().abs() <= 120
    }

    #[test]
    fn the_sun_sets_over_jinhua_when_the_almanac_says() {
        // NOAA solar calculator, 29.08 N 119.65 E: 2026-08-09 18:47, 2026-12-21 17:08 Beijing time.
        assert!(near(sunset(119.65, 29.08, "2026-08-09T04:00:00Z"), "2026-08-09T10:47:00Z"));
        assert!(near(sunset(119.65, 29.08, "2026-12-21T04:00:00Z"), "2026-12-21T09:08:00Z"));
    }

    #[test]
    fn after_sunset_the_next_one_counts_and_there_is_none_in_a_polar_summer() {
        let today = sunset(119.65, 29.08, "2026-08-09T04:00:00Z").unwrap();
        let next = sunset(119.65, 29.08, &today).unwrap();
        assert!(next.starts_with("2026-08-10T10:4"), "{next}");
        assert!(sunset(119.65, 29.08, "2026-08-08T23:00:00Z").unwrap().starts_with("2026-08-09T10:4"));
        assert_eq!(sunset(20.0, 80.0, "2026-06-21T04:00:00Z"), None);
    }
}
