//! Finding who must leave a danger: on the transfer list, in villages, in care homes and venues.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use geo_types::Point;

use crate::domain::{
    model::{Household, HouseholdFields, MoveState, Object, ObjectRef, TRANSFER, Uid, Value},
    place::{Position, middle_of},
    plan::{
        assign::NoPlan,
        evacuation::{
            Basis, Called, Counting, Danger, Group, GroupKind, Member,
            step::{Stage, Teller},
        },
    },
    query::{Homes, Named, lives_in, name_of, place, possible},
    world::{Layer, World},
};

/// A group in the making is known by: township, village, zone, who.
type Key = (String, String, Option<String>, GroupKind);

/// Homes and households of a group in the making.
#[derive(Default)]
struct Making {
    people: u64,
    unsaid: u64,
    households: Vec<Member>,
    to_relatives: Vec<Member>,
    homes: Vec<Point>,
}

/// So many households are counted between two looks whether to go on.
const LOOK_EVERY: usize = 2_000;

/// Finds who must leave a danger.
///
/// # Errors
/// [`NoPlan::Stopped`] when it is not wanted any more.
pub fn called(world: &World, danger: &Danger, counting: &Counting, teller: &mut Teller<'_>) -> Result<Called, NoPlan> {
    teller.tell(Stage::Counting, 0, 1)?;
    let mut finding = Finding {
        world,
        danger,
        counting,
        villages: Villages::of(world),
        called: Called::default(),
        listed: BTreeMap::new(),
    };
    finding.list(teller)?;
    finding.villages();
    finding.places();
    let mut called = finding.called;
    called.groups.retain(|group| group.people > 0 || group.with_relatives > 0);
    called.groups.sort_by(|a, b| {
        (&a.township, &a.village, &a.zone, a.kind, a.object.as_ref()).cmp(&(
            &b.township,
            &b.village,
            &b.zone,
            b.kind,
            b.object.as_ref(),
        ))
    });
    teller.tell(Stage::Counting, 1, 1)?;
    Ok(called)
}

/// The same by the list, with nobody who waits.
#[cfg(test)]
pub fn called_by_list(world: &World, danger: &Danger) -> Called {
    let mut go_on = |_: &crate::domain::plan::evacuation::Step| std::ops::ControlFlow::Continue(());
    called(world, danger, &Counting::default(), &mut Teller::new(&mut go_on)).unwrap()
}

struct Finding<'a> {
    world: &'a World,
    danger: &'a Danger,
    counting: &'a Counting,
    villages: Villages<'a>,
    called: Called,
    /// People of each village that the list has in the danger, moved or not.
    listed: BTreeMap<(String, String), u64>,
}

impl Finding<'_> {
    /// The households of the transfer list.
    fn list(&mut self, teller: &mut Teller<'_>) -> Result<(), NoPlan> {
        let Some(layer) = self.world.layer(TRANSFER) else { return Ok(()) };
        let fields = HouseholdFields::of(layer.kind());
        let homes = Homes::of(self.world, layer.kind());
        let zones = self.danger.all_zones(self.world);
        let texts = ["township", "village", "danger_zone_name", "zone_kind"].map(|field| layer.kind().index(field));
        let mut making: BTreeMap<Key, Making> = BTreeMap::new();
        let all = layer.len();
        for (at, object) in layer.objects().enumerate() {
            if at.is_multiple_of(LOOK_EVERY) {
                teller.tell(Stage::Counting, at, all)?;
            }
            let household = fields.read(object);
            let [township, village, zone, zone_kind] = texts.map(|index| text(object, index));
            let home = homes.home(object);
            if !self.is_in(&household, home, &zones) {
                continue;
            }
            let Some(people) = household.people.and_then(possible) else {
                self.called.unknown.push(ObjectRef { kind: object.kind.clone(), uid: object.uid });
                continue;
            };
            *self.listed.entry((township.clone(), village.clone())).or_default() += u64::from(people);
            if household.state == MoveState::Moved {
                self.called.moved += i64::from(people);
                continue;
            }
            let kind = if household.needs_help {
                GroupKind::Frail
            } else if zone_kind == "work_shed" {
                GroupKind::WorkShed
            } else {
                GroupKind::Households
            };
            let group =
                making.entry((township, village, Some(zone).filter(|zone| !zone.is_empty()), kind)).or_default();
            group.take(Member { object: object.clone(), people }, &household, home);
        }
        for (key, group) in making {
            self.group(key, group);
        }
        Ok(())
    }

    fn is_in(&self, household: &Household, home: Option<Point>, zones: &BTreeSet<Uid>) -> bool {
        let told = matches!(household.state, MoveState::Notified | MoveState::Refused | MoveState::Moved);
        (told && self.danger.counts_told()) || lives_in(household, home, zones, |home| self.danger.holds(home))
    }

    fn group(&mut self, key: Key, making: Making) {
        let (township, village, zone, kind) = key;
        let Some(at) = middle(&making.homes) else {
            let lost = making.households.iter().chain(&making.to_relatives);
            let lost = lost.map(|member| ObjectRef { kind: member.object.kind.clone(), uid: member.object.uid });
            self.called.unknown.extend(lost);
            return;
        };
        let expected = self.expected(making.unsaid, &township);
        let to_relatives: u64 = making.to_relatives.iter().map(|member| u64::from(member.people)).sum();
        self.called.groups.push(Group {
            kind,
            village,
            township,
            zone,
            at,
            people: small(making.people - expected),
            with_relatives: small(to_relatives + expected),
            households: making.households,
            to_relatives: making.to_relatives,
            object: None,
        });
    }

    /// How many of people who say nothing are expected to go to relatives.
    fn expected(&self, people: u64, township: &str) -> u64 {
        let share = self.counting.relatives_by_township.get(township).copied().unwrap_or(self.counting.relatives);
        (people as f64 * share.clamp(0.0, 1.0)).round() as u64
    }

    /// Villages that lie in the danger.
    fn villages(&mut self) {
        for place in self.villages.inside(self.danger) {
            let listed = self.listed.get(&(place.township.clone(), place.name.clone())).copied().unwrap_or(0);
            let named = Named { object: place.object.clone(), name: place.name.clone() };
            let Some(population) = place.population.and_then(possible) else {
                if listed == 0 {
                    self.called.blank.push(named);
                }
                continue;
            };
            let all = (f64::from(population) * self.counting.share.clamp(0.0, 1.0)).ceil() as u64;
            let beyond = all.saturating_sub(listed);
            if self.counting.basis == Basis::List && listed > 0 {
                if beyond > 0 {
                    self.called.beyond_list.push((named, i64::try_from(beyond).unwrap_or(i64::MAX)));
                }
                continue;
            }
            if beyond == 0 {
                continue;
            }
            let relatives = self.expected(beyond, &place.township);
            self.called.groups.push(Group {
                kind: GroupKind::Residents,
                village: place.name,
                township: place.township,
                zone: None,
                at: place.at,
                people: small(beyond - relatives),
                with_relatives: small(relatives),
                households: Vec::new(),
                to_relatives: Vec::new(),
                object: Some(place.object),
            });
        }
    }

    /// Care homes and public venues.
    fn places(&mut self) {
        let Some(layer) = self.world.layer("guarded_place") else { return };
        let [kind, people, township] = ["place_kind", "people", "township"].map(|field| layer.kind().index(field));
        for object in inside(layer, self.danger) {
            let group = match text(object, kind).as_str() {
                "care_home" => GroupKind::CareHome,
                "crowd" | "heritage" => GroupKind::Venue,
                _ => continue,
            };
            let object_ref = ObjectRef { kind: object.kind.clone(), uid: object.uid };
            let at = object.geometry.as_ref().and_then(middle_of);
            let people = people.and_then(|index| object.value(index).as_integer()).and_then(possible);
            let Some((at, people)) = at.zip(people) else {
                self.called.unknown.push(object_ref);
                continue;
            };
            let (village, township) = (name_of(layer.kind(), object), text(object, township));
            // A plan that was carried out has put them on the list.
            let listed = self.listed.get(&(township.clone(), village.clone())).copied().unwrap_or(0);
            self.called.groups.push(Group {
                kind: group,
                village,
                township,
                zone: None,
                at,
                people: people.saturating_sub(small(listed)),
                with_relatives: 0,
                households: Vec::new(),
                to_relatives: Vec::new(),
                object: Some(object_ref),
            });
        }
    }
}

impl Making {
    fn take(&mut self, member: Member, household: &Household, home: Option<Point>) {
        let people = u64::from(member.people);
        self.homes.extend(home);
        if household.with_relatives == Some(true) {
            self.to_relatives.push(member);
            return;
        }
        self.people += people;
        // Who was told where to go is no longer expected to go elsewhere.
        let told = matches!(household.state, MoveState::Notified | MoveState::Refused);
        if household.with_relatives.is_none() && !told {
            self.unsaid += people;
        }
        self.households.push(member);
    }
}

/// A village of the register.
struct VillagePlace {
    object: ObjectRef,
    name: String,
    township: String,
    at: Position,
    population: Option<i64>,
}

/// The villages of a world.
struct Villages<'a> {
    layer: Option<&'a Layer>,
}

impl<'a> Villages<'a> {
    fn of(world: &'a World) -> Self {
        Self { layer: world.layer("village") }
    }

    fn inside(&self, danger: &Danger) -> Vec<VillagePlace> {
        let Some(layer) = self.layer else { return Vec::new() };
        let [township, population] = ["township", "population"].map(|field| layer.kind().index(field));
        let place = |object: &Arc<Object>| {
            Some(VillagePlace {
                object: ObjectRef { kind: object.kind.clone(), uid: object.uid },
                name: name_of(layer.kind(), object),
                township: text(object, township),
                at: object.geometry.as_ref().and_then(middle_of)?,
                population: population.and_then(|index| object.value(index).as_integer()),
            })
        };
        inside(layer, danger).into_iter().filter_map(place).collect()
    }
}

/// The things of a layer whose place lies in a danger, each once.
fn inside<'a>(layer: &'a Layer, danger: &Danger) -> Vec<&'a Arc<Object>> {
    let Some(rect) = danger.bounds() else { return Vec::new() };
    let mut seen: BTreeSet<Uid> = BTreeSet::new();
    let near = layer.in_bounds(rect).into_iter();
    near.filter(|object| place(object).is_some_and(|point| danger.holds(point)) && seen.insert(object.uid)).collect()
}

fn text(object: &Object, index: Option<usize>) -> String {
    let value = index.map_or(&Value::Null, |index| object.value(index));
    value.as_text().map(str::trim).unwrap_or_default().to_owned()
}

fn middle(homes: &[Point]) -> Option<Position> {
    let count = homes.len() as f64;
    let (x, y) = homes.iter().fold((0.0, 0.0), |(x, y), home| (x + home.x(), y + home.y()));
    Position::new(x / count, y / count).ok()
}

/// People of a group: what the parts allow fits, with room to spare.
fn small(people: u64) -> u32 {
    u32::try_from(people).unwrap_or(u32::MAX)
}
