//! Areas and lines as one mesh that is kept and moved.

use std::sync::Arc;

use eframe::{
    egui::{Mesh, Painter, Rect, Shape as EguiShape, emath::TSTransform, pos2},
    epaint::{TessellationOptions, Tessellator},
};

use crate::{
    domain::view::{
        drawing::{self, Canvas},
        palette::Theme,
        projection::View,
        scene::Scene,
    },
    ui::map::paint,
};

/// How far the zoom may stray from the one the mesh was made for while it changes.
const STRAY: f64 = 0.4;

/// The mesh of the ground, around the middle of the view it was made for.
#[derive(Debug, Default)]
pub(super) struct GroundCache {
    made: Option<Made>,
    last_zoom: f64,
}

#[derive(Debug)]
struct Made {
    scene: Arc<Scene>,
    theme: Theme,
    look: [f32; 2],
    view: View,
    mesh: Mesh,
    placed: Option<(TSTransform, Arc<Mesh>)>,
}

impl GroundCache {
    /// Paints the ground of a scene.
    pub(super) fn paint(&mut self, painter: &Painter, rect: Rect, scene: &Arc<Scene>, canvas: &Canvas<'_>) {
        let zooming = canvas.view.zoom != self.last_zoom;
        self.last_zoom = canvas.view.zoom;
        let look = [canvas.scale, painter.pixels_per_point()];
        let fresh = self.made.as_ref().is_some_and(|made| {
            let strayed = (made.view.zoom - canvas.view.zoom).abs();
            Arc::ptr_eq(&made.scene, scene)
                && made.theme == canvas.palette.theme
                && made.look == look
                && made.view.datum == canvas.view.datum
                && (strayed == 0.0 || (zooming && strayed < STRAY))
        });
        if !fresh {
            self.made = Some(make(painter, scene, canvas, look));
        } else if zooming {
            // Made anew at the exact zoom as soon as it rests.
            painter.ctx().request_repaint();
        }
        if let Some(made) = &mut self.made {
            painter.add(EguiShape::Mesh(made.place(rect, &canvas.view)));
        }
    }
}

impl Made {
    /// The mesh where it stands now; moved only when the view moved.
    fn place(&mut self, rect: Rect, view: &View) -> Arc<Mesh> {
        let own = view.to_world(self.view.centre[0], self.view.centre[1]);
        let now = view.to_world(view.centre[0], view.centre[1]);
        let px = view.world_px();
        let middle = rect.center();
        let at = pos2(middle.x + ((own[0] - now[0]) * px) as f32, middle.y + ((own[1] - now[1]) * px) as f32);
        let transform = TSTransform::new(at.to_vec2(), (view.zoom - self.view.zoom).exp2() as f32);
        match &self.placed {
            Some((then, mesh)) if *then == transform => Arc::clone(mesh),
            _ => {
                let mut mesh = self.mesh.clone();
                mesh.transform(transform);
                let mesh = Arc::new(mesh);
                self.placed = Some((transform, Arc::clone(&mesh)));
                mesh
            }
        }
    }
}

fn make(painter: &Painter, scene: &Arc<Scene>, canvas: &Canvas<'_>, look: [f32; 2]) -> Made {
    // With no size, the middle of the view is the origin.
    let view = View { size: [0.0, 0.0], ..canvas.view };
    let options = TessellationOptions { coarse_tessellation_culling: false, ..TessellationOptions::default() };
    let mut tessellator = Tessellator::new(painter.pixels_per_point(), options, [1, 1], Vec::new());
    let mut mesh = Mesh::default();
    let mut shapes = Vec::new();
    for shape in drawing::ground(scene, &Canvas { view, ..*canvas }) {
        paint::put(&mut shapes, painter, &shape);
        for shape in shapes.drain(..) {
            tessellator.tessellate_shape(shape, &mut mesh);
        }
    }
    Made { scene: Arc::clone(scene), theme: canvas.palette.theme, look, view: canvas.view, mesh, placed: None }
}
