//! The feed of storms as the window follows it: asked off its thread, at its pace, and told with its age.

use std::{path::PathBuf, sync::Arc};

use jiff::Timestamp;

use crate::{
    app::{Clock, Job, Wake, job::Outcome},
    domain::{
        catalogue::Tone,
        hazard::typhoon::{QuadrantOrder, Storm},
        view::{Words, format},
    },
    io::{
        feed::{
            self, Answer, Fault, Health, State, StormFeed,
            kept::{self, Kept},
            storms,
        },
        import::typhoon::Tracks,
    },
    ui::feeds::Standing,
};

/// The storms of an answer and how many problems it has; made off the window's thread, for there may be many.
type Said = (Vec<Arc<Storm>>, usize);

fn said(tracks: Tracks) -> Said {
    (tracks.storms.into_iter().map(Arc::new).collect(), tracks.problems.len())
}

/// What a thread brought.
#[derive(Debug)]
enum Came {
    /// What was kept of an earlier run, if anything.
    Kept(Option<(Kept, Said)>),
    /// A good answer.
    Good(Arc<Answer>, Said),
    /// None.
    Failed(Fault),
    /// The last good answer, with its radii in another order.
    Again(Said),
}

/// A feed that is followed.
#[derive(Debug, Default)]
pub struct Feeding {
    /// What the seat prefers now.
    pub choice: StormFeed,
    /// The time that its state is told at.
    pub now: Timestamp,
    job: Option<Job<Came>>,
    asking: bool,
    health: Health,
    looked: bool,
    answer: Option<Arc<Answer>>,
    read_as: QuadrantOrder,
    storms: Vec<Arc<Storm>>,
    problems: usize,
}

/// What the window needs to follow it.
#[derive(Debug)]
pub struct Follow<'a> {
    /// What the seat prefers.
    pub choice: &'a StormFeed,
    /// Where the last good answer is kept; none: nowhere.
    pub file: Option<PathBuf>,
    /// The time.
    pub clock: &'a Clock,
    /// Who looks when there is something new.
    pub wake: &'a Wake,
}

impl Feeding {
    /// Keeps it in step; the storms when they are others than before. Never waits.
    pub fn poll(&mut self, follow: Follow<'_>) -> Option<Vec<Arc<Storm>>> {
        let Follow { choice, file, clock, wake } = follow;
        self.now = clock.now();
        let mut changed = false;
        if (choice.is_asked(), &choice.address) != (self.choice.is_asked(), &self.choice.address) {
            changed = !self.storms.is_empty();
            // What is under way is of another address: dropping it stops it.
            *self = Self { now: self.now, ..Self::default() };
        }
        if self.choice != *choice {
            self.choice = choice.clone();
        }
        if !choice.is_asked() {
            return changed.then(Vec::new);
        }
        changed |= self.take();
        if self.job.is_none() {
            self.start(file, clock, wake);
        }
        changed.then(|| self.storms.clone())
    }

    fn take(&mut self) -> bool {
        let Some(job) = &self.job else { return false };
        let came = match job.poll() {
            Outcome::Running => return false,
            Outcome::Done(came) => came,
            Outcome::Gone => Came::Failed(Fault::NoAnswer),
        };
        (self.job, self.asking) = (None, false);
        let every = self.choice.every();
        match came {
            Came::Kept(None) => return false,
            Came::Kept(Some((kept, tracks))) => {
                self.health.remember(kept.fetched);
                self.answer = Some(Arc::new(kept.answer));
                self.hold(tracks);
            }
            Came::Good(answer, tracks) => {
                self.health.good(self.now, answer.took, every);
                self.answer = Some(answer);
                self.hold(tracks);
            }
            Came::Again(tracks) => self.hold(tracks),
            Came::Failed(fault) => {
                self.health.failed(self.now, fault, every);
                return false;
            }
        }
        true
    }

    fn hold(&mut self, said: Said) {
        (self.storms, self.problems) = said;
    }

    /// Whether the last answer was good: what is shown is what it says now.
    pub fn is_good(&self) -> bool {
        matches!(self.health.state(), State::Good | State::Slow)
    }

    /// Starts what is due: what was kept first, then a question, or reading the last answer anew.
    fn start(&mut self, file: Option<PathBuf>, clock: &Clock, wake: &Wake) {
        let (address, order) = (self.choice.address.clone(), self.choice.quadrants);
        let started = if !self.looked {
            (self.looked, self.read_as) = (true, order);
            Job::start("feed-kept", wake.clone(), move |_| {
                let file = file.as_ref();
                let known = file.map_or(Ok(None), |file| kept::kept(file, &address)).unwrap_or_else(|error| {
                    tracing::warn!(%error, "what was kept of a feed cannot be used");
                    None
                });
                Came::Kept(
                    known.and_then(|kept| storms::read(&kept.answer, order).ok().map(|tracks| (kept, said(tracks)))),
                )
            })
        } else if let Some(answer) = self.answer.clone().filter(|_| self.read_as != order) {
            self.read_as = order;
            Job::start("feed-again", wake.clone(), move |_| match storms::read(&answer, order) {
                Ok(tracks) => Came::Again(said(tracks)),
                Err(fault) => Came::Failed(fault),
            })
        } else if self.health.is_due(self.now, self.choice.every()) {
            (self.asking, self.read_as) = (true, order);
            let clock = clock.clone();
            Job::start("feed", wake.clone(), move |progress| {
                let answer = match feed::fetch(&address, &feed::limits(), &|| progress.check().is_continue()) {
                    Ok(answer) => answer,
                    Err(fault) => return Came::Failed(fault),
                };
                let tracks = match storms::read(&answer, order) {
                    Ok(tracks) => said(tracks),
                    Err(fault) => return Came::Failed(fault),
                };
                let kept = Kept { fetched: clock.now(), answer };
                // A disk that is full takes nothing from what was said.
                if let Some(Err(error)) = file.map(|file| kept::keep(&file, &address, &kept)) {
                    tracing::warn!(%error, "a feed's answer could not be kept");
                }
                Came::Good(Arc::new(kept.answer), tracks)
            })
        } else {
            return;
        };
        match started {
            Ok(job) => self.job = Some(job),
            Err(error) => {
                tracing::error!(%error, "no thread for a feed");
                self.asking = false;
                self.health.failed(self.now, Fault::NoAnswer, self.choice.every());
            }
        }
    }

    /// Asks at once.
    pub const fn retry(&mut self) {
        self.health.retry();
    }

    /// Gives up the question that is under way; it is asked again in its time.
    pub fn cancel(&mut self) {
        if self.asking {
            (self.job, self.asking) = (None, false);
            self.health.failed(self.now, Fault::Cancelled, self.choice.every());
        }
    }

    /// Whether a question is under way.
    pub const fn is_asking(&self) -> bool {
        self.asking
    }

    /// Whose feed it is: the name of its machine alone.
    pub fn source(&self) -> String {
        feed::host(&self.choice.address)
    }

    /// How it stands, in one line, and how grave that is.
    pub fn line(&self, words: &Words) -> (String, Tone) {
        if !self.choice.is_asked() {
            return (words.get("feed-off"), Tone::Quiet);
        }
        let standing = Standing { health: &self.health, asking: self.asking, now: self.now };
        standing.line(words, |tone| Some(self.says(words, tone)))
    }

    /// What it says: how many storms go on, and whether that is old.
    fn says(&self, words: &Words, tone: &mut Tone) -> String {
        if let Some(newest) = storms::stale(&self.storms, self.now, self.choice.fresh()) {
            if *tone != Tone::Warning {
                *tone = Tone::Caution;
            }
            let args = [("time", format::date_time(newest)), ("ago", format::age(newest, self.now, words))];
            return words.with("feed-stale", &args);
        }
        let said = match storms::active(&self.storms) {
            0 => words.get("feed-quiet"),
            n => words.with("feed-active", &[("n", n.to_string())]),
        };
        if self.problems == 0 {
            return said;
        }
        let more = words.with("feed-problems", &[("n", self.problems.to_string())]);
        format!("{said}{}{more}", words.get("feed-joined"))
    }
}
