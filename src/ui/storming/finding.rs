//! The storms there are, and those that fit what was typed.

use std::sync::Arc;

use crate::{
    app::Wake,
    domain::{hazard::typhoon::Storm, query::StormNames},
    io::assets,
    ui::asking::Asking,
};

/// The storms there are, ready to be searched at every key.
#[derive(Debug, Default)]
pub struct Known {
    /// What is searched for.
    pub text: String,
    storms: Vec<Arc<Storm>>,
    /// The storms that the names are of, which may be older than those there are.
    names: Asking<(Vec<Arc<Storm>>, StormNames)>,
    stale: bool,
    found: Vec<Arc<Storm>>,
    searched: Option<String>,
}

impl Known {
    /// All of them: what the feed says, then the newest file's, then the archive's.
    pub fn all(&self) -> &[Arc<Storm>] {
        &self.storms
    }

    /// Others from now on.
    pub fn set(&mut self, storms: Vec<Arc<Storm>>) {
        self.storms = storms;
        (self.stale, self.searched) = (true, None);
    }

    /// Those that fit what was typed, the best first; all of them while their names are looked up.
    pub fn found(&self) -> &[Arc<Storm>] {
        &self.found
    }

    /// Keeps it in step. Names are looked up off this thread: a file may hold thousands. Never waits.
    pub fn poll(&mut self, wake: &Wake) {
        if self.stale && !self.names.is_busy() {
            self.stale = false;
            let storms = self.storms.clone();
            self.names.ask("storm-names", wake, move || {
                let names = StormNames::of(storms.iter().map(AsRef::as_ref), &assets::spelling());
                (storms, names)
            });
        }
        if self.names.poll() {
            self.searched = None;
        }
        if self.searched.as_ref() == Some(&self.text) {
            return;
        }
        let is_known = !self.stale && !self.names.is_busy();
        self.found = match self.names.answer().filter(|_| is_known) {
            Some((storms, names)) => {
                names.find(&self.text).into_iter().filter_map(|row| storms.get(row).cloned()).collect()
            }
            None => self.storms.clone(),
        };
        self.searched = Some(self.text.clone());
    }
}
