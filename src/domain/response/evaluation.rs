//! What the conditions of a district say at a moment, and which level they propose.

use std::{cmp::Reverse, collections::BTreeMap, sync::Arc};

use crate::domain::response::{
    Broken, Declined, InForce, Observed, RESPONSE, Reading, ResponseLevel, Trigger, Unmeasured, Verdict, declined,
    in_force,
    measure::{read, towns},
    triggers,
};

/// A condition and what is known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The condition.
    pub trigger: Trigger,
    /// What is known; or why nothing can be.
    pub reading: Result<Reading, Unmeasured>,
    /// Whether it is met.
    pub verdict: Verdict,
}

/// Conditions that are met together.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The level they call for.
    pub level: ResponseLevel,
    /// What the group is called; empty: one condition that stands alone.
    pub name: String,
    /// The conditions.
    pub conditions: Vec<Found>,
    /// Whether all are met: the least of theirs.
    pub verdict: Verdict,
}

/// What the conditions propose; a person confirms.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Proposal {
    /// Start a response, or raise it.
    Raise {
        /// To which level.
        to: ResponseLevel,
        /// By which of the groups, by its place among them.
        by: usize,
        /// Whether it rests on values that are too old to say what is so now.
        stale: bool,
    },
    /// Lower it, or end it: nothing that calls for its level is met, and all of it is known.
    Lower {
        /// To which level; `None`: end it.
        to: Option<ResponseLevel>,
    },
}

/// A hazard: its response and what its conditions say.
#[derive(Clone, Debug, PartialEq)]
pub struct HazardFound {
    /// The hazard's id.
    pub hazard: Arc<str>,
    /// The response in force.
    pub in_force: Option<InForce>,
    /// The groups of conditions, the gravest level first; of a level those that are met first.
    pub groups: Vec<Group>,
    /// What they propose.
    pub proposal: Option<Proposal>,
    /// Whether a lowering would be proposed but for conditions of which nothing is known.
    pub held_by_unknown: bool,
    /// That somebody decided against the level that is proposed.
    pub declined: Option<Declined>,
}

/// All hazards that have conditions or a response.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evaluation {
    /// Each; those with a proposal first, then those in force, else as the catalogue lists hazards.
    pub hazards: Vec<HazardFound>,
    /// Conditions that cannot be read.
    pub broken: Vec<Broken>,
}

/// What the conditions of a district say.
pub fn evaluate(observed: &Observed<'_>) -> Evaluation {
    let (triggers, broken) = triggers(observed.world);
    let mut standing: BTreeMap<Arc<str>, InForce> =
        in_force(observed.world).into_iter().map(|response| (response.hazard.clone(), response)).collect();
    let towns = towns(observed.world);
    let mut groups: BTreeMap<Arc<str>, Vec<Group>> = BTreeMap::new();
    for trigger in triggers {
        let reading = read(&trigger.condition, &trigger.hazard, observed, &towns);
        let verdict = reading.as_ref().map_or(Verdict::Unknown, |reading| trigger.condition.judge(reading));
        let of_hazard = groups.entry(trigger.hazard.clone()).or_default();
        let found = Found { reading, verdict, trigger };
        let (level, name) = (found.trigger.level, found.trigger.group.clone());
        match of_hazard.iter_mut().find(|it| it.level == level && it.name == name && !name.is_empty()) {
            Some(group) => {
                group.verdict = together(group.verdict, verdict);
                group.conditions.push(found);
            }
            None => of_hazard.push(Group { level, name, conditions: vec![found], verdict }),
        }
    }
    let field = observed.world.catalogue().kind(RESPONSE).and_then(|kind| kind.field("hazard"));
    let order: Vec<String> = field.into_iter().flat_map(|field| &field.choices).map(|it| it.id.to_string()).collect();
    for hazard in standing.keys() {
        groups.entry(hazard.clone()).or_default();
    }
    let mut hazards: Vec<HazardFound> =
        groups.into_iter().map(|(hazard, groups)| judged(observed, standing.remove(&hazard), hazard, groups)).collect();
    let place = |hazard: &str| order.iter().position(|known| known == hazard).unwrap_or(order.len());
    hazards.sort_by_key(|it| (Reverse(it.asks()), it.in_force.is_none(), place(&it.hazard), it.hazard.clone()));
    Evaluation { hazards, broken }
}

/// Two verdicts of conditions that are met together: what is not met settles it, then what is not known.
fn together(one: Verdict, other: Verdict) -> Verdict {
    one.min(other)
}

fn judged(observed: &Observed<'_>, in_force: Option<InForce>, hazard: Arc<str>, mut groups: Vec<Group>) -> HazardFound {
    groups.sort_by(|a, b| b.level.cmp(&a.level).then(b.verdict.cmp(&a.verdict)).then_with(|| a.name.cmp(&b.name)));
    let now = in_force.as_ref().map(|response| response.level);
    // One that is met by what is fresh explains a level better than one that is not.
    let met = groups.iter().enumerate().filter(|(_, group)| group.verdict.counts());
    let best = met.max_by(|(at, a), (bt, b)| (a.level, a.verdict).cmp(&(b.level, b.verdict)).then(bt.cmp(at)));
    let asked = best.map(|(_, group)| group.level);
    let mut held_by_unknown = false;
    let proposal = match (best, now) {
        (Some((by, group)), now) if now.is_none_or(|now| group.level > now) => {
            Some(Proposal::Raise { to: group.level, by, stale: group.verdict == Verdict::Stale })
        }
        (_, Some(now)) if asked < Some(now) && groups.iter().any(|group| group.level >= now) => {
            let unknown = |group: &Group| group.level > asked.unwrap_or(ResponseLevel::Iv) || asked.is_none();
            held_by_unknown = groups.iter().any(|group| group.verdict == Verdict::Unknown && unknown(group));
            (!held_by_unknown).then_some(Proposal::Lower { to: asked })
        }
        _ => None,
    };
    let declined = match proposal {
        Some(Proposal::Raise { to, .. }) => declined(observed.world, &hazard, to, observed.now),
        _ => None,
    };
    HazardFound { hazard, in_force, groups, proposal, held_by_unknown, declined }
}

impl HazardFound {
    /// A hazard without conditions and without a response.
    pub const fn bare(hazard: Arc<str>) -> Self {
        Self { hazard, in_force: None, groups: Vec::new(), proposal: None, held_by_unknown: false, declined: None }
    }

    /// Whether somebody has to decide: a level is proposed, and nobody has decided against it.
    pub fn asks(&self) -> bool {
        matches!(self.proposal, Some(Proposal::Raise { .. })) && self.declined.is_none()
    }
}
