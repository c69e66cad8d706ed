//! The operation: one district file open, its world in memory, and the commands that change both.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    app::{
        Clock, Command, Refusal, Wake,
        line::{Answer, Keeper, Line},
    },
    domain::{catalogue::Catalogue, edit::Action, network::Network, problem::Problem, world::World},
    io::store::{self, Access, Granted, JournalRow, Meta, StoreError},
};

/// What opening asks for.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The district file.
    pub path: PathBuf,
    /// Whether to ask for the one writer's place. Readers do not.
    pub access: Access,
    /// The kinds that the program and the bureau bring.
    pub catalogue: Arc<Catalogue>,
    /// What was wrong with the bureau's catalogue files; told with what the file itself brings.
    pub problems: Vec<Problem>,
    /// Who sits here: a post.
    pub actor: Arc<str>,
    /// Where the time comes from.
    pub clock: Clock,
    /// Who looks when there is something new.
    pub wake: Wake,
}

/// A district file open. Dropping it closes the file cleanly.
#[derive(Debug)]
pub struct Operation {
    path: PathBuf,
    clock: Clock,
    about: About,
    world: World,
    journal: Arc<Vec<JournalRow>>,
    line: Line,
    on_their_way: usize,
}

/// What was found on opening.
#[derive(Debug)]
struct About {
    meta: Meta,
    granted: Granted,
    problems: Vec<Problem>,
    outside: Option<Arc<Action>>,
}

/// What became of a command, or what came from outside.
#[derive(Clone, Debug)]
pub enum Event {
    /// It is done, in the file and in the world.
    Done(Arc<Action>),
    /// Another program changed the file; the world follows.
    Outside(Arc<Action>),
    /// It was not done, and why.
    Refused(Refusal),
}

impl Operation {
    /// Opens a district file and loads its world. It takes as long as the disk does: not for the window's thread.
    ///
    /// # Errors
    /// [`StoreError`] with its own words; the file is left as it was.
    pub fn open(opening: Opening) -> Result<Self, StoreError> {
        let Opening { path, access, catalogue, mut problems, actor, clock, wake } = opening;
        let (store, loaded) = store::open(&path, access, &catalogue, clock.now())?;
        let keeper =
            Keeper { store, granted: loaded.access, world: loaded.world.clone(), actor, clock: clock.clone(), wake };
        let line = Line::start(keeper).map_err(|error| StoreError::NotWritten(error.to_string()))?;
        problems.extend(loaded.problems);
        let about =
            About { meta: loaded.meta, granted: loaded.access, problems, outside: loaded.outside.map(Arc::new) };
        Ok(Self { path, clock, about, world: loaded.world, journal: Arc::default(), line, on_their_way: 0 })
    }

    /// The world as committed. Cloning it is cheap.
    pub const fn world(&self) -> &World {
        &self.world
    }

    /// What the file says of itself.
    pub const fn meta(&self) -> &Meta {
        &self.about.meta
    }

    /// Whether it may be changed, and if not why.
    pub const fn granted(&self) -> Granted {
        self.about.granted
    }

    /// What could not be read when it was opened, of the catalogue and of the file.
    pub fn problems(&self) -> &[Problem] {
        &self.about.problems
    }

    /// What other programs changed since the file was last open.
    pub const fn changed_outside(&self) -> Option<&Arc<Action>> {
        self.about.outside.as_ref()
    }

    /// The journal's last lines, the latest first; empty until they have been read.
    pub const fn journal(&self) -> &Arc<Vec<JournalRow>> {
        &self.journal
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where the time comes from.
    pub const fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Whether commands are on their way to the file.
    pub const fn is_busy(&self) -> bool {
        self.on_their_way > 0
    }

    /// Asks for a command to be carried out; what becomes of it comes from [`Self::poll`]. Never waits.
    ///
    /// # Errors
    /// When the file's thread has ended: nothing is carried out any more.
    pub fn submit(&mut self, command: Command) -> Result<(), Refusal> {
        self.line.send(command).map_err(|error| Refusal::from(&error))?;
        self.on_their_way += 1;
        Ok(())
    }

    /// Hands over what was prepared of a road network, to be kept in the file; never waits.
    pub fn keep_order(&mut self, fingerprint: u64, network: Arc<Network>) {
        self.line.keep(fingerprint, network);
    }

    /// What happened since; never waits. Call it every frame.
    pub fn poll(&mut self) -> Vec<Event> {
        let mut events = Vec::new();
        while let Some(answer) = self.line.poll() {
            events.extend(self.take(answer));
        }
        events
    }

    /// Carries out a command and waits until it is in the file: for the command line and tests.
    ///
    /// # Errors
    /// [`Refusal`] in the user's words; nothing is changed then.
    pub fn run(&mut self, command: Command) -> Result<Arc<Action>, Refusal> {
        self.submit(command)?;
        loop {
            let answer = self.line.wait().map_err(|error| Refusal::from(&error))?;
            match self.take(answer) {
                Some(Event::Done(action)) if !self.is_busy() => return Ok(action),
                Some(Event::Refused(refusal)) if !self.is_busy() => return Err(refusal),
                _ => {}
            }
        }
    }

    fn take(&mut self, answer: Answer) -> Option<Event> {
        match answer {
            Answer::Done(action, world) => {
                self.world = world;
                self.on_their_way = self.on_their_way.saturating_sub(1);
                Some(Event::Done(action))
            }
            Answer::Refused(refusal) => {
                self.on_their_way = self.on_their_way.saturating_sub(1);
                Some(Event::Refused(refusal))
            }
            Answer::Outside(action, world) => {
                self.world = world;
                Some(Event::Outside(action))
            }
            Answer::Packed(world) => {
                self.world = world;
                None
            }
            Answer::Journal(rows) => {
                self.journal = Arc::new(rows);
                None
            }
        }
    }
}
