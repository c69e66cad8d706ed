//! What the pointer is on, and what was chosen.

use std::sync::Arc;

use eframe::egui::{self, Painter, Rect, Response, Stroke, Ui, pos2};

use crate::{
    domain::{
        place::Position,
        view::{drawing::Canvas, palette::Palette, scene::Scene, shape::PxRect},
    },
    ui::map::{MapPanel, MapResponse, Wanted, hit, paint},
};

impl MapPanel {
    /// What the pointer is on, and what it or the Enter key chose. Choosing a cluster goes closer.
    pub(super) fn point(
        &mut self,
        ui: &Ui,
        response: &Response,
        (scene, marks): (&Arc<Scene>, &[(usize, PxRect)]),
        by_key: bool,
    ) -> MapResponse {
        let rect = response.rect;
        let mut out = MapResponse {
            clicked: None,
            place: None,
            hovered: None,
            pointer: None,
            rect,
            bounds: self.view.bounds(),
            zoom: self.view.zoom,
        };
        let hover = response.hover_pos();
        let Some(pos) = hover.or_else(|| by_key.then(|| rect.center())) else { return out };
        let (pos, chosen) = if by_key { (rect.center(), true) } else { (pos, response.clicked()) };
        let at = [pos.x - rect.min.x, pos.y - rect.min.y];
        out.pointer = self.view.to_position(f64::from(at[0]), f64::from(at[1]));
        let Some(found) = self.find((scene, marks), at) else {
            out.place = out.pointer.filter(|_| chosen);
            return out;
        };
        if hover.is_some() {
            ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
            if !found.name.is_empty() && !response.dragged() {
                response.clone().on_hover_text_at_pointer(&found.name);
            }
        }
        out.hovered = found.object.clone();
        if chosen {
            match found.cluster {
                Some(bounds) => {
                    self.wanted = Wanted::Fit(bounds);
                    ui.ctx().request_repaint();
                }
                None => out.clicked = found.object,
            }
        }
        out
    }

    fn find(&self, (scene, marks): (&Arc<Scene>, &[(usize, PxRect)]), at: [f32; 2]) -> Option<hit::Found> {
        let dot = self.ground.dot_at(scene, &self.view, at, hit::SLACK);
        hit::find(scene, (marks, dot), &self.view, at)
    }
}

/// The cross that the Enter key chooses under.
/// A drop whose point stands on the place where an object is to be.
pub(super) fn pin(painter: &Painter, rect: Rect, canvas: &Canvas<'_>, at: Position) {
    let [x, y] = canvas.px([at.lon(), at.lat()]);
    let (tip, scale, palette) = (pos2(rect.min.x + x, rect.min.y + y), canvas.scale, canvas.palette);
    let (head, radius) = (pos2(tip.x, tip.y - 19.0 * scale), 8.0 * scale);
    let fill = paint::color(palette.accent);
    let edge = Stroke::new(2.0 * scale, paint::color(palette.halo()));
    for (color, grow) in [(paint::color(palette.halo()), 2.0 * scale), (fill, 0.0)] {
        let wide = radius * 0.82 + grow;
        let points = vec![pos2(head.x - wide, head.y + 3.0 * scale), pos2(head.x + wide, head.y + 3.0 * scale), tip];
        painter.add(egui::Shape::convex_polygon(points, color, Stroke::NONE));
        painter.circle_filled(head, radius + grow, color);
    }
    painter.circle_stroke(head, 3.0 * scale, edge);
}

pub(super) fn cross(painter: &Painter, rect: Rect, palette: &Palette, scale: f32) {
    let middle = rect.center();
    let (near, far) = (5.0 * scale, 13.0 * scale);
    for (width, color) in [(4.0 * scale, palette.halo()), (1.8 * scale, palette.accent)] {
        let stroke = Stroke::new(width, paint::color(color));
        for (dx, dy) in [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)] {
            let at = |out: f32| pos2(middle.x + dx * out, middle.y + dy * out);
            painter.line_segment([at(near), at(far)], stroke);
        }
    }
}
