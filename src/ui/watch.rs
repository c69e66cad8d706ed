//! What the window watches: the situation, worked out anew off its thread whenever the world has changed, and the
//! figure whose rows are open.

use std::{collections::BTreeSet, sync::Arc};

use jiff::Timestamp;

use crate::{
    app::Wake,
    domain::{
        model::ObjectRef,
        view::{
            Words, alarms, format,
            signals::Chip,
            situation::{self, Figure, Rows, Situation},
        },
        world::World,
    },
    ui::{asking::Asking, panels::strip::Cell},
};

/// At most so many are ringed on the map at once: the most urgent.
const MOST: usize = 500;

/// What is listed at the side.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Listed {
    /// Nothing.
    #[default]
    Nothing,
    /// What this figure counts.
    Figure(&'static str),
    /// The alarms.
    Alarms,
}

/// What the window watches.
#[derive(Debug, Default)]
pub struct Watch {
    situation: Asking<Arc<Situation>>,
    /// The revision and the minute it was asked for: warnings expire.
    of: Option<(u64, i64)>,
    listed: Listed,
    rows: Option<Rows>,
    /// The alarms in words, of this day.
    lines: Option<(String, Arc<Vec<alarms::Line>>)>,
    pulsing: BTreeSet<ObjectRef>,
    highlighted: BTreeSet<ObjectRef>,
}

impl Watch {
    /// Takes in the situation, and asks again when the world or the minute has moved on. Never waits.
    pub fn poll(&mut self, world: &World, now: Timestamp, words: &Words, wake: &Wake) {
        if self.situation.poll() {
            let alarms = self.situation.answer().into_iter().flat_map(|situation| &situation.alarms);
            let waiting = alarms.filter(|alarm| alarm.acknowledged.is_none());
            self.pulsing = waiting.map(|alarm| alarm.object.clone()).collect();
            self.make(world, words);
        }
        let of = (world.revision(), now.as_second().div_euclid(60));
        if !self.situation.is_busy() && self.of != Some(of) {
            self.of = Some(of);
            let world = world.clone();
            self.situation.ask("situation", wake, move || Arc::new(situation::situation(&world, now)));
        }
    }

    /// Makes the open list anew: the situation or the language changed.
    pub fn make(&mut self, world: &World, words: &Words) {
        let Some(situation) = self.situation.answer() else { return };
        self.rows = None;
        self.lines = None;
        self.highlighted.clear();
        match &self.listed {
            Listed::Nothing => {}
            Listed::Alarms => {
                self.highlighted.extend(situation.alarms.iter().take(MOST).map(|alarm| alarm.object.clone()));
            }
            Listed::Figure(id) => {
                let figure = situation.figures.iter().find(|figure| figure.id == *id);
                self.rows = figure.map(|figure| situation::rows(world, figure, words));
                self.highlighted.extend(figure.into_iter().flat_map(|figure| figure.rows.iter().take(MOST).cloned()));
            }
        }
    }

    /// Opens a list, or puts it away when it is open; `true`: it is open now.
    pub fn turn(&mut self, list: Listed, world: &World, words: &Words) -> bool {
        self.listed = if self.listed == list { Listed::Nothing } else { list };
        self.make(world, words);
        self.listed != Listed::Nothing
    }

    /// Puts the open list away; `true`: one was open.
    pub fn close(&mut self) -> bool {
        self.rows = None;
        self.highlighted.clear();
        std::mem::take(&mut self.listed) != Listed::Nothing
    }

    /// What is listed.
    pub const fn listed(&self) -> &Listed {
        &self.listed
    }

    /// The rows of the open figure.
    pub const fn rows(&self) -> Option<&Rows> {
        self.rows.as_ref()
    }

    /// The figure whose rows are open.
    pub fn figure(&self) -> Option<&Figure> {
        let Listed::Figure(id) = self.listed else { return None };
        self.situation()?.figures.iter().find(|figure| figure.id == id)
    }

    /// How the district stands; `None` until it has been worked out.
    pub fn situation(&self) -> Option<&Situation> {
        self.situation.answer().map(AsRef::as_ref)
    }

    /// Alarms that nobody has acknowledged.
    pub const fn pulsing(&self) -> &BTreeSet<ObjectRef> {
        &self.pulsing
    }

    /// What the open list is about.
    pub const fn highlighted(&self) -> &BTreeSet<ObjectRef> {
        &self.highlighted
    }

    /// The key figures in words.
    pub fn cells(&self, now: Timestamp, words: &Words) -> Vec<Cell> {
        let figures = self.situation().into_iter().flat_map(|situation| &situation.figures);
        figures.map(|figure| Cell::new(figure, self.listed == Listed::Figure(figure.id), now, words)).collect()
    }

    /// The warnings in force, as the chips over the map have them.
    pub fn chips(&self, world: &World, now: Timestamp, words: &Words) -> Vec<Chip> {
        let signals = self.situation().into_iter().flat_map(|situation| &situation.signals);
        signals.map(|signal| Chip::of(world, signal, now, words)).collect()
    }

    /// The alarms in words; made anew when they, the language or the day have changed.
    pub fn alarms(&mut self, now: Timestamp, words: &Words) -> Arc<Vec<alarms::Line>> {
        let day = format::date(now);
        if let Some((of, lines)) = &self.lines
            && *of == day
        {
            return lines.clone();
        }
        let lines = self.situation().map(|situation| alarms::lines(&situation.alarms, now, words));
        let lines = Arc::new(lines.unwrap_or_default());
        self.lines = Some((day, lines.clone()));
        lines
    }
}
