//! A row that can be clicked as a whole.

use std::{fmt::Debug, hash::Hash};

use eframe::egui::{Frame, Margin, Response, Role, Sense, Stroke, Ui, UiBuilder, WidgetInfo};

use crate::ui::{
    theme::{self, RADIUS},
    widgets,
};

/// A card that is one button: what stands in it may hold buttons of its own.
pub fn row(ui: &mut Ui, id: impl Hash + Debug, add: impl FnOnce(&mut Ui)) -> Response {
    let tokens = theme::tokens(ui.ctx());
    let builder = UiBuilder::new().id_salt(("row", id)).sense(Sense::click());
    let inner = ui.scope_builder(builder, |ui| {
        let edge = if ui.response().hovered() { tokens.accent } else { tokens.rule };
        Frame::new()
            .fill(tokens.card)
            .stroke(Stroke::new(1.0, edge))
            .corner_radius(RADIUS)
            .inner_margin(Margin::symmetric(10, 7))
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.spacing_mut().item_spacing.y = 2.0;
                add(ui);
            });
    });
    widgets::ring(ui, inner.response.rect, &inner.response);
    inner.response
}

/// A button that is called so.
pub fn named(response: Response, name: &str) -> Response {
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    response
}

/// A field for text that is called so.
pub fn named_field(response: Response, name: &str) -> Response {
    let enabled = response.enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, enabled, name));
    response
}
