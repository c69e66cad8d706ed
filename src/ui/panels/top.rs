//! The top bar: whose district this is, whether it is a sample or an exercise, the time, language and theme.

use eframe::egui::{Align, Button, Layout, Ui, Widget as _};

use crate::{
    domain::{catalogue::Lang, view::Words},
    ui::{
        theme::{self, STEP},
        widgets,
    },
};

/// What the top bar shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Top {
    /// The district's name, else the application's.
    pub title: String,
    /// Whether the data are invented.
    pub sample: bool,
    /// Whether this is an exercise.
    pub exercise: bool,
    /// The time in Beijing.
    pub clock: String,
    /// Whether the ground is dark.
    pub dark: bool,
}

/// What was chosen in the top bar.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Choice {
    /// Speak this language.
    Lang(Lang),
    /// Dark ground, or light.
    Dark(bool),
    /// The big screen.
    Wall,
    /// Another district.
    Files,
    /// What the seat prefers, and the keys.
    Settings,
}

/// Draws the top bar.
pub fn ui(ui: &mut Ui, top: &Top, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    let tokens = theme::tokens(ui.ctx());
    ui.horizontal_centered(|ui| {
        ui.label(widgets::strong(ui, &top.title, theme::title()));
        ui.add_space(STEP);
        if top.exercise {
            widgets::flag(ui, &words.get("top-exercise"), tokens.warning);
        }
        if top.sample {
            widgets::badge(ui, &words.get("top-sample"), tokens.quiet).on_hover_text(words.get("top-sample-hint"));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(widgets::strong(ui, &top.clock, theme::title()));
            ui.add_space(STEP);
            let (name, hint) = if top.dark { ("top-light", "top-light-hint") } else { ("top-dark", "top-dark-hint") };
            if Button::new(words.get(name)).ui(ui).on_hover_text(words.get(hint)).clicked() {
                chosen = Some(Choice::Dark(!top.dark));
            }
            if Button::new(words.get("top-wall")).ui(ui).on_hover_text(words.get("top-wall-hint")).clicked() {
                chosen = Some(Choice::Wall);
            }
            // Each language is called by its own name, so that it is found from the other.
            let (name, other) = match words.lang() {
                Lang::Zh => ("English", Lang::En),
                Lang::En => ("中文", Lang::Zh),
            };
            if Button::new(name).ui(ui).on_hover_text(words.get("top-lang-hint")).clicked() {
                chosen = Some(Choice::Lang(other));
            }
            for (name, hint, what) in [
                ("top-settings", "top-settings-hint", Choice::Settings),
                ("top-files", "top-files-hint", Choice::Files),
            ] {
                if Button::new(words.get(name)).ui(ui).on_hover_text(words.get(hint)).clicked() {
                    chosen = Some(what);
                }
            }
        });
    });
    chosen
}
