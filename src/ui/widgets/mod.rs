//! Small things that panels are made of.

mod buttons;
mod rows;

use eframe::egui::{
    Align, Color32, FontId, Frame, Label, Layout, Margin, Response, RichText, Role, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, vec2,
};

use crate::ui::theme::{self, HALF_STEP, RADIUS};

pub use buttons::{Sign, chip, close, link, plus, primary, ring, tool};
pub use rows::{named, named_field, row};

/// The heading of a panel.
pub fn heading(ui: &mut Ui, text: &str) -> Response {
    ui.label(strong(ui, text, theme::heading()))
}

/// The heading of a panel that shares its line with buttons: cut short with … rather than wrapped, whole where the
/// pointer is on it.
pub fn heading_cut(ui: &mut Ui, text: &str) -> Response {
    let text = strong(ui, text, theme::heading());
    ui.add(Label::new(text).truncate())
}

/// Bold text of this size.
pub fn strong(ui: &Ui, text: &str, font: FontId) -> RichText {
    RichText::new(text).font(theme::bold(ui.ctx(), font.size)).strong()
}

/// Text that supports, wrapped.
pub fn quiet(ui: &mut Ui, text: &str) -> Response {
    let tokens = theme::tokens(ui.ctx());
    ui.add(Label::new(RichText::new(text).font(theme::small()).color(tokens.quiet)).wrap())
}

/// A mark in a coloured frame: 示例数据.
pub fn badge(ui: &mut Ui, text: &str, color: Color32) -> Response {
    tag(ui, text, color, None)
}

/// A mark that must not be overlooked: 演练.
pub fn flag(ui: &mut Ui, text: &str, color: Color32) -> Response {
    let ground = theme::tokens(ui.ctx()).ground;
    tag(ui, text, ground, Some(color))
}

/// A text in a frame of its own size, whatever room the row has.
fn tag(ui: &mut Ui, text: &str, color: Color32, fill: Option<Color32>) -> Response {
    let galley = ui.painter().layout_no_wrap(text.to_owned(), theme::small(), color);
    let (rect, response) = ui.allocate_exact_size(galley.size() + vec2(16.0, 6.0), Sense::hover());
    let (fill, stroke) = match fill {
        Some(fill) => (fill, Stroke::NONE),
        None => (Color32::TRANSPARENT, Stroke::new(1.0, color)),
    };
    ui.painter().rect(rect, RADIUS, fill, stroke, StrokeKind::Inside);
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, color);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    response
}

/// A card on a panel.
pub fn card<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let tokens = theme::tokens(ui.ctx());
    Frame::new()
        .fill(tokens.card)
        .stroke(Stroke::new(1.0, tokens.rule))
        .corner_radius(RADIUS)
        .inner_margin(Margin::symmetric(12, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            add(ui)
        })
        .inner
}

/// A name on the left, what it says on the right; both wrap rather than clip.
pub fn pair(ui: &mut Ui, name: &str, says: impl FnOnce(&mut Ui)) {
    let tokens = theme::tokens(ui.ctx());
    let name_width = (ui.available_width() * 0.36).min(150.0);
    ui.horizontal_top(|ui| {
        ui.allocate_ui_with_layout((name_width, 0.0).into(), Layout::top_down(Align::Min), |ui| {
            ui.set_width(name_width);
            ui.add(Label::new(RichText::new(name).color(tokens.quiet)).wrap());
        });
        ui.add_space(HALF_STEP);
        ui.allocate_ui_with_layout((ui.available_width(), 0.0).into(), Layout::top_down(Align::Min), says);
    });
}

/// The head of a panel: its title, and at the right the cross that puts it away; `true`: it was pressed.
pub fn head(ui: &mut Ui, title: &str, close_name: &str) -> bool {
    let mut closed = false;
    split(ui, |ui| drop(heading(ui, title)), |ui| closed = close(ui, close_name).clicked());
    closed
}

/// Something on the right that keeps its width, and on the left what takes the rest and wraps.
pub fn split(ui: &mut Ui, left: impl FnOnce(&mut Ui), right: impl FnOnce(&mut Ui)) {
    ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
        right(ui);
        ui.with_layout(Layout::top_down(Align::Min), left);
    });
}

/// A block of a side: it ends where its content ends.
pub fn block<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let tokens = theme::tokens(ui.ctx());
    Frame::new()
        .fill(tokens.panel)
        .stroke(Stroke::new(1.0, tokens.rule))
        .corner_radius(RADIUS)
        .inner_margin(Margin::symmetric(14, 12))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            add(ui)
        })
        .inner
}

/// A block that lies over the map.
pub fn floating<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let tokens = theme::tokens(ui.ctx());
    Frame::new()
        .fill(tokens.panel.gamma_multiply(0.94))
        .stroke(Stroke::new(1.0, tokens.rule))
        .corner_radius(RADIUS)
        .inner_margin(Margin::symmetric(14, 8))
        .show(ui, add)
        .inner
}
