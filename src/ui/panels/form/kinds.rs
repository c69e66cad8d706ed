//! What can be added: the kinds by group, searched as one types.

use eframe::egui::{Role, ScrollArea, TextEdit, Ui, WidgetInfo};

use crate::{
    domain::view::{Words, form::Addable},
    ui::{
        panels::form::Choice,
        theme::{self, HALF_STEP},
        widgets,
    },
};

/// Draws the kinds whose name holds the text.
pub fn ui(ui: &mut Ui, kinds: &[Addable], text: &mut String, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    if widgets::head(ui, &words.get("form-add-what"), &words.get("form-add-nothing")) {
        chosen = Some(Choice::AddNothing);
    }
    let name = words.get("form-add-search");
    let typed = ui.add(TextEdit::singleline(text).desired_width(f32::INFINITY).char_limit(40).hint_text(&name));
    typed.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &name));
    let wanted = text.trim().to_lowercase();
    ui.add_space(HALF_STEP);
    ScrollArea::vertical().id_salt("addable").auto_shrink([false, true]).show(ui, |ui| {
        let mut group = "";
        let mut any = false;
        for kind in kinds.iter().filter(|kind| kind.name.to_lowercase().contains(&wanted)) {
            any = true;
            if kind.group != group {
                group = &kind.group;
                let color = theme::tokens(ui.ctx()).accent;
                ui.add_space(HALF_STEP);
                ui.label(widgets::strong(ui, group, theme::small()).color(color));
            }
            if ui.button(words.with("form-add-kind", &[("kind", kind.name.as_str())])).clicked() {
                chosen = Some(Choice::Add(kind.kind.clone()));
            }
        }
        if !any {
            widgets::quiet(ui, &words.get("form-add-none"));
        }
    });
    chosen
}
