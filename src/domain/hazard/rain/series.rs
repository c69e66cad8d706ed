//! A series of rain at one station, and sums over it that say how much of their time was measured.

use jiff::{SignedDuration, Timestamp, ToSpan as _};

/// The windows that are summed, hours.
pub const WINDOWS_HOURS: [u32; 5] = [1, 3, 6, 12, 24];
/// Share of a window that a sum must cover to stand for it: 18 of 24 hours. Ours.
pub const ENOUGH: f64 = 0.75;
/// Hours after which a station is silent: what it measured says nothing of now (domain notes B3).
pub const SILENT_AFTER_HOURS: i64 = 2;
/// Minutes of a reading when nothing else is said.
pub const HOURLY: u32 = 60;

/// Rain of an interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amount {
    /// When the interval ended.
    pub end: Timestamp,
    /// How long it was, minutes.
    pub minutes: u32,
    /// How much fell in it, mm.
    pub mm: f64,
}

impl Amount {
    fn ends(&self) -> i64 {
        self.end.as_second()
    }

    fn begins(&self) -> i64 {
        self.ends() - self.seconds()
    }

    fn seconds(&self) -> i64 {
        i64::from(self.minutes) * 60
    }
}

/// The field that a series of amounts over so many minutes is kept under.
pub fn field_of(minutes: u32) -> String {
    if minutes == HOURLY { "rain_1h_mm".to_owned() } else { format!("rain_{minutes}min_mm") }
}

/// Over how many minutes the amounts of a series are that is kept under this field; `None`: it is no rain.
pub fn minutes_of(field: &str) -> Option<u32> {
    if field == "rain_1h_mm" {
        return Some(HOURLY);
    }
    let minutes = field.strip_prefix("rain_")?.strip_suffix("min_mm")?.parse().ok()?;
    (minutes > 0).then_some(minutes)
}

/// What fell in a window, as far as it was measured.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sum {
    /// What was measured, mm: a lower bound where the window has holes.
    pub mm: f64,
    /// How much of the window was measured, seconds.
    pub covered_s: i64,
    /// How long the window is, seconds.
    pub window_s: i64,
}

impl Sum {
    /// The measured share of the window, 0 to 1.
    pub fn share(&self) -> f64 {
        if self.window_s > 0 { self.covered_s as f64 / self.window_s as f64 } else { 0.0 }
    }

    /// Whether all of the window was measured.
    pub const fn is_whole(&self) -> bool {
        self.window_s > 0 && self.covered_s >= self.window_s
    }

    /// Whether so much of it was measured that it stands for the window ([`ENOUGH`]).
    pub fn is_enough(&self) -> bool {
        self.share() >= ENOUGH
    }

    /// What was measured, mm; `None` when nothing was.
    pub fn known(&self) -> Option<f64> {
        (self.covered_s > 0).then_some(self.mm)
    }
}

/// Amounts of one station in the order of time. They may be of several lengths and overlap.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RainSeries {
    amounts: Vec<Amount>,
}

impl RainSeries {
    /// A series of amounts in any order. What is no amount is left out; of several over one interval the last given
    /// counts.
    pub fn new(amounts: impl IntoIterator<Item = Amount>) -> Self {
        let is_one = |amount: &Amount| amount.mm.is_finite() && amount.mm >= 0.0 && amount.minutes > 0;
        let mut amounts: Vec<Amount> = amounts.into_iter().filter(is_one).collect();
        let key = |amount: &Amount| (amount.ends(), amount.minutes);
        // Stable: what was given later stays later.
        amounts.sort_by_key(key);
        amounts.reverse();
        amounts.dedup_by_key(|amount| key(amount));
        amounts.reverse();
        Self { amounts }
    }

    /// Without what ended after a moment.
    #[must_use]
    pub fn until(&self, at: Timestamp) -> Self {
        Self { amounts: self.amounts.iter().filter(|amount| amount.end <= at).copied().collect() }
    }

    /// When the last amount ended.
    pub fn last(&self) -> Option<Timestamp> {
        self.amounts.last().map(|amount| amount.end)
    }

    /// The amounts, in the order of time.
    pub fn amounts(&self) -> &[Amount] {
        &self.amounts
    }

    /// The rain from a moment to another. Of amounts that overlap those are taken that cover most of the window, of
    /// such the finer ones; one that lies partly outside is not cut.
    pub fn sum(&self, from: Timestamp, to: Timestamp) -> Sum {
        let (begin, end) = (from.as_second(), to.as_second());
        let inside = |amount: &&Amount| amount.begins() >= begin && amount.ends() <= end;
        let amounts: Vec<&Amount> = self.amounts.iter().filter(inside).collect();
        // The best that can be done with the first so many: seconds covered, how many amounts, mm.
        let mut best: Vec<(i64, u32, f64)> = vec![(0, 0, 0.0)];
        for amount in &amounts {
            let before = amounts.partition_point(|other| other.ends() <= amount.begins());
            let (covered, count, mm) = best.get(before).copied().unwrap_or_default();
            let with = (covered + amount.seconds(), count + 1, mm + amount.mm);
            let without = best.last().copied().unwrap_or_default();
            best.push(if (with.0, with.1) > (without.0, without.1) { with } else { without });
        }
        let (covered_s, _, mm) = best.last().copied().unwrap_or_default();
        Sum { mm, covered_s, window_s: end - begin }
    }

    /// The rain of the hours before a moment.
    pub fn hours_to(&self, to: Timestamp, hours: u32) -> Sum {
        self.sum(to.checked_sub(SignedDuration::from_hours(i64::from(hours))).unwrap_or(to), to)
    }
}

/// The sums of one station at a moment. They end where its last amount ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sums {
    /// When they end.
    pub end: Timestamp,
    /// Over [`WINDOWS_HOURS`].
    pub windows: [Sum; WINDOWS_HOURS.len()],
    /// Since the event began, when that is asked and was before `end`.
    pub since: Option<Sum>,
}

impl Sums {
    /// The sums of a series at a moment; `None` when it has nothing up to then, or was silent ([`SILENT_AFTER_HOURS`]).
    pub fn at(series: &RainSeries, at: Timestamp, since: Option<Timestamp>) -> Option<Self> {
        let series = series.until(at);
        let end = series.last()?;
        if at.checked_sub(SILENT_AFTER_HOURS.hours()).is_ok_and(|oldest| end < oldest) {
            return None;
        }
        let windows = WINDOWS_HOURS.map(|hours| series.hours_to(end, hours));
        Some(Self { end, windows, since: since.filter(|since| *since < end).map(|since| series.sum(since, end)) })
    }

    /// The sum over so many hours, when that is one of [`WINDOWS_HOURS`].
    pub fn of(&self, hours: u32) -> Option<Sum> {
        let place = WINDOWS_HOURS.iter().position(|window| *window == hours)?;
        self.windows.get(place).copied()
    }
}
