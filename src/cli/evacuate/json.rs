//! A plan as JSON.

use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    cli::seat::District,
    domain::{
        network::By,
        plan::evacuation::{Clearance, Deadline, Group, Plan, Timetable},
    },
};

#[derive(Serialize)]
struct AssignmentJson<'a> {
    group: GroupJson<'a>,
    shelter: String,
    shelter_name: &'a str,
    people: u32,
    minutes: Option<f64>,
    metres: Option<f64>,
    households: Vec<HouseholdJson>,
}

#[derive(Serialize)]
struct GroupJson<'a> {
    kind: &'static str,
    township: &'a str,
    village: &'a str,
    zone: Option<&'a str>,
    lon: f64,
    lat: f64,
}

#[derive(Serialize)]
struct HouseholdJson {
    id: String,
    people: u32,
}

impl<'a> From<&'a Group> for GroupJson<'a> {
    fn from(group: &'a Group) -> Self {
        Self {
            kind: group.kind.as_str(),
            township: &group.township,
            village: &group.village,
            zone: group.zone.as_deref(),
            lon: group.at.lon(),
            lat: group.at.lat(),
        }
    }
}

/// Minutes or metres of a way, whichever the plan is judged by.
const fn either(cost: u64, by: By) -> (Option<f64>, Option<f64>) {
    match by {
        By::Time => (Some(cost as f64 / 60_000.0), None),
        By::Distance => (None, Some(cost as f64 / 1_000.0)),
    }
}

/// The answer. `objective` and `bound` are person-minutes, or person-metres by distance.
pub fn answer(plan: &Plan, timing: &Timetable, deadline: Option<&Deadline>, district: &District) -> Value {
    let scale = match plan.by {
        By::Time => 60_000.0,
        By::Distance => 1_000.0,
    };
    let status = match (plan.unplaced.is_empty(), plan.optimal) {
        (false, _) => "partial",
        (true, true) => "optimal",
        (true, false) => "feasible",
    };
    let (worst_minutes, worst_metres) = either(plan.worst(), plan.by);
    let short: Vec<Value> =
        plan.short().into_iter().map(|(township, places)| json!({"township": township, "places": places})).collect();
    let remedies: Vec<Value> =
        plan.remedies.iter().map(|remedy| json!({"what": remedy.what.as_str(), "people": remedy.people})).collect();
    let called = &plan.called;
    json!({
        "status": status,
        "objective": plan.objective as f64 / scale,
        "unit": match plan.by { By::Time => "person_minutes", By::Distance => "person_metres" },
        "optimal": plan.optimal,
        "bound": plan.bound.map(|bound| bound as f64 / scale),
        "gap": plan.gap,
        "placed": plan.placed(),
        "unplaced": plan.unplaced_people(),
        "kept": plan.kept,
        "with_relatives": called.with_relatives(),
        "moved": called.moved,
        "worst_minutes": worst_minutes,
        "worst_metres": worst_metres,
        "guessed": plan.guessed,
        "mark": district.meta.mark(),
        "areas": plan.danger.named().iter().map(|named| named.name.as_str()).collect::<Vec<_>>(),
        "assignments": assignments(plan),
        "unplaced_groups": unplaced(plan),
        "short": short,
        "remedies": remedies,
        "to_open": plan.to_open.iter().filter_map(|at| plan.shelters.get(*at)).map(|shelter| {
            json!({"id": shelter.object.uid.to_string(), "name": shelter.name, "township": shelter.township})
        }).collect::<Vec<_>>(),
        "barred": plan.barred.iter().map(|barred| json!({
            "id": barred.object.uid.to_string(),
            "name": barred.name,
            "reason": barred.reason.as_str(),
            "by": barred.by.as_ref().map(|by| by.name.as_str()),
        })).collect::<Vec<_>>(),
        "parted": plan.parted,
        "unknown": called.unknown.iter().map(|object| object.uid.to_string()).collect::<Vec<_>>(),
        "beyond_list": called.beyond_list.iter().map(|(village, people)| json!({"name": village.name, "people": people})).collect::<Vec<_>>(),
        "deadline": deadline.map(|deadline| json!({
            "at": deadline.at.to_string(),
            "latest": deadline.latest.map(|latest| latest.to_string()),
            "kind": deadline.kind.as_str(),
        })),
        "timing": timed(timing),
    })
}

fn assignments(plan: &Plan) -> Vec<AssignmentJson<'_>> {
    let one = |placement: &crate::domain::plan::evacuation::Placement| {
        let (group, shelter) = plan.called.groups.get(placement.group).zip(plan.shelters.get(placement.shelter))?;
        let (minutes, metres) = either(placement.cost, plan.by);
        let household = |member: &crate::domain::plan::evacuation::Member| HouseholdJson {
            id: member.object.uid.to_string(),
            people: member.people,
        };
        Some(AssignmentJson {
            group: group.into(),
            shelter: shelter.object.uid.to_string(),
            shelter_name: &shelter.name,
            people: placement.people,
            minutes,
            metres,
            households: placement.households.iter().map(household).collect(),
        })
    };
    plan.placements.iter().filter_map(one).collect()
}

fn unplaced(plan: &Plan) -> Vec<Value> {
    let one = |unplaced: &crate::domain::plan::evacuation::Unplaced| {
        let group = plan.called.groups.get(unplaced.group)?;
        Some(json!({"group": GroupJson::from(group), "people": unplaced.people, "why": unplaced.why.as_str()}))
    };
    plan.unplaced.iter().filter_map(one).collect()
}

fn timed(timing: &Timetable) -> Value {
    if timing.unknown || timing.no_seats {
        return Value::Null;
    }
    let village = |village: &Clearance| {
        json!({
            "township": village.township,
            "village": village.village,
            "people": village.people,
            "trips": village.trips,
            "starts_minutes": village.starts_ms as f64 / 60_000.0,
            "cleared_minutes": village.cleared_ms as f64 / 60_000.0,
            "latest_start": village.latest_start.map(|at| at.to_string()),
        })
    };
    json!({
        "trips": timing.trips.len(),
        "vehicles": timing.vehicles,
        "cleared_minutes": timing.cleared_ms as f64 / 60_000.0,
        "villages": timing.villages.iter().map(village).collect::<Vec<_>>(),
    })
}
