//! What stands under the map: the township board, or a table.

use eframe::egui::{Frame, Margin, Panel, Ui};

use crate::{
    domain::view::Words,
    ui::{
        panels::{board, table},
        screens::desk::{Choice, Memory, Shown},
        theme,
    },
};

/// How high the board stands at first, points.
const BOARD: f32 = 400.0;
/// How high a table does.
const TABLE: f32 = 260.0;

/// Draws the board where it is open, else the table that is. The right side stands beside the board: what is entered
/// there is entered for it.
pub(super) fn ui(ui: &mut Ui, shown: &Shown<'_>, memory: &mut Memory, words: &Words, chosen: &mut Vec<Choice>) {
    if memory.boarding.open && shown.district.is_some() {
        let writable = shown.status.read_only.is_none();
        sheet(ui, "board", BOARD, memory, |ui, memory| {
            chosen.extend(board::ui(ui, &mut memory.boarding, writable, words).map(Choice::Board));
        });
    } else if let Some(table) = shown.table {
        sheet(ui, "table", TABLE, memory, |ui, memory| {
            chosen.extend(table::ui(ui, table, &mut memory.table, words).map(Choice::Table));
        });
    }
}

fn sheet(ui: &mut Ui, name: &str, usual: f32, memory: &mut Memory, add: impl FnOnce(&mut Ui, &mut Memory)) {
    let tokens = theme::tokens(ui.ctx());
    let sheet = Frame::new().fill(tokens.panel).inner_margin(Margin::symmetric(16, 8));
    let most = ui.available_height() * 0.7;
    let size = memory.size(name, [usual, 140.0, most]);
    let panel = Panel::bottom(name.to_owned()).frame(sheet).resizable(true).default_size(size).size_range(140.0..=most);
    let shown = panel.show(ui, |ui| add(ui, memory));
    memory.sizes.insert(name.to_owned(), shown.response.rect.height());
}
