//! Who and what lies in an area: the whole first, then who answers, township by township, and what there is to list.

use eframe::egui::{CollapsingHeader, Label, RichText, ScrollArea, Ui};

use crate::{
    domain::view::{
        Words,
        chain::LevelRows,
        exposure::{ExposureView, Part},
    },
    ui::{
        exposing::Exposing,
        panels::within,
        theme::{self, HALF_STEP, STEP},
        widgets,
    },
};

/// Draws the answer; none yet: it is being worked out. What can be chosen is what can be of a range.
pub fn ui(ui: &mut Ui, exposing: &Exposing, words: &Words) -> Option<within::Choice> {
    let mut chosen = None;
    if widgets::head(ui, &words.get("exposure-title"), &words.get("exposure-close")) {
        chosen = Some(within::Choice::Close);
    }
    match exposing.view() {
        None => drop(widgets::quiet(ui, &words.get("exposure-working"))),
        Some(Err(why)) => {
            let text = RichText::new(why).color(theme::tokens(ui.ctx()).warning);
            ui.add(Label::new(text).wrap());
        }
        Some(Ok(view)) => {
            ui.add(Label::new(RichText::new(&view.asked).strong()).wrap());
            ui.add_space(HALF_STEP);
            ScrollArea::vertical().id_salt("exposure").auto_shrink([false, true]).show(ui, |ui| {
                chosen = answer(ui, view, words).or(chosen.take());
            });
        }
    }
    chosen
}

fn answer(ui: &mut Ui, view: &ExposureView, words: &Words) -> Option<within::Choice> {
    if view.nothing {
        ui.colored_label(theme::tokens(ui.ctx()).warning, words.get("exposure-none"));
        widgets::quiet(ui, &words.get("exposure-none-next"));
    }
    figures(ui, &view.total);
    ui.add_space(HALF_STEP);
    widgets::quiet(ui, &view.note);
    let mut chosen = answering(ui, &view.levels, words);
    if !view.townships.is_empty() {
        section(ui, &words.get("exposure-by-township"));
        for (place, town) in view.townships.iter().enumerate() {
            let title = widgets::strong(ui, &town.name, theme::body());
            CollapsingHeader::new(title).id_salt(("exposure-town", place)).show(ui, |ui| figures(ui, town));
            widgets::quiet(ui, &town.short);
        }
    }
    if !view.kinds.is_empty() {
        section(ui, &words.get("exposure-lists"));
        for (place, part) in view.kinds.iter().enumerate() {
            chosen = within::part_ui(ui, place, part, false, words).or(chosen.take());
        }
    }
    for unplaced in &view.unplaced {
        ui.add_space(HALF_STEP);
        widgets::quiet(ui, unplaced);
    }
    chosen
}

fn section(ui: &mut Ui, title: &str) {
    ui.add_space(STEP);
    ui.label(widgets::strong(ui, title, theme::body()));
}

fn figures(ui: &mut Ui, part: &Part) {
    for (name, value) in &part.figures {
        widgets::pair(ui, name, |ui| drop(ui.add(Label::new(value).wrap())));
    }
}

/// Who answers, folded: a row leads to who it is, where a name or number may be asked for.
fn answering(ui: &mut Ui, levels: &[LevelRows], words: &Words) -> Option<within::Choice> {
    let persons: usize = levels.iter().map(|level| level.persons.len() + level.more).sum();
    if persons == 0 {
        return None;
    }
    let mut chosen = None;
    let title = format!("{}  {persons}", words.get("exposure-people-who"));
    let title = widgets::strong(ui, &title, theme::body());
    CollapsingHeader::new(title).id_salt("exposure-persons").show(ui, |ui| {
        for (at, level) in levels.iter().enumerate() {
            widgets::quiet(ui, &level.level);
            for (place, person) in level.persons.iter().enumerate() {
                let response = widgets::row(ui, ("exposure-person", at, place), |ui| {
                    ui.add(Label::new(RichText::new(&person.duty).strong()).wrap());
                    widgets::quiet(ui, &person.text);
                });
                if widgets::named(response, &person.duty).clicked() {
                    chosen = Some(within::Choice::Select(person.object.clone()));
                }
            }
            if level.more > 0 {
                widgets::quiet(ui, &words.with("here-more", &[("n", level.more.to_string())]));
            }
        }
    });
    chosen
}
