//! Two plans side by side: the figures of both, which is better where that can be said, and who goes elsewhere.
//!
//! People are told apart by group, not by name: where two plans send as many people of a group to each place, they are
//! the same, whichever households these are. The people of the differences are the fewest who would have to be told
//! something else.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use jiff::Timestamp;

use crate::domain::{
    model::ObjectRef,
    network::By,
    plan::evacuation::{Deadline, Group, GroupKind, Plan, Timetable},
};

/// One of the plans, with its times.
#[derive(Clone, Copy, Debug)]
pub struct Timed<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Its times.
    pub timing: &'a Timetable,
    /// The deadline they are held against.
    pub deadline: Option<&'a Deadline>,
}

/// The figures of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// People who have a place.
    pub placed: u64,
    /// People who have none.
    pub unplaced: u64,
    /// People expected to go to relatives.
    pub with_relatives: u64,
    /// People times their way; what unit, [`Self::by`] says.
    pub total: u64,
    /// The mean way; `None` with nobody placed.
    pub mean: Option<u64>,
    /// The longest way; `None` with nobody placed.
    pub worst: Option<u64>,
    /// Shelters that are used.
    pub used: usize,
    /// Shelters among them that must be opened.
    pub to_open: usize,
    /// Milliseconds until everybody is at a shelter; `None` where there is no timetable.
    pub cleared_ms: Option<u64>,
    /// The latest start of the village that must start first; `None` without a deadline.
    pub latest_start: Option<Timestamp>,
    /// What ways are judged by.
    pub by: By,
}

/// Where people go.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Whither {
    /// To a shelter, of this name.
    Shelter(ObjectRef, String),
    /// To relatives.
    Relatives,
    /// They have no place.
    Nowhere,
    /// The plan does not move them.
    NotCalled,
}

/// People of a village who go elsewhere by the second plan.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Elsewhere {
    /// Their township.
    pub township: String,
    /// Their village.
    pub village: String,
    /// How many, at least 1.
    pub people: u64,
    /// Where the first plan sends them.
    pub from: Whither,
    /// Where the second does.
    pub to: Whither,
}

/// Two plans side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The figures of the first.
    pub first: Figures,
    /// The figures of the second.
    pub second: Figures,
    /// Whether both seek places for as many people: else neither places more of them.
    pub same_people: bool,
    /// Whether both also place as many: else ways and times are not those of the same task.
    pub same_placed: bool,
    /// Whether both are held against the same moment.
    pub same_deadline: bool,
    /// Who goes elsewhere, the most people first.
    pub elsewhere: Vec<Elsewhere>,
}

impl Comparison {
    /// People who go elsewhere.
    pub fn people_elsewhere(&self) -> u64 {
        self.elsewhere.iter().map(|row| row.people).sum()
    }
}

/// What makes a group the same in another plan.
pub type Who<'a> = (&'a str, &'a str, Option<&'a str>, GroupKind, Option<&'a ObjectRef>);

/// Who a group is, whatever plan it stands in.
pub fn who(group: &Group) -> Who<'_> {
    (&group.township, &group.village, group.zone.as_deref(), group.kind, group.object.as_ref())
}

/// Compares a plan with another.
pub fn compare(first: Timed<'_>, second: Timed<'_>) -> Comparison {
    let (a, b) = (figures(first), figures(second));
    let same_people = a.placed + a.unplaced == b.placed + b.unplaced;
    Comparison {
        same_people,
        same_placed: same_people && a.placed == b.placed && a.by == b.by,
        same_deadline: first.deadline.map(|deadline| deadline.at) == second.deadline.map(|deadline| deadline.at),
        elsewhere: elsewhere(first.plan, second.plan),
        first: a,
        second: b,
    }
}

fn figures(one: Timed<'_>) -> Figures {
    let (plan, timing) = (one.plan, one.timing);
    let placed = plan.placed();
    let some = |value: u64| (placed > 0).then_some(value);
    Figures {
        placed,
        unplaced: plan.unplaced_people(),
        with_relatives: plan.called.with_relatives(),
        total: plan.objective,
        mean: some(plan.objective / placed.max(1)),
        worst: some(plan.worst()),
        used: plan.loads().len(),
        to_open: plan.to_open.len(),
        cleared_ms: (!timing.trips.is_empty()).then_some(timing.cleared_ms),
        latest_start: timing.most_urgent().and_then(|village| village.latest_start),
        by: plan.by,
    }
}

/// Where the people of each group go, and how many.
type Sent<'a> = BTreeMap<Who<'a>, BTreeMap<Whither, u64>>;

fn sent(plan: &Plan) -> Sent<'_> {
    let mut sent: Sent<'_> = BTreeMap::new();
    let mut add = |group: usize, to: Whither, people: u32| {
        if let Some(group) = plan.called.groups.get(group).filter(|_| people > 0) {
            *sent.entry(who(group)).or_default().entry(to).or_default() += u64::from(people);
        }
    };
    for placement in &plan.placements {
        let Some(shelter) = plan.shelters.get(placement.shelter) else { continue };
        add(placement.group, Whither::Shelter(shelter.object.clone(), shelter.name.clone()), placement.people);
    }
    for unplaced in &plan.unplaced {
        add(unplaced.group, Whither::Nowhere, unplaced.people);
    }
    for (at, group) in plan.called.groups.iter().enumerate() {
        add(at, Whither::Relatives, group.with_relatives);
    }
    sent
}

fn elsewhere(first: &Plan, second: &Plan) -> Vec<Elsewhere> {
    let (mut a, mut b) = (sent(first), sent(second));
    let everybody: BTreeSet<Who<'_>> = a.keys().chain(b.keys()).copied().collect();
    let mut rows: BTreeMap<(&str, &str, Whither, Whither), u64> = BTreeMap::new();
    for one in everybody {
        let (from, to) = (a.remove(&one).unwrap_or_default(), b.remove(&one).unwrap_or_default());
        for (from, to, people) in moved(from, to) {
            *rows.entry((one.0, one.1, from, to)).or_default() += people;
        }
    }
    let mut rows: Vec<Elsewhere> = rows
        .into_iter()
        .map(|((township, village, from, to), people)| Elsewhere {
            township: township.to_owned(),
            village: village.to_owned(),
            people,
            from,
            to,
        })
        .collect();
    // Stable: those of as many people stay in the order of townships and villages.
    rows.sort_by_key(|row| Reverse(row.people));
    rows
}

/// From where to where people of a group must go for the second plan, as few as can be: what the first has too many
/// of at a place goes where the second has more.
fn moved(mut from: BTreeMap<Whither, u64>, mut to: BTreeMap<Whither, u64>) -> Vec<(Whither, Whither, u64)> {
    let (before, after): (u64, u64) = (from.values().sum(), to.values().sum());
    // Whom only one of the plans moves.
    *from.entry(Whither::NotCalled).or_default() += after.saturating_sub(before);
    *to.entry(Whither::NotCalled).or_default() += before.saturating_sub(after);
    let beyond = |these: &BTreeMap<Whither, u64>, those: &BTreeMap<Whither, u64>| -> Vec<(Whither, u64)> {
        let more = these
            .iter()
            .map(|(place, people)| (place.clone(), people.saturating_sub(those.get(place).copied().unwrap_or(0))));
        let mut more: Vec<(Whither, u64)> = more.filter(|(_, people)| *people > 0).collect();
        more.sort_by_key(|(_, people)| Reverse(*people));
        more
    };
    let (mut leaving, mut coming) = (beyond(&from, &to), beyond(&to, &from));
    let mut moved = Vec::new();
    for (from, left) in &mut leaving {
        for (to, wanted) in &mut coming {
            let people = (*left).min(*wanted);
            if people > 0 {
                *left -= people;
                *wanted -= people;
                moved.push((from.clone(), to.clone(), people));
            }
        }
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        place::Position,
        plan::evacuation::{Called, Choices, Danger, Placement, Shelter, Unplaced, WhyUnplaced},
    };

    fn shelter(number: u128) -> Shelter {
        Shelter {
            object: ObjectRef { kind: "shelter".into(), uid: crate::domain::model::Uid::from_bits(number) },
            name: format!("场所{number}"),
            township: String::new(),
            at: Position::new(119.5, 29.0).unwrap(),
            level: None,
            room: 1_000,
            capacity: 1_000,
            occupancy: 0,
            is_open: number != 3,
            suits_frail: None,
        }
    }

    fn group(village: &str, kind: GroupKind, people: u32, with_relatives: u32) -> Group {
        Group {
            kind,
            village: village.to_owned(),
            township: "东乡".to_owned(),
            zone: None,
            at: Position::new(119.5, 29.0).unwrap(),
            people,
            with_relatives,
            households: Vec::new(),
            to_relatives: Vec::new(),
            object: None,
        }
    }

    /// A plan of groups: where the people of each go, by number of shelter; the rest has no place.
    fn plan(groups: Vec<(Group, &[(usize, u32)])>) -> Plan {
        let (mut placements, mut unplaced) = (Vec::new(), Vec::new());
        for (at, (group, to)) in groups.iter().enumerate() {
            for (shelter, people) in *to {
                let cost = 60_000 * (*shelter as u64 + 1);
                placements.push(Placement {
                    group: at,
                    shelter: *shelter,
                    people: *people,
                    households: Vec::new(),
                    cost,
                });
            }
            let left = group.people - to.iter().map(|(_, people)| people).sum::<u32>();
            if left > 0 {
                unplaced.push(Unplaced { group: at, people: left, households: Vec::new(), why: WhyUnplaced::NoRoom });
            }
        }
        let objective = placements.iter().map(|one| u64::from(one.people) * one.cost).sum();
        Plan {
            kept: 0,
            danger: Danger::default(),
            choices: Choices::default(),
            called: Called { groups: groups.into_iter().map(|(group, _)| group).collect(), ..Called::default() },
            shelters: (1..=3).map(shelter).collect(),
            barred: Vec::new(),
            to_open: if placements.iter().any(|one| one.shelter == 2) { vec![2] } else { Vec::new() },
            placements,
            unplaced,
            by: By::Time,
            guessed: false,
            objective,
            bound: None,
            optimal: true,
            gap: 0.0,
            parted: Vec::new(),
            remedies: Vec::new(),
        }
    }

    fn compared(first: &Plan, second: &Plan) -> Comparison {
        let timing = Timetable::default();
        let timed = |plan| Timed { plan, timing: &timing, deadline: None };
        compare(timed(first), timed(second))
    }

    fn told(comparison: &Comparison) -> Vec<String> {
        let place = |place: &Whither| match place {
            Whither::Shelter(_, name) => name.clone(),
            other => format!("{other:?}"),
        };
        let row = |row: &Elsewhere| format!("{} {} {}>{}", row.village, row.people, place(&row.from), place(&row.to));
        comparison.elsewhere.iter().map(row).collect()
    }

    #[test]
    fn a_plan_beside_itself_sends_nobody_elsewhere() {
        let one = plan(vec![(group("上街村", GroupKind::Households, 120, 5), &[(0, 70), (1, 40)])]);
        let same = compared(&one, &one);
        assert_eq!(same.elsewhere, []);
        assert_eq!(same.first, same.second);
        assert!(same.same_people && same.same_placed && same.same_deadline);
        assert_eq!((same.first.placed, same.first.unplaced, same.first.with_relatives), (110, 10, 5));
        assert_eq!((same.first.used, same.first.to_open, same.first.worst), (2, 0, Some(120_000)));
    }

    #[test]
    fn the_people_who_go_elsewhere_are_the_fewest_and_named_by_village() {
        let village = |to: &'static [(usize, u32)]| (group("上街村", GroupKind::Households, 120, 0), to);
        let first = plan(vec![village(&[(0, 120)]), (group("下街村", GroupKind::Households, 30, 0), &[(1, 30)])]);
        let second =
            plan(vec![village(&[(0, 50), (2, 70)]), (group("下街村", GroupKind::Households, 30, 0), &[(1, 30)])]);
        let comparison = compared(&first, &second);
        assert_eq!(told(&comparison), ["上街村 70 场所1>场所3"]);
        assert_eq!(comparison.people_elsewhere(), 70);
        assert_eq!((comparison.first.to_open, comparison.second.to_open), (0, 1));
    }

    #[test]
    fn who_is_not_moved_or_goes_to_relatives_or_finds_no_place_is_told_apart() {
        let first = plan(vec![
            (group("上街村", GroupKind::Residents, 100, 0), &[(0, 90)]),
            (group("下街村", GroupKind::Frail, 8, 0), &[(1, 8)]),
        ]);
        let second = plan(vec![(group("上街村", GroupKind::Residents, 40, 20), &[(0, 40)])]);
        let comparison = compared(&first, &second);
        let expected = [
            "上街村 40 场所1>NotCalled",
            "上街村 10 场所1>Relatives",
            "上街村 10 Nowhere>Relatives",
            "下街村 8 场所2>NotCalled",
        ];
        assert_eq!(told(&comparison), expected);
        assert!(!comparison.same_people && !comparison.same_placed);
    }

    #[test]
    fn the_same_people_of_two_groups_who_change_places_are_told_both_ways() {
        let first = plan(vec![
            (group("上街村", GroupKind::Frail, 5, 0), &[(0, 5)]),
            (group("上街村", GroupKind::Households, 9, 0), &[(1, 9)]),
        ]);
        let second = plan(vec![
            (group("上街村", GroupKind::Frail, 5, 0), &[(1, 5)]),
            (group("上街村", GroupKind::Households, 9, 0), &[(0, 9)]),
        ]);
        assert_eq!(told(&compared(&first, &second)), ["上街村 9 场所2>场所1", "上街村 5 场所1>场所2"]);
    }
}
