//! One comparison, and whether what is known meets it: a function of values.

use jiff::Timestamp;

use crate::domain::response::{Basis, Metric, Stat};

/// How a condition compares. Limits are inclusive where the sign says so.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Operator {
    /// ≥
    AtLeast,
    /// >
    Over,
    /// ≤
    AtMost,
    /// <
    Under,
    /// =
    Equal,
}

/// Values nearer than this are the same: below what any of the metrics is measured to, above what binary fractions
/// leave over.
const SAME: f64 = 1e-6;

impl Operator {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::AtLeast, Self::Over, Self::AtMost, Self::Under, Self::Equal];

    /// Its id in the catalogue.
    pub const fn id(self) -> &'static str {
        match self {
            Self::AtLeast => "ge",
            Self::Over => "gt",
            Self::AtMost => "le",
            Self::Under => "lt",
            Self::Equal => "eq",
        }
    }

    /// As people write it.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::AtLeast => "≥",
            Self::Over => ">",
            Self::AtMost => "≤",
            Self::Under => "<",
            Self::Equal => "=",
        }
    }

    /// The operator of this id.
    pub fn of(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operator| operator.id() == id)
    }

    /// Whether a value is so to a threshold. What is no number is never so.
    pub fn holds(self, value: f64, threshold: f64) -> bool {
        let same = value == threshold || (value - threshold).abs() < SAME;
        match self {
            Self::AtLeast => same || value > threshold,
            Self::Over => !same && value > threshold,
            Self::AtMost => same || value < threshold,
            Self::Under => !same && value < threshold,
            Self::Equal => same,
        }
    }
}

/// A condition of a trigger.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// What is compared.
    pub metric: Metric,
    /// Over how many hours, back when observed, ahead when forecast; `None` where the metric has no window.
    pub hours: Option<u32>,
    /// How.
    pub operator: Operator,
    /// With what, in the metric's unit.
    pub value: f64,
    /// What stands for the area.
    pub stat: Stat,
    /// Measured, or expected.
    pub basis: Basis,
    /// Which townships; empty: the whole district.
    pub area: Vec<String>,
    /// Which signal (暴雨, by its id), of [`Metric::Signal`]; `None`: any.
    pub subject: Option<String>,
}

/// What is known of a quantity.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// By what is fresh; `None`: nothing is.
    pub fresh: Option<f64>,
    /// By all that was ever said, however old; `None`: nothing was.
    pub ever: Option<f64>,
    /// Whether the fresh value is a lower bound: its window has holes.
    pub at_least: bool,
    /// Of how many sources nothing fresh is known.
    pub silent: usize,
    /// When what decides was measured, or issued.
    pub time: Option<Timestamp>,
    /// Where: a station, a dam, a storm; for the eye.
    pub place: Option<String>,
    /// When what is expected comes, where a forecast says.
    pub when: Option<Timestamp>,
}

/// Whether a condition is met.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Verdict {
    /// It is not.
    Not,
    /// Nobody knows: nothing fresh is known, or only a lower bound that does not reach.
    Unknown,
    /// By values alone that are too old to say what is so now.
    Stale,
    /// It is.
    Met,
}

impl Verdict {
    /// Its id in documents and messages.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Not => "not",
            Self::Unknown => "unknown",
            Self::Stale => "stale",
            Self::Met => "met",
        }
    }

    /// Whether a level may be proposed by it; that it is stale must then be said.
    pub const fn counts(self) -> bool {
        matches!(self, Self::Met | Self::Stale)
    }
}

impl Condition {
    /// Whether a reading meets it.
    ///
    /// A lower bound meets `≥` and `>` when it reaches, and tells `≤`, `<` and `=` off when it is over; else it says
    /// nothing.
    pub fn judge(&self, reading: &Reading) -> Verdict {
        let holds = |value: f64| self.operator.holds(value, self.value);
        let by_fresh =
            reading.fresh.map(|value| match (self.operator, reading.at_least) {
                (_, false) => {
                    if holds(value) {
                        Verdict::Met
                    } else {
                        Verdict::Not
                    }
                }
                (Operator::AtLeast | Operator::Over, true) => {
                    if holds(value) {
                        Verdict::Met
                    } else {
                        Verdict::Unknown
                    }
                }
                (Operator::AtMost | Operator::Under | Operator::Equal, true) => {
                    if Operator::Over.holds(value, self.value) { Verdict::Not } else { Verdict::Unknown }
                }
            });
        match by_fresh {
            Some(Verdict::Met) => Verdict::Met,
            _ if reading.ever.is_some_and(holds) => Verdict::Stale,
            Some(verdict) => verdict,
            None => Verdict::Unknown,
        }
    }
}
