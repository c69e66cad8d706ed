//! The feed of rain as the window follows it: asked off its thread, at its pace, and what is new is taken in as one step.

use std::{path::PathBuf, time::Duration};

use jiff::{Timestamp, ToSpan as _};

use crate::{
    app::{
        Job,
        feed::{Fed, rain as fed},
        job::Outcome,
    },
    domain::{
        catalogue::Tone,
        hazard::rain::series::SILENT_AFTER_HOURS,
        view::{Words, format},
    },
    io::{
        feed::{
            self, Answer, Fault, Health, RainFeed, State,
            kept::{self, Kept},
            rain,
        },
        import::rain::RainFile,
    },
    ui::{feeds::Standing, here::Here},
};

/// What a thread brought.
#[derive(Debug)]
enum Came {
    /// When an earlier run had its last good answer, if ever.
    Kept(Option<Timestamp>),
    /// An answer, not looked into yet.
    Answered(Answer),
    /// What a good answer holds and comes to.
    Taken(Said, Fed),
    /// Nothing, and the first problem in words.
    Failed(Fault, Option<String>),
}

/// What the last good answer held.
#[derive(Clone, Copy, Debug, Default)]
struct Said {
    /// The newest reading.
    newest: Option<Timestamp>,
    /// Records that were not taken.
    left: u64,
}

/// A feed that is followed.
#[derive(Debug, Default)]
pub struct Feeding {
    /// What the seat prefers now.
    pub choice: RainFeed,
    /// The id of the sentence why it is not asked here although it is on.
    barred: Option<&'static str>,
    now: Timestamp,
    job: Option<Job<Came>>,
    asking: bool,
    health: Health,
    looked: bool,
    answer: Option<Answer>,
    took: Duration,
    said: Option<Said>,
    /// The first problem of an answer of which nothing could be taken.
    why: Option<String>,
}

/// What the window needs to follow it.
#[derive(Debug)]
pub struct Follow<'a> {
    /// What the seat prefers.
    pub choice: &'a RainFeed,
    /// Where the last good answer is kept; none: nowhere.
    pub file: Option<PathBuf>,
    /// The id of the sentence why nothing is to be taken in here; none: it is.
    pub barred: Option<&'static str>,
}

impl Feeding {
    /// Keeps it in step; what an answer comes to, once. Never waits.
    pub fn poll(&mut self, follow: Follow<'_>, here: Here<'_>) -> Option<Fed> {
        let Follow { choice, file, barred } = follow;
        let is_other = |of: &RainFeed| {
            (of.is_asked(), &of.address, &of.mapping) != (choice.is_asked(), &choice.address, &choice.mapping)
        };
        if is_other(&self.choice) || self.barred != barred {
            // What is under way is of another address: dropping it stops it.
            *self = Self { barred, ..Self::default() };
        }
        self.now = here.clock.now();
        if self.choice != *choice {
            self.choice = choice.clone();
        }
        if !self.is_followed() {
            return None;
        }
        let fed = self.take();
        if self.job.is_none() {
            self.start(file, here);
        }
        fed
    }

    /// Whether it is asked here.
    pub const fn is_followed(&self) -> bool {
        self.choice.is_asked() && self.barred.is_none()
    }

    fn take(&mut self) -> Option<Fed> {
        let came = match self.job.as_ref()?.poll() {
            Outcome::Running => return None,
            Outcome::Done(came) => came,
            Outcome::Gone => Came::Failed(Fault::NoAnswer, None),
        };
        self.job = None;
        match came {
            Came::Kept(None) => {}
            Came::Kept(Some(fetched)) => self.health.remember(fetched),
            Came::Answered(answer) => {
                self.took = answer.took;
                self.answer = Some(answer);
            }
            Came::Taken(said, fed) => {
                self.health.good(self.now, self.took, self.choice.every());
                (self.asking, self.said, self.why) = (false, Some(said), None);
                return Some(fed);
            }
            Came::Failed(fault, why) => {
                self.health.failed(self.now, fault, self.choice.every());
                (self.asking, self.answer, self.why) = (false, None, why);
            }
        }
        None
    }

    /// Starts what is due: what was kept first, then a question; an answer is looked into against the world as it is
    /// then, for a server may take half a minute.
    fn start(&mut self, file: Option<PathBuf>, here: Here<'_>) {
        let address = self.choice.address.clone();
        let wake = here.wake.clone();
        let started = if !self.looked {
            self.looked = true;
            Job::start("rain-kept", wake, move |_| {
                let known = file.map_or(Ok(None), |file| kept::kept(&file, &address)).unwrap_or_else(|error| {
                    tracing::warn!(%error, "what was kept of a feed cannot be used");
                    None
                });
                Came::Kept(known.map(|kept| kept.fetched))
            })
        } else if let Some(answer) = self.answer.take() {
            let (world, words, district) = (here.world.clone(), here.words.clone(), here.file.to_owned());
            let (mapping, now) = (self.choice.mapping.clone(), self.now);
            Job::start("rain-fed", wake, move |_| {
                let found = match rain::read(&answer, &mapping, &world, now) {
                    Ok(found) => found,
                    Err(fault) => return Came::Failed(fault, None),
                };
                if found.rows > 0 && found.readings.is_empty() {
                    return Came::Failed(Fault::NoRecord, found.problems.first().map(|first| words.problem(first)));
                }
                match fed(&found, &world, &district, now, &words) {
                    Ok(fed) => {
                        // A disk that is full takes nothing from what was said.
                        let kept = Kept { fetched: now, answer };
                        if let Some(Err(error)) = file.map(|file| kept::keep(&file, &address, &kept)) {
                            tracing::warn!(%error, "a feed's answer could not be kept");
                        }
                        Came::Taken(Said::of(&found), fed)
                    }
                    Err(error) => Came::Failed(Fault::District, Some(words.problem(&error.problem()))),
                }
            })
        } else if self.health.is_due(self.now, self.choice.every()) {
            self.asking = true;
            Job::start("rain-feed", wake, move |progress| {
                match feed::ask(&address, &feed::limits(), &|| progress.check().is_continue()) {
                    Ok(answer) => Came::Answered(answer),
                    Err(fault) => Came::Failed(fault, None),
                }
            })
        } else {
            return;
        };
        match started {
            Ok(job) => self.job = Some(job),
            Err(error) => {
                tracing::error!(%error, "no thread for a feed");
                (self.asking, self.answer) = (false, None);
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
            (self.job, self.answer, self.asking) = (None, None, false);
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
            return (words.get("rain-feed-off"), Tone::Quiet);
        }
        if let Some(why) = self.barred {
            return (words.get(why), Tone::Low);
        }
        let standing = Standing { health: &self.health, asking: self.asking, now: self.now };
        let (line, tone) = standing.line(words, |tone| self.says(words, tone));
        match self.why.as_ref().filter(|_| matches!(self.health.state(), State::Failed(..))) {
            Some(why) => (format!("{line}{}{why}", words.get("feed-joined")), tone),
            None => (line, tone),
        }
    }

    /// What it says: its newest reading and whether that is old, and what could not be taken.
    fn says(&self, words: &Words, tone: &mut Tone) -> Option<String> {
        let said = self.said?;
        let mut parts = vec![match said.newest {
            None => words.get("rain-feed-quiet"),
            Some(newest) => {
                let silent = newest.checked_add(SILENT_AFTER_HOURS.hours()).is_ok_and(|end| end < self.now);
                if silent && *tone != Tone::Warning {
                    *tone = Tone::Caution;
                }
                let id = if silent { "rain-feed-stale" } else { "rain-feed-newest" };
                words.with(id, &[("time", format::day_time(newest)), ("ago", format::age(newest, self.now, words))])
            }
        }];
        if said.left > 0 {
            parts.push(words.with("rain-feed-left", &[("n", said.left.to_string())]));
        }
        Some(parts.join(&words.get("feed-joined")))
    }
}

impl Said {
    fn of(found: &RainFile) -> Self {
        Self { newest: found.readings.iter().map(|reading| reading.time).max(), left: found.left }
    }
}
