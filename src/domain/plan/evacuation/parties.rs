//! Who is placed as one: a group, a household or a village; and its costs, with what comes first in the high digits.

use std::collections::BTreeMap;

use crate::domain::plan::{
    assign::{NO_WAY, Table, TableError},
    evacuation::{Choices, Group, GroupKind, Keep, Level, Shelter},
};

/// Residents of whom no list says who are taken in households of this many: the provincial mean is 2.35 persons
/// (第七次全国人口普查, 2020), rounded up.
const HOUSEHOLD: u32 = 3;

/// People who are placed as one.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    /// Parts of groups: which, how many of its people, and which of its households where it is one.
    pub parts: Vec<(usize, u32, Option<usize>)>,
    /// How many people.
    pub people: u32,
}

/// The parties of some groups.
pub fn parties(groups: &[Group], choices: &Choices) -> Vec<Party> {
    let whole = |(at, group): (usize, &Group)| Party { parts: vec![(at, group.people, None)], people: group.people };
    let groups_with = groups.iter().enumerate().filter(|(_, group)| group.people > 0);
    match choices.keep {
        Keep::Free => groups_with.map(whole).collect(),
        Keep::Households => groups_with.flat_map(|(at, group)| households(at, group)).collect(),
        Keep::Villages => {
            let mut villages: BTreeMap<(&str, &str), Party> = BTreeMap::new();
            let mut alone = Vec::new();
            for (at, group) in groups_with {
                let apart = matches!(group.kind, GroupKind::CareHome | GroupKind::Venue)
                    || (group.kind.is_frail() && choices.frail_suitable);
                if apart {
                    alone.push(whole((at, group)));
                    continue;
                }
                let key = (group.township.as_str(), group.village.as_str());
                let party = villages.entry(key).or_insert_with(|| Party { parts: Vec::new(), people: 0 });
                party.parts.push((at, group.people, None));
                party.people = party.people.saturating_add(group.people);
            }
            villages.into_values().chain(alone).collect()
        }
    }
}

fn households(at: usize, group: &Group) -> Vec<Party> {
    let mut left = group.people;
    let mut parties = Vec::new();
    let mut take = |people: u32, household: Option<usize>| {
        let people = people.min(left);
        left -= people;
        if people > 0 {
            parties.push(Party { parts: vec![(at, people, household)], people });
        }
        left
    };
    for (number, member) in group.households.iter().enumerate() {
        take(member.people, Some(number));
    }
    while take(HOUSEHOLD, None) > 0 {}
    parties
}

/// What is placed where, and what a person's way costs before and after priorities.
#[derive(Debug)]
pub struct Problem {
    /// Who is placed as one.
    pub parties: Vec<Party>,
    /// The way's cost for each party and shelter, barred pairs [`NO_WAY`].
    pub ways: Vec<Vec<u64>>,
    /// The same with priorities in the high digits.
    pub table: Table,
    /// Whether there are priorities.
    pub ranked: bool,
}

impl Problem {
    /// Of parties, the costs of the ways of their groups, and what is asked.
    ///
    /// # Errors
    /// [`TableError::TooLarge`] when there are so many people so far away that sums do not fit.
    pub fn new(
        parties: Vec<Party>,
        groups: &[Group],
        shelters: &[Shelter],
        rows: &[Vec<u64>],
        choices: &Choices,
        limit: Option<u64>,
    ) -> Result<Self, TableError> {
        let judge = Judge { groups, rows, choices, limit };
        let ways: Vec<Vec<u64>> = parties
            .iter()
            .map(|party| shelters.iter().enumerate().map(|(at, shelter)| judge.way(party, at, shelter)).collect())
            .collect();
        let people: Vec<u32> = parties.iter().map(|party| party.people).collect();
        let room: Vec<u32> = shelters.iter().map(|shelter| shelter.room).collect();
        let tier = |party: &Party| shelters.iter().map(|shelter| judge.tier(party, shelter)).collect();
        let tiers: Vec<Vec<u8>> = parties.iter().map(tier).collect();
        let ranked = tiers.iter().flatten().any(|tier| *tier > 0);
        let table = ranked_table(people, room, &ways, &tiers)?;
        Ok(Self { parties, ways, table, ranked })
    }
}

/// What the way costs for whoever of each party has the longest, to each shelter: with it a limit is one for everybody.
///
/// # Errors
/// As [`Problem::new`].
pub(super) fn longest(
    parties: &[Party],
    groups: &[Group],
    shelters: &[Shelter],
    rows: &[Vec<u64>],
    choices: &Choices,
    limit: Option<u64>,
) -> Result<Table, TableError> {
    let judge = Judge { groups, rows, choices, limit };
    let ways = parties
        .iter()
        .flat_map(|party| shelters.iter().enumerate().map(move |(at, shelter)| judge.longest(party, at, shelter)));
    let people = parties.iter().map(|party| party.people).collect();
    Table::new(people, shelters.iter().map(|shelter| shelter.room).collect(), ways.collect())
}

/// What a party's ways cost, and which come first.
#[derive(Clone, Copy)]
pub(super) struct Judge<'a> {
    pub groups: &'a [Group],
    /// The cost of each group's way to each shelter.
    pub rows: &'a [Vec<u64>],
    pub choices: &'a Choices,
    /// The most a way may cost.
    pub limit: Option<u64>,
}

impl Judge<'_> {
    /// The ways of its parts to the shelter of this number, with how many people go each; `None`: it may not go there.
    fn parts(&self, party: &Party, at: usize, shelter: &Shelter) -> Option<Vec<(u64, u32)>> {
        let barred =
            |group: &Group| self.choices.frail_suitable && group.kind.is_frail() && shelter.suits_frail == Some(false);
        let way = |(part, people, _): &(usize, u32, Option<usize>)| {
            let cost = self.rows.get(*part)?.get(at).copied().filter(|cost| *cost != NO_WAY)?;
            let is_short = self.limit.is_none_or(|limit| cost <= limit);
            (is_short && !self.groups.get(*part).is_none_or(barred)).then_some((cost, *people))
        };
        party.parts.iter().map(way).collect()
    }

    /// The mean way to the shelter of this number, rounded to the unit; [`NO_WAY`] where it may not go there.
    pub fn way(&self, party: &Party, at: usize, shelter: &Shelter) -> u64 {
        let Some(parts) = self.parts(party, at, shelter) else { return NO_WAY };
        let sum: u128 = parts.iter().map(|(cost, people)| u128::from(*cost) * u128::from(*people)).sum();
        let people: u128 = parts.iter().map(|(_, people)| u128::from(*people)).sum();
        u64::try_from((sum + people / 2) / people.max(1)).unwrap_or(NO_WAY)
    }

    /// The longest way of its parts; [`NO_WAY`] where it may not go there.
    fn longest(&self, party: &Party, at: usize, shelter: &Shelter) -> u64 {
        let parts = self.parts(party, at, shelter);
        parts.and_then(|parts| parts.into_iter().map(|(cost, _)| cost).max()).unwrap_or(NO_WAY)
    }

    /// Which places come first: 0 before 1 before 2.
    pub fn tier(&self, party: &Party, shelter: &Shelter) -> u8 {
        let first = party.parts.first().and_then(|(at, ..)| self.groups.get(*at));
        let county = shelter.level == Some(Level::County);
        let own = first.is_some_and(|group| !group.township.is_empty() && group.township == shelter.township);
        match (self.choices.own_first, self.choices.county_last) {
            (false, false) => 0,
            (false, true) => u8::from(county),
            (true, false) => u8::from(!own),
            // The own township's first, then the county's as overflow, then the neighbours'.
            (true, true) => match (own && !county, county) {
                (true, _) => 0,
                (false, true) => 1,
                (false, false) => 2,
            },
        }
    }
}

/// Costs so that no saving of ways outweighs a person in an earlier tier: any exchange that puts one person back a
/// tier changes at most as many ways as there are parties or shelters, and one.
fn ranked_table(people: Vec<u32>, room: Vec<u32>, ways: &[Vec<u64>], tiers: &[Vec<u8>]) -> Result<Table, TableError> {
    let chain = people.len().min(room.len()) as u64 + 1;
    let dearest = ways.iter().flatten().copied().filter(|way| *way != NO_WAY).max().unwrap_or(0);
    let first = chain.checked_mul(dearest).and_then(|sum| sum.checked_add(1)).ok_or(TableError::TooLarge)?;
    let second = first
        .checked_add(dearest)
        .and_then(|most| chain.checked_mul(most))
        .and_then(|sum| sum.checked_add(1))
        .ok_or(TableError::TooLarge)?;
    let price = |tier: u8| match tier {
        0 => 0,
        1 => first,
        _ => second,
    };
    let mut cost = Vec::with_capacity(people.len().saturating_mul(room.len()));
    for (ways, tiers) in ways.iter().zip(tiers) {
        for (way, tier) in ways.iter().zip(tiers) {
            let ranked = way.checked_add(price(*tier)).unwrap_or(NO_WAY);
            cost.push(if *way == NO_WAY { NO_WAY } else { ranked });
        }
    }
    Table::new(people, room, cost)
}
