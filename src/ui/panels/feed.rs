//! What the panels of feeds share: how one stands, asking at once or no more, its address and its pace.

use eframe::egui::{Label, RichText, TextEdit, Ui};

use crate::{
    domain::{catalogue::Tone, view::Words},
    io::{feed::MINUTES, tiles::Key},
    ui::{theme, widgets},
};

/// What was pressed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Pressed {
    /// Ask now.
    Retry,
    /// Give up the question that is under way.
    Cancel,
}

/// How it stands, with a mark of that tone.
pub fn standing(ui: &mut Ui, line: &str, tone: Tone) {
    ui.horizontal_top(|ui| {
        ui.label(RichText::new("●").color(theme::tone(ui.ctx(), tone)).font(theme::small()));
        widgets::quiet(ui, line);
    });
}

/// Its name, how it stands, and while it is asked a button to ask now or no more.
pub fn head(ui: &mut Ui, name: &str, told: (String, Tone), asking: Option<bool>, words: &Words) -> Option<Pressed> {
    ui.add(Label::new(widgets::strong(ui, name, theme::body())).wrap());
    standing(ui, &told.0, told.1);
    let (id, pressed) = if asking? { ("feed-cancel", Pressed::Cancel) } else { ("feed-retry", Pressed::Retry) };
    ui.button(words.get(id)).clicked().then_some(pressed)
}

/// The field of its address; the address when it was left.
pub fn address(ui: &mut Ui, typed: &mut Key, words: &Words) -> Option<Key> {
    let mut text = typed.reveal().to_owned();
    let is_left = line(ui, &words.get("feed-address"), "https://…", &mut text);
    *typed = Key::as_typed(text);
    is_left.then(|| Key::new(typed.reveal()))
}

/// A field as wide as there is room; whether it was left.
pub fn line(ui: &mut Ui, name: &str, hint: &str, text: &mut String) -> bool {
    let label = ui.label(name);
    let room = ui.available_width();
    let edit = TextEdit::singleline(text).hint_text(hint).desired_width(room).char_limit(2_000);
    ui.add(edit).labelled_by(label.id).lost_focus()
}

/// How often it is asked.
pub fn every(ui: &mut Ui, chosen: &mut u16, words: &Words) {
    ui.horizontal_wrapped(|ui| {
        ui.label(words.get("feed-every"));
        for minutes in MINUTES {
            let name = words.with("feed-minutes", &[("n", minutes.to_string())]);
            if widgets::chip(ui, &name, *chosen == minutes).clicked() {
                *chosen = minutes;
            }
        }
    });
}
