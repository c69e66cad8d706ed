//! Who waits to go home: each danger with its check, and the order to return.

use eframe::egui::{Button, Label, RichText, ScrollArea, TextEdit, Ui};

use crate::{
    domain::{
        catalogue::Tone,
        model::ObjectRef,
        view::{Words, returning::ReturningRow},
    },
    ui::{
        boarding::Homing,
        theme::{self, HALF_STEP},
        widgets,
    },
};

/// More places than this are only counted.
const LISTED: usize = 100;

/// What was chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Put it away.
    Close,
    /// Look at this danger or village.
    Select(ObjectRef),
    /// A check of it was made: whether it was found safe.
    Checked(ObjectRef, bool),
    /// Send home those who may go there.
    Return(ObjectRef),
}

/// Draws who waits.
pub fn ui(ui: &mut Ui, homing: &mut Homing, writable: bool, words: &Words) -> Option<Choice> {
    let mut chosen = widgets::head(ui, &words.get("homing-title"), &words.get("homing-close")).then_some(Choice::Close);
    let Some(view) = homing.view().cloned() else {
        widgets::quiet(ui, &words.get("board-working"));
        return chosen;
    };
    ui.add(Label::new(widgets::strong(ui, &view.total, theme::body())).wrap());
    if view.rows.is_empty() {
        return chosen;
    }
    widgets::quiet(ui, &words.get("returning-how"));
    ui.add_space(HALF_STEP);
    ScrollArea::vertical().id_salt("homing").auto_shrink([false, true]).show(ui, |ui| {
        for row in view.rows.iter().take(LISTED) {
            chosen = place(ui, row, &view.heads, homing, writable, words).or(chosen.take());
        }
        if view.rows.len() > LISTED {
            let more = (view.rows.len() - LISTED).to_string();
            widgets::quiet(ui, &words.with("evacuate-more", &[("n", more)]));
        }
    });
    chosen
}

fn place(
    ui: &mut Ui,
    row: &ReturningRow,
    heads: &[String],
    homing: &mut Homing,
    writable: bool,
    words: &Words,
) -> Option<Choice> {
    let mut chosen = None;
    let object = row.place.object.clone();
    widgets::card(ui, |ui| {
        let mut cells = row.cells.iter().zip(heads);
        let name = cells.next().map(|(cell, _)| cell.clone()).unwrap_or_default();
        let title = widgets::strong(ui, &name, theme::body());
        match &object {
            Some(object) => {
                if widgets::link(ui, title).clicked() {
                    chosen = Some(Choice::Select(object.clone()));
                }
            }
            None => {
                ui.label(title);
            }
        }
        let last = row.cells.len().saturating_sub(2);
        for (at, (cell, head)) in cells.enumerate() {
            // What is missing is what one must see to.
            let color = if at == last { theme::tone(ui.ctx(), row.tone) } else { theme::tokens(ui.ctx()).text };
            widgets::pair(ui, head, |ui| {
                ui.add(Label::new(RichText::new(cell).color(color)).wrap());
            });
        }
        let Some(object) = object else { return };
        ui.horizontal_wrapped(|ui| {
            let check = ui.add_enabled(writable, Button::new(words.get("homing-check")));
            if widgets::named(check, &words.with("homing-check-of", &[("name", name.clone())])).clicked() {
                let open = homing.checking.as_ref() == Some(&object);
                homing.checking = (!open).then(|| object.clone());
            }
            let go = widgets::primary(ui, writable && row.can_return, &words.get("homing-return"));
            if widgets::named(go, &words.with("homing-return-of", &[("name", name.clone())])).clicked() {
                chosen = Some(Choice::Return(object.clone()));
            }
        });
        if homing.checking.as_ref() == Some(&object) {
            chosen = check(ui, &object, homing, writable, words).or(chosen.take());
        }
    });
    ui.add_space(HALF_STEP);
    chosen
}

/// A check being entered.
fn check(ui: &mut Ui, object: &ObjectRef, homing: &mut Homing, writable: bool, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    for (text, name) in [(&mut homing.checker, "homing-checker"), (&mut homing.note, "homing-note")] {
        ui.horizontal(|ui| {
            let label = ui.label(words.get(name));
            let field = TextEdit::singleline(text).desired_width(ui.available_width()).char_limit(200);
            ui.add(field).labelled_by(label.id);
        });
    }
    ui.horizontal_wrapped(|ui| {
        for (safe, name, tone) in [(true, "homing-safe", Tone::Ready), (false, "homing-unsafe", Tone::Alarm)] {
            let text = RichText::new(words.get(name)).color(theme::tone(ui.ctx(), tone));
            if ui.add_enabled(writable, Button::new(text)).clicked() {
                chosen = Some(Choice::Checked(object.clone(), safe));
            }
        }
    });
    chosen
}
