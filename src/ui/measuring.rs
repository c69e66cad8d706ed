//! Tables of measured levels, flows or rain, or of forecasts, that are let fall on the window or pasted: read and planned
//! off its thread, taken in as one step.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::{
    app::{Command, Draft, ids, rain, readings},
    domain::{problem::Problem, view::Words, world::World},
    io::{
        import::{
            bytes_of,
            rain::{self as rain_in, forecast},
            readings as levels_in,
        },
        store::{self, Reading},
    },
    ui::{asking::Asking, here::Here},
};

/// What a table turned out to be.
#[derive(Debug)]
pub enum Brought {
    /// Measured, or forecast: what would take it in (none: nothing is new), and that in words.
    Measured {
        /// What takes it in.
        command: Option<Box<Command>>,
        /// What that is, and the first problem.
        said: String,
        /// Whether every row could be taken.
        is_clean: bool,
    },
    /// A file that is something else.
    Other(PathBuf),
    /// What was pasted is something else.
    Pasted,
}

/// A table that is being read.
#[derive(Debug, Default)]
pub struct Measuring {
    asking: Asking<Brought>,
}

impl Measuring {
    /// Reads a table.
    pub fn read(&mut self, file: PathBuf, here: Here<'_>) {
        let (world, words, district) = (here.world.clone(), here.words.clone(), here.file.to_owned());
        let now = here.clock.now();
        self.asking.ask("measured", here.wake, move || {
            // One that cannot be read is told by who reads townships' lists.
            let Ok(bytes) = bytes_of(&file) else { return Brought::Other(file) };
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let table = Table { bytes: &bytes, name, district: &district, world: &world, words: &words, now };
            table.read().map_or(Brought::Other(file), Brought::from)
        });
    }

    /// Reads a table that was pasted: cells copied from a sheet, or lines.
    pub fn paste(&mut self, text: String, here: Here<'_>) {
        let (world, words, district) = (here.world.clone(), here.words.clone(), here.file.to_owned());
        let now = here.clock.now();
        self.asking.ask("pasted", here.wake, move || {
            let (name, bytes) = (words.get("pasted-name"), text.as_bytes());
            let table = Table { bytes, name, district: &district, world: &world, words: &words, now };
            table.read().map_or(Brought::Pasted, Brought::from)
        });
    }

    /// What it turned out to be, once. Never waits.
    pub fn poll(&mut self) -> Option<Brought> {
        if self.asking.poll() { self.asking.take() } else { None }
    }
}

/// What a table brought.
struct Found {
    draft: Draft,
    readings: Vec<Reading>,
    /// How many of its rows were taken, new or known.
    taken: usize,
    said: String,
    is_clean: bool,
}

/// A table and what it is read against.
struct Table<'a> {
    bytes: &'a [u8],
    /// What it is called, for the problems.
    name: String,
    district: &'a Path,
    world: &'a World,
    words: &'a Words,
    now: Timestamp,
}

impl Table<'_> {
    /// What it brought, or why that cannot be worked out; `None`: it is no table of measurements. Headings may be those
    /// of levels and of rain alike (`station,time,value`): what any row fits counts.
    fn read(&self) -> Option<Result<Found, String>> {
        let mut first = None;
        for found in [self.levels(), self.rain(), self.forecast()].into_iter().flatten() {
            if found.as_ref().is_ok_and(|found| found.taken > 0) {
                return Some(found);
            }
            first.get_or_insert(found);
        }
        first
    }

    fn levels(&self) -> Option<Result<Found, String>> {
        let wanted = levels_in::Wanted { kind: None, sheet: None, lang: self.words.lang() };
        let file = levels_in::read_bytes(self.bytes, &self.name, wanted, self.world, self.now).ok()?;
        if is_none(&file.problems, "readings_no_columns") {
            return None;
        }
        let stored = |object: &_, field: &str, span| store::readings_of(self.district, object, field, span);
        let plan = readings::plan(self.world, &stored, &file.readings, self.now, self.words, &mut ids::fresh);
        Some(plan.map_err(|error| self.words.problem(&error.problem())).map(|plan| Found {
            taken: file.readings.len() + file.again,
            said: self.said(readings::message(&file, false), &readings::counts(&file, &plan), &file.problems),
            is_clean: file.problems.is_empty(),
            draft: plan.draft,
            readings: plan.readings,
        }))
    }

    fn rain(&self) -> Option<Result<Found, String>> {
        let wanted = rain_in::Wanted { sheet: None, minutes: None };
        let file = rain_in::read_bytes(self.bytes, &self.name, wanted, self.world, self.now).ok()?;
        if is_none(&file.problems, "rain_no_columns") {
            return None;
        }
        let (from, to) = rain::wanted(&file.readings, self.now);
        let stored = store::rain_of(self.district, [from, to]);
        Some(stored.map_err(|error| self.words.problem(&error.problem())).map(|stored| {
            let plan = rain::plan(self.world, stored, &file.readings, self.now, self.words, &mut ids::fresh);
            Found {
                taken: file.readings.len() + file.again,
                said: self.said("rain-in-done", &rain::counts(&file, &plan), &file.problems),
                is_clean: file.problems.is_empty(),
                draft: plan.draft,
                readings: plan.readings,
            }
        }))
    }

    fn forecast(&self) -> Option<Result<Found, String>> {
        let file = forecast::read_bytes(self.bytes, &self.name, None, None, self.world, self.now).ok()?;
        if is_none(&file.problems, "forecast_no_columns") {
            return None;
        }
        let (draft, changed) = rain::forecasts(self.world, &file.forecasts, self.now);
        Some(Ok(Found {
            taken: file.forecasts.len(),
            said: self.said("forecast-in-done", &rain::forecast_counts(&file, changed), &file.problems),
            is_clean: file.problems.is_empty(),
            draft,
            readings: Vec::new(),
        }))
    }

    /// The counts and the first problem.
    fn said(&self, id: &str, counts: &[(&str, String)], problems: &[Problem]) -> String {
        let first = problems.first().map(|problem| self.words.problem(problem));
        let parts = [Some(self.words.with(id, counts)), first];
        parts.into_iter().flatten().collect::<Vec<_>>().join("  ")
    }
}

impl From<Result<Found, String>> for Brought {
    fn from(found: Result<Found, String>) -> Self {
        match found {
            Err(said) => Self::Measured { command: None, said, is_clean: false },
            Ok(Found { draft, readings, said, is_clean, .. }) => {
                let is_any = !readings.is_empty() || !draft.edits.is_empty();
                let command = is_any.then(|| Box::new(Command::Measure(draft, readings)));
                Self::Measured { command, said, is_clean }
            }
        }
    }
}

fn is_none(problems: &[Problem], code: &str) -> bool {
    problems.iter().any(|problem| problem.code == code)
}
