//! A plan's ways on the map; beside another plan, which ways are whose.

use std::collections::BTreeMap;

use crate::domain::{
    model::ObjectRef,
    network::Ways,
    place::Position,
    plan::evacuation::{Plan, Who, who},
    view::{
        evacuation::EvacuationView,
        travelled::{Moving, Travelled, WayOf, straight},
    },
};

/// A group and its shelter, whatever plan they stand in, and where both are.
type Pairs<'a> = BTreeMap<(Who<'a>, &'a ObjectRef), (Position, Position)>;

fn pairs(plan: &Plan) -> Pairs<'_> {
    let ends = plan.placements.iter().filter_map(|one| {
        let (group, shelter) = plan.called.groups.get(one.group).zip(plan.shelters.get(one.shelter))?;
        Some(((who(group), &shelter.object), (group.at, shelter.at)))
    });
    ends.collect()
}

impl Travelled {
    /// The danger of a plan of evacuation, its villages and the ways out of it; straight where there is no road.
    pub fn of_plan(plan: &Plan, view: &EvacuationView, ways: &Ways) -> Self {
        let mut drawn = Self::places(plan, view);
        for ends in pairs(plan).into_values() {
            drawn.way(ends, WayOf::Plan, ways);
        }
        drawn
    }

    fn places(plan: &Plan, view: &EvacuationView) -> Self {
        Self {
            danger: plan.danger.shapes().cloned().collect(),
            moving: view.villages.iter().filter_map(Moving::of).collect(),
            ..Self::default()
        }
    }

    /// The same beside a plan that was kept, each with the ways of its own vehicle: what only this one uses, what both
    /// do, what only the kept one does. Where they differ in nothing it is drawn as if alone.
    pub fn of_plans(plan: (&Plan, &EvacuationView, &Ways), kept: (&Plan, &Ways)) -> Self {
        let (here, there) = (pairs(plan.0), pairs(kept.0));
        if here.keys().eq(there.keys()) {
            return Self::of_plan(plan.0, plan.1, plan.2);
        }
        let mut drawn = Self::places(plan.0, plan.1);
        for (pair, ends) in &here {
            let of = if there.contains_key(pair) { WayOf::Both } else { WayOf::Plan };
            drawn.way(*ends, of, plan.2);
        }
        for (_, ends) in there.iter().filter(|(pair, _)| !here.contains_key(*pair)) {
            drawn.way(*ends, WayOf::Kept, kept.1);
        }
        drawn
    }

    fn way(&mut self, (from, to): (Position, Position), of: WayOf, ways: &Ways) {
        let route = ways.snap(from).zip(ways.snap(to)).and_then(|(a, b)| ways.route_between(a, b).ok());
        match route {
            Some(route) => {
                // The walk to the road of a way that is not to be gone would only clutter.
                if of != WayOf::Kept {
                    self.off_road.extend([straight(from, route.from.at), straight(route.to.at, to)]);
                }
                self.ways.push((route.line(ways.graph()), of));
            }
            None if of == WayOf::Kept => self.ways.push((straight(from, to), of)),
            None => self.off_road.push(straight(from, to)),
        }
    }
}
