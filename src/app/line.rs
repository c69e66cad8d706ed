//! The line to the district file: one thread owns the store and the newest world. It prepares each command on
//! that world, commits what it becomes, and only then hands out the world with it.

use std::{
    collections::VecDeque,
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use jiff::Timestamp;

use crate::{
    app::{
        Clock, Command, Desk, Refusal, Wake, feed,
        history::{self, Signature},
        ids, rain, restore, returning,
    },
    domain::{
        edit::Action,
        network::Network,
        world::{Layer, World},
    },
    io::store::{Granted, JournalRow, Store, StoreError},
};

/// How often the file is asked whether another program changed it.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// How many journal rows come along with an answer.
const JOURNAL_ROWS: usize = 200;

/// How many commands may be on their way, and how many answers may wait.
const ROOM: usize = 64;

/// What the thread says.
#[derive(Debug)]
pub enum Answer {
    /// A command is done: the action is in the file, and this is the world with it.
    Done(Arc<Action>, World),
    /// A command was refused; nothing changed.
    Refused(Refusal),
    /// Another program changed the file; this is what, as it now stands in the journal.
    Outside(Arc<Action>, World),
    /// The same world, packed anew.
    Packed(World),
    /// The journal's last lines, the latest first.
    Journal(Vec<JournalRow>),
}

/// What the thread is told.
#[derive(Debug)]
enum Told {
    /// Carry this out.
    Command(Command),
    /// Keep what was prepared of the road network of this fingerprint. Nothing waits for it, and nothing is lost
    /// without it.
    Keep(u64, Arc<Network>),
}

/// The thread and the way to it. Dropping it closes the file cleanly.
#[derive(Debug)]
pub struct Line {
    commands: Option<SyncSender<Told>>,
    answers: Receiver<Answer>,
    thread: Option<JoinHandle<()>>,
    waiting: VecDeque<Told>,
}

impl Line {
    /// Puts a store and its world on a thread of their own.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(keeper: Keeper) -> std::io::Result<Self> {
        let (commands, taken) = sync_channel(ROOM);
        let (say, answers) = sync_channel(ROOM);
        let mut keeper = keeper;
        let thread = thread::Builder::new().name("district-file".to_owned()).spawn(move || {
            keeper.serve(&taken, &say);
        })?;
        Ok(Self { commands: Some(commands), answers, thread: Some(thread), waiting: VecDeque::new() })
    }

    /// Sends a command on its way, behind those that wait already; never waits itself.
    ///
    /// # Errors
    /// [`StoreError::Ended`] when the thread is gone.
    pub fn send(&mut self, command: Command) -> Result<(), StoreError> {
        self.waiting.push_back(Told::Command(command));
        self.push_on()
    }

    /// Hands over what was prepared of a road network, to be kept in the file; never waits.
    pub fn keep(&mut self, fingerprint: u64, network: Arc<Network>) {
        self.waiting.push_back(Told::Keep(fingerprint, network));
        // A thread that is gone is said when the next command is sent.
        let _ = self.push_on();
    }

    /// The next answer, when there is one; never waits.
    pub fn poll(&mut self) -> Option<Answer> {
        let answer = self.answers.try_recv().ok();
        // Room may have come free; a thread that is gone was said when the command was sent.
        let _ = self.push_on();
        answer
    }

    /// The next answer, waiting for it.
    ///
    /// # Errors
    /// [`StoreError::Ended`] when the thread is gone.
    pub fn wait(&mut self) -> Result<Answer, StoreError> {
        self.push_on()?;
        self.answers.recv().map_err(|_| StoreError::Ended)
    }

    fn push_on(&mut self) -> Result<(), StoreError> {
        let Some(commands) = &self.commands else { return Err(StoreError::Ended) };
        while let Some(command) = self.waiting.pop_front() {
            match commands.try_send(command) {
                Ok(()) => {}
                Err(TrySendError::Full(command)) => {
                    self.waiting.push_front(command);
                    return Ok(());
                }
                Err(TrySendError::Disconnected(_)) => return Err(StoreError::Ended),
            }
        }
        Ok(())
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.commands = None;
        // An answer that finds no room would keep the thread, and so the file, open for ever.
        while self.answers.recv().is_ok() {}
        if let Some(thread) = self.thread.take() {
            // A thread that broke has said so; the log beside the file keeps all that it acknowledged.
            let _ = thread.join();
        }
    }
}

/// Who sits at the file: the store, the newest world, and in whose name actions are signed.
#[derive(Debug)]
pub struct Keeper {
    /// The open file.
    pub store: Store,
    /// Whether it may write.
    pub granted: Granted,
    /// The world as the file has it.
    pub world: World,
    /// Who acts: a post.
    pub actor: Arc<str>,
    /// Where the time comes from.
    pub clock: Clock,
    /// Who looks when there is an answer.
    pub wake: Wake,
}

impl Keeper {
    fn serve(&mut self, commands: &Receiver<Told>, say: &SyncSender<Answer>) {
        self.tell_journal(say);
        loop {
            match commands.recv_timeout(LOOK_EVERY) {
                Ok(Told::Command(command)) => self.carry_out(&command, say),
                Ok(Told::Keep(fingerprint, network)) => self.keep(fingerprint, &network),
                Err(RecvTimeoutError::Timeout) => self.look(say),
                Err(RecvTimeoutError::Disconnected) => return,
            }
            self.pack(say);
        }
    }

    fn keep(&mut self, fingerprint: u64, network: &Network) {
        if self.store.is_writer()
            && let Err(error) = self.store.keep_order(fingerprint, network.order())
        {
            tracing::warn!(%error, "what was prepared of the road network is not kept");
        }
    }

    fn carry_out(&mut self, command: &Command, say: &SyncSender<Answer>) {
        let mut done = self.attempt(command);
        if matches!(done, Err(Failure::ChangedOutside)) {
            self.look(say);
            done = self.attempt(command);
        }
        match done {
            Ok(action) => {
                self.tell(say, Answer::Done(action, self.world.clone()));
                self.tell_journal(say);
            }
            Err(Failure::Refused(refusal)) => self.tell(say, Answer::Refused(refusal)),
            Err(Failure::ChangedOutside) => self.tell(say, Answer::Refused(Refusal::from(&StoreError::ChangedOutside))),
        }
    }

    /// Prepares, tries on a copy of the world, commits, and only then takes the copy for the world.
    fn attempt(&mut self, command: &Command) -> Result<Arc<Action>, Failure> {
        let action = Arc::new(self.prepare(command)?);
        let mut next = self.world.clone();
        next.apply(&action).map_err(|_| Refusal::new("changed-meanwhile"))?;
        let readings = if let Command::Measure(_, readings) = command { readings.as_slice() } else { &[] };
        self.store.commit_with(&action, readings).map_err(|error| match error {
            StoreError::ChangedOutside => Failure::ChangedOutside,
            other => Failure::Refused(Refusal::from(&other)),
        })?;
        self.world = next;
        Ok(action)
    }

    fn prepare(&self, command: &Command) -> Result<Action, Refusal> {
        if let Granted::Reader(because) = self.granted {
            return Err(Refusal::read_only(because));
        }
        let mut fresh = ids::fresh;
        let now = self.clock.now();
        let mut desk = Desk { world: &self.world, now, actor: &self.actor, fresh: &mut fresh };
        let draft = match command {
            Command::Shelter(command) => command.prepare(&mut desk)?,
            Command::Alarm(command) => command.prepare(&mut desk)?,
            Command::Board(command) => command.prepare(&mut desk)?,
            Command::Response(command) => command.prepare(&mut desk)?,
            Command::Returning(command) => command.prepare(&mut desk)?,
            Command::Object(command) => command.prepare(&mut desk)?,
            Command::Plot(command) => command.prepare(&mut desk)?,
            Command::Roads(command) => command.prepare(&mut desk)?,
            Command::Export(command) => command.prepare(&desk)?,
            Command::Person(command) => command.prepare(&mut desk)?,
            Command::Put(draft) | Command::Measure(draft, _) => draft.clone(),
            // A backup and a step back bring back what was so already.
            Command::Restore(file) => {
                let draft = restore::prepare(&self.store, &self.world, file, now)?;
                return Ok(draft.into_action(self.signature(now)));
            }
            Command::Undo => return history::undo(&self.store, &self.world, self.signature(now)),
            Command::Redo => {
                let action = history::redo(&self.store, &self.world, self.signature(now))?;
                returning::guard(&self.world, now, &action.edits)?;
                return Ok(action);
            }
        };
        let mut signature = self.signature(now);
        if draft.area == feed::AREA {
            signature.actor = feed::ACTOR.into();
        }
        let mut draft = returning::complete(&self.world, now, draft, &mut fresh)?;
        // Rain that is taken in has judged already.
        if !matches!(command, Command::Measure(..)) {
            draft = rain::judged(&self.world, draft, now, |from, to| self.store.rain(from, to), &mut fresh);
        }
        Ok(draft.into_action(signature))
    }

    fn signature(&self, time: Timestamp) -> Signature {
        Signature { uid: ids::fresh(), time, actor: self.actor.clone() }
    }

    /// Takes in what another program changed since the last look.
    fn look(&mut self, say: &SyncSender<Answer>) {
        if !self.store.is_writer() || !matches!(self.store.changed_outside(), Ok(true)) {
            return;
        }
        match self.store.absorb(self.clock.now()) {
            Ok(Some(action)) => {
                if let Err(conflict) = self.world.apply(&action) {
                    tracing::error!(%conflict, "a change made outside does not fit; the world is read anew");
                    match self.store.world() {
                        Ok((world, _)) => self.world = world,
                        Err(error) => tracing::error!(%error, "the world could not be read anew"),
                    }
                }
                self.tell(say, Answer::Outside(Arc::new(action), self.world.clone()));
                self.tell_journal(say);
            }
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "changes by another program were not taken in"),
        }
    }

    /// Folds layers whose delta has grown, so that reading them stays cheap.
    fn pack(&mut self, say: &SyncSender<Answer>) {
        let folded: Vec<_> = self.world.layers().filter(|layer| layer.wants_folding()).map(Layer::fold).collect();
        if folded.is_empty() {
            return;
        }
        for layer in folded {
            self.world.adopt(layer);
        }
        self.tell(say, Answer::Packed(self.world.clone()));
    }

    fn tell_journal(&self, say: &SyncSender<Answer>) {
        match self.store.journal(None, JOURNAL_ROWS) {
            Ok(rows) => self.tell(say, Answer::Journal(rows)),
            Err(error) => tracing::error!(%error, "the journal could not be read"),
        }
    }

    fn tell(&self, say: &SyncSender<Answer>, answer: Answer) {
        // Nobody listens any more when the operation is closing.
        let _ = say.send(answer);
        self.wake.wake();
    }
}

enum Failure {
    Refused(Refusal),
    ChangedOutside,
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}
