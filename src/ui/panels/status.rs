//! The status bar: where the pointer is, scale, datum, and whether the file can be written.

use eframe::egui::{Align, Layout, RichText, Ui};

use crate::{
    domain::view::Words,
    ui::theme::{self, STEP},
};

/// What the status bar shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Status {
    /// The position under the pointer, in words.
    pub position: Option<String>,
    /// The scale of the map, in words.
    pub scale: Option<String>,
    /// The file's name.
    pub file: Option<String>,
    /// Why nothing can be written; none: it can.
    pub read_only: Option<String>,
    /// What is under way.
    pub busy: Option<String>,
    /// How the background map does.
    pub background: Option<String>,
    /// What is wrong with this machine: no Chinese font.
    pub lacks: Option<String>,
}

/// Draws the status bar.
pub fn ui(ui: &mut Ui, status: &Status, words: &Words) {
    let tokens = theme::tokens(ui.ctx());
    let small = |text: &str| RichText::new(text).font(theme::small()).color(tokens.quiet);
    ui.horizontal_centered(|ui| {
        ui.label(small(&words.get("status-datum")));
        for part in [&status.position, &status.scale, &status.background].into_iter().flatten() {
            ui.add_space(STEP);
            ui.label(small(part));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            match &status.read_only {
                Some(why) => ui.label(small(why).color(tokens.warning)),
                None if status.file.is_some() => ui.label(small(&words.get("status-writer"))),
                None => ui.label(""),
            };
            if let Some(file) = &status.file {
                ui.add_space(STEP);
                ui.label(small(file));
            }
            for part in [&status.busy, &status.lacks].into_iter().flatten() {
                ui.add_space(STEP);
                ui.label(small(part).color(tokens.warning));
            }
        });
    });
}
