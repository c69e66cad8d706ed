//! One field of a form: its name, what is typed, its unit, and what is wrong with it.

use eframe::egui::{Align, ComboBox, Id, Label, Layout, RichText, TextEdit, Ui};

use crate::{
    domain::{
        catalogue::{Field, FieldType},
        model::Value,
        view::{
            Words,
            form::{self, FormField, Input},
            mask::masked,
        },
    },
    ui::{
        panels::form::{Choice, Draft, Standing, View, link},
        theme::{self, HALF_STEP},
        widgets,
    },
};

/// From so many choices on a list can be searched.
const SEARCHED: usize = 12;

pub(super) fn ui(
    ui: &mut Ui,
    shown: &FormField,
    standing: Standing,
    view: &View,
    draft: &mut Draft,
    words: &Words,
    chosen: &mut Option<Choice>,
) {
    let Some(field) = view.kind.fields.get(shown.index) else { return };
    let changed = standing != Standing::Same && draft.typed.contains_key(&shown.index);
    row(ui, &shown.label, changed, shown.required, |ui, id| {
        if let Some(why) = &shown.locked {
            ui.label(draft.text(field, shown.index));
            widgets::quiet(ui, why);
            return;
        }
        let told = draft.base(shown.index);
        if shown.personal && !view.unmasked && !told.is_null() && !draft.typed.contains_key(&shown.index) {
            ui.horizontal_wrapped(|ui| {
                ui.label(masked(&draft.text(field, shown.index)));
                let name = RichText::new(words.get("card-unmask")).color(theme::tokens(ui.ctx()).accent);
                if widgets::link(ui, name.font(theme::small())).clicked() {
                    *chosen = Some(Choice::Unmask);
                }
            });
            return;
        }
        ui.push_id(("field", &shown.id), |ui| input(ui, field, shown, id, view, draft, words));
        match standing {
            Standing::Wrong => wrong(ui, &shown.need),
            Standing::Missing => wrong(ui, &words.get("form-need-value")),
            Standing::Same | Standing::Changed => {}
        }
        meanwhile(ui, shown, view, words, chosen);
    });
}

/// A field's name on the left, with a mark when it was changed; on the right what it holds.
pub(super) fn row(ui: &mut Ui, label: &str, changed: bool, required: bool, add: impl FnOnce(&mut Ui, Id)) {
    let tokens = theme::tokens(ui.ctx());
    let width = (ui.available_width() * 0.34).min(140.0);
    ui.horizontal_top(|ui| {
        let color = if changed { tokens.accent } else { tokens.quiet };
        let name = ui.allocate_ui_with_layout((width, 0.0).into(), Layout::top_down(Align::Min), |ui| {
            ui.set_width(width);
            ui.add_space(HALF_STEP);
            // The mark stands behind the name, and on the next line only where there is no room.
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                let id = ui.add(Label::new(RichText::new(label).color(color)).wrap()).id;
                if required || changed {
                    let mark = match (required, changed) {
                        (true, true) => "* ●",
                        (true, false) => "*",
                        _ => "●",
                    };
                    ui.label(RichText::new(mark).font(theme::small()).color(tokens.accent));
                }
                id
            })
            .inner
        });
        let id = name.inner;
        ui.add_space(HALF_STEP);
        ui.allocate_ui_with_layout((ui.available_width(), 0.0).into(), Layout::top_down(Align::Min), |ui| {
            ui.set_width(ui.available_width());
            add(ui, id);
        });
    });
}

/// What is wrong, beside the field.
pub(super) fn wrong(ui: &mut Ui, text: &str) {
    let color = theme::tokens(ui.ctx()).warning;
    ui.add(Label::new(RichText::new(text).font(theme::small()).color(color)).wrap());
}

fn input(ui: &mut Ui, field: &Field, shown: &FormField, id: Id, view: &View, draft: &mut Draft, words: &Words) {
    let mut text = draft.text(field, shown.index);
    let changed = match &shown.input {
        Input::Lines => {
            let typed = TextEdit::multiline(&mut text).desired_rows(2).desired_width(f32::INFINITY).char_limit(4000);
            ui.add(typed).labelled_by(id).changed()
        }
        Input::Line => {
            let typed = TextEdit::singleline(&mut text).desired_width(f32::INFINITY).char_limit(1000);
            ui.add(typed).labelled_by(id).changed()
        }
        Input::Number => {
            ui.horizontal(|ui| {
                let typed = TextEdit::singleline(&mut text).desired_width(110.0).char_limit(40);
                let changed = ui.add(typed).labelled_by(id).on_hover_text(&shown.need).changed();
                if let Some(unit) = &shown.unit {
                    widgets::quiet(ui, unit);
                }
                changed
            })
            .inner
        }
        Input::Date | Input::Time => moment(ui, field, shown, id, view, &mut text, words),
        Input::Choice(choices) => choice(ui, choices, id, &mut text, words),
        Input::YesNo => {
            let both = [("true", "yes"), ("false", "no")].map(|(id, word)| (id.to_owned(), words.get(word)));
            choice(ui, &both, id, &mut text, words)
        }
        Input::Choices(choices) => several(ui, choices, &mut text),
        Input::Link(_) => link::ui(ui, shown, view, draft, &mut text, words),
    };
    if changed {
        draft.type_in(field, shown.index, text);
    }
}

/// A day or a moment, as typed, or now.
fn moment(
    ui: &mut Ui,
    field: &Field,
    shown: &FormField,
    id: Id,
    view: &View,
    text: &mut String,
    words: &Words,
) -> bool {
    ui.horizontal(|ui| {
        let typed = TextEdit::singleline(text).desired_width(152.0).char_limit(40);
        let changed = ui.add(typed).labelled_by(id).on_hover_text(&shown.need).changed();
        let day = field.field_type == FieldType::Date;
        let name = words.get(if day { "form-today" } else { "form-now" });
        let now = ui.small_button(name).clicked();
        if now {
            let minute = form::text(field, &Value::Time(view.now));
            // A day is the first part of a moment; seconds are nobody's concern.
            *text = minute.chars().take(if day { 10 } else { 16 }).collect();
        }
        changed || now
    })
    .inner
}

fn choice(ui: &mut Ui, choices: &[(String, String)], id: Id, text: &mut String, words: &Words) -> bool {
    let none = words.get("form-none");
    let known = choices.iter().find(|(choice, _)| choice == text);
    // What the catalogue does not know any more stands as it is stored.
    let says = match known {
        Some((_, name)) => name.clone(),
        None if text.is_empty() => none.clone(),
        None => text.clone(),
    };
    let mut changed = false;
    let list = ComboBox::from_id_salt("choice").selected_text(says).width(ui.available_width().min(220.0));
    let list = list.show_ui(ui, |ui| {
        let wanted = if choices.len() > SEARCHED { search(ui, words) } else { String::new() };
        let all = choices.iter().filter(|(_, name)| name.to_lowercase().contains(&wanted));
        let all = all.map(|(choice, name)| (choice.as_str(), name.as_str()));
        for (choice, name) in std::iter::once(("", none.as_str())).chain(all) {
            if ui.selectable_label(text == choice, name).clicked() {
                choice.clone_into(text);
                changed = true;
            }
        }
    });
    list.response.labelled_by(id);
    changed
}

/// The field above a long list of choices.
fn search(ui: &mut Ui, words: &Words) -> String {
    let id = ui.scope_id().with("searched");
    let mut text: String = ui.data_mut(|data| data.get_temp(id)).unwrap_or_default();
    let name = words.get("form-choice-search");
    let typed = ui.add(TextEdit::singleline(&mut text).hint_text(&name).char_limit(40));
    typed.widget_info(|| eframe::egui::WidgetInfo::labeled(eframe::egui::Role::TextInput, true, &name));
    ui.data_mut(|data| data.insert_temp(id, text.clone()));
    text.trim().to_lowercase()
}

fn several(ui: &mut Ui, choices: &[(String, String)], text: &mut String) -> bool {
    let mut changed = false;
    ui.horizontal_wrapped(|ui| {
        for (choice, name) in choices {
            let mut on = text.split(',').any(|id| id == choice);
            if ui.checkbox(&mut on, name).clicked() {
                changed = true;
                let has = |id: &str| if id == choice { on } else { text.split(',').any(|known| known == id) };
                let ids: Vec<&str> = choices.iter().map(|(id, _)| id.as_str()).filter(|id| has(id)).collect();
                let ids = ids.join(",");
                *text = ids;
            }
        }
    });
    changed
}

/// What somebody else put there while it was being typed in, and the two ways on.
fn meanwhile(ui: &mut Ui, shown: &FormField, view: &View, words: &Words, chosen: &mut Option<Choice>) {
    let Some(theirs) = view.meanwhile.get(&shown.index) else { return };
    let tokens = theme::tokens(ui.ctx());
    wrong(ui, &words.with("form-meanwhile", &[("value", theirs.as_str())]));
    ui.horizontal(|ui| {
        let link =
            |ui: &mut Ui, id: &str| widgets::link(ui, RichText::new(words.get(id)).color(tokens.accent)).clicked();
        if link(ui, "form-take-theirs") {
            *chosen = Some(Choice::TakeTheirs(shown.index));
        }
        if link(ui, "form-keep-own") {
            *chosen = Some(Choice::KeepOwn(shown.index));
        }
    });
}
