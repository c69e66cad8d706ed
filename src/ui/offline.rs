//! Fetching ahead, as the window keeps it: what it would come to, counted off the window's thread, and the run that
//! goes on when its panel is put away.

use std::{path::PathBuf, sync::Arc};

use crate::{
    app::{
        Wake,
        offline::{self, Preparing},
    },
    domain::{
        view::{Words, projection::Bounds, scene},
        world::World,
    },
    io::tiles::{
        Leave, Setup, TileChoice, TileSource,
        cache::Cache,
        prepare::{self, Area, Pace, Plan, Refusal, Run},
    },
    ui::{
        asking::Asking,
        panels::offline::{Shown, Under},
    },
};

/// Where tiles are fetched ahead.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// In the district of a file at a revision.
    District(PathBuf, u64),
    /// In what the map shows.
    View(Bounds),
}

/// What is to be counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// The source.
    pub choice: TileChoice,
    /// Where.
    pub place: Place,
    /// The first and the last zoom.
    pub zooms: [u8; 2],
}

/// What the window keeps of fetching ahead.
#[derive(Debug, Default)]
pub struct Offline {
    plan: Asking<Result<Plan, Refusal>>,
    /// What was counted last, or is being counted.
    counted: Option<Wanted>,
    leave: Option<(TileChoice, Leave)>,
    run: Option<Running>,
}

#[derive(Debug)]
struct Running {
    /// The source, as people call it.
    name: String,
    /// How it was chosen.
    choice: TileChoice,
    preparing: Preparing,
    on: bool,
}

impl Offline {
    /// Takes in what other threads have finished. Never waits.
    pub fn poll(&mut self) {
        self.plan.poll();
        if let Some(run) = &mut self.run
            && run.on
        {
            run.on = run.preparing.is_running();
            if !run.on {
                // What is here has changed.
                self.counted = None;
            }
        }
    }

    /// Whether tiles of the source may be fetched ahead.
    pub fn leave(&mut self, choice: &TileChoice) -> Leave {
        match &self.leave {
            Some((known, leave)) if known == choice => leave.clone(),
            _ => {
                let leave = Leave::of(choice);
                self.leave = Some((choice.clone(), leave.clone()));
                leave
            }
        }
    }

    /// Counts what is wanted, when it was not counted last.
    pub fn count(&mut self, wanted: Wanted, world: &World, cache: &Arc<Cache>, wake: &Wake) {
        if self.plan.is_busy() || self.counted.as_ref() == Some(&wanted) {
            return;
        }
        let Ok(Some(source)) = TileSource::chosen(&wanted.choice) else { return };
        let (place, zooms) = (wanted.place.clone(), wanted.zooms);
        self.counted = Some(wanted);
        let (world, cache) = (world.clone(), Arc::clone(cache));
        self.plan.ask("tiles-count", wake, move || {
            let bounds = match place {
                Place::View(bounds) => Some(bounds),
                Place::District(..) => scene::home(&world),
            };
            prepare::plan(&source, &cache, Area { bounds: bounds.ok_or(Refusal::Nothing)?, zooms })
        });
    }

    /// Forgets what was counted: nobody looks at it.
    pub fn forget(&mut self) {
        self.counted = None;
        self.plan.clear();
    }

    /// What the panel shows.
    pub fn shown(&self, leave: Leave, can_keep: bool) -> Shown {
        let run = self.run.as_ref().map(|run| Under {
            name: run.name.clone(),
            running: run.on,
            tally: run.preparing.tally(),
        });
        let plan = self.plan.answer().cloned();
        Shown { leave, can_keep, plan, counting: self.plan.is_busy() || self.counted.is_none(), run }
    }

    /// Begins to fetch from a source called `name`.
    ///
    /// # Errors
    /// The message that says why not.
    pub fn begin(
        &mut self,
        setup: Setup,
        area: Area,
        (name, choice): (String, TileChoice),
        wake: &Wake,
    ) -> Result<(), &'static str> {
        let run = Run::new(setup, area, Pace::default()).map_err(|_| "offline-untold")?;
        let preparing = Preparing::start(run, wake).map_err(|_| "offline-no-thread")?;
        self.run = Some(Running { name, choice, preparing, on: true });
        Ok(())
    }

    /// Asks again for what did not come, and for nothing else. What was permitted may be so no more.
    ///
    /// # Errors
    /// The message that says why not.
    pub fn retry(&mut self, now: &TileChoice, wake: &Wake) -> Result<(), &'static str> {
        let Some(run) = &mut self.run else { return Ok(()) };
        run.choice.permitted.clone_from(&now.permitted);
        if Leave::of(&run.choice) != Leave::Given {
            return Err("offline-untold");
        }
        if let Some(again) = run.preparing.again(wake).map_err(|_| "offline-no-thread")? {
            (run.preparing, run.on) = (again, true);
        }
        Ok(())
    }

    /// Stops; what came stays.
    pub fn cancel(&self) {
        if let Some(run) = &self.run {
            run.preparing.cancel();
        }
    }

    /// Puts away what became of the last run.
    pub fn dismiss(&mut self) {
        self.run = self.run.take().filter(|run| run.on);
    }

    /// How far it is, for the status bar.
    pub fn status(&self, words: &Words) -> Option<String> {
        let run = self.run.as_ref().filter(|run| run.on)?;
        let progress = offline::progress(&run.preparing.tally(), words);
        Some(words.with("offline-status", &[("progress", progress)]))
    }
}
