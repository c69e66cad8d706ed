//! Symbols: frame = class, fill = state (GB/T 35649-2017: an event in a rounded square, everything else in a
//! square; what the standard does not know in a circle). Drawn by us from plain shapes.

use crate::domain::{
    catalogue::{Frame, Tone},
    view::{
        palette::{Color, Palette},
        scene::{MarkSymbol, Ring, Size},
        shape::{Align, Shape, Stroke, TextShape, rough_width},
        tone::urgency,
    },
};

/// Height of a symbol, points at scale 1.
const SYMBOL: f32 = 22.0;
/// Height of the type in a symbol.
const TYPE: f32 = 12.5;

/// Half the width and half the height of a symbol, pixels.
pub fn half_size(symbol: &MarkSymbol, scale: f32) -> [f32; 2] {
    let [width, height] = match symbol.size {
        Size::Dot => [9.0, 9.0],
        Size::Cluster => {
            let width = 24.0 + 5.0 * (symbol.text.chars().count() as f32 - 1.0).max(0.0);
            [width, width]
        }
        Size::Symbol => {
            let grown = if symbol.tone == Tone::Alarm { 1.12 } else { 1.0 };
            let width = (rough_width(&symbol.text, TYPE, true) + 8.0).max(SYMBOL);
            [width * grown, SYMBOL * grown]
        }
    };
    [width * scale / 2.0, height * scale / 2.0]
}

/// A symbol around a place in pixels.
pub fn shapes(symbol: &MarkSymbol, at: [f32; 2], scale: f32, palette: &Palette) -> Vec<Shape> {
    let mut out = Vec::with_capacity(5);
    let half = half_size(symbol, scale);
    let fill = palette.fill(symbol.tone);
    let frame = palette.frame(symbol.frame);
    if symbol.ring != Ring::None {
        ring(
            &mut out,
            symbol,
            at,
            [half[0] + 5.0 * scale, half[1] + 5.0 * scale],
            Stroke::solid(2.5 * scale, palette.accent),
        );
    }
    let alarm = symbol.tone == Tone::Alarm && symbol.frame != Frame::Hazard;
    if alarm && symbol.size == Size::Symbol {
        let glow = palette.alarm.alpha(90);
        ring(&mut out, symbol, at, [half[0] + 3.5 * scale, half[1] + 3.5 * scale], Stroke::solid(3.0 * scale, glow));
    }
    match symbol.size {
        Size::Dot => dot(&mut out, symbol, at, half, scale, palette),
        Size::Cluster => cluster(&mut out, symbol, at, half[0], scale, palette),
        Size::Symbol => {
            let edge = if alarm { palette.ink_on(fill) } else { frame };
            body(&mut out, symbol.frame, at, half, fill, Stroke::solid(2.0 * scale, edge), palette.halo(), scale);
            let ink = match symbol.tone {
                Tone::Closed => palette.quiet_text,
                tone if urgency(tone) > urgency(Tone::Normal) || tone == Tone::Low => palette.ink_on(fill),
                _ => frame,
            };
            out.push(sign(&symbol.text, at, TYPE * scale * half[1] / (SYMBOL * scale / 2.0), ink));
            if symbol.tone == Tone::Closed {
                out.push(Shape::Path {
                    points: vec![[at[0] - half[0], at[1] + half[1]], [at[0] + half[0], at[1] - half[1]]],
                    closed: false,
                    stroke: Stroke::solid(2.0 * scale, palette.quiet_text),
                });
            }
        }
    }
    out
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

#[expect(clippy::too_many_arguments, reason = "a shape's whole look, used in one place")]
fn body(
    out: &mut Vec<Shape>,
    frame: Frame,
    at: [f32; 2],
    half: [f32; 2],
    fill: Color,
    stroke: Stroke,
    casing: Color,
    scale: f32,
) {
    // A thin casing keeps the symbol off whatever it stands on.
    let around = [half[0] + 1.2 * scale, half[1] + 1.2 * scale];
    let radius = match frame {
        Frame::Event => half[1] * 0.45,
        Frame::Plain => half[1],
        _ => 1.5 * scale,
    };
    let (min, max) = corners(at, around);
    out.push(Shape::Box { min, max, radius: radius + 1.2 * scale, fill: casing, stroke: None });
    let (min, max) = corners(at, half);
    out.push(Shape::Box { min, max, radius, fill, stroke: Some(stroke) });
}

fn dot(out: &mut Vec<Shape>, symbol: &MarkSymbol, at: [f32; 2], half: [f32; 2], scale: f32, palette: &Palette) {
    let frame = palette.frame(symbol.frame);
    let fill = match symbol.tone {
        Tone::Normal | Tone::Quiet => frame.mixed(palette.map.land, 0.35),
        _ => palette.fill(symbol.tone),
    };
    let stroke = Stroke::solid(1.2 * scale, frame);
    body(out, symbol.frame, at, half.map(|each| each * 0.85), fill, stroke, palette.halo(), scale * 0.6);
}

fn cluster(out: &mut Vec<Shape>, symbol: &MarkSymbol, at: [f32; 2], radius: f32, scale: f32, palette: &Palette) {
    let edge = match symbol.tone {
        tone if urgency(tone) > urgency(Tone::Normal) || tone == Tone::Low => palette.tone(tone),
        _ => palette.frame(symbol.frame),
    };
    let fill = palette.panel.mixed(edge, 0.18).alpha(235);
    out.push(Shape::Circle { centre: at, radius: radius + 1.2 * scale, fill: palette.halo(), stroke: None });
    out.push(Shape::Circle { centre: at, radius, fill, stroke: Some(Stroke::solid(2.0 * scale, edge)) });
    out.push(sign(&symbol.text, at, 12.5 * scale, palette.text));
}

fn ring(out: &mut Vec<Shape>, symbol: &MarkSymbol, at: [f32; 2], half: [f32; 2], stroke: Stroke) {
    let round = symbol.size == Size::Cluster || symbol.frame == Frame::Plain;
    let radius = if round { half[1] } else { half[1] * 0.35 };
    let (min, max) = corners(at, half);
    out.push(Shape::Box { min, max, radius, fill: Color::CLEAR, stroke: Some(stroke) });
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
