//! The feed of rain: how it stands, its address, its pace, and where the fields of its answer are.

use eframe::egui::{Checkbox, CollapsingHeader, Ui};

use crate::{
    domain::view::Words,
    io::feed::RainFeed,
    ui::{
        panels::feed::{self, Pressed},
        raining::Feeding,
        theme::HALF_STEP,
        widgets,
    },
};

/// Minutes that an amount is of, to choose from.
const LENGTHS: [u32; 4] = [5, 10, 30, 60];

/// What is being typed, and of which choice.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    typed: RainFeed,
    of: Option<RainFeed>,
}

/// What was chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// This from now on.
    Change(Box<RainFeed>),
    /// Ask now, or no more.
    Press(Pressed),
}

/// Draws it.
pub fn ui(ui: &mut Ui, draft: &mut Draft, feeding: &Feeding, words: &Words) -> Option<Choice> {
    let name = if feeding.choice.is_asked() {
        words.with("rain-feed-source", &[("source", feeding.source())])
    } else {
        words.get("rain-feed-title")
    };
    let asking = feeding.is_followed().then(|| feeding.is_asking());
    let mut chosen = feed::head(ui, &name, feeding.line(words), asking, words).map(Choice::Press);
    CollapsingHeader::new(words.get("feed-settings")).id_salt("rain-feed-settings").show(ui, |ui| {
        chosen = settings(ui, draft, &feeding.choice, words).or(chosen.take());
    });
    ui.add_space(HALF_STEP);
    ui.separator();
    chosen
}

fn settings(ui: &mut Ui, draft: &mut Draft, choice: &RainFeed, words: &Words) -> Option<Choice> {
    if draft.of.as_ref() != Some(choice) {
        *draft = Draft { typed: choice.clone(), of: Some(choice.clone()) };
    }
    let typed = &mut draft.typed;
    let mut next = choice.clone();
    ui.add(Checkbox::new(&mut next.on, words.get("feed-on")));
    if let Some(address) = feed::address(ui, &mut typed.address, words) {
        next.address = address;
        // Who types an address wants it asked; who empties it does not.
        if next.address != choice.address {
            next.on = !next.address.is_empty();
        }
    }
    widgets::quiet(ui, &words.get("rain-feed-hint"));
    feed::every(ui, &mut next.minutes, words);
    let fields = [
        ("rain-feed-list", "data.rows", &mut typed.mapping.list, &mut next.mapping.list),
        ("rain-feed-station", "station", &mut typed.mapping.station, &mut next.mapping.station),
        ("rain-feed-time", "time", &mut typed.mapping.time, &mut next.mapping.time),
        ("rain-feed-value", "mm", &mut typed.mapping.value, &mut next.mapping.value),
    ];
    for (id, hint, text, taken) in fields {
        if feed::line(ui, &words.get(id), hint, text) {
            text.trim().clone_into(taken);
        }
    }
    ui.horizontal_wrapped(|ui| {
        ui.label(words.get("rain-feed-length"));
        for minutes in LENGTHS {
            let name = words.with("rain-feed-length-of", &[("n", minutes.to_string())]);
            if widgets::chip(ui, &name, next.mapping.minutes == minutes).clicked() {
                next.mapping.minutes = minutes;
            }
        }
    });
    widgets::quiet(ui, &words.get("rain-feed-path-hint"));
    (next != *choice).then(|| Choice::Change(Box::new(next)))
}
