//! A plan of evacuation at the desk: asked off the window's thread, asked anew when a choice or the world changes,
//! written to files, accepted.

use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use geo_types::MultiPolygon;
use jiff::Timestamp;

use crate::{
    app::{Clock, Draft, Going, Job, Travel, Wake, evacuation::accept, ids, job::Outcome},
    domain::{
        catalogue::Lang,
        model::ObjectRef,
        network::By,
        place::{Position, next_sunset},
        plan::{
            assign::{NoPlan, Progress},
            evacuation::{
                BadDanger, Basis, Choices, Counting, Danger, Deadline, DeadlineKind, Fleet, Goal, Keep, Plan, Times,
                Timetable, Wanted, plan, timetable,
            },
        },
        query::name_of,
        view::{
            Words,
            evacuation::{EvacuationView, evacuation},
            format,
            handout::{Handing, Handout, guides},
            projection::Bounds,
            route::{self, Travelled},
        },
        world::World,
    },
    io::{
        export::{ExportError, write_whole},
        report::{PaperFormat, write_paper},
    },
    ui::asking::Asking,
};

/// Plans of whole villages or households are improved for so long, seconds.
const IMPROVED_S: f64 = 3.0;
/// The vehicle of a first plan.
const FIRST_VEHICLE: &str = "coach";

/// Out of what people are moved.
#[derive(Clone, Debug, PartialEq)]
pub enum OutOf {
    /// Danger areas and zones of the map.
    Areas(Vec<ObjectRef>),
    /// What was drawn.
    Drawn(MultiPolygon),
}

/// By when, as chosen.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Until {
    /// No deadline.
    #[default]
    Open,
    /// The clock time typed.
    Clock,
    /// Nightfall.
    Nightfall,
}

/// What is chosen and typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// What may be parted.
    pub keep: Keep,
    /// What is made least.
    pub goal: Goal,
    /// Own township first.
    pub own_first: bool,
    /// County shelters last.
    pub county_last: bool,
    /// Whether shelters may be opened.
    pub may_open: bool,
    /// By population in place of the list.
    pub by_population: bool,
    /// By when.
    pub until: Until,
    /// The clock time, as typed: `18:00`.
    pub time: String,
    /// How many vehicles, as typed; empty: enough.
    pub vehicles: String,
    /// Seats of each, as typed.
    pub seats: String,
    /// Which vehicle, in which weather: ids of the speed table.
    pub vehicle: String,
    /// Which weather.
    pub weather: String,
}

/// What is asked about an evacuation, and the answer.
#[derive(Debug)]
pub struct Evacuating {
    /// Out of what; none: nothing is asked.
    pub of: Option<OutOf>,
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

impl Default for Evacuating {
    fn default() -> Self {
        Self {
            of: None,
            asked: Asked {
                keep: Keep::Free,
                goal: Goal::Total,
                own_first: false,
                county_last: false,
                may_open: true,
                by_population: false,
                until: Until::Open,
                time: "18:00".to_owned(),
                vehicles: String::new(),
                seats: Times::default().seats.to_string(),
                vehicle: FIRST_VEHICLE.to_owned(),
                weather: "dry".to_owned(),
            },
            job: None,
            question: None,
            answer: None,
            fresh: false,
            writing: Asking::default(),
            accepting: Asking::default(),
        }
    }
}

impl Evacuating {
    /// Asks about a danger.
    pub fn begin(&mut self, of: OutOf) {
        self.close();
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
        self.asked.fleet().is_some() && (self.asked.until != Until::Clock || clock_time(&self.asked.time).is_some())
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

    /// Where a document was written, once; or why not.
    pub fn written(&mut self) -> Option<Result<PathBuf, String>> {
        if self.writing.poll() { self.writing.take() } else { None }
    }

    /// Makes the action that carries the plan out, off the window's thread.
    pub fn accept(&mut self, here: Here<'_>) {
        let Some(Ok(answered)) = &self.answer else { return };
        let (world, plan, now) = (here.world.clone(), answered.plan.clone(), here.clock.now());
        self.accepting.ask("accept", here.wake, move || accept(&world, &plan, now, &mut ids::fresh));
    }

    /// The action that carries the plan out, once it is made; `Some(None)`: there is nothing to do.
    pub fn accepted(&mut self) -> Option<Option<Draft>> {
        if self.accepting.poll() { self.accepting.take() } else { None }
    }
}

impl Asked {
    fn going(&self) -> Going {
        Going { vehicle: self.vehicle.clone(), weather: self.weather.clone(), by: By::Time }
    }

    fn choices(&self) -> Choices {
        Choices {
            counting: Counting {
                basis: if self.by_population { Basis::Population } else { Basis::List },
                ..Counting::default()
            },
            wanted: Wanted { may_open: self.may_open, ..Wanted::default() },
            keep: self.keep,
            goal: self.goal,
            own_first: self.own_first,
            county_last: self.county_last,
            ..Choices::default()
        }
    }

    /// The vehicles; `None`: what was typed is no number of them.
    fn fleet(&self) -> Option<Vec<Fleet>> {
        if self.vehicles.trim().is_empty() {
            return Some(Vec::new());
        }
        let number = self.vehicles.trim().parse::<u32>().ok().filter(|number| (1..=10_000).contains(number))?;
        let seats = self.seats.trim().parse::<u32>().ok().filter(|seats| (1..=1_000).contains(seats))?;
        Some(vec![Fleet { name: self.vehicle.clone(), number, seats }])
    }

    fn deadline(&self, now: Timestamp, at: Option<Position>) -> Option<Deadline> {
        match self.until {
            Until::Open => None,
            Until::Clock => {
                let at = format::next_clock_time(clock_time(&self.time)?, now)?;
                Some(Deadline { at, latest: None, kind: DeadlineKind::Clock })
            }
            Until::Nightfall => {
                let at = next_sunset(at?, now)?;
                Some(Deadline { at, latest: None, kind: DeadlineKind::Nightfall })
            }
        }
    }
}

fn clock_time(text: &str) -> Option<jiff::civil::Time> {
    text.trim().replace('：', ":").parse().ok()
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
            OutOf::Drawn(shape) => Danger::drawn(shape),
        };
        let danger = danger.map_err(|bad| self.bad_danger(bad))?;
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

    fn bad_danger(&self, bad: BadDanger) -> String {
        match bad {
            BadDanger::Shape { fault, name } => {
                let name = name.unwrap_or_else(|| self.words.get("evacuate-drawn"));
                let why = self.words.problem(&fault.problem());
                self.words.with("evacuate-bad-shape", &[("name", name), ("why", why)])
            }
            BadDanger::NoPolygon(object) => {
                let found = self.world.object(&object).zip(self.world.catalogue().kind(object.kind.as_str()));
                let name = found.map_or_else(|| object.uid.to_string(), |(object, kind)| name_of(kind, object));
                self.words.with("evacuate-no-polygon", &[("name", name)])
            }
        }
    }
}

/// A document to be written.
struct Writing {
    desk: Desk,
    going: Going,
    plan: Arc<Plan>,
    view: Arc<EvacuationView>,
    timing: Arc<Timetable>,
    deadline: Option<Deadline>,
    mark: Option<&'static str>,
}

impl Writing {
    fn write(&self, handout: Handout, folder: &Path) -> Result<PathBuf, String> {
        let Desk { travel, world, file, clock, words } = &self.desk;
        let now = clock.now();
        let mut travel = travel.lock().unwrap_or_else(PoisonError::into_inner);
        let table = travel.table().clone();
        let ways = travel.ways(world, Some(file), &self.going, now)?;
        drop(travel);
        let guides = guides(world, &self.plan, &ways, &table, words);
        let handing = Handing {
            world,
            plan: &self.plan,
            view: &self.view,
            timing: &self.timing,
            deadline: self.deadline.as_ref(),
            guides: &guides,
            unmask: false,
            mark: self.mark,
            now,
            words,
        };
        let form = match handout.ending() {
            "xlsx" => PaperFormat::Xlsx,
            _ => PaperFormat::Pdf,
        };
        let bytes = write_paper(&handing.paper(handout), form, words).map_err(|error| error.sentence(words))?;
        let name = words.get(&format!("handout-{}", handout.as_str()));
        let path = folder.join(format!("{name}-{}.{}", format::file_time(now), handout.ending()));
        write_whole(&path, &bytes).map_err(|error| {
            let why = match error {
                ExportError::Unwritable { why, .. } => why.to_string(),
                other @ ExportError::NoKind(_) => other.to_string(),
            };
            words.with("cli-not-written", &[("file", path.display().to_string()), ("why", why)])
        })?;
        Ok(path)
    }
}
