//! Whom to call about an object: each unit with why, its duty telephone, leader and liaison.

use eframe::egui::{Label, RichText, Ui};

use crate::{
    domain::{
        catalogue::Tone,
        model::ObjectRef,
        view::{Words, directory::ContactView},
    },
    ui::{
        panels::card::body::section,
        theme::{self, HALF_STEP},
        widgets,
    },
};

/// More units than this are only counted.
const LISTED: usize = 8;

/// Draws them; the unit that was chosen.
pub(super) fn ui(ui: &mut Ui, contacts: &[ContactView], words: &Words) -> Option<ObjectRef> {
    let mut chosen = None;
    section(ui, &words.get("directory-title"));
    for contact in contacts.iter().take(LISTED) {
        widgets::pair(ui, &contact.why, |ui| {
            let color = theme::tokens(ui.ctx()).accent;
            if widgets::link(ui, RichText::new(&contact.name).color(color)).clicked() {
                chosen = Some(contact.object.clone());
            }
            if let Some(phone) = &contact.duty_phone {
                ui.add(Label::new(words.with("directory-duty", &[("phone", phone)])).selectable(true));
            }
            for person in &contact.people {
                let said: Vec<&str> = [&person.name, &person.phone].into_iter().flatten().map(String::as_str).collect();
                widgets::quiet(ui, &format!("{} {}", person.role, said.join(" ")));
            }
            if let Some(gaps) = &contact.gaps {
                let text = RichText::new(gaps).font(theme::small()).color(theme::tone(ui.ctx(), Tone::Caution));
                ui.add(Label::new(text).wrap());
            }
        });
        ui.add_space(HALF_STEP);
    }
    if contacts.len() > LISTED {
        widgets::quiet(ui, &words.with("evacuate-more", &[("n", (contacts.len() - LISTED).to_string())]));
    }
    chosen
}
