//! One line for what must be said now: a refusal, a failed write, a stale answer. Nothing waits for it.

use eframe::egui::{Align, Label, Layout, RichText, Ui};

use crate::{
    domain::{catalogue::Tone, view::Words},
    ui::{theme, widgets},
};

/// What must be said now.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// In words.
    pub text: String,
    /// How grave.
    pub tone: Tone,
}

impl Notice {
    /// This, so grave.
    pub const fn new(text: String, tone: Tone) -> Self {
        Self { text, tone }
    }
}

/// Draws the line; `true`: it was read and can go.
pub fn ui(ui: &mut Ui, notice: &Notice, words: &Words) -> bool {
    let mut read = false;
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        read = widgets::close(ui, &words.get("notice-close")).clicked();
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let color = theme::tone(ui.ctx(), notice.tone);
            ui.add(Label::new(RichText::new(&notice.text).color(color)).wrap());
        });
    });
    read
}
