//! The status bar: where the pointer is, scale, datum, and whether the file can be written.

use eframe::egui::{Align, Color32, Label, Layout, RichText, Ui};

use crate::{
    domain::view::Words,
    ui::theme::{self, STEP},
};

/// What the status bar shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Status {
    /// The position under the pointer, in words.
    pub position: Option<String>,
    /// The scale of the map, in words.
    pub scale: Option<String>,
    /// The file's name.
    pub file: Option<String>,
    /// Why nothing can be written; none: it can.
    pub read_only: Option<String>,
    /// What is under way.
    pub busy: Option<String>,
    /// How the background map does.
    pub background: Option<String>,
    /// How the feeds do that are followed.
    pub feeds: Vec<String>,
    /// What is wrong with this machine: no Chinese font.
    pub lacks: Option<String>,
}

/// Draws the status bar. What stands in the way of work keeps its room at the right; of the rest only what fits
/// whole is shown, and the last is cut short.
pub fn ui(ui: &mut Ui, status: &Status, words: &Words) {
    let tokens = theme::tokens(ui.ctx());
    let small = |text: &str| RichText::new(text).font(theme::small()).color(tokens.quiet);
    let add = |ui: &mut Ui, text: RichText| drop(ui.add(Label::new(text).truncate()));
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        match &status.read_only {
            Some(why) => add(ui, small(why).color(tokens.warning)),
            None if status.file.is_some() => add(ui, small(&words.get("status-writer"))),
            None => {}
        }
        for part in [&status.busy, &status.lacks].into_iter().flatten() {
            ui.add_space(STEP);
            add(ui, small(part).color(tokens.warning));
        }
        if let Some(file) = status.file.as_ref().filter(|file| width(ui, file) < ui.available_width() / 3.0) {
            ui.add_space(STEP);
            add(ui, small(file));
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            add(ui, small(&words.get("status-datum")));
            let place = status.position.iter().chain(&status.scale);
            for part in place.chain(&status.feeds).chain(&status.background) {
                let may_be_cut = Some(part) == status.background.as_ref() || status.feeds.contains(part);
                if width(ui, part) + STEP > ui.available_width() && !may_be_cut {
                    break;
                }
                ui.add_space(STEP);
                add(ui, small(part));
            }
        });
    });
}

fn width(ui: &Ui, text: &str) -> f32 {
    ui.painter().layout_no_wrap(text.to_owned(), theme::small(), Color32::PLACEHOLDER).size().x
}
