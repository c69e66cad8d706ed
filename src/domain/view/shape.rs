//! What painters paint: a few plain shapes in pixels from the top left, y downwards.

use crate::domain::view::palette::Color;

/// A line's look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// Its width in pixels.
    pub width: f32,
    /// Its colour.
    pub color: Color,
    /// Lengths of dash and gap in pixels.
    pub dash: Option<[f32; 2]>,
}

impl Stroke {
    /// An unbroken line.
    pub const fn solid(width: f32, color: Color) -> Self {
        Self { width, color, dash: None }
    }
}

/// Where a text's `at` stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Align {
    /// At its left end.
    Start,
    /// In its middle.
    Middle,
    /// At its right end.
    End,
}

/// A line of text. `at` is half-way up.
#[derive(Clone, Debug, PartialEq)]
pub struct TextShape {
    /// Where, by `align`; vertically its middle.
    pub at: [f32; 2],
    /// How it stands there.
    pub align: Align,
    /// What it says.
    pub text: String,
    /// Height of the type in pixels.
    pub size: f32,
    /// Its colour.
    pub color: Color,
    /// Whether it is bold.
    pub bold: bool,
    /// What surrounds it, so that it can be read on anything.
    pub halo: Option<Color>,
    /// Whether it is struck through.
    pub struck: bool,
}

/// A shape.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A polygon: its outer ring, then its holes.
    Area {
        /// The rings, none of them repeating its first point.
        rings: Vec<Vec<[f32; 2]>>,
        /// What fills it.
        fill: Color,
    },
    /// A line.
    Path {
        /// Its points.
        points: Vec<[f32; 2]>,
        /// Whether the last joins the first.
        closed: bool,
        /// Its look.
        stroke: Stroke,
    },
    /// A rectangle.
    Box {
        /// Top left.
        min: [f32; 2],
        /// Bottom right.
        max: [f32; 2],
        /// Of its corners.
        radius: f32,
        /// What fills it.
        fill: Color,
        /// Its edge.
        stroke: Option<Stroke>,
    },
    /// A circle.
    Circle {
        /// Its middle.
        centre: [f32; 2],
        /// Its radius.
        radius: f32,
        /// What fills it.
        fill: Color,
        /// Its edge.
        stroke: Option<Stroke>,
    },
    /// A line of text.
    Text(TextShape),
}

impl Shape {
    /// The same, so much weaker.
    #[must_use]
    pub fn faded(self, opacity: f32) -> Self {
        let edge = |stroke: Stroke| Stroke { color: stroke.color.faded(opacity), ..stroke };
        match self {
            Self::Area { rings, fill } => Self::Area { rings, fill: fill.faded(opacity) },
            Self::Path { points, closed, stroke } => Self::Path { points, closed, stroke: edge(stroke) },
            Self::Box { min, max, radius, fill, stroke } => {
                Self::Box { min, max, radius, fill: fill.faded(opacity), stroke: stroke.map(edge) }
            }
            Self::Circle { centre, radius, fill, stroke } => {
                Self::Circle { centre, radius, fill: fill.faded(opacity), stroke: stroke.map(edge) }
            }
            Self::Text(text) => Self::Text(TextShape {
                color: text.color.faded(opacity),
                halo: text.halo.map(|halo| halo.faded(opacity)),
                ..text
            }),
        }
    }
}

/// How large a text is: type height in pixels and whether it is bold, to width in pixels. A painter with a
/// font measures; one without takes [`rough_width`].
pub type Measure<'a> = &'a dyn Fn(&str, f32, bool) -> f32;

/// A width good enough to lay out by, with no font at hand.
pub fn rough_width(text: &str, size: f32, bold: bool) -> f32 {
    crate::domain::view::format::width_em(text) * size * if bold { 1.04 } else { 1.0 }
}

/// A rectangle in pixels: left, top, right, bottom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PxRect {
    /// Left and top.
    pub min: [f32; 2],
    /// Right and bottom.
    pub max: [f32; 2],
}

impl PxRect {
    /// Around a middle.
    pub fn around([x, y]: [f32; 2], [width, height]: [f32; 2]) -> Self {
        Self { min: [x - width / 2.0, y - height / 2.0], max: [x + width / 2.0, y + height / 2.0] }
    }

    /// Whether the two share more than an edge.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.min[0] < other.max[0]
            && other.min[0] < self.max[0]
            && self.min[1] < other.max[1]
            && other.min[1] < self.max[1]
    }

    /// Whether a point is inside, edges included.
    pub fn holds(&self, [x, y]: [f32; 2]) -> bool {
        (self.min[0]..=self.max[0]).contains(&x) && (self.min[1]..=self.max[1]).contains(&y)
    }
}
