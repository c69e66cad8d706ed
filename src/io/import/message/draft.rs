//! A report in the making: what was said of a place, and in which words.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{Meaning, Meant, places::Named};
use crate::domain::{
    model::{Figure, Figures},
    problem::Problem,
};

/// A report in the making.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) place: Named,
    /// The physical row where its place stands, 1-based.
    pub(super) row: u64,
    /// The last row that said something of it.
    pub(super) last_row: u64,
    pub(super) said: Vec<Said>,
    pub(super) acknowledged: bool,
    pub(super) time: Option<Timestamp>,
    pub(super) reporter: Option<String>,
    pub(super) meant: Vec<Meant>,
}

/// A figure that was said.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Said {
    pub(super) figure: Figure,
    pub(super) value: i64,
    pub(super) about: bool,
    /// The words.
    pub(super) text: String,
    pub(super) row: u64,
}

impl Draft {
    pub(super) fn new(place: Named, text: String, row: u64) -> Self {
        let meant = vec![Meant { text, meaning: Meaning::Place(place.clone()) }];
        Self { place, row, last_row: row, said: Vec::new(), acknowledged: false, time: None, reporter: None, meant }
    }

    pub(super) fn says(&mut self, said: Said) {
        let meaning = Meaning::Figure { figure: said.figure, value: said.value, about: said.about };
        self.mean(said.text.clone(), meaning, said.row);
        self.said.push(said);
    }

    pub(super) fn mean(&mut self, text: String, meaning: Meaning, row: u64) {
        self.last_row = self.last_row.max(row);
        self.meant.push(Meant { text, meaning });
    }

    /// Whether anything was said beyond its name.
    pub(super) fn is_report(&self) -> bool {
        !self.said.is_empty() || self.acknowledged
    }

    /// Takes in what another says of the same place at the same time.
    fn join(&mut self, other: Self) {
        self.said.extend(other.said);
        self.meant.extend(other.meant);
        self.acknowledged |= other.acknowledged;
        self.time = self.time.or(other.time);
        self.reporter = self.reporter.take().or(other.reporter);
        self.last_row = self.last_row.max(other.last_row);
    }

    /// Its figures, and whether one of them is only about right. Of two numbers for one word neither counts; what does
    /// not add up counts as it was said. Both are problems.
    pub(super) fn figures(&self, problems: &mut Vec<Problem>) -> (Figures, bool) {
        let (mut figures, mut approximate) = (Figures::default(), false);
        for figure in Figure::ALL {
            let said: Vec<&Said> = self.said.iter().filter(|said| said.figure == figure).collect();
            let Some(first) = said.first() else { continue };
            if let Some(other) = said.iter().find(|other| other.value != first.value) {
                let value = format!("{} / {}", first.text, other.text);
                let problem = Problem::new("message_two_numbers").row(other.row).value(value);
                problems.push(problem.arg("place", self.place.name()));
                continue;
            }
            figures.set(figure, Some(first.value));
            approximate |= said.iter().any(|said| said.about);
        }
        if !approximate {
            self.check(&figures, problems);
        }
        (figures, approximate)
    }

    /// Whether the figures add up.
    fn check(&self, figures: &Figures, problems: &mut Vec<Problem>) {
        let [ordered, moved, to_move, at_shelter, with_relatives] =
            [Figure::Ordered, Figure::Moved, Figure::ToMove, Figure::AtShelter, Figure::WithRelatives]
                .map(|figure| figures.get(figure));
        let mut wrong = |code: &'static str, args: [(&'static str, i64); 2]| {
            let said = self.said.iter().map(|said| said.text.as_str()).collect::<Vec<_>>().join("，");
            let problem = Problem::new(code).row(self.row).value(said).arg("place", self.place.name());
            problems.push(args.into_iter().fold(problem, |problem, (name, value)| problem.arg(name, value)));
        };
        if let Some(moved) = moved {
            let parts = at_shelter.unwrap_or(0) + with_relatives.unwrap_or(0);
            let all_said = at_shelter.is_some() && with_relatives.is_some();
            if parts > moved || all_said && parts != moved {
                wrong("message_sum", [("moved", moved), ("parts", parts)]);
            }
        }
        let Some((ordered, gone)) = ordered.zip(figures.completed().get(Figure::Moved)) else { return };
        if gone > ordered {
            wrong("message_over_ordered", [("ordered", ordered), ("moved", gone)]);
        } else if let Some(to_move) = to_move {
            // Who is on the way is counted among those to move by some and apart by others.
            let moving = figures.get(Figure::Moving).unwrap_or(0);
            let rest = ordered - gone;
            if to_move != rest && to_move + moving != rest {
                wrong("message_rest", [("rest", rest), ("to_move", to_move)]);
            }
        }
    }
}

/// The drafts that are reports, those of one place and moment joined, in the order in which they stand. What names no
/// moment joins what was said of the place before.
pub(super) fn joined(drafts: Vec<Draft>) -> Vec<Draft> {
    let mut whole: Vec<Draft> = Vec::new();
    let mut known: BTreeMap<Named, BTreeMap<Option<Timestamp>, usize>> = BTreeMap::new();
    for draft in drafts.into_iter().filter(Draft::is_report) {
        let times = known.entry(draft.place.clone()).or_default();
        let same = match draft.time {
            None => times.values().next_back(),
            Some(_) => times.get(&draft.time).or_else(|| times.get(&None)),
        };
        let same = same.copied().and_then(|index| Some((index, whole.get_mut(index)?)));
        if let Some((index, same)) = same {
            times.remove(&same.time);
            same.join(draft);
            times.insert(same.time, index);
        } else {
            times.insert(draft.time, whole.len());
            whole.push(draft);
        }
    }
    whole
}
