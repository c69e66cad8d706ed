//! What townships report, on its way in: pasted or typed, shown before it counts.

use std::sync::Arc;

use jiff::Timestamp;

use crate::{
    domain::{
        catalogue::Lang,
        model::{Figure, Figures, MOVE_REPORT, MoveReport, ReportSource},
        view::{Words, format},
        world::World,
    },
    io::import::message::{self, Places, recognise},
    ui::{asking::Asking, here::Here},
};

/// What is being entered.
#[derive(Debug, Default)]
pub struct Entry {
    /// Whether messages are pasted.
    pub pasting: bool,
    /// The form; none: none is filled.
    pub form: Option<Filled>,
    /// The message, as pasted.
    pub text: String,
    preview: Asking<Arc<Preview>>,
    preview_of: Option<(String, u64, Lang)>,
}

/// A message as it was understood.
#[derive(Debug, Default)]
pub struct Preview {
    /// Of which text.
    pub text: String,
    /// The reports.
    pub reports: Vec<MoveReport>,
    /// Each in words: the place and time, then a line a word.
    pub told: Vec<Vec<String>>,
    /// What was not understood.
    pub problems: Vec<String>,
}

/// A report being filled in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filled {
    /// Whose.
    pub township: String,
    /// Of which village; `None`: of the township.
    pub village: Option<String>,
    /// Whether it acknowledges the order.
    pub acknowledged: bool,
    /// The figures as typed.
    pub figures: [String; 9],
    /// Who reports, as typed.
    pub reporter: String,
}

impl Filled {
    /// The report; `None`: nothing is said, or a number makes no sense.
    pub fn report(&self, now: Timestamp) -> Option<MoveReport> {
        let mut figures = Figures::default();
        for (figure, text) in Figure::ALL.into_iter().zip(&self.figures) {
            if !text.trim().is_empty() {
                figures.set(figure, Some(number(text)?));
            }
        }
        (self.acknowledged || !figures.is_empty()).then(|| MoveReport {
            township: self.township.clone(),
            village: self.village.clone(),
            reported_at: Some(now),
            figures,
            acknowledged: self.acknowledged,
            reporter: Some(self.reporter.trim().to_owned()).filter(|name| !name.is_empty()),
            source: ReportSource::Form,
            ..MoveReport::default()
        })
    }

    /// The first figure that is no number of people, if one is.
    pub fn wrong(&self) -> Option<Figure> {
        let typed = Figure::ALL.into_iter().zip(&self.figures);
        typed.filter(|(_, text)| !text.trim().is_empty()).find(|(_, text)| number(text).is_none()).map(|(one, _)| one)
    }
}

/// A number of people or places as typed; never below zero.
fn number(text: &str) -> Option<i64> {
    text.trim().parse::<i64>().ok().filter(|number| (0..=10_000_000).contains(number))
}

impl Entry {
    /// Starts pasting.
    pub fn paste(&mut self) {
        self.form = None;
        self.pasting = true;
    }

    /// Starts a form for a place.
    pub fn fill(&mut self, township: String, village: Option<String>) {
        self.pasting = false;
        self.form = Some(Filled { township, village, ..Filled::default() });
    }

    /// Puts it away; `false`: nothing was entered. The text stays: it may have been put away by mistake.
    pub fn close(&mut self) -> bool {
        let was = self.pasting || self.form.is_some();
        (self.pasting, self.form) = (false, None);
        was
    }

    /// It was taken in.
    pub fn done(&mut self) {
        self.close();
        self.text.clear();
    }

    /// The message as understood; none: it is being read, or there is none.
    pub fn preview(&self) -> Option<&Preview> {
        self.preview.answer().filter(|preview| preview.text == self.text).map(AsRef::as_ref)
    }

    pub(super) fn poll(&mut self, here: Here<'_>) {
        self.preview.poll();
        if !self.pasting || self.text.trim().is_empty() || self.preview.is_busy() {
            return;
        }
        let wanted = (self.text.clone(), here.world.revision(), here.words.lang());
        if self.preview_of.as_ref() == Some(&wanted) {
            return;
        }
        let text = wanted.0.clone();
        self.preview_of = Some(wanted);
        let (world, words, now) = (here.world.clone(), here.words.clone(), here.clock.now());
        self.preview.ask("message", here.wake, move || Arc::new(read(text, &world, now, &words)));
    }
}

fn read(text: String, world: &World, now: Timestamp, words: &Words) -> Preview {
    let recognised = recognise(&text, &Places::of(world), now);
    let kind = world.catalogue().kind(MOVE_REPORT).map(AsRef::as_ref);
    let told = recognised.reports.iter().map(|one| message::told(one, kind, words)).collect();
    let pasted = |one: message::Understood| MoveReport { source: ReportSource::Pasted, ..one.report };
    let problems = recognised.problems.iter().map(|problem| words.problem(problem)).collect();
    Preview { text, reports: recognised.reports.into_iter().map(pasted).collect(), told, problems }
}

/// A figure's name on the form.
pub fn figure_name(figure: Figure, world: &World, words: &Words) -> String {
    let kind = world.catalogue().kind(MOVE_REPORT);
    let field = kind.and_then(|kind| kind.field(figure.field()));
    field.map_or_else(|| format::UNKNOWN.to_owned(), |field| field.name(words.lang()).to_owned())
}
