//! The background map follows what the seat has chosen; tiles are fetched ahead when somebody says so.

use std::sync::Arc;

use eframe::egui;

use crate::{
    domain::catalogue::Tone,
    io::tiles::{Leave, Setup, TileSource, decode::Reader, fetch::Limits, themes::Themes},
    ui::{
        app::App,
        offline::{Place, Wanted},
        panels::{background, notice::Notice, offline::Choice},
    },
};

impl App {
    /// Shows the background that is chosen, and draws the map in its datum.
    pub(super) fn tend_background(&mut self, ctx: &egui::Context) {
        let tiles = &self.prefs.settings.tiles;
        let (map, draft) = (&mut self.memory.map, &mut self.memory.background);
        map.background.serve(ctx, tiles, self.prefs.folders.as_ref(), &self.clock);
        map.datum = map.background.datum();
        map.background.attribution().clone_into(&mut map.dress.attribution);
        if draft.choice != *tiles {
            draft.choice = tiles.clone();
        }
        draft.now = self.clock.now();
        self.tend_offline();
    }

    /// Counts what fetching ahead comes to while somebody looks, and follows the run. Never waits.
    fn tend_offline(&mut self) {
        let memory = &mut self.memory;
        memory.offline.poll();
        if !memory.background.open {
            memory.offline.forget();
            return;
        }
        let choice = &self.prefs.settings.tiles;
        let leave = memory.offline.leave(choice);
        let cache = memory.map.background.cache();
        if let (Leave::Given, Some(operation), Some(cache)) = (&leave, self.seat.operation(), cache) {
            let world = operation.world();
            let draft = &memory.background.offline;
            let place = if draft.view {
                Place::View(memory.map.view().bounds())
            } else {
                Place::District(operation.path().to_owned(), world.revision())
            };
            let wanted = Wanted { choice: choice.clone(), place, zooms: draft.zooms };
            memory.offline.count(wanted, world, cache, &self.wake);
        }
        memory.background.offline.shown = memory.offline.shown(leave, cache.is_some());
    }

    pub(super) fn choose_offline(&mut self, choice: Choice) {
        let begun = match choice {
            Choice::Begin => self.begin_offline(),
            Choice::Retry => self.memory.offline.retry(&self.prefs.settings.tiles, &self.wake),
            Choice::Cancel => {
                self.memory.offline.cancel();
                Ok(())
            }
            Choice::Dismiss => {
                self.memory.offline.dismiss();
                Ok(())
            }
        };
        if let Err(why) = begun {
            self.notice = Some(Notice::new(self.words.get(why), Tone::Warning));
        }
    }

    /// Fetches what was counted and confirmed.
    fn begin_offline(&mut self) -> Result<(), &'static str> {
        let tiles = &self.prefs.settings.tiles;
        let Some(Ok(plan)) = &self.memory.background.offline.shown.plan else { return Ok(()) };
        let (area, Ok(Some(source))) = (plan.area, TileSource::chosen(tiles)) else { return Ok(()) };
        let (clock, wake) = (self.clock.clone(), self.wake.clone());
        let setup = Setup {
            source,
            keys: tiles.keys.clone(),
            reader: Reader { themes: Themes::shipped(), night: None },
            cache: self.memory.map.background.cache().cloned(),
            limits: Limits::default(),
            now: Arc::new(move || clock.now()),
            wake: Arc::new(move || wake.wake()),
        };
        let called = (self.memory.background.name(&self.words), tiles.clone());
        self.memory.offline.begin(setup, area, called, &self.wake)
    }

    /// How the background does, when one is chosen: one quiet line.
    pub(super) fn background_line(&mut self) -> Option<String> {
        let state = self.memory.map.background.state();
        let (line, _) = background::state_line(&state, self.clock.now(), &self.words);
        let name = self.memory.background.name(&self.words);
        state.on.then(|| self.words.with("tiles-status", &[("name", name), ("state", line)]))
    }
}
