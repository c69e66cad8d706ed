use std::collections::BTreeSet;

use geo_types::{Point, Rect};
use proptest::prelude::*;

use super::*;
use crate::domain::{
    model::{Household, HouseholdFields, Object, SAFETY_CHECK, SafetyCheck, Uid, Value},
    query::{Held, movement},
    tests::{Making, SHIPPED, at},
};

impl Making {
    /// A danger of a unit square at `x`; `kind`: zone or area.
    fn danger(&mut self, kind: &str, x: f64, status: &str, since: &str) -> ObjectRef {
        let square = Rect::new((x, 0.0), (x + 1.0, 1.0)).to_polygon();
        let fields = [
            ("name", Value::from(format!("{kind}{x}"))),
            ("status", Value::from(status)),
            ("status_time", Value::from(at(since))),
        ];
        self.add(kind, Some(square.into()), &fields)
    }

    fn moved(&mut self, x: f64, zone: Option<&ObjectRef>, when: &str, people: i64) -> ObjectRef {
        self.home(x, zone, when, "moved", people.into())
    }

    fn home(&mut self, x: f64, zone: Option<&ObjectRef>, when: &str, state: &str, people: Value) -> ObjectRef {
        let fields = [
            ("household_size", people),
            ("state", Value::from(state)),
            ("state_time", Value::from(at(when))),
            ("danger_zone", Value::from(zone.map(|zone| zone.uid.to_string()))),
        ];
        self.add(TRANSFER, Some(Point::new(x, 0.5).into()), &fields)
    }

    fn check(&mut self, place: &ObjectRef, safe: bool, when: &str, lifted: Option<&str>) {
        let check = SafetyCheck {
            place: place.clone(),
            place_name: "某处".into(),
            safe,
            checked_at: at(when),
            checker: None,
            note: None,
            lifted_at: lifted.map(at),
        };
        let kind = SHIPPED.kind(SAFETY_CHECK).unwrap();
        self.put(SAFETY_CHECK, None, check.values(kind, "检查", at(when)));
    }
}

fn held(world: &World, household: &ObjectRef) -> Vec<Hold> {
    let holds: Vec<Held> = Safety::of(world, at("23:00")).holds(world.object(household).unwrap());
    holds.into_iter().map(|held| held.hold).collect()
}

#[test]
fn a_household_of_two_dangers_waits_for_both() {
    let mut making = Making::default();
    let zone = making.danger("danger_zone", 0.0, "lifted", "18:00");
    let area = making.danger("danger_area", 5.0, "active", "15:00");
    let both = making.moved(5.5, Some(&zone), "16:00", 4);
    let only = making.moved(9.0, Some(&zone), "16:00", 3);
    assert_eq!(held(&making.world(), &both), [Hold::InForce, Hold::NotChecked], "the area comes first, by its kind");
    assert_eq!(held(&making.world(), &only), [Hold::NotChecked]);
    making.check(&zone, true, "18:30", None);
    let world = making.world();
    assert_eq!(held(&world, &both), [Hold::InForce]);
    assert_eq!(held(&world, &only), []);
    let list = returning(&world, at("19:00"));
    assert_eq!((list.total.people, list.ready.people), (7, 3));
    let [by_area, by_zone] = list.rows.as_slice() else { panic!("{list:?}") };
    assert_eq!((by_area.place.object.as_ref(), by_area.waiting.people, by_area.ready.people), (Some(&area), 4, 0));
    assert_eq!((by_zone.waiting.people, by_zone.ready.people, by_zone.hold), (7, 3, None));
    assert_eq!(by_zone.held_by, [(by_area.place.clone(), 1)], "what holds the other one back is named");
}

#[test]
fn a_check_counts_when_it_was_made_since_the_lifting_or_held_at_it() {
    let mut making = Making::default();
    let zone = making.danger("danger_zone", 0.0, "lifted", "18:00");
    let home = making.moved(0.5, None, "12:00", 4);
    making.check(&zone, true, "17:00", None);
    assert_eq!(held(&making.world(), &home), [Hold::BeforeLifting { lifted: at("18:00") }]);
    let mut kept = Making::default();
    let zone = kept.danger("danger_zone", 0.0, "lifted", "18:00");
    let home = kept.moved(0.5, None, "12:00", 4);
    kept.check(&zone, true, "17:00", Some("18:00"));
    assert_eq!(held(&kept.world(), &home), [], "it held when the danger was lifted");
    let late = kept.moved(0.5, None, "17:30", 2);
    assert_eq!(held(&kept.world(), &late), [Hold::BeforeMoving { moved: at("17:30") }]);
    kept.check(&zone, false, "18:10", None);
    assert_eq!(held(&kept.world(), &home), [Hold::Unsafe], "the newest counts");
    kept.check(&zone, true, "23:30", None);
    assert_eq!(held(&kept.world(), &home), [Hold::Unsafe], "a check of tomorrow is none yet");
}

#[test]
fn people_of_no_danger_wait_for_their_village_and_of_no_village_for_the_list() {
    let mut making = Making::default();
    let here = [("name", Value::from("叶店村")), ("township", Value::from("白龙桥镇"))];
    let village = making.add("village", Some(Point::new(50.0, 0.5).into()), &here);
    let fields =
        [("township", Value::from("白龙桥镇")), ("village", Value::from(" 叶店村")), ("state", Value::from("moved"))];
    let home = making.add(TRANSFER, None, &fields);
    let lost = making.add(TRANSFER, None, &[("state", Value::from("moved"))]);
    assert_eq!(held(&making.world(), &home), [Hold::NotChecked]);
    assert_eq!(held(&making.world(), &lost), [Hold::NoPlace]);
    making.check(&village, true, "18:00", None);
    assert_eq!(held(&making.world(), &home), []);
    let list = returning(&making.world(), at("19:00"));
    assert_eq!((list.total.households, list.total.unknown, list.ready.households), (2, 2, 1));
    assert_eq!(list.rows.iter().map(|row| row.place.name.as_deref()).collect::<Vec<_>>(), [Some("叶店村"), None]);
    // A danger drawn over the village holds those whose own position is not known.
    making.danger("danger_area", 49.5, "active", "18:30");
    assert_eq!(held(&making.world(), &home), [Hold::InForce]);
}

prop_compose! {
    fn clock()(minutes in 0_u32..1440) -> String { format!("{:02}:{:02}", minutes / 60, minutes % 60) }
}

type Danger = (bool, u8, String);
type Home = (u8, Option<usize>, usize, String, Option<i64>);

proptest! {
    #[test]
    fn sums_are_those_of_the_movement_and_nobody_is_ready_whom_a_danger_holds(
        dangers in proptest::collection::vec((any::<bool>(), 0_u8..3, clock()), 0..5),
        homes in proptest::collection::vec(
            (0_u8..12, proptest::option::of(0_usize..5), 0_usize..5, clock(), proptest::option::of(0_i64..9)), 0..12),
        checks in proptest::collection::vec((0_usize..5, any::<bool>(), clock(), proptest::option::of(clock())), 0..8),
    ) {
        let (world, now) = random(&dangers, &homes, &checks);
        let list = returning(&world, now);
        let moves = movement(&world).unwrap_or_default();
        prop_assert_eq!(list.total.people, moves.total.moved());
        let fields = world.layer(TRANSFER).map(|layer| HouseholdFields::of(layer.kind())).unwrap();
        let away: BTreeSet<Uid> = world.layer(TRANSFER).unwrap().objects()
            .filter(|object| fields.read(object).state == MoveState::Moved).map(|object| object.uid).collect();
        let listed: BTreeSet<Uid> =
            list.rows.iter().flat_map(|row| &row.households).map(|household| household.object.uid).collect();
        prop_assert_eq!(&away, &listed, "nobody falls out of the account");
        for row in &list.rows {
            prop_assert_eq!(row.waiting.households, row.households.len());
            let known = row.households.iter().filter_map(|one| one.people).sum::<i64>();
            prop_assert_eq!(row.waiting.people, known);
            prop_assert!(row.hold.is_none() || row.ready.households == 0, "{:?}", row);
            for household in &row.households {
                let object = world.object(&household.object).unwrap();
                let holds = Safety::of(&world, now).holds(object);
                prop_assert_eq!(household.ready, holds.is_empty());
                prop_assert!(!household.ready || !in_danger(&world, object, &fields.read(object)));
            }
        }
        let ready: BTreeSet<Uid> = list.rows.iter().flat_map(|row| &row.households)
            .filter(|household| household.ready).map(|household| household.object.uid).collect();
        prop_assert_eq!(ready.len(), list.ready.households);
    }
}

/// By brute force: whether a danger in force names or holds it.
fn in_danger(world: &World, object: &Object, household: &Household) -> bool {
    use geo::Intersects as _;
    ["danger_zone", "danger_area"].into_iter().any(|kind| {
        let layer = world.layer(kind).unwrap();
        let status = layer.kind().index("status").unwrap();
        layer.objects().any(|danger| {
            let inside = danger.geometry.as_ref().zip(object.geometry.as_ref()).is_some_and(|(a, b)| a.intersects(b));
            danger.value(status).as_text() == Some("active") && (inside || household.zone == Some(danger.uid))
        })
    })
}

fn random(dangers: &[Danger], homes: &[Home], checks: &[(usize, bool, String, Option<String>)]) -> (World, Timestamp) {
    let mut making = Making::default();
    let made: Vec<ObjectRef> = (0_u8..)
        .zip(dangers)
        .map(|(nr, (zone, status, since))| {
            let kind = if *zone { "danger_zone" } else { "danger_area" };
            let status = ["active", "lifted", "listed"][usize::from(*status)];
            // Two stand on each other now and then.
            making.danger(
                kind,
                f64::from(nr / 2) * 2.0,
                if kind == "danger_area" && status == "listed" { "lifted" } else { status },
                since,
            )
        })
        .collect();
    for (x, zone, state, when, people) in homes {
        let zone = zone.and_then(|zone| made.get(zone));
        let state = ["listed", "notified", "moved", "refused", "returned"][*state];
        making.home(f64::from(*x) / 2.0, zone, when, state, (*people).into());
    }
    for (place, safe, when, lifted) in checks {
        if let Some(place) = made.get(*place) {
            making.check(place, *safe, when, lifted.as_deref());
        }
    }
    (making.world(), at("20:00"))
}
