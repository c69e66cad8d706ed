//! Quiet things as dots: one stamp for each look, pressed where they are, into one mesh.

use std::collections::HashMap;

use eframe::epaint::{Mesh, TessellationOptions, Tessellator};

use crate::{
    domain::view::{
        drawing::Canvas,
        figures,
        scene::{MarkSymbol, Scene},
        symbol,
    },
    ui::map::paint,
};

/// From so many on, dots are cut square to the pixel: nobody sees soft edges in such a crowd.
const CROWD: usize = 5_000;
/// Side of a cell for finding them, pixels.
const CELL_PX: f32 = 32.0;

/// Where the dots are, for pointing at: pixels from the middle of the view they were made for.
#[derive(Debug, Default)]
pub(super) struct Dots {
    cells: HashMap<[i32; 2], Vec<(usize, [f32; 2])>>,
    /// Half the side of the largest.
    reach: f32,
}

impl Dots {
    /// The topmost dot at a place, and how far beside it still counts; its index in the scene.
    pub(super) fn at(&self, [x, y]: [f32; 2], slack: f32) -> Option<usize> {
        let reach = self.reach + slack;
        let cell = |px: f32| (px / CELL_PX).floor() as i32;
        let (columns, rows) = (cell(x - reach)..=cell(x + reach), cell(y - reach)..=cell(y + reach));
        let cells = columns.flat_map(|column| rows.clone().map(move |row| [column, row]));
        let near = cells.filter_map(|cell| self.cells.get(&cell)).flatten();
        let hit = near.filter(|(_, [dx, dy])| (dx - x).abs() <= reach && (dy - y).abs() <= reach);
        hit.map(|(index, _)| *index).max()
    }

    /// Puts the dots of a scene into a mesh, around the middle of the view.
    pub(super) fn put(scene: &Scene, canvas: &Canvas<'_>, pixels_per_point: f32, mesh: &mut Mesh) -> Self {
        let mut out = Self::default();
        let count = scene.marks.iter().filter(|mark| figures::is_dot(mark)).count();
        let mut stamps: Vec<(MarkSymbol, Mesh)> = Vec::new();
        let projector = canvas.view.projector();
        for (index, mark) in scene.marks.iter().enumerate().filter(|(_, mark)| figures::is_dot(mark)) {
            let at = projector.to_screen(mark.at[0], mark.at[1]).map(|each| each as f32);
            let known = stamps.iter().position(|(symbol, _)| *symbol == mark.symbol);
            let which = known.unwrap_or_else(|| {
                let [half, _] = symbol::half_size(&mark.symbol, canvas.scale);
                out.reach = out.reach.max(half);
                stamps.push((mark.symbol.clone(), stamp(&mark.symbol, canvas, pixels_per_point, count < CROWD)));
                stamps.len() - 1
            });
            if let Some((_, stamp)) = stamps.get(which) {
                press(stamp, at, mesh);
            }
            let cell = at.map(|px| (px / CELL_PX).floor() as i32);
            out.cells.entry(cell).or_default().push((index, at));
        }
        out
    }
}

fn stamp(symbol: &MarkSymbol, canvas: &Canvas<'_>, pixels_per_point: f32, soft: bool) -> Mesh {
    let options =
        TessellationOptions { coarse_tessellation_culling: false, feathering: soft, ..TessellationOptions::default() };
    let mut tessellator = Tessellator::new(pixels_per_point, options, [1, 1], Vec::new());
    let (mut shapes, mut mesh) = (Vec::new(), Mesh::default());
    for shape in symbol::shapes(symbol, [0.0, 0.0], canvas.scale, canvas.palette) {
        paint::put_plain(&mut shapes, &shape);
    }
    for shape in shapes {
        tessellator.tessellate_shape(shape, &mut mesh);
    }
    mesh
}

fn press(stamp: &Mesh, [x, y]: [f32; 2], mesh: &mut Mesh) {
    let from = u32::try_from(mesh.vertices.len()).unwrap_or(u32::MAX);
    mesh.indices.extend(stamp.indices.iter().map(|index| index.saturating_add(from)));
    mesh.vertices.extend(stamp.vertices.iter().map(|vertex| {
        let mut vertex = *vertex;
        vertex.pos.x += x;
        vertex.pos.y += y;
        vertex
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        catalogue::{Frame, Tone},
        model::KindId,
        view::{
            palette::{Palette, Theme},
            projection::View,
            scene::{Mark, Ring, Size},
        },
    };

    #[test]
    fn a_dot_is_found_where_it_is_painted_and_the_upper_one_first() {
        let view = View { size: [0.0, 0.0], ..View::default() };
        let [lon, lat] = view.to_degrees(100.0, -50.0);
        let symbol = MarkSymbol {
            frame: Frame::Resource,
            tone: Tone::Quiet,
            glyph: None,
            text: String::new(),
            size: Size::Dot,
            ring: Ring::None,
            parts: Vec::new(),
            opacity: 1.0,
        };
        let mark = Mark {
            at: [lon, lat],
            from: None,
            symbol,
            kind: KindId::from("pond"),
            object: None,
            name: String::new(),
            cluster: None,
            gravity: 0,
            rank: 0,
            lift: 0,
            pulse: false,
        };
        let scene = Scene { marks: vec![mark.clone(), mark], ..Scene::default() };
        let canvas = Canvas { view, scale: 1.0, palette: Palette::of(Theme::Dark) };
        let mut mesh = Mesh::default();
        let dots = Dots::put(&scene, &canvas, 1.0, &mut mesh);
        assert!(mesh.is_valid() && !mesh.is_empty());
        let middle = mesh.calc_bounds().center();
        assert!((middle.x - 100.0).abs() < 0.5 && (middle.y + 50.0).abs() < 0.5, "{middle:?}");
        assert_eq!(dots.at([101.0, -49.0], 0.0), Some(1));
        assert_eq!(dots.at([140.0, -49.0], 4.0), None);
    }
}
