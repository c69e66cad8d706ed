//! Responses and conditions as programs read them.

use serde_json::{Value as Json, json};

use crate::{
    cli::answer::time_json,
    domain::{
        response::{Broken, Found, Group, HazardFound, Proposal, ResponseLevel},
        view::{Words, response as view},
        world::World,
    },
};

/// A hazard.
pub(super) fn hazard(found: &HazardFound, world: &World, words: &Words) -> Json {
    json!({
        "hazard": &*found.hazard,
        "name": view::response_told(world.catalogue(), &found.hazard, words),
        "in_force": found.in_force.as_ref().map(|response| json!({
            "id": response.object.uid.to_string(),
            "level": response.level.id(),
            "started": response.started.map(time_json),
            "since": response.level_time.map(time_json),
        })),
        "proposal": found.proposal.map(proposal),
        "held_by_unknown": found.held_by_unknown,
        "declined": found.declined.as_ref().map(|declined| json!({
            "by": declined.post.as_deref(),
            "at": time_json(declined.time),
            "why": declined.why,
        })),
        "asks": found.asks(),
        "groups": found.groups.iter().map(group).collect::<Vec<_>>(),
    })
}

fn proposal(proposal: Proposal) -> Json {
    match proposal {
        Proposal::Raise { to, by, stale } => {
            json!({ "action": "raise", "level": to.id(), "group": by, "stale": stale })
        }
        Proposal::Lower { to: Some(to) } => json!({ "action": "lower", "level": to.id() }),
        Proposal::Lower { to: None } => json!({ "action": "end", "level": Option::<&str>::None }),
    }
}

fn group(group: &Group) -> Json {
    json!({
        "level": ResponseLevel::id(group.level),
        "name": group.name,
        "verdict": group.verdict.id(),
        "conditions": group.conditions.iter().map(condition).collect::<Vec<_>>(),
    })
}

fn condition(found: &Found) -> Json {
    let asked = &found.trigger.condition;
    let mut json = json!({
        "id": found.trigger.object.uid.to_string(),
        "name": found.trigger.name,
        "example": found.trigger.example,
        "version": found.trigger.version,
        "metric": asked.metric.id(),
        "basis": asked.basis.id(),
        "window_h": asked.hours,
        "stat": asked.stat.id(),
        "operator": asked.operator.id(),
        "threshold": asked.value,
        "area": asked.area,
        "subject": asked.subject,
        "verdict": found.verdict.id(),
    });
    let known = match &found.reading {
        // A number that JSON has no word for (no storm is infinitely far) is null.
        Ok(reading) => json!({
            "value": reading.fresh.filter(|value| value.is_finite()),
            "ever": reading.ever.filter(|value| value.is_finite()),
            "at_least": reading.at_least,
            "silent": reading.silent,
            "time": reading.time.map(time_json),
            "place": reading.place,
            "when": reading.when.map(time_json),
            "why": Option::<&str>::None,
        }),
        Err(why) => json!({ "why": why.id() }),
    };
    if let (Some(all), Json::Object(known)) = (json.as_object_mut(), known) {
        all.extend(known);
    }
    json
}

/// A condition that cannot be read.
pub(super) fn broken(broken: &Broken) -> Json {
    json!({ "id": broken.object.uid.to_string(), "name": broken.name, "field": broken.field })
}
