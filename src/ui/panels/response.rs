//! Emergency responses: for each hazard what is in force, what is proposed and why, its tasks and its conditions.

mod deciding;

use std::sync::Arc;

use eframe::egui::{CollapsingHeader, Label, RichText, ScrollArea, Ui};

use crate::{
    domain::{
        catalogue::Tone,
        model::ObjectRef,
        response::ResponseLevel,
        view::{
            Words,
            response::level_told,
            response_shown::{Act, ConditionView, HazardView, PlansView, ResponseView, TaskView},
        },
    },
    ui::{
        responding::{Deciding, Responding},
        theme::{self, HALF_STEP, STEP},
        widgets,
    },
};

/// More tasks than this are only counted.
const TASKS: usize = 60;

/// What was chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Put it away.
    Close,
    /// Look at this condition or response.
    Select(ObjectRef),
    /// Think about this: its hazard, and what calls for it.
    Consider(Arc<str>, Deciding, Option<String>),
    /// Not any more.
    Reconsider,
    /// Do what was thought about.
    Confirm,
    /// Say of a task whether it is done.
    Done(ObjectRef, bool),
    /// Load the example.
    Example,
}

/// A level as a tone: what is graver is louder.
pub const fn tone(level: ResponseLevel) -> Tone {
    match level {
        ResponseLevel::I => Tone::Alarm,
        ResponseLevel::Ii => Tone::Warning,
        ResponseLevel::Iii => Tone::Caution,
        ResponseLevel::Iv => Tone::Low,
    }
}

/// Draws it.
pub fn ui(ui: &mut Ui, responding: &mut Responding, writable: bool, words: &Words) -> Option<Choice> {
    let closed = widgets::head(ui, &words.get("response-heading"), &words.get("response-close"));
    let mut chosen = closed.then_some(Choice::Close);
    let answer = responding.view().map(|view| view.map(Arc::clone).map_err(str::to_owned));
    match answer {
        None => _ = widgets::quiet(ui, &words.get("response-working")),
        Some(Err(why)) => {
            let text = RichText::new(why).color(theme::tokens(ui.ctx()).warning);
            ui.add(Label::new(text).wrap());
        }
        Some(Ok(view)) => {
            let scroll = ScrollArea::vertical().id_salt("response").auto_shrink([false, true]);
            let below = scroll.show(ui, |ui| whole(ui, &view, responding, writable, words));
            chosen = below.inner.or(chosen);
        }
    }
    chosen
}

fn whole(
    ui: &mut Ui,
    view: &ResponseView,
    responding: &mut Responding,
    writable: bool,
    words: &Words,
) -> Option<Choice> {
    let mut chosen = None;
    if view.bare {
        widgets::quiet(ui, &words.get("response-empty"));
        if writable && widgets::primary(ui, true, &words.get("response-load-example")).clicked() {
            chosen = Some(Choice::Example);
        }
    }
    if !view.storms.is_empty() {
        widgets::quiet(ui, &view.storms);
    }
    for hazard in &view.hazards {
        ui.add_space(HALF_STEP);
        let here = widgets::card(ui, |ui| hazard_ui(ui, hazard, writable, responding, words));
        chosen = here.or(chosen);
    }
    if writable && !view.others.is_empty() {
        ui.add_space(HALF_STEP);
        let head = CollapsingHeader::new(words.get("response-others")).id_salt("response-others");
        let below = head.show_unindented(ui, |ui| {
            let cards = view.others.iter();
            cards.filter_map(|hazard| widgets::card(ui, |ui| hazard_ui(ui, hazard, writable, responding, words))).last()
        });
        chosen = below.body_returned.flatten().or(chosen);
    }
    chosen = plans(ui, &view.plans, words).or(chosen);
    for (object, text) in &view.broken {
        let text = RichText::new(text).color(theme::tone(ui.ctx(), Tone::Caution));
        if widgets::link(ui, text).clicked() {
            chosen = Some(Choice::Select(object.clone()));
        }
    }
    chosen
}

/// The plan library: those past their review stand first.
fn plans(ui: &mut Ui, plans: &PlansView, words: &Words) -> Option<Choice> {
    if plans.rows.is_empty() {
        return None;
    }
    ui.add_space(HALF_STEP);
    let head = CollapsingHeader::new(&plans.head).id_salt("plans");
    let below = head.show_unindented(ui, |ui| {
        let mut chosen = None;
        if let Some(without) = &plans.without {
            widgets::quiet(ui, without);
        }
        for (object, name, told, overdue) in plans.rows.iter().take(TASKS) {
            if widgets::link(ui, RichText::new(name)).clicked() {
                chosen = Some(Choice::Select(object.clone()));
            }
            let tokens = theme::tokens(ui.ctx());
            let ink = if *overdue { theme::tone(ui.ctx(), Tone::Caution) } else { tokens.quiet };
            ui.add(Label::new(RichText::new(told).font(theme::small()).color(ink)).wrap());
            ui.add_space(HALF_STEP);
        }
        if plans.rows.len() > TASKS {
            widgets::quiet(ui, &words.with("evacuate-more", &[("n", (plans.rows.len() - TASKS).to_string())]));
        }
        chosen
    });
    below.body_returned.flatten()
}

fn hazard_ui(
    ui: &mut Ui,
    hazard: &HazardView,
    writable: bool,
    responding: &mut Responding,
    words: &Words,
) -> Option<Choice> {
    let mut chosen = None;
    let ink = hazard
        .in_force
        .as_ref()
        .map_or(theme::tokens(ui.ctx()).quiet, |(level, _)| theme::tone(ui.ctx(), tone(*level)));
    widgets::split(
        ui,
        |ui| {
            let title = widgets::strong(ui, &hazard.title, theme::body());
            match &hazard.object {
                Some(object) => {
                    if widgets::link(ui, title).clicked() {
                        chosen = Some(Choice::Select(object.clone()));
                    }
                }
                None => _ = ui.add(Label::new(title).wrap()),
            }
        },
        |ui| _ = widgets::badge(ui, &hazard.standing, ink),
    );
    if let Some(proposal) = &hazard.proposal {
        chosen = deciding::proposal(ui, hazard, proposal, writable, words).or(chosen);
    }
    for said in hazard.declined.iter().cloned().chain(hazard.held.then(|| words.get("response-held"))) {
        widgets::quiet(ui, &said);
    }
    if writable {
        chosen = deciding::by_hand(ui, hazard, responding, words).or(chosen);
    }
    if let Some(head) = &hazard.tasks_head {
        let open = CollapsingHeader::new(head).id_salt(("response-tasks", &hazard.hazard)).default_open(true);
        let below = open.show_unindented(ui, |ui| tasks(ui, &hazard.tasks, writable, words));
        chosen = below.body_returned.flatten().or(chosen);
    }
    if !hazard.conditions.is_empty() {
        let head = CollapsingHeader::new(&hazard.groups).id_salt(("response-conditions", &hazard.hazard));
        let below = head.show_unindented(ui, |ui| conditions(ui, &hazard.conditions, words));
        chosen = below.body_returned.flatten().or(chosen);
    }
    chosen
}

fn tasks(ui: &mut Ui, tasks: &[TaskView], writable: bool, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    for task in tasks.iter().take(TASKS) {
        let tokens = theme::tokens(ui.ctx());
        let ink = match (task.done, task.late) {
            (true, _) => tokens.quiet,
            (false, true) => theme::tone(ui.ctx(), Tone::Alarm),
            (false, false) => tokens.text,
        };
        let (mut selected, mut ticked) = (false, false);
        widgets::split(
            ui,
            |ui| {
                let name = RichText::new(&task.name).color(if task.done { tokens.quiet } else { tokens.text });
                selected = widgets::link(ui, name).clicked();
                ui.add(Label::new(RichText::new(&task.says).font(theme::small()).color(ink)).wrap());
            },
            |ui| {
                let name = words.get(if task.done { "response-task-undo" } else { "response-task-done" });
                ticked = writable && widgets::named(ui.button(&name), &format!("{name} {}", task.name)).clicked();
            },
        );
        let object = || task.object.clone();
        chosen = selected.then(|| Choice::Select(object())).or(chosen);
        chosen = ticked.then(|| Choice::Done(object(), !task.done)).or(chosen);
        ui.add_space(HALF_STEP);
    }
    if tasks.len() > TASKS {
        widgets::quiet(ui, &words.with("evacuate-more", &[("n", (tasks.len() - TASKS).to_string())]));
    }
    chosen
}

fn conditions(ui: &mut Ui, conditions: &[ConditionView], words: &Words) -> Option<Choice> {
    let mut chosen = None;
    if conditions.iter().any(|condition| condition.example) {
        widgets::quiet(ui, &words.get("response-example-mark"));
    }
    for condition in conditions {
        let response = widgets::row(ui, ("condition", condition.object.uid), |ui| {
            widgets::split(
                ui,
                |ui| {
                    let text = format!("{}  {}", condition.level, condition.asks);
                    ui.add(Label::new(text).wrap());
                },
                |ui| _ = widgets::badge(ui, &condition.verdict, theme::tone(ui.ctx(), condition.tone)),
            );
            widgets::quiet(ui, &condition.known);
        });
        ui.add_space(HALF_STEP);
        if widgets::named(response, &format!("{} {}", condition.asks, condition.verdict)).clicked() {
            chosen = Some(Choice::Select(condition.object.clone()));
        }
    }
    ui.add_space(STEP);
    chosen
}

/// What an act is called on a button.
fn act_told(act: Act, in_force: Option<ResponseLevel>, words: &Words) -> String {
    let (id, level) = match (act, in_force) {
        (Act::End, _) => return words.get("response-accept-end"),
        (Act::Set(to), None) => ("response-accept", to),
        (Act::Set(to), Some(now)) if to > now => ("response-accept-raise", to),
        (Act::Set(to), Some(_)) => ("response-accept-lower", to),
    };
    words.with(id, &[("level", level_told(level, words))])
}
