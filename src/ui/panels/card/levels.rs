//! The chart of a level on its card: the last days, the limit lines, and the storage curve beside them.

use eframe::egui::{Align2, Color32, Painter, Pos2, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::{
    domain::view::level_chart::LevelChart,
    ui::{
        theme::{self, HALF_STEP},
        widgets,
    },
};

const HEIGHT: f32 = 184.0;
/// Above and below the boxes, for what their ends are.
const EDGE: f32 = 19.0;
/// Share of the width that the storage curve takes.
pub(super) const CURVE: f32 = 0.22;

pub(super) fn ui(ui: &mut Ui, chart: &LevelChart) {
    widgets::quiet(ui, &chart.title);
    for said in [&chart.store, &chart.stale].into_iter().flatten() {
        widgets::quiet(ui, said);
    }
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    let said: Vec<&str> = std::iter::once(chart.title.as_str())
        .chain(chart.store.as_deref())
        .chain(chart.stale.as_deref())
        .chain(chart.lines.iter().map(|line| line.name.as_str()))
        .collect();
    let said = said.join(" · ");
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &said));
    let tokens = theme::tokens(ui.ctx());
    let painter = ui.painter_at(rect);
    let (left, right) = rect.shrink2(vec2(1.0, EDGE)).split_left_right_at_fraction(1.0 - CURVE);
    let right = right.shrink2(vec2(HALF_STEP, 0.0));
    for side in [left, right] {
        painter.rect_stroke(side, 0.0, Stroke::new(1.0, tokens.rule), eframe::egui::StrokeKind::Inside);
    }
    for (place, line) in chart.lines.iter().enumerate() {
        let color = theme::tone(ui.ctx(), line.tone);
        for side in [left, right] {
            painter.line_segment([at(side, [0.0, line.at]), at(side, [1.0, line.at])], Stroke::new(1.0, color));
        }
        // Lines may lie close together: their names stand at one end and the other by turns.
        let (along, align) = if place % 2 == 0 { (0.01, Align2::LEFT_BOTTOM) } else { (0.99, Align2::RIGHT_BOTTOM) };
        label(&painter, at(left, [along, line.at]), align, &line.name, color);
    }
    // What is too old to say what is so now is grey.
    let ink = if chart.stale.is_some() { tokens.quiet } else { tokens.accent };
    curve(&painter, left, &chart.points, Stroke::new(2.0, ink));
    curve(&painter, right, &chart.curve, Stroke::new(1.5, tokens.text));
    let now = [(left, chart.points.last()), (right, chart.here.as_ref())];
    for (side, place) in now {
        if let Some(place) = place {
            painter.circle_filled(at(side, *place), 3.0, ink);
        }
    }
    let ([high, low], [begin, end]) = (&chart.ends, &chart.times);
    let foot = format!("{low} · {begin}");
    for (place, align, text) in [
        (rect.left_top(), Align2::LEFT_TOP, high),
        (rect.left_bottom(), Align2::LEFT_BOTTOM, &foot),
        (left.right_bottom() + vec2(0.0, EDGE), Align2::RIGHT_BOTTOM, end),
    ] {
        label(&painter, place, align, text, tokens.quiet);
    }
}

/// A place of shares in a box.
pub(super) fn at(rect: Rect, [along, up]: [f32; 2]) -> Pos2 {
    pos2(rect.left() + along * rect.width(), rect.bottom() - up * rect.height())
}

fn curve(painter: &Painter, rect: Rect, points: &[[f32; 2]], stroke: Stroke) {
    painter.line(points.iter().map(|point| at(rect, *point)).collect(), stroke);
}

/// Small text at a place.
pub(super) fn label(painter: &Painter, place: Pos2, align: Align2, text: &str, color: Color32) {
    painter.text(place, align, text, theme::small(), color);
}
