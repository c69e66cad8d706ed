//! What a condition asks about, as it stands in a district: rain, storms, waters, signals, incidents.

mod rain;
mod register;
mod storm;
mod water;

use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::{
    hazard::{rain::Rain, reservoir::DamStanding, signal::township_called, typhoon::Storm},
    model::Object,
    place::{Position, measure, middle_of},
    query::name_of,
    response::{Condition, Metric, Reading},
    world::World,
};

/// What is known at a moment.
#[derive(Clone, Copy, Debug)]
pub struct Observed<'a> {
    /// The district.
    pub world: &'a World,
    /// The moment.
    pub now: Timestamp,
    /// Its rain.
    pub rain: &'a Rain,
    /// Its reservoirs and ponds.
    pub dams: &'a [DamStanding<'a>],
    /// The storms that count; `None`: nothing is known of storms, which is not the same as that there is none.
    pub storms: Option<&'a [Watched]>,
}

/// A storm, and the moment at which it is looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Watched {
    /// Which.
    pub storm: Arc<Storm>,
    /// When: the present, or the moment of a replay.
    pub at: Timestamp,
    /// Whether it is looked at in another time than the present, or was moved for a rehearsal.
    pub replay: bool,
}

/// Why a quantity cannot be told.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Unmeasured {
    /// The register has nothing that would measure it: no station, no reservoir, no forest.
    NoSource,
    /// Nothing is known of storms.
    NoStorms,
    /// No agency's forecast is known.
    NoForecast,
    /// None of the townships that the condition names is in the register.
    NoSuchArea,
}

impl Unmeasured {
    /// Its id in documents and messages.
    pub const fn id(self) -> &'static str {
        match self {
            Self::NoSource => "no_source",
            Self::NoStorms => "no_storms",
            Self::NoForecast => "no_forecast",
            Self::NoSuchArea => "no_such_area",
        }
    }
}

/// A township as conditions see it.
#[derive(Clone, Debug)]
pub(super) struct Town {
    name: String,
    middle: Option<Position>,
    area_m2: f64,
}

/// The townships of a world; worked out once for many conditions.
pub(super) fn towns(world: &World) -> Vec<Town> {
    let Some(layer) = world.layer("township") else { return Vec::new() };
    let town = |object: &Arc<Object>| Town {
        name: name_of(layer.kind(), object),
        middle: object.geometry.as_ref().and_then(middle_of),
        area_m2: object.geometry.as_ref().map_or(0.0, |shape| measure(shape).area_m2),
    };
    layer.objects().map(town).collect()
}

/// What is known of what a condition of a hazard asks about.
///
/// # Errors
/// Why nothing can be known.
pub(super) fn read(
    condition: &Condition,
    hazard: &str,
    observed: &Observed<'_>,
    towns: &[Town],
) -> Result<Reading, Unmeasured> {
    // A township may be written without its last word, as the signals and lists do.
    let full = |name: &String| {
        let town = township_called(observed.world, name).map(|town| observed.world.value(&town, "name"));
        town.and_then(|name| name.as_text().map(str::to_owned)).unwrap_or_else(|| name.clone())
    };
    let names: Vec<String> = condition.area.iter().map(full).collect();
    let area = Area { names: &names, towns };
    if !area.names.is_empty() && area.towns().next().is_none() {
        return Err(Unmeasured::NoSuchArea);
    }
    match condition.metric {
        Metric::Rain => rain::fell(condition, observed, &area),
        Metric::PlacesToPrepare | Metric::PlacesToMove => rain::places(condition, observed, &area),
        Metric::StormDistance | Metric::StormCircle | Metric::StormLine | Metric::StormForce => {
            storm::read(condition, observed, &area)
        }
        Metric::DamsOverLimit | Metric::DamsOverDesign | Metric::DamsOverCheck | Metric::DamOver => {
            water::dams(condition.metric, observed, &area)
        }
        Metric::RiverOverWarning | Metric::RiverOverGuarantee => water::rivers(condition.metric, observed, &area),
        Metric::Signal => Ok(register::signal(condition, observed, &area)),
        Metric::FireDanger => register::fire_danger(observed, &area),
        Metric::Incident | Metric::IncidentPeople => register::incidents(condition.metric, hazard, observed, &area),
    }
}

/// The area that a condition is about.
#[derive(Clone, Copy, Debug)]
struct Area<'a> {
    names: &'a [String],
    towns: &'a [Town],
}

impl<'a> Area<'a> {
    /// Whether what lies in this township counts.
    fn has(&self, township: Option<&str>) -> bool {
        self.names.is_empty() || township.is_some_and(|name| self.names.iter().any(|one| one == name.trim()))
    }

    /// The townships of the register in it.
    fn towns(&self) -> impl Iterator<Item = &'a Town> {
        let names = self.names;
        self.towns.iter().filter(move |town| names.is_empty() || names.contains(&town.name))
    }
}

/// What a source said.
struct Said {
    value: f64,
    /// Whether it says what is so now.
    fresh: bool,
    time: Option<Timestamp>,
    name: String,
}

/// The largest of what so many sources said; those of which nothing fresh is known are silent.
fn largest(said: &[Said], sources: usize) -> Reading {
    let fresh = || said.iter().filter(|one| one.fresh);
    let (now, ever) = (most(fresh(), |one| one.value), most(said, |one| one.value));
    let told = now.or(ever);
    Reading {
        fresh: now.map(|one| one.value),
        ever: ever.map(|one| one.value),
        silent: sources - fresh().count(),
        time: told.and_then(|one| one.time),
        place: told.map(|one| one.name.clone()),
        ..Reading::default()
    }
}

/// The one of most weight; the first of equals.
fn most<T>(all: impl IntoIterator<Item = T>, value: impl Fn(&T) -> f64) -> Option<T> {
    all.into_iter().reduce(|best, one| if value(&one) > value(&best) { one } else { best })
}
