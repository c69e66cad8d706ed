//! From a scene and a view to shapes in pixels. One place for both painters, so that the window and the
//! picture say the same.

use geo_types::{Coord, LineString};

use crate::domain::{
    catalogue::Tone,
    view::{
        palette::{Color, Palette},
        plots::{self, PlotLine},
        projection::View,
        scene::{Area, AreaInk, Line, LineInk, Scene},
        shape::{PxRect, Shape, Stroke},
        storms,
    },
};

/// What a drawing is made for.
#[derive(Clone, Copy, Debug)]
pub struct Canvas<'a> {
    /// What is in view.
    pub view: View,
    /// Pixels a point: 1 at 1920 x 1080.
    pub scale: f32,
    /// The colours.
    pub palette: &'a Palette,
}

impl Canvas<'_> {
    /// Degrees to pixels.
    pub fn px(&self, [lon, lat]: [f64; 2]) -> [f32; 2] {
        self.view.to_screen(lon, lat).map(|each| each as f32)
    }

    /// The whole canvas.
    pub fn rect(&self) -> PxRect {
        PxRect { min: [0.0, 0.0], max: self.view.size.map(|each| each as f32) }
    }

    fn points(&self, line: &LineString, closed: bool) -> Vec<[f32; 2]> {
        let coords = if closed { line.0.get(..line.0.len().saturating_sub(1)).unwrap_or(&[]) } else { &line.0 };
        let mut out: Vec<[f32; 2]> = Vec::with_capacity(coords.len());
        let projector = self.view.projector();
        for (index, Coord { x, y }) in coords.iter().enumerate() {
            let point = projector.to_screen(*x, *y).map(|each| each as f32);
            let last = index + 1 == coords.len();
            // What is closer than half a pixel cannot be seen.
            if last || out.last().is_none_or(|[px, py]| (point[0] - px).abs() + (point[1] - py).abs() >= 0.5) {
                out.push(point);
            }
        }
        out
    }
}

/// Areas and lines, bottom first: everything that does not depend on text.
pub fn ground(scene: &Scene, canvas: &Canvas<'_>) -> Vec<Shape> {
    let mut out = Vec::new();
    let mut areas: Vec<&Area> = scene.areas.iter().collect();
    areas.sort_by_key(|area| layer(area.ink));
    let things = areas.split_off(areas.partition_point(|area| layer(area.ink) < THINGS));
    let veils = areas.split_off(areas.partition_point(|area| layer(area.ink) < VEIL));
    // Rivers end in lakes: the lakes lie over them.
    let lakes = areas.split_off(areas.partition_point(|area| layer(area.ink) < LAKE));
    for area in areas {
        draw_area(&mut out, area, canvas);
    }
    let mut lines: Vec<&Line> = scene.lines.iter().collect();
    lines.sort_by_key(|line| order(line.ink));
    let above = lines.split_off(lines.partition_point(|line| order(line.ink) < ABOVE_THE_VEIL));
    // All edges first, then all fills, so that rivers flow together and roads join at crossings.
    let roads = lines.split_off(lines.partition_point(|line| !matches!(line.ink, LineInk::Road(_))));
    for (lines, areas) in [(lines, lakes), (roads, veils), (above, things)] {
        for line in &lines {
            draw_casing(&mut out, line, canvas);
        }
        for line in &lines {
            let from = out.len();
            draw_line(&mut out, line, canvas);
            fade(&mut out, from, line.opacity);
        }
        for area in areas {
            let from = out.len();
            draw_area(&mut out, area, canvas);
            fade(&mut out, from, area.opacity);
        }
    }
    out
}

/// Weakens what was drawn last.
fn fade(shapes: &mut Vec<Shape>, from: usize, opacity: f32) {
    if opacity < 1.0 {
        let drawn = shapes.split_off(from.min(shapes.len()));
        shapes.extend(drawn.into_iter().map(|shape| shape.faded(opacity)));
    }
}

/// Lakes.
const LAKE: u8 = 6;
/// What the base map is dimmed under outside the district.
const VEIL: u8 = 8;
/// What is not of the base map.
const THINGS: u8 = 9;

/// Which areas lie over which.
fn layer(ink: AreaInk) -> u8 {
    match ink {
        AreaInk::District => 0,
        AreaInk::Relief(_) => 1,
        AreaInk::Slope(_) => 2,
        AreaInk::Wood => 3,
        AreaInk::Context | AreaInk::Township(_) => 4,
        AreaInk::Town => 5,
        AreaInk::Water => LAKE,
        AreaInk::Veil => VEIL,
        AreaInk::Active(_) | AreaInk::Listed(_) | AreaInk::Plot(_) | AreaInk::Reach | AreaInk::Storm(_) => THINGS,
    }
}

/// What is drawn over the veil.
const ABOVE_THE_VEIL: u8 = 7;

fn order(ink: LineInk) -> u8 {
    match ink {
        LineInk::Boundary => 0,
        LineInk::River(_) => 1,
        LineInk::Road(class) => 6 - class.min(4),
        LineInk::Outline => ABOVE_THE_VEIL,
        LineInk::Storm(_) | LineInk::Thing(..) => 8,
        LineInk::Broken(_) => 9,
        LineInk::Plot(_) => 10,
        LineInk::Way(rank) => 13 - rank.min(2),
    }
}

fn draw_area(out: &mut Vec<Shape>, area: &Area, canvas: &Canvas<'_>) {
    let (palette, scale) = (canvas.palette, canvas.scale);
    let (fill, edge) = area_look(area.ink, canvas);
    for polygon in &area.shape {
        let mut rings = vec![canvas.points(polygon.exterior(), true)];
        rings.extend(polygon.interiors().iter().map(|ring| canvas.points(ring, true)));
        rings.retain(|ring| ring.len() >= 3);
        if rings.is_empty() {
            continue;
        }
        if let AreaInk::Active(tone) = area.ink {
            let stroke = Stroke::solid(1.2 * scale, active_color(tone, palette).alpha(150));
            let lines = hatch(&rings, 8.0 * scale);
            out.extend(lines.into_iter().map(|[a, b]| Shape::Path { points: vec![a, b], closed: false, stroke }));
        }
        if let Some(stroke) = edge {
            out.extend(rings.iter().map(|ring| Shape::Path { points: ring.clone(), closed: true, stroke }));
        }
        let arrows = match (area.ink, rings.first()) {
            (AreaInk::Plot(plot), Some(ring)) => plots::arrows(plot, ring, palette.alarm, scale),
            _ => Vec::new(),
        };
        if fill.alpha > 0 {
            // Under its own edge and hatch.
            let under = out.len() - if edge.is_some() { rings.len() } else { 0 };
            out.insert(under, Shape::Area { rings, fill });
        }
        out.extend(arrows);
    }
}

/// What fills an area and what edges it.
fn area_look(ink: AreaInk, canvas: &Canvas<'_>) -> (Color, Option<Stroke>) {
    let (palette, map) = (canvas.palette, &canvas.palette.map);
    let scale = canvas.scale;
    let step = |steps: &[Color], at: u8| steps.get(usize::from(at)).or(steps.last()).copied().unwrap_or(Color::CLEAR);
    match ink {
        AreaInk::District => (map.land, None),
        AreaInk::Relief(tens) => (height_color(&map.relief, f32::from(tens) * 10.0), None),
        AreaInk::Slope(strength) => (slope_color(strength, canvas), None),
        AreaInk::Town => (map.town, None),
        AreaInk::Township(tint) => (step(&map.tints, tint), None),
        AreaInk::Context => (map.zone, None),
        AreaInk::Water => (map.water, Some(Stroke::solid(scale, map.shore))),
        AreaInk::Wood => (map.wood, None),
        AreaInk::Veil => (map.veil, None),
        AreaInk::Active(tone) => {
            let color = active_color(tone, palette);
            (color.alpha(56), Some(Stroke::solid(2.2 * scale, color)))
        }
        AreaInk::Listed(tone) => {
            let color = palette.tone(tone);
            let dash = Some([5.0 * scale, 4.0 * scale]);
            (color.alpha(26), Some(Stroke { width: 1.2 * scale, color: color.alpha(170), dash }))
        }
        AreaInk::Reach => (palette.accent.alpha(44), Some(Stroke::solid(1.6 * scale, palette.accent.alpha(200)))),
        AreaInk::Storm(storm) => storms::area_look(storm, palette, scale),
        AreaInk::Plot(plot) => (palette.alarm.alpha(30), Some(plots::edge(plot, palette.alarm, scale))),
    }
}

/// Heights in metres that the palette's colours of the relief stand for; between them, in between.
const HEIGHTS_M: [f32; 7] = [80.0, 160.0, 270.0, 410.0, 580.0, 780.0, 1000.0];

fn height_color(colors: &[Color; 7], height_m: f32) -> Color {
    let stops = HEIGHTS_M.iter().zip(colors);
    let next = stops.clone().zip(stops.clone().skip(1)).find(|(_, (above, _))| height_m < **above);
    match next {
        Some(((low, from), (high, to))) => from.mixed(*to, ((height_m - low) / (high - low)).max(0.0)),
        None => colors.last().copied().unwrap_or(Color::CLEAR),
    }
}

/// Slopes say most from afar; from close by they step back behind what is on them.
fn slope_color(strength: i8, canvas: &Canvas<'_>) -> Color {
    let map = &canvas.palette.map;
    let color = if strength > 0 { map.light } else { map.shade };
    let near = ((canvas.view.zoom as f32 - canvas.scale.log2() - 11.0) / 3.0).clamp(0.0, 0.6);
    color.alpha((f32::from(color.alpha) * (1.0 - near)) as u8)
}

fn active_color(tone: Tone, palette: &Palette) -> Color {
    match tone {
        Tone::Warning | Tone::Caution => palette.tone(tone),
        _ => palette.alarm,
    }
}

/// Lines at 45 degrees inside a polygon (even-odd), this far apart.
pub fn hatch(rings: &[Vec<[f32; 2]>], spacing: f32) -> Vec<[[f32; 2]; 2]> {
    // Turned by 45 degrees, the hatch is a family of level scan lines.
    let turned = |[x, y]: [f32; 2]| [(x - y) / 2.0, (x + y) / 2.0];
    let back = |[u, v]: [f32; 2]| [u + v, v - u];
    let rings: Vec<Vec<[f32; 2]>> = rings.iter().map(|ring| ring.iter().copied().map(turned).collect()).collect();
    let all = rings.iter().flatten().map(|[_, v]| *v);
    let (low, high) = all.fold((f32::MAX, f32::MIN), |(low, high), v| (low.min(v), high.max(v)));
    let step = spacing.max(1.0) * std::f32::consts::FRAC_1_SQRT_2;
    let mut out = Vec::new();
    if low > high || (high - low) / step > 4000.0 {
        return out;
    }
    let mut level = (low / step).ceil() * step;
    while level < high {
        let mut cuts: Vec<f32> = Vec::new();
        for ring in &rings {
            let ends = ring.iter().zip(ring.iter().cycle().skip(1));
            cuts.extend(
                ends.filter(|([_, a], [_, b])| (*a <= level) != (*b <= level))
                    .map(|([au, av], [bu, bv])| au + (level - av) / (bv - av) * (bu - au)),
            );
        }
        cuts.sort_by(f32::total_cmp);
        for pair in cuts.chunks_exact(2) {
            if let [from, to] = pair {
                out.push([back([*from, level]), back([*to, level])]);
            }
        }
        level += step;
    }
    out
}

/// The rank of what only those on foot use.
const PATH: u8 = 5;

/// Pixels wide a road of this class is drawn: wider as one comes closer.
fn road_width(class: u8, canvas: &Canvas<'_>) -> f32 {
    let near = ((canvas.view.zoom as f32 - 10.0 - canvas.scale.log2()) / 6.0).clamp(0.0, 1.5);
    let (far_width, near_width) = match class {
        0 => (2.6, 11.0),
        1 => (2.0, 9.0),
        2 => (1.6, 7.5),
        3 => (1.0, 5.5),
        _ => (0.5, 3.6),
    };
    (far_width + (near_width - far_width) * near) * canvas.scale
}

/// How far the edge of a road stands out on each side, pixels.
fn road_edge(class: u8, canvas: &Canvas<'_>) -> f32 {
    canvas.scale * if class == 0 { 1.3 } else { 0.9 }
}

fn river_width(width_m: f32, canvas: &Canvas<'_>) -> f32 {
    let true_px = width_m / canvas.view.metres_a_pixel() as f32;
    // Rivers are drawn wider than they are from afar, or they would not be seen.
    let least = (0.26 + 0.09 * (width_m / 180.0).min(1.0)) * width_m.max(1.0).sqrt();
    let least = least.clamp(0.7, 5.6) * canvas.scale;
    true_px.max(least)
}

fn of_class(colors: &[Color; 5], class: u8) -> Color {
    colors.get(usize::from(class)).or(colors.last()).copied().unwrap_or(Color::CLEAR)
}

fn draw_casing(out: &mut Vec<Shape>, line: &Line, canvas: &Canvas<'_>) {
    let map = &canvas.palette.map;
    let (width, color) = match line.ink {
        // A path is a row of dashes, and nothing beside it.
        LineInk::Road(PATH..) => return,
        LineInk::Road(class) if class < 3 || canvas.view.zoom > 12.5 => {
            (road_width(class, canvas) + 2.0 * road_edge(class, canvas), of_class(&map.casings, class))
        }
        LineInk::River(width_m) if width_m >= 16.0 => {
            (river_width(width_m, canvas) + 1.2 * canvas.scale, map.shore.alpha(150))
        }
        LineInk::Outline => (9.0 * canvas.scale, map.outline.alpha(38)),
        LineInk::Way(0) => (9.0 * canvas.scale, map.land),
        LineInk::Way(1) => (7.0 * canvas.scale, map.land),
        LineInk::Storm(storm) => match storms::casing(storm, canvas.palette, canvas.scale) {
            Some(casing) => casing,
            None => return,
        },
        _ => return,
    };
    push(out, line, canvas, Stroke::solid(width, color));
}

fn draw_line(out: &mut Vec<Shape>, line: &Line, canvas: &Canvas<'_>) {
    let (palette, map, scale) = (canvas.palette, &canvas.palette.map, canvas.scale);
    let stroke = match line.ink {
        LineInk::Road(PATH..) => {
            Stroke { width: 1.3 * scale, color: palette.quiet_text.alpha(170), dash: Some([5.0 * scale, 3.5 * scale]) }
        }
        LineInk::Road(class) => {
            let width = road_width(class, canvas);
            push(out, line, canvas, Stroke::solid(width, of_class(&map.roads, class)));
            // The two carriageways of a motorway.
            if class > 0 || width < 3.6 * scale {
                return;
            }
            Stroke::solid(width * 0.16, of_class(&map.casings, class))
        }
        LineInk::River(width_m) => Stroke::solid(river_width(width_m, canvas), map.water),
        LineInk::Boundary => {
            Stroke { width: scale, color: map.boundary.alpha(150), dash: Some([5.0 * scale, 3.0 * scale]) }
        }
        LineInk::Outline => Stroke { width: 2.0 * scale, color: map.outline, dash: Some([10.0 * scale, 5.0 * scale]) },
        LineInk::Thing(Tone::Normal | Tone::Quiet, width) => {
            Stroke::solid(width * scale, palette.quiet_text.alpha(120))
        }
        LineInk::Thing(tone, width) => Stroke::solid(width * scale, palette.tone(tone)),
        LineInk::Way(0) => Stroke::solid(5.0 * scale, palette.accent),
        LineInk::Way(1) => {
            Stroke { width: 4.0 * scale, color: palette.accent.alpha(150), dash: Some([9.0 * scale, 5.0 * scale]) }
        }
        LineInk::Way(3) => Stroke::solid(2.4 * scale, palette.accent.alpha(200)),
        LineInk::Way(_) => Stroke { width: 2.4 * scale, color: palette.accent, dash: Some([3.0 * scale, 4.0 * scale]) },
        LineInk::Storm(storm) => storms::line_look(storm, palette, scale),
        LineInk::Plot(plot) => {
            draw_plot(out, line, plot, canvas);
            return;
        }
        LineInk::Broken(tone) => {
            let color = active_color(tone, palette);
            Stroke { width: 4.0 * scale, color, dash: Some([7.0 * scale, 4.0 * scale]) }
        }
    };
    push(out, line, canvas, stroke);
}

fn draw_plot(out: &mut Vec<Shape>, line: &Line, plot: PlotLine, canvas: &Canvas<'_>) {
    let (color, scale) = (canvas.palette.alarm, canvas.scale);
    for stroke in plots::line_strokes(plot, color, scale) {
        push(out, line, canvas, stroke);
    }
    if matches!(plot, PlotLine::Route | PlotLine::Evacuation) {
        let heads = line.shape.iter().filter_map(|part| plots::head(&canvas.points(part, false), color, scale));
        out.extend(heads);
    }
}

fn push(out: &mut Vec<Shape>, line: &Line, canvas: &Canvas<'_>, stroke: Stroke) {
    for part in &line.shape {
        let closed = part.0.len() > 3 && part.is_closed();
        let points = canvas.points(part, closed);
        if points.len() >= 2 {
            out.push(Shape::Path { points, closed, stroke });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hatching_stays_inside_and_leaves_holes_open() {
        let square = vec![[0.0, 0.0], [100.0, 0.0], [100.0, 100.0], [0.0, 100.0]];
        let hole = vec![[40.0, 40.0], [60.0, 40.0], [60.0, 60.0], [40.0, 60.0]];
        let lines = hatch(&[square, hole], 10.0);
        assert!(lines.len() > 10);
        for [a, b] in &lines {
            for [x, y] in [a, b] {
                assert!((-0.1..=100.1).contains(x) && (-0.1..=100.1).contains(y));
            }
            let [x, y] = [(a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0];
            assert!(!((41.0..59.0).contains(&x) && (41.0..59.0).contains(&y)), "{x} {y} is in the hole");
        }
    }
}
