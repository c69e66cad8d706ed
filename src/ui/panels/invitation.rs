//! The invitation on the map: click it, and the nearest shelters with room for so many are told.

use eframe::egui::{Label, RichText, Ui};

use crate::{
    domain::view::{Words, format},
    ui::{
        panels::nearest::Draft,
        theme::{self, HALF_STEP},
        widgets,
    },
};

/// How many people can be chosen with one click.
const PEOPLE: [i64; 5] = [20, 50, 100, 200, 500];

/// What was chosen.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Choice {
    /// For so many people.
    People(i64),
}

/// Draws the invitation.
pub fn ui(ui: &mut Ui, draft: &mut Draft, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    let tokens = theme::tokens(ui.ctx());
    widgets::floating(ui, |ui| {
        ui.horizontal(|ui| {
            let small = |text: String| RichText::new(text).color(tokens.text);
            ui.add(Label::new(small(words.get("invitation-before")).strong()).extend());
            for people in PEOPLE {
                let on = draft.people() == Some(people);
                if widgets::chip(ui, &format::number(people), on).clicked() {
                    chosen = Some(Choice::People(people));
                }
            }
            ui.add_space(HALF_STEP);
            ui.add(Label::new(small(words.get("invitation-after")).strong()).extend());
        });
    });
    chosen
}
