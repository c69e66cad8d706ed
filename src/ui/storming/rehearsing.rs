//! A storm moved for a rehearsal, as it is typed.

use crate::{
    domain::{
        hazard::typhoon::{CannotMove, Storm, Wanted, When, Where},
        place::Position,
        query::folded,
    },
    io::import::typhoon::moment,
};

/// Where, as chosen.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Place {
    /// Where it was.
    #[default]
    Same,
    /// Past the district's middle.
    Past,
    /// Taken along.
    Towards,
}

/// When, as chosen.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Time {
    /// When it was.
    #[default]
    Same,
    /// Begins then.
    Start,
    /// Nearest then.
    Nearest,
}

/// What is typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Typed {
    /// Where.
    pub place: Place,
    /// Kilometres.
    pub kilometres: String,
    /// One of eight directions, clockwise from north.
    pub eighth: usize,
    /// When.
    pub time: Time,
    /// The moment.
    pub moment: String,
    /// Winds, percent.
    pub wind: f64,
    /// Radii, percent.
    pub radii: f64,
    /// What is wrong with it: the id of a sentence.
    pub wrong: Option<String>,
    /// Whether it is folded now that it was done, so that what came of it is seen.
    pub done: bool,
}

impl Default for Typed {
    fn default() -> Self {
        Self {
            place: Place::Same,
            kilometres: "0".to_owned(),
            eighth: 2,
            time: Time::Same,
            moment: String::new(),
            wind: 100.0,
            radii: 100.0,
            wrong: None,
            done: false,
        }
    }
}

impl Typed {
    /// The storm moved as typed.
    ///
    /// # Errors
    /// The id of the sentence that says why not.
    pub fn apply(&self, storm: &Storm, middle: Option<Position>) -> Result<Storm, String> {
        let cannot = |why: CannotMove| format!("storm-cannot-{}", why.word());
        let wanted = self.wanted()?;
        wanted.of(storm, middle).and_then(|by| storm.rehearsed(&by)).map_err(cannot)
    }

    fn wanted(&self) -> Result<Wanted, String> {
        let bearing_deg = 45.0 * self.eighth as f64;
        let metres = || {
            let number = folded(&self.kilometres).parse::<f64>().ok();
            let number = number.filter(|number| (0.0..=20_000.0).contains(number));
            number.map(|kilometres| kilometres * 1_000.0).ok_or_else(|| "storm-cannot-kilometres".to_owned())
        };
        let at = || moment(self.moment.trim()).ok_or_else(|| "storm-cannot-moment".to_owned());
        Ok(Wanted {
            place: match self.place {
                Place::Same => Where::Same,
                Place::Past => Where::Past { bearing_deg, metres: metres()? },
                Place::Towards => Where::Towards { bearing_deg, metres: metres()? },
            },
            time: match self.time {
                Time::Same => When::Same,
                Time::Start => When::Start(at()?),
                Time::Nearest => When::Nearest(at()?),
            },
            wind: self.wind / 100.0,
            radii: self.radii / 100.0,
        })
    }
}
