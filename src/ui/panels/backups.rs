//! The backups: when, how large and what they hold; bringing one back is asked twice and can be taken back.

use std::path::PathBuf;

use eframe::egui::{Label, RichText, ScrollArea, Ui};
use jiff::Timestamp;

use crate::{
    domain::{
        catalogue::Tone,
        view::{Words, format},
    },
    io::{backups::Backup, store::StoreError},
    ui::{
        theme::{self, HALF_STEP},
        widgets,
    },
};

/// What the panel shows.
#[derive(Debug)]
pub struct Backups<'a> {
    /// The backups, the latest first; none while they are looked for.
    pub found: Option<Result<&'a [Backup], &'a StoreError>>,
    /// Where they lie; none: nowhere is named.
    pub folder: Option<String>,
    /// Whether the district can be changed.
    pub writable: bool,
    /// Whether something is being written.
    pub busy: bool,
    /// What became of the last thing asked for.
    pub said: Option<&'a str>,
    /// The time.
    pub now: Timestamp,
}

/// What was chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Put the panel away.
    Close,
    /// Make one now.
    Make,
    /// Write a copy without what is personal.
    Share,
    /// Ask whether this one is to be brought back; none: it is not.
    Ask(Option<PathBuf>),
    /// Bring it back.
    Restore(PathBuf),
    /// Where they lie is set there.
    Settings,
}

/// Draws the panel. `asked`: the one that may be brought back.
pub fn ui(ui: &mut Ui, shown: &Backups<'_>, asked: Option<&PathBuf>, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    if widgets::head(ui, &words.get("backups-title"), &words.get("backups-close")) {
        chosen = Some(Choice::Close);
    }
    let Some(folder) = &shown.folder else {
        widgets::quiet(ui, &words.get("backups-nowhere"));
        if ui.button(words.get("backups-settings")).clicked() {
            chosen = Some(Choice::Settings);
        }
        return chosen;
    };
    ui.horizontal_wrapped(|ui| {
        if widgets::primary(ui, !shown.busy, &words.get("backups-make")).clicked() {
            chosen = Some(Choice::Make);
        }
        let share = eframe::egui::Button::new(words.get("backups-share"));
        if ui.add_enabled(!shown.busy, share).on_hover_text(words.get("backups-share-hint")).clicked() {
            chosen = Some(Choice::Share);
        }
        if shown.busy {
            ui.spinner();
        }
    });
    if let Some(said) = shown.said {
        ui.add(Label::new(said).wrap());
    }
    widgets::quiet(ui, &words.with("backups-folder", &[("folder", folder.as_str())]));
    ui.add_space(HALF_STEP);
    match shown.found {
        None => {
            widgets::quiet(ui, &words.get("backups-working"));
        }
        Some(Err(error)) => {
            let warning = theme::tone(ui.ctx(), Tone::Warning);
            ui.add(Label::new(RichText::new(words.problem(&error.problem())).color(warning)).wrap());
        }
        Some(Ok([])) => {
            widgets::quiet(ui, &words.get("backups-none"));
        }
        Some(Ok(found)) => {
            ScrollArea::vertical().id_salt("backups").auto_shrink([false, true]).show(ui, |ui| {
                for backup in found {
                    chosen = one(ui, backup, shown, asked, words).or(chosen.take());
                }
            });
        }
    }
    chosen
}

fn one(ui: &mut Ui, backup: &Backup, shown: &Backups<'_>, asked: Option<&PathBuf>, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    let time = format::date_time(backup.time);
    widgets::card(ui, |ui| {
        widgets::split(
            ui,
            |ui| {
                let how = if backup.automatic { "backups-automatic" } else { "backups-by-hand" };
                let title = format!("{time}  {}", words.get(how));
                ui.add(Label::new(widgets::strong(ui, &title, theme::body())).wrap());
                let megabytes = format::decimal(backup.bytes as f64 / 1_000_000.0, 1);
                let age = format::age(backup.time, shown.now, words);
                widgets::quiet(ui, &words.with("backups-size", &[("mb", megabytes), ("age", age)]));
            },
            |ui| {
                let whole = backup.holds.as_ref().is_ok_and(|holds| !holds.shared);
                let button = eframe::egui::Button::new(words.get("backups-restore"));
                let button = ui.add_enabled(shown.writable && whole && !shown.busy, button);
                let name = words.with("backups-restore-named", &[("time", time.as_str())]);
                if widgets::named(button, &name).clicked() {
                    chosen = Some(Choice::Ask(Some(backup.file.clone())));
                }
            },
        );
        match &backup.holds {
            Err(error) => {
                let warning = theme::tone(ui.ctx(), Tone::Warning);
                ui.add(Label::new(RichText::new(words.problem(&error.problem())).color(warning)).wrap());
            }
            Ok(holds) => {
                let number = |n: u64| format::number(i64::try_from(n).unwrap_or(i64::MAX));
                let last = holds.last.as_ref().map(|row| words.action(&row.label)).unwrap_or_default();
                let args = [("objects", number(holds.total())), ("actions", number(holds.actions)), ("last", last)];
                widgets::quiet(ui, &words.with("backups-holds", &args));
            }
        }
        if asked == Some(&backup.file) {
            ui.add_space(HALF_STEP);
            ui.add(Label::new(words.get("backups-ask")).wrap());
            ui.horizontal_wrapped(|ui| {
                if widgets::primary(ui, !shown.busy, &words.get("backups-confirm")).clicked() {
                    chosen = Some(Choice::Restore(backup.file.clone()));
                }
                if ui.button(words.get("backups-leave")).clicked() {
                    chosen = Some(Choice::Ask(None));
                }
            });
        }
    });
    chosen
}
