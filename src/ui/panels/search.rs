//! The search field over the layer tree, and what it finds.

use eframe::egui::{Key, RichText, ScrollArea, Sense, TextEdit, Ui, vec2};

use crate::{
    domain::{
        model::ObjectRef,
        view::{Words, scene::MarkSymbol},
    },
    ui::{map::paint_symbol, theme, widgets},
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
    /// Its symbol; none on the base map.
    pub symbol: Option<MarkSymbol>,
}

/// What was chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// The text changed.
    Search,
    /// This one.
    Select(ObjectRef),
}

/// Draws the field. `take_keys`: the field is to be typed in now.
pub fn field(ui: &mut Ui, text: &mut String, take_keys: bool, found: &[Found], words: &Words) -> Option<Choice> {
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
    chosen
}

/// Draws what was found for the text.
pub fn finds(ui: &mut Ui, text: &str, found: &[Found], words: &Words) -> Option<Choice> {
    let mut chosen = None;
    if found.is_empty() {
        widgets::quiet(ui, &words.with("search-nothing", &[("text", text.trim())]));
    }
    ScrollArea::vertical().id_salt("found").auto_shrink([false, true]).show(ui, |ui| {
        for one in found {
            let tokens = theme::tokens(ui.ctx());
            ui.horizontal_top(|ui| {
                let (place, _) = ui.allocate_exact_size(vec2(26.0, 24.0), Sense::hover());
                if let Some(symbol) = &one.symbol {
                    paint_symbol(ui.painter(), place.center(), symbol, 0.8, theme::palette(ui.ctx()));
                }
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    if widgets::link(ui, RichText::new(&one.name).color(tokens.accent)).clicked() {
                        chosen = Some(Choice::Select(one.object.clone()));
                    }
                    widgets::quiet(ui, &one.detail);
                });
            });
        }
    });
    chosen
}
