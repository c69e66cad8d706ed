//! What lies below a dam, on its card.

use eframe::egui::{Label, RichText, Ui};

use crate::{
    domain::{
        model::ObjectRef,
        view::{Words, card::CardAction, downstream::BelowView},
    },
    ui::{
        panels::card::{Choice, body::section},
        theme::{self, HALF_STEP},
        widgets,
    },
};

/// `releases`: whether a notice may be written.
pub(super) fn ui(ui: &mut Ui, below: &BelowView, releases: bool, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    section(ui, &words.get("below-title"));
    for (notice, text) in &below.releases {
        let color = theme::tokens(ui.ctx()).warning;
        if widgets::link(ui, RichText::new(text).color(color)).clicked() {
            chosen = Some(Choice::Select(notice.clone()));
        }
    }
    if releases {
        let color = theme::tokens(ui.ctx()).accent;
        if widgets::link(ui, RichText::new(words.get("below-notify")).color(color)).clicked() {
            chosen = Some(Choice::Do(CardAction::Release));
        }
    }
    if let Some(sums) = &below.sums {
        ui.add(Label::new(widgets::strong(ui, sums, theme::body())).wrap());
    }
    widgets::quiet(ui, &below.source);
    for note in [&below.speed, &below.unknown].into_iter().flatten() {
        widgets::quiet(ui, note);
    }
    for village in &below.villages {
        let row = widgets::row(ui, ("below", &village.village), |ui| {
            ui.add(Label::new(RichText::new(&village.name).strong()).wrap());
            widgets::quiet(ui, &village.text);
        });
        if widgets::named(row, &village.name).clicked() {
            chosen = Some(Choice::Select(village.village.clone()));
        }
    }
    if below.more > 0 {
        widgets::quiet(ui, &words.with("below-more", &[("n", below.more.to_string())]));
    }
    for (title, all) in [("below-feeds", &below.feeds), ("below-areas", &below.areas)] {
        chosen = links(ui, &words.get(title), all).or(chosen.take());
    }
    ui.add_space(HALF_STEP);
    chosen
}

fn links(ui: &mut Ui, title: &str, all: &[(ObjectRef, String)]) -> Option<Choice> {
    let mut chosen = None;
    if !all.is_empty() {
        widgets::pair(ui, title, |ui| {
            ui.horizontal_wrapped(|ui| {
                for (object, name) in all {
                    let color = theme::tokens(ui.ctx()).accent;
                    if widgets::link(ui, RichText::new(name).color(color)).clicked() {
                        chosen = Some(Choice::Select(object.clone()));
                    }
                }
            });
        });
    }
    chosen
}
