//! Rain on a card: the sums, and hours as bars.

use eframe::egui::{Align2, Color32, Label, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::{
    domain::view::rain_shown::{Bars, RainCard},
    ui::{
        theme::{self, HALF_STEP, STEP},
        widgets,
    },
};

const HEIGHT: f32 = 120.0;
/// Above and below the bars, for what their ends are.
const EDGE: f32 = 19.0;

pub(super) fn ui(ui: &mut Ui, card: &RainCard) {
    ui.add_space(STEP);
    let color = theme::tokens(ui.ctx()).accent;
    widgets::split(
        ui,
        |ui| {
            ui.label(widgets::strong(ui, &card.title, theme::small()).color(color));
        },
        |ui| {
            if let Some((text, tone)) = &card.badge {
                widgets::badge(ui, text, theme::tone(ui.ctx(), *tone));
            }
        },
    );
    if let Some(bars) = &card.bars {
        bars_ui(ui, bars, &card.title);
    }
    for (window, said) in &card.rows {
        widgets::pair(ui, window, |ui| drop(ui.add(Label::new(said).wrap().selectable(true))));
    }
    for note in &card.notes {
        ui.add(Label::new(note).wrap());
    }
    ui.add_space(HALF_STEP);
}

fn bars_ui(ui: &mut Ui, bars: &Bars, title: &str) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    let said: Vec<&str> = [title, &bars.most].into_iter().chain(bars.missing.as_deref()).collect();
    let said = said.join(" · ");
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &said));
    let tokens = theme::tokens(ui.ctx());
    let painter = ui.painter_at(rect);
    let inner = rect.shrink2(vec2(1.0, EDGE));
    let width = inner.width() / bars.hours.len().max(1) as f32;
    for (place, hour) in bars.hours.iter().enumerate() {
        let left = inner.left() + place as f32 * width;
        let bar = |height: f32| {
            let top = inner.bottom() - height * inner.height();
            Rect::from_min_max(pos2(left + 0.5, top), pos2(left + width - 0.5, inner.bottom()))
        };
        match hour {
            Some(share) => painter.rect_filled(bar(*share), 0.0, tokens.accent),
            // An hour that was not measured is no hour without rain.
            None => painter.rect_filled(bar(1.0), 0.0, faint(tokens.quiet)),
        };
    }
    painter.rect_stroke(inner, 0.0, Stroke::new(1.0, tokens.rule), StrokeKind::Inside);
    let [begin, end] = &bars.times;
    let missing = bars.missing.clone().unwrap_or_default();
    for (place, align, text) in [
        (rect.left_top(), Align2::LEFT_TOP, &bars.most),
        (rect.right_top(), Align2::RIGHT_TOP, &missing),
        (rect.left_bottom(), Align2::LEFT_BOTTOM, begin),
        (rect.right_bottom(), Align2::RIGHT_BOTTOM, end),
    ] {
        painter.text(place, align, text, theme::small(), tokens.quiet);
    }
}

fn faint(color: Color32) -> Color32 {
    color.gamma_multiply(0.25)
}
