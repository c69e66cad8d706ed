//! The storms there are: a field that finds them, and as many rows as are seen.

use std::sync::Arc;

use eframe::egui::{Label, ScrollArea, TextEdit, Ui, UiBuilder, vec2};

use crate::{
    domain::{
        hazard::typhoon::Storm,
        view::{Words, format, typhoon::name},
    },
    ui::{
        storming::Storming,
        theme::{self, HALF_STEP},
        widgets,
    },
};

/// How high a row is, points: a name and a line below it.
const ROW: f32 = 46.0;

/// Draws it; the one that was chosen.
pub fn ui(ui: &mut Ui, storming: &mut Storming, words: &Words) -> Option<Arc<Storm>> {
    widgets::quiet(ui, &words.get("storm-archive"));
    let hint = words.get("storm-find");
    let room = ui.available_width();
    let field = TextEdit::singleline(&mut storming.known.text).desired_width(room).char_limit(80).hint_text(&hint);
    widgets::named_field(ui.add(field), &hint);
    let (found, all) = (storming.known.found(), storming.known.all());
    if all.is_empty() {
        widgets::quiet(ui, &words.get("storm-waiting"));
        return None;
    }
    let text = storming.known.text.trim();
    if text.is_empty() {
        widgets::quiet(ui, &words.with("storm-count", &[("n", format::number(all.len() as i64))]));
    } else if found.is_empty() {
        ui.add(Label::new(words.with("storm-none-found", &[("text", text)])).wrap());
        if ui.button(words.get("storm-show-all")).clicked() {
            storming.known.text.clear();
        }
        return None;
    } else {
        let counts = [("n", format::number(found.len() as i64)), ("all", format::number(all.len() as i64))];
        widgets::quiet(ui, &words.with("storm-found", &counts));
    }
    ui.add_space(HALF_STEP);
    let mut wanted = None;
    let scroll = ScrollArea::vertical().id_salt("storms").auto_shrink([false, true]);
    scroll.show_rows(ui, ROW, found.len(), |ui, range| {
        for storm in found.get(range).unwrap_or_default() {
            if row(ui, storm, storming.is_live(storm), words) {
                wanted = Some(storm.clone());
            }
        }
    });
    wanted
}

/// A row, always as high: what is longer than the side is wide is cut short.
fn row(ui: &mut Ui, storm: &Arc<Storm>, is_live: bool, words: &Words) -> bool {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), eframe::egui::Sense::hover());
    let mut clicked = false;
    ui.scope_builder(UiBuilder::new().max_rect(rect).id_salt(&storm.id), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let named = name(storm, words);
        ui.horizontal(|ui| {
            let text = widgets::strong(ui, &named, theme::body());
            let link = widgets::link(ui, text);
            clicked = widgets::named(link, &words.with("storm-choose", &[("name", named)])).clicked();
            if is_live {
                let color = theme::tokens(ui.ctx()).accent;
                widgets::badge(ui, &words.get("feed-live"), color);
            }
        });
        let times = [storm.fixes.first(), storm.fixes.last()].into_iter().flatten();
        let times: Vec<String> = times.map(|fix| format::date(fix.state.time)).collect();
        widgets::quiet(ui, &times.join(" – "));
    });
    clicked
}
