//! The district under the window: not there, being opened, open, or not to be opened and why.

use std::{path::PathBuf, sync::Arc};

use jiff::Timestamp;

use crate::{
    app::{Clock, Job, Opening, Operation, Sample, Wake, job::Outcome},
    domain::{
        problem::Problem,
        view::{
            Words,
            journal::{self, Happened, JournalLine},
        },
    },
    io::{
        assets,
        store::{Access, JournalRow, StoreError},
    },
    ui::{
        panels::{files::Standing, journal::Journal},
        prefs::Prefs,
    },
};

/// How many lines of the journal are shown.
const LINES: usize = 60;

/// What a job that makes the sample first says of its length.
const MAKING: u64 = 1;

/// The district under the window.
#[derive(Debug, Default)]
pub enum Seat {
    /// No file is known.
    #[default]
    Empty,
    /// It is being opened.
    Opening(PathBuf, Job<Result<Operation, StoreError>>),
    /// It is open.
    Open(Box<Operation>),
    /// It does not open, and why.
    Failed(PathBuf, Problem),
}

impl Seat {
    /// Starts opening a file, off the window's thread. The seat's own sample is made when it is not there yet. What
    /// was open `before` is closed there too, first: it may be the same file.
    pub fn open(file: PathBuf, before: Self, prefs: &Prefs, clock: &Clock, wake: &Wake) -> Self {
        let Prefs { settings, folders, .. } = prefs;
        let own = settings.catalogue.clone().or_else(|| Some(folders.as_ref()?.catalogue()));
        let (clock, waker, actor) = (clock.clone(), wake.clone(), Arc::from(settings.actor.as_str()));
        let sample = folders.as_ref().is_some_and(|folders| folders.sample() == file);
        let path = file.clone();
        let job = Job::start("open", wake.clone(), move |progress| {
            drop(before);
            let (catalogue, problems) = assets::catalogue(own.as_deref());
            if sample && !path.exists() {
                // Nobody stops it: half a sample is no use.
                let _ = progress.report(0, Some(MAKING));
                Sample::first(clock.now()).make(&path, &catalogue)?;
                let _ = progress.report(MAKING, Some(MAKING));
            }
            let (access, catalogue) = (Access::Write, Arc::new(catalogue));
            Operation::open(Opening { path, access, catalogue, problems, actor, clock, wake: waker })
        });
        match job {
            Ok(job) => Self::Opening(file, job),
            Err(error) => Self::Failed(file, Problem::new("no_thread").arg("why", error)),
        }
    }

    /// Takes in the opened file; `true` when it has just come. Never waits.
    pub fn poll(&mut self) -> bool {
        let Self::Opening(file, job) = self else { return false };
        let outcome = job.poll();
        if matches!(outcome, Outcome::Running) {
            return false;
        }
        let file = std::mem::take(file);
        *self = match outcome {
            Outcome::Running => return false,
            Outcome::Done(Ok(operation)) => Self::Open(Box::new(operation)),
            Outcome::Done(Err(error)) => Self::Failed(file, error.problem()),
            Outcome::Gone => Self::Failed(file, Problem::new("no_thread").arg("why", "")),
        };
        matches!(self, Self::Open(_))
    }

    /// How it stands, in words.
    pub fn standing(&self, objects: usize, words: &Words) -> Standing {
        match self {
            Self::Empty => Standing::None,
            Self::Opening(file, job) => {
                Standing::Opening { file: file.display().to_string(), making: job.progress() == (0, Some(MAKING)) }
            }
            Self::Failed(file, problem) => Standing::Failed { file: file.clone(), why: words.problem(problem) },
            Self::Open(operation) if objects == 0 => Standing::Bare { file: operation.path().display().to_string() },
            Self::Open(operation) => Standing::Open { file: operation.path().to_owned() },
        }
    }

    /// The operation, when it is open.
    pub const fn operation(&self) -> Option<&Operation> {
        match self {
            Self::Open(operation) => Some(operation),
            _ => None,
        }
    }

    /// The operation, when it is open.
    pub const fn operation_mut(&mut self) -> Option<&mut Operation> {
        match self {
            Self::Open(operation) => Some(operation),
            _ => None,
        }
    }
}

/// Why an operation cannot be written; none: it can.
pub fn read_only(operation: &Operation, words: &Words) -> Option<String> {
    operation.granted().problem().map(|problem| words.problem(&problem))
}

/// What must be said of a file that has just come: what could not be read, else what others changed meanwhile.
pub fn news(operation: &Operation, words: &Words) -> Option<String> {
    if let Some((first, more)) = operation.problems().split_first() {
        let said = words.problem(first);
        let more = more.len().to_string();
        return Some(if more == "0" {
            said
        } else {
            words.with("notice-problems", &[("first", &said), ("more", &more)])
        });
    }
    let outside = operation.changed_outside()?;
    Some(words.with("notice-outside-since", &[("count", outside.edits.len().to_string())]))
}

/// The journal in words, newest first, with what undo and redo would do.
pub fn journal(operation: &Operation, actor: &str, now: Timestamp, words: &Words) -> Journal {
    let rows = operation.journal();
    let happened: Vec<Happened> = rows.iter().take(LINES).map(happened).collect();
    Journal {
        lines: journal::journal(&happened, now, words),
        undo: journal::undo_name(&happened, actor, words),
        redo: journal::redo_name(&happened, actor, words),
    }
}

/// Lines of the journal in words.
pub fn lines(rows: &[JournalRow], now: Timestamp, words: &Words) -> Vec<JournalLine> {
    let happened: Vec<Happened> = rows.iter().map(happened).collect();
    journal::journal(&happened, now, words)
}

fn happened(row: &JournalRow) -> Happened {
    Happened {
        sequence: row.seq,
        uid: row.uid,
        time: row.time,
        actor: row.actor.clone(),
        label: row.label.clone(),
        intent: row.intent,
        edits: row.edits,
        undone: row.undone,
    }
}
