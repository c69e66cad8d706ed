//! A storm that is looked at: which, at which moment, playing or not, and what is told of it.

mod feeding;
mod finding;
mod placing;
pub mod rehearsing;

use std::{collections::BTreeSet, path::PathBuf, sync::Arc};

use jiff::{SignedDuration, Timestamp};

use crate::{
    app::Wake,
    domain::{
        catalogue::Lang,
        hazard::typhoon::{QuadrantOrder, Storm},
        place::Position,
        problem::Problem,
        view::{
            projection::Bounds,
            storms::StormShown,
            typhoon::{Passings, Told, holds_for, passings, told},
        },
    },
    io::import::{
        ImportError,
        typhoon::{Tracks, archive, read_tracks},
    },
    ui::{asking::Asking, here::Here, panels::storm::Draft},
};

pub use feeding::{Feeding, Follow};
pub use finding::Known;
pub use placing::Placing;

/// Hours of a storm that pass in a second of playing.
pub const SPEEDS: [u8; 3] = [3, 6, 12];
/// How far a step goes.
pub const STEP: SignedDuration = SignedDuration::from_hours(3);

/// A real storm, and what it is moved to; the id of a sentence where it cannot be.
type Moved = (Arc<Storm>, Result<Arc<Storm>, String>);

/// A file of tracks that was let fall on the window.
pub type Fallen = (PathBuf, Result<Tracks, ImportError>);

/// What is looked at.
#[derive(Debug, Default)]
pub struct Storming {
    /// Whether it stands at the side.
    pub open: bool,
    /// Whether time passes.
    pub playing: bool,
    /// How fast, hours a second; 0 is the first of [`SPEEDS`].
    pub speed: u8,
    /// What is being typed.
    pub draft: Draft,
    /// How it passes what is selected.
    pub placing: Placing,
    /// The feed.
    pub feeding: Feeding,
    /// The storms there are.
    pub known: Known,
    /// Which of them the feed says.
    live: Vec<String>,
    /// Which of those that go on were told already.
    announced: BTreeSet<String>,
    chosen: Option<Arc<Storm>>,
    at: Timestamp,
    archive: Asking<Tracks>,
    file: Asking<Fallen>,
    passings: Asking<Arc<Passings>>,
    /// Of which fix of which storm, and of which world.
    passed: Option<(String, Option<Timestamp>, u64)>,
    told: Option<Arc<Told>>,
    told_of: Option<(Timestamp, Lang)>,
    shown: Option<Arc<StormShown>>,
    /// The real storm, where the one looked at is moved for a rehearsal.
    real: Option<Arc<Storm>>,
    moving: Asking<Moved>,
    /// The storm as it is in an order that is tried.
    tried: Option<Arc<Storm>>,
    fit: bool,
}

impl Storming {
    /// The one that is looked at.
    pub const fn chosen(&self) -> Option<&Arc<Storm>> {
        self.chosen.as_ref()
    }

    /// The moment that is looked at.
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// When the course begins and ends.
    pub fn span(&self) -> Option<(Timestamp, Timestamp)> {
        self.chosen.as_ref()?.span()
    }

    /// What is told of the moment, or of the one before while it is worked out.
    pub const fn told(&self) -> Option<&Arc<Told>> {
        self.told.as_ref()
    }

    /// When the first wind circle of the storm that is looked at reaches the district's middle; none of a rehearsal.
    pub fn first_circle(&self) -> Option<Timestamp> {
        self.chosen.as_ref().filter(|storm| !storm.is_rehearsal())?;
        self.passings.answer()?.first()
    }

    /// What the map draws.
    pub fn shown(&self) -> Option<&Arc<StormShown>> {
        self.shown.as_ref().filter(|_| self.open)
    }

    /// Looks at a storm, from its start on; of one that goes on, at what is known last.
    pub fn choose(&mut self, storm: Arc<Storm>) {
        let last = storm.fixes.last().map(|fix| fix.state.time);
        let first = storm.fixes.first().map(|fix| fix.state.time);
        (self.chosen, self.tried, self.real) = (Some(storm.clone()), None, None);
        self.forget();
        self.fit = true;
        self.playing = false;
        let is_known = storm.active || storm.fixes.last().is_some_and(|fix| !fix.forecasts.is_empty());
        if let Some(at) = if is_known { last } else { first } {
            self.go_to(at);
        }
    }

    /// Looks at no storm: the list again.
    pub fn leave(&mut self) {
        (self.chosen, self.tried, self.shown, self.real) = (None, None, None, None);
        self.playing = false;
        self.forget();
    }

    fn forget(&mut self) {
        (self.passed, self.told, self.told_of) = (None, None, None);
        self.passings.clear();
    }

    /// Puts it away; `true` when it was open.
    pub fn close(&mut self) -> bool {
        self.playing = false;
        std::mem::take(&mut self.open)
    }

    /// Puts it away with all that was worked out of a district; the storms that were read stay.
    pub fn put_away(&mut self) {
        self.leave();
        self.close();
    }

    /// Fits the map to the whole course.
    pub const fn fit(&mut self) {
        self.fit = true;
    }

    /// Looks at a moment of the course.
    pub fn go_to(&mut self, at: Timestamp) {
        let Some((first, last)) = self.span() else { return };
        self.at = at.clamp(first, last);
        if self.at == last {
            self.playing = false;
        }
        self.show();
    }

    fn show(&mut self) {
        let storm = self.tried.clone().or_else(|| self.chosen.clone());
        self.shown = storm.map(|storm| Arc::new(StormShown { storm, at: self.at }));
    }

    /// Moves the storm that is looked at as typed, for a rehearsal; always from where the real one was. Where it passes is
    /// worked out off this thread.
    pub fn rehearse(&mut self, middle: Option<Position>, wake: &Wake) {
        let Some(real) = self.real.clone().or_else(|| self.chosen.clone()) else { return };
        let typed = self.draft.rehearsal.clone();
        self.moving.ask("rehearsal", wake, move || {
            let moved = typed.apply(&real, middle).map(Arc::new);
            (real, moved)
        });
    }

    /// Looks at what was moved; what cannot be moved stays, and the draft says why.
    fn take_moved(&mut self) {
        let Some((real, moved)) = self.moving.poll().then(|| self.moving.take()).flatten() else { return };
        // Another storm may have been chosen meanwhile.
        if self.real.as_ref().or(self.chosen.as_ref()).is_none_or(|now| now.id != real.id) {
            return;
        }
        match moved {
            Ok(moved) => {
                self.choose(moved);
                self.real = Some(real);
                (self.draft.rehearsal.wrong, self.draft.rehearsal.done) = (None, true);
            }
            Err(wrong) => self.draft.rehearsal.wrong = Some(wrong),
        }
    }

    /// Looks at the real storm again.
    pub fn unrehearse(&mut self) {
        if let Some(real) = self.real.take() {
            self.choose(real);
        }
    }

    /// The order of radii that is tried on the map.
    pub fn tried(&self) -> Option<QuadrantOrder> {
        self.tried.as_ref().and_then(|storm| storm.quadrants)
    }

    /// Tries an order of radii on the map, or none. What is told stays as it was read.
    pub fn try_order(&mut self, order: Option<QuadrantOrder>) {
        self.tried = order.and_then(|order| Some(Arc::new(self.chosen.as_ref()?.reordered(order))));
        self.show();
    }

    /// Takes an order for every storm whose order is in doubt.
    pub fn take_order(&mut self, order: QuadrantOrder) {
        let turn = |storm: &Arc<Storm>| match storm.quadrants {
            Some(before) if before != order => Arc::new(storm.reordered(order)),
            _ => storm.clone(),
        };
        self.known.set(self.known.all().iter().map(turn).collect());
        self.real = self.real.as_ref().map(turn);
        if let Some(storm) = self.chosen.as_ref().map(turn) {
            self.renew(storm);
        }
    }

    /// Looks at a moment so much later.
    pub fn go_by(&mut self, by: SignedDuration) {
        if let Ok(at) = self.at.checked_add(by) {
            self.go_to(at);
        }
    }

    /// Starts or stops playing; at the end it starts again.
    pub fn turn(&mut self) {
        self.playing = !self.playing;
        if let Some((first, last)) = self.span().filter(|_| self.playing)
            && self.at >= last
        {
            self.playing = true;
            self.go_to(first);
            self.playing = first < last;
        }
    }

    /// How many hours pass in a second.
    pub fn hours_a_second(&self) -> u8 {
        if self.speed == 0 { SPEEDS[0] } else { self.speed }
    }

    /// Lets time pass while it plays: so many seconds of the window's.
    pub fn pass(&mut self, seconds: f32) {
        if self.playing {
            let passed = f64::from(seconds.clamp(0.0, 0.25)) * f64::from(self.hours_a_second()) * 3_600.0;
            self.go_by(SignedDuration::from_secs_f64(passed));
        }
    }

    /// Reads a file of tracks.
    pub fn read(&mut self, file: PathBuf, here: Here<'_>) {
        self.open = true;
        let order = self.feeding.choice.quadrants;
        self.file.ask("tracks", here.wake, move || {
            let read = read_tracks(&file, order);
            (file, read)
        });
    }

    /// Whether the feed says it.
    pub fn is_live(&self, storm: &Storm) -> bool {
        self.live.contains(&storm.id)
    }

    /// Follows the feed; the storms that go on and were not known to. Never waits.
    pub fn follow(&mut self, follow: Follow<'_>) -> Vec<Arc<Storm>> {
        let Some(storms) = self.feeding.poll(follow) else { return Vec::new() };
        let before = std::mem::take(&mut self.live);
        let mut all = self.known.all().to_vec();
        // What an earlier run kept is no news.
        let is_news = self.feeding.is_good();
        let new = storms.iter().filter(|storm| is_news && storm.active && self.announced.insert(storm.id.clone()));
        let new: Vec<Arc<Storm>> = new.cloned().collect();
        self.live = storms.iter().map(|storm| storm.id.clone()).collect();
        all.retain(|storm| !before.contains(&storm.id) && !self.live.contains(&storm.id));
        if let Some(again) = self.chosen.as_ref().and_then(|chosen| storms.iter().find(|storm| storm.id == chosen.id)) {
            self.renew(again.clone());
        }
        all.splice(0..0, storms);
        self.known.set(all);
        new
    }

    /// Goes on looking at a storm as more is known of it: the moment and the map stay, and the newest stays the newest.
    fn renew(&mut self, storm: Arc<Storm>) {
        let Some((_, last)) = self.span() else { return };
        let at = if self.at == last { storm.span().map_or(self.at, |(_, last)| last) } else { self.at };
        let playing = self.playing;
        (self.chosen, self.tried) = (Some(storm), None);
        self.forget();
        self.go_to(at);
        self.playing = playing;
    }

    /// Keeps it in step; what must come into view, and what a file brought. Never waits.
    pub fn poll(&mut self, here: Here<'_>) -> (Option<Bounds>, Option<Brought>) {
        if self.open && self.archive.answer().is_none() && !self.archive.is_busy() {
            self.archive.ask("archive", here.wake, archive);
        }
        if self.archive.poll() {
            let all = self.archive.answer().map(|tracks| tracks.storms.clone()).unwrap_or_default();
            // What a file said of one meanwhile stays.
            let mut known = self.known.all().to_vec();
            let new = all.into_iter().filter(|storm| !known.iter().any(|known| known.id == storm.id));
            let new: Vec<Arc<Storm>> = new.map(Arc::new).collect();
            known.extend(newest_first(new));
            self.known.set(known);
        }
        let brought = if self.file.poll() { self.file.take().map(|fallen| self.take(fallen)) } else { None };
        self.known.poll(here.wake);
        self.take_moved();
        self.tell(here);
        let fit = std::mem::take(&mut self.fit) && self.open;
        (self.shown.as_ref().filter(|_| fit).and_then(|shown| shown.extent()), brought)
    }

    /// How the storm passes is worked out off this thread, once between two fixes; what of it holds at the moment is a
    /// look at it.
    fn tell(&mut self, here: Here<'_>) {
        let Some(storm) = self.chosen.clone().filter(|_| self.open) else { return };
        let wanted = (storm.id.clone(), holds_for(&storm, self.at), here.world.revision());
        if self.passed.as_ref() != Some(&wanted) && !self.passings.is_busy() {
            self.passed = Some(wanted);
            let (world, storm, at) = (here.world.clone(), storm.clone(), self.at);
            self.passings.ask("storm", here.wake, move || Arc::new(passings(&world, &storm, at)));
        }
        let came = self.passings.poll();
        let moment = (self.at, here.words.lang());
        if let Some(passings) = self.passings.answer().filter(|_| came || self.told_of != Some(moment)) {
            self.told = Some(Arc::new(told(&storm, passings, self.at, here.words)));
            self.told_of = Some(moment);
        }
    }

    fn take(&mut self, (file, read): Fallen) -> Brought {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (storms, problems) = match read {
            Ok(Tracks { storms, problems }) => (storms, problems),
            Err(error) => (Vec::new(), vec![error.problem(&name)]),
        };
        let storms: Vec<Arc<Storm>> = storms.into_iter().map(Arc::new).collect();
        let count = storms.len();
        let chosen = self.chosen.as_ref().and_then(|chosen| storms.iter().find(|storm| storm.id == chosen.id));
        match (storms.as_slice(), chosen.cloned()) {
            ([only], _) => self.choose(only.clone()),
            // What is looked at goes on as the file says now.
            (_, Some(again)) => self.choose(again),
            _ => {}
        }
        // The same storm again takes the place of what was known of it.
        let ids: BTreeSet<&String> = storms.iter().map(|storm| &storm.id).collect();
        let mut all = self.known.all().to_vec();
        all.retain(|known| !ids.contains(&known.id));
        // What goes on stands above what was.
        let live = all.iter().take_while(|storm| self.is_live(storm)).count();
        all.splice(live..live, newest_first(storms));
        self.known.set(all);
        Brought { file: name, storms: count, problems }
    }
}

/// The latest first.
fn newest_first(mut storms: Vec<Arc<Storm>>) -> Vec<Arc<Storm>> {
    storms.sort_by_key(|storm| std::cmp::Reverse(storm.span().map(|(first, _)| first)));
    storms
}

/// What a file brought.
#[derive(Clone, Debug, PartialEq)]
pub struct Brought {
    /// Its name.
    pub file: String,
    /// How many storms.
    pub storms: usize,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}
