//! A plan of evacuation at the desk: asked off the window's thread, asked anew when a choice or the world changes,
//! written to files, accepted.

mod answering;
mod asked;
mod kept;
mod writing;
mod wrong;

pub use asked::{Asked, ByWhen, More, Read, Until, VehicleRow};
pub use writing::Written;
pub use wrong::{Field, Wrong};

use std::{
    ops::ControlFlow,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use crate::{
    app::{
        Clock, Draft, Job, Travel,
        evacuation::accept,
        ids,
        job::{self, Outcome},
    },
    domain::{
        catalogue::Lang,
        model::ObjectRef,
        plan::evacuation::{Deadline, Plan, Step, Timetable},
        view::{
            Words,
            evacuation::{ComparisonView, EvacuationView},
            handout::Handout,
            projection::Bounds,
            travelled::Travelled,
        },
        world::World,
    },
    io::store::Meta,
    ui::{
        asking::Asking,
        evacuating::{
            kept::{Comparing, Kept},
            writing::Writing,
        },
        here::Here,
    },
};
use geo_types::MultiPolygon;
use jiff::Timestamp;

/// Out of what people are moved.
#[derive(Clone, Debug, PartialEq)]
pub enum OutOf {
    /// Danger areas and zones of the map.
    Areas(Vec<ObjectRef>),
    /// What was drawn, and the hazard it is drawn for.
    Drawn(MultiPolygon, Option<String>),
    /// Whatever is being carried out: areas in force, and whoever was told to go.
    UnderWay,
}

/// What is asked about an evacuation, and the answer.
#[derive(Debug, Default)]
pub struct Evacuating {
    /// Out of what; none: nothing is asked.
    pub of: Option<OutOf>,
    /// Whether that is every danger area in force.
    pub in_force: bool,
    /// What is chosen.
    pub asked: Asked,
    job: Option<Job<Answer>>,
    question: Option<Question>,
    answer: Option<Answer>,
    /// How far the job is.
    step: Arc<Mutex<Option<Step>>>,
    stopped: bool,
    /// Whether the job only looks at the times anew.
    renewing: bool,
    /// How many answers came: each has its number.
    answers: u64,
    fresh: bool,
    comparing: Comparing,
    writing: Asking<Result<Written, String>>,
    accepting: Asking<Option<Draft>>,
}

/// What a plan is made of; another one is made when it changes.
#[derive(Clone, Debug, PartialEq)]
struct Question {
    of: OutOf,
    asked: Read,
    revision: u64,
    lang: Lang,
    minute: i64,
}

impl Question {
    /// Whether it asks the same, but for the time.
    fn is_that_of(&self, other: &Self) -> bool {
        Self { minute: other.minute, ..self.clone() } == *other
    }
}

type Answer = Result<Answered, String>;

/// A plan and what is shown of it.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The plan.
    pub plan: Arc<Plan>,
    /// It in words.
    pub view: Arc<EvacuationView>,
    /// The townships that people leave.
    pub townships: Vec<String>,
    serial: u64,
    question: Question,
    /// What stood in the form, as it was typed.
    typed: Asked,
    in_force: bool,
    timing: Arc<Timetable>,
    deadline: Option<Deadline>,
    drawn: Arc<Travelled>,
    /// The closures in force that it was made with.
    closed: Vec<ObjectRef>,
}

impl Here<'_> {
    fn desk(&self) -> Desk {
        Desk {
            travel: self.travel.clone(),
            world: self.world.clone(),
            file: self.file.to_owned(),
            clock: self.clock.clone(),
            words: self.words.clone(),
        }
    }
}

/// The same for another thread.
struct Desk {
    travel: Arc<Mutex<Travel>>,
    world: World,
    file: PathBuf,
    clock: Clock,
    words: Arc<Words>,
}

impl Evacuating {
    /// Asks about a danger; `in_force`: it is every danger area in force. A plan that was kept stays to be compared
    /// with as long as the panel stays, or it is about the same danger.
    pub fn begin(&mut self, of: OutOf, in_force: bool) {
        let same = self.comparing.kept().is_some_and(|kept| kept.answered.question.of == of);
        let widened = in_force && self.of.is_some();
        if !same && !widened {
            self.drop_kept();
        }
        self.close();
        self.in_force = in_force;
        // Once people are on their way, nobody is sent elsewhere without need.
        self.asked.keep_told = of == OutOf::UnderWay;
        self.of = Some(of);
        self.fresh = true;
        self.stopped = false;
    }

    /// Stops making a plan; it is asked for again when something other than the time changes, or by [`Self::again`].
    pub fn stop(&mut self) {
        (self.job, self.stopped) = (None, true);
    }

    /// Asks for it again.
    pub fn again(&mut self) {
        (self.question, self.stopped) = (None, false);
    }

    /// Whether it was stopped before there was a plan of what is asked.
    pub const fn is_stopped(&self) -> bool {
        self.stopped
    }

    /// How far the plan that is being made is.
    pub fn step(&self) -> Option<Step> {
        self.job.as_ref()?;
        *self.step.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts it away; `false`: nothing was asked.
    pub fn close(&mut self) -> bool {
        (self.job, self.question, self.answer) = (None, None, None);
        self.of.take().is_some()
    }

    /// Puts it away for good, with what was kept.
    pub fn leave(&mut self) {
        self.close();
        self.drop_kept();
    }

    /// Keeps the plan that is shown, to be compared with.
    pub fn keep(&mut self, now: Timestamp) {
        if let Some(Ok(answered)) = &self.answer {
            self.comparing.keep(Some(Kept { answered: answered.clone(), at: now }));
        }
    }

    /// Goes back to the plan that was kept, and what was asked of it; the one that was shown is kept in its place.
    pub fn swap(&mut self, now: Timestamp) {
        let present = self.answer.take().and_then(Result::ok);
        let Some(kept) = self.comparing.keep(present.map(|answered| Kept { answered, at: now })) else { return };
        let kept = kept.answered;
        (self.of, self.in_force, self.asked) = (Some(kept.question.of.clone()), kept.in_force, kept.typed.clone());
        // It is shown at once, and made anew: time has passed.
        (self.job, self.question, self.answer) = (None, None, Some(Ok(kept)));
    }

    /// Forgets the plan that was kept.
    pub fn drop_kept(&mut self) {
        self.comparing.keep(None);
    }

    /// Whether a plan is kept.
    pub const fn has_kept(&self) -> bool {
        self.comparing.kept().is_some()
    }

    /// The plan beside the one that is kept; or why they cannot be compared.
    pub fn compared(&self) -> Option<Result<&ComparisonView, &str>> {
        let answer = self.comparing.answer()?;
        Some(answer.as_ref().map(|compared| &compared.view).map_err(String::as_str))
    }

    /// The plan, or why there is none; `None`: it is being made.
    pub const fn answer(&self) -> Option<&Answer> {
        self.answer.as_ref()
    }

    /// The plan on the map.
    pub fn drawn(&self) -> Option<&Arc<Travelled>> {
        self.of.as_ref()?;
        let alone = self.answer.as_ref()?.as_ref().ok().map(|answered| &answered.drawn)?;
        Some(self.comparing.answer().and_then(|answer| answer.as_ref().ok()).map_or(alone, |both| &both.drawn))
    }

    /// Whether a plan is being made; that time passes is not said.
    pub const fn is_busy(&self) -> bool {
        self.job.is_some() && !self.renewing
    }

    /// Whether what is shown is the plan of what is asked, on the data as they are: only then it may be carried out.
    pub fn is_current(&self) -> bool {
        let Some(Ok(answered)) = &self.answer else { return false };
        let asked = self.asked.read().is_ok_and(|asked| asked == answered.question.asked);
        asked && self.question.as_ref().is_some_and(|question| question.is_that_of(&answered.question))
    }

    /// What must be in view to see the plan.
    pub fn bounds(&self) -> Option<Bounds> {
        around(&self.answer.as_ref()?.as_ref().ok()?.plan)
    }

    /// Whether a document is being written or the plan taken over.
    pub const fn is_at_work(&self) -> bool {
        self.writing.is_busy() || self.accepting.is_busy()
    }

    /// Keeps the plan in step with the question and the world; the bounds to show when it is new. Never waits.
    pub fn poll(&mut self, here: Here<'_>) -> Option<Bounds> {
        let mut bounds = None;
        match self.job.as_ref().map(Job::poll) {
            Some(Outcome::Done(answer)) => {
                self.job = None;
                if std::mem::take(&mut self.fresh) {
                    bounds = answer.as_ref().ok().and_then(|answered| around(&answered.plan));
                }
                self.answers += 1;
                self.answer = Some(answer.map(|answered| Answered { serial: self.answers, ..answered }));
            }
            Some(Outcome::Gone) => self.job = None,
            Some(Outcome::Running) | None => {}
        }
        self.comparing.poll(self.answer.as_ref().and_then(|answer| answer.as_ref().ok()), here);
        // What cannot be read is said beside it; the plan stays as it was asked before.
        let (Some(of), Ok(asked)) = (self.of.clone(), self.asked.read()) else { return bounds };
        let minute = here.clock.now().as_second().div_euclid(60);
        let wanted = Question { of, asked, revision: here.world.revision(), lang: here.words.lang(), minute };
        let same = self.question.as_ref().is_some_and(|asked| asked.is_that_of(&wanted));
        // A plan that takes longer than a minute is let finish.
        if self.question.as_ref() == Some(&wanted) || (same && (self.stopped || self.job.is_some())) {
            return bounds;
        }
        let standing = if same { self.answer.clone().and_then(Result::ok) } else { None };
        (self.question, self.stopped, self.renewing) = (Some(wanted.clone()), false, standing.is_some());
        // The old question's work is dropped, and stops; it tells nobody how far it was.
        self.step = Arc::default();
        let told = self.step.clone();
        let (desk, typed, in_force) = (here.desk(), self.asked.clone(), self.in_force);
        match Job::start("evacuation", here.wake.clone(), move |progress| {
            let answer = desk.answer(wanted, standing.as_ref(), &mut |step| tell(step, &told, progress));
            answer.map(|answered| Answered { typed, in_force, ..answered })
        }) {
            Ok(job) => self.job = Some(job),
            Err(error) => tracing::error!(%error, "no thread for a plan"),
        }
        bounds
    }

    /// Writes a document into a folder, off the window's thread.
    pub fn write(&mut self, handout: Handout, folder: PathBuf, meta: Meta, here: Here<'_>) {
        let Some(Ok(answered)) = &self.answer else { return };
        let writing = Writing {
            desk: here.desk(),
            going: answered.question.asked.going.clone(),
            plan: answered.plan.clone(),
            view: answered.view.clone(),
            timing: answered.timing.clone(),
            deadline: answered.deadline.clone(),
            meta,
        };
        self.writing.ask("handout", here.wake, move || writing.write(handout, &folder));
    }

    /// Where a document was written, once; or why not.
    pub fn written(&mut self) -> Option<Result<Written, String>> {
        if self.writing.poll() { self.writing.take() } else { None }
    }

    /// Makes the action that carries the plan out, off the window's thread.
    pub fn accept(&mut self, here: Here<'_>) {
        let Some(Ok(answered)) = &self.answer else { return };
        let (world, plan, now) = (here.world.clone(), answered.plan.clone(), here.clock.now());
        let timing = answered.timing.clone();
        self.accepting.ask("accept", here.wake, move || accept(&world, &plan, &timing, now, &mut ids::fresh));
    }

    /// The action that carries the plan out, once it is made; `Some(None)`: there is nothing to do.
    pub fn accepted(&mut self) -> Option<Option<Draft>> {
        if self.accepting.poll() { self.accepting.take() } else { None }
    }
}

/// Shows how far a plan is, and says whether to go on. A window is not woken for less than can be seen.
fn tell(step: &Step, told: &Mutex<Option<Step>>, progress: &job::Progress) -> ControlFlow<()> {
    let share = (step.share * 100.0) as u64;
    let before = told.lock().unwrap_or_else(PoisonError::into_inner).replace(*step);
    if before.is_some_and(|before| before.stage == step.stage && (before.share * 100.0) as u64 == share) {
        return progress.check();
    }
    progress.report(share, Some(100))
}

fn around(plan: &Plan) -> Option<Bounds> {
    let rect = plan.danger.bounds()?;
    let start = Bounds::of(rect.min().x, rect.min().y).with(rect.max().x, rect.max().y);
    let used = plan.loads().into_keys().filter_map(|at| plan.shelters.get(at));
    Some(used.fold(start, |bounds, shelter| bounds.with(shelter.at.lon(), shelter.at.lat())))
}
