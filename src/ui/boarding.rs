//! The township board at the desk: made anew off the window's thread when the world changes or a minute passes, with
//! what stands in the way of what was ordered; messages on their way in, and households to be ticked off.

mod entry;
mod homing;
mod merging;

pub use entry::{Entry, Filled, Preview, figure_name};
pub use homing::Homing;
pub use merging::{Found, Merging};

use std::{
    collections::BTreeSet,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use jiff::Timestamp;

use crate::{
    app::{Going, Travel, Wake},
    domain::{
        catalogue::Lang,
        model::{ObjectRef, TRANSFER},
        plan::evacuation::troubles,
        query::{self, OVERDUE_AFTER_MIN, Whose, expected},
        view::{
            Words,
            arrivals::{ArrivalsView, arrivals},
            board::{BoardView, board},
            troubles::{TroubleLine, troubles as said},
        },
        world::World,
    },
    ui::{asking::Asking, here::Here},
};

/// Minutes without a word after which a place is overdue that can be chosen.
pub const PATIENCES: [i64; 4] = [15, 30, OVERDUE_AFTER_MIN, 120];

/// The board, and what is asked of it.
#[derive(Debug)]
pub struct Boarding {
    /// Whether it stands open.
    pub open: bool,
    /// Minutes without a word after which a place is overdue.
    pub patience: i64,
    /// The townships that show their villages; an empty name is what names none.
    pub unfolded: BTreeSet<String>,
    /// The messages or the form that is being filled.
    pub entry: Entry,
    /// Whose households are being ticked off, and which are ticked.
    pub ticking: Option<Ticking>,
    /// A township's own file on its way in.
    pub merging: Option<Merging>,
    /// Who waits to go home.
    pub homing: Option<Homing>,
    board: Asking<Arc<BoardView>>,
    board_of: Option<(u64, i64, Lang, i64)>,
    troubles: Asking<Arc<Vec<TroubleLine>>>,
    troubles_of: Option<(u64, Lang, i64)>,
}

impl Default for Boarding {
    fn default() -> Self {
        Self {
            open: false,
            patience: OVERDUE_AFTER_MIN,
            unfolded: BTreeSet::new(),
            entry: Entry::default(),
            ticking: None,
            merging: None,
            homing: None,
            board: Asking::default(),
            board_of: None,
            troubles: Asking::default(),
            troubles_of: None,
        }
    }
}

/// Households being ticked off.
#[derive(Debug)]
pub struct Ticking {
    /// Whose.
    pub whose: Whose,
    /// What the place is called.
    pub name: String,
    /// Which are ticked.
    pub ticked: BTreeSet<ObjectRef>,
    fresh: bool,
    view: Asking<Arc<ArrivalsView>>,
    of: Option<(u64, Lang)>,
}

impl Ticking {
    /// Who is still expected; none: it is being looked up.
    pub fn view(&self) -> Option<&Arc<ArrivalsView>> {
        self.view.answer()
    }

    /// How many people the ticked ones are.
    pub fn people(&self) -> i64 {
        let rows = self.view().into_iter().flat_map(|view| &view.groups).flat_map(|group| &group.rows);
        rows.filter(|row| self.ticked.contains(&row.object)).filter_map(|row| row.people).sum()
    }

    fn poll(&mut self, world: &World, words: &Arc<Words>, wake: &Wake) {
        if self.view.poll()
            && let Some(view) = self.view.answer()
        {
            let there: BTreeSet<ObjectRef> =
                view.groups.iter().flat_map(|group| &group.rows).map(|row| row.object.clone()).collect();
            if std::mem::take(&mut self.fresh) {
                // Who comes as told is the rule: those that refuse, or were told of nowhere, are ticked by hand.
                let told = view.groups.iter().filter(|group| group.shelter.is_some()).flat_map(|group| &group.rows);
                let told = told.filter(|row| row.tone == crate::domain::catalogue::Tone::Normal);
                self.ticked = told.map(|row| row.object.clone()).collect();
            }
            // Who has moved meanwhile is ticked no more.
            self.ticked.retain(|object| there.contains(object));
        }
        let wanted = (world.revision(), words.lang());
        if self.of == Some(wanted) || self.view.is_busy() {
            return;
        }
        self.of = Some(wanted);
        let (world, whose, words) = (world.clone(), self.whose.clone(), words.clone());
        self.view.ask("arrivals", wake, move || {
            let kind = world.catalogue().kind(TRANSFER).cloned();
            Arc::new(arrivals(&expected(&world, &whose), kind.as_deref(), &words))
        });
    }
}

impl Boarding {
    /// The board; none: it is being made.
    pub const fn view(&self) -> Option<&Arc<BoardView>> {
        self.board.answer()
    }

    /// What stands in the way of what was ordered.
    pub fn troubles(&self) -> &[TroubleLine] {
        self.troubles.answer().map_or(&[], |found| found.as_slice())
    }

    /// Ticks off the households of a place or a shelter.
    pub fn tick(&mut self, whose: Whose, name: String) {
        self.close_side();
        self.ticking =
            Some(Ticking { whose, name, ticked: BTreeSet::new(), fresh: true, view: Asking::default(), of: None });
    }

    /// Puts away what stands at the side; `false`: nothing did.
    pub fn close_side(&mut self) -> bool {
        let stood = [self.ticking.take().is_some(), self.merging.take().is_some(), self.homing.take().is_some()];
        self.entry.close() || stood.contains(&true)
    }

    /// Forgets the district.
    pub fn leave(&mut self) {
        *self = Self { open: self.open, patience: self.patience, ..Self::default() };
    }

    /// Keeps everything in step. Never waits.
    pub fn poll(&mut self, here: Here<'_>) {
        let minute = here.clock.now().as_second().div_euclid(60);
        self.poll_board(here, minute);
        self.poll_troubles(here, minute);
        self.entry.poll(here);
        if let Some(ticking) = &mut self.ticking {
            ticking.poll(here.world, here.words, here.wake);
        }
        if let Some(merging) = &mut self.merging {
            merging.poll(here);
        }
        if let Some(homing) = &mut self.homing {
            homing.poll(here);
        }
    }

    fn poll_board(&mut self, here: Here<'_>, minute: i64) {
        self.board.poll();
        let wanted = (here.world.revision(), minute, here.words.lang(), self.patience);
        if !self.open || self.board_of == Some(wanted) || self.board.is_busy() {
            return;
        }
        self.board_of = Some(wanted);
        let (world, words, now, patience) = (here.world.clone(), here.words.clone(), here.clock.now(), self.patience);
        self.board
            .ask("board", here.wake, move || Arc::new(board(&query::board(&world, now, patience), now, false, &words)));
    }

    /// Whether what was ordered still holds is watched with the board folded too: it is news.
    fn poll_troubles(&mut self, here: Here<'_>, minute: i64) {
        self.troubles.poll();
        let wanted = (here.world.revision(), here.words.lang(), minute);
        if self.troubles_of == Some(wanted) || self.troubles.is_busy() {
            return;
        }
        self.troubles_of = Some(wanted);
        let (world, words, now) = (here.world.clone(), here.words.clone(), here.clock.now());
        let (travel, file) = (here.travel.clone(), here.file.to_owned());
        self.troubles.ask("troubles", here.wake, move || Arc::new(look(&world, &travel, &file, now, &words)));
    }
}

/// What stands in the way; roads are looked at only when somebody is on the way.
fn look(world: &World, travel: &Mutex<Travel>, file: &Path, now: Timestamp, words: &Words) -> Vec<TroubleLine> {
    if !query::is_under_way(world) {
        return Vec::new();
    }
    let mut travel = travel.lock().unwrap_or_else(PoisonError::into_inner);
    // Without a network the rest is looked at.
    let ways = travel.ways(world, Some(file), &Going::of_people(), now).ok();
    drop(travel);
    said(&troubles(world, ways.as_ref().map(AsRef::as_ref), now), words)
}
