//! Plans of evacuation: nobody lost, nobody twice, no shelter overfilled, whatever the district looks like.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests, where a wrong sample is a failure"
)]

use std::{collections::BTreeMap, ops::ControlFlow, sync::Arc};

use geo_types::{MultiPolygon, Point, Rect};
use proptest::prelude::*;
use sitmap::domain::{
    model::{KindId, Object, Uid, Value},
    network::{By, Network, Profile, SpeedTable, Ways, closures, roads},
    plan::assign::NoPlan,
    plan::evacuation::{
        Basis, Choices, Counting, Danger, Deadline, DeadlineKind, Fleet, Goal, Group, GroupKind, Halt, Keep, Plan,
        Shelter, Stage, Step, Times, Wanted, plan, timetable,
    },
    query::guess,
    world::World,
};

use crate::demo::{catalogue, now};

const SPEEDS: &str = include_str!("../../assets/network/speeds.toml");

/// Never stops: for plans that are quick.
pub fn without_end() -> impl FnMut(&Step) -> ControlFlow<Halt> {
    |_| ControlFlow::Continue(())
}

pub fn ways(world: &World, by: By) -> Ways {
    let profile = Profile::of(&SpeedTable::read(SPEEDS).unwrap(), "coach", "dry", by).unwrap();
    Ways::new(Arc::new(Network::new(roads(world), None)), profile, closures(world, now()))
}

pub fn object(kind: &str, number: usize, at: (f64, f64), values: &[(&str, Value)]) -> Arc<Object> {
    let known = catalogue().kind(kind).unwrap();
    let mut filled = vec![Value::Null; known.fields.len()];
    for (field, value) in values {
        filled[known.index(field).unwrap()] = value.clone();
    }
    let uid = Uid::from_bits(number as u128 + 1 + (u128::from(kind.len() as u64) << 64));
    Arc::new(Object { uid, kind: kind.into(), geometry: Some(Point::new(at.0, at.1).into()), values: filled })
}

/// Village, people, state, needs help, to relatives.
type House = (usize, i64, u8, bool, Option<bool>);

/// Place, capacity, occupancy, status, suits the frail, county's.
type Refuge = (f64, f64, i64, i64, u8, Option<bool>, bool);

/// A small district: villages, households, shelters; the danger is everything south of 29.
#[derive(Clone, Debug)]
pub struct Small {
    villages: Vec<(f64, f64, i64)>,
    households: Vec<House>,
    shelters: Vec<Refuge>,
}

impl Small {
    pub fn world(&self) -> World {
        let township = |at: usize| Value::from(if at.is_multiple_of(2) { "东乡" } else { "西乡" });
        let village = |(at, (lon, lat, people)): (usize, &(f64, f64, i64))| {
            let values = [
                ("name", Value::from(format!("村{at}"))),
                ("township", township(at)),
                ("population", (*people).into()),
            ];
            object("village", at, (*lon, *lat), &values)
        };
        let household = |(at, (village, people, state, help, relatives)): (usize, &House)| {
            let village = village % self.villages.len().max(1);
            let (lon, lat, _) = self.villages[village];
            let state = ["listed", "notified", "moved", "refused", "returned"][usize::from(*state) % 5];
            let mut values = vec![
                ("village", Value::from(format!("村{village}"))),
                ("township", township(village)),
                ("household_size", (*people).into()),
                ("state", Value::from(state)),
                ("needs_help", Value::from(*help)),
            ];
            values.extend(
                relatives.map(|yes| ("destination", Value::from(if yes { "with_relatives" } else { "shelter" }))),
            );
            object("transfer", at, (lon, lat), &values)
        };
        let shelter = |(at, one): (usize, &Refuge)| {
            let (lon, lat, capacity, occupancy, status, frail, county) = one;
            let status = ["open", "standby", "closed"][usize::from(*status) % 3];
            let mut values = vec![
                ("name", Value::from(format!("避灾点{at}"))),
                ("township", township(at)),
                ("capacity", (*capacity).into()),
                ("occupancy", (*occupancy).into()),
                ("status", Value::from(status)),
                ("level", Value::from(if *county { "county" } else { "village" })),
            ];
            values.extend(frail.map(|yes| ("suits_frail", Value::from(yes))));
            object("shelter", at, (*lon, *lat), &values)
        };
        let objects: BTreeMap<KindId, Vec<Arc<Object>>> = BTreeMap::from([
            ("village".into(), self.villages.iter().enumerate().map(village).collect()),
            ("transfer".into(), self.households.iter().enumerate().map(household).collect()),
            ("shelter".into(), self.shelters.iter().enumerate().map(shelter).collect()),
        ]);
        World::new(Arc::new(catalogue().clone()), objects)
    }
}

pub fn small() -> impl Strategy<Value = Small> {
    let village = (119.0..119.2_f64, 28.9..29.1_f64, 0_i64..400);
    let household =
        (0_usize..6, 0_i64..9, 0_u8..5, prop::bool::weighted(0.2), prop::option::weighted(0.6, any::<bool>()));
    let shelter = (
        119.0..119.2_f64,
        28.9..29.1_f64,
        0_i64..200,
        0_i64..120,
        0_u8..3,
        prop::option::of(any::<bool>()),
        any::<bool>(),
    );
    (
        prop::collection::vec(village, 1..7),
        prop::collection::vec(household, 0..40),
        prop::collection::vec(shelter, 0..7),
    )
        .prop_map(|(villages, households, shelters)| Small { villages, households, shelters })
}

pub fn choices() -> impl Strategy<Value = Choices> {
    let keep = prop::sample::select(Keep::ALL.to_vec());
    let goal = prop::sample::select(vec![Goal::Total, Goal::Worst]);
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    (keep, goal, flags, prop::option::of(5.0..60.0_f64), 0.0..0.5_f64, 0.0..1.0_f64, 0.0..1.0_f64).prop_map(
        |(
            keep,
            goal,
            (own_first, county_last, frail_suitable, may_open, by_list),
            most_minutes,
            reserve,
            share,
            relatives,
        )| {
            Choices {
                counting: Counting {
                    basis: if by_list { Basis::List } else { Basis::Population },
                    share,
                    relatives,
                    relatives_by_township: BTreeMap::from([("东乡".to_owned(), relatives / 2.0)]),
                },
                wanted: Wanted { reserve, may_open, ..Wanted::default() },
                keep,
                goal,
                own_first,
                county_last,
                most_minutes,
                frail_suitable,
                keep_told: false,
            }
        },
    )
}

pub fn south() -> Danger {
    Danger::drawn(&MultiPolygon(vec![Rect::new((118.0, 28.0), (120.0, 29.0)).to_polygon()])).unwrap()
}

/// What must hold of every plan.
pub fn sound(plan: &Plan) -> Result<(), TestCaseError> {
    let mut of_group = vec![0_u64; plan.called.groups.len()];
    let mut loads = vec![0_u64; plan.shelters.len()];
    for placement in &plan.placements {
        prop_assert!(placement.people > 0);
        of_group[placement.group] += u64::from(placement.people);
        loads[placement.shelter] += u64::from(placement.people);
        let (group, shelter) = (&plan.called.groups[placement.group], &plan.shelters[placement.shelter]);
        prop_assert!(!(plan.choices.frail_suitable && group.kind.is_frail() && shelter.suits_frail == Some(false)));
        if let Some(minutes) = plan.choices.most_minutes.filter(|_| plan.by == By::Time) {
            prop_assert!(placement.cost as f64 <= minutes * 60_000.0);
        }
        prop_assert!(!plan.danger.holds(shelter.at.point()));
        prop_assert!(shelter.is_open || plan.choices.wanted.may_open);
    }
    for unplaced in &plan.unplaced {
        prop_assert!(unplaced.people > 0);
        of_group[unplaced.group] += u64::from(unplaced.people);
    }
    for (group, placed) in plan.called.groups.iter().zip(&of_group) {
        prop_assert_eq!(u64::from(group.people), *placed, "{:?}", group);
    }
    for (shelter, load) in plan.shelters.iter().zip(&loads) {
        prop_assert!(*load <= u64::from(shelter.room), "{} of {:?}", load, shelter);
        prop_assert!(shelter.room + shelter.occupancy <= shelter.capacity.max(shelter.occupancy));
    }
    households(plan)
}

/// The most people that a shelter takes to which a group may go; there is no road, so that every way is guessed.
fn largest(plan: &Plan, world: &World, group: &Group) -> u32 {
    let profile = Profile::of(&SpeedTable::read(SPEEDS).unwrap(), "coach", "dry", plan.by).unwrap();
    let limit = plan.choices.most_minutes.filter(|_| plan.by == By::Time).map_or(f64::INFINITY, |most| most * 60_000.0);
    let suits = |shelter: &&Shelter| {
        let unfit = plan.choices.frail_suitable && group.kind.is_frail() && shelter.suits_frail == Some(false);
        !unfit && f64::from(guess(world, &profile, group.at, shelter.at).ms) <= limit
    };
    plan.shelters.iter().filter(suits).map(|shelter| shelter.room).max().unwrap_or(0)
}

/// Each household's people go somewhere once, and no place names more people than it has.
fn households(plan: &Plan) -> Result<(), TestCaseError> {
    let mut told: BTreeMap<Uid, u64> = BTreeMap::new();
    for (people, members) in plan
        .placements
        .iter()
        .map(|one| (one.people, &one.households))
        .chain(plan.unplaced.iter().map(|one| (one.people, &one.households)))
    {
        let named: u64 = members.iter().map(|member| u64::from(member.people)).sum();
        prop_assert!(named <= u64::from(people), "{} named of {}", named, people);
        for member in members {
            *told.entry(member.object.uid).or_default() += u64::from(member.people);
        }
    }
    let sizes: BTreeMap<Uid, u64> = plan
        .called
        .groups
        .iter()
        .flat_map(|group| group.households.iter().map(|member| (member.object.uid, u64::from(member.people))))
        .collect();
    for (uid, people) in told {
        prop_assert!(people <= sizes[&uid]);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn nobody_is_lost_or_counted_twice_and_no_rule_is_broken(small in small(), choices in choices(), by_time: bool) {
        let world = small.world();
        let by = if by_time { By::Time } else { By::Distance };
        let keep = choices.keep;
        // A few rounds: what is asked here holds of any plan.
        let mut rounds = 0;
        let mut go_on = |_: &Step| {
            rounds += 1;
            if rounds > 4_000 { ControlFlow::Break(Halt::Enough) } else { ControlFlow::Continue(()) }
        };
        let made = plan(&world, &ways(&world, by), south(), choices, &mut go_on);
        let Ok(made) = made else { return Ok(()) };
        sound(&made)?;
        prop_assert!(made.guessed || made.called.groups.is_empty());
        if keep == Keep::Households {
            for one in &made.placements {
                for member in &one.households {
                    let whole = made.called.groups[one.group].households.iter().find(|other| other.object.uid == member.object.uid);
                    let partly_to_relatives = made.called.groups[one.group].with_relatives > 0;
                    // One that is larger than what any shelter takes cannot stay whole.
                    let largest = largest(&made, &world, &made.called.groups[one.group]);
                    let too_large = whole.is_some_and(|whole| whole.people > largest);
                    prop_assert!(partly_to_relatives || too_large || whole.is_some_and(|whole| whole.people == member.people));
                }
            }
        }
        // People of the list: at home in the danger, in a group or moved or without a number.
        let at_home: i64 = small.households.iter().filter(|(village, _, state, ..)| {
            let at = small.villages[village % small.villages.len()];
            at.1 <= 29.0 && state % 5 != 2
        }).map(|(_, people, ..)| people).sum();
        let listed: u64 = made.called.groups.iter().filter(|group| group.kind != GroupKind::Residents)
            .map(|group| u64::from(group.people) + u64::from(group.with_relatives)).sum();
        prop_assert_eq!(at_home as u64, listed);
    }

    #[test]
    fn every_trip_has_seats_and_a_vehicle_is_in_one_place_at_a_time(small in small(), coaches in 1_u32..4, seats in 1_u32..60) {
        let world = small.world();
        let made = plan(&world, &ways(&world, By::Time), south(), Choices::default(), &mut without_end()).unwrap();
        let times = Times { fleet: vec![Fleet { name: "大巴".into(), number: coaches, seats }], ..Times::default() };
        let deadline = Deadline { at: now(), latest: None, kind: DeadlineKind::Clock };
        let timing = timetable(&made, &times, Some(&deadline));
        let carried: u64 = timing.trips.iter().map(|trip| u64::from(trip.people)).sum();
        prop_assert_eq!(carried, made.placed());
        let mut busy: BTreeMap<usize, Vec<(u64, u64)>> = BTreeMap::new();
        for trip in &timing.trips {
            prop_assert!(trip.people > 0 && trip.people <= seats && trip.vehicle < coaches as usize);
            prop_assert!(trip.loads_ms < trip.arrives_ms && trip.arrives_ms <= trip.free_ms);
            busy.entry(trip.vehicle).or_default().push((trip.loads_ms, trip.free_ms));
        }
        for spans in busy.values_mut() {
            spans.sort_unstable();
            prop_assert!(spans.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{:?}", spans);
        }
        // More vehicles never make it later for all, with enough of them nobody waits.
        let enough = timetable(&made, &Times { seats, ..Times::default() }, Some(&deadline));
        prop_assert!(enough.cleared_ms <= timing.cleared_ms);
        prop_assert!(enough.trips.iter().all(|trip| trip.loads_ms == 0));
        for village in &timing.villages {
            let start = village.latest_start.unwrap();
            let needs = i64::try_from(village.cleared_ms).unwrap() + 30 * 60_000;
            prop_assert_eq!(now().as_millisecond() - start.as_millisecond(), needs);
        }
    }
}

#[test]
fn a_household_without_a_position_is_where_its_village_is() {
    let small = Small {
        villages: vec![(119.1, 28.95, 0), (119.1, 29.05, 0)],
        households: vec![(0, 4, 0, false, None), (1, 5, 0, false, None)],
        shelters: vec![(119.1, 29.08, 50, 0, 0, None, false)],
    };
    let world = small.world();
    let mut objects: BTreeMap<KindId, Vec<Arc<Object>>> = BTreeMap::new();
    for layer in world.layers() {
        let lost = |object: &Arc<Object>| match layer.kind().id.as_str() {
            "transfer" => Arc::new(Object { geometry: None, ..object.as_ref().clone() }),
            _ => object.clone(),
        };
        objects.insert(layer.kind().id.clone(), layer.objects().map(lost).collect());
    }
    let world = World::new(Arc::new(catalogue().clone()), objects);
    let made = plan(&world, &ways(&world, By::Time), south(), Choices::default(), &mut without_end()).unwrap();
    assert_eq!((made.placed(), made.unplaced_people(), made.called.unknown.len()), (4, 0, 0), "{:?}", made.called);
}

/// A district with too few places, so that every stage has something to do.
fn crowded() -> World {
    let small = Small {
        villages: (0..6).map(|at| (119.0 + 0.03 * f64::from(at), 28.95, 120)).collect(),
        households: (0..30).map(|at| (at % 5, 4, 0, at % 4 == 0, None)).collect(),
        shelters: (0..6).map(|at| (119.0 + 0.03 * f64::from(at), 29.05, 40, 0, at % 2, Some(at != 0), false)).collect(),
    };
    small.world()
}

#[test]
fn a_plan_stops_wherever_it_is_told_to_and_its_progress_never_goes_back() {
    let world = crowded();
    let ways = ways(&world, By::Time);
    for (keep, goal) in [
        (Keep::Free, Goal::Total),
        (Keep::Free, Goal::Worst),
        (Keep::Households, Goal::Total),
        (Keep::Villages, Goal::Total),
        (Keep::Villages, Goal::Worst),
    ] {
        let wanted = Wanted { reserve: 0.1, may_open: false, ..Wanted::default() };
        let choices = Choices { keep, goal, wanted, most_minutes: Some(600.0), ..Choices::default() };
        let mut seen: Vec<Step> = Vec::new();
        // Whole groups are let try a few rounds each.
        let enough = |step: &Step, at: usize| match step.is_better_only && at % 4 == 3 {
            true => ControlFlow::Break(Halt::Enough),
            false => ControlFlow::Continue(()),
        };
        let whole = plan(&world, &ways, south(), choices.clone(), &mut |step| {
            seen.push(*step);
            enough(step, seen.len())
        });
        let whole = whole.unwrap();
        assert!(whole.unplaced_people() > 0 && !whole.remedies.is_empty(), "{keep:?} {goal:?}");
        assert!(seen.windows(2).all(|pair| pair[0].share <= pair[1].share && pair[0].stage <= pair[1].stage));
        assert!(seen.iter().all(|step| (0.0..=1.0).contains(&step.share)) && seen[seen.len() - 1].share > 0.999);
        let stages: std::collections::BTreeSet<Stage> = seen.iter().map(|step| step.stage).collect();
        assert!([Stage::Counting, Stage::Ways, Stage::Remedies].iter().all(|stage| stages.contains(stage)));
        for stop_at in 1..=seen.len() {
            let mut calls = 0;
            let stopped = plan(&world, &ways, south(), choices.clone(), &mut |step| {
                calls += 1;
                if calls == stop_at { ControlFlow::Break(Halt::Stop) } else { enough(step, calls) }
            });
            assert!(matches!(stopped, Err(NoPlan::Stopped)), "{keep:?} {goal:?} at {stop_at} of {}", seen.len());
            assert_eq!(calls, stop_at, "nothing is asked after it was told to stop");
        }
    }
}
