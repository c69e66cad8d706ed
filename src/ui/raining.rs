//! The rain of the district at the desk: worked out off the window's thread, anew when the world, the language or, every
//! few minutes, the time has changed.

mod feeding;

use std::sync::Arc;

use crate::{
    domain::{
        catalogue::Lang,
        hazard::rain::{self, Rain},
        problem::Problem,
        view::{format, rain as told, rain_shown::RainView},
        world::World,
    },
    io::{
        import::typhoon::moment,
        store::{self, KEEP_DAYS},
    },
    ui::{asking::Asking, here::Here, panels::rain::live},
};

use jiff::{Timestamp, ToSpan as _};

pub use feeding::{Feeding, Follow};

/// Seconds after which what is silent, or forecast, is looked at anew.
pub const SLOT_S: i64 = 300;

/// The answer, or why there is none.
type Answer = Result<Arc<RainView>, String>;

/// What is shown of the rain.
#[derive(Debug, Default)]
pub struct Raining {
    /// Whether it stands at the side.
    pub open: bool,
    /// The feed.
    pub feeding: Feeding,
    /// What is being typed about it.
    pub draft: live::Draft,
    /// When the event began that is asked about.
    pub event: Event,
    answer: Asking<Answer>,
    answered: Option<(u64, Lang, i64, Option<Timestamp>)>,
}

/// When an event began, as it is chosen.
#[derive(Clone, Debug, Default)]
pub struct Event {
    /// When; none: no event is asked about.
    pub since: Option<Timestamp>,
    /// What is being typed.
    pub typed: String,
    /// Whether that is no moment that can be asked about.
    pub wrong: bool,
    /// The time now.
    pub now: Timestamp,
    /// When the first wind circle of the storm that is looked at came.
    pub circle: Option<Timestamp>,
}

impl Event {
    /// Whether readings are kept of a moment, and it has come.
    pub fn can_be(&self, at: Timestamp) -> bool {
        let first = self.now.checked_sub((i64::from(KEEP_DAYS) * 24).hours()).unwrap_or(self.now);
        (first..self.now).contains(&at)
    }

    /// Counts from this moment on, or no more.
    pub fn choose(&mut self, at: Option<Timestamp>) {
        self.since = at;
        self.typed = at.map(format::date_time).unwrap_or_default();
        self.wrong = false;
    }

    /// Takes what is typed; what is no moment that can be asked about changes nothing.
    pub fn take(&mut self) {
        let text = self.typed.trim();
        if text.is_empty() {
            return self.choose(None);
        }
        match moment(text).filter(|at| self.can_be(*at)) {
            Some(at) => self.choose(Some(at)),
            None => self.wrong = true,
        }
    }
}

impl Raining {
    /// Puts it away; `true` when it was open.
    pub fn close(&mut self) -> bool {
        std::mem::take(&mut self.open)
    }

    /// Puts it away with what was worked out of a district.
    pub fn put_away(&mut self) {
        *self = Self::default();
    }

    /// The answer; none while the first is worked out.
    pub fn view(&self) -> Option<Result<&Arc<RainView>, &str>> {
        self.answer.answer().map(|answer| answer.as_ref().map_err(String::as_str))
    }

    /// Keeps the answer in step while it is looked at. Never waits.
    pub fn poll(&mut self, here: Here<'_>) {
        self.answer.poll();
        let now = here.clock.now();
        self.event.now = now;
        let since = self.event.since;
        let wanted = (here.world.revision(), here.words.lang(), now.as_second().div_euclid(SLOT_S), since);
        if !self.open || self.answer.is_busy() || self.answered == Some(wanted) {
            return;
        }
        self.answered = Some(wanted);
        let (file, world, words) = (here.file.to_owned(), here.world.clone(), here.words.clone());
        self.answer.ask("rain", here.wake, move || match rain_at(&file, &world, now, since) {
            Ok(found) => Ok(Arc::new(RainView::of(&found, now, since, &words))),
            Err(problem) => Err(words.with("rain-unread", &[("why", words.problem(&problem))])),
        });
    }
}

/// The rain of a district file at a moment, and since an event began. Reads the file: not on the window's thread.
///
/// # Errors
/// What the disk or SQLite says.
pub(super) fn rain_at(
    file: &std::path::Path,
    world: &World,
    now: Timestamp,
    since: Option<Timestamp>,
) -> Result<Rain, Box<Problem>> {
    let to = now.checked_add(1.second()).unwrap_or(now);
    let measured = store::rain_of(file, [told::readings_from(now, since), to]).map_err(|error| {
        tracing::warn!(%error, "the rain could not be read");
        Box::new(error.problem())
    })?;
    Ok(rain::rain(world, now, since, |of| measured.get(of).cloned().unwrap_or_default()))
}
