//! The townships and villages that a message may name.

use std::collections::BTreeMap;

use super::line::{Line, narrowed};
use crate::domain::{problem::Problem, query::name_of, world::World};

/// A place of the district.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Named {
    /// A township.
    Township(String),
    /// A village.
    Village {
        /// Its township.
        township: String,
        /// Its name.
        village: String,
    },
}

impl Named {
    /// Its township.
    pub fn township(&self) -> &str {
        match self {
            Self::Township(township) | Self::Village { township, .. } => township,
        }
    }

    /// Its own name.
    pub fn name(&self) -> &str {
        match self {
            Self::Township(name) | Self::Village { village: name, .. } => name,
        }
    }

    /// The village, where it is one.
    pub fn village(&self) -> Option<&str> {
        match self {
            Self::Township(_) => None,
            Self::Village { village, .. } => Some(village),
        }
    }
}

/// Why a name means no one place.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Unclear {
    /// Several places are called so.
    Several(Vec<String>),
    /// It lies in another township than the one it stands under.
    Elsewhere(String),
}

/// The names of a district.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// By the first sign: spellings, whether they are whole names, and what they mean; the longest first.
    spelled: BTreeMap<char, Vec<Spelling>>,
}

#[derive(Clone, Debug)]
struct Spelling {
    signs: Vec<char>,
    whole: bool,
    means: Vec<Named>,
}

/// A name that stands in a line.
pub(super) struct Found<'a> {
    pub(super) length: usize,
    pub(super) whole: bool,
    pub(super) means: &'a [Named],
}

impl Places {
    /// Of these townships, and villages with their townships. A township is also known without its 镇, 乡 or 街道.
    pub fn new<'a>(
        townships: impl IntoIterator<Item = &'a str>,
        villages: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Self {
        let mut all: BTreeMap<Vec<char>, (bool, Vec<Named>)> = BTreeMap::new();
        let mut put = |spelling: &str, whole: bool, named: Named| {
            let signs = narrowed(spelling);
            if signs.len() >= 2 {
                let (is_whole, means) = all.entry(signs).or_default();
                *is_whole |= whole;
                means.push(named);
            }
        };
        for township in townships {
            let named = Named::Township(township.trim().to_owned());
            put(township, true, named.clone());
            let short = ["街道", "镇", "乡"].iter().find_map(|end| township.trim().strip_suffix(end));
            if let Some(short) = short.filter(|short| short.chars().count() >= 2) {
                put(short, false, named);
            }
        }
        for (township, village) in villages {
            let (township, name) = (township.trim().to_owned(), village.trim().to_owned());
            put(village, true, Named::Village { township, village: name });
        }
        let mut spelled: BTreeMap<char, Vec<Spelling>> = BTreeMap::new();
        for (signs, (whole, mut means)) in all {
            means.sort();
            means.dedup();
            if let Some(first) = signs.first() {
                spelled.entry(*first).or_default().push(Spelling { signs, whole, means });
            }
        }
        for spellings in spelled.values_mut() {
            spellings.sort_by_key(|spelling| std::cmp::Reverse(spelling.signs.len()));
        }
        Self { spelled }
    }

    /// Of a world.
    pub fn of(world: &World) -> Self {
        let names = |kind: &str| -> Vec<(String, String)> {
            let Some(layer) = world.layer(kind) else { return Vec::new() };
            let town = layer.kind().index("township");
            let of = |object: &crate::domain::model::Object| {
                town.and_then(|index| object.value(index).as_text()).unwrap_or_default().to_owned()
            };
            layer.objects().map(|object| (of(object), name_of(layer.kind(), object))).collect()
        };
        let (townships, villages) = (names("township"), names("village"));
        Self::new(
            townships.iter().map(|(_, name)| name.as_str()),
            villages.iter().map(|(township, name)| (township.as_str(), name.as_str())),
        )
    }

    /// The longest name that stands there.
    pub(super) fn at(&self, line: &Line, index: usize) -> Option<Found<'_>> {
        let spellings = self.spelled.get(&line.at(index)?)?;
        let here = |spelling: &&Spelling| {
            spelling.signs.iter().enumerate().all(|(offset, c)| line.at(index + offset) == Some(*c))
        };
        let found = spellings.iter().find(here)?;
        Some(Found { length: found.signs.len(), whole: found.whole, means: &found.means })
    }

    /// What a whole text names; nothing when it is no name.
    pub(super) fn named(&self, text: &str) -> &[Named] {
        let signs = narrowed(text);
        let spellings = signs.first().and_then(|first| self.spelled.get(first));
        let found = spellings.into_iter().flatten().find(|spelling| spelling.signs == signs);
        found.map_or(&[], |spelling| &spelling.means)
    }
}

/// The one place that a name means under a township's heading.
pub(super) fn settle(means: &[Named], heading: Option<&str>) -> Result<Named, Unclear> {
    let fits = |named: &&Named| match named {
        Named::Township(_) => true,
        Named::Village { township, .. } => heading.is_none_or(|heading| heading == township),
    };
    let fitting: Vec<&Named> = means.iter().filter(fits).collect();
    match (fitting.as_slice(), means) {
        ([one], _) => Ok((*one).clone()),
        ([], [one]) => Err(Unclear::Elsewhere(one.township().to_owned())),
        _ => Err(Unclear::Several(means.iter().map(whole_name).collect())),
    }
}

fn whole_name(named: &Named) -> String {
    match named {
        Named::Township(name) => name.clone(),
        Named::Village { township, village } => format!("{township}{village}"),
    }
}

/// Why a name means no one place, as a problem.
pub(super) fn unclear(why: Unclear, text: String, row: u64, heading: Option<&str>) -> Problem {
    match why {
        Unclear::Several(places) => {
            Problem::new("message_place_twice").row(row).value(text).arg("places", places.join("、"))
        }
        Unclear::Elsewhere(township) => {
            let heading = heading.unwrap_or_default();
            Problem::new("message_place_elsewhere").row(row).value(text).arg("township", township).arg("under", heading)
        }
    }
}
