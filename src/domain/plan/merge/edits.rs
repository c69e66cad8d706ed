//! What a merge changes, once somebody has decided its conflicts.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use geo_types::Geometry;
use jiff::Timestamp;

use crate::domain::{
    catalogue::Kind,
    edit::Edit,
    model::{FieldId, Object, ObjectRef, TRANSFER, Uid, Value},
    plan::merge::{AddedRow, Merge, RowChange, Verdict, judge::minute},
    query::{folded, name_of},
    world::World,
};

impl RowChange {
    /// Whether it is carried out when conflicts are decided so; `theirs`: for the file.
    pub fn is_taken(&self, theirs: &dyn Fn(&Self) -> bool) -> bool {
        match self.verdict {
            Verdict::Take => true,
            Verdict::Conflict => theirs(self),
            Verdict::Keep | Verdict::Refused(_) => false,
        }
    }
}

impl Merge {
    /// How many changes have this verdict.
    pub fn count(&self, wanted: impl Fn(&Verdict) -> bool) -> usize {
        self.changes.iter().filter(|change| wanted(&change.verdict)).count()
    }

    /// The edits of a world; `theirs` decides each conflict for the file or for us. None: nothing changes. What was
    /// changed since it was compared makes a conflict of them: nobody decided about that.
    pub fn edits(
        &self,
        world: &World,
        theirs: &dyn Fn(&RowChange) -> bool,
        now: Timestamp,
        fresh: &mut dyn FnMut() -> Uid,
    ) -> Vec<Edit> {
        let Some(kind) = world.catalogue().kind(TRANSFER) else { return Vec::new() };
        let mut making = Making { world, kind, now, edits: Vec::new(), set: BTreeSet::new() };
        let mut households: BTreeMap<&ObjectRef, Vec<&RowChange>> = BTreeMap::new();
        for change in self.changes.iter().filter(|change| change.is_taken(theirs)) {
            households.entry(&change.household).or_default().push(change);
        }
        for (household, changes) in households {
            making.household(household, &changes, self.saved);
        }
        for added in &self.added {
            making.add(added, fresh());
        }
        making.edits
    }
}

struct Making<'a> {
    world: &'a World,
    kind: &'a Kind,
    now: Timestamp,
    edits: Vec<Edit>,
    set: BTreeSet<(Uid, FieldId)>,
}

impl Making<'_> {
    /// Sets what goes along with a change.
    fn set(&mut self, household: &ObjectRef, field: &str, after: Value) {
        let before = self.world.value(household, field);
        self.change(household, field, before, after);
    }

    fn change(&mut self, household: &ObjectRef, field: &str, before: Value, after: Value) {
        let field = FieldId::from(field);
        let known = self.kind.index(field.as_str()).is_some();
        if known && before != after && self.set.insert((household.uid, field.clone())) {
            self.edits.push(Edit::Set { object: household.clone(), field, before, after });
        }
    }

    fn household(&mut self, household: &ObjectRef, changes: &[&RowChange], saved: Option<Timestamp>) {
        for change in changes {
            self.change(household, change.field.as_str(), change.ours.clone(), change.theirs.clone());
        }
        for change in changes {
            match change.field.as_str() {
                "state" => self.set(household, "state_time", Value::from(self.since(change, saved))),
                // A shelter goes by name in the file; a link to another one would say something else.
                "shelter_name" => self.set(household, "shelter", self.called(&change.theirs)),
                _ => {}
            }
        }
        self.set(household, "as_of", Value::from(self.now));
    }

    /// Since when a state that was taken is so: as the row says, where that is later than ours; else when the file
    /// was saved, or now.
    fn since(&self, change: &RowChange, saved: Option<Timestamp>) -> Timestamp {
        let later =
            |time: &Timestamp| change.ours_at.is_none_or(|ours| minute(*time) > minute(ours)) && *time <= self.now;
        change.theirs_at.filter(later).or_else(|| saved.filter(later)).unwrap_or(self.now)
    }

    /// The link to the one shelter of this name; null: there is none, or several.
    fn called(&self, name: &Value) -> Value {
        let layer = self.kind.field("shelter").and_then(|field| self.world.layer(field.link.as_deref()?));
        let Some((layer, name)) = layer.zip(name.as_text().map(folded)) else { return Value::Null };
        let mut called = layer.objects().filter(|object| folded(&name_of(layer.kind(), object)) == name);
        match (called.next(), called.next()) {
            (Some(object), None) => Value::from(object.uid.to_string()),
            _ => Value::Null,
        }
    }

    fn add(&mut self, added: &AddedRow, uid: Uid) {
        let mut object = object(self.kind, uid, &added.values, added.place.as_ref());
        let said = self.kind.index("state").is_some_and(|state| !object.value(state).is_null());
        let name = self.kind.value(&object, "shelter_name");
        let (shelter, since) = (self.called(name), Value::from(if said { Some(self.now) } else { None }));
        for (field, value) in [("shelter", shelter), ("state_time", since), ("as_of", Value::from(self.now))] {
            let slot = self.kind.index(field).and_then(|index| object.values.get_mut(index));
            if let Some(slot) = slot.filter(|slot| slot.is_null()) {
                *slot = value;
            }
        }
        self.edits.push(Edit::Add(Arc::new(object)));
    }
}

/// A household of these values, as many as the kind has fields.
pub(super) fn object(kind: &Kind, uid: Uid, values: &[Value], place: Option<&Geometry>) -> Object {
    let mut values = values.to_vec();
    values.resize(kind.fields.len(), Value::Null);
    // What is counted has entries, never a column of its own.
    for (_, value) in kind.fields.iter().zip(&mut values).filter(|(field, _)| field.summed) {
        *value = Value::Null;
    }
    Object { uid, kind: kind.id.clone(), geometry: place.cloned(), values }
}
