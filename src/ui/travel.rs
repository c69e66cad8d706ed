//! Travel at the desk: a way between two places, or what is within reach of one; asked off the window's thread.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use jiff::Timestamp;

use crate::{
    app::{Clock, Going, Travel, Wake},
    domain::{
        catalogue::Lang,
        model::KindId,
        network::{By, Network, SpeedTable, Towards, Ways},
        place::Position,
        query::{self, Journey},
        view::{
            Words,
            projection::Bounds,
            route::{self, ReachView, RouteView},
            travelled::Travelled,
        },
        world::World,
    },
    ui::asking::Asking,
};

/// The kind whose things a reach lists.
const LISTED: &str = "village";
/// The longest reach that is asked, minutes.
const MOST_MINUTES: f64 = 600.0;

/// What is asked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Mode {
    /// The way between two places.
    Route,
    /// What is within reach of a place.
    Reach,
}

/// An end of a way.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum End {
    /// Where it begins.
    From,
    /// Where it ends.
    To,
}

/// A place that was chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// Where.
    pub at: Position,
    /// What it is called.
    pub name: String,
}

/// What is asked about travel, and the answer.
#[derive(Debug)]
pub struct Travelling {
    /// What is asked; none: nothing.
    pub mode: Option<Mode>,
    /// Where from.
    pub from: Option<Spot>,
    /// Where to.
    pub to: Option<Spot>,
    /// The end that the next click on the map is for.
    pub picking: Option<End>,
    /// Who goes.
    pub going: Going,
    /// Within how many minutes, as typed.
    pub minutes: String,
    /// From the place, or to it.
    pub towards: Towards,
    travel: Arc<Mutex<Travel>>,
    table: Arc<SpeedTable>,
    asking: Asking<Answered>,
    asked: Option<Asked>,
    /// Whether the answer to come is to be brought into view.
    fresh: bool,
    /// An order that was made anew, to be kept in the file.
    made: Option<(u64, Arc<Network>)>,
}

/// A question, whole: another answer is due when anything of it changes.
#[derive(Clone, Debug, PartialEq)]
struct Question {
    mode: Mode,
    from: Position,
    to: Option<Position>,
    going: Going,
    minutes: f64,
    towards: Towards,
}

/// A question, and on what it was asked: the world's revision, the language, the minute.
type Asked = (Question, u64, Lang, i64);

/// The answer.
#[derive(Debug)]
struct Answered {
    shown: Shown,
    drawn: Arc<Travelled>,
    bounds: Option<Bounds>,
    /// An order to be kept in the file.
    to_keep: Option<(u64, Arc<Network>)>,
}

/// The answer in words.
#[derive(Debug)]
pub enum Shown {
    /// A way, or why there is none.
    Route(RouteView),
    /// Who is within reach.
    Reach(ReachView),
    /// It cannot be asked so.
    Refused(String),
}

impl Travelling {
    /// With a speed table; nothing is asked.
    pub fn new(table: Arc<SpeedTable>) -> Self {
        let first = table.vehicles.first().map_or_else(String::new, |vehicle| vehicle.id.clone());
        Self {
            mode: None,
            from: None,
            to: None,
            picking: None,
            going: Going::by(&first, &table),
            minutes: "30".to_owned(),
            towards: Towards::Others,
            travel: Arc::new(Mutex::new(Travel::new(table.clone()))),
            table,
            asking: Asking::default(),
            asked: None,
            fresh: false,
            made: None,
        }
    }

    /// The speed table.
    pub const fn table(&self) -> &Arc<SpeedTable> {
        &self.table
    }

    /// The network and ways that are kept from question to question: for threads other than the window's.
    pub const fn shared(&self) -> &Arc<Mutex<Travel>> {
        &self.travel
    }

    /// Asks anew: the next answer is brought into view.
    pub fn begin(&mut self, mode: Mode) {
        self.mode = Some(mode);
        self.fresh = true;
        let missing = [(End::From, self.from.is_none()), (End::To, self.to.is_none() && mode == Mode::Route)];
        self.picking = missing.into_iter().find(|(_, missing)| *missing).map(|(end, _)| end);
    }

    /// Takes a place for the end that is being picked.
    pub fn pick(&mut self, spot: Spot) {
        match self.picking.take() {
            Some(End::From) => self.from = Some(spot),
            Some(End::To) => self.to = Some(spot),
            None => return,
        }
        if let Some(mode) = self.mode {
            self.begin(mode);
        }
    }

    /// The other way round.
    pub const fn swap(&mut self) {
        std::mem::swap(&mut self.from, &mut self.to);
        self.fresh = true;
    }

    /// Puts it away; `false`: nothing was asked.
    pub fn close(&mut self) -> bool {
        if self.picking.is_some() && self.asking.answer().is_some() {
            self.picking = None;
            return true;
        }
        self.picking = None;
        self.asked = None;
        self.asking.clear();
        self.mode.take().is_some()
    }

    /// Another district: nothing is asked of it yet. Who goes stays.
    pub fn leave(&mut self) {
        self.close();
        self.mode = None;
        (self.from, self.to) = (None, None);
        self.travel = Arc::new(Mutex::new(Travel::new(self.table.clone())));
    }

    /// The minutes; `None` when what was typed is no such number.
    pub fn minutes(&self) -> Option<f64> {
        self.minutes.trim().parse().ok().filter(|minutes| *minutes > 0.0 && *minutes <= MOST_MINUTES)
    }

    fn question(&self) -> Option<Question> {
        let mode = self.mode?;
        let to = self.to.as_ref().map(|to| to.at);
        let (to, minutes) = match mode {
            Mode::Route => (Some(to?), 0.0),
            Mode::Reach => (None, self.minutes()?),
        };
        let by = if mode == Mode::Reach { By::Time } else { self.going.by };
        let going = Going { by, ..self.going.clone() };
        let towards = if mode == Mode::Reach { self.towards } else { Towards::Others };
        Some(Question { mode, from: self.from.as_ref()?.at, to, going, minutes, towards })
    }

    /// Keeps the answer in step with the question and the world; the bounds to show when a new question is
    /// answered. Never waits.
    pub fn poll(
        &mut self,
        world: &World,
        file: &Path,
        now: Timestamp,
        words: &Arc<Words>,
        wake: &Wake,
    ) -> Option<Bounds> {
        let came = self.asking.poll();
        if came {
            self.made = self.asking.answer().and_then(|answered| answered.to_keep.clone());
        }
        let bounds = if came && std::mem::take(&mut self.fresh) { self.asking.answer()?.bounds } else { None };
        let Some(question) = self.question() else {
            self.asked = None;
            if self.mode.is_none() || self.asking.answer().is_some() {
                self.asking.clear();
            }
            return bounds;
        };
        // What is closed from or until a time is looked at when the minute turns.
        let wanted = (question, world.revision(), words.lang(), now.as_second().div_euclid(60));
        if self.asked.as_ref() != Some(&wanted) && !self.asking.is_busy() {
            let (world, words, file) = (world.clone(), words.clone(), file.to_owned());
            let (travel, question) = (self.travel.clone(), wanted.0.clone());
            self.asked = Some(wanted);
            self.asking.ask("travel", wake, move || answer(&travel, &world, &file, &question, now, &words));
        }
        bounds
    }

    /// The answer in words; `None`: none yet.
    pub fn shown(&self) -> Option<&Shown> {
        self.asking.answer().map(|answered| &answered.shown)
    }

    /// The answer on the map.
    pub fn drawn(&self) -> Option<&Arc<Travelled>> {
        self.mode?;
        self.asking.answer().map(|answered| &answered.drawn)
    }

    /// An order that was made anew, once: to be kept in the file.
    pub const fn to_keep(&mut self) -> Option<(u64, Arc<Network>)> {
        self.made.take()
    }

    /// Whether it is being computed.
    pub const fn is_busy(&self) -> bool {
        self.asking.is_busy()
    }
}

/// How something is asked by road, for another thread.
#[derive(Clone, Debug)]
pub struct ByRoad {
    travel: Arc<Mutex<Travel>>,
    going: Going,
    file: PathBuf,
    clock: Clock,
}

impl ByRoad {
    /// The minute: what is closed from or until a time is looked at when it turns.
    pub fn minute(&self) -> i64 {
        self.clock.now().as_second().div_euclid(60)
    }

    /// The ways as they are now; takes its time. `None`: the speed table does not know who goes.
    pub fn ways(&self, world: &World) -> Option<Arc<Ways>> {
        let mut travel = self.travel.lock().unwrap_or_else(PoisonError::into_inner);
        let going = Going { by: By::Time, ..self.going.clone() };
        travel.ways(world, Some(&self.file), &going, self.clock.now()).ok()
    }
}

impl Travelling {
    /// How something is asked by road of a file.
    pub fn by_road(&self, file: &Path, clock: &Clock) -> ByRoad {
        ByRoad { travel: self.travel.clone(), going: self.going.clone(), file: file.to_owned(), clock: clock.clone() }
    }
}

impl Default for Travelling {
    fn default() -> Self {
        Self::new(Arc::new(crate::io::assets::speeds(None).0.unwrap_or_else(SpeedTable::nobody)))
    }
}

fn answer(
    travel: &Mutex<Travel>,
    world: &World,
    file: &Path,
    question: &Question,
    now: Timestamp,
    words: &Words,
) -> Answered {
    let mut travel = travel.lock().unwrap_or_else(PoisonError::into_inner);
    let table = travel.table().clone();
    let ways = travel.ways(world, Some(file), &question.going, now);
    let to_keep = travel.to_keep();
    drop(travel);
    let (shown, drawn, bounds) = match ways {
        Ok(ways) => match question.to {
            Some(to) => a_route(world, &ways, &table, question.from, to, words),
            None => a_reach(world, &ways, &table, question, words),
        },
        Err(unknown) => (Shown::Refused(unknown), Travelled::default(), None),
    };
    Answered { shown, drawn: Arc::new(drawn), bounds, to_keep }
}

type Told = (Shown, Travelled, Option<Bounds>);

fn a_route(world: &World, ways: &Ways, table: &SpeedTable, from: Position, to: Position, words: &Words) -> Told {
    let journey: Journey = query::journey(world, ways, from, to);
    let drawn = Travelled::of_journey(&journey, ways.graph(), from, to);
    let view = route::route(world, &journey, ways, table, words);
    let mut bounds = Bounds::of(from.lon(), from.lat()).with(to.lon(), to.lat());
    for vertex in drawn.best.iter().chain(&drawn.other).flat_map(|line| &line.0) {
        bounds = bounds.with(vertex.x, vertex.y);
    }
    (Shown::Route(view), drawn, Some(bounds))
}

fn a_reach(world: &World, ways: &Ways, table: &SpeedTable, question: &Question, words: &Words) -> Told {
    let asked = route::asked_reach(ways.profile(), table, question.minutes, question.towards, words);
    let Some(reach) = ways.reach(question.from, question.towards, question.minutes) else {
        return (Shown::Refused(words.get("travel-no-road")), Travelled::default(), None);
    };
    let list = match query::reached(world, &reach, &KindId::from(LISTED)) {
        Ok(list) => list,
        Err(error) => return (Shown::Refused(error.to_string()), Travelled::default(), None),
    };
    let view = route::reach(&list, asked, &reach, ways, words);
    let area = reach.area();
    let mut bounds = Bounds::of(question.from.lon(), question.from.lat());
    for vertex in area.iter().flat_map(|part| &part.exterior().0) {
        bounds = bounds.with(vertex.x, vertex.y);
    }
    let off_road = vec![geo_types::LineString::new(vec![question.from.point().0, reach.place().at.point().0])];
    let drawn = Travelled { area: Some(area), off_road, from: Some(question.from), ..Travelled::default() };
    (Shown::Reach(view), drawn, Some(bounds))
}
