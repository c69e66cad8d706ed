//! What is chosen and typed about an evacuation.

use jiff::Timestamp;

use crate::{
    app::Going,
    domain::{
        network::By,
        place::{Position, next_sunset},
        plan::evacuation::{Basis, Choices, Counting, Deadline, DeadlineKind, Fleet, Goal, Keep, Times, Wanted},
        view::format,
    },
};

/// The vehicle of a first plan.
const FIRST_VEHICLE: &str = "coach";

/// By when, as chosen.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Until {
    /// No deadline.
    #[default]
    Open,
    /// The clock time typed.
    Clock,
    /// Nightfall.
    Nightfall,
}

/// What is chosen and typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// What may be parted.
    pub keep: Keep,
    /// What is made least.
    pub goal: Goal,
    /// Own township first.
    pub own_first: bool,
    /// County shelters last.
    pub county_last: bool,
    /// Whether shelters may be opened.
    pub may_open: bool,
    /// Whether who was told keeps their shelter, where it can be kept.
    pub keep_told: bool,
    /// By population in place of the list.
    pub by_population: bool,
    /// By when.
    pub until: Until,
    /// The clock time, as typed: `18:00`.
    pub time: String,
    /// How many vehicles, as typed; empty: enough.
    pub vehicles: String,
    /// Seats of each, as typed.
    pub seats: String,
    /// Which vehicle, in which weather: ids of the speed table.
    pub vehicle: String,
    /// Which weather.
    pub weather: String,
}

impl Default for Asked {
    fn default() -> Self {
        Self {
            keep: Keep::Free,
            goal: Goal::Total,
            own_first: false,
            county_last: false,
            may_open: true,
            keep_told: false,
            by_population: false,
            until: Until::Open,
            time: "18:00".to_owned(),
            vehicles: String::new(),
            seats: Times::default().seats.to_string(),
            vehicle: FIRST_VEHICLE.to_owned(),
            weather: "dry".to_owned(),
        }
    }
}

impl Asked {
    /// Whether what is typed makes sense.
    pub fn is_sound(&self) -> bool {
        self.fleet().is_some() && (self.until != Until::Clock || clock_time(&self.time).is_some())
    }

    pub(super) fn going(&self) -> Going {
        Going { vehicle: self.vehicle.clone(), weather: self.weather.clone(), by: By::Time }
    }

    pub(super) fn choices(&self) -> Choices {
        Choices {
            counting: Counting {
                basis: if self.by_population { Basis::Population } else { Basis::List },
                ..Counting::default()
            },
            wanted: Wanted { may_open: self.may_open, ..Wanted::default() },
            keep: self.keep,
            goal: self.goal,
            own_first: self.own_first,
            county_last: self.county_last,
            keep_told: self.keep_told,
            ..Choices::default()
        }
    }

    /// The vehicles; `None`: what was typed is no number of them.
    pub(super) fn fleet(&self) -> Option<Vec<Fleet>> {
        if self.vehicles.trim().is_empty() {
            return Some(Vec::new());
        }
        let number = self.vehicles.trim().parse::<u32>().ok().filter(|number| (1..=10_000).contains(number))?;
        let seats = self.seats.trim().parse::<u32>().ok().filter(|seats| (1..=1_000).contains(seats))?;
        Some(vec![Fleet { name: self.vehicle.clone(), number, seats }])
    }

    pub(super) fn deadline(&self, now: Timestamp, at: Option<Position>) -> Option<Deadline> {
        match self.until {
            Until::Open => None,
            Until::Clock => {
                let at = format::next_clock_time(clock_time(&self.time)?, now)?;
                Some(Deadline { at, latest: None, kind: DeadlineKind::Clock })
            }
            Until::Nightfall => {
                let at = next_sunset(at?, now)?;
                Some(Deadline { at, latest: None, kind: DeadlineKind::Nightfall })
            }
        }
    }
}

fn clock_time(text: &str) -> Option<jiff::civil::Time> {
    text.trim().replace('：', ":").parse().ok()
}
