//! The search field over the layer tree, and what it finds.

use eframe::egui::{Id, Key, Modifiers, RichText, ScrollArea, Sense, TextEdit, Ui, vec2};

use crate::{
    domain::view::{
        Words,
        finds::{FindRow, Finds, Target},
    },
    ui::{
        map::paint_symbol,
        theme::{self, HALF_STEP},
        widgets,
    },
};

/// What was chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// The text changed.
    Search,
    /// Go there.
    Go(Target),
}

/// Draws the field. `take_keys`: the field is to be typed in now. The arrow keys move `at` among the finds while it is
/// typed in; enter goes to that one, the first unless they moved.
pub fn field(
    ui: &mut Ui,
    text: &mut String,
    at: &mut usize,
    take_keys: bool,
    found: Option<&Finds>,
    words: &Words,
) -> Option<Choice> {
    let mut chosen = None;
    let id = Id::unique("search-field");
    let count = found.map_or(0, |found| found.rows().count());
    if ui.memory(|memory| memory.has_focus(id)) {
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        if pressed(Key::ArrowDown) {
            *at = (*at + 1).min(count.saturating_sub(1));
        }
        if pressed(Key::ArrowUp) {
            *at = at.saturating_sub(1);
        }
    }
    let hint = words.get("find-hint");
    let field = TextEdit::singleline(text).id(id).desired_width(ui.available_width()).char_limit(80).hint_text(&hint);
    let typed = ui.add(field).on_hover_text(hint);
    if take_keys {
        typed.request_focus();
    }
    if typed.changed() {
        *at = 0;
        chosen = Some(Choice::Search);
    }
    if typed.lost_focus()
        && ui.input(|input| input.key_pressed(Key::Enter))
        && let Some(row) = found.and_then(|found| found.rows().nth(*at))
    {
        chosen = Some(Choice::Go(row.target.clone()));
    }
    chosen
}

/// Draws what was found for the text; `at`: the one that enter goes to.
pub fn finds(ui: &mut Ui, text: &str, found: Option<&Finds>, at: usize, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    let Some(found) = found else {
        widgets::quiet(ui, &words.get("find-waiting"));
        return None;
    };
    if found.groups.is_empty() {
        widgets::quiet(ui, &words.with("search-nothing", &[("text", text.trim())]));
    }
    let quiet = theme::tokens(ui.ctx()).quiet;
    ScrollArea::vertical().id_salt("found").auto_shrink([false, true]).show(ui, |ui| {
        let mut number = 0;
        for group in &found.groups {
            ui.add_space(HALF_STEP);
            ui.label(widgets::strong(ui, &group.name, theme::small()).color(quiet));
            for row in &group.rows {
                chosen = row_ui(ui, row, number == at).or(chosen.take());
                number += 1;
            }
        }
        if found.more > 0 {
            widgets::quiet(ui, &words.with("find-more", &[("n", found.more.to_string())]));
        }
    });
    chosen
}

fn row_ui(ui: &mut Ui, row: &FindRow, is_at: bool) -> Option<Choice> {
    let tokens = theme::tokens(ui.ctx());
    let mut chosen = None;
    let drawn = ui.horizontal_top(|ui| {
        let (place, _) = ui.allocate_exact_size(vec2(26.0, 24.0), Sense::hover());
        if let Some(symbol) = &row.symbol {
            paint_symbol(ui.painter(), place.center(), symbol, 0.8, theme::palette(ui.ctx()));
        }
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let name = RichText::new(&row.name).color(tokens.accent);
            let name = if is_at { name.underline() } else { name };
            if widgets::link(ui, name).clicked() {
                chosen = Some(Choice::Go(row.target.clone()));
            }
            let parts = [Some(&row.detail).filter(|detail| !detail.is_empty()), row.distance.as_ref()];
            let under: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
            if !under.is_empty() {
                widgets::quiet(ui, &under.join(" · "));
            }
        });
    });
    if is_at {
        let edge = drawn.response.rect.left_top();
        let bar = eframe::egui::Rect::from_min_size(edge, vec2(3.0, drawn.response.rect.height()));
        ui.painter().rect_filled(bar, 1.5, tokens.accent);
    }
    chosen
}
