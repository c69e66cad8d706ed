//! The chart of a level on its card: the last days, the limit lines, and the storage curve beside them.

use eframe::egui::{Align2, Color32, Painter, Pos2, Rect, Role, Sense, Stroke, Ui, Vec2, WidgetInfo, pos2, vec2};

use crate::{
    domain::view::level_chart::LevelChart,
    ui::{
        theme::{self, HALF_STEP},
        widgets,
    },
};

const HEIGHT: f32 = 150.0;
/// Share of the width that the storage curve takes.
const CURVE: f32 = 0.22;

pub(super) fn ui(ui: &mut Ui, chart: &LevelChart) {
    widgets::quiet(ui, &chart.title);
    if let Some(stale) = &chart.stale {
        widgets::quiet(ui, stale);
    }
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    let said: Vec<&str> = std::iter::once(chart.title.as_str())
        .chain(chart.stale.as_deref())
        .chain(chart.lines.iter().map(|line| line.name.as_str()))
        .collect();
    let said = said.join(" · ");
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &said));
    let tokens = theme::tokens(ui.ctx());
    let painter = ui.painter_at(rect);
    let (left, right) = rect.split_left_right_at_fraction(1.0 - CURVE);
    let (left, right) = (left.shrink2(vec2(0.0, 2.0)), right.shrink2(vec2(HALF_STEP, 2.0)));
    for side in [left, right] {
        painter.rect_stroke(side, 0.0, Stroke::new(1.0, tokens.rule), eframe::egui::StrokeKind::Inside);
    }
    for line in &chart.lines {
        let color = theme::tone(ui.ctx(), line.tone);
        for side in [left, right] {
            painter.line_segment([at(side, [0.0, line.at]), at(side, [1.0, line.at])], Stroke::new(1.0, color));
        }
        label(&painter, at(left, [0.5, line.at]), Align2::CENTER_BOTTOM, &line.name, color);
    }
    // What is too old to say what is so now is grey.
    let ink = if chart.stale.is_some() { tokens.quiet } else { tokens.accent };
    curve(&painter, left, &chart.points, Stroke::new(2.0, ink));
    curve(&painter, right, &chart.curve, Stroke::new(1.5, tokens.text));
    if let Some(last) = chart.points.last() {
        painter.circle_filled(at(left, *last), 3.0, ink);
    }
    let [high, low] = &chart.ends;
    label(&painter, left.left_top() + inset(1.0), Align2::LEFT_TOP, high, tokens.quiet);
    label(&painter, left.left_bottom() + inset(-1.0), Align2::LEFT_BOTTOM, low, tokens.quiet);
    let [begin, end] = &chart.times;
    let quietly = |text: &str| {
        let text = text.to_owned();
        move |ui: &mut Ui| drop(widgets::quiet(ui, &text))
    };
    widgets::split(ui, quietly(begin), quietly(end));
}

fn inset(down: f32) -> Vec2 {
    vec2(3.0, 2.0 * down)
}

fn at(rect: Rect, [along, up]: [f32; 2]) -> Pos2 {
    pos2(rect.left() + along * rect.width(), rect.bottom() - up * rect.height())
}

fn curve(painter: &Painter, rect: Rect, points: &[[f32; 2]], stroke: Stroke) {
    painter.line(points.iter().map(|point| at(rect, *point)).collect(), stroke);
}

fn label(painter: &Painter, place: Pos2, align: Align2, text: &str, color: Color32) {
    painter.text(place, align, text, theme::small(), color);
}
