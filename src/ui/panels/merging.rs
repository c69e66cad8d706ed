//! A township's own file: what it changes, the conflicts to be decided, and what was not understood.

use std::path::PathBuf;

use eframe::egui::{Checkbox, Label, RichText, ScrollArea, TextEdit, Ui};

use crate::{
    domain::{
        catalogue::Tone,
        model::MoveReport,
        view::{
            Words,
            merge::{MergeLine, MergeView},
        },
    },
    ui::{
        boarding::{Found, Merging},
        panels::reporting,
        theme::{self, HALF_STEP},
        widgets,
    },
};

/// More lines of a kind than this are only counted.
const LISTED: usize = 150;

/// What was chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Put it away.
    Close,
    /// Read this file.
    Read(PathBuf),
    /// Take it in, as decided.
    Merge,
    /// Take these reports in.
    Take(Vec<MoveReport>),
}

/// Draws what a township's file holds.
pub fn ui(ui: &mut Ui, merging: &mut Merging, writable: bool, words: &Words) -> Option<Choice> {
    let mut chosen =
        widgets::head(ui, &words.get("merging-title"), &words.get("merging-close")).then_some(Choice::Close);
    widgets::quiet(ui, &words.get("merging-how"));
    ui.horizontal(|ui| {
        let label = ui.label(words.get("merging-path"));
        let field = TextEdit::singleline(&mut merging.path).desired_width(ui.available_width() - 70.0);
        let typed = ui.add(field).labelled_by(label.id);
        let entered = typed.lost_focus() && ui.input(|input| input.key_pressed(eframe::egui::Key::Enter));
        let may = !merging.path.trim().is_empty();
        if (ui.add_enabled(may, eframe::egui::Button::new(words.get("merging-read"))).clicked() || entered) && may {
            chosen = Some(Choice::Read(PathBuf::from(merging.path.trim())));
        }
    });
    ui.add_space(HALF_STEP);
    if merging.file.is_none() {
        return chosen;
    }
    let busy = merging.is_busy();
    match merging.found().cloned() {
        None => {
            widgets::quiet(ui, &words.get("board-reading"));
        }
        Some(Err(why)) => warn(ui, &why),
        Some(Ok(found)) => match found.as_ref() {
            Found::Figures(preview) => {
                if let Some(reporting::Choice::Take(reports)) = reporting::preview(ui, preview, writable, words) {
                    chosen = Some(Choice::Take(reports));
                }
            }
            Found::List { view, .. } => {
                ui.add(Label::new(widgets::strong(ui, &view.counts, theme::body())).wrap());
                let changes = view.lines.iter().any(|line| line.tone == Tone::Normal || line.is_conflict);
                let may = writable && !busy && (changes || !view.added.is_empty());
                if widgets::primary(ui, may, &words.get("merging-take")).clicked() {
                    chosen = Some(Choice::Merge);
                }
                ui.add_space(HALF_STEP);
                ScrollArea::vertical().id_salt("merge").auto_shrink([false, true]).show(ui, |ui| {
                    list(ui, view, merging, words);
                });
            }
        },
    }
    chosen
}

fn warn(ui: &mut Ui, text: &str) {
    let warning = theme::tokens(ui.ctx()).warning;
    ui.add(Label::new(RichText::new(text).color(warning)).wrap());
}

fn list(ui: &mut Ui, view: &MergeView, merging: &mut Merging, words: &Words) {
    let conflicts: Vec<&MergeLine> = view.lines.iter().filter(|line| line.is_conflict).collect();
    if !conflicts.is_empty() {
        title(ui, "merging-conflicts", conflicts.len(), words);
        for line in conflicts.iter().take(LISTED) {
            warn(ui, &line.text);
            let mut theirs = merging.theirs.contains(&line.change);
            if ui.add(Checkbox::new(&mut theirs, words.get("merging-theirs"))).changed() {
                if theirs {
                    merging.theirs.insert(line.change);
                } else {
                    merging.theirs.remove(&line.change);
                }
            }
        }
        ui.add_space(HALF_STEP);
    }
    let problems: Vec<&str> = view.problems.iter().map(String::as_str).collect();
    lines(ui, "merging-problems", &problems, Tone::Warning, words);
    let refused = of_tone(view, Tone::Alarm);
    lines(ui, "merging-refused", &refused, Tone::Alarm, words);
    let taken: Vec<&str> = view
        .lines
        .iter()
        .filter(|line| !line.is_conflict && line.tone != Tone::Alarm && line.tone != Tone::Quiet)
        .map(|line| line.text.as_str())
        .collect();
    lines(ui, "merging-taken", &taken, Tone::Normal, words);
    let added: Vec<&str> = view.added.iter().map(String::as_str).collect();
    lines(ui, "merging-added", &added, Tone::Normal, words);
    lines(ui, "merging-kept", &of_tone(view, Tone::Quiet), Tone::Quiet, words);
    let missing: Vec<&str> = view.missing.iter().map(String::as_str).collect();
    lines(ui, "merging-missing", &missing, Tone::Quiet, words);
}

fn of_tone(view: &MergeView, tone: Tone) -> Vec<&str> {
    let wanted = view.lines.iter().filter(|line| line.tone == tone && !line.is_conflict);
    wanted.map(|line| line.text.as_str()).collect()
}

fn title(ui: &mut Ui, id: &str, n: usize, words: &Words) {
    ui.label(widgets::strong(ui, &words.with(id, &[("n", n.to_string())]), theme::body()));
}

fn lines(ui: &mut Ui, id: &str, texts: &[&str], tone: Tone, words: &Words) {
    if texts.is_empty() {
        return;
    }
    title(ui, id, texts.len(), words);
    let color = if tone == Tone::Normal { theme::tokens(ui.ctx()).text } else { theme::tone(ui.ctx(), tone) };
    for text in texts.iter().take(LISTED) {
        ui.add(Label::new(RichText::new(*text).color(color)).wrap());
    }
    if texts.len() > LISTED {
        widgets::quiet(ui, &words.with("evacuate-more", &[("n", (texts.len() - LISTED).to_string())]));
    }
    ui.add_space(HALF_STEP);
}
