//! The best way from a place to a place.

use cch::PathQuery;
use geo_types::LineString;

use crate::domain::{
    network::{
        Graph, Snap, Ways, place_at,
        search::{NO_WAY, outward, search_to},
    },
    place::Position,
};

/// A stretch of an edge that a route goes along.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Piece {
    /// The edge's place in [`Graph::edges`].
    pub edge: u32,
    /// Where on the edge it begins, metres along the road's line.
    pub from_m: f64,
    /// Where it ends; less than `from_m` when it goes against the line.
    pub to_m: f64,
    /// Milliseconds.
    pub ms: u32,
}

impl Piece {
    /// Metres.
    pub fn length_m(&self) -> f64 {
        (self.to_m - self.from_m).abs()
    }

    /// Whether it goes along the road's line.
    pub fn is_forward(&self) -> bool {
        self.to_m >= self.from_m
    }
}

/// A way from a place to a place: on foot to the road, along it, and on foot from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// Where the road is reached.
    pub from: Snap,
    /// Where it is left.
    pub to: Snap,
    /// What it goes along, in order.
    pub pieces: Vec<Piece>,
    /// Metres on the road.
    pub length_m: f64,
    /// Milliseconds on the road.
    pub road_ms: u64,
    /// Milliseconds on foot, to the road and from it.
    pub access_ms: u64,
    /// What it was judged by, in the unit of [`Ways::costs`], without the access.
    pub cost: u32,
}

impl Route {
    /// Minutes for all of it.
    pub fn minutes(&self) -> f64 {
        (self.road_ms + self.access_ms) as f64 / 60_000.0
    }

    /// Metres off the road at both ends.
    pub fn access_m(&self) -> f64 {
        self.from.access_m + self.to.access_m
    }

    /// Its line on the road, WGS-84 degrees, from where the road is reached to where it is left.
    pub fn line(&self, graph: &Graph) -> LineString {
        let mut line = Vec::new();
        for piece in &self.pieces {
            line.extend(crate::domain::network::part(graph, piece.edge, piece.from_m, piece.to_m));
        }
        line.dedup();
        if line.len() < 2 {
            let ends = [self.from.at, self.to.at].map(|at| at.point().0);
            return LineString::new(ends.to_vec());
        }
        LineString::new(line)
    }
}

/// Why there is no way.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum NoWay {
    /// The vehicle has no road here at all.
    NoRoad,
    /// The roads at the two places do not hang together for it, whatever is closed.
    NotJoined,
    /// Every way is closed; by which of [`Ways::closures`], those on the way that would be taken, in its order.
    Closed(Vec<usize>),
}

/// A place so near a node is at it, metres.
const AT_NODE_M: f64 = 0.000_5;

/// What is gone along between two nodes.
struct Gone {
    first: u32,
    last: u32,
    /// Twice the edge, plus one against its line.
    ways: Vec<u32>,
}

/// How a place is left or reached: a node, and the cost between it and the place.
type End = (u32, u32);

impl Ways {
    /// The best way between two places.
    ///
    /// # Errors
    /// [`NoWay`] says why there is none.
    pub fn route(&self, from: Position, to: Position) -> Result<Route, NoWay> {
        let (from, to) = self.snap(from).zip(self.snap(to)).ok_or(NoWay::NoRoad)?;
        self.route_between(from, to)
    }

    /// The best way between two places on the road.
    ///
    /// # Errors
    /// [`NoWay`] says why there is none.
    pub fn route_between(&self, from: Snap, to: Snap) -> Result<Route, NoWay> {
        self.routes_between(&[(from, to)]).pop().unwrap_or(Err(NoWay::NoRoad))
    }

    /// As [`Self::route_between`], of many pairs: quicker than one by one.
    pub fn routes_between(&self, pairs: &[(Snap, Snap)]) -> Vec<Result<Route, NoWay>> {
        let prepared = self.hierarchy();
        let views = prepared.map(|(hierarchy, metric)| (hierarchy.view(), metric.view()));
        let mut query = views.as_ref().map(|(view, metric)| (PathQuery::new(view), metric));
        let mut path = |from: u32, to: u32| query.as_mut().and_then(|(query, metric)| query.path(metric, from, to));
        pairs.iter().map(|(from, to)| self.best(*from, *to, &mut path)).collect()
    }

    /// The best of the ways that `path` finds between the ends of two edges, and the one along an edge.
    fn best(&self, from: Snap, to: Snap, path: &mut impl FnMut(u32, u32) -> Option<Vec<u32>>) -> Result<Route, NoWay> {
        let mut best: Option<(u32, Gone)> = None;
        for leave in self.leaving(from, false) {
            for reach in self.reaching(to, false) {
                let Some(path) = path(leave.0, reach.0) else { continue };
                let (ways, between) = self.ways_along(&path, self.costs());
                let cost = leave.1.saturating_add(between).saturating_add(reach.1);
                if cost < NO_WAY && best.as_ref().is_none_or(|best| cost < best.0) {
                    best = Some((cost, Gone { first: leave.0, last: reach.0, ways }));
                }
            }
        }
        match (self.direct(from, to, false), best) {
            (Some(cost), Some((least, gone))) if least < cost => Ok(self.along(from, to, &gone, least)),
            (Some(cost), _) => Ok(self.finished(from, to, vec![self.piece(from.edge, from.along_m, to.along_m)], cost)),
            (None, Some((least, gone))) => Ok(self.along(from, to, &gone, least)),
            (None, None) => Err(self.why_none(from, to)),
        }
    }

    /// The best way between two places on the road as if nothing were closed; `None` when there is none even so.
    pub fn open_route(&self, from: Snap, to: Snap) -> Option<Route> {
        self.route_by(from, to, self.open_costs(), true)
    }

    /// The best way by other costs than its own, by way: a plain search. `bare`: the edges at both ends are gone
    /// along whatever is closed.
    pub(super) fn route_by(&self, from: Snap, to: Snap, costs: &[u32], bare: bool) -> Option<Route> {
        let graph = self.graph();
        let direct = self.direct(from, to, bare);
        let weights = outward(graph, costs);
        let starts = self.leaving(from, bare);
        let mut best: Option<(u32, End)> = None;
        // One search a way in: each ends where it may.
        let mut found = None;
        for reach in self.reaching(to, bare) {
            let reached = search_to(graph, &weights, &starts, NO_WAY, Some(reach.0));
            let cost = reached.cost.get(reach.0 as usize).map_or(NO_WAY, |cost| cost.saturating_add(reach.1));
            if cost < NO_WAY && best.is_none_or(|best| cost < best.0) {
                best = Some((cost, reach));
                found = Some(reached);
            }
        }
        let (Some((cost, reach)), Some(reached)) = (best, found) else {
            let pieces = vec![self.piece(from.edge, from.along_m, to.along_m)];
            return direct.map(|cost| self.finished(from, to, pieces, cost));
        };
        if let Some(direct) = direct.filter(|direct| *direct <= cost) {
            let pieces = vec![self.piece(from.edge, from.along_m, to.along_m)];
            return Some(self.finished(from, to, pieces, direct));
        }
        let mut ways = Vec::new();
        let mut node = reach.0;
        while let Some(way) = reached.by.get(node as usize).copied().filter(|way| *way != u32::MAX) {
            let edge = graph.edges().get((way / 2) as usize)?;
            node = if way.is_multiple_of(2) { edge.from } else { edge.to };
            ways.push(way);
        }
        ways.reverse();
        Some(self.along(from, to, &Gone { first: node, last: reach.0, ways }, cost))
    }

    /// From a place on an edge to another on the same edge, without leaving it. `bare`: whatever is closed.
    pub(super) fn direct(&self, from: Snap, to: Snap, bare: bool) -> Option<u32> {
        let closed = !bare && self.cuts().any_on(from.edge, from.along_m, to.along_m);
        if from.edge != to.edge || closed {
            return None;
        }
        if (to.along_m - from.along_m).abs() < AT_NODE_M {
            return Some(0);
        }
        let length = self.graph().edges().get(from.edge as usize)?.length_m;
        let way = 2 * from.edge as usize + usize::from(to.along_m < from.along_m);
        let whole = self.open_costs().get(way).filter(|cost| **cost < NO_WAY)?;
        Some(share(*whole, (to.along_m - from.along_m).abs(), length))
    }

    /// The ends of the edge that a place on it can be left by. `bare`: whatever is closed.
    pub(super) fn leaving(&self, from: Snap, bare: bool) -> Vec<End> {
        self.ends(from, bare, [(true, 0), (false, 1)])
    }

    /// The ends of the edge that a place on it can be reached from. `bare`: whatever is closed.
    pub(super) fn reaching(&self, to: Snap, bare: bool) -> Vec<End> {
        self.ends(to, bare, [(true, 1), (false, 0)])
    }

    /// The ends of an edge, the far one first, each with the way between it and a place, which `ways` names: 0
    /// along the line, 1 against it.
    fn ends(&self, at: Snap, bare: bool, ways: [(bool, usize); 2]) -> Vec<End> {
        let Some(edge) = self.graph().edges().get(at.edge as usize) else { return Vec::new() };
        let end = |(far, way): (bool, usize)| {
            let (node, end_m) = if far { (edge.to, edge.length_m) } else { (edge.from, 0.0) };
            if !bare && self.cuts().any_on(at.edge, at.along_m, end_m) {
                return None;
            }
            let whole = self.open_costs().get(2 * at.edge as usize + way).filter(|cost| **cost < NO_WAY)?;
            Some((node, share(*whole, (end_m - at.along_m).abs(), edge.length_m)))
        };
        // A place at a node is on every road that meets there, not only on the one it was found by.
        let node = match at.along_m {
            along_m if along_m < AT_NODE_M => edge.from,
            along_m if edge.length_m - along_m < AT_NODE_M => edge.to,
            _ => return ways.into_iter().filter_map(end).collect(),
        };
        if bare || self.is_open(node) { vec![(node, 0)] } else { Vec::new() }
    }

    /// Whether a node is on any road that is not cut there.
    fn is_open(&self, node: u32) -> bool {
        self.graph().out(node).iter().any(|arc| {
            let edge = self.graph().edges().get(arc.edge() as usize);
            let here_m = edge.map_or(0.0, |edge| if arc.is_forward() { 0.0 } else { edge.length_m });
            self.may_use(arc.edge()) && !self.cuts().any_on(arc.edge(), here_m, here_m)
        })
    }

    /// The cheapest way between each two nodes of a path, and what they cost together.
    fn ways_along(&self, path: &[u32], costs: &[u32]) -> (Vec<u32>, u32) {
        let mut ways = Vec::with_capacity(path.len());
        let mut sum = 0_u32;
        for pair in path.windows(2) {
            let [from, to] = *pair else { continue };
            let out = self.graph().out(from).iter().filter(|arc| arc.head == to);
            let priced = out.filter_map(|arc| Some((*costs.get(arc.way as usize)?, arc.way)));
            let (cost, way) = priced.min().unwrap_or((NO_WAY, u32::MAX));
            sum = sum.saturating_add(cost);
            ways.push(way);
        }
        (ways, sum)
    }

    fn along(&self, from: Snap, to: Snap, gone: &Gone, cost: u32) -> Route {
        let edges = self.graph().edges();
        // An end is the far one when the edge ends in it; on a loop's half both ends differ, so this is sure.
        let end_m = |at: Snap, node: u32| match edges.get(at.edge as usize) {
            Some(edge) if node == edge.to => edge.length_m,
            _ => 0.0,
        };
        let mut pieces = Vec::with_capacity(gone.ways.len() + 2);
        pieces.push(self.piece(from.edge, from.along_m, end_m(from, gone.first)));
        for way in &gone.ways {
            let length = edges.get((way / 2) as usize).map_or(0.0, |edge| edge.length_m);
            let (start, end) = if way.is_multiple_of(2) { (0.0, length) } else { (length, 0.0) };
            let ms = self.open_ms().get(*way as usize).copied().unwrap_or(0);
            pieces.push(Piece { edge: way / 2, from_m: start, to_m: end, ms });
        }
        pieces.push(self.piece(to.edge, end_m(to, gone.last), to.along_m));
        self.finished(from, to, pieces, cost)
    }

    fn piece(&self, edge: u32, from_m: f64, to_m: f64) -> Piece {
        let length = self.graph().edges().get(edge as usize).map_or(0.0, |edge| edge.length_m);
        let whole = self.open_ms().get(2 * edge as usize + usize::from(to_m < from_m)).copied().unwrap_or(0);
        Piece { edge, from_m, to_m, ms: share(whole, (to_m - from_m).abs(), length) }
    }

    fn finished(&self, from: Snap, to: Snap, mut pieces: Vec<Piece>, cost: u32) -> Route {
        // A place at a node needs no stretch of its edge.
        if pieces.len() > 1 {
            pieces.retain(|piece| piece.length_m() >= AT_NODE_M);
        }
        let access = [from, to].map(|snap| u64::from(self.profile().access_ms(snap.access_m)));
        Route {
            from,
            to,
            length_m: pieces.iter().map(Piece::length_m).sum(),
            road_ms: pieces.iter().map(|piece| u64::from(piece.ms)).sum(),
            access_ms: access.into_iter().sum(),
            pieces,
            cost,
        }
    }

    fn why_none(&self, from: Snap, to: Snap) -> NoWay {
        match self.open_route(from, to) {
            Some(open) => NoWay::Closed(self.closed_on(&open)),
            None => NoWay::NotJoined,
        }
    }

    /// Which of [`Self::closures`] lie on a route, in its order, each once.
    pub fn closed_on(&self, route: &Route) -> Vec<usize> {
        let mut found = Vec::new();
        for piece in &route.pieces {
            let on = self.cuts().on(piece.edge, piece.from_m, piece.to_m);
            let mut here: Vec<usize> = on.map(|closure| closure as usize).collect();
            if !piece.is_forward() {
                here.reverse();
            }
            for closure in here {
                if !found.contains(&closure) {
                    found.push(closure);
                }
            }
        }
        found
    }

    /// Where a piece of a route begins.
    pub fn start_of(&self, piece: &Piece) -> Option<Position> {
        let edge = self.graph().edges().get(piece.edge as usize)?;
        let at = place_at(self.graph(), edge, piece.from_m)?;
        Position::new(at.x, at.y).ok()
    }
}

/// The share of an edge's cost that a stretch of it has.
pub(super) fn share(whole: u32, stretch_m: f64, length_m: f64) -> u32 {
    if length_m > 0.0 { (f64::from(whole) * (stretch_m / length_m).min(1.0)).round() as u32 } else { 0 }
}
