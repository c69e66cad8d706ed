//! A series of levels made fit to be judged, and how fast it rises.

use jiff::Timestamp;

/// Hours up to the last reading over which the rise is taken.
pub const RISE_WINDOW_HOURS: f64 = 3.0;
/// Hours that the readings must span for a rise to be told from waves.
pub const RISE_SPAN_HOURS: f64 = 0.5;

/// Readings in the order of time, without those that are no number; of several at one moment the last given counts.
pub fn ordered(readings: &[(Timestamp, f64)]) -> Vec<(Timestamp, f64)> {
    let mut kept: Vec<(Timestamp, f64)> = readings.iter().filter(|(_, value)| value.is_finite()).copied().collect();
    // Stable: what was given later stays later.
    kept.sort_by_key(|(time, _)| *time);
    kept.reverse();
    kept.dedup_by_key(|(time, _)| *time);
    kept.reverse();
    kept
}

/// Hours from one moment to another.
pub fn hours_between(from: Timestamp, to: Timestamp) -> f64 {
    to.duration_since(from).as_secs_f64() / 3_600.0
}

/// Metres an hour by which an ordered series rises: the slope of the least squares over the readings of the last
/// [`RISE_WINDOW_HOURS`], the bound included. `None` when they span less than [`RISE_SPAN_HOURS`].
pub fn rise_m_per_hour(series: &[(Timestamp, f64)]) -> Option<f64> {
    let (last, _) = series.last()?;
    let points = series.iter().map(|(time, value)| (hours_between(*last, *time), *value));
    let points: Vec<(f64, f64)> = points.filter(|(hour, _)| *hour >= -RISE_WINDOW_HOURS).collect();
    let (first, _) = points.first()?;
    if -first < RISE_SPAN_HOURS {
        return None;
    }
    let count = points.len() as f64;
    let (sum_x, sum_y) = points.iter().fold((0.0, 0.0), |(x, y), point| (x + point.0, y + point.1));
    let (mid_x, mid_y) = (sum_x / count, sum_y / count);
    let (above, below) = points.iter().fold((0.0, 0.0), |(above, below), (x, y)| {
        (above + (x - mid_x) * (y - mid_y), below + (x - mid_x) * (x - mid_x))
    });
    Some(above / below).filter(|rise| rise.is_finite())
}
