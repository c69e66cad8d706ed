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
    /// Whether the whole chain stands open; else one line says where it is.
    pub whole: bool,
    /// Whether the persons stand open.
    pub open: bool,
}

/// What was chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Add an object at this place.
    Add,
    /// Look at this object.
    Select(ObjectRef),
    /// Show the name and number that this object holds.
    Unmask(ObjectRef),
}

/// Draws the block; no view: it is being computed. `can_add`: whether an object may be added at the place.
pub fn ui(
    ui: &mut Ui,
    at: Option<Position>,
    view: Option<&ChainView>,
    draft: &mut Draft,
    can_add: bool,
    words: &Words,
) -> Option<Choice> {
    let mut chosen = None;
    widgets::split(
        ui,
        |ui| {
            let color = theme::tokens(ui.ctx()).accent;
            let name = words.get("here-title");
            let line = RichText::new(short(view, &name)).color(color);
            let link = widgets::link(ui, line);
            link.widget_info(|| WidgetInfo::labeled(Role::Link, true, &name));
            if link.on_hover_text(&name).clicked() {
                draft.whole = !draft.whole;
            }
        },
        |ui| {
            if let Some(at) = at {
                copy_menu(ui, at, words);
            }
            if can_add && ui.button(words.get("form-add-here")).clicked() {
                chosen = Some(Choice::Add);
            }
        },
    );
    let Some(view) = view else {
        return chosen;
    };
    if !draft.whole {
        return chosen;
    }
    whole(ui, view, draft, words).or(chosen)
}

/// The whole chain: places, what is missing, and the persons when they stand open.
fn whole(ui: &mut Ui, view: &ChainView, draft: &mut Draft, words: &Words) -> Option<Choice> {
    let mut chosen = None;
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

/// The place in one line: its township and its village.
fn short(view: Option<&ChainView>, else_say: &str) -> String {
    let names: Vec<&str> = view.iter().flat_map(|view| &view.places).take(2).map(|row| row.value.as_str()).collect();
    if names.is_empty() { else_say.to_owned() } else { format!("{} ▾", names.join(" · ")) }
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
