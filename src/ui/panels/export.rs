//! Where a list goes: a path, the form, and whether personal values stand in it.

use std::path::PathBuf;

use eframe::egui::{Checkbox, Context, Id, Modal, TextEdit, Ui};

use crate::{
    domain::view::{Words, format, table::TableRequest},
    ui::{
        theme::{self, HALF_STEP, STEP},
        widgets,
    },
};

/// A list on its way to a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Its rows.
    pub request: TableRequest,
    /// What the kind is called.
    pub title: String,
    /// How many rows.
    pub rows: usize,
    /// Where to, as typed.
    pub path: String,
}

/// What was chosen.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Choice {
    /// Write it.
    Write,
    /// Do not.
    Cancel,
}

/// Draws the question over the window. `writable`: whether an export with personal values can be journalled.
pub fn ui(ctx: &Context, draft: &mut Draft, writable: bool, words: &Words) -> Option<Choice> {
    let shown = Modal::new(Id::unique("export")).show(ctx, |ui| {
        ui.set_width(520.0_f32.min(ctx.content_rect().width() - 64.0));
        question(ui, draft, writable, words)
    });
    let away = shown.should_close().then_some(Choice::Cancel);
    shown.inner.or(away)
}

fn question(ui: &mut Ui, draft: &mut Draft, writable: bool, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    let rows = format::number(i64::try_from(draft.rows).unwrap_or(i64::MAX));
    widgets::heading(ui, &words.with("export-title", &[("kind", draft.title.clone()), ("rows", rows)]));
    ui.add_space(HALF_STEP);
    ui.horizontal(|ui| {
        for (name, ending) in [("export-csv", "csv"), ("export-geojson", "geojson")] {
            let path = PathBuf::from(draft.path.trim());
            let on = path.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending));
            if widgets::chip(ui, &words.get(name), on).clicked() {
                draft.path = path.with_extension(ending).to_string_lossy().into_owned();
            }
        }
    });
    ui.add_space(HALF_STEP);
    let label = ui.label(words.get("export-path"));
    let field = TextEdit::singleline(&mut draft.path).desired_width(f32::INFINITY);
    ui.add(field).labelled_by(label.id);
    widgets::quiet(ui, &words.get("export-path-hint"));
    ui.add_space(HALF_STEP);
    ui.add_enabled(writable, Checkbox::new(&mut draft.request.unmask, words.get("export-unmask")));
    if !writable {
        draft.request.unmask = false;
        ui.colored_label(theme::tokens(ui.ctx()).warning, words.get("export-unmask-read-only"));
    }
    ui.add_space(STEP);
    ui.horizontal(|ui| {
        if widgets::primary(ui, is_sound(&draft.path), &words.get("export-do")).clicked() {
            chosen = Some(Choice::Write);
        }
        if ui.button(words.get("export-cancel")).clicked() {
            chosen = Some(Choice::Cancel);
        }
    });
    chosen
}

/// Whether a path says which form the file has.
fn is_sound(path: &str) -> bool {
    let path = PathBuf::from(path.trim());
    path.extension().is_some_and(|own| ["csv", "geojson", "json"].iter().any(|known| own.eq_ignore_ascii_case(known)))
}
