//! What a figure counts, row by row: a click looks at the object.

use eframe::egui::{Color32, Label, RichText, ScrollArea, Ui};

use crate::{
    domain::{
        catalogue::Tone,
        model::{KindId, ObjectRef},
        view::{Words, format, situation::Rows},
    },
    ui::{
        panels::table,
        theme::{self, HALF_STEP},
        widgets,
    },
};

/// What was chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Put the list away.
    Close,
    /// All of them that are of this kind as a table.
    Table(KindId),
    /// Look at this object.
    Select(ObjectRef),
}

/// Draws the rows of a figure.
pub fn ui(ui: &mut Ui, rows: &Rows, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    let tokens = theme::tokens(ui.ctx());
    widgets::split(
        ui,
        |ui| {
            widgets::heading(ui, &format!("{}  {}", rows.title, rows.value));
        },
        |ui| {
            if widgets::close(ui, &words.get("rows-close")).clicked() {
                chosen = Some(Choice::Close);
            }
            if let [only] = rows.kinds.as_slice() {
                let name = words.with("table-open", &[("kind", rows.title.as_str())]);
                if table::button(ui, &name).clicked() {
                    chosen = Some(Choice::Table(only.kind.clone()));
                }
            }
        },
    );
    widgets::quiet(ui, &rows.hint);
    if let Some(lacks) = &rows.lacks {
        ui.add(Label::new(RichText::new(lacks).color(tokens.warning)).wrap());
    }
    if rows.kinds.len() > 1 {
        chosen = kinds_ui(ui, rows, words).or(chosen);
    }
    ui.add_space(HALF_STEP);
    if rows.rows.is_empty() && rows.lacks.is_none() {
        widgets::quiet(ui, &words.get("rows-none"));
    }
    ScrollArea::vertical().id_salt(("rows", rows.id)).auto_shrink([false, true]).show(ui, |ui| {
        for row in &rows.rows {
            let response = widgets::row(ui, row.object.uid, |ui| {
                widgets::split(
                    ui,
                    |ui| {
                        ui.add(Label::new(RichText::new(&row.name).strong()).wrap());
                        widgets::quiet(ui, &row.detail);
                    },
                    |ui| {
                        ui.label(RichText::new(&row.state).color(ink(ui, row.tone)));
                    },
                );
            });
            if widgets::named(response, &format!("{} {}", row.name, row.state)).clicked() {
                chosen = Some(Choice::Select(row.object.clone()));
            }
        }
        if rows.more > 0 {
            widgets::quiet(ui, &words.with("rows-more", &[("n", rows.more.to_string())]));
        }
    });
    chosen
}

/// A table is of one kind: where the figure counts things of several, each kind has a button of its own.
fn kinds_ui(ui: &mut Ui, rows: &Rows, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        for kind in &rows.kinds {
            let count = format::number(i64::try_from(kind.count).unwrap_or(i64::MAX));
            let said = format!("{} {count}", kind.name);
            let hint = words.with("table-open", &[("kind", format!("{} · {said}", rows.title))]);
            let button = ui.button(said);
            if widgets::named(button, &hint).on_hover_text(hint).clicked() {
                chosen = Some(Choice::Table(kind.kind.clone()));
            }
        }
    });
    chosen
}

/// The colour of a state as text: what is grave or good stands out; yellow is no colour to read on a light ground.
fn ink(ui: &Ui, tone: Tone) -> Color32 {
    match tone {
        Tone::Alarm | Tone::Warning | Tone::Ready => theme::tone(ui.ctx(), tone),
        _ => theme::tokens(ui.ctx()).text,
    }
}
