//! Opening another district: nothing that was asked of the one before stays.

use std::path::PathBuf;

use crate::ui::{
    app::{App, views},
    evacuating::Evacuating,
    panels::{bookmarks, form},
    seat::Seat,
    sight::Sight,
};

impl App {
    /// Opens another district; the one that is open is closed.
    pub(super) fn open(&mut self, file: PathBuf) {
        self.keep_view();
        self.settling = views::Settling::default();
        self.memory.layer.kind = None;
        self.memory.bookmarks = bookmarks::Draft::default();
        self.memory.extra = None;
        self.notice = None;
        self.sight = Sight::default();
        self.memory.map.sketch.put_away();
        self.memory.form = form::Memory::default();
        self.memory.travel.leave();
        self.memory.evacuating = Evacuating::default();
        self.memory.exposing.close();
        self.memory.storming.put_away();
        self.memory.raining.put_away();
        self.memory.responding.put_away();
        self.memory.boarding.leave();
        self.memory.map.go_home();
        let before = std::mem::take(&mut self.seat);
        self.seat = Seat::open(file, before, &self.prefs, &self.clock, &self.wake);
    }
}
