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
        plan::evacuation::{Group, Member, Placement, Plan, Shelter, Timetable},
        view::age,
        world::World,
    },
};

/// The action that carries a plan out: households of the list are told (`notified`) and sent to their shelter, those
/// of whom no list says who become rows of the list, shelters that are needed are opened. Households parted between
/// two shelters go where more of them go, and the note says so. `None`: the district keeps no transfer list, or there
/// is nothing to do.
pub fn accept(
    world: &World,
    plan: &Plan,
    timing: &Timetable,
    now: Timestamp,
    fresh: &mut dyn FnMut() -> Uid,
) -> Option<Draft> {
    let kind = world.catalogue().kind(TRANSFER)?.clone();
    let fields = HouseholdFields::of(&kind);
    let leave_by = timing
        .villages
        .iter()
        .filter_map(|village| Some(((village.township.as_str(), village.village.as_str()), village.leave_by?)));
    let leave_by = leave_by.collect();
    let mut accepting = Accepting { world, plan, leave_by, kind, fields, now, edits: Vec::new() };
    accepting.households();
    accepting.unlisted(fresh);
    accepting.open();
    let edits = accepting.edits;
    let shelters = plan.loads().len();
    let label = Label::new("evacuation-accept").with("people", plan.placed()).with("shelters", shelters);
    (!edits.is_empty()).then_some(Draft { label, area: "evacuation", edits })
}

/// Where each household goes whole. One that the plan had to part between shelters goes to the first that has room for
/// all of it: of its own parts, the larger first, then of those its neighbours go to; else where most of it goes.
fn whole(plan: &Plan) -> Vec<(&Placement, &Member)> {
    let mut parts: BTreeMap<Uid, Vec<(&Placement, &Member)>> = BTreeMap::new();
    for placement in &plan.placements {
        for member in &placement.households {
            parts.entry(member.object.uid).or_default().push((placement, member));
        }
    }
    let mut room: BTreeMap<usize, u32> =
        plan.shelters.iter().enumerate().map(|(at, shelter)| (at, shelter.room)).collect();
    // Rows for people of whom no list says who take their places too.
    for placement in &plan.placements {
        let named: u32 = placement.households.iter().map(|member| member.people).sum();
        take(&mut room, placement.shelter, placement.people.saturating_sub(named));
    }
    let (single, mut parted): (Vec<_>, Vec<_>) = parts.into_values().partition(|parts| parts.len() == 1);
    let mut goes: Vec<(&Placement, &Member)> = single.into_iter().flatten().collect();
    for (placement, member) in &goes {
        take(&mut room, placement.shelter, member.people);
    }
    parted.sort_by_key(|parts| std::cmp::Reverse(parts.iter().map(|(_, member)| member.people).sum::<u32>()));
    for mut parts in parted {
        parts.sort_by_key(|(_, member)| std::cmp::Reverse(member.people));
        let people = parts.iter().map(|(_, member)| member.people).sum();
        let Some((largest, member)) = parts.first().copied() else { continue };
        let neighbours = plan.placements.iter().filter(|other| other.group == largest.group);
        let mut tried = parts.iter().map(|(placement, _)| *placement).chain(neighbours);
        let fits = tried.find(|placement| room.get(&placement.shelter).is_some_and(|room| *room >= people));
        let to = fits.unwrap_or(largest);
        take(&mut room, to.shelter, people);
        goes.push((to, member));
    }
    goes
}

fn take(room: &mut BTreeMap<usize, u32>, shelter: usize, people: u32) {
    if let Some(left) = room.get_mut(&shelter) {
        *left = left.saturating_sub(people);
    }
}

struct Accepting<'a> {
    world: &'a World,
    plan: &'a Plan,
    /// When each village must have left, by township and name.
    leave_by: BTreeMap<(&'a str, &'a str), Timestamp>,
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
        let plan = self.plan;
        for (placement, member) in whole(plan) {
            let ends = plan.shelters.get(placement.shelter).zip(plan.called.groups.get(placement.group));
            if let Some((shelter, group)) = ends {
                self.send(&member.object, Some(shelter), group);
            }
        }
        for group in &plan.called.groups {
            for member in &group.to_relatives {
                self.send(&member.object, None, group);
            }
        }
    }

    fn leave_by(&self, group: &Group) -> Option<Timestamp> {
        self.leave_by.get(&(group.township.as_str(), group.village.as_str())).copied()
    }

    /// Sends a household to a shelter, or to relatives.
    fn send(&mut self, household: &Object, shelter: Option<&Shelter>, group: &Group) {
        let object = ObjectRef { kind: household.kind.clone(), uid: household.uid };
        let Household { state, .. } = self.fields.read(household);
        let to = if shelter.is_some() { "shelter" } else { "with_relatives" };
        self.set(&object, "destination", Value::from(to));
        if let Some(shelter) = shelter {
            self.set(&object, "shelter", Value::from(shelter.object.uid.to_string()));
            self.set(&object, "shelter_name", Value::from(shelter.name.as_str()));
        }
        if let Some(by) = self.leave_by(group) {
            self.set(&object, "leave_by", Value::from(by));
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
            ("leave_by", Value::from(self.leave_by(group))),
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
