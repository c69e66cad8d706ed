//! From which rain on the people of a village or a danger zone get ready to leave, and leave at once (山洪灾害准备转移、
//! 立即转移指标).

use crate::domain::{catalogue::Kind, hazard::rain::forecast::HOURS, model::Object};

/// The fields from which on people get ready, over [`HOURS`].
pub const PREPARE: [&str; 4] = ["prepare_1h_mm", "prepare_3h_mm", "prepare_6h_mm", "prepare_24h_mm"];
/// The fields from which on they leave.
pub const MOVE: [&str; 4] = ["move_1h_mm", "move_3h_mm", "move_6h_mm", "move_24h_mm"];

/// The fields of a danger zone that say the same of one hour where it has no others.
const OF_AN_HOUR: [&str; 2] = ["prepare_rain_mm", "move_rain_mm"];
/// The field that says what is asked, the one that says since when, and the one that says by what.
pub const STATE: &str = "rain_state";
/// See [`STATE`].
pub const STATE_TIME: &str = "rain_time";
/// See [`STATE`].
pub const BASIS: &str = "rain_basis";

/// Whether things of a kind are judged by rain: it has thresholds, and a field that keeps what is asked.
pub fn is_judged(kind: &Kind) -> bool {
    kind.index(STATE).is_some() && kind.fields.iter().any(|field| is_threshold(field.id.as_str()))
}

/// Whether a field is a threshold.
pub fn is_threshold(field: &str) -> bool {
    PREPARE.iter().chain(&MOVE).chain(&OF_AN_HOUR).any(|one| *one == field)
}

/// What rain asks of a village.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub enum Call {
    /// Not known: no rain is, over a window that counts.
    #[default]
    Unknown,
    /// Nothing: below every threshold.
    Nothing,
    /// 准备转移.
    Prepare,
    /// 立即转移.
    Move,
}

impl Call {
    /// Its id in documents, messages and the register.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Nothing => "none",
            Self::Prepare => "prepare",
            Self::Move => "move",
        }
    }
}

/// The thresholds of a village over [`HOURS`], mm; `None`: there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Thresholds {
    /// Get ready.
    pub prepare: [Option<f64>; HOURS.len()],
    /// Leave.
    pub leave: [Option<f64>; HOURS.len()],
}

/// What is asked, and by what.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Verdict {
    /// What.
    pub call: Call,
    /// The window that asks it, of several the one furthest over its threshold.
    pub by: Option<By>,
}

/// A threshold that was reached.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct By {
    /// Over how many hours.
    pub hours: u32,
    /// The rain, mm; at least so much.
    pub mm: f64,
    /// The threshold, mm.
    pub threshold_mm: f64,
}

/// Rain over a window as a village sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seen {
    /// How much, mm; at least so much.
    pub mm: f64,
    /// Whether so much of the window is known that rain below a threshold means something.
    pub is_enough: bool,
}

impl Thresholds {
    /// What the register says of one; `None`: it has no threshold. One that is not over zero is a slip of the pen.
    pub fn of(kind: &Kind, object: &Object) -> Option<Self> {
        let number = |field: &str| {
            let value = kind.value(object, field);
            value.as_number().filter(|mm| *mm > 0.0)
        };
        let read = |fields: [&str; HOURS.len()], hour: &str| {
            let [first, rest @ ..] = fields.map(number);
            let [three, six, day] = rest;
            [first.or_else(|| number(hour)), three, six, day]
        };
        let [prepare, leave] = OF_AN_HOUR;
        let found = Self { prepare: read(PREPARE, prepare), leave: read(MOVE, leave) };
        found.prepare.iter().chain(&found.leave).any(Option::is_some).then_some(found)
    }

    /// What rain asks, given what fell over each of [`HOURS`]. A threshold is reached by as much as it.
    pub fn judge(&self, seen: impl Fn(u32) -> Option<Seen>) -> Verdict {
        let mut best = Verdict::default();
        let mut is_known = true;
        for (hours, (prepare, leave)) in HOURS.into_iter().zip(self.prepare.into_iter().zip(self.leave)) {
            if prepare.is_none() && leave.is_none() {
                continue;
            }
            let rain = seen(hours);
            is_known &= rain.is_some_and(|rain| rain.is_enough);
            let Some(Seen { mm, .. }) = rain else { continue };
            for (call, threshold) in [(Call::Prepare, prepare), (Call::Move, leave)] {
                let Some(threshold_mm) = threshold.filter(|threshold| mm >= *threshold) else { continue };
                let found = Verdict { call, by: Some(By { hours, mm, threshold_mm }) };
                if (found.call, found.over()) > (best.call, best.over()) {
                    best = found;
                }
            }
        }
        if best.call == Call::Unknown && is_known {
            best.call = Call::Nothing;
        }
        best
    }
}

impl Verdict {
    /// The rain as a multiple of the threshold it reached.
    fn over(&self) -> f64 {
        self.by.map_or(0.0, |by| by.mm / by.threshold_mm)
    }
}
