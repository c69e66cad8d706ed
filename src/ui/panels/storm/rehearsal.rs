//! A storm moved for a rehearsal: in place, in time, in strength.

use eframe::egui::{CollapsingHeader, Label, RichText, Slider, TextEdit, Ui};

use crate::{
    domain::view::{Words, say},
    ui::{
        panels::storm::in_sight,
        storming::{
            Storming,
            rehearsing::{Place, Time, Typed},
        },
        theme::{self, HALF_STEP},
        widgets,
    },
};

/// How wide a number's field is, points.
const SHORT: f32 = 64.0;
/// A moment's.
const LONG: f32 = 170.0;
/// What sliders go from and to, percent.
const PERCENT: std::ops::RangeInclusive<f64> = 20.0..=300.0;

/// What was chosen.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Choice {
    /// Move it as typed.
    Move,
    /// The real one again.
    Back,
}

/// Draws it; open while the storm is moved.
pub fn ui(ui: &mut Ui, storming: &mut Storming, words: &Words) -> Option<Choice> {
    let is_moved = storming.chosen().is_some_and(|storm| storm.is_rehearsal());
    let mut chosen = None;
    if is_moved && ui.button(words.get("storm-rehearse-back")).clicked() {
        chosen = Some(Choice::Back);
    }
    let typed = &mut storming.draft.rehearsal;
    let fold = std::mem::take(&mut typed.done).then_some(false);
    let header = CollapsingHeader::new(words.get("storm-rehearse")).id_salt("storm-rehearse");
    let section = header.default_open(false).open(fold).show(ui, |ui| {
        widgets::quiet(ui, &words.get("storm-rehearse-hint"));
        place(ui, typed, words);
        time(ui, typed, words);
        for (percent, id) in [(&mut typed.wind, "storm-rehearse-wind"), (&mut typed.radii, "storm-rehearse-radii")] {
            ui.horizontal(|ui| {
                let label = ui.label(words.get(id));
                ui.spacing_mut().slider_width = (ui.available_width() - 90.0).max(60.0);
                let slider = Slider::new(percent, PERCENT).suffix(" %").step_by(5.0).fixed_decimals(0);
                ui.add(slider).labelled_by(label.id);
            });
        }
        widgets::quiet(ui, &words.get("storm-rehearse-strength"));
        if let Some(wrong) = &typed.wrong {
            let text = RichText::new(words.get(wrong)).color(theme::tokens(ui.ctx()).warning);
            ui.add(Label::new(text).wrap());
        }
        if widgets::primary(ui, true, &words.get("storm-rehearse-move")).clicked() {
            chosen = Some(Choice::Move);
        }
    });
    in_sight(&section);
    ui.add_space(HALF_STEP);
    chosen
}

fn place(ui: &mut Ui, typed: &mut Typed, words: &Words) {
    ui.horizontal_wrapped(|ui| {
        ui.label(words.get("storm-rehearse-place"));
        for (which, id) in [
            (Place::Same, "storm-rehearse-same"),
            (Place::Past, "storm-rehearse-past"),
            (Place::Towards, "storm-rehearse-towards"),
        ] {
            if widgets::chip(ui, &words.get(id), typed.place == which).clicked() {
                typed.place = which;
            }
        }
    });
    if typed.place == Place::Same {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        let field = TextEdit::singleline(&mut typed.kilometres).desired_width(SHORT).char_limit(8);
        widgets::named_field(ui.add(field), &words.get("storm-rehearse-kilometres"));
        ui.label(words.get("storm-rehearse-kilometres"));
        for eighth in 0..8 {
            let name = say::direction(45.0 * eighth as f64, words);
            if ui.selectable_label(typed.eighth == eighth, name).clicked() {
                typed.eighth = eighth;
            }
        }
    });
}

fn time(ui: &mut Ui, typed: &mut Typed, words: &Words) {
    ui.horizontal_wrapped(|ui| {
        ui.label(words.get("storm-rehearse-time"));
        for (which, id) in [
            (Time::Same, "storm-rehearse-unmoved"),
            (Time::Start, "storm-rehearse-start"),
            (Time::Nearest, "storm-rehearse-nearest"),
        ] {
            if widgets::chip(ui, &words.get(id), typed.time == which).clicked() {
                typed.time = which;
            }
        }
    });
    if typed.time != Time::Same {
        let field = TextEdit::singleline(&mut typed.moment).desired_width(LONG).char_limit(32);
        let name = words.get("storm-rehearse-moment");
        widgets::named_field(ui.add(field.hint_text("2026-08-09 20:00")), &name);
    }
}
