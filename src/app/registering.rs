//! The shelters' counts follow the households of the transfer list: who is *moved* to a shelter is registered there,
//! and who is so no longer is taken out, whatever command said so. One place does it for all of them, so that nobody
//! is counted twice, and nobody for ever.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use jiff::Timestamp;

use crate::{
    app::{board::some, command::Draft, merge},
    domain::{
        edit::Edit,
        model::{Entry, HouseholdFields, KindId, MoveState, Object, ObjectRef, TRANSFER, Uid},
        world::World,
    },
};

/// What edits of households change at one shelter.
#[derive(Debug, PartialEq)]
pub(super) struct Change {
    /// Which.
    pub shelter: ObjectRef,
    /// How many come; negative when people leave: never more than are registered.
    pub people: i64,
    /// How many more would leave than are registered.
    pub short: i64,
    /// The villages of the households.
    pub villages: BTreeSet<String>,
}

/// The entries that belong to a draft. Rows that an import adds are a record of what is so already, and the shelters
/// of the register count them: only a merge adds people who have just arrived.
pub(super) fn entries(world: &World, draft: &Draft, now: Timestamp, fresh: &mut dyn FnMut() -> Uid) -> Vec<Edit> {
    let is_record = draft.area == "import" && draft.label.id != merge::LABEL;
    let changes = if is_record {
        let told: Vec<Edit> = draft.edits.iter().filter(|edit| !matches!(edit, Edit::Add(_))).cloned().collect();
        changes(world, &told)
    } else {
        changes(world, &draft.edits)
    };
    let entry = |change: Change| {
        let note = Some(Arc::from(some(&change.villages))).filter(|note: &Arc<str>| !note.is_empty());
        let field = "occupancy".into();
        Edit::Enter(Entry { uid: fresh(), object: change.shelter, field, time: now, amount: change.people, note })
    };
    changes.into_iter().filter(|change| change.people != 0).map(entry).collect()
}

/// What edits of households change at the shelters that are there.
pub(super) fn changes(world: &World, edits: &[Edit]) -> Vec<Change> {
    let Some(kind) = world.catalogue().kind(TRANSFER) else { return Vec::new() };
    let Some(link) = kind.field("shelter").and_then(|field| field.link.as_deref()).map(KindId::from) else {
        return Vec::new();
    };
    let (fields, village) = (HouseholdFields::of(kind), kind.index("village"));
    let mut shelters: BTreeMap<Uid, (i64, BTreeSet<String>)> = BTreeMap::new();
    for Row { before, after } in rows(world, edits).values() {
        let sides = [(before.as_deref(), -1), (after.as_ref(), 1)];
        let there = sides.map(|(row, sign)| row.and_then(|row| Some((row, registered(fields, row)?, sign))));
        for (row, (shelter, people), sign) in there.into_iter().flatten() {
            let (sum, villages) = shelters.entry(shelter).or_default();
            *sum = sum.saturating_add(people.saturating_mul(sign));
            let name = village.and_then(|index| row.value(index).as_text()).map(str::trim).unwrap_or_default();
            villages.extend(Some(name.to_owned()).filter(|name| !name.is_empty()));
        }
    }
    let change = |(uid, (people, villages))| {
        let shelter = ObjectRef { kind: link.clone(), uid };
        let there = count(world, &shelter, edits)?;
        let left = i64::max(people, -there);
        Some(Change { shelter, people: left, short: left.saturating_sub(people), villages })
    };
    shelters.into_iter().filter_map(change).collect()
}

/// A household before and after.
#[derive(Default)]
struct Row {
    before: Option<Arc<Object>>,
    after: Option<Object>,
}

/// The households that edits touch.
fn rows(world: &World, edits: &[Edit]) -> BTreeMap<Uid, Row> {
    let mut rows: BTreeMap<Uid, Row> = BTreeMap::new();
    for edit in edits {
        let object = edit.object();
        if object.kind.as_str() != TRANSFER {
            continue;
        }
        let row = rows.entry(object.uid).or_insert_with(|| {
            let before = world.object(&object).cloned();
            Row { after: before.as_deref().cloned(), before }
        });
        match edit {
            Edit::Add(object) => row.after = Some(object.as_ref().clone()),
            Edit::Remove(_) => row.after = None,
            Edit::Set { object, field, after, .. } => {
                let index = world.catalogue().kind(object.kind.as_str()).and_then(|kind| kind.index(field.as_str()));
                let slot = index.and_then(|index| row.after.as_mut()?.values.get_mut(index));
                if let Some(slot) = slot {
                    *slot = after.clone();
                }
            }
            Edit::Move { .. } | Edit::Enter(_) | Edit::Withdraw(_) => {}
        }
    }
    rows
}

/// Where a household is registered, and how many of it. Who went to relatives, and of whom it is not said, is in no
/// count.
fn registered(fields: HouseholdFields, row: &Object) -> Option<(Uid, i64)> {
    let household = fields.read(row);
    let is_there = household.state == MoveState::Moved && household.with_relatives == Some(false);
    Some((household.shelter.filter(|_| is_there)?, household.people?.max(0)))
}

/// How many are registered at a shelter with what the edits enter themselves; `None`: there is no such shelter.
fn count(world: &World, shelter: &ObjectRef, edits: &[Edit]) -> Option<i64> {
    world.object(shelter)?;
    let mut people = world.value(shelter, "occupancy").as_integer().unwrap_or(0);
    for edit in edits.iter().filter(|edit| edit.object() == *shelter) {
        match edit {
            Edit::Remove(_) => return None,
            Edit::Enter(entry) => people = people.saturating_add(entry.amount),
            Edit::Withdraw(entry) => people = people.saturating_sub(entry.amount),
            Edit::Add(_) | Edit::Set { .. } | Edit::Move { .. } => {}
        }
    }
    Some(people.max(0))
}
