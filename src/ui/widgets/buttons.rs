//! Buttons drawn by us: each has a name, a hint and a ring when it has the focus.

use eframe::egui::{
    Align2, Button, CursorIcon, Label, Painter, Rect, Response, RichText, Role, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};

use crate::ui::theme::{self, RADIUS};

/// What is drawn on a tool.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Sign {
    /// Layers.
    Layers,
    /// A cross.
    Cross,
    /// A picture: a frame with a hill and a sun.
    Picture,
}

/// Side of a tool, points.
const SIDE: f32 = 34.0;

/// A square button with a sign, called by `name`; `on`: what it opens is open.
pub fn tool(ui: &mut Ui, sign: Sign, name: &str, on: bool) -> Response {
    let tokens = theme::tokens(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(SIDE, SIDE), Sense::click());
    let strong = response.hovered() || response.has_focus();
    let edge = Stroke::new(if strong { 1.5 } else { 1.0 }, if strong { tokens.accent } else { tokens.rule });
    ui.painter().rect(rect, RADIUS, tokens.panel, edge, StrokeKind::Inside);
    draw(ui.painter(), sign, rect, Stroke::new(1.8, if on { tokens.accent } else { tokens.text }));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    response.on_hover_text(name)
}

/// A cross that puts a panel away, called by `name`.
pub fn close(ui: &mut Ui, name: &str) -> Response {
    let tokens = theme::tokens(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(24.0, 24.0), Sense::click());
    let color = if response.hovered() { tokens.text } else { tokens.quiet };
    draw(ui.painter(), Sign::Cross, rect, Stroke::new(1.5, color));
    ring(ui, rect, &response);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    response.on_hover_text(name)
}

/// A small plus that adds something, called by `name`.
pub fn plus(ui: &mut Ui, name: &str) -> Response {
    let tokens = theme::tokens(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(20.0, 22.0), Sense::click());
    let color = if response.hovered() { tokens.accent } else { tokens.faint };
    let at = rect.center();
    for arm in [vec2(4.0, 0.0), vec2(0.0, 4.0)] {
        ui.painter().line_segment([at - arm, at + arm], Stroke::new(1.5, color));
    }
    ring(ui, rect, &response);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    response.on_hover_text(name)
}

/// The button that is meant to be pressed.
pub fn primary(ui: &mut Ui, enabled: bool, name: &str) -> Response {
    let tokens = theme::tokens(ui.ctx());
    let text = RichText::new(name).font(theme::bold(ui.ctx(), theme::body().size)).color(tokens.on_accent);
    ui.add_enabled(enabled, Button::new(text).fill(tokens.accent))
}

/// A text that can be clicked, without a frame.
pub fn link(ui: &mut Ui, text: RichText) -> Response {
    let response = ui.add(Label::new(text).wrap().sense(Sense::click()));
    ring(ui, response.rect, &response);
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// One of several that are chosen between with a click.
pub fn chip(ui: &mut Ui, name: &str, on: bool) -> Response {
    let tokens = theme::tokens(ui.ctx());
    let galley = ui.painter().layout_no_wrap(name.to_owned(), theme::body(), tokens.text);
    let (rect, response) = ui.allocate_exact_size(galley.size() + vec2(16.0, 8.0), Sense::click());
    let strong = response.hovered() || response.has_focus();
    let (fill, ink) = if on { (tokens.accent, tokens.on_accent) } else { (tokens.card, tokens.text) };
    let edge = Stroke::new(1.0, if strong || on { tokens.accent } else { tokens.rule });
    ui.painter().rect(rect, RADIUS, fill, edge, StrokeKind::Inside);
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, name, theme::body(), ink);
    ring(ui, rect, &response);
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, name));
    response
}

/// The ring around what has the focus.
pub fn ring(ui: &Ui, rect: Rect, response: &Response) {
    if response.has_focus() {
        let tokens = theme::tokens(ui.ctx());
        ui.painter().rect_stroke(rect.expand(2.0), RADIUS, Stroke::new(2.0, tokens.accent), StrokeKind::Inside);
    }
}

fn draw(painter: &Painter, sign: Sign, rect: Rect, stroke: Stroke) {
    let at = rect.center();
    match sign {
        Sign::Layers => {
            for (lift, arm) in [(-4.0, 8.0), (1.0, 8.0), (6.0, 8.0)] {
                let half =
                    [pos2(at.x - arm, at.y + lift), pos2(at.x, at.y + lift + 4.0), pos2(at.x + arm, at.y + lift)];
                painter.line(half.to_vec(), stroke);
            }
            let roof = vec![pos2(at.x - 8.0, at.y - 4.0), pos2(at.x, at.y - 8.0), pos2(at.x + 8.0, at.y - 4.0)];
            painter.line(roof, stroke);
        }
        Sign::Picture => {
            let frame = Rect::from_center_size(at, vec2(19.0, 15.0));
            painter.rect_stroke(frame, 2.0, stroke, StrokeKind::Inside);
            let (left, right, low) = (frame.left() + 2.5, frame.right() - 2.5, frame.bottom() - 3.0);
            let hills = [pos2(left, low), pos2(at.x - 2.5, at.y - 0.5), pos2(at.x + 1.5, low - 2.0)];
            painter.line(hills.to_vec(), stroke);
            painter.line(vec![pos2(at.x + 0.5, low - 1.0), pos2(at.x + 4.0, at.y), pos2(right, low)], stroke);
            painter.circle_filled(pos2(right - 3.0, frame.top() + 4.0), 1.6, stroke.color);
        }
        Sign::Cross => {
            let cross = Rect::from_center_size(at, vec2(10.0, 10.0));
            painter.line_segment([cross.left_top(), cross.right_bottom()], stroke);
            painter.line_segment([cross.right_top(), cross.left_bottom()], stroke);
        }
    }
}
