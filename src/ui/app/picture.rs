//! The picture of what the map shows.

use eframe::egui::{Context, Theme as EguiTheme};

use crate::{
    domain::{catalogue::Tone, view::palette::Theme},
    io::report::picture::Page,
    ui::{
        app::App,
        panels::{notice::Notice, picture},
        picture::{Goal, Order},
    },
};

/// The size of the picture, pixels: that of most screens and slides.
const SIZE: [u32; 2] = [1920, 1080];

impl App {
    /// Starts painting what is in view.
    pub(super) fn take_picture(&mut self, ctx: &Context, choice: picture::Choice) {
        let Some(operation) = self.seat.operation() else { return };
        let goal = match (choice, &self.prefs.folders) {
            (picture::Choice::Copy, _) => Goal::Clipboard,
            (picture::Choice::Save, Some(folders)) => Goal::Folder(folders.out.clone()),
            (picture::Choice::Save, None) => return,
        };
        let meta = operation.meta();
        let page = Page {
            size: SIZE,
            title: meta.district_name.clone(),
            time: Some(self.clock.now()),
            theme: if ctx.theme() == EguiTheme::Dark { Theme::Dark } else { Theme::Light },
            sample: meta.sample,
            exercise: meta.exercise,
        };
        let order = Order {
            world: operation.world().clone(),
            request: self.sight.request(self.clock.now()),
            bounds: self.memory.map.view().bounds(),
            page,
            words: self.words.clone(),
        };
        self.pictures.make(order, goal, &self.wake);
    }

    /// Says what became of it. Never waits.
    pub(super) fn poll_picture(&mut self) {
        if let Some(made) = self.pictures.poll(&self.words) {
            self.notice = Some(match made {
                Ok(text) => Notice::new(text, Tone::Ready),
                Err(text) => Notice::new(text, Tone::Warning),
            });
        }
    }
}
