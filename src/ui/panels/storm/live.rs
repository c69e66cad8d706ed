//! The feed of storms: how it stands, its address and its pace.

use eframe::egui::{Checkbox, CollapsingHeader, Label, RichText, TextEdit, Ui};

use crate::{
    domain::view::Words,
    io::{feed::StormFeed, tiles::Key},
    ui::{
        storming::Feeding,
        theme::{self, HALF_STEP},
        widgets,
    },
};

/// What is being typed.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    address: Key,
    of: Option<Key>,
}

/// What was chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// This from now on.
    Change(Box<StormFeed>),
    /// Ask now.
    Retry,
    /// Give up the question that is under way.
    Cancel,
}

/// Draws it.
pub fn ui(ui: &mut Ui, draft: &mut Draft, feeding: &Feeding, words: &Words) -> Option<Choice> {
    let (line, tone) = feeding.line(words);
    let mut chosen = None;
    let is_asked = feeding.choice.is_asked();
    let name =
        if is_asked { words.with("feed-source", &[("source", feeding.source())]) } else { words.get("feed-title") };
    ui.add(Label::new(widgets::strong(ui, &name, theme::body())).wrap());
    ui.horizontal_top(|ui| {
        ui.label(RichText::new("●").color(theme::tone(ui.ctx(), tone)).font(theme::small()));
        widgets::quiet(ui, &line);
    });
    if is_asked {
        let (id, choice) =
            if feeding.is_asking() { ("feed-cancel", Choice::Cancel) } else { ("feed-retry", Choice::Retry) };
        if ui.button(words.get(id)).clicked() {
            chosen = Some(choice);
        }
    }
    let heading = words.get("feed-settings");
    CollapsingHeader::new(heading).id_salt("feed-settings").default_open(false).show(ui, |ui| {
        chosen = settings(ui, draft, &feeding.choice, words).or(chosen.take());
    });
    ui.add_space(HALF_STEP);
    ui.separator();
    chosen
}

fn settings(ui: &mut Ui, draft: &mut Draft, choice: &StormFeed, words: &Words) -> Option<Choice> {
    if draft.of.as_ref() != Some(&choice.address) {
        draft.address = choice.address.clone();
        draft.of = Some(choice.address.clone());
    }
    let mut next = choice.clone();
    ui.add(Checkbox::new(&mut next.on, words.get("feed-on")));
    let mut text = draft.address.reveal().to_owned();
    let label = ui.label(words.get("feed-address"));
    let room = ui.available_width();
    let edit = TextEdit::singleline(&mut text).hint_text("https://…").desired_width(room).char_limit(2_000);
    let is_left = ui.add(edit).labelled_by(label.id).lost_focus();
    draft.address = Key::as_typed(text);
    if is_left {
        next.address = Key::new(draft.address.reveal());
        // Who types an address wants it asked; who empties it does not.
        if next.address != choice.address {
            next.on = !next.address.is_empty();
        }
    }
    widgets::quiet(ui, &words.get("feed-address-hint"));
    ui.horizontal_wrapped(|ui| {
        ui.label(words.get("feed-every"));
        for minutes in StormFeed::MINUTES {
            let name = words.with("feed-minutes", &[("n", minutes.to_string())]);
            if widgets::chip(ui, &name, next.minutes == minutes).clicked() {
                next.minutes = minutes;
            }
        }
    });
    (next != *choice).then(|| Choice::Change(Box::new(next)))
}
