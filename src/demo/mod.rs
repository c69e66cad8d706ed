//! The synthetic district: a generator on public facts. Everything about persons, phones, levels, capacities and
//! places below a township is invented; the same seed gives the same bytes.

mod basemap;
mod below;
mod build;
mod closures;
mod courses;
mod enterprises;
mod flood;
mod forest;
mod ground;
mod network;
mod organisation;
mod outline;
mod people;
mod places;
mod rain;
mod records;
mod register;
mod reservoirs;
mod response;
mod rng;
mod roads;
mod scale;
mod sensing;
mod shape;
mod shelters;
mod stores;
mod teams;
mod terrain;
mod towns;
mod villages;
mod warnings;
mod water;
mod zones;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use jiff::Timestamp;

pub use register::SOURCE;

use crate::{
    demo::build::Build,
    domain::{
        catalogue::Catalogue,
        edit::Edit,
        model::{Entry, FieldId, KindId, Object, ObjectRef, Value},
    },
};

/// What is going on in the sample.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Moment {
    /// Nothing is active.
    #[default]
    Quiet,
    /// A flood: reservoirs over their limit, roads cut, shelters open.
    Flood,
}

/// A measured series: what, of which object, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// What was measured at.
    pub object: ObjectRef,
    /// The field that holds the latest value: `level_m` (metres over the object's vertical datum), `rain_1h_mm`.
    pub quantity: FieldId,
    /// When and how much, oldest first.
    pub values: Vec<(Timestamp, f64)>,
}

/// A made-up district.
#[derive(Clone, Debug)]
pub struct District {
    /// The district's name, as a title.
    pub name: &'static str,
    /// Objects by kind, in the order they were made. Summed fields are null: their entries tell.
    pub objects: BTreeMap<KindId, Vec<Arc<Object>>>,
    /// People registered in shelters.
    pub entries: Vec<Entry>,
    /// 72 hours of levels and rain.
    pub readings: Vec<Reading>,
    /// `kind` or `kind.field` that the catalogue given does not have, and what was therefore left out.
    pub left_out: BTreeSet<String>,
}

impl District {
    /// Everything as edits, objects first: what one action `sample made` does.
    pub fn edits(&self) -> Vec<Edit> {
        let objects = self.objects.values().flatten().cloned().map(Edit::Add);
        objects.chain(self.entries.iter().cloned().map(Edit::Enter)).collect()
    }

    /// The objects with their summed fields filled in, for a world without a store.
    pub fn summed(&self, catalogue: &Catalogue) -> BTreeMap<KindId, Vec<Arc<Object>>> {
        let mut sums = BTreeMap::<(&ObjectRef, &FieldId), i64>::new();
        for entry in &self.entries {
            *sums.entry((&entry.object, &entry.field)).or_default() += entry.amount;
        }
        let mut objects = self.objects.clone();
        for ((object, field), sum) in sums {
            let at = catalogue.kind(object.kind.as_str()).and_then(|kind| kind.index(field.as_str()));
            let found = objects.get_mut(&object.kind).and_then(|all| all.iter_mut().find(|one| one.uid == object.uid));
            if let (Some(at), Some(found)) = (at, found)
                && let Some(slot) = Arc::make_mut(found).values.get_mut(at)
            {
                *slot = Value::Integer(sum);
            }
        }
        objects
    }
}

/// Makes the district. `scale` multiplies what stands at a point, for benches; 1 is the sample. `now` is the
/// moment the sample stands at: levels, limits of the season and dates count from it.
pub fn generate(catalogue: &Catalogue, seed: u64, moment: Moment, scale: u32, now: Timestamp) -> District {
    // Whole seconds: what is read back from the file is what was made.
    let now = Timestamp::from_second(now.as_second()).unwrap_or(now);
    let mut build = Build::new(catalogue, seed, moment, now);
    basemap::add(&mut build);
    reservoirs::add(&mut build);
    shelters::add(&mut build);
    zones::add(&mut build);
    enterprises::add(&mut build);
    enterprises::major_hazards(&mut build);
    teams::add(&mut build);
    stores::add(&mut build);
    people::add(&mut build);
    sensing::add(&mut build);
    forest::add(&mut build);
    places::add(&mut build);
    records::add(&mut build);
    organisation::add(&mut build);
    response::rules(&mut build, catalogue);
    warnings::past(&mut build);
    if moment == Moment::Flood {
        flood::add(&mut build);
    }
    rain::add(&mut build, catalogue);
    scale::multiply(&mut build.register, seed, scale);
    District {
        name: "示例·金华市婺城区",
        objects: build.register.objects,
        entries: build.entries,
        readings: build.readings,
        left_out: build.register.unknown,
    }
}
