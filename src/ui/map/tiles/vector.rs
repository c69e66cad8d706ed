//! Vector tiles in our own style.

use std::collections::HashSet;

use eframe::egui::{Color32, Painter, Rect, Shape as EguiShape, pos2, vec2};
use walkers::{Drawable, Line, Mesh, Vertex};

use crate::{
    domain::view::{
        drawing::Canvas,
        palette::{Color, Palette},
        shape::{Align, PxRect, Shape, TextShape},
    },
    io::tiles::{Theme, TileId, VectorTile},
    ui::map::{
        paint,
        tiles::sheet::{Names, SIDE},
    },
};

/// Names written at once.
const MOST_NAMES: usize = 160;
/// Room around a name, pixels.
const APART: f32 = 6.0;

/// The colour of an area.
fn fill(theme: Theme, palette: &Palette) -> Option<Color> {
    let map = &palette.map;
    match theme {
        Theme::Land => Some(map.land),
        Theme::Water => Some(map.water),
        Theme::Wood => Some(map.wood),
        Theme::Green => Some(map.land.mixed(map.wood, 0.5)),
        Theme::Built => Some(map.town),
        Theme::Building => Some(map.land.mixed(map.road, 0.32)),
        Theme::Other => Some(map.land.mixed(map.road, 0.1)),
        _ => None,
    }
}

/// How a line is drawn: what is under it, then itself. Widths in points, dash on and off.
struct Pen {
    casing: Option<(f32, Color)>,
    width: f32,
    color: Color,
    dash: &'static [f32],
}

fn pen(theme: Theme, palette: &Palette) -> Option<Pen> {
    let map = &palette.map;
    let plain = |width: f32, color: Color| Pen { casing: None, width, color, dash: &[] };
    let cased = |class: usize, width: f32| {
        let of = |colors: &[Color; 5]| colors.get(class).copied().unwrap_or(map.road);
        Pen { casing: Some((width + 1.6, of(&map.casings))), ..plain(width, of(&map.roads)) }
    };
    Some(match theme {
        Theme::River => plain(1.6, map.shore),
        Theme::Boundary => Pen { dash: &[4.0, 4.0], ..plain(1.0, map.boundary) },
        Theme::Border => Pen { dash: &[8.0, 4.0], ..plain(1.4, map.boundary) },
        Theme::Rail => Pen { dash: &[6.0, 4.0], ..plain(1.2, map.road) },
        Theme::Path => Pen { dash: &[3.0, 3.0], ..plain(0.9, map.road) },
        Theme::Road => cased(4, 1.4),
        Theme::MainRoad => cased(2, 2.4),
        Theme::Motorway => cased(0, 3.4),
        Theme::Other => plain(1.2, map.road),
        _ => return None,
    })
}

/// A tile as it is kept on the graphics card: areas, then lines, each in the order they lie.
pub(super) fn drawables(tile: &VectorTile, palette: &Palette) -> Vec<Drawable> {
    let side = SIDE as f32;
    let mut areas: Vec<_> = tile.areas.iter().collect();
    areas.sort_by_key(|area| area.theme);
    // What no area covers is land.
    let whole = Rect::from_min_size(pos2(0.0, 0.0), vec2(side, side));
    let mut mesh = Mesh::rect(whole, paint::color(palette.map.land));
    for area in areas {
        let Some(color) = fill(area.theme, palette).map(paint::color) else { continue };
        let vertices = area.shape.vertices.iter();
        let vertices = vertices.map(|[x, y]| Vertex { position: pos2(x * side, y * side), color }).collect();
        mesh.append(&Mesh { vertices, indices: area.shape.indices.clone() });
    }
    let mut lines: Vec<_> = tile.lines.iter().filter_map(|line| Some((line, pen(line.theme, palette)?))).collect();
    lines.sort_by_key(|(line, _)| line.theme);
    let line = |points: &[[f32; 2]], width: f32, color: Color32, dash: &[f32]| Line {
        points: points.iter().map(|[x, y]| pos2(x * side, y * side)).collect(),
        width,
        color,
        dasharray: dash.to_vec(),
    };
    // All casings first, so that roads join at crossings.
    let under = lines.iter().filter_map(|(own, pen)| {
        let (width, color) = pen.casing?;
        Some(line(&own.shape, width, paint::color(color), &[]))
    });
    let over = lines.iter().map(|(own, pen)| line(&own.shape, pen.width, paint::color(pen.color), pen.dash));
    let lines: Vec<Line> = under.chain(over).collect();
    let mut out = vec![Drawable::Fill(mesh)];
    if !lines.is_empty() {
        out.push(Drawable::Lines(lines));
    }
    out
}

/// Writes the names of tiles in view: cities before towns before villages, none over another, none twice.
pub(super) fn names<'a>(
    painter: &Painter,
    rect: Rect,
    canvas: &Canvas<'_>,
    tiles: impl Iterator<Item = (TileId, &'a Names)>,
    mut taken: Vec<PxRect>,
) {
    let [middle_x, middle_y] = canvas.view.to_world(canvas.view.centre[0], canvas.view.centre[1]);
    let (px, [width, height]) = (canvas.view.world_px(), canvas.view.size);
    let mut all: Vec<(Theme, &str, [f32; 2])> = Vec::new();
    for (tile, names) in tiles {
        let [left, top, side] = tile.square();
        for name in names.iter() {
            let (text, [x, y]) = &name.shape;
            let across = |start: f64, share: f32, middle: f64, size: f64| {
                ((start + f64::from(share) * side - middle) * px + size / 2.0) as f32
            };
            let at = [across(left, *x, middle_x, width), across(top, *y, middle_y, height)];
            if canvas.rect().min[0] <= at[0] && at[0] <= canvas.rect().max[0] && 0.0 <= at[1] && at[1] <= height as f32
            {
                all.push((name.theme, text, at));
            }
        }
    }
    // By rank, then by text: the same order in every frame.
    all.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)).then(a.2[0].total_cmp(&b.2[0])));
    let mut said = HashSet::new();
    let mut shapes: Vec<EguiShape> = Vec::new();
    for (theme, text, at) in all {
        if said.len() >= MOST_NAMES {
            break;
        }
        let shape = name(theme, text, at, rect, canvas);
        let half = [crate::domain::view::format::width_em(text) * shape.size / 2.0 + APART, shape.size * 0.7 + APART];
        let own = PxRect { min: [at[0] - half[0], at[1] - half[1]], max: [at[0] + half[0], at[1] + half[1]] };
        if said.contains(text) || taken.iter().any(|other| meet(other, &own)) {
            continue;
        }
        said.insert(text);
        taken.push(own);
        paint::put(&mut shapes, painter, &Shape::Text(shape));
    }
    painter.extend(shapes);
}

fn meet(a: &PxRect, b: &PxRect) -> bool {
    a.min[0] < b.max[0] && b.min[0] < a.max[0] && a.min[1] < b.max[1] && b.min[1] < a.max[1]
}

fn name(theme: Theme, text: &str, at: [f32; 2], rect: Rect, canvas: &Canvas<'_>) -> TextShape {
    let palette = canvas.palette;
    let (size, color) = match theme {
        Theme::City => (17.0, palette.map.name),
        Theme::Town => (14.0, palette.map.name),
        Theme::WaterName => (12.0, palette.map.water_name),
        _ => (12.0, palette.map.name),
    };
    TextShape {
        at: [rect.min.x + at[0], rect.min.y + at[1]],
        align: Align::Middle,
        text: text.to_owned(),
        size: size * canvas.scale,
        color,
        bold: theme == Theme::City,
        halo: Some(palette.halo()),
        struck: false,
    }
}
