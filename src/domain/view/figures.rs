//! Marks, names and the nearest answer, placed on a canvas.

use crate::domain::{
    catalogue::Tone,
    view::{
        drawing::Canvas,
        labels::{self, Obstacles, Wanted},
        palette::Color,
        scene::{Label, LabelInk, Mark, Ring, Scene, Size},
        shape::{Align, Measure, PxRect, Shape, Stroke, TextShape},
        symbol,
    },
};

/// From this rank on, a name is written even where it has to cover a symbol.
const MUST: i32 = 1000;

/// Everything above the ground, placed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// The lines from a question to its answers, under all else.
    pub under: Vec<Shape>,
    /// Names and symbols, bottom first.
    pub placed: Vec<Placed>,
    /// The question itself and the numbers of its answers, on top.
    pub over: Vec<Shape>,
    /// Where each mark in view is: its index in the scene and its rectangle, topmost last. For pointing at.
    pub marks: Vec<(usize, PxRect)>,
    /// Where each placed name is: its index in the scene and its rectangle.
    pub labels: Vec<(usize, PxRect)>,
}

/// A name or a symbol, and the place it moves with.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// Longitude and latitude.
    pub at: [f64; 2],
    /// Its shapes, bottom first.
    pub shapes: Vec<Shape>,
}

impl Figures {
    /// All of it in the order it is painted.
    pub fn into_shapes(self) -> Vec<Shape> {
        let placed = self.placed.into_iter().flat_map(|placed| placed.shapes);
        self.under.into_iter().chain(placed).chain(self.over).collect()
    }
}

/// What figures are placed for.
#[derive(Clone, Copy, Debug)]
pub struct Room<'a> {
    /// What is kept free of names: panels over the map.
    pub reserved: &'a [PxRect],
    /// How far beyond the canvas things are placed, pixels: what is there comes into view as one pans.
    pub beyond: f32,
    /// Whether dots are painted too, or by somebody else.
    pub dots: bool,
}

/// Places and draws marks, names and the overlay.
pub fn figures(scene: &Scene, canvas: &Canvas<'_>, room: Room<'_>, measure: Measure<'_>) -> Figures {
    let mut out = Figures::default();
    let (under, over) = overlay(scene, canvas);
    (out.under, out.over) = (under, over);
    let mut symbols = Vec::new();
    let whole = canvas.rect();
    let rect = PxRect { min: whole.min.map(|each| each - room.beyond), max: whole.max.map(|each| each + room.beyond) };
    let projector = canvas.view.projector();
    for (index, mark) in scene.marks.iter().enumerate() {
        if !room.dots && is_dot(mark) {
            continue;
        }
        let at = projector.to_screen(mark.at[0], mark.at[1]).map(|each| each as f32);
        let half = symbol::half_size(&mark.symbol, canvas.scale);
        let own = PxRect::around(at, half.map(|each| each * 2.0));
        if own.overlaps(&rect) {
            let shapes = symbol::shapes(&mark.symbol, at, canvas.scale, canvas.palette);
            out.placed.extend(aside(mark, canvas));
            symbols.push(Placed { at: mark.at, shapes });
            out.marks.push((index, own));
        }
    }
    let taken = obstacles(scene, canvas, room.reserved, &out.marks);
    let over = names(scene, canvas, (&taken, room.beyond), measure, &mut out);
    out.placed.extend(symbols);
    out.placed.extend(over);
    out
}

/// Whether a mark is but a dot, which names may cover.
pub fn is_dot(mark: &Mark) -> bool {
    mark.symbol.size == Size::Dot && mark.symbol.ring == Ring::None && !mark.pulse && mark.from.is_none()
}

/// Whether a mark tells the free places of an open place for people.
fn tells_room(mark: &Mark) -> bool {
    let tone = matches!(mark.symbol.tone, Tone::Ready | Tone::Warning);
    tone && mark.symbol.size == Size::Symbol && mark.symbol.glyph.is_none()
}

/// What names keep clear of.
fn obstacles(scene: &Scene, canvas: &Canvas<'_>, reserved: &[PxRect], marks: &[(usize, PxRect)]) -> Obstacles {
    let mut taken = Obstacles { hard: reserved.to_vec(), soft: Vec::new() };
    for (index, rect) in marks {
        match scene.marks.get(*index) {
            Some(mark) if mark.symbol.tone == Tone::Alarm || mark.symbol.ring == Ring::Selected => {
                taken.hard.push(*rect);
            }
            // How much room an open place has, or that it is full, is read before any name.
            Some(mark) if tells_room(mark) => taken.hard.push(*rect),
            // A dot may be written over: the name of a township says more.
            Some(mark) if !is_dot(mark) => taken.soft.push(*rect),
            _ => {}
        }
    }
    let passed = scene.overlay.iter().flat_map(|overlay| overlay.passed.iter());
    taken.hard.extend(pins(scene, canvas).iter().map(|(_, at)| PxRect::around(*at, [20.0 * canvas.scale; 2])));
    taken.soft.extend(passed.map(|at| PxRect::around(corner(canvas.px(*at), canvas), [16.0 * canvas.scale; 2])));
    taken
}

/// The question and its answers: what goes under the marks and what over them. A handful of shapes, made for
/// each view.
pub fn overlay(scene: &Scene, canvas: &Canvas<'_>) -> (Vec<Shape>, Vec<Shape>) {
    let (mut under, mut over) = (Vec::new(), Vec::new());
    let Some(overlay) = &scene.overlay else { return (under, over) };
    leaders(scene, canvas, &mut under);
    for at in &overlay.passed {
        over.extend(symbol::passed(corner(canvas.px(*at), canvas), canvas.scale, canvas.palette));
    }
    for (rank, at) in pins(scene, canvas) {
        over.extend(symbol::pin(rank, at, canvas.scale, canvas.palette));
    }
    query_point(canvas.px(overlay.from), canvas, &mut over);
    if let Some(to) = overlay.to {
        end_point(canvas.px(to), canvas, &mut over);
    }
    (under, over)
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

/// From a mark that stepped aside to the place it stands for.
fn aside(mark: &Mark, canvas: &Canvas<'_>) -> Option<Placed> {
    let (palette, scale) = (canvas.palette, canvas.scale);
    let (place, at) = (canvas.px(mark.from?), canvas.px(mark.at));
    let line = |width: f32, color: Color| {
        let stroke = Stroke::solid(width * scale, color);
        Shape::Path { points: vec![place, at], closed: false, stroke }
    };
    let edge = Some(Stroke::solid(1.2 * scale, palette.halo()));
    let end = Shape::Circle { centre: place, radius: 3.0 * scale, fill: palette.text, stroke: edge };
    Some(Placed { at: mark.at, shapes: vec![line(3.6, palette.halo()), line(1.4, palette.text), end] })
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

/// Where a way ends: a full disc, so that it is told from the ring where it begins.
fn end_point(centre: [f32; 2], canvas: &Canvas<'_>, out: &mut Vec<Shape>) {
    let (palette, scale) = (canvas.palette, canvas.scale);
    let edge = Some(Stroke::solid(2.5 * scale, palette.ink_on(palette.map.outline)));
    out.push(Shape::Circle { centre, radius: 10.0 * scale, fill: palette.accent, stroke: edge });
    let core = palette.ink_on(palette.map.outline);
    out.push(Shape::Circle { centre, radius: 3.5 * scale, fill: core, stroke: None });
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
fn names(
    scene: &Scene,
    canvas: &Canvas<'_>,
    (taken, beyond): (&Obstacles, f32),
    measure: Measure<'_>,
    out: &mut Figures,
) -> Vec<Placed> {
    let mut over = Vec::new();
    let (whole, far) = (canvas.rect(), beyond + 100.0);
    let near = PxRect { min: whole.min.map(|each| each - far), max: whole.max.map(|each| each + far) };
    let projector = canvas.view.projector();
    let looks: Vec<(usize, &Label, Look, Wanted)> = scene
        .labels
        .iter()
        .enumerate()
        .filter_map(|(index, label)| {
            let at = projector.to_screen(label.at[0], label.at[1]).map(|each| each as f32);
            let mut look = look(label.ink, canvas);
            look.color = look.color.faded(label.opacity);
            near.holds(at).then(|| (index, label, look, wanted(label, at, look, canvas.scale, measure)))
        })
        .collect();
    let wanted: Vec<Wanted> = looks.iter().map(|(.., wanted)| *wanted).collect();
    let placed = labels::place(&wanted, taken, whole, beyond);
    // The most important is painted last.
    for ((index, label, look, wanted), rect) in looks.iter().zip(placed).rev() {
        let Some(rect) = rect else { continue };
        out.labels.push((*index, rect));
        let lead = labels::lead(wanted, &rect);
        out.placed.extend(lead.map(|ends| Placed { at: label.at, shapes: name_lead(ends, look.color, canvas) }));
        let covers = label.rank >= MUST && taken.soft.iter().any(|other| other.overlaps(&rect));
        let layer = if covers { &mut over } else { &mut out.placed };
        let text = Shape::Text(TextShape {
            at: [(rect.min[0] + rect.max[0]) / 2.0, (rect.min[1] + rect.max[1]) / 2.0],
            align: Align::Middle,
            text: label.text.clone(),
            size: look.size,
            color: look.color,
            bold: look.bold,
            halo: Some(canvas.palette.halo().faded(label.opacity)),
            struck: label.ink == LabelInk::Passed,
        });
        layer.push(Placed { at: label.at, shapes: vec![text] });
    }
    over
}

/// From a symbol to its name, where that stands farther out.
fn name_lead(ends: [[f32; 2]; 2], color: Color, canvas: &Canvas<'_>) -> Vec<Shape> {
    let line = |width: f32, color: Color| {
        let stroke = Stroke::solid(width * canvas.scale, color);
        Shape::Path { points: ends.to_vec(), closed: false, stroke }
    };
    vec![line(3.2, canvas.palette.halo()), line(1.2, color)]
}

fn wanted(label: &Label, at: [f32; 2], look: Look, scale: f32, measure: Measure<'_>) -> Wanted {
    let pad = 4.0 * scale;
    let beside = label.beside.map(|half| half.map(|each| each * scale));
    let size = [measure(&label.text, look.size, look.bold) + pad, look.size * 1.3];
    Wanted { at, size, beside, must: label.rank >= MUST }
}

/// The type of a name.
#[derive(Clone, Copy)]
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{
        catalogue::Frame,
        model::KindId,
        view::{
            palette::{Palette, Theme},
            projection::View,
            scene::MarkSymbol,
            shape::rough_width,
        },
    };

    fn mark(at: [f64; 2], tone: Tone, size: Size) -> Mark {
        Mark {
            at,
            from: None,
            symbol: MarkSymbol {
                frame: Frame::Event,
                tone,
                glyph: None,
                text: "险".into(),
                size,
                ring: Ring::None,
                parts: Vec::new(),
                opacity: 1.0,
            },
            kind: KindId::from("incident"),
            object: None,
            name: String::new(),
            cluster: None,
            gravity: 0,
            rank: 0,
            lift: 0,
            pulse: false,
        }
    }

    fn label(at: [f64; 2], rank: i32) -> Label {
        let beside = (rank % 2 == 0).then_some([24.0, 24.0]);
        Label {
            at, text: "白龙桥镇中心小学".into(), ink: LabelInk::Thing(Tone::Alarm), beside, rank, opacity: 1.0
        }
    }

    fn place(scene: &Scene, room: Room<'_>) -> Figures {
        let canvas = Canvas { view: View::default(), scale: 1.0, palette: Palette::of(Theme::Dark) };
        figures(scene, &canvas, room, &rough_width)
    }

    fn somewhere() -> impl Strategy<Value = [f64; 2]> {
        (119.0..120.2f64, 28.6..29.4f64).prop_map(|(lon, lat)| [lon, lat])
    }

    proptest! {
        #[test]
        fn no_name_ever_stands_on_an_alarm_or_under_a_panel(
            alarms in prop::collection::vec(somewhere(), 0..60),
            names in prop::collection::vec((somewhere(), 0..2000i32), 0..120),
        ) {
            let mut scene = Scene::default();
            scene.marks.extend(alarms.iter().map(|at| mark(*at, Tone::Alarm, Size::Symbol)));
            scene.labels.extend(names.iter().map(|(at, rank)| label(*at, *rank)));
            let panel = PxRect { min: [700.0, 0.0], max: [1000.0, 300.0] };
            let placed = place(&scene, Room { reserved: &[panel], beyond: 200.0, dots: true });
            for (_, name) in &placed.labels {
                prop_assert!(!panel.overlaps(name));
                prop_assert!(placed.marks.iter().all(|(_, alarm)| !alarm.overlaps(name)));
            }
        }
    }

    #[test]
    fn what_lies_a_little_beyond_the_canvas_is_placed_when_there_is_room_for_it() {
        let mut scene = Scene::default();
        let [lon, lat] = View::default().to_degrees(1100.0, 350.0);
        scene.marks.push(mark([lon, lat], Tone::Normal, Size::Symbol));
        scene.labels.push(label([lon, lat], 10));
        let none = place(&scene, Room { reserved: &[], beyond: 0.0, dots: true });
        assert_eq!((none.marks.len(), none.labels.len()), (0, 0));
        let some = place(&scene, Room { reserved: &[], beyond: 300.0, dots: true });
        assert_eq!((some.marks.len(), some.labels.len(), some.placed.len()), (1, 1, 2));
    }

    #[test]
    fn dots_are_left_to_who_paints_them_but_a_selected_one_never() {
        let mut scene = Scene::default();
        let dot = mark([119.6, 29.0], Tone::Quiet, Size::Dot);
        let mut chosen = dot.clone();
        chosen.symbol.ring = Ring::Selected;
        scene.marks.extend([dot, chosen]);
        let placed = place(&scene, Room { reserved: &[], beyond: 0.0, dots: false });
        assert_eq!(placed.marks.iter().map(|(index, _)| *index).collect::<Vec<_>>(), [1]);
    }
}
