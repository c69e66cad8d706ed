//! Fetching what is missing: few at a time, giving up where a server does, never asking for what is kept.

use std::{
    collections::{HashSet, VecDeque},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use jiff::SignedDuration;

use crate::io::tiles::{
    Setup, TileLayer, Trouble, Wish,
    cache::Cache,
    fetch::Fetcher,
    loader::Asked,
    prepare::{Area, Refusal, allowed, blocks},
};

/// How many tiles are asked for at once: nobody is looking at them, so nobody is in a hurry.
pub const AT_ONCE: usize = 2;
/// Tiles fetched ahead stay as if they were looked at this far from now: what is only looked at goes first.
const AHEAD: SignedDuration = SignedDuration::from_hours(180 * 24);
/// A server that has none of so many tiles, and never gave one, is asked for no more.
const MOST_ABSENT: u32 = 60;
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// How patient a run is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// How long a server is left alone after a failure; each further one in a row doubles it.
    pub first: Duration,
    /// After so many failures in a row it is given up.
    pub most_in_a_row: u32,
}

impl Default for Pace {
    fn default() -> Self {
        Self { first: Duration::from_secs(2), most_in_a_row: 5 }
    }
}

/// Why a run ended before all was asked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Stop {
    /// Somebody stopped it.
    Cancelled,
    /// The cache has no more room.
    Full,
    /// The disk takes no tiles.
    NotKept,
    /// The server.
    Trouble(Trouble),
}

/// How far a run is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// How many tiles were missing; none while that is being found out.
    pub total: Option<u64>,
    /// How many were there already.
    pub held: u64,
    /// How many came.
    pub fetched: u64,
    /// How large those are.
    pub bytes: u64,
    /// How many did not come, by reason.
    pub failed: Vec<(Trouble, u64)>,
    /// Why it ended before its time.
    pub stop: Option<Stop>,
}

impl Tally {
    /// How many did not come.
    pub fn failures(&self) -> u64 {
        self.failed.iter().map(|(_, count)| count).sum()
    }

    /// How many were not asked for.
    pub fn left(&self) -> u64 {
        self.total.unwrap_or(0).saturating_sub(self.fetched + self.failures())
    }
}

/// What is to be fetched, and what became of it. [`AT_ONCE`] threads [`Self::work`] on it.
#[derive(Debug)]
pub struct Run {
    setup: Setup,
    cache: Arc<Cache>,
    area: Area,
    pace: Pace,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// What is still to be asked for; none before the disk was asked what is missing.
    todo: Option<VecDeque<Wish>>,
    listing: bool,
    /// Asked and not answered.
    asked: usize,
    failed: Vec<Wish>,
    tally: Tally,
    /// What the area takes on the disk so far.
    kept_bytes: u64,
    in_a_row: u32,
    absent: u32,
    paused: Option<Instant>,
}

enum Task {
    List,
    Ask(Wish),
}

impl Run {
    /// Fetches what is missing of an area.
    ///
    /// # Errors
    /// [`Refusal`]: nothing of it may, can or need be fetched.
    pub fn new(setup: Setup, area: Area, pace: Pace) -> Result<Self, Refusal> {
        allowed(&setup.source, area)?;
        let cache = setup.cache.clone().ok_or(Refusal::Nowhere)?;
        Ok(Self { setup, cache, area, pace, state: Mutex::default(), changed: Condvar::new() })
    }

    /// Fetches what did not come, and nothing else; `None`: all came.
    pub fn again(&self) -> Option<Self> {
        let before = self.state();
        if before.failed.is_empty() {
            return None;
        }
        let tally = Tally { total: Some(before.failed.len() as u64), held: before.tally.held, ..Tally::default() };
        let todo = Some(before.failed.iter().copied().collect());
        let state = Mutex::new(State { todo, kept_bytes: before.kept_bytes, tally, ..State::default() });
        let (setup, cache) = (self.setup.clone(), Arc::clone(&self.cache));
        Some(Self { setup, cache, area: self.area, pace: self.pace, state, changed: Condvar::new() })
    }

    /// Works until there is nothing more to do. Waits for the disk, the server and the pauses between them.
    pub fn work(&self) {
        let fetcher = Fetcher::new(self.setup.limits);
        while let Some(task) = self.next() {
            match task {
                Task::List => {
                    let (missing, held, bytes) = self.missing();
                    self.note(|state| {
                        state.tally.total = Some(missing.len() as u64);
                        (state.tally.held, state.kept_bytes) = (held, bytes);
                        state.todo = Some(missing);
                    });
                }
                Task::Ask(wish) => {
                    let answer = self.setup.ask(&fetcher, wish, AHEAD);
                    let room = self.cache.room();
                    self.note(|state| state.answered(wish, answer, self.pace, room));
                }
            }
        }
    }

    /// Stops it; what came stays. Never waits.
    pub fn cancel(&self) {
        self.note(|state| state.stop(Stop::Cancelled));
    }

    /// How far it is. Never waits.
    pub fn tally(&self) -> Tally {
        self.state().tally.clone()
    }

    /// How far it is, once that changes, or after this long. Not for the window's thread.
    pub fn watch(&self, longest: Duration) -> Tally {
        let state = self.changed.wait_timeout(self.state(), longest);
        state.unwrap_or_else(PoisonError::into_inner).0.tally.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, write: impl FnOnce(&mut State)) {
        write(&mut self.state());
        self.changed.notify_all();
        (self.setup.wake)();
    }

    fn next(&self) -> Option<Task> {
        let mut state = self.state();
        loop {
            let now = Instant::now();
            let rest = match state.next(now) {
                Next::End => return None,
                Next::Do(task) => return Some(task),
                Next::Rest(rest) => rest,
            };
            state = match rest {
                // A little longer, so that what is due is due.
                Some(rest) => {
                    let waited = self.changed.wait_timeout(state, rest + Duration::from_millis(5));
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
                None => self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    /// What is not kept, the coarsest first; how many are kept, and their bytes. Those stay from now on.
    fn missing(&self) -> (VecDeque<Wish>, u64, u64) {
        let now = (self.setup.now)();
        let used = now.checked_add(AHEAD).unwrap_or(now);
        let (mut missing, mut held, mut bytes) = (VecDeque::new(), 0, 0);
        for block in blocks(&self.setup.source, self.area) {
            for (layer, print) in self.setup.source.layers.iter().map(TileLayer::print).enumerate() {
                let kept = print.map(|print| self.cache.hold(print, block, used)).unwrap_or_default();
                held += kept.len() as u64;
                bytes += kept.iter().map(|(_, bytes)| bytes).sum::<u64>();
                let kept: HashSet<[u32; 2]> = kept.into_iter().map(|(place, _)| place).collect();
                let lacking = block.tiles().filter(|tile| !kept.contains(&[tile.x, tile.y]));
                missing.extend(lacking.map(|tile| Wish { layer, tile }));
            }
        }
        (missing, held, bytes)
    }
}

enum Next {
    Do(Task),
    /// Nothing before this long, unless something changes.
    Rest(Option<Duration>),
    End,
}

impl State {
    fn next(&mut self, now: Instant) -> Next {
        if self.tally.stop.is_some() {
            return Next::End;
        }
        let Some(todo) = &mut self.todo else {
            return if std::mem::replace(&mut self.listing, true) { Next::Rest(None) } else { Next::Do(Task::List) };
        };
        if todo.is_empty() {
            return Next::End;
        }
        if let Some(paused) = self.paused.filter(|paused| *paused > now) {
            return Next::Rest(Some(paused.saturating_duration_since(now)));
        }
        // A server that failed is asked for one tile until it is well again.
        if self.in_a_row > 0 && self.asked > 0 {
            return Next::Rest(None);
        }
        match todo.pop_front() {
            None => Next::End,
            Some(wish) => {
                self.asked += 1;
                Next::Do(Task::Ask(wish))
            }
        }
    }

    fn stop(&mut self, why: Stop) {
        self.tally.stop.get_or_insert(why);
    }

    fn answered(&mut self, wish: Wish, answer: Result<Asked, Trouble>, pace: Pace, room: u64) {
        self.asked = self.asked.saturating_sub(1);
        match answer {
            Ok(asked) if !asked.kept => self.stop(Stop::NotKept),
            Ok(asked) => {
                (self.in_a_row, self.paused) = (0, None);
                self.tally.fetched += 1;
                self.tally.bytes += asked.bytes;
                self.kept_bytes += asked.bytes;
                let more = self.todo.as_ref().is_some_and(|todo| !todo.is_empty());
                // What is under way has to find room, too.
                if more && self.kept_bytes.saturating_add(asked.bytes * AT_ONCE as u64) > room {
                    self.stop(Stop::Full);
                }
            }
            Err(trouble) => self.failed(wish, trouble, pace),
        }
    }

    fn failed(&mut self, wish: Wish, trouble: Trouble, pace: Pace) {
        self.failed.push(wish);
        match self.tally.failed.iter_mut().find(|(known, _)| *known == trouble) {
            Some((_, count)) => *count += 1,
            None => self.tally.failed.push((trouble, 1)),
        }
        let over = match trouble {
            // The server answers: only this tile is not to be had.
            Trouble::Absent | Trouble::Broken => {
                (self.in_a_row, self.paused, self.absent) = (0, None, self.absent + 1);
                self.tally.fetched == 0 && self.absent >= MOST_ABSENT
            }
            Trouble::Refused(_) | Trouble::Unsafe => true,
            _ => {
                self.in_a_row += 1;
                let pause = pace.first.saturating_mul(1 << (self.in_a_row - 1).min(10)).min(LONGEST_PAUSE);
                self.paused = Some(Instant::now() + pause);
                trouble.is_final() || self.in_a_row >= pace.most_in_a_row
            }
        };
        if over {
            self.stop(Stop::Trouble(trouble));
        }
    }
}
