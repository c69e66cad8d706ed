//! Plain shapes as a page's own lines, areas and text: sharp at any size, and small.

use std::collections::BTreeSet;

use pdf_writer::{
    Content, Name,
    types::{LineCapStyle, LineJoinStyle, TextRenderingMode},
};

use super::{
    faces::Faces,
    out::{Runs, marked},
};
use crate::domain::view::{
    palette::Color,
    paper::Drawing,
    shape::{Align, Shape, Stroke, TextShape},
};

/// How far below the middle of a line its baseline is, in heights of its type; how wide a halo is.
const BASELINE: f32 = 0.36;
const HALO: f32 = 0.24;
/// How far a curve's handles reach on a quarter of a circle.
const QUARTER: f32 = 0.5523;

/// Where a drawing stands on a page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// Its upper left corner, points from the page's.
    pub(super) min: [f32; 2],
    /// Points a unit of the drawing.
    pub(super) scale: f32,
    /// The page's height.
    pub(super) height: f32,
}

/// Paints drawings on one page after another.
pub(super) struct Painter<'a> {
    pub(super) content: &'a mut Content,
    pub(super) faces: &'a mut Faces,
    /// The opacities used: each is a resource of the pages, by its name.
    pub(super) alphas: &'a mut BTreeSet<u8>,
    pub(super) place: Place,
    /// What is set now.
    pub(super) alpha: u8,
}

/// What an opacity is called among a page's resources.
pub(super) fn alpha_name(alpha: u8) -> String {
    format!("A{alpha}")
}

/// A tenth of a point is finer than print.
fn tenth(length: f32) -> f32 {
    (length * 10.0).round() / 10.0
}

impl Painter<'_> {
    /// A drawing, cut to its size.
    pub(super) fn drawing(&mut self, drawing: &Drawing) {
        let [width, height] = drawing.size;
        let [left, bottom] = self.at([0.0, height]);
        self.content.save_state();
        self.content.rect(left, bottom, self.long(width), self.long(height)).clip_nonzero().end_path();
        self.content.set_line_join(LineJoinStyle::RoundJoin);
        for shape in drawing.shapes.iter() {
            self.shape(shape);
        }
        self.content.restore_state();
    }

    fn at(&self, [x, y]: [f32; 2]) -> [f32; 2] {
        let Place { min, scale, height } = self.place;
        [tenth(min[0] + x * scale), tenth(height - min[1] - y * scale)]
    }

    fn long(&self, length: f32) -> f32 {
        (length * self.place.scale * 100.0).round() / 100.0
    }

    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Area { rings, fill } => {
                if self.fill(*fill) {
                    rings.iter().for_each(|ring| self.trace(ring, true));
                    self.content.fill_even_odd();
                }
            }
            Shape::Path { points, closed, stroke } => {
                if self.stroke(*stroke) {
                    self.trace(points, *closed);
                    self.content.stroke();
                }
            }
            Shape::Box { min, max, radius, fill, stroke } => self.rounded(*min, *max, *radius, (*fill, *stroke)),
            Shape::Circle { centre: [x, y], radius, fill, stroke } => {
                let (min, max) = ([x - radius, y - radius], [x + radius, y + radius]);
                self.rounded(min, max, *radius, (*fill, *stroke));
            }
            Shape::Text(text) => self.text(text),
        }
    }

    fn alpha(&mut self, alpha: u8) {
        if self.alpha != alpha {
            self.alphas.insert(alpha);
            self.content.set_parameters(Name(alpha_name(alpha).as_bytes()));
            self.alpha = alpha;
        }
    }

    /// Sets what fills; `false`: nothing does.
    fn fill(&mut self, color: Color) -> bool {
        if color.alpha > 0 {
            self.alpha(color.alpha);
            let [red, green, blue] = parts(color);
            self.content.set_fill_rgb(red, green, blue);
        }
        color.alpha > 0
    }

    /// Sets what draws lines; `false`: nothing does.
    fn stroke(&mut self, stroke: Stroke) -> bool {
        if stroke.color.alpha == 0 || stroke.width <= 0.0 {
            return false;
        }
        self.alpha(stroke.color.alpha);
        let ([red, green, blue], width) = (parts(stroke.color), self.long(stroke.width));
        self.content.set_stroke_rgb(red, green, blue).set_line_width(width);
        match stroke.dash {
            Some(dash) => {
                let dash = dash.map(|length| self.long(length));
                self.content.set_dash_pattern(dash, 0.0).set_line_cap(LineCapStyle::ButtCap);
            }
            None => {
                self.content.set_dash_pattern([], 0.0).set_line_cap(LineCapStyle::RoundCap);
            }
        }
        true
    }

    fn trace(&mut self, points: &[[f32; 2]], closed: bool) {
        let mut before = None;
        for point in points {
            let [x, y] = self.at(*point);
            if before == Some([x, y]) && points.len() != 2 {
                continue;
            }
            match before {
                None => self.content.move_to(x, y),
                Some(_) => self.content.line_to(x, y),
            };
            before = Some([x, y]);
        }
        if closed {
            self.content.close_path();
        }
    }

    fn rounded(&mut self, min: [f32; 2], max: [f32; 2], radius: f32, (fill, stroke): (Color, Option<Stroke>)) {
        if self.fill(fill) {
            self.outline(min, max, radius);
            self.content.fill_nonzero();
        }
        if let Some(stroke) = stroke
            && self.stroke(stroke)
        {
            self.outline(min, max, radius);
            self.content.stroke();
        }
    }

    fn outline(&mut self, min: [f32; 2], max: [f32; 2], radius: f32) {
        let radius = radius.min((max[0] - min[0]) / 2.0).min((max[1] - min[1]) / 2.0).max(0.0);
        let corners = [[max[0], min[1]], max, [min[0], max[1]], min];
        if radius <= 0.1 {
            self.trace(&corners, true);
            return;
        }
        // From each corner: the way along the side that comes, and along the side that goes.
        let ways = [
            ([-1.0, 0.0], [0.0, 1.0]),
            ([0.0, -1.0], [-1.0, 0.0]),
            ([1.0, 0.0], [0.0, -1.0]),
            ([0.0, 1.0], [1.0, 0.0]),
        ];
        for (number, (corner, (back, on))) in corners.into_iter().zip(ways).enumerate() {
            let along =
                |way: [f32; 2], part: f32| [corner[0] + way[0] * radius * part, corner[1] + way[1] * radius * part];
            let [x, y] = self.at(along(back, 1.0));
            if number == 0 {
                self.content.move_to(x, y)
            } else {
                self.content.line_to(x, y)
            };
            let ([ax, ay], [bx, by]) = (self.at(along(back, 1.0 - QUARTER)), self.at(along(on, 1.0 - QUARTER)));
            let [x, y] = self.at(along(on, 1.0));
            self.content.cubic_to(ax, ay, bx, by, x, y);
        }
        self.content.close_path();
    }

    /// A line of text, its halo below it.
    fn text(&mut self, text: &TextShape) {
        let free = match text.align {
            Align::Start => 0.0,
            align => {
                let wide = self.faces.width(&text.text, text.bold) * text.size;
                if align == Align::Middle { wide / 2.0 } else { wide }
            }
        };
        let [x, y] = self.at([text.at[0] - free, text.at[1] + BASELINE * text.size]);
        let size = self.long(text.size);
        let runs = Runs::of(self.faces, &text.text, text.bold);
        if let Some(halo) = text.halo
            && self.stroke(Stroke::solid(text.size * HALO, halo))
        {
            runs.show(self.content, [x, y], size, |_| TextRenderingMode::Stroke);
        }
        if self.fill(text.color) {
            let thin = Stroke::solid(text.size * super::out::THICKEN, text.color);
            self.stroke(thin);
            marked(self.content, &runs, &text.text, |content| {
                let mode = |thicken| if thicken { TextRenderingMode::FillStroke } else { TextRenderingMode::Fill };
                runs.show(content, [x, y], size, mode);
            });
        }
        if text.struck {
            let wide = self.faces.width(&text.text, text.bold) * text.size;
            let ends = vec![[text.at[0] - free, text.at[1]], [text.at[0] - free + wide, text.at[1]]];
            let stroke = Stroke::solid(text.size * 0.08, text.color);
            self.shape(&Shape::Path { points: ends, closed: false, stroke });
        }
    }
}

fn parts(color: Color) -> [f32; 3] {
    color.rgb.map(|part| (f32::from(part) / 255.0 * 1000.0).round() / 1000.0)
}
