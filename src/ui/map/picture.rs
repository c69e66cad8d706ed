//! A georeferenced picture over the base map: a mesh of its corners' places, bent as the map bends parallels.

use std::sync::Arc;

use eframe::{
    egui::{Color32, Mesh, Painter, Pos2, Rect, TextureHandle, pos2},
    epaint::Vertex,
};

use crate::{
    domain::{
        place::{Datum, Position},
        view::projection::View,
    },
    io::pictures::Bounds,
    ui::map::on_screen,
};

/// Parts along and across: within one of them the map's bend is less than a pixel, and a datum's shift is one.
const PARTS: [usize; 2] = [8, 32];

/// Where the parts of a picture lie, WGS-84 degrees, row by row from its upper left.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid(Vec<[f64; 2]>);

impl Grid {
    /// Of bounds in a datum.
    pub fn of([west, south, east, north]: Bounds, datum: Datum) -> Self {
        let [across, down] = PARTS;
        let share = |part: usize, of: usize| part as f64 / of as f64;
        let place = |(row, column): (usize, usize)| {
            let at = [west + (east - west) * share(column, across), north + (south - north) * share(row, down)];
            let real = Position::new(at[0], at[1]).map(|place| datum.to_wgs84(place));
            real.map_or(at, |place| [place.lon(), place.lat()])
        };
        Self((0..=down).flat_map(|row| (0..=across).map(move |column| (row, column))).map(place).collect())
    }
}

/// A picture on the graphics card, and where it lies.
#[derive(Clone)]
pub struct Laid {
    /// The picture.
    pub texture: TextureHandle,
    /// Where.
    pub grid: Arc<Grid>,
    /// How solid, 0 to 1.
    pub opacity: f32,
}

impl std::fmt::Debug for Laid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Laid").field("opacity", &self.opacity).finish_non_exhaustive()
    }
}

/// Paints it.
pub(super) fn paint(painter: &Painter, rect: Rect, view: &View, laid: &Laid) {
    let projector = view.projector();
    let places: Vec<Pos2> = laid
        .grid
        .0
        .iter()
        .map(|[lon, lat]| {
            let [x, y] = projector.to_screen(*lon, *lat);
            on_screen(rect, [x as f32, y as f32])
        })
        .collect();
    if !places.iter().fold(Rect::NOTHING, |all, place| all.union(Rect::from_pos(*place))).intersects(rect) {
        return;
    }
    let [across, down] = PARTS;
    let tint = Color32::from_white_alpha((laid.opacity.clamp(0.0, 1.0) * 255.0) as u8);
    let mut mesh = Mesh::with_texture(laid.texture.id());
    for (index, place) in places.iter().enumerate() {
        let (row, column) = (index / (across + 1), index % (across + 1));
        let uv = pos2(column as f32 / across as f32, row as f32 / down as f32);
        mesh.vertices.push(Vertex { pos: *place, uv, color: tint });
    }
    for row in 0..down {
        for column in 0..across {
            let first = (row * (across + 1) + column) as u32;
            let below = first + across as u32 + 1;
            mesh.add_triangle(first, first + 1, below);
            mesh.add_triangle(first + 1, below + 1, below);
        }
    }
    painter.add(mesh);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_runs_from_the_upper_left_and_a_shifted_datum_is_put_right() {
        let bounds = [118.0, 28.0, 120.0, 30.0];
        let Grid(plain) = Grid::of(bounds, Datum::Wgs84);
        assert_eq!(plain.len(), 9 * 33);
        assert_eq!((plain[0], plain[8], plain[9 * 33 - 1]), ([118.0, 30.0], [120.0, 30.0], [120.0, 28.0]));
        let Grid(shifted) = Grid::of(bounds, Datum::Gcj02);
        let off = (plain[0][0] - shifted[0][0]).hypot(plain[0][1] - shifted[0][1]);
        assert!((0.001..0.01).contains(&off), "{off}");
    }
}
