//! A storm moved for a rehearsal: in place, in time, in strength. What comes of it says so of itself ([`Storm::moved`]).

use geo::{Destination as _, Geodesic};
use jiff::{SignedDuration, Timestamp};

use crate::domain::{
    hazard::typhoon::{Circle, Grade, Level, State, Storm, beaufort_of, passes},
    place::{Position, bearing_deg, distance_m},
};

/// How a storm is moved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rehearsal {
    /// Where the course is taken from and where to: the whole course is turned on the globe so that the one point comes
    /// upon the other. It keeps its shape (on the sphere exactly, on the ellipsoid within 0.7 %).
    pub shift: Option<Shift>,
    /// So much later.
    pub later: SignedDuration,
    /// Winds times this.
    pub wind: f64,
    /// Radii of the wind circles times this.
    pub radii: f64,
}

/// A point of a course and where it is to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shift {
    /// The point.
    pub from: Position,
    /// Where it comes.
    pub to: Position,
}

/// Why a storm cannot be moved so.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum CannotMove {
    /// It has no course.
    #[error("no course")]
    NoCourse,
    /// The time is beyond what a calendar holds, or more than two centuries away.
    #[error("no such time")]
    Time,
    /// Farther than a storm of this ocean makes sense.
    #[error("too far")]
    TooFar,
    /// A factor outside [`Rehearsal::FACTORS`].
    #[error("no such factor")]
    Factor,
    /// There is no place that it could pass.
    #[error("no place to pass")]
    NoPlace,
}

impl CannotMove {
    /// The word that its sentence is found by: `storm-cannot-<word>`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NoCourse => "no-course",
            Self::Time => "time",
            Self::TooFar => "far",
            Self::Factor => "factor",
            Self::NoPlace => "no-place",
        }
    }
}

/// Where a course is to lie.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Where {
    /// Where it lay.
    #[default]
    Same,
    /// The point that comes nearest to a place now: so many metres from the place towards a bearing (degrees clockwise
    /// from north).
    Past {
        /// The bearing, from the place.
        bearing_deg: f64,
        /// How far from the place; 0: over it.
        metres: f64,
    },
    /// All of it so many metres towards a bearing: exactly so where it comes nearest to a place.
    Towards {
        /// The bearing.
        bearing_deg: f64,
        /// How far.
        metres: f64,
    },
}

/// When a course is to be.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum When {
    /// When it was.
    #[default]
    Same,
    /// It begins then.
    Start(Timestamp),
    /// It is nearest to the place then.
    Nearest(Timestamp),
}

/// How a storm is to be moved, in the terms of a commander.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wanted {
    /// Where.
    pub place: Where,
    /// When.
    pub time: When,
    /// Winds times this.
    pub wind: f64,
    /// Radii times this.
    pub radii: f64,
}

impl Default for Wanted {
    fn default() -> Self {
        Self { place: Where::Same, time: When::Same, wind: 1.0, radii: 1.0 }
    }
}

impl Wanted {
    /// What that comes to for a storm and a place.
    ///
    /// # Errors
    /// [`CannotMove`] without a course, or where a place is needed and there is none.
    pub fn of(&self, storm: &Storm, place: Option<Position>) -> Result<Rehearsal, CannotMove> {
        let (start, _) = storm.span().ok_or(CannotMove::NoCourse)?;
        let needed = place.ok_or(CannotMove::NoPlace);
        let shift = match self.place {
            Where::Same => None,
            Where::Past { bearing_deg, metres } => Shift::past(storm, needed?, bearing_deg, metres),
            Where::Towards { bearing_deg, metres } => {
                let nearest = passes(&storm.past(None), needed?).ok_or(CannotMove::NoCourse)?.nearest;
                Some(Shift::towards(nearest.position, bearing_deg, metres))
            }
        };
        let by = Rehearsal { shift, later: SignedDuration::ZERO, wind: self.wind, radii: self.radii };
        let later = match self.time {
            When::Same => SignedDuration::ZERO,
            When::Start(at) => at.duration_since(start),
            // Where it is nearest changes with its place.
            When::Nearest(at) => storm.rehearsed(&by)?.later_for(needed?, at).ok_or(CannotMove::NoCourse)?,
        };
        Ok(Rehearsal { later, ..by })
    }
}

/// What the id of a storm moved for a rehearsal ends with: it never takes the place of the real one.
pub const REHEARSAL: &str = "+rehearsal";
/// How far a course may be taken, metres.
const FARTHEST_M: f64 = 5_000_000.0;
/// How far in time.
const LATEST: SignedDuration = SignedDuration::from_hours(200 * 366 * 24);
/// A step along a heading to see where the heading comes, metres.
const HEADING_M: f64 = 1_000.0;

impl Default for Rehearsal {
    fn default() -> Self {
        Self { shift: None, later: SignedDuration::ZERO, wind: 1.0, radii: 1.0 }
    }
}

impl Rehearsal {
    /// What winds and radii may be multiplied by.
    pub const FACTORS: [f64; 2] = [0.2, 3.0];

    /// Whether it moves nothing.
    pub fn is_none(&self) -> bool {
        self.shift.is_none_or(|shift| shift.from == shift.to)
            && self.later.is_zero()
            && self.wind == 1.0
            && self.radii == 1.0
    }
}

impl Shift {
    /// The whole course so many metres towards a bearing (degrees clockwise from north): exactly so for the point given,
    /// nearly so for the rest.
    pub fn towards(from: Position, bearing_deg: f64, metres: f64) -> Self {
        Self { from, to: away(from, bearing_deg, metres) }
    }

    /// So that the point where a storm comes nearest to a place now lies so many metres from the place towards a bearing;
    /// 0 m: over it. `None` without a course.
    pub fn past(storm: &Storm, place: Position, bearing_deg: f64, metres: f64) -> Option<Self> {
        let nearest = passes(&storm.past(None), place)?.nearest;
        Some(Self { from: nearest.position, to: away(place, bearing_deg, metres) })
    }

    /// How far, metres.
    pub fn distance_m(&self) -> f64 {
        distance_m(self.from, self.to)
    }
}

fn away(from: Position, bearing: f64, metres: f64) -> Position {
    if metres == 0.0 {
        return from;
    }
    Position::try_from(Geodesic.destination(from.point(), bearing, metres)).unwrap_or(from)
}

impl Storm {
    /// The storm moved for a rehearsal. It goes by an id of its own, is never active, and says how it was moved. Grade
    /// and force follow the new wind and are left out where no wind is known; pressure is left out where winds change,
    /// for none was measured with them; a circle ends with its wind, and one that comes with a stronger wind is not
    /// known.
    ///
    /// # Errors
    /// [`CannotMove`]; nothing is moved in part.
    pub fn rehearsed(&self, by: &Rehearsal) -> Result<Self, CannotMove> {
        let [least, most] = Rehearsal::FACTORS;
        if ![by.wind, by.radii].iter().all(|factor| (least..=most).contains(factor)) {
            return Err(CannotMove::Factor);
        }
        if self.fixes.is_empty() {
            return Err(CannotMove::NoCourse);
        }
        if by.later.abs() > LATEST {
            return Err(CannotMove::Time);
        }
        let turn = match &by.shift {
            Some(shift) if shift.distance_m() > FARTHEST_M => return Err(CannotMove::TooFar),
            Some(shift) => Turn::of(shift),
            None => None,
        };
        let mut storm = self.clone();
        for fix in &mut storm.fixes {
            let before = fix.state.clone();
            move_state(&mut fix.state, turn.as_ref(), by)?;
            fix.moves_to_deg = fix.moves_to_deg.map(|to| turn.as_ref().map_or(to, |turn| turn.heading(&before, to)));
            for (level, circle) in Level::ALL.into_iter().zip(&mut fix.circles) {
                *circle = circle_of(*circle, level, [before.beaufort, fix.state.beaufort], by);
            }
            for point in fix.forecasts.iter_mut().flat_map(|forecast| &mut forecast.points) {
                move_state(point, turn.as_ref(), by)?;
            }
        }
        storm.active = false;
        storm.id = format!("{}{REHEARSAL}", self.id);
        storm.moved = Some(*by);
        Ok(storm)
    }

    /// Whether it is no real storm: moved for a rehearsal.
    pub const fn is_rehearsal(&self) -> bool {
        self.moved.is_some()
    }

    /// How much later, so that it is nearest to a place at a moment. `None` without a course.
    pub fn later_for(&self, place: Position, at: Timestamp) -> Option<SignedDuration> {
        Some(at.duration_since(passes(&self.past(None), place)?.nearest.time))
    }
}

fn move_state(state: &mut State, turn: Option<&Turn>, by: &Rehearsal) -> Result<(), CannotMove> {
    state.time = state.time.checked_add(by.later).map_err(|_| CannotMove::Time)?;
    if let Some(turn) = turn {
        state.position = turn.of_position(state.position).ok_or(CannotMove::TooFar)?;
    }
    if by.wind != 1.0 {
        state.wind_mps = state.wind_mps.map(|wind| wind * by.wind);
        state.beaufort = state.wind_mps.map(beaufort_of);
        state.grade = state.wind_mps.and_then(Grade::of_wind);
        state.pressure_hpa = None;
    }
    Ok(())
}

/// A circle of the moved storm, by the forces before and after.
fn circle_of(circle: Option<Circle>, level: Level, forces: [Option<u8>; 2], by: &Rehearsal) -> Option<Circle> {
    let [before, after] = forces.map(|force| force.map(|force| force >= level.force()));
    if by.wind != 1.0 {
        match (before, after) {
            (_, Some(false)) => return Some(Circle::NONE),
            (Some(false), Some(true)) => {
                return circle.filter(Circle::has_extent).map(|circle| circle.scaled(by.radii));
            }
            _ => {}
        }
    }
    circle.map(|circle| circle.scaled(by.radii))
}

impl Circle {
    /// So many times as wide.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        match self {
            Self::Quadrants(radii) => Self::Quadrants(radii.map(|radius| radius * factor)),
            Self::Offset { east_m, north_m, radius_m } => {
                Self::Offset { east_m: east_m * factor, north_m: north_m * factor, radius_m: radius_m * factor }
            }
        }
    }
}

/// A turn of the globe that brings one point upon another along the great circle through both.
struct Turn {
    /// The axis, a unit vector.
    axis: [f64; 3],
    sin: f64,
    cos: f64,
}

impl Turn {
    /// `None` when the points are one.
    fn of(shift: &Shift) -> Option<Self> {
        let (a, b) = (unit(shift.from), unit(shift.to));
        let across = cross(a, b);
        let sin = dot(across, across).sqrt();
        if sin == 0.0 || shift.from == shift.to {
            return None;
        }
        Some(Self { axis: across.map(|each| each / sin), sin, cos: dot(a, b) })
    }

    /// Where a position comes (Rodrigues' formula).
    fn of_position(&self, position: Position) -> Option<Position> {
        let at = unit(position);
        let beside = cross(self.axis, at);
        let along = dot(self.axis, at) * (1.0 - self.cos);
        let mut to = [0.0; 3];
        for (((to, at), beside), axis) in to.iter_mut().zip(at).zip(beside).zip(self.axis) {
            *to = at * self.cos + beside * self.sin + axis * along;
        }
        let [x, y, z] = to;
        Position::new(y.atan2(x).to_degrees(), z.atan2(x.hypot(y)).to_degrees()).ok()
    }

    /// Where a heading comes.
    fn heading(&self, before: &State, to: f64) -> f64 {
        let ahead = away(before.position, to, HEADING_M);
        match (self.of_position(before.position), self.of_position(ahead)) {
            (Some(from), Some(to)) => bearing_deg(from, to),
            _ => to,
        }
    }
}

fn unit(position: Position) -> [f64; 3] {
    let (sin_lat, cos_lat) = position.lat().to_radians().sin_cos();
    let (sin_lon, cos_lon) = position.lon().to_radians().sin_cos();
    [cos_lat * cos_lon, cos_lat * sin_lon, sin_lat]
}

fn cross([a, b, c]: [f64; 3], [x, y, z]: [f64; 3]) -> [f64; 3] {
    [b * z - c * y, c * x - a * z, a * y - b * x]
}

fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests;
