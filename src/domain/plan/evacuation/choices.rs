//! What an evacuation plan is asked to be.

use crate::domain::plan::evacuation::{called::Counting, shelters::Wanted};

/// What may be parted on the way to shelters.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Keep {
    /// Anybody: the best use of places, and the exact optimum.
    #[default]
    Free,
    /// Households stay together.
    Households,
    /// Villages stay together.
    Villages,
}

impl Keep {
    /// Every choice.
    pub const ALL: [Self; 3] = [Self::Free, Self::Households, Self::Villages];

    /// Its name on the command line and in the JSON; `evacuate-keep-<name>` in the locale files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Households => "households",
            Self::Villages => "villages",
        }
    }
}

/// What is made least, once as many people have a place as can.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Goal {
    /// All people's ways together.
    #[default]
    Total,
    /// The longest way of anybody; then all ways together.
    Worst,
}

impl Goal {
    /// Its name on the command line and in the JSON; `evacuate-goal-<name>` in the locale files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Total => "total",
            Self::Worst => "worst",
        }
    }
}

/// What a plan is asked to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Choices {
    /// How people are counted.
    pub counting: Counting,
    /// Which shelters may be used.
    pub wanted: Wanted,
    /// What may be parted.
    pub keep: Keep,
    /// What is made least.
    pub goal: Goal,
    /// Whether places in the own township are used before those of another.
    pub own_first: bool,
    /// Whether the county's shelters are used only when the townships' are full.
    pub county_last: bool,
    /// The longest way, minutes; with ways judged by distance it has no meaning.
    pub most_minutes: Option<f64>,
    /// Whether people in need of help go only to shelters that suit the frail, or do not say.
    pub frail_suitable: bool,
    /// Whether households that were told where to go, and can still go there, keep their place.
    pub keep_told: bool,
}

impl Default for Choices {
    fn default() -> Self {
        Self {
            counting: Counting::default(),
            wanted: Wanted::default(),
            keep: Keep::Free,
            goal: Goal::Total,
            own_first: false,
            county_last: false,
            most_minutes: None,
            frail_suitable: true,
            keep_told: false,
        }
    }
}
