//! The panels of records and copies: the whole journal, the backups, what is ready.

use eframe::egui::Ui;
use jiff::Timestamp;

use crate::{
    domain::view::{Words, ready::ReadyLine},
    ui::{
        app::keep,
        panels::{backups, ready, records},
        screens::desk::{Choice, Memory, Shown},
    },
};

/// What was called up by a key or a button of the top bar.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Extra {
    /// The ways to another district.
    Files,
    /// What the seat prefers, and the keys.
    Settings,
    /// The whole journal.
    Records,
    /// The backups.
    Backups,
    /// What is there without a network.
    Ready,
    /// The settings of a layer.
    Layer,
}

/// What they show beside what was asked of the disk.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// The folder of the backups; none: nowhere is named.
    pub folder: Option<String>,
    /// The kinds of the journal: id and name.
    pub kinds: Vec<(String, String)>,
    /// What is there without a network.
    pub ready: Option<Vec<ReadyLine>>,
    /// The time.
    pub now: Timestamp,
}

pub(super) fn ui(
    ui: &mut Ui,
    extra: Extra,
    shown: &Shown<'_>,
    memory: &mut Memory,
    words: &Words,
    chosen: &mut Vec<Choice>,
) {
    let (keeping, kept) = (&mut memory.keeping, &shown.kept);
    let choice = match extra {
        Extra::Records => {
            let mut draft = std::mem::take(&mut keeping.records);
            let panel = records::Records {
                page: keeping.page(),
                failed: keeping.page_failed(),
                kinds: &kept.kinds,
                busy: keeping.page_busy(),
                said: keeping.said.as_deref(),
                now: kept.now,
            };
            let choice = records::ui(ui, &panel, &mut draft, words);
            keeping.records = draft;
            choice.map(keep::Choice::Records)
        }
        Extra::Backups => {
            let panel = backups::Backups {
                found: keeping.backups(),
                folder: kept.folder.clone(),
                writable: shown.status.read_only.is_none(),
                busy: keeping.is_busy(),
                said: keeping.said.as_deref(),
                now: kept.now,
            };
            backups::ui(ui, &panel, keeping.asked.as_ref(), words).map(keep::Choice::Backups)
        }
        Extra::Ready => ready::ui(ui, kept.ready.as_deref(), keeping.facts_busy(), words).map(keep::Choice::Ready),
        // These have their own places.
        Extra::Files | Extra::Settings | Extra::Layer => None,
    };
    chosen.extend(choice.map(Choice::Keeping));
}
