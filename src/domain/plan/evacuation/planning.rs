//! How a plan is made: as few shelters opened as are found to be enough, then who goes where, and what would help.

mod remedies;

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    model::{TRANSFER, Uid},
    network::{By, NoWay, Ways},
    place::{Position, sphere_m},
    plan::{
        assign::{NO_WAY, NoPlan},
        evacuation::{
            Barred, Choices, Danger, Goal, Group, Keep, Member, Placement, Plan, Remedy, Shelter, StepOn, Unplaced,
            WhyUnplaced,
            finding::called,
            share::{Share, fill, take},
            shelters::shelters,
            solve::{Solved, solve},
            standing::standing,
            step::{Stage, Teller},
            ways::{Costs, costs},
        },
    },
    query::{Named, Reason},
    world::World,
};

/// How many shelters are tried whether they can stay closed after all.
const TRIED_CLOSED: usize = 40;
/// All ways together may become this much longer for the sake of shelters that stay closed; nobody's longest way may.
const WORTH_OPENING: f64 = 1.1;

/// Plans an evacuation: who must leave the danger, and the best use of the shelters by the ways of a vehicle.
/// Shelters that are not open yet are used only when the open ones do not suffice; then as few as can be found without
/// making all ways a tenth longer, or the longest way longer at all.
///
/// # Errors
/// [`NoPlan`] when `go_on` stops it, wherever it is, or when numbers are too large to be summed.
pub fn plan(world: &World, ways: &Ways, danger: Danger, choices: Choices, go_on: StepOn<'_>) -> Result<Plan, NoPlan> {
    let mut teller = Teller::new(go_on);
    let called = called(world, &danger, &choices.counting, &mut teller)?;
    let (usable, mut barred) = shelters(world, &danger, &choices.wanted);
    let from: Vec<_> = called.groups.iter().map(|group| group.at).collect();
    let to: Vec<_> = usable.iter().map(|shelter| shelter.at).collect();
    let costs = costs(world, ways, &from, &to, (Stage::Ways, &mut teller))?;
    let by = ways.profile().by;
    let held = BTreeMap::new();
    let everybody =
        Asked { groups: &called.groups, shelters: &usable, costs: &costs, choices: &choices, by, held: &held };
    let kind = world.catalogue().kind(TRANSFER).map(AsRef::as_ref).filter(|_| choices.keep_told);
    let (limit, frail) = (everybody.limit(), choices.frail_suitable);
    let stands = standing(kind, &called.groups, &usable, &costs, limit, frail);
    let kept_people = stands.kept();
    let (groups, rooms, held) = (stands.groups.clone(), stands.shelters.clone(), stands.held());
    let asked = Asked { groups: &groups, shelters: &rooms, costs: &costs, choices: &choices, by, held: &held };
    let solved = asked.with_few_opened(&mut teller)?;
    let mut draft = asked.draft(&solved);
    draft.remedies = asked.remedies(world, &danger, ways, &solved, &mut teller)?;
    everybody.bar_unreached(ways, &mut barred);
    let Draft { placements, unplaced, remedies, parted } = draft;
    let standing_cost = cost_of(stands.placements.values());
    let placements = stands.with(placements);
    let to_open = everybody.to_open(&placements);
    let objective = cost_of(&placements);
    let bound = (!solved.problem.ranked).then_some(solved.bound.saturating_add(standing_cost));
    Ok(Plan {
        placements,
        unplaced,
        kept: kept_people,
        to_open,
        by,
        guessed: costs.guessed,
        objective,
        // Ways of whole villages are means, rounded: the bound may be a hair above.
        bound: if solved.optimal { Some(objective) } else { bound.map(|bound| bound.min(objective)) },
        optimal: solved.optimal,
        gap: solved.gap,
        parted,
        remedies,
        danger,
        choices,
        called,
        shelters: usable,
        barred,
    })
}

/// People times their way, added up.
fn cost_of<'a>(placements: impl IntoIterator<Item = &'a Placement>) -> u64 {
    let costs = placements.into_iter().map(|one| u64::from(one.people).saturating_mul(one.cost));
    costs.fold(0, u64::saturating_add)
}

struct Draft {
    placements: Vec<Placement>,
    unplaced: Vec<Unplaced>,
    remedies: Vec<Remedy>,
    parted: Vec<String>,
}

struct Asked<'a> {
    groups: &'a [Group],
    shelters: &'a [Shelter],
    costs: &'a Costs,
    choices: &'a Choices,
    by: By,
    /// Places that are kept by who was told, by the shelter's number on the register.
    held: &'a BTreeMap<Uid, u32>,
}

impl Asked<'_> {
    /// The most a way may cost.
    fn limit(&self) -> Option<u64> {
        let minutes = self.choices.most_minutes.filter(|_| self.by == By::Time)?;
        Some((minutes.max(0.0) * 60_000.0).floor() as u64)
    }

    fn solve_with(
        &self,
        kept: &[usize],
        choices: &Choices,
        limit: Option<u64>,
        (stage, teller): (Stage, &mut Teller<'_>),
    ) -> Result<Solved, NoPlan> {
        let shelters = (self.shelters, kept);
        let solved = solve(self.groups, shelters, &self.costs.rows, choices, limit, &mut teller.solving(stage));
        teller.solved()?;
        solved
    }

    /// The plan with as few shelters opened as are found to be enough.
    fn with_few_opened(&self, teller: &mut Teller<'_>) -> Result<Solved, NoPlan> {
        let all: Vec<usize> = (0..self.shelters.len()).collect();
        let is_open = |at: &usize| self.shelters.get(*at).is_some_and(|shelter| shelter.is_open);
        let open: Vec<usize> = all.iter().copied().filter(is_open).collect();
        // Whole groups are improved as long as time lasts: none of it goes into what even divided ones could not do.
        let free = Choices { keep: Keep::Free, goal: Goal::Total, ..self.choices.clone() };
        let (mut short, mut known) = (0, None);
        if open.len() < all.len() {
            let solved = self.solve_with(&open, &free, self.limit(), (Stage::Placing, &mut *teller))?;
            short = solved.unplaced_people();
            known = (free == *self.choices).then_some(solved);
        }
        let mut with_open = |teller: &mut Teller<'_>| match known.take() {
            Some(solved) => Ok(solved),
            None => self.solve_with(&open, self.choices, self.limit(), (Stage::Placing, teller)),
        };
        if short == 0 {
            let solved = with_open(teller)?;
            if solved.unplaced_people() == 0 || open.len() == all.len() {
                return Ok(solved);
            }
        }
        let mut kept = all;
        let mut best = self.solve_with(&kept, self.choices, self.limit(), (Stage::Placing, &mut *teller))?;
        let unplaced = best.unplaced_people();
        if short > 0 && unplaced >= short {
            // Opening shelters may give nobody a place more.
            let solved = with_open(teller)?;
            if solved.unplaced_people() <= unplaced {
                return Ok(solved);
            }
        }
        // Those that nobody is sent to stay closed; of the others the least needed is tried first.
        let mut loads: BTreeMap<usize, u64> = BTreeMap::new();
        for (_, shelter, people) in &best.flows {
            if let Some(at) = best.columns.get(*shelter) {
                *loads.entry(*at).or_insert(0) += u64::from(*people);
            }
        }
        let needed: Vec<usize> = kept.iter().copied().filter(|at| is_open(at) || loads.contains_key(at)).collect();
        if needed.len() < kept.len() {
            best = self.solve_with(&needed, self.choices, self.limit(), (Stage::Improving, &mut *teller))?;
            kept = needed;
        }
        let mut tried: Vec<(u64, usize)> =
            loads.iter().filter(|(at, _)| !is_open(at)).map(|(at, people)| (*people, *at)).collect();
        tried.sort_unstable();
        let (all_ways, longest) = Self::ways_of(&best);
        let bearable = |(ways, worst): (u128, u64)| ways as f64 <= all_ways as f64 * WORTH_OPENING && worst <= longest;
        for (_, at) in tried.into_iter().take(TRIED_CLOSED) {
            let fewer: Vec<usize> = kept.iter().copied().filter(|one| *one != at).collect();
            match self.solve_with(&fewer, self.choices, self.limit(), (Stage::Improving, &mut *teller)) {
                Ok(solved) if solved.unplaced_people() <= unplaced && bearable(Self::ways_of(&solved)) => {
                    (best, kept) = (solved, fewer);
                }
                Ok(_) => {}
                Err(why) => return Err(why),
            }
        }
        Ok(best)
    }

    /// All people's ways together, and the longest of anybody.
    fn ways_of(solved: &Solved) -> (u128, u64) {
        let (mut all, mut longest) = (0_u128, 0);
        for (party, shelter, people) in &solved.flows {
            let way = solved.problem.ways.get(*party).and_then(|row| row.get(*shelter)).copied().unwrap_or(0);
            all += u128::from(way) * u128::from(*people);
            longest = longest.max(way);
        }
        (all, longest)
    }

    fn draft(&self, solved: &Solved) -> Draft {
        let mut shares: BTreeMap<(usize, usize), Share> = BTreeMap::new();
        let mut left: BTreeMap<usize, Share> = BTreeMap::new();
        let mut parties: Vec<Vec<(usize, u32, Option<usize>)>> =
            solved.problem.parties.iter().map(|party| party.parts.clone()).collect();
        for (party, shelter, people) in &solved.flows {
            let (Some(parts), Some(shelter)) = (parties.get_mut(*party), solved.columns.get(*shelter)) else {
                continue;
            };
            take(parts, *people, |group, people, household| {
                shares.entry((group, *shelter)).or_default().add(people, household);
            });
        }
        for parts in &mut parties {
            let people = parts.iter().map(|(_, people, _)| *people).sum();
            take(parts, people, |group, people, household| left.entry(group).or_default().add(people, household));
        }
        let mut placements: Vec<Placement> = Vec::with_capacity(shares.len());
        for ((group, shelter), share) in shares {
            let cost = self.costs.rows.get(group).and_then(|row| row.get(shelter)).copied().unwrap_or(NO_WAY);
            let households = self.named(group, &share);
            placements.push(Placement { group, shelter, people: share.people, households, cost });
        }
        let mut unplaced: Vec<Unplaced> = Vec::with_capacity(left.len());
        for (group, share) in left {
            let (why, households) = (self.why(group), self.named(group, &share));
            unplaced.push(Unplaced { group, people: share.people, households, why });
        }
        self.name_households(&mut placements, &mut unplaced);
        let parted = solved.divided.iter().filter_map(|party| {
            let (group, ..) = solved.problem.parties.get(*party)?.parts.first()?;
            self.groups.get(*group).map(|group| group.village.clone())
        });
        Draft {
            placements,
            unplaced,
            remedies: Vec::new(),
            parted: parted.collect::<BTreeSet<_>>().into_iter().collect(),
        }
    }

    /// The shelters that must be opened for it, those that more people need first.
    fn to_open(&self, placements: &[Placement]) -> Vec<usize> {
        let mut loads: BTreeMap<usize, u64> = BTreeMap::new();
        for placement in placements {
            *loads.entry(placement.shelter).or_insert(0) += u64::from(placement.people);
        }
        let closed = |at: &usize| self.shelters.get(*at).is_some_and(|shelter| !shelter.is_open);
        let mut to_open: Vec<(std::cmp::Reverse<u64>, usize)> = loads
            .into_iter()
            .filter(|(at, _)| closed(at))
            .map(|(at, people)| (std::cmp::Reverse(people), at))
            .collect();
        to_open.sort_unstable();
        to_open.into_iter().map(|(_, at)| at).collect()
    }

    /// The households of a share that the solver kept apart by name.
    fn named(&self, group: usize, share: &Share) -> Vec<Member> {
        let households = self.groups.get(group).map_or(&[][..], |group| group.households.as_slice());
        let named = share
            .households
            .iter()
            .filter_map(|(number, people)| Some(Member { people: *people, ..households.get(*number)?.clone() }));
        named.collect()
    }

    /// Says which households go where in groups that were divided by numbers: whole ones as long as they fit.
    fn name_households(&self, placements: &mut [Placement], unplaced: &mut [Unplaced]) {
        if self.choices.keep == Keep::Households {
            return;
        }
        for (at, group) in self.groups.iter().enumerate() {
            let mut places: Vec<(u32, &mut Vec<Member>)> = Vec::new();
            places.extend(
                placements.iter_mut().filter(|one| one.group == at).map(|one| (one.people, &mut one.households)),
            );
            places
                .extend(unplaced.iter_mut().filter(|one| one.group == at).map(|one| (one.people, &mut one.households)));
            fill(&group.households, places);
        }
    }

    fn why(&self, group: usize) -> WhyUnplaced {
        let row = self.costs.rows.get(group).map_or(&[][..], Vec::as_slice);
        let frail = self.choices.frail_suitable && self.groups.get(group).is_some_and(|group| group.kind.is_frail());
        let limit = self.limit().unwrap_or(NO_WAY - 1);
        let pairs = || row.iter().zip(self.shelters).filter(|(cost, _)| **cost != NO_WAY);
        if pairs().next().is_none() {
            return WhyUnplaced::NoWay;
        }
        if pairs().all(|(cost, _)| *cost > limit) {
            return WhyUnplaced::TooFar;
        }
        let suits = |shelter: &Shelter| !frail || shelter.suits_frail != Some(false);
        if pairs().filter(|(cost, _)| **cost <= limit).all(|(_, shelter)| !suits(shelter)) {
            return WhyUnplaced::NoneSuits;
        }
        WhyUnplaced::NoRoom
    }

    /// Shelters that no group has a way to, or none that is short enough.
    fn bar_unreached(&self, ways: &Ways, barred: &mut Vec<Barred>) {
        if self.groups.is_empty() {
            return;
        }
        // Whose way there is the shortest as the crow flies: what bars them is what matters there.
        let nearest = |shelter: &Shelter| {
            let away = |group: &&Group| sphere_m(group.at, shelter.at);
            self.groups.iter().min_by(|a, b| away(a).total_cmp(&away(b)))
        };
        let limit = self.limit().unwrap_or(NO_WAY - 1);
        for (at, shelter) in self.shelters.iter().enumerate() {
            let known = self.costs.rows.iter().filter_map(|row| row.get(at).copied()).filter(|cost| *cost != NO_WAY);
            let shortest = known.min();
            let reason = match shortest {
                None => Reason::Unreachable,
                Some(cost) if cost > limit => Reason::TooFar,
                Some(_) => continue,
            };
            barred.push(Barred {
                object: shelter.object.clone(),
                name: shelter.name.clone(),
                township: shelter.township.clone(),
                reason,
                by: nearest(shelter)
                    .filter(|_| reason == Reason::Unreachable)
                    .and_then(|group| closure(ways, group.at, shelter.at)),
                free: Some(i64::from(shelter.capacity.saturating_sub(shelter.occupancy))),
            });
        }
    }
}

/// The closure that bars the way from a place to another, where one does.
pub(super) fn closure(ways: &Ways, from: Position, to: Position) -> Option<Named> {
    let (from, to) = ways.snap(from).zip(ways.snap(to))?;
    let Err(NoWay::Closed(places)) = ways.route_between(from, to) else { return None };
    let closure = places.first().and_then(|first| ways.closures().get(*first))?;
    Some(Named { object: closure.object.clone(), name: closure.name.clone() })
}
