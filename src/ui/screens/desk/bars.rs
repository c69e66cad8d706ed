//! The bars of the desk that go from side to side.

use eframe::egui::{Frame, Margin, Panel, Ui};

use crate::{
    domain::view::Words,
    ui::{
        panels::{alarms, notice, signals, status, strip, top},
        screens::desk::{Choice, Shown},
        theme,
    },
};

/// The top bar, the key figures, the warnings in force and what must be said now; at the bottom the alarms and the status bar.
pub(super) fn ui(ui: &mut Ui, shown: &Shown<'_>, words: &Words, chosen: &mut Vec<Choice>) {
    let tokens = theme::tokens(ui.ctx());
    let bar = Frame::new().fill(tokens.ground).inner_margin(Margin::symmetric(16, 6));
    Panel::top("top").frame(bar).exact_size(52.0).show_separator_line(false).show(ui, |ui| {
        chosen.extend(top::ui(ui, &shown.top, words).map(Choice::Top));
    });
    if !shown.cells.is_empty() {
        let figures = bar.inner_margin(Margin { left: 16, right: 16, top: 0, bottom: 8 });
        Panel::top("strip").frame(figures).show_separator_line(false).show(ui, |ui| {
            chosen.extend(strip::ui(ui, shown.cells, strip::Sizes::DESK).map(Choice::Figure));
        });
    }
    if !shown.signals.is_empty() {
        let chips = bar.inner_margin(Margin { left: 16, right: 16, top: 0, bottom: 6 });
        Panel::top("signals").frame(chips).show_separator_line(false).show(ui, |ui| {
            chosen.extend(signals::ui(ui, shown.signals, words).map(Choice::Signal));
        });
    }
    // Over a map it floats: nothing may move under somebody's hand.
    if let Some(notice) = shown.notice.filter(|_| shown.district.is_none()) {
        Panel::top("notice").frame(bar.fill(tokens.card)).show(ui, |ui| {
            chosen.extend(notice::ui(ui, notice, words).then_some(Choice::NoticeRead));
        });
    }
    Panel::bottom("status").frame(bar).exact_size(32.0).show(ui, |ui| status::ui(ui, &shown.status, words));
    if shown.district.is_some() {
        Panel::bottom("alarms").frame(bar).exact_size(40.0).show(ui, |ui| {
            chosen.extend(alarms::line(ui, shown.alarms, words).map(Choice::Alarms));
        });
    }
}
