//! Symbols: frame = class, fill = state (GB/T 35649-2017: an event in a rounded square, everything else in a
//! square; what the standard does not know in a circle). Drawn by us from plain shapes.

use crate::domain::{
    catalogue::{Frame, Tone},
    view::{
        glyph,
        palette::{Color, Palette},
        scene::{MarkSymbol, Ring, Size},
        shape::{Align, Shape, Stroke, TextShape, rough_width},
        tone::urgency,
    },
};

/// Height of a symbol, points at scale 1.
const SYMBOL: f32 = 23.0;
/// Height of the type in a symbol.
const TYPE: f32 = 14.0;
/// How much larger an alarm is.
const LOUD: f32 = 1.2;

/// Half the width and half the height of a symbol, pixels.
pub fn half_size(symbol: &MarkSymbol, scale: f32) -> [f32; 2] {
    let [width, height] = match symbol.size {
        Size::Dot => [9.0, 9.0],
        Size::Cluster => {
            // Grows a little with what is in it.
            let more = (symbol.parts.iter().map(|part| part.count).sum::<u32>().max(1) as f32).log10();
            let height = 23.0 + 3.0 * more.min(3.0);
            [(rough_width(&symbol.text, TYPE, true) + 14.0).max(height), height]
        }
        Size::Symbol => {
            let grown = if is_loud(symbol) { LOUD } else { 1.0 };
            let text = if symbol.glyph.is_some() { 0.0 } else { rough_width(&symbol.text, TYPE, true) + 9.0 };
            [text.max(SYMBOL) * grown, SYMBOL * grown]
        }
    };
    [width * scale / 2.0, height * scale / 2.0]
}

/// An alarm by itself: larger, with a glow.
fn is_loud(symbol: &MarkSymbol) -> bool {
    symbol.tone == Tone::Alarm && !matches!(symbol.frame, Frame::Hazard | Frame::Plain)
}

/// A symbol around a place in pixels.
pub fn shapes(symbol: &MarkSymbol, at: [f32; 2], scale: f32, palette: &Palette) -> Vec<Shape> {
    let mut brush = Brush { out: Vec::with_capacity(6), at, scale, palette };
    let half = half_size(symbol, scale);
    let ring = match symbol.ring {
        Ring::None => None,
        Ring::Highlighted => Some(2.0),
        Ring::Selected => Some(3.0),
    };
    if let Some(width) = ring {
        brush.ring(symbol, half, 5.0, Stroke::solid(width * scale, palette.accent));
    }
    match symbol.size {
        Size::Dot => brush.dot(symbol, half),
        Size::Cluster => brush.cluster(symbol, half),
        Size::Symbol => brush.whole(symbol, half),
    }
    if symbol.opacity < 1.0 {
        return brush.out.into_iter().map(|shape| shape.faded(symbol.opacity)).collect();
    }
    brush.out
}

struct Brush<'a> {
    out: Vec<Shape>,
    at: [f32; 2],
    scale: f32,
    palette: &'a Palette,
}

impl Brush<'_> {
    fn whole(&mut self, symbol: &MarkSymbol, half: [f32; 2]) {
        let (palette, scale) = (self.palette, self.scale);
        // A measured number is read, not filled: the state is its ring.
        let plain = symbol.frame == Frame::Plain;
        let fill = palette.fill(if plain { Tone::Normal } else { symbol.tone });
        // What is in order steps back.
        let calm = matches!(symbol.tone, Tone::Normal | Tone::Quiet | Tone::Unknown | Tone::Closed);
        let frame = match symbol.tone {
            tone if plain && !calm => palette.tone(tone),
            _ if calm => palette.frame(symbol.frame).mixed(palette.map.land, 0.4),
            _ => palette.frame(symbol.frame),
        };
        let loud = is_loud(symbol);
        if loud && symbol.ring == Ring::None {
            self.ring(symbol, half, 3.2, Stroke::solid(3.6 * scale, palette.alarm.alpha(95)));
        }
        let saturated = urgency(symbol.tone) > urgency(Tone::Normal) || symbol.tone == Tone::Low;
        let strong = saturated && symbol.tone != Tone::Ready && !plain;
        let ink = match symbol.tone {
            Tone::Closed => palette.quiet_text,
            _ if plain => palette.text,
            _ if saturated => palette.ink_on(fill),
            _ => frame,
        };
        // Class and state stay apart: a line of ink between the frame and a fill that could be taken for it.
        let edge = if symbol.frame == Frame::Event && strong { ink } else { frame };
        self.body(symbol.frame, half, fill, Stroke::solid(2.2 * scale, edge));
        if strong && symbol.frame != Frame::Event {
            let within = half.map(|each| each - 2.2 * scale);
            let (min, max) = corners(self.at, within);
            let radius = radius(symbol.frame, within, scale);
            let stroke = Some(Stroke::solid(1.2 * scale, ink.alpha(190)));
            self.out.push(Shape::Box { min, max, radius, fill: Color::CLEAR, stroke });
        }
        let grown = half[1] / (SYMBOL * scale / 2.0);
        match symbol.glyph {
            Some(drawing) => self.out.extend(glyph::shapes(drawing, self.at, half[1] * 0.56, ink, fill)),
            None => self.out.push(sign(&symbol.text, self.at, TYPE * scale * grown, ink)),
        }
        if symbol.tone == Tone::Closed {
            let [x, y] = self.at;
            let points = vec![[x - half[0], y + half[1]], [x + half[0], y - half[1]]];
            let stroke = Stroke::solid(2.0 * scale, palette.quiet_text);
            self.out.push(Shape::Path { points, closed: false, stroke });
        }
    }

    fn body(&mut self, frame: Frame, half: [f32; 2], fill: Color, stroke: Stroke) {
        // A thin casing keeps the symbol off whatever it stands on.
        let casing = stroke.width * 0.6;
        let radius = radius(frame, half, self.scale);
        let (min, max) = corners(self.at, half.map(|each| each + casing));
        self.out.push(Shape::Box { min, max, radius: radius + casing, fill: self.palette.halo(), stroke: None });
        let (min, max) = corners(self.at, half);
        self.out.push(Shape::Box { min, max, radius, fill, stroke: Some(stroke) });
    }

    fn dot(&mut self, symbol: &MarkSymbol, half: [f32; 2]) {
        let frame = self.palette.frame(symbol.frame);
        let fill = match symbol.tone {
            Tone::Normal | Tone::Quiet => frame.mixed(self.palette.map.land, 0.35),
            _ => self.palette.fill(symbol.tone),
        };
        self.body(symbol.frame, half.map(|each| each * 0.85), fill, Stroke::solid(1.2 * self.scale, frame));
    }

    /// A number in a ring, each state with its share of it.
    fn cluster(&mut self, symbol: &MarkSymbol, half: [f32; 2]) {
        let (palette, scale) = (self.palette, self.scale);
        let width = 2.6 * scale;
        let (min, max) = corners(self.at, half);
        let fill = palette.panel.alpha(242);
        self.out.push(Shape::Box {
            min,
            max,
            radius: half[1],
            fill,
            stroke: Some(Stroke::solid(5.0 * scale, palette.halo())),
        });
        self.out.push(Shape::Box { min, max, radius: half[1], fill, stroke: None });
        let total: u32 = symbol.parts.iter().map(|part| part.count).sum();
        let path = outline(self.at, half.map(|each| each - width / 2.0));
        let mut from = 0;
        for (index, part) in symbol.parts.iter().enumerate() {
            // The worst is always seen.
            let share = (part.count as f32 / total.max(1) as f32).max(0.1);
            let last = index + 1 == symbol.parts.len();
            let to =
                if last { path.len() - 1 } else { (from + (share * path.len() as f32) as usize).min(path.len() - 1) };
            let points: Vec<[f32; 2]> = path.iter().copied().skip(from).take(to + 1 - from.min(to)).collect();
            let color = match part.tone {
                tone if urgency(tone) > urgency(Tone::Normal) || tone == Tone::Low => palette.tone(tone),
                _ => palette.frame(part.frame),
            };
            // A standing risk class steps back behind what happens now.
            let color = if part.frame == Frame::Hazard { color.mixed(palette.panel, 0.3) } else { color };
            self.out.push(Shape::Path { points, closed: false, stroke: Stroke::solid(width, color) });
            from = to;
        }
        self.out.push(sign(
            &symbol.text,
            self.at,
            TYPE * scale * 0.96,
            if symbol.frame == Frame::Hazard { palette.quiet_text } else { palette.text },
        ));
    }

    fn ring(&mut self, symbol: &MarkSymbol, half: [f32; 2], beside: f32, stroke: Stroke) {
        let half = half.map(|each| each + beside * self.scale);
        let round = symbol.size == Size::Cluster || symbol.frame == Frame::Plain;
        let radius = if round { half[1] } else { half[1] * 0.35 };
        let (min, max) = corners(self.at, half);
        self.out.push(Shape::Box { min, max, radius, fill: Color::CLEAR, stroke: Some(stroke) });
    }
}

fn radius(frame: Frame, half: [f32; 2], scale: f32) -> f32 {
    match frame {
        Frame::Event => half[1] * 0.45,
        Frame::Plain => half[1],
        _ => 1.5 * scale,
    }
}

/// A box with half-round ends as a line of many points, from the top, clockwise, closed.
fn outline([x, y]: [f32; 2], [half_width, half_height]: [f32; 2]) -> Vec<[f32; 2]> {
    const STEPS: usize = 48;
    let straight = (half_width - half_height).max(0.0);
    (0..=STEPS)
        .map(|step| {
            let angle = step as f32 / STEPS as f32 * std::f32::consts::TAU - std::f32::consts::FRAC_PI_2;
            let side = if angle.cos() >= 0.0 { straight } else { -straight };
            [x + side + half_height * angle.cos(), y + half_height * angle.sin()]
        })
        .collect()
}

fn sign(text: &str, at: [f32; 2], size: f32, color: Color) -> Shape {
    Shape::Text(TextShape {
        at,
        align: Align::Middle,
        text: text.to_owned(),
        size,
        color,
        bold: true,
        halo: None,
        struck: false,
    })
}

fn corners(at: [f32; 2], half: [f32; 2]) -> ([f32; 2], [f32; 2]) {
    ([at[0] - half[0], at[1] - half[1]], [at[0] + half[0], at[1] + half[1]])
}

/// A numbered answer: a disc with its rank.
pub fn pin(rank: usize, at: [f32; 2], scale: f32, palette: &Palette) -> Vec<Shape> {
    let ink = palette.ink_on(palette.accent);
    let edge = Stroke::solid(1.5 * scale, palette.halo());
    vec![
        Shape::Circle { centre: at, radius: 9.0 * scale, fill: palette.accent, stroke: Some(edge) },
        sign(&rank.to_string(), at, 12.0 * scale, ink),
    ]
}

/// What was passed over: a disc with a cross, where an answer has its number, so that its sign stays readable.
pub fn passed(at: [f32; 2], scale: f32, palette: &Palette) -> Vec<Shape> {
    let ([x, y], arm) = (at, 3.2 * scale);
    let stroke = Stroke::solid(2.0 * scale, palette.panel);
    let line = |points: Vec<[f32; 2]>| Shape::Path { points, closed: false, stroke };
    let edge = Stroke::solid(1.5 * scale, palette.halo());
    vec![
        Shape::Circle { centre: at, radius: 7.5 * scale, fill: palette.quiet_text, stroke: Some(edge) },
        line(vec![[x - arm, y - arm], [x + arm, y + arm]]),
        line(vec![[x - arm, y + arm], [x + arm, y - arm]]),
    ]
}
