//! How far a plan of evacuation is, and whether to go on.

use std::ops::ControlFlow;

use crate::domain::plan::assign::{NoPlan, Progress};

/// What is being done, in the order in which it is done.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Stage {
    /// People in the danger are counted.
    Counting,
    /// The ways to the shelters are found.
    Ways,
    /// People are given places.
    Placing,
    /// Whole villages or households, or fewer shelters to open: a plan that is there is made better.
    Improving,
    /// What would help those without a place.
    Remedies,
}

impl Stage {
    /// Its name; `evacuate-stage-<name>` in the locale files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Counting => "counting",
            Self::Ways => "ways",
            Self::Placing => "placing",
            Self::Improving => "improving",
            Self::Remedies => "remedies",
        }
    }

    /// Where it begins and ends, of the whole.
    const fn span(self) -> [f64; 2] {
        match self {
            Self::Counting => [0.0, 0.1],
            Self::Ways => [0.1, 0.5],
            Self::Placing => [0.5, 0.7],
            Self::Improving => [0.7, 0.95],
            Self::Remedies => [0.95, 1.0],
        }
    }
}

/// How far it is. Neither of the two ever goes back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// What is being done.
    pub stage: Stage,
    /// How much of the whole is done, 0 to 1: a measure to look at, not of time.
    pub share: f64,
    /// Whether a plan of whole groups is there and only gets better: it may be enough.
    pub is_better_only: bool,
}

/// Why not to go on.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Halt {
    /// The plan of whole groups is good enough; the rest is still done. Says nothing where there is none yet.
    Enough,
    /// It is not wanted any more.
    Stop,
}

/// Asked from time to time. The domain knows no time: who asks does.
pub type StepOn<'a> = &'a mut dyn FnMut(&Step) -> ControlFlow<Halt>;

/// Tells how far a plan is and remembers whether to stop.
pub struct Teller<'a> {
    go_on: StepOn<'a>,
    at: Step,
    stopped: bool,
    /// Solutions found in this stage: each brings it half of what is left nearer to its end.
    rounds: u32,
}

impl<'a> Teller<'a> {
    /// Nothing is done yet.
    pub fn new(go_on: StepOn<'a>) -> Self {
        let at = Step { stage: Stage::Counting, share: 0.0, is_better_only: false };
        Self { go_on, at, stopped: false, rounds: 0 }
    }

    /// So much of a stage is done.
    ///
    /// # Errors
    /// [`NoPlan::Stopped`] when it is not wanted any more.
    pub fn tell(&mut self, stage: Stage, done: usize, of: usize) -> Result<(), NoPlan> {
        let part = if of == 0 { 0.0 } else { (done as f64 / of as f64).min(1.0) };
        let _ = self.say(stage, part, false);
        self.checked()
    }

    /// What a solver asks while it works in a stage.
    pub fn solving(&mut self, stage: Stage) -> impl FnMut(&Progress) -> ControlFlow<()> {
        let mut asked = 0_u32;
        move |progress| {
            asked = asked.saturating_add(1);
            let keeping = matches!(progress, Progress::Keeping(_));
            let stage = if keeping { stage.max(Stage::Improving) } else { stage };
            // It is not known how many more: always a little, never all.
            let part = 1.0 - 1.0 / (1.0 + f64::from(self.rounds) + f64::from(asked) / 200.0);
            self.say(stage, part, keeping)
        }
    }

    /// A solver is done.
    ///
    /// # Errors
    /// [`NoPlan::Stopped`] when it is not wanted any more: what a solver made of it until then is no plan.
    pub fn solved(&mut self) -> Result<(), NoPlan> {
        self.rounds += 1;
        self.checked()
    }

    const fn checked(&self) -> Result<(), NoPlan> {
        if self.stopped { Err(NoPlan::Stopped) } else { Ok(()) }
    }

    fn say(&mut self, stage: Stage, part: f64, is_better_only: bool) -> ControlFlow<()> {
        if self.stopped {
            return ControlFlow::Break(());
        }
        if stage > self.at.stage {
            (self.at.stage, self.rounds) = (stage, 0);
        }
        let [from, to] = self.at.stage.span();
        // What is asked within an earlier stage moves nothing.
        let part = if stage == self.at.stage { part } else { 0.0 };
        self.at.share = self.at.share.max(from + (to - from) * part);
        self.at.is_better_only = is_better_only;
        match (self.go_on)(&self.at) {
            ControlFlow::Continue(()) => ControlFlow::Continue(()),
            ControlFlow::Break(Halt::Enough) if is_better_only => ControlFlow::Break(()),
            ControlFlow::Break(Halt::Enough) => ControlFlow::Continue(()),
            ControlFlow::Break(Halt::Stop) => {
                self.stopped = true;
                ControlFlow::Break(())
            }
        }
    }
}
