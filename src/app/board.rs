//! What can be done with the township board: take in reports, and say what became of households.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    app::command::{Desk, Draft, Refusal},
    domain::{
        catalogue::Kind,
        edit::{Edit, Label},
        model::{Figure, MOVE_REPORT, MoveReport, Object, ObjectRef},
        query::name_of,
        view::format,
        world::World,
    },
};

mod moved;

pub use moved::How;

/// So many places are told in an action's name; the rest are counted.
const TOLD: usize = 3;

/// A command on the township board.
#[derive(Clone, Debug, PartialEq)]
pub enum BoardCommand {
    /// Takes in reports, all or none. Those that are there already, word for word, are not added again.
    Report(Vec<MoveReport>),
    /// Says what became of households; those that arrived are registered.
    Moved {
        /// Which.
        households: Vec<ObjectRef>,
        /// What.
        how: How,
    },
}

impl BoardCommand {
    /// The action it would be.
    ///
    /// # Errors
    /// [`Refusal`] in the user's words: no report or nothing new, a place that the district does not have, a number
    /// below zero, a household that has moved already.
    pub fn prepare(&self, desk: &mut Desk<'_>) -> Result<Draft, Refusal> {
        match self {
            Self::Report(reports) => report(desk, reports),
            Self::Moved { households, how } => moved::moved(desk, households, *how),
        }
    }
}

fn report(desk: &mut Desk<'_>, reports: &[MoveReport]) -> Result<Draft, Refusal> {
    let Some(kind) = desk.world.catalogue().kind(MOVE_REPORT).cloned() else {
        return Err(Refusal::new("no-kind").with("kind", MOVE_REPORT));
    };
    if reports.is_empty() {
        return Err(Refusal::new("board-no-reports"));
    }
    let places = Known::of(desk.world);
    for report in reports {
        places.check(report)?;
    }
    let known: Vec<MoveReport> = match desk.world.layer(MOVE_REPORT) {
        Some(layer) => layer.objects().filter_map(|object| MoveReport::read(&kind, object)).collect(),
        None => Vec::new(),
    };
    let new: Vec<&MoveReport> =
        reports.iter().filter(|report| !known.iter().any(|known| says_the_same(known, report))).collect();
    if new.is_empty() {
        return Err(Refusal::new("board-nothing-new"));
    }
    let label = label(&new);
    let edits = new.into_iter().map(|report| Edit::Add(Arc::new(object(desk, &kind, report)))).collect();
    Ok(Draft { label, area: "board", edits })
}

/// Whether two reports say the same of the same place and moment.
fn says_the_same(known: &MoveReport, report: &MoveReport) -> bool {
    let what = |report: &MoveReport| {
        (report.township.clone(), report.village.clone(), report.reported_at, report.figures, report.acknowledged)
    };
    what(known) == what(report)
}

fn object(desk: &mut Desk<'_>, kind: &Kind, report: &MoveReport) -> Object {
    let time = format::day_time(report.reported_at.unwrap_or(desk.now));
    let name = format!("{} {time}", place(report));
    let values = report.values(kind, &name, desk.now);
    Object { uid: (desk.fresh)(), kind: kind.id.clone(), geometry: None, values }
}

fn place(report: &MoveReport) -> String {
    format!("{}{}", report.township, report.village.as_deref().unwrap_or_default())
}

fn label(reports: &[&MoveReport]) -> Label {
    let mut names: Vec<String> = Vec::new();
    for report in reports {
        let name = place(report);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Label::new("report").with("names", some(&names)).with("n", reports.len())
}

/// The first names of several places.
pub(super) fn some<'a>(names: impl IntoIterator<Item = &'a String>) -> String {
    let mut names: Vec<&str> = names.into_iter().map(String::as_str).collect();
    let more = if names.len() > TOLD { "…" } else { "" };
    names.truncate(TOLD);
    names.join("、") + more
}

/// The places of a district.
struct Known {
    townships: BTreeSet<String>,
    villages: BTreeSet<(String, String)>,
}

impl Known {
    fn of(world: &World) -> Self {
        let townships = world
            .layer("township")
            .into_iter()
            .flat_map(|layer| layer.objects().map(|object| name_of(layer.kind(), object).trim().to_owned()));
        let villages = world.layer("village").into_iter().flat_map(|layer| {
            let town = layer.kind().index("township");
            layer.objects().filter_map(move |object| {
                let town = town.and_then(|index| object.value(index).as_text())?.trim().to_owned();
                Some((town, name_of(layer.kind(), object).trim().to_owned()))
            })
        });
        Self { townships: townships.collect(), villages: villages.collect() }
    }

    fn check(&self, report: &MoveReport) -> Result<(), Refusal> {
        if !self.townships.contains(&report.township) {
            return Err(Refusal::new("board-no-township").with("name", &report.township));
        }
        if let Some(village) = &report.village
            && !self.villages.contains(&(report.township.clone(), village.clone()))
        {
            let refusal = Refusal::new("board-no-village").with("name", village);
            return Err(refusal.with("township", &report.township));
        }
        if Figure::ALL.iter().any(|figure| report.figures.get(*figure).is_some_and(|value| value < 0)) {
            return Err(Refusal::new("board-negative").with("name", place(report)));
        }
        if report.figures.is_empty() && !report.acknowledged {
            return Err(Refusal::new("board-empty").with("name", place(report)));
        }
        Ok(())
    }
}
