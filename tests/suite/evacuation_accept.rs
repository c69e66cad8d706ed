//! What accepting a plan leaves for the next one: nobody twice, nobody lost, nobody sent back.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::{collections::BTreeMap, sync::Arc};

use sitmap::{
    app::evacuation::accept,
    domain::{
        edit::Edit,
        model::{KindId, Object, Uid, Value},
        network::By,
        plan::evacuation::{Choices, Danger, GroupKind, Plan, Timetable, plan},
        world::World,
    },
};

use crate::{
    demo::{catalogue, now},
    evacuation::{object, sound, south, ways, without_end},
    evacuation_again::{apply, refer},
};

fn world(objects: Vec<Arc<Object>>) -> World {
    let mut kinds: BTreeMap<KindId, Vec<Arc<Object>>> = BTreeMap::new();
    for one in objects {
        kinds.entry(one.kind.clone()).or_default().push(one);
    }
    World::new(Arc::new(catalogue().clone()), kinds)
}

fn shelter(number: usize, capacity: i64) -> Arc<Object> {
    let values =
        [("name", Value::from(format!("避灾点{number}"))), ("capacity", capacity.into()), ("status", "open".into())];
    object("shelter", number, (119.1, 29.01 + 0.01 * number as f64), &values)
}

fn household(number: usize, people: i64, state: &str) -> Arc<Object> {
    let values = [
        ("name", Value::from(format!("户{number}"))),
        ("township", "东乡".into()),
        ("village", "村0".into()),
        ("household_size", people.into()),
        ("state", state.into()),
    ];
    object("transfer", number, (119.1, 28.95), &values)
}

fn planned(world: &World, danger: Danger) -> Plan {
    let made = plan(world, &ways(world, By::Time), danger, Choices::default(), &mut without_end()).unwrap();
    sound(&made).unwrap();
    made
}

fn carried_out(world: &World, plan: &Plan) -> World {
    let mut number = 1_u128 << 90;
    let mut fresh = || {
        number += 1;
        Uid::from_bits(number)
    };
    let draft = accept(world, plan, &Timetable::default(), now(), &mut fresh).unwrap();
    let mut after = world.clone();
    apply(&mut after, draft.edits);
    after
}

fn called(plan: &Plan) -> u64 {
    plan.called.groups.iter().map(|group| u64::from(group.people) + u64::from(group.with_relatives)).sum()
}

#[test]
fn people_of_whom_no_list_says_who_are_as_many_the_next_time_placed_or_not() {
    let village = [("name", Value::from("村0")), ("township", "东乡".into()), ("population", Value::from(300_i64))];
    let home = [
        ("name", Value::from("养老院")),
        ("township", "东乡".into()),
        ("place_kind", "care_home".into()),
        ("people", Value::from(80_i64)),
    ];
    let before = world(vec![
        object("village", 0, (119.1, 28.95), &village),
        object("guarded_place", 0, (119.1, 28.96), &home),
        shelter(0, 120),
    ]);
    let first = planned(&before, south());
    assert_eq!((called(&first), first.placed()), (380, 120));
    let again = planned(&carried_out(&before, &first), south());
    assert_eq!(called(&again), 380, "{:#?}", again.called.groups);
    assert!(again.called.groups.iter().all(|group| group.kind != GroupKind::Residents), "they are rows now");
}

#[test]
fn who_has_moved_since_the_plan_was_made_is_not_told_again() {
    let before = world(vec![household(0, 4, "listed"), household(1, 3, "listed"), shelter(0, 50)]);
    let made = planned(&before, south());
    let mut meanwhile = before.clone();
    let moved = refer(before.layer("transfer").unwrap().objects().next().unwrap());
    let edit =
        Edit::Set { object: moved.clone(), field: "state".into(), before: "listed".into(), after: "moved".into() };
    apply(&mut meanwhile, vec![edit]);
    let after = carried_out(&meanwhile, &made);
    assert_eq!(after.value(&moved, "state"), "moved".into());
    let told =
        after.layer("transfer").unwrap().objects().filter(|one| after.value(&refer(one), "state") == "notified".into());
    assert_eq!(told.count(), 1);
}

#[test]
fn a_household_of_which_only_a_part_has_a_place_is_not_sent_whole_to_a_full_shelter() {
    let before = world(vec![household(0, 5, "listed"), shelter(0, 3)]);
    let made = planned(&before, south());
    assert_eq!((made.placed(), made.unplaced_people()), (3, 2));
    let mut fresh = || Uid::from_bits(1 << 90);
    assert_eq!(accept(&before, &made, &Timetable::default(), now(), &mut fresh), None, "there is nothing to tell");
}

#[test]
fn an_earlier_order_s_time_to_leave_is_over_with_it() {
    let old = object(
        "transfer",
        0,
        (119.1, 28.95),
        &[
            ("village", "村0".into()),
            ("household_size", Value::from(4_i64)),
            ("state", "returned".into()),
            ("leave_by", Value::from(now())),
        ],
    );
    let before = world(vec![old, shelter(0, 50)]);
    let after = carried_out(&before, &planned(&before, south()));
    let household = refer(after.layer("transfer").unwrap().objects().next().unwrap());
    assert_eq!(
        (after.value(&household, "state"), after.value(&household, "leave_by")),
        ("notified".into(), Value::Null)
    );
}
