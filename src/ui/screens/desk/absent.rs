//! No district: why, and the ways to one.

use eframe::egui::{CentralPanel, Ui};

use crate::ui::widgets;

pub(super) fn ui(ui: &mut Ui, why: &str) {
    CentralPanel::default().show(ui, |ui| {
        ui.add_space(ui.available_height() * 0.35);
        ui.vertical_centered(|ui| widgets::heading(ui, why));
    });
}
