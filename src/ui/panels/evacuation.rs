//! A plan of evacuation: what is asked on top, the verdict and the figures, then who goes where and what is short.

mod compared;
mod conditions;

use eframe::egui::{CollapsingHeader, Label, ProgressBar, RichText, ScrollArea, Ui};

use crate::{
    domain::{
        catalogue::Tone,
        model::ObjectRef,
        network::SpeedTable,
        view::{
            Words,
            evacuation::{EvacuationView, ShelterRow, VillageRow, said},
            handout::Handout,
        },
    },
    ui::{
        evacuating::Evacuating,
        theme::{self, HALF_STEP},
        widgets,
    },
};

/// More rows of a list than this are only counted: documents have them all.
const LISTED: usize = 200;

/// What was chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Put it away.
    Close,
    /// Plan the evacuation of the selected danger area.
    Selected,
    /// Plan the evacuation of every danger area in force.
    InForce,
    /// Look at this object.
    Select(ObjectRef),
    /// Carry the plan out.
    Accept,
    /// Keep the plan, to be compared with.
    Keep,
    /// Go back to the plan that was kept.
    Swap,
    /// Forget the plan that was kept.
    DropKept,
    /// Write this document.
    Write(Handout),
    /// Stop making the plan.
    Stop,
    /// Make it after all.
    Again,
}

/// Draws the question and the plan.
pub fn ui(
    ui: &mut Ui,
    plan: &mut Evacuating,
    table: &SpeedTable,
    (writable, can_save): (bool, bool),
    words: &Words,
) -> Option<Choice> {
    let mut chosen =
        widgets::head(ui, &words.get("evacuate-title"), &words.get("evacuate-close")).then_some(Choice::Close);
    ScrollArea::vertical().id_salt("evacuation").auto_shrink([false, true]).show(ui, |ui| {
        if conditions::ui(ui, plan, table, words) {
            chosen = Some(Choice::InForce);
        }
        ui.separator();
        chosen = answer(ui, plan, (writable, can_save), words).or(chosen.take());
    });
    chosen
}

/// The plan, or why there is none.
fn answer(ui: &mut Ui, plan: &Evacuating, (writable, can_save): (bool, bool), words: &Words) -> Option<Choice> {
    let mut chosen = working(ui, plan, words);
    let answered = match plan.answer() {
        None => return chosen,
        Some(Err(why)) => {
            ui.add(Label::new(RichText::new(why).color(theme::tokens(ui.ctx()).warning)).wrap());
            return chosen;
        }
        Some(Ok(answered)) => answered,
    };
    let may = May {
        accept: writable && !plan.is_at_work() && plan.is_current() && !answered.plan.placements.is_empty(),
        save: can_save && !plan.is_at_work() && plan.is_current(),
    };
    verdict(ui, &answered.view);
    // Who compares has kept one: that comes first.
    chosen = plan.has_kept().then(|| compared::ui(ui, plan, words)).flatten().or(chosen);
    chosen = carry_out(ui, may, words).or(chosen);
    if !plan.has_kept() {
        chosen = compared::keep(ui, words).or(chosen);
    }
    told(ui, &answered.view, words).or(chosen)
}

/// How far the plan that is being made is, and a way to stop it; or that it was stopped.
fn working(ui: &mut Ui, plan: &Evacuating, words: &Words) -> Option<Choice> {
    if plan.is_stopped() {
        widgets::quiet(ui, &words.get("evacuate-stopped"));
        return ui.button(words.get("evacuate-again")).clicked().then_some(Choice::Again);
    }
    if !plan.is_busy() {
        return None;
    }
    let step = plan.step();
    let text =
        step.map_or_else(|| words.get("evacuate-working"), |step| words.with("evacuate-step", &said(&step, words)));
    ui.horizontal(|ui| {
        let stop = words.get("evacuate-stop");
        let bar = ProgressBar::new(step.map_or(0.0, |step| step.share as f32)).text(text);
        ui.add(bar.desired_width((ui.available_width() - 72.0).max(120.0)));
        ui.button(stop).clicked().then_some(Choice::Stop)
    })
    .inner
}

/// What may be done with the plan now.
#[derive(Clone, Copy)]
struct May {
    accept: bool,
    save: bool,
}

/// Accepting it, and its documents.
fn carry_out(ui: &mut Ui, may: May, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        if widgets::primary(ui, may.accept, &words.get("evacuate-accept")).clicked() {
            chosen = Some(Choice::Accept);
        }
        for handout in Handout::ALL {
            let name = words.get(&format!("handout-{}", handout.as_str()));
            if ui.add_enabled(may.save, eframe::egui::Button::new(name)).clicked() {
                chosen = Some(Choice::Write(handout));
            }
        }
    });
    ui.add_space(HALF_STEP);
    chosen
}

fn verdict(ui: &mut Ui, view: &EvacuationView) {
    widgets::quiet(ui, &view.danger);
    let color = theme::tone(ui.ctx(), view.tone);
    ui.add(Label::new(widgets::strong(ui, &view.verdict, theme::heading()).color(color)).wrap());
    widgets::quiet(ui, &view.asked);
    ui.add_space(HALF_STEP);
    for (label, value, tone) in &view.facts {
        let color = if *tone == Tone::Normal { theme::tokens(ui.ctx()).text } else { theme::tone(ui.ctx(), *tone) };
        widgets::pair(ui, label, |ui| {
            ui.add(Label::new(RichText::new(value).color(color)).wrap());
        });
    }
    ui.add_space(HALF_STEP);
}

fn told(ui: &mut Ui, view: &EvacuationView, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    for note in &view.notes {
        widgets::quiet(ui, note);
    }
    let warning = theme::tokens(ui.ctx()).warning;
    if !view.unplaced.is_empty() {
        ui.label(widgets::strong(ui, &words.get("evacuate-unplaced-title"), theme::body()));
        for row in view.unplaced.iter().take(LISTED) {
            let text = [row.name.as_str(), &row.people, &row.why].join(" · ");
            ui.add(Label::new(RichText::new(text).color(warning)).wrap());
        }
        for remedy in &view.remedies {
            ui.add(Label::new(remedy).wrap());
        }
        ui.add_space(HALF_STEP);
    }
    let title = |id: &str, rows: usize| format!("{} ({rows})", words.get(id));
    CollapsingHeader::new(title("evacuate-villages", view.villages.len()))
        .id_salt("evacuate-villages")
        .default_open(true)
        .show(ui, |ui| {
            for row in view.villages.iter().take(LISTED) {
                chosen = village(ui, row).or(chosen.take());
            }
        });
    CollapsingHeader::new(title("evacuate-shelters", view.shelters.len())).id_salt("evacuate-shelters").show(
        ui,
        |ui| {
            for row in view.shelters.iter().take(LISTED) {
                chosen = shelter(ui, row, words).or(chosen.take());
            }
        },
    );
    CollapsingHeader::new(title("evacuate-barred", view.barred.len())).id_salt("evacuate-barred").show(ui, |ui| {
        for row in view.barred.iter().take(LISTED) {
            if widgets::link(ui, RichText::new(&row.name)).clicked() {
                chosen = Some(Choice::Select(row.object.clone()));
            }
            widgets::quiet(ui, &row.why);
        }
    });
    chosen
}

fn village(ui: &mut Ui, row: &VillageRow) -> Option<Choice> {
    let mut chosen = None;
    ui.add_space(HALF_STEP);
    ui.add(Label::new(widgets::strong(ui, &[row.township.as_str(), &row.name].join(" "), theme::body())).wrap());
    if let Some(leave_by) = &row.leave_by {
        let color =
            if row.tone == Tone::Normal { theme::tokens(ui.ctx()).text } else { theme::tone(ui.ctx(), row.tone) };
        ui.add(Label::new(RichText::new(leave_by).color(color)).wrap());
    }
    widgets::quiet(ui, &row.people);
    for (object, text) in &row.to {
        if widgets::link(ui, RichText::new(text)).clicked() {
            chosen = Some(Choice::Select(object.clone()));
        }
    }
    if !row.timing.is_empty() {
        widgets::quiet(ui, &row.timing);
    }
    chosen
}

fn shelter(ui: &mut Ui, row: &ShelterRow, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    ui.add_space(HALF_STEP);
    ui.horizontal_wrapped(|ui| {
        if widgets::link(ui, RichText::new(&row.name)).clicked() {
            chosen = Some(Choice::Select(row.object.clone()));
        }
        ui.label(&row.people);
        if row.to_open {
            widgets::badge(ui, &words.get("evacuate-to-open"), theme::tone(ui.ctx(), Tone::Warning));
        }
    });
    widgets::quiet(ui, &row.from);
    chosen
}
