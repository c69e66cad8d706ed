//! What the seat prefers, and the keys that work everywhere.

use eframe::egui::{Label, ScrollArea, Ui};

use crate::{
    domain::view::Words,
    ui::{
        keys,
        panels::seat,
        theme::{self, STEP},
        widgets,
    },
};

/// Sizes of text that can be chosen with one click, percent.
const SIZES: [i32; 7] = [80, 90, 100, 120, 140, 170, 200];

/// What is preferred now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prefers {
    /// The size of text, 1.0 as drawn.
    pub text_scale: f32,
    /// Whether the map moves and alarms pulse.
    pub motion: bool,
    /// Whether the ground is dark.
    pub dark: bool,
}

/// What was chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Choice {
    /// This size of text.
    TextScale(f32),
    /// Motion, or none.
    Motion(bool),
    /// Dark ground, or light.
    Dark(bool),
    /// The big screen.
    Wall,
    /// Who sits here, and the folders.
    Seat(seat::Choice),
    /// Put the panel away.
    Close,
}

/// Draws the panel.
pub fn ui(ui: &mut Ui, prefers: Prefers, draft: &mut seat::Draft, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    if widgets::head(ui, &words.get("settings-title"), &words.get("settings-close")) {
        chosen = Some(Choice::Close);
    }
    // With large text the panel is higher than a low window.
    ScrollArea::vertical().id_salt("settings").auto_shrink([false, true]).show(ui, |ui| {
        chosen = sizes_ui(ui, prefers, words).or(chosen.take());
        chosen = look_ui(ui, prefers, words).or(chosen.take());
        title(ui, words, "seat-title");
        chosen = seat::ui(ui, draft, words).map(Choice::Seat).or(chosen.take());
        title(ui, words, "settings-keys");
        keys_ui(ui, words);
    });
    chosen
}

fn title(ui: &mut Ui, words: &Words, id: &str) {
    ui.add_space(STEP);
    let accent = theme::tokens(ui.ctx()).accent;
    let text = widgets::strong(ui, &words.get(id), theme::small()).color(accent);
    ui.label(text);
}

fn sizes_ui(ui: &mut Ui, prefers: Prefers, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    title(ui, words, "settings-text");
    ui.horizontal_wrapped(|ui| {
        let now = (prefers.text_scale * 100.0).round() as i32;
        for size in SIZES {
            if widgets::chip(ui, &format!("{size}%"), size == now).clicked() {
                chosen = Some(Choice::TextScale(size as f32 / 100.0));
            }
        }
    });
    chosen
}

fn look_ui(ui: &mut Ui, prefers: Prefers, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    title(ui, words, "settings-look");
    ui.horizontal_wrapped(|ui| {
        for (dark, name) in [(true, "top-dark"), (false, "top-light")] {
            if widgets::chip(ui, &words.get(name), prefers.dark == dark).clicked() {
                chosen = Some(Choice::Dark(dark));
            }
        }
        if ui.button(words.get("settings-wall")).clicked() {
            chosen = Some(Choice::Wall);
        }
    });
    title(ui, words, "settings-motion");
    ui.horizontal_wrapped(|ui| {
        for (on, name) in [(true, "settings-motion-on"), (false, "settings-motion-off")] {
            if widgets::chip(ui, &words.get(name), prefers.motion == on).clicked() {
                chosen = Some(Choice::Motion(on));
            }
        }
    });
    chosen
}

fn keys_ui(ui: &mut Ui, words: &Words) {
    // A long line wraps: it must not widen the side.
    for (keys, what) in keys::page() {
        // Chords stand two spaces apart; within one no line ends.
        let chords: Vec<String> = keys.split("  ").map(|chord| chord.replace(' ', "\u{a0}")).collect();
        widgets::pair(ui, &chords.join("  "), |ui| {
            ui.add(Label::new(words.get(what)).wrap());
        });
    }
}
