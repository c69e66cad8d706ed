//! The feed of storms: how it stands, its address and its pace.

use eframe::egui::{Checkbox, CollapsingHeader, Ui};

use crate::{
    domain::view::Words,
    io::{feed::StormFeed, tiles::Key},
    ui::{
        panels::feed::{self, Pressed},
        storming::Feeding,
        theme::HALF_STEP,
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
    /// Ask now, or no more.
    Press(Pressed),
}

/// Draws it.
pub fn ui(ui: &mut Ui, draft: &mut Draft, feeding: &Feeding, words: &Words) -> Option<Choice> {
    let asked = feeding.choice.is_asked();
    let name = if asked { words.with("feed-source", &[("source", feeding.source())]) } else { words.get("feed-title") };
    let pressed = feed::head(ui, &name, feeding.line(words), asked.then(|| feeding.is_asking()), words);
    let mut chosen = pressed.map(Choice::Press);
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
    if let Some(address) = feed::address(ui, &mut draft.address, words) {
        next.address = address;
        // Who types an address wants it asked; who empties it does not.
        if next.address != choice.address {
            next.on = !next.address.is_empty();
        }
    }
    widgets::quiet(ui, &words.get("feed-address-hint"));
    feed::every(ui, &mut next.minutes, words);
    (next != *choice).then(|| Choice::Change(Box::new(next)))
}
