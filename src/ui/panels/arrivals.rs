//! Households ticked off: who has arrived, is with relatives, or will not go.

use std::collections::BTreeSet;

use eframe::egui::{Label, RichText, ScrollArea, Ui};

use crate::{
    app::board::How,
    domain::{
        catalogue::Tone,
        model::ObjectRef,
        view::{
            Words,
            arrivals::{Group, Row},
            format,
        },
    },
    ui::{
        boarding::Ticking,
        theme::{self, HALF_STEP},
        widgets,
    },
};

/// More households of a group than this are only counted: a village at a time shows them.
const LISTED: usize = 150;

/// What was chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Put it away.
    Close,
    /// Look at this shelter.
    Select(ObjectRef),
    /// This became of those that are ticked.
    Moved(How),
}

/// Draws who is still expected.
pub fn ui(ui: &mut Ui, ticking: &mut Ticking, writable: bool, words: &Words) -> Option<Choice> {
    let title = words.with("arrivals-title", &[("name", ticking.name.clone())]);
    let mut chosen = widgets::head(ui, &title, &words.get("arrivals-close")).then_some(Choice::Close);
    let Some(view) = ticking.view().cloned() else {
        widgets::quiet(ui, &words.get("board-working"));
        return chosen;
    };
    if view.groups.is_empty() {
        ui.label(words.get("arrivals-nobody"));
        return chosen;
    }
    widgets::quiet(ui, &view.summary);
    let args = [("households", ticking.ticked.len().to_string()), ("people", format::number(ticking.people()))];
    ui.label(widgets::strong(ui, &words.with("arrivals-ticked", &args), theme::body()));
    let may = writable && !ticking.ticked.is_empty();
    let homeless = view.groups.iter().filter(|group| group.shelter.is_none()).flat_map(|group| &group.rows);
    let nowhere = homeless.into_iter().any(|row| ticking.ticked.contains(&row.object));
    ui.horizontal_wrapped(|ui| {
        if widgets::primary(ui, may && !nowhere, &words.get("arrivals-at-shelter")).clicked() {
            chosen = Some(Choice::Moved(How::AtShelter));
        }
        for (id, how) in [("arrivals-with-relatives", How::WithRelatives), ("arrivals-will-not", How::Refused)] {
            if ui.add_enabled(may, eframe::egui::Button::new(words.get(id))).clicked() {
                chosen = Some(Choice::Moved(how));
            }
        }
    });
    if nowhere {
        let warning = theme::tokens(ui.ctx()).warning;
        ui.add(Label::new(RichText::new(words.get("arrivals-nowhere-hint")).color(warning)).wrap());
    }
    ui.add_space(HALF_STEP);
    ScrollArea::vertical().id_salt("arrivals").auto_shrink([false, true]).show(ui, |ui| {
        for one in &view.groups {
            chosen = group(ui, one, &mut ticking.ticked, words).or(chosen.take());
        }
    });
    chosen
}

fn group(ui: &mut Ui, group: &Group, ticked: &mut BTreeSet<ObjectRef>, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    ui.horizontal(|ui| {
        let mut all = group.rows.iter().all(|row| ticked.contains(&row.object));
        let args = [("name", group.title.clone()), ("n", group.rows.len().to_string())];
        let title = widgets::strong(ui, &words.with("arrivals-all", &args), theme::body());
        if ui.checkbox(&mut all, title).changed() {
            for row in &group.rows {
                set(ticked, &row.object, all);
            }
        }
        if let Some(shelter) = &group.shelter {
            let look = RichText::new(words.get("arrivals-look"));
            if widgets::link(ui, look).clicked() {
                chosen = Some(Choice::Select(shelter.clone()));
            }
        }
    });
    for row in group.rows.iter().take(LISTED) {
        household(ui, row, ticked);
    }
    if group.rows.len() > LISTED {
        let more = (group.rows.len() - LISTED).to_string();
        widgets::quiet(ui, &words.with("arrivals-more", &[("n", more)]));
    }
    ui.add_space(HALF_STEP);
    chosen
}

fn household(ui: &mut Ui, row: &Row, ticked: &mut BTreeSet<ObjectRef>) {
    ui.horizontal_wrapped(|ui| {
        let mut on = ticked.contains(&row.object);
        if ui.checkbox(&mut on, &row.text).changed() {
            set(ticked, &row.object, on);
        }
        let color =
            if row.tone == Tone::Normal { theme::tokens(ui.ctx()).quiet } else { theme::tone(ui.ctx(), row.tone) };
        // A word is not broken at the end of the line.
        ui.add(Label::new(RichText::new(&row.state).color(color)).extend());
    });
}

fn set(ticked: &mut BTreeSet<ObjectRef>, object: &ObjectRef, on: bool) {
    if on {
        ticked.insert(object.clone());
    } else {
        ticked.remove(object);
    }
}
