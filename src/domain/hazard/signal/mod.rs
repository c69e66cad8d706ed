//! Warning signals (预警信号): what one says, whether it holds at a moment, and where.
//!
//! One that was lifted or replaced holds no more; nor does one whose time is over, whatever its status says. One that
//! names no end holds while its status does: that it names none is told wherever it is shown.

mod extent;
mod naming;
#[cfg(test)]
mod tests;

use jiff::Timestamp;

pub use extent::{Basis, Extent, area_of, extent, split_names, township_called};
pub use naming::{colour_in, kind_in};

use crate::domain::{
    catalogue::{Kind, Tone},
    model::{Object, ObjectRef},
    query::{name_of, text},
    world::World,
};

/// The kind of warning signals.
pub const KIND: &str = "warning_signal";
/// What a warning of no other sort is called.
pub const OTHER: &str = "other";

/// The colours of warnings, the gravest last.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Colour {
    /// 蓝色, general.
    Blue,
    /// 黄色, rather grave.
    Yellow,
    /// 橙色, grave.
    Orange,
    /// 红色, very grave.
    Red,
}

impl Colour {
    /// All of them, the gravest last.
    pub const ALL: [Self; 4] = [Self::Blue, Self::Yellow, Self::Orange, Self::Red];

    /// Its choice in the catalogue.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Blue => "blue",
            Self::Yellow => "yellow",
            Self::Orange => "orange",
            Self::Red => "red",
        }
    }

    /// The colour of a choice.
    pub fn of_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|colour| colour.id() == id)
    }

    /// What CAP calls it.
    pub const fn severity(self) -> &'static str {
        match self {
            Self::Blue => "Minor",
            Self::Yellow => "Moderate",
            Self::Orange => "Severe",
            Self::Red => "Extreme",
        }
    }

    /// The colour of CAP's severity; none of `Unknown`.
    pub fn of_severity(severity: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|colour| colour.severity() == severity)
    }

    /// How grave it is.
    pub const fn tone(self) -> Tone {
        match self {
            Self::Blue => Tone::Low,
            Self::Yellow => Tone::Caution,
            Self::Orange => Tone::Warning,
            Self::Red => Tone::Alarm,
        }
    }
}

/// How it stands with a warning.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Phase {
    /// It holds.
    InForce,
    /// Its time is over.
    Expired,
    /// It was lifted (解除).
    Lifted,
    /// Another one took its place (更新).
    Replaced,
}

impl Phase {
    /// A word for programs.
    pub const fn id(self) -> &'static str {
        match self {
            Self::InForce => "in_force",
            Self::Expired => "expired",
            Self::Lifted => "lifted",
            Self::Replaced => "replaced",
        }
    }
}

/// A warning as its register has it.
#[derive(Clone, Copy, Debug)]
pub struct Warning<'a> {
    kind: &'a Kind,
    object: &'a Object,
}

impl<'a> Warning<'a> {
    /// The warning that an object is; `None`: it is something else.
    pub fn of(kind: &'a Kind, object: &'a Object) -> Option<Self> {
        (kind.id.as_str() == KIND).then_some(Self { kind, object })
    }

    /// A field's text; `None`: nothing is said.
    pub fn text(&self, field: &str) -> Option<&'a str> {
        text(self.kind, self.object, field)
    }

    /// A field's time.
    pub fn time(&self, field: &str) -> Option<Timestamp> {
        self.kind.value(self.object, field).as_time()
    }

    /// What it warns of: a choice of `signal_kind`.
    pub fn sort(&self) -> &'a str {
        self.text("signal_kind").unwrap_or(OTHER)
    }

    /// Its colour; `None`: not said.
    pub fn colour(&self) -> Option<Colour> {
        Colour::of_id(self.text("color")?)
    }

    /// Until when it holds, that moment included; `None`: it names no end.
    pub fn until(&self) -> Option<Timestamp> {
        self.time("valid_until")
    }

    /// How it stands; without a time only what its status says.
    pub fn phase(&self, now: Option<Timestamp>) -> Phase {
        match self.text("status") {
            Some("lifted") => Phase::Lifted,
            Some("replaced") => Phase::Replaced,
            _ if self.until().zip(now).is_some_and(|(until, now)| now > until) => Phase::Expired,
            _ => Phase::InForce,
        }
    }

    /// The townships it names, as written; none: the whole district.
    pub fn townships(&self) -> Vec<&'a str> {
        self.text("areas").map(split_names).unwrap_or_default()
    }
}

/// A warning in force.
#[derive(Clone, Debug, PartialEq)]
pub struct Signal {
    /// Which.
    pub object: ObjectRef,
    /// Its name.
    pub name: String,
    /// What it warns of: a choice of `signal_kind`, `typhoon`.
    pub kind: String,
    /// Its colour.
    pub colour: Colour,
    /// Who issued it.
    pub issuer: Option<String>,
    /// When.
    pub issued: Option<Timestamp>,
    /// Until when it holds, that moment included; `None`: it names no end.
    pub until: Option<Timestamp>,
    /// The townships it names, as written; none: the whole district, or what was drawn.
    pub townships: Vec<String>,
    /// Whether it has an area of its own.
    pub is_drawn: bool,
}

/// The warnings in force at a moment: the gravest first, among these the newest. One whose colour nobody said is not
/// among them.
pub fn in_force(world: &World, now: Timestamp) -> Vec<Signal> {
    let Some(layer) = world.layer(KIND) else { return Vec::new() };
    let kind = layer.kind();
    let read = |object: &Object| {
        let warning = Warning::of(kind, object).filter(|warning| warning.phase(Some(now)) == Phase::InForce)?;
        Some(Signal {
            object: ObjectRef { kind: kind.id.clone(), uid: object.uid },
            name: name_of(kind, object),
            kind: warning.sort().to_owned(),
            colour: warning.colour()?,
            issuer: warning.text("issuer").map(str::to_owned),
            issued: warning.time("issued"),
            until: warning.until(),
            townships: warning.townships().into_iter().map(str::to_owned).collect(),
            is_drawn: object.geometry.is_some(),
        })
    };
    let mut found: Vec<Signal> = layer.objects().filter_map(|object| read(object)).collect();
    found.sort_by(|a, b| {
        let graver = b.colour.cmp(&a.colour).then_with(|| b.issued.cmp(&a.issued));
        graver.then_with(|| a.name.cmp(&b.name)).then_with(|| a.object.cmp(&b.object))
    });
    found
}

/// Whether an object is a warning that holds no more: lifted, replaced or, where a time is asked for, expired.
pub fn is_over(kind: &Kind, object: &Object, now: Option<Timestamp>) -> bool {
    Warning::of(kind, object).is_some_and(|warning| warning.phase(now) != Phase::InForce)
}

/// Whether a tone is an alarm of this kind: of warnings orange is one too.
pub fn alarms(kind: &Kind, tone: Tone) -> bool {
    tone == Tone::Alarm || (kind.id.as_str() == KIND && tone == Tone::Warning)
}
