//! The responses of a district as the panel and the top bar show them.

use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::{
    catalogue::Tone,
    model::ObjectRef,
    response::{
        Evaluation, Found, Given, HazardFound, Library, Plan, Proposal, RESPONSE, ResponseLevel, Verdict, Watched,
        brought, given_tasks, library,
    },
    view::{Words, directory::plan_told, format, response as view},
    world::World,
};

/// What is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResponseView {
    /// By which storms the storm conditions are judged.
    pub storms: String,
    /// The hazards that have conditions, or a response.
    pub hazards: Vec<HazardView>,
    /// The others that the catalogue knows: their levels are set by hand.
    pub others: Vec<HazardView>,
    /// Conditions that cannot be read, and what of them.
    pub broken: Vec<(ObjectRef, String)>,
    /// Whether the register has no condition at all.
    pub bare: bool,
    /// The plan library: how many, how many are past their review, and each with what is told of it.
    pub plans: PlansView,
}

/// The plan library.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlansView {
    /// How many there are, and how many are past their review.
    pub head: String,
    /// Each: which, its name, what is told of it, whether it is past its review.
    pub rows: Vec<(ObjectRef, String, String, bool)>,
    /// Townships without a plan.
    pub without: Option<String>,
}

impl PlansView {
    /// Of the library of a world.
    pub fn of(world: &World, now: Timestamp, words: &Words) -> Self {
        let Library { plans, without } = library(world, now);
        let overdue = plans.iter().filter(|plan| plan.overdue).count();
        let numbers = [("n", plans.len().to_string()), ("overdue", overdue.to_string())];
        let names = without.join(&words.get("list-separator"));
        let row = |plan: &Plan| (plan.object.clone(), plan.name.clone(), plan_told(plan, words), plan.overdue);
        Self {
            head: words.with("plans-title", &numbers),
            rows: plans.iter().map(row).collect(),
            without: (!without.is_empty()).then(|| words.with("plans-without", &[("names", names)])),
        }
    }
}

/// A hazard.
#[derive(Clone, Debug, PartialEq)]
pub struct HazardView {
    /// Its id.
    pub hazard: Arc<str>,
    /// `防台风应急响应`.
    pub title: String,
    /// `Ⅲ级响应，08-09 15:00 起`.
    pub standing: String,
    /// The level in force, and how the top bar says it.
    pub in_force: Option<(ResponseLevel, String)>,
    /// The response in force.
    pub object: Option<ObjectRef>,
    /// What is proposed.
    pub proposal: Option<ProposalView>,
    /// Who decided against it.
    pub declined: Option<String>,
    /// That only what is not known stands in the way of lowering.
    pub held: bool,
    /// How many groups of conditions there are, and how many are met.
    pub groups: String,
    /// The conditions, the gravest level first.
    pub conditions: Vec<ConditionView>,
    /// How many tasks are given and done; none: no response is in force.
    pub tasks_head: Option<String>,
    /// The tasks, the late ones first, the done ones last.
    pub tasks: Vec<TaskView>,
    /// How many tasks each level would bring, by [`ResponseLevel::ALL`].
    pub brings: [usize; ResponseLevel::ALL.len()],
}

/// What is to be done with a response.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Act {
    /// Set it to a level.
    Set(ResponseLevel),
    /// End it.
    End,
}

/// A proposal.
#[derive(Clone, Debug, PartialEq)]
pub struct ProposalView {
    /// `建议启动防台风Ⅲ级响应`.
    pub text: String,
    /// What it would do.
    pub act: Act,
    /// What calls for it, a line a condition.
    pub evidence: Vec<String>,
    /// The same in one text, as it is kept.
    pub kept: Option<String>,
    /// Whether it rests on old data.
    pub stale: bool,
    /// Whether it rests on a storm that is looked at in another time than now, or was moved for a rehearsal.
    pub replay: bool,
    /// Whether somebody has to decide.
    pub asks: bool,
}

/// A condition.
#[derive(Clone, Debug, PartialEq)]
pub struct ConditionView {
    /// Which.
    pub object: ObjectRef,
    /// Its level and group: `Ⅲ级〔临近〕`.
    pub level: String,
    /// What it asks.
    pub asks: String,
    /// What is known.
    pub known: String,
    /// Whether it is met, in words.
    pub verdict: String,
    /// The same as a tone.
    pub tone: Tone,
    /// Whether it is an example.
    pub example: bool,
}

/// A task of a response.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskView {
    /// Which.
    pub object: ObjectRef,
    /// What is to be done.
    pub name: String,
    /// Who by when.
    pub says: String,
    /// Whether it is done.
    pub done: bool,
    /// Whether it should be.
    pub late: bool,
}

impl ResponseView {
    /// Of what the conditions say.
    pub fn of(world: &World, found: &Evaluation, storms: Option<&[Watched]>, now: Timestamp, words: &Words) -> Self {
        let replay = storms.is_some_and(|storms| storms.iter().any(|it| it.replay));
        let told = view::storms_told(storms, words);
        let hazard = |it: &HazardFound| hazard_view(it, world, replay.then_some(told.as_str()), now, words);
        let field = world.catalogue().kind(RESPONSE).and_then(|kind| kind.field("hazard"));
        let known = field.into_iter().flat_map(|field| &field.choices).map(|choice| Arc::from(choice.id.as_str()));
        let others = known.filter(|id| !found.hazards.iter().any(|it| it.hazard == *id)).map(HazardFound::bare);
        let catalogue = world.catalogue();
        let broken =
            found.broken.iter().map(|it| (it.object.clone(), view::broken_told(it, catalogue, words))).collect();
        let bare = found.broken.is_empty() && found.hazards.iter().all(|it| it.groups.is_empty());
        Self {
            hazards: found.hazards.iter().map(hazard).collect(),
            others: others.map(|it| hazard(&it)).collect(),
            broken,
            bare,
            storms: told,
            plans: PlansView::of(world, now, words),
        }
    }

    /// What somebody has to decide.
    pub fn asks(&self) -> impl Iterator<Item = &ProposalView> {
        self.hazards.iter().filter_map(|hazard| hazard.proposal.as_ref()).filter(|proposal| proposal.asks)
    }

    /// The levels in force, the gravest first.
    pub fn in_force(&self) -> Vec<(ResponseLevel, &str)> {
        let all = self.hazards.iter().filter_map(|hazard| hazard.in_force.as_ref());
        let mut all: Vec<(ResponseLevel, &str)> = all.map(|(level, said)| (*level, said.as_str())).collect();
        all.sort_by_key(|(level, _)| std::cmp::Reverse(*level));
        all
    }
}

fn hazard_view(
    found: &HazardFound,
    world: &World,
    replayed: Option<&str>,
    now: Timestamp,
    words: &Words,
) -> HazardView {
    let catalogue = world.catalogue();
    let met = found.groups.iter().filter(|group| group.verdict.counts()).count();
    let counts = [("n", found.groups.len().to_string()), ("met", met.to_string())];
    let tasks = found.in_force.as_ref().map(|response| given_tasks(world, &response.object, now)).unwrap_or_default();
    let done = tasks.iter().filter(|task| task.done).count();
    let numbers = [("n", tasks.len().to_string()), ("done", done.to_string())];
    let response = found.in_force.as_ref().map(|response| &response.object);
    HazardView {
        hazard: found.hazard.clone(),
        title: view::heading(&view::response_told(catalogue, &found.hazard, words)),
        standing: view::standing_told(found, now, words),
        in_force: found
            .in_force
            .as_ref()
            .map(|response| (response.level, view::in_force_told(catalogue, &found.hazard, response.level, words))),
        object: response.cloned(),
        proposal: proposal(found, world, replayed, now, words),
        declined: view::declined_told(found, now, words),
        held: found.held_by_unknown,
        groups: words.with("response-groups", &counts),
        conditions: found
            .groups
            .iter()
            .flat_map(|group| group.conditions.iter().map(|condition| (group.name.as_str(), condition)))
            .map(|(group, condition)| condition_view(group, condition, now, words))
            .collect(),
        tasks_head: found.in_force.as_ref().map(|_| words.with("response-tasks", &numbers)),
        tasks: tasks.iter().map(|task| task_view(task, now, words)).collect(),
        brings: ResponseLevel::ALL.map(|level| brought(world, &found.hazard, level, response).len()),
    }
}

fn proposal(
    found: &HazardFound,
    world: &World,
    replayed: Option<&str>,
    now: Timestamp,
    words: &Words,
) -> Option<ProposalView> {
    let text = view::proposal_told(found, world.catalogue(), words)?;
    let (act, by, stale) = match found.proposal? {
        Proposal::Raise { to, by, stale } => (Act::Set(to), found.groups.get(by), stale),
        Proposal::Lower { to: Some(to) } => (Act::Set(to), None, false),
        Proposal::Lower { to: None } => (Act::End, None, false),
    };
    let line = |condition: &Found| {
        let asked = view::condition_told(&condition.trigger.condition, words);
        words.with("response-evidence", &[("asked", asked), ("known", view::reading_told(condition, now, words))])
    };
    // What rests on no storm is of now, whatever storm is looked at.
    let storms = replayed.filter(|_| by.is_some_and(|group| group.conditions.iter().any(rests_on_a_storm)));
    let kept = by.map(|group| {
        let said = view::evidence(group, now, words);
        storms.map_or(said.clone(), |storms| format!("{said}{}{storms}", words.get("response-and")))
    });
    let evidence = by.into_iter().flat_map(|group| &group.conditions).map(line).collect();
    Some(ProposalView { text, act, evidence, kept, stale, replay: storms.is_some(), asks: found.asks() })
}

fn rests_on_a_storm(found: &Found) -> bool {
    found.trigger.condition.metric.is_of_storms()
}

fn condition_view(group: &str, found: &Found, now: Timestamp, words: &Words) -> ConditionView {
    let group = if group.is_empty() { String::new() } else { format!("〔{group}〕") };
    ConditionView {
        object: found.trigger.object.clone(),
        level: view::level_told(found.trigger.level, words) + &group,
        asks: view::condition_told(&found.trigger.condition, words),
        known: view::reading_told(found, now, words),
        verdict: view::verdict_told(found.verdict, words),
        tone: match found.verdict {
            Verdict::Met => Tone::Warning,
            Verdict::Stale | Verdict::Unknown => Tone::Caution,
            Verdict::Not => Tone::Quiet,
        },
        example: found.trigger.example,
    }
}

fn task_view(task: &Given, now: Timestamp, words: &Words) -> TaskView {
    let unit = task.unit.clone().unwrap_or_else(|| format::UNKNOWN.to_owned());
    let time =
        |time: Option<Timestamp>| time.map_or_else(|| format::UNKNOWN.to_owned(), |time| format::moment(time, now));
    let (id, time) = match (task.done, task.late) {
        (true, _) => ("response-task-done-at", time(task.done_time)),
        (false, true) => ("response-task-late", time(task.due)),
        (false, false) => ("response-task-due", time(task.due)),
    };
    TaskView {
        object: task.object.clone(),
        name: task.name.clone(),
        says: words.with(id, &[("unit", unit), ("time", time)]),
        done: task.done,
        late: task.late,
    }
}
