//! The rain of the district at the desk: worked out off the window's thread, anew when the world, the language or, every
//! few minutes, the time has changed.

mod feeding;

use std::sync::Arc;

use crate::{
    domain::{
        catalogue::Lang,
        hazard::rain::{self, Rain},
        problem::Problem,
        view::{rain as told, rain_shown::RainView},
        world::World,
    },
    io::store,
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
    answer: Asking<Answer>,
    answered: Option<(u64, Lang, i64)>,
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
        let wanted = (here.world.revision(), here.words.lang(), now.as_second().div_euclid(SLOT_S));
        if !self.open || self.answer.is_busy() || self.answered == Some(wanted) {
            return;
        }
        self.answered = Some(wanted);
        let (file, world, words) = (here.file.to_owned(), here.world.clone(), here.words.clone());
        self.answer.ask("rain", here.wake, move || match rain_at(&file, &world, now) {
            Ok(found) => Ok(Arc::new(RainView::of(&found, now, &words))),
            Err(problem) => Err(words.with("rain-unread", &[("why", words.problem(&problem))])),
        });
    }
}

/// The rain of a district file at a moment. Reads the file: not on the window's thread.
///
/// # Errors
/// What the disk or SQLite says.
pub(super) fn rain_at(file: &std::path::Path, world: &World, now: Timestamp) -> Result<Rain, Box<Problem>> {
    let to = now.checked_add(1.second()).unwrap_or(now);
    let measured = store::rain_of(file, [told::readings_from(now, None), to]).map_err(|error| {
        tracing::warn!(%error, "the rain could not be read");
        Box::new(error.problem())
    })?;
    Ok(rain::rain(world, now, None, |of| measured.get(of).cloned().unwrap_or_default()))
}
