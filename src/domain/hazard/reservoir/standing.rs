//! How the reservoirs and ponds of a district stand, the worst first, and the sums by township.

use std::{cmp::Ordering, collections::BTreeMap, sync::Arc};

use jiff::{Timestamp, ToSpan as _};

use crate::domain::{
    catalogue::{Kind, Role},
    hazard::reservoir::{
        crossing::{Crossing, FALL_M, crossings, lines},
        curve::{CapacityCurve, filling_10k_m3_per_hour, hours_to, m3_per_second, rain_it_takes_mm},
        dam::{Dam, DamFields, WaterState},
        flow::{Flows, hours_by_inflow},
        limit::{Limit, limit_at},
        series::{ordered, rise_m_per_hour},
    },
    model::{Object, ObjectRef},
    query::{name_of, object_ref},
    world::World,
};

/// Hours back from now in which crossings are told.
pub const CROSSINGS_HOURS: i64 = 72;
/// Hours of readings that a standing wants: those, and some before to know from which side they began.
pub const READINGS_HOURS: i64 = CROSSINGS_HOURS + 24;

/// A series in any order: when, and how much.
pub type Readings = Vec<(Timestamp, f64)>;

/// What was measured at a water, each series in any order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measured {
    /// Levels, metres.
    pub levels: Readings,
    /// What flowed in, m3/s.
    pub inflow: Readings,
    /// What flowed out, m3/s.
    pub outflow: Readings,
}

/// A reservoir or pond.
#[derive(Clone, Debug, PartialEq)]
pub struct DamStanding<'a> {
    /// Which.
    pub object: ObjectRef,
    /// Its name.
    pub name: String,
    /// Its township.
    pub township: Option<Arc<str>>,
    /// What the register says, with the level that counts at the moment asked about.
    pub dam: Dam<'a>,
    /// Whether that level is too old to say what is so now.
    pub is_stale: bool,
    /// What its level does.
    pub trend: Trend,
    /// What flows in and out, as it counts at the moment asked about; see [`crate::domain::hazard::reservoir::Flow::is_stale`].
    pub flows: Flows,
    /// What it holds.
    pub store: Store,
    /// What it crossed in the last [`CROSSINGS_HOURS`], the newest first.
    pub crossings: Vec<Crossing>,
}

/// What a level does.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Trend {
    /// Metres an hour, over the last readings; `None`: too few, or the last is stale.
    pub rise_m_per_hour: Option<f64>,
    /// Inflow less outflow by the curve, m3/s.
    pub net_inflow_m3_s: Option<f64>,
    /// Hours until the limit is reached, while it rises and is below.
    pub hours_to_limit: Option<f64>,
    /// The same by measured inflow less outflow through the curve, where both flows are known and fresh.
    pub hours_by_inflow: Option<f64>,
}

/// What a water holds, 10^4 m3 by its curve.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Store {
    /// Now.
    pub now: Option<f64>,
    /// As a share of what it holds at the normal pool (蓄水率), percent.
    pub filled_percent: Option<f64>,
    /// Up to the limit in force; below zero: so much is over it.
    pub room_to_limit: Option<f64>,
    /// Up to the flood-control high level.
    pub room_to_flood_high: Option<f64>,
    /// Rain over its catchment that fits below the limit, mm.
    pub rain_mm: Option<f64>,
}

/// The district's waters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Flood<'a> {
    /// Each, the worst first.
    pub rows: Vec<DamStanding<'a>>,
    /// The sums of a township, in the order of names; of those that name none last.
    pub townships: Vec<(Option<Arc<str>>, FloodSums)>,
    /// The sums of all.
    pub total: FloodSums,
}

/// Sums over waters.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct FloodSums {
    /// How many.
    pub dams: usize,
    /// Over their limit, stale ones included.
    pub over_limit: usize,
    /// Of those, over the design or the check flood level.
    pub over_design: usize,
    /// Near their limit.
    pub near: usize,
    /// Whose level is too old to say what is so now.
    pub stale: usize,
    /// Without a level, or without a limit to judge it by.
    pub unknown: usize,
    /// Room below the limits, 10^4 m3; one that is over has none.
    pub room_10k_m3: f64,
    /// Of how many that room is known.
    pub room_known: usize,
}

/// How the waters of a world stand at a moment.
///
/// `readings`: what was measured at an object over the last [`READINGS_HOURS`]. `runoff`: see
/// [`crate::domain::hazard::reservoir::curve::RUNOFF`]. The register's level counts unless it is younger than `now`,
/// then the newest reading up to it.
pub fn flood<'a>(
    world: &'a World,
    now: Timestamp,
    runoff: f64,
    mut readings: impl FnMut(&ObjectRef) -> Measured,
) -> Flood<'a> {
    let mut flood = Flood::default();
    for layer in world.layers().filter(|layer| layer.kind().has_role(Role::Reservoir)) {
        let Some(fields) = DamFields::of(layer.kind()) else { continue };
        for object in layer.objects() {
            let series = readings(&object_ref(object));
            flood.rows.push(standing(layer.kind(), object, fields.read(object), &series, now, runoff));
        }
    }
    flood.rows.sort_by(worse);
    let mut townships: BTreeMap<(bool, Option<Arc<str>>), FloodSums> = BTreeMap::new();
    for row in &flood.rows {
        flood.total.add(row);
        townships.entry((row.township.is_none(), row.township.clone())).or_default().add(row);
    }
    flood.townships = townships.into_iter().map(|((_, name), sums)| (name, sums)).collect();
    flood
}

/// How one water stands at a moment, as [`flood`] says.
pub fn standing<'a>(
    kind: &Kind,
    object: &Object,
    mut dam: Dam<'a>,
    readings: &Measured,
    now: Timestamp,
    runoff: f64,
) -> DamStanding<'a> {
    let mut series = ordered(&readings.levels);
    series.retain(|(time, _)| *time <= now);
    match (dam.time, dam.level_m) {
        (Some(time), _) if time > now => {
            (dam.time, dam.level_m) = series.last().map_or((None, None), |(time, level)| (Some(*time), Some(*level)));
        }
        // The register's level belongs to the series, also where it was typed in.
        (Some(time), Some(level)) => series = ordered(&[series, vec![(time, level)]].concat()),
        _ => {}
    }
    let is_stale = dam.is_stale(now);
    let since = now.checked_sub(CROSSINGS_HOURS.hours()).unwrap_or(now);
    let mut crossed = crossings(&series, &lines(&dam.levels, dam.class), FALL_M);
    crossed.retain(|crossing| crossing.at >= since);
    crossed.reverse();
    let curve = dam.curve();
    let flows = dam.flows.at(&readings.inflow, &readings.outflow, now);
    let township = kind.index("township").and_then(|index| object.value(index).as_text());
    DamStanding {
        object: object_ref(object),
        name: name_of(kind, object),
        township: township.map(str::trim).filter(|name| !name.is_empty()).map(Arc::from),
        is_stale,
        // What a silent station did is not what the water does.
        trend: if is_stale { Trend::default() } else { trend(&dam, flows, curve.as_ref(), &series, now) },
        flows,
        store: store(&dam, curve.as_ref(), runoff),
        crossings: crossed,
        dam,
    }
}

fn trend(
    dam: &Dam<'_>,
    flows: Flows,
    curve: Option<&CapacityCurve>,
    series: &[(Timestamp, f64)],
    now: Timestamp,
) -> Trend {
    let by_inflow = || hours_by_inflow(curve?, dam.level_m?, dam.limit()?.level_m, flows.net_m3_s(now)?);
    let by_inflow = Trend { hours_by_inflow: by_inflow(), ..Trend::default() };
    let Some((rise, level)) = rise_m_per_hour(series).zip(dam.level_m) else { return by_inflow };
    let filling = curve.and_then(|curve| filling_10k_m3_per_hour(curve, level, rise));
    Trend {
        rise_m_per_hour: Some(rise),
        net_inflow_m3_s: filling.map(m3_per_second),
        hours_to_limit: dam.limit().and_then(|limit| hours_to(curve, level, limit.level_m, rise)),
        ..by_inflow
    }
}

fn store(dam: &Dam<'_>, curve: Option<&CapacityCurve>, runoff: f64) -> Store {
    let volume = |level: Option<f64>| curve?.volume(level?);
    let Some(now) = volume(dam.level_m) else { return Store::default() };
    let room = |level: Option<f64>| volume(level).map(|full| full - now);
    let room_to_limit = room(dam.limit().map(|limit| limit.level_m));
    let rain = |room: f64| rain_it_takes_mm(room, dam.catchment_km2?, runoff);
    Store {
        now: Some(now),
        filled_percent: dam.normal_10k_m3.filter(|full| *full > 0.0).map(|full| now / full * 100.0),
        room_to_limit,
        room_to_flood_high: room(dam.levels.flood_high),
        rain_mm: room_to_limit.and_then(rain),
    }
}

/// The graver first; of equals the one further over its limit, then the one that reaches it sooner.
fn worse(a: &DamStanding<'_>, b: &DamStanding<'_>) -> Ordering {
    let over = |row: &DamStanding<'_>| row.over_by_m().unwrap_or(f64::NEG_INFINITY);
    let hours = |row: &DamStanding<'_>| row.trend.hours_to_limit.unwrap_or(f64::INFINITY);
    let by_state = b.state().cmp(&a.state());
    by_state
        .then_with(|| over(b).total_cmp(&over(a)))
        .then_with(|| hours(a).total_cmp(&hours(b)))
        .then_with(|| a.name.cmp(&b.name))
        .then_with(|| a.object.cmp(&b.object))
}

impl DamStanding<'_> {
    /// How it stands by its last level, however old.
    pub fn state(&self) -> WaterState {
        self.dam.state()
    }

    /// How far it is over the limit that its level is judged by.
    pub fn over_by_m(&self) -> Option<f64> {
        self.dam.over_by_m()
    }

    /// The limit that its level is judged by; where there is no level, the one in force at `now`.
    pub fn limit(&self, now: Timestamp) -> Option<Limit> {
        if self.dam.level_m.is_some() { self.dam.limit() } else { limit_at(&self.dam.levels, self.dam.class, now) }
    }
}

impl FloodSums {
    fn add(&mut self, row: &DamStanding<'_>) {
        let state = row.state();
        self.dams += 1;
        self.over_limit += usize::from(state.is_over());
        self.over_design += usize::from(state >= WaterState::OverDesign);
        self.near += usize::from(state == WaterState::Near);
        self.stale += usize::from(row.is_stale);
        self.unknown += usize::from(state == WaterState::Unknown);
        if let Some(room) = row.store.room_to_limit {
            self.room_10k_m3 += room.max(0.0);
            self.room_known += 1;
        }
    }
}
