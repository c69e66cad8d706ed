//! CAP messages taken in: new warnings are added, updates and cancellations act on the earlier ones, and what is there
//! already is left.

use std::{collections::BTreeMap, sync::Arc};

use jiff::Timestamp;

use super::{Did, District, Incoming, Plan, drafting::warning};
use crate::{
    app::Draft,
    domain::{
        catalogue::Kind,
        edit::{Edit, Label},
        hazard::signal::KIND,
        model::{Object, ObjectRef, Uid, Value},
        problem::Problem,
        query::name_of,
    },
    io::cap::{Alert, moment},
};

/// So many warnings are named in the action's name.
const TOLD: usize = 3;

/// Plans taking messages in, in the order of when they were sent, so that files may come in any order.
pub fn plan(incoming: &[Incoming], district: District<'_>, fresh: &mut dyn FnMut() -> Uid) -> Plan {
    let draft = Draft { label: Label::default(), area: "import", edits: Vec::new() };
    let plan = Plan { draft, added: 0, updated: 0, skipped: 0, did: Vec::new(), problems: Vec::new() };
    let Some(kind) = district.world.catalogue().kind(KIND).cloned() else {
        return Plan { problems: vec![Problem::new("cap_no_kind")], ..plan };
    };
    let mut taking =
        Taking { district, known: known(&kind, district), kind, plan, new: Vec::new(), changed: BTreeMap::new() };
    let mut readable = Vec::new();
    for one in incoming {
        match &one.read {
            Ok(alert) => readable.push((alert, one.file.as_str())),
            Err(problem) => taking.plan.problems.push(Problem::clone(problem)),
        }
    }
    readable.sort_by_key(|(alert, _)| moment(&alert.sent));
    for (alert, file) in readable {
        let from = taking.plan.problems.len();
        taking.take(alert, file, fresh);
        let new = taking.plan.problems.iter_mut().skip(from);
        new.for_each(|problem| problem.file = Some(file.to_owned()));
    }
    taking.into_plan()
}

/// A warning that is there: how others refer to it, and how it stands.
struct Known {
    object: ObjectRef,
    name: String,
    id: String,
    sender: String,
    references: String,
    status: String,
    /// Its place among the new ones.
    new: Option<usize>,
}

fn known(kind: &Kind, district: District<'_>) -> Vec<Known> {
    let layer = district.world.layer(KIND);
    layer.into_iter().flat_map(|layer| layer.objects()).map(|object| of(kind, object, None)).collect()
}

fn of(kind: &Kind, object: &Object, new: Option<usize>) -> Known {
    let text = |field: &str| {
        let text = kind.index(field).and_then(|index| object.value(index).as_text());
        text.unwrap_or_default().trim().to_owned()
    };
    Known {
        object: ObjectRef { kind: kind.id.clone(), uid: object.uid },
        name: name_of(kind, object),
        id: text("cap_id"),
        sender: text("cap_sender"),
        references: text("cap_references"),
        status: text("status"),
        new,
    }
}

/// The messages that a text refers to: sender and identifier of each.
fn references(text: &str) -> impl Iterator<Item = (&str, &str)> {
    // An identifier has no comma by the standard, but some have: the sender ends at the first, the time begins at the last.
    text.split_whitespace().filter_map(|one| {
        let (sender, rest) = one.split_once(',')?;
        Some((sender, rest.rsplit_once(',')?.0))
    })
}

struct Taking<'a> {
    district: District<'a>,
    kind: Arc<Kind>,
    known: Vec<Known>,
    new: Vec<Object>,
    /// How warnings of the world stand after all.
    changed: BTreeMap<ObjectRef, (&'static str, Option<Timestamp>)>,
    plan: Plan,
}

impl Taking<'_> {
    fn take(&mut self, alert: &Alert, file: &str, fresh: &mut dyn FnMut() -> Uid) {
        if let Some(problem) = self.refused(alert) {
            self.plan.problems.push(problem);
            return;
        }
        let (sender, id) = (alert.sender.trim(), alert.identifier.trim());
        let is_there = self.known.iter().any(|known| known.id == id && known.sender == sender);
        if alert.msg_type == "Cancel" {
            return self.act(alert, file, "lifted");
        }
        if is_there {
            self.plan.skipped += 1;
            self.plan.did.push((file.to_owned(), Did::Known));
            return;
        }
        let new = warning((&self.kind, fresh()), (alert, file), self.district, &mut self.plan.problems);
        let Some(mut object) = new else {
            self.plan.problems.push(Problem::new("cap_no_info"));
            return;
        };
        // What came late may have been replaced already.
        let later = |known: &Known| references(&known.references).any(|(of, one)| of == sender && one == id);
        if self.known.iter().any(later) {
            self.set(&mut object, "status", "replaced".into());
        }
        let name = name_of(&self.kind, &object);
        if alert.msg_type == "Update" {
            self.act(alert, file, "replaced");
        }
        let updated = self.plan.did.last().is_some_and(|(of, did)| of == file && matches!(did, Did::Updated(_)));
        if !updated {
            self.plan.did.push((file.to_owned(), Did::Added(name)));
        }
        self.known.push(of(&self.kind, &object, Some(self.new.len())));
        self.new.push(object);
        self.plan.added += 1;
    }

    /// Why a message is not taken; `None`: it is.
    fn refused(&self, alert: &Alert) -> Option<Problem> {
        let status = match (alert.status.as_str(), self.district.exercise) {
            ("Exercise", false) => Some("cap_exercise_into_real"),
            ("Actual", true) => Some("cap_actual_into_exercise"),
            ("Actual" | "Exercise", _) => None,
            _ => Some("cap_left_out"),
        };
        if let Some(code) = status {
            return Some(Problem::new(code).value(alert.status.as_str()));
        }
        let warns = matches!(alert.msg_type.as_str(), "Alert" | "Update" | "Cancel");
        (!warns).then(|| Problem::new("cap_no_warning").value(alert.msg_type.as_str()))
    }

    /// Lets a message act on those that it refers to.
    fn act(&mut self, alert: &Alert, file: &str, status: &'static str) {
        let at = moment(&alert.sent);
        let (mut done, mut missing, mut names) = (0, Vec::new(), Vec::new());
        for (sender, id) in references(alert.references.as_deref().unwrap_or_default()) {
            let place = self.known.iter().position(|known| known.id == id && known.sender == sender);
            let Some(known) = place.and_then(|place| self.known.get_mut(place)) else {
                missing.push(id.to_owned());
                continue;
            };
            // What was lifted stays so; what was replaced holds no more either.
            if ["lifted", "replaced"].contains(&known.status.as_str()) {
                continue;
            }
            status.clone_into(&mut known.status);
            names.push(known.name.clone());
            done += 1;
            let (new, object) = (known.new, known.object.clone());
            match new {
                Some(place) => self.change_new(place, status, at),
                None => {
                    self.changed.insert(object, (status, at));
                }
            }
        }
        self.plan.updated += done;
        let found_none = done == 0 && alert.references.as_deref().is_none_or(|text| references(text).next().is_none());
        if !missing.is_empty() || found_none {
            self.plan.problems.push(Problem::new("cap_reference_unknown").value(missing.join(" ")));
        }
        let name = names.join("、");
        let did = match (status, done) {
            ("lifted", 0) if missing.is_empty() && !found_none => {
                self.plan.skipped += 1;
                Some(Did::Known)
            }
            ("lifted", 1..) => Some(Did::Lifted(name)),
            ("replaced", 1..) => Some(Did::Updated(name)),
            _ => None,
        };
        self.plan.did.extend(did.map(|did| (file.to_owned(), did)));
    }

    fn change_new(&mut self, place: usize, status: &'static str, at: Option<Timestamp>) {
        let Some(mut object) = self.new.get(place).cloned() else { return };
        self.set(&mut object, "status", status.into());
        self.set(&mut object, "status_time", at.into());
        if let Some(slot) = self.new.get_mut(place) {
            *slot = object;
        }
    }

    fn set(&self, object: &mut Object, field: &str, value: Value) {
        if let Some(slot) = self.kind.index(field).and_then(|index| object.values.get_mut(index)) {
            *slot = value;
        }
    }

    fn into_plan(mut self) -> Plan {
        let world = self.district.world;
        let mut edits = Vec::new();
        let mut names: Vec<String> = Vec::new();
        for (object, (status, at)) in &self.changed {
            names.push(world.value(object, "name").as_text().unwrap_or_default().to_owned());
            for (field, after) in [("status", Value::from(*status)), ("status_time", Value::from(*at))] {
                let before = world.value(object, field);
                if before != after && self.kind.index(field).is_some() {
                    edits.push(Edit::Set { object: object.clone(), field: field.into(), before, after });
                }
            }
        }
        if !self.new.is_empty() {
            names = self.new.iter().map(|object| name_of(&self.kind, object)).collect();
        }
        let more = names.len().saturating_sub(TOLD);
        names.truncate(TOLD);
        let names = names.join("、") + &if more > 0 { format!(" +{more}") } else { String::new() };
        let id = if self.new.is_empty() { "warnings-lifted" } else { "warnings" };
        self.plan.draft.label = Label::new(id).with("names", names);
        edits.extend(self.new.into_iter().map(|object| Edit::Add(Arc::new(object))));
        self.plan.draft.edits = edits;
        self.plan
    }
}
