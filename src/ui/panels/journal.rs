//! The journal: what happened, newest first, and the way back by name.

use eframe::egui::{Align, Button, Label, Layout, RichText, ScrollArea, Ui, Widget as _};

use crate::{
    domain::view::{Words, journal::JournalLine},
    ui::{
        theme::{self, HALF_STEP},
        widgets,
    },
};

/// What the journal shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Journal {
    /// The lines, newest first.
    pub lines: Vec<JournalLine>,
    /// What undo would take back, by name.
    pub undo: Option<String>,
    /// What redo would do again, by name.
    pub redo: Option<String>,
}

/// What was chosen in the journal.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Choice {
    /// Take back one's own latest action.
    Undo,
    /// Do it again.
    Redo,
    /// The whole journal.
    All,
    /// The backups.
    Backups,
    /// What is there without a network.
    Ready,
}

/// Draws the journal.
pub fn ui(ui: &mut Ui, journal: &Journal, writable: bool, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        widgets::heading(ui, &words.get("journal-title"));
        let accent = theme::tokens(ui.ctx()).accent;
        let links =
            [("journal-all", Choice::All), ("journal-backups", Choice::Backups), ("ready-title", Choice::Ready)];
        for (name, what) in links {
            let name = words.get(name);
            let link = widgets::link(ui, RichText::new(&name).font(theme::small()).color(accent));
            if widgets::named(link, &name).clicked() {
                chosen = Some(what);
            }
        }
    });
    if writable {
        if let Some(name) = &journal.undo
            && step(ui, &words.with("journal-undo", &[("what", name)]), "Ctrl+Z")
        {
            chosen = Some(Choice::Undo);
        }
        if let Some(name) = &journal.redo
            && step(ui, &words.with("journal-redo", &[("what", name)]), "Ctrl+Y")
        {
            chosen = Some(Choice::Redo);
        }
    }
    if journal.lines.is_empty() {
        widgets::quiet(ui, &words.get("journal-empty"));
    }
    ScrollArea::vertical().id_salt("journal").auto_shrink([false, true]).show(ui, |ui| {
        for line in &journal.lines {
            line_ui(ui, line);
        }
    });
    chosen
}

fn step(ui: &mut Ui, name: &str, keys: &str) -> bool {
    let button = Button::new(name).wrap().min_size([ui.available_width(), 0.0].into());
    button.ui(ui).on_hover_text(keys).clicked()
}

/// Draws a line of the journal.
pub fn line_ui(ui: &mut Ui, line: &JournalLine) {
    let tokens = theme::tokens(ui.ctx());
    ui.horizontal_top(|ui| {
        ui.label(RichText::new(&line.time).font(theme::small()).color(tokens.quiet));
        ui.add_space(HALF_STEP);
        ui.with_layout(Layout::top_down(Align::Min), |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let what = RichText::new(&line.what);
            let what = if line.undone { what.strikethrough().color(tokens.faint) } else { what };
            ui.add(Label::new(what).wrap());
            ui.label(RichText::new(&line.who).font(theme::small()).color(tokens.faint));
        });
    });
}
