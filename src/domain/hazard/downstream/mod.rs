//! What lies below a dam: villages and areas as they are kept, else a trace along the rivers; the dams it feeds; what is
//! let go, and when that arrives.
//!
//! - **Kept data come first**: the villages that the register of the dam names, and the inundation areas that name the
//!   dam. Both are taken, for each may hold what the other lacks.
//! - **A trace comes second**, where neither is kept: the places beside the river below the dam ([`trace`]). It is no
//!   inundation map, and the answer says which of the two it is ([`Source`]).
//! - **When water arrives**: as the register says behind a village's name, else the way along the river by the speed of
//!   the front ([`SPEED_MPS`] where no notice says another).

mod names;
mod release;
mod trace;

#[cfg(test)]
mod tests;

use geo_types::{Geometry, MultiLineString, MultiPolygon};

use crate::domain::{
    catalogue::{Kind, Role},
    hazard::exposure::Extent,
    model::{Object, ObjectRef, Uid},
    place::{Fault, Flaw, buffer, middle_of},
    query::{called, name_of, object_ref, text},
    world::{Layer, Members, World},
};

pub use names::{Listed, listed};
pub use release::{NOTICE, Release, drafted, names_by, releases};
pub use trace::{Reach, trace};

/// How fast the front of a release goes where nothing else is known, m/s: an assumption, on the side of an early
/// warning; a notice can say its own.
pub const SPEED_MPS: f64 = 3.0;
/// How far from the river below a dam a place counts as beside it, metres.
pub const BESIDE_M: f64 = 500.0;
/// A village that is kept as lying below is timed along the river only when it is no farther from it than this, metres.
const TIMED_M: f64 = 3_000.0;
/// So many dams are followed, one feeding the next.
const MOST_DAMS: usize = 20;

/// What says so.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Source {
    /// The villages that the register of the dam names.
    List,
    /// Inundation areas that were kept.
    Area,
    /// Both.
    AreaAndList,
    /// The rivers.
    Trace,
}

impl Source {
    /// Its id in documents and messages.
    pub const fn id(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Area => "area",
            Self::AreaAndList => "area_and_list",
            Self::Trace => "trace",
        }
    }
}

/// What lies below a dam.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Downstream {
    /// What says so; `None`: nothing does.
    pub source: Option<Source>,
    /// The inundation areas that were kept.
    pub areas: Vec<ObjectRef>,
    /// The villages, in the order in which water arrives; those of which that is not known last.
    pub villages: Vec<Below>,
    /// Names on the list that no village of the district goes by, or more than one.
    pub unknown: Vec<String>,
    /// The river below it; `None`: no river is near enough.
    pub reach: Option<Reach>,
    /// The dams that it feeds, the next one first.
    pub feeds: Vec<ObjectRef>,
}

/// A village below a dam.
#[derive(Clone, Debug, PartialEq)]
pub struct Below {
    /// Which.
    pub village: ObjectRef,
    /// Its name.
    pub name: String,
    /// Its township.
    pub township: Option<String>,
    /// How many live there.
    pub population: Option<i64>,
    /// How far it is along the river, metres.
    pub along_m: Option<f64>,
    /// How long water takes by the register, minutes.
    pub said_min: Option<f64>,
}

/// How long water takes to a village.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Takes {
    /// Minutes from the dam.
    pub minutes: f64,
    /// Whether the register says so; else it was worked out from a speed.
    pub is_said: bool,
}

impl Below {
    /// How long water takes at a speed of its front, m/s; `None`: nothing says.
    pub fn takes(&self, speed_mps: f64) -> Option<Takes> {
        if let Some(minutes) = self.said_min {
            return Some(Takes { minutes, is_said: true });
        }
        let along_m = self.along_m.filter(|_| speed_mps > 0.0)?;
        Some(Takes { minutes: along_m / speed_mps / 60.0, is_said: false })
    }
}

/// What lies below a reservoir or pond; `None` when the object is none. Belongs off the window's thread.
pub fn downstream(world: &World, dam: &ObjectRef) -> Option<Downstream> {
    let object = world.object(dam)?;
    let kind = world.layer(dam.kind.as_str())?.kind();
    if !kind.has_role(Role::Reservoir) {
        return None;
    }
    let at = object.geometry.as_ref().and_then(middle_of);
    let reach = at.and_then(|at| trace(world, at, text(kind, object, "river")));
    let mut below = Downstream { feeds: feeds(world, dam), ..Downstream::default() };
    let villages = world.layer("village");
    let list = text(kind, object, "downstream").map(listed).unwrap_or_default();
    for one in &list {
        match called(world, "village", &one.name, text(kind, object, "township")).zip(villages) {
            Some((village, layer)) => below.add(village, layer, one.minutes),
            None => below.unknown.push(one.name.clone()),
        }
    }
    let areas = areas(world, dam);
    for (area, shape) in &areas {
        below.areas.push(area.clone());
        if let (Some(layer), Ok(inside)) = (villages, extent_of(shape)) {
            inside.placed(layer).objects().for_each(|village| below.add(village, layer, None));
        }
    }
    below.source = match (below.areas.is_empty(), list.is_empty()) {
        (true, true) => None,
        (true, false) => Some(Source::List),
        (false, true) => Some(Source::Area),
        (false, false) => Some(Source::AreaAndList),
    };
    if let (None, Some(reach), Some(layer)) = (below.source, &reach, villages) {
        below.source = Some(Source::Trace);
        let beside = beside(reach).and_then(|area| extent_of(&area).ok());
        let areas: Vec<Members<'_>> = beside.iter().map(|area| area.placed(layer)).collect();
        areas.iter().flat_map(Members::objects).for_each(|village| below.add(village, layer, None));
    }
    below.time(world, reach.as_ref());
    below.reach = reach;
    Some(below)
}

impl Downstream {
    fn add(&mut self, village: &Object, layer: &Layer, said_min: Option<f64>) {
        let reference = object_ref(village);
        if let Some(known) = self.villages.iter_mut().find(|known| known.village == reference) {
            known.said_min = known.said_min.or(said_min);
            return;
        }
        let kind = layer.kind();
        self.villages.push(Below {
            name: name_of(kind, village),
            township: text(kind, village, "township").map(str::to_owned),
            population: kind.index("population").and_then(|index| village.value(index).as_integer()),
            along_m: None,
            said_min,
            village: reference,
        });
    }

    /// How far each is along the river, and the order in which water arrives.
    fn time(&mut self, world: &World, reach: Option<&Reach>) {
        for below in &mut self.villages {
            let at = world.object(&below.village).and_then(|village| middle_of(village.geometry.as_ref()?));
            let found = at.zip(reach).and_then(|(at, reach)| reach.along(at));
            below.along_m = found.filter(|found| found.off_m <= TIMED_M).map(|found| found.along_m);
        }
        let minutes = |below: &Below| below.takes(SPEED_MPS).map_or(f64::INFINITY, |takes| takes.minutes);
        self.villages.sort_by(|a, b| minutes(a).total_cmp(&minutes(b)).then_with(|| a.name.cmp(&b.name)));
    }

    /// How many live in its villages, and of how many villages that is not known.
    pub fn population(&self) -> (i64, usize) {
        let known = self.villages.iter().filter_map(|below| below.population);
        (known.sum(), self.villages.iter().filter(|below| below.population.is_none()).count())
    }

    /// The area to ask who and what is in: the inundation areas, and whatever belongs to the villages by its register;
    /// of a trace what is beside the river.
    ///
    /// # Errors
    /// [`Fault`] when nothing lies below, or no area is left.
    pub fn extent(&self, world: &World) -> Result<Extent, Fault> {
        let nothing = Fault { flaw: Flaw::Empty, at: None };
        if self.source == Some(Source::Trace) {
            return extent_of(&self.reach.as_ref().and_then(beside).ok_or(nothing)?);
        }
        let shapes = self.areas.iter().filter_map(|area| polygons(world.object(area)?));
        let parts: Vec<_> = shapes.flat_map(|shape| shape.0).collect();
        let villages = self.villages.iter().map(|below| (below.township.clone(), below.name.clone()));
        Extent::of_parts(&MultiPolygon(parts), villages.collect())
    }
}

fn extent_of(shape: &MultiPolygon) -> Result<Extent, Fault> {
    Extent::of_parts(shape, Vec::new())
}

/// What is beside a river.
fn beside(reach: &Reach) -> Option<MultiPolygon> {
    buffer(&Geometry::MultiLineString(MultiLineString(reach.lines.clone())), BESIDE_M)
}

/// The field by which records of other kinds name a dam.
fn link_to(kind: &Kind, dam: &ObjectRef) -> Option<usize> {
    let named = |field: &&crate::domain::catalogue::Field| field.link.as_deref() == Some(dam.kind.as_str());
    kind.index(kind.fields.iter().find(named)?.id.as_str())
}

/// The records of a kind that name a dam.
fn records<'a>(world: &'a World, kind: &str, dam: &ObjectRef) -> Vec<(&'a Kind, &'a Object)> {
    let Some(layer) = world.layer(kind) else { return Vec::new() };
    let Some(link) = link_to(layer.kind(), dam) else { return Vec::new() };
    let found = layer.linking(link, &std::collections::BTreeSet::from([dam.uid]));
    found.objects().map(|object| (&**layer.kind(), &**object)).collect()
}

/// The inundation areas of a dam, by uid.
fn areas(world: &World, dam: &ObjectRef) -> Vec<(ObjectRef, MultiPolygon)> {
    let found = records(world, "inundation_area", dam).into_iter();
    let mut found: Vec<_> = found.filter_map(|(_, object)| Some((object_ref(object), polygons(object)?))).collect();
    found.sort_by_key(|(area, _)| area.uid);
    found
}

fn polygons(object: &Object) -> Option<MultiPolygon> {
    match object.geometry.as_ref()? {
        Geometry::Polygon(polygon) => Some(polygon.clone().into()),
        Geometry::MultiPolygon(polygons) => Some(polygons.clone()),
        _ => None,
    }
}

/// The dams that one feeds, the next one first; one that feeds itself in the end is named once.
fn feeds(world: &World, dam: &ObjectRef) -> Vec<ObjectRef> {
    let mut found: Vec<ObjectRef> = Vec::new();
    let mut at = dam.clone();
    while found.len() < MOST_DAMS {
        let next = world.value(&at, "feeds").as_text().and_then(|uid| uid.trim().parse::<Uid>().ok());
        let Some(next) = next.map(|uid| ObjectRef { kind: "reservoir".into(), uid }) else { break };
        if next == *dam || found.contains(&next) || world.object(&next).is_none() {
            break;
        }
        found.push(next.clone());
        at = next;
    }
    found
}
