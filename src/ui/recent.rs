//! Whether the districts opened before are still there: asked off the window's thread, each by itself, so that a
//! drive that does not answer holds up neither the window nor what is said of the others.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use crate::{app::Wake, ui::asking::Asking};

/// What is known of the districts opened before.
#[derive(Debug, Default)]
pub struct Recent {
    missing: BTreeMap<PathBuf, Asking<bool>>,
    shown: bool,
}

impl Recent {
    /// Takes in what is known, and asks of each of these when the list comes up. Never waits.
    pub fn tend(&mut self, files: &[PathBuf], shown: bool, wake: &Wake) {
        for asked in self.missing.values_mut() {
            asked.poll();
        }
        if shown && !self.shown {
            self.missing.retain(|file, _| files.contains(file));
            for file in files {
                let asked = self.missing.entry(file.clone()).or_default();
                if !asked.is_busy() {
                    let file = file.clone();
                    // What cannot be asked is not called missing.
                    asked.ask("recent", wake, move || file.try_exists().is_ok_and(|there| !there));
                }
            }
        }
        self.shown = shown;
    }

    /// Whether a file is known to be gone.
    pub fn is_missing(&self, file: &Path) -> bool {
        self.missing.get(file).and_then(Asking::answer) == Some(&true)
    }
}
