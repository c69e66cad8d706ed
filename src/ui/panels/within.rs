//! What lies within a range: how far is asked on top, then what matters of all, then by kind and by township.

use eframe::egui::{CollapsingHeader, Label, RichText, ScrollArea, TextEdit, Ui};

use crate::{
    domain::{
        model::ObjectRef,
        place::LARGEST_REACH_M,
        view::{
            Words, format,
            within::{KindPart, WithinView},
        },
    },
    ui::{
        panels::table,
        theme::{self, HALF_STEP, STEP},
        widgets,
    },
};

/// The distances that are one click away, metres.
const USUAL_M: [f64; 5] = [500.0, 1000.0, 2000.0, 3000.0, 5000.0];

/// The distance as it is typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// Metres.
    pub metres: String,
}

impl Draft {
    /// The metres; `None` when what was typed is no such number.
    pub fn metres(&self) -> Option<f64> {
        let text = self.metres.trim();
        let metres: f64 = if text.is_empty() { 0.0 } else { text.parse().ok()? };
        (0.0..=LARGEST_REACH_M).contains(&metres).then_some(metres)
    }
}

/// What was chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Put it away.
    Close,
    /// Ask with the distance typed.
    Ask,
    /// Ask of what the map shows.
    View,
    /// Look at this object.
    Select(ObjectRef),
    /// The things of this kind as a table: the place among the parts.
    Table(usize),
    /// The things of this kind to a file.
    Export(usize),
}

/// Draws the question and its answer; no view: it is being computed.
pub fn ui(ui: &mut Ui, asked: &str, view: Option<&WithinView>, draft: &mut Draft, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    if widgets::head(ui, &words.get("within-title"), &words.get("within-close")) {
        chosen = Some(Choice::Close);
    }
    chosen = question(ui, draft, words).or(chosen);
    ui.add(Label::new(RichText::new(asked).strong()).wrap());
    let Some(view) = view else {
        widgets::quiet(ui, &words.get("within-working"));
        return chosen;
    };
    ui.add_space(HALF_STEP);
    ScrollArea::vertical().id_salt("within").auto_shrink([false, true]).show(ui, |ui| {
        if view.count == 0 {
            ui.colored_label(theme::tokens(ui.ctx()).warning, words.get("within-none"));
            widgets::quiet(ui, &words.get("within-none-next"));
        }
        let count = format::number(i64::try_from(view.count).unwrap_or(i64::MAX));
        ui.label(words.with("within-count", &[("n", count)]));
        for (name, value) in &view.heads {
            widgets::pair(ui, name, |ui| {
                ui.label(widgets::strong(ui, value, theme::body()));
            });
        }
        for (place, part) in view.kinds.iter().enumerate() {
            // The first, which one acts on, stands open.
            chosen = part_ui(ui, place, part, place == 0, words).or(chosen.take());
        }
        if !view.townships.is_empty() {
            ui.add_space(STEP);
            ui.label(widgets::strong(ui, &words.get("within-by-township"), theme::body()));
            for town in &view.townships {
                widgets::pair(ui, &town.name, |ui| {
                    ui.add(Label::new(&town.counts).wrap());
                    if !town.sums.is_empty() {
                        widgets::quiet(ui, &town.sums);
                    }
                });
            }
        }
        if let Some(unplaced) = &view.unplaced {
            ui.add_space(HALF_STEP);
            widgets::quiet(ui, unplaced);
        }
    });
    chosen
}

fn question(ui: &mut Ui, draft: &mut Draft, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    ui.horizontal(|ui| {
        let label = ui.label(words.get("within-metres"));
        let field = TextEdit::singleline(&mut draft.metres).desired_width(64.0).char_limit(8);
        let typed = ui.add(field).labelled_by(label.id);
        ui.label(words.get("within-metres-unit"));
        let entered = typed.lost_focus() && ui.input(|input| input.key_pressed(eframe::egui::Key::Enter));
        let sound = draft.metres().is_some();
        if widgets::primary(ui, sound, &words.get("within-ask")).clicked() || (entered && sound) {
            chosen = Some(Choice::Ask);
        }
    });
    if draft.metres().is_none() {
        ui.colored_label(theme::tokens(ui.ctx()).warning, words.get("within-metres-wrong"));
    }
    ui.horizontal_wrapped(|ui| {
        for metres in USUAL_M {
            if widgets::chip(ui, &format::round_distance(metres), draft.metres() == Some(metres)).clicked() {
                draft.metres = format!("{metres:.0}");
                chosen = Some(Choice::Ask);
            }
        }
        if widgets::chip(ui, &words.get("within-view"), false).clicked() {
            chosen = Some(Choice::View);
        }
    });
    ui.add_space(HALF_STEP);
    chosen
}

/// What lies within of a kind: its rows under its name, `open` at first or folded.
pub fn part_ui(ui: &mut Ui, place: usize, part: &KindPart, open: bool, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    let title = format!("{}  {}", part.name, part.count);
    let title = widgets::strong(ui, &title, theme::body());
    CollapsingHeader::new(title).id_salt(("within", part.kind.as_str())).default_open(open).show(ui, |ui| {
        if !part.sums.is_empty() {
            widgets::quiet(ui, &part.sums);
        }
        ui.horizontal(|ui| {
            let named = |id: &str| words.with(id, &[("kind", part.name.as_str())]);
            if table::button(ui, &named("within-table")).clicked() {
                chosen = Some(Choice::Table(place));
            }
            if ui.button(named("within-export")).clicked() {
                chosen = Some(Choice::Export(place));
            }
        });
        for row in &part.rows {
            let response = widgets::row(ui, row.object.uid, |ui| {
                ui.add(Label::new(RichText::new(&row.name).strong()).wrap());
                if !row.detail.is_empty() {
                    widgets::quiet(ui, &row.detail);
                }
            });
            if widgets::named(response, &row.name).clicked() {
                chosen = Some(Choice::Select(row.object.clone()));
            }
        }
        if let Some(more) = part.count.checked_sub(part.rows.len()).filter(|more| *more > 0) {
            widgets::quiet(ui, &words.with("within-more", &[("n", more.to_string())]));
        }
    });
    chosen
}
