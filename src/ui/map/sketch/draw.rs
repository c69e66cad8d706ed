//! The sketch on the map: what is there, the next edge, the vertices, how long or large it is, and what is wrong.

use eframe::egui::{Align2, Color32, FontId, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, pos2, vec2};
use geo_types::{Coord, Geometry, LineString};

use crate::{
    domain::view::{Words, drawing::Canvas, measured},
    ui::map::{
        on_screen, paint,
        sketch::{Form, Sketch},
    },
};

/// With more vertices than this they are drawn small.
const MANY: usize = 40;

/// Inks of the sketch.
struct Ink {
    line: Color32,
    halo: Color32,
    text: Color32,
    panel: Color32,
    alarm: Color32,
}

impl Sketch {
    /// Paints it.
    pub(in crate::ui::map) fn paint(&self, painter: &Painter, rect: Rect, canvas: &Canvas<'_>, words: &Words) {
        let palette = canvas.palette;
        let ink = Ink {
            line: paint::color(palette.accent),
            halo: paint::color(palette.halo()),
            text: paint::color(palette.text),
            panel: paint::color(palette.panel),
            alarm: paint::color(palette.alarm),
        };
        let place = |at: Coord| on_screen(rect, canvas.px([at.x, at.y]));
        for path in &self.paths {
            let points: Vec<Pos2> = path.coords.iter().copied().map(place).collect();
            line(painter, points, path.closed, &ink);
        }
        if self.is_drawing() {
            self.paint_next(painter, &place, &ink);
        } else {
            self.paint_handles(painter, &place, &ink);
        }
        if let Some(at) = self.fault.and_then(|fault| fault.at) {
            let middle = place(at);
            painter.circle_stroke(middle, 13.0, Stroke::new(5.0, ink.halo));
            painter.circle_stroke(middle, 13.0, Stroke::new(3.0, ink.alarm));
            for (dx, dy) in [(1.0, 1.0), (1.0, -1.0)] {
                let arm = vec2(6.0 * dx, 6.0 * dy);
                painter.line_segment([middle - arm, middle + arm], Stroke::new(2.5, ink.alarm));
            }
        }
        let says = measured::says(self.measured(), words);
        if let (false, Some(at)) = (says.is_empty(), self.hand.at.filter(|_| self.is_drawing())) {
            tag(painter, place(at) + vec2(16.0, 18.0), &says, &ink);
        }
    }

    /// The points set, and the edge to the pointer.
    fn paint_next(&self, painter: &Painter, place: &dyn Fn(Coord) -> Pos2, ink: &Ink) {
        let mut points: Vec<Pos2> = self.points.iter().copied().map(place).collect();
        let next = self.hand.at.map(place);
        match (self.form, self.preview()) {
            (Form::Rectangle | Form::Circle, Some(Geometry::Polygon(area))) => {
                line(painter, ring(area.exterior(), place), true, ink);
            }
            (form, _) => {
                points.extend(next.filter(|_| !self.points.is_empty()));
                line(painter, points, form == Form::Area && self.points.len() > 1, ink);
            }
        }
        for at in &self.points {
            dot(painter, place(*at), 4.5, false, ink);
        }
        if let Some(at) = next {
            if self.hand.snapped {
                let own = Rect::from_center_size(at, vec2(15.0, 15.0));
                painter.rect_stroke(own, 2.0, Stroke::new(2.0, ink.line), StrokeKind::Middle);
            }
            dot(painter, at, 3.0, false, ink);
        }
    }

    fn paint_handles(&self, painter: &Painter, place: &dyn Fn(Coord) -> Pos2, ink: &Ink) {
        let many = self.handles().count() > MANY;
        for (handle, at) in self.handles() {
            let strong = self.chosen == Some(handle) || self.hand.over == Some(handle);
            let radius = match (strong, many) {
                (true, _) => 7.0,
                (false, true) => 2.5,
                (false, false) => 5.0,
            };
            dot(painter, place(at), radius, self.chosen == Some(handle), ink);
        }
    }
}

fn ring(line: &LineString, place: &dyn Fn(Coord) -> Pos2) -> Vec<Pos2> {
    line.0.iter().skip(1).copied().map(place).collect()
}

fn line(painter: &Painter, points: Vec<Pos2>, closed: bool, ink: &Ink) {
    if points.len() < 2 {
        return;
    }
    for (width, color) in [(5.5, ink.halo), (2.6, ink.line)] {
        let stroke = Stroke::new(width, color);
        painter.add(if closed {
            Shape::closed_line(points.clone(), stroke)
        } else {
            Shape::line(points.clone(), stroke)
        });
    }
}

fn dot(painter: &Painter, at: Pos2, radius: f32, full: bool, ink: &Ink) {
    painter.circle(at, radius, if full { ink.line } else { ink.panel }, Stroke::new(2.0, ink.line));
}

fn tag(painter: &Painter, at: Pos2, text: &str, ink: &Ink) {
    let galley = painter.layout_no_wrap(text.to_owned(), FontId::proportional(14.0), ink.text);
    // Inside the map, also at its edge.
    let clip = painter.clip_rect();
    let most = clip.max - galley.size() - vec2(8.0, 6.0);
    let at = Align2::LEFT_TOP.anchor_size(pos2(at.x.min(most.x), at.y.min(most.y)), galley.size());
    painter.rect_filled(at.expand2(vec2(6.0, 3.0)), 4.0, ink.panel);
    painter.galley(at.min, galley, ink.text);
}
