//! The button of the map's picture: copied, or saved.

use eframe::egui::Ui;

use crate::{domain::view::Words, ui::widgets};

/// What was chosen.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Choice {
    /// Onto the clipboard.
    Copy,
    /// Into a file.
    Save,
}

/// Draws the button and the menu it opens. `can_save`: whether the seat has a folder for it.
pub fn ui(ui: &mut Ui, can_save: bool, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    let button = widgets::tool(ui, widgets::Sign::Picture, &words.get("picture-button"), false);
    eframe::egui::Popup::menu(&button).show(|ui| {
        if ui.button(words.get("picture-copy")).clicked() {
            chosen = Some(Choice::Copy);
        }
        if can_save && ui.button(words.get("picture-save")).clicked() {
            chosen = Some(Choice::Save);
        }
    });
    chosen
}
