//! The background map follows what the seat has chosen.

use eframe::egui;

use crate::ui::{app::App, panels::background};

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
    }

    /// How the background does, when one is chosen: one quiet line.
    pub(super) fn background_line(&mut self) -> Option<String> {
        let state = self.memory.map.background.state();
        let (line, _) = background::state_line(&state, self.clock.now(), &self.words);
        let name = self.memory.background.name(&self.words);
        state.on.then(|| self.words.with("tiles-status", &[("name", name), ("state", line)]))
    }
}
