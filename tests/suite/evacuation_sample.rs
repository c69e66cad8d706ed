//! The sample's floods, planned whole.

use std::{
    ops::ControlFlow,
    sync::{Arc, OnceLock},
};

use geo_types::{MultiPolygon, Rect};
use sitmap::{
    demo::Moment,
    domain::{
        network::{By, Ways},
        plan::evacuation::{Choices, Danger, Goal, Halt, Keep, Plan, Step, Wanted, in_force, plan},
        query::Reason,
        world::World,
    },
};

use crate::{
    demo::{catalogue, sample},
    evacuation::{sound, ways, without_end},
};

fn flood() -> &'static (World, Ways) {
    static FLOOD: OnceLock<(World, Ways)> = OnceLock::new();
    FLOOD.get_or_init(|| {
        let world = World::new(Arc::new(catalogue().clone()), sample(Moment::Flood).summed(catalogue()));
        let ways = ways(&world, By::Time);
        (world, ways)
    })
}

#[test]
fn the_sample_s_areas_in_force_are_emptied_into_safe_shelters_by_open_roads_with_few_opened() {
    let (world, ways) = flood();
    let danger = Danger::of(world, &in_force(world)).unwrap();
    let made = plan(world, ways, danger, Choices::default(), &mut without_end()).unwrap();
    sound(&made).unwrap();
    assert!(made.optimal && !made.guessed, "{} {}", made.optimal, made.guessed);
    assert!(made.placed() > 500, "{}", made.placed());
    assert!(made.called.moved > 0 && made.called.people() >= made.placed());
    assert!(made.barred.iter().any(|barred| barred.reason == Reason::InDangerArea && barred.by.is_some()));
    // Without any of the shelters it opens, somebody would have no place.
    let open: u64 = made.shelters.iter().filter(|shelter| shelter.is_open).map(|shelter| u64::from(shelter.room)).sum();
    assert!(made.to_open.is_empty() || made.placed() > open / 4);
    let none = Choices { wanted: Wanted { may_open: false, ..Wanted::default() }, ..Choices::default() };
    let fewer = plan(world, ways, Danger::of(world, &in_force(world)).unwrap(), none, &mut without_end()).unwrap();
    sound(&fewer).unwrap();
    assert!(fewer.to_open.is_empty() && fewer.placed() <= made.placed());
    if fewer.unplaced_people() > 0 {
        assert!(fewer.remedies.iter().any(|remedy| remedy.people > 0), "{:?}", fewer.remedies);
        assert_eq!(fewer.short().iter().map(|(_, people)| people).sum::<u64>(), fewer.unplaced_people());
    }
}

#[test]
fn a_shelter_that_does_not_suit_one_of_the_hazards_takes_nobody() {
    let (world, ways) = flood();
    let reasons = |hazard: Option<&str>| {
        let danger = Danger::of(world, &in_force(world)).unwrap().from(hazard.map(str::to_owned));
        let made = plan(world, ways, danger, Choices::default(), &mut without_end()).unwrap();
        let unsafe_ones = made.barred.iter().filter(|barred| barred.reason == Reason::UnsafeForHazard);
        unsafe_ones.map(|barred| barred.name.clone()).collect::<std::collections::BTreeSet<_>>()
    };
    let (all, flood_only) = (reasons(None), reasons(Some("flood")));
    let slides_only = reasons(Some("geological"));
    assert!(all.is_superset(&flood_only) && all.is_superset(&slides_only), "{all:?} {flood_only:?} {slides_only:?}");
    assert!(reasons(Some("earthquake")).len() + reasons(Some("tsunami")).len() > 0, "some shelters say what they suit");
}

#[test]
fn whole_villages_cost_more_than_parted_ones_and_own_townships_come_first_when_asked() {
    let (world, ways) = flood();
    let danger = || Danger::of(world, &in_force(world)).unwrap();
    let free = plan(world, ways, danger(), Choices::default(), &mut without_end()).unwrap();
    let mut rounds = 0;
    let mut go_on = |_: &Step| {
        rounds += 1;
        if rounds > 300 { ControlFlow::Break(Halt::Enough) } else { ControlFlow::Continue(()) }
    };
    let whole = Choices { keep: Keep::Villages, ..Choices::default() };
    let whole = plan(world, ways, danger(), whole, &mut go_on).unwrap();
    sound(&whole).unwrap();
    if whole.placed() == free.placed() && whole.to_open == free.to_open {
        assert!(whole.objective >= free.objective);
    }
    let own = |plan: &Plan| -> u64 {
        let at_home = plan
            .placements
            .iter()
            .filter(|one| plan.called.groups[one.group].township == plan.shelters[one.shelter].township);
        at_home.map(|one| u64::from(one.people)).sum()
    };
    let first =
        plan(world, ways, danger(), Choices { own_first: true, ..Choices::default() }, &mut without_end()).unwrap();
    sound(&first).unwrap();
    assert!(own(&first) >= own(&free), "{} {}", own(&first), own(&free));
    let near = Choices { goal: Goal::Worst, ..Choices::default() };
    let near = plan(world, ways, danger(), near, &mut without_end()).unwrap();
    sound(&near).unwrap();
    if near.to_open == free.to_open {
        assert!(near.worst() <= free.worst() && near.objective >= free.objective);
    }
}

#[test]
fn everything_in_danger_is_an_answer_with_its_reasons() {
    let (world, ways) = flood();
    let all = MultiPolygon(vec![Rect::new((118.0, 28.0), (121.0, 30.0)).to_polygon()]);
    let made = plan(world, ways, Danger::drawn(&all).unwrap(), Choices::default(), &mut without_end()).unwrap();
    assert_eq!(made.placed(), 0);
    assert!(made.unplaced_people() > 100_000);
    assert!(
        made.shelters.is_empty()
            && made.barred.iter().all(|barred| barred.free.is_some() || barred.reason != Reason::Full)
    );
}
