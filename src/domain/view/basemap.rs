//! The district's own base map: ground, townships, woods, waters, roads and names.

use geo::{Centroid, InteriorPoint};
use geo_types::{Geometry, Line as Segment, LineString, MultiLineString, MultiPolygon};

use crate::domain::{
    catalogue::{GeometryType, Kind, Role, Tone},
    model::Object,
    view::{
        projection::Bounds,
        scene::{Area, AreaInk, Label, LabelInk, Line, LineInk, Scene, SceneRequest},
        tone::state,
    },
    world::{Layer, World},
};

/// Draw order of the base map's kinds: what is not named here follows, by its tone.
const ORDER: [&str; 6] = ["district", "township", "river", "water", "road", "place_name"];

/// Adds the base map to a scene.
pub(super) fn add(scene: &mut Scene, world: &World, request: &SceneRequest) {
    let mut layers: Vec<&Layer> = world.layers().filter(|layer| wanted(layer.kind(), request)).collect();
    layers.sort_by_key(|layer| {
        let kind = layer.kind();
        let place = ORDER.iter().position(|id| *id == kind.id.as_str());
        (place.unwrap_or(if kind.symbol.tone == Tone::Wood { 2 } else { ORDER.len() }), kind.order, kind.id.clone())
    });
    for layer in layers {
        for object in layer.objects() {
            if let Some(geometry) = &object.geometry
                && inside(geometry, request)
            {
                put(scene, layer.kind(), object, geometry, request);
            }
        }
    }
}

/// Whether a geometry is in what is asked for.
pub(super) fn inside(geometry: &Geometry, request: &SceneRequest) -> bool {
    request.bounds.is_none_or(|asked| match geometry {
        Geometry::Point(point) => asked.holds(point.x(), point.y()),
        _ => Bounds::of_geometry(geometry).is_some_and(|own| own.meets(&asked)),
    })
}

fn wanted(kind: &Kind, request: &SceneRequest) -> bool {
    let drawn = kind.has_role(Role::Basemap) || kind.id.as_str() == "township";
    let zoomed = f64::from(kind.zoom[0]) <= request.zoom && request.zoom <= f64::from(kind.zoom[1]);
    drawn && !request.hidden.contains(&kind.id) && (request.shown.contains(&kind.id) || (kind.visible && zoomed))
}

fn put(scene: &mut Scene, kind: &Kind, object: &Object, geometry: &Geometry, request: &SceneRequest) {
    let text = name(kind, object);
    match (geometry, kind.geometry) {
        (_, GeometryType::Polygon) => {
            let Some(shape) = polygons(geometry) else { return };
            put_area(scene, kind, object, shape);
            if kind.id.as_str() != "district" && labelled(kind, request) {
                let ink = match kind.id.as_str() {
                    "township" if flag(kind, object, "zone_run") => LabelInk::Context,
                    "township" => LabelInk::Township,
                    _ if kind.symbol.tone == Tone::Water => LabelInk::Water,
                    _ => LabelInk::Place,
                };
                put_label(scene, text, middle(geometry), ink);
            }
        }
        (_, GeometryType::Line) => {
            let Some(shape) = lines(geometry) else { return };
            let ink = line_ink(kind, object);
            if request.zoom < drawn_from(ink) {
                return;
            }
            let near = request.zoom >= named_from(ink);
            if near && labelled(kind, request) {
                let ink = if matches!(ink, LineInk::River(_)) { LabelInk::Water } else { LabelInk::Road };
                put_label(scene, text, along(&shape), ink);
            }
            scene.lines.push(Line { shape, ink, object: None });
        }
        (Geometry::Point(point), _) if kind.id.as_str() == "township" => {
            let ink = if flag(kind, object, "zone_run") { LabelInk::Context } else { LabelInk::Township };
            put_label(scene, text, Some([point.x(), point.y()]), ink);
        }
        (Geometry::Point(point), _) if labelled(kind, request) => {
            put_label(scene, text, Some([point.x(), point.y()]), LabelInk::Place);
        }
        _ => {}
    }
}

/// The zoom from which a line is drawn: smaller roads only from closer.
fn drawn_from(ink: LineInk) -> f64 {
    if matches!(ink, LineInk::Road(3..)) { 11.5 } else { 0.0 }
}

/// The zoom from which a line is named.
fn named_from(ink: LineInk) -> f64 {
    match ink {
        LineInk::Road(0 | 1) => 11.5,
        LineInk::Road(2) => 13.0,
        LineInk::Road(_) => 15.0,
        _ => 0.0,
    }
}

fn labelled(kind: &Kind, request: &SceneRequest) -> bool {
    request.zoom >= f64::from(kind.label_zoom)
}

fn put_area(scene: &mut Scene, kind: &Kind, object: &Object, shape: MultiPolygon) {
    let ink = match (kind.id.as_str(), kind.symbol.tone) {
        ("district", _) => AreaInk::District,
        ("township", _) if flag(kind, object, "zone_run") => AreaInk::Context,
        ("township", _) => AreaInk::Township(height(kind, object)),
        (_, Tone::Water) => AreaInk::Water,
        (_, Tone::Wood) => AreaInk::Wood,
        _ => AreaInk::Listed(state(kind, object).tone),
    };
    let edge = match ink {
        AreaInk::District => Some(LineInk::Outline),
        AreaInk::Township(_) | AreaInk::Context => Some(LineInk::Boundary),
        _ => None,
    };
    if let Some(ink) = edge {
        let rings = shape.iter().map(|polygon| polygon.exterior().clone()).collect();
        scene.lines.push(Line { shape: MultiLineString::new(rings), ink, object: None });
    }
    scene.areas.push(Area { shape, ink, object: None });
}

/// How high a township lies, schematically: 0 plain to 1 mountains.
fn height(kind: &Kind, object: &Object) -> f32 {
    match kind.index("terrain").and_then(|index| object.value(index).as_text()) {
        Some("mountain") => 1.0,
        Some("hill") => 0.45,
        _ => 0.0,
    }
}

fn line_ink(kind: &Kind, object: &Object) -> LineInk {
    let value = |field: &str| kind.index(field).map(|index| object.value(index));
    match kind.symbol.tone {
        Tone::Water => LineInk::River(value("width_m").and_then(|v| v.as_number()).unwrap_or(20.0) as f32),
        Tone::Boundary => LineInk::Boundary,
        _ => LineInk::Road(value("road_class").and_then(|v| v.as_text()).map_or(2, road_rank)),
    }
}

/// 0 motorway, 1 main, 2 county, 3 smaller.
fn road_rank(class: &str) -> u8 {
    match class {
        "expressway" | "motorway" | "highway" | "railway" => 0,
        "national" | "provincial" | "trunk" | "primary" | "urban" => 1,
        "county" | "secondary" => 2,
        _ => 3,
    }
}

fn put_label(scene: &mut Scene, text: String, at: Option<[f64; 2]>, ink: LabelInk) {
    let rank = match ink {
        LabelInk::Township => 800,
        LabelInk::Water => 500,
        LabelInk::Context => 450,
        LabelInk::Road => 50,
        _ => 400,
    };
    let known = scene.labels.iter().any(|label| label.text == text);
    if let (Some(at), false) = (at, text.is_empty() || known) {
        scene.labels.push(Label { at, text, ink, beside: None, rank });
    }
}

/// An object's name on the map; empty when it has none.
pub(super) fn name(kind: &Kind, object: &Object) -> String {
    let index = kind.index(kind.label.as_str()).or_else(|| kind.index("name"));
    index.and_then(|index| object.value(index).as_text()).unwrap_or_default().to_owned()
}

fn flag(kind: &Kind, object: &Object, field: &str) -> bool {
    kind.index(field).and_then(|index| object.value(index).as_bool()).unwrap_or(false)
}

/// The polygons of a geometry.
pub(super) fn polygons(geometry: &Geometry) -> Option<MultiPolygon> {
    match geometry {
        Geometry::Polygon(polygon) => Some(MultiPolygon::new(vec![polygon.clone()])),
        Geometry::MultiPolygon(polygons) => Some(polygons.clone()),
        Geometry::Rect(rect) => Some(MultiPolygon::new(vec![rect.to_polygon()])),
        _ => None,
    }
}

/// The lines of a geometry.
pub(super) fn lines(geometry: &Geometry) -> Option<MultiLineString> {
    match geometry {
        Geometry::LineString(line) => Some(MultiLineString::new(vec![line.clone()])),
        Geometry::MultiLineString(lines) => Some(lines.clone()),
        Geometry::Line(Segment { start, end }) => Some(MultiLineString::new(vec![LineString::new(vec![*start, *end])])),
        _ => None,
    }
}

/// A place that stands for a geometry: its middle where that is inside, else a place inside.
pub(super) fn middle(geometry: &Geometry) -> Option<[f64; 2]> {
    use geo::Intersects;
    let middle = geometry.centroid().filter(|point| match geometry {
        Geometry::Polygon(_) | Geometry::MultiPolygon(_) => geometry.intersects(point),
        _ => true,
    });
    let point = match geometry {
        Geometry::LineString(_) | Geometry::MultiLineString(_) => {
            return lines(geometry).and_then(|lines| along(&lines));
        }
        _ => middle.or_else(|| geometry.interior_point())?,
    };
    Some([point.x(), point.y()])
}

/// The place half-way along the longest line.
fn along(lines: &MultiLineString) -> Option<[f64; 2]> {
    let longest = lines.iter().max_by_key(|line| line.0.len())?;
    let vertex = longest.0.get(longest.0.len() / 2)?;
    Some([vertex.x, vertex.y])
}
