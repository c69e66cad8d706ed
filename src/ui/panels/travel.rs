//! A way between two places, or what is within reach of one: the question on top, the answer under it.

use eframe::egui::{CollapsingHeader, ComboBox, Label, RichText, ScrollArea, TextEdit, Ui};

use crate::{
    domain::{
        model::ObjectRef,
        network::{By, SpeedTable, Towards},
        place::Position,
        query::Named,
        view::{
            Words,
            route::{Part, ReachView, RouteView},
        },
    },
    ui::{
        theme::{self, HALF_STEP, STEP},
        travel::{End, Mode, Shown, Travelling},
        widgets,
    },
};

/// The reaches that are one click away, minutes.
const USUAL: [u32; 4] = [10, 15, 30, 60];

/// What was chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Put it away.
    Close,
    /// Look at this object.
    Select(ObjectRef),
    /// Look at this place on the map.
    Show(Position),
    /// Begin at what is looked at.
    FromHere,
    /// End at what is looked at.
    ToHere,
    /// What is within reach of what is looked at.
    ReachHere,
    /// The way from the place asked about to this object.
    RouteTo(ObjectRef),
}

/// The ways to ask, for what is looked at: beside a place and on a card.
pub fn entries(ui: &mut Ui, words: &Words) -> Option<Choice> {
    let all = [
        ("travel-start-here", Choice::FromHere),
        ("travel-go-here", Choice::ToHere),
        ("travel-reach-here", Choice::ReachHere),
    ];
    let mut chosen = None;
    for (name, choice) in all {
        if ui.button(words.get(name)).clicked() {
            chosen = Some(choice);
        }
    }
    chosen
}

/// Draws the question and its answer.
pub fn ui(ui: &mut Ui, travel: &mut Travelling, words: &Words) -> Option<Choice> {
    let mode = travel.mode?;
    let title = if mode == Mode::Route { "travel-route" } else { "travel-reach" };
    let mut chosen = widgets::head(ui, &words.get(title), &words.get("travel-close")).then_some(Choice::Close);
    ui.horizontal(|ui| {
        for (other, name) in [(Mode::Route, "travel-route"), (Mode::Reach, "travel-reach")] {
            if widgets::chip(ui, &words.get(name), mode == other).clicked() && mode != other {
                travel.begin(other);
            }
        }
    });
    ui.add_space(HALF_STEP);
    match mode {
        Mode::Route => ends(ui, travel, words),
        Mode::Reach => place(ui, travel, words),
    }
    going(ui, travel, mode == Mode::Route, words);
    if travel.picking.is_some() {
        ui.colored_label(theme::tokens(ui.ctx()).accent, words.get("travel-picking"));
    }
    ui.separator();
    let Some(shown) = travel.shown() else {
        if travel.is_busy() {
            widgets::quiet(ui, &words.get("travel-working"));
        }
        return chosen;
    };
    ScrollArea::vertical().id_salt("travel").auto_shrink([false, true]).show(ui, |ui| {
        chosen = match shown {
            Shown::Route(view) => route(ui, view, words),
            Shown::Reach(view) => reach(ui, view, words),
            Shown::Refused(why) => {
                ui.add(Label::new(RichText::new(why).color(theme::tokens(ui.ctx()).warning)).wrap());
                None
            }
        }
        .or(chosen.take());
        ui.add_space(HALF_STEP);
        widgets::quiet(ui, &words.get("travel-speeds-note"));
    });
    chosen
}

/// Both ends of a way.
fn ends(ui: &mut Ui, travel: &mut Travelling, words: &Words) {
    for (end, label) in [(End::From, "travel-from"), (End::To, "travel-to")] {
        end_ui(ui, travel, end, label, words);
    }
    let both = travel.from.is_some() && travel.to.is_some();
    if both && ui.button(words.get("travel-swap")).clicked() {
        travel.swap();
    }
}

fn end_ui(ui: &mut Ui, travel: &mut Travelling, end: End, label: &str, words: &Words) {
    let spot = if end == End::From { &travel.from } else { &travel.to };
    let name = spot.as_ref().map_or_else(|| words.get("travel-unset"), |spot| spot.name.clone());
    let unset = spot.is_none();
    let pick = if end == End::From { "travel-pick-from" } else { "travel-pick-to" };
    let mut pressed = false;
    widgets::split(
        ui,
        |ui| {
            widgets::quiet(ui, &words.get(label));
            let text = if unset { RichText::new(name).weak() } else { widgets::strong(ui, &name, theme::body()) };
            ui.add(Label::new(text).truncate());
        },
        |ui| {
            let on = travel.picking == Some(end);
            let chip = widgets::chip(ui, &words.get("travel-pick"), on);
            pressed = widgets::named(chip, &words.get(pick)).clicked();
        },
    );
    if pressed {
        travel.picking = if travel.picking == Some(end) { None } else { Some(end) };
    }
}

/// The place of a reach, how long, and which way.
fn place(ui: &mut Ui, travel: &mut Travelling, words: &Words) {
    end_ui(ui, travel, End::From, "travel-place", words);
    ui.horizontal_wrapped(|ui| {
        let label = ui.label(words.get("travel-minutes-label"));
        let field = TextEdit::singleline(&mut travel.minutes).desired_width(48.0).char_limit(4);
        ui.add(field).labelled_by(label.id);
        for minutes in USUAL {
            let on = travel.minutes() == Some(f64::from(minutes));
            if widgets::chip(ui, &minutes.to_string(), on).clicked() {
                travel.minutes = minutes.to_string();
            }
        }
    });
    if travel.minutes().is_none() {
        ui.colored_label(theme::tokens(ui.ctx()).warning, words.get("travel-minutes-wrong"));
    }
    ui.horizontal(|ui| {
        for (towards, name) in [(Towards::Others, "reach-from-here"), (Towards::Place, "reach-to-here")] {
            if widgets::chip(ui, &words.get(name), travel.towards == towards).clicked() {
                travel.towards = towards;
            }
        }
    });
}

fn going(ui: &mut Ui, travel: &mut Travelling, asks_by: bool, words: &Words) {
    let table = travel.table().clone();
    ui.horizontal_wrapped(|ui| {
        who(ui, &mut travel.going.vehicle, &mut travel.going.weather, &table, words);
    });
    if asks_by {
        ui.horizontal(|ui| {
            for (by, name) in [(By::Time, "travel-by-time"), (By::Distance, "travel-by-distance")] {
                if widgets::chip(ui, &words.get(name), travel.going.by == by).clicked() {
                    travel.going.by = by;
                }
            }
        });
    }
}

/// Who goes, and in which weather; `true`: it was changed.
pub fn who(ui: &mut Ui, vehicle: &mut String, weather: &mut String, table: &SpeedTable, words: &Words) -> bool {
    let lang = words.lang();
    let vehicles = table.vehicles.iter().map(|known| (known.id.as_str(), known.name(lang)));
    let weathers = table.weathers.iter().map(|known| (known.id.as_str(), known.name(lang)));
    let first = pick(ui, "travel-vehicle", vehicle, &vehicles.collect::<Vec<_>>(), words);
    let second = pick(ui, "travel-weather", weather, &weathers.collect::<Vec<_>>(), words);
    first || second
}

fn pick(ui: &mut Ui, label: &str, chosen: &mut String, all: &[(&str, &str)], words: &Words) -> bool {
    let name = all.iter().find(|(id, _)| *id == chosen.as_str()).map_or("", |(_, name)| *name);
    let said = ui.label(words.get(label));
    let mut changed = false;
    let list = ComboBox::from_id_salt(label).width(96.0).selected_text(name);
    let shown = list.show_ui(ui, |ui| {
        for (id, name) in all {
            if ui.selectable_label(chosen.as_str() == *id, *name).clicked() {
                changed = chosen.as_str() != *id;
                *chosen = (*id).to_owned();
            }
        }
    });
    shown.response.labelled_by(said.id);
    changed
}

fn route(ui: &mut Ui, view: &RouteView, words: &Words) -> Option<Choice> {
    let tokens = theme::tokens(ui.ctx());
    let mut chosen = None;
    if let Some(total) = &view.total {
        ui.add(Label::new(widgets::strong(ui, total, theme::heading()).color(tokens.accent)).wrap());
    }
    for why in &view.why_none {
        ui.add(Label::new(RichText::new(why).color(tokens.alarm)).wrap());
    }
    widgets::quiet(ui, &view.asked);
    if let Some(off_road) = &view.off_road {
        ui.add(Label::new(off_road).wrap());
    }
    if let Some(says) = &view.closures_say {
        ui.add_space(HALF_STEP);
        ui.add(Label::new(RichText::new(says).color(tokens.warning)).wrap());
        chosen = named(ui, &view.closures).or(chosen);
    }
    if let Some(idle) = &view.idle {
        ui.add_space(HALF_STEP);
        ui.add(Label::new(RichText::new(idle).color(tokens.warning)).wrap());
    }
    if !view.dangers.is_empty() {
        ui.add_space(HALF_STEP);
        ui.add(Label::new(RichText::new(words.get("travel-passes-danger")).color(tokens.alarm)).wrap());
        chosen = named(ui, &view.dangers).or(chosen);
    }
    if let Some(other) = &view.other {
        ui.add_space(HALF_STEP);
        ui.add(Label::new(other).wrap());
    }
    if !view.steps.is_empty() {
        ui.add_space(STEP);
        ui.label(widgets::strong(ui, &words.get("travel-steps"), theme::body()));
    }
    for (nr, step) in view.steps.iter().enumerate() {
        let name = format!("{}. {} {}", nr + 1, step.turn, step.road);
        if widgets::link(ui, RichText::new(&name)).clicked() {
            chosen = Some(Choice::Show(step.at));
        }
        widgets::quiet(ui, &step.detail);
    }
    chosen
}

/// Things on the map by name.
fn named(ui: &mut Ui, all: &[Named]) -> Option<Choice> {
    let accent = theme::tokens(ui.ctx()).accent;
    let mut chosen = None;
    for one in all {
        if widgets::link(ui, RichText::new(&one.name).color(accent)).clicked() {
            chosen = Some(Choice::Select(one.object.clone()));
        }
    }
    chosen
}

fn reach(ui: &mut Ui, view: &ReachView, words: &Words) -> Option<Choice> {
    widgets::quiet(ui, &view.asked);
    if let Some(off_road) = &view.off_road {
        widgets::quiet(ui, off_road);
    }
    for note in &view.notes {
        widgets::quiet(ui, note);
    }
    let inside = part(ui, "reach-inside", &view.inside, true, words);
    part(ui, "reach-outside", &view.outside, false, words).or(inside)
}

fn part(ui: &mut Ui, title: &str, part: &Part, inside: bool, words: &Words) -> Option<Choice> {
    let tokens = theme::tokens(ui.ctx());
    let mut chosen = None;
    ui.add_space(HALF_STEP);
    let color = if inside { tokens.accent } else { tokens.warning };
    widgets::pair(ui, &words.get(title), |ui| {
        ui.add(Label::new(widgets::strong(ui, &part.says, theme::body()).color(color)).wrap());
    });
    if part.rows.is_empty() {
        return None;
    }
    let list =
        CollapsingHeader::new(words.get("reach-villages")).id_salt(title).default_open(!inside && part.rows.len() < 40);
    list.show(ui, |ui| {
        for row in &part.rows {
            widgets::split(
                ui,
                |ui| {
                    if widgets::link(ui, RichText::new(&row.name)).clicked() {
                        chosen = Some(Choice::Select(row.object.clone()));
                    }
                    widgets::quiet(ui, &row.detail);
                },
                |ui| {
                    ui.label(RichText::new(&row.time).color(theme::tone(ui.ctx(), row.tone)).font(theme::small()));
                },
            );
        }
        if part.more > 0 {
            widgets::quiet(ui, &words.with("reach-more", &[("n", part.more.to_string())]));
        }
    });
    chosen
}
