//! What a plan of evacuation hands over, as documents: the transfer list in the bureau's columns, a slip for each
//! village, a sheet for each shelter, the trips of the vehicles, and a text for a chat.

mod list;
mod maps;
mod sheets;
mod slips;

use std::collections::BTreeMap;

use geo_types::LineString;
use jiff::{SignedDuration, Timestamp};

use crate::domain::{
    model::{Object, Value},
    network::{SpeedTable, Ways},
    plan::evacuation::{Deadline, Placement, Plan, Shelter, Timetable},
    query::journey,
    view::{
        Words,
        evacuation::EvacuationView,
        format,
        mask::masked,
        paper::{Paper, Part},
        route::{self, RouteView},
        say,
        travelled::{Travelled, straight},
    },
    world::World,
};

/// A document of a plan.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Handout {
    /// The figures, who goes where, what is short: also as a text for a chat.
    Summary,
    /// The transfer list in the provincial template's 20 columns.
    List,
    /// A page for each village: danger, shelter, way, persons, phones.
    Slips,
    /// A page for each shelter: who comes, from where, when.
    Shelters,
    /// The trips of the vehicles.
    Trips,
    /// The plan on the map: a picture, or a page.
    Map,
}

impl Handout {
    /// Every document, in the order in which they are offered.
    pub const ALL: [Self; 6] = [Self::Summary, Self::List, Self::Slips, Self::Shelters, Self::Trips, Self::Map];

    /// Its name on the command line; `handout-<name>` in the locale files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Summary => "summary",
            Self::List => "list",
            Self::Slips => "slips",
            Self::Shelters => "shelters",
            Self::Trips => "trips",
            Self::Map => "map",
        }
    }

    /// The usual ending of its file.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::List => "xlsx",
            Self::Map => "png",
            Self::Summary | Self::Slips | Self::Shelters | Self::Trips => "pdf",
        }
    }
}

/// The way of each placement, by group and shelter.
pub type Guides = BTreeMap<(usize, usize), Guide>;

/// A way, in words and as lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Guide {
    /// In words.
    pub told: RouteView,
    /// On the road; `None`: there is none.
    pub way: Option<LineString>,
    /// Straight: to the road and from it, or all of it.
    pub off_road: Vec<LineString>,
}

/// The ways that a plan's people go, in words; none for a document that shows none. Takes its time where there are many.
pub fn guides(world: &World, plan: &Plan, ways: &Ways, table: &SpeedTable, handout: Handout, words: &Words) -> Guides {
    let mut guides = Guides::new();
    if !matches!(handout, Handout::Summary | Handout::Slips | Handout::Map) {
        return guides;
    }
    for placement in &plan.placements {
        let ends = plan.called.groups.get(placement.group).zip(plan.shelters.get(placement.shelter));
        let Some((group, shelter)) = ends else { continue };
        guides.entry((placement.group, placement.shelter)).or_insert_with(|| {
            let way = journey(world, ways, group.at, shelter.at);
            let told = route::route(world, &way, ways, table, words);
            let Travelled { best, off_road, .. } = Travelled::of_journey(&way, ways.graph(), group.at, shelter.at);
            let off_road = if best.is_some() { off_road } else { vec![straight(group.at, shelter.at)] };
            Guide { told, way: best, off_road }
        });
    }
    guides
}

/// All that a document may need.
#[derive(Clone, Copy, Debug)]
pub struct Handing<'a> {
    /// The world that was planned on.
    pub world: &'a World,
    /// The plan.
    pub plan: &'a Plan,
    /// It in words.
    pub view: &'a EvacuationView,
    /// When each trip goes.
    pub timing: &'a Timetable,
    /// By when.
    pub deadline: Option<&'a Deadline>,
    /// The ways.
    pub guides: &'a Guides,
    /// Whether names and phones stand whole.
    pub unmask: bool,
    /// The mark of a sample or an exercise.
    pub mark: Option<&'a str>,
    /// When it is made.
    pub now: Timestamp,
    /// The words.
    pub words: &'a Words,
}

impl Handing<'_> {
    /// The document.
    pub fn paper(&self, handout: Handout) -> Paper {
        let parts = match handout {
            Handout::Summary => self.summary(),
            Handout::List => vec![Part::Table(self.list())],
            Handout::Slips => self.slips(),
            Handout::Shelters => self.shelter_sheets(),
            Handout::Trips => self.trip_table(),
            Handout::Map => self.sheet(),
        };
        Paper {
            title: self.title(handout),
            mark: self.mark.map(str::to_owned),
            landscape: matches!(handout, Handout::List | Handout::Trips | Handout::Map),
            issuer: String::new(),
            time: Some(self.now),
            parts,
        }
    }

    /// What stands at its top.
    pub fn title(&self, handout: Handout) -> String {
        let what = self.words.get(&format!("handout-{}", handout.as_str()));
        self.say("handout-title", &[("what", what), ("danger", self.view.danger.clone())])
    }

    /// Labels and values of the plan's figures.
    pub fn figures(&self) -> Vec<(String, String)> {
        self.view.facts.iter().map(|(label, value, _)| (label.clone(), value.clone())).collect()
    }

    /// The map by itself, with the verdict.
    fn sheet(&self) -> Vec<Part> {
        vec![Part::Text(self.view.verdict.clone()), Part::Drawing(self.map_of(None, maps::SHEET))]
    }

    fn say(&self, id: &str, args: &[(&str, String)]) -> String {
        self.words.with(id, args)
    }

    /// A field of an object in words, covered where it is personal.
    fn field(&self, object: &Object, field: &str) -> String {
        let Some(kind) = self.world.catalogue().kind(object.kind.as_str()) else { return String::new() };
        let Some(index) = kind.index(field) else { return String::new() };
        let Some(known) = kind.fields.get(index) else { return String::new() };
        match object.value(index) {
            Value::Text(text) if known.personal && !self.unmask => masked(text),
            value => say::value(known, value, self.words).unwrap_or_default(),
        }
    }

    fn shelter_field(&self, shelter: &Shelter, field: &str) -> String {
        self.world.object(&shelter.object).map_or_else(String::new, |object| self.field(object, field))
    }

    /// The moment that is so many milliseconds after the first departure; in minutes where no deadline fixes it.
    fn moment(&self, after_ms: u64) -> String {
        let start = self.latest_departure();
        let after = SignedDuration::from_millis(i64::try_from(after_ms).unwrap_or(i64::MAX));
        match start.and_then(|start| start.checked_add(after).ok()) {
            Some(at) => format::time_of_day(at),
            None => self.say("handout-after", &[("time", route::minutes(after_ms as f64 / 60_000.0, self.words))]),
        }
    }

    /// When the first vehicle must leave at the latest for everybody to be there in time.
    fn latest_departure(&self) -> Option<Timestamp> {
        let needs = SignedDuration::from_millis(i64::try_from(self.timing.cleared_ms).ok()?);
        self.deadline?.at.checked_sub(needs).ok()
    }

    fn shelter_of(&self, placement: &Placement) -> Option<&Shelter> {
        self.plan.shelters.get(placement.shelter)
    }

    fn summary(&self) -> Vec<Part> {
        let view = self.view;
        let mut parts = vec![Part::Text([view.verdict.as_str(), &view.asked].join("\n"))];
        parts.push(Part::Facts(self.figures()));
        parts.push(self.map(None));
        parts.extend(view.notes.iter().cloned().map(Part::Text));
        let mut lines = |title: &str, lines: Vec<String>| {
            if !lines.is_empty() {
                parts.push(Part::Heading(2, self.words.get(title)));
                parts.push(Part::Text(lines.join("\n")));
            }
        };
        let unplaced = view.unplaced.iter().map(|row| [row.name.as_str(), &row.people, &row.why].join("　"));
        lines("evacuate-unplaced-title", unplaced.collect());
        lines("evacuate-remedies", view.remedies.clone());
        let villages = view.villages.iter().map(|row| {
            let to: Vec<&str> = row.to.iter().map(|(_, text)| text.as_str()).collect();
            let mut said = vec![format!("{} {}", row.township, row.name), row.people.clone(), to.join("；")];
            said.extend(row.leave_by.clone());
            said.join("　")
        });
        lines("evacuate-villages", villages.collect());
        let shelters = view.shelters.iter().map(|row| {
            let open = if row.to_open { self.words.get("evacuate-to-open") } else { String::new() };
            [row.name.as_str(), &row.people, &open, &row.from].join("　")
        });
        lines("evacuate-shelters", shelters.collect());
        parts
    }
}
