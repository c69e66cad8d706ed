//! Shapes of the scene as shapes of egui.

use std::sync::Arc;

use eframe::{
    egui::{
        Align2, Color32, FontFamily, FontId, Mesh, Painter, Pos2, Rect, Rgba, Shape as EguiShape, Stroke as EguiStroke,
        StrokeKind, TextureId, pos2, vec2,
    },
    epaint::{CircleShape, PathShape, PathStroke, RectShape, TextShape as Galley, Vertex, WHITE_UV},
};
use geo::TriangulateEarcut;
use geo_types::{LineString, Polygon};

use crate::{
    domain::view::{
        palette::{Color, Palette},
        scene::MarkSymbol,
        shape::{Align, Shape, Stroke, TextShape},
        symbol,
    },
    ui::theme,
};

/// How far beside itself a bold text is printed again, as a share of its size.
pub(super) const BOLD: f32 = 0.04;

/// A colour of the palette as the window's.
pub(super) fn color(color: Color) -> Color32 {
    let [r, g, b] = color.rgb;
    Color32::from(Rgba::from_srgba_unmultiplied(r, g, b, color.alpha))
}

/// Paints a symbol of the map around a place: for legends, lists and cards.
pub fn paint_symbol(painter: &Painter, at: Pos2, symbol: &MarkSymbol, scale: f32, palette: &Palette) {
    paint_shapes(painter, &symbol::shapes(symbol, [at.x, at.y], scale, palette));
}

/// Paints shapes of the scene outside the map.
pub fn paint_shapes(painter: &Painter, shapes: &[Shape]) {
    let mut out = Vec::new();
    for shape in shapes {
        put(&mut out, painter, shape);
    }
    painter.extend(out);
}

/// Adds a shape, as it stands.
pub(super) fn put(out: &mut Vec<EguiShape>, painter: &Painter, shape: &Shape) {
    match shape {
        Shape::Text(text) => put_text(out, painter, text),
        plain => put_plain(out, plain),
    }
}

/// Adds a shape without text: needs no font, so it can be done anywhere.
pub(super) fn put_plain(out: &mut Vec<EguiShape>, shape: &Shape) {
    match shape {
        Shape::Area { rings, fill } => out.extend(area(rings, *fill)),
        Shape::Path { points, closed, stroke } => path(out, points, *closed, *stroke),
        Shape::Box { min, max, radius, fill, stroke } => {
            let rect = Rect::from_min_max(pos2(min[0], min[1]), pos2(max[0], max[1]));
            let radius = (*radius).clamp(0.0, 250.0) as u8;
            let line = line(*stroke);
            let shape = RectShape::new(rect, radius, color(*fill), line, StrokeKind::Middle);
            out.push(EguiShape::Rect(shape));
        }
        Shape::Circle { centre, radius, fill, stroke } => {
            let center = pos2(centre[0], centre[1]);
            out.push(EguiShape::Circle(CircleShape {
                center,
                radius: *radius,
                fill: color(*fill),
                stroke: line(*stroke),
            }));
        }
        Shape::Text(_) => {}
    }
}

fn line(stroke: Option<Stroke>) -> EguiStroke {
    stroke.map_or(EguiStroke::NONE, |stroke| EguiStroke::new(stroke.width, color(stroke.color)))
}

/// A polygon cut into triangles; a degenerate one is left out.
pub(super) fn area(rings: &[Vec<[f32; 2]>], fill: Color) -> Option<EguiShape> {
    let ring = |points: &Vec<[f32; 2]>| LineString::from(points.iter().map(|[x, y]| (*x, *y)).collect::<Vec<_>>());
    let (outer, holes) = rings.split_first()?;
    let polygon = Polygon::new(ring(outer), holes.iter().map(ring).collect());
    let cut = polygon.earcut_triangles_raw();
    let color = color(fill);
    let vertex = |[x, y]: &[f32; 2]| Vertex { pos: pos2(*x, *y), uv: WHITE_UV, color };
    let vertices: Vec<Vertex> = cut.vertices.iter().map(vertex).collect();
    let indices = cut.triangle_indices.iter().filter_map(|index| u32::try_from(*index).ok()).collect();
    let mesh = Mesh { indices, vertices, texture_id: TextureId::default() };
    (mesh.is_valid() && !mesh.is_empty()).then(|| EguiShape::mesh(mesh))
}

fn path(out: &mut Vec<EguiShape>, points: &[[f32; 2]], closed: bool, stroke: Stroke) {
    let mut points: Vec<Pos2> = points.iter().map(|[x, y]| pos2(*x, *y)).collect();
    let egui_stroke = EguiStroke::new(stroke.width, color(stroke.color));
    if let Some([on, off]) = stroke.dash {
        if closed && let Some(first) = points.first().copied() {
            points.push(first);
        }
        EguiShape::dashed_line_many(&points, egui_stroke, on, off, out);
    } else {
        let stroke = PathStroke::from(egui_stroke);
        out.push(EguiShape::Path(PathShape { points, closed, fill: Color32::TRANSPARENT, stroke }));
    }
}

fn put_text(out: &mut Vec<EguiShape>, painter: &Painter, text: &TextShape) {
    let ink = color(text.color);
    let font = if text.bold { theme::bold(painter.ctx(), text.size) } else { FontId::proportional(text.size) };
    // A font with no bold cut is made bold by a second print a little beside the first.
    let printed_twice = text.bold && font.family == FontFamily::Proportional;
    let galley = painter.layout_no_wrap(text.text.clone(), font, ink);
    let anchor = match text.align {
        Align::Start => Align2::LEFT_CENTER,
        Align::Middle => Align2::CENTER_CENTER,
        Align::End => Align2::RIGHT_CENTER,
    };
    let rect = anchor.anchor_size(pos2(text.at[0], text.at[1]), galley.size());
    let at = |dx: f32, dy: f32, ink: Color32| {
        let mut shape = Galley::new(rect.min + vec2(dx, dy), Arc::clone(&galley), ink);
        shape.override_text_color = Some(ink);
        EguiShape::Text(shape)
    };
    if let Some(halo) = text.halo {
        let (far, halo) = (text.size * 0.09, color(halo));
        for (dx, dy) in [(-far, -far), (far, -far), (-far, far), (far, far)] {
            out.push(at(dx, dy, halo));
        }
    }
    out.push(at(0.0, 0.0, ink));
    if printed_twice {
        out.push(at(text.size * BOLD, 0.0, ink));
    }
    if text.struck {
        let middle = rect.center().y;
        let stroke = EguiStroke::new(text.size * 0.09, ink);
        out.push(EguiShape::line_segment([pos2(rect.min.x, middle), pos2(rect.max.x, middle)], stroke));
    }
}
