//! The order of four radii in one text: four pictures of what each would mean, tried on the map before one is taken.

use eframe::egui::{Align2, CollapsingHeader, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use crate::{
    domain::{
        hazard::typhoon::{Circle, QuadrantOrder, Storm},
        view::{Words, storms::rose},
    },
    ui::{
        map::paint_shapes,
        panels::storm::in_sight,
        storming::Storming,
        theme::{self, HALF_STEP, RADIUS},
        widgets,
    },
};

/// How large a picture is, points.
const SIDE: f32 = 76.0;
/// Its line of text.
const LINE: f32 = 20.0;

/// An order in the words of its text: `东北|东南|西北|西南`.
fn said(order: QuadrantOrder, words: &Words) -> String {
    words.get(&format!("storm-order-{}", order.id()))
}

/// Draws it where the order is in doubt; the order that was taken.
pub fn ui(ui: &mut Ui, storming: &mut Storming, storm: &Storm, words: &Words) -> Option<QuadrantOrder> {
    let now = storm.quadrants?;
    let circles = storm.telling_circles(storming.at())?;
    let mut taken = None;
    let heading = words.with("storm-order", &[("order", said(now, words))]);
    let section = CollapsingHeader::new(heading).id_salt("storm-order").default_open(false).show(ui, |ui| {
        widgets::quiet(ui, &words.get("storm-order-hint"));
        let tried = storming.tried();
        ui.horizontal_wrapped(|ui| {
            for order in QuadrantOrder::ALL {
                let name = said(order, words);
                let turned = circles.map(|circle| circle.map(|circle| turn(circle, now, order)));
                if picture(ui, &turned, &name, order == tried.unwrap_or(now)).clicked() {
                    storming.try_order((order != now).then_some(order));
                }
            }
        });
        if let Some(order) = storming.tried() {
            ui.add_space(HALF_STEP);
            ui.colored_label(theme::tokens(ui.ctx()).warning, words.get("storm-order-tried"));
            ui.horizontal_wrapped(|ui| {
                if widgets::primary(ui, true, &words.get("storm-order-take")).clicked() {
                    taken = Some(order);
                }
                if ui.button(words.get("storm-order-leave")).clicked() {
                    storming.try_order(None);
                }
            });
        }
    });
    in_sight(&section);
    taken
}

fn turn(circle: Circle, from: QuadrantOrder, to: QuadrantOrder) -> Circle {
    match circle {
        Circle::Quadrants(radii) => Circle::Quadrants(to.clockwise(from.as_written(radii))),
        other => other,
    }
}

fn picture(ui: &mut Ui, circles: &[Option<Circle>; 3], name: &str, on: bool) -> Response {
    let tokens = theme::tokens(ui.ctx());
    let text = ui.painter().layout_no_wrap(name.to_owned(), theme::small(), tokens.text);
    let size = vec2((text.size().x + 12.0).max(SIDE), SIDE + LINE);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let strong = on || response.hovered() || response.has_focus();
    let edge = Stroke::new(if on { 2.0 } else { 1.0 }, if strong { tokens.accent } else { tokens.rule });
    ui.painter().rect(rect, RADIUS, tokens.card, edge, StrokeKind::Inside);
    let at = [rect.center().x, rect.min.y + SIDE / 2.0];
    paint_shapes(ui.painter(), &rose(circles, at, SIDE / 2.0 - 8.0, theme::palette(ui.ctx())));
    let foot = rect.center_bottom() - vec2(0.0, LINE / 2.0);
    ui.painter().text(foot, Align2::CENTER_CENTER, name, theme::small(), tokens.text);
    widgets::ring(ui, rect, &response);
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, name));
    response
}
