//! The card of the selected object, and what can be done with it.

mod below;
mod body;
mod directory;
mod flows;
mod levels;
mod rain;

pub use body::at_place;

use std::sync::Arc;

use eframe::egui::{Button, Label, ProgressBar, RichText, ScrollArea, TextEdit, Ui};

use crate::{
    domain::{
        model::ObjectRef,
        place::Position,
        view::{
            Words,
            card::{Card, CardAction, Figure},
            journal::JournalLine,
            typhoon::AtPlace,
        },
    },
    ui::{
        panels::{here, travel},
        theme::{self, HALF_STEP},
        widgets,
    },
};

/// What the card remembers between frames: the registration being typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// How many people, as typed.
    pub people: String,
    /// Where they come from, or any word.
    pub note: String,
    /// Whether personal values are shown.
    pub unmasked: bool,
    /// Whether a form of the object was left unsaved.
    pub unsaved: bool,
    /// Where the object is.
    pub at: Option<Position>,
    /// How the storm that is looked at passes it.
    pub storm: Option<Arc<AtPlace>>,
}

impl Draft {
    /// Forgets the registration that was typed: it is done.
    pub fn clear(&mut self) {
        self.people.clear();
        self.note.clear();
    }
}

/// What was chosen on the card.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Put the card away.
    Close,
    /// Look at another object.
    Select(ObjectRef),
    /// Bring the object into the middle of the map.
    Centre,
    /// What lies within it, or around it.
    Within,
    /// Ask for the nearest shelters to this place.
    Nearest,
    /// Open or close it, or acknowledge its alarm.
    Do(CardAction),
    /// Show its personal values: that goes on record.
    Unmask,
    /// Register so many people, negative when they leave.
    Register(i64),
    /// Change it by form.
    Edit,
    /// Take it away.
    Remove,
    /// A way from it or to it, or what is within reach of it.
    Travel(travel::Choice),
    /// Plan how everybody leaves it.
    Evacuate,
    /// Who and what lies in it, or below it.
    Expose,
    /// Write the warning as CAP.
    Cap,
    /// Tick off the households that were told to come.
    TickOff,
}

/// Draws the card. `writable`: whether anything may be changed; `history`: what happened to it, latest first.
pub fn ui(
    ui: &mut Ui,
    card: &Card,
    history: &[JournalLine],
    draft: &mut Draft,
    writable: bool,
    words: &Words,
) -> Option<Choice> {
    let mut chosen = head(ui, card, words);
    if let Some(figure) = &card.figure {
        figure_ui(ui, figure);
    }
    ui.add_space(HALF_STEP);
    if writable && card.actions.contains(&CardAction::Register) {
        chosen = register(ui, draft, words).or(chosen);
    }
    ui.horizontal_wrapped(|ui| {
        if writable {
            chosen = actions(ui, card, words).or(chosen.take());
        }
        if card.evacuates && widgets::primary(ui, true, &words.get("evacuate-here")).clicked() {
            chosen = Some(Choice::Evacuate);
        }
        let below = card.below.as_ref().is_some_and(|below| !below.villages.is_empty() || !below.areas.is_empty());
        let exposes = [(card.evacuates || card.warns, "exposure-button"), (below, "below-exposed")];
        for (_, button) in exposes.into_iter().filter(|(can, _)| *can) {
            if ui.button(words.get(button)).clicked() {
                chosen = Some(Choice::Expose);
            }
        }
        if card.warns && ui.button(words.get("signal-export")).on_hover_text(words.get("signal-export-hint")).clicked()
        {
            chosen = Some(Choice::Cap);
        }
        chosen = looks(ui, card, words).or(chosen.take());
        if writable {
            let edit = words.get(if draft.unsaved { "card-edit-on" } else { "card-edit" });
            if ui.button(edit).clicked() {
                chosen = Some(Choice::Edit);
            }
            if ui.button(words.get("card-remove")).clicked() {
                chosen = Some(Choice::Remove);
            }
        }
        if let Some(at) = draft.at {
            here::copy_menu(ui, at, words);
            chosen = travel::entries(ui, words).map(Choice::Travel).or(chosen.take());
        }
    });
    if let Some(why) = &card.head.unplaced {
        widgets::quiet(ui, why);
    }
    ui.add_space(HALF_STEP);
    ScrollArea::vertical().id_salt(("card", &card.object)).auto_shrink([false, true]).show(ui, |ui| {
        chosen = body::ui(ui, card, history, draft, writable, words).or(chosen.take());
    });
    chosen
}

fn head(ui: &mut Ui, card: &Card, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    widgets::split(
        ui,
        |ui| {
            ui.add(Label::new(widgets::strong(ui, &card.head.title, theme::heading())).wrap());
        },
        |ui| {
            if widgets::close(ui, &words.get("card-close")).clicked() {
                chosen = Some(Choice::Close);
            }
        },
    );
    ui.horizontal_wrapped(|ui| {
        widgets::quiet(ui, &card.head.kind);
        if let Some(state) = &card.head.state {
            widgets::badge(ui, &state.text, theme::tone(ui.ctx(), state.tone));
        }
    });
    for line in [&card.head.sentence, &card.head.known].into_iter().flatten() {
        ui.add(Label::new(line).wrap());
    }
    if let Some(age) = &card.head.age {
        widgets::quiet(ui, age);
    }
    chosen
}

fn figure_ui(ui: &mut Ui, figure: &Figure) {
    let tokens = theme::tokens(ui.ctx());
    let color = theme::tone(ui.ctx(), figure.tone);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = HALF_STEP;
        let says = |text: &str| RichText::new(text).color(tokens.quiet);
        ui.label(says(&figure.label));
        ui.label(widgets::strong(ui, &figure.value, theme::figure()).color(color));
        ui.label(says(&figure.unit));
    });
    if let Some(share) = figure.share {
        let bar = ProgressBar::new(share).desired_height(6.0).fill(color).corner_radius(3.0);
        ui.add(bar);
    }
}

/// What changes it.
fn actions(ui: &mut Ui, card: &Card, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    for action in &card.actions {
        let (name, first) = match action {
            CardAction::Open => ("card-open-shelter", true),
            CardAction::Close => ("card-close-shelter", false),
            CardAction::Acknowledge => ("card-acknowledge", true),
            CardAction::Release => ("card-release", false),
            CardAction::Register => continue,
        };
        let name = words.get(name);
        let button = if first { widgets::primary(ui, true, &name) } else { ui.button(name) };
        if button.clicked() {
            chosen = Some(Choice::Do(*action));
        }
    }
    chosen
}

/// What looks at it, or from it.
fn looks(ui: &mut Ui, card: &Card, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    if card.head.unplaced.is_none() {
        // A warning may have no place of its own; who is inside is asked by its own button.
        if !card.warns && ui.button(words.get("card-nearest")).clicked() {
            chosen = Some(Choice::Nearest);
        }
        if !card.warns && ui.button(words.get("within-button")).clicked() {
            chosen = Some(Choice::Within);
        }
        if ui.button(words.get("card-centre")).clicked() {
            chosen = Some(Choice::Centre);
        }
    }
    chosen
}

fn register(ui: &mut Ui, draft: &mut Draft, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    let people = draft.people.trim().parse::<i64>().ok().filter(|people| *people > 0);
    widgets::card(ui, |ui| {
        let mut entered = false;
        ui.horizontal(|ui| {
            let label = ui.label(words.get("register-people"));
            let field = TextEdit::singleline(&mut draft.people).desired_width(72.0).char_limit(6);
            let typed = ui.add(field).labelled_by(label.id);
            entered = typed.lost_focus() && ui.input(|input| input.key_pressed(eframe::egui::Key::Enter));
            let note = TextEdit::singleline(&mut draft.note)
                .desired_width(ui.available_width())
                .char_limit(200)
                .hint_text(words.get("register-note"));
            ui.add(note).on_hover_text(words.get("register-note"));
        });
        ui.horizontal_wrapped(|ui| {
            let arrivals = widgets::primary(ui, people.is_some(), &words.get("register-arrivals")).clicked()
                || (entered && people.is_some());
            let departures = ui.add_enabled(people.is_some(), Button::new(words.get("register-departures"))).clicked();
            match people {
                Some(people) if arrivals => chosen = Some(Choice::Register(people)),
                Some(people) if departures => chosen = Some(Choice::Register(-people)),
                _ => {}
            }
            let ticks = ui.button(words.get("card-tick")).on_hover_text(words.get("card-tick-hint"));
            if ticks.clicked() {
                chosen = Some(Choice::TickOff);
            }
        });
        if people.is_none() && !draft.people.trim().is_empty() {
            ui.colored_label(theme::tokens(ui.ctx()).warning, words.get("register-not-a-number"));
        }
    });
    ui.add_space(HALF_STEP);
    chosen
}
