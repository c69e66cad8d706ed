//! A road is closed: at a point, along a stretch, or within an area, by what was drawn.

use geo_types::{Geometry, LineString};

use crate::{
    app::{
        command::{Desk, Draft, Refusal},
        plot::{add, checked},
    },
    domain::{
        model::Value,
        network::{Graph, RoadClass, Segments, road_near, roads, stretch},
        place::{Position, middle_of},
    },
};

/// The closure that a shape makes, in force from now on: a point lies on the road next to it, a line between two
/// places near a road follows that road, any other line and any area close what they cross or cover.
pub fn closure(desk: &mut Desk<'_>, name: &str, shape: &Geometry) -> Result<Draft, Refusal> {
    let shape = checked(shape)?;
    let middle = middle_of(&shape).ok_or_else(|| Refusal::new("plot-no-place"))?;
    let graph = Graph::new(roads(desk.world));
    let segments = Segments::new(&graph);
    let (kind, shape, road) = match &shape {
        Geometry::LineString(line) => {
            let (line, roads) = along(&graph, &segments, line);
            ("closed_stretch", Geometry::LineString(line), roads)
        }
        Geometry::MultiLineString(_) => ("closed_stretch", shape, None),
        Geometry::Polygon(_) | Geometry::MultiPolygon(_) => ("closed_area", shape, None),
        _ => {
            let at = on_road(&graph, &segments, middle).unwrap_or(middle);
            ("road_closure", at.point().into(), road_near(&graph, &segments, at))
        }
    };
    let values =
        vec![("status", Value::from("active")), ("status_time", Value::from(desk.now)), ("road", Value::from(road))];
    add(desk, kind, "plot-closure", name, shape, values)
}

/// The road between the two places of a line of two, where there is one; else the line as it was drawn.
fn along(graph: &Graph, segments: &Segments, line: &LineString) -> (LineString, Option<String>) {
    let [from, to] = line.0.as_slice() else { return (line.clone(), None) };
    let places = Position::new(from.x, from.y).ok().zip(Position::new(to.x, to.y).ok());
    match places.and_then(|(from, to)| stretch(graph, segments, from, to)) {
        Some(stretch) => (stretch.line, Some(stretch.roads).filter(|roads| !roads.is_empty())),
        None => (line.clone(), None),
    }
}

fn on_road(graph: &Graph, segments: &Segments, at: Position) -> Option<Position> {
    let near = segments.within(graph, at, crate::domain::network::ROAD_WITHIN_M);
    let on = near.into_iter().find(|snap| {
        let road = graph.edges().get(snap.edge as usize).and_then(|edge| graph.road(edge));
        road.is_some_and(|road| road.class != RoadClass::Waterway)
    });
    on.map(|snap| snap.at)
}
