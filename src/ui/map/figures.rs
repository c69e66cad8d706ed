//! Marks and names: placed once, kept, and moved along while one pans and zooms.

use std::{cell::RefCell, collections::HashMap, sync::Arc};

use eframe::{
    egui::{Context, FontFamily, FontId, Mesh, Painter, Rect, Shape as EguiShape, Vec2, vec2},
    epaint::{TessellationOptions, Tessellator},
};

use crate::{
    domain::view::{
        drawing::Canvas,
        figures::{Room, figures, overlay},
        palette::Theme,
        projection::View,
        scene::Scene,
        shape::PxRect,
    },
    ui::{map::paint, theme},
};

/// How far the zoom may stray from the one they were placed for while it changes.
const STRAY: f64 = 0.5;
/// How far beyond the map things are placed, as a share of its larger side: what comes into view is there.
const BEYOND: f64 = 0.12;

/// The shapes for the view they were placed for.
#[derive(Debug, Default)]
pub(super) struct FigureCache {
    made: Option<Made>,
    last: Option<View>,
    widths: RefCell<Widths>,
}

#[derive(Debug)]
struct Made {
    scene: Arc<Scene>,
    view: View,
    reserved: Vec<PxRect>,
    look: Look,
    /// How full the font atlas was.
    atlas: f32,
    shapes: Vec<EguiShape>,
    items: Vec<Item>,
    moving: Option<Moving>,
    marks: Vec<(usize, PxRect)>,
}

/// What else decides how it looks: theme, sizes, and how many fonts the system had to lend.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Look {
    theme: Theme,
    scale: f32,
    pixels_per_point: f32,
    fonts: usize,
}

/// A name or a symbol: the place it moves with and where its shapes end.
#[derive(Clone, Copy, Debug)]
struct Item {
    at: [f64; 2],
    end: usize,
}

/// The shapes as one mesh, for the frames in which they move.
#[derive(Debug)]
struct Moving {
    mesh: Mesh,
    /// Where each item's vertices end.
    ends: Vec<usize>,
    atlas_size: [usize; 2],
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
        let moves = self.last.is_some_and(|last| last != canvas.view);
        self.last = Some(canvas.view);
        let ctx = painter.ctx();
        let look = Look::now(ctx, canvas);
        // When the font atlas was emptied, kept text would show the wrong glyphs.
        let atlas = ctx.fonts(|fonts| fonts.font_atlas_fill_ratio());
        let fresh = self.made.as_ref().is_some_and(|made| {
            let same = Arc::ptr_eq(&made.scene, scene) && made.look == look && atlas >= made.atlas;
            let rests = made.view == canvas.view && made.reserved == reserved;
            // While it moves, what was placed moves along; it is placed anew when it rests or has gone far.
            same && (rests || (moves && near(&made.view, &canvas.view)))
        });
        if !fresh {
            self.widths.get_mut().keep_for(&look);
            self.made = Some(make(painter, scene, canvas, reserved, (look, &self.widths)));
        } else if moves {
            ctx.request_repaint();
        }
        let Some(made) = &mut self.made else { return };
        let (under, over) = overlay(scene, canvas);
        paint_all(painter, rect, &under);
        if made.view == canvas.view {
            painter.extend(made.shapes.iter().map(|shape| {
                let mut shape = shape.clone();
                shape.translate(rect.min.to_vec2());
                shape
            }));
        } else {
            painter.add(made.moved(painter, rect, &canvas.view));
        }
        paint_all(painter, rect, &over);
    }

    /// Where the marks are, in points from the top left of the view; topmost last.
    pub(super) fn marks(&self, scene: &Arc<Scene>, view: &View) -> Vec<(usize, PxRect)> {
        let Some(made) = self.made.as_ref().filter(|made| Arc::ptr_eq(&made.scene, scene)) else { return Vec::new() };
        if made.view == *view {
            return made.marks.clone();
        }
        let (then, now) = (made.view.projector(), view.projector());
        let moved = made.marks.iter().filter_map(|(index, rect)| {
            let [lon, lat] = scene.marks.get(*index)?.at;
            let ([x, y], [to_x, to_y]) = (then.to_screen(lon, lat), now.to_screen(lon, lat));
            let by = |[px, py]: [f32; 2]| [px + (to_x - x) as f32, py + (to_y - y) as f32];
            Some((*index, PxRect { min: by(rect.min), max: by(rect.max) }))
        });
        moved.collect()
    }
}

impl Look {
    fn now(ctx: &Context, canvas: &Canvas<'_>) -> Self {
        let fonts = ctx.fonts(|fonts| fonts.discovered_fonts().len() + fonts.definitions().font_data.len());
        Self { theme: canvas.palette.theme, scale: canvas.scale, pixels_per_point: ctx.pixels_per_point(), fonts }
    }
}

/// Whether what was placed for one view still serves another while it moves.
fn near(then: &View, now: &View) -> bool {
    if then.size != now.size || then.datum != now.datum || (then.zoom - now.zoom).abs() > STRAY {
        return false;
    }
    let [x, y] = now.to_screen(then.centre[0], then.centre[1]);
    let far = beyond(now) * 0.9;
    (x - now.size[0] / 2.0).abs() < far && (y - now.size[1] / 2.0).abs() < far
}

fn beyond(view: &View) -> f64 {
    view.size[0].max(view.size[1]) * BEYOND
}

impl Made {
    /// Everything where it stands in another view.
    fn moved(&mut self, painter: &Painter, rect: Rect, view: &View) -> EguiShape {
        let atlas_size = painter.ctx().fonts(|fonts| fonts.font_image_size());
        let moving = match self.moving.take() {
            Some(moving) if moving.atlas_size == atlas_size => moving,
            _ => Moving::of(&self.shapes, &self.items, self.look.pixels_per_point, atlas_size),
        };
        let (then, now) = (self.view.projector(), view.projector());
        let mut mesh = moving.mesh.clone();
        let pixels = self.look.pixels_per_point;
        // Whole pixels, so that text stays sharp.
        let whole = |points: f64| (points as f32 * pixels).round() / pixels;
        let shift = |[lon, lat]: [f64; 2]| {
            let ([x, y], [to_x, to_y]) = (then.to_screen(lon, lat), now.to_screen(lon, lat));
            rect.min.to_vec2() + vec2(whole(to_x - x), whole(to_y - y))
        };
        if view.zoom == self.view.zoom {
            mesh.translate(shift(view.centre));
        } else {
            let mut vertices = mesh.vertices.iter_mut();
            let mut done = 0;
            for (item, end) in self.items.iter().zip(&moving.ends) {
                let by = shift(item.at);
                vertices.by_ref().take(end.saturating_sub(done)).for_each(|vertex| vertex.pos += by);
                done = *end;
            }
        }
        self.moving = Some(moving);
        EguiShape::mesh(mesh)
    }
}

impl Moving {
    fn of(shapes: &[EguiShape], items: &[Item], pixels_per_point: f32, atlas_size: [usize; 2]) -> Self {
        let options = TessellationOptions { coarse_tessellation_culling: false, ..TessellationOptions::default() };
        let mut tessellator = Tessellator::new(pixels_per_point, options, atlas_size, Vec::new());
        let (mut mesh, mut ends, mut shapes) = (Mesh::default(), Vec::with_capacity(items.len()), shapes.iter());
        let mut done = 0;
        for item in items {
            for shape in shapes.by_ref().take(item.end.saturating_sub(done)) {
                tessellator.tessellate_shape(shape.clone(), &mut mesh);
            }
            done = item.end;
            ends.push(mesh.vertices.len());
        }
        Self { mesh, ends, atlas_size }
    }
}

/// How wide glyphs are: asked for once each.
#[derive(Debug, Default)]
struct Widths {
    known: HashMap<(u32, bool, char), f32>,
    of: Option<Look>,
}

impl Widths {
    fn keep_for(&mut self, look: &Look) {
        if self.of.as_ref() != Some(look) {
            *self = Self { known: HashMap::new(), of: Some(*look) };
        }
    }

    fn width(&mut self, ctx: &Context, text: &str, size: f32, bold: bool) -> f32 {
        let font = if bold { theme::bold(ctx, size) } else { FontId::proportional(size) };
        let printed_twice = bold && font.family == FontFamily::Proportional;
        let glyphs = text.chars().map(|glyph| {
            let known = self.known.entry((size.to_bits(), bold, glyph));
            *known.or_insert_with(|| ctx.fonts_mut(|fonts| fonts.glyph_width(&font, glyph)))
        });
        let width: f32 = glyphs.sum();
        width + if printed_twice { size * paint::BOLD } else { 0.0 }
    }
}

fn paint_all(painter: &Painter, rect: Rect, shapes: &[crate::domain::view::shape::Shape]) {
    let mut out = Vec::with_capacity(shapes.len());
    for shape in shapes {
        paint::put(&mut out, painter, shape);
    }
    let by: Vec2 = rect.min.to_vec2();
    painter.extend(out.into_iter().map(|mut shape| {
        shape.translate(by);
        shape
    }));
}

fn make(
    painter: &Painter,
    scene: &Arc<Scene>,
    canvas: &Canvas<'_>,
    reserved: &[PxRect],
    (look, widths): (Look, &RefCell<Widths>),
) -> Made {
    let ctx = painter.ctx();
    let measure = |text: &str, size: f32, bold: bool| widths.borrow_mut().width(ctx, text, size, bold);
    let room = Room { reserved, beyond: beyond(&canvas.view) as f32, dots: false };
    let placed = figures(scene, canvas, room, &measure);
    let mut shapes = Vec::with_capacity(placed.placed.len() * 6);
    let mut items = Vec::with_capacity(placed.placed.len());
    for placed in &placed.placed {
        for shape in &placed.shapes {
            paint::put(&mut shapes, painter, shape);
        }
        items.push(Item { at: placed.at, end: shapes.len() });
    }
    let atlas = ctx.fonts(|fonts| fonts.font_atlas_fill_ratio());
    let (scene, view, reserved) = (Arc::clone(scene), canvas.view, reserved.to_vec());
    Made { scene, view, reserved, look, atlas, shapes, items, moving: None, marks: placed.marks }
}
