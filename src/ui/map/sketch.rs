//! What is being drawn on the map: points set one after the other, then shaped until it is right. No pixel in it.

mod draw;
mod drive;
mod path;
mod snap;
#[cfg(test)]
mod tests;

use geo_types::{Coord, Geometry, LineString, Point, Rect};

use crate::domain::{
    model::ObjectRef,
    place::{self, Fault, Measured, Position, distance_m},
};

pub use path::{Handle, Path};

/// What it is drawn for.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Purpose {
    /// To become a plot, a danger area or a closure.
    #[default]
    Draw,
    /// To be measured, and forgotten.
    Measure,
    /// To give an object another shape.
    Edit(ObjectRef),
}

/// How the points are meant.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Form {
    /// One place.
    #[default]
    Point,
    /// A text at one place.
    Text,
    /// A line.
    Line,
    /// A line that ends in an arrow.
    Arrow,
    /// An area; it may have holes.
    Area,
    /// A rectangle between two corners.
    Rectangle,
    /// A circle by its middle and a point on it, or its radius.
    Circle,
}

impl Form {
    /// How many points complete it; `None`: as many as one likes.
    const fn complete(self) -> Option<usize> {
        match self {
            Self::Point | Self::Text => Some(1),
            Self::Rectangle | Self::Circle => Some(2),
            Self::Line | Self::Arrow | Self::Area => None,
        }
    }

    const fn is_area(self) -> bool {
        matches!(self, Self::Area | Self::Rectangle | Self::Circle)
    }
}

/// How far it is.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
enum Stage {
    /// Nothing is drawn.
    #[default]
    Off,
    /// Points are being set.
    Drawing,
    /// It is there, and may be shaped.
    Shaping,
}

/// What is being drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sketch {
    purpose: Purpose,
    form: Form,
    stage: Stage,
    /// What is there already: a line, rings with their holes.
    paths: Vec<Path>,
    /// The points being set.
    points: Vec<Coord>,
    /// What stands in the way, at its place.
    fault: Option<Fault>,
    /// The vertex that was chosen.
    chosen: Option<Handle>,
    /// What the paths were before each step of shaping.
    past: Vec<Vec<Path>>,
    hand: Hand,
}

/// The pointer and what it does to the sketch.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Hand {
    /// Where the next point would be.
    at: Option<Coord>,
    /// Whether it snapped to something shown.
    snapped: bool,
    /// The vertex it is over.
    over: Option<Handle>,
    /// The vertex it drags.
    drags: Option<Handle>,
    /// Whether the map is to take the keys.
    wants_keys: bool,
}

impl Sketch {
    /// Starts drawing; what was there is forgotten.
    pub fn start(&mut self, purpose: Purpose, form: Form) {
        let hand = Hand { wants_keys: true, ..Hand::default() };
        *self = Self { purpose, form, stage: Stage::Drawing, hand, ..Self::default() };
    }

    /// Starts shaping what an object has; `false` where it has nothing that can be shaped.
    pub fn edit(&mut self, object: ObjectRef, geometry: &Geometry) -> bool {
        let Some((form, paths)) = path::of(geometry) else { return false };
        let hand = Hand { wants_keys: true, ..Hand::default() };
        *self = Self { purpose: Purpose::Edit(object), form, stage: Stage::Shaping, paths, hand, ..Self::default() };
        true
    }

    /// Whether anything is being drawn.
    pub const fn is_on(&self) -> bool {
        !matches!(self.stage, Stage::Off)
    }

    /// Whether points are being set.
    pub const fn is_drawing(&self) -> bool {
        matches!(self.stage, Stage::Drawing)
    }

    /// Whether it is there, to be shaped or used.
    pub const fn is_shaping(&self) -> bool {
        matches!(self.stage, Stage::Shaping)
    }

    /// What it is drawn for.
    pub const fn purpose(&self) -> &Purpose {
        &self.purpose
    }

    /// How its points are meant.
    pub const fn form(&self) -> Form {
        self.form
    }

    /// What stands in the way.
    pub const fn fault(&self) -> Option<&Fault> {
        self.fault.as_ref()
    }

    /// How many points are set.
    pub const fn points(&self) -> usize {
        self.points.len()
    }

    /// Gives up, or puts away what was used.
    pub fn put_away(&mut self) {
        *self = Self::default();
    }

    /// Sets a point; the last one of a form with so many ends it.
    pub fn add(&mut self, at: Coord) {
        if !self.is_drawing() {
            return;
        }
        self.fault = None;
        self.points.push(at);
        if !self.draws_hole() && self.form.complete() == Some(self.points.len()) {
            self.end();
        }
    }

    /// Takes the last point back; with none left, a hole is given up, and so is the sketch.
    pub fn back(&mut self) {
        self.fault = None;
        if self.is_drawing() {
            if self.points.pop().is_none() {
                self.stage = if self.paths.is_empty() { Stage::Off } else { Stage::Shaping };
            }
        } else if self.is_shaping() {
            self.remove_chosen();
        }
    }

    /// Takes back the last step: a point set, or what was done to the shape.
    pub fn step_back(&mut self) {
        if self.is_drawing() {
            self.back();
        } else if let Some(before) = self.past.pop() {
            (self.paths, self.chosen) = (before, None);
            self.check();
        }
    }

    /// Ends the setting of points. What makes no sense yet stays to be mended, and says where.
    pub fn end(&mut self) {
        if !self.is_drawing() {
            return;
        }
        let before = self.paths.clone();
        self.points.dedup();
        match self.outline() {
            Some(path) => self.paths.push(path),
            None => {
                self.fault = Some(Fault { flaw: place::Flaw::TooFewPoints, at: self.points.first().copied() });
                return;
            }
        }
        self.fault = self.geometry().and_then(|geometry| place::sound(&geometry).err());
        if self.fault.is_some() {
            self.paths = before;
        } else {
            self.points.clear();
            self.stage = Stage::Shaping;
        }
    }

    /// The circle around the first point that is so large; whether it could be drawn.
    pub fn reach(&mut self, metres: f64) -> bool {
        let Some(centre) = self.points.first().and_then(|at| Position::new(at.x, at.y).ok()) else { return false };
        let Some(circle) = place::circle(centre, metres) else { return false };
        self.take(&circle.into())
    }

    /// All within so many metres of what is there becomes what is there.
    pub fn widen(&mut self, metres: f64) -> bool {
        let wide = match self.geometry() {
            Some(Geometry::Point(at)) => {
                Position::try_from(at).ok().and_then(|at| place::circle(at, metres)).map(Geometry::from)
            }
            Some(other) => place::buffer(&other, metres).map(Geometry::from),
            None => None,
        };
        wide.is_some_and(|wide| self.take(&wide))
    }

    fn take(&mut self, geometry: &Geometry) -> bool {
        let Some((form, paths)) = path::of(geometry) else { return false };
        self.points.clear();
        self.past.clear();
        (self.form, self.paths, self.stage, self.chosen, self.fault) = (form, paths, Stage::Shaping, None, None);
        true
    }

    /// Starts a hole in the area that is there.
    pub fn start_hole(&mut self) {
        if self.is_shaping() && self.form.is_area() {
            self.form = Form::Area;
            self.stage = Stage::Drawing;
            self.hand.wants_keys = true;
        }
    }

    /// Whether the points being set are those of a hole.
    pub const fn draws_hole(&self) -> bool {
        self.is_drawing() && !self.paths.is_empty()
    }

    /// What is there, checked when it was ended or shaped; `None` while points are set.
    pub fn finished(&self) -> Option<Geometry> {
        if self.is_shaping() && self.fault.is_none() { self.geometry() } else { None }
    }

    /// What is there, whether it makes sense or not.
    pub fn geometry(&self) -> Option<Geometry> {
        path::geometry(self.form, &self.paths)
    }

    /// What it measures, with the point under the pointer.
    pub fn measured(&self) -> Measured {
        let shape = if self.is_drawing() { self.preview() } else { self.geometry() };
        shape.map_or_else(Measured::default, |shape| place::measure(&shape))
    }

    /// Which part of the Earth the points mean: as they are set, with the one under the pointer.
    fn preview(&self) -> Option<Geometry> {
        let mut next = self.clone();
        next.points.extend(self.hand.at.filter(|at| self.points.last() != Some(at)));
        match next.outline() {
            Some(path) => path::geometry(self.form, &[Path { part: 0, ..path }]),
            None if next.points.len() == 2 => Some(LineString::new(next.points).into()),
            None => None,
        }
    }

    /// The path that the points make; `None`: too few.
    fn outline(&self) -> Option<Path> {
        let points = &self.points;
        let (first, last) = (points.first().copied()?, points.last().copied()?);
        // A hole is one of the part it lies in.
        let part = self.part_at(first);
        let closed = |coords: Vec<Coord>| Some(Path { part, closed: true, coords });
        match self.form {
            Form::Point | Form::Text => Some(Path { part, closed: false, coords: vec![first] }),
            Form::Line | Form::Arrow if points.len() < 2 => None,
            Form::Line | Form::Arrow => Some(Path { part, closed: false, coords: points.clone() }),
            Form::Area if points.len() < 3 => None,
            Form::Area => closed(points.clone()),
            Form::Rectangle if first.x == last.x || first.y == last.y => None,
            Form::Rectangle => {
                let rect = Rect::new(first, last).to_polygon();
                closed(rect.exterior().0.iter().take(4).copied().collect())
            }
            Form::Circle => {
                let [centre, edge] = [first, last].map(|at| Position::new(at.x, at.y).ok());
                let circle = place::circle(centre?, distance_m(centre?, edge?))?;
                closed(circle.exterior().0.iter().take(circle.exterior().0.len() - 1).copied().collect())
            }
        }
    }

    fn part_at(&self, at: Coord) -> usize {
        let holds = |path: &&Path| {
            use geo::Intersects as _;
            path.closed && path.area().intersects(&Point::from(at))
        };
        self.paths.iter().find(holds).map_or(0, |path| path.part)
    }
}
