//! The search field over the layer tree, and what it finds.

use eframe::egui::{Key, Label, RichText, ScrollArea, Sense, TextEdit, Ui};

use crate::{
    domain::{model::ObjectRef, view::Words},
    ui::{
        theme::{self, HALF_STEP},
        widgets,
    },
};

/// Something found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Which object.
    pub object: ObjectRef,
    /// Its name.
    pub name: String,
    /// What it is and where: 避灾安置场所 · 白龙桥镇.
    pub detail: String,
}

/// What was chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// The text changed.
    Search,
    /// This one.
    Select(ObjectRef),
}

/// Draws the field and what was found for it. `take_keys`: the field is to be typed in now.
pub fn ui(ui: &mut Ui, text: &mut String, take_keys: bool, found: &[Found], words: &Words) -> Option<Choice> {
    let mut chosen = None;
    let hint = words.get("search-hint");
    let field = TextEdit::singleline(text).desired_width(ui.available_width()).char_limit(80).hint_text(&hint);
    let typed = ui.add(field).on_hover_text(hint);
    if take_keys {
        typed.request_focus();
    }
    if typed.changed() {
        chosen = Some(Choice::Search);
    }
    if typed.lost_focus()
        && ui.input(|input| input.key_pressed(Key::Enter))
        && let Some(first) = found.first()
    {
        chosen = Some(Choice::Select(first.object.clone()));
    }
    if text.trim().is_empty() {
        return chosen;
    }
    ui.add_space(HALF_STEP);
    if found.is_empty() {
        widgets::quiet(ui, &words.with("search-nothing", &[("text", text.trim())]));
    }
    ScrollArea::vertical().id_salt("found").auto_shrink([false, true]).show(ui, |ui| {
        for one in found {
            let tokens = theme::tokens(ui.ctx());
            let name = Label::new(RichText::new(&one.name).color(tokens.accent)).wrap().sense(Sense::click());
            if ui.add(name).clicked() {
                chosen = Some(Choice::Select(one.object.clone()));
            }
            widgets::quiet(ui, &one.detail);
        }
    });
    chosen
}
