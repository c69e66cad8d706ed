//! The drawings in symbols, each our own: plain shapes in a square from -1 to 1, y downwards.

use std::f32::consts::{FRAC_PI_2, TAU};

use crate::domain::{
    catalogue::Glyph,
    view::{
        palette::Color,
        shape::{Shape, Stroke},
    },
};

/// A drawing around a place, `reach` pixels from its middle to its edges.
pub(super) fn shapes(glyph: Glyph, at: [f32; 2], reach: f32, ink: Color, ground: Color) -> Vec<Shape> {
    let mut pen = Pen { at, reach, ink, ground, out: Vec::new() };
    match glyph {
        Glyph::Dam => dam(&mut pen),
        Glyph::Waves => waves(&mut pen),
        Glyph::Cross => cross(&mut pen),
        Glyph::Warn => warn(&mut pen),
        Glyph::Slide => slide(&mut pen),
        Glyph::Flame => flame(&mut pen),
        Glyph::Spiral => spiral(&mut pen),
        Glyph::Quake => quake(&mut pen),
        Glyph::Burst => burst(&mut pen),
        Glyph::Buoy => buoy(&mut pen),
        Glyph::House => house(&mut pen),
        Glyph::People => people(&mut pen),
        Glyph::Store => store(&mut pen),
        Glyph::Drop => drop_of_rain(&mut pen),
        Glyph::Staff => staff(&mut pen),
        Glyph::Works => works(&mut pen),
        Glyph::Care => care(&mut pen),
    }
    pen.out
}

struct Pen {
    at: [f32; 2],
    reach: f32,
    ink: Color,
    ground: Color,
    out: Vec<Shape>,
}

impl Pen {
    fn px(&self, [x, y]: [f32; 2]) -> [f32; 2] {
        [self.at[0] + x * self.reach, self.at[1] + y * self.reach]
    }

    fn line(&mut self, points: &[[f32; 2]], width: f32) {
        let points = points.iter().map(|point| self.px(*point)).collect();
        let stroke = Stroke::solid(width * self.reach, self.ink);
        self.out.push(Shape::Path { points, closed: false, stroke });
    }

    fn fill(&mut self, points: &[[f32; 2]]) {
        self.fill_with(points, self.ink);
    }

    fn fill_with(&mut self, points: &[[f32; 2]], fill: Color) {
        let ring = points.iter().map(|point| self.px(*point)).collect();
        self.out.push(Shape::Area { rings: vec![ring], fill });
    }

    fn disc(&mut self, centre: [f32; 2], radius: f32, fill: Color) {
        let (centre, radius) = (self.px(centre), radius * self.reach);
        self.out.push(Shape::Circle { centre, radius, fill, stroke: None });
    }

    /// A wave from left to right at this height.
    fn wave(&mut self, y: f32, from: f32, to: f32, width: f32) {
        let point = |i: i32| {
            let share = i as f32 / 16.0;
            [from + (to - from) * share, y - 0.14 * (share * (to - from) / 2.0 * 2.0 * TAU).sin()]
        };
        let points: Vec<[f32; 2]> = (0..=16).map(point).collect();
        self.line(&points, width);
    }
}

fn dam(pen: &mut Pen) {
    pen.fill(&[[0.1, -0.85], [0.42, -0.85], [0.95, 0.9], [0.1, 0.9]]);
    for y in [-0.42, 0.12, 0.66] {
        pen.wave(y, -1.0, 0.0, 0.24);
    }
}

fn waves(pen: &mut Pen) {
    for y in [-0.55, 0.05, 0.65] {
        pen.wave(y, -0.95, 0.95, 0.26);
    }
}

fn cross(pen: &mut Pen) {
    pen.line(&[[-0.72, -0.72], [0.72, 0.72]], 0.42);
    pen.line(&[[-0.72, 0.72], [0.72, -0.72]], 0.42);
}

fn warn(pen: &mut Pen) {
    pen.fill(&[[0.0, -1.0], [1.05, 0.88], [-1.05, 0.88]]);
    pen.fill_with(&[[-0.14, -0.38], [0.14, -0.38], [0.08, 0.3], [-0.08, 0.3]], pen.ground);
    pen.disc([0.0, 0.56], 0.14, pen.ground);
}

fn slide(pen: &mut Pen) {
    pen.fill(&[[-1.0, -0.9], [-0.55, -0.9], [0.35, 0.9], [-1.0, 0.9]]);
    pen.disc([0.1, -0.3], 0.24, pen.ink);
    pen.disc([0.55, 0.2], 0.2, pen.ink);
    pen.disc([0.78, 0.7], 0.22, pen.ink);
}

fn flame(pen: &mut Pen) {
    pen.fill(&[
        [0.1, -1.05],
        [0.3, -0.55],
        [0.62, -0.25],
        [0.72, 0.25],
        [0.55, 0.72],
        [0.2, 0.98],
        [-0.25, 0.98],
        [-0.6, 0.7],
        [-0.72, 0.25],
        [-0.5, -0.25],
        [-0.3, 0.02],
        [-0.08, -0.45],
    ]);
    pen.fill_with(&[[0.02, 0.05], [0.28, 0.45], [0.2, 0.8], [-0.16, 0.8], [-0.26, 0.45]], pen.ground);
}

fn spiral(pen: &mut Pen) {
    for half in [0.0, 1.0] {
        let point = |i: i32| {
            let share = i as f32 / 14.0;
            let angle = half * TAU / 2.0 - FRAC_PI_2 + share * 2.6;
            let radius = 1.05 - 0.75 * share;
            [radius * angle.cos(), radius * angle.sin()]
        };
        let points: Vec<[f32; 2]> = (0..=14).map(point).collect();
        pen.line(&points, 0.26);
    }
    pen.disc([0.0, 0.0], 0.32, pen.ink);
}

fn quake(pen: &mut Pen) {
    pen.line(
        &[[-1.0, 0.1], [-0.6, 0.1], [-0.35, -0.7], [0.0, 0.85], [0.3, -0.85], [0.55, 0.3], [0.68, 0.1], [1.0, 0.1]],
        0.24,
    );
}

fn burst(pen: &mut Pen) {
    let point = |i: i32| {
        let angle = i as f32 / 16.0 * TAU - FRAC_PI_2;
        let radius = if i % 2 == 0 { 1.05 } else { 0.52 };
        [radius * angle.cos(), radius * angle.sin()]
    };
    let points: Vec<[f32; 2]> = (0..16).map(point).collect();
    pen.fill(&points);
    pen.disc([0.0, 0.0], 0.2, pen.ground);
}

fn buoy(pen: &mut Pen) {
    pen.disc([0.0, 0.0], 0.95, pen.ink);
    pen.disc([0.0, 0.0], 0.42, pen.ground);
    for turn in 0..4 {
        let angle = (turn as f32 + 0.5) / 4.0 * TAU;
        let [x, y] = [angle.cos(), angle.sin()];
        let ink = std::mem::replace(&mut pen.ink, pen.ground);
        pen.line(&[[0.45 * x, 0.45 * y], [0.92 * x, 0.92 * y]], 0.16);
        pen.ink = ink;
    }
}

fn house(pen: &mut Pen) {
    pen.fill(&[[0.0, -0.95], [1.05, 0.0], [-1.05, 0.0]]);
    pen.fill(&[[-0.72, 0.0], [0.72, 0.0], [0.72, 0.9], [-0.72, 0.9]]);
    pen.fill_with(&[[-0.2, 0.3], [0.2, 0.3], [0.2, 0.9], [-0.2, 0.9]], pen.ground);
}

fn people(pen: &mut Pen) {
    for x in [-0.62, 0.62] {
        pen.disc([x, -0.34], 0.27, pen.ink);
        pen.fill(&[[x - 0.36, 0.85], [x - 0.3, 0.06], [x + 0.3, 0.06], [x + 0.36, 0.85]]);
    }
    pen.disc([0.0, -0.55], 0.5, pen.ground);
    pen.fill_with(&[[-0.55, 0.95], [-0.48, -0.1], [0.48, -0.1], [0.55, 0.95]], pen.ground);
    pen.disc([0.0, -0.58], 0.36, pen.ink);
    pen.fill(&[[-0.42, 0.92], [-0.36, -0.1], [0.36, -0.1], [0.42, 0.92]]);
}

/// Boxes, two and one on top.
fn store(pen: &mut Pen) {
    for [x, y] in [[-0.51, 0.45], [0.51, 0.45], [0.0, -0.5]] {
        pen.fill(&[[x - 0.45, y - 0.42], [x + 0.45, y - 0.42], [x + 0.45, y + 0.42], [x - 0.45, y + 0.42]]);
        pen.fill_with(
            &[[x - 0.1, y - 0.42], [x + 0.1, y - 0.42], [x + 0.1, y - 0.05], [x - 0.1, y - 0.05]],
            pen.ground,
        );
    }
}

fn drop_of_rain(pen: &mut Pen) {
    pen.fill(&[
        [0.0, -1.0],
        [0.42, -0.2],
        [0.6, 0.3],
        [0.5, 0.68],
        [0.22, 0.92],
        [-0.22, 0.92],
        [-0.5, 0.68],
        [-0.6, 0.3],
        [-0.42, -0.2],
    ]);
}

fn staff(pen: &mut Pen) {
    pen.line(&[[-0.3, -1.0], [-0.3, 0.55]], 0.3);
    for y in [-0.85, -0.4, 0.05] {
        pen.line(&[[-0.3, y], [0.45, y]], 0.2);
    }
    pen.wave(0.8, -0.95, 0.95, 0.24);
}

fn works(pen: &mut Pen) {
    pen.fill(&[
        [-0.95, 0.85],
        [-0.95, -0.95],
        [-0.5, -0.95],
        [-0.5, 0.1],
        [0.1, -0.3],
        [0.1, 0.1],
        [0.95, -0.35],
        [0.95, 0.85],
    ]);
}

fn care(pen: &mut Pen) {
    pen.line(&[[0.0, -0.85], [0.0, 0.85]], 0.56);
    pen.line(&[[-0.85, 0.0], [0.85, 0.0]], 0.56);
}
