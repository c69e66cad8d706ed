//! The plan beside the one that was kept: the figures of both, the better marked, and who goes elsewhere.

use eframe::egui::{CollapsingHeader, Grid, Label, Rect, RichText, Sense, Shape, Stroke, Ui, pos2, vec2};

use crate::{
    domain::view::{
        Words,
        evacuation::{Better, ComparedRow, ComparisonView},
    },
    ui::{
        evacuating::Evacuating,
        panels::evacuation::{Choice, LISTED},
        theme::{self, HALF_STEP},
        widgets,
    },
};

/// Stands beside the better of two figures, so that it is not told by colour alone.
const MARK: &str = "✔";

/// The button that keeps a plan, to be compared with.
pub fn keep(ui: &mut Ui, words: &Words) -> Option<Choice> {
    let keep = ui.button(words.get("evacuate-keep-plan")).on_hover_text(words.get("evacuate-keep-plan-hint"));
    ui.add_space(HALF_STEP);
    keep.clicked().then_some(Choice::Keep)
}

/// Draws the comparison with the plan that is kept.
pub fn ui(ui: &mut Ui, plan: &Evacuating, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    widgets::card(ui, |ui| {
        ui.label(widgets::strong(ui, &words.get("evacuate-compare-title"), theme::body()));
        ui.horizontal_wrapped(|ui| {
            for (name, choice) in [("evacuate-compare-swap", Choice::Swap), ("evacuate-compare-drop", Choice::DropKept)]
            {
                if ui.button(words.get(name)).clicked() {
                    chosen = Some(choice);
                }
            }
        });
        match plan.compared() {
            None => drop(widgets::quiet(ui, &words.get("evacuate-working"))),
            Some(Err(why)) => {
                ui.add(Label::new(RichText::new(why).color(theme::tokens(ui.ctx()).warning)).wrap());
            }
            Some(Ok(view)) => chosen = both(ui, view, words).or(chosen.take()),
        }
    });
    ui.add_space(HALF_STEP);
    chosen
}

fn both(ui: &mut Ui, view: &ComparisonView, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    widgets::quiet(ui, &view.kept);
    widgets::quiet(ui, &view.present);
    let warning = theme::tokens(ui.ctx()).warning;
    for note in &view.notes {
        ui.add(Label::new(RichText::new(note).font(theme::small()).color(warning)).wrap());
    }
    ui.add_space(HALF_STEP);
    figures(ui, &view.rows, words);
    ui.add_space(HALF_STEP);
    if view.elsewhere.is_empty() {
        ui.add(Label::new(&view.says).wrap());
        return None;
    }
    legend(ui, words);
    CollapsingHeader::new(&view.says).id_salt("evacuate-elsewhere").default_open(true).show(ui, |ui| {
        for row in view.elsewhere.iter().take(LISTED) {
            if widgets::link(ui, RichText::new(&row.text)).clicked() {
                chosen = row.object.clone().map(Choice::Select);
            }
        }
        let more = view.elsewhere.len().saturating_sub(LISTED);
        if more > 0 {
            widgets::quiet(ui, &words.with("evacuate-more", &[("n", more.to_string())]));
        }
    });
    chosen
}

/// The figures of both plans, line by line.
fn figures(ui: &mut Ui, rows: &[ComparedRow], words: &Words) {
    let tokens = theme::tokens(ui.ctx());
    let column = (ui.available_width() - 2.0 * HALF_STEP) / 3.0;
    Grid::new("evacuate-compared")
        .num_columns(3)
        .min_col_width(column)
        .max_col_width(column)
        .spacing([HALF_STEP, 4.0])
        .show(ui, |ui| {
            for head in ["", "evacuate-compare-kept", "evacuate-compare-present"] {
                let text = if head.is_empty() { String::new() } else { words.get(head) };
                ui.add(Label::new(RichText::new(text).font(theme::small()).color(tokens.quiet)).wrap());
            }
            ui.end_row();
            for row in rows {
                ui.add(Label::new(RichText::new(&row.label).font(theme::small()).color(tokens.quiet)).wrap());
                for (value, side) in [(&row.kept, Better::Kept), (&row.present, Better::Present)] {
                    let text = match row.better == Some(side) {
                        true => widgets::strong(ui, &format!("{value} {MARK}"), theme::body()).color(tokens.resource),
                        false => RichText::new(value),
                    };
                    ui.add(Label::new(text).wrap());
                }
                ui.end_row();
            }
        });
}

/// Which ways on the map are whose, as they are drawn there.
fn legend(ui: &mut Ui, words: &Words) {
    let accent = theme::tokens(ui.ctx()).accent;
    for (stroke, dash, name) in [
        (Stroke::new(5.0, accent), None, "evacuate-way-present"),
        (Stroke::new(4.0, accent.gamma_multiply(0.6)), Some((9.0, 5.0)), "evacuate-way-kept"),
        (Stroke::new(2.4, accent), None, "evacuate-way-both"),
    ] {
        ui.horizontal(|ui| {
            let (rect, _) = ui.allocate_exact_size(vec2(36.0, 16.0), Sense::hover());
            sample(ui, rect, stroke, dash);
            widgets::quiet(ui, &words.get(name));
        });
    }
}

fn sample(ui: &Ui, rect: Rect, stroke: Stroke, dash: Option<(f32, f32)>) {
    let ends = [pos2(rect.left(), rect.center().y), pos2(rect.right(), rect.center().y)];
    match dash {
        Some((on, off)) => ui.painter().extend(Shape::dashed_line(&ends, stroke, on, off)),
        None => drop(ui.painter().line_segment(ends, stroke)),
    }
}
