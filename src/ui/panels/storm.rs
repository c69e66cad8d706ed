//! A storm: which, a bar of time that plays, how strong and how near it is, and when it is where.

mod list;
pub mod live;
mod quadrants;
pub mod rehearsal;

use eframe::egui::{Align, Button, CollapsingHeader, CollapsingResponse, Label, RichText, ScrollArea, Slider, Ui};
use jiff::{SignedDuration, Timestamp};

use crate::{
    domain::{
        catalogue::Tone,
        hazard::typhoon::{Level, QuadrantOrder},
        model::ObjectRef,
        view::{
            Words, format,
            typhoon::{Told, Town, name},
        },
    },
    ui::{
        panels::{card, feed},
        storming::{SPEEDS, STEP, Storming, rehearsing::Typed},
        theme::{self, HALF_STEP},
        widgets,
    },
};

/// What was chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Put it away.
    Close,
    /// About the feed.
    Live(live::Choice),
    /// Four radii in one text are to be read in this order.
    Order(QuadrantOrder),
    /// About a rehearsal.
    Rehearse(rehearsal::Choice),
    /// Look at this township.
    Select(ObjectRef),
    /// Who and what is inside its winds now.
    Winds(Level),
    /// Plan an evacuation with this arrival as its deadline: the earliest and the latest.
    Deadline([Timestamp; 2]),
}

/// What is being typed.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// About the feed.
    pub live: live::Draft,
    /// About a rehearsal.
    pub rehearsal: Typed,
}

/// Draws it.
pub fn ui(ui: &mut Ui, storming: &mut Storming, words: &Words) -> Option<Choice> {
    let chosen = widgets::head(ui, &words.get("storm-title"), &words.get("storm-close")).then_some(Choice::Close);
    let Some(storm) = storming.chosen().cloned() else {
        let live = live::ui(ui, &mut storming.draft.live, &storming.feeding, words).map(Choice::Live);
        if let Some(storm) = list::ui(ui, storming, words) {
            storming.choose(storm);
        }
        return chosen.or(live);
    };
    if storming.is_live(&storm) {
        let (line, tone) = storming.feeding.line(words);
        feed::standing(ui, &words.with("feed-status", &[("state", line)]), tone);
    }
    ui.add(Label::new(widgets::strong(ui, &name(&storm, words), theme::heading())).wrap());
    time(ui, storming, words);
    let told = storming.told().cloned();
    let scroll = ScrollArea::vertical().id_salt("storm").auto_shrink([false, true]);
    let below = scroll.show(ui, |ui| {
        // What must be known comes first: tools that are opened push nothing of it out of a low window.
        let mut chosen = match &told {
            Some(told) => said(ui, told, words),
            None => {
                widgets::quiet(ui, &words.get("board-working"));
                None
            }
        };
        // Of the place that was asked about.
        if let Some(at) = storming.placing.told() {
            card::at_place(ui, at, words);
        }
        chosen = quadrants::ui(ui, storming, &storm, words).map(Choice::Order).or(chosen);
        chosen = rehearsal::ui(ui, storming, words).map(Choice::Rehearse).or(chosen);
        told.and_then(|told| towns(ui, &told, words)).or(chosen)
    });
    chosen.or(below.inner)
}

/// The bar of time, and what moves along it.
fn time(ui: &mut Ui, storming: &mut Storming, words: &Words) {
    let Some((first, last)) = storming.span() else { return };
    ui.label(RichText::new(format::date_time(storming.at())).font(theme::title()).monospace());
    let minutes = |time: Timestamp| time.duration_since(first).as_mins();
    let mut at = minutes(storming.at());
    ui.spacing_mut().slider_width = (ui.available_width() - HALF_STEP).max(80.0);
    let slider = ui.add(Slider::new(&mut at, 0..=minutes(last)).show_value(false));
    if widgets::named(slider, &words.get("storm-time")).changed() {
        storming.playing = false;
        storming.go_to(first.saturating_add(SignedDuration::from_mins(at)).unwrap_or(last));
    }
    ui.horizontal_wrapped(|ui| {
        let turn = if storming.playing { "storm-pause" } else { "storm-play" };
        if widgets::primary(ui, first < last, &words.get(turn)).clicked() {
            storming.turn();
        }
        for (id, by) in [("storm-earlier", -STEP), ("storm-later", STEP)] {
            if ui.button(words.get(id)).clicked() {
                storming.playing = false;
                storming.go_by(by);
            }
        }
        for (id, to) in [("storm-first", first), ("storm-last", last)] {
            if ui.button(words.get(id)).clicked() {
                storming.playing = false;
                storming.go_to(to);
            }
        }
    });
    ui.horizontal_wrapped(|ui| {
        for speed in SPEEDS {
            let on = storming.hours_a_second() == speed;
            if ui.selectable_label(on, words.with("storm-speed", &[("hours", speed.to_string())])).clicked() {
                storming.speed = speed;
            }
        }
        if ui.button(words.get("storm-fit")).clicked() {
            storming.fit();
        }
        if ui.button(words.get("storm-back")).clicked() {
            storming.leave();
        }
    });
    ui.separator();
}

fn said(ui: &mut Ui, told: &Told, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    let tokens = theme::tokens(ui.ctx());
    if let Some(moved) = &told.moved {
        ui.add(Label::new(widgets::strong(ui, moved, theme::body()).color(tokens.warning)).wrap());
    }
    if told.replay {
        ui.add(Label::new(RichText::new(words.get("storm-replay")).color(tokens.warning)).wrap());
    }
    ui.add(Label::new(widgets::strong(ui, &told.state, theme::body())).wrap());
    for line in told.moves.iter().chain(&told.here) {
        ui.add(Label::new(line).wrap());
    }
    for line in &told.lines {
        ui.add(Label::new(RichText::new(line).color(tokens.warning)).wrap());
    }
    ui.add_space(HALF_STEP);
    chosen = winds(ui, words).or(chosen);
    ui.label(widgets::strong(ui, &words.get("storm-middle"), theme::body()));
    for line in &told.passes {
        ui.add(Label::new(line).wrap());
    }
    for one in &told.arrivals {
        ui.add_space(HALF_STEP);
        ui.add(Label::new(widgets::strong(ui, &one.says, theme::body())).wrap());
        let force = one.level.force().to_string();
        let button = ui.add(Button::new(words.get("storm-deadline")));
        if widgets::named(button, &words.with("storm-deadline-of", &[("force", force)])).clicked() {
            chosen = Some(Choice::Deadline(one.between));
        }
    }
    if told.held {
        widgets::quiet(ui, &words.get("storm-held"));
    }
    ui.add_space(HALF_STEP);
    chosen
}

/// A section that was just opened, brought into sight.
fn in_sight<R>(section: &CollapsingResponse<R>) {
    if section.header_response.clicked() && section.body_response.is_some() {
        section.header_response.scroll_to_me(Some(Align::TOP));
    }
}

/// The same by township.
fn towns(ui: &mut Ui, told: &Told, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    let heading = widgets::strong(ui, &words.get("storm-by-town"), theme::body());
    CollapsingHeader::new(heading).id_salt("storm-towns").default_open(true).show(ui, |ui| {
        for town in &told.towns {
            if row(ui, town) {
                chosen = Some(Choice::Select(town.object.clone()));
            }
        }
    });
    chosen
}

/// Who and what is inside its winds at the moment looked at.
fn winds(ui: &mut Ui, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        widgets::quiet(ui, &words.get("storm-exposed"));
        for level in Level::ALL {
            let force = [("force", level.force().to_string())];
            let button = ui.button(words.with("storm-exposed-force", &force));
            if widgets::named(button, &words.with("storm-exposed-of", &force)).clicked() {
                chosen = Some(Choice::Winds(level));
            }
        }
    });
    chosen
}

fn row(ui: &mut Ui, town: &Town) -> bool {
    let color = match town.tone {
        Tone::Normal => theme::tokens(ui.ctx()).text,
        tone => theme::tone(ui.ctx(), tone),
    };
    let clicked = widgets::link(ui, widgets::strong(ui, &town.name, theme::body()).color(color)).clicked();
    for line in [&town.now, &town.nearest].into_iter().chain(&town.stays) {
        widgets::quiet(ui, line);
    }
    ui.add_space(HALF_STEP);
    clicked
}
