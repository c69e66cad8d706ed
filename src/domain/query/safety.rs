//! Whether people who were moved may go home: which dangers a home belongs to, and what holds its people back.
//!
//! A home belongs to the danger zone that its row names and to every danger area or zone that it lies in, whatever
//! their status; a home without a position lies where its village does. People of a home in no known danger belong to
//! their village, which is then checked in its place. A place is *clear* when it is not in force and the newest check
//! of it found it safe; a check counts that was made since the danger was lifted or otherwise ended, or while it was in force and still
//! held when it was lifted, and never for people who moved only after it.

use std::collections::BTreeMap;

use geo::Intersects as _;
use geo_types::{Geometry, Point, Rect};
use jiff::Timestamp;

use crate::domain::{
    catalogue::{Kind, Role},
    model::{
        DangerArea, DangerStatus, Household, HouseholdFields, Object, ObjectRef, SAFETY_CHECK, SafetyCheck, TRANSFER,
        Uid,
    },
    place::{bounds, middle_of},
    query::{name_of, object_ref},
    world::World,
};

/// Why people may not go back to a place.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Hold {
    /// The danger is in force.
    InForce,
    /// The newest check found it unsafe.
    Unsafe,
    /// Nobody has checked it.
    NotChecked,
    /// The newest check was made before the danger was lifted, or otherwise stopped being in force, and did not hold
    /// then.
    BeforeLifting {
        /// When it was lifted.
        lifted: Timestamp,
    },
    /// The newest check was made before these people moved.
    BeforeMoving {
        /// When they moved.
        moved: Timestamp,
    },
    /// Neither a danger nor a village is known of the home: nobody can say what to check.
    NoPlace,
}

/// What people go back to: a danger, or the village of people in no known danger.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct ReturnPlace {
    /// Whether it is a danger area or zone.
    pub is_danger: bool,
    /// Its name; `None`: no place is known.
    pub name: Option<String>,
    /// What it is on the map; `None`: no place is known.
    pub object: Option<ObjectRef>,
}

/// What holds a household back, and where.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Held {
    /// Where.
    pub place: ReturnPlace,
    /// Why.
    pub hold: Hold,
}

/// The newest check of a place.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Checked {
    /// The check.
    pub object: ObjectRef,
    /// What it says.
    pub check: SafetyCheck,
    /// When it was entered.
    entered: Option<Timestamp>,
}

/// A place with what is known of it.
#[derive(Clone, Debug)]
pub(super) struct Spot<'a> {
    pub place: ReturnPlace,
    pub status: Option<DangerStatus>,
    pub since: Option<Timestamp>,
    pub checked: Option<Checked>,
    shape: Option<(Rect, &'a Geometry)>,
}

/// Which place of [`Safety`]: a danger, a village or none, in this order.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Key {
    Danger(usize),
    Village(usize),
    Nowhere,
}

/// Every danger and village of a world with its newest check, ready to be asked about many households.
#[derive(Clone, Debug)]
pub struct Safety<'a> {
    dangers: Vec<Spot<'a>>,
    zones: BTreeMap<Uid, usize>,
    villages: Vec<(Spot<'a>, Option<Point>)>,
    by_name: BTreeMap<(String, String), usize>,
    fields: Option<HomeFields>,
}

/// Where the transfer list keeps what a home belongs to.
#[derive(Clone, Copy, Debug)]
struct HomeFields {
    household: HouseholdFields,
    township: Option<usize>,
    village: Option<usize>,
    since: Option<usize>,
}

impl HomeFields {
    fn of(kind: &Kind) -> Self {
        let [township, village, since] = ["township", "village", "state_time"].map(|field| kind.index(field));
        Self { household: HouseholdFields::of(kind), township, village, since }
    }
}

impl<'a> Safety<'a> {
    /// What a world knows at a moment; checks dated later do not count yet.
    pub fn of(world: &'a World, now: Timestamp) -> Self {
        let mut checks = checks(world, now);
        let mut dangers: Vec<Spot<'a>> = Vec::new();
        let mut zones = BTreeMap::new();
        for layer in world.layers().filter(|layer| layer.kind().has_role(Role::DangerArea)) {
            for object in layer.objects() {
                zones.insert(object.uid, dangers.len());
                dangers.push(danger(layer.kind(), object, &mut checks));
            }
        }
        let (mut villages, mut by_name) = (Vec::new(), BTreeMap::new());
        if let Some(layer) = world.layer("village") {
            let township = layer.kind().index("township");
            for object in layer.objects() {
                let name = name_of(layer.kind(), object).trim().to_owned();
                by_name.entry((text(object, township), name.clone())).or_insert(villages.len());
                let object_ref = object_ref(object);
                let checked = checks.remove(&object_ref);
                let place = ReturnPlace { is_danger: false, name: Some(name), object: Some(object_ref) };
                let spot = Spot { place, status: None, since: None, checked, shape: None };
                villages.push((spot, point(object)));
            }
        }
        let fields = world.layer(TRANSFER).map(|layer| HomeFields::of(layer.kind()));
        Self { dangers, zones, villages, by_name, fields }
    }

    /// What holds a household back, each place once; empty: it may go home.
    pub fn holds(&self, household: &Object) -> Vec<Held> {
        let moved = self.since(household);
        let held = |key: Key| {
            let hold = self.hold(key, moved)?;
            Some(Held { place: self.place(key), hold })
        };
        self.keys(household).into_iter().filter_map(held).collect()
    }

    /// The newest check of a place, whether it counts or not.
    pub fn newest(&self, place: &ObjectRef) -> Option<&Checked> {
        self.spots().find(|spot| spot.place.object.as_ref() == Some(place)).and_then(|spot| spot.checked.as_ref())
    }

    /// A danger or village as a place to return to; `None` when it is neither.
    pub fn place_of(&self, object: &ObjectRef) -> Option<&ReturnPlace> {
        self.spots().map(|spot| &spot.place).find(|place| place.object.as_ref() == Some(object))
    }

    /// All places that have a name, dangers first.
    pub fn places(&self) -> impl Iterator<Item = &ReturnPlace> {
        self.spots().map(|spot| &spot.place)
    }

    fn spots(&self) -> impl Iterator<Item = &Spot<'a>> {
        self.dangers.iter().chain(self.villages.iter().map(|(spot, _)| spot))
    }

    pub(super) fn spot(&self, key: Key) -> Option<&Spot<'a>> {
        match key {
            Key::Danger(at) => self.dangers.get(at),
            Key::Village(at) => self.villages.get(at).map(|(spot, _)| spot),
            Key::Nowhere => None,
        }
    }

    pub(super) fn place(&self, key: Key) -> ReturnPlace {
        let nowhere = || ReturnPlace { is_danger: false, name: None, object: None };
        self.spot(key).map_or_else(nowhere, |spot| spot.place.clone())
    }

    /// A row of the transfer list, as the counting of people sees it.
    pub(super) fn read(&self, household: &Object) -> Option<Household> {
        Some(self.fields?.household.read(household))
    }

    /// When a household's state began.
    pub(super) fn since(&self, household: &Object) -> Option<Timestamp> {
        household.value(self.fields?.since?).as_time()
    }

    /// What holds back from a place people who moved at a moment.
    pub(super) fn hold(&self, key: Key, moved: Option<Timestamp>) -> Option<Hold> {
        let Some(spot) = self.spot(key) else { return Some(Hold::NoPlace) };
        if spot.status == Some(DangerStatus::Active) {
            return Some(Hold::InForce);
        }
        let Some(Checked { check, .. }) = &spot.checked else { return Some(Hold::NotChecked) };
        if !check.safe {
            return Some(Hold::Unsafe);
        }
        // However it ended: lifted, or back on the register.
        let lifted = spot.since.filter(|_| spot.place.is_danger);
        let held_at = check.lifted_at.max(Some(check.checked_at));
        if let Some(lifted) = lifted.filter(|lifted| held_at < Some(*lifted)) {
            return Some(Hold::BeforeLifting { lifted });
        }
        moved.filter(|moved| check.checked_at < *moved).map(|moved| Hold::BeforeMoving { moved })
    }

    /// The places that a household belongs to, at least one.
    pub(super) fn keys(&self, household: &Object) -> Vec<Key> {
        let Some(fields) = self.fields else { return vec![Key::Nowhere] };
        let linked = fields.household.read(household).zone.and_then(|zone| self.zones.get(&zone).copied());
        let village = (text(household, fields.township), text(household, fields.village));
        let village = self.by_name.get(&village).copied();
        let home = point(household).or_else(|| self.villages.get(village?)?.1);
        let lies_in = |spot: &Spot<'_>| {
            let Some((rect, shape)) = &spot.shape else { return false };
            home.is_some_and(|home| rect.intersects(&home) && shape.intersects(&home))
        };
        let belongs = |(at, spot): &(usize, &Spot<'_>)| linked == Some(*at) || lies_in(spot);
        let dangers: Vec<Key> =
            self.dangers.iter().enumerate().filter(belongs).map(|(at, _)| Key::Danger(at)).collect();
        match village {
            _ if !dangers.is_empty() => dangers,
            Some(village) => vec![Key::Village(village)],
            None => vec![Key::Nowhere],
        }
    }
}

fn danger<'a>(kind: &Kind, object: &'a Object, checks: &mut BTreeMap<ObjectRef, Checked>) -> Spot<'a> {
    let reference = object_ref(object);
    let checked = checks.remove(&reference);
    // A zone that has no polygon is in force all the same.
    let status = match text(object, kind.index("status")).as_str() {
        "active" => Some(DangerStatus::Active),
        "lifted" => Some(DangerStatus::Lifted),
        "listed" => Some(DangerStatus::Listed),
        _ => None,
    };
    let since = kind.index("status_time").and_then(|index| object.value(index).as_time());
    let shape = DangerArea::of(kind, object).and_then(|area| Some((bounds(area.area)?, area.area)));
    let place = ReturnPlace { is_danger: true, name: Some(name_of(kind, object)), object: Some(reference) };
    Spot { place, status, since, checked, shape }
}

/// The newest check of every place. Of two made at the same moment that which was entered last counts, then that
/// which found it unsafe.
fn checks(world: &World, now: Timestamp) -> BTreeMap<ObjectRef, Checked> {
    let mut newest: BTreeMap<ObjectRef, Checked> = BTreeMap::new();
    let Some(layer) = world.layer(SAFETY_CHECK) else { return newest };
    let entered = layer.kind().index("as_of");
    let rank = |one: &Checked| (one.check.checked_at, one.entered, !one.check.safe, one.object.uid);
    for object in layer.objects() {
        let Some(check) = SafetyCheck::read(layer.kind(), object).filter(|check| check.checked_at <= now) else {
            continue;
        };
        let entered = entered.and_then(|index| object.value(index).as_time());
        let place = check.place.clone();
        let one = Checked { object: object_ref(object), check, entered };
        if newest.get(&place).is_none_or(|known| rank(known) < rank(&one)) {
            newest.insert(place, one);
        }
    }
    newest
}

fn text(object: &Object, index: Option<usize>) -> String {
    let text = index.and_then(|index| object.value(index).as_text());
    text.map_or_else(String::new, |text| text.trim().to_owned())
}

fn point(object: &Object) -> Option<Point> {
    match object.geometry.as_ref()? {
        Geometry::Point(point) => Some(*point),
        other => middle_of(other).map(|middle| middle.point()),
    }
}
