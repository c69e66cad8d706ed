//! Whether what was ordered still holds: shelters that became full, closed or unsafe while people are on their way to
//! them, roads that were cut, villages that are late. Each is a reason to plan anew for who has not moved yet.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::ControlFlow,
};

use jiff::Timestamp;

use crate::domain::{
    model::{MoveState, ObjectRef, TRANSFER, Uid},
    network::Ways,
    plan::{
        assign::NO_WAY,
        evacuation::{
            Barred, Counting, Danger, Group, Shelter, Stage, Step, Wanted, finding::called, planning::closure,
            shelters, standing::told_where, step::Teller, ways::costs,
        },
    },
    query::{Named, Reason, name_of},
    world::World,
};

/// Something that stands in the way of what was ordered.
#[derive(Clone, Debug, PartialEq)]
pub struct Trouble {
    /// What it is.
    pub what: Fault,
    /// The shelter; `None`: it is gone from the register, or none is concerned.
    pub shelter: Option<Named>,
    /// People who were told to go there and have not moved.
    pub people: u64,
    /// Their villages, in the order of names.
    pub villages: Vec<String>,
}

/// What stands in the way.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Fault {
    /// No way leads there any more; the closure that bars it, where one does.
    NoWay(Option<String>),
    /// It may take nobody, and why; the danger area it lies in, where one is.
    Barred(Reason, Option<String>),
    /// More are to come than it has places left: so many.
    Full(u64),
    /// It is no longer on the register.
    Gone,
    /// They should have left by then.
    Late(Timestamp),
}

/// People who were told to go somewhere, as far as they have not moved.
#[derive(Default)]
struct Expected {
    people: u64,
    villages: BTreeSet<String>,
    groups: BTreeMap<usize, u64>,
}

/// What stands in the way of what was ordered, what concerns most people first. Without ways no road is looked at.
pub fn troubles(world: &World, ways: Option<&Ways>, now: Timestamp) -> Vec<Trouble> {
    let Some(kind) = world.catalogue().kind(TRANSFER) else { return Vec::new() };
    // An area that makes no sense is the plan's to refuse; what was ordered is looked at all the same.
    let danger = Danger::under_way(world).unwrap_or_else(|_| Danger::told());
    // It is quick, and never stopped: who is told to go is few beside a district.
    let mut go_on = |_: &Step| ControlFlow::Continue(());
    let mut teller = Teller::new(&mut go_on);
    let groups =
        called(world, &danger, &Counting::default(), &mut teller).map_or_else(|_| Vec::new(), |all| all.groups);
    let mut expected: BTreeMap<Uid, Expected> = BTreeMap::new();
    for (at, group) in groups.iter().enumerate() {
        for member in &group.households {
            let Some((shelter, _)) = told_where(kind, &member.object) else { continue };
            let there = expected.entry(shelter).or_default();
            there.people += u64::from(member.people);
            there.villages.insert(group.village.clone());
            *there.groups.entry(at).or_default() += u64::from(member.people);
        }
    }
    let mut troubles = late(world, now);
    if !expected.is_empty() {
        let (usable, barred) = shelters(world, &danger, &Wanted::default());
        troubles.extend(at_shelters(&expected, &usable, &barred));
        if let Some(ways) = ways {
            troubles.extend(cut_off(world, ways, (&groups, &usable), &expected, &mut teller));
        }
    }
    troubles.sort_by(|a, b| b.people.cmp(&a.people).then_with(|| a.what.cmp(&b.what)));
    troubles
}

fn trouble(what: Fault, shelter: Option<Named>, expected: &Expected) -> Trouble {
    Trouble { what, shelter, people: expected.people, villages: expected.villages.iter().cloned().collect() }
}

fn at_shelters(expected: &BTreeMap<Uid, Expected>, usable: &[Shelter], barred: &[Barred]) -> Vec<Trouble> {
    let usable: BTreeMap<Uid, &Shelter> = usable.iter().map(|one| (one.object.uid, one)).collect();
    let barred: BTreeMap<Uid, &Barred> = barred.iter().map(|one| (one.object.uid, one)).collect();
    let named = |object: &ObjectRef, name: &str| Some(Named { object: object.clone(), name: name.to_owned() });
    let mut troubles = Vec::new();
    for (uid, there) in expected {
        if let Some(shelter) = usable.get(uid) {
            let room = u64::from(shelter.room);
            if there.people > room {
                let over = trouble(Fault::Full(room), named(&shelter.object, &shelter.name), there);
                troubles.push(over);
            }
        } else if let Some(one) = barred.get(uid) {
            let what = match one.reason {
                Reason::Full => Fault::Full(0),
                reason => Fault::Barred(reason, one.by.as_ref().map(|by| by.name.clone())),
            };
            troubles.push(trouble(what, named(&one.object, &one.name), there));
        } else {
            troubles.push(trouble(Fault::Gone, None, there));
        }
    }
    troubles
}

/// Shelters that people cannot come to any more.
fn cut_off(
    world: &World,
    ways: &Ways,
    (groups, usable): (&[Group], &[Shelter]),
    expected: &BTreeMap<Uid, Expected>,
    teller: &mut Teller<'_>,
) -> Vec<Trouble> {
    let wanted: Vec<&Shelter> = usable.iter().filter(|one| expected.contains_key(&one.object.uid)).collect();
    let from: Vec<_> = groups.iter().map(|group| group.at).collect();
    let to: Vec<_> = wanted.iter().map(|shelter| shelter.at).collect();
    let Ok(costs) = costs(world, ways, &from, &to, (Stage::Ways, teller)) else { return Vec::new() };
    let mut troubles = Vec::new();
    for (column, shelter) in wanted.into_iter().enumerate() {
        let Some(there) = expected.get(&shelter.object.uid) else { continue };
        let is_cut = |at: usize| costs.rows.get(at).and_then(|row| row.get(column)).is_none_or(|cost| *cost == NO_WAY);
        let mut cut = Expected::default();
        let mut by = None;
        for (at, people) in there.groups.iter().filter(|(at, _)| is_cut(**at)) {
            let Some(group) = groups.get(*at) else { continue };
            cut.people += *people;
            cut.villages.insert(group.village.clone());
            by = by.or_else(|| closure(ways, group.at, shelter.at));
        }
        if cut.people > 0 {
            let named = Named { object: shelter.object.clone(), name: shelter.name.clone() };
            troubles.push(trouble(Fault::NoWay(by.map(|by| by.name)), Some(named), &cut));
        }
    }
    troubles
}

/// Villages that should have left already: by the time that was set when the order went out.
fn late(world: &World, now: Timestamp) -> Vec<Trouble> {
    let Some(layer) = world.layer(TRANSFER) else { return Vec::new() };
    let kind = layer.kind();
    let Some(by) = kind.index("leave_by") else { return Vec::new() };
    let fields = crate::domain::model::HouseholdFields::of(kind);
    let mut late: BTreeMap<Timestamp, Expected> = BTreeMap::new();
    for object in layer.objects() {
        let household = fields.read(object);
        let Some(leave_by) = object.value(by).as_time().filter(|by| *by < now) else { continue };
        if !matches!(household.state, MoveState::Notified | MoveState::Refused) {
            continue;
        }
        let there = late.entry(leave_by).or_default();
        there.people += household.people.and_then(|people| u64::try_from(people).ok()).unwrap_or(0);
        let village = kind.index("village").and_then(|index| object.value(index).as_text());
        there.villages.insert(village.map_or_else(|| name_of(kind, object), str::to_owned));
    }
    late.into_iter().map(|(by, there)| trouble(Fault::Late(by), None, &there)).collect()
}

#[cfg(test)]
mod tests;
