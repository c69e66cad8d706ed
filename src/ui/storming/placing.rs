//! A storm and what is selected, or the place that was asked about: worked out off the window's thread.

use std::sync::Arc;

use jiff::Timestamp;

use crate::{
    domain::{
        catalogue::Lang,
        hazard::typhoon::Storm,
        place::Position,
        view::typhoon::{AtPlace, at_place},
    },
    ui::{asking::Asking, here::Here, storming::Storming},
};

/// Which storm, at which moment, and which place, in which language.
type Wanted = (Arc<Storm>, Timestamp, Position, Lang);

/// How a storm passes a place.
#[derive(Debug, Default)]
pub struct Placing {
    asking: Asking<Option<Arc<AtPlace>>>,
    of: Option<Wanted>,
}

impl Placing {
    /// It; `None`: there is no storm, no place, or nothing known yet.
    pub fn told(&self) -> Option<&Arc<AtPlace>> {
        self.of.as_ref()?;
        self.asking.answer()?.as_ref()
    }
}

impl Storming {
    /// Works out how the storm that is looked at, else the first that goes on by the feed, passes a place. While it plays the
    /// last answer for a place stands. Never waits.
    pub fn place(&mut self, place: Option<Position>, here: Here<'_>) {
        self.placing.asking.poll();
        let is_of = |of: &Wanted| Some(of.2) == place && self.chosen().is_some_and(|storm| Arc::ptr_eq(&of.0, storm));
        if self.playing && self.placing.of.as_ref().is_some_and(is_of) {
            return;
        }
        let looked_at = self.chosen().filter(|_| self.open).map(|storm| (storm.clone(), self.at()));
        let going = || {
            let live = self.known.all().iter().find(|storm| storm.active && self.is_live(storm))?;
            Some((live.clone(), live.span()?.1))
        };
        let wanted = looked_at.or_else(going).zip(place);
        let wanted = wanted.map(|((storm, at), place)| (storm, at, place, here.words.lang()));
        let is_same = |(a, b): (&Wanted, &Wanted)| Arc::ptr_eq(&a.0, &b.0) && (a.1, a.2, a.3) == (b.1, b.2, b.3);
        if wanted.is_none() == self.placing.of.is_none() && wanted.iter().zip(&self.placing.of).all(is_same) {
            return;
        }
        self.placing.asking.clear();
        if let Some((storm, at, place, _)) = wanted.clone() {
            let words = here.words.clone();
            self.placing
                .asking
                .ask("storm-at-place", here.wake, move || at_place(&storm, place, at, &words).map(Arc::new));
        }
        self.placing.of = wanted;
    }
}
