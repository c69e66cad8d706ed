//! The left side: the search field, and under it the layer tree or what was found.

use eframe::egui::Ui;

use crate::{
    domain::view::{Words, layers::LayerTree},
    ui::{
        panels::{layers, search},
        screens::desk::{Choice, Memory, Shown},
        theme::STEP,
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
    chosen.extend(search::ui(ui, &mut memory.search, take_keys, shown.found, words).map(Choice::Search));
    if memory.search.trim().is_empty() {
        ui.add_space(STEP);
        chosen.extend(layers::ui(ui, tree, shown.hidden, words).map(Choice::Layers));
    }
}
