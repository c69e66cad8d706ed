//! What stands on every map that is handed over: how long a way is on it, and where north is.

use crate::domain::view::{
    drawing::Canvas,
    format,
    palette::Color,
    shape::{Align, PxRect, Shape, Stroke, TextShape},
};

/// A scale bar no longer than `most` points, its lower left end here, and what it covers.
pub fn scale_bar(canvas: &Canvas<'_>, [left, bottom]: [f32; 2], most: f32) -> (Vec<Shape>, PxRect) {
    let (palette, s) = (canvas.palette, |points: f32| points * canvas.scale);
    let bar = canvas.view.scale_bar(f64::from(s(most)));
    let length = bar.length_px as f32;
    let tick = s(6.0);
    let points = vec![[left, bottom - tick], [left, bottom], [left + length, bottom], [left + length, bottom - tick]];
    let mut shapes: Vec<Shape> = [(4.5, palette.halo()), (2.2, palette.text)]
        .into_iter()
        .map(|(width, color)| Shape::Path {
            points: points.clone(),
            closed: false,
            stroke: Stroke::solid(s(width), color),
        })
        .collect();
    let at = [left + length / 2.0, bottom - s(15.0)];
    shapes.push(word(canvas, at, Align::Middle, &format::round_distance(bar.metres), (14.0, palette.text)));
    (shapes, PxRect { min: [left, bottom - s(26.0)], max: [left + length, bottom] })
}

/// An arrow to the north with its letter below, its tip here, and what it covers.
pub fn north_arrow(canvas: &Canvas<'_>, [x, y]: [f32; 2], letter: &str) -> (Vec<Shape>, PxRect) {
    let (palette, s) = (canvas.palette, |points: f32| points * canvas.scale);
    let (half, tall) = (s(7.0), s(22.0));
    let side = |dx: f32| vec![[x, y], [x + dx, y + tall], [x, y + tall * 0.72]];
    let edge = Stroke::solid(s(1.2), palette.text);
    let shapes = vec![
        Shape::Area { rings: vec![side(-half)], fill: palette.text },
        Shape::Area { rings: vec![side(half)], fill: palette.panel },
        Shape::Path { points: side(-half), closed: true, stroke: edge },
        Shape::Path { points: side(half), closed: true, stroke: edge },
        word(canvas, [x, y + tall + s(9.0)], Align::Middle, letter, (14.0, palette.text)),
    ];
    (shapes, PxRect { min: [x - half * 1.5, y - s(2.0)], max: [x + half * 1.5, y + tall + s(18.0)] })
}

/// A word with its halo; its size in points.
pub fn word(canvas: &Canvas<'_>, at: [f32; 2], align: Align, text: &str, (size, color): (f32, Color)) -> Shape {
    let (text, size, halo) = (text.to_owned(), size * canvas.scale, Some(canvas.palette.halo()));
    Shape::Text(TextShape { at, align, text, size, color, bold: false, halo, struck: false })
}
