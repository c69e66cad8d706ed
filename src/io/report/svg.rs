//! Shapes written as SVG, with real text.

use std::fmt::Write;

use crate::domain::view::{
    palette::{Color, PRINT},
    shape::{Align, Shape, Stroke, TextShape},
};

/// Families asked for in this order: those that hold Chinese, on each system.
pub const FAMILIES: [&str; 10] = [
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
];

/// How far below the middle of a line its baseline is, in heights of its type.
const BASELINE: f32 = 0.36;

/// An SVG document of these shapes on this ground.
pub(super) fn write(size: [u32; 2], ground: Color, title: &str, shapes: &[Shape]) -> String {
    let size = size.map(|side| side as f32);
    document(size, size, ground, title, shapes)
}

/// A drawing on white paper, so many pixels a unit of its shapes.
pub(super) fn write_scaled(size: [f32; 2], pixels: f32, title: &str, shapes: &[Shape]) -> String {
    document(size, size.map(|side| (side * pixels).round().max(1.0)), PRINT.ground, title, shapes)
}

fn document(size: [f32; 2], shown: [f32; 2], ground: Color, title: &str, shapes: &[Shape]) -> String {
    let ([width, height], [wide, tall]) = (size.map(short), shown.map(short));
    let mut out = String::with_capacity(shapes.len() * 120);
    let families = FAMILIES.map(|name| format!("'{name}'")).join(",");
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{tall}\" \
         viewBox=\"0 0 {width} {height}\" font-family=\"{families},sans-serif\">\n<title>{}</title>\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"{}\"/>\n",
        escaped(title),
        ground.css()
    );
    for shape in shapes {
        put(&mut out, shape);
        out.push('\n');
    }
    out.push_str("</svg>\n");
    out
}

fn put(out: &mut String, shape: &Shape) {
    match shape {
        Shape::Area { rings, fill } => {
            out.push_str("<path d=\"");
            for ring in rings {
                trace(out, ring, true);
            }
            let _ = write!(out, "\" fill-rule=\"evenodd\"{}/>", paint("fill", *fill));
        }
        Shape::Path { points, closed, stroke } => {
            out.push_str("<path d=\"");
            trace(out, points, *closed);
            let _ = write!(out, "\" fill=\"none\"{}/>", line(Some(*stroke)));
        }
        Shape::Box { min, max, radius, fill, stroke } => {
            let (x, y, width, height) = (min[0], min[1], max[0] - min[0], max[1] - min[1]);
            let _ = write!(
                out,
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\"{}{}/>",
                short(x),
                short(y),
                short(width),
                short(height),
                short(*radius),
                paint("fill", *fill),
                line(*stroke)
            );
        }
        Shape::Circle { centre: [x, y], radius, fill, stroke } => {
            let (x, y, radius) = (short(*x), short(*y), short(*radius));
            let (fill, line) = (paint("fill", *fill), line(*stroke));
            let _ = write!(out, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"{fill}{line}/>");
        }
        Shape::Text(text) => put_text(out, text),
    }
}

fn put_text(out: &mut String, text: &TextShape) {
    let anchor = match text.align {
        Align::Start => "",
        Align::Middle => " text-anchor=\"middle\"",
        Align::End => " text-anchor=\"end\"",
    };
    let weight = if text.bold { " font-weight=\"700\"" } else { "" };
    let struck = if text.struck { " text-decoration=\"line-through\"" } else { "" };
    let place = format!(
        "x=\"{}\" y=\"{}\" font-size=\"{}\"{anchor}{weight}",
        short(text.at[0]),
        short(text.at[1] + BASELINE * text.size),
        short(text.size)
    );
    let words = escaped(&text.text);
    if let Some(halo) = text.halo {
        // A line of its own below: not every reader of SVG knows paint-order.
        let stroke = paint("stroke", halo);
        let width = short(text.size * 0.24);
        let _ = write!(
            out,
            "<text {place} fill=\"none\"{stroke} stroke-width=\"{width}\" stroke-linejoin=\"round\" \
             aria-hidden=\"true\">{words}</text>"
        );
    }
    let _ = write!(out, "<text {place}{}{struck}>{words}</text>", paint("fill", text.color));
}

fn trace(out: &mut String, points: &[[f32; 2]], closed: bool) {
    for (index, [x, y]) in points.iter().enumerate() {
        let _ = write!(out, "{}{} {}", if index == 0 { 'M' } else { 'L' }, short(*x), short(*y));
    }
    if closed {
        out.push('Z');
    }
}

fn paint(what: &str, color: Color) -> String {
    match color.alpha {
        0 => format!(" {what}=\"none\""),
        255 => format!(" {what}=\"{}\"", color.css()),
        alpha => format!(" {what}=\"{}\" {what}-opacity=\"{}\"", color.css(), short(f32::from(alpha) / 255.0)),
    }
}

fn line(stroke: Option<Stroke>) -> String {
    let Some(stroke) = stroke else { return String::new() };
    let dash =
        stroke.dash.map_or_else(String::new, |[on, off]| format!(" stroke-dasharray=\"{} {}\"", short(on), short(off)));
    let cap = if stroke.dash.is_some() { "" } else { " stroke-linecap=\"round\"" };
    let width = short(stroke.width);
    format!("{} stroke-width=\"{width}\" stroke-linejoin=\"round\"{cap}{dash}", paint("stroke", stroke.color))
}

/// Two places are a hundredth of a pixel: enough.
fn short(number: f32) -> String {
    let text = format!("{number:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // Control characters are not XML at all.
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push(' '),
            _ => out.push(char),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_user_wrote_cannot_break_the_document() {
        let text = TextShape {
            at: [1.0, 2.0],
            align: Align::Start,
            text: "<script> & \"水\u{1}库\"".to_owned(),
            size: 10.0,
            color: Color { rgb: [1, 2, 3], alpha: 255 },
            bold: false,
            halo: None,
            struck: false,
        };
        let svg = write([100, 100], Color::CLEAR, "a < b & c", &[Shape::Text(text)]);
        assert!(svg.contains("&lt;script&gt; &amp; &quot;水 库&quot;"));
        assert!(svg.contains("<title>a &lt; b &amp; c</title>"));
    }
}
