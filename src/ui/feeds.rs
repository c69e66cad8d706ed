//! How a feed stands, in one line: said of each in the same way.

use jiff::Timestamp;

use crate::{
    domain::{
        catalogue::Tone,
        view::{Words, format},
    },
    io::feed::{Health, State},
};

/// How a feed stands at a moment.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// How it has done.
    pub health: &'a Health,
    /// Whether a question is under way.
    pub asking: bool,
    /// The moment.
    pub now: Timestamp,
}

impl Standing<'_> {
    /// In one line, and how grave that is. `says` is what the last good answer held; it may make it graver.
    pub fn line(self, words: &Words, says: impl FnOnce(&mut Tone) -> Option<String>) -> (String, Tone) {
        let mut parts = Vec::new();
        let mut tone = Tone::Ready;
        let state = self.health.state();
        match state {
            State::Waiting => tone = Tone::Low,
            State::Good => parts.push(words.get("feed-good")),
            State::Slow => {
                let seconds = self.health.took().unwrap_or_default().as_secs_f64();
                parts.push(words.with("feed-slow", &[("seconds", format::decimal(seconds, 0))]));
                tone = Tone::Caution;
            }
            State::Failed(fault, since) => {
                parts.push(words.problem(&fault.problem()));
                parts.push(words.with("feed-since", &[("time", format::day_time(since))]));
                tone = Tone::Warning;
            }
        }
        if self.asking && !matches!(state, State::Good | State::Slow) {
            parts.push(words.get("feed-asking"));
        }
        match self.health.last_good {
            Some(good) => {
                let id = if matches!(state, State::Failed(..) | State::Waiting) { "feed-kept" } else { "feed-age" };
                parts.push(words.with(id, &[("ago", format::age(good, self.now, words))]));
                parts.extend(says(&mut tone));
            }
            None if tone == Tone::Warning => parts.push(words.get("feed-none-kept")),
            None => {}
        }
        (parts.join(&words.get("feed-joined")), tone)
    }
}
