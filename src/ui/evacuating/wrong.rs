//! What was typed and cannot be read: which field, what stands in it, what should.

use crate::domain::view::{Words, evacuation::township_name};

/// A field of the form.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Field {
    /// The clock time.
    Time,
    /// The earliest of a forecast.
    Earliest,
    /// The latest of it.
    Latest,
    /// Places in reserve.
    Reserve,
    /// The longest way.
    Most,
    /// The share of the population.
    Share,
    /// The share to relatives.
    Relatives,
    /// The same of a township.
    RelativesOf(String),
    /// How many vehicles, row by row.
    Number(usize),
    /// Their seats.
    SeatsOf(usize),
    /// Seats where no vehicles are listed.
    Seats,
    /// Minutes to load.
    Loading,
    /// Minutes to unload.
    Unloading,
    /// Minutes from the order to the first departure.
    Notice,
}

impl Field {
    /// What the field is called.
    pub fn name(&self, words: &Words) -> String {
        let row = |id: &str, at: &usize| {
            words.with("evacuate-fleet-row", &[("field", words.get(id)), ("n", (at + 1).to_string())])
        };
        let id = match self {
            Self::Time => "evacuate-until-clock",
            Self::Earliest => "evacuate-earliest",
            Self::Latest => "evacuate-latest",
            Self::Reserve => "evacuate-reserve-field",
            Self::Most => "evacuate-most-field",
            Self::Share => "evacuate-share-field",
            Self::Relatives => "evacuate-relatives-field",
            Self::RelativesOf(township) => {
                let township = township_name(township, words);
                return words.with("evacuate-relatives-field-of", &[("township", township)]);
            }
            Self::Number(at) => return row("evacuate-fleet-number", at),
            Self::SeatsOf(at) => return row("evacuate-fleet-seats", at),
            Self::Seats => "evacuate-seats",
            Self::Loading => "evacuate-loading-field",
            Self::Unloading => "evacuate-unloading-field",
            Self::Notice => "evacuate-notice-field",
        };
        words.get(id)
    }

    const fn want(&self) -> &'static str {
        match self {
            Self::Time | Self::Earliest | Self::Latest => "evacuate-want-time",
            Self::Reserve | Self::Share | Self::Relatives | Self::RelativesOf(_) => "evacuate-want-percent",
            Self::Most => "evacuate-want-limit",
            Self::Number(_) => "evacuate-want-vehicles",
            Self::SeatsOf(_) | Self::Seats => "evacuate-want-seats",
            Self::Loading | Self::Unloading | Self::Notice => "evacuate-want-minutes",
        }
    }
}

/// A field that cannot be read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Wrong {
    /// Which.
    pub field: Field,
    /// What stands in it.
    pub text: String,
}

impl Wrong {
    /// In words, with what should stand there.
    pub fn say(&self, words: &Words) -> String {
        let id = if self.text.is_empty() { "evacuate-typed-nothing" } else { "evacuate-typed-wrong" };
        let args =
            [("field", self.field.name(words)), ("text", self.text.clone()), ("want", words.get(self.field.want()))];
        words.with(id, &args)
    }
}
