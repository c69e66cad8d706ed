//! Before an object is taken away: what hangs on it.

use eframe::egui::{Label, RichText, Ui};

use crate::{
    domain::view::{Words, removal::Removal},
    ui::{
        panels::form::Choice,
        theme::{self, HALF_STEP},
        widgets,
    },
};

/// Asks whether to take it away. No view: what hangs on it is being looked for.
pub fn ui(ui: &mut Ui, view: Option<&Removal>, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    let warning = theme::tokens(ui.ctx()).warning;
    let Some(view) = view else {
        widgets::quiet(ui, &words.get("removal-looking"));
        return ui.button(words.get("removal-keep")).clicked().then_some(Choice::Keep);
    };
    let title = words.with("removal-title", &[("name", view.name.as_str())]);
    ui.add(Label::new(widgets::strong(ui, &title, theme::heading())).wrap());
    let hangs = view.counted.iter().chain(&view.links);
    if view.counted.is_empty() && view.links.is_empty() {
        widgets::quiet(ui, &words.get("removal-nothing"));
    } else {
        ui.add(Label::new(RichText::new(words.get("removal-hangs")).color(warning)).wrap());
    }
    for line in hangs {
        ui.add(Label::new(format!("· {line}")).wrap());
    }
    widgets::quiet(ui, &words.get("removal-undo"));
    ui.add_space(HALF_STEP);
    ui.horizontal(|ui| {
        if ui.button(RichText::new(words.get("removal-do")).color(warning)).clicked() {
            chosen = Some(Choice::Remove);
        }
        if widgets::primary(ui, true, &words.get("removal-keep")).clicked() {
            chosen = Some(Choice::Keep);
        }
    });
    chosen
}
