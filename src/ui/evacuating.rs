//! A plan of evacuation at the desk: asked off the window's thread, asked anew when a choice or the world changes,
//! written to files, accepted.

mod asked;
mod writing;

pub use asked::{Asked, Until};

use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use crate::{
    app::{Clock, Draft, Job, Travel, Wake, evacuation::accept, ids, job::Outcome},
    domain::{
        catalogue::Lang,
        model::ObjectRef,
        place::Position,
        plan::{
            assign::{NoPlan, Progress},
            evacuation::{Danger, Deadline, Plan, Times, Timetable, plan, timetable},
        },
        view::{
            Words,
            evacuation::{EvacuationView, bad_danger, evacuation},
            handout::Handout,
            projection::Bounds,
            route::{self, Travelled},
        },
        world::World,
    },
    ui::{asking::Asking, evacuating::writing::Writing},
};
use geo_types::MultiPolygon;

/// Plans of whole villages or households are improved for so long, seconds.
const IMPROVED_S: f64 = 3.0;

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
    fresh: bool,
    writing: Asking<Result<PathBuf, String>>,
    accepting: Asking<Option<Draft>>,
}

type Question = (OutOf, Asked, u64, Lang, i64);
type Answer = Result<Answered, String>;

/// A plan and what is shown of it.
#[derive(Debug)]
pub struct Answered {
    /// The plan.
    pub plan: Arc<Plan>,
    /// It in words.
    pub view: Arc<EvacuationView>,
    timing: Arc<Timetable>,
    deadline: Option<Deadline>,
    drawn: Arc<Travelled>,
}

/// What the desk has that a plan needs.
#[derive(Clone, Copy, Debug)]
pub struct Here<'a> {
    /// The world.
    pub world: &'a World,
    /// Its file.
    pub file: &'a Path,
    /// The network and ways that are kept.
    pub travel: &'a Arc<Mutex<Travel>>,
    /// The time.
    pub clock: &'a Clock,
    /// The words.
    pub words: &'a Arc<Words>,
    /// Who looks when there is something new.
    pub wake: &'a Wake,
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
    /// Asks about a danger.
    pub fn begin(&mut self, of: OutOf) {
        self.close();
        self.in_force = false;
        // Once people are on their way, nobody is sent elsewhere without need.
        self.asked.keep_told = of == OutOf::UnderWay;
        self.of = Some(of);
        self.fresh = true;
    }

    /// Puts it away; `false`: nothing was asked.
    pub fn close(&mut self) -> bool {
        (self.job, self.question, self.answer) = (None, None, None);
        self.of.take().is_some()
    }

    /// The plan, or why there is none; `None`: it is being made.
    pub const fn answer(&self) -> Option<&Answer> {
        self.answer.as_ref()
    }

    /// The plan on the map.
    pub fn drawn(&self) -> Option<&Arc<Travelled>> {
        self.of.as_ref()?;
        self.answer.as_ref()?.as_ref().ok().map(|answered| &answered.drawn)
    }

    /// Whether a plan is being made.
    pub const fn is_busy(&self) -> bool {
        self.job.is_some()
    }

    /// Whether a document is being written or the plan taken over.
    pub const fn is_at_work(&self) -> bool {
        self.writing.is_busy() || self.accepting.is_busy()
    }

    /// Whether what is typed makes sense.
    pub fn is_sound(&self) -> bool {
        self.asked.is_sound()
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
                self.answer = Some(answer);
            }
            Some(Outcome::Gone) => self.job = None,
            Some(Outcome::Running) | None => {}
        }
        let Some(of) = self.of.clone() else { return bounds };
        if !self.is_sound() {
            return bounds;
        }
        let minute = here.clock.now().as_second().div_euclid(60);
        let wanted = (of, self.asked.clone(), here.world.revision(), here.words.lang(), minute);
        if self.question.as_ref() == Some(&wanted) {
            return bounds;
        }
        let desk = here.desk();
        let (of, asked) = (wanted.0.clone(), wanted.1.clone());
        self.question = Some(wanted);
        // The old question's work is dropped, and stops.
        match Job::start("evacuation", here.wake.clone(), move |progress| {
            desk.answer(&of, &asked, &mut |_| progress.check())
        }) {
            Ok(job) => self.job = Some(job),
            Err(error) => tracing::error!(%error, "no thread for a plan"),
        }
        bounds
    }

    /// Writes a document into a folder, off the window's thread.
    pub fn write(&mut self, handout: Handout, folder: PathBuf, mark: Option<&'static str>, here: Here<'_>) {
        let Some(Ok(answered)) = &self.answer else { return };
        let writing = Writing {
            desk: here.desk(),
            going: self.asked.going(),
            plan: answered.plan.clone(),
            view: answered.view.clone(),
            timing: answered.timing.clone(),
            deadline: answered.deadline.clone(),
            mark,
        };
        self.writing.ask("handout", here.wake, move || writing.write(handout, &folder));
    }

    /// How many households of the list stand in its documents.
    pub fn households(&self) -> usize {
        self.answer
            .as_ref()
            .and_then(|answer| answer.as_ref().ok())
            .map_or(0, |answered| answered.plan.called.households())
    }

    /// Where a document was written, once; or why not.
    pub fn written(&mut self) -> Option<Result<PathBuf, String>> {
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

fn around(plan: &Plan) -> Option<Bounds> {
    let rect = plan.danger.bounds()?;
    let start = Bounds::of(rect.min().x, rect.min().y).with(rect.max().x, rect.max().y);
    let used = plan.loads().into_keys().filter_map(|at| plan.shelters.get(at));
    Some(used.fold(start, |bounds, shelter| bounds.with(shelter.at.lon(), shelter.at.lat())))
}

impl Desk {
    fn answer(&self, of: &OutOf, asked: &Asked, stopped: &mut dyn FnMut(&Progress) -> ControlFlow<()>) -> Answer {
        let words = &self.words;
        let danger = match of {
            OutOf::Areas(areas) => Danger::of(&self.world, areas),
            OutOf::UnderWay => Danger::under_way(&self.world),
            OutOf::Drawn(shape, hazard) => Danger::drawn(shape).map(|danger| danger.from(hazard.clone())),
        };
        let danger = danger.map_err(|bad| bad_danger(&bad, &words.get("evacuate-drawn"), &self.world, words))?;
        let mut travel = self.travel.lock().unwrap_or_else(PoisonError::into_inner);
        let table = travel.table().clone();
        let ways = travel.ways(&self.world, Some(&self.file), &asked.going(), self.clock.now())?;
        drop(travel);
        let begun = self.clock.now();
        let mut go_on = |progress: &Progress| {
            let spent = self.clock.now().duration_since(begun).as_secs_f64();
            match progress {
                Progress::Keeping(_) if spent > IMPROVED_S => ControlFlow::Break(()),
                _ => stopped(progress),
            }
        };
        let made = plan(&self.world, &ways, danger, asked.choices(), &mut go_on);
        let plan = made.map_err(|why| match why {
            NoPlan::Table(_) => words.get("evacuate-too-large"),
            NoPlan::Stopped => words.get("evacuate-stopped"),
        })?;
        let rect = plan.danger.bounds();
        let middle = rect.and_then(|rect| Position::new(rect.center().x, rect.center().y).ok());
        let now = self.clock.now();
        let deadline = asked.deadline(now, middle);
        let times = Times { fleet: asked.fleet().unwrap_or_default(), ..Times::default() };
        let timing = timetable(&plan, &times, deadline.as_ref());
        let basis = if asked.by_population { "evacuate-basis-population" } else { "evacuate-basis-list" };
        let going = [route::asked(ways.profile(), &table, words), words.get(basis)].join(" · ");
        let view = evacuation(&plan, going, &timing, deadline.as_ref(), now, words);
        let drawn = Travelled::of_plan(&plan, &ways);
        Ok(Answered {
            plan: Arc::new(plan),
            view: Arc::new(view),
            timing: Arc::new(timing),
            deadline,
            drawn: Arc::new(drawn),
        })
    }
}
