//! What a township reports: a message pasted and shown as it was understood, or a form.

use eframe::egui::{Label, RichText, ScrollArea, TextEdit, Ui};

use crate::{
    domain::{
        model::{Figure, MoveReport},
        view::Words,
        world::World,
    },
    ui::{
        boarding::{Entry, Filled, Preview, figure_name},
        theme::{self, HALF_STEP},
        widgets,
    },
};

/// The longest message that is typed or pasted here, signs; longer ones come as files.
const LONGEST: usize = 200_000;

/// What was chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Put it away.
    Close,
    /// Take these in.
    Take(Vec<MoveReport>),
    /// Take the form in.
    TakeForm,
}

/// Draws what is being entered.
pub fn ui(ui: &mut Ui, entry: &mut Entry, world: &World, writable: bool, words: &Words) -> Option<Choice> {
    match &mut entry.form {
        Some(form) => filled(ui, form, world, writable, words),
        None => pasted(ui, entry, writable, words),
    }
}

fn pasted(ui: &mut Ui, entry: &mut Entry, writable: bool, words: &Words) -> Option<Choice> {
    let chosen =
        widgets::head(ui, &words.get("board-paste-title"), &words.get("board-entry-close")).then_some(Choice::Close);
    widgets::quiet(ui, &words.get("board-paste-how"));
    ui.add_space(HALF_STEP);
    ScrollArea::vertical().id_salt("message").max_height(150.0).show(ui, |ui| {
        let field = TextEdit::multiline(&mut entry.text)
            .desired_width(f32::INFINITY)
            .desired_rows(5)
            .char_limit(LONGEST)
            .hint_text(words.get("board-paste-example"));
        widgets::named_field(ui.add(field), &words.get("board-message"));
    });
    ui.add_space(HALF_STEP);
    if entry.text.trim().is_empty() {
        return chosen;
    }
    let Some(preview) = entry.preview() else {
        widgets::quiet(ui, &words.get("board-reading"));
        return chosen;
    };
    self::preview(ui, preview, writable, words).or(chosen)
}

/// Draws a message as it was understood, and takes it in.
pub(super) fn preview(ui: &mut Ui, preview: &Preview, writable: bool, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    let n = preview.reports.len();
    if n > 0 && widgets::primary(ui, writable, &words.with("board-take", &[("n", n.to_string())])).clicked() {
        chosen = Some(Choice::Take(preview.reports.clone()));
    }
    let warning = theme::tokens(ui.ctx()).warning;
    ScrollArea::vertical().id_salt("message-read").auto_shrink([false, true]).show(ui, |ui| {
        // What was not understood first: it is what one must see to.
        if !preview.problems.is_empty() {
            let n = preview.problems.len().to_string();
            ui.label(widgets::strong(ui, &words.with("report-problems", &[("n", n)]), theme::body()).color(warning));
            for problem in &preview.problems {
                ui.add(Label::new(RichText::new(problem).color(warning)).wrap());
            }
            ui.add_space(HALF_STEP);
        }
        for told in &preview.told {
            let mut lines = told.iter();
            if let Some(first) = lines.next() {
                ui.add(Label::new(widgets::strong(ui, first, theme::body())).wrap());
            }
            for line in lines {
                widgets::quiet(ui, line);
            }
            ui.add_space(HALF_STEP);
        }
    });
    chosen
}

fn filled(ui: &mut Ui, form: &mut Filled, world: &World, writable: bool, words: &Words) -> Option<Choice> {
    let place = [form.township.as_str(), form.village.as_deref().unwrap_or_default()].join(" ");
    let title = words.with("board-fill-of", &[("name", place.trim())]);
    let mut chosen = widgets::head(ui, &title, &words.get("board-entry-close")).then_some(Choice::Close);
    widgets::quiet(ui, &words.get("board-fill-how"));
    ui.add_space(HALF_STEP);
    ui.checkbox(&mut form.acknowledged, words.get("board-fill-received"));
    eframe::egui::Grid::new("board-form").num_columns(2).spacing([12.0, 8.0]).show(ui, |ui| {
        for (figure, text) in Figure::ALL.into_iter().zip(&mut form.figures) {
            let label = ui.label(figure_name(figure, world, words));
            ui.add(TextEdit::singleline(text).desired_width(110.0).char_limit(8)).labelled_by(label.id);
            ui.end_row();
        }
        let label = ui.label(words.get("report-reporter"));
        ui.add(TextEdit::singleline(&mut form.reporter).desired_width(180.0).char_limit(40)).labelled_by(label.id);
        ui.end_row();
    });
    if let Some(wrong) = form.wrong() {
        let warning = theme::tokens(ui.ctx()).warning;
        let text = words.with("board-fill-wrong", &[("name", figure_name(wrong, world, words))]);
        ui.add(Label::new(RichText::new(text).color(warning)).wrap());
    }
    ui.add_space(HALF_STEP);
    let is_sound = form.acknowledged || form.figures.iter().any(|text| !text.trim().is_empty());
    let may = writable && is_sound && form.wrong().is_none();
    if widgets::primary(ui, may, &words.get("board-fill-take")).clicked() {
        chosen = Some(Choice::TakeForm);
    }
    chosen
}
