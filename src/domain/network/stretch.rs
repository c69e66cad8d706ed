//! The stretch of road between two places that were pointed at.

use geo_types::{Coord, LineString};

use crate::domain::{
    network::{
        Graph, ROAD_WITHIN_M, RoadClass, Segments, Snap, part,
        search::{NO_WAY, outward, search},
    },
    place::{Position, distance_m},
};

/// The way along the road is no longer than this times the straight distance, and some metres: else the two places
/// are on different roads.
const MOST_ROUND: f64 = 4.0;
const MOST_MORE_M: f64 = 500.0;

/// A stretch of road.
#[derive(Clone, Debug, PartialEq)]
pub struct RoadStretch {
    /// Its line, sharing the roads' vertices.
    pub line: LineString,
    /// What the roads along it are called, joined by `、`; empty when one of them has no name.
    pub roads: String,
}

/// The shortest way along roads between two places near them, whatever is closed and whichever way one may go.
/// `None` when either is over [`ROAD_WITHIN_M`] from a road, or there is no such way in earnest.
pub fn stretch(graph: &Graph, segments: &Segments, from: Position, to: Position) -> Option<RoadStretch> {
    let near = |at: Position| {
        let near = segments.within(graph, at, ROAD_WITHIN_M);
        near.into_iter().find(|snap| !is_water(graph, snap.edge))
    };
    let (from, to) = (near(from)?, near(to)?);
    let most_mm = (distance_m(from.at, to.at) * MOST_ROUND + MOST_MORE_M) * 1_000.0;
    let pieces = if from.edge == to.edge {
        vec![(from.edge, from.along_m, to.along_m)]
    } else {
        way(graph, from, to, most_mm as u32)?
    };
    let mut line: Vec<Coord> = pieces.iter().flat_map(|(edge, begin, end)| part(graph, *edge, *begin, *end)).collect();
    line.dedup();
    if line.len() < 2 {
        return None;
    }
    Some(RoadStretch { line: LineString::new(line), roads: names(graph, &pieces) })
}

fn is_water(graph: &Graph, edge: u32) -> bool {
    let road = graph.edges().get(edge as usize).and_then(|edge| graph.road(edge));
    road.is_none_or(|road| road.class == RoadClass::Waterway)
}

/// An edge, and from where to where along it, metres.
type Part = (u32, f64, f64);

fn way(graph: &Graph, from: Snap, to: Snap, most_mm: u32) -> Option<Vec<Part>> {
    let mm = |metres: f64| (metres * 1_000.0).round().clamp(0.0, f64::from(NO_WAY - 1)) as u32;
    let costs: Vec<u32> = (0..graph.edge_count() as u32)
        .flat_map(|edge| {
            let length = graph.edges().get(edge as usize).map_or(0.0, |edge| edge.length_m);
            [if is_water(graph, edge) { NO_WAY } else { mm(length).max(1) }; 2]
        })
        .collect();
    let ends = |snap: Snap| {
        let edge = graph.edges().get(snap.edge as usize);
        edge.map(|edge| [(edge.from, 0.0), (edge.to, edge.length_m)])
    };
    let starts = ends(from)?.map(|(node, end_m)| (node, mm((end_m - from.along_m).abs())));
    let reached = search(graph, &outward(graph, &costs), &starts, most_mm);
    let (last, end_m, _) = ends(to)?
        .into_iter()
        .filter_map(|(node, end_m)| {
            let cost = reached.cost.get(node as usize).copied().filter(|cost| *cost < NO_WAY)?;
            Some((node, end_m, cost.saturating_add(mm((end_m - to.along_m).abs()))))
        })
        .min_by_key(|(_, _, cost)| *cost)?;
    let mut parts = vec![(to.edge, end_m, to.along_m)];
    let mut node = last;
    while let Some(way) = reached.by.get(node as usize).copied().filter(|way| *way != u32::MAX) {
        let edge = graph.edges().get((way / 2) as usize)?;
        let forward = way.is_multiple_of(2);
        let (begin, end) = if forward { (0.0, edge.length_m) } else { (edge.length_m, 0.0) };
        parts.push((way / 2, begin, end));
        node = if forward { edge.from } else { edge.to };
    }
    let begin = ends(from)?.into_iter().find(|(end, _)| *end == node)?;
    parts.push((from.edge, from.along_m, begin.1));
    parts.reverse();
    Some(parts)
}

fn names(graph: &Graph, parts: &[Part]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for (edge, begin, end) in parts {
        if (end - begin).abs() < 1.0 {
            continue;
        }
        let Some(road) = graph.edges().get(*edge as usize).and_then(|edge| graph.road(edge)) else { continue };
        let name = if road.name.is_empty() { &road.number } else { &road.name };
        if name.is_empty() {
            return String::new();
        }
        if !names.contains(&name.as_ref()) {
            names.push(name);
        }
    }
    names.join("、")
}
