//! Marks, names and the nearest answer, placed on a canvas.

use crate::domain::{
    catalogue::Tone,
    view::{
        drawing::Canvas,
        labels::{self, Obstacles, Wanted},
        marks::is_alarm,
        palette::Color,
        scene::{Label, LabelInk, Ring, Scene, Size},
        shape::{Align, Measure, PxRect, Shape, Stroke, TextShape},
        symbol,
    },
};

/// From this rank on, a name is written even where it has to cover a symbol.
const MUST: i32 = 1000;

/// Everything above the ground, placed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// The shapes, bottom first.
    pub shapes: Vec<Shape>,
    /// Where each mark in view is: its index in the scene and its rectangle, topmost last. For pointing at.
    pub marks: Vec<(usize, PxRect)>,
    /// Where each placed name is: its index in the scene and its rectangle.
    pub labels: Vec<(usize, PxRect)>,
}

/// Places and draws marks, names and the overlay. `reserved` is kept free of names (panels over the map).
pub fn figures(scene: &Scene, canvas: &Canvas<'_>, reserved: &[PxRect], measure: Measure<'_>) -> Figures {
    let mut out = Figures::default();
    leaders(scene, canvas, &mut out.shapes);
    let mut symbols = Vec::new();
    asides(scene, canvas, &mut out.shapes);
    let rect = canvas.rect();
    for (index, mark) in scene.marks.iter().enumerate() {
        let at = canvas.px(mark.at);
        let half = symbol::half_size(&mark.symbol, canvas.scale);
        let own = PxRect::around(at, half.map(|each| each * 2.0));
        if own.overlaps(&rect) {
            symbols.extend(symbol::shapes(&mark.symbol, at, canvas.scale, canvas.palette));
            out.marks.push((index, own));
        }
    }
    let pins = pins(scene, canvas);
    let passed = scene.overlay.iter().flat_map(|overlay| overlay.passed.iter());
    let mut taken = Obstacles { hard: reserved.to_vec(), soft: Vec::new() };
    for (index, rect) in &out.marks {
        match scene.marks.get(*index) {
            Some(mark) if is_alarm(mark) || mark.symbol.ring == Ring::Selected => taken.hard.push(*rect),
            // A dot may be written over: the name of a township says more.
            Some(mark) if mark.symbol.size != Size::Dot => taken.soft.push(*rect),
            _ => {}
        }
    }
    taken.hard.extend(pins.iter().map(|(_, at)| PxRect::around(*at, [20.0 * canvas.scale; 2])));
    taken.soft.extend(passed.map(|at| PxRect::around(corner(canvas.px(*at), canvas), [16.0 * canvas.scale; 2])));
    let over = names(scene, canvas, &taken, measure, &mut out);
    out.shapes.extend(symbols);
    out.shapes.extend(over);
    if let Some(overlay) = &scene.overlay {
        for at in &overlay.passed {
            out.shapes.extend(symbol::passed(corner(canvas.px(*at), canvas), canvas.scale, canvas.palette));
        }
        for (rank, at) in pins {
            out.shapes.extend(symbol::pin(rank, at, canvas.scale, canvas.palette));
        }
        query_point(canvas.px(overlay.from), canvas, &mut out.shapes);
    }
    out
}

fn leaders(scene: &Scene, canvas: &Canvas<'_>, out: &mut Vec<Shape>) {
    let Some(overlay) = &scene.overlay else { return };
    let from = canvas.px(overlay.from);
    let scale = canvas.scale;
    for pin in overlay.pins.iter().rev() {
        let points = vec![from, canvas.px(pin.at)];
        let under = Stroke::solid(4.0 * scale, canvas.palette.halo().alpha(150));
        out.push(Shape::Path { points: points.clone(), closed: false, stroke: under });
        let stroke =
            Stroke { width: 1.8 * scale, color: canvas.palette.accent, dash: Some([6.0 * scale, 4.0 * scale]) };
        out.push(Shape::Path { points, closed: false, stroke });
    }
}

/// From each mark that stepped aside to the place it stands for.
fn asides(scene: &Scene, canvas: &Canvas<'_>, out: &mut Vec<Shape>) {
    let (palette, scale) = (canvas.palette, canvas.scale);
    for mark in &scene.marks {
        let Some(from) = mark.from else { continue };
        let (place, at) = (canvas.px(from), canvas.px(mark.at));
        if !canvas.rect().holds(at) && !canvas.rect().holds(place) {
            continue;
        }
        for (width, color) in [(3.6, palette.halo()), (1.4, palette.text)] {
            let stroke = Stroke::solid(width * scale, color);
            out.push(Shape::Path { points: vec![place, at], closed: false, stroke });
        }
        let edge = Some(Stroke::solid(1.2 * scale, palette.halo()));
        out.push(Shape::Circle { centre: place, radius: 3.0 * scale, fill: palette.text, stroke: edge });
    }
}

/// The numbered discs, at the upper right corner of what they number.
fn pins(scene: &Scene, canvas: &Canvas<'_>) -> Vec<(usize, [f32; 2])> {
    let pins = scene.overlay.iter().flat_map(|overlay| overlay.pins.iter().rev());
    pins.map(|pin| (pin.rank, corner(canvas.px(pin.at), canvas))).collect()
}

fn corner([x, y]: [f32; 2], canvas: &Canvas<'_>) -> [f32; 2] {
    let beside = 13.0 * canvas.scale;
    [x + beside, y - beside]
}

fn query_point([x, y]: [f32; 2], canvas: &Canvas<'_>, out: &mut Vec<Shape>) {
    let (palette, scale) = (canvas.palette, canvas.scale);
    let halo = Some(Stroke::solid(2.0 * scale, palette.accent));
    out.push(Shape::Circle { centre: [x, y], radius: 13.0 * scale, fill: palette.accent.alpha(48), stroke: halo });
    let edge = Some(Stroke::solid(3.0 * scale, palette.accent));
    let fill = palette.ink_on(palette.map.outline);
    out.push(Shape::Circle { centre: [x, y], radius: 5.5 * scale, fill, stroke: edge });
}

/// Places the names and adds them; the answer are those that go above the symbols.
fn names(scene: &Scene, canvas: &Canvas<'_>, taken: &Obstacles, measure: Measure<'_>, out: &mut Figures) -> Vec<Shape> {
    let mut over = Vec::new();
    let near = PxRect { min: [-200.0, -200.0], max: canvas.view.size.map(|each| each as f32 + 200.0) };
    let looks: Vec<(usize, &Label, Look)> = scene
        .labels
        .iter()
        .enumerate()
        .filter(|(_, label)| near.holds(canvas.px(label.at)))
        .map(|(index, label)| (index, label, look(label.ink, canvas)))
        .collect();
    let wanted: Vec<Wanted> = looks.iter().map(|(_, label, look)| wanted(label, look, canvas, measure)).collect();
    let placed = labels::place(&wanted, taken, canvas.rect());
    // The most important is painted last.
    for ((index, label, look), rect) in looks.iter().zip(placed).rev() {
        let Some(rect) = rect else { continue };
        out.labels.push((*index, rect));
        let covers = label.rank >= MUST && taken.soft.iter().any(|other| other.overlaps(&rect));
        let layer = if covers { &mut over } else { &mut out.shapes };
        layer.push(Shape::Text(TextShape {
            at: [(rect.min[0] + rect.max[0]) / 2.0, (rect.min[1] + rect.max[1]) / 2.0],
            align: Align::Middle,
            text: label.text.clone(),
            size: look.size,
            color: look.color,
            bold: look.bold,
            halo: Some(canvas.palette.halo()),
            struck: label.ink == LabelInk::Passed,
        }));
    }
    over
}

fn wanted(label: &Label, look: &Look, canvas: &Canvas<'_>, measure: Measure<'_>) -> Wanted {
    let pad = 4.0 * canvas.scale;
    let beside = label.beside.map(|half| half.map(|each| each * canvas.scale));
    let size = [measure(&label.text, look.size, look.bold) + pad, look.size * 1.3];
    Wanted { at: canvas.px(label.at), size, beside, must: label.rank >= MUST }
}

/// The type of a name.
struct Look {
    size: f32,
    bold: bool,
    color: Color,
}

fn look(ink: LabelInk, canvas: &Canvas<'_>) -> Look {
    let palette = canvas.palette;
    let (size, bold, color) = match ink {
        LabelInk::Township => (15.0, false, palette.map.name),
        LabelInk::Context => (13.0, false, palette.faint),
        LabelInk::Place => (12.5, false, palette.map.name),
        LabelInk::Road => (11.5, false, palette.faint),
        LabelInk::Water => (13.0, false, palette.map.water_name),
        LabelInk::Peak => (11.5, false, palette.map.peak_name),
        LabelInk::Neighbour => (19.0, false, palette.map.neighbour_name),
        LabelInk::Thing(tone) => thing_look(tone, canvas),
        LabelInk::Chosen => (14.0, true, palette.text),
        LabelInk::Passed => (12.5, false, palette.quiet_text),
    };
    Look { size: size * canvas.scale, bold, color }
}

fn thing_look(tone: Tone, canvas: &Canvas<'_>) -> (f32, bool, Color) {
    let palette = canvas.palette;
    match tone {
        // Lighter than the alarm itself: it has to be read, not to shine.
        Tone::Alarm => (14.0, true, palette.alarm.mixed(palette.text, 0.3)),
        Tone::Warning => (13.0, false, palette.text),
        _ => (12.5, false, palette.map.name),
    }
}
