//! A storm moved for a rehearsal, as options write it.

use crate::{
    cli::{Failure, Seat, typhoon::moment_of},
    domain::{
        hazard::typhoon::{CannotMove, Storm, Wanted, When, Where},
        place::Position,
    },
};

/// How storms are to be moved.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Rehearse {
    #[arg(long, value_name = "KM@DEG", value_parser = far, conflicts_with = "move_by")]
    move_past: Option<Far>,
    #[arg(long, value_name = "KM@DEG", value_parser = far)]
    move_by: Option<Far>,
    #[arg(long, value_name = "TIME", conflicts_with = "nearest_at")]
    start_at: Option<String>,
    #[arg(long, value_name = "TIME")]
    nearest_at: Option<String>,
    #[arg(long, value_name = "FACTOR")]
    wind_factor: Option<f64>,
    #[arg(long, value_name = "FACTOR")]
    radii_factor: Option<f64>,
}

/// So far in a direction.
#[derive(Clone, Copy, Debug)]
struct Far {
    metres: f64,
    bearing_deg: f64,
}

/// `30@90`: 30 km towards 90°; `30` alone is towards the north, and `0` here.
fn far(text: &str) -> Result<Far, String> {
    let (kilometres, bearing) = text.split_once('@').unwrap_or((text, "0"));
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    match (number(kilometres), number(bearing)) {
        (Some(kilometres), Some(bearing_deg)) if kilometres >= 0.0 && (-360.0..=360.0).contains(&bearing_deg) => {
            Ok(Far { metres: kilometres * 1_000.0, bearing_deg })
        }
        _ => Err("KM@DEG: 30@90".to_owned()),
    }
}

impl Rehearse {
    /// Whether anything of it was written.
    pub const fn is_written(&self) -> bool {
        self.move_past.is_some()
            || self.move_by.is_some()
            || self.start_at.is_some()
            || self.nearest_at.is_some()
            || self.wind_factor.is_some()
            || self.radii_factor.is_some()
    }

    fn wanted(&self, seat: &Seat) -> Result<Wanted, Failure> {
        let place = match (self.move_past, self.move_by) {
            (Some(Far { metres, bearing_deg }), _) => Where::Past { bearing_deg, metres },
            (None, Some(Far { metres, bearing_deg })) => Where::Towards { bearing_deg, metres },
            (None, None) => Where::Same,
        };
        let time = match (&self.start_at, &self.nearest_at) {
            (Some(text), _) => When::Start(moment_of(text, seat)?),
            (None, Some(text)) => When::Nearest(moment_of(text, seat)?),
            (None, None) => When::Same,
        };
        let (wind, radii) = (self.wind_factor.unwrap_or(1.0), self.radii_factor.unwrap_or(1.0));
        Ok(Wanted { place, time, wind, radii })
    }

    /// The storm, moved where that is asked; `place`: what it is to pass.
    pub fn of(&self, storm: &Storm, place: Option<Position>, seat: &Seat) -> Result<Storm, Failure> {
        if !self.is_written() {
            return Ok(storm.clone());
        }
        let moved = self.wanted(seat)?.of(storm, place).and_then(|by| storm.rehearsed(&by));
        moved.map_err(|why: CannotMove| seat.failure::<&str>(&format!("storm-cannot-{}", why.word()), &[]))
    }
}
