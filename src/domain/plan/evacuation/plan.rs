//! The plan: who goes to which shelter, what it optimised, whom it could not place and what would help.

use std::collections::BTreeMap;

use crate::domain::{
    network::By,
    place::Position,
    plan::evacuation::{Barred, Called, Choices, Danger, Member, Shelter},
};

/// People of a group who go to a shelter.
#[derive(Clone, Debug, PartialEq)]
pub struct Placement {
    /// Which group, by number in [`Called::groups`].
    pub group: usize,
    /// Which shelter, by number in [`Plan::shelters`].
    pub shelter: usize,
    /// How many people, at least 1.
    pub people: u32,
    /// Which households, where a list names them. A household that had to be parted is in two placements, with the
    /// people of each.
    pub households: Vec<Member>,
    /// The way of each: milliseconds, or millimetres by distance.
    pub cost: u64,
}

/// Why people have no place.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum WhyUnplaced {
    /// No way leads to any shelter that may be used.
    NoWay,
    /// Every way takes too long.
    TooFar,
    /// No shelter with a way suits them.
    NoneSuits,
    /// The shelters that they can reach are full.
    NoRoom,
}

impl WhyUnplaced {
    /// Its name in the JSON; `unplaced-<name>` with dashes in the locale files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoWay => "no_way",
            Self::TooFar => "too_far",
            Self::NoneSuits => "none_suits",
            Self::NoRoom => "no_room",
        }
    }
}

/// People of a group without a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Unplaced {
    /// Which group, by number in [`Called::groups`].
    pub group: usize,
    /// How many people, at least 1.
    pub people: u32,
    /// Which households, where a list names them.
    pub households: Vec<Member>,
    /// Why.
    pub why: WhyUnplaced,
}

/// Something that would give more people a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Remedy {
    /// What.
    pub what: Relax,
    /// How many more people would have a place.
    pub people: u64,
}

/// What may be asked for less strictly.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Relax {
    /// Open shelters that are not open yet.
    OpenMore,
    /// Use the places held in reserve.
    UseReserve,
    /// Let ways take longer.
    GoFarther,
    /// Let people in need of help go to any shelter.
    AnyForFrail,
    /// Let households or villages be parted.
    Part,
}

impl Relax {
    /// Its name in the JSON; `remedy-<name>` with dashes in the locale files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OpenMore => "open_more",
            Self::UseReserve => "use_reserve",
            Self::GoFarther => "go_farther",
            Self::AnyForFrail => "any_for_frail",
            Self::Part => "part",
        }
    }
}

/// The plan of an evacuation.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The danger.
    pub danger: Danger,
    /// What was asked.
    pub choices: Choices,
    /// Who must leave.
    pub called: Called,
    /// The shelters that may take people, by register.
    pub shelters: Vec<Shelter>,
    /// Those that may not, and why.
    pub barred: Vec<Barred>,
    /// Who goes where, by group and shelter.
    pub placements: Vec<Placement>,
    /// Who has no place.
    pub unplaced: Vec<Unplaced>,
    /// People who keep the shelter they were told; they are among the placements.
    pub kept: u64,
    /// The shelters that must be opened, by number in [`Self::shelters`], those that more people need first.
    pub to_open: Vec<usize>,
    /// What ways are judged by.
    pub by: By,
    /// Whether there is no road for the vehicle, and ways are guessed.
    pub guessed: bool,
    /// People times their way, of those placed: person-milliseconds, or person-millimetres.
    pub objective: u64,
    /// No plan as asked, and that places as many, has a lower objective; `None` where priorities count first and
    /// the plan is not proved to be the best.
    pub bound: Option<u64>,
    /// Whether no plan as asked is better.
    pub optimal: bool,
    /// What a better plan could save at most, as a share of the cost with priorities, 0 to 1.
    pub gap: f64,
    /// Villages that no shelter could take whole and that were parted.
    pub parted: Vec<String>,
    /// What would give more people a place; the best first.
    pub remedies: Vec<Remedy>,
}

impl Plan {
    /// People who have a place.
    pub fn placed(&self) -> u64 {
        self.placements.iter().map(|placement| u64::from(placement.people)).sum()
    }

    /// People who have none.
    pub fn unplaced_people(&self) -> u64 {
        self.unplaced.iter().map(|unplaced| u64::from(unplaced.people)).sum()
    }

    /// The middle of the danger, where night falls; where the danger has no shape, that of the first who must leave.
    pub fn middle(&self) -> Option<Position> {
        let rect = self.danger.bounds();
        let middle = rect.and_then(|rect| Position::new(rect.center().x, rect.center().y).ok());
        middle.or_else(|| self.called.groups.first().map(|group| group.at))
    }

    /// The longest way of anybody placed, in the unit of [`Self::objective`] for one person.
    pub fn worst(&self) -> u64 {
        self.placements.iter().map(|placement| placement.cost).max().unwrap_or(0)
    }

    /// How many people come to each shelter that is used, by number.
    pub fn loads(&self) -> BTreeMap<usize, u64> {
        let mut loads = BTreeMap::new();
        for placement in &self.placements {
            *loads.entry(placement.shelter).or_insert(0) += u64::from(placement.people);
        }
        loads
    }

    /// Places short by township, the most first: where those without a place live.
    pub fn short(&self) -> Vec<(String, u64)> {
        let mut short: BTreeMap<&str, u64> = BTreeMap::new();
        for unplaced in &self.unplaced {
            let township = self.called.groups.get(unplaced.group).map_or("", |group| group.township.as_str());
            *short.entry(township).or_insert(0) += u64::from(unplaced.people);
        }
        let mut short: Vec<(String, u64)> =
            short.into_iter().map(|(township, people)| (township.to_owned(), people)).collect();
        short.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        short
    }
}
