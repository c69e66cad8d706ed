//! The chart of what flows in and out on its card, beneath the levels and on their time; the newest values in words.

use eframe::egui::{Align2, Role, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::{
    domain::view::flow_chart::{FlowChart, FlowLine},
    ui::{
        panels::card::levels::{CURVE, at, label},
        theme::{self, HALF_STEP, STEP},
        widgets,
    },
};

const HEIGHT: f32 = 104.0;
/// Above and below the box, for what its ends are.
const EDGE: f32 = 19.0;
/// Lengths of the dashes and gaps by which the second line is told from the first without colours.
const DASH: [f32; 2] = [6.0, 4.0];
/// How long the piece of a line is that stands before its words.
const KEY: f32 = 22.0;

pub(super) fn ui(ui: &mut Ui, chart: &FlowChart) {
    widgets::quiet(ui, &chart.title);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    let said: Vec<&str> =
        std::iter::once(chart.title.as_str()).chain(chart.lines.iter().map(|it| it.said.as_str())).collect();
    let said = said.join(" · ");
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &said));
    let tokens = theme::tokens(ui.ctx());
    let painter = ui.painter_at(rect);
    // As wide as the levels above: one moment stands under the other.
    let (inner, _) = rect.shrink2(vec2(1.0, EDGE)).split_left_right_at_fraction(1.0 - CURVE);
    painter.rect_stroke(inner, 0.0, Stroke::new(1.0, tokens.rule), StrokeKind::Inside);
    for (place, line) in chart.lines.iter().enumerate() {
        let points: Vec<_> = line.points.iter().map(|point| at(inner, *point)).collect();
        painter.extend(drawn(ui, place, line, &points));
        if let Some(last) = points.last() {
            painter.circle_filled(*last, 3.0, ink(ui, line));
        }
    }
    let [begin, end] = &chart.times;
    let foot = format!("0 · {begin}");
    for (place, align, text) in [
        (rect.left_top(), Align2::LEFT_TOP, &chart.most),
        (rect.left_bottom(), Align2::LEFT_BOTTOM, &foot),
        (inner.right_bottom() + vec2(0.0, EDGE), Align2::RIGHT_BOTTOM, end),
    ] {
        label(&painter, place, align, text, tokens.quiet);
    }
    for (place, line) in chart.lines.iter().enumerate() {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = HALF_STEP;
            let (rect, _) = ui.allocate_exact_size(vec2(KEY, theme::small().size), Sense::hover());
            let ends = [rect.left(), rect.right()].map(|x| pos2(x, rect.center().y));
            let shapes = drawn(ui, place, line, &ends);
            ui.painter().extend(shapes);
            widgets::quiet(ui, &line.said);
        });
    }
    ui.add_space(STEP);
}

/// What is too old to say what is so now is grey.
fn ink(ui: &Ui, line: &FlowLine) -> eframe::egui::Color32 {
    let tokens = theme::tokens(ui.ctx());
    if line.is_stale { tokens.quiet } else { tokens.accent }
}

/// A line: the first whole, the others dashed.
fn drawn(ui: &Ui, place: usize, line: &FlowLine, points: &[eframe::egui::Pos2]) -> Vec<Shape> {
    let stroke = Stroke::new(if place == 0 { 2.0 } else { 1.5 }, ink(ui, line));
    let [dash, gap] = DASH;
    if place == 0 { vec![Shape::line(points.to_vec(), stroke)] } else { Shape::dashed_line(points, stroke, dash, gap) }
}
