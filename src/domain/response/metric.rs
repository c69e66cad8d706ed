//! What a condition can ask about, as a table.

/// A quantity that a condition compares.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Metric {
    /// Rain over a window, mm.
    Rain,
    /// How far the centre of a storm is, or will be at its nearest, km.
    StormDistance,
    /// The force of the gravest wind circle that holds a township: 0, 7, 10 or 12.
    StormCircle,
    /// The warning line that a storm is behind, hours: 24, 48, or none (infinite).
    StormLine,
    /// The wind near the centre on the Beaufort scale.
    StormForce,
    /// Reservoirs and ponds over the limit in force, a count.
    DamsOverLimit,
    /// The same over their design flood level.
    DamsOverDesign,
    /// The same over their check flood level.
    DamsOverCheck,
    /// How far the worst of them is over its limit, m.
    DamOver,
    /// How far the highest river is over its warning stage, m.
    RiverOverWarning,
    /// The same over its guarantee stage.
    RiverOverGuarantee,
    /// Villages and danger zones that rain asks to get ready, a count; those that must leave are among them.
    PlacesToPrepare,
    /// Those that rain asks to leave at once.
    PlacesToMove,
    /// The colour of the gravest warning signal in force: 1 blue to 4 red; 0: none.
    Signal,
    /// The gravest forest fire danger class, 1 to 5.
    FireDanger,
    /// The level of the gravest open incident of the hazard: 1 Ⅳ to 4 Ⅰ; 0: none.
    Incident,
    /// People affected by the open incidents of the hazard.
    IncidentPeople,
}

/// Measured, or expected.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Basis {
    /// What is measured.
    #[default]
    Observed,
    /// What is forecast.
    Forecast,
}

/// What stands for an area.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Stat {
    /// The mean over the area.
    Mean,
    /// The largest in it.
    Max,
}

/// What a metric is: its id, its unit as a message (`response-unit-…`, `None`: it has none), whether it needs a window
/// when observed and when forecast, whether it can be forecast, the statistic that stands where none is said.
type Row = (Metric, &'static str, Option<&'static str>, [bool; 2], bool, Stat);

const METRICS: [Row; 17] = [
    (Metric::Rain, "rain_mm", Some("mm"), [true, true], true, Stat::Mean),
    (Metric::StormDistance, "storm_distance_km", Some("km"), [false, true], true, Stat::Max),
    (Metric::StormCircle, "storm_circle", Some("force"), [false, true], true, Stat::Max),
    (Metric::StormLine, "storm_line_h", Some("hours"), [false, false], false, Stat::Max),
    (Metric::StormForce, "storm_force", Some("force"), [false, true], true, Stat::Max),
    (Metric::DamsOverLimit, "dams_over_limit", Some("dams"), [false, false], false, Stat::Max),
    (Metric::DamsOverDesign, "dams_over_design", Some("dams"), [false, false], false, Stat::Max),
    (Metric::DamsOverCheck, "dams_over_check", Some("dams"), [false, false], false, Stat::Max),
    (Metric::DamOver, "dam_over_m", Some("m"), [false, false], false, Stat::Max),
    (Metric::RiverOverWarning, "river_over_warning_m", Some("m"), [false, false], false, Stat::Max),
    (Metric::RiverOverGuarantee, "river_over_guarantee_m", Some("m"), [false, false], false, Stat::Max),
    (Metric::PlacesToPrepare, "places_to_prepare", Some("places"), [false, false], true, Stat::Max),
    (Metric::PlacesToMove, "places_to_move", Some("places"), [false, false], true, Stat::Max),
    (Metric::Signal, "signal", None, [false, false], false, Stat::Max),
    (Metric::FireDanger, "fire_danger", Some("class"), [false, false], false, Stat::Max),
    (Metric::Incident, "incident", None, [false, false], false, Stat::Max),
    (Metric::IncidentPeople, "incident_people", Some("people"), [false, false], false, Stat::Max),
];

impl Metric {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        METRICS.into_iter().map(|(metric, ..)| metric)
    }

    fn row(self) -> Option<&'static Row> {
        METRICS.iter().find(|(metric, ..)| *metric == self)
    }

    /// Its id in the catalogue, documents and messages.
    pub fn id(self) -> &'static str {
        self.row().map_or("", |(_, id, ..)| id)
    }

    /// The metric of this id.
    pub fn of(id: &str) -> Option<Self> {
        METRICS.iter().find(|(_, known, ..)| *known == id).map(|(metric, ..)| *metric)
    }

    /// Its unit, as a message; `None`: what it says has a name of its own.
    pub fn unit(self) -> Option<&'static str> {
        self.row().and_then(|(_, _, unit, ..)| *unit)
    }

    /// Whether it is over a window of time.
    pub fn has_window(self, basis: Basis) -> bool {
        self.row().is_some_and(|(_, _, _, [observed, forecast], ..)| match basis {
            Basis::Observed => *observed,
            Basis::Forecast => *forecast,
        })
    }

    /// Whether it can be forecast.
    pub fn can_be_forecast(self) -> bool {
        self.row().is_some_and(|(_, _, _, _, can, _)| *can)
    }

    /// The statistic that stands where none is said.
    pub fn stat(self) -> Stat {
        self.row().map_or(Stat::Max, |(.., stat)| *stat)
    }

    /// Whether it is about storms.
    pub const fn is_of_storms(self) -> bool {
        matches!(self, Self::StormDistance | Self::StormCircle | Self::StormLine | Self::StormForce)
    }

    /// Whether more of it is worse: of a distance and of a warning line less is.
    pub const fn rises(self) -> bool {
        !matches!(self, Self::StormDistance | Self::StormLine)
    }
}

impl Basis {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Observed, Self::Forecast];

    /// Its id in the catalogue.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Observed => "observed",
            Self::Forecast => "forecast",
        }
    }

    /// The one of this id.
    pub fn of(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|basis| basis.id() == id)
    }
}

impl Stat {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Mean, Self::Max];

    /// Its id in the catalogue.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Mean => "mean",
            Self::Max => "max",
        }
    }

    /// The one of this id.
    pub fn of(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stat| stat.id() == id)
    }
}
