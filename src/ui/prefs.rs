//! What the seat prefers, and where that is kept.

use crate::{
    app::{Job, Wake, job::Outcome},
    io::settings::{Folders, Settings},
};

/// What the seat prefers, and where that is kept.
#[derive(Debug, Default)]
pub struct Prefs {
    /// What it prefers.
    pub settings: Settings,
    /// Where it keeps its things; none: nothing is remembered.
    pub folders: Option<Folders>,
    changed: bool,
    saving: Option<Job<()>>,
}

impl Prefs {
    /// Of these settings, kept in these folders.
    pub const fn new(settings: Settings, folders: Option<Folders>) -> Self {
        Self { settings, folders, changed: false, saving: None }
    }

    /// Changes the settings; [`Self::poll`] keeps them.
    pub fn change(&mut self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.settings);
        self.changed = true;
    }

    /// Keeps what was changed, off the window's thread, one save at a time. A seat that cannot remember works
    /// all the same.
    pub fn poll(&mut self, wake: &Wake) {
        if self.saving.as_ref().is_some_and(|saving| saving.poll() == Outcome::Running) || !self.changed {
            return;
        }
        self.changed = false;
        let Some(path) = self.folders.as_ref().map(Folders::settings) else { return };
        let settings = self.settings.clone();
        let save = move || {
            if let Err(error) = settings.save(&path) {
                tracing::warn!(%error, "the settings could not be kept");
            }
        };
        self.saving = Job::start("settings", wake.clone(), move |_| save()).ok();
    }

    /// Keeps what is not kept yet, and waits for it: the window is closing.
    pub fn finish(&mut self) {
        self.saving.take().map(|saving| saving.wait());
        self.poll(&Wake::nobody());
        self.saving.take().map(|saving| saving.wait());
    }
}
