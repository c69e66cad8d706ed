//! A township's own file on its way in: read and compared off the window's thread, its conflicts decided, then one
//! action.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::Timestamp;

use crate::{
    app::{
        Draft, ids,
        merge::{Sent, draft, read},
    },
    domain::{
        catalogue::Lang,
        model::MOVE_REPORT,
        plan::merge::Merge,
        view::{
            Words,
            merge::{MergeView, merge as said},
        },
        world::World,
    },
    io::{import::message, store},
    ui::{asking::Asking, boarding::Preview, here::Here},
};

/// A file that a township sent.
#[derive(Debug, Default)]
pub struct Merging {
    /// Its path, as typed.
    pub path: String,
    /// The file that is read; none: a path is being typed.
    pub file: Option<PathBuf>,
    /// The conflicts in which the file's value is taken, by their place among the changes.
    pub theirs: BTreeSet<usize>,
    found: Asking<Result<Arc<Found>, String>>,
    found_of: Option<(PathBuf, u64, Lang)>,
    making: Asking<Option<Draft>>,
}

/// What a township's file holds.
#[derive(Debug)]
pub enum Found {
    /// Its part of the transfer list, compared.
    List {
        /// What it comes to.
        merge: Merge,
        /// In words.
        view: MergeView,
    },
    /// Figures, to be taken in as reports.
    Figures(Preview),
}

impl Merging {
    /// Reads a file.
    pub fn read(&mut self, file: PathBuf) {
        self.path = file.display().to_string();
        self.theirs.clear();
        self.file = Some(file);
        self.found.clear();
        self.found_of = None;
    }

    /// What the file holds, or why it could not be read; none: it is being read.
    pub const fn found(&self) -> Option<&Result<Arc<Found>, String>> {
        self.found.answer()
    }

    /// Whether the action is being made, or the file compared anew: what is shown is then of an older world.
    pub const fn is_busy(&self) -> bool {
        self.making.is_busy() || self.found.is_busy()
    }

    /// Makes the action out of what was decided, off the window's thread.
    pub fn make(&mut self, here: Here<'_>) {
        let Some(Ok(found)) = self.found.answer().cloned() else { return };
        let (world, theirs, now) = (here.world.clone(), self.theirs.clone(), here.clock.now());
        let name = self.file.as_deref().and_then(Path::file_name).unwrap_or_default().to_string_lossy().into_owned();
        self.making.ask("merge", here.wake, move || {
            let Found::List { merge, .. } = found.as_ref() else { return None };
            let chosen = |change: &crate::domain::plan::merge::RowChange| {
                merge.changes.iter().position(|one| one == change).is_some_and(|at| theirs.contains(&at))
            };
            draft(merge, &name, &world, &chosen, now, &mut ids::fresh)
        });
    }

    /// The action, once it is made; `Some(None)`: nothing changes.
    pub fn made(&mut self) -> Option<Option<Draft>> {
        if self.making.poll() { self.making.take() } else { None }
    }

    pub(super) fn poll(&mut self, here: Here<'_>) {
        self.found.poll();
        let Some(file) = &self.file else { return };
        let wanted = (file.clone(), here.world.revision(), here.words.lang());
        if self.found.is_busy() || self.found_of.as_ref() == Some(&wanted) {
            return;
        }
        // With another world the changes are others: what was decided is asked anew.
        if self.found_of.as_ref().is_some_and(|(_, revision, _)| *revision != wanted.1) {
            self.theirs.clear();
        }
        let file = wanted.0.clone();
        self.found_of = Some(wanted);
        let (world, words, now) = (here.world.clone(), here.words.clone(), here.clock.now());
        let district = here.file.to_owned();
        self.found.ask("merge", here.wake, move || look(&file, &district, &world, now, &words).map(Arc::new));
    }
}

fn look(file: &Path, district: &Path, world: &World, now: Timestamp, words: &Words) -> Result<Found, String> {
    let shown = file.display().to_string();
    let reader = store::reader(district).map_err(|error| words.problem(&error.problem()))?;
    let sent = read(file, Some(&reader), world, None, now).map_err(|error| words.problem(&error.problem(&shown)))?;
    Ok(match sent {
        Sent::List(merge) => {
            let view = said(&merge, world, false, words);
            Found::List { merge, view }
        }
        Sent::Figures(recognised) => {
            let kind = world.catalogue().kind(MOVE_REPORT).map(AsRef::as_ref);
            Found::Figures(Preview {
                text: shown,
                told: recognised.reports.iter().map(|one| message::told(one, kind, words)).collect(),
                problems: recognised.problems.iter().map(|problem| words.problem(problem)).collect(),
                reports: recognised.reports.into_iter().map(|one| one.report).collect(),
            })
        }
    })
}
