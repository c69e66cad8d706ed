//! Tables of measured levels or rain that are let fall on the window: read and planned off its thread, taken in as one
//! step.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::{
    app::{Command, ids, rain, readings},
    domain::{problem::Problem, view::Words, world::World},
    io::{
        import::{
            rain::{self as rain_in, forecast},
            readings as levels_in,
        },
        store,
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
    /// Something else.
    Other(PathBuf),
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
            let table = Table { path: &file, district: &district, world: &world, words: &words, now };
            match table.levels().or_else(|| table.rain()).or_else(|| table.forecast()) {
                Some((command, said, is_clean)) => Brought::Measured { command: command.map(Box::new), said, is_clean },
                None => Brought::Other(file),
            }
        });
    }

    /// What it turned out to be, once. Never waits.
    pub fn poll(&mut self) -> Option<Brought> {
        if self.asking.poll() { self.asking.take() } else { None }
    }
}

/// What takes a table in, what that is in words, and whether every row could be taken; `None` for what is no such table.
type Found = Option<(Option<Command>, String, bool)>;

struct Table<'a> {
    path: &'a Path,
    district: &'a Path,
    world: &'a World,
    words: &'a Words,
    now: Timestamp,
}

impl Table<'_> {
    fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    fn levels(&self) -> Found {
        let wanted = levels_in::Wanted { kind: None, sheet: None, lang: self.words.lang() };
        let found = levels_in::read(self.path, &self.name(), wanted, self.world, self.now).ok()?;
        if is_none(&found.problems, "readings_no_columns") {
            return None;
        }
        let stored = |object: &_, from, to| store::readings_of(self.district, object, "level_m", [from, to]);
        let plan = readings::plan(self.world, &stored, &found.readings, self.now, self.words, &mut ids::fresh);
        let plan = match plan {
            Ok(plan) => plan,
            Err(error) => return Some((None, self.words.problem(&error.problem()), false)),
        };
        let counts = [
            ("rows", found.rows.to_string()),
            ("added", plan.readings.len().to_string()),
            ("known", (found.again + plan.known).to_string()),
            ("left", found.left.to_string()),
            ("stations", plan.stations.to_string()),
            ("crossings", plan.crossed.len().to_string()),
        ];
        let said = self.said("readings-done", &counts, &found.problems);
        let is_any = !plan.readings.is_empty() || !plan.draft.edits.is_empty();
        Some((is_any.then_some(Command::Measure(plan.draft, plan.readings)), said, found.problems.is_empty()))
    }

    fn rain(&self) -> Found {
        let wanted = rain_in::Wanted { sheet: None, minutes: None };
        let found = rain_in::read(self.path, &self.name(), wanted, self.world, self.now).ok()?;
        if is_none(&found.problems, "rain_no_columns") {
            return None;
        }
        let (from, to) = rain::wanted(&found.readings, self.now);
        let stored = match store::rain_of(self.district, [from, to]) {
            Ok(stored) => stored,
            Err(error) => return Some((None, self.words.problem(&error.problem()), false)),
        };
        let plan = rain::plan(self.world, stored, &found.readings, self.now, self.words);
        let counts = [
            ("rows", found.rows.to_string()),
            ("added", plan.readings.len().to_string()),
            ("known", (found.again + plan.known).to_string()),
            ("left", found.left.to_string()),
            ("stations", plan.stations.to_string()),
            ("villages", plan.called.len().to_string()),
        ];
        let said = self.said("rain-in-done", &counts, &found.problems);
        let is_any = !plan.readings.is_empty() || !plan.draft.edits.is_empty();
        Some((is_any.then_some(Command::Measure(plan.draft, plan.readings)), said, found.problems.is_empty()))
    }

    fn forecast(&self) -> Found {
        let found = forecast::read(self.path, &self.name(), None, None, self.world, self.now).ok()?;
        if is_none(&found.problems, "forecast_no_columns") {
            return None;
        }
        let (draft, changed) = rain::forecasts(self.world, &found.forecasts, self.now);
        let counts = [
            ("rows", found.rows.to_string()),
            ("townships", found.forecasts.len().to_string()),
            ("changed", changed.to_string()),
            ("left", found.left.to_string()),
        ];
        let said = self.said("forecast-in-done", &counts, &found.problems);
        let is_any = !draft.edits.is_empty();
        Some((is_any.then(|| Command::Measure(draft, Vec::new())), said, found.problems.is_empty()))
    }

    /// The counts and the first problem.
    fn said(&self, id: &str, counts: &[(&str, String)], problems: &[Problem]) -> String {
        let first = problems.first().map(|problem| self.words.problem(problem));
        let parts = [Some(self.words.with(id, counts)), first];
        parts.into_iter().flatten().collect::<Vec<_>>().join("  ")
    }
}

fn is_none(problems: &[Problem], code: &str) -> bool {
    problems.iter().any(|problem| problem.code == code)
}
