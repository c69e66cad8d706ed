//! What the window keeps of records and copies: the journal's page, the backups, what is ready. All of it is asked of
//! the disk off the window's thread.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::{Timestamp, ToSpan as _};

use crate::{
    app::{Clock, Operation, Wake},
    domain::view::{Words, format, ready::Facts, scene},
    io::{
        backups::{self, Backup, Rules},
        export,
        readiness::Look,
        settings::{Folders, Settings},
        store::{self, JournalPage, Sought, StoreError},
    },
    ui::{
        asking::Asking,
        panels::{records, seat},
        prefs::Prefs,
    },
};

/// How often it is looked whether a backup is due, minutes.
const TEND_EVERY: i64 = 10;

/// What becomes of something written: a file, or why not.
type Written = Result<Option<(&'static str, PathBuf)>, StoreError>;

/// What the window keeps of records and copies.
#[derive(Debug, Default)]
pub struct Keeping {
    /// What is sought in the journal.
    pub records: records::Draft,
    /// Who sits here, and the folders, as typed.
    pub seat: seat::Draft,
    /// The first page, while it is shown: who sits here, as typed.
    pub first: Option<String>,
    /// The backup that may be brought back.
    pub asked: Option<PathBuf>,
    /// What became of the last thing asked for.
    pub said: Option<String>,
    /// A backup is being brought back.
    pub restoring: bool,
    page: Asking<Result<JournalPage, StoreError>>,
    page_of: Option<(Sought, u64, u64)>,
    backups: Asking<Result<Vec<Backup>, StoreError>>,
    facts: Asking<Arc<Facts>>,
    work: Asking<Written>,
    tending: Asking<Written>,
    tended: Option<(PathBuf, Timestamp)>,
}

/// The folder of the backups: the one that is set, else the seat's own.
pub fn folder(settings: &Settings, folders: Option<&Folders>) -> Option<PathBuf> {
    settings.backups.folder.clone().or_else(|| folders.map(Folders::backups))
}

impl Keeping {
    /// Takes in answers; `true`: the list of backups is no longer right. Never waits.
    pub fn poll(&mut self, words: &Words) -> bool {
        self.page.poll();
        self.backups.poll();
        self.facts.poll();
        let mut stale = false;
        if self.work.poll() {
            stale = true;
            self.said = self.work.take().and_then(|written| said(written, words));
        }
        if self.tending.poll() {
            stale = true;
            // What was made quietly is told where the backups are listed, what failed too.
            let told = self.tending.take().and_then(|written| said(written, words));
            self.said = told.or(self.said.take());
        }
        stale
    }

    /// Asks for the page of the journal that is sought, when it is not the last one.
    pub fn ask_page(&mut self, file: &Path, revision: u64, wake: &Wake) {
        let wanted = (self.records.sought.clone(), self.records.page, revision);
        if self.page.is_busy() || self.page_of.as_ref() == Some(&wanted) {
            return;
        }
        let (file, sought, page) = (file.to_owned(), wanted.0.clone(), wanted.1);
        self.page_of = Some(wanted);
        self.page.ask("journal", wake, move || {
            store::reader(&file)?.seek(&sought, page * records::PAGE as u64, records::PAGE)
        });
    }

    /// Looks for the backups.
    pub fn ask_backups(&mut self, file: &Path, folder: PathBuf, wake: &Wake) {
        let file = file.to_owned();
        self.backups.ask("backups", wake, move || backups::list(&file, &folder));
    }

    /// Looks at what is there without a network.
    pub fn ask_facts(&mut self, operation: Option<&Operation>, prefs: &Prefs, wake: &Wake) {
        let district =
            operation.map(|operation| (operation.path().to_owned(), operation.granted().problem().is_none()));
        let world = operation.map(|operation| operation.world().clone());
        let (settings, folders) = (prefs.settings.clone(), prefs.folders.clone());
        self.facts.ask("ready", wake, move || {
            let bounds = world.as_ref().and_then(scene::home);
            Arc::new(Look { district, bounds, settings, folders }.facts())
        });
    }

    /// Makes a backup where one is due. Samples and exercises can be made again: they get none by themselves.
    pub fn tend(&mut self, operation: &Operation, prefs: &Prefs, clock: &Clock, wake: &Wake) {
        let meta = operation.meta();
        let writer = operation.granted().problem().is_none();
        let Some(folder) = folder(&prefs.settings, prefs.folders.as_ref()) else { return };
        if meta.sample || meta.exercise || !writer || self.tending.is_busy() || prefs.settings.backups.hours == 0 {
            return;
        }
        let (file, now) = (operation.path().to_owned(), clock.now());
        let recent = |(of, at): &(PathBuf, Timestamp)| {
            *of == file && at.checked_add(TEND_EVERY.minutes()).is_ok_and(|next| now < next)
        };
        if self.tended.as_ref().is_some_and(recent) {
            return;
        }
        self.tended = Some((file.clone(), now));
        let rules: Rules = prefs.settings.backups.clone();
        self.tending.ask("backup", wake, move || {
            let made = backups::tend(&file, &folder, &rules, now);
            made.map(|made| made.map(|file| ("backups-said-automatic", file)))
        });
    }

    /// Makes a backup now.
    pub fn make(&mut self, file: &Path, folder: PathBuf, now: Timestamp, wake: &Wake) {
        let file = file.to_owned();
        self.work.ask("backup", wake, move || {
            let made = backups::make(&file, &folder, now);
            made.map(|file| Some(("backups-said-made", file)))
        });
    }

    /// Writes a copy without what is personal to where the seat's pictures and lists go, else beside the district.
    pub fn share(&mut self, file: &Path, folders: Option<&Folders>, now: Timestamp, wake: &Wake) {
        let (file, to) = (file.to_owned(), place(file, folders, now, "share", "gpkg"));
        self.work.ask("share", wake, move || {
            make_folder(&to)?;
            let shared = store::reader(&file).and_then(|reader| reader.share_copy(&to));
            shared.map(|()| Some(("backups-said-shared", to)))
        });
    }

    /// Writes what is sought in the journal as CSV, to the same place.
    pub fn export(&mut self, file: &Path, folders: Option<&Folders>, now: Timestamp, words: &Arc<Words>, wake: &Wake) {
        let (file, to) = (file.to_owned(), place(file, folders, now, "journal", "csv"));
        let (sought, words) = (self.records.sought.clone(), words.clone());
        self.work.ask("journal-csv", wake, move || {
            make_folder(&to)?;
            let found = store::reader(&file).and_then(|reader| reader.seek(&sought, 0, usize::MAX));
            let rows: Vec<_> = found?.lines.into_iter().map(|line| line.row).collect();
            let written = export::write_whole(&to, &export::journal(&rows, &words));
            written.map(|()| Some(("records-said-csv", to))).map_err(|error| StoreError::NotWritten(error.to_string()))
        });
    }

    /// The page of the journal; none while there is none to show.
    pub fn page(&self) -> Option<&JournalPage> {
        self.page.answer().and_then(|page| page.as_ref().ok())
    }

    /// Why the journal cannot be read.
    pub fn page_failed(&self) -> Option<&StoreError> {
        self.page.answer().and_then(|page| page.as_ref().err())
    }

    /// Whether a page is on its way.
    pub const fn page_busy(&self) -> bool {
        self.page.is_busy()
    }

    /// The backups, or why they cannot be listed.
    pub fn backups(&self) -> Option<Result<&[Backup], &StoreError>> {
        Some(self.backups.answer()?.as_deref())
    }

    /// What is there without a network.
    pub fn facts(&self) -> Option<&Facts> {
        self.facts.answer().map(AsRef::as_ref)
    }

    /// Whether that is being looked at.
    pub const fn facts_busy(&self) -> bool {
        self.facts.is_busy()
    }

    /// Whether something is being written or brought back.
    pub const fn is_busy(&self) -> bool {
        self.work.is_busy() || self.restoring
    }

    /// What was said and asked is of another moment.
    pub fn forget(&mut self) {
        self.asked = None;
        self.said = None;
    }
}

fn said(written: Written, words: &Words) -> Option<String> {
    match written {
        Ok(None) => None,
        Ok(Some((id, file))) => Some(words.with(id, &[("file", file.display().to_string())])),
        Err(error) => Some(words.with("backups-said-failed", &[("why", words.problem(&error.problem()))])),
    }
}

/// A file for what is taken away, named after the district and the time.
fn place(file: &Path, folders: Option<&Folders>, now: Timestamp, what: &str, ending: &str) -> PathBuf {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let name = format!("{stem}-{what}-{}.{ending}", format::file_time(now));
    Folders::out_beside(folders, file).join(name)
}

fn make_folder(file: &Path) -> Result<(), StoreError> {
    let made = file.parent().map_or(Ok(()), std::fs::create_dir_all);
    made.map_err(|error| StoreError::NotWritten(format!("{}: {error}", file.display())))
}
