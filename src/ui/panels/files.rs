//! Which district: the ways to one, and what stands in the way of the last.

use std::path::{Path, PathBuf};

use eframe::egui::{Key, Label, RichText, Spinner, TextEdit, Ui};

use crate::{
    domain::view::Words,
    ui::{
        theme::{self, HALF_STEP, STEP},
        widgets,
    },
};

/// How it stands with the district.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Standing {
    /// There is none.
    #[default]
    None,
    /// It is being opened; `making`: the sample is being made first.
    Opening {
        /// Which file.
        file: String,
        /// Whether it has to be made.
        making: bool,
    },
    /// It does not open, and why.
    Failed {
        /// Which file.
        file: PathBuf,
        /// Why, and what to do.
        why: String,
    },
    /// It is open and holds nothing yet.
    Bare {
        /// Which file.
        file: String,
    },
    /// It is open.
    Open {
        /// Which file.
        file: PathBuf,
    },
}

/// What the panel shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Files {
    /// How it stands.
    pub standing: Standing,
    /// Districts opened before, the latest first.
    pub recent: Vec<Known>,
    /// Whether a sample can be opened or made.
    pub sample: bool,
}

/// A district opened before.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// Which file.
    pub file: PathBuf,
    /// Whether it is known to be gone.
    pub missing: bool,
}

/// What was chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Open this file.
    Open(PathBuf),
    /// Open the sample, made when it is not there yet.
    Sample,
    /// Put the panel away.
    Close,
}

/// Draws how it stands, then the ways to a district. `path`: the path being typed.
pub fn ui(ui: &mut Ui, files: &Files, path: &mut String, words: &Words) -> Option<Choice> {
    match &files.standing {
        Standing::Opening { file, making } => {
            opening(ui, file, *making, words);
            return None;
        }
        Standing::None => said(ui, &words.get("files-none"), &words.get("files-none-next")),
        Standing::Bare { file } => {
            let next = words.with("files-bare-next", &[("file", file.as_str())]);
            said(ui, &words.get("files-bare"), &next);
        }
        Standing::Failed { why, .. } => said(ui, &words.get("files-failed"), why),
        Standing::Open { file } => said(ui, &words.get("files-title"), &shown(file)),
    }
    ui.add_space(STEP);
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        if let Standing::Failed { file, .. } = &files.standing
            && widgets::primary(ui, true, &words.get("files-again")).clicked()
        {
            chosen = Some(Choice::Open(file.clone()));
        }
        if files.sample && ui.button(words.get("files-sample")).clicked() {
            chosen = Some(Choice::Sample);
        }
    });
    chosen = typed(ui, path, words).or(chosen);
    widgets::quiet(ui, &words.get("files-drop"));
    if !files.recent.is_empty() {
        ui.add_space(STEP);
        let color = theme::tokens(ui.ctx()).accent;
        ui.label(widgets::strong(ui, &words.get("files-recent"), theme::small()).color(color));
    }
    for known in &files.recent {
        chosen = recent_ui(ui, known, words).or(chosen);
    }
    chosen
}

/// A district opened before. One that is gone can still be asked for: its drive may be back.
fn recent_ui(ui: &mut Ui, known: &Known, words: &Words) -> Option<Choice> {
    let tokens = theme::tokens(ui.ctx());
    let file = &known.file;
    let name = file.file_name().map_or_else(|| shown(file), |name| name.to_string_lossy().into_owned());
    let color = if known.missing { tokens.faint } else { tokens.accent };
    let clicked = widgets::link(ui, RichText::new(name).color(color)).clicked();
    widgets::quiet(ui, &file.parent().map(shown).unwrap_or_default());
    if known.missing {
        let gone = RichText::new(words.get("files-recent-gone")).font(theme::small()).color(tokens.warning);
        ui.add(Label::new(gone).wrap());
    }
    clicked.then(|| Choice::Open(file.clone()))
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn said(ui: &mut Ui, title: &str, next: &str) {
    widgets::heading(ui, title);
    ui.add_space(HALF_STEP);
    ui.add(Label::new(next).wrap());
}

fn opening(ui: &mut Ui, file: &str, making: bool, words: &Words) {
    ui.horizontal(|ui| {
        ui.add(Spinner::new().size(22.0));
        ui.add_space(HALF_STEP);
        widgets::heading(ui, &words.get(if making { "files-making" } else { "desk-opening" }));
    });
    ui.add_space(HALF_STEP);
    widgets::quiet(ui, file);
}

/// The field for a path, and its button.
fn typed(ui: &mut Ui, path: &mut String, words: &Words) -> Option<Choice> {
    ui.add_space(HALF_STEP);
    let (mut entered, mut pressed) = (false, false);
    widgets::split(
        ui,
        |ui| {
            let hint = words.get("files-path");
            let field = TextEdit::singleline(path).desired_width(ui.available_width()).hint_text(&hint);
            let typed = ui.add(field).on_hover_text(hint);
            entered = typed.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        },
        |ui| pressed = ui.button(words.get("files-open")).clicked(),
    );
    let wanted = path.trim();
    ((entered || pressed) && !wanted.is_empty()).then(|| Choice::Open(PathBuf::from(wanted)))
}
