//! What accepting a plan of evacuation does: one action that tells every household where it goes and opens the
//! shelters it needs.

use std::{collections::BTreeMap, sync::Arc};

use jiff::Timestamp;

use crate::{
    app::Draft,
    domain::{
        catalogue::Kind,
        edit::{Edit, Label},
        model::{Household, HouseholdFields, MoveState, Object, ObjectRef, TRANSFER, Uid, Value},
        plan::evacuation::{Group, Member, Placement, Plan, Shelter},
        view::age,
        world::World,
    },
};

/// The action that carries a plan out: households of the list are told (`notified`) and sent to their shelter, those
/// of whom no list says who become rows of the list, shelters that are needed are opened. Households parted between
/// two shelters go where more of them go, and the note says so. `None`: the district keeps no transfer list, or there
/// is nothing to do.
pub fn accept(world: &World, plan: &Plan, now: Timestamp, fresh: &mut dyn FnMut() -> Uid) -> Option<Draft> {
    let kind = world.catalogue().kind(TRANSFER)?.clone();
    let fields = HouseholdFields::of(&kind);
    let mut accepting = Accepting { world, plan, kind, fields, now, edits: Vec::new() };
    accepting.households();
    accepting.unlisted(fresh);
    accepting.open();
    let edits = accepting.edits;
    let shelters = plan.loads().len();
    let label = Label::new("evacuation-accept").with("people", plan.placed()).with("shelters", shelters);
    (!edits.is_empty()).then_some(Draft { label, area: "evacuation", edits })
}

struct Accepting<'a> {
    world: &'a World,
    plan: &'a Plan,
    kind: Arc<Kind>,
    fields: HouseholdFields,
    now: Timestamp,
    edits: Vec<Edit>,
}

impl Accepting<'_> {
    fn set(&mut self, object: &ObjectRef, field: &str, after: Value) {
        let before = self.world.value(object, field);
        let known = self.world.catalogue().kind(object.kind.as_str()).is_some_and(|kind| kind.index(field).is_some());
        if known && before != after {
            self.edits.push(Edit::Set { object: object.clone(), field: field.into(), before, after });
        }
    }

    fn households(&mut self) {
        // Where most of each household goes.
        let mut to: BTreeMap<Uid, (u32, usize, &Member)> = BTreeMap::new();
        for placement in &self.plan.placements {
            for member in &placement.households {
                let best = to.entry(member.object.uid).or_insert((0, placement.shelter, member));
                if member.people > best.0 {
                    *best = (member.people, placement.shelter, member);
                }
            }
        }
        for (_, shelter, member) in to.into_values() {
            if let Some(shelter) = self.plan.shelters.get(shelter) {
                self.send(&member.object, Some(shelter));
            }
        }
        let relatives = self.plan.called.groups.iter().flat_map(|group| &group.to_relatives);
        for member in relatives {
            self.send(&member.object, None);
        }
    }

    /// Sends a household to a shelter, or to relatives.
    fn send(&mut self, household: &Object, shelter: Option<&Shelter>) {
        let object = ObjectRef { kind: household.kind.clone(), uid: household.uid };
        let Household { state, .. } = self.fields.read(household);
        let to = if shelter.is_some() { "shelter" } else { "with_relatives" };
        self.set(&object, "destination", Value::from(to));
        if let Some(shelter) = shelter {
            self.set(&object, "shelter", Value::from(shelter.object.uid.to_string()));
            self.set(&object, "shelter_name", Value::from(shelter.name.as_str()));
        }
        // Who has refused has been told; who returned must be told again.
        if matches!(state, MoveState::Listed | MoveState::Returned) {
            self.set(&object, "state", Value::from("notified"));
            self.set(&object, "state_time", Value::from(self.now));
        }
    }

    /// Rows for people of whom no list says who.
    fn unlisted(&mut self, fresh: &mut dyn FnMut() -> Uid) {
        for placement in &self.plan.placements {
            let named: u32 = placement.households.iter().map(|member| member.people).sum();
            let rest = placement.people.saturating_sub(named);
            let group = self.plan.called.groups.get(placement.group).filter(|group| group.households.is_empty());
            let ends = group.zip(self.plan.shelters.get(placement.shelter));
            let Some((group, shelter)) = ends.filter(|_| rest > 0) else { continue };
            let row = self.row(group, shelter, placement, rest, fresh());
            self.edits.push(Edit::Add(Arc::new(row)));
        }
    }

    fn row(&self, group: &Group, shelter: &Shelter, placement: &Placement, people: u32, uid: Uid) -> Object {
        let mut values = vec![Value::Null; self.kind.fields.len()];
        let name = format!("{}{}-{}", group.township, group.village, placement.shelter + 1);
        let given = [
            ("name", Value::from(name)),
            ("township", Value::from(group.township.as_str())),
            ("village", Value::from(group.village.as_str())),
            ("place", Value::from(group.village.as_str())),
            ("household_size", Value::from(i64::from(people))),
            ("destination", Value::from("shelter")),
            ("shelter", Value::from(shelter.object.uid.to_string())),
            ("shelter_name", Value::from(shelter.name.as_str())),
            ("needs_help", Value::from(group.kind.is_frail())),
            ("state", Value::from("notified")),
            ("state_time", Value::from(self.now)),
        ];
        for (field, value) in given {
            if let Some(slot) = self.kind.index(field).and_then(|index| values.get_mut(index)) {
                *slot = value;
            }
        }
        Object { uid, kind: TRANSFER.into(), geometry: Some(group.at.point().into()), values }
    }

    fn open(&mut self) {
        let opened: Vec<&Shelter> = self.plan.to_open.iter().filter_map(|at| self.plan.shelters.get(*at)).collect();
        for shelter in opened {
            self.set(&shelter.object, "status", Value::from("open"));
            let kind = self.world.catalogue().kind(shelter.object.kind.as_str());
            let time = kind.and_then(|kind| kind.fields.get(age::time_field(kind, "status")?));
            if let Some(field) = time.map(|field| field.id.to_string()).filter(|field| field != "status") {
                self.set(&shelter.object, &field, Value::from(self.now));
            }
        }
    }
}
