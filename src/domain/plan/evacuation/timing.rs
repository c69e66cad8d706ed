//! How long it takes to move everybody with the vehicles there are, and when it must start at the latest.
//!
//! Trips are given out one after another: the frail and care homes first (domain rules of transfer: old, weak and
//! sick first), then the longest ways first, each trip to the vehicle that is free soonest. A vehicle loads, drives
//! to the shelter, unloads and drives back by the same way; its way from one village to the next is taken to be that
//! way back. With no vehicles named there are always enough.

use std::{cmp::Reverse, collections::BinaryHeap};

use jiff::{SignedDuration, Timestamp};

use crate::domain::{
    network::By,
    plan::evacuation::{Deadline, Group, Plan},
};

/// Vehicles of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Fleet {
    /// What they are, in the user's words: 大巴, 中巴.
    pub name: String,
    /// How many.
    pub number: u32,
    /// Seats of each.
    pub seats: u32,
}

/// What the timing is worked out with.
#[derive(Clone, Debug, PartialEq)]
pub struct Times {
    /// The vehicles; empty: always enough of them.
    pub fleet: Vec<Fleet>,
    /// Seats of a vehicle where no fleet is named.
    pub seats: u32,
    /// Minutes to load a vehicle: 5 to 10 with a coach.
    pub loading_min: f64,
    /// Minutes to unload it.
    pub unloading_min: f64,
    /// Minutes from the order until the first can leave: calling, gathering.
    pub notice_min: f64,
}

impl Default for Times {
    /// A coach of 45 seats, 8 minutes to load, 5 to unload, half an hour's notice: assumptions, to be set.
    fn default() -> Self {
        Self { fleet: Vec::new(), seats: 45, loading_min: 8.0, unloading_min: 5.0, notice_min: 30.0 }
    }
}

/// One trip of one vehicle.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Trip {
    /// Which vehicle, counted through the fleet in its order; with no fleet each trip has its own.
    pub vehicle: usize,
    /// Which placement of the plan it carries.
    pub placement: usize,
    /// How many people, at least 1.
    pub people: u32,
    /// Milliseconds from the first departure: loading starts.
    pub loads_ms: u64,
    /// The last has left the vehicle at the shelter.
    pub arrives_ms: u64,
    /// The vehicle is free again.
    pub free_ms: u64,
}

/// How long a village takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Clearance {
    /// Its name.
    pub village: String,
    /// Its township.
    pub township: String,
    /// People who go to shelters.
    pub people: u64,
    /// How many trips.
    pub trips: usize,
    /// Milliseconds from the first departure anywhere: the first of its vehicles loads.
    pub starts_ms: u64,
    /// Its last people are at their shelter.
    pub cleared_ms: u64,
    /// The order must have gone out by then; `None` without a deadline.
    pub latest_start: Option<Timestamp>,
    /// Its first vehicle must have left by then; `None` without a deadline.
    pub leave_by: Option<Timestamp>,
}

/// The timing of a plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timetable {
    /// The trips, in the order in which they are given out.
    pub trips: Vec<Trip>,
    /// The villages, that which must start first first.
    pub villages: Vec<Clearance>,
    /// How many vehicles are used.
    pub vehicles: usize,
    /// Milliseconds until everybody is at a shelter.
    pub cleared_ms: u64,
    /// Whether the ways' times are not known, for the plan is by distance: then there is no timing.
    pub unknown: bool,
    /// Whether a fleet was named that seats nobody: then nobody is carried.
    pub no_seats: bool,
    /// What it is worked out with.
    pub times: Times,
}

impl Timetable {
    /// The village that must start first, with a deadline.
    pub fn most_urgent(&self) -> Option<&Clearance> {
        self.villages.iter().filter(|village| village.latest_start.is_some()).min_by_key(|village| village.latest_start)
    }
}

fn minutes(minutes: f64) -> u64 {
    if minutes.is_finite() { (minutes.clamp(0.0, 100_000.0) * 60_000.0).round() as u64 } else { 0 }
}

/// The timing of a plan that is judged by time.
pub fn timetable(plan: &Plan, times: &Times, deadline: Option<&Deadline>) -> Timetable {
    if plan.by != By::Time {
        return Timetable { unknown: true, times: times.clone(), ..Timetable::default() };
    }
    let seats: Vec<u32> = times
        .fleet
        .iter()
        .flat_map(|fleet| std::iter::repeat_n(fleet.seats, fleet.number as usize))
        .filter(|seats| *seats > 0)
        .collect();
    let no_seats = (!times.fleet.is_empty() && seats.is_empty()) || (times.fleet.is_empty() && times.seats == 0);
    if no_seats {
        return Timetable { no_seats, times: times.clone(), ..Timetable::default() };
    }
    let trips = trips(plan, times, &seats);
    let vehicles = trips.iter().map(|trip| trip.vehicle).collect::<std::collections::BTreeSet<_>>().len();
    let cleared_ms = trips.iter().map(|trip| trip.arrives_ms).max().unwrap_or(0);
    let villages = villages(plan, &trips, times, deadline);
    Timetable { trips, villages, vehicles, cleared_ms, unknown: false, no_seats: false, times: times.clone() }
}

fn trips(plan: &Plan, times: &Times, seats: &[u32]) -> Vec<Trip> {
    let (load, unload) = (minutes(times.loading_min), minutes(times.unloading_min));
    let group = |at: usize| plan.placements.get(at).and_then(|one| plan.called.groups.get(one.group));
    let mut order: Vec<usize> = (0..plan.placements.len()).collect();
    order.sort_by_key(|at| {
        let frail = group(*at).is_some_and(|group| group.kind.is_frail());
        let way = plan.placements.get(*at).map_or(0, |one| one.cost);
        (!frail, Reverse(way), *at)
    });
    let mut free: BinaryHeap<Reverse<(u64, usize)>> = (0..seats.len()).map(|vehicle| Reverse((0, vehicle))).collect();
    let (mut trips, mut own) = (Vec::new(), 0);
    for at in order {
        let Some(placement) = plan.placements.get(at) else { continue };
        let mut left = placement.people;
        while left > 0 {
            let next = free.pop().map(|Reverse(next)| next);
            let (loads_ms, vehicle) = next.unwrap_or((0, own));
            own += usize::from(next.is_none());
            let seats = seats.get(vehicle).copied().unwrap_or(times.seats).max(1);
            let people = left.min(seats);
            left -= people;
            let arrives_ms = loads_ms.saturating_add(load).saturating_add(placement.cost).saturating_add(unload);
            let free_ms = arrives_ms.saturating_add(placement.cost);
            trips.push(Trip { vehicle, placement: at, people, loads_ms, arrives_ms, free_ms });
            if next.is_some() {
                free.push(Reverse((free_ms, vehicle)));
            }
        }
    }
    trips
}

fn villages(plan: &Plan, trips: &[Trip], times: &Times, deadline: Option<&Deadline>) -> Vec<Clearance> {
    let mut villages: std::collections::BTreeMap<(&str, &str), Clearance> = std::collections::BTreeMap::new();
    for trip in trips {
        let group: Option<&Group> =
            plan.placements.get(trip.placement).and_then(|one| plan.called.groups.get(one.group));
        let Some(group) = group else { continue };
        let village = villages.entry((&group.township, &group.village)).or_insert_with(|| Clearance {
            village: group.village.clone(),
            township: group.township.clone(),
            people: 0,
            trips: 0,
            starts_ms: u64::MAX,
            cleared_ms: 0,
            latest_start: None,
            leave_by: None,
        });
        village.people += u64::from(trip.people);
        village.trips += 1;
        village.starts_ms = village.starts_ms.min(trip.loads_ms);
        village.cleared_ms = village.cleared_ms.max(trip.arrives_ms);
    }
    let mut villages: Vec<Clearance> = villages.into_values().collect();
    if let Some(deadline) = deadline {
        for village in &mut villages {
            let needs = village.cleared_ms.saturating_add(minutes(times.notice_min));
            let needs = SignedDuration::from_millis(i64::try_from(needs).unwrap_or(i64::MAX));
            village.latest_start = deadline.at.checked_sub(needs).ok();
            let carried = village.cleared_ms.saturating_sub(village.starts_ms);
            let carried = SignedDuration::from_millis(i64::try_from(carried).unwrap_or(i64::MAX));
            village.leave_by = deadline.at.checked_sub(carried).ok();
        }
    }
    villages.sort_by(|a, b| {
        b.cleared_ms
            .cmp(&a.cleared_ms)
            .then_with(|| a.township.cmp(&b.township))
            .then_with(|| a.village.cmp(&b.village))
    });
    villages
}
