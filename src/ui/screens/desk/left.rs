//! The left side: the search field, and under it the layer tree or what was found.

use eframe::egui::{RichText, Ui};

use crate::{
    domain::view::{Words, layers::LayerTree},
    ui::{
        panels::{bookmarks, layers, search},
        screens::desk::{Choice, Memory, Shown},
        theme::{self, HALF_STEP, STEP},
        widgets,
    },
};

pub(super) fn ui(
    ui: &mut Ui,
    tree: &LayerTree,
    shown: &Shown<'_>,
    memory: &mut Memory,
    words: &Words,
    chosen: &mut Vec<Choice>,
) {
    let take_keys = std::mem::take(&mut memory.to_search);
    let on = layers::On {
        hidden: shown.hidden,
        whole: shown.whole,
        overlays_off: shown.overlays_off,
        filters: shown.filters,
        add: shown.status.read_only.is_none(),
    };
    let text = memory.search.clone();
    // What is looked for may be a layer: they stand between the field and the objects found.
    chosen.extend(
        search::field(ui, &mut memory.search, &mut memory.found_at, take_keys, shown.found, words).map(Choice::Search),
    );
    ui.add_space(STEP);
    if text.trim().is_empty() {
        let name = words.with("tiles-row", &[("name", memory.background.name(words))]);
        if widgets::link(ui, RichText::new(name).color(theme::tokens(ui.ctx()).quiet)).clicked() {
            memory.background.turn();
        }
        ui.add_space(HALF_STEP);
        chosen.extend(bookmarks::ui(ui, shown.bookmarks, &mut memory.bookmarks, words).map(Choice::Bookmarks));
    }
    chosen.extend(layers::ui(ui, tree, on, &text, words).map(Choice::Layers));
    if !text.trim().is_empty() {
        chosen.extend(search::finds(ui, &text, shown.found, memory.found_at, words).map(Choice::Search));
    }
}
