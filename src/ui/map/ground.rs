//! Areas, lines and dots: made off the window's thread, kept on the graphics card, and only moved while one pans
//! and zooms.

use std::{fmt, sync::Arc};

use eframe::{
    egui::{Context, Mesh, Painter, Rect, Shape as EguiShape, emath::TSTransform, pos2},
    epaint::{TessellationOptions, Tessellator},
};
use walkers::{Drawable, Drawables, Layer, Projector, Vertex, lon_lat};

use crate::{
    app::Wake,
    domain::view::{
        drawing::{self, Canvas},
        palette::{Palette, Theme},
        projection::{View, degrees},
        scene::Scene,
    },
    ui::{
        asking::Asking,
        map::{dots::Dots, gpu, paint},
    },
};

/// How far the zoom may stray from the one it was made for while it changes.
const STRAY: f64 = 0.4;

/// What is painted of the ground, and what is being made.
#[derive(Debug, Default)]
pub(super) struct Ground {
    making: Asking<Made>,
    made: Option<Made>,
    /// What was asked for last.
    asked: Option<Wish>,
    last_zoom: f64,
    placed: Option<(TSTransform, Arc<Mesh>)>,
}

/// What the ground is made of and for.
#[derive(Clone, Debug)]
struct Wish {
    scene: Arc<Scene>,
    theme: Theme,
    /// Size of things and of pixels.
    look: [f32; 2],
    view: View,
    kept: bool,
}

impl Wish {
    /// Whether it differs in more than the view.
    fn is_like(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.scene, &other.scene)
            && self.theme == other.theme
            && self.look == other.look
            && self.view.datum == other.view.datum
            && self.kept == other.kept
    }
}

/// The ground around the middle of the view it was made for.
#[derive(Debug)]
struct Made {
    wish: Wish,
    body: Body,
    dots: Dots,
}

enum Body {
    /// On the graphics card.
    Kept(Drawables),
    /// Nowhere but here.
    Plain(Mesh),
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Kept(_) => "Kept",
            Self::Plain(_) => "Plain",
        })
    }
}

impl Ground {
    /// Sees to it that what is painted is what is wanted, soon. Never waits.
    pub(super) fn update(&mut self, ctx: &Context, scene: &Arc<Scene>, canvas: &Canvas<'_>) {
        if self.making.poll() {
            self.made = self.making.take();
            self.placed = None;
        }
        let zooming = canvas.view.zoom != self.last_zoom;
        self.last_zoom = canvas.view.zoom;
        let look = [canvas.scale, ctx.pixels_per_point()];
        let (theme, kept) = (canvas.palette.theme, gpu::is_ready(ctx));
        let wish = Wish { scene: Arc::clone(scene), theme, look, view: canvas.view, kept };
        let strayed = |from: &Wish| (from.view.zoom - wish.view.zoom).abs();
        let enough = self.asked.as_ref().is_some_and(|asked| {
            asked.is_like(&wish) && (strayed(asked) == 0.0 || (zooming && strayed(asked) < STRAY))
        });
        if zooming {
            // Made anew at the exact zoom as soon as it rests.
            ctx.request_repaint();
        }
        if enough || self.making.is_busy() {
            return;
        }
        self.asked = Some(wish.clone());
        if kept {
            let waker = ctx.clone();
            self.making.ask("ground", &Wake::new(move || waker.request_repaint()), move || make(wish));
        } else {
            self.made = Some(make(wish));
            self.placed = None;
        }
    }

    /// Whether something is still being made.
    pub(super) const fn is_busy(&self) -> bool {
        self.making.is_busy()
    }

    /// What is drawn with the background map; the transform is that of the same frame.
    pub(super) fn layer(&self) -> GroundLayer {
        let kept = self.made.as_ref().and_then(|made| match &made.body {
            Body::Kept(drawables) => Some((drawables.clone(), made.wish.view)),
            Body::Plain(_) => None,
        });
        GroundLayer(kept)
    }

    /// Paints it where there is no graphics card to keep it on.
    pub(super) fn paint(&mut self, painter: &Painter, rect: Rect, view: &View) {
        let Some(Made { wish, body: Body::Plain(mesh), .. }) = &self.made else { return };
        let middle = view.projector().to_screen(wish.view.centre[0], wish.view.centre[1]);
        let at = rect.min.to_vec2() + pos2(middle[0] as f32, middle[1] as f32).to_vec2();
        let transform = TSTransform::new(at, (view.zoom - wish.view.zoom).exp2() as f32);
        let moved = match self.placed.take() {
            Some((then, moved)) if then == transform => moved,
            _ => {
                let mut mesh = mesh.clone();
                mesh.transform(transform);
                Arc::new(mesh)
            }
        };
        painter.add(EguiShape::Mesh(Arc::clone(&moved)));
        self.placed = Some((transform, moved));
    }

    /// The topmost dot of this scene at a place in the view.
    pub(super) fn dot_at(&self, scene: &Arc<Scene>, view: &View, at: [f32; 2], slack: f32) -> Option<usize> {
        let made = self.made.as_ref().filter(|made| Arc::ptr_eq(&made.wish.scene, scene))?;
        let [x, y] = view.to_screen(made.wish.view.centre[0], made.wish.view.centre[1]);
        let scale = (view.zoom - made.wish.view.zoom).exp2() as f32;
        made.dots.at([(at[0] - x as f32) / scale, (at[1] - y as f32) / scale], slack / scale)
    }
}

/// The ground as a layer of `walkers`.
pub(super) struct GroundLayer(Option<(Drawables, View)>);

impl Layer for GroundLayer {
    fn draw(&mut self, canvas: &mut walkers::Canvas, projector: &Projector<'_>) {
        let Some((drawables, view)) = &self.0 else { return };
        let [lon, lat] = degrees(view.to_world(view.centre[0], view.centre[1]));
        let at = projector.project(lon_lat(lon, lat));
        let scale = (projector.zoom() - view.zoom).exp2() as f32;
        let drawables = drawables.clone().with_clip_rect(projector.clip_rect());
        canvas.add_drawables(drawables.with_transform(TSTransform::new(at, scale)));
    }
}

fn make(wish: Wish) -> Made {
    let [scale, pixels_per_point] = wish.look;
    // With no size, the middle of the view is the origin.
    let view = View { size: [0.0, 0.0], ..wish.view };
    let canvas = Canvas { view, scale, palette: Palette::of(wish.theme) };
    let options = TessellationOptions { coarse_tessellation_culling: false, ..TessellationOptions::default() };
    let mut tessellator = Tessellator::new(pixels_per_point, options, [1, 1], Vec::new());
    let mut mesh = Mesh::default();
    let mut shapes = Vec::new();
    for shape in drawing::ground(&wish.scene, &canvas) {
        paint::put_plain(&mut shapes, &shape);
        for shape in shapes.drain(..) {
            tessellator.tessellate_shape(shape, &mut mesh);
        }
    }
    let dots = Dots::put(&wish.scene, &canvas, pixels_per_point, &mut mesh);
    let body = if wish.kept { Body::Kept(Drawables::new(kept(mesh))) } else { Body::Plain(mesh) };
    Made { wish, body, dots }
}

/// As the graphics card keeps it; it takes no empty buffer.
fn kept(mesh: Mesh) -> Vec<Drawable> {
    if mesh.is_empty() {
        return Vec::new();
    }
    let vertices = mesh.vertices.into_iter().map(|vertex| Vertex { position: vertex.pos, color: vertex.color });
    vec![Drawable::Fill(walkers::Mesh { vertices: vertices.collect(), indices: mesh.indices })]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_ground_puts_nothing_on_the_card() {
        assert!(kept(Mesh::default()).is_empty());
        let mut mesh = Mesh::default();
        mesh.add_colored_rect(Rect::EVERYTHING, eframe::egui::Color32::WHITE);
        assert_eq!(kept(mesh).len(), 1);
    }
}
