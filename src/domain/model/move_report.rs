//! A report of a township or village on its evacuation, as it came: where things stood at a moment.

use jiff::Timestamp;

use crate::domain::{
    catalogue::Kind,
    model::{Object, Value},
};

/// The kind whose objects are reports on the evacuation.
pub const MOVE_REPORT: &str = "move_report";

/// A figure of a report. All but the last count people.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Figure {
    /// Should move (应转移): people.
    Ordered,
    /// Moved (已转移): people.
    Moved,
    /// Still to move (待转移): people.
    ToMove,
    /// On the way (在途): people.
    Moving,
    /// Moved to shelters (集中安置): people.
    AtShelter,
    /// Moved to relatives (投亲靠友): people.
    WithRelatives,
    /// Refused (拒绝转移): people.
    Refused,
    /// Returned by order (已返回): people.
    Returned,
    /// Shelters open (开放避灾点): places.
    SheltersOpen,
}

impl Figure {
    /// All, in the order in which they are told.
    pub const ALL: [Self; 9] = [
        Self::Ordered,
        Self::Moved,
        Self::ToMove,
        Self::Moving,
        Self::AtShelter,
        Self::WithRelatives,
        Self::Refused,
        Self::Returned,
        Self::SheltersOpen,
    ];

    /// The field of the catalogue that holds it.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Ordered => "ordered_people",
            Self::Moved => "moved",
            Self::ToMove => "to_move",
            Self::Moving => "moving",
            Self::AtShelter => "at_shelter",
            Self::WithRelatives => "with_relatives",
            Self::Refused => "refused",
            Self::Returned => "returned",
            Self::SheltersOpen => "shelters_open",
        }
    }
}

/// The figures of a report; each may be missing, which is not zero.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Figures([Option<i64>; 9]);

impl Figures {
    /// A figure; `None`: not said.
    pub fn get(&self, figure: Figure) -> Option<i64> {
        self.0.get(figure as usize).copied().flatten()
    }

    /// Puts a figure in, or takes it out.
    pub fn set(&mut self, figure: Figure, value: Option<i64>) {
        if let Some(slot) = self.0.get_mut(figure as usize) {
            *slot = value;
        }
    }

    /// With a figure.
    #[must_use]
    pub fn with(mut self, figure: Figure, value: i64) -> Self {
        self.set(figure, Some(value));
        self
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }

    /// With what follows from what is said: moved = at shelters + with relatives where both are said; still to move =
    /// should move − moved where that is not negative. What is said stays as it is.
    #[must_use]
    pub fn completed(mut self) -> Self {
        let sum = |a: Option<i64>, b: Option<i64>| a?.checked_add(b?);
        if self.get(Figure::Moved).is_none() {
            self.set(Figure::Moved, sum(self.get(Figure::AtShelter), self.get(Figure::WithRelatives)));
        }
        if self.get(Figure::ToMove).is_none() {
            let left = sum(self.get(Figure::Ordered), self.get(Figure::Moved).and_then(i64::checked_neg));
            self.set(Figure::ToMove, left.filter(|left| *left >= 0));
        }
        self
    }

    /// Adds what another one says; a figure that neither says stays unsaid.
    pub fn add(&mut self, other: &Self) {
        for figure in Figure::ALL {
            if let Some(more) = other.get(figure) {
                self.set(figure, Some(self.get(figure).unwrap_or(0).saturating_add(more)));
            }
        }
    }

    /// These less others, figure by figure; `None` where either does not say it.
    #[must_use]
    pub fn less(&self, other: &Self) -> Self {
        let mut less = Self::default();
        for figure in Figure::ALL {
            let difference = self.get(figure).zip(other.get(figure)).map(|(own, other)| own.saturating_sub(other));
            less.set(figure, difference);
        }
        less
    }
}

/// How a report came in.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum ReportSource {
    /// Filled in.
    #[default]
    Form,
    /// Read from a pasted message.
    Pasted,
    /// Read from a file.
    File,
}

impl ReportSource {
    /// The choice's id in the catalogue.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Pasted => "pasted",
            Self::File => "file",
        }
    }
}

/// A report.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct MoveReport {
    /// Which township, by its name.
    pub township: String,
    /// Which village of it; `None`: the whole township.
    pub village: Option<String>,
    /// When things stood so; `None`: not said.
    pub reported_at: Option<Timestamp>,
    /// How it came in.
    pub source: ReportSource,
    /// Who reported: personal.
    pub reporter: Option<String>,
    /// The figures.
    pub figures: Figures,
    /// Whether it says that the order was received.
    pub acknowledged: bool,
    /// Whether a figure is only about right.
    pub approximate: bool,
    /// The message as it came: personal.
    pub text: Option<String>,
}

impl MoveReport {
    /// The values of its object, in the order of the kind's fields; those that the kind lacks are left out.
    pub fn values(&self, kind: &Kind, name: &str, entered: Timestamp) -> Vec<Value> {
        let mut values = vec![Value::Null; kind.fields.len()];
        let mut put = |field: &str, value: Value| {
            if let Some(slot) = kind.index(field).and_then(|index| values.get_mut(index)) {
                *slot = value;
            }
        };
        put("name", Value::from(name));
        put("township", Value::from(self.township.as_str()));
        put("village", Value::from(self.village.as_deref()));
        put("reported_at", Value::from(self.reported_at.unwrap_or(entered)));
        put("report_source", Value::from(self.source.id()));
        put("reporter", Value::from(self.reporter.as_deref()));
        put("acknowledged", Value::from(self.acknowledged));
        put("approximate", Value::from(self.approximate));
        put("text", Value::from(self.text.as_deref()));
        put("as_of", Value::from(entered));
        for figure in Figure::ALL {
            put(figure.field(), Value::from(self.figures.get(figure)));
        }
        values
    }

    /// An object seen as a report; `None` when it names no township.
    pub fn read(kind: &Kind, object: &Object) -> Option<Self> {
        let value = |field: &str| kind.value(object, field);
        let text = |field: &str| value(field).as_text().map(str::trim).filter(|text| !text.is_empty());
        let mut figures = Figures::default();
        for figure in Figure::ALL {
            figures.set(figure, value(figure.field()).as_integer());
        }
        Some(Self {
            township: text("township")?.to_owned(),
            village: text("village").map(str::to_owned),
            reported_at: value("reported_at").as_time(),
            source: match text("report_source") {
                Some("pasted") => ReportSource::Pasted,
                Some("file") => ReportSource::File,
                _ => ReportSource::Form,
            },
            reporter: text("reporter").map(str::to_owned),
            figures,
            acknowledged: value("acknowledged").as_bool().unwrap_or(false),
            approximate: value("approximate").as_bool().unwrap_or(false),
            text: text("text").map(str::to_owned),
        })
    }
}
