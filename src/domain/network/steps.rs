//! A route in words' terms: which road, how far, which way to turn.

use geo_types::Coord;

use crate::domain::{
    network::{NO_WAY, Piece, RoadClass, Route, Ways, part, route::share},
    place::{Position, bearing_deg},
};

/// Which way to turn into a step.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Turn {
    /// It begins here.
    Start,
    /// Straight on, within 30°.
    Straight,
    /// To the left.
    Left,
    /// To the right.
    Right,
    /// Back to the left, by more than 120°.
    SharpLeft,
    /// Back to the right, by more than 120°.
    SharpRight,
    /// Around, by more than 170°.
    Around,
}

impl Turn {
    /// Its name in the JSON; `turn-<name>` with dashes in the locale files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Straight => "straight",
            Self::Left => "left",
            Self::Right => "right",
            Self::SharpLeft => "sharp_left",
            Self::SharpRight => "sharp_right",
            Self::Around => "around",
        }
    }

    /// From one bearing to another, degrees.
    fn between(before: f64, after: f64) -> Self {
        let by = (after - before + 540.0).rem_euclid(360.0) - 180.0;
        match by {
            by if by.abs() <= 30.0 => Self::Straight,
            by if by.abs() > 170.0 => Self::Around,
            by if by < -120.0 => Self::SharpLeft,
            by if by > 120.0 => Self::SharpRight,
            by if by < 0.0 => Self::Left,
            _ => Self::Right,
        }
    }
}

/// A stretch of a route along one road.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What the road is called; empty when it has no name.
    pub name: String,
    /// Its number; empty when it has none.
    pub number: String,
    /// What it is.
    pub class: RoadClass,
    /// Named bridges and tunnels on it, in order.
    pub structures: Vec<String>,
    /// Metres.
    pub length_m: f64,
    /// Milliseconds.
    pub ms: u64,
    /// Where it begins.
    pub at: Position,
    /// Which way it sets out, degrees from true north.
    pub bearing_deg: f64,
    /// Which way to turn into it.
    pub turn: Turn,
}

impl Ways {
    /// A route road by road.
    pub fn steps(&self, route: &Route) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::new();
        let mut before: Option<f64> = None;
        for piece in &route.pieces {
            let line = part(self.graph(), piece.edge, piece.from_m, piece.to_m);
            let Some((setting_out, arriving)) = bearings(&line) else { continue };
            let Some(mut next) = self.step(piece, setting_out) else { continue };
            next.turn = before.map_or(Turn::Start, |before| Turn::between(before, setting_out));
            before = Some(arriving);
            match steps.last_mut().filter(|last| is_same(last, &next)) {
                Some(last) => {
                    last.length_m += next.length_m;
                    last.ms += next.ms;
                    for structure in next.structures {
                        if !last.structures.contains(&structure) {
                            last.structures.push(structure);
                        }
                    }
                }
                None => steps.push(next),
            }
        }
        steps
    }

    fn step(&self, piece: &Piece, bearing_deg: f64) -> Option<Step> {
        let edge = self.graph().edges().get(piece.edge as usize)?;
        let road = self.graph().road(edge)?;
        Some(Step {
            name: road.name.to_string(),
            number: road.number.to_string(),
            class: road.class,
            structures: Some(road.structure.to_string()).filter(|name| !name.is_empty()).into_iter().collect(),
            length_m: piece.length_m(),
            ms: u64::from(piece.ms),
            at: self.start_of(piece)?,
            bearing_deg,
            turn: Turn::Start,
        })
    }
}

/// Whether one goes on along the same road: of the same name, or without one of the same number or kind.
fn is_same(last: &Step, next: &Step) -> bool {
    let going_on = !matches!(next.turn, Turn::Around | Turn::SharpLeft | Turn::SharpRight);
    last.name == next.name
        && last.number == next.number
        && (!next.name.is_empty() || last.class == next.class)
        && going_on
}

/// Which way a line sets out and which way it arrives, degrees from true north.
fn bearings(line: &[Coord]) -> Option<(f64, f64)> {
    let bearing =
        |a: &Coord, b: &Coord| Some(bearing_deg(Position::new(a.x, a.y).ok()?, Position::new(b.x, b.y).ok()?));
    let setting_out = line.windows(2).next().and_then(|pair| bearing(pair.first()?, pair.last()?))?;
    let arriving = line.windows(2).next_back().and_then(|pair| bearing(pair.first()?, pair.last()?))?;
    Some((setting_out, arriving))
}

/// How much dearer the roads of the best way are made to find another, in turn.
const DEARER: [f64; 3] = [1.3, 1.8, 3.0];
/// Another way shares no more than this of the best one's length.
const MOST_SHARED: f64 = 0.75;
/// And takes no longer than this times the best.
const MOST_COST: f64 = 1.6;

impl Ways {
    /// Another way that differs from the best in earnest and is not much worse; `None` when there is none. By
    /// making the best one's roads dearer (the penalty method).
    pub fn alternative(&self, best: &Route) -> Option<Route> {
        for dearer in DEARER {
            let mut costs = self.costs().to_vec();
            for piece in &best.pieces {
                for cost in costs.iter_mut().skip(2 * piece.edge as usize).take(2).filter(|cost| **cost < NO_WAY) {
                    *cost = (f64::from(*cost) * dearer).min(f64::from(NO_WAY - 1)) as u32;
                }
            }
            let Some(mut other) = self.route_by(best.from, best.to, &costs, false) else { continue };
            other.cost = self.cost_along(&other);
            let on_best = |piece: &&Piece| best.pieces.iter().any(|own| own.edge == piece.edge);
            let shared: f64 = other.pieces.iter().filter(on_best).map(Piece::length_m).sum();
            let allowed = f64::from(best.cost) * MOST_COST;
            if shared < best.length_m * MOST_SHARED && f64::from(other.cost) <= allowed {
                return Some(other);
            }
        }
        None
    }

    fn cost_along(&self, route: &Route) -> u32 {
        let edges = self.graph().edges();
        let cost = |piece: &Piece| {
            let whole = self.open_costs().get(2 * piece.edge as usize + usize::from(!piece.is_forward()));
            let length = edges.get(piece.edge as usize).map_or(0.0, |edge| edge.length_m);
            share(whole.copied().unwrap_or(0), piece.length_m(), length)
        };
        route.pieces.iter().map(cost).fold(0, u32::saturating_add)
    }
}
