//! A link: what it points to, and a list to choose from, searched as one types.

use eframe::egui::{Label, Role, ScrollArea, TextEdit, Ui, WidgetInfo};

use crate::{
    domain::view::{Words, form::FormField},
    ui::{
        panels::form::{Draft, View},
        widgets,
    },
};

/// How high the list is, points.
const HIGH: f32 = 220.0;

/// Draws the link; `true`: another one was chosen, and stands in `text`.
pub(super) fn ui(
    ui: &mut Ui,
    shown: &FormField,
    view: &View,
    draft: &mut Draft,
    text: &mut String,
    words: &Words,
) -> bool {
    let mut changed = false;
    let none = || words.get(if text.is_empty() { "form-none" } else { "card-link-gone" });
    let says = view.linked.get(&shown.index).cloned().unwrap_or_else(none);
    let open = draft.linking.as_ref().is_some_and(|(index, _)| *index == shown.index);
    ui.horizontal_wrapped(|ui| {
        ui.add(Label::new(says).wrap());
        let name = words.with(if open { "form-link-close" } else { "form-link" }, &[("field", shown.label.as_str())]);
        if ui.small_button(name).clicked() {
            draft.linking = (!open).then(|| (shown.index, String::new()));
        }
        if !text.is_empty() {
            let name = words.with("form-unlink", &[("field", shown.label.as_str())]);
            if ui.small_button(name).clicked() {
                text.clear();
                changed = true;
            }
        }
    });
    if !open {
        return changed;
    }
    let Some((_, wanted)) = &mut draft.linking else { return changed };
    let name = words.with("form-link-search", &[("field", shown.label.as_str())]);
    let typed = ui.add(TextEdit::singleline(wanted).desired_width(f32::INFINITY).char_limit(60).hint_text(&name));
    typed.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &name));
    let Some((picks, total)) = &view.picks else {
        widgets::quiet(ui, &words.get("form-link-looking"));
        return changed;
    };
    if picks.is_empty() {
        widgets::quiet(ui, &words.get("form-link-none"));
    }
    let mut picked = None;
    ScrollArea::vertical().id_salt("picks").max_height(HIGH).auto_shrink([false, true]).show(ui, |ui| {
        for pick in picks {
            let row = widgets::row(ui, pick.object.uid, |ui| {
                ui.add(Label::new(&pick.name).wrap());
                if !pick.detail.is_empty() {
                    widgets::quiet(ui, &pick.detail);
                }
            });
            if widgets::named(row, &words.with("form-link-choose", &[("name", pick.name.as_str())])).clicked() {
                picked = Some(pick.object.uid.to_string());
            }
        }
        if let Some(more) = total.checked_sub(picks.len()).filter(|more| *more > 0) {
            widgets::quiet(ui, &words.with("form-link-more", &[("n", more.to_string())]));
        }
    });
    if let Some(uid) = picked {
        *text = uid;
        draft.linking = None;
        changed = true;
    }
    changed
}
