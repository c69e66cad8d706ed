//! No district: why, and the ways to one.

use eframe::egui::{Align, CentralPanel, Frame, Layout, ScrollArea, Ui, vec2};

use crate::{
    domain::view::Words,
    ui::{
        panels::{files, settings},
        screens::desk::{Choice, Extra, Memory, Shown},
        theme, widgets,
    },
};

/// How wide the block is, points.
const WIDTH: f32 = 520.0;

pub(super) fn ui(ui: &mut Ui, shown: &Shown<'_>, memory: &mut Memory, words: &Words, chosen: &mut Vec<Choice>) {
    let ground = theme::tokens(ui.ctx()).ground;
    CentralPanel::default().frame(Frame::new().fill(ground)).show(ui, |ui| {
        ScrollArea::vertical().id_salt("absent").show(ui, |ui| {
            ui.add_space(ui.available_height() * 0.18);
            let width = WIDTH.min(ui.available_width() - 32.0);
            ui.with_layout(Layout::top_down(Align::Center), |ui| {
                ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
                    widgets::block(ui, |ui| {
                        if memory.extra == Some(Extra::Settings) {
                            chosen.extend(
                                settings::ui(ui, shown.prefers, &mut memory.keeping.seat, words).map(Choice::Settings),
                            );
                        } else {
                            chosen.extend(files::ui(ui, &shown.files, &mut memory.path, words).map(Choice::Files));
                        }
                    });
                });
            });
        });
    });
}
