//! Planning again while people are on their way: only who must is sent elsewhere.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::BTreeMap;

use proptest::prelude::*;
use sitmap::{
    app::evacuation::accept,
    domain::{
        edit::{Action, Edit, Intent, Label},
        model::{Object, ObjectRef, Uid, Value},
        network::By,
        plan::evacuation::{Choices, Danger, Timetable, plan},
        world::World,
    },
};

use crate::{
    demo::now,
    evacuation::{small, sound, south, ways, without_end},
};

pub fn refer(object: &Object) -> ObjectRef {
    ObjectRef { kind: object.kind.clone(), uid: object.uid }
}

pub fn apply(world: &mut World, edits: Vec<Edit>) {
    let action = Action {
        uid: Uid::from_bits(7),
        time: now(),
        actor: "值班员".into(),
        label: Label::new("add"),
        area: "board".into(),
        intent: Intent::Do,
        edits,
    };
    world.apply(&action).unwrap();
}

/// Where every household that was told and has not moved goes.
fn said(world: &World) -> BTreeMap<ObjectRef, ObjectRef> {
    let layer = world.layer("transfer").unwrap();
    let told = layer.objects().filter_map(|object| {
        let household = refer(object);
        let state = world.value(&household, "state");
        let destination = world.value(&household, "destination");
        let uid = world.value(&household, "shelter").as_text()?.parse().ok()?;
        let waits = world.value(&household, "household_size").as_integer() > Some(0)
            && matches!(state.as_text(), Some("notified" | "refused"))
            && destination.as_text() == Some("shelter");
        waits.then(|| (household, ObjectRef { kind: "shelter".into(), uid }))
    });
    told.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn planned_again_only_who_must_is_sent_elsewhere_and_who_has_moved_is_left_alone(
        small in small(), closes in 0_usize..7, fills in 0_usize..7, arrives in 0_usize..12,
    ) {
        let world = small.world();
        let again = Choices { keep_told: true, ..Choices::default() };
        let first = plan(&world, &ways(&world, By::Time), south(), again.clone(), &mut without_end()).unwrap();
        let mut number = 1_u128 << 90;
        let mut fresh = || { number += 1; Uid::from_bits(number) };
        let Some(draft) = accept(&world, &first, &Timetable::default(), now(), &mut fresh) else { return Ok(()) };
        let mut ordered = world.clone();
        apply(&mut ordered, draft.edits);
        // One shelter closes, one fills, one household arrives.
        let told = said(&ordered);
        let shelters: Vec<ObjectRef> = ordered.layer("shelter").unwrap().objects().map(|one| refer(one)).collect();
        let mut edits = Vec::new();
        let mut set = |object: &ObjectRef, field: &str, after: Value| {
            let before = ordered.value(object, field);
            edits.push(Edit::Set { object: object.clone(), field: field.into(), before, after });
        };
        if let Some(one) = shelters.get(closes) { set(one, "status", "closed".into()); }
        if let Some(one) = shelters.get(fills) { set(one, "occupancy", ordered.value(one, "capacity")); }
        let arrived = told.keys().nth(arrives).cloned();
        if let Some(one) = &arrived { set(one, "state", "moved".into()); }
        apply(&mut ordered, edits);
        let second = plan(&ordered, &ways(&ordered, By::Time), Danger::under_way(&ordered).unwrap(), again, &mut without_end()).unwrap();
        sound(&second)?;
        let mut goes: BTreeMap<Uid, Vec<ObjectRef>> = BTreeMap::new();
        for one in &second.placements {
            for member in &one.households {
                goes.entry(member.object.uid).or_default().push(second.shelters[one.shelter].object.clone());
            }
        }
        for (household, shelter) in &told {
            if Some(household) == arrived.as_ref() {
                prop_assert!(!goes.contains_key(&household.uid), "who has arrived is not moved");
                continue;
            }
            // A household that was parted was told one place: there may be a few more than it takes.
            let room = second.shelters.iter().find(|one| one.object == *shelter).map_or(0, |one| i64::from(one.room));
            let crowd: i64 = told.iter().filter(|(one, to)| *to == shelter && Some(*one) != arrived.as_ref())
                .filter_map(|(one, _)| ordered.value(one, "household_size").as_integer()).sum();
            let struck = crowd > room || shelters.get(closes) == Some(shelter) || shelters.get(fills) == Some(shelter);
            if !struck {
                prop_assert_eq!(goes.get(&household.uid), Some(&vec![shelter.clone()]), "{:?}", household);
            } else if let Some(to) = goes.get(&household.uid) {
                let is_closed = shelters.get(closes) == Some(shelter);
                prop_assert!(!is_closed || !to.contains(shelter));
            }
        }
    }
}
