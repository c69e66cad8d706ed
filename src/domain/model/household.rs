//! A household on the transfer list, as the counting of people sees it.

use std::str::FromStr as _;

use crate::domain::{
    catalogue::Kind,
    model::{Object, Uid, Value},
};

/// The kind whose objects are households to be moved.
pub const TRANSFER: &str = "transfer";

/// How far a household's move is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum MoveState {
    /// On the list, not told yet.
    Listed,
    /// Told to go.
    Notified,
    /// Gone to a shelter or to relatives.
    Moved,
    /// Will not go.
    Refused,
    /// Home again, by order.
    Returned,
}

impl MoveState {
    /// By its id in the register.
    pub fn of(text: Option<&str>) -> Self {
        match text {
            Some("notified") => Self::Notified,
            Some("moved") => Self::Moved,
            Some("refused") => Self::Refused,
            Some("returned") => Self::Returned,
            _ => Self::Listed,
        }
    }
}

/// A household on the transfer list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Household {
    /// How many people; `None`: not known.
    pub people: Option<i64>,
    /// How far its move is; a row that says nothing is listed.
    pub state: MoveState,
    /// Whether it goes to relatives (投亲靠友); `None`: not said. `Some(false)`: to a shelter.
    pub with_relatives: Option<bool>,
    /// The danger zone it lives in.
    pub zone: Option<Uid>,
    /// The shelter it was told to go to, or went to.
    pub shelter: Option<Uid>,
    /// Whether somebody must help it to move.
    pub needs_help: bool,
}

/// Where the transfer list keeps what a [`Household`] needs; looked up once for many rows.
#[derive(Clone, Copy, Debug)]
pub struct HouseholdFields([Option<usize>; 6]);

impl HouseholdFields {
    /// The fields of the kind.
    pub fn of(kind: &Kind) -> Self {
        let fields = ["household_size", "state", "destination", "danger_zone", "shelter", "needs_help"];
        Self(fields.map(|field| kind.index(field)))
    }

    /// An object seen as a household.
    pub fn read(&self, object: &Object) -> Household {
        let [people, state, destination, zone, shelter, help] =
            self.0.map(|index| index.map_or(&Value::Null, |index| object.value(index)));
        let link = |value: &Value| value.as_text().and_then(|text| Uid::from_str(text.trim()).ok());
        Household {
            people: people.as_integer(),
            state: MoveState::of(state.as_text()),
            with_relatives: match destination.as_text() {
                Some("shelter") => Some(false),
                Some("with_relatives") => Some(true),
                _ => None,
            },
            zone: link(zone),
            shelter: link(shelter),
            needs_help: help.as_bool().unwrap_or(false),
        }
    }
}
