//! Marks and names as shapes that are kept and moved.

use std::sync::Arc;

use eframe::egui::{FontId, Painter, Rect, Shape as EguiShape, Vec2, vec2};

use crate::{
    domain::view::{drawing::Canvas, figures::figures, palette::Theme, projection::View, scene::Scene, shape::PxRect},
    ui::map::paint,
};

/// The shapes for the view they were placed for.
#[derive(Debug, Default)]
pub(super) struct FigureCache {
    made: Option<Made>,
    last: Option<View>,
}

#[derive(Debug)]
struct Made {
    scene: Arc<Scene>,
    theme: Theme,
    look: [f32; 3],
    view: View,
    shapes: Vec<EguiShape>,
    marks: Vec<(usize, PxRect)>,
}

impl FigureCache {
    /// Paints marks, names and the overlay.
    pub(super) fn paint(
        &mut self,
        painter: &Painter,
        rect: Rect,
        scene: &Arc<Scene>,
        canvas: &Canvas<'_>,
        reserved: &[PxRect],
    ) {
        let moving = self.last.is_some_and(|last| last != canvas.view);
        self.last = Some(canvas.view);
        // When the font atlas was emptied, kept text would show the wrong glyphs.
        let atlas = painter.ctx().fonts(|fonts| fonts.font_atlas_fill_ratio());
        let fresh = self.made.as_ref().is_some_and(|made| {
            let [scale, ppp, filled] = made.look;
            let kept = Arc::ptr_eq(&made.scene, scene)
                && made.theme == canvas.palette.theme
                && scale == canvas.scale
                && ppp == painter.pixels_per_point()
                && atlas >= filled;
            let same_size = made.view.zoom == canvas.view.zoom
                && made.view.size == canvas.view.size
                && made.view.datum == canvas.view.datum;
            // While it moves, what was placed moves along; it is placed anew when it rests or has gone far.
            kept && same_size && (made.view == canvas.view || (moving && near(&made.view, &canvas.view)))
        });
        if !fresh {
            self.made = Some(make(painter, scene, canvas, reserved));
        } else if moving {
            painter.ctx().request_repaint();
        }
        if let Some(made) = &self.made {
            let delta = rect.min.to_vec2() + offset(&made.view, &canvas.view);
            painter.extend(made.shapes.iter().map(|shape| {
                let mut shape = shape.clone();
                shape.translate(delta);
                shape
            }));
        }
    }

    /// Where the marks are, in points from the top left of the view; topmost last.
    pub(super) fn marks(&self, view: &View) -> Vec<(usize, PxRect)> {
        let Some(made) = &self.made else { return Vec::new() };
        let Vec2 { x, y } = offset(&made.view, view);
        let moved = |[px, py]: [f32; 2]| [px + x, py + y];
        made.marks.iter().map(|(index, rect)| (*index, PxRect { min: moved(rect.min), max: moved(rect.max) })).collect()
    }
}

/// How far what was placed for one view has moved in another of the same zoom.
fn offset(then: &View, now: &View) -> Vec2 {
    let (a, b) = (now.to_world(then.centre[0], then.centre[1]), now.to_world(now.centre[0], now.centre[1]));
    let px = now.world_px();
    vec2(((a[0] - b[0]) * px) as f32, ((a[1] - b[1]) * px) as f32)
}

fn near(then: &View, now: &View) -> bool {
    let Vec2 { x, y } = offset(then, now);
    f64::from(x.abs()) < now.size[0] * 0.25 && f64::from(y.abs()) < now.size[1] * 0.25
}

fn make(painter: &Painter, scene: &Arc<Scene>, canvas: &Canvas<'_>, reserved: &[PxRect]) -> Made {
    let ink = paint::color(canvas.palette.text);
    let measure = |text: &str, size: f32, _bold: bool| {
        painter.layout_no_wrap(text.to_owned(), FontId::proportional(size), ink).size().x
    };
    let placed = figures(scene, canvas, reserved, &measure);
    let mut shapes = Vec::with_capacity(placed.shapes.len() * 2);
    for shape in &placed.shapes {
        paint::put(&mut shapes, painter, shape);
    }
    let atlas = painter.ctx().fonts(|fonts| fonts.font_atlas_fill_ratio());
    let look = [canvas.scale, painter.pixels_per_point(), atlas];
    Made { scene: Arc::clone(scene), theme: canvas.palette.theme, look, view: canvas.view, shapes, marks: placed.marks }
}
