//! The layer tree: what is on the map, by group, with counts.

use std::collections::BTreeSet;

use eframe::egui::{Align, Checkbox, Layout, RichText, ScrollArea, Ui};

use crate::{
    domain::{
        model::KindId,
        view::{
            Words,
            layers::{LayerGroup, LayerRow, LayerTree},
        },
    },
    ui::{
        theme::{self, STEP},
        widgets,
    },
};

/// What was chosen in the tree.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Show or hide these kinds.
    Show(Vec<KindId>, bool),
}

/// Draws the tree.
pub fn ui(ui: &mut Ui, tree: &LayerTree, hidden: &BTreeSet<KindId>, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    if tree.groups.is_empty() {
        widgets::heading(ui, &words.get("layers-title"));
        widgets::quiet(ui, &words.get("layers-empty"));
        return None;
    }
    ScrollArea::vertical().id_salt("layers").auto_shrink([false, true]).show(ui, |ui| {
        for group in &tree.groups {
            if let Some(choice) = group_ui(ui, group, hidden, words) {
                chosen = Some(choice);
            }
            ui.add_space(STEP);
        }
    });
    chosen
}

fn group_ui(ui: &mut Ui, group: &LayerGroup, hidden: &BTreeSet<KindId>, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    let tokens = theme::tokens(ui.ctx());
    let kinds: Vec<KindId> = group.kinds.iter().filter(|row| row.on_map).map(|row| row.kind.clone()).collect();
    let shown = kinds.iter().filter(|kind| !hidden.contains(*kind)).count();
    ui.horizontal(|ui| {
        let name = widgets::strong(ui, &group.name, theme::body()).color(tokens.accent);
        if kinds.is_empty() {
            ui.label(name);
            return;
        }
        let mut all = shown == kinds.len();
        let some = shown > 0 && !all;
        let hint = words.with("layers-group-hint", &[("group", group.name.as_str())]);
        if ui.add(Checkbox::new(&mut all, name).indeterminate(some)).on_hover_text(hint).clicked() {
            chosen = Some(Choice::Show(kinds.clone(), shown == 0 || some));
        }
    });
    for row in &group.kinds {
        if let Some(choice) = row_ui(ui, row, !hidden.contains(&row.kind)) {
            chosen = Some(choice);
        }
    }
    chosen
}

fn row_ui(ui: &mut Ui, row: &LayerRow, shown: bool) -> Option<Choice> {
    let tokens = theme::tokens(ui.ctx());
    let mut chosen = None;
    ui.horizontal(|ui| {
        ui.add_space(STEP);
        let color = if shown && row.on_map { tokens.text } else { tokens.faint };
        let name = RichText::new(&row.name).color(color);
        if row.on_map {
            let mut on = shown;
            if ui.add(Checkbox::new(&mut on, name)).clicked() {
                chosen = Some(Choice::Show(vec![row.kind.clone()], on));
            }
        } else {
            ui.label(name);
        }
        if !row.basemap {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.label(RichText::new(row.count.to_string()).color(color).font(theme::small()));
            });
        }
    });
    chosen
}
