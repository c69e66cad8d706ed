//! Rain that is forecast for a township over the next hours.

use jiff::{SignedDuration, Timestamp};

use crate::domain::{catalogue::Kind, hazard::reservoir::season::is_ahead, model::Object};

/// Over how many hours rain is forecast, and villages are judged.
pub const HOURS: [u32; 4] = [1, 3, 6, 24];

/// The fields that a township keeps them in.
pub const FIELDS: [&str; 4] = ["forecast_1h_mm", "forecast_3h_mm", "forecast_6h_mm", "forecast_24h_mm"];
/// The field that says when it was issued.
pub const ISSUED: &str = "forecast_time";

/// A forecast: what falls from when it was issued.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forecast {
    /// When it was issued.
    pub issued: Timestamp,
    /// What falls in the next [`HOURS`], mm; `None`: it does not say.
    pub mm: [Option<f64>; HOURS.len()],
}

impl Forecast {
    /// What the register says of a township; `None`: no forecast, or one that does not say of when.
    pub fn of(kind: &Kind, object: &Object) -> Option<Self> {
        let value = |field: &str| kind.value(object, field);
        let mm = FIELDS.map(|field| value(field).as_number().filter(|mm| *mm >= 0.0));
        mm.iter().any(Option::is_some).then_some(())?;
        Some(Self { issued: value(ISSUED).as_time()?, mm })
    }

    /// What of it still speaks of times to come: an hour's forecast is over after an hour. `None`: none of it, or it is
    /// of a time that has not come.
    pub fn in_force(&self, at: Timestamp) -> Option<Self> {
        let mut mm = self.mm;
        for (mm, hours) in mm.iter_mut().zip(HOURS) {
            *mm = mm.filter(|_| self.ends(hours).is_some_and(|end| end > at));
        }
        (!is_ahead(self.issued, at) && mm.iter().any(Option::is_some)).then_some(Self { mm, ..*self })
    }

    /// When the forecast of so many hours ends.
    pub fn ends(&self, hours: u32) -> Option<Timestamp> {
        self.issued.checked_add(SignedDuration::from_hours(i64::from(hours))).ok()
    }

    /// How much of each length is forecast: hours and mm.
    pub fn amounts(&self) -> impl Iterator<Item = (u32, f64)> {
        HOURS.into_iter().zip(self.mm).filter_map(|(hours, mm)| Some((hours, mm?)))
    }
}
