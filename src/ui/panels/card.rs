//! The card of the selected object, and what can be done with it.

use eframe::egui::{Button, Label, RichText, ScrollArea, TextEdit, Ui, Widget as _};

use crate::{
    domain::{
        model::ObjectRef,
        view::{
            Words,
            card::{Card, CardAction, Figure, Row},
        },
    },
    ui::{
        theme::{self, HALF_STEP, STEP},
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
    /// Ask for the nearest shelters to this place.
    Nearest,
    /// Open or close it.
    Switch(CardAction),
    /// Register so many people, negative when they leave.
    Register(i64),
}

/// Draws the card. `writable`: whether anything may be changed.
pub fn ui(ui: &mut Ui, card: &Card, draft: &mut Draft, writable: bool, words: &Words) -> Option<Choice> {
    let mut chosen = head(ui, card, words);
    if let Some(figure) = &card.figure {
        figure_ui(ui, figure);
    }
    if writable && !card.actions.is_empty() {
        chosen = actions(ui, card, draft, words).or(chosen);
    }
    ui.horizontal_wrapped(|ui| {
        if card.unplaced.is_none() {
            if Button::new(words.get("card-centre")).ui(ui).clicked() {
                chosen = Some(Choice::Centre);
            }
            if Button::new(words.get("card-nearest")).ui(ui).clicked() {
                chosen = Some(Choice::Nearest);
            }
        }
        if card.personal {
            ui.checkbox(&mut draft.unmasked, words.get("card-unmask"));
        }
    });
    if let Some(why) = &card.unplaced {
        widgets::quiet(ui, why);
    }
    ui.separator();
    ScrollArea::vertical().id_salt("card").auto_shrink([false, true]).show(ui, |ui| {
        for row in &card.rows {
            chosen = row_ui(ui, row).or(chosen.take());
        }
        if let Some(age) = &card.age {
            ui.add_space(HALF_STEP);
            widgets::quiet(ui, age);
        }
    });
    chosen
}

fn head(ui: &mut Ui, card: &Card, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    widgets::split(
        ui,
        |ui| {
            ui.add(Label::new(widgets::strong(ui, &card.title, theme::heading())).wrap());
        },
        |ui| {
            if widgets::close(ui, &words.get("card-close")).clicked() {
                chosen = Some(Choice::Close);
            }
        },
    );
    ui.horizontal_wrapped(|ui| {
        widgets::quiet(ui, &card.kind);
        if let Some(state) = &card.state {
            let color = theme::tone(ui.ctx(), state.tone);
            widgets::badge(ui, &state.text, color);
        }
    });
    chosen
}

fn figure_ui(ui: &mut Ui, figure: &Figure) {
    let color = theme::tone(ui.ctx(), figure.tone);
    widgets::quiet(ui, &figure.label);
    ui.horizontal(|ui| {
        ui.label(widgets::strong(ui, &figure.value, theme::figure()).color(color));
        ui.label(&figure.unit);
    });
}

fn actions(ui: &mut Ui, card: &Card, draft: &mut Draft, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    if card.actions.contains(&CardAction::Register) {
        chosen = register(ui, draft, words);
    }
    ui.horizontal(|ui| {
        for action in &card.actions {
            let name = match action {
                CardAction::Open => "card-open-shelter",
                CardAction::Close => "card-close-shelter",
                CardAction::Register => continue,
            };
            if ui.button(words.get(name)).clicked() {
                chosen = Some(Choice::Switch(*action));
            }
        }
    });
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
        ui.horizontal(|ui| {
            let arrivals =
                primary(ui, people.is_some(), &words.get("register-arrivals")) || (entered && people.is_some());
            let departures = ui.add_enabled(people.is_some(), Button::new(words.get("register-departures"))).clicked();
            match people {
                Some(people) if arrivals => chosen = Some(Choice::Register(people)),
                Some(people) if departures => chosen = Some(Choice::Register(-people)),
                _ => {}
            }
        });
        if people.is_none() && !draft.people.trim().is_empty() {
            ui.colored_label(theme::tokens(ui.ctx()).warning, words.get("register-not-a-number"));
        }
    });
    ui.add_space(HALF_STEP);
    chosen
}

fn primary(ui: &mut Ui, enabled: bool, name: &str) -> bool {
    let tokens = theme::tokens(ui.ctx());
    let button = Button::new(RichText::new(name).color(tokens.on_accent)).fill(tokens.accent);
    ui.add_enabled(enabled, button).clicked()
}

fn row_ui(ui: &mut Ui, row: &Row) -> Option<Choice> {
    let mut chosen = None;
    widgets::pair(ui, &row.label, |ui| {
        let tokens = theme::tokens(ui.ctx());
        match &row.link {
            Some(target) => {
                if widgets::link(ui, RichText::new(&row.value).color(tokens.accent)).clicked() {
                    chosen = Some(Choice::Select(target.clone()));
                }
            }
            None => {
                let text = match &row.unit {
                    Some(unit) => format!("{} {unit}", row.value),
                    None => row.value.clone(),
                };
                ui.add(Label::new(text).wrap().selectable(true));
            }
        }
    });
    ui.add_space(STEP - HALF_STEP - 3.0);
    chosen
}
