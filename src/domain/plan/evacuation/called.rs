//! Who must leave a danger, in groups that travel together, each person counted once.
//!
//! *To move* (待转移) here are the people who are at home in the danger: households on the transfer list whose home
//! lies in it or whose danger zone is part of it, and who have not moved; where the list has nobody of a village that
//! lies in it, a stated share of the village's population. Care homes and public venues in it are groups of their
//! own, with rules of their own. Who has moved already is counted apart and is in no group; who returned by order is
//! at home, and must go again.

use std::{collections::BTreeMap, sync::Arc};

use crate::domain::{
    model::{Object, ObjectRef},
    place::Position,
    query::Named,
};

/// How people are counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Counting {
    /// What is counted.
    pub basis: Basis,
    /// The share of a village's population that must leave, 0 to 1, where population counts.
    pub share: f64,
    /// The share expected to go to relatives (投亲靠友), 0 to 1, of people of whom the list says nothing.
    pub relatives: f64,
    /// The same for single townships, by name.
    pub relatives_by_township: BTreeMap<String, f64>,
}

/// What people are counted by.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Basis {
    /// The transfer list where it has people of the village in the danger, else population times the share.
    #[default]
    List,
    /// Population times the share for every village in the danger, and never fewer than the list has there.
    Population,
}

impl Default for Counting {
    fn default() -> Self {
        Self { basis: Basis::List, share: 1.0, relatives: 0.0, relatives_by_township: BTreeMap::new() }
    }
}

/// Who a group is.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum GroupKind {
    /// People in need of help on the transfer list: they go first, with someone, to places that suit the frail.
    Frail,
    /// The people of a care home.
    CareHome,
    /// Households of the transfer list.
    Households,
    /// People in the sheds of a building site.
    WorkShed,
    /// Guests of a public venue, a hotel, a scenic site.
    Venue,
    /// A share of a village's population, of whom no list says who.
    Residents,
}

impl GroupKind {
    /// Its name in the JSON; `group-<name>` with dashes in the locale files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Frail => "frail",
            Self::CareHome => "care_home",
            Self::Households => "households",
            Self::WorkShed => "work_shed",
            Self::Venue => "venue",
            Self::Residents => "residents",
        }
    }

    /// Whether its people need a shelter that suits the frail.
    pub const fn is_frail(self) -> bool {
        matches!(self, Self::Frail | Self::CareHome)
    }
}

/// A household that goes to a shelter or to relatives.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Its row on the transfer list.
    pub object: Arc<Object>,
    /// How many people.
    pub people: u32,
}

/// People who are in the danger together and leave together.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Who.
    pub kind: GroupKind,
    /// Their village, or the place they are at.
    pub village: String,
    /// Their township; empty when it is not known.
    pub township: String,
    /// The danger zone of the list they live in, by name; `None`: another part of the danger.
    pub zone: Option<String>,
    /// Where they set out: the middle of their homes.
    pub at: Position,
    /// How many need a place at a shelter.
    pub people: u32,
    /// How many are expected to go to relatives.
    pub with_relatives: u32,
    /// The households that need a place, where a list names them.
    pub households: Vec<Member>,
    /// The households that go to relatives.
    pub to_relatives: Vec<Member>,
    /// What on the map the group is, where it is one thing: a care home, a village.
    pub object: Option<ObjectRef>,
}

/// Who must leave.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Called {
    /// In groups: by township, village, zone and who they are.
    pub groups: Vec<Group>,
    /// People in the danger who have moved already.
    pub moved: i64,
    /// Households in the danger whose number of people is not known or not possible: they are in no group.
    pub unknown: Vec<ObjectRef>,
    /// Villages in the danger of which the list names some: their population beyond those named.
    pub beyond_list: Vec<(Named, i64)>,
    /// Villages in the danger that nothing is known of: no list, no population.
    pub blank: Vec<Named>,
}

impl Called {
    /// People who need a place at a shelter.
    pub fn people(&self) -> u64 {
        self.groups.iter().map(|group| u64::from(group.people)).sum()
    }

    /// How many households of the list are among them.
    pub fn households(&self) -> usize {
        self.groups.iter().map(|group| group.households.len() + group.to_relatives.len()).sum()
    }

    /// People expected to go to relatives.
    pub fn with_relatives(&self) -> u64 {
        self.groups.iter().map(|group| u64::from(group.with_relatives)).sum()
    }
}
