//! Keeping what was ordered: households that were told where to go, and can still go there, are not sent elsewhere.

use std::{collections::BTreeMap, str::FromStr as _};

use jiff::Timestamp;

use crate::domain::{
    catalogue::Kind,
    model::{HouseholdFields, MoveState, Object, Uid},
    plan::{
        assign::NO_WAY,
        evacuation::{Group, Member, Placement, Shelter, ways::Costs},
    },
};

/// What is left to plan, and what stands.
pub struct Standing {
    /// The groups without those who keep their place; in the same order.
    pub groups: Vec<Group>,
    /// The shelters with the room that is left; in the same order. Those somebody keeps a place in count as open.
    pub shelters: Vec<Shelter>,
    /// Who keeps a place, by group and shelter.
    pub placements: BTreeMap<(usize, usize), Placement>,
}

/// A household that was told where to go.
struct Told<'a> {
    frail: bool,
    since: Option<Timestamp>,
    group: usize,
    shelter: usize,
    member: &'a Member,
}

/// Keeps whole households at the shelter they were told as long as it may take them: there is a way within the limit,
/// it suits them, and it has room. Where there is not room for all, the frail come first, then who was told first.
pub fn standing(
    kind: Option<&Kind>,
    groups: &[Group],
    shelters: &[Shelter],
    costs: &Costs,
    limit: Option<u64>,
    frail_suitable: bool,
) -> Standing {
    let mut left = Standing { groups: groups.to_vec(), shelters: shelters.to_vec(), placements: BTreeMap::new() };
    let Some(kind) = kind else { return left };
    let numbers: BTreeMap<Uid, usize> =
        shelters.iter().enumerate().map(|(at, shelter)| (shelter.object.uid, at)).collect();
    let mut told: Vec<Told<'_>> = Vec::new();
    for (at, group) in groups.iter().enumerate() {
        for member in &group.households {
            let Some((shelter, since)) = told_where(kind, &member.object) else { continue };
            let Some(shelter) = numbers.get(&shelter).copied() else { continue };
            told.push(Told { frail: group.kind.is_frail(), since, group: at, shelter, member });
        }
    }
    told.sort_by_key(|one| (!one.frail, one.since, one.member.object.uid));
    let limit = limit.unwrap_or(NO_WAY - 1);
    for one in told {
        let cost = costs.rows.get(one.group).and_then(|row| row.get(one.shelter)).copied().unwrap_or(NO_WAY);
        let Some(shelter) = left.shelters.get_mut(one.shelter) else { continue };
        let suits = !(frail_suitable && one.frail) || shelter.suits_frail != Some(false);
        if one.member.people == 0 || cost > limit || cost == NO_WAY || !suits || one.member.people > shelter.room {
            continue;
        }
        shelter.room -= one.member.people;
        shelter.is_open = true;
        left.keep(&one, cost);
    }
    left
}

impl Standing {
    fn keep(&mut self, one: &Told<'_>, cost: u64) {
        let Some(group) = self.groups.get_mut(one.group) else { return };
        group.people = group.people.saturating_sub(one.member.people);
        group.households.retain(|member| member.object.uid != one.member.object.uid);
        let kept = self.placements.entry((one.group, one.shelter)).or_insert_with(|| Placement {
            group: one.group,
            shelter: one.shelter,
            people: 0,
            households: Vec::new(),
            cost,
        });
        kept.people = kept.people.saturating_add(one.member.people);
        kept.households.push(one.member.clone());
    }

    /// How many people keep their place.
    pub fn kept(&self) -> u64 {
        self.placements.values().map(|placement| u64::from(placement.people)).sum()
    }

    /// How many places are kept at each shelter.
    pub fn held(&self) -> BTreeMap<Uid, u32> {
        let mut held: BTreeMap<Uid, u32> = BTreeMap::new();
        for placement in self.placements.values() {
            if let Some(shelter) = self.shelters.get(placement.shelter) {
                let people = held.entry(shelter.object.uid).or_insert(0);
                *people = people.saturating_add(placement.people);
            }
        }
        held
    }

    /// Whatever else was planned, with what stands: one placement for each group and shelter.
    pub fn with(self, planned: Vec<Placement>) -> Vec<Placement> {
        let mut all = self.placements;
        for placement in planned {
            match all.entry((placement.group, placement.shelter)) {
                std::collections::btree_map::Entry::Vacant(free) => {
                    free.insert(placement);
                }
                std::collections::btree_map::Entry::Occupied(mut kept) => {
                    let kept = kept.get_mut();
                    kept.people = kept.people.saturating_add(placement.people);
                    kept.households.extend(placement.households);
                }
            }
        }
        all.into_values().collect()
    }
}

/// The shelter a household was told, and when: who has been told, or refused after that.
pub fn told_where(kind: &Kind, household: &Object) -> Option<(Uid, Option<Timestamp>)> {
    let seen = HouseholdFields::of(kind).read(household);
    let is_told = matches!(seen.state, MoveState::Notified | MoveState::Refused) && seen.with_relatives != Some(true);
    let shelter = household.value(kind.index("shelter")?).as_text().filter(|_| is_told)?;
    let since = kind.index("state_time").and_then(|index| household.value(index).as_time());
    Some((Uid::from_str(shelter).ok()?, since))
}
