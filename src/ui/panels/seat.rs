//! Who sits here and where the seat keeps its things: the part of the settings that is typed.

use eframe::egui::{TextEdit, Ui};

use crate::{
    domain::view::Words,
    ui::{theme::HALF_STEP, widgets},
};

/// The hours between two backups that can be chosen; 0: none are made by themselves.
const HOURS: [u32; 5] = [0, 1, 4, 8, 24];

/// What is being typed, and what stands there when nothing is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// Who sits here.
    pub actor: String,
    /// The folder of the backups.
    pub backups: String,
    /// The folder of the bureau's own catalogue files.
    pub catalogue: String,
    /// Hours between two backups.
    pub hours: u32,
    /// The usual folders, in that order.
    pub usual: [String; 2],
}

/// What was chosen.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Choice {
    /// Keep what was typed.
    Keep,
    /// So many hours between two backups.
    Hours(u32),
    /// The background map.
    Background,
    /// The backups.
    Backups,
    /// The whole journal.
    Records,
    /// What is there without a network.
    Ready,
}

/// Draws that part of the settings.
pub fn ui(ui: &mut Ui, draft: &mut Draft, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    field(ui, &mut draft.actor, &words.get("seat-actor"), "");
    widgets::quiet(ui, &words.get("seat-actor-hint"));
    field(ui, &mut draft.backups, &words.get("seat-backups"), &draft.usual[0]);
    field(ui, &mut draft.catalogue, &words.get("seat-catalogue"), &draft.usual[1]);
    ui.add_space(HALF_STEP);
    if ui.button(words.get("seat-keep")).clicked() {
        chosen = Some(Choice::Keep);
    }
    widgets::quiet(ui, &words.get("seat-keep-hint"));
    ui.add_space(HALF_STEP);
    ui.label(words.get("seat-hours"));
    ui.horizontal_wrapped(|ui| {
        for hours in HOURS {
            let name = match hours {
                0 => words.get("seat-hours-never"),
                hours => words.with("seat-hours-each", &[("n", hours.to_string())]),
            };
            if widgets::chip(ui, &name, draft.hours == hours).clicked() {
                chosen = Some(Choice::Hours(hours));
            }
        }
    });
    ui.add_space(HALF_STEP);
    ui.horizontal_wrapped(|ui| {
        let links = [
            ("seat-background", Choice::Background),
            ("seat-open-backups", Choice::Backups),
            ("records-title", Choice::Records),
            ("ready-title", Choice::Ready),
        ];
        for (name, what) in links {
            if ui.button(words.get(name)).clicked() {
                chosen = Some(what);
            }
        }
    });
    chosen
}

fn field(ui: &mut Ui, text: &mut String, name: &str, usual: &str) {
    ui.add_space(HALF_STEP);
    ui.label(name);
    let edit = TextEdit::singleline(text).desired_width(f32::INFINITY).hint_text(usual);
    widgets::named_field(ui.add(edit), name);
}
