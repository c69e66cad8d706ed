//! What is there without a network, line by line.

use eframe::egui::{Label, RichText, ScrollArea, Ui};

use crate::{
    domain::{
        catalogue::Tone,
        view::{
            Words,
            ready::{ReadyLine, State},
        },
    },
    ui::{theme, widgets},
};

/// What was chosen.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Choice {
    /// Put the panel away.
    Close,
    /// Look again.
    Again,
}

/// Draws the panel; `lines`: none while it is being looked.
pub fn ui(ui: &mut Ui, lines: Option<&[ReadyLine]>, busy: bool, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    if widgets::head(ui, &words.get("ready-title"), &words.get("ready-close")) {
        chosen = Some(Choice::Close);
    }
    widgets::quiet(ui, &words.get("ready-hint"));
    ui.horizontal(|ui| {
        if ui.button(words.get("ready-again")).clicked() {
            chosen = Some(Choice::Again);
        }
        if busy {
            ui.spinner();
        }
    });
    ScrollArea::vertical().id_salt("ready").auto_shrink([false, true]).show(ui, |ui| {
        for line in lines.unwrap_or_default() {
            let tone = match line.state {
                State::Ready => Tone::Ready,
                State::Partly => Tone::Caution,
                State::Missing => Tone::Warning,
                State::NotBuilt => Tone::Quiet,
            };
            let state = words.get(&format!("ready-state-{}", line.state.id()));
            widgets::card(ui, |ui| {
                widgets::split(
                    ui,
                    |ui| {
                        let name = widgets::strong(ui, &line.name, theme::body());
                        ui.add(Label::new(name).wrap());
                        widgets::quiet(ui, &line.says);
                    },
                    |ui| {
                        // Never colour alone: the word stands there.
                        let ink = if line.state == State::Partly {
                            theme::tokens(ui.ctx()).text
                        } else {
                            theme::tone(ui.ctx(), tone)
                        };
                        ui.label(RichText::new(state).color(ink));
                    },
                );
            });
        }
    });
    chosen
}
