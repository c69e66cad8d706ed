//! Emergency responses at the desk: the conditions are checked off the window's thread, anew when the world, the
//! language, the storms or, every few minutes, the time has changed.

use std::sync::Arc;

use jiff::Timestamp;

use crate::{
    domain::{
        catalogue::Lang,
        hazard::{
            reservoir::{Measured, curve::RUNOFF, flood},
            typhoon::Storm,
        },
        response::{Observed, RESPONSE, ResponseLevel, TRIGGER, Watched, evaluate},
        view::response_shown::{Act, PlansView, ResponseView},
    },
    ui::{
        asking::Asking,
        here::Here,
        raining::{SLOT_S, rain_at},
        storming::Storming,
    },
};

/// The answer, or why there is none.
type Answer = Result<Arc<ResponseView>, String>;

/// What is judged: the revision, the language, the slot of time, the storms at their moments.
type Asked = (u64, Lang, i64, Option<Vec<(String, i64, usize)>>);

/// What is shown of the responses.
#[derive(Debug, Default)]
pub struct Responding {
    /// Whether it stands at the side.
    pub open: bool,
    /// What is being decided.
    pub draft: Draft,
    answer: Asking<Answer>,
    answered: Option<Asked>,
}

/// What is being decided.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// The hazard, what is to be done, and what calls for it; none: nothing is.
    pub acting: Option<(Arc<str>, Deciding, Option<String>)>,
    /// A word about it.
    pub note: String,
    /// Whether it has only just come up: it is brought into sight once.
    pub fresh: bool,
}

/// What is decided.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Deciding {
    /// To do this.
    Act(Act),
    /// Not to set this level.
    Decline(ResponseLevel),
}

impl Responding {
    /// Puts it away; `true` when it was open.
    pub fn close(&mut self) -> bool {
        self.draft = Draft::default();
        std::mem::take(&mut self.open)
    }

    /// Puts it away with what was worked out of a district.
    pub fn put_away(&mut self) {
        *self = Self::default();
    }

    /// The answer; none while the first is worked out, and where the district has neither conditions nor responses.
    pub fn view(&self) -> Option<Result<&Arc<ResponseView>, &str>> {
        self.answer.answer().map(|answer| answer.as_ref().map_err(String::as_str))
    }

    /// Keeps the answer in step, looked at or not: what must be decided stands in the top bar. Never waits.
    pub fn poll(&mut self, here: Here<'_>, storms: Option<Vec<Watched>>) {
        self.answer.poll();
        let now = here.clock.now();
        let key = |it: &Watched| (it.storm.id.clone(), it.at.as_second().div_euclid(HOUR_S), it.storm.fixes.len());
        let of = storms.as_ref().map(|storms| storms.iter().map(key).collect());
        let wanted = (here.world.revision(), here.words.lang(), now.as_second().div_euclid(SLOT_S), of);
        if self.answer.is_busy() || self.answered.as_ref() == Some(&wanted) {
            return;
        }
        self.answered = Some(wanted);
        let is_bare = [TRIGGER, RESPONSE]
            .iter()
            .all(|kind| here.world.layer(kind).is_none_or(|layer| layer.objects().next().is_none()));
        let (file, world, words) = (here.file.to_owned(), here.world.clone(), here.words.clone());
        self.answer.ask("response", here.wake, move || {
            if is_bare {
                let plans = PlansView::of(&world, now, &words);
                return Ok(Arc::new(ResponseView { bare: true, plans, ..ResponseView::default() }));
            }
            let rain = rain_at(&file, &world, now, None);
            let rain = rain.map_err(|problem| words.with("rain-unread", &[("why", words.problem(&problem))]))?;
            // The register's levels count; what stations said before them decides nothing here.
            let dams = flood(&world, now, RUNOFF, |_| Measured::default());
            let observed = Observed { world: &world, now, rain: &rain, dams: &dams.rows, storms: storms.as_deref() };
            let found = evaluate(&observed);
            Ok(Arc::new(ResponseView::of(&world, &found, storms.as_deref(), now, &words)))
        });
    }
}

/// How often a storm that plays is judged anew, seconds of its time.
const HOUR_S: i64 = 3_600;

/// The storms that conditions are judged by: the one that is looked at at its moment, else those that go on by the feed.
/// `None`: nothing is known of storms, for no feed is followed or it brought nothing.
pub fn watched(storming: &Storming, now: Timestamp) -> Option<Vec<Watched>> {
    if let Some(shown) = storming.shown() {
        let storm: Arc<Storm> = shown.storm.clone();
        let is_newest = storm.fixes.last().is_some_and(|last| last.state.time == shown.at);
        // The newest fix of one that goes on is the present.
        let replay = storm.is_rehearsal() || !(storming.is_live(&storm) && storm.active && is_newest);
        let at = if replay { shown.at } else { now };
        return Some(vec![Watched { storm, at, replay }]);
    }
    if !storming.feeding.choice.is_asked() || !storming.feeding.is_good() {
        return None;
    }
    let live = storming.known.all().iter().filter(|storm| storming.is_live(storm) && storm.active);
    Some(live.map(|storm| Watched { storm: storm.clone(), at: now, replay: false }).collect())
}
