//! Preparing for a day without a network: how much there is to fetch, asked first, its progress and what became of it.

use eframe::egui::{Checkbox, DragValue, ProgressBar, Ui};

use crate::{
    app::offline,
    domain::view::Words,
    io::tiles::{
        Leave, TileChoice,
        address::Address,
        choice::OWN,
        grid::DEEPEST,
        prepare::{Plan, Refusal, Stop, Tally, ZOOMS},
    },
    ui::{
        theme::{self, HALF_STEP, STEP},
        widgets,
    },
};

/// What is being set, and what is there to show.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Whether what the map shows is meant, and not the district.
    pub view: bool,
    /// The first and the last zoom.
    pub zooms: [u8; 2],
    /// Whether its page stands in the place of the sources.
    pub open: bool,
    /// What there is to show.
    pub shown: Shown,
    /// What is asked about: it begins only when just this is confirmed.
    asked: Option<Plan>,
}

/// What there is to show.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Whether the source permits it.
    pub leave: Leave,
    /// Whether there is a folder for tiles.
    pub can_keep: bool,
    /// What it comes to, as counted last.
    pub plan: Option<Result<Plan, Refusal>>,
    /// Whether that is being counted anew.
    pub counting: bool,
    /// The run under way, or the last one.
    pub run: Option<Under>,
}

/// A run.
#[derive(Clone, Debug)]
pub struct Under {
    /// From which source.
    pub name: String,
    /// Whether it is still at it.
    pub running: bool,
    /// How far it is.
    pub tally: Tally,
}

/// What was chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Choice {
    /// Fetch what was counted.
    Begin,
    /// Stop.
    Cancel,
    /// Fetch what did not come.
    Retry,
    /// Put away what became of the last run.
    Dismiss,
}

impl Default for Draft {
    fn default() -> Self {
        let shown = Shown { leave: Leave::NoMap, can_keep: false, plan: None, counting: false, run: None };
        Self { view: false, zooms: ZOOMS, open: false, asked: None, shown }
    }
}

/// Draws the way to the page, and the run under way, below the sources.
pub fn door(ui: &mut Ui, draft: &mut Draft, words: &Words) -> Option<Choice> {
    if draft.shown.leave != Leave::NoMap {
        ui.add_space(HALF_STEP);
        draft.open |= ui.button(words.get("offline-title")).clicked();
    }
    draft.shown.run.clone().and_then(|run| under(ui, &run, words))
}

/// Draws the page; `name`: of the source. What is set of the source goes into `next`.
pub fn page(ui: &mut Ui, draft: &mut Draft, next: &mut TileChoice, name: &str, words: &Words) -> Option<Choice> {
    if ui.button(words.get("offline-back")).clicked() {
        draft.open = false;
    }
    ui.add_space(HALF_STEP);
    ui.label(widgets::strong(ui, &words.with("offline-head", &[("name", name)]), theme::body()));
    let chosen = inside(ui, draft, next, name, words);
    let of_run = draft.shown.run.clone().and_then(|run| under(ui, &run, words));
    chosen.or(of_run)
}

fn inside(ui: &mut Ui, draft: &mut Draft, next: &mut TileChoice, name: &str, words: &Words) -> Option<Choice> {
    if let Some(why) = offline::no_leave(&draft.shown.leave, words) {
        widgets::quiet(ui, &why);
        return None;
    }
    if !draft.shown.can_keep {
        widgets::quiet(ui, &words.get("offline-nowhere"));
        return None;
    }
    let busy = draft.shown.run.as_ref().is_some_and(|run| run.running);
    if next.source == OWN {
        permission(ui, next, busy, words);
    }
    if draft.shown.leave == Leave::Untold {
        widgets::quiet(ui, &words.get("offline-untold"));
        return None;
    }
    if busy {
        return None;
    }
    area(ui, draft, words);
    let plan = match &draft.shown.plan {
        None => {
            widgets::quiet(ui, &words.get("offline-counting"));
            return None;
        }
        Some(Err(refusal)) => {
            widgets::quiet(ui, &offline::refused(*refusal, words));
            return None;
        }
        Some(Ok(plan)) => plan.clone(),
    };
    for line in offline::figures(&plan, words) {
        widgets::quiet(ui, &line);
    }
    // A zoom and its share stay on one line.
    widgets::quiet(ui, &offline::by_zoom(&plan, words).replace(": ", ":\u{a0}"));
    if plan.beyond() > 0 {
        let needs = plan.needs_mb();
        if ui.button(words.with("offline-raise", &[("needs", needs.to_string())])).clicked() {
            next.disk_mb = needs;
        }
        return None;
    }
    if plan.to_fetch() == 0 {
        return None;
    }
    confirm(ui, draft, plan, name, words)
}

/// What somebody here says of the provider: it goes for this address and is kept in the settings.
fn permission(ui: &mut Ui, next: &mut TileChoice, busy: bool, words: &Words) {
    let Ok(address) = Address::new(next.own.address.reveal(), Vec::new()) else { return };
    let mut permits = next.permits(&address);
    let tick = ui.add_enabled(!busy, Checkbox::new(&mut permits, words.get("offline-permit")));
    if tick.changed() {
        next.permit(&address, permits);
    }
    widgets::quiet(ui, &words.get("offline-permit-hint"));
}

fn area(ui: &mut Ui, draft: &mut Draft, words: &Words) {
    ui.horizontal(|ui| {
        ui.label(words.get("offline-area"));
        for (view, id) in [(false, "offline-area-district"), (true, "offline-area-view")] {
            if widgets::chip(ui, &words.get(id), draft.view == view).clicked() {
                draft.view = view;
            }
        }
    });
    ui.horizontal(|ui| {
        ui.label(words.get("offline-zooms"));
        let [from, to] = &mut draft.zooms;
        let label = ui.label(words.get("offline-from"));
        ui.add(DragValue::new(from).range(0..=*to)).labelled_by(label.id);
        let label = ui.label(words.get("offline-to"));
        ui.add(DragValue::new(to).range(*from..=DEEPEST)).labelled_by(label.id);
    });
    ui.add_space(HALF_STEP);
}

/// It is asked once more, with the figures; what is confirmed is what was asked about.
fn confirm(ui: &mut Ui, draft: &mut Draft, plan: Plan, name: &str, words: &Words) -> Option<Choice> {
    let fresh = !draft.shown.counting;
    if draft.asked.as_ref() != Some(&plan) {
        draft.asked = None;
        if widgets::primary(ui, fresh, &words.get("offline-begin")).clicked() {
            draft.asked = Some(plan);
        }
        return None;
    }
    let mut chosen = None;
    widgets::card(ui, |ui| {
        ui.label(offline::question(&plan, name, words));
        ui.horizontal_wrapped(|ui| {
            if widgets::primary(ui, fresh, &words.get("offline-confirm")).clicked() {
                chosen = Some(Choice::Begin);
                draft.asked = None;
            }
            if ui.button(words.get("offline-leave")).clicked() {
                draft.asked = None;
            }
        });
    });
    chosen
}

/// A run: its progress, or what became of it.
fn under(ui: &mut Ui, run: &Under, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    let tally = &run.tally;
    ui.add_space(STEP);
    widgets::card(ui, |ui| {
        if run.running {
            ui.label(words.with("offline-running", &[("name", &run.name)]));
            let total = tally.total.unwrap_or(0).max(1) as f32;
            let share = (tally.fetched + tally.failures()) as f32 / total;
            ui.add(ProgressBar::new(share).desired_width(ui.available_width()));
            widgets::quiet(ui, &offline::progress(tally, words));
            match tally.stop {
                None if ui.button(words.get("offline-cancel")).clicked() => chosen = Some(Choice::Cancel),
                None => {}
                Some(Stop::Cancelled | Stop::Full | Stop::NotKept | Stop::Trouble(_)) => {
                    widgets::quiet(ui, &words.get("offline-stopping"));
                }
            }
            return;
        }
        for line in offline::outcome(tally, words) {
            widgets::quiet(ui, &line);
        }
        ui.horizontal_wrapped(|ui| {
            let failed = tally.failures();
            let retry = words.with("offline-retry", &[("n", failed.to_string())]);
            if failed > 0 && ui.button(retry).clicked() {
                chosen = Some(Choice::Retry);
            }
            if ui.button(words.get("offline-dismiss")).clicked() {
                chosen = Some(Choice::Dismiss);
            }
        });
    });
    chosen
}
