//! What a place is: township, village, grid, who answers for it, and its position to copy.

use std::collections::BTreeSet;

use eframe::egui::{Label, RichText, Role, Ui, WidgetInfo};

use crate::{
    domain::{
        model::ObjectRef,
        place::{Form, Position},
        view::{
            Words,
            chain::{ChainView, LevelRows},
        },
    },
    ui::{
        theme::{self, HALF_STEP},
        widgets,
    },
};

/// What the block holds between frames.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// Whose names and numbers were asked for: each is on record.
    pub unmasked: BTreeSet<ObjectRef>,
    /// Whether the persons stand open.
    pub open: bool,
}

/// What was chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Look at this object.
    Select(ObjectRef),
    /// Show the name and number that this object holds.
    Unmask(ObjectRef),
}

/// Draws the block; no view: it is being computed.
pub fn ui(
    ui: &mut Ui,
    at: Option<Position>,
    view: Option<&ChainView>,
    draft: &mut Draft,
    words: &Words,
) -> Option<Choice> {
    let mut chosen = None;
    widgets::split(
        ui,
        |ui| {
            widgets::heading(ui, &words.get("here-title"));
        },
        |ui| {
            if let Some(at) = at {
                copy_menu(ui, at, words);
            }
        },
    );
    let Some(view) = view else {
        widgets::quiet(ui, &words.get("nearest-working"));
        return None;
    };
    let accent = theme::tokens(ui.ctx()).accent;
    for row in &view.places {
        widgets::pair(ui, &row.label, |ui| match &row.object {
            Some(object) => {
                if widgets::link(ui, RichText::new(&row.value).color(accent)).clicked() {
                    chosen = Some(Choice::Select(object.clone()));
                }
            }
            None => {
                ui.add(Label::new(&row.value).wrap());
            }
        });
    }
    for missing in &view.missing {
        widgets::quiet(ui, missing);
    }
    let persons: usize = view.levels.iter().map(|level| level.persons.len() + level.more).sum();
    if persons == 0 {
        return chosen;
    }
    let name = match draft.open {
        true => words.get("here-fold"),
        false => words.with("here-unfold", &[("n", persons.to_string())]),
    };
    if widgets::link(ui, RichText::new(name).color(accent)).clicked() {
        draft.open = !draft.open;
    }
    if draft.open {
        for level in &view.levels {
            chosen = level_ui(ui, level, words).or(chosen.take());
        }
    }
    chosen
}

fn level_ui(ui: &mut Ui, level: &LevelRows, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    let accent = theme::tokens(ui.ctx()).accent;
    ui.add_space(HALF_STEP);
    ui.label(widgets::strong(ui, &level.level, theme::small()).color(accent));
    for person in &level.persons {
        ui.horizontal_wrapped(|ui| {
            widgets::quiet(ui, &person.duty);
            ui.add(Label::new(&person.text).selectable(true));
            if person.masked {
                let show = widgets::link(ui, RichText::new(words.get("here-show")).font(theme::small()).color(accent));
                let name = words.with("here-unmask", &[("duty", person.duty.as_str())]);
                show.widget_info(|| WidgetInfo::labeled(Role::Link, true, &name));
                if show.on_hover_text(&name).clicked() {
                    chosen = Some(Choice::Unmask(person.object.clone()));
                }
            }
        });
    }
    if level.more > 0 {
        widgets::quiet(ui, &words.with("here-more", &[("n", level.more.to_string())]));
    }
    chosen
}

/// A button that opens the forms a position can be copied in; one is copied as it stands in the menu.
pub fn copy_menu(ui: &mut Ui, at: Position, words: &Words) {
    ui.menu_button(words.get("copy-position"), |ui| {
        for form in Form::ALL {
            let text = form.write(at);
            let name = words.get(&format!("copy-{}", form.id()));
            if ui.button(format!("{name}\n{text}")).clicked() {
                ui.ctx().copy_text(text);
                ui.close();
            }
        }
    });
}
