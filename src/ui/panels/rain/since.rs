//! When the event began whose rain is counted: typed, a day ago, or when the first wind circle of a storm came.

use eframe::egui::{Label, RichText, Ui};
use jiff::ToSpan as _;

use crate::{
    domain::view::Words,
    ui::{panels::feed, raining::Event, theme, widgets},
};

/// Hours that the button for them goes back.
const BACK: i64 = 24;

/// Draws it, and takes what is chosen.
pub fn ui(ui: &mut Ui, event: &mut Event, words: &Words) {
    if feed::line(ui, &words.get("rain-since-field"), "2026-06-18 08:00", &mut event.typed) {
        event.take();
    }
    if event.wrong {
        let text = RichText::new(words.get("rain-since-wrong")).color(theme::tokens(ui.ctx()).warning);
        ui.add(Label::new(text).wrap());
    }
    ui.horizontal_wrapped(|ui| {
        let day = event.now.checked_sub(BACK.hours()).ok();
        let circle = event.circle.filter(|at| event.can_be(*at));
        for (id, at) in [("rain-since-day", day), ("rain-since-circle", circle)] {
            if at.is_some() && widgets::chip(ui, &words.get(id), event.since == at).clicked() {
                event.choose(at);
            }
        }
        if event.since.is_some() && ui.button(words.get("rain-since-off")).clicked() {
            event.choose(None);
        }
    });
}
