//! How a feed stands, and when it is asked next: a function of the times given to it.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::io::feed::Fault;

/// An answer that took longer is called slow.
const SLOW: Duration = Duration::from_secs(8);
/// After a fault it is asked again so soon, then after twice as long, and so on.
const AGAIN: SignedDuration = SignedDuration::from_mins(1);
/// A feed that fails is asked this often at least, unless it is to be asked less often anyway.
const LONGEST: SignedDuration = SignedDuration::from_mins(30);

/// How a feed stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum State {
    /// Nothing came yet.
    Waiting,
    /// The last answer was good.
    Good,
    /// It was, and came slowly.
    Slow,
    /// The last question failed: why, and since when they fail.
    Failed(Fault, Timestamp),
}

/// How a feed has done.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Health {
    /// When the last good answer came, in this run or an earlier one.
    pub last_good: Option<Timestamp>,
    took: Option<Duration>,
    failed: Option<(Fault, Timestamp)>,
    failures: u32,
    next: Option<Timestamp>,
}

impl Health {
    /// How it stands.
    pub fn state(&self) -> State {
        match (self.failed, self.took) {
            (Some((fault, since)), _) => State::Failed(fault, since),
            (None, Some(took)) if took > SLOW => State::Slow,
            (None, Some(_)) => State::Good,
            (None, None) => State::Waiting,
        }
    }

    /// How long the last good answer of this run took.
    pub const fn took(&self) -> Option<Duration> {
        self.took
    }

    /// Whether it is to be asked now. A clock that was set back does not silence it for longer than a wait.
    pub fn is_due(&self, now: Timestamp, every: SignedDuration) -> bool {
        self.next.is_none_or(|next| next <= now || next.duration_since(now) > every.max(LONGEST))
    }

    /// When it is asked next; `None`: at once.
    pub const fn next(&self) -> Option<Timestamp> {
        self.next
    }

    /// What an earlier run kept: an age, and no state.
    pub const fn remember(&mut self, fetched: Timestamp) {
        self.last_good = Some(fetched);
    }

    /// A good answer came.
    pub fn good(&mut self, now: Timestamp, took: Duration, every: SignedDuration) {
        *self = Self { last_good: Some(now), took: Some(took), next: now.checked_add(every).ok(), ..Self::default() };
    }

    /// A question failed.
    pub fn failed(&mut self, now: Timestamp, fault: Fault, every: SignedDuration) {
        let since = self.failed.map_or(now, |(_, since)| since);
        self.failed = Some((fault, since));
        let twice = 1_i32.checked_shl(self.failures.min(16)).unwrap_or(i32::MAX);
        let wait = (AGAIN.min(every) * twice).min(LONGEST.max(every));
        self.failures = self.failures.saturating_add(1);
        self.next = now.checked_add(wait).ok();
    }

    /// Asks at once, whatever failed before.
    pub const fn retry(&mut self) {
        self.next = None;
        self.failures = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVERY: SignedDuration = SignedDuration::from_mins(10);

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_second(1_786_000_000 + minutes * 60).unwrap()
    }

    #[test]
    fn it_is_asked_at_once_then_at_its_pace_and_after_faults_ever_more_seldom() {
        let mut health = Health::default();
        assert_eq!((health.state(), health.is_due(at(0), EVERY)), (State::Waiting, true));
        health.good(at(0), Duration::from_secs(1), EVERY);
        assert_eq!(health.state(), State::Good);
        assert!(!health.is_due(at(9), EVERY) && health.is_due(at(10), EVERY));
        let mut now = 10;
        for wait in [1, 2, 4, 8, 16, 30, 30] {
            health.failed(at(now), Fault::NoAnswer, EVERY);
            assert!(!health.is_due(at(now + wait - 1), EVERY) && health.is_due(at(now + wait), EVERY), "{wait}");
            now += wait;
        }
        assert_eq!(health.state(), State::Failed(Fault::NoAnswer, at(10)), "since the first of them");
        assert_eq!(health.last_good, Some(at(0)));
        health.retry();
        assert!(health.is_due(at(now - 29), EVERY));
        health.good(at(now), Duration::from_secs(9), EVERY);
        assert_eq!((health.state(), health.last_good), (State::Slow, Some(at(now))));
        health.failed(at(now + 10), Fault::Page, EVERY);
        assert!(health.is_due(at(now + 11), EVERY), "what failed before counts no more");
    }

    #[test]
    fn a_clock_set_back_does_not_silence_it() {
        let mut health = Health::default();
        health.good(at(100_000), Duration::ZERO, EVERY);
        assert!(health.is_due(at(0), EVERY));
        assert!(!health.is_due(at(100_009), EVERY));
    }
}
