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

/// Where each household goes whole. One that the plan had to part goes to the first shelter that has room for all of it:
/// of its own parts, the larger first, then of those its neighbours go to; else where most of it goes. One of which the
/// plan places only a part stays where it is unless it fits whole.
fn whole<'a>(plan: &'a Plan, fields: &HouseholdFields) -> Vec<(&'a Placement, &'a Member)> {
    let mut parts: BTreeMap<Uid, Parts<'_>> = BTreeMap::new();
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
    let mut goes: Vec<(&Placement, &Member)> = Vec::new();
    let mut parted: Vec<(u32, u32, Parts<'_>)> = Vec::new();
    for mut parts in parts.into_values() {
        parts.sort_by_key(|(_, member)| std::cmp::Reverse(member.people));
        let placed = parts.iter().map(|(_, member)| member.people).sum();
        let Some((largest, member)) = parts.first().copied() else { continue };
        let all = fields.read(&member.object).people.and_then(|people| u32::try_from(people).ok()).unwrap_or(placed);
        if parts.len() == 1 && placed >= all {
            take(&mut room, largest.shelter, placed);
            goes.push((largest, member));
        } else {
            parted.push((all.max(placed), placed, parts));
        }
    }
    parted.sort_by_key(|(all, ..)| std::cmp::Reverse(*all));
    for (all, placed, parts) in parted {
        let Some((largest, member)) = parts.first().copied() else { continue };
        let neighbours = plan.placements.iter().filter(|other| other.group == largest.group);
        let mut tried = parts.iter().map(|(placement, _)| *placement).chain(neighbours);
        let fits = tried.find(|placement| room.get(&placement.shelter).is_some_and(|room| *room >= all));
        let Some(to) = fits.or_else(|| (placed >= all).then_some(largest)) else { continue };
        take(&mut room, to.shelter, all);
        goes.push((to, member));
    }
    goes
}

/// Where a household goes, in as many parts as it is parted.
type Parts<'a> = Vec<(&'a Placement, &'a Member)>;

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
        for (placement, member) in whole(plan, &self.fields) {
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

    /// Sends a household to a shelter, or to relatives. One that has moved meanwhile, or is gone, is left alone.
    fn send(&mut self, household: &Object, shelter: Option<&Shelter>, group: &Group) {
        let object = ObjectRef { kind: household.kind.clone(), uid: household.uid };
        let Some(now) = self.world.object(&object) else { return };
        let Household { state, .. } = self.fields.read(now);
        if state == MoveState::Moved {
            return;
        }
        let is_new = matches!(state, MoveState::Listed | MoveState::Returned);
        let to = if shelter.is_some() { "shelter" } else { "with_relatives" };
        self.set(&object, "destination", Value::from(to));
        if let Some(shelter) = shelter {
            self.set(&object, "shelter", Value::from(shelter.object.uid.to_string()));
            self.set(&object, "shelter_name", Value::from(shelter.name.as_str()));
        }
        // What an earlier order set is over with it.
        let by = self.leave_by(group);
        if by.is_some() || is_new {
            self.set(&object, "leave_by", Value::from(by));
        }
        // Who has refused has been told; who returned must be told again.
        if is_new {
            self.set(&object, "state", Value::from("notified"));
            self.set(&object, "state_time", Value::from(self.now));
        }
    }

    /// Rows for people of whom no list says who: with a place, without one, expected with relatives. So nobody is lost
    /// to the next plan, which goes by the list where there is one.
    fn unlisted(&mut self, fresh: &mut dyn FnMut() -> Uid) {
        let plan = self.plan;
        let unlisted = |at: usize| {
            let group = plan.called.groups.get(at)?;
            (group.households.is_empty() && group.to_relatives.is_empty()).then_some(group)
        };
        for placement in &plan.placements {
            if let Some(group) = unlisted(placement.group) {
                self.add(group, placement.people, Some(placement.shelter), fresh());
            }
        }
        for one in &plan.unplaced {
            if let Some(group) = unlisted(one.group) {
                self.add(group, one.people, None, fresh());
            }
        }
        for at in 0..plan.called.groups.len() {
            if let Some(group) = unlisted(at).filter(|group| group.with_relatives > 0) {
                self.add_relatives(group, fresh());
            }
        }
    }

    /// A row for so many people of a group; without a shelter they are listed, and wait for one.
    fn add(&mut self, group: &Group, people: u32, shelter: Option<usize>, uid: Uid) {
        let named = shelter.and_then(|at| Some((at + 1, self.plan.shelters.get(at)?)));
        let mut given = self.given(group, people, named.map_or(0, |(number, _)| number));
        if let Some((_, shelter)) = named {
            given.extend([
                ("destination", Value::from("shelter")),
                ("shelter", Value::from(shelter.object.uid.to_string())),
                ("shelter_name", Value::from(shelter.name.as_str())),
                ("state", Value::from("notified")),
                ("leave_by", Value::from(self.leave_by(group))),
            ]);
        } else {
            given.push(("state", Value::from("listed")));
        }
        self.put(group, &given, uid);
    }

    fn add_relatives(&mut self, group: &Group, uid: Uid) {
        let mut given = self.given(group, group.with_relatives, self.plan.shelters.len() + 1);
        given.extend([("destination", Value::from("with_relatives")), ("state", Value::from("notified"))]);
        self.put(group, &given, uid);
    }

    fn given(&self, group: &Group, people: u32, number: usize) -> Vec<(&'static str, Value)> {
        vec![
            ("name", Value::from(format!("{}{}-{number}", group.township, group.village))),
            ("township", Value::from(group.township.as_str())),
            ("village", Value::from(group.village.as_str())),
            ("place", Value::from(group.village.as_str())),
            ("household_size", Value::from(i64::from(people))),
            ("needs_help", Value::from(group.kind.is_frail())),
            ("state_time", Value::from(self.now)),
        ]
    }

    fn put(&mut self, group: &Group, given: &[(&'static str, Value)], uid: Uid) {
        let mut values = vec![Value::Null; self.kind.fields.len()];
        for (field, value) in given {
            if let Some(slot) = self.kind.index(field).and_then(|index| values.get_mut(index)) {
                *slot = value.clone();
            }
        }
        let row = Object { uid, kind: TRANSFER.into(), geometry: Some(group.at.point().into()), values };
        self.edits.push(Edit::Add(Arc::new(row)));
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
